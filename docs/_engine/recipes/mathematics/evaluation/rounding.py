"""What rounding may do to a difference: everything in it is moved a little, and it is looked at."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import MathError
from .numeric import Numeric, Perturbed

ROUNDING = 1e-13  # how far a few operations may be off, relatively
SAMPLES = 4  # perturbed evaluations
Evaluate = Callable[[Numeric], Sequence[Any]]


def slack(evaluate: Evaluate, pair: tuple[Any, Any], amount: float) -> float:
    """How far apart rounding may have moved two values that are equal.

    It is how far their difference moves when everything in it moves by a relative amount. That
    must be in proportion to the amount, or nothing is known.

    Parameters
    ----------
    evaluate
        Computes the two values in an algebra.
    pair
        The values as they are.
    amount
        The tolerance, where a side is 0; else `ROUNDING`.

    Raises
    ------
    MathError
        If rounding leaves no digits of the two.
    """
    moved = _moved(evaluate, pair, amount)
    if moved == 0 or not np.isfinite(moved):
        return 0.0
    finer = _moved(evaluate, pair, amount * 1e-3)
    size = max(float(np.max(np.abs(np.asarray(value)))) for value in pair)
    if finer <= 0.03 * moved and (amount > ROUNDING or moved <= 1e-6 * size):
        return 4 * moved
    gap = float(np.max(np.abs(np.asarray(pair[0]) - np.asarray(pair[1]))))
    if gap > 4 * moved:
        return 0.0
    raise MathError("rounding leaves no digits of these values; bind others, or give an atol")


def _moved(evaluate: Evaluate, pair: tuple[Any, Any], amount: float) -> float:
    """How far the difference moves when all in it moves by a relative amount."""
    before = np.asarray(pair[0]) - np.asarray(pair[1])
    found = []
    for seed in range(SAMPLES):
        try:
            first, second = evaluate(Perturbed(amount, seed))
            found.append(np.max(np.abs(np.asarray(first) - np.asarray(second) - before)))
        except (MathError, TypeError, ValueError):
            return 0.0
    return float(max(found))
