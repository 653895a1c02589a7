"""The files that a build adds to the site, by their path in it."""

import string
from collections.abc import Mapping
from pathlib import PurePosixPath

from recipes.project import Project
from recipes.reading.document import Tests
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
from recipes.running.store import Store

from . import archives, fonts

TITLES = "KaTeX_Main-Regular.woff2"
LETTERS = set(string.printable.strip() + "…–’“”")


def figure_files(project: Project) -> dict[str, bytes]:
    """Return the pictures and the points of all shown figures, by path."""
    files: dict[str, bytes] = {}
    for page in project.pages.values():
        for view in page.cells:
            if "figure" not in view.parts:
                continue
            try:
                drawn = project.result(view).pictures
            except LookupError:
                continue  # reported when the page is rendered
            if any(one.points for one in drawn):
                files[points(view)] = figure_csv.written(view, drawn)
            for number, one in enumerate(drawn):
                for theme in figures.themes():
                    path = picture(view, theme, number)
                    files[path] = figures.themed(one.svg, theme).encode()
    return files


def download_files(project: Project, site: str | None = None) -> dict[str, bytes]:
    """Return what a reader takes away, by path: recipes that have a result, and tests."""
    files: dict[str, bytes] = {}
    recipes: dict[str, dict[str, bytes]] = {}
    for page in project.recipes():
        if page.snippet not in project.outcomes:
            continue
        recipes[page.path] = made = archives.contents(project, page)
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
        if name.endswith(".woff2"):
            shown = characters | LETTERS if name.endswith(TITLES) else characters
            content = fonts.stored_subset(store, content, shown)
        files[f"{KATEX}/{name}"] = content
    return files


def chapter_notebooks(project: Project) -> dict[str, bytes]:
    """Return one executed notebook a chapter, by path."""
    return {
        f"{chapter}/notebook.ipynb": notebook.chapter(project, chapter)
        for chapter in chapters(project)
    }
