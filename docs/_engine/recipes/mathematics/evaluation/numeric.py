"""Formulas in numbers: NumPy arrays, quadrature, differences."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np

from ..errors import MathError
from . import calculus, series, sets
from .arrays import squeeze
from .functions import FUNCTIONS, OF_MATRICES, hypergeometric
from .relations import related

MAXIMUM_TERMS = 1_000_000  # of a sum
MARKS: dict[str, tuple[str, ...]] = {
    "T": ("transpose",),
    "+": ("pinv",),
    "-T": ("inv", "transpose"),
}
PLAIN = frozenset((int, float))  # most of what is computed with, which needs no checks
_REAL = (int, float)
_COLLECTIONS = (sets.Finite, sets.Numbers, set, frozenset, str, dict, list)
MARKS |= dict.fromkeys(("H", "*", "dagger"), ("adjoint",))


def integers(low: Any, high: Any) -> range:
    """From one integer to another.

    Raises
    ------
    MathError
        If the limits are no integers, or there are more than `MAXIMUM_TERMS` between them.
    """
    if not all(np.ndim(end) == 0 and np.isrealobj(end) for end in (low, high)) or not (
        float(low).is_integer() and float(high).is_integer()
    ):
        raise MathError(f"the limits {low} and {high} are not integers; bind integers")
    if high - low >= MAXIMUM_TERMS:
        raise MathError(f"a sum of more than {MAXIMUM_TERMS} terms")
    return range(int(low), int(high) + 1)


class Numeric:
    """The algebra of numbers and arrays."""

    constants: Mapping[str, Any] = {
        "pi": math.pi,
        "e": math.e,
        "infty": math.inf,
        "emptyset": sets.Finite(),
        **{f"bb_{kind}": sets.Numbers(kind) for kind in "RCZN"},
    }
    functions: Mapping[str, Callable[..., Any]] = FUNCTIONS
    array = "an array"  # what a test binds for a matrix

    def __init__(self) -> None:
        self.inside = 0  # integrals that are open
        self.extrapolated = False  # whether there was an integral, a limit, a derivative, a series

    def named(self, value: Any) -> Any:
        """Take a value that a test has bound, or that a bound function returned."""
        return value

    def is_matrix(self, value: Any) -> bool:
        """Whether a value is a matrix or a column."""
        return isinstance(value, np.ndarray) and value.ndim == 2

    def number(self, digits: str) -> Any:
        """Read digits."""
        return float(digits) if "." in digits else int(digits)

    def unknown(self, name: str, key: str, indices: tuple[Any, ...], free: bool) -> Any:
        """Refuse a name without a value."""
        shown = f"{{“{name}”: …}}" if not name.isidentifier() else f"{name}=…"
        raise MathError(f"no value is bound to “{name}”; bind it in the test, as in {shown}")

    def call(self, name: str, given: Sequence[Any]) -> Any:
        """Apply a function that everybody knows; of matrices only what is meant of matrices."""
        if name not in OF_MATRICES:
            for value in given:
                if self.is_matrix(value) and min(value.shape) > 1:
                    message = f"is “{name}” of a matrix meant element by element? bind the function"
                    raise MathError(f"{message} that is meant, as in {{“{name}”: expm}}")
        return self.functions[name](*given)

    def add(self, one: Any, other: Any) -> Any:
        """Add; a matrix and a number do not."""
        if type(one) in PLAIN and type(other) in PLAIN:
            return one + other
        if isinstance(one, tuple) or isinstance(other, tuple):
            first, second = (_pair(value) for value in (one, other))
            if len(first) != len(second):
                raise MathError(f"{len(first)} and {len(second)} values in brackets are added")
            pairs = zip(first, second, strict=True)
            return type(one)(self.add(*pair) for pair in pairs) if isinstance(one, tuple) else one
        _refuse_collections(one, other)
        one, other = (
            squeeze(value) if self.is_matrix(value) and value.shape == (1, 1) else value
            for value in (one, other)
        )
        if self.is_matrix(one) != self.is_matrix(other):
            raise MathError("a matrix and a number are added; bind other values, or write what is")
        if self.is_matrix(one) and one.shape != other.shape:
            message = f"matrices of shapes {one.shape} and {other.shape} are added; bind others"
            raise MathError(message)
        return _wide(lambda a, b: a + b, one, other)

    def multiply(self, one: Any, other: Any) -> Any:
        """Multiply; two matrices as such."""
        if type(one) in PLAIN and type(other) in PLAIN:
            product = one * other
            if -1e300 < product < 1e300:
                return product
        if isinstance(one, tuple) or isinstance(other, tuple):
            return self._scaled(one, other)
        _refuse_collections(one, other)
        if self.is_matrix(one) and self.is_matrix(other):
            if one.shape == (1, 1) or other.shape == (1, 1):
                return squeeze(one) * other if one.shape == (1, 1) else one * squeeze(other)
            if one.shape[1] != other.shape[0]:
                message = (
                    f"matrices of shapes {one.shape} and {other.shape} are multiplied; write a "
                )
                raise MathError(message + "transpose, or bind others")
            product = one @ other
            return product[0, 0] if product.shape == (1, 1) else product
        return _wide(lambda a, b: a * b, one, other)

    def _scaled(self, one: Any, other: Any) -> Any:
        """A number times values in brackets: each of them."""
        values, factor = (one, other) if isinstance(one, tuple) else (other, one)
        if isinstance(values, sets.Finite) or isinstance(factor, tuple) or np.ndim(factor):
            raise MathError("values in brackets are multiplied; write a matrix, or bind a name")
        return tuple(self.multiply(factor, value) for value in values)

    def inner_product(self, values: Sequence[Any]) -> Any:
        """Return the inner product of two real vectors."""
        shapes = {np.shape(value) for value in values}
        if len(values) != 2 or len(shapes) != 1 or len(shapes.pop()) != 1:
            message = "angle brackets are an inner product of two vectors; for another meaning "
            raise MathError(message + "bind a name")
        if any(map(np.iscomplexobj, values)):
            raise MathError("which vector of this inner product is conjugated? write u^H v")
        return values[0] @ values[1]

    def cross(self, one: Any, other: Any) -> Any:
        """Return the vector product of two columns of three."""
        return np.cross(squeeze(one), squeeze(other)).reshape(-1, 1)

    def divide(self, one: Any, other: Any) -> Any:
        """Divide by a number."""
        if type(one) is float and type(other) is float and abs(other) > 1e-100 and abs(one) < 1e100:
            return one / other
        if self.is_matrix(other):
            other = squeeze(other)
            if isinstance(other, np.ndarray):
                raise MathError("a division by a matrix; write the inverse, A^{-1}")
        if isinstance(one, tuple):
            return self._scaled(one, 1 / other)
        _refuse_collections(one, other)
        return _wide(lambda a, b: a / b, one, other)

    def modulo(self, one: Any, other: Any) -> Any:
        """Return the remainder, with the sign of the divisor."""
        return one % other

    def power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power; a matrix to an integer one."""
        plain = type(base) is float and type(exponent) in PLAIN
        if plain and 1e-6 < base < 1e6 and -50 < exponent < 50:
            return base**exponent
        _refuse_collections(base, exponent)
        if isinstance(base, tuple) or isinstance(exponent, tuple):
            raise MathError("values in brackets are raised to a power; bind a name to them")
        if self.is_matrix(base):
            return _matrix_power(base, exponent)
        if self.is_matrix(exponent):
            raise MathError("a matrix stands in an exponent; bind “exp” to the function meant")
        real = isinstance(exponent, float | int) or np.isrealobj(exponent)
        fractional = real and not float(exponent).is_integer()
        if fractional and np.isrealobj(base) and np.ndim(base) == 0 and base < 0:
            raise MathError("a fractional power of a negative number")
        if isinstance(base, int | np.integer) and real and exponent < 0:
            base = float(base)
        return _wide(lambda a, b: a**b, base, exponent)

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
        if self.is_matrix(radicand) and min(radicand.shape) > 1:
            raise MathError("which root of a matrix is meant? write A^{1/2}, or bind a function")
        if degree is not None:
            odd = float(degree).is_integer() and degree % 2 == 1
            if odd and np.isrealobj(radicand) and np.ndim(radicand) == 0 and radicand < 0:
                return -self.power(-radicand, 1 / degree)
            return self.power(radicand, 1 / degree)
        if isinstance(radicand, mpmath.mpf) and radicand >= 0:
            return mpmath.sqrt(radicand)
        if np.isrealobj(radicand) and np.ndim(radicand) == 0 and radicand < 0:
            return 1j * np.sqrt(-radicand)
        return np.sqrt(radicand)

    def logarithm(self, base: Any, value: Any) -> Any:
        """Return the logarithm to a base."""
        return self.functions["log"](value) / self.functions["log"](base)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Make a matrix, of numbers or of blocks; a 0 between blocks is a block of zeros."""
        if not any(self.is_matrix(cell) for row in rows for cell in row):
            return np.array(rows)
        heights = [_extent(row, 0) for row in rows]
        widths = [_extent(column, 1) for column in zip(*rows, strict=True)]
        return np.block(
            [
                [_block(cell, height, width) for cell, width in zip(row, widths, strict=True)]
                for row, height in zip(rows, heights, strict=True)
            ]
        )

    def bars(self, value: Any, double: bool, order: Any) -> Any:
        """Return a modulus, a determinant, a number of elements, or a norm."""
        if isinstance(value, set | frozenset | list | tuple | range):
            return len(sets.distinct(list(value)) if sets.is_set(value) else value)
        if self.is_matrix(value):
            square = value.shape[0] == value.shape[1]
            return self.norm(value, order) if double or not square else self.functions["det"](value)
        return abs(value)

    def norm(self, value: Any, order: Any) -> Any:
        """Return a norm of a matrix, or of a column as a vector."""
        value = squeeze(value)
        if order == "max":
            return np.max(np.abs(value))
        if order == "F" and value.ndim == 1:
            order = 2
        kinds: Mapping[Any, Any] = {"F": "fro", "*": "nuc", "infty": np.inf}
        return np.linalg.norm(value, kinds[order] if order in kinds else float(order))

    def hypergeometric(self, upper: Sequence[Any], lower: Sequence[Any], value: Any) -> Any:
        """See `functions.hypergeometric`."""
        return hypergeometric(upper, lower, value)

    def known(self, found: tuple[Any, float]) -> Any:
        """Take a value that was computed to about 1e-10 of its scale."""
        self.extrapolated = True
        return found[0]

    def integral(
        self,
        function: Callable[[Any], Any],
        variable: str,
        low: Any,
        high: Any,
        hints: Sequence[float] = (),
        nested: bool = False,
    ) -> Any:
        """See `calculus.integral`."""
        self.inside += 1
        try:
            outermost = self.inside == 1
            found = calculus.integral(function, low, high, hints, outermost, nested)
        finally:
            self.inside -= 1
        return self.known(found)

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
        """Add or multiply from one integer to another, to infinity, or from minus infinity."""
        if np.isrealobj(low) and math.isinf(low) and low < 0:
            if not math.isinf(high):
                return self.series(lambda k: function(-k), -high, math.inf, operator, variable)
            halves = [
                series.endless(lambda k: function(-k), 1, operator, may_vanish=True),
                series.endless(function, 0, operator, may_vanish=True),
            ]
            if operator == "+" and not any(scale for _, scale in halves):
                raise MathError("all terms are 0 as far as they were computed; bind other values")
            return self.fold([self.known(half) for half in halves], operator)
        if np.isrealobj(high) and math.isinf(high):
            if high < 0 or not float(low).is_integer():
                raise MathError(f"the limits {low} and {high} are not integers; bind integers")
            return self.known(series.endless(function, int(low), operator))
        return self.fold([function(k) for k in integers(low, high)], operator)

    def limit(
        self, function: Callable[[Any], Any], variable: str, target: Any, side: str = ""
    ) -> Any:
        """See `calculus.limit`; letters from i to n stand for integers."""
        integers = variable.lower() in tuple("ijklmn") and math.isinf(target)
        return self.known(calculus.limit(function, target, side, integers))

    def derivative(
        self, function: Callable[[Any], Any], variable: str, at: Any, order: int = 1
    ) -> Any:
        """See `calculus.derivative`."""
        if at is None:
            raise MathError(f"no value is bound to “{variable}”, at which to differentiate")
        if np.ndim(at) or isinstance(at, tuple | str):
            raise MathError(f"“{variable}” is no number, at which to differentiate")
        self.inside += 1  # integrals within are compared by what comes of their differences
        try:
            return self.known(calculus.derivative(function, at, order))
        finally:
            self.inside -= 1

    def extremum(
        self,
        function: Callable[[Any], Any],
        low: Any,
        high: Any,
        largest: bool,
        where: bool,
        hints: Sequence[float] = (),
    ) -> Any:
        """See `calculus.extremum`."""
        value, place = calculus.extremum(function, low, high, largest, hints)
        return place if where else self.known((value, abs(value)))

    def cases(self, rows: Sequence[tuple[Callable[[], Any], Callable[[], Any]]]) -> Any:
        """Return the value of the first row whose condition holds."""
        for value, condition in rows:
            if condition():
                return value()
        raise MathError("no case holds")

    def related(self, relation: str, one: Any, other: Any) -> bool:
        """See `relations.related`."""
        return related(relation, one, other)


def _wide(operation: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    """Compute with numbers, with those of mpmath where floats are too small for the result."""
    try:
        found = operation(one, other)
        numbers = isinstance(one, _REAL) and isinstance(other, _REAL)
        if not (numbers and isinstance(found, float) and math.isinf(found)):
            return found
        if (isinstance(one, float) and math.isinf(one)) or (
            isinstance(other, float) and math.isinf(other)
        ):
            return found
        raise OverflowError
    except OverflowError:
        wide = [
            value if isinstance(value, mpmath.mpf | mpmath.mpc) else mpmath.mpmathify(value)
            for value in (one, other)
        ]
        return operation(*wide)


def _pair(value: Any) -> tuple[Any, ...]:
    if isinstance(value, sets.Finite) or not isinstance(value, tuple):
        raise MathError("values in brackets and something else are added; bind a name")
    return value


def _refuse_collections(*values: Any) -> None:
    for value in values:
        if isinstance(value, _COLLECTIONS):
            kind = type(value).__name__.lower()
            raise MathError(f"a {kind} is computed with; bind an array, or a number")
        if value is None:
            raise MathError("None is computed with; bind a number")


def _matrix_power(base: Any, exponent: Any) -> Any:
    if np.ndim(exponent) or not np.isrealobj(exponent) or base.shape[0] != base.shape[1]:
        what = "vector" if base.shape[1] == 1 else "matrix that is not square"
        raise MathError(f"which power of a {what} is meant? write x^T x, or bind a name to it")
    if float(exponent).is_integer():
        return np.linalg.matrix_power(base, int(exponent))
    if not np.allclose(base, base.conj().T, rtol=1e-12, atol=0):
        raise MathError("which power of this matrix is meant? it is not symmetric; bind it")
    values, vectors = np.linalg.eigh(base)
    if values[0] <= 0:
        raise MathError("which power of this matrix is meant? it is not positive definite; bind it")
    return vectors * values ** float(exponent) @ vectors.conj().T


def _extent(cells: Sequence[Any], axis: int) -> int:
    """How high a row of blocks is, or how wide a column of them."""
    found = {cell.shape[axis] for cell in cells if isinstance(cell, np.ndarray) and cell.ndim == 2}
    return max(found, default=1)


def _block(cell: Any, height: int, width: int) -> Any:
    if isinstance(cell, np.ndarray) and cell.ndim == 2:
        return cell
    if cell == 0:
        return np.zeros((height, width))
    if (height, width) == (1, 1):
        return np.atleast_2d(cell)
    raise MathError(f"a number stands for a block of {height} by {width}; bind a matrix")


class Perturbed(Numeric):
    """Every value is changed by a small part of itself, to see what rounding may do.

    Parameters
    ----------
    amount
        How much, relatively.
    seed
        Of the signs.
    """

    def __init__(self, amount: float, seed: int) -> None:
        super().__init__()
        self.amount = amount
        self._random = np.random.default_rng(seed)
        self._quiet = 0
        self.constants = {
            **Numeric.constants,
            "pi": math.pi * (1 + self._noise()),
            "e": math.e * (1 + self._noise()),
        }

    def _noise(self, shape: tuple[int, ...] = ()) -> Any:
        signs = self._random.choice((-1.0, 1.0), size=shape) * self._random.uniform(0.5, 1, shape)
        return 0.0 if self._quiet else self.amount * signs

    def named(self, value: Any) -> Any:
        """Change a value that is no integer."""
        if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
            return value * (1 + self._noise(value.shape))
        if isinstance(value, float | complex | np.inexact) and np.isfinite(value):
            integer = np.isrealobj(value) and float(value.real).is_integer()
            return value if integer else value * (1 + float(self._noise()))
        return value

    def call(self, name: str, given: Sequence[Any]) -> Any:
        """Apply a function to changed arrays, and change what it returns."""
        arrays = [
            value * (1 + self._noise(value.shape))
            if isinstance(value, np.ndarray) and value.dtype.kind in "iufc"
            else value
            for value in given
        ]
        found = super().call(name, arrays)
        if isinstance(found, float | complex | np.inexact) and np.isfinite(found):
            largest = max((float(abs(one)) for one in given if np.ndim(one) == 0), default=0.0)
            periodic = name in ("sin", "cos", "tan", "log", "ln")
            floor = min(largest, 1.0) if periodic else 0.0
            return found + float(self._noise()) * max(float(np.abs(found)), floor)
        return self.named(found)

    def divide(self, one: Any, other: Any) -> Any:
        """Divide, and change the quotient."""
        return self.named(super().divide(one, other))

    def power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power, and change it."""
        return self.named(super().power(base, exponent))

    def root(self, radicand: Any, degree: Any) -> Any:
        """Take a root, and change it, also one that is an integer."""
        return super().root(radicand, degree) * (1 + self._noise())

    def bars(self, value: Any, double: bool, order: Any) -> Any:
        """Change what the bars hold."""
        if isinstance(value, np.ndarray) and value.dtype.kind in "iufc":
            value = value * (1 + self._noise(value.shape))
        return super().bars(value, double, order)

    def known(self, found: tuple[Any, float]) -> Any:
        """Change a value by a part of its scale."""
        value, scale = found
        return value + float(self._noise()) * scale

    def integral(self, *given: Any, **more: Any) -> Any:
        """Integrate what is not changed, and change the value."""
        return self._calm(super().integral, *given, **more)

    def series(self, *given: Any, **more: Any) -> Any:
        """Add what is not changed where there is no end."""
        endless = any(np.isrealobj(end) and np.isinf(end) for end in given[1:3])
        if endless:
            return self._calm(super().series, *given, **more)
        return super().series(*given, **more)

    def limit(self, *given: Any, **more: Any) -> Any:
        """Extrapolate what is not changed."""
        return self._calm(super().limit, *given, **more)

    def derivative(self, *given: Any, **more: Any) -> Any:
        """Differentiate what is not changed."""
        return self._calm(super().derivative, *given, **more)

    def extremum(self, *given: Any, **more: Any) -> Any:
        """Search what is not changed."""
        return self._calm(super().extremum, *given, **more)

    def _calm(self, method: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Call a method of calculus on functions that do not change from call to call."""
        function, *rest = given

        def unchanged(*at: Any) -> Any:
            self._quiet += 1
            try:
                return function(*at)
            finally:
                self._quiet -= 1

        return method(unchanged, *rest, **more)


class Opened(Numeric):
    """Integrals are opened, not computed.

    Attributes
    ----------
    limits
        Those met on the way to the integrand, by variable.
    """

    def __init__(self, point: dict[str, Any]) -> None:
        super().__init__()
        self.point = point
        self.limits: dict[str, tuple[Any, Any]] = {}

    def integral(
        self,
        function: Any,
        variable: str,
        low: Any,
        high: Any,
        hints: Any = (),
        nested: bool = False,
    ) -> Any:
        """Return the integrand at the point."""
        if variable not in self.point:
            raise MathError(f"no value is bound to “{variable}”, at which to look inside")
        self.limits[variable] = low, high
        return function(self.point[variable])
