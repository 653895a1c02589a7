"""The files that a build adds to the site, by their path in it."""

import platform
import string
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from . import figures, fonts, notebook, takeaway
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


def recipe_archive(page: Page) -> str:
    """Where the zip of a recipe is."""
    return f"downloads/{PurePosixPath(page.snippet).with_suffix('.zip')}"


def chapter_archive(chapter: str) -> str:
    """Where the zip of a chapter is."""
    return f"downloads/{chapter}.zip"


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


def address(site: str | None, page: Page) -> str:
    """Where a page is on the web; empty while the site's own address is not known."""
    path = page.path.removesuffix(".md")
    path = path.removesuffix("index") if path.split("/")[-1] == "index" else f"{path}/"
    return f"{site.rstrip('/')}/{path}" if site else ""


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
        files[path] = takeaway.archive(library, [page], page.title, name, where)
    for chapter in chapters(library):
        index = library.pages.get(f"{chapter}/index.md")
        title, where = (index.title, address(site, index)) if index else (chapter, "")
        recipes = library.recipes(chapter)
        files[chapter_archive(chapter)] = takeaway.archive(library, recipes, title, chapter, where)
    for page in library.pages.values():
        tests = library.tests / page.test_module
        if tests.is_file() and any(fence.kind == "tests" for fence in page.fences):
            files[test_file(page)] = tests.read_bytes()
    return files


def chapters(library: Library) -> list[str]:
    """The chapters of which all recipes have a result."""
    return [
        chapter
        for chapter in dict.fromkeys(page.chapter for page in library.recipes())
        if all(page.snippet in library.outcomes for page in library.recipes(chapter))
    ]


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


def source_of_test(library: Library, page: Page) -> str:
    """Return the text of a recipe's test module."""
    return Path(library.tests / page.test_module).read_text(encoding="utf-8")
