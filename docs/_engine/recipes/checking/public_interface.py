"""What SciPy offers to everybody: the functions, classes and distributions of its namespaces."""

import importlib
import inspect
import types
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from recipes.reading.scipy_names import NESTED
from recipes.running.store import Store

from . import library_names

Kind = Literal["function", "class", "distribution"]


class Interface(msgspec.Struct, frozen=True):
    """The public interface of the installed SciPy.

    Attributes
    ----------
    namespaces
        By full name: what is counted there, by name, and of which kind it is. What several
        namespaces have is counted in the first of them.
    aliases
        The counted names of what has another one, by this.
    """

    version: str
    namespaces: dict[str, dict[str, Kind]]
    aliases: dict[str, str]

    def counted(self, name: str) -> str | None:
        """Return the counted name of a function, or of the class that a method belongs to."""
        for full in (name, name.rpartition(".")[0]):
            full = self.aliases.get(full, full)
            if full.rpartition(".")[2] in self.namespaces.get(full.rpartition(".")[0], ()):
                return full
        return None

    def count(self, kind: Kind) -> int:
        """Return how many there are of a kind."""
        return sum(list(one.values()).count(kind) for one in self.namespaces.values())


def scipy_interface(store: Store | None = None) -> Interface:
    """Count the public interface of SciPy, or find it counted."""
    found = library_names.remembered(
        store, "public interface", lambda: msgspec.to_builtins(_read())
    )
    return msgspec.convert(found, Interface)


def _read() -> Interface:
    namespaces: dict[str, dict[str, Kind]] = {}
    aliases: dict[str, str] = {}
    met: dict[int, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is deprecated
        for module in _namespaces():
            own = namespaces[module.__name__] = {}
            for name in sorted(getattr(module, "__all__", ())):
                found, full = getattr(module, name, None), f"{module.__name__}.{name}"
                kind = _kind(found)
                if kind and id(found) in met:
                    aliases[full] = met[id(found)]
                elif kind:
                    met[id(found)] = full
                    own[name] = kind
    return Interface(version("scipy"), namespaces, aliases)


def _namespaces() -> Iterator[types.ModuleType]:
    """SciPy, its subpackages, and the public modules below these."""
    scipy = importlib.import_module("scipy")
    yield scipy
    named = [getattr(scipy, name) for name in sorted(scipy.__all__)]
    yield from (one for one in named if inspect.ismodule(one))
    for name in sorted(NESTED):
        try:
            yield importlib.import_module(f"scipy.{name}")
        except ImportError:  # of another version
            continue


def _kind(found: Any) -> Kind | None:
    if inspect.isclass(found):
        return "class"
    if not callable(found) or inspect.ismodule(found):
        return None
    bases = {one.__name__ for one in type(found).__mro__}
    return "distribution" if bases & {"rv_generic", "multi_rv_generic"} else "function"
