"""The files that a build adds to the site, by their path in it."""

import string
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import PurePosixPath

import msgspec

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.document import CellView, Gallery, Tests
from recipes.reading.page import Page
from recipes.rendering import figure_csv, gallery, needs, notebook
from recipes.rendering.paths import (
    KATEX,
    address,
    chapter_archive,
    chapters,
    picture,
    points,
    recipe_archive,
    recipe_notebook,
    script,
    sound,
    test_file,
    thumbnail,
)
from recipes.running import figures
from recipes.running.outcome import Picture
from recipes.running.store import Store

from . import archives, fonts
from .digests import Content, Digests, digest, fixed, made_with

# The classes of what is drawn in these fonts; the others may be asked for any character.
ALPHABETS = {
    "KaTeX_Main-Bold.ttf": ("mathbf", "textbf"),
    "KaTeX_Main-BoldItalic.ttf": ("textbf",),
    "KaTeX_Main-Italic.ttf": ("mathit", "textit"),
    "KaTeX_Math-BoldItalic.ttf": ("boldsymbol",),
    "KaTeX_Math-Italic.ttf": ("mathnormal",),
}
TITLES = "KaTeX_Main-Regular.ttf"
LETTERS = set(string.printable.strip() + "…–’“”")


def figure_files(project: Project, digests: Digests | None = None) -> dict[str, Content]:
    """Return the pictures and the points of all shown figures, small ones, and sounds, by path."""
    digests = digests or Digests(project)
    files: dict[str, Content] = {}
    for page in project.pages.values():
        files |= _figures(project, page, digests) | _sounds(project, page)
    if any(page.of_kind(Gallery) for page in project.pages.values()):
        for _, view, number in gallery.drawn(project):
            small = project.result(view).pictures[number].thumbnails
            files |= {thumbnail(view, theme, number): fixed(one) for theme, one in small.items()}
    return files


def made_ahead(project: Project, path: str, digests: Digests) -> list[Page]:
    """Return the recipes that show a snippet that ended, and put what they need into the store.

    One that shows other snippets too waits for them.
    """
    ready = []
    for page in project.pages.values():
        shown = {view.path for view in page.cells}
        if page.is_recipe and path in shown and shown <= project.outcomes.keys():
            for content in _figures(project, page, digests).values():
                content.make()
            _recipe(project, page, digests).make()
            ready.append(page)
    return ready


def _figures(project: Project, page: Page, digests: Digests) -> dict[str, Content]:
    files: dict[str, Content] = {}
    for view in page.cells:
        if "figure" not in view.parts:
            continue
        try:
            drawn = project.result(view).pictures
        except LookupError:
            continue  # reported when the page is rendered
        names = figure_csv.states(view, drawn)
        key = digest("figure", digests.result(view.path), view.cell, names, made_with())
        group = _Group(project, key, partial(_of_figure, view, drawn))
        paths = [points(view)] if any(one.points for one in drawn) else []
        paths += [
            picture(view, theme, number)
            for number in range(len(drawn))
            for theme in figures.themes()
        ]
        files |= {path: group.content(path) for path in paths}
    return files


def _sounds(project: Project, page: Page) -> dict[str, Content]:
    shown = [view for view in page.cells if "sound" in view.parts]
    files: dict[str, Content] = {}
    for view in shown:
        with suppress(LookupError):  # reported when the page is rendered
            for number, content in enumerate(project.result(view).sounds):
                files[sound(view, number)] = fixed(content)
    return files


def _of_figure(view: CellView, drawn: Sequence[Picture]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if any(one.points for one in drawn):
        files[points(view)] = figure_csv.written(view, drawn)
    for number, one in enumerate(drawn):
        for theme in figures.themes():
            files[picture(view, theme, number)] = figures.themed(one.svg, theme).encode()
    return files


class _Group:
    """Files that are made together and kept in the store under one name."""

    def __init__(self, project: Project, key: str, make: Callable[[], dict[str, bytes]]) -> None:
        self.store = project.runner.store
        self.key = key
        self._make = make

    def make(self) -> dict[str, bytes]:
        return self._files

    @cached_property
    def _files(self) -> dict[str, bytes]:
        found = self.store.remember(self.key, lambda: msgspec.msgpack.encode(self._make()))
        return msgspec.msgpack.decode(found, type=dict[str, bytes])

    def content(self, name: str) -> Content:
        return Content(f"{self.key} {name}", lambda: self._files[name])


def download_files(
    project: Project, site: str | None = None, digests: Digests | None = None
) -> dict[str, Content]:
    """Return what a reader takes away, by path: recipes that have a result, and tests."""
    files: dict[str, Content] = {}
    digests = digests or Digests(project)
    recipes: dict[str, _Group] = {}
    for page in project.recipes():
        if page.snippet not in project.outcomes:
            continue
        recipes[page.path] = made = _recipe(project, page, digests)
        for path in (script(page), recipe_notebook(page)):
            files[path] = made.content(PurePosixPath(path).name)
        path, where = recipe_archive(page), address(site, page)
        name = PurePosixPath(path).stem
        files[path] = _archive(project, [made], page.title, name, where)
    for chapter in chapters(project):
        index = project.pages.get(f"{chapter}/index.md")
        title, where = (index.title, address(site, index)) if index else (chapter, "")
        packed = [recipes[page.path] for page in project.recipes(chapter)]
        files[chapter_archive(chapter)] = _archive(project, packed, title, chapter, where)
    for page in project.pages.values():
        tests = project.tests / page.test_module
        if tests.is_file() and page.of_kind(Tests):
            files[test_file(page)] = fixed(needs.of_tests(page).encode() + tests.read_bytes())
    return files


def _recipe(project: Project, page: Page, digests: Digests) -> _Group:
    key = digest("recipe", digests.recipe(page), repr(PROFILE))
    return _Group(project, key, partial(archives.contents, project, page))


def _archive(
    project: Project, recipes: Sequence[_Group], title: str, name: str, where: str
) -> Content:
    pack = archives.Archive(project.root, title, name, where)
    key = digest("zip", [one.key for one in recipes], title, name, where, repr(pack.beside()))

    def make() -> bytes:
        contents = [one.make() for one in recipes]
        return project.runner.store.remember(key, lambda: pack.packed(contents))

    return Content(key, make)


def katex_files(
    assets: Mapping[str, bytes], store: Store, characters: set[tuple[str, str]]
) -> dict[str, bytes]:
    """Return the style sheet and fonts of the mathematics, by path in the site.

    Parameters
    ----------
    characters
        Those that formulas show, each with the class of an element that it stands in: the fonts
        have no others, save the one that titles are set in.
    """
    files = {}
    for name, content in assets.items():
        path = PurePosixPath(KATEX, name)
        if path.suffix == ".ttf":
            drawn = ALPHABETS.get(path.name, ("",))
            shown = {character for name, character in characters if name in drawn}
            shown |= LETTERS if path.name == TITLES else set()
            path, content = path.with_suffix(".woff2"), fonts.stored_subset(store, content, shown)
        files[str(path)] = content
    return files


def chapter_notebooks(project: Project, digests: Digests | None = None) -> dict[str, bytes]:
    """Return one executed notebook a chapter, by path."""
    digests = digests or Digests(project)
    store = project.runner.store
    return {
        f"{chapter}/notebook.ipynb": store.remember(
            digest("notebook", digests.chapter(chapter), repr(PROFILE)),
            partial(notebook.chapter, project, chapter),
        )
        for chapter in chapters(project)
    }
