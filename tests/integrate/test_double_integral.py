"""What the page integrate/double-integral.md says about double integrals, checked."""

from math import factorial, pi, sqrt

import numpy as np
import pytest
from pytest import approx
from recipes.testing import distinguishable, page
from scipy.integrate import dblquad
from sympy import Rational

from snippets.integrate import double_integral as run

PAGE = page("integrate/double-integral.md")


def test_the_equation_is_the_integral_that_the_snippet_computes():
    equation = PAGE.equation("triangle")
    assert equation.lhs.sympy().doit() == Rational(1, 96)
    assert equation.holds()
    assert run.value == approx(equation.rhs(), rel=1e-12)
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(run.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(run.upper(0.2)))}


def test_the_formulas_in_the_sentences_are_those_of_the_code():
    x, y = 0.3, 0.7
    assert PAGE.inline("y = 1 - 2x").holds(x=x, y=run.upper(x))
    assert PAGE.inline("x y")(x=x, y=y) == approx(run.integrand(y, x))
    power = PAGE.inline("x^2 y")
    swapped, _ = dblquad(lambda x, y: power(x=x, y=y), 0, 0.5, 0, run.upper)
    right, _ = dblquad(lambda y, x: power(x=x, y=y), 0, 0.5, 0, run.upper)
    assert (run.right, run.swapped) == (approx(right), approx(swapped))


def test_the_integral_is_one_ninety_sixth():
    assert run.value == approx(1 / 96, rel=1e-12)  # 441 terms, each rounded to 1e-16 of the value


def test_the_error_estimate_covers_the_true_error():
    assert abs(run.value - 1 / 96) <= run.error_estimate


@pytest.mark.parametrize(("a", "b"), [(0, 0), (1, 1), (2, 1), (1, 2), (3, 4)])
def test_every_monomial_has_its_closed_form(a, b):
    """Over legs A = 1/2 and B = 1: A^(a+1) B^(b+1) a! b! / (a+b+2)!."""
    computed, _ = dblquad(lambda y, x: x**a * y**b, 0, 0.5, 0, run.upper)
    assert computed == approx(0.5 ** (a + 1) * factorial(a) * factorial(b) / factorial(a + b + 2))


def test_swapped_arguments_integrate_another_function():
    assert (run.right, run.swapped) == (approx(1 / 480), approx(1 / 240))
    assert run.below == approx(240)


def test_curved_limits_give_the_area_of_the_disc():
    area, _ = dblquad(lambda y, x: 1, -1, 1, lambda x: -sqrt(1 - x * x), lambda x: sqrt(1 - x * x))
    assert area == approx(pi)


def test_the_grid_by_hand_converges_to_the_same_value_slowly():
    """The staircase at the slanted side leaves a first-order error."""
    coarse, fine = (abs(run.midpoint_grid(n) - 1 / 96) for n in (100, 1600))
    order = np.log(coarse / fine) / np.log(16)
    assert order == approx(1, abs=0.3)


def test_the_grid_by_hand_adds_the_midpoints_of_any_integrand(monkeypatch):
    """With 2 by 2 cells one midpoint lies inside, (1/8, 1/4), in a cell of the area 1/8."""
    monkeypatch.setattr(run, "integrand", lambda y, x: x**2 * y)
    assert run.midpoint_grid(2) == approx((1 / 8) ** 2 * (1 / 4) / 8)
    assert run.midpoint_grid(400) == approx(1 / 480, rel=0.01)
    assert run.counted(3, 5) == 75


def test_the_figure_shows_the_region_and_nothing_outside():
    shown = ~np.isnan(run.shade)
    height = 1 - 2 * run.X - run.Y
    assert shown[height > 1e-9].all() and not shown[height < -1e-9].any()
    assert run.shade[shown] == approx((run.X * run.Y)[shown])
    left, right, bottom, top = run.image.get_extent()
    assert (left, right) == (run.x[0], run.x[-1]) and (bottom, top) == (run.y[0], run.y[-1])
    assert run.image.origin == "lower" and (run.X[0] == run.x).all()


def test_the_figure_marks_the_side_and_one_inner_integral_on_its_grid():
    (side,) = run.ax.get_lines()
    x, y = side.get_data()
    assert y == approx(1 - 2 * x) and (x[0], x[-1]) == (0, 0.5)
    (line,) = run.ax.collections[0].get_segments()
    assert line == approx(np.array([[0.2, 0], [0.2, 0.6]]))
    assert np.isclose(run.x, 0.2).any() and np.isclose(run.y, 0.6).any()
    names = [text.get_text() for text in run.ax.get_legend().get_texts()]
    assert names == ["$y = 1 - 2x$", "inner integral at $x = 0.2$"]
    assert (run.ax.get_xlabel(), run.ax.get_ylabel()) == ("$x$", "$y$")
    assert distinguishable([side.get_color(), "black"])
