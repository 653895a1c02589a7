"""Collecting tests runs no snippet; the first test that uses a snippet runs it."""

import os
import re
import subprocess
import sys

import pytest

SNIPPET = '''"""Count."""

# %% count
import warnings
from pathlib import Path

import matplotlib.pyplot as plt

with Path("runs").open("a") as file:
    file.write("ran\\n")
fig, ax = plt.subplots()
corners = 4
'''
HEAD = "import warnings\n\nfrom snippets.a import page as run\n"
USE = "\n\ndef test_{}():\n    assert run.corners == 4\n"


@pytest.fixture
def pytest_run(project):
    """Run pytest on a scratch project; return its exit code, what it said, and how often the
    snippet ran."""

    def start(tests, snippet=SNIPPET, *options):
        root = project(
            {
                "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
                "snippets/a/page.py": snippet,
                "tests/conftest.py": 'pytest_plugins = ["docs._engine.pytest_plugin"]\n',
                "tests/a/test_page.py": HEAD + tests,
            }
        )
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
        runs = root / "runs"
        count = len(runs.read_text().splitlines()) if runs.is_file() else 0
        return done.returncode, done.stdout, count

    return start


def test_collecting_runs_no_snippet(pytest_run):
    code, said, count = pytest_run(USE.format("four"), SNIPPET, "--collect-only")
    assert code == 0 and "1 test collected" in said and count == 0


def test_a_snippet_runs_once_for_all_tests_that_use_it(pytest_run):
    unused = "\n\ndef test_without():\n    assert True\n"
    code, said, count = pytest_run(unused + USE.format("four") + USE.format("again"))
    assert code == 0, said
    assert count == 1
    assert pytest_run(unused)[2] == 1, "the snippet ran for a test that does not use it"


def test_a_name_that_is_used_while_tests_are_collected_is_refused_with_its_line(pytest_run):
    code, said, count = pytest_run("\nCORNERS = run.corners\n" + USE.format("four"))
    assert code == 2 and count == 0
    assert re.search(r"tests/a/test_page\.py:5: in <module>", said)
    assert "snippets/a/page.py is needed while tests are collected" in said
    assert "use its names inside a test or a fixture" in said


def test_a_snippet_that_fails_runs_once_and_fails_each_test_that_uses_it(pytest_run):
    code, said, count = pytest_run(
        USE.format("four") + USE.format("again"), SNIPPET + "corners / 0\n"
    )
    assert code == 1 and "2 failed" in said and count == 1
    assert "snippets/a/page.py:13: ZeroDivisionError" in said


def test_a_missing_name_is_missing(pytest_run):
    code, said, _ = pytest_run("\n\ndef test_it():\n    assert run.edges == 4\n")
    assert code == 1 and "has no attribute 'edges'" in said


def test_the_first_user_changes_nothing_for_the_snippet(pytest_run):
    """A warning is an error also where a test ignores warnings; its figure has our style."""
    ignoring = """

def test_it():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run.corners
"""
    code, said, _ = pytest_run(ignoring, SNIPPET + 'warnings.warn("odd")\n')
    assert code == 1 and "UserWarning: odd" in said
    styled = "\n\ndef test_it():\n    assert not run.ax.spines['top'].get_visible()\n"
    code, said, _ = pytest_run(styled)
    assert code == 0, said


def test_its_figures_are_not_left_open(pytest_run):
    many = "\n\nimport matplotlib.pyplot as plt\n\n\ndef test_it():\n    mine = plt.figure()\n"
    many += "    assert run.fig.number != mine.number\n    assert plt.get_fignums() == [1]\n"
    code, said, _ = pytest_run(many)
    assert code == 0, said
