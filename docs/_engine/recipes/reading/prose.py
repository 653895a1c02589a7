"""What a text states: facts by name, words that compare them, and numbers without a fact.

``{{ 0.0104167 = value }}`` shows ``0.0104167`` and states the fact ``value``; ``{{ larger }}``
compares the facts around it. What a number may look like is said in `literals`.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from . import comparisons
from .numbers import WORDS, FactError

TIMING = "timing"  # the facts that a benchmark recorded

FACT = re.compile(r"\{\{(?P<content>[^{}\n]*(?:\n[^{}\n]*)?)\}\}")
_KEY = re.compile(r"[A-Za-z]\w*(?:\.\w+|\[-?\d+\])*")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>-?\d+)\]")
_BARE = re.compile(rf"[-−]?\d[\d.,/]*|[¼-¾⅐-⅞]|\b(?:{'|'.join(WORDS)})\b", re.I)
# What is no prose: code, math, link targets, HTML, attributes. Blanked before numbers are sought.
INLINE_MATH = re.compile(
    r"(?<![\\$])\$(?=\S)(?P<tex>(?:\\.|(?!\n[ \t]*\n)[^$\\])+?)(?<=\S)\$(?!\d)", re.S
)
_CODE = re.compile(r"(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.S)
_NO_PROSE = (
    _CODE,
    INLINE_MATH,
    re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|<https?:[^<>]*>", re.S),
    re.compile(r"(?<=\])\([^()\n]*\)|(?<=\])\[[^\]\n]*\]|^\[[^\]]+\]:.*$", re.M),
    re.compile(r"\{[:#.][^{}\n]*\}|&#?\w+;"),
)
_FOLD = re.compile(r"^(?:<summary>(?P<title>.*)</summary>|</?details\b[^>]*>)$", re.M)
# Commands of TeX that are looks, and other marks that nobody types.
_LOOKS = re.compile(
    r"\\(?:left|right|mathbf|boldsymbol|mathcal|mathrm|text|operatorname|lvert|rvert|qquad|quad)"
    r"(?![a-zA-Z])|\\[^a-zA-Z]|[\\{}]"
)
_FRACTION = re.compile(r"\\frac\s*\{(?P<above>[^{}]*)\}\s*\{(?P<below>[^{}]*)\}")
_LIST_NUMBER = re.compile(r"^(?P<before>[ \t]*)(?P<number>\d+)(?=[.)] )", re.M)


@dataclass(frozen=True)
class Stated:
    """A fact as a page states it, at a place in its text.

    Without a key it is a word that compares, or cannot be read.
    """

    literal: str
    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it compares the facts around it."""
        return not self.key and self.literal.lower() in comparisons.OPPOSITES


def stated(text: str) -> Iterator[Stated]:
    """Find the facts in a text; what cannot be read as one has an empty key."""
    for match in FACT.finditer(_CODE.sub(_blank, text)):
        literal, equals, key = (part.strip() for part in match["content"].partition("="))
        if equals and literal and _KEY.fullmatch(key):
            yield Stated(literal, key, *match.span())
        elif not equals and literal.lower() in comparisons.OPPOSITES:
            yield Stated(literal, "", *match.span())
        else:
            yield Stated(match[0], "", *match.span())


def value_of(key: str, facts: Mapping[str, Any]) -> float | int | bool:
    """Look up a fact such as ``value``, ``exact.nit`` or ``errors[-1]``.

    Raises
    ------
    FactError
        If there is no such number.
    """
    name = re.match(r"\w+", key)
    assert name
    value: Any = facts.get(name[0])
    for step in _STEP.finditer(key, name.end()):
        try:
            if step["name"] == "shape" and isinstance(value, list):
                value = _shape(value)
            elif step["name"] == "size" and isinstance(value, list):
                value = math.prod(_shape(value))
            else:
                value = value[step["name"] if step["name"] else int(step["index"])]
        except (LookupError, TypeError):
            value = None
    if isinstance(value, int | float):
        return value
    if name[0] == TIMING:
        message = f"“{key}” was not measured for this code; run “recipe bench --timings”"
        raise FactError(message)
    near = get_close_matches(name[0], facts, 3) or sorted(facts)[:8]
    known = f"do you mean {' or '.join(near)}?" if near else "it computes none"
    raise FactError(f"the snippet computes no number “{key}”; {known}")


def without_facts(text: str) -> str:
    """The text with each fact as the reader sees it."""
    return apply(text, lambda fact: fact.literal)


def typed(tex: str) -> str:
    r"""A formula as a person types it: ``1/2 sigma_k`` for ``\frac{1}{2} \sigma_k``."""
    return " ".join(_LOOKS.sub(" ", _FRACTION.sub(r"\g<above>/\g<below>", tex)).split())


def unfolded(text: str) -> str:
    """The text without its folds; what stands on one is bold."""
    return _FOLD.sub(lambda match: f"**{match['title']}**" if match["title"] else "", text)


def bare_numbers(text: str, allowed: Sequence[str] = ()) -> tuple[list[tuple[int, str]], set[str]]:
    """Find the numbers that no fact proves.

    Returns
    -------
    found
        Place and spelling of each.
    used
        Which of ``allowed`` occur.
    """
    text = blanked(text)
    used = set()
    for word in sorted(allowed, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        if pattern.search(text):
            used.add(word)
            text = pattern.sub(_blank, text)
    return [(match.start(), match[0].rstrip(".,/")) for match in _BARE.finditer(text)], used


def without_code(text: str) -> str:
    """The text with blanks, of the same length, for its code."""
    return _CODE.sub(_blank, text)


def blanked(text: str) -> str:
    """The text with blanks, of the same length, for all that is no prose."""
    text = FACT.sub(_blank, text)
    for pattern in _NO_PROSE:
        text = pattern.sub(_blank, text)
    return _LIST_NUMBER.sub(_blank, text)


def apply(text: str, change: Callable[[Stated], str]) -> str:
    """Replace each fact in a text by what ``change`` makes of it."""
    for fact in reversed(list(stated(text))):
        text = text[: fact.start] + change(fact) + text[fact.end :]
    return text


def _shape(value: Any) -> list[int]:
    """The shape of an array that became nested lists."""
    return [len(value), *_shape(value[0])] if isinstance(value, list) and value else []


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
