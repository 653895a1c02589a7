"""Sums and products without end: added up, or extrapolated in two ways that must agree."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np

from ..errors import MathError
from .calculus import AGREE

_FIRST, _TERMS = 300, 6000  # terms that are added one by one


def endless(
    function: Callable[[int], Any], low: int, operator: str, may_vanish: bool = False
) -> tuple[Any, float]:
    """Add or multiply without end; refuse what does not converge, or is not known.

    Terms that fall like those of a geometric series are added up until they are too small to
    count. Other series are extrapolated in two ways.

    Parameters
    ----------
    may_vanish
        Whether all terms may be 0: the other half of the series decides.
    """
    rest = 0 if operator == "+" else 1
    terms: list[Any] = []
    _extend(terms, function, low, _FIRST)
    sizes = [abs(term - rest) for term in terms]
    if operator == "+" and not any(sizes):
        if may_vanish:
            return 0.0, 0.0
        raise MathError("all terms are 0 as far as they were computed; bind other values")
    if _falls(sizes) or _slowly_falls(terms, sizes, function, low, rest):
        return _folded(terms, operator)
    if _does_not_vanish(function, low, sizes, rest):
        raise MathError(
            "this series does not seem to converge; write where it does, or bind its value"
        )
    value = _transformed(function, low, operator)
    again = _epsilon(function, low, operator)
    scale = max(abs(value), *(float(size) for size in sizes))
    if abs(value - again) > AGREE * scale:
        raise MathError("this series converges too slowly to be added up; bind its value")
    return (complex(value) if isinstance(value, mpmath.mpc) else float(value)), float(scale)


def _extend(terms: list[Any], function: Callable[[int], Any], low: int, count: int) -> None:
    for k in range(low + len(terms), low + count):
        try:
            term = function(k)
        except MathError:
            if len(terms) > 60 and _falls([abs(term) for term in terms]):
                return  # what is left does not count
            raise
        if not mpmath.isfinite(term):
            if len(terms) > 60 and _falls([abs(term) for term in terms]):
                return
            raise MathError(f"the term {k} of this series is not finite; bind its value")
        terms.append(term)


def _falls(sizes: Sequence[Any]) -> bool:
    """Whether the last terms are so small, and fall so fast, that the rest does not count."""
    total = max(sizes)
    last, before = max(sizes[-10:]), max(sizes[-30:-20])
    return bool(last <= 1e-18 * total and (last <= 0.5 * before or not before))


def _slowly_falls(
    terms: list[Any], sizes: list[Any], function: Callable[[int], Any], low: int, rest: int
) -> bool:
    """Whether more terms are enough, where each is a fixed part of the one before."""
    late, later = max(sizes[-100:-80]), max(sizes[-20:])
    if not 0 < later < 0.9 * late or not 0 < max(sizes[100:120]):
        return False
    ratio = (later / late) ** (1 / 80)
    earlier = (max(sizes[-200:-180]) / late) ** (1 / 100) if max(sizes[-200:-180]) else 2
    needed = math.log(1e-17) / math.log(float(ratio)) + len(sizes)
    if needed > _TERMS or abs(1 / earlier - ratio) > 2e-3:  # a power falls ever more slowly
        return False
    _extend(terms, function, low, int(needed))
    sizes[:] = [abs(term - rest) for term in terms]
    return bool(max(sizes[-20:]) <= 1e-15 * max(sizes))


def _folded(terms: Sequence[Any], operator: str) -> tuple[Any, float]:
    if operator == "+":
        scale = float(mpmath.fsum(abs(term) for term in terms))
        value = mpmath.fsum(terms)
    else:
        value = mpmath.fprod(terms)
        scale = float(abs(value))
    return (complex(value) if isinstance(value, mpmath.mpc) else float(value)), scale


def _does_not_vanish(
    function: Callable[[int], Any], low: int, sizes: Sequence[Any], rest: int
) -> bool:
    """A test against the harmonic series: of terms of one sign, n times the n-th must vanish."""
    if max(sizes[-20:]) >= 0.9 * max(sizes[80:100]):
        return True
    near, far = ([function(n + k) - rest for k in (0, 1)] for n in (low + 100, low + 10_000))
    if not all(np.isrealobj(term) for term in (*near, *far)):
        return False
    if far[0] * far[1] < 0:
        return bool(abs(far[0]) >= 0.5 * abs(near[0]) and far[0] != 0)
    return bool(abs(far[0]) * 10_000 > 0.5 * abs(near[0]) * 100)


def _transformed(function: Callable[[int], Any], low: int, operator: str) -> Any:
    """Extrapolate with mpmath's transformations of Levin and Richardson."""
    total = mpmath.nsum if operator == "+" else mpmath.nprod
    try:  # extrapolation wants more digits than a float has
        return total(function, [low, mpmath.inf])
    except MathError:
        return total(lambda k: function(int(k)), [low, mpmath.inf])


def _epsilon(function: Callable[[int], Any], low: int, operator: str) -> Any:
    """Extrapolate sums of 1, 2, 4, 8, ... terms with the epsilon algorithm (Wynn 1956)."""
    total: Any = mpmath.mpf(0 if operator == "+" else 1)
    sums, k = [], 0
    for power in range(4, 13):
        while k < 2**power:
            try:
                term = function(mpmath.mpf(low + k))
            except MathError:
                term = function(low + k)
            total = total + term if operator == "+" else total * term
            k += 1
        sums.append(total)
    before, row = [mpmath.mpf(0)] * (len(sums) + 1), sums
    best = sums[-1]
    for level in range(len(sums) - 1):
        steps = [b - a for a, b in pairwise(row)]
        if not all(steps):
            break
        following = [before[n + 1] + 1 / step for n, step in enumerate(steps)]
        before, row = row, following
        if level % 2 and row:
            best = row[-1]
    return best
