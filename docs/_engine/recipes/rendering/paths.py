"""Where in the site things are, and what stands there of a project."""

import platform
from functools import cache
from importlib import metadata
from pathlib import PurePosixPath
from posixpath import relpath

from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.document import CellView
from recipes.reading.page import Page

KATEX = "assets/katex"


def picture(view: CellView, theme: str, number: int = 0) -> str:
    """Where a figure of a cell is, in one of its themes."""
    stem = PurePosixPath(view.path).with_suffix("")
    suffix = f"-{number + 1}" if number else ""
    return f"figures/{stem}/{view.cell}{suffix}-{theme}.svg"


def thumbnail(view: CellView, theme: str, number: int = 0) -> str:
    """Where the same is in few pixels."""
    return str(PurePosixPath(picture(view, theme, number)).with_suffix(".webp"))


def points(view: CellView) -> str:
    """Where the points of a cell's figure are."""
    return f"figures/{PurePosixPath(view.path).with_suffix('')}/{view.cell}.csv"


def sound(view: CellView, number: int = 0) -> str:
    """Where a sound that a cell wrote is."""
    suffix = f"-{number + 1}" if number else ""
    return f"figures/{PurePosixPath(view.path).with_suffix('')}/{view.cell}{suffix}.wav"


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
def version(package: str) -> str:
    """The version of a package that is installed; to look it up costs a millisecond."""
    return metadata.version(package)


@cache
def versions() -> dict[str, str]:
    """What the snippets ran with, by name."""
    found = {name: version(package) for package, name in PROFILE.packages.items()}
    return {"Python": platform.python_version(), **found}


def address(site: str | None, page: Page) -> str:
    """Where a page is on the web; empty while the site's own address is not known."""
    path = page.path.removesuffix(".md")
    path = path.removesuffix("index") if path.split("/")[-1] == "index" else f"{path}/"
    return f"{site.rstrip('/')}/{path}" if site else ""


def chapters(project: Project) -> list[str]:
    """The chapters of which all recipes have a result."""
    return [
        chapter
        for chapter in dict.fromkeys(page.chapter for page in project.recipes())
        if all(page.snippet in project.outcomes for page in project.recipes(chapter))
    ]


def relative(page: str, target: str, directories: bool = True) -> str:
    """The address of a path in the site as seen from a page, which lies at a path itself.

    Parameters
    ----------
    directories
        Whether a page is the index of a folder of its own.
    """
    here, there = (_published(path, directories) for path in (page, target))
    folder = here.rpartition("/")[0]
    way = relpath(there or ".", folder or ".")
    return f"{way}/" if there.endswith("/") or not there else way


def _published(path: str, directories: bool) -> str:
    """What a path in the sources is called in the site."""
    pure = PurePosixPath(path)
    if pure.suffix != ".md":
        return path
    if not directories:
        return str(pure.with_suffix(".html"))
    folder = pure.parent if pure.stem in {"index", "README"} else pure.with_suffix("")
    return "" if str(folder) == "." else f"{folder}/"
