"""Of which classes of the libraries the names of a module are: what the syntax tree cannot know."""

import types
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

LIBRARIES = frozenset({"numpy", "scipy", "matplotlib", "mpl_toolkits", "PIL"})
EACH = "[]"  # behind the name of a list, or an array of objects: the class of all that it holds
MOST = 1000  # of which it is looked at


def of_names(namespace: Mapping[str, Any]) -> dict[str, str]:
    """Return the full name of the class of what each name holds, where a library has it."""
    found = {}
    for name, value in namespace.items():
        if name.startswith("__"):
            continue
        if one := _type_of(value):
            found[name] = one
        if each := _type_of_each(value):
            found[f"{name}{EACH}"] = each
    return found


def _type_of(value: Any) -> str:
    """The class of an object; numbers are none, though NumPy has classes for them."""
    import numpy as np

    kind = type(value)
    ours = kind.__module__.partition(".")[0] in LIBRARIES
    plain = isinstance(value, type | types.ModuleType | np.generic)
    return f"{kind.__module__}.{kind.__qualname__}" if ours and not plain else ""


def _type_of_each(value: Any) -> str:
    import numpy as np

    held: Iterable[Any] = ()
    if type(value) in (list, tuple):
        held = value
    elif type(value) is np.ndarray and value.dtype == object:
        held = value.flat if value.ndim == 1 else ()  # of a table, an element may be a row
    kinds = {_type_of(one) for one in islice(held, MOST)}
    return kinds.pop() if len(kinds) == 1 else ""
