"""Recipes that have functions of SciPy or tags in common with another one, and what these are."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.document import Prose
from recipes.reading.page import Page

from . import function_index

MOST = 3
TAGS = 2  # that two recipes without a common function have at least in common
_LINK = re.compile(r"\]\(([^)#\s]+\.md)")


@dataclass(frozen=True)
class Related:
    """A recipe, and why it is named: functions or tags that both have."""

    path: str
    title: str
    functions: tuple[str, ...]
    tags: tuple[str, ...]


def related(project: Project, page: Page) -> list[Related]:
    """Return the recipes that have most in common with one, but for those that it links itself.

    A function counts for more the fewer recipes use it.
    """
    uses = function_index.used(project)
    linked = _linked(page)
    users: dict[str, int] = {}
    for functions in uses.values():
        for name in functions:
            users[name] = users.get(name, 0) + 1
    found = []
    for other in project.recipes():
        if other is page or other.path in linked or not other.chapter:
            continue
        shared = sorted(uses[page.path].keys() & uses[other.path].keys())
        tags = [tag for tag in page.front.tags if tag in other.front.tags]
        if shared or len(tags) >= TAGS:
            weight = sum(2 / (users[name] - 1) for name in shared) + len(tags) / 2
            shared.sort(key=lambda name: (users[name], name))
            found.append(
                (-weight, other.path, Related(other.path, other.title, tuple(shared), tuple(tags)))
            )
    return [one for *_, one in sorted(found, key=lambda entry: entry[:2])[:MOST]]


def reason(one: Related) -> str:
    """Say in Markdown what two recipes have in common."""
    if one.functions:
        return f"also uses {_listed([f'`{name}`' for name in one.functions[:2]])}"
    return f"is also about {_listed(one.tags)}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _linked(page: Page) -> set[str]:
    """The pages that the last part of a page links, where readers find them already."""
    folder = str(PurePosixPath(page.path).parent)
    return {
        posixpath.normpath(posixpath.join(folder, target))
        for text in _references(page)
        for target in _LINK.findall(text)
    }


def _references(page: Page) -> Iterator[str]:
    begins = [one.line for one in page.headings if one.text == PROFILE.references]
    for block in page.of_kind(Prose):
        lines = block.text.split("\n")
        for begin in begins:
            yield "\n".join(lines[max(begin - block.first, 0) :])
