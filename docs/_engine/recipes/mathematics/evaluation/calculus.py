"""Calculus in numbers: quadrature, differences, extrapolation, each with its error checked."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from scipy import integrate

from ..errors import MathError

_HEAD = 24  # terms taken out of an endless sum to see whether it stays the same
_DOUBLINGS = 10  # of the step of a difference


def integral(function: Callable[[Any], Any], low: Any, high: Any) -> Any:
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


def endless(function: Callable[[Any], Any], low: int, operator: str) -> Any:
    """Add or multiply without end, extrapolated; refuse what does not seem to converge."""
    if not _converges(function, low, operator):
        raise MathError("this series does not seem to converge")
    value = _extrapolated(function, low, operator)
    head = [function(low + k) for k in range(_HEAD)]
    rest = _extrapolated(function, low + _HEAD, operator)
    again = mpmath.fsum(head) + rest if operator == "+" else mpmath.fprod(head) * rest
    if abs(value - again) > 1e-8 * abs(value) + 1e-12:  # what is left decides, and is not known
        raise MathError("this series converges too slowly to be added up")
    return complex(value) if isinstance(value, mpmath.mpc) else float(value)


def _extrapolated(function: Callable[[Any], Any], low: int, operator: str) -> Any:
    total = mpmath.nsum if operator == "+" else mpmath.nprod
    try:  # extrapolation wants more digits than a float has
        return total(function, [low, mpmath.inf])
    except MathError:
        return total(lambda k: function(int(k)), [low, mpmath.inf])


def _converges(function: Callable[[Any], Any], low: int, operator: str) -> bool:
    """A test against the harmonic series: of terms of one sign, n times the n-th must vanish."""
    rest = 0 if operator == "+" else 1
    try:
        near, far = ([function(n + k) - rest for k in (0, 1)] for n in (low + 100, low + 10_000))
        if not all(np.isrealobj(term) and math.isfinite(term) for term in (*near, *far)):
            return True
    except (ArithmeticError, ValueError, MathError):
        return True  # too large to say so: factorials
    if far[0] * far[1] < 0:
        return bool(abs(far[0]) < 0.5 * abs(near[0]) or far[0] == 0)
    return bool(abs(far[0]) * 10_000 <= 0.5 * abs(near[0]) * 100)


def limit(function: Callable[[Any], Any], target: Any) -> Any:
    """Extrapolate to a limit, from the right; to infinity, by reciprocals (Neville).

    Raises
    ------
    MathError
        If the error estimate is above 1e-8 of the value.
    """
    endless = math.isinf(target)
    steps = [0.5**k for k in range(1, _DOUBLINGS + 1)]
    row: list[Any] = []
    error = math.inf
    for n, h in enumerate(steps):
        last, row = row, [function(math.copysign(1 / h, target) if endless else target + h)]
        for k in range(1, n + 1):
            change = row[-1] - last[k - 1]
            row.append(row[-1] + change * h / (steps[n - k] - h))
        error = abs(row[-1] - last[-1]) if last else math.inf
    if error > 1e-8 * max(1.0, abs(row[-1])):
        raise MathError("there is no limit, as far as extrapolation can say")
    return row[-1]


def _has_kink(function: Callable[[Any], Any], at: Any, step: float) -> bool:
    """Whether the slopes on both sides do not come together as the step becomes smaller."""
    middle = function(at)
    wide, narrow = (
        float(np.max(np.abs(function(at + h) - 2 * middle + function(at - h)))) / h
        for h in (step / 10, step / 100)
    )
    return narrow > max(0.5 * wide, 1e-6 * max(1.0, float(np.max(np.abs(middle)))))


def derivative(function: Callable[[Any], Any], at: Any) -> Any:
    """Differentiate by differences, extrapolated to step zero (Ridders 1982).

    Raises
    ------
    MathError
        If the error estimate is above 1e-6 of the value.
    """
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
    if (
        _has_kink(function, at, step)
        or best is None
        or error > 1e-6 * max(1.0, float(np.max(np.abs(best))))
    ):
        raise MathError("the derivative is not defined here, as far as differences can say")
    return best
