"""Parse one Markdown page: its front matter and its fences. Nothing is rendered.

Our fences are ``snippet``, ``math``, ``tests``, ``recipes`` and ``drift``. All others,
and what stands inside them, are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

import yaml

from recipes.problem import Problem, ProblemError

from . import cell_view
from .cell_view import Shown

KINDS = ("snippet", "math", "tests", "recipes", "drift")
META_KEYS = set(
    "allow card depends description hide search snippet symbols template timings title".split()
)
CONDITIONS = {  # what a number may depend on, and how a reader is told
    "seed": "this seed",
    "threads": "this number of threads",
    "tolerances": "these tolerances",
    "version": "these versions",
}
_FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*")
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*\n", re.S | re.M)
_LABEL = re.compile(r"\{#(?P<label>[a-z][a-z0-9-]*)\}")


@dataclass(frozen=True)
class Fence:
    """A fenced block: ``first`` and ``last`` are its lines in the page's body, from 0."""

    kind: str
    argument: str
    lines: tuple[str, ...]
    first: int
    last: int
    indent: str
    closed: bool = True


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
    meta: dict[str, Any] = field(default_factory=dict)
    _read: dict[Fence, Shown] = field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        """The page as a person finds it from the project's root."""
        return f"docs/{self.path}"

    @property
    def snippet(self) -> str:
        """The snippet with the mirrored name, or the one that the front matter names."""
        named = self.meta.get("snippet")
        return str(named) if named else self.path.replace("-", "_").removesuffix(".md") + ".py"

    @property
    def chapter(self) -> str:
        """The folder that the page lies in."""
        return self.path.rpartition("/")[0]

    @property
    def test_module(self) -> str:
        """The test module with the mirrored name, below ``tests``."""
        path = PurePosixPath(self.snippet)
        return str(path.with_name(f"test_{path.name}"))

    @property
    def depends(self) -> dict[str, tuple[str, ...]]:
        """What facts, and what cells print, depend on, by name: the seed, tolerances, ..."""
        named = self.meta.get("depends") or {}
        return {name: tuple(words.split()) for name, words in named.items()}

    @cached_property
    def title(self) -> str:
        """The first heading outside of a fence, or the path."""
        covered = {n for fence in self.all_fences for n in range(fence.first, fence.last + 1)}
        for number, line in enumerate(self.body.split("\n")):
            if line.startswith("# ") and number not in covered:
                return line[2:].strip()
        return self.path

    @cached_property
    def all_fences(self) -> tuple[Fence, ...]:
        """The fenced blocks, in order; a fence inside another is not one."""
        return tuple(_fences(self.body))

    @cached_property
    def written(self) -> str:
        """The body with blanks, of the same length, for other fences and for the marks of ours."""
        lines = self.body.split("\n")
        for fence in self.all_fences:
            ours = fence.kind == "snippet"  # its marks are no code span around a caption
            for number in (fence.first, fence.last) if ours else range(fence.first, fence.last + 1):
                lines[number] = " " * len(lines[number])
        return "\n".join(lines)

    @property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced blocks that are ours."""
        return tuple(fence for fence in self.all_fences if fence.kind in KINDS)

    @property
    def is_recipe(self) -> bool:
        """Whether the page shows its own snippet."""
        return any(
            fence.kind == "snippet" and "#" not in (fence.lines or ("",))[0]
            for fence in self.fences
        )

    def line(self, number: int) -> int:
        """The line in the file, from 1, of a line of the body, from 0."""
        return self.offset + number + 1

    def problem(self, number: int, message: str, detail: str = "") -> Problem:
        """Report something about a line of the body, counted from 0."""
        return Problem(self.label, self.line(number), message, detail)

    def shown(self, fence: Fence) -> Shown:
        """Read a ``snippet`` fence.

        Raises
        ------
        ProblemError
            If it names no cell, or an option is unknown, missing or not of its kind.
        """
        if fence not in self._read:
            fail = _Fail(self, fence)
            if not fence.closed:
                fail("the block is never closed; end it with the marks that it begins with")
            self._read[fence] = cell_view.read(fence.lines, self.snippet, fail)
        return self._read[fence]

    def shows(self, fence: Fence) -> Shown | None:
        """Read a fence as `shown` does; None if it is faulty or no ``snippet``."""
        try:
            return self.shown(fence) if fence.kind == "snippet" else None
        except ProblemError:
            return None  # reported when the page is rendered

    def equation_label(self, fence: Fence) -> str:
        """Read the label of a ``math`` fence, without ``eq-``.

        Raises
        ------
        ProblemError
            If there is none.
        """
        match = _LABEL.fullmatch(fence.argument)
        if not match or not match["label"].startswith("eq-"):
            _Fail(self, fence)("expected “```math {#eq-name}” with a name in lower-case letters")
        return match["label"].removeprefix("eq-")


@dataclass(frozen=True)
class _Fail:
    page: Page
    fence: Fence

    def __call__(self, message: str, line: int = 0) -> NoReturn:
        raise ProblemError(self.page.problem(self.fence.first + line, message))


def rewrite(file: Path, text: str) -> None:
    """Put a text into a file, which keeps the kind of line ends that it has."""
    end = "\r\n" if b"\r\n" in file.read_bytes() else "\n"
    file.write_text(text, encoding="utf-8", newline=end)


def parse(path: str, text: str) -> Page:
    """Read a page's text.

    Raises
    ------
    ProblemError
        If the front matter is not a YAML mapping of keys that we know.
    """
    text = text.replace("\r\n", "\n")
    match = _FRONT.match(text)
    if not match:
        return Page(path, text)
    page = Page(path, text[match.end() :], text[: match.end()].count("\n"))
    try:
        meta = yaml.safe_load(match["yaml"]) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        reason = getattr(error, "problem", None) or "unreadable"
        message = f"the front matter is not YAML: {reason}; fix the line"
        raise ProblemError(Problem(page.label, line, message)) from None
    if not isinstance(meta, dict):
        message = "the front matter is not “name: value”, one a line; fix it"
        raise ProblemError(Problem(page.label, 1, message))
    for name in meta:
        if name not in META_KEYS:
            message = f"the front matter has an unknown key “{name}”; there is "
            message += ", ".join(sorted(META_KEYS))
            raise ProblemError(Problem(page.label, 1, message))
    if not isinstance(meta.get("allow") or [], list):
        message = "“allow” is a list of words; write “allow: [2-D]”"
        raise ProblemError(Problem(page.label, 1, message))
    depends = meta.get("depends") or {}
    if not isinstance(depends, dict) or not all(
        isinstance(words, str) and words and set(words.split()) <= set(CONDITIONS)
        for words in depends.values()
    ):
        message = f"“depends” is “name: what it depends on”, of {', '.join(CONDITIONS)}; fix it"
        raise ProblemError(Problem(page.label, 1, message))
    timings = meta.get("timings") or {}
    if not isinstance(timings, dict) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in timings.values()
    ):
        message = "“timings” are “name: [slow expression, quick expression]”; fix them"
        raise ProblemError(Problem(page.label, 1, message))
    return Page(path, page.body, page.offset, meta)


def _fences(body: str) -> Iterator[Fence]:
    lines = body.split("\n")
    number = 0
    while number < len(lines):
        match = _FENCE.fullmatch(lines[number])
        if not match or (match["marks"][0] == "~" and "~" in match["info"]):
            number += 1
            continue
        close = re.compile(rf" *{match['marks'][0]}{{{len(match['marks'])},}}[ \t]*")
        last = number + 1
        while last < len(lines) and not close.fullmatch(lines[last]):
            last += 1
        kind, _, argument = match["info"].partition(" ")
        indent = match["indent"]
        content = tuple(line.removeprefix(indent) for line in lines[number + 1 : last])
        closed = last < len(lines)
        last = min(last, len(lines) - 1)
        yield Fence(kind, argument.strip(), content, number, last, indent, closed)
        number = last + 1
