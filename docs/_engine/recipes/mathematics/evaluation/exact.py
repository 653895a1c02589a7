"""Formulas as SymPy sees them: exact numbers, symbols for names without a value."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy

from ..errors import MathError
from .functions import HYPERBOLIC
from .numeric import Numeric


def _arccot(x: Any) -> Any:
    if sympy.sympify(x).is_negative:
        raise MathError("arccot of a negative number has two conventions; write it with arctan")
    return sympy.acot(x)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{
        name: getattr(sympy, name)
        for name in "sin cos tan sec csc cot sinh cosh tanh sech csch".split()
    },
    **{name: getattr(sympy, name) for name in "coth exp log erf erfc sign arg gcd".split()},
    **{f"arc{name}": getattr(sympy, f"a{name}") for name in "sin cos tan sec csc".split()},
    **{f"{ar}{name}": getattr(sympy, f"a{name}") for ar in ("ar", "arc") for name in HYPERBOLIC},
    "arccot": _arccot,
    "erfinv": sympy.erfinv,
    "erfcinv": sympy.erfcinv,
    **dict.fromkeys(("ln", "Log"), sympy.log),
    "Arg": sympy.arg,
    "lcm": sympy.lcm,
    "double factorial": sympy.factorial2,
    "rising factorial": sympy.rf,
    "falling factorial": sympy.ff,
    "positive part": lambda x: sympy.Max(x, 0),
    "degrees": lambda x: x * sympy.pi / 180,
    "percent": lambda x: x / 100,
    "lg": lambda x: sympy.log(x, 10),
    "Gamma": sympy.gamma,
    "factorial": sympy.factorial,
    "binomial": sympy.binomial,
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "conjugate": sympy.conjugate,
    "sgn": sympy.sign,
    "Re": sympy.re,
    "Im": sympy.im,
    "max": sympy.Max,
    "min": sympy.Min,
    "det": lambda a: a.det(),
    "inv": lambda a: a.inv(),
    "pinv": lambda a: a.pinv(),
    "transpose": lambda a: a.T,
    "adjoint": lambda a: a.H,
    "tr": lambda a: a.trace(),
    "trace": lambda a: a.trace(),
    "rank": lambda a: a.rank(),
    "diag": lambda a: sympy.diag(*a),
}
_RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": sympy.Eq,
    r"\ne": sympy.Ne,
    "<": sympy.Lt,
    ">": sympy.Gt,
    r"\le": sympy.Le,
    r"\ge": sympy.Ge,
}


class Exact(Numeric):
    """The algebra of SymPy; sums, integrals, limits and derivatives are left for ``doit``."""

    constants: Mapping[str, Any] = {"pi": sympy.pi, "e": sympy.E, "infty": sympy.oo}
    functions = FUNCTIONS
    array = "a sympy.Matrix"

    def call(self, name: str, given: Sequence[Any]) -> Any:
        """Apply a function that everybody knows."""
        return self.functions[name](*given)

    def add(self, one: Any, other: Any) -> Any:
        """Add; a matrix and a number do not."""
        if self.is_matrix(one) != self.is_matrix(other):
            raise MathError("a matrix and a number are added; one of them is not what it should be")
        return one + other

    def hypergeometric(self, upper: Sequence[Any], lower: Sequence[Any], value: Any) -> Any:
        """Return the function, not evaluated."""
        return sympy.hyper(upper, lower, value)

    def is_matrix(self, value: Any) -> bool:
        """Whether a value is a SymPy matrix."""
        return isinstance(value, sympy.MatrixBase)

    def number(self, digits: str) -> Any:
        """Read digits as a rational number."""
        return sympy.Rational(digits)

    def unknown(self, name: str, key: str, indices: tuple[Any, ...], free: bool) -> Any:
        """Make a symbol; with a running index, an element of an indexed base."""
        return sympy.IndexedBase(key)[indices] if free and indices else sympy.Symbol(name)

    def multiply(self, one: Any, other: Any) -> Any:
        """Multiply; a matrix of one element is a number."""
        product = one * other
        return product[0, 0] if self.is_matrix(product) and product.shape == (1, 1) else product

    def cross(self, one: Any, other: Any) -> Any:
        """Return the vector product of two columns of three."""
        return one.cross(other)

    def divide(self, one: Any, other: Any) -> Any:
        """Divide."""
        if self.is_matrix(other):
            raise MathError("a division by a matrix; write the inverse, A^{-1}")
        if other == 0:
            raise MathError("a division by zero")
        return one / sympy.sympify(other)

    def power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power."""
        return sympy.sympify(base) ** exponent

    def root(self, radicand: Any, degree: Any) -> Any:
        """Take a root."""
        return sympy.sqrt(radicand) if degree is None else sympy.root(radicand, degree)

    def logarithm(self, base: Any, value: Any) -> Any:
        """Return the logarithm to a base."""
        return sympy.log(value, base)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Make a matrix."""
        return sympy.Matrix(rows)

    def norm(self, value: Any, order: Any) -> Any:
        """Return a norm of a matrix."""
        kinds = {"F": "fro", "infty": sympy.oo, "max": sympy.oo}
        return value.norm(kinds[order] if order in kinds else int(order))

    def integral(
        self,
        function: Callable[[Any], Any],
        variable: str,
        low: Any,
        high: Any,
        hints: Sequence[float] = (),
        nested: bool = False,
    ) -> Any:
        """Return the integral, not yet done."""
        symbol = sympy.Symbol(variable)
        return sympy.Integral(function(symbol), (symbol, low, high))

    def series(
        self, function: Callable[[Any], Any], low: Any, high: Any, operator: str, variable: str
    ) -> Any:
        """Return the sum or product, not yet done."""
        symbol = sympy.Symbol(variable, integer=True)
        kind = sympy.Sum if operator == "+" else sympy.Product
        return kind(function(symbol), (symbol, low, high))

    def limit(
        self, function: Callable[[Any], Any], variable: str, target: Any, side: str = ""
    ) -> Any:
        """Return the limit, not yet done."""
        symbol = sympy.Symbol(variable)
        return sympy.Limit(function(symbol), symbol, target, side or "+-")

    def derivative(
        self, function: Callable[[Any], Any], variable: str, at: Any, order: int = 1
    ) -> Any:
        """Differentiate, and put in the value where there is one."""
        symbol = at if isinstance(at, sympy.Symbol) else sympy.Symbol(variable)
        found = sympy.diff(function(symbol), symbol, order)
        return found if at is None or at is symbol else found.subs(symbol, at)

    def cases(self, rows: Sequence[tuple[Callable[[], Any], Callable[[], Any]]]) -> Any:
        """Return all rows with their conditions."""
        return sympy.Piecewise(*((value(), condition()) for value, condition in rows))

    def related(self, relation: str, one: Any, other: Any) -> Any:
        """Return the relation as SymPy writes it."""
        if relation not in _RELATIONS:
            raise MathError(f"“{relation}” has no exact meaning; evaluate it in numbers")
        return _RELATIONS[relation](one, other)
