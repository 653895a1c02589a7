"""Where in the site things are, and what stands there of a project."""

import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from recipes.project import Library
from recipes.reading.cell_view import Shown
from recipes.reading.page import Page
from recipes.running.store import PACKAGES

KATEX = "assets/katex"
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


def address(site: str | None, page: Page) -> str:
    """Where a page is on the web; empty while the site's own address is not known."""
    path = page.path.removesuffix(".md")
    path = path.removesuffix("index") if path.split("/")[-1] == "index" else f"{path}/"
    return f"{site.rstrip('/')}/{path}" if site else ""


def chapters(library: Library) -> list[str]:
    """The chapters of which all recipes have a result."""
    return [
        chapter
        for chapter in dict.fromkeys(page.chapter for page in library.recipes())
        if all(page.snippet in library.outcomes for page in library.recipes(chapter))
    ]


def source_of_test(library: Library, page: Page) -> str:
    """Return the text of a recipe's test module."""
    return Path(library.tests / page.test_module).read_text(encoding="utf-8")
