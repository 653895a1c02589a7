"""A page that finds the function for a task: its parts, and what the search has of them.

Which recipe uses a function is read from the snippets, so a new recipe is there by itself.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from itertools import groupby
from posixpath import relpath
from typing import NamedTuple

from recipes.checking import documentation, library_names
from recipes.problem import Problem, ProblemError
from recipes.project import Project
from recipes.reading import prose, tasks
from recipes.reading.document import Finder
from recipes.reading.page import Page
from recipes.reading.scipy_names import NESTED
from recipes.reading.tasks import Name, Tables, Task

from . import paths

ASSETS = ("finder.css", "ranking.js", "finder.js")  # below docs/finder/: this page alone needs them
MOST = 2  # recipes for a task; more of them are no help
_WORD = re.compile(r"[a-z]{4,}")
_ARTICLE = re.compile(r"^(an?|the|its?|their) ")


def read(project: Project, page: Page) -> Tables:
    """Return the tables of a page; a `ProblemError` says what is wrong with one."""
    return tasks.read(project.snippets, page.snippet)


def check(project: Project, page: Page) -> Iterator[Problem]:
    """Find the functions in the tables that the installed library does not have."""
    if not page.of_kind(Finder):
        return
    try:
        tables = read(project, page)
    except ProblemError:
        return  # reported where it is shown
    installed = _number(paths.version("scipy"))
    asked = [one for one in tables.functions if not one[3] or _number(one[3]) <= installed]
    faults = library_names.faults({function for function, *_ in asked}, project.runner.store)
    for function, label, line, _ in asked:
        if function in faults:
            yield Problem(label, line, faults[function])


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


class Use(NamedTuple):
    """A recipe that uses a function, and whether it begins with it."""

    page: Page
    begins: bool


def recipes(project: Project, tables: Tables) -> dict[Task, list[Use]]:
    """Return the recipes for each task: those that begin with its function, else one that uses it.

    Where there are several, the one that says more of the task's words comes first.
    """
    pages = [page for page in project.recipes() if page.snippet in project.outcomes]
    used = {page.path: _used(project, page) for page in pages}
    answers = {page.path: tuple(project.answers(page)) for page in pages}
    words = {page.path: _words(f"{page.path} {page.title} {page.description}") for page in pages}
    found: dict[Task, list[Use]] = {}
    for task in tables.tasks:
        wanted = _words(" ".join([task.task, *task.synonyms]))
        uses = [
            Use(page, task.function.startswith(answers[page.path]))
            for page in pages
            if task.function in used[page.path]
        ]
        uses.sort(key=lambda one: (-len(wanted & words[one.page.path]), one.page.path))
        found[task] = [one for one in uses if one.begins][:MOST] or uses[:1]
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _used(project: Project, page: Page) -> set[str]:
    """The functions and classes of a recipe, and what it may call of a class."""
    functions = {*project.functions(page).values()}
    nodes = [node for member in project.family(page.snippet) for node in member.nodes]
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return functions | {f"{one}.{name}" for one in functions for name in called}


def by_subpackage(tables: Tables) -> list[tuple[str, list[Task]]]:
    """Return the tasks by subpackage, in the order of its name."""

    def subpackage(task: Task) -> str:
        return ".".join(task.function.split(".")[:2])

    ordered = sorted(tables.tasks, key=subpackage)
    return [(name, list(found)) for name, found in groupby(ordered, subpackage)]


def by_pair(tables: Tables) -> dict[str, dict[str, list[Task]]]:
    """Return the tasks by what one has, then by what one wants, in the order of their nouns."""
    found: dict[str, dict[str, list[Task]]] = {}
    for task in tables.tasks:
        for have, want in task.pairs:
            found.setdefault(have, {}).setdefault(want, []).append(task)
    return {
        have: dict(sorted(found[have].items(), key=_noun))
        for have, _ in sorted(found.items(), key=_noun)
    }


def _noun(pair: tuple[str, object]) -> str:
    return _ARTICLE.sub("", pair[0])


def address(function: str) -> str:
    """Return the official page of a function."""
    found = documentation.named(function)
    return found.address if found else ""


def short(function: str) -> str:
    """Return a function as people say it: ``eigsh``, ``KDTree.query_pairs``."""
    parts = function.split(".")
    return ".".join(parts[3 if ".".join(parts[1:3]) in NESTED else 2 :])


def markdown(project: Project, page: Page, part: str) -> list[str]:
    """Return a part of the page as tables that everyone knows."""
    try:
        tables = read(project, page)
    except ProblemError:
        return []  # reported by the page itself
    if part == "names":
        rows = [(f"`{one.name}`", one.said, _code(one.functions)) for one in tables.names]
        return _table(("Name", "What became of it", "Today"), rows)
    if part == "pairs":
        rows = [
            (have, want, _code(one.function for one in found))
            for have, wants in by_pair(tables).items()
            for want, found in wants.items()
        ]
        return _table(("I have", "I want", "SciPy has"), rows)
    lines: list[str] = []
    if part == "tasks":
        shown = recipes(project, tables)
        for name, found in by_subpackage(tables):
            rows = [(one.task, _code([one.function]), _links(page, shown[one])) for one in found]
            lines += [f"### {name}", "", *_table(("I want to", "Function", "Recipe"), rows)]
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [*(f"| {' | '.join(cells)} |" for cells in lines), ""]


def _code(functions: Iterable[str]) -> str:
    return ", ".join(f"`{function}`" for function in functions)


def _links(page: Page, uses: Sequence[Use]) -> str:
    return ", ".join(
        f"[{prose.as_markdown(one.page.title)}]({relpath(one.page.path, page.chapter or '.')})"
        for one in uses
    )


def entries(project: Project, page: Page, address: str) -> list[dict[str, str]]:
    """Return the entries of the search for the tasks of a page, and for names without a task.

    Parameters
    ----------
    address
        Of the page in the site.
    """
    try:
        tables = read(project, page)
    except ProblemError:
        return []  # reported with the page
    names = by_function(tables)
    of_tasks = [
        (task.anchor, task.task, (task.function, *task.synonyms), names.get(task.function, ()))
        for task in tables.tasks
    ]
    of_names = [(name.anchor, name.name, name.functions, (name,)) for name in alone(tables)]
    return [
        {
            "location": f"{address}#{anchor}",
            "title": escape(title, quote=False),
            "text": escape(_said(words, called), quote=False),
        }
        for anchor, title, words, called in [*of_tasks, *of_names]
    ]


def alone(tables: Tables) -> list[Name]:
    """Return the names that lead to no task."""
    known = {task.function for task in tables.tasks}
    return [name for name in tables.names if known.isdisjoint(name.functions)]


def by_function(tables: Tables) -> Mapping[str, Sequence[Name]]:
    """Return the names that lead to each function."""
    found: dict[str, list[Name]] = {}
    for name in tables.names:
        for function in name.functions:
            found.setdefault(function, []).append(name)
    return found


def synonyms(project: Project, functions: Sequence[str]) -> list[str]:
    """Return the names that lead to some functions and are one word; for the search."""
    found: list[str] = []
    for page in project.pages.values():
        if page.of_kind(Finder):
            with suppress(ProblemError):  # reported with the page
                names = by_function(read(project, page))
                found += [one.name for function in functions for one in names.get(function, ())]
    bare = (re.sub(r"^(scipy|numpy)\..*\.", "", one) for one in found)
    return [one for one in dict.fromkeys(bare) if "." not in one]


def _said(words: Sequence[str], names: Sequence[Name]) -> str:
    said = [f"{name.name} {name.said.partition(';')[0]}" for name in names]
    return ". ".join("; ".join(part) for part in (words, said) if part)
