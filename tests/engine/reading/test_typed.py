"""A formula in one line keeps its value: what stands below a fraction stays below it."""

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from recipes.reading import prose
from recipes.reading.typed import typed
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication_application,
    parse_expr,
    standard_transformations,
)

AS_PEOPLE_TYPE = (*standard_transformations, convert_xor, implicit_multiplication_application)
VALUES = {"a": 2.5, "b": -1.25, "c": 3.75, "n": 4.0, "k": 2.0, "x": 0.7}
FUNCTIONS = {"sqrt": math.sqrt, "cos": math.cos}


@pytest.mark.parametrize(
    ("tex", "python"),
    [
        (r"\frac{a c}{a + c + 1}", "a * c / (a + c + 1)"),
        (r"\frac{a + c}{n}", "(a + c) / n"),
        (r"\frac{a - c}n", "(a - c) / n"),
        (r"\frac{a (c + 1)}{2 k}", "a * (c + 1) / (2 * k)"),
        (r"\frac12 c", "c / 2"),
        (r"a \frac{-c}{n}", "a * (-c / n)"),
        (r"\frac{1}{2 \sqrt{n}}", "1 / (2 * sqrt(n))"),
        (r"\dfrac{1}{\frac{a}{b}}", "b / a"),
        (r"\frac{\frac{a}{b}}{c}", "a / b / c"),
        (r"\frac{1}{a^2} c", "c / a**2"),
        (r"\frac{1}{2}x", "x / 2"),
        (r"\frac{a}{n}\frac{c}{k}", "a * c / n / k"),
        (r"\sqrt{x^2 + c^2} a", "sqrt(x**2 + c**2) * a"),
        (r"\sqrt[3]{a c}", "(a * c) ** (1 / 3)"),
        (r"a^{n + 1} - a^{-2}", "a ** (n + 1) - a**-2"),
        (r"a^{-n x} c", "a ** (-n * x) * c"),
        (r"2 \cos \frac{a c}{n}", "2 * cos(a * c / n)"),
        (r"\cos\left(\frac{a c}{n}\right) x", "cos(a * c / n) * x"),
    ],
)
def test_the_line_has_the_value_of_the_formula(tex: str, python: str) -> None:
    read = parse_expr(typed(tex), transformations=AS_PEOPLE_TYPE).subs(VALUES)
    assert float(read) == pytest.approx(eval(python, FUNCTIONS, VALUES), rel=1e-12)


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\left\| A - A_k \right\|_2 = \sigma_{k+1}", "||A - A_k||_2 = sigma_(k+1)"),
        (r"\log(1 + \lvert F \rvert)", "log(1 + |F|)"),
        (r"\int_{0}^{1} \sqrt{x} \, dx \approx 0.67", "int_0^1 sqrt(x) dx ≈ 0.67"),
        (r"f^{\prime}(x) \le -\infty", "f'(x) ≤ -infty"),
        (r"\boldsymbol{\mu}\pi2", "mu pi 2"),
        (r"\left. \frac{d}{dx} f \right|_{x = 0}", "d/dx f|_(x = 0)"),
        (r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}", "a = 1 b = 2"),
        (r"50\,\% \text{ of } \{1, 2\}", "50 % of {1, 2}"),
    ],
)
def test_the_line_is_what_a_person_types(tex: str, line: str) -> None:
    assert typed(tex) == line


@given(st.text(alphabet=r"\{}[]()^_ ab1-+&|" + "\n", max_size=40))
@example("{" * 20_000)
@example(r"\frac" * 20_000)
@example(r"a}b\sqrt[2")
def test_no_text_is_too_odd(tex: str) -> None:
    """It may be any part of a page that nobody has finished."""
    assert set(re.findall(r"[ab1]", tex)) <= set(typed(tex))


@pytest.mark.parametrize(
    "line",
    ["a_i*b_j*c", "x[0](1)", "#1", "{1, 2}", "||A||_2", "a < b & c", "f'(x) \\ y", "![a](b)"],
)
def test_marks_in_a_formula_mean_nothing_to_markdown(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prose, "typed", lambda _: line)
    assert prose.plain("The *value* $x$ of `y`") == f"The value {line} of y"
    assert prose.plain("At the end $x$") == f"At the end {line}"
