"""What is built of arguments: fractions, derivatives written as such, roots, binomials."""

import re

from .cursor import Cursor, Span
from .grammar import argument, expression, name, read, symbol, term
from .tree import Derivative, Function, Name, Node, Quotient, Root

MAXIMUM_ORDER = 4  # differences of differences lose all digits beyond


def fraction(cursor: Cursor) -> Node:
    """Read a fraction, or a derivative that looks like one."""
    start = cursor.at
    cursor.take(r"\frac")
    at = cursor.at
    top, bottom = cursor.group(), cursor.group()
    derivative = _derivative(cursor, start, top, bottom)
    if derivative is not None:
        return derivative
    cursor.at = at
    numerator, denominator = argument(cursor), argument(cursor)
    return Quotient(cursor.span(start), numerator, denominator)


def binomial(cursor: Cursor) -> Node:
    r"""Read ``\binom{n}{k}``."""
    start = cursor.at
    cursor.take()
    top, bottom = argument(cursor), argument(cursor)
    return Function(cursor.span(start), "binomial", (top, bottom))


def root(cursor: Cursor) -> Node:
    r"""Read ``\sqrt{x}`` or ``\sqrt[n]{x}``."""
    start = cursor.at
    cursor.take()
    degree = None
    if cursor.accept("["):
        degree = expression(cursor)
        cursor.take("]")
    radicand = argument(cursor)
    return Root(cursor.span(start), radicand, degree)


def underbrace(cursor: Cursor) -> Node:
    """Read what a brace embraces; what is written at the brace is a remark."""
    cursor.take()
    node = argument(cursor)
    if cursor.accept("_", "^"):
        cursor.group()
    return node


def overline(cursor: Cursor) -> Node:
    """Read a line over a name that is bound, or over an expression: its complex conjugate."""
    start = cursor.at
    try:
        key = symbol(cursor)
        bound = any(one == key or one.startswith(f"{key}_") for one in cursor.names)
    except ValueError:
        bound = False
    cursor.at = start
    if bound:
        return name(cursor)
    cursor.take()
    operand = read(cursor, cursor.group())
    return Function(cursor.span(start), "conjugate", (operand,))


def _derivative(cursor: Cursor, start: int, top: Span, bottom: Span) -> Node | None:
    r"""Make ``\frac{dy}{dt}`` the name ``dy/dt`` if that is bound, else a derivative of y."""
    sign = cursor.tokens[top[0]].text if top[0] < top[1] else ""
    if sign not in ("d", r"\partial") or "d" in cursor.names or "d" in cursor.bound:
        return None
    order, at = _order(cursor, top[0] + 1, top[1])
    variables = _variables(cursor, sign, *bottom)
    if variables is None or len(variables) != order:
        return None
    quotient = _name_of_quotient(cursor, (at, top[1]), variables)
    if quotient in cursor.names:
        return Name(cursor.span(start), quotient, quotient)
    if at < top[1]:
        body = read(cursor, (at, top[1]))
        if isinstance(body, Name) and callable(cursor.names.get(body.key)) and not body.arguments:
            points = tuple(Name(body.span, one, one) for one in dict.fromkeys(variables))
            body = Name(body.span, body.key, body.full, body.indices, points)
        return Derivative(cursor.span(start), variables, body)
    with cursor.binding(*variables):
        body = term(cursor)
    return Derivative(cursor.span(start), variables, body)


def _order(cursor: Cursor, at: int, stop: int) -> tuple[int, int]:
    """The exponent of a ``d``, and what follows it."""
    if at >= stop or cursor.tokens[at].text != "^":
        return 1, at
    with cursor.within(at + 1, stop):
        digits = cursor.canonical(cursor.group())
        if not digits.isdigit() or not 0 < int(digits) <= MAXIMUM_ORDER:
            message = f"the order of a derivative is a number up to {MAXIMUM_ORDER}; write it"
            raise cursor.error(message, at + 1)
        return int(digits), cursor.at


def _variables(cursor: Cursor, sign: str, at: int, stop: int) -> tuple[str, ...] | None:
    """The variables below a derivative, each as often as it counts."""
    found: list[str] = []
    with cursor.within(at, stop):
        while cursor.at < stop:
            if cursor.peek().text != sign or not re.fullmatch(r"\\?[A-Za-z]+", cursor.peek(1).text):
                return None
            cursor.take()
            variable = symbol(cursor)
            count, cursor.at = _order(cursor, cursor.at, stop)
            found += [variable] * count
    return tuple(found)


def _name_of_quotient(cursor: Cursor, span: Span, variables: tuple[str, ...]) -> str:
    """What a test may bind: ``dy/dt``, ``d2u/dx2``."""
    order = str(len(variables)) if len(variables) > 1 else ""
    below = "".join(
        f"d{one}{count if (count := variables.count(one)) > 1 else ''}"
        for one in dict.fromkeys(variables)
    )
    return f"d{order}{cursor.canonical(span)}/{below}"
