"""A page as blocks with their lines: everything that goes over a page goes over these.

What is ours stands in fences: ``snippet``, ``math``, ``tests``, ``examples``, ``recipes``,
``gallery``, ``functions``, ``finder`` and ``drift``. What would be lost or shown as something else,
such as a block that is never closed, is `Faulty`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from recipes.problem import Problem, ProblemError

from . import cell_options
from .cell_options import CellOptions

_FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})[ ]*(?P<info>.*?)[ ]*")
# A fence where Markdown, or we, see none: in a quote, or on the line of a list's mark.
_BEHIND_A_MARK = re.compile(
    r"(?P<mark> *(?:>|[-*+] |\d+[.)] |: |\[\^[^\]]+\]:)[> ]*)(?P<marks>`{3,}|~{3,})(?P<info>.*)"
)
_KIND = re.compile(r"[\s{.]*(?P<kind>[\w-]*)")
_LABEL = re.compile(r"\{#eq-(?P<label>[a-z][a-z0-9-]*)\}")
# What the fences of other languages may say behind their marks.
_OPTION = r"[\w.-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"'{}]+)"
_INFO = re.compile(rf"(?:[\w#.+-]+(?: +{_OPTION})*)?(?: *\{{[^{{}}]*\}})?")
# What the lines behind it, indented by four, belong to.
_CONTAINER = re.compile(r"(?:[-*+]|\d+\.) |(?:!!!|\?\?\?\+?) |: {3}|\[\^[^\]]+\]:")
_HEADING = re.compile(r"#{1,6}(?!#)")
_STEP = 4  # blanks


@dataclass(frozen=True)
class Block:
    """Lines of a page's body.

    Attributes
    ----------
    first, last
        Its lines, counted from 0; ``last`` belongs to it.
    indent
        What stands before each of its lines, as in a list.
    """

    first: int
    last: int
    indent: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Prose(Block):
    """Markdown between the fences."""

    text: str


@dataclass(frozen=True)
class Code(Block):
    """What is shown as it stands: another language's fence, or indented code."""

    lines: tuple[str, ...]
    info: str = ""
    fenced: bool = False


@dataclass(frozen=True)
class Comment(Block):
    """An HTML comment on lines of its own."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Equation(Block):
    """A displayed equation; its TeX begins in the line behind the first."""

    label: str
    tex: str


@dataclass(frozen=True)
class CellView(CellOptions, Block):
    """A cell of a snippet, in parts."""


@dataclass(frozen=True)
class Tests(Block):
    """The tests of the recipe, as sentences."""


@dataclass(frozen=True)
class Examples(Block):
    """The tests of the page, each with its formula and its code."""


@dataclass(frozen=True)
class Cards(Block):
    """The recipes of the chapter, or of the site."""


@dataclass(frozen=True)
class Gallery(Block):
    """The figures of all recipes."""


@dataclass(frozen=True)
class Functions(Block):
    """The SciPy functions that recipes use."""


@dataclass(frozen=True)
class Rates(Block):
    """How many changes of single tokens are noticed."""


@dataclass(frozen=True)
class Finder(Block):
    """A part of the page that finds the function for a task, of `FINDER`."""

    part: str


@dataclass(frozen=True)
class Faulty(Block):
    """What cannot be read; ``problem`` says why, in a line of the file."""

    problem: Problem


KINDS = (
    *("snippet", "math", "tests", "examples", "recipes"),
    *("gallery", "functions", "finder", "drift"),
)
FINDER = ("ask", "pairs", "tasks", "names")


@dataclass
class Reader:
    """Reads the body of a page.

    Parameters
    ----------
    lines
        Of the body, with blanks for tabs.
    label
        The page, for messages.
    snippet
        The page's own.
    offset
        How many lines of the file stand above the body.
    """

    lines: Sequence[str]
    label: str
    snippet: str
    offset: int

    def blocks(self) -> tuple[Block, ...]:
        """Return blocks that cover all lines, in order."""
        found: list[Block] = []
        number = 0
        containers = _Containers()
        while number < len(self.lines):
            block = self._at(number, containers)
            if block is None:
                containers.read(self.lines[number])
                block = Prose(number, number, text=self.lines[number])
                if found and isinstance(found[-1], Prose):
                    text = f"{found[-1].text}\n{block.text}"
                    block = Prose(found.pop().first, number, text=text)
            found.append(block)
            number = block.last + 1
        return tuple(found)

    def _at(self, number: int, containers: "_Containers") -> Block | None:
        """The block that begins in a line, if it is no prose."""
        line = self.lines[number]
        match = _FENCE.fullmatch(line)
        fence = match if match and match["marks"][0] not in match["info"] else None
        if containers.is_code(line):
            if fence and _kind(fence["info"]) in KINDS:
                message = f"“```{_kind(fence['info'])}” stands in indented code; indent it less"
                return self._fail(number, number, message)
            return self._indented_code(number, containers)
        if line.lstrip().startswith("<!--"):
            block = self._comment(number)
        elif behind := _BEHIND_A_MARK.fullmatch(line):
            block = self._behind_a_mark(number, behind)
        else:
            block = self._fence(number, fence) if fence else None
        if block:
            containers.read_block(line)
        return block

    def _fail(self, first: int, last: int, message: str) -> Faulty:
        return Faulty(first, last, problem=Problem(self.label, self.offset + first + 1, message))

    def _comment(self, number: int) -> Block | None:
        for last in range(number, len(self.lines)):
            _, closed, behind = self.lines[last].partition("-->")
            if closed and behind.strip() and last == number:
                return None  # in a sentence
            if closed and behind.strip():
                message = "text stands behind a comment of several lines; put it on its own line"
                return self._fail(number, last, message)
            if closed:
                return Comment(number, last, lines=tuple(self.lines[number : last + 1]))
        message = "this comment is never closed; end it with “-->”"
        return self._fail(number, len(self.lines) - 1, message)

    def _behind_a_mark(self, number: int, match: re.Match[str]) -> Block | None:
        kind = _kind(match["info"])
        if kind not in KINDS:
            return None
        last = number
        while last + 1 < len(self.lines) and self.lines[last + 1].strip():
            last += 1
        where = (
            "in a quote; take it out"
            if ">" in match["mark"]
            else ("on the line of a list's mark; put it below, indented by four")
        )
        return self._fail(number, last, f"“```{kind}” cannot stand {where}")

    def _indented_code(self, number: int, containers: "_Containers") -> Code:
        last = number
        for following in range(number, len(self.lines)):
            line = self.lines[following]
            if line.strip() and not containers.is_code(line):
                break
            if line.strip():
                last = following
        containers.read_code("".join(self.lines[last + 1 : last + 2]))
        return Code(number, last, lines=tuple(self.lines[number : last + 1]))

    def _fence(self, number: int, match: re.Match[str]) -> Block:
        marks, info, indent = match["marks"], match["info"], match["indent"]
        close = re.compile(rf" *{re.escape(marks[0])}{{{len(marks)},}} *")
        for last in range(number + 1, len(self.lines)):
            line = self.lines[last]
            if close.fullmatch(line):
                content = tuple(one.removeprefix(indent) for one in self.lines[number + 1 : last])
                return self._read(number, last, indent, info, content)
            inner = _FENCE.fullmatch(line)
            opens = inner and inner["info"] and inner["marks"].startswith(marks)
            if opens or (line.strip() and not line.startswith(indent)):
                message = "the block is never closed; end it with the marks that it begins with"
                more = f", before line {self.offset + last + 1}"
                return self._fail(number, last - 1, message + more)
        message = "the block is never closed; end it with the marks that it begins with"
        return self._fail(number, len(self.lines) - 1, message)

    def _read(self, first: int, last: int, indent: str, info: str, lines: tuple[str, ...]) -> Block:
        kind, _, argument = info.partition(" ")
        if kind not in KINDS:
            return self._foreign(first, last, indent, info, lines)
        try:
            return self._own(kind, first, last, indent, argument.strip(), lines)
        except ProblemError as error:
            return Faulty(first, last, indent=indent, problem=error.problem)

    def _foreign(
        self, first: int, last: int, indent: str, info: str, lines: tuple[str, ...]
    ) -> Block:
        kind = _kind(info)
        if near := get_close_matches(kind.lower(), KINDS, 1, 0.9):
            message = f"“```{info}” is no block of ours; do you mean “```{near[0]}”? "
            return self._fail(first, last, message + "A label stands behind a blank")
        if not _INFO.fullmatch(info):
            message = (
                f'“```{info}” is no language with options; write it as “```python title="x.py"”'
            )
            return self._fail(first, last, message)
        return Code(first, last, indent=indent, lines=lines, info=info, fenced=True)

    def _own(
        self, kind: str, first: int, last: int, indent: str, argument: str, lines: tuple[str, ...]
    ) -> Block:
        line = self.offset + first + 1

        def fail(message: str) -> Faulty:
            return Faulty(first, last, indent=indent, problem=Problem(self.label, line, message))

        if kind == "math":
            label = _LABEL.fullmatch(argument)
            if label is None:
                return fail("expected “```math {#eq-name}” with a name in lower-case letters")
            tex = "\n".join(lines)
            if not tex.strip():
                return fail("the equation is empty; write it")
            return Equation(first, last, indent=indent, label=label["label"], tex=tex)
        if argument:
            return fail(f"“{argument}” stands behind “```{kind}”; write it in the line below")
        if kind == "snippet":
            options = cell_options.read(lines, self.snippet, self.label, line)
            return CellView(first, last, indent=indent, **vars(options))
        if kind == "finder":
            part = " ".join(lines).strip()
            if part not in FINDER:
                return fail(
                    f"“```finder” shows one of {', '.join(FINDER)}; write it in the line below"
                )
            return Finder(first, last, indent=indent, part=part)
        if any(line.strip() for line in lines):
            return fail(f"“```{kind}” holds nothing; close it in the line below")
        return _EMPTY[kind](first, last, indent=indent)


_EMPTY = {
    "tests": Tests,
    "examples": Examples,
    "recipes": Cards,
    "gallery": Gallery,
    "functions": Functions,
    "drift": Rates,
}


def _kind(info: str) -> str:
    match = _KIND.match(info)
    return match["kind"] if match else ""


class _Containers:
    """Which lists, notes and the like are open: whether what is indented by four is code."""

    def __init__(self) -> None:
        self.open: list[bool] = [False]  # by level
        self.behind_blank = True
        self.unclear = False  # text that was indented less than the text above went somewhere
        self.paragraph_level = 0

    def read_block(self, line: str) -> None:
        """Note a block that is no prose, and which nothing below can belong to."""
        self.open[min(_level(line), len(self.open)) :] = [False]
        self.behind_blank = True

    def read_code(self, following: str) -> None:
        """Note indented code; what stands directly below it in a list may go into its item."""
        if following.strip():
            self.unclear = any(self.open)
            self.behind_blank = not self.unclear

    def is_code(self, line: str) -> bool:
        """Whether a line is code by its indent alone."""
        if not line.strip() or not self.behind_blank or self.unclear:
            return False
        level = _level(line)
        return level > 0 and not all(self.open[:level] + [False] * (level - len(self.open)))

    def read(self, line: str) -> None:
        """Note what a line of prose opens or ends."""
        if not line.strip():
            self.behind_blank = True
            return
        text = line.lstrip()
        level = min(_level(line), len(self.open))
        # In a list or a note, a heading may as well be words of the paragraph above it.
        ends_paragraph = bool(_HEADING.match(line)) and not any(self.open)
        opens = bool(_CONTAINER.match(text)) or text.startswith("<")
        if self.behind_blank:
            self.paragraph_level = _level(line)
            self.unclear &= line.startswith(" ")
        elif _level(line) < self.paragraph_level:
            self.unclear = any(self.open)
        if opens or self.behind_blank:
            self.open[level:] = [opens]
        self.behind_blank = ends_paragraph


def _level(line: str) -> int:
    return (len(line) - len(line.lstrip())) // _STEP
