"""Displayed formulas of SciPy's functions, compared with what the functions return."""

import itertools
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from ..mathematics.arrays import one_based
from ..mathematics.equation import Equation
from ..mathematics.errors import MathError
from . import distributions
from .claims import Claim, claim, notation, prepared
from .distributions import TOLERANCE, Finding
from .subjects import Subject, subjects

LEAST_POINTS = 3  # agreement at fewer could be a coincidence
_ORDERS = {"n": (3, 4, 6), "k": (1, 2, 2), "m": (1, 2, 1), "N": (3, 4, 6), "d": (2, 3, 4)}
_POSITIVE = (0.7, 1.9, 0.3, 2.6, 1.3, 3.1)
_SHARES = (0.41, 0.77, 0.23, 0.62, 0.15, 0.88)
_LARGER = tuple(1 + one for one in _POSITIVE)
_NEGATIVE = tuple(-one for one in _POSITIVE)
_SIGNS = (-0.7, 0.0, 0.4, 1.3)  # so that every case of a formula is met
_FLAGS = (True, True, False, True, False, False, False)
_UNSUITABLE = (ArithmeticError, LookupError, NotImplementedError, TypeError, ValueError)
Point = dict[str, Any]
Kind = Callable[[int, int, str], Any]  # the value of a parameter: its place, the row, its name


def _order(spread: Sequence[float], at: int, row: int, name: str) -> float:
    return _ORDERS.get(name, spread[2 * at % 4 :])[row]


def _number(spread: Sequence[float], at: int, row: int, name: str) -> float:
    return spread[(2 * at + row) % len(spread)]


def _kinds() -> Iterator[Kind]:
    """Kinds of arguments: whole orders among numbers, numbers, vectors, and sets."""
    yield from (partial(_order, spread) for spread in (_SHARES, _POSITIVE, _LARGER))
    yield from (partial(_number, spread) for spread in (_SHARES, _POSITIVE, _LARGER, _NEGATIVE))
    yield lambda at, row, name: np.roll(_POSITIVE[:5], at + row) + 0.1 * at
    yield lambda at, row, name: np.roll(_FLAGS, at * (row + 1))


def points(parameters: Sequence[str], cases: bool) -> Iterator[list[Point]]:
    """Yield lists of arguments, of one kind each; the first that suits a function is taken."""
    signs = itertools.product(_SIGNS, repeat=len(parameters)) if cases else ()
    grid = [dict(zip(parameters, chosen, strict=True)) for chosen in signs]
    for kind in _kinds():
        rows = [
            {name: kind(at, row, name) for at, name in enumerate(parameters)}
            for row in range(LEAST_POINTS)
        ]
        yield rows + grid


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


def compare(subject: Subject, one: Claim) -> Finding:
    """Compare a formula with what the function returns.

    Where they are not equal the formula may speak of something else; only agreement is sure.
    """
    reason = "there are no points that suit the function"
    parameters = [*one.names, *filter(None, [one.further])]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for chosen in points(parameters, "cases" in one.tex):
            try:
                errors = list(_errors(subject, one, chosen))
            except MathError as error:
                reason = distributions.reason(error)
            except _UNSUITABLE:
                continue
            else:
                if len(errors) >= LEAST_POINTS:
                    break
        else:
            return Finding(subject.name, "not read", one.tex, reason=reason)
    worst = max(errors)
    if worst < TOLERANCE:
        return Finding(subject.name, "agrees", one.tex, worst)
    reason = "its value is not what the function returns, so it may mean something else"
    return Finding(subject.name, "not read", one.tex, worst, reason)


def _errors(subject: Subject, one: Claim, chosen: Sequence[Point]) -> Iterator[float]:
    """The largest difference at each point where the function is finite."""
    usual, defined = notation(), distributions.definitions(subject.docstring)
    defined = {name: pair for name, pair in defined.items() if not callable(usual.get(name))}
    bound = {name: value for name, value in usual.items() if name not in defined}
    for point in chosen:
        returned = subject.function(*(point[name] for name in subject.parameters))
        if one.further:
            returned = returned(point[one.further])
        if isinstance(returned, tuple):
            raise MathError("the function returns several values")
        returned = np.asarray(returned)[()]
        if np.isnan(returned).any() or (np.isinf(returned).any() and "cases" not in one.tex):
            continue
        names = bound | context(point, one.names, one.tex)
        names |= {one.further: point[one.further]} if one.further else {}
        names |= {one.result: returned} if one.result else {}
        sides = [distributions.value(Equation(side).only, names, defined) for side in one.sides]
        wanted = sides.pop(0) if one.result else returned
        yield max(_difference(side, wanted) for side in sides)


def _difference(shown: Any, wanted: Any) -> float:
    """The largest difference, relative to the largest of what is wanted; infinite if it is none."""
    shown, wanted = np.asarray(shown), np.asarray(wanted)
    if shown.shape != wanted.shape:
        return np.inf
    if np.array_equal(shown, wanted):
        return 0.0
    found = float(np.max(np.abs(shown - wanted)) / max(np.max(np.abs(wanted)), 1e-300))
    return np.inf if np.isnan(found) else found


def findings(subject: Subject) -> Iterator[Finding]:
    """Compare all formulas of a docstring with its function."""
    for tex in distributions.formulas(subject.docstring):
        for piece in prepared(tex):
            try:
                parts = Equation(piece).parts
            except MathError as error:
                yield Finding(subject.name, "not read", piece, reason=distributions.reason(error))
                continue
            for statement in parts:
                try:
                    one = claim(statement, subject)
                except MathError as error:
                    reason = distributions.reason(error)
                    yield Finding(subject.name, "not read", piece, reason=reason)
                else:
                    yield compare(subject, one)


def functions() -> list[Finding]:
    """Compare the displayed formulas of all functions that can be bound."""
    return [finding for subject in subjects() for finding in findings(subject)]
