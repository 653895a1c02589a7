"""A snippet is parsed without being run; what is wrong with its form is reported with its line."""

import subprocess
import sys

import pytest
from recipes.problem import ProblemError
from recipes.reading.bundle import family, standalone
from recipes.reading.snippet import parse, single_spaced

HEAD = '"""Do it."""\n'


@pytest.fixture
def read(project):
    """Parse snippets/a/it.py, with files beside it."""

    def parsed(source, **beside):
        others = {f"snippets/a/{name}.py": text for name, text in beside.items()}
        root = project({"snippets/a/it.py": source, **others}) / "snippets"
        return family(root, "a/it.py")[-1]

    return parsed


def complaint(read, *arguments, **beside):
    with pytest.raises(ProblemError) as caught:
        read(*arguments, **beside)
    return str(caught.value)


def test_cells_keep_their_order_and_the_lines_of_their_code(read):
    snippet = read(HEAD + "\n# %% first\n\n\nx = 1\n\n\n# %% second\ny = 2\n")
    cells = [(cell.name, cell.start, cell.source) for cell in snippet.cells.values()]
    assert cells == [("first", 6, "x = 1\n"), ("second", 10, "y = 2\n")]
    assert (snippet.title, snippet.label) == ("Do it.", "snippets/a/it.py")


def test_a_marker_inside_a_statement_begins_no_cell(read):
    source = HEAD + '# %% only\ntext = """\n# %% not\n"""\nif text:\n    # %% nor\n    pass\n'
    assert list(read(source).cells) == ["only"]


@pytest.mark.parametrize("blank", ["\x0c", "\x1c", "\x85", "\u2028"])
def test_lines_are_those_that_python_counts(read, blank):
    """Editors and Python do not end a line at the characters that `str.splitlines` ends one at."""
    snippet = read(f"{HEAD}# %% first\na = '{blank}'\n# %% second\nb = 2\n")
    assert (snippet.cells["second"].start, snippet.cells["second"].source) == (5, "b = 2\n")


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("# %% a\nx = 1\n", 1, "docstring"),
        (HEAD + "x = 1\n", 2, "before the first cell"),
        (HEAD, 1, "has no cell"),
        (HEAD + "# %% Two Words\n", 2, "'Two Words'"),
        (HEAD + "# %% a\n\nreturn 1\n", 4, "is not Python: 'return' outside function"),
        (HEAD + "# %% a\nx = 1\nfrom __future__ import annotations\n", 4, "at the beginning"),
        (HEAD + "# %% a\nx = 1\n# \x02\n", 4, "U+0002; write it as \\x02"),
        ("# coding: nonsense\n" + HEAD, 1, "unknown encoding: nonsense; save it as UTF-8"),
        (HEAD + "# %% a\nx = 1\n# %% a\n", 4, "“a” exists already"),
        (HEAD + "# %% a\nx = (\n# %% b\n1)\n", 4, "inside a statement"),
        (HEAD + "# %% a\nx = = 1\n", 3, "is not Python"),
        (HEAD + "# %% a\nx = '\0'\n", 1, "null bytes"),
        (HEAD + "# %% a\nimport it\n", 1, "imports itself"),
    ],
)
def test_what_is_no_snippet_is_refused_with_its_line(read, source, line, expected):
    message = complaint(read, source)
    assert message.startswith(f"snippets/a/it.py:{line}: ")
    assert expected in message


def test_a_snippet_that_is_not_utf8_is_refused_with_the_place(project):
    root = project({"snippets/a/it.py": HEAD.encode() + b"# \xe9\n"}) / "snippets"
    message = complaint(parse, root, "a/it.py")
    assert message.startswith("snippets/a/it.py:1: ")
    assert f"byte {len(HEAD) + 2}" in message


def test_a_byte_order_mark_changes_nothing(read):
    assert read("\ufeff" + HEAD + "# %% a\nx = 1\n").title == "Do it."


def test_a_snippet_may_not_hide_a_module_of_python(project):
    root = project({"snippets/a/signal.py": HEAD + "# %% a\n"}) / "snippets"
    message = complaint(parse, root, "a/signal.py")
    assert message.startswith("snippets/a/signal.py:1: ")
    assert "rename" in message


def test_a_circle_of_imports_is_shown_whole(read):
    circle = HEAD + "# %% a\nfrom it import x\n"
    message = complaint(read, HEAD + "# %% a\nfrom other import x\n", other=circle)
    assert message.startswith("snippets/a/it.py:1: ")
    assert "a/it.py → a/other.py → a/it.py" in message


DATA = {
    "a plain name": ("open('a.txt')", ["a.txt"]),
    "from here": ("open('./a.txt')", ["a.txt"]),
    "in a folder": ("open('data/one.csv')", ["data/one.csv"]),
    "deep": ("open('data/deep/x.npy')", ["data/deep/x.npy"]),
    "an f-string": ("n = 1\nopen(f'p_{n}.csv')", ["p_1.csv", "p_2.csv"]),
    "an f-string in a folder": ("n = 1\nopen(f'data/{n}.csv')", ["data/one.csv"]),
    "a name after a folder": ("n = 1\nopen(f'data/deep/{n}')", ["data/deep/x.npy"]),
    "a sum": ("n = 1\nopen('p_' + str(n) + '.csv')", ["p_1.csv", "p_2.csv"]),
    "a format": ("open('p_{:d}.csv'.format(1))", ["p_1.csv", "p_2.csv"]),
    "a per cent": ("open('p_%d.csv' % 1)", ["p_1.csv", "p_2.csv"]),
    "a pattern": ("import glob\nglob.glob('p_*.csv')", ["p_1.csv", "p_2.csv"]),
    "all of a folder": ("import os\nos.listdir('data')", ["data/deep/x.npy", "data/one.csv"]),
    "a folder and a name": (
        "from pathlib import Path\nPath(__file__).parent / 'data' / 'one.csv'",
        ["data/deep/x.npy", "data/one.csv"],
    ),
    "snippets": ("open('other.py')", []),
    "elsewhere": ("open('../b.txt'), open('data/../../b.txt'), open('/etc/passwd')", []),
    "nothing": ("names = 'missing.txt', '.', '', '\\0', 'x' * 2, f'{1}', f'{1} of {2}'", []),
    "a long text": (f"x = {'y' * 5000!r}", []),
}


@pytest.mark.parametrize(("code", "data"), DATA.values(), ids=DATA)
def test_data_are_the_files_below_the_folder_that_strings_name(project, code, data):
    names = ["a/a.txt", "a/p_1.csv", "a/p_2.csv", "a/data/one.csv", "a/data/deep/x.npy", "b.txt"]
    names += ["a/other.py", "a/data/.hidden", "a/data/__pycache__/x.csv"]
    files = dict.fromkeys((f"snippets/{name}" for name in names), "")
    root = project({**files, "snippets/a/it.py": f"{HEAD}# %% a\n{code}\n"}) / "snippets"
    assert list(parse(root, "a/it.py").data) == data


@pytest.mark.parametrize(
    ("code", "functions"),
    [
        ("from scipy.integrate import quad\nquad", {"quad": "scipy.integrate.quad"}),
        ("from scipy.integrate import quad as q\nq", {"q": "scipy.integrate.quad"}),
        ("from scipy import stats\nstats.norm.pdf", {"stats.norm": "scipy.stats.norm"}),
        ("import scipy.fft as f\nf.fft", {"f.fft": "scipy.fft.fft"}),
        ("import scipy.fft\nscipy.fft.fft", {"scipy.fft.fft": "scipy.fft.fft"}),
        ("from scipy.stats import qmc\nqmc.Sobol", {"qmc.Sobol": "scipy.stats.qmc.Sobol"}),
        ("from scipy import stats\nstats", {}),
        ("import numpy as np\nnp.fft.fft", {}),
    ],
)
def test_scipy_functions_are_known_by_the_name_that_the_code_writes(read, code, functions):
    assert read(f"{HEAD}# %% a\n{code}\n").functions == functions


NEIGHBOUR = """\"\"\"Build.\"\"\"

# %% wall
height = 3
width = 4

# %% surface
area = height * width
print("area", area)


def volume(depth):
    return height * width * depth
"""
TARGET = '"""Use."""\n\n# %% use\n{}\nprint("seen", {})\n'


@pytest.mark.parametrize(
    ("imports", "used"),
    [
        ("from skyline import area", "area"),
        ("from skyline import area, height", "area + height"),
        ("from math import pi\nfrom skyline import (\n    area,\n    height,\n)", "area + height"),
        ("from skyline import *", "area + width"),
        ("import skyline", "skyline.area + skyline.volume(2)"),
        ("import skyline as s  # a neighbour", "s.area, getattr(s, 'width')"),
    ],
)
def test_the_standalone_script_prints_what_the_snippet_prints(project, imports, used):
    files = {"snippets/a/skyline.py": NEIGHBOUR, "snippets/a/it.py": TARGET.format(imports, used)}
    root = project(files)
    alone = root / "alone.py"
    alone.write_text(standalone(family(root / "snippets", "a/it.py")), encoding="utf-8")
    merged, beside = (
        subprocess.run([sys.executable, file], capture_output=True, text=True, check=False)
        for file in (alone, root / "snippets/a/it.py")
    )
    assert beside.returncode == 0
    assert (merged.stdout, merged.stderr) == (beside.stdout, "")


def test_the_standalone_script_is_a_snippet_with_the_cells_of_all(project):
    imports = TARGET.format("from skyline import area", "area")
    files = {"snippets/a/skyline.py": NEIGHBOUR, "snippets/a/it.py": imports}
    root = project(files) / "snippets"
    (root / "a/alone.py").write_text(standalone(family(root, "a/it.py")), encoding="utf-8")
    alone = parse(root, "a/alone.py")
    assert list(alone.cells) == ["skyline_wall", "skyline_surface", "use"]
    assert (alone.title, alone.neighbours) == ("Use.", ())


def test_a_snippet_without_neighbours_is_taken_away_as_it_is(project):
    root = project({"snippets/a/skyline.py": NEIGHBOUR}) / "snippets"
    assert standalone(family(root, "a/skyline.py")) == NEIGHBOUR


@pytest.mark.parametrize(
    "imports",
    [
        "import math, skyline as s",
        "import skyline; twice = 2 * skyline.area",
        "if True:\n    import skyline",
        "from skyline import area as surface",
        "from skyline import area; twice = 2 * area",
        "def late(): from skyline import area",
    ],
)
def test_an_import_of_a_neighbour_that_cannot_be_merged_is_refused(read, imports):
    """The standalone script and the notebook have the neighbour's names, and no module of it."""
    message = complaint(read, TARGET.format(imports, "0"), skyline=NEIGHBOUR)
    assert message.startswith(f"snippets/a/it.py:{5 if 'if' in imports else 4}: ")
    assert "from skyline import" in message


def test_a_name_that_a_function_of_a_neighbour_reads_cannot_be_taken(read):
    """In one script ``volume`` would see the new height."""
    imports = "from skyline import volume\n\narea = 5\nheight = 6"
    message = complaint(read, TARGET.format(imports, "volume(2)"), skyline=NEIGHBOUR)
    assert message.startswith("snippets/a/it.py:7: ")
    assert "“height”" in message
    assert "skyline" in message


@pytest.mark.parametrize("line", ["width = 2", "def wall(): pass", "class area: pass"])
def test_a_name_of_a_neighbour_that_is_used_as_a_module_cannot_be_taken(read, line):
    """In one script ``skyline.width`` would be the new one."""
    neighbour = NEIGHBOUR + "\ndef wall():\n    pass\n"
    message = complaint(read, TARGET.format(f"import skyline\n{line}", "0"), skyline=neighbour)
    assert message.startswith("snippets/a/it.py:5: takes the name")


FUTURE = """\"\"\"Base.\"\"\"

# %% base
from __future__ import annotations


def half(x: Later) -> Later:
    return x / 2
"""


def test_future_imports_stand_once_at_the_top_of_the_standalone_script(project):
    source = '"""Use.\n\nMore.\n"""\n\n# %%\nfrom __future__ import annotations, division\n\n'
    source += "from base import half\n\nprint(half(3), __doc__)\n\n\ndef f(x: Later): pass\n"
    root = project({"snippets/a/base.py": FUTURE, "snippets/a/it.py": source})
    script = standalone(family(root / "snippets", "a/it.py"))
    assert script.count("__future__") == 1
    alone = root / "alone.py"
    alone.write_text(script, encoding="utf-8")
    merged = subprocess.run([sys.executable, alone], capture_output=True, text=True, check=False)
    assert (merged.stdout, merged.stderr) == ("1.5 Use.\n\nMore.\n\n", "")


def test_a_cell_without_a_name_is_named_by_its_order(read):
    cells = read(HEAD + "# %%\na = 1\n#%% named\nb = 2\n#%%\nc = 3\n").cells
    assert list(cells) == ["cell_1", "named", "cell_3"]


@pytest.mark.parametrize(
    "line", ["# -*- coding: latin-1 -*-", "#!/usr/bin/env python\n# coding=cp1252"]
)
def test_a_declared_encoding_is_the_files(project, line):
    source = f'{line}\n"""Café."""\r\n# %% a\r\nx = "é"\r\n'
    root = project({"snippets/a/it.py": source.encode("latin-1")}) / "snippets"
    snippet = parse(root, "a/it.py")
    assert (snippet.title, snippet.cells["a"].source) == ("Café.", 'x = "é"\n')
    assert "utf-8" in snippet.source
    assert "latin" not in snippet.source  # what is taken away is UTF-8


def test_an_invalid_escape_is_python(read):
    assert read(HEAD + "# %% a\nx = '\\d'\n").cells


def test_a_page_shows_one_blank_line_where_the_file_has_two_but_not_in_a_text():
    functions = "import os\n\n\ndef one():\n    pass\n\n\n\ndef two():\n\n    pass\n"
    text = 'text = """a\n\n\n\nb"""\n\n\nprint(text)\n'
    shown = single_spaced(functions)
    assert shown == "import os\n\ndef one():\n    pass\n\ndef two():\n\n    pass\n"
    assert single_spaced(text) == 'text = """a\n\n\n\nb"""\n\nprint(text)\n'
    assert single_spaced("x = 1\n# a note\n\n\n# %% not\n") == "x = 1\n# a note\n\n# %% not\n"
