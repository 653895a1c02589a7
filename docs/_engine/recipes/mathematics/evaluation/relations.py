"""Whether a relation holds between two values."""

from typing import Any

import numpy as np

from ..errors import MathError
from .arrays import settled

RELATIVE, ABSOLUTE = 1e-9, 1e-11  # two numbers are equal within these


def close(one: Any, other: Any, rtol: float = RELATIVE) -> bool:
    """Whether two values have one shape and are equal within a relative error.

    Elements of an array are compared on the scale of its largest.
    """
    one, other = settled(one), settled(other)
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
        return bool(settled(one) in other)
    if relation in ("<", ">", r"\le", r"\ge", r"\ll", r"\gg"):
        return _ordered(relation, np.asarray(settled(one)), np.asarray(settled(other)))
    raise MathError(f"“{relation}” says nothing that can be computed; use its sides")


def _ordered(relation: str, one: Any, other: Any) -> bool:
    # What rounding may have made of two equal numbers is neither less nor greater.
    slack = RELATIVE * np.maximum(1, np.abs(other))
    if relation in (r"\ll", r"\gg"):
        return bool(np.all(one * 10 <= other if relation == r"\ll" else one >= 10 * other))
    if relation in ("<", r"\le"):
        return bool(np.all(one < other - slack if relation == "<" else one <= other + slack))
    return bool(np.all(one > other + slack if relation == ">" else one >= other - slack))
