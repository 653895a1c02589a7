"""What is built of arguments: fractions, derivatives written as such, roots, binomials."""

import re
from typing import TYPE_CHECKING

from . import names
from .tree import Binomial, Derivative, Name, Node, Quotient, Root

if TYPE_CHECKING:
    from .parser import Parser

Span = tuple[int, int]
MAXIMUM_ORDER = 4  # differences of differences lose all digits beyond


def fraction(parser: "Parser") -> Node:
    """Read a fraction, or a derivative that looks like one."""
    start = parser.at
    parser.take(r"\frac")
    at = parser.at
    top, bottom = parser.group(), parser.group()
    derivative = _derivative(parser, start, top, bottom)
    if derivative is not None:
        return derivative
    parser.at = at
    return Quotient((start, parser.at), *_arguments(parser, start))


def _arguments(parser: "Parser", start: int) -> tuple[Node, Node]:
    return parser.argument(), parser.argument()


def binomial(parser: "Parser") -> Node:
    r"""Read ``\binom{n}{k}``."""
    start = parser.at
    parser.take()
    top, bottom = parser.argument(), parser.argument()
    return Binomial((start, parser.at), top, bottom)


def choose(parser: "Parser", start: int, top: Node, kept: tuple[int, bool, int]) -> Node:
    r"""Read the rest of ``{n \choose k}``."""
    parser.take()
    bottom = parser.expression()
    parser.take("}")
    parser.bars, parser.conditional, parser.differentials = kept
    return Binomial((start, parser.at), top, bottom)


def root(parser: "Parser") -> Node:
    r"""Read ``\sqrt{x}`` or ``\sqrt[n]{x}``."""
    start = parser.at
    parser.take()
    degree = None
    if parser.peek().text == "[":
        parser.take()
        degree = parser.expression()
        parser.take("]")
    radicand = parser.argument()
    return Root((start, parser.at), radicand, degree)


def underbrace(parser: "Parser") -> Node:
    """Read what a brace embraces; what is written at the brace is a remark."""
    parser.take()
    node = parser.argument()
    if parser.peek().text in ("_", "^"):
        parser.take()
        parser.group()
    return node


def _derivative(parser: "Parser", start: int, top: Span, bottom: Span) -> Node | None:
    r"""Make ``\frac{dy}{dt}`` the name ``dy/dt`` if that is bound, else a derivative of y."""
    sign = parser.tokens[top[0]].text if top[0] < top[1] else ""
    if sign not in ("d", r"\partial") or "d" in parser.names or "d" in parser.bound:
        return None
    order, at = _order(parser, top[0] + 1, top[1])
    variables = _variables(parser, sign, *bottom)
    if variables is None or len(variables) != order:
        return None
    name = _named(parser, (at, top[1]), variables)
    if name in parser.names:
        return Name((start, parser.at), name, name)
    if at < top[1]:
        body = parser.read((at, top[1]))
        if isinstance(body, Name) and callable(parser.names.get(body.key)) and not body.arguments:
            points = tuple(Name(body.span, one, one) for one in dict.fromkeys(variables))
            body = Name(body.span, body.key, body.whole, body.indices, points)
        return Derivative((start, parser.at), variables, body)
    with parser.binding(*variables):
        body = parser.term()
    return Derivative((start, parser.at), variables, body)


def _order(parser: "Parser", at: int, stop: int) -> tuple[int, int]:
    """The exponent of a ``d``, and what follows it."""
    if at < stop and parser.tokens[at].text == "^":
        with parser.within(at + 1, stop):
            span = parser.group()
            digits = parser.canonical(span)
            if not digits.isdigit() or not 0 < int(digits) <= MAXIMUM_ORDER:
                message = f"the order of a derivative is a number up to {MAXIMUM_ORDER}; write it"
                parser.at = at + 1
                raise parser.error(message)
            return int(digits), parser.at
    return 1, at


def _variables(parser: "Parser", sign: str, at: int, stop: int) -> tuple[str, ...] | None:
    """The variables below a derivative, each as often as it counts."""
    found: list[str] = []
    with parser.within(at, stop):
        while parser.at < stop:
            if parser.peek().text != sign or not re.fullmatch(r"\\?[A-Za-z]+", parser.peek(1).text):
                return None
            parser.take()
            name = names.symbol(parser)
            count, parser.at = _order(parser, parser.at, stop)
            found += [name] * count
    return tuple(found)


def _named(parser: "Parser", span: Span, variables: tuple[str, ...]) -> str:
    """What a test may bind: ``dy/dt``, ``d2u/dx2``."""
    order = str(len(variables)) if len(variables) > 1 else ""
    below = "".join(
        f"d{one}{count if (count := variables.count(one)) > 1 else ''}"
        for one in dict.fromkeys(variables)
    )
    return f"d{order}{parser.canonical(span)}/{below}"
