r"""Functions that everybody knows, such as ``\sin^2 x``, and where their argument ends."""

from .cursor import Cursor
from .dots import SIGNS
from .grammar import (
    argument,
    beside,
    braces,
    brackets,
    factor,
    is_function,
    product,
    read,
    starts_factor,
)
from .tree import Braced, Function, Name, Node, Number, Power, Several, Signed

_BIG = {r"\sum", r"\int", r"\prod", r"\iint", r"\iiint", r"\lim"}


def function(cursor: Cursor) -> Node:
    r"""Read ``\sin^2 x``: without brackets, its argument ends at the next function."""
    start = cursor.at
    known = cursor.take().name
    base = argument(cursor) if known == "log" and cursor.accept("_") else None
    order: Node | None = None
    primes = 0
    while cursor.accept("'"):
        primes += 1
    if primes:
        order = Number(cursor.span(start), str(primes))
    exponent = None
    if cursor.accept("^"):
        span = cursor.group()
        if cursor.in_brackets(span):
            order = read(cursor, span)
        else:
            exponent = read(cursor, span)
    given = _given(cursor)
    return Function(cursor.span(start), known, given, base, exponent, order)


def _given(cursor: Cursor) -> tuple[Node, ...]:
    """The arguments of a known function, in brackets or without."""
    if cursor.peek().text in ("(", "[", r"\{"):
        inner = brackets(cursor)
        return inner.items if isinstance(inner, Several) else (inner,)
    if cursor.peek().text == "{":
        start = cursor.at
        opened = cursor.peek(1).text in ("(", "[", r"\{", "|")
        node = braces(cursor)
        if isinstance(node, Braced) or (isinstance(node, Signed) and not opened):
            message = "braces are not printed: what is the argument of this function? write ( )"
            raise cursor.error(message, start)
        if starts_factor(cursor) and not opened and not _stops(cursor):
            raise cursor.error("does this belong to the argument? write brackets round it")
        return node.items if isinstance(node, Several) else (node,)
    return (_operand(cursor),)


def _stops(cursor: Cursor) -> bool:
    """Whether another function or a sum comes, which no argument without brackets contains."""
    return is_function(cursor) or cursor.peek().text in _BIG


def _operand(cursor: Cursor) -> Node:
    r"""The argument of a function without brackets: ``\sin 2 \pi x``."""
    start = cursor.at
    if cursor.peek().text in SIGNS:
        raise cursor.error("what is the argument of this function? write it in brackets")
    factors = [factor(cursor)]
    while starts_factor(cursor) and not _stops(cursor):
        token, at = cursor.peek(), cursor.at
        plain = token.kind in ("character", "command", "word", "number") and not token.spaced
        plain = plain and token.text not in ("(", "[", r"\{", "{", "|", r"\|", r"\langle")
        simple = isinstance(factors[-1], Number | Name) and token.text not in cursor.constructs
        if plain and simple:
            factors.append(beside(cursor, factors[-1]))
            last = factors[-1]
            if isinstance(last, Name) or (
                isinstance(last, Power)
                and isinstance(last.exponent, Number)
                and not (isinstance(last.base, Name) and last.base.key == "e")
            ):
                continue
        raise cursor.error("does this belong to the argument? write brackets round it", at)
    text = cursor.peek().text
    if text == "/":
        raise cursor.error("is this below the function or outside of it? write \\frac, or brackets")
    if text in (r"\cdot", r"\times") and all(isinstance(one, Number) for one in factors):
        raise cursor.error("is this in the argument or outside of it? write brackets")
    return product(cursor, start, [""] * (len(factors) - 1), factors)
