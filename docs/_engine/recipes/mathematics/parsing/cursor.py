"""Where a parser stands in the tokens, what it has open, and how it moves on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import MathError
from .tokens import Token

NOTHING = Token("", "nothing", 0, 0)


class Cursor:
    """Moves along a run of tokens.

    Parameters
    ----------
    tex
        The LaTeX, for messages.
    names
        What is bound: only whether it is a function or a table matters here.
    """

    def __init__(self, tex: str, tokens: Sequence[Token], names: Mapping[str, Any]) -> None:
        self.tex = tex
        self.tokens = tokens
        self.names = names
        self.bound: list[str] = []  # indices and variables of integration, from outside
        self.at, self.stop = 0, len(tokens)
        self.depth = 0
        self.bars = 0  # open ``|``: the next one closes
        self.conditional = False  # a single ``|`` at this level separates, as in P(A | B)
        self.differentials = 0  # integrals whose ``dx`` is still to come

    # Moving on

    def peek(self, ahead: int = 0) -> Token:
        """Return a token to come."""
        place = self.at + ahead
        return self.tokens[place] if place < self.stop else NOTHING

    def take(self, text: str = "") -> Token:
        """Return the next token, which must be the given one."""
        token = self.peek()
        if token is NOTHING or (text and token.text != text):
            raise self.error(f"expected “{text}” here" if text else "something is missing here")
        self.at += 1
        return token

    def error(self, message: str, at: int | None = None) -> MathError:
        """Return what is wrong, with the place: by default where the parser stands."""
        at = self.at if at is None else at
        if at < len(self.tokens):
            return MathError(message, self.tex, self.tokens[at].start)
        return MathError(message, self.tex, self.tokens[-1].end if self.tokens else 0)

    @contextmanager
    def within(self, start: int, stop: int) -> Iterator[None]:
        """Read only the tokens of an argument; go on behind where the parser stood."""
        kept = self.at, self.stop, self.bars, self.conditional, self.differentials
        self.at, self.stop = start, stop
        self.bars, self.conditional, self.differentials = 0, False, 0
        try:
            yield
        finally:
            self.at, self.stop, self.bars, self.conditional, self.differentials = kept

    @contextmanager
    def binding(self, *variables: str) -> Iterator[None]:
        """Read the body of something that gives these names a value."""
        self.bound += variables
        try:
            yield
        finally:
            del self.bound[len(self.bound) - len(variables) :]

    def group(self) -> tuple[int, int]:
        """Take an argument, ``{...}`` or one token; return what it spans."""
        if self.peek().text != "{":
            token = self.peek()
            if token.kind == "number" and len(token.text) > 1:
                raise self.error(
                    f"LaTeX takes one digit here; write “{{{token.text}}}” or “{{{token.text[0]}}}”"
                )
            start = self.at
            self.take()
            return start, self.at
        self.take("{")
        start, level = self.at, 1
        while level:
            if self.peek() is NOTHING:
                raise self.error("a brace is not closed")
            text = self.take().text
            level += (text == "{") - (text == "}")
        return start, self.at - 1

    def canonical(self, span: tuple[int, int]) -> str:
        """The tokens of an argument as a piece of a name."""
        return "".join(token.name for token in self.tokens[slice(*span)] if token.text not in "{}")
