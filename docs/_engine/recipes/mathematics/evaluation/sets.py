"""Collections as formulas use them: pairs that may be intervals, finite sets, sets of numbers."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..errors import MathError

_INTEGRAL = 1e-9  # how far an integer may be from its value


class Ends(tuple[Any, ...]):
    r"""Two values in brackets: a pair, and behind ``\in`` the interval between them."""

    brackets: tuple[str, str]

    @classmethod
    def of(cls, values: Iterable[Any], opening: str, closing: str) -> "Ends":
        """Two values in brackets."""
        made = cls(values)
        made.brackets = opening, closing
        return made


class Finite(tuple[Any, ...]):
    """The elements of a set in braces, in the order of the page."""


class Numbers:
    """A set of numbers, ``R``, ``C``, ``Z`` or ``N``, or of arrays of them.

    Parameters
    ----------
    shape
        Of the arrays; without, single numbers.
    """

    def __init__(self, kind: str, shape: tuple[int, ...] = ()) -> None:
        self.kind = kind
        self.shape = shape

    def __contains__(self, value: Any) -> bool:
        array = np.asarray(value)
        if array.dtype.kind not in "biufc" or array.shape != self.shape:
            return False
        if self.kind == "C":
            return True
        if np.iscomplexobj(array) and np.any(array.imag):
            return False
        if self.kind == "R":
            return bool(np.all(np.isfinite(array.real)))
        integers = bool(np.all(array.real == np.round(array.real)))
        if self.kind == "Z":
            return integers
        if integers and np.any(array == 0):
            raise MathError("whether 0 is in N has two conventions; write the condition")
        return integers and bool(np.all(array.real > 0))


def is_set(value: Any) -> bool:
    """Whether a value is a set: the order of its elements does not count."""
    return isinstance(value, Finite | set | frozenset)


def elements(value: Any) -> list[Any]:
    """What a finite set, a list or a range holds.

    Raises
    ------
    MathError
        If it is an interval, or nothing that holds elements.
    """
    if isinstance(value, Ends) and value.brackets != ("(", ")"):
        raise MathError("this is an interval, which has no end of elements; write \\{a, …, b\\}")
    if isinstance(value, (Numbers, str | dict)) or not hasattr(value, "__iter__"):
        raise MathError("this is no finite set; bind a list, a range or a set")
    return list(value)


def same(one: Any, other: Any) -> bool:
    """Whether two elements are equal, numbers up to rounding."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    try:
        first, second = np.asarray(one, dtype=complex), np.asarray(other, dtype=complex)
    except (TypeError, ValueError):
        return bool(one == other)
    scale = np.abs(second)
    return first.shape == second.shape and bool(np.all(np.abs(first - second) <= 1e-12 * scale))


def contains(value: Any, within: Any) -> bool:
    """Whether a value is an element of a set, or lies in an interval."""
    if isinstance(within, Ends):
        return _in_interval(value, within)
    if isinstance(within, Numbers):
        return value in within
    return any(same(value, one) for one in elements(within))


def _in_interval(value: Any, within: Ends) -> bool:
    if np.ndim(value) or np.iscomplexobj(value) or isinstance(value, str | tuple):
        raise MathError("only a real number lies in an interval")
    low, high = within
    if not low <= high:
        raise MathError(f"the interval from {low} to {high} is empty; the smaller end stands first")
    left, right = within.brackets
    above = value >= low if left == "[" else value > low
    below = value <= high if right == "]" else value < high
    return bool(above and below)


def distinct(values: Sequence[Any]) -> list[Any]:
    """The elements, each once."""
    found: list[Any] = []
    for value in values:
        if not any(same(value, one) for one in found):
            found.append(value)
    return found


def combined(operator: str, one: Any, other: Any) -> Finite:
    """Intersect, unite or subtract two finite sets."""
    first, second = elements(one), elements(other)
    if operator == r"\cup":
        return Finite(distinct([*first, *second]))
    inside = operator == r"\cap"
    return Finite(
        value for value in distinct(first) if any(same(value, two) for two in second) == inside
    )


def equal(one: Any, other: Any) -> bool:
    """Whether two finite sets have the same elements."""
    return subset(one, other) and subset(other, one)


def subset(one: Any, other: Any) -> bool:
    """Whether all elements of one set are in another."""
    if isinstance(one, Ends) and isinstance(other, Ends):
        return all(end in other or contains(end, other) for end in one)
    return all(contains(value, other) for value in elements(one))


def divisors(number: Any, among: Any = None) -> Finite:
    """The positive divisors of a positive integer; all, or those among some numbers."""
    if not float(number).is_integer() or not 0 < number < 1e12:
        raise MathError(f"the divisors of {number} are not known; it is no positive integer")
    number = int(number)
    if among is not None:
        return Finite(k for k in elements(np.ravel(among)) if number % k == 0)
    small = [k for k in range(1, math.isqrt(number) + 1) if number % k == 0]
    return Finite(sorted({*small, *(number // k for k in small)}))
