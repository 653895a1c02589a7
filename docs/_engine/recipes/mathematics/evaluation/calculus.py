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
from scipy import integrate, optimize

from ..errors import MathError

Function = Callable[[Any], Any]
AGREE = 1e-10  # how far two ways may differ, relatively: less than an equality asks
_SAMPLES = 400  # where an integrand without an end is looked at before anything is computed
_BETWEEN = 120  # the same between two ends
_FIRST, _TERMS = 300, 6000  # terms that are added one by one
_GOLDEN = 0.38196601125


def _disagree(what: str, one: Any, other: Any) -> MathError:
    return MathError(
        f"two ways of computing this {what} give {complex(one):.10g} and {complex(other):.10g}; "
        "write it in a form that is easier to compute, or bind its value"
    )


# Integrals


def integral(
    function: Function, low: float, high: float, hints: Iterable[float] = (), outermost: bool = True
) -> tuple[Any, float]:
    """Integrate by adaptive quadrature; the outermost again by double exponential formulas.

    Parameters
    ----------
    hints
        Where the integrand may have a peak.
    outermost
        Whether this is in no other integral; inner ones are computed once.

    Raises
    ------
    MathError
        If the two differ, or the integrand vanishes wherever it is looked at.
    """
    if isinstance(low, complex) or isinstance(high, complex):
        raise MathError("a path in the complex plane is not given by its ends; bind the value")
    if low == high:
        return 0.0, 0.0
    if low > high:
        value, scale = integral(function, high, low, hints, outermost)
        return -value, scale
    if not outermost:
        points = [low, high] if np.isfinite([low, high]).all() else [low, *_middle(low, high), high]
        width = high - low if np.isfinite(high - low) else 1.0
        largest = max(_size(function, place) for place in _samples(low, high, (), 4))
        value = _quadrature(function, points, 1e-13 * largest * width)
        return value, max(abs(value), largest * width)
    points = _breakpoints(function, low, high, hints)
    parts = [_double_exponential(function, a, b) for a, b in pairwise(points)]
    rough, scale = sum(part[0] for part in parts), float(sum(part[1] for part in parts))
    value = _quadrature(function, points, 1e-13 * scale)
    divided = [a + _GOLDEN * (b - a) for a, b in pairwise(points) if np.isfinite([a, b]).all()]
    again = _quadrature(function, sorted({*points, *divided}), 1e-13 * scale)
    if abs(value - again) > AGREE * max(scale, abs(value)):
        raise _disagree("integral", value, again)
    if abs(value - rough) > 1e-2 * max(scale, abs(value)):
        raise _disagree("integral", value, rough)
    return value, scale


def _middle(low: float, high: float) -> list[float]:
    if np.isfinite(low):
        return [low + 1]
    return [high - 1] if np.isfinite(high) else [0.0]


def _quadrature(function: Function, points: Sequence[float], absolute: float) -> Any:
    total: Any = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", integrate.IntegrationWarning)
        for low, high in pairwise(points):
            middle = 0.5 * (low + high) if np.isfinite([low, high]).all() else (
                low + 1 if np.isfinite(low) else high - 1
            )
            parts = (np.real, np.imag) if np.iscomplexobj(function(middle)) else (float,)
            found = [_one_quadrature(function, part, low, high, absolute) for part in parts]
            total += complex(*found) if len(found) > 1 else found[0]
    return total


def _one_quadrature(
    function: Function, part: Callable[[Any], Any], low: float, high: float, absolute: float
) -> float:
    value, _ = integrate.quad(
        lambda t: part(function(t)), low, high, epsabs=absolute, epsrel=1e-11, limit=200
    )
    return float(value)


def _breakpoints(
    function: Function, low: float, high: float, hints: Iterable[float]
) -> list[float]:
    """The ends, and where the integrand is largest, so that no narrow peak is missed."""
    count = _BETWEEN if np.isfinite([low, high]).all() else _SAMPLES
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


def _samples(
    low: float, high: float, hints: Iterable[float], count: int = _SAMPLES
) -> list[float]:
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
    found = optimize.minimize_scalar(
        lambda x: -_size(function, x), bounds=(left, right), method="bounded"
    )
    sizes = {places[best]: _size(function, places[best]), float(found.x): -float(found.fun)}
    peak = max(sizes, key=lambda x: sizes[x])
    width = 1e-6 * max(1.0, abs(peak))
    while _size(function, peak + width) > 0.1 * sizes[peak] and width < 1e6 * max(1.0, abs(peak)):
        width *= 1.6
    return peak, width


def _double_exponential(function: Function, low: float, high: float) -> tuple[Any, float]:
    """Integrate by the trapezoidal rule behind a substitution (Takahasi and Mori 1974)."""
    step = 1 / 16
    total: Any = 0
    scale = 0.0
    for k in range(-70, 71):
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


# Series


def endless(function: Callable[[int], Any], low: int, operator: str) -> tuple[Any, float]:
    """Add or multiply without end; refuse what does not converge, or is not known.

    Terms that fall like those of a geometric series are added up until they are too small to
    count. Other series are extrapolated in two ways.
    """
    rest = 0 if operator == "+" else 1
    terms: list[Any] = []
    _extend(terms, function, low, _FIRST)
    sizes = [abs(term - rest) for term in terms]
    if operator == "+" and not any(sizes):
        raise MathError("all terms are 0 as far as they were computed; is this series right?")
    if _falls(sizes) or _slowly_falls(terms, sizes, function, low, rest):
        return _folded(terms, operator)
    if _does_not_vanish(function, low, sizes, rest):
        raise MathError("this series does not seem to converge")
    value = _transformed(function, low, operator)
    again = _epsilon(function, low, operator)
    scale = max(abs(value), *(float(size) for size in sizes))
    if abs(value - again) > AGREE * scale:
        raise MathError("this series converges too slowly to be added up")
    return (complex(value) if isinstance(value, mpmath.mpc) else float(value)), float(scale)


def _extend(terms: list[Any], function: Callable[[int], Any], low: int, count: int) -> None:
    for k in range(low + len(terms), low + count):
        term = function(k)
        if not math.isfinite(abs(term)):
            raise MathError(f"the term {k} of this series is not finite")
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
    for power in range(4, 14):
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
            raise MathError("there is no limit, as far as extrapolation can say")
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


def _deep(
    function: Function, target: float, sign: int, base: int
) -> tuple[Any, float, float]:
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
    steps = range(2, 14) if base == 2 else range(2, 10)
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
            raise MathError("the values near this limit are not finite")
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


def derivative(function: Function, at: Any) -> tuple[Any, float]:
    """Differentiate by a complex step, or by differences extrapolated to step zero.

    Both are computed where the function takes complex numbers; else differences of two families
    of steps (Ridders 1982).

    Raises
    ------
    MathError
        If the two differ by more than 1e-6 of the value.
    """
    value, error, size = _ridders(function, at, 0.1, 1.6)
    scale = max(float(np.max(np.abs(value))), size / max(1.0, abs(at)))
    again: Any = None
    exact = _complex_step(function, at)
    if exact is not None:
        again = exact
    else:
        again, other, _ = _ridders(function, at, 0.037, 2.0)
        error = max(error, other)
    difference = float(np.max(np.abs(again - value)))
    if _has_kink(function, at, 0.1 * max(1.0, abs(at))) or max(error, difference) > 1e-6 * scale:
        raise MathError("the derivative is not defined here, as far as differences can say")
    return (value if exact is None else exact), scale


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
    function: Function, at: Any, first: float, ratio: float
) -> tuple[Any, float, float]:
    step = first * max(1.0, abs(at))
    table: list[list[Any]] = []
    best, error = None, math.inf
    size = 0.0
    for row in range(10):
        width = step / ratio**row
        try:
            right, left = function(at + width), function(at - width)
        except (ArithmeticError, MathError):
            if row < 5:
                table.clear()
                continue
            raise
        size = max(size, float(np.max(np.abs(right))))
        line = [(right - left) / (2 * width)]
        for column in range(len(table)):
            factor = ratio ** (2 * (column + 1))
            line.append((factor * line[column] - table[-1][column]) / (factor - 1))
            estimate = np.max(np.abs([line[-1] - line[-2], line[-1] - table[-1][column]]))
            if estimate < error:
                best, error = line[-1], float(estimate)
        table.append(line)
    if best is None:
        raise MathError("the derivative is not defined here, as far as differences can say")
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
    refined = optimize.minimize_scalar(
        lambda x: sign * float(function(x)),
        bounds=(left, right),
        method="bounded",
        options={"xatol": 1e-12 * max(1.0, abs(grid[best]))},
    )
    if refined.fun < values[best]:
        return sign * float(refined.fun), float(refined.x)
    return sign * values[best], grid[best]
