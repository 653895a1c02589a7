"""What the page integrate/double-integral.md says about double integrals, checked."""

import warnings
from math import factorial, pi, sqrt

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.integrate import cubature, dblquad, nquad, quad
from sympy import Rational

from snippets.integrate import double_integral as run

PAGE = page("integrate/double-integral.md")


def test_closed_form():
    """The integral of xy over the triangle is 1/96."""
    PAGE.says(
        "Double integrals with variable limits", "scipy.integrate.dblquad", section="description"
    )
    PAGE.says("limits may be functions of the outer variable", "up to rounding", "The result is")
    PAGE.says("The outer limits are numbers and the inner", "integral with variable limits")
    equation = PAGE.equation("triangle")
    assert equation.lhs.sympy().doit() == Rational(1, 96)
    assert equation.holds()
    assert run.value == approx(equation.rhs(), rel=1e-12)  # 441 terms, each rounded to 1e-16
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(run.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(run.upper(0.2)))}
    assert [callable(limit) for limit in run.triangle] == [False, False, False, True]


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


def test_more():
    """nquad takes more variables, and cubature integrands with several values."""
    PAGE.says("`scipy.integrate.nquad` for more variables")
    PAGE.says("`scipy.integrate.cubature` for vector-valued integrands")
    assert nquad(run.integrand, [lambda x: (0, run.upper(x)), (0, 0.5)])[0] == approx(run.value)
    limits = [lambda y, x: (0, 1 - x - y), lambda x: (0, 1 - x), (0, 1)]
    assert nquad(lambda z, y, x: z, limits)[0] == approx(1 / 24)
    both = cubature(lambda p: p * p[:, ::-1] ** [[1, 2]], [0, 0], [1, 1]).estimate
    assert both == approx([1 / 4, 1 / 6])


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
    """With the arguments swapped, dblquad integrates another function and gives no warning."""
    PAGE.says("With $x^2 y$ it returns the integral of another function, without a warning")
    PAGE.says("With a symmetric integrand such as $x y$ nobody notices the wrong order")
    PAGE.says("`func(y, x)`: the *inner* variable comes first")
    with warnings.catch_warnings(action="error"):
        wrong, _ = dblquad(lambda x, y: x**2 * y, *run.triangle)
    assert wrong == run.swapped and run.integrand(0.2, 0.7) == run.integrand(0.7, 0.2)
    assert dblquad(lambda first, second: first, *run.triangle)[0] == approx(1 / 12)  # of y
    assert (run.right, run.swapped, run.below) == (approx(1 / 480), approx(1 / 240), approx(240))


def test_areas():
    """With one as integrand dblquad finds areas: of the triangle, a disc and between curves."""
    PAGE.says("over a region whose inner limits are functions of the outer variable")
    PAGE.says("by a constant one, the same limits give the area of the region")
    PAGE.says("a triangle, a disc, the area between curves")
    for limits, area in [
        (run.triangle, 1 / 4),
        ((-1, 1, lambda x: -sqrt(1 - x * x), lambda x: sqrt(1 - x * x)), pi),
        ((0, 1, lambda x: x * x, lambda x: sqrt(x)), 1 / 3),
    ]:
        assert dblquad(lambda y, x: 1, *limits)[0] == approx(area)
    assert run.area == approx(1 / 4)


def test_grid_order():
    """The grid by hand converges to the same value, with the first order."""
    PAGE.says("Along the slanted side a cell is either in", "points the relative error is still")
    PAGE.says("or out, and that staircase shrinks slowly")
    coarse, fine = (abs(run.midpoint_grid(n) - 1 / 96) for n in (100, 1600))
    order = np.log(coarse / fine) / np.log(16)
    assert order == approx(1, abs=0.3)


def test_grid_midpoints(monkeypatch):
    """The grid by hand adds up any integrand at the midpoints inside."""
    PAGE.says("a grid over the bounding box and add up the cells whose midpoint lies inside")
    monkeypatch.setattr(run, "integrand", lambda y, x: x**2 * y)
    assert run.midpoint_grid(2) == approx((1 / 8) ** 2 * (1 / 4) / 8)  # one of four lies inside
    assert run.midpoint_grid(400) == approx(1 / 480, rel=0.01)
    assert run.counted(3, 5) == 75


def test_evaluations():
    """dblquad evaluates the integrand at 21 × 21 points, all of them inside."""
    PAGE.says("`dblquad` follows the border exactly", "evaluations of the integrand are enough")
    places = []
    value, _ = dblquad(lambda y, x: places.append((x, y)) or x * y, *run.triangle)
    assert value == approx(run.value) and len(places) == 21**2
    assert all(0 < y < run.upper(x) for x, y in places)


def test_figure_shade():
    PAGE.says("A triangle with a right angle at the origin. It is", "shaded by the integrand")
    PAGE.says("bright near the middle of its slanted side", "The region below")
    PAGE.says("wide and 1 high, dark along both axes and")
    x, y = np.linspace(0, 0.5, 201), np.linspace(0, 1, 201)
    inside = run.upper(x) >= y[:, None]
    shade = np.where(inside, np.outer(y, x), np.nan)
    shows(run.ax, image=shade, labels=("$x$", "$y$"), limits=((0, 0.5), (0, 1)))
    assert run.image.origin == "lower"
    assert inside[0].all() and inside[:, 0].all() and not shade[0].any() and not shade[:, 0].any()
    row, column = np.unravel_index(np.nanargmax(shade), shade.shape)
    assert (x[column], y[row]) == approx((0.25, 0.5), abs=0.01)
    assert sum(run.image.cmap(0.0)[:3]) < sum(run.image.cmap(1.0)[:3]) / 2  # dark, bright


def test_figure_lines():
    PAGE.says("the dashed strip is one inner integral", "A dashed line", "runs through it")
    PAGE.says("The line is vertical and ends at the slanted side")
    side, strip = "$y = 1 - 2x$", "inner integral at $x = 0.2$"
    lines = {side: (run.x, 1 - 2 * run.x), strip: ([0.2, 0.2], [0, 0.6])}
    shows(run.ax, lines=lines, legend=[side, strip])
    assert (run.x[0], run.x[-1]) == (0, 0.5) and np.isclose(run.x, 0.2).any()
    assert [dashes is None for _, dashes in run.ax.collections[0].get_linestyle()] == [False]
