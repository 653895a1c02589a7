"""Whether two values stand in a relation: numbers up to an error, sets by their elements."""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

from ..errors import MathError
from . import sets
from .arrays import squeeze

RELATIVE = 1e-9  # two numbers are equal within this
EQUALITIES = ("=", r"\equiv", r"\triangleq", ":=")
_ORDERS = ("<", ">", r"\le", r"\ge", r"\ll", r"\gg")
Noise = Callable[[], float]  # how far rounding may move one value from the other


def close(
    one: Any, other: Any, rtol: float = RELATIVE, atol: float = 0.0, noise: Noise | None = None
) -> bool:
    """Whether two values have one shape and are equal within a relative error.

    Elements of an array are compared on the scale of its largest. Where a difference is larger,
    it may still be what rounding has left of terms that cancel.

    Parameters
    ----------
    atol
        An absolute error that is accepted too.
    noise
        How far apart rounding may have moved two values that are equal.
    """
    one, other = squeeze(one), squeeze(other)
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    if sets.is_set(one) or sets.is_set(other):
        return sets.equal(one, other)
    wide = (mpmath.mpf, mpmath.mpc)
    if isinstance(one, wide) or isinstance(other, wide):
        return bool(abs(one - other) <= atol + rtol * max(abs(one), abs(other)))
    first, second = _numbers(one), _numbers(other)
    if first.shape != second.shape:
        if not (_is_zero(one) or _is_zero(other)):
            return False
        first, second = np.broadcast_arrays(first, second)
    difference = np.abs(first - second)
    scale = np.maximum(np.abs(first), np.abs(second))
    if scale.ndim and scale.size:
        scale = np.full(scale.shape, scale.max())
    if np.all(difference <= atol + rtol * scale):
        return True
    return bool(noise is not None and np.all(difference <= atol + noise()))


def _is_zero(value: Any) -> bool:
    """Whether a value is the 0 that is equal to a vector or a matrix of zeros."""
    return isinstance(value, int) and value == 0


def _numbers(value: Any) -> Any:
    """A value as an array of complex numbers."""
    if isinstance(value, str | dict | type(None) | sets.Numbers) or callable(value):
        kind = "a function" if callable(value) else f"a {type(value).__name__}"
        hint = "; write its arguments in brackets" if callable(value) else ""
        raise MathError(f"{kind} stands here, not a number{hint}")
    try:
        array = np.asarray(value, dtype=complex)
    except OverflowError:
        raise MathError("a number is too large to be compared with a float") from None
    if np.isnan(array).any():
        raise MathError("a value is not a number (nan); bind another")
    return array


def related(
    relation: str,
    one: Any,
    other: Any,
    rtol: float = RELATIVE,
    atol: float = 0.0,
    noise: Noise | None = None,
) -> bool:
    """Whether a relation holds between two values.

    Raises
    ------
    MathError
        If it says nothing that can be computed of them.
    """
    if relation in EQUALITIES or relation in (r"\approx", r"\ne"):
        _refuse_infinite(one, other)
        return close(one, other, rtol, atol, noise) is not (relation == r"\ne")
    if relation in (r"\in", r"\notin"):
        return sets.contains(squeeze(one), squeeze(other)) is (relation == r"\in")
    if relation in (r"\subseteq", r"\supseteq"):
        pair = (one, other) if relation == r"\subseteq" else (other, one)
        return sets.subset(*map(squeeze, pair))
    if relation in _ORDERS:
        return _ordered(relation, one, other, rtol, atol, noise)
    if relation in (r"\prec", r"\succ", r"\preceq", r"\succeq"):
        return _definite(relation, one, other)
    if relation == r"\propto":
        return _proportional(one, other, rtol)
    raise MathError(f"“{relation}” says nothing that can be computed; use its sides")


def _refuse_infinite(one: Any, other: Any) -> None:
    for value in (squeeze(one), squeeze(other)):
        if isinstance(value, float | complex | np.inexact) and np.isinf(value):
            raise MathError("a value is infinite, and infinity is equal to nothing; bind another")


def _ordered(
    relation: str, one: Any, other: Any, rtol: float, atol: float, noise: Noise | None
) -> bool:
    first, second = np.asarray(squeeze(one)), np.asarray(squeeze(other))
    if any(array.dtype.kind not in "biufO" for array in (first, second)):
        raise MathError("complex numbers have no order, nor has what is no number; bind real ones")
    for array in (first, second):
        if array.dtype.kind == "f" and np.isnan(array).any():
            raise MathError("a value is not a number (nan); bind another")
    if first.ndim and second.ndim and first.shape != second.shape:
        raise MathError(
            f"arrays of shapes {first.shape} and {second.shape} are compared; bind others"
        )
    if relation in (r"\ll", r"\gg"):
        small, large = (first, second) if relation == r"\ll" else (second, first)
        return bool(np.all(np.abs(small) * 10 <= np.abs(large)))
    pairs = np.broadcast(first, second)
    # What rounding may have made of two equal numbers is neither less nor greater.
    return all(_one_ordered(relation, a, b, rtol, atol, noise) for a, b in pairs)


def _one_ordered(
    relation: str, one: Any, other: Any, rtol: float, atol: float, noise: Noise | None
) -> bool:
    infinite = np.isinf(float(one)) or np.isinf(float(other))
    equal = one == other if infinite else _near(one, other, rtol, atol, noise)
    if equal:
        return relation in (r"\le", r"\ge")
    return bool(one < other if relation in ("<", r"\le") else one > other)


def _near(one: Any, other: Any, rtol: float, atol: float, noise: Noise | None) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    gap, scale = abs(one - other), max(abs(one), abs(other))
    if gap <= atol + rtol * scale:
        return True
    return bool(noise is not None and gap <= atol + noise())


def _definite(relation: str, one: Any, other: Any) -> bool:
    """The order of symmetric matrices, by the eigenvalues of their difference."""
    first, second = (np.atleast_2d(np.asarray(value)) for value in (one, other))
    difference = first - second if relation in (r"\succ", r"\succeq") else second - first
    if difference.shape[0] != difference.shape[1]:
        raise MathError("only square matrices have this order")
    if not np.allclose(difference, difference.conj().T):
        return False
    values = np.linalg.eigvalsh(difference)
    slack = 1e-12 * max(abs(values))
    return bool(np.all(values > slack if relation in (r"\prec", r"\succ") else values >= -slack))


def _proportional(one: Any, other: Any, rtol: float) -> bool:
    """Whether two vectors have one ratio; a single pair of numbers always has."""
    first, second = (np.asarray(squeeze(value)) for value in (one, other))
    if first.ndim != 1 or first.shape != second.shape or first.size < 3:
        raise MathError(
            "“\\propto” says nothing of single numbers; bind vectors of three values or more"
        )
    return close(first * second[0], second * first[0], rtol)
