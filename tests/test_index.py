"""What the first page shows and says, checked."""

from pathlib import Path

from pytest import approx
from recipes.mathematics.equation import Equation
from recipes.testing import page

from snippets import index as run
from snippets.integrate import double_integral

PAGE = page("index.md")


def test_the_equation_is_the_one_of_the_recipe_and_holds():
    equation = PAGE.equation("triangle")
    assert equation.tex == page("integrate/double-integral.md").equation("triangle").tex
    assert equation.holds()
    assert run.value == approx(equation.rhs()) == double_integral.value
    value, limits = equation.lhs.integrand(x=0.2, y=0.7)
    assert value == approx(0.2 * 0.7)
    assert limits == {"x": (0, 0.5), "y": (0, approx(double_integral.upper(0.2)))}


def test_what_is_changed_is_what_the_page_says():
    assert Equation(run.tex).holds()
    assert run.refusals(run.sentence, run.value) == []
    text = Path(PAGE.page.label).read_text(encoding="utf-8")
    assert run.sentence.removesuffix(".") in text


def test_each_change_is_refused():
    (number,), (code,) = run.wrong_number, run.wrong_code
    assert "0.0140" in number and "0.0104" in code
    assert not run.wrong_sign.holds()


def test_the_refused_values_are_those_of_the_changed_integrals():
    """Of x (1 + 2 x)^2 / 2 it is A^2 / 4 + 2 A^3 / 3 + A^4 / 2; of x + y it is A B (A + B) / 6."""
    assert run.left == approx(0.5**2 / 4 + 2 * 0.5**3 / 3 + 0.5**4 / 2)
    assert run.right == approx(1 / 96)
    assert run.wrong_code[0].endswith(f"value is {0.5 * 1 * (0.5 + 1) / 6}")
