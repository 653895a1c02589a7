"""Words that tests quote, as pieces of a text that can be marked: whole in its Markdown.

A piece holds no formula, no number of the snippet and no code, which have marks or links of their
own, and no half of an emphasis. Where quotations overlap, a piece belongs to each of their tests.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

from recipes.reading import prose

_BORDER = re.compile(r"[\[\]|]|\n[ \t]*(?:[-*+>#]|\d+[.)])[ \t]+")  # of links, cells, lists
_EMPHASIS = re.compile(r"(?<!\\)(?:\*+|(?<!\w)_+|_+(?!\w))")
_BEFORE = re.compile(rf"{_EMPHASIS.pattern}$")
_WORD = re.compile(r"\w")


class Piece(NamedTuple):
    """A part of a text, and the places that prove it.

    Attributes
    ----------
    part
        Of words that are in several pieces: 0 for the first, 1 for the rest.
    """

    start: int
    end: int
    places: tuple[str, ...]
    part: int | None = None


def pieces(text: str, quoted: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    """Find the pieces of quotations, each given by its start, its end and what proves it."""
    quoted = list(quoted)
    edges = sorted({edge for start, end, _ in quoted for edge in (start, end)})
    for start, end in pairwise(edges):
        places = dict.fromkeys(one for first, last, one in quoted if first <= start and end <= last)
        parts = [*_whole(text, start, end)] if places else []
        for number, part in enumerate(parts):
            yield Piece(*part, tuple(places), min(number, 1) if len(parts) > 1 else None)


def _whole(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a text that are plain, each with both ends of an emphasis or with none."""
    for span in prose.spans(text):
        if span.kind != "escape" and start < span.end and span.start < end:
            yield from _within_borders(text, start, span.start)
            start = span.end
    yield from _within_borders(text, start, end)


def _within_borders(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _split(_BORDER, text, start, end):
        before, after = _BEFORE.search(text, 0, first), _EMPHASIS.match(text, last)
        starts = [first, *([before.start()] if before else [])]
        ends = [last, *([after.end()] if after else [])]
        wider = (part for part in product(starts, ends) if _is_balanced(text, *part))
        whole = next(wider, None)
        yield from [whole] if whole else _split(_EMPHASIS, text, first, last)


def _is_balanced(text: str, start: int, end: int) -> bool:
    return len(_EMPHASIS.findall(text, start, end)) % 2 == 0


def _split(borders: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts between borders that hold a word, without the blanks around it."""
    for border in [*borders.finditer(text, start, max(start, end)), None]:
        last = border.start() if border else end
        part = text[start:last]
        if _WORD.search(part):
            yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        start = border.end() if border else end
