"""A change of a recipe is judged on a copy: killed by what notices it, else listed."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from recipes.checking.rates import wilson
from scipy.stats import binomtest

ROOT = Path(__file__).resolve().parents[4]
PAGE = """---
symbols: {n: size}
---
# Sums

The size $n$ gives

```math {#eq-sum}
\\sum_{i=1}^{n} i = \\frac{n (n + 1)}{2}
```

```snippet
sum
```

The sum is {{ 55 = total }}.
"""
SNIPPET = '''"""Add integers."""

# %% sum
size = 10
total = sum(range(1, size + 1))
unseen = 4
print(total)
'''
TESTS = '''"""What the page says about sums, checked."""

from recipes.checking.bound_page import page
from snippets.a import sums as run

PAGE = page("a/sums.md")


def test_the_sum_is_that_of_gauss():
    assert PAGE.equation("sum").holds(n=run.size)
    assert run.total == PAGE.equation("sum").rhs(n=10)
'''
WORDS = [
    "docs/a/sums.md:4  Sums -> Products    # Sums",
    "docs/a/sums.md:16  sum -> product    The sum is {{ 55 = total }}.",
]  # quoted by no test
GAUSS = "\ntests/a/test_sums.py:11: test_the_sum_is_that_of_gauss: "  # its second assertion
ENTRY = {
    "file": "snippets/a/sums.py", "line": "unseen = 4", "old": "4", "new": "5", "reason": "Unseen.",
}  # fmt: skip


def scratch(root, files, results):
    """Write a project of one recipe, with the KaTeX of this one and the results of other tests."""
    whole = {
        "mkdocs.yml": "site_name: Sums\nplugins: [recipes]\n",
        "docs/a/sums.md": PAGE,
        "snippets/a/sums.py": SNIPPET,
        "tests/a/test_sums.py": TESTS,
        "tests/conftest.py": 'pytest_plugins = ["recipes.checking.pytest_plugin"]\n',
        **files,
    }
    for path, text in whole.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    (root / ".cache").mkdir(exist_ok=True)
    for katex in (ROOT / ".cache").glob("katex-*"):
        link = root / ".cache" / katex.name
        if not link.exists():
            link.symlink_to(katex)
    if not (root / ".cache/results").exists():
        results.folder.mkdir(exist_ok=True)
        (root / ".cache/results").symlink_to(results.folder)


@pytest.fixture
def drift(tmp_path, results):
    """Run ``recipe drift`` on a scratch project; return its exit code and what it printed."""

    def run(*options, **files):
        scratch(tmp_path, {path.replace("__", "/"): text for path, text in files.items()}, results)
        command = [sys.executable, "-m", "recipes.tools.mutation", "--jobs", "1", *options]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr, tmp_path

    return run


def test_a_complete_run_lists_what_nothing_notices_and_leaves_the_project_alone(drift):
    code, out, err, root = drift("--all")
    assert code == 1, err
    survivors = [line for line in out.splitlines() if " -> " in line]
    assert survivors == [
        *WORDS,
        "snippets/a/sums.py:6  4 -> 5    unseen = 4",
    ]
    assert re.search(r"^docs/a/sums.md: \d+ changes, 1 not noticed; 3 of words, 2 not n", err, re.M)
    assert re.search(r"words +1 of +3 .*\n(?:.*\n)+  negation +1 of +1$", out, re.M)
    assert re.search(r"mathematics +(\d+) of +\1 +100", out)
    assert (root / "docs/a/sums.md").read_text() == PAGE
    assert (root / "snippets/a/sums.py").read_text() == SNIPPET


def test_a_word_that_no_test_quotes_is_listed_and_ends_no_run(drift):
    code, out, err, _ = drift("--all", "--kind", "words")
    assert code == 0, err
    assert [line for line in out.splitlines() if " -> " in line] == WORDS


@pytest.mark.long
def test_a_rewording_that_is_noticed_is_a_false_alarm(drift):
    entries = [
        {"page": "a/sums.md", "old": "The sum is", "new": "Their sum is"},
        {"page": "a/sums.md", "old": "It is no more", "new": "It is gone"},
        {"page": "a/sums.md", "old": "The size $n$", "new": "The size $m$"},
        {"page": "a/sums.md", "old": "# Sums", "new": "# Totals"},
    ]
    quoting = TESTS.replace("():\n", '():\n    PAGE.says("Sums")\n')
    code, out, _, _ = drift(
        "--rewordings",
        **{"tests__a__test_sums.py": quoting, "tests__rewordings.yml": yaml.safe_dump(entries)},
    )
    assert code == 1
    assert out.splitlines() == [
        "docs/a/sums.md:6  The size $n$ -> The size $m$    noticed by page",
        "2 rewordings, 1 false alarms; 1 more change words that a test quotes; the old text of 1 "
        "in tests/rewordings.yml stands nowhere",
    ]
    code, out, _, _ = drift(
        "--rewordings", **{"tests__rewordings.yml": yaml.safe_dump(entries[:1])}
    )
    assert (code, out) == (0, "1 rewordings, 0 false alarms\n")


@pytest.mark.long
def test_a_recorded_change_is_left_out_and_a_run_is_kept_whatever_the_line_ends(drift):
    texts = {
        "docs__a__sums.md": PAGE,
        "snippets__a__sums.py": SNIPPET,
        "tests__a__test_sums.py": TESTS,
    }
    found = []
    for end in ("\n", "\r\n"):
        files = {path: text.replace("\n", end) for path, text in texts.items()}
        files["tests__equivalent-mutants.yml"] = yaml.safe_dump([ENTRY])
        code, out, err, root = drift("--all", "--record", **files)
        assert code == 0, out + err
        kept = yaml.safe_load((root / ".cache/drift.yml").read_text(encoding="utf-8"))["a/sums.md"]
        begun = kept.pop("on")
        found.append((out, kept))
    assert found[0] == found[1]
    assert begun <= datetime.now(UTC).date()
    assert "1 recorded as not observable" in out
    assert kept["code"]["killed"] == kept["code"]["total"] > 0
    assert kept["recorded"] == 1


def test_an_entry_that_fits_no_change_is_reported(drift):
    entries = {"tests__equivalent-mutants.yml": yaml.safe_dump([{**ENTRY, "line": "unseen = 5"}])}
    code, _, err, _ = drift("--n", "1", **entries)
    assert code == 1
    assert "“unseen = 5” any more; remove the entry" in err


UNCHANGED = [
    ("n=10", "n=11", f"(assertion); fix it before its mutants are judged{GAUSS}assert 55 == "),
    ("55 =", "54 =", "(page); fix it before its mutants are judged\ndocs/a/sums.md:16: the"),
    ("    assert run", "    assert gauss", f"{GAUSS}NameError: name 'gauss' is not defined"),
    ("def test", "import gauss\n\n\ndef test", "No module named 'gauss'"),
    ("def test", "deaf test", "\ntests/a/test_sums.py:9: SyntaxError: invalid syntax"),
    ("def test", "def rest", "\ntests/a/test_sums.py:1: pytest ends with “no tests collected”"),
    (".holds(n=run.size)", ".rhs", "\ndocs/a/sums.md:9: “\\sum” in sum is used by no test"),
]
# The command in several folders, from one process that has imported what it needs.
SEVERAL = """
import json, os, sys
from click.testing import CliRunner
from recipes.tools.mutation.__main__ import main
said = []
for folder in sys.argv[1:]:
    os.chdir(folder)
    result = CliRunner().invoke(main, ["--n", "1", "--jobs", "1"])
    said.append([result.exit_code, result.output])
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory, results):
    """What the command says of recipes that fail as they are."""
    folders = []
    for old, new, _ in UNCHANGED:
        assert old in PAGE + TESTS
        page, tests = PAGE.replace(old, new), TESTS.replace(old, new)
        folders.append(tmp_path_factory.mktemp("unchanged"))
        scratch(folders[-1], {"docs/a/sums.md": page, "tests/a/test_sums.py": tests}, results)
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL, *map(str, folders)],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("case", range(len(UNCHANGED)))
def test_what_fails_of_an_unchanged_recipe_is_reported_with_its_place(unchanged, case):
    code, said = unchanged[case]
    assert code == 1 and UNCHANGED[case][2] in said and "Traceback" not in said, said


def test_a_recipe_is_drawn_in_the_colours_of_the_site_where_it_is_judged(drift):
    drawing = "\nimport matplotlib.pyplot as plt\n\nfig, ax = plt.subplots()\nax.plot([0, 1])\n"
    colours = """

def test_the_line_has_the_first_colour_of_the_site():
    assert run.ax.get_lines()[0].get_color() == "#2660ad"
"""
    conftest = 'pytest_plugins = ["recipes.checking.pytest_plugin"]\n'
    conftest += "from recipes.running import figures\n\nfigures.use_style()\n"
    changed = {"tests__a__test_sums.py": TESTS + colours, "tests__conftest.py": conftest}
    changed["snippets__a__sums.py"] = SNIPPET + drawing
    _, out, err, _ = drift("--n", "1", **changed)
    assert "docs/a/sums.md: 1 changes, " in err, out + err


@pytest.mark.long
def test_a_recipe_that_is_named_is_judged_beside_one_that_is_broken(drift):
    broken = {
        "docs__b__broken.md": "# Broken\n\n```snippet\ncell\n```\n",
        "docs__b__unread.md": "---\nallow: [\n---\n",
        "snippets__b__broken.py": '"""Break."""\n\n# %% cell\n1 / 0\n',
    }
    code, out, err, _ = drift("--n", "1", "docs\\a\\sums.md", **broken)
    assert "docs/a/sums.md: 1 changes, " in err, out + err
    code, _, err, _ = drift("--n", "1", **broken)
    assert code == 1 and "snippets/b/broken.py:4: raised ZeroDivisionError" in err


def test_a_folder_that_is_no_project_is_reported(tmp_path):
    command = [sys.executable, "-m", "recipes.tools.mutation"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert (
        done.stderr
        == "Error: mkdocs.yml:1: there is no mkdocs.yml here; run this in the project's folder\n"
    )


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--record"], "only a complete run is recorded"),
        (["b/none.md"], "no recipe with tests is docs/b/none.md"),
    ],
)
def test_a_wrong_command_is_reported(drift, options, complaint):
    code, _, err, _ = drift(*options)
    assert code == 1 and complaint in err and "Traceback" not in err


@pytest.mark.parametrize(("killed", "total"), [(0, 5), (3, 7), (95, 100), (400, 400)])
def test_the_interval_is_that_of_wilson(killed, total):
    expected = binomtest(killed, total).proportion_ci(method="wilson")
    assert wilson(killed, total) == pytest.approx((expected.low, expected.high), abs=1e-12)
