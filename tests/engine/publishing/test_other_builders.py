"""The extension alone proves: no builder publishes an unproved page, whatever it knows of us."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from recipes.rendering.extension import UnprovedPageError

ROOT = Path(__file__).resolve().parents[3]
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
MKDOCS = """
site_name: Scratch
site_url: https://site.example/
theme: {name: material, font: false}
plugins: [recipes]
markdown_extensions: [recipes, pymdownx.highlight, pymdownx.superfences, md_in_html]
"""
PAGE = "# Corners\n\n```snippet\nonly\n```\n\nIt has {{ 4 = corners }}, so $2 + 2 = 4$.\n"
UNPROVED = {
    "a number": PAGE.replace("4 = corners", "5 = corners"),
    "a bare number": PAGE + "\nIt has 5.\n",
    "a formula that is never closed": PAGE + "\n```math {#eq-a}\n4 = 5\n",
    "a mark": PAGE + "\nTODO: say more.\n",
    "a snippet that fails": PAGE,
}


@pytest.fixture
def corners(scratch):
    scratch.write("mkdocs.yml", MKDOCS)
    scratch.write("docs/a/page.md", PAGE)
    scratch.write("snippets/a/page.py", "corners = 4\nprint(corners)\n")
    return scratch


def run(program: str, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", program, "build", *arguments],
        cwd=root,
        env={**os.environ, **QUIET},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )


@pytest.mark.parametrize(
    "program", [pytest.param("properdocs", marks=pytest.mark.long), "zensical"]
)
def test_another_builder_publishes_a_page_that_is_proved(corners, program):
    arguments = ["-f", "mkdocs.yml", "--strict"] if program == "properdocs" else []
    done = run(program, corners.root, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    html = (corners.root / "site/a/page/index.html").read_text(encoding="utf-8")
    assert 'class="fact" title="corners = 4' in html
    assert 'class="katex"' in html
    shown = [code.get_text() for code in BeautifulSoup(html, "html.parser").select("pre code")]
    assert any("print(corners)" in code for code in shown)


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        pytest.param("properdocs", "a number", marks=pytest.mark.long),
        *(
            pytest.param("zensical", fault, marks=[pytest.mark.long] if number else [])
            for number, fault in enumerate(UNPROVED)
        ),
    ],
)
def test_no_other_builder_publishes_a_page_that_is_not(corners, program, fault):
    corners.write("docs/a/page.md", UNPROVED[fault])
    if "snippet" in fault:
        corners.write("snippets/a/page.py", "corners = 4 / 0\n")
    arguments = ["-f", "mkdocs.yml"] if program == "properdocs" else []
    done = run(program, corners.root, *arguments)
    assert done.returncode != 0
    assert "docs/a/page.md:" in done.stdout + done.stderr
    assert not (corners.root / "site/a/page/index.html").exists()


def convert(text: str) -> str:
    return Markdown(extensions=["recipes"]).convert(text)


def test_markdown_itself_is_given_the_text_alone(corners, monkeypatch):
    """As any program does that knows extensions by their names."""
    monkeypatch.chdir(corners.root)
    assert ">4</span>" in convert(PAGE)
    with pytest.raises(UnprovedPageError, match="is no page below docs"):
        convert(PAGE + "\nAnother sentence.\n")
    assert convert("# Plain\n\nNothing of ours.\n").startswith("<h1>")
    corners.write("docs/a/page.md", PAGE.replace("{{ 4", "{{ 6"))
    with pytest.raises(UnprovedPageError, match="the page says 6 but corners is 4"):
        convert(PAGE.replace("{{ 4", "{{ 6"))


def test_a_page_of_another_project_needs_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnprovedPageError, match=r"there is no mkdocs\.yml here"):
        convert(PAGE)


@pytest.mark.long
def test_properdocs_builds_the_same_site_as_mkdocs(tmp_path):
    """All of it, to the byte, but for the builder's own name."""
    built = {}
    for program in ("mkdocs", "properdocs"):
        folder = tmp_path / program
        arguments = ["--strict", "-q", "-f", "mkdocs.yml", "-d", str(folder)]
        done = run(program, ROOT, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        built[program] = {
            file.relative_to(folder): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
    own = f"mkdocs-{version('mkdocs')}".encode()
    other = f"mkdocs-ProperDocs {version('properdocs')}".encode()
    theirs = {path: data.replace(other, own) for path, data in built["properdocs"].items()}
    assert theirs == built["mkdocs"]
