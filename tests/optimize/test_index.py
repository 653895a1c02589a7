"""What the page optimize/index.md says about minimizers, root finders and old names, checked."""

import inspect
import warnings

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import one_based, page
from scipy import optimize
from scipy.optimize import minimize

from snippets.optimize import index as run

PAGE = page("optimize/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def test_valley():
    """The valley is Rosenbrock's, a sum of squares, with its minimum at ones."""
    PAGE.says("is steep across and almost flat along its floor", "are one at its minimum")
    x = np.random.default_rng(0).normal(size=7)
    f = PAGE.equation("valley").rhs
    assert f(n=7, x=one_based(x)) == approx(optimize.rosen(x)) == approx(sum(run.residuals(x) ** 2))
    assert optimize.rosen(run.valley) == 0 and not optimize.rosen_der(run.valley).any()
    bends = np.linalg.eigvalsh(optimize.rosen_hess(run.valley))
    assert bends[-1] > 1000 * bends[0] > 0
    f = PAGE.equation("valley")
    assert f.holds(n=7, x=one_based(x), f=lambda table: optimize.rosen(table.array))


def test_gradient():
    """The gradient saves most of the calls, in other numbers of unknowns too."""
    PAGE.says("Pass the gradient as `jac`: it saves most of the calls")
    assert run.minima["bfgs"]["calls"] < run.minima["blind"]["calls"] / 2
    assert run.minima["exact"]["calls"] < run.minima["bfgs"]["calls"]
    for count in (6, 20):
        blind = minimize(optimize.rosen, np.zeros(count), method="BFGS")
        told = minimize(optimize.rosen, np.zeros(count), jac=optimize.rosen_der, method="BFGS")
        assert told.nfev + told.njev < blind.nfev / 2
        assert told.x == approx(1, abs=1e-4) == blind.x


def test_sum_of_squares():
    """A fit of a decay is a sum of squares too: least_squares finds more digits in fewer calls."""
    PAGE.says("tell `least_squares` its terms, and no derivative is needed for many digits")
    assert run.minima["squares"]["error"] < 1e-3 * run.minima["blind"]["error"]
    assert run.minima["squares"]["calls"] < run.minima["blind"]["calls"]
    t, wanted = np.linspace(0, 3, 20), np.array([2, 1.3])

    def terms(p):
        return p[0] * np.exp(-p[1] * t) - 2 * np.exp(-1.3 * t)

    few = run.tried(lambda f: optimize.least_squares(f, [1, 1]).x, wanted, terms)
    many = run.tried(lambda f: minimize(f, [1, 1]).x, wanted, lambda p: sum(terms(p) ** 2))
    assert few["calls"] < many["calls"] and few["error"] < many["error"]


def test_simplex():
    """Nelder-Mead finds the minimum of few unknowns, and admits that it has not of many."""
    PAGE.says("`Nelder-Mead` is for few unknowns: here it gives up far from the minimum")
    few = minimize(optimize.rosen, [0, 0], method="Nelder-Mead")
    many = minimize(optimize.rosen, run.start, method="Nelder-Mead")
    assert few.success and few.x == approx(1, abs=1e-3)
    assert not many.success and run.minima["simplex"]["error"] > 0.1


def test_brackets():
    """With a change of sign each finder has the root; brentq does with a third of the calls."""
    equation = PAGE.inline("e^x = 10")
    assert equation.holds(x=run.root) and run.f(0.3) == approx(equation.lhs(x=0.3) - 10)
    PAGE.says("Between places where the signs differ, use `brentq`", "a change of sign, arrays")
    for found in (run.near, run.far):
        assert max(found[name]["error"] for name in ("bisect", "brentq", "find_root")) < 1e-11
        assert found["brentq"]["calls"] < found["bisect"]["calls"] / 3
    for function, root in [(lambda x: np.cos(x) - x, 0.7390851332151607), (np.log, 1)]:
        fast = run.tried(optimize.brentq, root, function, 0.1, 3)
        slow = run.tried(optimize.bisect, root, function, 0.1, 3)
        assert fast["error"] < 1e-11 and fast["calls"] < slow["calls"] / 3
    numbers = np.array([2, 5, 9])
    found = optimize.elementwise.find_root(lambda x, c: np.exp(x) - c, (0, 5), args=(numbers,))
    assert found.x == approx(np.log(numbers)) and found.success.all()


def test_newton():
    """From far away newton gives up with the slope; without it the root is wrong, and unwarned."""
    PAGE.says("and from a bad start it fails; without the slope it did so without a warning")
    PAGE.says("`newton` begins where they begin", "it stops with an error", "`newton` is no faster")
    with pytest.raises(RuntimeError, match="converge"):
        optimize.newton(run.f, run.wide[0], fprime=np.exp)
    with warnings.catch_warnings(action="error"):
        assert abs(run.f(optimize.newton(run.f, run.wide[0]))) > 9
    assert run.near["newton"]["error"] < 1e-11 and run.steep["error"] < 1e-11
    assert run.steep["calls"] > run.near["brentq"]["calls"]


def test_old_names():
    """The older interfaces work and agree; simplex warns, and so does disp of L-BFGS-B."""
    PAGE.says("`fmin_powell` | older interfaces, still work", "`leastsq` | older interfaces")
    PAGE.says('`linprog(method="simplex")` | warns |', "warns since 1.16, to be removed in 1.18")
    valley, ones = optimize.rosen, approx(run.valley[:2], abs=1e-3)
    for old in (optimize.fmin, optimize.fmin_bfgs, optimize.fmin_powell):
        assert old(valley, [0, 0], disp=False) == ones
    assert optimize.leastsq(run.residuals, [0, 0])[0] == ones
    assert optimize.fsolve(run.f, 2) == approx(run.root)
    assert inspect.signature(optimize.linprog).parameters["method"].default == "highs"
    with pytest.deprecated_call():
        optimize.linprog([1], bounds=[(0, 1)], method="simplex")
    if (1, 16) <= VERSION < (1, 18):
        with pytest.deprecated_call():
            minimize(valley, [0, 0], method="L-BFGS-B", options={"disp": False})
