"""The words of a page that say something, and what a mistake makes of each of them.

Antonyms and siblings stand in ``siblings.toml``. In code a function becomes another one of its
subpackage, a keyword another parameter, and true becomes false.
"""

import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import ModuleType

from recipes.checking import library_names
from recipes.checking.inline_code import Sources
from recipes.reading import prose

from .sites import METHODS, Site, neighbour, siblings, within

FILE = Path(__file__).with_name("siblings.toml")
OF_CODE = "code"  # the kind of what no table lists
_FRONT = re.compile(r"^(?:description|title):.*(?:\n[ \t]+.*)*", re.M)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_KEYWORD = re.compile(r"(?P<name>[A-Za-z_]\w*)(?P<equals> ?= ?)(?P<value>[^=].*)")
_TWO_NAMES = re.compile(r"[A-Za-z_]\w*\((?P<first>\w+), (?P<second>\w+)\)")


@cache
def _tables(key: str) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The kind of each word and its siblings, longer ones first."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for kind, table in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for line in table.get(key, "").strip().splitlines():
            alternatives = [one.strip() for one in line.split("/")]
            for word in alternatives:
                _, known = found.get(word.lower(), (kind, ()))
                others = [one for one in alternatives if one != word and one not in known]
                found[word.lower()] = (kind, (*known, *others))
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    idle = tomllib.loads(FILE.read_text(encoding="utf-8"))["idle"]["phrases"].strip().splitlines()
    words = (r"\s+".join(map(re.escape, word.split())) for word in [*idle, *_tables(key)])
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.I)


def kind(word: str) -> str:
    """Return the kind of a word, as ``siblings.toml`` has it."""
    for key in ("words", "literals"):
        if found := _tables(key).get(" ".join(word.lower().split())):
            return found[0]
    return OF_CODE


def kinds() -> list[str]:
    """Return all kinds of words."""
    listed = [found for key in ("words", "literals") for found, _ in _tables(key).values()]
    return [*dict.fromkeys(listed), OF_CODE]


def of_sentences(
    text: str, shown: Sequence[tuple[int, int]], found: Sources | None
) -> Iterator[Site]:
    """Find the words of a text in its parts ``shown`` that say something, from and to.

    Parameters
    ----------
    found
        What snippets and tests write, for the code in sentences; None leaves it alone.
    """
    yield from (one for one in _words(prose.blanked(text)) if within(one.start, shown))
    for fact in prose.stated(text):
        if fact.key and within(fact.start, shown):
            start = text.index(fact.literal, fact.start)
            yield from _words(fact.literal, start, "literals")
    for span in prose.spans(text):
        if found and span.kind == "code" and within(span.start, shown):
            code = text[span.start : span.end].strip("`")
            yield from _of_code(code, text.index(code, span.start), found)


def of_front_matter(text: str) -> Iterator[Site]:
    """Find those of the title and the description of a page, in the text of its file."""
    _, fence, rest = text.partition("---\n")
    front = fence + rest.partition("\n---")[0] if text.startswith("---") else ""
    for entry in _FRONT.finditer(front):
        yield from _words(entry[0], entry.start())
        for name, place in library_names.names(entry[0]):
            yield from _of_function(name, name, entry.start() + place)


def _words(text: str, offset: int = 0, key: str = "words") -> Iterator[Site]:
    table = _tables(key)
    for match in _pattern(key).finditer(text):
        _, others = table.get(" ".join(match[0].lower().split()), ("", ()))  # idle
        cased = tuple(one[0].upper() + one[1:] if match[0][0].isupper() else one for one in others)
        yield Site(offset + match.start(), offset + match.end(), match[0], cased)


def _of_code(code: str, start: int, found: Sources) -> Iterator[Site]:
    """What code in a sentence says: a function, a keyword, a value, the order of two names."""
    used = library_names.within(found.snippet.full)
    full = {one.rpartition(".")[2]: one for one in used}
    if names := list(library_names.names(code)):
        for name, place in names:
            yield from _of_function(name, name, start + place)
    elif pair := _KEYWORD.fullmatch(code):
        others = _parameters(pair["name"], used)
        yield Site(start, start + len(pair["name"]), pair["name"], others)
        yield from _of_value(pair["value"], start + pair.start("value"))
    elif pair := _TWO_NAMES.fullmatch(code):
        first, second = pair["first"], pair["second"]
        at = start + pair.start("first")
        old = code[pair.start("first") : pair.end("second")]
        yield Site(at, at + len(old), old, (f"{second}, {first}",))
    elif (last := code.rpartition(".")[2]) in full:
        yield from _of_function(full[last], last, start + len(code) - len(last))
    else:
        yield from _of_value(code, start)


def _of_value(code: str, start: int) -> Iterator[Site]:
    """True or false, a number, or a text that stands for a method."""
    bare = code.strip("\"'")
    if code in ("True", "False"):
        yield Site(start, start + len(code), code, (str(code == "False"),))
    elif _NUMBER.fullmatch(code):
        yield Site(start, start + len(code), code, (neighbour(code),))
    elif bare in METHODS:
        at = start + code.index(bare)
        yield Site(at, at + len(bare), bare, (METHODS[bare],))


def _of_function(full: str, written: str, start: int) -> Iterator[Site]:
    """A function becomes the one of its subpackage that is spelled most like it."""
    above, _, name = full.rpartition(".")
    sibling = _sibling(above, name)
    if sibling:
        new = f"{written.removesuffix(name)}{sibling}"
        yield Site(start, start + len(written), written, (new,))


@cache
def _sibling(module: str, name: str) -> str:
    try:
        found = importlib.import_module(module)
    except ImportError:
        return ""
    known, confused = dict(siblings()).get(name, ("", ""))
    if known == module:
        return confused
    if not callable(getattr(found, name, None)):
        return _subpackage(module, name)
    others = [
        one
        for one in dir(found)
        if one != name
        and one[0].islower() == name[0].islower()
        and callable(getattr(found, one, None))
        and not one.startswith("_")
        and library_names.exists(f"{module}.{one}")
    ]
    return next(iter(get_close_matches(name, others, 1, 0)), "")


def _subpackage(module: str, name: str) -> str:
    """Another subpackage, where the name is that of one."""
    found = importlib.import_module(module)
    others = [
        one
        for one in dir(found)
        if one != name and not one.startswith("_") and isinstance(getattr(found, one), ModuleType)
    ]
    return next(iter(get_close_matches(name, others, 1, 0)), "")


def _parameters(name: str, functions: Sequence[str]) -> tuple[str, ...]:
    """Other parameters of the first function that has this one."""
    for full in functions:
        function = library_names.look_up(full) if library_names.exists(full) else None
        try:
            there = list(inspect.signature(function).parameters) if callable(function) else []
        except (TypeError, ValueError):  # compiled
            continue
        if name in there:
            return tuple(one for one in there if one != name)
    return ()
