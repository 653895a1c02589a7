"""The files that a build adds to the site, by their path in it."""

import string
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

import msgspec

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.document import CellView, Tests
from recipes.reading.page import Page
from recipes.rendering import figure_csv, needs, notebook
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
    test_file,
)
from recipes.running import figures
from recipes.running.outcome import Picture
from recipes.running.store import Store

from . import archives, fonts
from .digests import Digests, digest, made_with

TITLES = "KaTeX_Main-Regular.ttf"
LETTERS = set(string.printable.strip() + "…–’“”")


def figure_files(project: Project, digests: Digests | None = None) -> dict[str, bytes]:
    """Return the pictures and the points of all shown figures, by path."""
    digests = digests or Digests(project)
    files: dict[str, bytes] = {}
    for page in project.pages.values():
        files |= _figures(project, page, digests)
    return files


def made_ahead(project: Project, path: str, digests: Digests) -> list[Page]:
    """Return the recipes that show a snippet that ended, and put what they need into the store.

    One that shows other snippets too waits for them.
    """
    ready = []
    for page in project.pages.values():
        shown = {view.path for view in page.cells}
        if page.is_recipe and path in shown and shown <= project.outcomes.keys():
            _figures(project, page, digests)
            _recipe(project, page, digests)
            ready.append(page)
    return ready


def _figures(project: Project, page: Page, digests: Digests) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for view in page.cells:
        if "figure" not in view.parts:
            continue
        try:
            drawn = project.result(view).pictures
        except LookupError:
            continue  # reported when the page is rendered
        names = figure_csv.states(view, drawn)
        key = digest("figure", digests.result(view.path), view.cell, names, made_with())
        files |= _remembered(project, key, partial(_of_figure, view, drawn))
    return files


def _of_figure(view: CellView, drawn: Sequence[Picture]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if any(one.points for one in drawn):
        files[points(view)] = figure_csv.written(view, drawn)
    for number, one in enumerate(drawn):
        for theme in figures.themes():
            files[picture(view, theme, number)] = figures.themed(one.svg, theme).encode()
    return files


def _remembered(
    project: Project, key: str, make: Callable[[], dict[str, bytes]]
) -> dict[str, bytes]:
    """Files from the store, where they were made before."""
    found = project.runner.store.remember(key, lambda: msgspec.msgpack.encode(make()))
    return msgspec.msgpack.decode(found, type=dict[str, bytes])


def download_files(
    project: Project, site: str | None = None, digests: Digests | None = None
) -> dict[str, bytes]:
    """Return what a reader takes away, by path: recipes that have a result, and tests."""
    files: dict[str, bytes] = {}
    digests = digests or Digests(project)
    recipes: dict[str, dict[str, bytes]] = {}
    for page in project.recipes():
        if page.snippet not in project.outcomes:
            continue
        recipes[page.path] = made = _recipe(project, page, digests)
        for path in (script(page), recipe_notebook(page)):
            files[path] = made[PurePosixPath(path).name]
        path, where = recipe_archive(page), address(site, page)
        name = PurePosixPath(path).stem
        files[path] = archives.archive(project, [made], page.title, name, where)
    for chapter in chapters(project):
        index = project.pages.get(f"{chapter}/index.md")
        title, where = (index.title, address(site, index)) if index else (chapter, "")
        packed = [recipes[page.path] for page in project.recipes(chapter)]
        files[chapter_archive(chapter)] = archives.archive(project, packed, title, chapter, where)
    for page in project.pages.values():
        tests = project.tests / page.test_module
        if tests.is_file() and page.of_kind(Tests):
            files[test_file(page)] = needs.of_tests(page).encode() + tests.read_bytes()
    return files


def _recipe(project: Project, page: Page, digests: Digests) -> dict[str, bytes]:
    key = digest("recipe", digests.recipe(page), repr(PROFILE))
    return _remembered(project, key, partial(archives.contents, project, page))


def katex_files(
    assets: Mapping[str, bytes], store: Store, characters: set[str]
) -> dict[str, bytes]:
    """Return the style sheet and fonts of the mathematics, by path in the site.

    Parameters
    ----------
    characters
        Those that formulas show: the fonts have no others, save the one that titles are set in.
    """
    files = {}
    for name, content in assets.items():
        path = PurePosixPath(KATEX, name)
        if path.suffix == ".ttf":
            shown = characters | LETTERS if path.name == TITLES else characters
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
