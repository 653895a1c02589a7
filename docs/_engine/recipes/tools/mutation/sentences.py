"""What a mistake does to a sentence: another number, another fact, the opposite direction."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from recipes.reading import comparisons, numbers, prose

from .mutants import Site

_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"[A-Za-z_]\w*")


def sites(text: str, shown: Sequence[tuple[int, int]], facts: Mapping[str, Any]) -> Iterator[Site]:
    """Find what a text says in numbers, names of facts and directions.

    Parameters
    ----------
    shown
        The parts of the text that hold sentences, from and to; the rest is code and structure.
    facts
        What the snippet computed: a name becomes the one that is spelled most like it.
    """
    blanked = prose.blanked(text)
    stated = [fact for fact in prose.stated(text) if _within(fact.start, shown)]
    for fact in stated:
        yield from _of_fact(text, fact, facts)
    for start, spelling in prose.bare_numbers(text)[0]:
        if _within(start, shown):
            yield from _of_literal(spelling, start)
    for first, last in comparisons.sentences(blanked):
        if any(first <= fact.start < last for fact in stated):
            for start, word in comparisons.directions(blanked[first:last]):
                if _within(first + start, shown):
                    yield _direction(word, first + start)


def _within(place: int, shown: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in shown)


def _of_fact(text: str, fact: prose.Stated, facts: Mapping[str, Any]) -> Iterator[Site]:
    whole = text[fact.start : fact.end]
    if fact.is_word:
        at = fact.start + whole.index(fact.literal)
        yield _direction(fact.literal, at)
        return
    if not fact.key:
        return
    literal = whole.index(fact.literal)
    yield from _of_literal(fact.literal, fact.start + literal)
    for at, word in comparisons.directions(f"as {fact.literal}"):
        if at > 2 or fact.literal.startswith(word):
            yield _direction(word, fact.start + literal + at - 3)
    key = whole.rindex(fact.key)
    name = _NAME.match(fact.key)
    assert name
    others = _alike(name[0], facts)
    start = fact.start + key
    yield Site(start, start + len(name[0]), name[0], tuple(others))
    for index in re.finditer(r"(?<=\[)\d+(?=\])", fact.key):
        at = start + index.start()
        yield Site(at, at + len(index[0]), index[0], tuple(_indices(fact, index, facts)))


def _indices(fact: prose.Stated, index: re.Match[str], facts: Mapping[str, Any]) -> Iterator[str]:
    """A neighbouring index at which the sentence would be false; beyond the last there is none."""
    for number in (int(index[0]) + 1, int(index[0]) - 1):
        other = f"{fact.key[: index.start()]}{number}{fact.key[index.end() :]}"
        try:
            if number >= 0 and not numbers.holds(fact.literal, prose.value_of(other, facts)):
                yield str(number)
                return
        except numbers.FactError:
            continue


def _of_literal(literal: str, start: int) -> Iterator[Site]:
    """Each run of digits grows by one; a number word becomes the next."""
    for digits in _DIGITS.finditer(literal):
        new = str(int(digits[0]) + 1).rjust(len(digits[0]), "0")
        yield Site(start + digits.start(), start + digits.end(), digits[0], (new,))
    words = list(numbers.WORDS)
    first = literal.split(" ")[0]
    if first.lower() in words:
        other = words[(words.index(first.lower()) + 1) % len(words)]
        other = other.capitalize() if first[0].isupper() else other
        yield Site(start, start + len(first), first, (other,))


def _direction(word: str, start: int) -> Site:
    table = {**comparisons.OPPOSITES_AFTER_AS, **comparisons.OPPOSITES}
    opposite = table[word.lower()]
    new = opposite.capitalize() if word[0].isupper() else opposite
    return Site(start, start + len(word), word, (new,))


def _alike(name: str, facts: Mapping[str, Any]) -> list[str]:
    """The fact with another value whose name is spelled most like this one."""
    others = [other for other in facts if other != name and facts[other] != facts.get(name)]
    others.sort(key=lambda other: -SequenceMatcher(None, name, other).ratio())
    return others[:1]
