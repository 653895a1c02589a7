"""What a text states: facts by name, words that compare them, and numbers without a fact.

``{{ 0.0104167 = value }}`` shows ``0.0104167`` and states the fact ``value``; ``{{ larger }}``
compares the facts around it. What a number may look like is said in `numbers`.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from html import escape, unescape
from operator import itemgetter
from typing import Any

from markdown import Markdown

from . import comparisons
from .numbers import WORDS, FactError
from .typed import typed

TIMING = "timing"  # the facts that a benchmark recorded

FACT = re.compile(r"\{\{(?P<content>[^{}\n]*(?:\n[^{}\n]*)?)\}\}")
_KEY = re.compile(r"[A-Za-z]\w*(?:\.\w+|\[-?\d+\])*")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>-?\d+)\]")
# A date, a time, a version or an exponent is one number; an abbreviation such as UTF-8 is a name.
_BARE = re.compile(
    r"(?P<name>\b(?-i:[A-Z]{2,})-\d+\b)|(?:(?<!\w)[-−])?"
    r"(?:\d{4}-\d\d-\d\d\b|0x[\da-fA-F]+|\d[\d.,/:']*(?:[eE][-+−]?\d+)?[⁻⁰¹²³⁴-⁹]*)"
    rf"|[¼-¾⅐-⅞]|\b(?:{'|'.join(WORDS)})\b",
    re.I,
)
# Numbers that count nothing; “in step 3” counts steps, and “a step of 1” is a length.
_NO_NUMBER = comparisons.phrases(
    r"two (?:ways|things|reasons)\b|(?:thing|word) or two\b|half-(?:open|plane|line|space)\b",
    r"(?:the|these|those) two(?=[.,;:!?)]| (?:agree|differ|are|do|give|have|look|meet)\b)",
    r"(?:see|repeat) step \d\d?(?![\w/:']|[.,]\d)|step \d\d?(?=: )",
    r"(?:in|see|from) (?:part|section|chapter|example) \d\d?(?![\w/:']|[.,]\d)",
)
_MATH = re.compile(r"\$(?=\S)(?P<tex>(?:\\.|(?!\n[ \t]*\n)[^$\\])+?)(?<=\S)\$(?!\d)", re.S)
# Where something begins that is no plain text.
_OPENING = re.compile(
    r"(?P<escape>\\[^\w\s])|(?P<ticks>`+)|(?P<comment><!--)|(?P<fact>\{\{)|(?P<display>\$\$)"
    r"|(?P<math>\$)|(?P<picture>!\[[^\]\n]*\](?=[(\[]))"
    r"|(?P<markup></?[a-zA-Z][^<>]*>|<https?:[^<>]*>|\{[:#.][^{}\n]*\}|&\#?\w+;"
    r"|(?<=\])\([^()\n]*\)|(?<=\])\[[^\]\n]*\]|^[ ]{0,3}\[[^\]\n]+\]:.*$)",
    re.M,
)
_NO_LINE_END = re.compile(r"[^\n]")
# The elements that Markdown, or an author, writes within a line; another “<...>” is text.
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|h1|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>]*)?/?>"
)
_MARK = re.compile(r"[\\`*\[\]$]|<(?=[A-Za-z/!?])|(?<!\w)_|_(?!\w)")
_IN_FORMULA = re.compile(r"[\\`*_{}\[\]#!]")
LONGEST_FORMULA = 500  # characters in “\\(...\\)”
_TARGET = re.compile(
    r"\(<?(?P<inline>[^\s>)]+)|[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<reference>[^\s>]+)"
    r"|<a\b[^<>]*\shref=[\"'](?P<element>[^\"']+)"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# Where a paragraph may end: no code goes on behind it.
_NEXT_BLOCK = re.compile(r"\n[ \t]*(?=\n|(?:[-*+]|\d+[.)])[ \t]|[#>|])")
_FOLD = re.compile(r"^(?:<summary>(?P<title>.*)</summary>|</?details\b[^>]*>)$", re.M)
_LIST_NUMBER = re.compile(r"^(?P<before>[ \t]*)(?P<number>\d+)(?=[.)] )", re.M)
_TEX_IN_BRACKETS = re.compile(r"[\\^_\d]")


@dataclass(frozen=True)
class Span:
    """A part of a text that is no plain text.

    Attributes
    ----------
    kind
        ``code``, ``math``, ``fact``, ``comment``, ``markup`` or ``escape``; or ``fault``.
    fault
        What is wrong, where it is none of these.
    """

    kind: str
    start: int
    end: int
    fault: str = ""


@lru_cache(maxsize=1024)  # each text is gone over by several checks
def spans(text: str) -> tuple[Span, ...]:
    """Find what is no plain text, in order; each place is read once, so that it takes linear time.

    What begins first counts: a dollar in code is code, and an accent grave in a formula is TeX.
    """
    found: list[Span] = []
    place = 0
    ticks = _Ticks(text)
    while match := _OPENING.search(text, place):
        span = _span(text, match, ticks)
        if span is None:
            place = match.end()
            continue
        found.append(span)
        place = span.end
    return tuple(found)


def _span(text: str, opening: re.Match[str], ticks: "_Ticks") -> Span | None:
    start = opening.start()
    match opening.lastgroup:
        case "ticks":
            end = ticks.closing(start, opening.end())
            return Span("code", start, end) if end else None
        case "comment":
            end = text.find("-->", opening.end())
            fault = "" if end >= 0 else "this comment is never closed; end it with “-->”"
            return Span(
                "fault" if fault else "comment", start, end + 3 if end >= 0 else len(text), fault
            )
        case "fact":
            whole = FACT.match(text, start)
            end = whole.end() if whole else min(_line_end(text, start), len(text))
            return Span("fact", start, end)
        case "display":
            end = text.find("$$", opening.end())
            fault = "a displayed equation is “```math {#eq-name}”, not “$$”"
            return Span("fault", start, end + 2 if end >= 0 else opening.end(), fault)
        case "math":
            whole = _MATH.match(text, start)
            fault = "this “$” belongs to no formula; close it without a blank, or write \\$"
            return Span("math", *whole.span()) if whole else Span("fault", start, start + 1, fault)
        case "picture":
            fault = "a fact or a formula stands in the description of a picture; write the words"
            marked = "{{" in opening[0] or _MATH.search(opening[0])
            return Span("fault", *opening.span(), fault) if marked else None
        case "markup" if "{{" in opening[0]:
            fault = "a fact cannot stand in a link's address or in a tag; write it as text"
            return Span("fault", *opening.span(), fault)
        case "escape" if opening[0] in (r"\(", r"\["):
            return _tex_in_brackets(text, opening) or Span("escape", *opening.span())
        case kind:
            return Span(str(kind), *opening.span())


def _tex_in_brackets(text: str, match: re.Match[str]) -> Span | None:
    r"""``\( x^2 \)`` and ``\[ x^2 \]``, which Markdown takes for brackets."""
    closing = {r"\(": r"\)", r"\[": r"\]"}[match[0]]
    end = text.find(closing, match.end(), match.end() + LONGEST_FORMULA)
    inner = text[match.end() : end]
    if end < 0 or _BLANK_LINE.search(inner) or not _TEX_IN_BRACKETS.search(inner):
        return None
    form = "$...$" if closing == r"\)" else "```math {#eq-name}"
    return Span("fault", match.start(), end + 2, f"a formula is “{form}”, not “{match[0]}”")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


class _Ticks:
    """The runs of accents grave in a text, to find the one that closes another."""

    def __init__(self, text: str) -> None:
        self.starts: dict[int, list[int]] = {}
        for match in re.finditer("`+", text):
            self.starts.setdefault(len(match[0]), []).append(match.start())
        self.ends = [match.start() for match in _NEXT_BLOCK.finditer(text)]

    def closing(self, start: int, end: int) -> int:
        """Where the code ends that begins with a run, in its paragraph; 0 where it never does."""
        runs = self.starts.get(end - start, [])
        following = bisect_right(runs, start)
        limit = bisect_right(self.ends, start)
        if following == len(runs):
            return 0
        if limit < len(self.ends) and self.ends[limit] < runs[following]:
            return 0
        return runs[following] + end - start


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

    @property
    def is_measured(self) -> bool:
        """Whether it is a ratio of times that were measured."""
        return self.key.startswith(f"{TIMING}.")


@dataclass(frozen=True)
class Formula:
    """TeX in a sentence, from ``start`` to ``end`` without its dollars."""

    tex: str
    start: int
    end: int


def stated(text: str) -> Iterator[Stated]:
    """Find the facts in a text; what cannot be read as one has an empty key."""
    for span in spans(text):
        if span.kind != "fact":
            continue
        whole = text[span.start : span.end]
        inner = FACT.fullmatch(whole)
        literal, equals, key = (
            part.strip() for part in (inner["content"] if inner else "").partition("=")
        )
        if equals and literal and _KEY.fullmatch(key):
            yield Stated(literal, key, span.start, span.end)
        elif not equals and literal.lower() in comparisons.OPPOSITES:
            yield Stated(literal, "", span.start, span.end)
        else:
            yield Stated(whole, "", span.start, span.end)


def formulas(text: str) -> Iterator[Formula]:
    """Find the mathematics in the sentences of a text."""
    for span in spans(text):
        if span.kind == "math":
            yield Formula(text[span.start + 1 : span.end - 1], span.start + 1, span.end - 1)


def links(text: str) -> Iterator[tuple[str, int]]:
    """Find where the links of a text lead, each with its place."""
    for span in spans(text):
        if span.kind == "markup" and (found := _TARGET.match(text, span.start, span.end)):
            yield found[found.lastgroup or 0], span.start


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
    return replaced(text, fact=lambda fact: fact.literal)


def plain(text: str) -> str:
    """Markdown as plain text in one line, for titles, descriptions and what is read aloud.

    Facts are numbers, formulas are as a person types them, and marks of emphasis, code, links and
    attributes are gone.
    """

    def shown(formula: Formula) -> str:
        return escape(_IN_FORMULA.sub(r"\\\g<0>", typed(formula.tex)))

    text = replaced(text, fact=lambda fact: fact.literal, formula=shown)
    html = _markdown().reset().convert(f"# {' '.join(text.split())}")
    return " ".join(unescape(_TAG.sub("", html)).split())


@cache
def _markdown() -> Markdown:
    markdown = Markdown(extensions=["attr_list"])
    markdown.ESCAPED_CHARS.append("$")
    return markdown


def as_markdown(text: str) -> str:
    """Plain text as Markdown that shows it."""
    return _MARK.sub(r"\\\g<0>", text)


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
    text = _NO_NUMBER.sub(_blank, text)
    found = (match for match in _BARE.finditer(text) if not match["name"])
    return [(match.start(), match[0].rstrip(".,/:'")) for match in found], used


def blanked(text: str) -> str:
    """The text with blanks, of the same length, for all that is no plain text."""
    parts, place = [], 0
    for span in spans(text):
        parts += [text[place : span.start], _NO_LINE_END.sub(" ", text[span.start : span.end])]
        place = span.end
    return _LIST_NUMBER.sub(_blank, "".join([*parts, text[place:]]))


def replaced(
    text: str,
    fact: Callable[[Stated], str] | None = None,
    formula: Callable[[Formula], str] | None = None,
    added: Iterable[tuple[int, str]] = (),
) -> str:
    """Replace each fact and each formula of a text; those for which nothing is given stay.

    Parameters
    ----------
    added
        What is put in besides, with its place in the text.
    """
    edits = [(place, place, new) for place, new in added]
    edits += [(one.start, one.end, fact(one)) for one in stated(text)] if fact else []
    if formula:
        edits += [(one.start - 1, one.end + 1, formula(one)) for one in formulas(text)]
    parts, place = [], 0
    for start, end, new in sorted(edits, key=itemgetter(0, 1)):
        parts += [text[place:start], new]
        place = end
    return "".join([*parts, text[place:]])


def _shape(value: Any) -> list[int]:
    """The shape of an array that became nested lists."""
    return [len(value), *_shape(value[0])] if isinstance(value, list) and value else []


def _blank(match: re.Match[str]) -> str:
    return _NO_LINE_END.sub(" ", match[0])
