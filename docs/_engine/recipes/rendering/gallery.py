"""The figures of all recipes as thumbnails, and the words by which readers choose among them."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from recipes.problem import Problem
from recipes.project import Project
from recipes.reading import prose
from recipes.reading.document import CellView, Gallery
from recipes.reading.page import Page
from recipes.reading.vocabulary import vocabulary
from recipes.running import figures

from . import paths

Choices = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Thumbnail:
    """A small figure: where it leads, and what it is chosen by."""

    href: str
    title: str
    caption: str
    chapter: str
    level: str
    tags: tuple[str, ...]
    pictures: Mapping[str, str]
    size: tuple[int, int]


def of(project: Project, href: Callable[[str], str]) -> tuple[Choices, list[Thumbnail]]:
    """Return what readers choose by, and the thumbnails in the order of chapters.

    Parameters
    ----------
    href
        The address of a path in the site.
    """
    shown = [*_thumbnails(project, href)]
    chapters = {one.chapter: _chapter(project, one.chapter) for one in shown}
    levels = [word for word in vocabulary().levels if any(word == one.level for one in shown)]
    tags = sorted({tag for one in shown for tag in one.tags})
    choices = {
        "Chapter": chapters,
        "Level": {word: word for word in levels},
        "Tag": {word: word for word in tags},
    }
    return choices, shown


def unsorted(project: Project, page: Page) -> Iterator[Problem]:
    """Find a recipe without the words by which the gallery of its site is sorted."""
    sorted_by = any(one.of_kind(Gallery) for one in project.pages.values())
    if not (sorted_by and page.is_recipe and page.chapter):
        return
    known = vocabulary()
    for key, value, words in (
        ("level", page.front.level, known.levels),
        ("tags", page.front.tags, known.tags),
    ):
        if not value:
            message = f"a recipe needs “{key}:”, by which the gallery finds it; "
            yield Problem(page.label, 1, f"{message}choose of {', '.join(words)}")


def drawn(project: Project) -> Iterator[tuple[Page, CellView, int]]:
    """Return the figures of recipes, and of one with states the picture that stands for it."""
    for page in project.recipes():
        for view in page.cells if page.chapter else ():
            if "figure" not in view.parts:
                continue
            try:
                pictures = project.result(view).pictures
            except LookupError:
                continue  # reported by the page itself
            numbers = [_state(view)] if view.states else range(len(pictures))
            yield from ((page, view, number) for number in numbers if number < len(pictures))


def _state(view: CellView) -> int:
    """The state that stands for a figure: what is wiped over the first one is the result."""
    return len(view.states) - 1 if view.control == "wipe" else view.first_state


def _thumbnails(project: Project, href: Callable[[str], str]) -> Iterator[Thumbnail]:
    for page, view, number in drawn(project):
        small = project.result(view).pictures[number].thumbnails
        yield Thumbnail(
            href(page.path),
            page.title,
            prose.plain(view.caption),
            page.chapter,
            page.front.level,
            page.front.tags,
            {theme: href(paths.thumbnail(view, theme, number)) for theme in figures.themes()},
            _size(small["light"]),
        )


def _chapter(project: Project, chapter: str) -> str:
    """What a chapter's page is called, up to its colon."""
    index = project.pages.get(f"{chapter}/index.md")
    return index.title.partition(":")[0] if index else chapter


def _size(picture: bytes) -> tuple[int, int]:
    from PIL import Image

    return Image.open(io.BytesIO(picture)).size
