"""The numbers among the names of a module that ran: what a page may state."""

import io
import math
import numbers
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

FACT_ELEMENTS = 1024  # numbers of one array that a page may quote
FACT_DIGITS = 4000  # of an integer
DRAWING = ("matplotlib", "mpl_toolkits", "PIL")  # their objects hold no facts

Fact = Any  # bool, int, float, or a list or dict of facts: what JSON holds


class FactError(Exception):
    """An object of a snippet raised an exception when its numbers were looked for."""

    def __init__(self, name: str, error: Exception) -> None:
        try:
            text = f"{type(error).__name__}: {error}"
        except Exception:  # its text is the snippet's own too
            text = type(error).__name__
        super().__init__(
            f"“{name}” holds what raises {text} when it is read; fix its class, or name it _{name}"
        )
        self.name = name


def facts_of(namespace: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the public names that hold numbers, alone or in arrays, lists and results."""
    found = {}
    for name, value in namespace.items():
        if not name.startswith("_") and not isinstance(value, types.ModuleType | type):
            try:
                fact = _fact(value, depth=2)
            except Exception as error:
                raise FactError(name, error) from error
            if fact is not None:
                found[name] = fact
    return found


def _fact(value: Any, depth: int) -> Fact:
    """The numbers in a value as plain data, or None where there are none."""
    import numpy as np

    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, numbers.Integral):
        whole = int(value)
        # Python does not write longer ones, nor does anybody read them.
        return whole if whole.bit_length() < 3 * FACT_DIGITS else {"digits": _digits(whole)}
    if isinstance(value, numbers.Real | Decimal):
        try:
            return float(value)
        except (OverflowError, ValueError):  # a fraction beyond them, a signalling NaN
            return None
    if isinstance(value, np.ndarray):
        small = value.size <= FACT_ELEMENTS and value.dtype.kind in "biuf"
        return value.tolist() if small else {"shape": list(value.shape), "size": value.size}
    if type(value).__module__.partition(".")[0] in DRAWING:
        return None
    if depth == 0 or callable(value) or isinstance(value, str | bytes | io.IOBase):
        return None
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        items = [_fact(item, depth - 1) for item in value[:FACT_ELEMENTS]]
        return items if any(item is not None for item in items) else None
    return _attributes(value, depth)


def _digits(value: int) -> int:
    digits = int(math.log10(abs(value)))  # perhaps one less or more, as floats go
    while abs(value) >= 10**digits:
        digits += 1
    while abs(value) < 10 ** (digits - 1):
        digits -= 1
    return digits


def _attributes(value: Any, depth: int) -> Fact:
    """The numbers that an object or mapping holds by name, such as a result of SciPy."""
    if isinstance(value, Mapping):
        pairs = [(key, item) for key, item in value.items() if isinstance(key, str)]
    else:
        fields = getattr(value, "_fields", ()) or getattr(value, "__dict__", ())
        pairs = [(name, getattr(value, name)) for name in fields]
    facts = {
        name: fact
        for name, item in pairs[:FACT_ELEMENTS]
        if not name.startswith("_") and (fact := _fact(item, depth - 1)) is not None
    }
    return facts or None
