"""What the finder knows, and whether it is found."""

import csv
import importlib
import inspect
import json
import re
import subprocess
import warnings
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest
import scipy
from recipes.reading import tasks
from recipes.rendering.katex import npm

ROOT = Path(__file__).resolve().parent.parent
TABLES = tasks.read(ROOT / "snippets", "finder.py")
QUERIES = ROOT / "tests" / "finder"
INSTALLED = tuple(map(int, scipy.__version__.split(".")[:2]))
# What SciPy keeps for old code or has deprecated; no task leads there.
OLD = re.compile(
    r"""scipy\.(
      (fftpack|odr|misc|datasets)\..*
    | integrate\.(odeint|ode|complex_ode)
    | interpolate\.(pade|lagrange|approximate_taylor_polynomial|interp2d)
    | ndimage\.(filters|fourier|interpolation|measurements|morphology)\..*
    | optimize\.(fmin\w*|fsolve|leastsq|broyden\d|anderson|linearmixing|diagbroyden|excitingmixing)
    | sparse\.\w+_matrix
    | spatial\.(cKDTree|distance_matrix|minkowski_distance(_p)?|tsearch)
    )""",
    re.X,
)


def number(version):
    return tuple(map(int, version.split(".")))


def look_up(name):
    """The object of a full name; its modules are imported with warnings as errors."""
    parts = name.split(".")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = importlib.import_module(parts[0])
        for depth, part in enumerate(parts[1:], 2):
            if inspect.ismodule(found) and not hasattr(found, part):
                importlib.import_module(".".join(parts[:depth]))
            found = getattr(found, part)
    return found


def test_there_is_a_function_for_each_task():
    assert len(TABLES.tasks) >= 350
    for function, label, line, since in TABLES.functions:
        if not since or number(since) <= INSTALLED:
            assert look_up(function) is not None, f"{label}:{line}"


def test_no_function_is_legacy_or_deprecated():
    for function, label, line, since in TABLES.functions:
        assert not OLD.fullmatch(function), f"{label}:{line}"
        if not since or number(since) <= INSTALLED:
            head, _, _ = (inspect.getdoc(look_up(function)) or "").partition("Parameters")
            # Arguments may be; they are not in the table.
            head = re.sub(r"\.\. deprecated:: \S+\s+Use of argument", "", head)
            assert not re.search(r"\.\. (legacy|deprecated)::", head), f"{label}:{line}"


@pytest.mark.parametrize(
    ("function", "old"),
    [
        ("scipy.integrate.odeint", True),
        ("scipy.interpolate.interp1d", False),  # says so itself
        ("scipy.optimize.fmin_bfgs", True),
        ("scipy.spatial.cKDTree", True),
        ("scipy.integrate.solve_ivp", False),
        ("scipy.optimize.minimize", False),
    ],
)
def test_old_functions_are_recognized(function, old):
    assert bool(OLD.fullmatch(function)) == old


def rows():
    with (ROOT / TABLES.names_label).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_removed_is_gone():
    """A stub that only raises an error counts as gone."""
    removed = [row for row in rows() if row["fate"] == "removed" and row["origin"] == "SciPy"]
    assert len(removed) > 30
    for row in removed:
        if number(row["version"]) <= INSTALLED:
            try:
                doc = inspect.getdoc(look_up(row["name"])) or ""
            except (AttributeError, ImportError, DeprecationWarning):
                continue
            assert re.search("removed", doc), row["name"]


def test_what_is_legacy_says_so_and_what_is_left_is_there():
    fates = {"legacy": 0, "superseded": 0, "alias": 0}
    for row in rows():
        later = row["version"] and number(row["version"]) > INSTALLED
        if row["fate"] not in fates or later:
            continue
        fates[row["fate"]] += 1
        found = look_up(row["name"])
        if row["fate"] == "legacy" and not inspect.ismodule(found):
            assert ".. legacy::" in (inspect.getdoc(found) or ""), row["name"]
    assert min(fates.values()) > 5


# Found by what people type


def entries():
    """What the script of the page makes of its tables."""
    named = {}
    for name in TABLES.names:
        for place, function in enumerate(name.functions):
            named.setdefault(function, []).append((name.name, name.origin, place))
    found = [
        {
            **asdict(one),
            "names": named.get(one.function, []),
            "have": [" ".join(pair) for pair in one.pairs],
        }
        for one in TABLES.tasks
    ]
    known = {one.function for one in TABLES.tasks}
    for name in TABLES.names:
        if known.isdisjoint(name.functions):
            function = (*name.functions, "")[0]
            called = [(name.name, name.origin, 0)]
            alone = {"task": "", "synonyms": [], "have": [], "names": called}
            found.append({**alone, "function": function})
    return found


ENTRIES = entries()


def answers(queries):
    """The functions, and the names that led to them, for each query."""
    asked = {"entries": ENTRIES, "queries": queries}
    command = [npm.node(), QUERIES / "ranked.cjs", ROOT / "docs" / "finder" / "ranking.js"]
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = []
    for ranked in json.loads(done.stdout):
        of_query = []
        for one in ranked:
            entry = ENTRIES[one["number"]]
            names = [entry["names"][name][0] for name in one["names"]]
            of_query.append((entry["function"], names))
        found.append(of_query)
    return found


@cache
def queries(name):
    with (QUERIES / name).open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["function"].split("|")) for row in csv.DictReader(file)]


def missed(asked, first=3):
    """The queries whose function is not among the first answers."""
    found = answers([query for query, _ in asked])
    return [
        query
        for (query, wanted), of_query in zip(asked, found, strict=True)
        if not any(
            function == one or function.endswith(f".{one}")
            for function, _ in of_query[:first]
            for one in wanted
        )
    ]


# The second was written down before there was a ranking, the third was tuned on.
FILES = ["given_queries.csv", "own_queries.csv", "further_queries.csv"]


@pytest.mark.parametrize("name", FILES)
def test_what_people_type_leads_to_the_function(name):
    asked = queries(name)
    assert len(asked) >= 45
    assert len(missed(asked)) <= 0.05 * len(asked)


def slip(query):
    """Two letters of the longest word change places, behind its first."""
    word = max(query.split(), key=len)
    if len(word) < 5:
        return query
    place = len(word) // 2
    wrong = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return query.replace(word, wrong)


CHANGES = {
    "the words in another order": lambda query: " ".join(reversed(query.split())),
    "in capitals": str.upper,
    "as a question": lambda query: f"How do I do {query} in Python?",
    "a letter missing at the end": lambda query: query[:-1] if len(query) > 4 else query,
    "a slip": slip,
    "with ü and ö": lambda query: query.replace("u", "ü").replace("o", "ö"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_form_of_a_query_matters_little(change):
    asked = [(CHANGES[change](query), wanted) for name in FILES for query, wanted in queries(name)]
    wrong = missed(asked)
    assert len(wrong) <= 0.1 * len(asked), wrong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("minimise a function", "minimize a function"),
        ("centre of labelled regions", "center of labeled regions"),
        ("nearest neighbours", "nearest neighbor"),
        ("colour quantisation", "color quantization"),
        ("grey erosion", "gray erosion"),
        ("normalise vectors", "normalizing vector"),
        ("eigenvalues of symmetric matrices", "eigenvalue of a symmetric matrix"),
        ("interpolating scattered points", "interpolation of a scattered point"),
        ("frequencies of a signal", "frequency of signals"),
    ],
)
def test_spelling_and_number_do_not_matter(one, other):
    first, second = answers([one, other])
    assert first[0] == second[0]


def test_each_task_is_found_by_its_own_words():
    asked = [(one.task, [one.function]) for one in TABLES.tasks]
    assert missed(asked) == []


def test_each_name_leads_to_a_function_of_today_and_is_named():
    found = answers([f"{name.name} {name.origin}" for name in TABLES.names])
    wrong = []
    for name, of_query in zip(TABLES.names, found, strict=True):
        wanted = name.functions or ("",)
        if not any(function in wanted and name.name in names for function, names in of_query):
            wrong.append(name.name)
    assert wrong == []


def test_nothing_is_found_for_what_nobody_means():
    assert answers(["qwxz vbnmk", "?!", "   "]) == [[], [], []]


def test_the_end_of_a_name_is_not_needed():
    """While one types, what is meant comes up and stays."""
    word = "solve_ivp"
    found = answers([word[:length] for length in range(7, len(word) + 1)])
    assert all("scipy.integrate.solve_ivp" in [one for one, _ in of[:3]] for of in found)
