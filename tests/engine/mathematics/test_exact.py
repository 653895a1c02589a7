"""Formulas with exact values: rational numbers, symbols, matrices; what is left to SymPy's doit."""

import pytest
import sympy
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError

x, t, n = sympy.symbols("x t n")
COLUMN = sympy.Matrix([1, 2, 3])
OTHER = sympy.Matrix([4, 5, 7])
SQUARE = sympy.Matrix([[2, 1 + sympy.I], [3, 5]])


@pytest.mark.parametrize(
    ("tex", "names", "value"),
    [
        (r"\frac{1}{3} + 0.25", {}, sympy.Rational(7, 12)),
        (r"\sqrt{8}", {}, 2 * sympy.sqrt(2)),
        (r"\sqrt[3]{16}", {}, 2 * sympy.cbrt(2)),
        (r"\log_2 8", {}, sympy.Integer(3)),
        (r"5!", {}, sympy.Integer(120)),
        (r"\binom{6}{2}", {}, sympy.Integer(15)),
        (r"\lceil x \rceil", {"x": sympy.Rational(5, 2)}, sympy.Integer(3)),
        (r"\lfloor x \rfloor", {"x": sympy.Rational(5, 2)}, sympy.Integer(2)),
        (r"\lvert x \rvert", {"x": -sympy.pi}, sympy.pi),
        (r"|A|", {"A": {4, 7}}, 2),
        (r"|A|", {"A": SQUARE}, 7 - 3 * sympy.I),
        (r"\det A", {"A": SQUARE}, 7 - 3 * sympy.I),
        (r"\|a\|_2", {"a": COLUMN}, sympy.sqrt(14)),
        (r"\|a\|_\infty", {"a": OTHER}, sympy.Integer(7)),
        (r"\|A\|_F", {"A": SQUARE}, sympy.sqrt(40)),
        (r"a \times b", {"a": COLUMN, "b": OTHER}, sympy.Matrix([-1, 5, -3])),
        (r"a^T b", {"a": COLUMN, "b": OTHER}, sympy.Integer(35)),
        (r"A^T", {"A": SQUARE}, SQUARE.T),
        (r"A^*", {"A": SQUARE}, SQUARE.H),
        (r"A^\dagger", {"A": SQUARE}, SQUARE.H),
        (r"A^{-T}", {"A": SQUARE}, SQUARE.inv().T),
        (r"A^{-1}", {"A": SQUARE}, SQUARE.inv()),
        (r"z^*", {"z": 2 + sympy.I}, 2 - sympy.I),
        (r"\overline{z}", {"z": 2 + sympy.I}, 2 - sympy.I),
        (r"\begin{pmatrix} x & 2 \\ 3 & x \end{pmatrix}", {}, sympy.Matrix([[x, 2], [3, x]])),
        (
            r"\begin{vmatrix} x & 2 \\ 3 & x \end{vmatrix}",
            {},
            x**2 - 6,
        ),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", {}, sympy.Integer(1)),
        (r"\int_0^\infty e^{-t} \, dt", {}, sympy.Integer(1)),
        (r"\sum_{k=1}^{n} k", {}, n * (n + 1) / 2),
        (r"\prod_{k=1}^{4} k", {}, sympy.Integer(24)),
        (r"\frac{d}{dt} t^3", {"t": 2}, sympy.Integer(12)),
        (r"\begin{cases} x & x > 0 \\ -x & x \le 0 \end{cases}", {"x": sympy.Integer(-3)}, 3),
    ],
)
def test_a_formula_has_its_exact_value(tex, names, value):
    found = Equation(tex).lhs.sympy(names)
    found = found.doit() if hasattr(found, "doit") else found
    assert sympy.simplify(found - value) in (0, sympy.zeros(*getattr(value, "shape", (1, 1))))


@pytest.mark.parametrize(
    ("tex", "relation"),
    [
        (r"x = 2", sympy.Eq(x, 2)),
        (r"x \ne 2", sympy.Ne(x, 2)),
        (r"x < 2", x < 2),
        (r"x > 2", x > 2),
        (r"x \le 2", x <= 2),
        (r"x \ge 2", x >= 2),
    ],
)
def test_a_condition_is_a_relation_of_sympy(tex, relation):
    cases = rf"\begin{{cases}} 1 & {tex} \\ 0 & \text{{otherwise}} \end{{cases}}"
    assert Equation(cases).lhs.sympy().args[0].cond == relation


def test_an_equation_is_that_of_its_first_and_its_last_side():
    assert Equation("x^2 = x x = t").sympy() == sympy.Eq(x**2, t, evaluate=False)
    assert Equation("x^2 + t").sympy() == x**2 + t


@pytest.mark.parametrize(
    ("tex", "names", "said"),
    [
        (r"A + 1", {"A": SQUARE}, "a matrix and a number are added"),
        (r"\frac{1}{A}", {"A": SQUARE}, "a division by a matrix"),
        (r"\frac{1}{x}", {"x": sympy.Integer(0)}, "a division by zero"),
        (r"x^T", {}, "on something that is no matrix"),
    ],
)
def test_what_has_no_exact_value_is_refused(tex, names, said):
    with pytest.raises(MathError, match=said):
        Equation(tex).lhs.sympy(names)
