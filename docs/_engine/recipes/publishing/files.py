"""The files that a build adds to the site, by their path in it."""

import string
from collections.abc import Mapping
from pathlib import PurePosixPath

from recipes.project import Library, shown_by
from recipes.reading.bundle import standalone
from recipes.rendering import notebook
from recipes.rendering.paths import (
    KATEX,
    address,
    chapter_archive,
    chapters,
    picture,
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


def figure_files(library: Library) -> dict[str, bytes]:
    """Return the pictures of all shown figures, by path."""
    files: dict[str, bytes] = {}
    for page in library.pages.values():
        for shown, _ in shown_by(page):
            if "figure" not in shown.parts:
                continue
            try:
                drawn = library.result(shown).pictures
            except LookupError:
                continue  # reported when the page is rendered
            for number, one in enumerate(drawn):
                for theme in figures.themes():
                    path = picture(shown, theme, number)
                    files[path] = figures.themed(one.svg, theme).encode()
    return files


def download_files(library: Library, site: str | None = None) -> dict[str, bytes]:
    """Return what a reader takes away, by path: recipes that have a result, and tests."""
    files: dict[str, bytes] = {}
    for page in library.recipes():
        if page.snippet not in library.outcomes:
            continue
        files[script(page)] = standalone(library.family(page.snippet)).encode()
        files[recipe_notebook(page)] = notebook.recipe(library, page)
        path, where = recipe_archive(page), address(site, page)
        name = PurePosixPath(path).stem
        files[path] = archives.archive(library, [page], page.title, name, where)
    for chapter in chapters(library):
        index = library.pages.get(f"{chapter}/index.md")
        title, where = (index.title, address(site, index)) if index else (chapter, "")
        recipes = library.recipes(chapter)
        files[chapter_archive(chapter)] = archives.archive(library, recipes, title, chapter, where)
    for page in library.pages.values():
        tests = library.tests / page.test_module
        if tests.is_file() and any(fence.kind == "tests" for fence in page.fences):
            files[test_file(page)] = tests.read_bytes()
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
            content = fonts.kept(store, content, shown)
        files[f"{KATEX}/{name}"] = content
    return files


def chapter_notebooks(library: Library) -> dict[str, bytes]:
    """Return one executed notebook a chapter, by path."""
    return {
        f"{chapter}/notebook.ipynb": notebook.chapter(library, chapter)
        for chapter in chapters(library)
    }
