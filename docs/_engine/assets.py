"""The files that a build adds to the site, by their path in it."""

import platform
import string
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from . import figures, fonts, notebook
from .merge import standalone
from .page import Page
from .recipes import Library, shown_by
from .shown import Shown
from .store import PACKAGES, Store

KATEX = "assets/katex"
TITLES = "KaTeX_Main-Regular.woff2"
LETTERS = set(string.printable.strip() + "…–’“”")
NAMES = {"numpy": "NumPy", "scipy": "SciPy", "matplotlib": "Matplotlib", "pillow": "Pillow"}


def picture(shown: Shown, theme: str, number: int = 0) -> str:
    """Where a figure of a cell is, in one of its themes."""
    stem = PurePosixPath(shown.path).with_suffix("")
    suffix = f"-{number + 1}" if number else ""
    return f"figures/{stem}/{shown.cell}{suffix}-{theme}.svg"


def script(page: Page) -> str:
    """Where the script of a recipe is."""
    return f"downloads/{page.snippet}"


def recipe_notebook(page: Page) -> str:
    """Where the executed notebook of a recipe is."""
    return f"downloads/{PurePosixPath(page.snippet).with_suffix('.ipynb')}"


def test_file(page: Page) -> str:
    """Where a copy of the recipe's test module is."""
    return f"downloads/{page.test_module}"


@cache
def versions() -> dict[str, str]:
    """What the snippets ran with, by name."""
    found = {NAMES[package]: version(package) for package in PACKAGES}
    return {"Python": platform.python_version(), **found}


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
                continue  # told when the page is rendered
            for number, one in enumerate(drawn):
                for theme in figures.themes():
                    path = picture(shown, theme, number)
                    files[path] = figures.themed(one.svg, theme).encode()
    return files


def download_files(library: Library) -> dict[str, bytes]:
    """Return what a reader takes away, by path: recipes that have a result, and tests."""
    files: dict[str, bytes] = {}
    for page in library.recipes():
        if page.snippet not in library.outcomes:
            continue
        files[script(page)] = standalone(library.family(page.snippet)).encode()
        files[recipe_notebook(page)] = notebook.recipe(library, page)
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
    chapters = dict.fromkeys(page.chapter for page in library.recipes())
    return {
        f"{chapter}/notebook.ipynb": notebook.chapter(library, chapter)
        for chapter in chapters
        if all(page.snippet in library.outcomes for page in library.recipes(chapter))
    }


def source_of_test(library: Library, page: Page) -> str:
    """Return the text of a recipe's test module."""
    return Path(library.tests / page.test_module).read_text(encoding="utf-8")
