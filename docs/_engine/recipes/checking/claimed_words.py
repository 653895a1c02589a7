"""Words that state something, such as “never” or “faster”: each is quoted by a test, or released.

Which they are is written in ``claimed_words.toml``, by kind. Facts, formulas and code have checks
of their own.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recipes.problem import Problem
from recipes.profile import PROFILE
from recipes.reading.page import Page
from recipes.reading.passages import DESCRIPTION, Passage

from .quotations import ClaimError, Place, Quoted, places

FILE = Path(__file__).with_suffix(".toml")
WIDEST = 6  # words on either side that a quotation may need to stand once


@dataclass(frozen=True)
class Kind:
    """Words of one kind.

    Attributes
    ----------
    why
        What such a word says; empty where it states nothing, as in “right angle”.
    figures
        Whether they state something only in what is said of a figure.
    """

    why: str
    figures: bool


@cache
def forms() -> Mapping[str, Sequence[tuple[tuple[str, ...], Kind]]]:
    """All words in each of their forms, with their kind, by the first word; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for table in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        kind = Kind(table.get("why", ""), table.get("figures", False))
        listed = _listed(table.get("words", ""))
        listed += [form for verb in _listed(table.get("verbs", "")) for form in inflected(verb)]
        for words in listed:
            parts = tuple(words.lower().split())
            found.setdefault(parts[0], []).append((parts, kind))
    return {first: sorted(rest, key=lambda one: -len(one[0])) for first, rest in found.items()}


def _listed(text: str) -> list[str]:
    return [" ".join(one.split()) for one in re.split("[;\n]", text) if one.strip()]


def inflected(verb: str) -> list[str]:
    """The regular forms of a verb."""
    stem = verb.removesuffix("e")
    third = f"{verb}es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else f"{verb}s"
    return [verb, third, f"{stem}ed", f"{stem}ing"]


def check(page: Page, quoted: Quoted, claimed: Sequence[Place]) -> Iterator[Problem]:
    """Find the words of a recipe that state something and that no test quotes; idle releases."""
    proved = {key for place in claimed for key in _keys(place)}
    found = _stating(quoted) if page.is_recipe else ()
    stating = [(one, kind) for one, kind in found if not _keys(one) & proved]
    released: set[tuple[int, int]] = set()
    for words in page.front.unproved:
        covered = {key for place in places(quoted.passages, words) for key in _keys(place)}
        if not any(_keys(one) & covered for one, _ in stating):
            message = f"“{words}” is released in the front matter, and there is no word in it that "
            yield Problem(page.label, 2, f"{message}still needs that; remove it")
        released |= covered
    for one, kind in stating:
        if not _keys(one) & released:
            message = f"“{one.shown}” {kind.why}, and no test quotes it; quote it in "
            message += f"tests/{page.test_module}, where a test proves it: {_call(quoted, one)}"
            yield page.problem(one.line, message)


def _keys(place: Place) -> set[tuple[int, int]]:
    return {(id(place.passage), number) for number in range(place.first, place.end)}


def _stating(quoted: Quoted) -> Iterator[tuple[Place, Kind]]:
    for passage in quoted.passages:
        if passage.kind != DESCRIPTION and not set(passage.sections) & set(PROFILE.online):
            yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[tuple[Place, Kind]]:
    texts = [word.text.removesuffix("'s") if word.plain else "" for word in passage.words]
    number = 0
    while number < len(texts):
        for parts, kind in forms().get(texts[number], ()):
            end = number + len(parts)
            if tuple(texts[number:end]) == parts and (passage.kind == "figure" or not kind.figures):
                if kind.why:
                    yield Place(passage, number, end), kind
                number = end - 1
                break
        number += 1


def _call(quoted: Quoted, one: Place) -> str:
    """The shortest quotation that has the words and stands once, as a test writes it."""
    for wider in range(1, WIDEST):
        first, end = max(0, one.first - wider), min(one.end + wider, len(one.passage.words))
        words = Place(one.passage, first, end).shown
        try:
            quoted.place(words)
        except ClaimError:
            continue
        return f"PAGE.says({_literal(words)})"
    section = "".join(f", section={_literal(name)}" for name in one.passage.sections[-1:])
    return f"PAGE.says({_literal(one.shown)}{section})"


def _literal(words: str) -> str:
    """Words as Python writes them, with the quotes and the prefix that need no escapes."""
    mark = "'" if '"' in words else '"'
    return f"{'r' * (chr(92) in words)}{mark}{words}{mark}"
