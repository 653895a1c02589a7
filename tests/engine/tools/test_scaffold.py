"""A new recipe: what is written, what is still to write, and what is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CONFIGURATION = """site_name: Scratch
theme: mkdocs
nav:
  - Home: index.md
  - Integrate: # a comment of the author's
      - integrate/index.md

  - About: about.md
plugins: [recipes]
"""
NEW = ("integrate/curve-length", "Measure the length of a curve")
FILES = [
    "docs/integrate/curve-length.md",
    "snippets/integrate/curve_length.py",
    "tests/integrate/test_curve_length.py",
]


@pytest.fixture
def scratch(inside):
    """A project with one chapter, as the current folder."""
    return inside({"mkdocs.yml": CONFIGURATION, "docs/integrate/index.md": "# Integrate\n"})


def navigation():
    return yaml.safe_load(Path("mkdocs.yml").read_text(encoding="utf-8"))["nav"]


def written(root):
    return {file for file in root.rglob("*") if file.is_file() and ".cache" not in file.parts}


def test_a_new_recipe_says_line_by_line_what_is_still_to_write(scratch, recipe):
    assert recipe("new", *NEW).split("\n") == [
        *(f"wrote {one}" for one in [*FILES, "mkdocs.yml"]),
        "",
    ]
    reported = recipe("check", code=1).strip().split("\n\n")
    for path in FILES:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        marked = {f"{path}:{n}" for n, line in enumerate(lines, 1) if "TODO:" in line}
        found = {one.split(": ")[0] for one in reported if one.startswith(path)}
        front = {f"{path}:{n}" for n in (2, 3)} & marked  # front matter is reported by its names
        assert marked - front == found - {f"{path}:1"}
    assert all("still to write: " in one for one in reported)
    assert any("“description” is still to write: what a reader finds" in one for one in reported)


def test_without_its_marks_it_is_a_recipe_that_holds_and_is_proved(scratch, monkeypatch, recipe):
    """So that each part of it shows how it is written."""
    recipe("new", *NEW)
    for path in FILES:
        file = Path(path)
        file.write_text(file.read_text(encoding="utf-8").replace("TODO: ", ""), encoding="utf-8")
    assert "all pages hold" in recipe("check")
    plugin = ["-p", "recipes.checking.pytest_plugin", "-p", "no:cacheprovider"]
    monkeypatch.setenv("PYTHONPATH", f"{scratch}:{Path(__file__).resolve().parents[3]}")
    monkeypatch.setenv("MPLBACKEND", "agg")
    # Beside the engine of this checkout stand the snippets of the scratch project.
    command = [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", *plugin, FILES[2]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "3 passed" in done.stdout, done.stdout + done.stderr


def test_the_navigation_has_the_recipe_in_its_chapter_and_all_else_as_it_was(scratch, recipe):
    recipe("new", *NEW)
    text = Path("mkdocs.yml").read_text(encoding="utf-8")
    entry = "      - integrate/curve-length.md\n"
    assert text.replace(entry, "") == CONFIGURATION
    assert navigation()[1] == {"Integrate": ["integrate/index.md", "integrate/curve-length.md"]}


def test_a_new_chapter_gets_its_page_and_a_place_behind_the_others(scratch, recipe):
    title = "Look up: values, between points"
    assert "wrote docs/interpolate/index.md" in recipe("new", "interpolate/look-up", title)
    assert [list(one) for one in navigation()] == [
        ["Home"],
        ["Integrate"],
        ["Interpolate"],
        ["About"],
    ]
    assert navigation()[2]["Interpolate"][1] == "interpolate/look-up.md"
    assert "docs/interpolate/index.md:6: still to write" in recipe("check", code=1)


def test_a_recipe_is_entered_once(scratch, recipe):
    recipe("new", *NEW)
    for path in FILES:
        Path(path).unlink()
    recipe("new", *NEW)
    assert Path("mkdocs.yml").read_text(encoding="utf-8").count("curve-length.md") == 1


@pytest.mark.parametrize("path", FILES)
def test_what_is_there_already_is_kept(scratch, project, path, recipe):
    project({path: "mine\n"})
    before = written(scratch)
    assert f"{path}:1: is there already; choose another name" in recipe("new", *NEW, code=1)
    assert Path(path).read_text(encoding="utf-8") == "mine\n"
    assert written(scratch) == before
    assert Path("mkdocs.yml").read_text(encoding="utf-8") == CONFIGURATION


@pytest.mark.parametrize(
    ("path", "title", "reported"),
    [
        ("curve-length", "Measure", "is no “chapter/name”"),
        ("integrate/Curve_Length", "Measure", "is no “chapter/name”"),
        ("../integrate/curve", "Measure", "is no “chapter/name”"),
        ("integrat/curve", "Measure", "“scipy.integrat” is no part of SciPy; there is integrate"),
        ("integrate/queue", "Measure", "“queue” is taken"),
        ("integrate/lambda", "Measure", "“lambda” is taken"),
        ("integrate/index", "Measure", "“index” is taken"),
        ("integrate/curve", " ", "is no title"),
        ("integrate/curve", 'Measure """ a curve', "is no title"),
        ("integrate/curve", "Measure $L$", "is no title"),
        ("integrate/curve", "Measure " * 20, "is no title"),
    ],
)
def test_what_makes_no_recipe_is_refused_and_nothing_is_written(
    scratch, path, title, reported, recipe
):
    before = written(scratch)
    assert reported in recipe("new", path, title, code=1)
    assert written(scratch) == before


def test_a_block_that_shows_the_mark_is_left_alone(scratch, project, recipe):
    project({"docs/about.md": "# About\n\n```markdown\nTODO: this is an example\n```\n"})
    assert "all pages hold" in recipe("check")
