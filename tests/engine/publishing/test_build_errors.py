"""One build reports all that is wrong, each with its place and what to do, and fails."""

import re

import pytest

# By name: the snippet, the line at fault (the source begins in line 4), what a person reads.
SNIPPETS = {
    "raises": ("x = 0\n1 / x", 5, "ZeroDivisionError"),
    "warns": ("import warnings\nwarnings.warn('odd')", 5, "warnings are errors"),
    "loops": ("while True:\n    pass", None, "did not end within 2 s"),
    "eats": ("import numpy as np\nx = np.ones(10**9)", 5, "memory_limit"),
    "exits": ("import sys\nsys.exit(3)", 5, "sys.exit(3)"),
    "vanishes": ("import os\nos._exit(0)", 4, "exit code 0"),
    "crashes": ("import ctypes\nctypes.string_at(0)", 5, "SIGSEGV"),
    "megabyte": ("print('x' * 10**6)", 4, "print less"),
    "endless": ("while True:\n    print('spam' * 1000)", 5, "print less"),
    "no_text": ("import sys\nsys.stdout.buffer.write(b'\\xff')", 4, "not UTF-8"),
    "writes": ("open('../outside', 'w')", 4, "only in its own folder"),
    "removes": ("import os\nos.remove('../trace')", 5, "only in its own folder"),
    "renames": ("import os\nos.rename('renames.py', '../x')", 5, "only in its own folder"),
    "connects": ("import socket\nsocket.create_connection(('127.0.0.1', 9))", 5, "no network"),
    "leaves_open": ("open(__file__).read()", 4, "unclosed file"),
    "reads": ("open('undeclared.csv')", 4, "undeclared.csv"),
    "imports": ("from raises import x", 4, "ZeroDivisionError"),
    "syntax": ("x = = 1", 4, "is not Python"),
}
FRONT = "---\nsnippet: good/good.py\n---\n"  # what follows begins in line 4
FIGURE = "```snippet\nplot\nshow: figure\ncaption: A line.\nalt: A line.\n```\n"
PAGES = {
    "no_file": ("```snippet\ngood/none.py#only\n```", 4, ["there is no snippets/good/none.py"]),
    "no_cell": ("```snippet\nnone\n```", 4, ["no cell “none”", "plot"]),
    "no_fact": ("Now {{ 7 = none }}.", 4, ["no number “none”", "x"]),
    "no_option": ("```snippet\nonly\nshoe: code\n```", 6, ["unknown option “shoe”", "show"]),
    "outside": ("```snippet\n../good.py#only\n```", 4, ["leads out of snippets/"]),
    "same_label": (
        "```math {#eq-a}\nx\n```\n\n```math {#eq-a}\ny\n```",
        8,
        ["two equations “eq-a”", "rename"],
    ),
    "no_alt": (FIGURE.replace("alt: A line.\n", ""), 4, ["alt:", "write it"]),
    "no_figure": (FIGURE.replace("plot", "only"), 4, ["draws no figure", "not Figure()"]),
    "bare": ("Text.\n\nThere are 9 of them.", 6, ["“9”", "{{ 9 = name }}"]),
    "stale": ("Text.\n\nNow {{ 8 = x }}.", 6, ["says 8", "x is 7", "recipe facts --fix"]),
    "broken_math": ("```math {#eq-a}\nx +\n\\frac{1\n```", 6, ["broken TeX", "fix it"]),
    "broken_inline": ("Text.\n\nHere $\\frac{1$ is.", 6, ["broken TeX"]),
}


@pytest.fixture(scope="module")
def built(make_project, tmp_path_factory):
    """A project in which all is wrong at once, save one recipe, and what its build said."""
    scratch = make_project(tmp_path_factory.mktemp("wrong"))
    scratch.write(
        "mkdocs.yml",
        """
        site_name: Scratch
        theme: {name: mkdocs, highlightjs: false}
        plugins:
          - recipes:
              memory_limit: 300 MiB
              snippets: {bad/loops.py: {time_limit: 2}}
        """,
    )
    scratch.write(
        "snippets/good/good.py",
        '"""Try."""\n# %% only\nx = 7\nprint(x)\n\n'
        "# %% plot\nimport matplotlib.pyplot as plt\nplt.plot([x])\n",
    )
    scratch.write("docs/good/good.md", "# Good\n\n```snippet\nonly\n```\n")
    for name, (source, _, _) in SNIPPETS.items():
        scratch.write(f"snippets/bad/{name}.py", source)
        scratch.write(f"docs/bad/{name}.md", "# Page\n\n```snippet\nonly\n```\n\n{{ 3 = owed }}\n")
    for name, (text, _, _) in PAGES.items():
        scratch.write(f"docs/pages/{name}.md", f"{FRONT}{text}\n")
    return scratch.build(), scratch


def _reports(said: str, path: str) -> list[tuple[int, str]]:
    """Line and first line of text of all that a build says of a file."""
    found = re.findall(rf"^{re.escape(path)}:(\d+): (.*)$", said, re.M)
    return [(int(line), text) for line, text in found]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_failing_snippet_is_reported_with_its_line_and_the_page_that_shows_it(built, name):
    _, line, words = SNIPPETS[name]
    ((found, text),) = set(_reports(built[0].said, f"snippets/bad/{name}.py"))
    assert line in (found, None)
    assert words in text
    assert f"shown by docs/bad/{name}.md:3" in text


@pytest.mark.parametrize("name", PAGES)
def test_a_mistake_on_a_page_is_reported_with_its_line_and_what_to_do(built, name):
    _, line, words = PAGES[name]
    ((found, text),) = _reports(built[0].said, f"docs/pages/{name}.md")
    assert found == line
    for word in words:
        assert word in text


def test_the_build_ends_with_an_error(built):
    assert built[0].code != 0


def test_each_mistake_is_reported_and_counted_once(built):
    said = built[0].said
    reported = [len(_reports(said, f"snippets/bad/{name}.py")) for name in SNIPPETS]
    assert reported == [1] * len(SNIPPETS)
    assert f"{len(SNIPPETS) + len(PAGES)} problems to fix" in said


def test_a_page_is_not_blamed_for_numbers_that_its_failed_snippet_owes(built):
    assert "“owed”" not in built[0].said


def test_what_is_right_is_not_reported_and_was_run(built):
    build, scratch = built
    assert "good/good.py:" not in build.said
    assert "docs/good/good.md" not in build.said
    assert len(list((scratch.root / ".cache" / "results").glob("*/*.outcome"))) == 1


def test_no_traceback_of_the_engine_or_of_mkdocs_is_shown(built):
    said = built[0].said
    for name in ("_engine", "site-packages", "mkdocs/", "importlib", "multiprocessing"):
        assert name not in said
    frames = re.findall(r'^  File "([^"]+)"', said, re.M)
    own = [frame for frame in frames if frame.startswith("snippets/bad/")]
    assert len(own) >= 10
    assert not [frame for frame in frames if "docs/" in frame]


def test_nothing_was_written_beside_the_snippets(built):
    _, scratch = built
    names = {file.name for file in (scratch.root / "snippets").rglob("*") if file.is_file()}
    assert names == {"good.py", *(f"{name}.py" for name in SNIPPETS)}
