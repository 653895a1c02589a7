"""Arguments at which formulas and functions are compared, and what names mean there."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from recipes.mathematics.evaluation.arrays import one_based

from . import distributions

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
