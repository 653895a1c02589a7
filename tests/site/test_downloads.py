"""What a reader takes away runs elsewhere, and prints what the page shows."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from packaging.requirements import Requirement
from playwright.sync_api import Page

# A notebook's cells without Jupyter: one namespace, and what each cell printed.
REPLAY = """
import contextlib, io, json, sys
namespace, printed = {"__name__": "__main__"}, []
for number, source in enumerate(json.load(sys.stdin)):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(source, f"cell {number}", "exec"), namespace)
    printed.append(said.getvalue())
print(json.dumps(printed))
"""


def run(folder: Path, *arguments: str, text: str = "") -> str:
    """What Python prints with warnings as errors, in a folder of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "agg", "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"},
        input=text,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def replayed(folder: Path, book: Any) -> list[str]:
    sources = json.dumps([cell.source for cell in code(book)])
    return json.loads(run(folder, "-c", REPLAY, text=sources))


def code(book: Any) -> list[Any]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


def printed(cell: Any) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def drawn(cell: Any) -> int:
    return sum(output.output_type == "display_data" for output in cell.outputs)


@pytest.fixture(scope="module")
def downloads(site: Path) -> Path:
    return site / "downloads"


@pytest.fixture(scope="module")
def notebook(downloads: Path, recipe: str, recipes: dict[str, str]) -> nbformat.NotebookNode:
    """The notebook of each recipe in turn."""
    return read(downloads / PurePosixPath(recipes[recipe]).with_suffix(".ipynb"))


def outputs(page: BeautifulSoup) -> set[str]:
    """What a page says that its cells print."""
    found = {one.get_text() for one in page.select(".output pre")}
    assert found
    return found


def read(file: Path) -> nbformat.NotebookNode:
    return nbformat.from_dict(json.loads(file.read_text(encoding="utf-8")))


def test_a_script_prints_what_the_page_shows_and_nothing_else(
    tmp_path: Path,
    downloads: Path,
    recipe: str,
    recipes: dict[str, str],
    html: Callable[[str], BeautifulSoup],
) -> None:
    script = tmp_path / "script.py"
    script.write_bytes((downloads / recipes[recipe]).read_bytes())
    left = run(tmp_path, script.name)
    # A page shows outputs in an order of its own, and one perhaps twice.
    for shown in sorted(outputs(html(recipe)), key=len, reverse=True):
        assert shown in left
        left = left.replace(shown, "", 1)
    assert left.strip() == ""
    assert [file.name for file in tmp_path.iterdir()] == [script.name], "it leaves files behind"


@pytest.fixture
def unpacked(tmp_path: Path, downloads: Path) -> Callable[[str], Path]:
    """Unpack a zip, which holds one folder of its own name."""

    def unpack(path: str) -> Path:
        with ZipFile(downloads / path) as packed:
            packed.extractall(tmp_path)
        (folder,) = tmp_path.iterdir()
        assert folder.name == PurePosixPath(path).stem
        return folder

    return unpack


def test_a_zip_holds_the_recipe_as_it_is_taken_away(
    unpacked: Callable[[str], Path], downloads: Path, recipe: str, recipes: dict[str, str]
) -> None:
    path = PurePosixPath(recipes[recipe])
    folder = unpacked(str(path.with_suffix(".zip")))
    for name in (path.name, path.with_suffix(".ipynb").name):
        assert (folder / name).read_bytes() == (downloads / path.with_name(name)).read_bytes()
    assert f"python {path.name}" in (folder / "README.txt").read_text("utf-8")


def test_the_zip_of_a_chapter_runs_where_it_is_unpacked(
    unpacked: Callable[[str], Path],
    downloads: Path,
    chapter: str,
    recipes: dict[str, str],
    html: Callable[[str], BeautifulSoup],
) -> None:
    """Its notebooks are, to the byte, those that run in tests of their own."""
    folder = unpacked(f"{chapter}.zip")
    own = {address: path for address, path in recipes.items() if address.startswith(f"{chapter}/")}
    for address, path in own.items():
        script = PurePosixPath(path)
        said = run(folder, script.name)
        assert all(shown in said for shown in outputs(html(address)))
        notebook = script.with_suffix(".ipynb")
        assert (folder / notebook.name).read_bytes() == (downloads / notebook).read_bytes()
    scripts = {file.name for file in folder.glob("*.py")}
    assert scripts == {PurePosixPath(path).name for path in own.values()}


def test_a_zip_pins_what_the_recipes_ran_with(
    unpacked: Callable[[str], Path], html: Callable[[str], BeautifulSoup]
) -> None:
    folder = unpacked("integrate.zip")
    pinned = [Requirement(line) for line in (folder / "requirements.txt").read_text().split()]
    assert {one.name for one in pinned} == {"numpy", "scipy", "matplotlib", "pillow"}
    for one in pinned:
        assert str(one.specifier) == f"=={version(one.name)}"
        assert version(one.name) in html("integrate/double-integral/").select_one(".versions").text


def test_a_notebook_is_valid_and_without_errors(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    assert code(notebook)
    for cell in code(notebook):
        assert {output.output_type for output in cell.outputs} <= {"stream", "display_data"}


def test_a_notebook_prints_what_it_stores(tmp_path: Path, notebook: nbformat.NotebookNode) -> None:
    assert replayed(tmp_path, notebook) == [*map(printed, code(notebook))]


def test_a_notebook_shows_the_outputs_and_the_pictures_of_its_page(
    notebook: nbformat.NotebookNode, recipe: str, html: Callable[[str], BeautifulSoup]
) -> None:
    stored = {printed(cell).rstrip() for cell in code(notebook)}
    assert outputs(html(recipe)) <= stored
    pictures = len(html(recipe).select("figure img.only-light"))
    assert sum(map(drawn, code(notebook))) >= pictures > 0


def test_a_notebook_has_the_code_of_its_page_in_the_order_of_the_page(
    notebook: nbformat.NotebookNode, recipe: str, html: Callable[[str], BeautifulSoup]
) -> None:
    """Each cell with what the page prints below it; what it imports of a neighbour is above it."""
    shown = []
    for block in html(recipe).select("article .highlight:not(.cite *, .test-code *)"):
        below = block.find_next_sibling()
        output = below.get_text() if below and "output" in below.get("class", []) else ""
        lines = re.sub(r"^from skyline import .*\n", "", block.get_text(), flags=re.M)
        shown.append((lines.strip(), output.removeprefix("Output").strip()))
    cells = [(cell.source, printed(cell).strip()) for cell in code(notebook)]
    assert len(shown) >= len(cells) / 2
    places = [cells.index(one) for one in shown]
    assert places == sorted(places)


def test_no_text_of_a_notebook_announces_code_that_does_not_follow(downloads: Path) -> None:
    books = sorted(downloads.rglob("*.ipynb"))
    assert len(books) > 10
    for file in books:
        cells = read(file).cells
        announcing = [n for n, cell in enumerate(cells) if cell.source.endswith(":")]
        assert announcing, file.name
        assert all(cells[n + 1].cell_type == "code" for n in announcing), file.name


def test_a_notebook_needs_nothing_of_the_site(notebook: nbformat.NotebookNode) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert re.findall(r"\.(?:md|py)\)|\{\{|```|\{#", text) == []


def test_a_chapter_is_one_valid_notebook_that_prints_what_it_stores(
    tmp_path: Path, downloads: Path, chapter: str
) -> None:
    book = read(downloads / chapter / "notebook.ipynb")
    nbformat.validate(book)
    assert replayed(tmp_path, book) == [*map(printed, code(book))]


def test_jupyter_runs_a_notebook_and_gets_what_it_stores(
    tmp_path: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND")  # Jupyter has its own
    stored = read(downloads / "integrate" / "double_integral.ipynb")
    resources = {"metadata": {"path": str(tmp_path)}}
    fresh = NotebookClient(deepcopy(stored), resources=resources).execute()
    assert [*map(printed, code(fresh))] == [*map(printed, code(stored))]
    assert [*map(drawn, code(fresh))] == [*map(drawn, code(stored))]


def test_the_tests_to_take_away_are_those_that_ran(
    downloads: Path, root: Path, recipes: dict[str, str]
) -> None:
    for snippet in recipes.values():
        path = PurePosixPath(snippet)
        path = path.with_name(f"test_{path.name}")
        assert (downloads / path).read_bytes() == (root / "tests" / path).read_bytes()


@pytest.mark.browser
def test_a_button_copies_the_whole_script(
    opened: Callable[..., Page], downloads: Path, recipe: str, recipes: dict[str, str]
) -> None:
    page = opened(recipe, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy script").click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (downloads / recipes[recipe]).read_text("utf-8")


@pytest.mark.browser
def test_a_button_that_cannot_copy_points_at_the_script(opened: Callable[..., Page]) -> None:
    page = opened("signal/sobel/")
    page.route("**/*.py", lambda route: route.abort())
    page.get_by_role("button", name="Copy script").click()
    page.get_by_role("status").get_by_text("Not copied").wait_for()
