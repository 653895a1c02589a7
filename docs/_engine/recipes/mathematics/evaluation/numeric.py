"""Formulas in numbers: NumPy arrays, quadrature, differences."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import special

from ..errors import MathError
from . import calculus
from .arrays import squeeze

MAXIMUM_TERMS = 1_000_000  # of a sum
HYPERBOLIC = "sinh cosh tanh sech csch coth".split()
MARKS: dict[str, tuple[str, ...]] = {
    "T": ("transpose",),
    "+": ("pinv",),
    "-T": ("inv", "transpose"),
}
MARKS |= dict.fromkeys(("H", "*", "dagger"), ("adjoint",))
RELATIVE, ABSOLUTE = 1e-9, 1e-11  # two numbers are equal within these


def _arccot(x: Any) -> Any:
    if np.iscomplexobj(x):
        return np.arctan(1 / x)
    if np.any(np.less(x, 0)):
        raise MathError("arccot of a negative number has two conventions; write it with arctan")
    return np.arctan2(1, x)


def _factorial(n: Any) -> Any:
    return math.factorial(int(n)) if isinstance(n, int | np.integer) else special.gamma(n + 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in "sin cos tan sinh cosh tanh exp log".split()},
    **{name: getattr(np, name) for name in "arcsin arccos arctan".split()},
    **{f"ar{name}": getattr(np, f"arc{name}") for name in ("sinh", "cosh", "tanh")},
    "arcsec": lambda x: np.arccos(1 / x),
    "arccsc": lambda x: np.arcsin(1 / x),
    "arccot": _arccot,
    "arsech": lambda x: np.arccosh(1 / x),
    "arcsch": lambda x: np.arcsinh(1 / x),
    "arcoth": lambda x: np.arctanh(1 / x),
    "ln": np.log,
    "lg": np.log10,
    "sec": lambda x: 1 / np.cos(x),
    "csc": lambda x: 1 / np.sin(x),
    "cot": lambda x: 1 / np.tan(x),
    "sech": lambda x: 1 / np.cosh(x),
    "csch": lambda x: 1 / np.sinh(x),
    "coth": lambda x: 1 / np.tanh(x),
    "Gamma": special.gamma,
    "erf": special.erf,
    "erfc": special.erfc,
    "erfinv": special.erfinv,
    "erfcinv": special.erfcinv,
    "factorial": _factorial,
    "binomial": special.binom,
    "floor": math.floor,
    "ceil": math.ceil,
    "conjugate": np.conj,
    "sgn": np.sign,
    "sign": np.sign,
    "det": lambda a: np.linalg.det(a),
    "inv": np.linalg.inv,
    "pinv": np.linalg.pinv,
    "transpose": np.transpose,
    "adjoint": lambda a: a.conj().T,
    "tr": np.trace,
    "trace": np.trace,
    "diag": lambda a: np.diag(squeeze(a)),
    "rank": np.linalg.matrix_rank,
    "arg": np.angle,
    "Re": np.real,
    "Im": np.imag,
    "gcd": math.gcd,
    "max": max,
    "min": min,
}
# What some write for the inverses of hyperbolic functions.
FUNCTIONS |= {f"arc{name}": FUNCTIONS[f"ar{name}"] for name in HYPERBOLIC}


def integers(low: Any, high: Any) -> range:
    """From one integer to another.

    Raises
    ------
    MathError
        If the limits are no integers, or there are more than `MAXIMUM_TERMS` between them.
    """
    if not (float(low).is_integer() and float(high).is_integer()):
        raise MathError(f"the limits {low} and {high} are not integers")
    if high - low >= MAXIMUM_TERMS:
        raise MathError(f"a sum of more than {MAXIMUM_TERMS} terms")
    return range(int(low), int(high) + 1)


class Numeric:
    """The algebra of numbers and arrays."""

    constants: Mapping[str, Any] = {"pi": math.pi, "e": math.e, "infty": math.inf}
    functions: Mapping[str, Callable[..., Any]] = FUNCTIONS
    array = "an array"  # what a test binds for a matrix

    def is_matrix(self, value: Any) -> bool:
        """Whether a value is a matrix or a column."""
        return isinstance(value, np.ndarray) and value.ndim == 2

    def number(self, digits: str) -> Any:
        """Read digits."""
        return float(digits) if "." in digits else int(digits)

    def unknown(self, name: str, key: str, indices: tuple[Any, ...], free: bool) -> Any:
        """Refuse a name without a value."""
        raise MathError(f"no value is bound to “{name}”; bind it in the test")

    def add(self, one: Any, other: Any) -> Any:
        """Add; a matrix and a number do not."""
        if self.is_matrix(one) != self.is_matrix(other):
            raise MathError("a matrix and a number are added; one of them is not what it should be")
        if self.is_matrix(one) and one.shape != other.shape:
            raise MathError(f"matrices of shapes {one.shape} and {other.shape} are added")
        return one + other

    def multiply(self, one: Any, other: Any) -> Any:
        """Multiply; two matrices as such."""
        if self.is_matrix(one) and self.is_matrix(other):
            if one.shape == (1, 1) or other.shape == (1, 1):
                return squeeze(one) * other if one.shape == (1, 1) else one * squeeze(other)
            if one.shape[1] != other.shape[0]:
                raise MathError(f"matrices of shapes {one.shape} and {other.shape} are multiplied")
            product = one @ other
            return product[0, 0] if product.shape == (1, 1) else product
        return one * other

    def cross(self, one: Any, other: Any) -> Any:
        """Return the vector product of two columns of three."""
        return np.cross(squeeze(one), squeeze(other)).reshape(-1, 1)

    def divide(self, one: Any, other: Any) -> Any:
        """Divide by a number."""
        if self.is_matrix(other):
            other = squeeze(other)
            if isinstance(other, np.ndarray):
                raise MathError("a division by a matrix; write the inverse, A^{-1}")
        return one / other

    def modulo(self, one: Any, other: Any) -> Any:
        """Return the remainder, with the sign of the divisor."""
        return one % other

    def power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power; a matrix to an integer one."""
        if self.is_matrix(base):
            if not float(exponent).is_integer() or base.shape[0] != base.shape[1]:
                raise MathError("this power of a matrix is not defined")
            return np.linalg.matrix_power(base, int(exponent))
        if self.is_matrix(exponent):
            raise MathError("a matrix stands in an exponent")
        real = isinstance(exponent, float | int) or np.isrealobj(exponent)
        fractional = real and not float(exponent).is_integer()
        if fractional and np.isrealobj(base) and np.ndim(base) == 0 and base < 0:
            raise MathError("a fractional power of a negative number")
        if isinstance(base, int | np.integer) and real and exponent < 0:
            base = float(base)
        return base**exponent

    def marked(self, base: Any, mark: str) -> Any:
        """Transpose, adjoint, conjugate, pseudoinverse."""
        if not self.is_matrix(base):
            if mark == "*" and np.ndim(base) == 0:
                return self.functions["conjugate"](base)
            raise MathError(f"“^{mark}” on something that is no matrix; bind {self.array}")
        for step in MARKS[mark]:
            base = self.functions[step](base)
        return base

    def root(self, radicand: Any, degree: Any) -> Any:
        """Take the square root, of a negative number a complex one, or another root."""
        if degree is not None:
            return self.power(radicand, 1 / degree)
        if np.isrealobj(radicand) and np.ndim(radicand) == 0 and radicand < 0:
            return 1j * np.sqrt(-radicand)
        return np.sqrt(radicand)

    def logarithm(self, base: Any, value: Any) -> Any:
        """Return the logarithm to a base."""
        return np.log(value) / np.log(base)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Make a matrix, of numbers or of blocks."""
        if any(self.is_matrix(cell) for row in rows for cell in row):
            return np.block([[np.atleast_2d(cell) for cell in row] for row in rows])
        return np.array(rows)

    def bars(self, value: Any, double: bool, order: Any) -> Any:
        """Return a modulus, a determinant, a number of elements, or a norm."""
        if isinstance(value, set | frozenset | list | tuple | range):
            return len(value)
        if self.is_matrix(value):
            square = value.shape[0] == value.shape[1]
            return self.norm(value, order) if double or not square else self.functions["det"](value)
        return abs(value)

    def norm(self, value: Any, order: Any) -> Any:
        """Return a norm of a matrix, or of a column as a vector."""
        value = squeeze(value)
        if order == "F" and value.ndim == 1:
            order = 2
        kinds: Mapping[Any, Any] = {"F": "fro", "*": "nuc", "infty": np.inf, "max": np.inf}
        return np.linalg.norm(value, kinds[order] if order in kinds else float(order))

    def integral(self, function: Callable[[Any], Any], variable: str, low: Any, high: Any) -> Any:
        """See `calculus.integral`."""
        return calculus.integral(function, low, high)

    def fold(self, values: Sequence[Any], operator: str) -> Any:
        """Add or multiply values; of none, 0 or 1."""
        if not values:
            return 0 if operator == "+" else 1
        result = values[0]
        for value in values[1:]:
            result = self.add(result, value) if operator == "+" else self.multiply(result, value)
        return result

    def series(
        self, function: Callable[[Any], Any], low: Any, high: Any, operator: str, variable: str
    ) -> Any:
        """Add or multiply from one integer to another, or to infinity."""
        if math.isinf(high):
            return calculus.endless(function, int(low), operator)
        return self.fold([function(k) for k in integers(low, high)], operator)

    def limit(self, function: Callable[[Any], Any], variable: str, target: Any) -> Any:
        """See `calculus.limit`."""
        return calculus.limit(function, target)

    def derivative(self, function: Callable[[Any], Any], variable: str, at: Any) -> Any:
        """See `calculus.derivative`."""
        if at is None:
            raise MathError(f"no value is bound to “{variable}”, at which to differentiate")
        return calculus.derivative(function, at)

    def cases(self, rows: Sequence[tuple[Callable[[], Any], Callable[[], Any]]]) -> Any:
        """Return the value of the first row whose condition holds."""
        for value, condition in rows:
            if condition():
                return value()
        raise MathError("no case holds")

    def related(self, relation: str, one: Any, other: Any, rtol: float = RELATIVE) -> bool:
        """Whether a relation holds; numbers are equal within a relative error ``rtol``."""
        return related(relation, one, other, rtol)


def close(one: Any, other: Any, rtol: float = RELATIVE) -> bool:
    """Whether two values have one shape and are equal within a relative error.

    Elements of an array are compared on the scale of its largest.
    """
    one, other = squeeze(one), squeeze(other)
    if isinstance(one, tuple) or isinstance(other, tuple):
        one, other = np.asarray(one), np.asarray(other)
    if np.shape(one) != np.shape(other):
        return False
    first, second = (np.asarray(value, dtype=complex) for value in (one, other))
    scale = float(np.max(np.abs(second))) if second.ndim and second.size else 0.0
    return bool(np.allclose(first, second, rtol=rtol, atol=min(ABSOLUTE, rtol) + rtol * scale))


def related(relation: str, one: Any, other: Any, rtol: float = RELATIVE) -> bool:
    """Whether a relation holds between two values."""
    if relation in ("=", r"\equiv", r"\triangleq"):
        return close(one, other, rtol)
    if relation == r"\ne":
        return not close(one, other, rtol)
    if relation == r"\in":
        return bool(squeeze(one) in other)
    if relation in ("<", ">", r"\le", r"\ge", r"\ll", r"\gg"):
        return _ordered(relation, np.asarray(squeeze(one)), np.asarray(squeeze(other)))
    raise MathError(f"“{relation}” says nothing that can be computed; use its sides")


def _ordered(relation: str, one: Any, other: Any) -> bool:
    # What rounding may have made of two equal numbers is neither less nor greater.
    slack = RELATIVE * np.maximum(1, np.abs(other))
    if relation in (r"\ll", r"\gg"):
        return bool(np.all(one * 10 <= other if relation == r"\ll" else one >= 10 * other))
    if relation in ("<", r"\le"):
        return bool(np.all(one < other - slack if relation == "<" else one <= other + slack))
    return bool(np.all(one > other + slack if relation == ">" else one >= other - slack))
