"""The official page of what code uses of a library, in the version that is installed.

What a name stands for is looked up where the library is installed; how its pages are named is
written in ``documentation.toml``. What has no page of its own has no address.
"""

import importlib
import inspect
import json
import re
import sys
import tomllib
import types
import typing
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from recipes.reading.library_uses import CALL
from recipes.running import process
from recipes.running.runner import PRELOAD
from recipes.running.store import Store

from . import library_names

_RULES = Path(__file__).with_suffix(".toml")
_STATE = Path(__file__).read_text(encoding="utf-8") + _RULES.read_text(encoding="utf-8")
_SECONDS, _MEMORY = 60.0, 2**31  # what a look-up may take
_DISTRIBUTIONS = {"PIL": "pillow", "mpl_toolkits": "matplotlib"}


class Documented(NamedTuple):
    """What the documentation calls something, and where it stands."""

    name: str
    address: str


class Library(msgspec.Struct, frozen=True):
    """How a library names its pages.

    Attributes
    ----------
    address
        With ``{version}``, or ``{minor}`` for its first two numbers.
    inherited
        For classes that list the members of the classes that they extend, too.
    data
        Whether members that are no methods have a page.
    pages
        For full names, each with the page below the address.
    """

    address: str
    inherited: str
    data: bool
    pages: tuple[tuple[str, str], ...]


class _Instance(NamedTuple):
    """An object of which the class is known."""

    kind: type


class _NowhereError(Exception):
    """A path that leads to nothing, or to what cannot be known for certain."""


def pages(paths: Iterable[str], store: Store | None = None) -> dict[str, Documented]:
    """Return the official page by path, see `library_uses`, for those that have one.

    Parameters
    ----------
    store
        Remembers it. The little that it has not is looked up in another process, so that this
        one need not import the libraries.
    """
    asked = {one for one in paths if one.partition(".")[0] in libraries()}
    if store is None:
        return {path: found for path in sorted(asked) if (found := page(path))}
    key = library_names.key(_STATE)
    known = json.loads(store.recall(key) or "{}")
    if missing := sorted(asked - known.keys()):
        imported = "scipy" in sys.modules  # as a first build, which needs them for each page, does
        known |= _looked_up(missing) if imported or not known else _beside(missing)
        store.keep(key, json.dumps(known).encode())
    return {path: Documented(*known[path]) for path in sorted(asked) if known[path]}


def _beside(paths: list[str]) -> dict[str, Documented | None]:
    """Look paths up where snippets run: there the libraries may be imported already."""
    if not process.POSIX:
        return _looked_up(paths)  # a process would import them each time
    try:
        found: dict[str, Documented | None] = process.call(
            _looked_up, paths, files={}, seconds=_SECONDS, memory=_MEMORY, preload=PRELOAD
        )
        return found
    except (process.DiedError, OSError):
        return _looked_up(paths)


def _looked_up(paths: list[str]) -> dict[str, Documented | None]:
    return {path: page(path) for path in paths}


@cache
def page(path: str) -> Documented | None:
    """Return the official page of what a path leads to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is deprecated: a page is checked elsewhere
        found = _follow(path)
    return named(found) if found else None


@cache
def libraries() -> Mapping[str, Library]:
    """Return the libraries that have an official documentation, by the name of their module."""
    rules = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    return msgspec.convert(
        {name: one for name, one in rules.items() if name != "returns"}, dict[str, Library]
    )


@cache
def returns() -> Mapping[str, str]:
    """Return what functions return that do not say it themselves, by their names."""
    return msgspec.convert(
        tomllib.loads(_RULES.read_text(encoding="utf-8"))["returns"], dict[str, str]
    )


def named(name: str) -> Documented | None:
    """Return the page of a full name by the way that pages are named; it is not looked up."""
    root = name.partition(".")[0]
    library = libraries()[root]
    for pattern, file in library.pages:
        if found := re.fullmatch(pattern, name):
            number = version(_DISTRIBUTIONS.get(root, root))
            minor = ".".join(number.split(".")[:2])
            above = library.address.format(version=number, minor=minor)
            return Documented(name, above + found.expand(file)) if file else None
    return None


def _follow(path: str) -> str | None:
    """What the documentation calls the end of a path; None where that is not certain."""
    head, *steps = path.split(".")
    name, found = head, typing.cast("Any", importlib.import_module(head))
    try:
        for step in steps:
            member = step.removesuffix(CALL)
            name, found = _part(name, found, member)
            if step != member:
                found = _Instance(_returned(name, found))
    except _NowhereError:
        return None
    return None if isinstance(found, types.ModuleType | _Instance) else name or None


def _part(name: str, above: Any, member: str) -> tuple[str, Any]:
    """What the documentation calls a part of an object, and the part; no name where it has none."""
    if isinstance(above, _Instance):
        return _member(above.kind, member)
    if not isinstance(above, types.ModuleType | type):
        return _member(type(above), member)
    if not hasattr(above, member):
        try:
            return f"{name}.{member}", importlib.import_module(f"{name}.{member}")
        except ImportError:
            raise _NowhereError from None
    found = getattr(above, member)
    public = isinstance(found, types.ModuleType) or member in getattr(above, "__all__", [member])
    if isinstance(above, types.ModuleType) and not public:
        raise _NowhereError
    if isinstance(found, type) and isinstance(above, types.ModuleType):
        return public_name(found) or f"{name}.{member}", found
    own = getattr(found, "__name__", member)
    if name.partition(".")[0] == "numpy" and own.isidentifier():
        same = not isinstance(found, types.ModuleType) and getattr(above, own, None) is found
        member = own if same else member  # NumPy documents `numpy.abs` as `numpy.absolute`
    return f"{name}.{member}", found


def _member(kind: type, member: str) -> tuple[str, Any]:
    """The name of a member by the class that documents it, with what it is."""
    if member.startswith("_") or not hasattr(kind, member):
        raise _NowhereError
    found = getattr(kind, member)
    for one in inspect.getmro(kind):
        name = public_name(one) or ""
        library = libraries().get(name.partition(".")[0])
        if not library or not hasattr(one, member):
            continue
        listed = member in vars(one) or re.fullmatch(library.inherited, name)
        if listed and (callable(found) or library.data) and named(f"{name}.{member}"):
            return f"{name}.{member}", found
    return "", found


@cache
def public_name(kind: type) -> str | None:
    """Return the name under which everybody may import a class."""
    if kind.__name__.startswith("_"):
        return None
    parts = kind.__module__.split(".")
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        if any(part.startswith("_") for part in parts[:end]):
            continue
        held = getattr(importlib.import_module(module), kind.__name__, None)
        if held is kind:
            return f"{module}.{kind.__qualname__}"
    return None


def _returned(name: str, found: Any) -> type:
    """The class of what a call returns: an object of a class, or what a function says."""
    if isinstance(found, type):
        return found
    if name in returns():
        module, _, kind = returns()[name].rpartition(".")
        return typing.cast("type", getattr(importlib.import_module(module), kind))
    try:
        said = inspect.signature(found, eval_str=True).return_annotation
    except (NameError, TypeError, ValueError, AttributeError):
        raise _NowhereError from None
    if not isinstance(said, type) or said.__module__.partition(".")[0] not in libraries():
        raise _NowhereError
    return said
