"""Functions that everybody knows by name, of numbers and of arrays."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import numpy as np
from scipy import special

from ..errors import MathError
from .arrays import squeeze
from .sets import divisors, elements

HYPERBOLIC = "sinh cosh tanh sech csch coth".split()
# What has a meaning of its own for matrices; other functions of them must be bound.
OF_MATRICES = frozenset(
    "det inv pinv transpose adjoint tr trace diag rank conjugate Re Im degrees percent".split()
)


_FEW = 40  # factors that are multiplied one by one


def _elementary(name: str, wide: str = "") -> Callable[[Any], Any]:
    """NumPy's function, and mpmath's for numbers beyond floats."""
    narrow, other = getattr(np, name), getattr(mpmath, wide or name)

    def function(x: Any) -> Any:
        return other(x) if isinstance(x, mpmath.mpf | mpmath.mpc) else narrow(x)

    return function


def _log(x: Any) -> Any:
    if isinstance(x, mpmath.mpf | mpmath.mpc):
        return mpmath.log(x)
    if np.isrealobj(x) and np.ndim(x) == 0 and x < 0:
        return np.log(complex(x))
    if isinstance(x, int) and x > 10**300:
        return math.log(x)
    return np.log(x)


def _arccot(x: Any) -> Any:
    if np.iscomplexobj(x):
        return np.arctan(1 / x)
    if np.any(np.less(x, 0)):
        raise MathError("arccot of a negative number has two conventions; write it with arctan")
    return np.arctan2(1, x)


def _gamma(z: Any) -> Any:
    if np.ndim(z) == 0 and np.isrealobj(z):
        if z <= 0 and float(z).is_integer():
            return math.inf  # a pole: its reciprocal is 0, and nothing else can be computed
        if z > 170:
            return mpmath.gamma(z)
    return special.gamma(z)


def _factorial(n: Any) -> Any:
    if np.ndim(n) or isinstance(n, tuple):
        raise MathError("a factorial is taken of a number; bind a function for an array")
    if np.isrealobj(n) and float(n).is_integer():
        if n < 0:
            raise MathError(f"the factorial of {n} is not defined; bind another value")
        return math.factorial(int(n))
    return _gamma(n + 1)


def _double_factorial(n: Any) -> Any:
    if not float(n).is_integer() or n < -1:
        raise MathError(f"the double factorial of {n} is not defined")
    return math.prod(range(int(n), 0, -2))


def _is_natural(k: Any) -> bool:
    return bool(np.ndim(k) == 0 and np.isrealobj(k) and float(k).is_integer() and k >= 0)


def _rising(x: Any, n: Any) -> Any:
    """Return x (x + 1) ... (x + n - 1), Pochhammer's symbol (DLMF 5.2.4)."""
    if not _is_natural(n):
        if np.isrealobj(n) and float(n).is_integer():
            raise MathError(f"a factorial power of {n} factors; n is no natural number")
        return _gamma(x + n) / _gamma(x)
    if n > _FEW:
        return mpmath.rf(x, n)
    return math.prod((x + k for k in range(int(n))), start=1)


def _falling(x: Any, n: Any) -> Any:
    if not _is_natural(n):
        raise MathError(f"a factorial power of {n} factors; n is no natural number")
    if n > _FEW:
        return mpmath.ff(x, n)
    return math.prod((x - k for k in range(int(n))), start=1)


def _binomial(n: Any, k: Any) -> Any:
    """Return the generalized binomial coefficient (DLMF 1.2.6); it is 0 for negative integers k."""
    if np.ndim(n) or np.ndim(k):
        raise MathError("a binomial coefficient is taken of numbers; bind a function for arrays")
    if _is_natural(k):
        if isinstance(n, int | np.integer):
            n, k = int(n), int(k)
            return math.comb(n, k) if n >= 0 else (-1) ** k * math.comb(k - n - 1, k)
        if k > _FEW:
            return mpmath.binomial(n, k)
        return _falling(n, k) / math.factorial(int(k))
    if np.isrealobj(k) and float(k).is_integer():
        if np.isrealobj(n) and n < 0 and float(n).is_integer():
            raise MathError("a binomial coefficient of negative integers has several conventions")
        return 0
    return _gamma(n + 1) / (_gamma(k + 1) * _gamma(n - k + 1))


def _integers(name: str, function: Callable[..., int]) -> Callable[..., int]:
    def of_integers(*given: Any) -> int:
        if not all(np.ndim(one) == 0 and float(one).is_integer() for one in given):
            raise MathError(f"“{name}” is taken of integers")
        return function(*map(int, given))

    return of_integers


def _extreme(choose: Callable[[Any], Any]) -> Callable[..., Any]:
    """The largest or smallest of several values, or of one set or vector."""

    def of(*given: Any) -> Any:
        values = given
        if len(given) == 1:
            (one,) = given
            if np.ndim(one) == 0 and not hasattr(one, "__iter__"):
                raise MathError("the extremum of what? write it over a set, or of several values")
            values = tuple(elements(squeeze(one)))
        if any(np.ndim(value) for value in values) or any(map(np.iscomplexobj, values)):
            raise MathError("the extremum of arrays or complex numbers is not defined")
        return choose(values)

    return of


def _diagonal(*given: Any) -> Any:
    values = given[0] if len(given) == 1 else given
    array = np.asarray(squeeze(values))
    if array.ndim != 1:
        raise MathError("“diag” of a matrix has two meanings; bind a function")
    return np.diag(array)


def _floor(function: Callable[[Any], int]) -> Callable[[Any], int]:
    def of(x: Any) -> int:
        if np.ndim(x) or np.iscomplexobj(x):
            raise MathError("only a real number is rounded; bind a function for an array")
        return function(x)

    return of


def _positive_part(x: Any) -> Any:
    if np.iscomplexobj(x):
        raise MathError("a complex number has no positive part")
    return np.maximum(x, 0)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: _elementary(name) for name in "sin cos tan sinh cosh tanh exp".split()},
    "arcsin": _elementary("arcsin", "asin"),
    "arccos": _elementary("arccos", "acos"),
    "arctan": _elementary("arctan", "atan"),
    **{f"ar{name}": getattr(np, f"arc{name}") for name in ("sinh", "cosh", "tanh")},
    "arcsec": lambda x: np.arccos(1 / x),
    "arccsc": lambda x: np.arcsin(1 / x),
    "arccot": _arccot,
    "arsech": lambda x: np.arccosh(1 / x),
    "arcsch": lambda x: np.arcsinh(1 / x),
    "arcoth": lambda x: np.arctanh(1 / x),
    **dict.fromkeys(("log", "ln", "Log"), _log),
    "lg": np.log10,
    "sec": lambda x: 1 / np.cos(x),
    "csc": lambda x: 1 / np.sin(x),
    "cot": lambda x: 1 / np.tan(x),
    "sech": lambda x: 1 / np.cosh(x),
    "csch": lambda x: 1 / np.sinh(x),
    "coth": lambda x: 1 / np.tanh(x),
    "Gamma": _gamma,
    "erf": special.erf,
    "erfc": special.erfc,
    "erfinv": special.erfinv,
    "erfcinv": special.erfcinv,
    "factorial": _factorial,
    "double factorial": _double_factorial,
    "rising factorial": _rising,
    "falling factorial": _falling,
    "binomial": _binomial,
    "floor": _floor(math.floor),
    "ceil": _floor(math.ceil),
    "positive part": _positive_part,
    "degrees": lambda x: x * (math.pi / 180),
    "percent": lambda x: x / 100,
    "conjugate": np.conj,
    "sgn": np.sign,
    "sign": np.sign,
    "det": np.linalg.det,
    "inv": np.linalg.inv,
    "pinv": np.linalg.pinv,
    "transpose": np.transpose,
    "adjoint": lambda a: a.conj().T,
    "tr": np.trace,
    "trace": np.trace,
    "diag": _diagonal,
    "rank": np.linalg.matrix_rank,
    "arg": np.angle,
    "Arg": np.angle,
    "Re": np.real,
    "Im": np.imag,
    "gcd": _integers("gcd", math.gcd),
    "lcm": _integers("lcm", math.lcm),
    "divisors": divisors,
    "max": _extreme(max),
    "min": _extreme(min),
}
# What some write for the inverses of hyperbolic functions.
FUNCTIONS |= {f"arc{name}": FUNCTIONS[f"ar{name}"] for name in HYPERBOLIC}


def hypergeometric(upper: Sequence[Any], lower: Sequence[Any], value: Any) -> Any:
    """Return the generalized hypergeometric function (DLMF 16.2.1)."""
    found = mpmath.hyper(list(upper), list(lower), value)
    return complex(found) if isinstance(found, mpmath.mpc) else float(found)


# What ``^{-1}`` behind a function's name makes of it, where that has one meaning.
INVERSES = {name: f"arc{name}" for name in "sin cos tan sec csc cot".split()}
INVERSES |= {name: f"ar{name}" for name in "sinh cosh tanh sech csch coth".split()}
INVERSES |= {"erf": "erfinv", "erfc": "erfcinv"}
SEVERAL = frozenset("binomial divisors gcd lcm max min diag".split())
SEVERAL |= {"rising factorial", "falling factorial"}


def check_count(name: str, count: int) -> None:
    """Refuse a function of one argument that has more.

    Raises
    ------
    MathError
        With what to do.
    """
    if name not in SEVERAL and count != 1:
        raise MathError(f"“{name}” takes one argument and has {count}; bind it like a name")
