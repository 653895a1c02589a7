"""Collecting tests runs no snippet; the first test that uses a snippet runs it."""

import os
import re
import subprocess
import sys

import pytest

# Notes that it ran, and draws a figure.
SNIPPET = '''"""Count."""

# %% count
import warnings
from pathlib import Path

import matplotlib.pyplot as plt

with Path(__file__).with_suffix(".runs").open("a") as file:
    file.write("ran\\n")
Path("left").write_text("")
near = Path("near.txt").read_text()
fig, ax = plt.subplots()
corners = 4
{end}
'''
SNIPPETS = {"sound": "", "unused": "", "fails": "corners / 0", "warns": 'warnings.warn("odd")'}
TESTS = {
    "sound": """
import matplotlib.pyplot as plt


def test_figures_of_a_snippet_are_not_left_open():
    mine = plt.figure()
    assert run.fig.number != mine.number
    assert plt.get_fignums() == [mine.number]


def test_it_ran_once():
    assert run.corners == 4


def test_it_has_its_data_and_leaves_nothing():
    from pathlib import Path

    assert run.near == "data"
    assert not list(Path().rglob("left"))


def test_it_is_drawn_as_on_the_site():
    assert not run.ax.spines["top"].get_visible()


def test_a_missing_name_is_missing():
    assert run.edges == 4
""",
    "unused": "\n\ndef test_without():\n    assert True\n",
    "fails": """

def test_once():
    assert run.corners == 4


def test_twice():
    assert run.corners == 4
""",
    "warns": """

def test_where_warnings_are_ignored():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert run.corners == 4
""",
}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """Write tests of some snippets, run pytest on them; return what it said, and who ran."""

    def run(tests, *options):
        root = tmp_path_factory.mktemp("lazy")
        files = {
            "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
            "snippets/a/near.txt": "data",
            "tests/conftest.py": 'pytest_plugins = ["recipes.checking.pytest_plugin"]\n',
        }
        for name, text in tests.items():
            source = SNIPPET.format(name=name, end=SNIPPETS[name])
            files[f"snippets/a/{name}.py"] = source
            files[f"tests/a/test_{name}.py"] = f"from snippets.a import {name} as run\n{text}"
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", *options]
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
        ran = {
            file.stem: len(file.read_text().splitlines()) for file in root.glob("snippets/a/*.runs")
        }
        return done.stdout, ran

    return run


@pytest.fixture(scope="module")
def reported(scratch):
    return scratch(TESTS)


def test_collecting_runs_no_snippet(scratch):
    said, ran = scratch(TESTS, "--collect-only")
    assert "9 tests collected" in said and ran == {}


def test_a_name_that_is_used_while_tests_are_collected_is_refused_with_its_line(scratch):
    said, ran = scratch({"sound": "\nCORNERS = run.corners\n"})
    assert ran == {}
    assert re.search(r"tests/a/test_sound\.py:3: in <module>", said)
    assert "snippets/a/sound.py is needed while tests are collected" in said
    assert "use its names inside a test or a fixture" in said


def test_a_snippet_runs_once_for_all_tests_that_use_it(reported):
    said, ran = reported
    assert ran == {"sound": 1, "fails": 1, "warns": 1}
    for name in ("it_ran_once", "figures_of_a_snippet_are_not_left_open", "without"):
        assert re.search(rf"PASSED tests/a/\w+\.py::test_{name}\n", said)


def test_it_works_in_a_folder_of_its_own_beside_its_data(reported):
    assert "PASSED tests/a/test_sound.py::test_it_has_its_data_and_leaves_nothing" in reported[0]


def test_it_is_drawn_in_the_style_of_the_site(reported):
    assert "PASSED tests/a/test_sound.py::test_it_is_drawn_as_on_the_site" in reported[0]


def test_a_name_that_it_does_not_set_is_missing(reported):
    assert "has no attribute 'edges'" in reported[0]


def test_a_snippet_that_fails_does_so_in_each_test_that_uses_it(reported):
    for name in ("once", "twice"):
        assert f"FAILED tests/a/test_fails.py::test_{name} - ZeroDivisionError" in reported[0]
    assert "snippets/a/fails.py:15: ZeroDivisionError" in reported[0]


def test_a_warning_is_an_error_also_where_a_test_ignores_warnings(reported):
    failed = "FAILED tests/a/test_warns.py::test_where_warnings_are_ignored - UserWarning: odd"
    assert failed in reported[0]
