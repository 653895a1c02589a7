"""Where a parser stands in the tokens, what it has open, and how it moves on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from ..errors import MathError
from .tokens import Token, tokenize
from .tree import Node


@lru_cache(maxsize=256)
def _pieces(names: frozenset[str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Keys that are pieces of formulas, such as ``E[X^2]``, as the tokens that they consist of."""
    found = []
    for name in names:
        if re.search(r"[(\[{/]", name) and not name.endswith("[]"):
            try:
                found.append((tuple(token.text for token in tokenize(name)), name))
            except MathError:
                continue
    return tuple(sorted(found, reverse=True, key=lambda one: len(one[0])))


NOTHING = Token("", "nothing", 0, 0)
Span = tuple[int, int]  # from the first token to the one behind the last


class Cursor:
    """Moves along a run of tokens.

    Parameters
    ----------
    tex
        The LaTeX, for messages.
    names
        What is bound: only whether it is a function or a table matters here.
    constructs
        What reads a command or an environment, by its first token.
    variables
        By what the formula differentiates: functions without brackets are taken there.
    """

    def __init__(
        self,
        tex: str,
        tokens: Sequence[Token],
        names: Mapping[str, Any],
        constructs: Mapping[str, Callable[["Cursor"], Node]],
        variables: tuple[str, ...] | None = None,
    ) -> None:
        self.tex = tex
        self.tokens = tokens
        self.names = names
        self.constructs = constructs
        self.variables = variables
        self.asked: set[str] = set()  # names whose values decided how something is read
        self.pieces = _pieces(frozenset(names))
        self.bound: list[str] = []  # indices and variables of integration, from outside
        self.at, self.stop = 0, len(tokens)
        self.depth = 0
        self.bars = 0  # open ``|``: the next one closes
        self.conditional = False  # a single ``|`` at this level separates, as in P(A | B)
        self.differentials = 0  # integrals whose ``dx`` is still to come
        self.pending: list[str] = []  # variables whose ``dx`` was found in a numerator

    # Moving on

    def peek(self, ahead: int = 0) -> Token:
        """Return a token to come."""
        place = self.at + ahead
        return self.tokens[place] if place < self.stop else NOTHING

    def take(self, text: str = "") -> Token:
        """Return the next token, which must be the given one."""
        token = self.peek()
        if token is NOTHING or (text and token.text != text):
            message = (
                f"expected “{text}” here; write it"
                if text
                else "something is missing here; write it"
            )
            raise self.error(message)
        self.at += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Take the next token if it is one of these; return whether it was."""
        accepted = self.peek().text in texts
        self.at += accepted
        return accepted

    def group(self) -> Span:
        """Take an argument, ``{...}`` or one token; return what it spans."""
        token = self.peek()
        if token.text != "{":
            if token.kind == "number" and len(token.text) > 1:
                raise self.error(
                    f"LaTeX takes one digit here; write “{{{token.text}}}” or “{{{token.text[0]}}}”"
                )
            self.take()
            return self.at - 1, self.at
        start, behind = self.at + 1, self._behind_braces(self.at)
        self.at = behind or self.stop
        if not behind:
            raise self.error("a brace is not closed")
        return start, behind - 1

    def following(self, ahead: int = 0) -> int:
        """How far ahead the token behind an argument is, without taking anything."""
        if self.peek(ahead).text != "{":
            return ahead + 1
        return (self._behind_braces(self.at + ahead) or self.stop) - self.at

    def _behind_braces(self, start: int) -> int:
        """The place behind braces that open at a token; 0 where they are not closed."""
        level = 0
        for place in range(start, self.stop):
            text = self.tokens[place].text
            level += (text == "{") - (text == "}")
            if not level:
                return place + 1
        return 0

    def in_brackets(self, span: Span) -> bool:
        """Whether one pair of brackets holds all of an argument."""
        level = 0
        for k in range(*span):
            text = self.tokens[k].text
            level += (text == "(") - (text == ")")
            if level == 0:
                return k == span[1] - 1 and text == ")"
        return False

    def last_printed(self, start: int) -> str:
        """The last token of what stands before the parser, within braces that hold all of it."""
        last = self.at - 1
        while self.tokens[start].text == "{" and self._behind_braces(start) == last + 1:
            start, last = start + 1, last - 1
        return self.tokens[last].text

    def span(self, start: int) -> Span:
        """From a token to where the parser stands."""
        return start, self.at

    def canonical(self, span: Span) -> str:
        """The tokens of an argument as a piece of a name."""
        return "".join(token.name for token in self.tokens[slice(*span)] if token.text not in "{}")

    def error(self, message: str, at: int | None = None) -> MathError:
        """Return what is wrong, with the place: by default where the parser stands."""
        at = self.at if at is None else at
        if at < len(self.tokens):
            return MathError(message, self.tex, self.tokens[at].start)
        return MathError(message, self.tex, self.tokens[-1].end if self.tokens else 0)

    # What is open

    @contextmanager
    def nested(self, conditional: bool = False) -> Iterator[None]:
        """Read what stands in brackets: no bar or integral from outside ends in them."""
        outside = self.bars, self.conditional, self.differentials
        self.bars, self.conditional, self.differentials = 0, conditional, 0
        try:
            yield
        finally:
            self.bars, self.conditional, self.differentials = outside

    @contextmanager
    def within(self, start: int, stop: int, differentials: int = 0) -> Iterator[None]:
        """Read only the tokens of an argument; go on behind where the parser stood."""
        outside = self.at, self.stop
        self.at, self.stop = start, stop
        try:
            with self.nested():
                self.differentials = differentials
                yield
        finally:
            self.at, self.stop = outside

    @contextmanager
    def binding(self, *variables: str) -> Iterator[None]:
        """Read the body of something that gives these names a value."""
        self.bound += variables
        try:
            yield
        finally:
            del self.bound[len(self.bound) - len(variables) :]
