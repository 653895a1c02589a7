"""What the page integrate/double-integral.md says about double integrals, checked."""

from math import factorial, pi, sqrt

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.integrate import dblquad, quad
from sympy import Rational

from snippets.integrate import double_integral as run

PAGE = page("integrate/double-integral.md")


def test_closed_form():
    """The integral of xy over the triangle is 1/96."""
    equation = PAGE.equation("triangle")
    assert equation.lhs.sympy().doit() == Rational(1, 96)
    assert equation.holds()
    assert run.value == approx(equation.rhs(), rel=1e-12)  # 441 terms, each rounded to 1e-16
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(run.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(run.upper(0.2)))}


def test_error_estimate():
    """The error estimate covers the true error."""
    assert abs(run.value - 1 / 96) <= run.error_estimate


def test_count():
    """One pass of a Gauss-Kronrod rule with 21 points is enough in each variable."""
    x = 0.2
    _, _, inner = quad(lambda y: x * y, 0, run.upper(x), full_output=True)
    _, _, outer = quad(lambda x: x * run.upper(x) ** 2 / 2, 0, 0.5, full_output=True)
    assert inner["neval"] == outer["neval"] == 21
    assert run.evaluations == 21**2


def test_formulas():
    """The border and the integrands in the sentences are those of the code."""
    x, y = 0.3, 0.7
    assert PAGE.inline("y = 1 - 2x").holds(x=x, y=run.upper(x))
    assert PAGE.inline("x y")(x=x, y=y) == approx(run.integrand(y, x))
    power = PAGE.inline("x^2 y")
    swapped, _ = dblquad(lambda x, y: power(x=x, y=y), 0, 0.5, 0, run.upper)
    right, _ = dblquad(lambda y, x: power(x=x, y=y), 0, 0.5, 0, run.upper)
    assert (run.right, run.swapped) == (approx(right), approx(swapped))


@pytest.mark.parametrize(("a", "b"), [(0, 0), (1, 1), (2, 1), (1, 2), (3, 4)])
def test_monomials(a, b):
    """Every monomial has its closed form: over legs A and B, A^(a+1) B^(b+1) a! b! / (a+b+2)!."""
    computed, _ = dblquad(lambda y, x: x**a * y**b, 0, 0.5, 0, run.upper)
    assert computed == approx(0.5 ** (a + 1) * factorial(a) * factorial(b) / factorial(a + b + 2))


def test_wrong_order():
    """With the arguments swapped, dblquad integrates another function."""
    assert (run.right, run.swapped) == (approx(1 / 480), approx(1 / 240))
    assert run.below == approx(240)


def test_curved_limits():
    """With curved limits dblquad finds the area of the disc."""
    area, _ = dblquad(lambda y, x: 1, -1, 1, lambda x: -sqrt(1 - x * x), lambda x: sqrt(1 - x * x))
    assert area == approx(pi)


def test_grid_order():
    """The grid by hand converges to the same value, with the first order."""
    coarse, fine = (abs(run.midpoint_grid(n) - 1 / 96) for n in (100, 1600))
    order = np.log(coarse / fine) / np.log(16)
    assert order == approx(1, abs=0.3)


def test_grid_midpoints(monkeypatch):
    """The grid by hand adds up any integrand at the midpoints inside."""
    monkeypatch.setattr(run, "integrand", lambda y, x: x**2 * y)
    assert run.midpoint_grid(2) == approx((1 / 8) ** 2 * (1 / 4) / 8)  # one of four lies inside
    assert run.midpoint_grid(400) == approx(1 / 480, rel=0.01)
    assert run.counted(3, 5) == 75


def test_figure_shade():
    x, y = np.linspace(0, 0.5, 201), np.linspace(0, 1, 201)
    inside = run.upper(x) >= y[:, None]
    shade = np.where(inside, np.outer(y, x), np.nan)
    shows(run.ax, image=shade, labels=("$x$", "$y$"), limits=((0, 0.5), (0, 1)))
    assert run.image.origin == "lower"


def test_figure_lines():
    side, strip = "$y = 1 - 2x$", "inner integral at $x = 0.2$"
    lines = {side: (run.x, 1 - 2 * run.x), strip: ([0.2, 0.2], [0, 0.6])}
    shows(run.ax, lines=lines, legend=[side, strip])
    assert (run.x[0], run.x[-1]) == (0, 0.5) and np.isclose(run.x, 0.2).any()
