"""Tokens to a tree: the grammar with all constructs that it knows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import environments, fractions, grammar, operators
from .cursor import Cursor
from .tokens import Token
from .tree import Node

CONSTRUCTS: Mapping[str, Callable[[Cursor], Node]] = {
    r"\begin": environments.environment,
    r"\frac": fractions.fraction,
    r"\binom": fractions.binomial,
    r"\sqrt": fractions.root,
    r"\underbrace": fractions.underbrace,
    r"\overbrace": fractions.underbrace,
    r"\overline": fractions.overline,
    r"\sum": operators.series,
    r"\prod": operators.series,
    r"\int": operators.integral,
    r"\iint": operators.integral,
    r"\iiint": operators.integral,
    r"\sup": operators.extremum,
    r"\inf": operators.extremum,
    r"\max": operators.extremum,
    r"\min": operators.extremum,
    r"\arg": operators.extremum,
    r"\lim": operators.limit,
}


def parse(tex: str, tokens: Sequence[Token], names: Mapping[str, Any]) -> Node:
    """Read one expression, by what the names mean.

    Raises
    ------
    MathError
        If it has no one meaning.
    """
    return grammar.whole(Cursor(tex, tokens, names, CONSTRUCTS))
