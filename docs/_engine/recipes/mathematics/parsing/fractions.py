"""What is built of arguments: fractions, derivatives written as such, roots, binomials."""

from ..errors import MathError
from .cursor import Cursor, Span
from .grammar import (
    argument,
    arguments,
    at_differential,
    expression,
    factor,
    read,
    term,
)
from .names import differential, name, symbol
from .tokens import ACCENTS, STYLES
from .tree import (
    Derivative,
    Difference,
    Function,
    Hypergeometric,
    Nabla,
    Name,
    Node,
    Number,
    Quotient,
    Root,
)

MAXIMUM_ORDER = 6  # of a derivative: differences of differences lose all digits beyond


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
    numerator, denominator = _numerator(cursor), argument(cursor)
    return Quotient(cursor.span(start), numerator, denominator)


def _numerator(cursor: Cursor) -> Node:
    r"""Read a numerator, which may hold the differential of an integral: ``\frac{dx}{x}``."""
    if not cursor.differentials or cursor.peek().text != "{":
        return argument(cursor)
    span = cursor.group()
    with cursor.within(*span, differentials=cursor.differentials):
        if at_differential(cursor):
            node: Node = Number(cursor.span(cursor.at), "1")
        else:
            node = expression(cursor)
        while at_differential(cursor):
            cursor.take()
            cursor.pending.append(differential(cursor))
        if cursor.at < cursor.stop:
            raise cursor.error(f"cannot read “{cursor.peek().text}” here; write it elsewhere")
    return node


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
    """Read what a brace embraces; what is written at the brace is words, which say nothing."""
    cursor.take()
    node = argument(cursor)
    if cursor.accept("_", "^"):
        first, last = cursor.group()
        if any(token.kind != "word" for token in cursor.tokens[first:last]):
            message = "what stands at a brace is not checked; write words there, and the rest as "
            raise cursor.error(message + "a formula of its own", first)
    return node


def before(cursor: Cursor) -> Node:
    r"""Read ``{}_2F_1(a, b; c; z)``."""
    start = cursor.at
    cursor.take("{}")
    cursor.take("_")
    upper = cursor.canonical(cursor.group())
    if cursor.take().text != "F" or not cursor.accept("_"):
        message = "what does an index before a letter mean here? bind a name without it"
        raise cursor.error(message, start)
    lower = cursor.canonical(cursor.group())
    key = f"{upper}F{lower}"
    if key in cursor.names:
        return Name(cursor.span(start), key, key, (), arguments(cursor))
    lists: list[list[Node]] = [[]]
    cursor.take("(")
    with cursor.nested():
        while cursor.peek().text != ")":
            if cursor.accept(";"):
                lists.append([])
            elif not cursor.accept(","):
                lists[-1].append(expression(cursor))
        cursor.take(")")
    counts = [len(one) for one in lists]
    if len(lists) != 3 or counts != [int(upper), int(lower), 1]:
        message = f"{key} takes {upper} parameters, a semicolon, {lower}, a semicolon and a value"
        raise cursor.error(message, start)
    return Hypergeometric(cursor.span(start), tuple(lists[0]), tuple(lists[1]), lists[2][0])


def nabla(cursor: Cursor) -> Node:
    r"""Read ``\nabla f(x)``, ``\nabla \cdot F(x)``, ``\nabla^2 u(x, y)`` of functions."""
    start = cursor.at
    behind = cursor.peek(1)
    if behind.name.isalpha() and any(
        key.startswith(f"nabla_{behind.name}") for key in cursor.names
    ):
        return name(cursor)
    cursor.take(r"\nabla")
    kind = "gradient"
    if cursor.accept("^"):
        if cursor.canonical(cursor.group()) != "2":
            raise cursor.error("which power of nabla is this? write \\nabla^2", start)
        kind = "Laplacian"
    elif cursor.accept(r"\cdot"):
        kind = "divergence"
    elif cursor.accept(r"\times"):
        raise cursor.error("a curl is not read here; write its components", start)
    function = factor(cursor)
    if not isinstance(function, Name) or not function.arguments:
        message = "of which function is this the gradient, and where? bind a function and write "
        raise cursor.error(message + "\\nabla f(x), or bind {r“\\nabla f”: …}", start)
    return Nabla(cursor.span(start), kind, function)


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
    if sign not in ("d", r"\partial"):
        return None
    order, at = _order(cursor, top[0] + 1, top[1])
    variables, index = _variables(cursor, sign, *bottom)
    if variables is None or len(variables) != order:
        return None
    quotient = _name_of_quotient(cursor, (at, top[1]), variables)
    if quotient in cursor.names:
        return Name(cursor.span(start), quotient, quotient)
    if sign == "d" and ("d" in cursor.names or "d" in cursor.bound):
        message = "is this a derivative, or a fraction with the “d” that is bound? rename that"
        raise cursor.error(message, start)
    if at == top[1]:
        with cursor.binding(*variables):
            body = term(cursor)
        return Derivative(cursor.span(start), variables, body, index, tuple(sorted(cursor.asked)))
    body = read(cursor, (at, top[1]))
    if cursor.peek().text in ("(", "[") and len(set(variables)) == 1:
        found = Derivative(cursor.span(start), variables, body, index, tuple(sorted(cursor.asked)))
        (point,) = arguments(cursor)
        return Difference(cursor.span(start), found, variables[0], point, None)
    return Derivative(cursor.span(start), variables, body, index, tuple(sorted(cursor.asked)))


def _order(cursor: Cursor, at: int, stop: int) -> tuple[int, int]:
    """The exponent of a ``d``, and what follows it."""
    if at >= stop or cursor.tokens[at].text != "^":
        return 1, at
    with cursor.within(at + 1, stop):
        digits = cursor.canonical(cursor.group())
        bound = cursor.names.get(digits)
        if isinstance(bound, int):
            cursor.asked.add(digits)
            digits = str(bound)
        if not digits.isdigit() or not 0 < int(digits) <= MAXIMUM_ORDER:
            message = f"the order of a derivative is a number up to {MAXIMUM_ORDER}; write it"
            raise cursor.error(message, at + 1)
        return int(digits), cursor.at


def _variables(
    cursor: Cursor, sign: str, at: int, stop: int
) -> tuple[tuple[str, ...] | None, Node | None]:
    """The variables below a derivative, each as often as it counts, and an index of the last."""
    found: list[str] = []
    index: Node | None = None
    with cursor.within(at, stop):
        while cursor.at < stop:
            following = cursor.peek(1)
            accented = following.text in STYLES or following.text in ACCENTS
            letter = following.kind in ("character", "command") and following.name.isalpha()
            if cursor.peek().text != sign or not (letter or accented):
                return None, None
            cursor.take()
            variable = symbol(cursor)
            below = cursor.peek().text == "_"
            if below:
                ahead = cursor.following(1)
                text = cursor.canonical((cursor.at + 1, cursor.at + ahead))
                if f"{variable}_{text}" in {*cursor.names, *cursor.bound}:
                    variable = f"{variable}_{text}"
                    cursor.at += ahead
                else:
                    cursor.take()
                    index = read(cursor, cursor.group())
            count, cursor.at = _order(cursor, cursor.at, stop)
            found += [variable] * count
    if index is not None and len(found) > 1:
        raise cursor.error("a second derivative by a component is not read; bind it", at)
    return tuple(found), index


def variables_of(cursor: Cursor) -> tuple[str, ...] | None:
    """By what the formula differentiates; None if it has no derivatives.

    Dots differentiate by “t”.
    """
    found: list[str] = []
    derived = False
    for at, token in enumerate(cursor.tokens):
        if token.text in (r"\dot", r"\ddot", "'", r"\nabla"):
            derived = True
            found += ["t"] * (token.text in (r"\dot", r"\ddot"))
        if token.text != r"\frac" or at + 1 >= len(cursor.tokens):
            continue
        try:
            with cursor.within(at + 1, len(cursor.tokens)):
                top, bottom = cursor.group(), cursor.group()
            sign = cursor.tokens[top[0]].text if top[0] < top[1] else ""
            if sign in ("d", r"\partial"):
                variables, _ = _variables(cursor, sign, *bottom)
                derived = derived or variables is not None
                found += variables or ()
        except MathError:
            continue
    return tuple(dict.fromkeys(found)) if derived else None


def quotient_of(cursor: Cursor) -> str:
    r"""The name of a derivative that a test writes as ``\frac{dy}{dt}``; empty if it is none."""
    cursor.take()
    top, bottom = cursor.group(), cursor.group()
    order, at = _order(cursor, top[0] + 1, top[1])
    variables, _ = _variables(cursor, cursor.tokens[top[0]].text, *bottom)
    if variables is None or len(variables) != order:
        return ""
    return _name_of_quotient(cursor, (at, top[1]), variables)


def _name_of_quotient(cursor: Cursor, span: Span, variables: tuple[str, ...]) -> str:
    """What a test may bind: ``dy/dt``, ``d2u/dx2``."""
    order = str(len(variables)) if len(variables) > 1 else ""
    below = "".join(
        f"d{one}{count if (count := variables.count(one)) > 1 else ''}"
        for one in dict.fromkeys(variables)
    )
    return f"d{order}{cursor.canonical(span)}/{below}"
