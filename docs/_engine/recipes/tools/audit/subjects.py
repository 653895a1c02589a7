"""The functions of SciPy whose docstrings display formulas, and what they say of parameters."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MODULES = (
    "special signal.windows signal spatial.distance stats integrate linalg fft ndimage optimize"
    " interpolate cluster.hierarchy cluster.vq sparse sparse.linalg sparse.csgraph spatial"
).split()
_SIGNATURE = re.compile(r"^\w+\(([^()]*)\)\s*$", re.M)
_RETURNS = re.compile(r"^Returns\n-+\n((?:.+\n|\n(?=\S+ : ))*)", re.M)
_RETURNED = re.compile(r"^(\w[\w, ]*) : ", re.M)


@dataclass(frozen=True)
class Subject:
    """A function and what its docstring says of it.

    Attributes
    ----------
    parameters
        Those that a call needs.
    optional
        Those that it may have.
    returned
        What its section “Returns” calls what it returns.
    """

    name: str
    docstring: str
    function: Callable[..., Any]
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        """The name without the module, and without underscores, as formulas print it."""
        return self.name.rpartition(".")[2].replace("_", "")

    @property
    def is_window(self) -> bool:
        """Whether it returns a table that formulas call ``w(n)``."""
        return self.name.startswith("signal.windows.")


def subjects() -> Iterator[Subject]:
    """Find the functions of the installed SciPy whose docstrings display formulas."""
    seen: set[int] = set()
    for module in MODULES:
        where = importlib.import_module(f"scipy.{module}")
        for name in sorted(getattr(where, "__all__", dir(where))):
            function = getattr(where, name, None)
            if not callable(function) or isinstance(function, type) or id(function) in seen:
                continue
            seen.add(id(function))
            docstring = inspect.getdoc(function) or ""
            if ".. math::" in docstring and not hasattr(function, "rvs"):
                yield subject(f"{module}.{name}", function, docstring)


def subject(name: str, function: Callable[..., Any], docstring: str) -> Subject:
    """Read the names of parameters and of what is returned."""
    section = _RETURNS.search(docstring)
    lines = _RETURNED.findall(section[1]) if section else []
    returned = [part.strip() for line in lines for part in line.split(",")]
    needed, optional = _parameters(function, docstring)
    return Subject(name, docstring, function, tuple(needed), tuple(optional), tuple(returned))


def _parameters(function: Callable[..., Any], docstring: str) -> tuple[list[str], list[str]]:
    """The parameters that a call needs, and those that it may have."""
    written = [one for one in _SIGNATURE.findall(docstring) if "x1" not in one and "[" not in one]
    first = written[0] if written else ""
    if inputs := getattr(function, "nin", None):  # a ufunc
        return [part.strip() for part in first.split(",")][:inputs], []
    try:
        found = inspect.signature(function).parameters.values()
    except ValueError:
        return [], []
    if first and any(one.kind is one.VAR_POSITIONAL for one in found):
        return [part.strip() for part in re.split(r",\s*\*", first)[0].split(",")], []
    needed = [one for one in found if one.default is one.empty]
    if any(one.kind is one.KEYWORD_ONLY or one.kind is one.VAR_POSITIONAL for one in needed):
        return [], []
    return [one.name for one in needed], [one.name for one in found if one not in needed]
