"""How many arguments and indices something takes that a test has bound."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np


def accepts(function: Any, count: int) -> bool | None:
    """Whether a function can be called with so many arguments; None if it does not say so."""
    if isinstance(function, np.ufunc):
        return function.nin == count
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:
        return None
    return True


def parameters(function: Any) -> tuple[str, ...]:
    """The names of the arguments that a function cannot do without; none if it does not say so."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(
        one.name.removesuffix("_")
        for one in found
        if one.kind in positional and one.default is one.empty
    )


def is_function(value: Any) -> bool:
    """Whether a value is called rather than computed with."""
    return callable(value) and not hasattr(value, "ndim")


def is_table(value: Any) -> bool:
    """Whether a value has entries."""
    return isinstance(value, dict) or hasattr(value, "__getitem__") or hasattr(value, "ndim")


def is_plain_number(value: Any) -> bool:
    """Whether a value is a single number."""
    return isinstance(value, int | float | complex | np.number)


def dimensions(table: Any) -> int | None:
    """How many indices the entries of a table have; None if they differ."""
    if isinstance(table, dict):
        counts = {len(key) if isinstance(key, tuple) else 1 for key in table}
        return counts.pop() if len(counts) == 1 else None
    if isinstance(table, Sequence) and any(callable(one) for one in table):
        return 1
    try:
        return int(np.ndim(table))
    except ValueError:
        return 1
