"""Displayed formulas of SciPy's functions, compared with what the functions return."""

import itertools
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from recipes.mathematics.binding import Shared
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.mathematics.evaluation.arrays import one_based

from . import distributions
from .claims import UNKNOWN, Claim, Subject, claims, split_display, subjects
from .distributions import TOLERANCE, Finding, Where, differing

LEAST = 3  # agreement at fewer points could be a coincidence
LENGTH = 7  # of a window
PLACE = "in the table"  # counted from 0
_ORDERS = {"n": (4, 5, 7), "k": (1, 2, 3), "m": (1, 2, 1), "N": (4, 5, 7), "d": (2, 3, 4)}
_SHARES = (0.41, 0.77, 0.23, 0.62, 0.15, 0.88)
_POSITIVE = (0.7, 1.9, 0.3, 2.6, 1.3, 3.1)
_LARGER = tuple(1 + one for one in _POSITIVE)
_NEGATIVE = tuple(-one for one in _POSITIVE)
_SIGNS = (-0.7, 0.0, 0.4, 1.3)  # so that every case of a formula is met
_FLAGS = (True, True, False, True, False, False, False)
Point = dict[str, Any]
Kind = Callable[[int, int, str], Any]  # the value of a parameter: its place, the row, its name
_UNCALLED = "the function does not take numbers, vectors or matrices alone"
_IDENTITY = "it is an identity: it does not say what is returned"
_SEVERAL = "the function returns several values"
_UNSUITABLE = (ArithmeticError, LookupError, NotImplementedError, TypeError, ValueError)


def functions() -> list[Finding]:
    """Compare the displayed formulas of all functions that can be bound."""
    return [finding for subject in subjects() for finding in findings(subject)]


def findings(subject: Subject) -> Iterator[Finding]:
    """Compare all formulas of a docstring with its function."""
    displays = distributions.formulas(subject.docstring)
    found = list(claims([piece for tex in displays for piece in split_display(tex)], subject))
    bound = [one for one in found if isinstance(one, Claim)]
    for one in found:
        if isinstance(one, Claim):
            yield compare(subject, one, bound)
        else:
            yield Finding(subject.name, "not read", one[0], reason=one[1])


def compare(subject: Subject, one: Claim, bound: Sequence[Claim]) -> Finding:
    """Compare a formula with what the function returns, at the first points that suit both.

    Where they are not equal the formula may speak of something else, unless the claim is sure.

    Parameters
    ----------
    bound
        All formulas of the docstring; of several values, each is for one, in order.
    """
    cases = "{cases}" in one.tex
    needed = [*subject.parameters, *filter(None, [one.further])]
    names = [*needed, *(name for name in one.names if name in subject.optional)]
    in_window = subject.is_window and one.further == "n"
    reasons, unequal = [], Finding("", "")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for chosen in window_points(names) if in_window else points(names, cases, len(needed)):
            try:
                error, where = _largest_difference(subject, one, bound, chosen)
            except MathError as problem:
                reasons.append(distributions.shorten(problem))
                if reasons[-1] == _IDENTITY:
                    reasons = [_IDENTITY]
                if reasons[-1] in (_IDENTITY, _SEVERAL):  # so it is at all points
                    break
                continue
            if error < TOLERANCE:
                return Finding(subject.name, "agrees", one.tex)
            if not unequal.verdict:
                unequal = _not_equal(subject, one, where)
            if not in_window:
                break
    if unequal.verdict:
        return unequal
    reported = [reason for reason in reasons if reason != _UNCALLED]
    return Finding(subject.name, "not read", one.tex, reason=(reported or reasons)[0])


def _not_equal(subject: Subject, one: Claim, where: Where) -> Finding:
    if one.sure:
        return differing(subject.name, one.tex, where)
    reason = "its value is not what the function returns, so it may mean something else"
    return Finding(subject.name, "not read", one.tex, reason)


def _largest_difference(
    subject: Subject, one: Claim, bound: Sequence[Claim], chosen: Sequence[Point]
) -> tuple[float, Where]:
    """The largest difference, relative, and where it is.

    Raises
    ------
    MathError
        If the formula or the function has no value at enough of the points.
    """
    usual, defined = notation(subject.name), distributions.definitions(subject.docstring)
    defined = {name: pair for name, pair in defined.items() if not callable(usual.get(name))}
    known = {name: value for name, value in usual.items() if name not in defined}
    worst, where, count = 0.0, ("", "", ""), 0
    for point in chosen:
        returned, scale = _call(subject, one, bound, point)
        names = known | context(point, one.names, one.tex)
        names |= {one.further: point[one.further]} if one.further else {}
        held = all(Equation(condition).only.holds(Shared(names)) for condition in one.conditions)
        if not held and subject.is_window:
            raise MathError("it is said to hold for other places in the table")
        endless = np.isinf(returned).any() and "{cases}" not in one.tex
        if not held or np.isnan(returned).any() or endless:
            continue
        shown, wanted = _evaluate_sides(one, names, defined, returned)
        if any(np.isnan(value).any() for value in [*shown, wanted]):
            continue
        count += 1
        error = max(difference(value, wanted, scale) for value in shown)
        if error > worst:
            at = ", ".join(f"{name} = {point[name]}" for name in point if name != PLACE)
            worst, where = error, (at, _in_short(shown[0]), _in_short(wanted))
    if count < LEAST:
        raise MathError("function and formula have no values together at enough points")
    return worst, where


def _in_short(value: Any) -> str:
    return f"{value:.4g}" if np.ndim(value) == 0 else "another array"


def _call(subject: Subject, one: Claim, bound: Sequence[Claim], point: Point) -> tuple[Any, float]:
    """What the function returns, and the size of the table that it is from."""
    given = [point[name] for name in subject.parameters]
    more = {name: point[name] for name in one.names if name in subject.optional}
    scale = 0.0
    try:
        found = subject.function(*given, **more)
        if one.further and callable(found):
            found = found(point[one.further])
        elif one.further:
            found, scale = found[point[PLACE]], float(np.max(np.abs(found)))
        if isinstance(found, tuple) and len(found) == len(bound):
            found = found[bound.index(one)]
        if isinstance(found, tuple):
            raise MathError(_SEVERAL)
        return np.asarray(found)[()] + 0.0, scale
    except _UNSUITABLE as error:
        if isinstance(error, MathError):
            raise
        raise MathError(_UNCALLED) from error


def _evaluate_sides(
    one: Claim, names: Point, defined: Mapping[str, Any], returned: Any
) -> tuple[list[Any], Any]:
    """The values of the sides, and what they should be.

    Raises
    ------
    MathError
        If they are equal to each other, whatever is returned.
    """

    def values(more: Point) -> list[Any]:
        return [
            distributions.value(Equation(side).only, names | more, defined) for side in one.sides
        ]

    if not one.result:
        return values({}), returned
    result = one.result
    if result == UNKNOWN:
        try:
            shown = values({})
        except MathError as error:
            missing = distributions.MISSING.search(error.message)
            if not missing or len(missing[1]) > 1:  # no letter
                raise
            result = missing[1]
        else:
            if all(difference(value, returned) < TOLERANCE for value in shown):
                return shown, returned
            raise MathError(_IDENTITY)
    *shown, wanted = values({result: returned})
    *other, last = values({result: 0.99 * returned})
    if all(difference(value, last) < TOLERANCE for value in other):
        raise MathError(_IDENTITY)
    return shown, wanted


def difference(shown: Any, wanted: Any, scale: float = 0.0) -> float:
    """Return the largest difference, relative to the largest of what is wanted, or to a scale.

    A matrix that should be zero is compared with zeros; other shapes differ infinitely.
    """
    shown, wanted = np.asarray(shown), np.asarray(wanted)
    if np.ndim(wanted) == 0 and wanted == 0 and np.ndim(shown):
        return float(np.max(np.abs(shown)))
    if shown.shape != wanted.shape:
        return np.inf
    if np.array_equal(shown, wanted):
        return 0.0
    size = max(float(np.max(np.abs(wanted))), scale, 1e-300)
    found = float(np.max(np.abs(shown - wanted))) / size
    return np.inf if np.isnan(found) else found


def notation(name: str) -> dict[str, Any]:
    """Return what the docstrings of a subpackage mean by names that they do not define."""
    from scipy import special

    # By the number of arguments: one more would be the array into which NumPy writes.
    def counted(**functions: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: functions[f"of{len(given)}"](*given)

    known = {
        **distributions.notation(),
        "I": counted(of2=special.iv, of3=lambda x, a, b: special.betainc(a, b, x)),
        "J": counted(of2=special.jv),
    }
    if not name.startswith("special."):
        return known
    return known | {
        "imath": 1j,
        "gamma": np.euler_gamma,
        "Ei": special.expi,
        "Y": counted(of2=special.yv),
        "H": counted(of2=special.struve),
        "L": counted(of2=special.modstruve, of3=special.eval_genlaguerre),
        "L^": special.eval_genlaguerre,
        "P^": special.eval_jacobi,
        "T": counted(of2=special.eval_chebyt),
        "U": counted(of2=special.eval_chebyu),
        "P": counted(of2=special.eval_legendre, of4=special.eval_jacobi),
        "w": special.wofz,
        "poch": special.poch,
        "hyp1f1": special.hyp1f1,
        "hyp2f1": special.hyp2f1,
        **{f"R_{kind}": getattr(special, f"ellipr{kind.lower()}") for kind in "CDFGJ"},
    }


def _number(spread: Sequence[float], whole: bool, at: int, row: int, name: str) -> float:
    return _ORDERS[name][row] if whole and name in _ORDERS else spread[(2 * at + row) % 6]


def _vector(vectors: int, at: int, row: int, name: str) -> Any:
    return np.roll(_POSITIVE[:5], at + row) + 0.1 * at if at < vectors else _LARGER[row]


def _matrix(at: int, row: int, name: str) -> Any:
    """A matrix; for the weights of a quadratic form, a positive definite one."""
    entries = np.roll((0.3, 0.7, -0.4, 0.9, 1.1, 0.2, -0.6, 0.5, 0.8), at + row).reshape(3, 3)
    near = np.eye(3) + 0.2 * entries
    return near @ near.T + np.eye(3) if name in ("q", "r") else near


def _kinds(needed: int) -> Iterator[Kind]:
    """Kinds of arguments: whole orders among numbers, numbers, vectors, sets, matrices."""
    for whole in (True, False):
        for spread in (_SHARES, _POSITIVE, _LARGER, _NEGATIVE):
            yield partial(_number, spread, whole)
    for vectors in (needed + 1, needed, 1):
        yield partial(_vector, vectors)
    yield lambda at, row, name: np.roll(_FLAGS, at * (row + 1))
    yield _matrix


def points(parameters: Sequence[str], cases: bool, needed: int) -> Iterator[list[Point]]:
    """Yield lists of arguments, of one kind each; the first that suits a function is taken.

    Parameters
    ----------
    parameters
        Those that a call needs, then those that it may have.
    cases
        Whether a formula has cases, so that all signs are to be tried.
    """
    signs = itertools.product(_SIGNS, repeat=len(parameters)) if cases else ()
    grid = [dict(zip(parameters, chosen, strict=True)) for chosen in signs]
    for kind in _kinds(needed):
        rows = [
            {name: kind(at, row, name) for at, name in enumerate(parameters)}
            for row in range(LEAST)
        ]
        yield rows + grid


def window_points(parameters: Sequence[str]) -> Iterator[list[Point]]:
    """Yield lists of arguments of a window: ``n`` counts from 0, then from the centre."""
    for kind in (partial(_number, _SHARES, False), partial(_number, _POSITIVE, False)):
        row = {name: kind(at, 0, name) for at, name in enumerate(parameters)}
        for first in (0, -(LENGTH // 2)):
            counted = {**row, "M": LENGTH}
            yield [{**counted, "n": first + at, PLACE: at} for at in range(LENGTH)]


def context(point: Point, names: Mapping[str, str], tex: str) -> Point:
    """Return what the names of a formula stand for at a point."""
    found: Point = {}
    for parameter, name in names.items():
        value = found[name] = point[parameter]
        if np.ndim(value) == 1:
            found |= {f"{name}[]": one_based(value), "n": len(value)}
            found[f"bar_{name}"] = np.full(len(value), np.mean(value))
            if re.search(r"_\{?i", tex):  # a sum over “i”, without limits
                found["i"] = range(1, len(value) + 1)
    u, v = (np.asarray(point.get(name)) for name in "uv")
    if u.dtype == v.dtype == bool:
        for mine, yours in itertools.product((True, False), repeat=2):
            count = int(np.sum((u == mine) & (v == yours)))
            found[f"c_{'FT'[mine]}{'FT'[yours]}"] = count
            found[f"c_{int(mine)}{int(yours)}"] = count
    return found
