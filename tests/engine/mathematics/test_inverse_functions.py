"""``\\sin^{-1}`` is the inverse function; where ``^{-1}`` may be the reciprocal it is refused."""

import math

import mpmath
import numpy as np
import pytest
import sympy
from pytest import approx
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.mathematics.evaluation.exact import Exact
from recipes.mathematics.evaluation.numeric import Numeric
from recipes.mathematics.parsing.grammar import FUNCTIONS

# The function, the names of its inverse, where to look, and mpmath's and SymPy's inverse.
INVERSES = [
    ("sin", "arcsin", 0.3, mpmath.asin, sympy.asin),
    ("cos", "arccos", 0.3, mpmath.acos, sympy.acos),
    ("tan", "arctan", -2.5, mpmath.atan, sympy.atan),
    ("sec", "arcsec", 1.7, mpmath.asec, sympy.asec),
    ("csc", "arccsc", 1.7, mpmath.acsc, sympy.acsc),
    ("cot", "arccot", 2.5, mpmath.acot, sympy.acot),
    ("sinh", "arsinh arcsinh", -1.7, mpmath.asinh, sympy.asinh),
    ("cosh", "arcosh arccosh", 1.7, mpmath.acosh, sympy.acosh),
    ("tanh", "artanh arctanh", 0.3, mpmath.atanh, sympy.atanh),
    ("sech", "arsech arcsech", 0.3, mpmath.asech, sympy.asech),
    ("csch", "arcsch arccsch", 1.7, mpmath.acsch, sympy.acsch),
    ("coth", "arcoth arccoth", 1.7, mpmath.acoth, sympy.acoth),
]


def spellings(name, inverses):
    yield from (rf"\{name}^{{-1}} x", rf"\operatorname{{{name}}}^{{-1}}(x)")
    yield from (rf"\operatorname{{{inverse}}} x" for inverse in inverses.split())


@pytest.mark.parametrize(
    ("tex", "x", "number", "exact"),
    [
        (tex, x, number, exact)
        for name, inverses, x, number, exact in INVERSES
        for tex in spellings(name, inverses)
    ],
)
def test_an_inverse_function_has_its_value_in_numbers_and_in_symbols(tex, x, number, exact):
    side = Equation(tex).lhs
    assert side(x=x) == approx(float(number(x)), rel=1e-14)
    assert side.sympy() == exact(sympy.Symbol("x"))
    assert side.equation.unused() == []


@pytest.mark.parametrize("name", [name for name, *_ in INVERSES])
def test_a_function_undoes_its_inverse(name):
    for x in (0.25, 0.8, 1.9):
        if name in ("sin", "cos", "tanh", "sech") and x > 1:
            continue
        if name in ("sec", "csc", "cosh", "coth") and x < 1:
            continue
        assert Equation(rf"\{name}(\{name}^{{-1}} x) = x").holds(x=x)


def test_the_inverse_error_functions_are_known():
    assert Equation(r"\operatorname{erf}^{-1}(x)").lhs(x=0.4) == approx(float(mpmath.erfinv(0.4)))
    assert Equation(r"\operatorname{erf}(\operatorname{erf}^{-1}(x)) = x").holds(x=-0.7)
    assert Equation(r"\operatorname{erfc}(\operatorname{erfc}^{-1}(x)) = x").holds(x=1.3)
    assert Equation(r"\operatorname{erf}^{-1}(x)").lhs.sympy() == sympy.erfinv(sympy.Symbol("x"))


def test_an_inverse_function_takes_vectors():
    x = np.array([0.1, 0.9])
    assert Equation(r"\sinh^{-1} x").lhs(x=x) == approx(np.arcsinh(x))
    assert Equation(r"\cot^{-1} x").lhs(x=np.array([0.0, 2.0])) == approx([np.pi / 2, 0.4636476])


def test_a_small_inverse_keeps_its_digits():
    assert Equation(r"\cot^{-1} x").lhs(x=1e12) == approx(1e-12, rel=1e-14)


@pytest.mark.parametrize(
    "name", r"\log \ln \lg \exp \max \min \det \Gamma \gcd \arg \arcsin".split()
)
def test_the_power_minus_one_of_another_function_is_refused(name):
    for read in ("__call__", "sympy"):
        with pytest.raises(MathError, match=r"may be the inverse function or the reciprocal"):
            getattr(Equation(rf"{name}^{{-1}}(x)").lhs, read)(x=2)


def test_a_logarithm_with_a_base_loses_no_exponent():
    with pytest.raises(MathError, match="may be the inverse function or the reciprocal"):
        Equation(r"\log_2^{-1} 8").lhs()
    assert Equation(r"\log_2^2 8").lhs() == approx(9)


def test_an_arccot_below_zero_has_two_conventions():
    assert math.isclose(Equation(r"\cot^{-1} x").lhs(x=0), np.pi / 2)
    for read in ("__call__", "sympy"):
        with pytest.raises(MathError, match="two conventions"):
            getattr(Equation(r"\operatorname{arccot} x").lhs, read)(x=-1)


def test_other_negative_powers_are_powers():
    assert Equation(r"\sin^{-2} x").lhs(x=0.5) == approx(math.sin(0.5) ** -2)


def test_both_algebras_know_every_function_that_is_read():
    assert FUNCTIONS <= set(Numeric.functions) & set(Exact.functions)
