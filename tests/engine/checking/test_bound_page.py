"""A page is proved when its tests used every token of its mathematics."""

import os
import re
import subprocess
import sys

import pytest

PAGE = """---
symbols: {n: size}
---
# Sums

The size $n$ gives

```math {#eq-sum}
\\sum_{i=1}^{n} i^2
  = \\frac{n (n + 1) (2 n + 1)}{6}
```

and $n^2 \\ge n$.
"""
HEAD = """
from recipes.checking.bound_page import page

PAGE = page("a/page.md")


def test_the_closed_form():
    {body}
"""
SUM = 'assert PAGE.equation("sum").holds(n=7)'
SQUARE = '\n\n\ndef test_the_square():\n    assert PAGE.inline(r"n^2 \\ge n").holds(n=3)\n'


@pytest.fixture
def run(project):
    """Run the tests of a scratch project; return their number by outcome, and what was printed."""

    def start(tests, page=PAGE, *options):
        root = project(
            {
                "pyproject.toml": "[tool.pytest.ini_options]\n",
                "docs/a/page.md": page,
                "tests/conftest.py": 'pytest_plugins = ["recipes.checking.pytest_plugin"]\n',
                "tests/a/test_page.py": tests,
            }
        )
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        ends = re.findall(r"(\d+) (passed|failed|skipped|deselected)", done.stdout)
        return {name: int(count) for count, name in ends}, done.stdout

    return start


def test_a_page_of_which_every_token_is_used_passes(run):
    ends, _ = run(HEAD.format(body=SUM) + SQUARE)
    assert ends == {"passed": 3}


def test_a_formula_that_no_test_evaluates_is_listed_token_by_token(run):
    ends, printed = run(HEAD.format(body=SUM))
    assert ends == {"passed": 1, "failed": 1}
    assert (
        "docs/a/page.md:13: “\\ge” in $n^2 \\ge n$ is used by no test; evaluate it in " in printed
    )
    assert "Traceback" not in printed


def test_a_side_that_no_test_evaluates_is_listed_with_its_line(run):
    ends, printed = run(HEAD.format(body='assert PAGE.equation("sum").lhs(n=3) == 14') + SQUARE)
    assert ends == {"passed": 2, "failed": 1}
    assert "docs/a/page.md:10: “=” in sum is used by no test" in printed
    assert "docs/a/page.md:9: " not in printed


def test_a_wrong_symbol_in_a_sentence_fails_the_page(run):
    ends, printed = run(HEAD.format(body=SUM) + SQUARE, PAGE.replace("size $n$", "length $n$"))
    assert ends == {"passed": 2, "failed": 1}
    assert (
        "docs/a/page.md:6: “$n$” means “size”, and no word of that alone stands within" in printed
    )


def test_a_changed_token_fails_the_test_that_evaluates_it(run, project):
    """Each in a copy of the page, beside the page as it was."""
    tests = HEAD.format(body=SUM) + SQUARE
    changes = [("2 n", "3 n"), ("n + 1) (", "n - 1) ("), ("^2\n", "^3\n"), ("{6}", "{8}")]
    for number, (old, new) in enumerate(changes):
        page = {f"docs/a/page{number}.md": PAGE.replace(old, new)}
        project(
            page | {f"tests/a/test_page{number}.py": tests.replace("page.md", f"page{number}.md")}
        )
    _, printed = run(tests)
    failed = re.findall(r"FAILED tests/a/test_page(\d*)\.py::test_the_closed_form", printed)
    assert sorted(failed) == ["0", "1", "2", "3"]


def test_a_changed_formula_in_a_sentence_is_still_found_and_evaluated(run):
    ends, printed = run(HEAD.format(body=SUM) + SQUARE, PAGE.replace("\\ge", "\\le"))
    assert ends == {"passed": 1, "failed": 1, "skipped": 1}
    assert "assert False" in printed


def test_the_page_is_not_judged_by_a_part_of_its_tests(run):
    tests = HEAD.format(body=SUM) + SQUARE
    assert run(tests, PAGE, "-k", "square")[0] == {"passed": 1, "deselected": 2}
    alone = "tests/a/test_page.py::test_the_square"
    assert run(tests, PAGE, alone)[0] == {"passed": 1, "skipped": 1}


def test_what_is_not_on_the_page_is_reported_with_what_there_is(run):
    _, printed = run(HEAD.format(body='PAGE.equation("total")') + SQUARE)
    assert "docs/a/page.md has no equation “total”; there is sum" in printed
    _, printed = run(HEAD.format(body='PAGE.inline(r"\\int_0^1 f")') + SQUARE)
    assert "docs/a/page.md has nothing like" in printed
