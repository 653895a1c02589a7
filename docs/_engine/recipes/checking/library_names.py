"""Names of the libraries on a page, such as ``scipy.integrate.quad``: looked up where installed.

A name that is not there is a misprint, and its link leads nowhere. So it is with a private name
and with a deprecated module, which the documentation of the libraries leaves out.
"""

import hashlib
import importlib
import importlib.util
import inspect
import json
import pkgutil
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import msgspec

from recipes.problem import Problem
from recipes.reading.page import Page
from recipes.running.store import Store, surroundings

VERSION = Path(__file__).read_text(encoding="utf-8")  # a change of this module looks all up again
LIBRARIES = {"scipy": "SciPy", "numpy": "NumPy", "matplotlib": "Matplotlib", "PIL": "Pillow"}
NEAR = 3  # names to choose from
_ROOT = rf"(?:{'|'.join(LIBRARIES)})"
# Not within an address, as docs.scipy.org or a link to numpy.org; emphasis may stand around it.
_NAME = re.compile(rf"(?<![\w./@:-])(_*)({_ROOT}(?:\.(?!org\b)[A-Za-z_]\w*)+)")
_IMPORT = re.compile(rf"\bfrom ({_ROOT}[.\w]*) import \(?([\w, ]+)")
_DOCUMENTED = {"_result_classes"}  # private by its name, and in SciPy's documentation


class UnknownNameError(Exception):
    """A name that no page should have; the message says why."""


def check(page: Page, store: Store | None) -> Iterator[Problem]:
    """Find the names of libraries on a page that the installed libraries do not have.

    Parameters
    ----------
    store
        Remembers what was looked up, so that the next build need not import the libraries.
    """
    front = json.dumps(msgspec.structs.asdict(page.front), ensure_ascii=False)
    places = [(1, name) for name, _ in names(front)]
    for number, line in enumerate(page.body.split("\n")):
        places += [(page.line(number), name) for name, _ in names(line)]
    if places:
        wrong = faults({name for _, name in places}, store)
        for place, name in dict.fromkeys(places):
            if name in wrong:
                yield Problem(page.label, place, wrong[name])


def faults(wanted: set[str], store: Store | None) -> dict[str, str]:
    """Return, of some names, those that no page should have, each with the reason."""

    def looked_up() -> dict[str, str]:
        found = {}
        for name in sorted(wanted):
            try:
                look_up(name)
            except UnknownNameError as error:
                found[name] = str(error)
        return found

    return dict(remembered(store, sorted(wanted), looked_up))


def remembered(store: Store | None, asked: object, answer: Callable[[], Any]) -> Any:
    """Return what was once looked up in the libraries as they are, or is now."""
    if store is None:
        return answer()
    return json.loads(store.remember(key(asked), lambda: json.dumps(answer()).encode()))


def key(asked: object) -> str:
    """Return under what a store keeps an answer of the libraries as they are."""
    parts = json.dumps([asked, VERSION, surroundings()], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


def names(text: str) -> Iterator[tuple[str, int]]:
    """Find the full names in a text, each with its place."""
    for match in _NAME.finditer(text):
        marks, name = match.groups()
        yield name.removesuffix(marks) if marks else name, match.start()
    for match in _IMPORT.finditer(text):
        module, imported = match.groups()
        for one in imported.split(","):
            if one.strip():
                yield f"{module}.{one.split()[0]}", match.start()


def within(names: Iterable[str]) -> list[str]:
    """Return those of some full names that are names of the libraries, in their order."""
    return [one for root in LIBRARIES for one in sorted(names) if one.partition(".")[0] == root]


def exists(name: str) -> bool:
    """Whether the installed libraries have a name, for everybody to use."""
    try:
        look_up(name)
    except UnknownNameError:
        return False
    return True


def documents(functions: Iterable[str], code: str, store: Store | None) -> bool:
    """Whether some code is what the documentation of one of some functions says.

    That is a parameter, a default such as ``"full"`` or ``mode="full"``, or a call of a
    parameter: ``func(y, x)``.

    Parameters
    ----------
    store
        Remembers it, so that the next build need not import the libraries.
    """
    asked = [within(functions), code]
    return bool(remembered(store, asked, lambda: any(_says(one, code) for one in asked[0])))


def _says(name: str, code: str) -> bool:
    try:
        function = look_up(name)
    except UnknownNameError:
        return False
    if function is None or inspect.ismodule(function):
        return False
    defaults = _parameters(function)
    if code in defaults:
        return True
    if called := re.match(r"[A-Za-z_]\w*(?=\()", code):
        said = " ".join((inspect.getdoc(function) or "").split())
        return called[0] in defaults and bool(re.search(rf"(?<!\w){re.escape(code)}", said))
    keyword, _, value = code.rpartition("=")
    asked = {keyword: defaults.get(keyword, inspect.Parameter.empty)} if keyword else defaults
    return value.replace('"', "'") in map(repr, asked.values())


def _parameters(function: Any) -> dict[str, object]:
    """The parameters of a function with their defaults, as far as it tells."""
    try:
        found = inspect.signature(function).parameters.values()
        return {one.name: one.default for one in found}
    except (TypeError, ValueError):  # compiled, or no function
        return {}


@cache
def look_up(name: str) -> Any:
    """Follow a dotted name through modules, classes and objects; its last module is not imported.

    Returns
    -------
    found
        The object; of what is not imported, what stands above it or nothing.

    Raises
    ------
    UnknownNameError
        If it leads nowhere, or to what is private or deprecated.
    """
    root, *parts = name.split(".")
    found: Any = importlib.import_module(root)
    path = root
    for number, part in enumerate(parts, 1):
        above, path = path, f"{path}.{part}"
        spec = importlib.util.find_spec(path) if hasattr(found, "__path__") else None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", DeprecationWarning)
                if not spec:
                    found = _member(found, part)
                elif number < len(parts):
                    found = importlib.import_module(path)
        except DeprecationWarning as error:
            said = " ".join(str(error).split()).partition(". ")[0]
            raise UnknownNameError(f"“{name}” is deprecated: {said}; name another") from None
        except AttributeError:
            raise UnknownNameError(_unknown(name, root, found, above, part)) from None
        except ImportError:
            return None  # it is there, and wants a library that is not
        if part.startswith("_") and not part.startswith("__") and part not in _DOCUMENTED:
            raise UnknownNameError(f"“{name}” is private; name what the documentation has")
        if spec and _is_deprecated(spec):
            message = f"“{path}” is a deprecated module; name what “{above}” has"
            raise UnknownNameError(message)
    return found


def _is_deprecated(spec: ModuleSpec) -> bool:
    """Whether a module only says where its names went, as SciPy's and NumPy's do."""
    file = Path(spec.origin or "")
    source = file.read_bytes() if file.suffix == ".py" else b""
    return b"_sub_module_deprecation" in source or b"import _raise_warning" in source


def _member(found: Any, part: str) -> Any:
    """The attribute of an object; of a class, nothing for what its instances have.

    Raises
    ------
    AttributeError
        If there is none.
    """
    try:
        return getattr(found, part)
    except AttributeError:
        if inspect.isclass(found) and _sets(found, part):
            return None
        raise


def _sets(kind: type, part: str) -> bool:
    """Whether instances have an attribute: one that is documented, or that the source sets."""
    documented = re.search(r"\n\s*Attributes\s*\n\s*-+(.*)", inspect.getdoc(kind) or "", re.S)
    if documented and re.search(rf"^\s*(?:\w+, )*{part}\b.*:", documented[1], re.M):
        return True
    for one in inspect.getmro(kind):
        with suppress(OSError, TypeError):  # compiled
            if re.search(rf"\bself\.{part}\b[^=(]*=[^=]", inspect.getsource(one)):
                return True
    return False


def _unknown(name: str, root: str, found: Any, path: str, part: str) -> str:
    there = {*dir(found), *(one.name for one in pkgutil.iter_modules(_folders(found)))}
    public = sorted(one for one in there if not one.startswith("_"))
    near = get_close_matches(part, public, NEAR, 0.6)
    version = f"{LIBRARIES[root]} {importlib.import_module(root).__version__}"
    hint = " or ".join(f"“{path}.{one}”" for one in near)
    return f"there is no “{name}” in {version}; " + (f"do you mean {hint}?" if near else "fix it")


def _folders(found: Any) -> list[str]:
    return list(getattr(found, "__path__", []))
