"""Whether a number that something unsaid moves is noticed, and one that holds is left alone."""

import sys
from contextlib import closing
from pathlib import Path

import pytest
from recipes.tools import conditions, robustness

# A mean of many samples moves a little with the seed; an integral with its tolerance: the peak
# is so narrow that a loose tolerance is content with less of it.
SNIPPET = '''"""Count."""

# %% count
import numpy as np
from scipy.integrate import quad

corners = 4
print(corners)

# %% mean
mean = np.random.default_rng(0).normal(size=100).mean() + 5
print(f"mean {mean:.3f}")

# %% search
from scipy.optimize import minimize

found = minimize(lambda x: np.sum((x - 1) ** 4), [3.0, -2.0], method="nelder-mead")
steps = found.nit
print(steps)
'''
PAGE = """# Count

It has {{ 4 = corners }} corners and the mean {{ TEXT = mean }} after {{ STEPS = steps }} steps.

```snippet
mean
```
"""


@pytest.fixture(scope="module")
def interpreters():
    """Programs for all tests; the one that computes as an older processor has a mark of it."""
    variables = {**robustness.older_processor(), "OLDER_PROCESSOR": "yes"}
    with pytest.MonkeyPatch.context() as patch, closing(robustness.Interpreters()) as shared:
        patch.setattr(robustness, "older_processor", lambda: variables)
        yield shared


@pytest.fixture
def reported(library, interpreters):
    """What the check says of a page, without the oldest SciPy, and what it lists."""

    def check(text, snippet=SNIPPET, python=None, listed=None):
        loaded = library({"docs/a/page.md": text, "snippets/a/page.py": snippet})
        assert loaded.problems == []
        facts = loaded.facts(loaded.pages["a/page.md"])
        for name, value in (("TEXT", f"{facts['mean']:.3f}"), ("STEPS", str(facts["steps"]))):
            text = text.replace(name, value)
        loaded = library({"docs/a/page.md": text, "snippets/a/page.py": snippet})
        pages = [loaded.pages["a/page.md"]]
        report = str if listed is None else listed.append
        return [str(one) for one in robustness.check(loaded, pages, interpreters, python, report)]

    return check


def test_numbers_that_depend_on_the_seed_and_on_tolerances_are_reported(reported):
    mean, printed, steps = sorted(reported(PAGE), key=lambda one: ("steps" in one, "prints" in one))
    assert "docs/a/page.md:3: “5.081 = mean” is 4.92639 with the seed 1, 4.9" in mean
    assert "with the seed 3; write 5, which is safe, or say “depends: {mean: seed}”" in mean
    assert "docs/a/page.md:5: “mean” prints “mean 4." in printed
    assert "= steps” is " in steps and "with tolerances ten times tighter; no digit of it" in steps
    assert "state a bound, such as “at least 40” or “at most 60”, or say “depends: {st" in steps


def test_each_number_is_listed_with_its_digits_and_those_that_are_safe(reported):
    listed = []
    head = "---\ndepends: {mean: seed, steps: tolerances}\n---\n"
    assert reported(head + PAGE, listed=listed) == []
    corners, mean, steps, page = listed
    assert corners == "docs/a/page.md:6: 4 = corners  exact"
    assert "docs/a/page.md:6: 5.081 = mean  4 digits, 1 safe: 5; 4.92639 with the seed 1, " in mean
    assert "= steps  exact, and not safe; " in steps and "ten times tighter" in steps
    assert page == "docs/a/page.md: 3 facts, hold"


def test_what_moves_with_the_seed_and_with_tolerances_is_one_number_to_fix(reported):
    text = PAGE.replace("{{ TEXT = mean }}", "five").replace("```snippet\nmean\n```\n", "")
    snippet = SNIPPET.replace("[3.0, -2.0]", "np.random.default_rng(0).normal(size=2)")
    (problem,) = reported(f"---\nallow: [five]\n---\n{text}", snippet)
    assert "with the seed 1, " in problem and "with tolerances ten times tighter; " in problem
    assert "“depends: {steps: seed tolerances}”" in problem


def test_a_number_that_does_not_hold_here_is_reported_once(reported):
    head = "---\ndepends: {mean: seed, steps: tolerances}\n---\n"
    (problem,) = reported(head + PAGE.replace("4 =", "5 ="))
    assert "docs/a/page.md:6: the page says 5 but corners is 4" in problem
    (problem,) = reported(head + PAGE.replace("4 =", "about 4 ="))
    assert "“about 4” is no number that we read" in problem
    (problem,) = reported(head + PAGE.replace("corners }}", "corner }}"))
    assert "no number “corner”; do you mean corners" in problem


def test_a_ratio_of_times_is_said_to_be_about_so_large(reported):
    head = "---\ndepends: {mean: seed, steps: tolerances}\n---\n"
    ratio = "It takes{} {{{{ 3 times as long = timing.loop }}}} as the call.\n"
    (problem,) = reported(head + PAGE + ratio.format(""))
    assert problem.startswith("docs/a/page.md:11: “3 times as long = timing.loop” was measured on")
    assert problem.endswith("one machine; write “about” before it")
    assert reported(head + PAGE + ratio.format(" about")) == []
    assert reported(head + PAGE + ratio.format(" about\n")) == []


def test_what_the_page_says_of_them_is_accepted(reported):
    assert reported("---\ndepends: {mean: seed, steps: tolerances}\n---\n" + PAGE) == []
    assert reported("---\ndepends: {page: seed tolerances}\n---\n" + PAGE) == []


def test_a_number_that_is_said_to_depend_and_does_not_is_reported(reported):
    (problem,) = reported("---\ndepends: {page: seed tolerances, corners: seed}\n---\n" + PAGE)
    assert "“corners” is said to depend on seed, and does not" in problem


def test_a_number_that_depends_on_threads_is_reported(reported):
    threads = '\nimport os\n\nsteps = int(os.environ["OMP_NUM_THREADS"])\n'
    (problem,) = reported("---\ndepends: {page: seed}\n---\n" + PAGE, SNIPPET + threads)
    assert "= steps” is 2 with 2 threads and 4 with 4 threads; no digit of it is safe" in problem
    assert "or say “depends: {steps: threads}” in the front matter" in problem


OLDER = '\nimport os\n\nolder = "OLDER_PROCESSOR" in os.environ\n'


def test_a_number_that_depends_on_the_processor_must_be_stated_otherwise(reported):
    text = "---\ndepends: {page: seed tolerances}\n---\n" + PAGE
    (problem,) = reported(text, f"{SNIPPET}{OLDER}steps += older\n")
    assert (
        "with the kernels of an older processor; no digit of it is safe; state a bound, " in problem
    )
    assert "depends" not in problem
    printing = SNIPPET.replace('print(f"mean', f'{OLDER}print(older)\nprint(f"mean')
    problems = reported(text, printing)
    assert "“mean” prints “True” with the kernels of an older processor" in problems[0]


def test_a_number_that_moves_a_little_with_the_processor_keeps_a_margin(reported):
    """It moves by 0.01, so it may be 0.1 away elsewhere: 1 holds, 1.0 does not."""
    text = "---\ndepends: {page: seed tolerances}\n---\n" + PAGE
    page = text.replace("corners }}", "corners }} and {{ 1.0 = level }}")
    snippet = f"{SNIPPET}{OLDER}level = 1 + 0.01 * older\n"
    (problem,) = reported(page, snippet)
    assert "“1.0 = level” moves by 1e-02 with the processor or the version" in problem
    assert problem.endswith("holds no move of 10 times that; write 1, which is safe")
    assert reported(page.replace("1.0 =", "1 ="), snippet) == []


def test_a_size_that_moves_much_with_the_processor_stays_a_size(reported):
    """Once 1 and once 1.5: it may be 6 elsewhere, or a sixth, and is not below zero."""
    text = "---\ndepends: {page: seed tolerances}\n---\n" + PAGE
    snippet = f"{SNIPPET}{OLDER}error = 1 + 0.5 * older\n"
    page = text.replace("corners }}", "corners }} and {{ at least 0.1 = error }}")
    assert reported(page, snippet) == []
    (problem,) = reported(page.replace("0.1 =", "0.2 ="), snippet)
    assert "“at least 0.2 = error” moves by 5e-01 with the processor" in problem


def test_a_snippet_that_does_not_end_under_a_condition_is_reported(reported, monkeypatch):
    monkeypatch.setattr(robustness, "PATIENCE", 0.02)  # of the 60 seconds that a snippet has
    endless = f"{SNIPPET}{OLDER}while older:\n    pass\n"
    (problem,) = reported("---\ndepends: {page: seed tolerances}\n---\n" + PAGE, endless)
    assert "with the kernels of an older processor, does not end within 1.2 s" in problem


def test_a_snippet_that_fails_under_a_condition_is_reported(reported):
    failing = "\nassert round(np.random.default_rng(0).random(), 6) == 0.636962\n"
    problems = reported("---\ndepends: {page: seed tolerances}\n---\n" + PAGE, SNIPPET + failing)
    assert "snippets/a/page.py:1: with the seed" in problems[0]
    assert "“search” raised AssertionError: ; fix the snippet" in problems[0]


def test_another_version_is_another_interpreter(reported, tmp_path):
    """An interpreter that says it is older: what it computes counts."""
    older = tmp_path / "older.py"
    older.write_text("import json, sys, numpy\nnumpy.pi = 3.13\n", encoding="utf-8")
    python = tmp_path / "python"
    python.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c \"exec(open('{older}').read());"
        "import runpy; runpy.run_module('recipes.tools.conditions', run_name='__main__')\"\n",
        encoding="utf-8",
    )
    python.chmod(0o755)
    page = PAGE.replace("corners }}", "corners }} and {{ 3.14 = circle }}")
    text = "---\ndepends: {page: seed tolerances}\n---\n" + page
    (problem,) = reported(text, SNIPPET + "\ncircle = float(np.pi)\n", python)
    assert "“3.14 = circle” is 3.13 with the oldest SciPy that we support; write 3," in problem


def test_what_a_number_depends_on_is_one_of_four_words(library):
    loaded = library({"docs/a/page.md": "---\ndepends: {x: weather}\n---\n"})
    (problem,) = loaded.problems
    assert "“depends” is “name: what it depends on”, of seed, threads, tolerances" in str(problem)


def test_readers_see_what_a_number_depends_on(convert):
    tests = {"tests/a/test_page.py": 'def test_one():\n    """One is one."""\n'}
    head = "---\ndepends: {corners: seed, third: seed version}\n---\n"
    html = convert(f"{head}# A\n\n```tests\n```\n", **tests).html
    assert "These values depend on the seed of the random numbers: <code>corners</code>, " in html
    assert "These values depend on the versions of the libraries: <code>third</code>." in html
    html = convert("---\ndepends: {page: seed}\n---\n# A\n\n```tests\n```\n", **tests).html
    assert "All numbers of this page depend on the seed of the random numbers." in html


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("quad(f, 0, 1)", {"epsabs": 1.49e-9, "epsrel": 1.49e-9}),
        ("quad(f, 0, 1, epsabs=1e-3)", {"epsabs": 1e-4, "epsrel": 1.49e-9}),
        ("solve_ivp(f, (0, 1), [1])", {"rtol": 1e-4, "atol": 1e-7}),
        ("solve_ivp(f, (0, 1), [1], rtol=1e-8)", {"rtol": 1e-9}),
        ("brentq(f, -1, 1)", {"xtol": 2e-13, "rtol": 4 * sys.float_info.epsilon}),
        ("minimize(f, [1])", {"gtol": 1e-6}),
        ("minimize(f, [1], bounds=[(0, 1)])", {"ftol": 2.2e-10, "gtol": 1e-6}),
        ("minimize(f, [1], constraints=c)", {"ftol": 1e-7}),
        ("minimize(f, [1], method='SLSQP', options={'maxiter': 9})", {"ftol": 1e-7, "maxiter": 9}),
        ("minimize(f, [1], tol=1e-3)", {"tol": 1e-4}),
        ("root(f, [1])", {"xtol": 1.49e-9}),
    ],
)
def test_tolerances_are_a_tenth_of_what_a_call_asks_for_or_leaves_at_its_default(call, expected):
    import inspect

    from scipy import integrate, optimize

    seen = {}

    def recorded(name, function):
        signature = inspect.signature(function)

        def record(*args, **kwargs):
            bound = signature.bind(*args, **kwargs)
            conditions.tighten(name, signature, bound.arguments)
            seen.update(bound.kwargs, **(bound.arguments.get("options") or {}))

        return record

    space = {
        name: recorded(f"{module.__name__}.{name}", getattr(module, name))
        for module in (integrate, optimize)
        for name in ("quad", "solve_ivp", "brentq", "minimize", "root")
        if hasattr(module, name)
    }
    eval(call, {**space, "f": abs, "c": [{"type": "eq", "fun": abs}]})
    assert {name: pytest.approx(value) for name, value in expected.items()} == {
        name: value for name, value in seen.items() if name in expected
    }


MINIMIZERS = [
    (method, tolerances)
    for name, tolerances in conditions.DOCUMENTED.items()
    for function, _, method in [name.partition(" ")]
    if function.endswith("minimize")
]


@pytest.mark.parametrize(("method", "tolerances"), MINIMIZERS, ids=lambda one: str(one)[:12])
def test_asking_for_the_documented_tolerances_changes_nothing(method, tolerances):
    """Neither the point nor the number of steps; asking for less does."""
    import numpy as np
    from scipy.optimize import minimize

    ones = np.ones((2, 2))

    def bowl(x):
        return np.sum((x - 1) ** 4) + np.sum(x) ** 2

    derivatives = {}
    if method == "trust-constr":  # learns no curvature then, so it cannot warn that it did not
        derivatives["jac"] = lambda x: 4 * (x - 1) ** 3 + 2 * np.sum(x)
        derivatives["hess"] = lambda x: np.diag(12 * (x - 1) ** 2) + 2 * ones

    def ended(**options):
        return minimize(bowl, [-1.0, 2.0], method=method, options=options, **derivatives)

    plain, asked = ended(), ended(**tolerances)
    tighter = ended(**{name: value / 1000 for name, value in tolerances.items()})
    assert np.array_equal(plain.x, asked.x) and plain.nfev == asked.nfev
    assert tighter.nfev > plain.nfev


def test_the_oldest_environment_asks_for_what_the_project_allows(tmp_path, monkeypatch):
    project = '[project]\ndependencies = ["numpy>=2.1", "pillow>=11", "mkdocs>=1.6,<2"]\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    asked = []

    def run(command, **_):
        asked.append(command)
        return type("Answer", (), {"returncode": len(asked) - 1, "stderr": "x\nno network\n"})

    monkeypatch.setattr(robustness.subprocess, "run", run)
    monkeypatch.setattr(robustness.venv, "create", lambda folder, **_: Path(folder).mkdir())
    python = robustness.install_oldest(tmp_path, tmp_path)
    assert asked[0][0] == str(python) and asked[0][-2:] == ["numpy==2.1.*", "pillow==11.0.*"]
    assert robustness.install_oldest(tmp_path, tmp_path) == python and len(asked) == 1
    (python.parents[1] / "complete").unlink()
    monkeypatch.setattr(robustness.venv, "create", lambda folder, **_: None)
    with pytest.raises(robustness.OldestError, match=r"cannot be installed \(no network\); see to"):
        robustness.install_oldest(tmp_path, tmp_path)
