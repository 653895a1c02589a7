"""What a page says to its readers, word for word as they see it, each word with its place.

A passage is a heading, a paragraph, a caption, another text of a figure, or the description in
the front matter, which search engines show.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from . import prose
from .document import CellView, Prose
from .page import Heading, Page
from .typed import typed

DESCRIPTION = "description"
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
    start, end
        Its place in the Markdown; that of the whole formula, code or fact that it is part of.
    plain
        Whether it is free text: no code, no formula, and no fact.
    """

    text: str
    start: int
    end: int
    plain: bool = True


@dataclass(frozen=True)
class Passage:
    """A text of the page.

    Attributes
    ----------
    kind
        ``heading``, ``paragraph``, ``figure`` or ``description``.
    markdown
        As the page has it.
    words
        Those of the text, in order.
    lines
        The line of the page's body, from 0, that each word stands in.
    sections
        The headings that it stands below, the nearest last, as readers see them.
    """

    kind: str
    markdown: str
    words: Sequence[Word]
    lines: Sequence[int]
    sections: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(word.text for word in self.words)


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


def _words(text: str, start: int) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        yield Word(_said(match), start + match.start(), start + match.end())


def _said(word: re.Match[str]) -> str:
    return word[0].rstrip("_").replace("’", "'").replace("−", "-").lower()


def _of_span(text: str, span: prose.Span) -> Iterator[Word]:
    """The words of what is no plain text."""
    inside = text[span.start : span.end]
    match span.kind:
        case "code":
            seen = inside.strip("`")
        case "math":
            seen = typed(inside[1:-1])
        case "fact":
            seen = prose.without_facts(inside)
        case "markup" if inside.startswith("&"):
            seen = unescape(inside)
        case _:
            return
    for match in _WORD.finditer(seen):
        yield Word(_said(match), span.start, span.end, plain=False)


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
            lines = page.body.split("\n")[block.first : block.last + 1]
            for text in block.texts():
                said = words(text)
                where = [block.first + number for number in _lines_of(said, lines)]
                found.append(Passage("figure", text, said, where, below))
    if page.front.description:
        found.append(_description(page))
    return tuple(found)


def _description(page: Page) -> Passage:
    said = words(page.front.description)
    second = 1 - page.offset  # where front matter begins behind its first dashes
    return Passage(DESCRIPTION, page.front.description, said, [second] * len(said), (DESCRIPTION,))


def _lines_of(said: Sequence[Word], lines: Sequence[str]) -> list[int]:
    """The line that each word of a caption stands in; the first where they are not found."""
    there = [(word.text, number) for number, line in enumerate(lines) for word in words(line)]
    wanted, texts = [word.text for word in said], [text for text, _ in there]
    for first in range(len(texts) - len(wanted) + 1):
        if texts[first : first + len(wanted)] == wanted:
            return [number for _, number in there[first : first + len(wanted)]]
    return [0] * len(wanted)


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
    below = _sections([one for one in headings if one.line <= first])
    return Passage(kind, text, said, lines, below)


def _sections(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Of the headings so far those that are open; a part of the page leaves its title."""
    found: list[Heading] = []
    for heading in headings:
        found = [one for one in found if 1 < one.level < heading.level] + [heading]
    return tuple(prose.plain(one.text) for one in found)
