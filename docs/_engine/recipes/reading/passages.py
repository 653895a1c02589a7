"""What a page says to its readers, word for word as they see it, each word with its place.

A passage is a heading, a paragraph, a caption, or another text of a figure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from . import prose
from .document import CellView, Prose
from .page import Heading, Page

# Punctuation is no word, and neither are the marks of emphasis.
_WORD = re.compile(
    r"[-−]?\d+(?:[.,:/]\d+)*(?:e[-−]?\d+)?|[^\W_](?:\w|[-.'’](?=\w))*"
    r"|[%<>+×^≤≥]|(?<!=)=(?!=)",
    re.I,
)
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")


@dataclass(frozen=True)
class Word:
    """A word as readers see it.

    Attributes
    ----------
    text
        In lower case, with plain apostrophes.
    shown
        As the page has it.
    start
        Where it begins in its text.
    plain
        Whether it is free text: no code, no formula, and no fact.
    """

    text: str
    shown: str
    start: int
    plain: bool = True


@dataclass(frozen=True)
class Passage:
    """A text of the page.

    Attributes
    ----------
    kind
        ``heading``, ``paragraph`` or ``figure``.
    words
        Those of the text, in order.
    lines
        The line of the page's body, from 0, that each word stands in.
    sections
        The headings that it stands below, the nearest last, as readers see them.
    """

    kind: str
    words: Sequence[Word]
    lines: Sequence[int]
    sections: tuple[str, ...]


@lru_cache(maxsize=1024)  # each text is gone over by several checks
def words(text: str) -> tuple[Word, ...]:
    """Find the words of a text in Markdown."""
    found: list[Word] = []
    place = 0
    for span in prose.spans(text):
        found += _words(text[place : span.start], place)
        found += _of_span(text, span)
        place = span.end
    return (*found, *_words(text[place:], place))


def _words(text: str, start: int, step: int = 1, plain: bool = True) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        shown = match[0].rstrip("_")
        said = shown.replace("’", "'").replace("−", "-").lower()
        yield Word(said, shown, start + step * match.start(), plain)


def _of_span(text: str, span: prose.Span) -> Iterator[Word]:
    """The words of what is no plain text."""
    inside = text[span.start : span.end]
    match span.kind:
        case "code":
            yield from _words(inside.replace("`", " "), span.start, plain=False)
        case "math":
            yield from _words(prose.typed(inside[1:-1]), span.start, step=0, plain=False)
        case "fact":
            seen = prose.without_facts(inside)
            yield from _words(seen, span.start, step=0, plain=False)
        case "markup" if inside.startswith("&"):
            yield from _words(unescape(inside), span.start, step=0)


def passages(page: Page) -> tuple[Passage, ...]:
    """Find the passages of a page, in order."""
    headings = page.headings
    at = [heading.line for heading in headings]
    found: list[Passage] = []
    for block in page.blocks:
        if isinstance(block, Prose):
            for match in _PARAGRAPH.finditer(block.text):
                first = block.first + block.text[: match.start()].count("\n")
                found += _of_paragraph(match[0], first, headings)
        elif isinstance(block, CellView):
            below = _sections(headings[: bisect_right(at, block.first)])
            for text in block.texts():
                said = words(text)
                found.append(Passage("figure", said, [block.first] * len(said), below))
    return tuple(found)


def _of_paragraph(text: str, first: int, headings: Sequence[Heading]) -> Iterator[Passage]:
    """A paragraph, and the headings that stand in it without a blank line between."""
    last = first + text.rstrip("\n").count("\n")
    inside = [one.line for one in headings if first <= one.line <= last]
    lines = text.split("\n")
    start = first
    for line in [*inside, None]:
        end = last + 1 if line is None else line
        if start < end:
            part = "\n".join(lines[start - first : end - first])
            yield _passage("paragraph", part, start, headings)
        if line is not None:
            yield _passage("heading", lines[line - first], line, headings)
            start = line + 1


def _passage(kind: str, text: str, first: int, headings: Sequence[Heading]) -> Passage:
    said = words(text)
    lines = [first + text.count("\n", 0, word.start) for word in said]
    return Passage(kind, said, lines, _sections([one for one in headings if one.line <= first]))


def _sections(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Of the headings so far those that are open; a part of the page leaves its title."""
    found: list[Heading] = []
    for heading in headings:
        found = [one for one in found if 1 < one.level < heading.level] + [heading]
    return tuple(prose.plain(one.text) for one in found)
