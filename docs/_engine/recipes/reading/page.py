"""Read one Markdown page: its front matter, validated, and its body as blocks. Nothing is run."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import ClassVar, Literal, TypeVar

import msgspec

from recipes.problem import Problem, ProblemError

from . import prose, settings, vocabulary
from .controls import visible
from .document import KINDS, Block, CellView, Equation, Faulty, Prose, Reader

CONDITIONS = {  # what a number may depend on, and how a reader is told
    "seed": "the seed of the random numbers",
    "threads": "the number of threads",
    "tolerances": "the solver’s tolerances",
    "version": "the versions of the libraries",
}
_TAB = 4  # blanks, as in Markdown
Kind = TypeVar("Kind", bound=Block)
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_OWN_LINE = "begins a block, which stands on lines of its own; put it below"
_INLINE_BLOCK = re.compile(rf"`{{3,}}[ {{.]*(?:{'|'.join(KINDS)})\b[^`\n]*\n")
_STRAY_BLOCK = re.compile(rf"(?<!`)`{{3,}}[ {{.]*(?:{'|'.join(KINDS)})\b[^`]*$")
_HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})(?!#)[ \t]*(?P<text>.*?)[ \t]*#*[ \t]*$"
    r"|^(?P<above>[^\s#>|*+-].*)\n(?P<line>=+|-+)[ \t]*$",
    re.M,
)


class FrontMatter(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a page says of itself.

    Attributes
    ----------
    allow
        Words with numbers that need no fact.
    card
        The cell whose figure stands for the page.
    depends
        What facts, and what cells print, depend on, by name.
    level
        How much a reader needs to know, of `vocabulary`.
    snippet
        The page's own, where its name is no mirror of the page's.
    symbols
        What each symbol means.
    tags
        What a recipe is about, of `vocabulary`.
    tests
        The page's test module below ``tests``, where its name is no mirror of the page's.
    timings
        Pairs of expressions, the slow one first, by name.
    unproved
        Words that state something and need no test, each with the reason.
    hide, search, title
        For the theme.
    """

    allow: tuple[str, ...] = ()
    card: str = ""
    depends: dict[str, str] = msgspec.field(default_factory=dict)
    description: str = ""
    hide: tuple[Literal["navigation", "toc", "path", "footer", "feedback", "tags"], ...] = ()
    level: str = ""
    search: dict[Literal["exclude", "boost"], bool | float] = msgspec.field(default_factory=dict)
    snippet: str = ""
    symbols: dict[str, str] = msgspec.field(default_factory=dict)
    tags: tuple[str, ...] = ()
    tests: str = ""
    timings: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    title: str = ""
    unproved: dict[str, str] = msgspec.field(default_factory=dict)

    ADVICE: ClassVar[Mapping[str, str]] = {
        "allow": "a list of words, such as “allow: [2-D]”",
        "depends": f"“name: what it depends on”, of {', '.join(CONDITIONS)}",
        "symbols": "“symbol: what it means”, one a line",
        "tags": "a list of words, such as “tags: [images]”",
        "timings": "“name: [slow expression, quick expression]”, one a line",
        "unproved": "“words: why no test quotes them”, one a line",
        "hide": "a list of navigation, toc, path, footer",
        "search": "“exclude: true” or “boost: 2”",
    }


@dataclass(frozen=True)
class Heading:
    """A heading in the prose of a page, and its line in the body, from 0."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Page:
    """A parsed page.

    Attributes
    ----------
    path
        Below ``docs``, such as ``integrate/double-integral.md``.
    body
        The text below the front matter.
    offset
        How many lines of the file stand above the body.
    """

    path: str
    body: str
    offset: int = 0
    front: FrontMatter = field(default_factory=FrontMatter)

    @property
    def label(self) -> str:
        """The page as a person finds it from the project's root."""
        return f"docs/{self.path}"

    @property
    def snippet(self) -> str:
        """The snippet with the mirrored name, or the one that the front matter names."""
        return self.front.snippet or self.path.replace("-", "_").removesuffix(".md") + ".py"

    @property
    def chapter(self) -> str:
        """The folder that the page lies in."""
        return self.path.rpartition("/")[0]

    @property
    def test_module(self) -> str:
        """The test module with the mirrored name, or the one that the front matter names."""
        path = PurePosixPath(self.snippet)
        return self.front.tests or str(path.with_name(f"test_{path.name}"))

    @property
    def depends(self) -> dict[str, tuple[str, ...]]:
        """What facts, and what cells print, depend on, by name: the seed, tolerances, ..."""
        return {name: tuple(words.split()) for name, words in self.front.depends.items()}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body as blocks, which cover all of its lines in order."""
        lines = self.body.split("\n")
        return Reader(lines, self.label, self.snippet, self.offset).blocks()

    def of_kind(self, kind: type[Kind]) -> list[Kind]:
        """The blocks of one kind, in order."""
        return [block for block in self.blocks if isinstance(block, kind)]

    @property
    def mathematics(self) -> Iterator[tuple[str, bool]]:
        """TeX, and whether it is displayed or in a sentence."""
        for one in self.of_kind(Equation):
            yield one.tex, True
        for text in self.of_kind(Prose):
            for formula in prose.formulas(text.text):
                yield formula.tex, False

    @cached_property
    def cells(self) -> list[CellView]:
        """The cells that the page shows."""
        return self.of_kind(CellView)

    @property
    def is_recipe(self) -> bool:
        """Whether the page shows its own snippet."""
        return any(view.own for view in self.cells)

    @property
    def shows_snippet(self) -> bool:
        """Whether the page shows the snippet of its name, as its own or by its path."""
        return any(view.path == self.snippet for view in self.cells)

    @cached_property
    def first_sight(self) -> tuple[CellView, CellView] | None:
        """A call and the figure directly below it, in what stands above the first part."""
        parts = [heading.line for heading in self.headings if heading.level == 2]
        blocks = [one for one in self.blocks if not isinstance(one, Prose) or one.text.strip()]
        for call, figure in pairwise(blocks):
            if isinstance(call, CellView) and isinstance(figure, CellView):
                above = not parts or figure.first < parts[0]
                if above and "code" in call.parts and figure.parts == ("figure",):
                    return call, figure
        return None

    @property
    def lead(self) -> str:
        """What stands above the first block."""
        first = next((one.first for one in self.blocks if not isinstance(one, Prose)), None)
        return "\n".join(self.body.split("\n")[:first])

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings, underlined ones among them."""
        return [
            Heading(
                len(match["marks"] or "") or (1 if match["line"][0] == "=" else 2),
                match["text"] if match["marks"] else match["above"],
                block.first + block.text[: match.start()].count("\n"),
            )
            for block in self.of_kind(Prose)
            for match in _HEADING.finditer(block.text)
        ]

    @cached_property
    def title(self) -> str:
        """The first heading as plain text; without one, what the file is called."""
        written = next((one.text for one in self.headings if one.level == 1), "")
        path = PurePosixPath(self.path)
        name = path.parent.name if path.stem == "index" and self.chapter else path.stem
        named = name.replace("-", " ").replace("_", " ").capitalize()
        return prose.plain(written) or self.short_title or named

    @property
    def short_title(self) -> str:
        """What the front matter calls the page, as plain text in one line."""
        return " ".join(self.front.title.split())

    @property
    def description(self) -> str:
        """What the page is about, as plain text in one line."""
        return " ".join(prose.without_facts(self.front.description).split())

    @cached_property
    def sentences(self) -> str:
        """The body with blanks, of the same length, for all but prose, captions and the like."""
        lines = self.body.split("\n")
        for block in self.blocks:
            if isinstance(block, Prose):
                continue
            marks = isinstance(block, CellView)  # no code span goes round a caption
            inside = (block.first, block.last) if marks else range(block.first, block.last + 1)
            for number in inside:
                lines[number] = " " * len(lines[number])
        return "\n".join(lines)

    def line(self, number: int) -> int:
        """The line in the file, from 1, of a line of the body, from 0."""
        return self.offset + number + 1

    def problem(self, number: int, message: str, detail: str = "") -> Problem:
        """Report something about a line of the body, counted from 0."""
        return Problem(self.label, self.line(number), message, detail)

    def faults(self) -> Iterator[Problem]:
        """What cannot be read: blocks, and marks in the prose that would be shown as text."""
        yield from (block.problem for block in self.of_kind(Faulty))
        labels: set[str] = set()
        for equation in self.of_kind(Equation):
            if equation.label in labels:
                message = f"there are two equations “eq-{equation.label}”; rename one"
                yield self.problem(equation.first, message)
            labels.add(equation.label)
        for block in self.of_kind(Prose):
            line, place = block.first, 0
            for span in prose.spans(block.text):
                line, place = line + block.text.count("\n", place, span.start), span.start
                code = span.kind == "code" and _INLINE_BLOCK.match(block.text, span.start)
                if code:
                    yield self.problem(line, f"“{code[0].strip()}” {_OWN_LINE}")
                elif span.fault:
                    yield self.problem(line, span.fault)
        for number, text in enumerate(self.sentences.split("\n")):
            if stray := _STRAY_BLOCK.search(text):
                yield self.problem(number, f"“{stray[0].strip()}” {_OWN_LINE}")


def rewrite(file: Path, text: str) -> None:
    """Put a text into a file, which keeps the kind of line ends that it has."""
    end = "\r\n" if b"\r\n" in file.read_bytes() else "\n"
    file.write_text(text, encoding="utf-8", newline=end)


def read(docs: Path, path: str) -> Page:
    """Read a page below a folder.

    Raises
    ------
    ProblemError
        If it is not UTF-8, or `parse` cannot read it.
    """
    try:
        return parse(path, (docs / path).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise ProblemError(Problem(f"docs/{path}", line, message)) from None


@lru_cache(maxsize=4096)  # a server reads all pages at each save
def parse(path: str, text: str) -> Page:
    """Read a page's text.

    Raises
    ------
    ProblemError
        If the front matter is not a YAML mapping of keys that we know.
    """
    text = visible(text.replace("\r\n", "\n")).expandtabs(_TAB)
    match = _FRONT.match(text)
    if not match:
        if re.match(r"---[ ]*\n[\w-]+:", text):
            message = "the front matter is never closed; end it with “---”"
            raise ProblemError(Problem(f"docs/{path}", 1, message))
        return Page(path, text)
    offset = text[: match.end()].count("\n")
    source = settings.Source(match["yaml"], f"docs/{path}", 2, "the front matter")
    loaded = settings.load(source, FrontMatter)
    for name, words in loaded.values.depends.items():
        if not words.split() or not set(words.split()) <= set(CONDITIONS):
            message = f"“depends” is {FrontMatter.ADVICE['depends']}; fix it"
            source.fail(message, loaded.line("depends", name))
    _check_words(source, loaded)
    for quoted, reason in loaded.values.unproved.items():
        if not reason.strip():
            message = f"“unproved” is {FrontMatter.ADVICE['unproved']}; say why"
            source.fail(message, loaded.line("unproved", quoted))
    return Page(path, text[match.end() :], offset, loaded.values)


def _check_words(source: settings.Source, loaded: settings.Loaded[FrontMatter]) -> None:
    """Refuse a level or a tag that the vocabulary does not have."""
    known, front = vocabulary.vocabulary(), loaded.values
    if front.level and (fault := vocabulary.fault(front.level, known.levels, "level")):
        source.fail(fault, loaded.line("level"))
    for number, tag in enumerate(front.tags):
        if fault := vocabulary.fault(tag, known.tags, "tag"):
            source.fail(fault, loaded.line("tags", str(number)))
