"""Notation beyond arithmetic: operators, regions, dots, conditions, accents, norms."""

import math

import numpy as np
import pytest
import sympy
from numpy.testing import assert_allclose
from pytest import approx
from recipes.mathematics.equation import Equation
from recipes.mathematics.evaluation.arrays import one_based

from tests.tools.formulas import asked

TABLE = np.arange(12.0).reshape(3, 4) ** 1.5


def value(tex, names=None, /, **more):
    equation = Equation(tex)
    found = equation.lhs(asked(equation, {**(names or {}), **more}))
    assert equation.unused() == []
    return found


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{d}{dt} t^3", 12),
        (r"\frac{d}{dt} \left( t^2 \sin t \right)", 4 * math.sin(2) + 4 * math.cos(2)),
        (r"\frac{d^2}{dt^2} e^{3 t}", 9 * math.exp(6)),
        (r"\frac{\partial}{\partial t} (t^2 x)", 4 * 5),
        (r"\frac{\partial^2}{\partial t \partial x} (t^2 x^3)", 4 * 75),
        (r"\frac{df}{dt}", 3 * 4),
        (r"\frac{d f(x^2)}{dx}", 6 * 5**5),
    ],
)
def test_a_derivative_is_an_operator(tex, expected):
    assert value(tex, t=2.0, x=5.0, f=lambda t: t**3) == approx(expected, rel=1e-6)


def test_a_derivative_is_exact_in_symbols():
    t = sympy.Symbol("t")
    assert Equation(r"\frac{d}{dt} t^3").lhs.sympy() == 3 * t**2
    assert Equation(r"\frac{d^2}{dt^2} \sin(2 t)").lhs.sympy() == -4 * sympy.sin(2 * t)


def test_an_integral_over_a_region_has_the_limits_of_the_region():
    triangle = {"x": (0, 0.5), "y": (0, lambda x: 1 - 2 * x)}
    assert value(r"\iint_D x y \, dx \, dy", D=triangle) == approx(1 / 96)
    assert value(r"\iint_D \int_0^2 z y \, dz \, dx \, dy", D=triangle) == approx(1 / 6)
    ball = {"x": (0, 1), "y": (0, 2), "z": (0, lambda x, y: x * y)}
    assert value(r"\iiint_{V} z \, dx \, dy \, dz", V=ball) == approx(1 / 2 * 1 / 3 * 8 / 3)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\sum_{i \ne j} c_i", 10 + 40),
        (r"\sum_{i, j : i < j} c_i c_j", 10 * 20 + 10 * 40 + 20 * 40),
        (r"\sum_{i < j} c_i c_j", 10 * 20 + 10 * 40 + 20 * 40),
        (r"\sum_{0 \le i < k} c_i", 30),
        (r"\sum_{i=0, i \ne k}^{k} c_i", 30),
        (r"\sum_{p \in S} p^2", 13),
        (r"\prod_{p \in S, p > k} p", 3),
        (r"\sum_{\substack{0 \le i \le k \\ i \ne 1}} c_i", 50),
    ],
)
def test_a_sum_runs_over_what_its_conditions_leave(tex, expected):
    names = {"c": [10, 20, 40], "k": 2, "S": {2, 3}, "i": [0, 1, 2]}
    if r"i \ne j" in tex:
        names["j"] = 1
    elif "j" in tex:
        names["j"] = [0, 1, 2]
    assert value(tex, names) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"x_1 + \dots + x_n", 100),
        (r"x_1 + x_2 + \dots + x_n", 100),
        (r"x_1 x_2 \cdots x_n", 240000),
        (r"1 \cdot 2 \cdots n", 24),
        (r"1 + 2 + \ldots + n", 10),
        (r"x_2 + \dots + x_{n-1}", 50),
    ],
)
def test_dots_stand_for_what_is_between(tex, expected):
    assert value(tex, x=one_based([10, 20, 30, 40]), n=4) == expected


def test_dots_list_what_is_between():
    assert value(r"(0, \dots, n - 2)", n=5) == (0, 1, 2, 3)
    assert Equation(r"i \in \{1, \dots, n\}").holds(i=3, n=4)
    assert not Equation(r"i \in \{1, \dots, n\}").holds(i=5, n=4)
    column = value(
        r"\begin{bmatrix} x_1 \\ \vdots \\ x_n \end{bmatrix}", x=one_based([3, 5, 8]), n=3
    )
    assert_allclose(column, [3, 5, 8])
    row = Equation(r"\begin{bmatrix} x_1 & \cdots & x_n \end{bmatrix}").lhs(
        x=one_based([3, 5, 8]), n=3
    )
    assert_allclose(row, [[3, 5, 8]])


def test_a_remark_below_a_brace_says_nothing():
    assert value(r"\underbrace{a + b}_{\text{twice}} c", a=2, b=3, c=4) == 20


def test_an_index_may_stand_above_in_brackets():
    assert value(r"x^{(k+1)} - x^{(k)}", x=[1, 5, 7], k=1) == 2
    assert value(r"x^{(k)}_i", x=lambda i, k: 10 * k + i, k=3, i=4) == 34


def test_a_line_over_an_expression_is_its_conjugate_and_over_a_bound_name_its_mean():
    assert value(r"\overline{z w}", z=1 + 2j, w=3j) == (1 - 2j) * -3j
    assert value(r"\overline{x} + 1", bar_x=4) == 5


def test_probabilities_are_calls():
    assert value(r"\Pr(A \mid B)", Pr=lambda a, b: a / b, A=1, B=4) == 0.25
    assert value(r"P(A | B)", P=lambda a, b: a / b, A=1, B=4) == 0.25
    assert value(r"\mathbb{E}[X] + \operatorname{Var}(X)", bb_E=np.mean, Var=np.var, X=[1, 3]) == 3


def test_an_extremum_is_a_value_or_a_place():
    names = {"x": [-3, 1, 2], "S": [5, -7]}
    assert value(r"\max_x x^2", names) == 9
    assert value(r"\min_{s \in S} |s|", names) == 5
    assert value(r"\arg\max_x x^2", names) == -3
    assert value(r"\max(a, b) - \min(a, b)", a=2, b=7) == 5


@pytest.mark.parametrize(
    ("tex", "order"),
    [
        (r"\|x\|_1", 1),
        (r"\lVert x \rVert_2", 2),
        (r"\|x\|_\infty", np.inf),
        (r"\|x\|", 2),
        (r"\|x\|_p", 3),
    ],
)
def test_a_norm_is_of_the_kind_below_it(tex, order):
    x = np.array([3.0, -4.0, 1.0])
    assert value(tex, x=x, p=3) == approx(np.linalg.norm(x, order))


def test_a_norm_of_a_matrix_is_of_the_kind_below_it():
    for tex, order in [
        (r"\|A\|_F", "fro"),
        (r"\|A\|_2", 2),
        (r"\|A\|_*", "nuc"),
        (r"\|A\|_\infty", np.inf),
    ]:
        assert value(tex, A=TABLE) == approx(np.linalg.norm(TABLE, order))


def test_bars_are_a_modulus_a_determinant_or_a_number_of_elements():
    assert value("|x| |y|", x=-2, y=-3) == 6
    assert value("|A|", A=np.diag([2.0, 5.0])) == approx(10)
    assert value("|T|", T={1, 2, 3}) == 3


def test_units_are_names():
    speed = Equation(r"v = 36\ \mathrm{km\,h^{-1}}")
    assert speed.holds(v=10, km=1000, h=3600)
    assert not speed.holds(v=36, km=1000, h=3600)


def test_what_is_rounded_what_remains_and_what_is_chosen():
    assert value(r"\lfloor x \rfloor + \lceil x \rceil", x=2.5) == 5
    assert value(r"F[(M - u) \bmod M, v \bmod 4]", F=TABLE, M=3, u=0, v=6) == TABLE[0, 2]
    assert value(r"\binom{n}{2} n!", n=4) == 144
    assert value(r"\log_2 8 + \ln e") == approx(4)
    assert value(r"\sin^{-1} x + \sin^2 x", x=0.5) == approx(math.asin(0.5) + math.sin(0.5) ** 2)
    assert value(r"\sqrt[3]{x}", x=27.0) == approx(3)


def test_a_name_is_a_function_or_a_factor_as_it_is_bound():
    assert value("f(x + 1)", f=lambda x: x**2, x=2) == 9
    assert value("f(x + 1)", f=10, x=2) == 30
    assert value("f^2(x)", f=lambda x: 3 * x, x=2) == 36


def test_chains_hold_where_every_link_does():
    assert Equation(r"0 \le m < k \le 10").holds(m=2, k=3)
    assert not Equation(r"0 \le m < k \le 10").holds(m=3, k=3)
    assert not Equation(r"a < b").holds(a=1.0, b=1.0 + 1e-14)  # rounding is no difference
