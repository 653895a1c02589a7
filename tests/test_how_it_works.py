"""What the page how-it-works.md says about the proof of a page, checked."""

import re

import numpy as np
import pytest
from pytest import approx
from recipes.checking import colours, page_checks
from recipes.reading.page import parse
from recipes.testing import page
from scipy.stats import t

from snippets import how_it_works as run
from snippets import mark
from snippets.integrate import double_integral

PAGE = page("how-it-works.md")


def test_equation():
    """The equation is the one of the recipe."""
    recipe = page("integrate/double-integral.md").equation("triangle")
    assert PAGE.equation("triangle").tex == recipe.tex == run.tex


def test_integral():
    """The equation holds for the integral that the recipe computes."""
    equation = PAGE.equation("triangle")
    assert equation.holds()
    assert equation.rhs() == approx(double_integral.value)
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(double_integral.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(double_integral.upper(0.2)))}


def test_names():
    """A name is a call or a product, as it is bound."""
    formula = PAGE.inline("f(x + 1)")
    assert formula(f=np.exp, x=2) == approx(np.exp(3))
    assert formula(f=7, x=2) == 21


def test_changes():
    """Every change is another formula, and only one stays true."""
    assert run.tried == run.false + run.refused + run.missed
    (survivor,) = run.survivors
    inside = survivor[survivor.rindex("}", 0, survivor.index(r"\,")) + 1 : survivor.index(r"\,")]
    assert re.sub(r"\s", "", inside) == "xx"
    assert PAGE.inline("x x")(x=0.3) == approx(0.09)


def test_coincidence():
    """The square has the same integral by coincidence: x^2 (1 - 2 x) has A^3 / 3 - A^4 / 2."""
    assert 0.5**3 / 3 - 0.5**4 / 2 == pytest.approx(1 / 96)


def test_sign():
    """The wrong sign makes another integral: A^2 / 4 + 2 A^3 / 3 + A^4 / 2."""
    assert run.left == approx(0.5**2 / 4 + 2 * 0.5**3 / 3 + 0.5**4 / 2)
    assert run.right == approx(1 / 96)


def test_opposite():
    """A sentence that says the opposite of its right number fails the test that quotes it."""
    old, new = np.array(run.old), np.array(run.new)
    spread = np.sqrt((old.var(ddof=1) + new.var(ddof=1)) / len(old))
    assert run.p == approx(2 * t.sf((new.mean() - old.mean()) / spread, 2 * len(old) - 2))
    assert run.p < 0.05 and "{{ 0.02 = p }}" in run.said and run.complaints == []
    (failure,) = map(str, run.failures)
    assert "the nearest words are “so the marks do not differ”" in failure
    right = parse("marks.md", run.said.replace("do not differ", "differ"))
    assert list(page_checks.check(right, {"p": run.p}, run.test)) == []


def test_figure_of_the_mark():
    curve, dots = mark.ax.lines
    assert mark.path(np.linspace(-1, 1, len(mark.points))) == approx(mark.points)
    assert curve.get_xydata()[::-1] == approx(-curve.get_xydata(), abs=1e-12)
    assert dots.get_xydata() == approx(mark.points[::2])
    assert dots.get_xydata() == approx(curve.get_xydata()[::50])


def test_figure_is_an_s():
    """It begins on the upper right, bends to the left above and to the right below."""
    turns = mark.ax.lines[0].get_xydata()
    across, up = turns.T
    assert turns[0].min() > 0
    assert (across[(0.2 < up) & (up < 0.55)] < 0).all()
    assert (across[(-0.55 < up) & (up < -0.2)] > 0).all()
    assert mark.ax.get_aspect() == 1 and not mark.ax.axison
    assert colours.distinguishable(colours.drawn(mark.ax))
