"""Tokens to a tree: the grammar with all constructs that it knows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import environments, fractions, functions, grammar, names, operators
from .cursor import Cursor
from .tokens import Token, tokenize
from .tree import Node

CONSTRUCTS: Mapping[str, Callable[[Cursor], Node]] = {
    "name": names.name,
    "function": functions.function,
    "set": operators.set_builder,
    "cases": environments.braced_cases,
    "{}": fractions.before,
    r"\nabla": fractions.nabla,
    r"\underset": operators.underset,
    **dict.fromkeys(operators.WHERE, operators.extremum),
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


def parse(
    tex: str,
    tokens: Sequence[Token],
    bound: Mapping[str, Any],
    variables: tuple[str, ...] | None = None,
) -> Node:
    """Read one expression, by what the names mean.

    Parameters
    ----------
    variables
        By what the whole formula differentiates; None if it has no derivatives.

    Raises
    ------
    MathError
        If it has no one meaning.
    """
    return grammar.whole(Cursor(tex, tokens, bound, CONSTRUCTS, variables))


def variables_of(tex: str, tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """By what a formula differentiates; None if it has no derivatives."""
    return fractions.variables_of(Cursor(tex, tokens, {}, CONSTRUCTS))


def key_of(tex: str) -> str:
    r"""The name that a test means by a key, which may be TeX: ``dy/dt`` for a fraction."""
    if tex.startswith((r"\frac", r"\tfrac", r"\dfrac")):
        found = fractions.quotient_of(Cursor(tex, tokenize(tex), {}, CONSTRUCTS))
        return found or tex
    return names.key_of(tex)
