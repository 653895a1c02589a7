"""What a page claims in its sentences, checked: facts, comparisons, numbers without a fact."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from recipes.problem import Problem
from recipes.reading import comparisons, numbers, prose
from recipes.reading.document import CellView, Prose
from recipes.reading.numbers import FactError
from recipes.reading.page import Page


@dataclass(frozen=True)
class Text:
    """Sentences of a page: its body, or the caption or the alt text of a figure.

    Attributes
    ----------
    first
        The line of the page's body that it begins in, from 0.
    spread
        Whether its lines are lines of the page.
    """

    content: str
    first: int = 0
    spread: bool = False

    def line(self, place: int) -> int:
        """The line of the page's body that a place is in."""
        return self.first + (self.content[:place].count("\n") if self.spread else 0)


def texts(page: Page) -> Iterator[Text]:
    """All that a page says in sentences."""
    for block in page.blocks:
        if isinstance(block, Prose):
            yield Text(block.text, block.first, spread=True)
        elif isinstance(block, CellView):
            yield from (Text(text, block.first) for text in block.texts())


def value(fact: prose.Stated, facts: Mapping[str, Any]) -> float:
    """Return the value of a fact that holds.

    Raises
    ------
    FactError
        If it does not, or cannot be read.
    """
    if not fact.key:
        raise FactError(f"expected {{{{ number = name }}}}, not “{fact.literal}”{_hint(fact)}")
    found = prose.value_of(fact.key, facts)
    if not math.isfinite(found):
        message = f"{fact.key} is {found!r}, which no page can state as a number; say it in words, "
        raise FactError(message + "and prove it by a test")
    numbers.check_words(fact.literal, fact.is_measured)
    if not numbers.holds(fact.literal, found):
        message = f"the page says {fact.literal} but {fact.key} is {found!r}; look at the "
        raise FactError(message + "sentence, then fix it or run “recipe facts --fix”")
    return found


def _hint(fact: prose.Stated) -> str:
    """What may be meant by something in braces that cannot be read."""
    left, equals, right = (part.strip() for part in fact.literal.strip("{} ").partition("="))
    if equals and re.fullmatch(r"[-−+]?\d.*", right):
        return f"; the number stands first: “{{{{ {right} = {left} }}}}”"
    if equals and re.search(r"[×^]|\\(?:cdot|times)", left):
        return "; write the exponent as in 3.5e-4"
    if equals and right.startswith("_"):
        return "; a name that begins with “_” is no fact, so rename it in the snippet"
    if equals and re.search(r"[-+*/%]|\d ", right):
        return "; give the expression a name in the snippet"
    if equals and "[" in right:
        return "; an index is an integer, as in errors[0], and a key stands behind a dot"
    return "; it ends with “}}”, at the latest in the next line" if "}}" not in fact.literal else ""


def check(page: Page, facts: Mapping[str, Any] | None) -> Iterator[Problem]:
    """Find what a page says and nothing proves.

    Parameters
    ----------
    facts
        What its snippet computed; None if that is not known.
    """
    allowed = page.front.allow
    unused = set(allowed)
    for text in texts(page):
        bare, used = prose.bare_numbers(text.content, allowed)
        unused -= used
        for place, spelling in bare:
            message = f"“{spelling}” is a number that nothing proves; write "
            message += f"{{{{ {spelling} = name }}}} with a name of the snippet, or allow it"
            yield page.problem(text.line(place), message)
        if facts is not None:
            yield from _facts(page, text, facts)
        yield from _directions(page, text, facts)
    for word in allowed:
        if word in unused:
            message = f"“{word}” is allowed in the front matter but not used; remove it"
            message += _torn(word, allowed)
            yield Problem(page.label, 2, message)


def _torn(word: str, allowed: Sequence[str]) -> str:
    """A hint where YAML took the comma of a number for the end of an entry."""
    pair = next((two for two in pairwise(allowed) if word in two), None)
    if pair and pair[0].isdigit() and re.fullmatch(r"\d{3}", pair[1]):
        return f', or write “"{pair[0]},{pair[1]}"” in quotes'
    return ""


def _facts(page: Page, text: Text, facts: Mapping[str, Any]) -> Iterator[Problem]:
    for fact in prose.stated(text.content):
        try:
            if not fact.is_word:
                value(fact, facts)
        except FactError as error:
            yield page.problem(text.line(fact.start), str(error))


def _directions(page: Page, text: Text, facts: Mapping[str, Any] | None) -> Iterator[Problem]:
    """What is wrong with the words that say a direction in sentences with facts."""
    blanked = prose.blanked(text.content)
    ends = [end for _, end in comparisons.sentences(blanked)]
    of_sentence = groupby(
        prose.stated(text.content),
        lambda fact: bisect_right(ends, fact.start),
    )
    for number, group in of_sentence:
        stated = list(group)
        start = ends[number - 1] if number else 0
        for fact in stated:
            before, after = blanked[start : fact.start], blanked[fact.end : ends[number]]
            if fact.key and comparisons.denies(before, after):
                message = f"“not … {fact.literal}” denies the number that it states; say what is, "
                yield page.problem(text.line(fact.start), f"{message}or “not … but …”")
        for place, word in comparisons.directions(blanked[start : ends[number]]):
            yield page.problem(text.line(start + place), _unproved(word))
        for word_fact in stated:
            if word_fact.is_word:
                try:
                    _compare(word_fact, stated, facts)
                except FactError as error:
                    yield page.problem(text.line(word_fact.start), str(error))


def _unproved(word: str) -> str:
    message = f"“{word}” says a direction in a sentence with a fact, and nothing proves it; "
    if comparisons.compares(word):
        message += f"write {{{{ {word} }}}} where it compares two facts, put it beside the number "
        message += "in one pair of braces, or "
    return f"{message}say it in another sentence"


def _compare(
    word: prose.Stated, stated: list[prose.Stated], facts: Mapping[str, Any] | None
) -> None:
    """Check what a word says of the numbers that its sentence states around it."""
    if not comparisons.compares(word.literal):
        message = f"“{word.literal}” does not compare two numbers; say it in a sentence without "
        raise FactError(message + "braces")
    before = [fact for fact in stated if fact.key and fact.end <= word.start]
    after = [fact for fact in stated if fact.key and fact.start >= word.end]
    if len(after) > 1 and (not before or word.literal.lower() in comparisons.GROWING):
        pair = after[:2]
    elif before and after:
        pair = [before[-1], after[0]]
    else:
        message = f"“{word.literal}” needs the two numbers that it compares in its sentence; state "
        raise FactError(message + "them as {{ number = name }}")
    if facts is None:
        return
    earlier, later = (prose.value_of(fact.key, facts) for fact in pair)
    if not comparisons.agrees(word.literal, earlier, later):
        names = " and ".join(
            f"{fact.key} = {number!r}" for fact, number in zip(pair, (earlier, later), strict=True)
        )
        raise FactError(f"“{word.literal}” is wrong of {names}; fix the sentence")
