"""Where words that a test quotes stand on its page: once, or nowhere, or in several places.

They are compared as readers see them: neither line ends nor capitals, emphasis or punctuation
count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from recipes.problem import Problem
from recipes.reading import passages, prose
from recipes.reading.page import Page
from recipes.reading.passages import Passage

ALIKE = 0.5  # how similar words on the page are to those that a test means
ROOM = 2  # words by which they may be more or fewer


class ClaimError(AssertionError):
    """Words that a test quotes do not stand on the page, or in several places."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Place:
    """Words of a passage, from ``first`` up to ``end``."""

    passage: Passage
    first: int
    end: int

    @property
    def line(self) -> int:
        """The line of the page's body, from 0."""
        return self.passage.lines[self.first]

    @property
    def shown(self) -> str:
        """The words as they stand there, with numbers in place of facts."""
        text = self.passage.markdown
        start, end = self.passage.words[self.first].start, self.passage.words[self.end - 1].end
        start = len(text[:start].rstrip("*_"))  # with the marks of emphasis
        end = len(text) - len(text[end:].lstrip("*_"))
        return prose.without_facts(" ".join(text[start:end].split()))


@dataclass(frozen=True)
class Quoted:
    """A page whose words are quoted."""

    page: Page
    passages: Sequence[Passage]

    @classmethod
    def of(cls, page: Page) -> "Quoted":
        """Read the words of a page."""
        return cls(page, passages.passages(page))

    def place(self, words: str, section: str = "") -> Place:
        """Return the only place where words stand, on the page or in a section.

        Raises
        ------
        ClaimError
            If there is none, or another one.
        """
        __tracebackhide__ = True
        within = self._within(section)
        found = list(places(within, words))
        if not found:
            raise ClaimError(self._missing(words, section, within))
        if len(found) > 1:
            lines = [self.page.line(one.line) for one in found]
            where = " and ".join(map(str, sorted(set(lines))))
            message = f"“{words}” stands here more than once, in line {where}; quote more of it"
            message += "" if section else ", or name its section=“…”"
            raise ClaimError(Problem(self.page.label, lines[1], message))
        return found[0]

    def _within(self, section: str) -> list[Passage]:
        if not section:
            return [one for one in self.passages if one.kind != passages.DESCRIPTION]
        wanted = _texts(section)
        found = [one for one in self.passages if wanted in map(_texts, one.sections)]
        if not found:
            there = ", ".join(dict.fromkeys(name for one in self.passages for name in one.sections))
            message = f"there is no section “{section}”; there is {there}"
            raise ClaimError(Problem(self.page.label, 1, message))
        return found

    def _missing(self, words: str, section: str, within: Sequence[Passage]) -> Problem:
        where = f"below “{section}”" if section else "on the page"
        near = nearest(within, words)
        if near is None:
            line = within[0].lines[0] if section and within[0].lines else -self.page.offset
            message = f"“{words}” does not stand {where}, nor anything like it; quote what does"
            return self.page.problem(line, message)
        message = f"“{words}” does not stand {where}; the nearest words are “{near.shown}”: "
        return self.page.problem(near.line, f"{message}does the test still prove them?")


def places(within: Sequence[Passage], words: str) -> Iterator[Place]:
    """Find where words stand."""
    wanted = _texts(words)
    for passage in within:
        last = len(passage.texts) - len(wanted)
        for first in range(last + 1) if wanted else ():
            if passage.texts[first : first + len(wanted)] == wanted:
                yield Place(passage, first, first + len(wanted))


def nearest(within: Sequence[Passage], words: str) -> Place | None:
    """Return what is most like some words, if anything is."""
    wanted = _texts(words)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(" ".join(wanted))
    best, likeness = None, ALIKE
    for passage in within:
        for count in range(max(1, len(wanted) - ROOM), len(wanted) + ROOM + 1):
            for first in range(len(passage.texts) - count + 1):
                matcher.set_seq1(" ".join(passage.texts[first : first + count]))
                ratios = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio
                if all(ratio() > likeness for ratio in ratios):
                    best, likeness = Place(passage, first, first + count), matcher.ratio()
    return best


def _texts(words: str) -> tuple[str, ...]:
    return tuple(word.text for word in passages.words(words))
