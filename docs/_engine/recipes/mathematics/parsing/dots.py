r"""What dots stand for: ``x_1 + \dots + x_n`` differs from term to term in one running number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .tokens import Token
from .tree import Between, Node

if TYPE_CHECKING:
    from .parser import Parser

RUNNING = "running number"
Span = tuple[int, int]


def _with_previous(node: Between, before: Sequence[Node]) -> Between:
    """What precedes the first, if there is any, shows how the pattern runs."""
    return replace(node, previous=before[-1]) if before else node


def items(parser: "Parser") -> tuple[Node, ...]:
    """Read things with commas between them, of which dots may stand for some."""
    found = [parser.expression()]
    while parser.peek().text in (",", ";"):
        parser.take()
        if parser.peek().text != r"\dots":
            found.append(parser.expression())
            continue
        parser.take()
        if parser.peek().text != ",":
            raise parser.error("dots stand between two things; write the last one behind them")
        parser.take()
        start = parser.at
        parser.expression()
        found[-1] = _with_previous(
            between(parser, found[-1].span, (start, parser.at), ","), found[:-1]
        )
    return tuple(found)


def series(parser: "Parser", terms: Sequence[Node], operator: str) -> Node:
    r"""Read ``\dots + x_n`` behind the first terms, or the same of factors."""
    parser.take(r"\dots")
    if operator == "+":
        parser.take("+")
    elif parser.peek().text in (r"\cdot", r"\times"):
        parser.take()
    start = parser.at
    if operator == "+":
        parser.term()
    else:
        parser.factor()
    node = between(parser, terms[-1].span, (start, parser.at), operator)
    return _with_previous(node, terms[:-1])


def between(parser: "Parser", first: Span, last: Span, operator: str) -> Between:
    """Find what differs between the first and the last, and make a pattern of it."""
    one = [token.text for token in parser.tokens[slice(*first)]]
    other = [token.text for token in parser.tokens[slice(*last)]]
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    at, low_end = first[0] + head, first[1] - tail
    high = (last[0] + head, last[1] - tail)
    running = parser.tokens[at] if at < first[1] else None
    if low_end - at != 1 or running is None or high[0] >= high[1]:
        raise parser.error(
            "what runs behind these dots? the first and the last differ in more", first[0]
        )
    inside = one[:head].count("{") > one[:head].count("}")
    if inside and running.kind == "number" and len(running.text) > 1:
        raise parser.error("write indices with a comma, as in a_{1,1}", at)
    tokens = list(parser.tokens)
    tokens[at] = Token(RUNNING, "word", running.start, running.end)
    inner = type(parser)(parser.tex, tokens, parser.names)
    inner.bound = [*parser.bound, RUNNING]
    pattern = inner.read(first)
    low = parser.read((at, at + 1))
    return Between((first[0], last[1]), operator, RUNNING, pattern, low, parser.read(high))


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
