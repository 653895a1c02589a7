"""Calculus in numbers: each value is found in two ways, and refused where they disagree.

Each function returns the value and its scale: what rounding is relative to.
"""

import contextlib
import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import scipy

from ..errors import MathError

Function = Callable[[Any], Any]
AGREE = 1e-10  # how far two ways may differ, relatively: less than an equality asks
_SAMPLES = 400  # where an integrand without an end is looked at before anything is computed
_BETWEEN = 120  # the same between two ends
_GOLDEN = 0.38196601125


def _disagree(what: str, one: Any, other: Any) -> MathError:
    return MathError(
        f"two ways of computing this {what} give {complex(one):.10g} and {complex(other):.10g}; "
        "write it in a form that is easier to compute, or bind its value"
    )


# Integrals


def integral(
    function: Function,
    low: float,
    high: float,
    hints: Iterable[float] = (),
    outermost: bool = True,
    nested: bool = False,
) -> tuple[Any, float]:
    """Integrate by adaptive quadrature; the outermost again by double exponential formulas.

    Parameters
    ----------
    hints
        Where the integrand may have a peak.
    outermost
        Whether this is in no other integral; inner ones are computed once.
    nested
        Whether the integrand is an integral itself, which is looked at in fewer places: the two
        ways then differ by at most 1e-3.

    Raises
    ------
    MathError
        If the two differ by more than `AGREE`, or the integrand vanishes wherever it is looked at.
    """
    if isinstance(low, complex) or isinstance(high, complex):
        raise MathError("a path in the complex plane is not given by its ends; bind the value")
    low, high = float(low), float(high)
    if low == high:
        return 0.0, 0.0
    if low > high:
        value, scale = integral(function, high, low, hints, outermost, nested)
        return -value, scale
    if not outermost:
        points = [low, high] if np.isfinite([low, high]).all() else [low, *_middle(low, high), high]
        width = high - low if np.isfinite(high - low) else 1.0
        largest = max(_size(function, place) for place in _samples(low, high, (), 4))
        value = _cheapest(function, points, 1e-13 * largest * width)
        return value, max(abs(value), largest * width)
    points = _breakpoints(function, low, high, hints, 16 if nested else None)
    step = 1 / 5 if nested else 1 / 16
    parts = [_double_exponential(function, a, b, step) for a, b in pairwise(points)]
    rough, scale = sum(part[0] for part in parts), float(sum(part[1] for part in parts))
    tolerance = 1e-11 if nested else 1e-13
    value = _quadrature(function, points, tolerance * scale)
    divided = [a + _GOLDEN * (b - a) for a, b in pairwise(points) if np.isfinite([a, b]).all()]
    again = value
    if not nested and abs(value - rough) > AGREE * scale:
        again = _quadrature(function, sorted({*points, *divided}), tolerance * scale)
    if abs(value - again) > AGREE * max(scale, abs(value)):
        raise _disagree("integral", value, again)
    if abs(value - rough) > 1e-3 * max(scale, abs(value)):
        raise _disagree("integral", value, rough)
    return value, scale


def _middle(low: float, high: float) -> list[float]:
    if np.isfinite(low):
        return [low + 1]
    return [high - 1] if np.isfinite(high) else [0.0]


def _cheapest(function: Function, points: Sequence[float], absolute: float) -> Any:
    """An integral within another: by few points where they do, else as singular ends need."""
    try:
        return _quadrature(function, points, absolute, 12)
    except MathError:
        rough, fine = (
            sum(_double_exponential(function, a, b, step)[0] for a, b in pairwise(points))
            for step in (1 / 8, 1 / 12)
        )
        if abs(fine - rough) <= AGREE * abs(fine):
            return fine
        return _quadrature(function, points, absolute)


def _quadrature(
    function: Function, points: Sequence[float], absolute: float, limit: int = 100
) -> Any:
    total: Any = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", scipy.integrate.IntegrationWarning)
        for low, high in pairwise(points):
            middle = (
                0.5 * (low + high)
                if np.isfinite([low, high]).all()
                else (low + 1 if np.isfinite(low) else high - 1)
            )
            parts = (np.real, np.imag) if np.iscomplexobj(function(middle)) else (float,)
            found = [_one_quadrature(function, part, low, high, absolute, limit) for part in parts]
            total += complex(*found) if len(found) > 1 else found[0]
    return total


def _one_quadrature(
    function: Function,
    part: Callable[[Any], Any],
    low: float,
    high: float,
    absolute: float,
    limit: int,
) -> float:
    try:
        value, _ = scipy.integrate.quad(
            lambda t: part(function(t)), low, high, epsabs=absolute, epsrel=1e-11, limit=limit
        )
    except scipy.integrate.IntegrationWarning as error:
        reason = str(error).partition("\n")[0].strip().rstrip(".").lower()
        raise MathError(f"{reason}; split this integral, or bind its value") from None
    return float(value)


def _breakpoints(
    function: Function, low: float, high: float, hints: Iterable[float], count: int | None = None
) -> list[float]:
    """The ends, and where the integrand is largest, so that no narrow peak is missed."""
    count = count or (_BETWEEN if np.isfinite([low, high]).all() else _SAMPLES)
    places = _samples(low, high, hints, count)
    sizes = [_size(function, place) for place in places]
    if not any(sizes):
        return [low, *([] if np.isfinite([low, high]).all() else _middle(low, high)), high]
    best = int(np.argmax(sizes))
    peak, width = _peak(function, places, best)
    inside = [peak + k * width for k in (-8, -1, 0, 1, 8)]
    if np.isfinite([low, high]).all() and width > 0.02 * (high - low):
        return [low, high]
    margin = 1e-6 * (high - low) if np.isfinite([low, high]).all() else 0.0
    kept = [point for point in inside if low + margin < point < high - margin]
    if not kept and not np.isfinite([low, high]).all():
        kept = _middle(low, high)
    return [low, *kept, high]


def _samples(low: float, high: float, hints: Iterable[float], count: int = _SAMPLES) -> list[float]:
    inner = (np.arange(count) + 0.5) / count
    if np.isfinite([low, high]).all():
        places = low + (high - low) * inner
    elif np.isfinite(low):
        places = low + np.sinh(14 * inner) * 1e-2
    elif np.isfinite(high):
        places = high - np.sinh(14 * inner) * 1e-2
    else:
        places = np.sinh(28 * (inner - 0.5)) * 1e-2
    near = [hint for hint in hints if low < hint < high]
    return sorted({*places.tolist(), *near})


def _size(function: Function, place: float) -> float:
    try:
        size = float(abs(function(place)))
    except (ArithmeticError, MathError):
        return 0.0
    return size if math.isfinite(size) else 0.0


def _peak(function: Function, places: Sequence[float], best: int) -> tuple[float, float]:
    """The place of the largest value near a sample, and how far it is to a tenth of it."""
    left = places[max(best - 1, 0)]
    right = places[min(best + 1, len(places) - 1)]
    found = scipy.optimize.minimize_scalar(
        lambda x: -_size(function, x), bounds=(left, right), method="bounded"
    )
    sizes = {places[best]: _size(function, places[best]), float(found.x): -float(found.fun)}
    peak = max(sizes, key=lambda x: sizes[x])
    width = 1e-6 * max(1.0, abs(peak))
    while _size(function, peak + width) > 0.1 * sizes[peak] and width < 1e6 * max(1.0, abs(peak)):
        width *= 1.6
    return peak, width


def _double_exponential(
    function: Function, low: float, high: float, step: float
) -> tuple[Any, float]:
    """Integrate by the trapezoidal rule behind a substitution (Takahasi and Mori 1974)."""
    total: Any = 0
    scale = 0.0
    count = round(4.4 / step)
    for k in range(-count, count + 1):
        t = k * step
        inner = 0.5 * math.pi * math.sinh(t)
        if np.isfinite([low, high]).all():
            half = 0.5 * (high - low)
            place = 0.5 * (low + high) + half * math.tanh(inner)
            weight = half * 0.5 * math.pi * math.cosh(t) / math.cosh(inner) ** 2
        elif np.isfinite(low) or np.isfinite(high):
            if abs(inner) > 300:
                continue
            distance = math.exp(inner)
            place = low + distance if np.isfinite(low) else high - distance
            weight = 0.5 * math.pi * math.cosh(t) * distance
        else:
            place = math.sinh(inner) if abs(inner) < 300 else math.inf
            weight = 0.5 * math.pi * math.cosh(t) * math.cosh(inner) if abs(inner) < 300 else 0.0
        if not low < place < high or not weight or not math.isfinite(place):
            continue
        try:
            value = function(place) * (weight * step)
        except (ArithmeticError, MathError):
            continue
        if np.isfinite(complex(value)):
            total += value
            scale += float(abs(value))
    return total, scale


# Limits


def limit(
    function: Function, target: float, side: str = "", integers: bool = False
) -> tuple[Any, float]:
    """Extrapolate to a limit along two sequences, and from both sides; to infinity, outwards.

    Where extrapolation fails, the function is computed with many digits so near to the target, or
    so far out, that what is left does not count.

    Parameters
    ----------
    side
        ``+`` from above only, ``-`` from below only.
    integers
        Whether the variable runs through integers.

    Raises
    ------
    MathError
        If the values along the sequences do not come together.
    """
    if math.isinf(target):
        sign = math.copysign(1, target)
        paths = [_outwards(sign, 2, integers, 0), _outwards(sign, 3, integers, 1)]
    else:
        signs = {"+": (1,), "-": (-1,)}.get(side, (1, -1))
        near = max(1.0, abs(target))
        paths = [
            [target + sign * near * start * base**-k for k in range(1, 13)]
            for sign in signs
            for base, start in ((2.0, 1.0), (3.0, 0.7))
        ]
    found = [_along(function, path, target) for path in paths]
    scale = max(size for _, _, size in found)
    if not _agree([value for value, _, _ in found], [error for _, error, _ in found], scale):
        found = [_deep(function, target, sign, k) for sign in _sides(target, side) for k in (7, 10)]
        if not _agree([one[0] for one in found], [one[1] for one in found], scale):
            raise MathError(
                "there is no limit, as far as extrapolation can say; give one side, or bind it"
            )
    best = min(found, key=lambda one: one[1])
    return best[0], max(scale * 1e-2, abs(best[0]))


def _agree(values: Sequence[Any], errors: Sequence[float], scale: float) -> bool:
    spread = max(abs(value - values[0]) for value in values)
    allowed = 1e-9 * max(abs(values[0]), 1e-2 * scale)
    return math.isfinite(scale) and max(*errors, spread) <= allowed


def _sides(target: float, side: str) -> tuple[int, ...]:
    if math.isinf(target):
        return (1 if target > 0 else -1,)
    return {"+": (1,), "-": (-1,)}.get(side, (1, -1))


def _deep(function: Function, target: float, sign: int, base: int) -> tuple[Any, float, float]:
    """The value very near to a target, computed with many digits, and how far it still moves."""
    with mpmath.workdps(150):
        values = []
        for k in (20, 30, 40):
            distance = mpmath.mpf(base) ** k
            place = sign * distance if math.isinf(target) else target + sign / distance
            if math.isinf(target):
                place = int(place)
            try:
                value = function(place)
                if not mpmath.isfinite(value):
                    return 0.0, math.inf, 0.0
            except (MathError, ArithmeticError, TypeError, ValueError):
                return 0.0, math.inf, 0.0
            values.append(value)
        first, second, third = values
        if abs(third - second) > abs(second - first):
            return 0.0, math.inf, 0.0
        found = complex(third) if isinstance(third, mpmath.mpc) else float(third)
        return found, float(abs(third - second)), float(abs(first))


def _outwards(sign: float, base: int, integers: bool, shift: int) -> list[float]:
    steps = range(2, 13) if base == 2 else range(2, 9)
    if integers:
        return [sign * (base**k + shift * (k % 2)) for k in steps]
    return [sign * (1.0 + 0.137 * shift) * float(base) ** k for k in steps]


def _along(function: Function, path: Sequence[float], target: float) -> tuple[Any, float, float]:
    """The limit along a path by Neville's scheme, its error, and the size of the values."""
    inverse = math.isinf(target)
    steps: list[float] = []
    table: list[list[Any]] = []
    sizes = []
    best, error = None, math.inf
    for place in path:
        try:
            value = function(place)
        except MathError:
            return 0.0, math.inf, 0.0
        if not np.isfinite(complex(value)):
            raise MathError("the values near this limit are not finite; bind it")
        sizes.append(float(abs(value)))
        steps.append(1 / place if inverse else place - target)
        row = [value]
        n = len(steps) - 1
        for k in range(1, n + 1):
            change = row[-1] - table[-1][k - 1]
            row.append(row[-1] + change * steps[n] / (steps[n - k] - steps[n]))
        if table:
            now = max(abs(row[-1] - table[-1][-1]), abs(row[-1] - row[-2]))
            if now < error:
                best, error = row[-1], float(now)
        table.append(row)
    last = table[-1][0]
    settled = abs(last - best) <= 0.2 * max(sizes) + 1e-12 if best is not None else False
    return best, error if settled else math.inf, max(sizes)


# Derivatives


def derivative(function: Function, at: Any, order: int = 1) -> tuple[Any, float]:
    """Differentiate in two ways: in the complex plane where a function takes it, by differences.

    A first derivative is taken by a complex step, a higher one by Cauchy's integral on two circles.
    The differences are extrapolated to step zero (Ridders 1982); where there is no complex way,
    two families of steps are compared.

    Raises
    ------
    MathError
        If the two ways differ by more than 1e-6 of the value, from the third order on 1e-4.
    """
    value, error, size = _ridders(function, at, order, 0.1, 1.6)
    near = max(1.0, float(abs(at)))
    scale = max(float(np.max(np.abs(value))), size / near**order)
    exact = _complex_step(function, at) if order == 1 else _on_circles(function, at, order, scale)
    if exact is not None:
        again = exact
    else:
        again, other, _ = _ridders(function, at, order, 0.037 if order == 1 else 0.13, 2.0)
        error = max(error, other)
    difference = float(np.max(np.abs(again - value)))
    allowed = 1e-6 * scale if order < 3 else 1e-4 * scale
    kink = order == 1 and _has_kink(function, at, 0.1 * near)
    if kink or (exact is None and error > allowed) or difference > allowed:
        message = "the derivative is not defined here, as far as differences can say; bind it"
        raise MathError(message)
    return (value if exact is None else exact), scale


def _on_circles(function: Function, at: Any, order: int, scale: float) -> Any:
    """A derivative by Cauchy's integral formula on two circles; None if they do not agree."""
    if np.iscomplexobj(at):
        return None
    found = []
    near = max(1.0, float(abs(at)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for radius in (0.2 * near, 0.31 * near):
                turns = np.exp(2j * np.pi * np.arange(48) / 48)
                values = np.array([np.asarray(function(at + radius * turn)) for turn in turns])
                weights = turns**-order / radius**order
                total = np.tensordot(weights, values.astype(complex), axes=1) / len(turns)
                found.append(math.factorial(order) * total)
    except Exception:  # whatever a function does that was not made for complex numbers
        return None
    first, second = found
    if np.max(np.abs(first - second)) > 1e-8 * scale or np.max(np.abs(first.imag)) > 1e-8 * scale:
        return None
    value = first.real
    return float(value) if np.ndim(value) == 0 else value


def _complex_step(function: Function, at: Any) -> Any:
    """The derivative of an analytic function, to all digits; None if it takes no complex number."""
    if np.iscomplexobj(at):
        return None
    step = 1e-30
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = function(at + 1j * step)
            real = function(float(at))
        if np.iscomplexobj(real) or not np.iscomplexobj(found):
            return None
        if not np.allclose(np.real(found), real, rtol=1e-12, atol=0):
            return None
        return np.imag(found) / step
    except Exception:  # whatever a function does that was not made for complex numbers
        return None


def _ridders(
    function: Function, at: Any, order: int, first: float, ratio: float
) -> tuple[Any, float, float]:
    """A derivative by central differences, its error, and the size of the function."""
    step = first * max(1.0, abs(at)) * (1 if order == 1 else 2)
    places = [k - order / 2 for k in range(order + 1)]
    weights = [(-1) ** (order - k) * math.comb(order, k) for k in range(order + 1)]
    if order == 1:
        places, weights = [-1.0, 1.0], [-0.5, 0.5]
    table: list[list[Any]] = []
    best, error = None, math.inf
    size = 0.0
    for row in range(10):
        width = step / ratio**row
        try:
            values = [function(at + place * width) for place in places]
        except (ArithmeticError, MathError):
            if row < 5:
                table.clear()
                continue
            raise
        size = max(size, *(float(np.max(np.abs(value))) for value in values))
        total = sum(weight * value for weight, value in zip(weights, values, strict=True))
        line = [total / width**order]
        for column in range(len(table)):
            factor = ratio ** (2 * (column + 1))
            line.append((factor * line[column] - table[-1][column]) / (factor - 1))
            estimate = np.max(np.abs([line[-1] - line[-2], line[-1] - table[-1][column]]))
            if estimate < error:
                best, error = line[-1], float(estimate)
        table.append(line)
    if best is None:
        raise MathError(
            "the derivative is not defined here, as far as differences can say; bind it"
        )
    return best, error, size


def _has_kink(function: Function, at: Any, step: float) -> bool:
    """Whether the slopes on both sides do not come together as the step becomes smaller."""
    middle = function(at)
    try:
        wide, narrow = (
            float(np.max(np.abs(function(at + h) - 2 * middle + function(at - h)))) / h
            for h in (step / 10, step / 100)
        )
    except (ArithmeticError, MathError):
        return False
    return narrow > max(0.5 * wide, 1e-6 * max(1.0, float(np.max(np.abs(middle)))))


# Extrema


def extremum(
    function: Function, low: float, high: float, largest: bool, hints: Iterable[float] = ()
) -> tuple[float, float]:
    """The largest or smallest value on an interval and where it is, found from two grids.

    Raises
    ------
    MathError
        If the grids lead to different values, or it lies where the interval has no end.
    """
    sign = -1.0 if largest else 1.0
    found = [_searched(function, low, high, sign, count, hints) for count in (211, 340)]
    (value, place), (again, _) = found
    if abs(value - again) > AGREE * max(1.0, abs(value)) or not math.isfinite(value):
        raise _disagree("extremum", value, again)
    return value, place


def _searched(
    function: Function, low: float, high: float, sign: float, count: int, hints: Iterable[float]
) -> tuple[float, float]:
    bounded = bool(np.isfinite([low, high]).all())
    inner = (np.arange(count) + 0.5) / count
    places = low + (high - low) * inner if bounded else np.array(_samples(low, high, hints))
    grid = sorted({*places.tolist(), *(end for end in (low, high) if np.isfinite(end))})
    values = []
    for place in grid:
        value = math.inf
        with contextlib.suppress(ArithmeticError, MathError):
            value = sign * float(function(place))
        values.append(value)
    best = int(np.argmin(values))
    open_ends = (best == 0 and not np.isfinite(low)) or (
        best == len(grid) - 1 and not np.isfinite(high)
    )
    if open_ends or not math.isfinite(values[best]):
        raise MathError("the extremum lies where the interval has no end; write a limit")
    left, right = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    refined = scipy.optimize.minimize_scalar(
        lambda x: sign * float(function(x)),
        bounds=(left, right),
        method="bounded",
        options={"xatol": 1e-12 * max(1.0, abs(grid[best]))},
    )
    if refined.fun < values[best]:
        return sign * float(refined.fun), float(refined.x)
    return sign * values[best], grid[best]
