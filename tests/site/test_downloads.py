"""What a reader takes away runs elsewhere, and prints what the page shows."""

import ast
import csv
import io
import json
import os
import platform
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
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
from packaging.specifiers import SpecifierSet
from playwright.sync_api import Page

# Notebooks without Jupyter, each in a process and a folder of its own, in one namespace. The
# processes are forked from one that has imported what they will import, which takes longest.
REPLAY = """
import contextlib, importlib, io, json, os, sys, tempfile
for name in sys.argv[1:]:
    importlib.import_module(name)
for line in sys.stdin:
    process = os.fork()
    if process:
        os.waitpid(process, 0)
        continue
    namespace, printed = {"__name__": "__main__"}, []
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            for number, source in enumerate(json.loads(line)):
                with contextlib.redirect_stdout(io.StringIO()) as said:
                    exec(compile(source, f"cell {number}", "exec"), namespace)
                printed.append(said.getvalue())
    except BaseException as error:
        printed = f"cell {number}: {error!r}"
    print(json.dumps(printed), flush=True)
    os._exit(0)
"""


def command(*arguments: str) -> dict[str, Any]:
    """How to run Python with warnings as errors, away from this project."""
    away = {"MPLBACKEND": "agg", "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"}
    return {
        "args": [sys.executable, "-W", "error", *arguments],
        "env": os.environ | away,
        "encoding": "utf-8",
    }


def run(folder: Path, script: str) -> str:
    """What a script prints in a folder of its own."""
    done = subprocess.run(**command(script), cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def replayed(
    tmp_path_factory: pytest.TempPathFactory, downloads: Path, recipes: dict[str, str]
) -> Iterator[Callable[[Any], list[str]]]:
    """Run a notebook, and return what each cell prints."""
    scripts = [(downloads / path).read_text("utf-8") for path in recipes.values()]
    modules = sorted({name for script in scripts for name in imported(script)})
    server = subprocess.Popen(
        **command("-c", REPLAY, *modules),
        cwd=tmp_path_factory.mktemp("replayed"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin and server.stdout

    def replay(book: Any) -> list[str]:
        server.stdin.write(json.dumps([cell.source for cell in code(book)]) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())

    with server:
        yield replay


def imported(script: str) -> Iterator[str]:
    """The modules that a script imports from."""
    for node in ast.walk(ast.parse(script)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


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


def statements(*sources: str, without: frozenset[str] = frozenset()) -> list[str]:
    """The statements at the left margin, without the docstring and imports from neighbours."""
    return [
        ast.unparse(node)
        for source in sources
        for node in ast.parse(source).body
        if not (isinstance(node, ast.ImportFrom) and node.module in without)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def family(snippet: Path) -> list[Path]:
    """A snippet after those of its folder that it imports from."""
    found: list[Path] = []
    for name in imported(snippet.read_text(encoding="utf-8")):
        neighbour = snippet.with_name(f"{name}.py")
        found += family(neighbour) if neighbour.is_file() else []
    return list(dict.fromkeys([*found, snippet]))


def test_a_script_is_the_snippet_after_those_that_it_builds_on(
    downloads: Path, root: Path, recipe: str, recipes: dict[str, str]
) -> None:
    script = (downloads / recipes[recipe]).read_text("utf-8")
    members = family(root / "snippets" / recipes[recipe])
    sources = [member.read_text(encoding="utf-8") for member in members]
    if len(members) == 1:
        assert script.endswith(f"# ///\n{sources[0]}")
    neighbours = frozenset(member.stem for member in members)
    assert statements(script) == statements(*sources, without=neighbours) != []


@pytest.mark.parametrize("recipe", ["stats/gaussian-mixture/", "spatial/mosaic/"])
def test_a_script_prints_what_the_page_shows_and_nothing_else(
    tmp_path: Path,
    downloads: Path,
    recipe: str,
    recipes: dict[str, str],
    html: Callable[[str], BeautifulSoup],
) -> None:
    """One that is a snippet, and one of several; the others hold the same as their notebooks."""
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


def test_the_zip_of_a_chapter_holds_its_recipes_as_they_are_taken_away(
    unpacked: Callable[[str], Path], downloads: Path, chapter: str, recipes: dict[str, str]
) -> None:
    folder = unpacked(f"{chapter}.zip")
    own = [
        PurePosixPath(path)
        for address, path in recipes.items()
        if address.startswith(f"{chapter}/")
    ]
    for path in [name for script in own for name in (script, script.with_suffix(".ipynb"))]:
        assert (folder / path.name).read_bytes() == (downloads / path).read_bytes()
    assert {file.name for file in folder.glob("*.py")} == {path.name for path in own}


def test_the_scripts_in_the_zip_of_a_chapter_run_where_it_is_unpacked(
    unpacked: Callable[[str], Path], html: Callable[[str], BeautifulSoup]
) -> None:
    """The zips differ in their scripts only, which are compared with those that ran."""
    said = run(unpacked("integrate.zip"), "double_integral.py")
    assert all(shown in said for shown in outputs(html("integrate/double-integral/")))


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


def test_a_notebook_prints_what_it_stores(
    replayed: Callable[[Any], list[str]], notebook: nbformat.NotebookNode
) -> None:
    assert replayed(notebook) == [*map(printed, code(notebook))]


def test_a_notebook_has_the_statements_of_the_script(
    downloads: Path, notebook: nbformat.NotebookNode, recipe: str, recipes: dict[str, str]
) -> None:
    """In the order of the page, with the cells of other snippets that the page shows."""
    script = Counter(statements((downloads / recipes[recipe]).read_text("utf-8")))
    assert script - Counter(statements(*(cell.source for cell in code(notebook)))) == Counter()


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
    """Each cell, in single spacing, with what the page prints below it.

    What it imports of a neighbour is above it.
    """
    shown = []
    for block in html(recipe).select("article .highlight:not(.cite *, .test-code *)"):
        below = block.find_next_sibling()
        output = below.get_text() if below and "output" in below.get("class", []) else ""
        lines = re.sub(r"^from skyline import .*\n", "", block.get_text(), flags=re.M)
        shown.append((lines.strip(), output.removeprefix("Output").strip()))
    cells = [
        (re.sub(r"\n{3,}", "\n\n", cell.source), printed(cell).strip()) for cell in code(notebook)
    ]
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


def test_a_chapter_is_one_valid_notebook_of_its_recipes(
    downloads: Path, chapter: str, recipes: dict[str, str]
) -> None:
    book = read(downloads / chapter / "notebook.ipynb")
    nbformat.validate(book)
    cells = [(cell.source, printed(cell), drawn(cell)) for cell in code(book)]
    count = 0
    for address, path in recipes.items():
        if address.startswith(f"{chapter}/"):
            one = read(downloads / PurePosixPath(path).with_suffix(".ipynb"))
            own = [(cell.source, printed(cell), drawn(cell)) for cell in code(one)]
            start = cells.index(own[0])
            assert cells[start : start + len(own)] == own
            count += len(own)
    assert count == len(cells)


@pytest.mark.long
def test_the_notebook_of_a_chapter_prints_what_it_stores(
    replayed: Callable[[Any], list[str]], downloads: Path, chapter: str
) -> None:
    """Each recipe of a chapter runs alone, too, so that none needs the names of another."""
    book = read(downloads / chapter / "notebook.ipynb")
    assert replayed(book) == [*map(printed, code(book))]


@pytest.mark.long
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
        _, _, tests = (downloads / path).read_bytes().partition(b"\n")
        assert tests == (root / "tests" / path).read_bytes()


def test_a_script_says_what_it_needs_as_installers_read_it(
    downloads: Path, recipe: str, recipes: dict[str, str]
) -> None:
    script = (downloads / recipes[recipe]).read_text("utf-8")
    head = re.search(r"(?m)^# /// script$\s(?P<lines>(^#(| .*)$\s)+)^# ///$", script)  # PEP 723
    assert head
    needed = tomllib.loads(re.sub("(?m)^# ?", "", head["lines"]))
    roots = {name.partition(".")[0] for name in imported(script)} - sys.stdlib_module_names
    pinned = [Requirement(one) for one in needed["dependencies"]]
    assert {one.name.replace("pillow", "PIL") for one in pinned} == roots != set()
    assert all(version(one.name) in one.specifier for one in pinned)
    assert platform.python_version() in SpecifierSet(needed["requires-python"])


def test_a_page_says_beside_each_link_what_its_file_needs(
    html: Callable[[str], BeautifulSoup], recipe: str
) -> None:
    for address in (recipe, recipe.partition("/")[0] + "/"):
        links = html(address).select_one("nav.take-away")
        assert links and "need Python, NumPy" in links.find_next_sibling().get_text()
    tests = html(recipe).select_one("a[download][href*=test_]")
    assert tests and tests.parent.get_text().endswith("(needs the repository)")


def test_each_file_says_at_its_head_what_it_needs(
    site: Path, downloads: Path, recipe: str, recipes: dict[str, str]
) -> None:
    path = PurePosixPath(recipes[recipe])
    first = read(downloads / path.with_suffix(".ipynb")).cells[0].source.split("\n")
    ran = f"Ran with Python {platform.python_version()}, NumPy {version('numpy')}"
    assert first[0].startswith("# ") and first[2].startswith(f"*{ran}")
    tests = f"{path.parent}/test_{path.name}"
    head, *_ = (downloads / tests).read_text("utf-8").split("\n")
    assert head.startswith("# Needs the repository") and head.endswith(f"pytest tests/{tests}")
    text = (site / recipe.rstrip("/")).with_suffix(".md").read_text("utf-8")
    assert text.rstrip().split("\n")[-1].startswith(ran)


@pytest.mark.browser
def test_a_button_that_cannot_copy_points_at_the_script(opened: Callable[..., Page]) -> None:
    page = opened("signal/sobel/", alone=True)
    page.route("**/*.py", lambda route: route.abort())
    page.get_by_role("button", name="Copy script").click()
    page.get_by_role("status").get_by_text("Not copied").wait_for()


def span(values: list[float]) -> str:
    """The ends of some numbers as the tables of figures write them."""
    first, last = (f"{end:.4g}".replace("-", "−") for end in (min(values), max(values)))
    return first if first == last else f"{first} to {last}"


def test_the_points_of_a_figure_are_a_table_of_what_it_shows(
    html: Callable[[str], BeautifulSoup], site: Path, recipe: str
) -> None:
    """Things with all their points extend as far as the page says below the figure."""
    for figure in html(recipe).select("figure.recipe-figure:not(.recipe-sound)"):
        link = figure.select_one(".figure-data a[download]")
        text = (site / recipe / link["href"]).resolve().read_bytes().decode()
        assert text.count("\r\n") == text.count("\n") > 1  # RFC 4180
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert header == ["state", "axes", "shown", "part", "x", "y", "value"]
        points: dict[tuple[str, str], list[list[float]]] = {}
        for state, axes, shown, part, x, y, _ in rows:
            title = f"{state}: {axes}" if figure.select_one(".control") else axes
            points.setdefault((title, shown), []).append([float(x), float(y)])
            assert int(part) >= 1
        assert max(map(len, points.values())) <= 1024
        for table in figure.select(".figure-data table"):
            title = table.caption.get_text()
            for row in table.tbody.find_all("tr"):
                cells = row.find_all(["th", "td"], limit=3)
                name, across, up = (cell.get_text() for cell in cells)
                if name == "frame":
                    continue
                (found,) = [key for key in points if key[0] == title and alike(key[1], name)]
                if found[1] == name and not name.startswith("picture"):
                    ends = [span([*side]) for side in zip(*points[found], strict=True)]
                    assert ends == [across, up], found


def alike(shown: str, name: str) -> bool:
    """Whether a thing in a file is one on the page, perhaps with fewer points."""
    return re.fullmatch(rf"{re.escape(name)}(, (each|corners|\d+ of) .*)?", shown) is not None
