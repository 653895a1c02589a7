"""What the page how-it-works.md says about the proof of a page, checked."""

import re

import numpy as np
import pytest
from pytest import approx

from docs._engine.binding import page
from snippets import how_it_works as run
from snippets.integrate import double_integral

PAGE = page("how-it-works.md")


def test_the_equation_is_the_one_of_the_recipe():
    recipe = page("integrate/double-integral.md").equation("triangle")
    assert PAGE.equation("triangle").tex == recipe.tex == run.tex


def test_the_equation_holds_for_the_integral_that_the_recipe_computes():
    equation = PAGE.equation("triangle")
    assert equation.holds()
    assert equation.rhs() == approx(double_integral.value)
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(double_integral.integrand(0.7, 0.2))
    assert limits == {"x": (0, 0.5), "y": (0, approx(double_integral.upper(0.2)))}


def test_a_name_is_a_call_or_a_product_as_it_is_bound():
    formula = PAGE.inline("f(x + 1)")
    assert formula(f=np.exp, x=2) == approx(np.exp(3))
    assert formula(f=7, x=2) == 21


def test_every_change_is_another_formula_and_only_one_stays_true():
    assert run.tried == run.false + run.refused + run.missed
    (survivor,) = run.survivors
    inside = survivor[survivor.rindex("}", 0, survivor.index(r"\,")) + 1 : survivor.index(r"\,")]
    assert re.sub(r"\s", "", inside) == "xx"
    assert PAGE.inline("x x")(x=0.3) == approx(0.09)


def test_the_square_has_the_same_integral_by_coincidence():
    """The integral of x^2 (1 - 2 x) from 0 to A is A^3 / 3 - A^4 / 2."""
    assert 0.5**3 / 3 - 0.5**4 / 2 == pytest.approx(1 / 96)


def test_the_wrong_sign_makes_another_integral():
    """The integral of x (1 + 2 x)^2 / 2 from 0 to A is A^2 / 4 + 2 A^3 / 3 + A^4 / 2."""
    assert run.left == approx(0.5**2 / 4 + 2 * 0.5**3 / 3 + 0.5**4 / 2)
    assert run.right == approx(1 / 96)
