"""Formulas in numbers: NumPy arrays, quadrature, differences."""

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np
from scipy import integrate, special

from .arrays import settled
from .errors import MathError
from .relations import RELATIVE, related

MAXIMUM_TERMS = 1_000_000  # of a sum
_DOUBLINGS = 10  # of the step of a difference

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in "sin cos tan sinh cosh tanh exp log arctan".split()},
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arsinh": np.arcsinh,
    "arcosh": np.arccosh,
    "artanh": np.arctanh,
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
    "sgn": np.sign,
    "sign": np.sign,
    "det": lambda a: np.linalg.det(a),
    "tr": np.trace,
    "trace": np.trace,
    "diag": lambda a: np.diag(settled(a)),
    "rank": np.linalg.matrix_rank,
    "arg": np.angle,
    "Re": np.real,
    "Im": np.imag,
    "gcd": math.gcd,
    "max": max,
    "min": min,
}


def is_matrix(value: Any) -> bool:
    """Whether a value is a matrix or a column."""
    return isinstance(value, np.ndarray) and value.ndim == 2


class Numeric:
    """The algebra of numbers and arrays."""

    constants: Mapping[str, Any] = {"pi": math.pi, "e": math.e, "infty": math.inf}
    functions = FUNCTIONS

    def number(self, digits: str) -> Any:
        """Read digits."""
        return float(digits) if "." in digits else int(digits)

    def unknown(self, whole: str, key: str, indices: tuple[Any, ...], free: bool) -> Any:
        """Refuse a name without a value."""
        raise MathError(f"no value is bound to “{whole}”; bind it in the test")

    def add(self, one: Any, other: Any) -> Any:
        """Add; a matrix and a number do not."""
        if is_matrix(one) != is_matrix(other):
            raise MathError("a matrix and a number are added; one of them is not what it should be")
        if is_matrix(one) and one.shape != other.shape:
            raise MathError(f"matrices of shapes {one.shape} and {other.shape} are added")
        return one + other

    def multiply(self, one: Any, other: Any) -> Any:
        """Multiply; two matrices as such."""
        if is_matrix(one) and is_matrix(other):
            if one.shape == (1, 1) or other.shape == (1, 1):
                return settled(one) * other if one.shape == (1, 1) else one * settled(other)
            if one.shape[1] != other.shape[0]:
                raise MathError(f"matrices of shapes {one.shape} and {other.shape} are multiplied")
            product = one @ other
            return product[0, 0] if product.shape == (1, 1) else product
        return one * other

    def cross(self, one: Any, other: Any) -> Any:
        """Return the vector product of two columns of three."""
        return np.cross(settled(one), settled(other)).reshape(-1, 1)

    def divide(self, one: Any, other: Any) -> Any:
        """Divide by a number."""
        if is_matrix(other):
            other = settled(other)
            if isinstance(other, np.ndarray):
                raise MathError("a division by a matrix; write the inverse, A^{-1}")
        return one / other

    def modulo(self, one: Any, other: Any) -> Any:
        """Return the remainder, with the sign of the divisor."""
        return one % other

    def power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power; a matrix to a whole one."""
        if is_matrix(base):
            if not float(exponent).is_integer() or base.shape[0] != base.shape[1]:
                raise MathError("this power of a matrix is not defined")
            return np.linalg.matrix_power(base, int(exponent))
        if is_matrix(exponent):
            raise MathError("a matrix stands in an exponent")
        fractional = np.isrealobj(exponent) and not float(exponent).is_integer()
        if np.isrealobj(base) and np.ndim(base) == 0 and base < 0 and fractional:
            raise MathError("a fractional power of a negative number")
        if isinstance(base, int | np.integer) and np.isrealobj(exponent) and exponent < 0:
            base = float(base)
        return base**exponent

    def marked(self, base: Any, mark: str) -> Any:
        """Transpose, adjoint, conjugate, pseudoinverse."""
        if not is_matrix(base):
            if mark == "*" and np.ndim(base) == 0:
                return np.conj(base)
            raise MathError(f"“^{mark}” on something that is no matrix; bind an array")
        marks: Mapping[str, Callable[[], Any]] = {
            "T": lambda: base.T,
            "H": lambda: base.conj().T,
            "*": lambda: base.conj().T,
            "dagger": lambda: base.conj().T,
            "+": lambda: np.linalg.pinv(base),
            "-T": lambda: np.linalg.inv(base).T,
        }
        return marks[mark]()

    def conjugate(self, value: Any) -> Any:
        """Return the complex conjugate."""
        return np.conj(value)

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

    def inverse_name(self, name: str) -> str:
        """Name the inverse of a trigonometric function."""
        return f"arc{name}"

    def factorial(self, value: Any) -> Any:
        """Return n!, exactly for whole n."""
        if isinstance(value, int | np.integer):
            return math.factorial(int(value))
        return special.gamma(value + 1)

    def binomial(self, top: Any, bottom: Any) -> Any:
        """Return the binomial coefficient."""
        return special.binom(top, bottom)

    def rounded(self, value: Any, up: bool) -> Any:
        """Return the ceiling or the floor."""
        return math.ceil(value) if up else math.floor(value)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Make a matrix, of numbers or of blocks."""
        if any(is_matrix(cell) for row in rows for cell in row):
            return np.block([[np.atleast_2d(cell) for cell in row] for row in rows])
        return np.array(rows)

    def determinant(self, matrix: Any) -> Any:
        """Return the determinant."""
        return np.linalg.det(matrix)

    def bars(self, value: Any, double: bool, order: Any) -> Any:
        """Return a modulus, a determinant, a number of elements, or a norm."""
        if isinstance(value, set | frozenset | list | tuple | range):
            return len(value)
        if is_matrix(value):
            if not double and value.shape[0] == value.shape[1]:
                return np.linalg.det(value)
            kinds = {"F": "fro", "*": "nuc", "infty": np.inf, "max": np.inf}
            plain = settled(value)
            kind: Any = kinds[order] if order in kinds else float(order)
            if order == "F" and plain.ndim == 1:
                kind = 2
            return np.linalg.norm(plain, kind)
        return abs(value)

    def integral(self, function: Callable[[Any], Any], variable: str, low: Any, high: Any) -> Any:
        """Integrate numerically, to about 1e-10; a warning of the quadrature is an error."""
        if np.isfinite([low, high]).all():
            middle = 0.5 * (low + high)
        else:
            middle = low + 1 if np.isfinite(low) else high - 1 if np.isfinite(high) else 0.3
        parts = (np.real, np.imag) if np.iscomplexobj(function(middle)) else (lambda value: value,)
        found = []
        with warnings.catch_warnings():
            warnings.simplefilter("error", integrate.IntegrationWarning)
            for part in parts:
                value, _ = integrate.quad(
                    lambda t, part=part: part(function(t)), low, high, epsabs=1e-12, epsrel=1e-10
                )
                found.append(value)
        return complex(*found) if len(found) > 1 else found[0]

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
        """Add or multiply from a whole number to another, or to infinity."""
        if math.isinf(high):
            return self._endless(function, int(low), operator)
        numbers = [int(value) for value in (low, high) if float(value).is_integer()]
        if len(numbers) < 2:
            raise MathError(f"the limits {low} and {high} of a sum are not whole numbers")
        if numbers[1] - numbers[0] >= MAXIMUM_TERMS:
            raise MathError(f"a sum of more than {MAXIMUM_TERMS} terms")
        return self.fold([function(k) for k in range(numbers[0], numbers[1] + 1)], operator)

    def _endless(self, function: Callable[[Any], Any], low: int, operator: str) -> Any:
        if not _converges(function, low, operator):
            raise MathError("this series does not seem to converge")
        total = mpmath.nsum if operator == "+" else mpmath.nprod
        value = total(lambda k: function(int(k)), [low, mpmath.inf])
        return complex(value) if isinstance(value, mpmath.mpc) else float(value)

    def limit(self, function: Callable[[Any], Any], variable: str, target: Any) -> Any:
        """Extrapolate to a limit."""
        return float(mpmath.limit(lambda x: function(float(x)), target))

    def derivative(self, function: Callable[[Any], Any], variable: str, at: Any) -> Any:
        """Differentiate by differences, extrapolated to step zero (Ridders 1982).

        Raises
        ------
        MathError
            If the error estimate is above 1e-6 of the value.
        """
        if at is None:
            raise MathError(f"no value is bound to “{variable}”, at which to differentiate")
        step = 0.1 * max(1.0, abs(at))
        table: list[list[Any]] = []
        best, error = None, math.inf
        for row in range(_DOUBLINGS):
            width = step / 1.6**row
            line = [(function(at + width) - function(at - width)) / (2 * width)]
            for column in range(row):
                factor = 2.56 ** (column + 1)
                line.append((factor * line[column] - table[-1][column]) / (factor - 1))
                estimate = np.max(np.abs([line[-1] - line[-2], line[-1] - table[-1][column]]))
                if estimate < error:
                    best, error = line[-1], float(estimate)
            table.append(line)
        if best is None or error > 1e-6 * max(1.0, float(np.max(np.abs(best)))):
            raise MathError("the derivative is not defined here, as far as differences can tell")
        return best

    def cases(self, rows: Sequence[tuple[Callable[[], Any], Callable[[], Any]]]) -> Any:
        """Return the value of the first row whose condition holds."""
        for value, condition in rows:
            if condition():
                return value()
        raise MathError("no case holds")

    def related(self, relation: str, one: Any, other: Any, rtol: float = RELATIVE) -> bool:
        """Whether a relation holds; numbers are equal within a relative error ``rtol``."""
        return related(relation, one, other, rtol)


def _converges(function: Callable[[Any], Any], low: int, operator: str) -> bool:
    """A test against the harmonic series: of terms of one sign, n times the n-th must vanish."""
    rest = 0 if operator == "+" else 1
    try:
        near, far = ([function(n + k) - rest for k in (0, 1)] for n in (low + 100, low + 10_000))
        if not all(np.isrealobj(term) and math.isfinite(term) for term in (*near, *far)):
            return True
    except (ArithmeticError, ValueError, MathError):
        return True  # too large to tell so: factorials
    if far[0] * far[1] < 0:
        return bool(abs(far[0]) < 0.5 * abs(near[0]) or far[0] == 0)
    return bool(abs(far[0]) * 10_000 <= 0.5 * abs(near[0]) * 100)
