"""Names and calls: what a letter means depends on what a test binds to it."""

import re
from typing import TYPE_CHECKING, Any

from .tokens import ACCENTS, STYLES
from .tree import Conjugate, Function, Name, Node, Product, Several

if TYPE_CHECKING:
    from .parser import Parser

FUNCTIONS = frozenset(
    "sin cos tan sec csc cot sinh cosh tanh sech csch coth arcsin arccos arctan arsinh arcosh"
    " artanh exp log ln lg Gamma erf erfc sgn sign det tr trace diag arg rank gcd max min"
    " Re Im".split()
)
Span = tuple[int, int]


def is_function(parser: "Parser") -> bool:
    """Whether a function that everybody knows comes, and no test means something else by it."""
    token = parser.peek()
    known = token.kind in ("word", "command") and token.name in FUNCTIONS
    return known and token.name not in parser.names


def function(parser: "Parser") -> Node:
    r"""Read ``\sin^2 x``: without brackets, its argument ends at the next function."""
    start = parser.at
    name = parser.take().name
    base = exponent = None
    if parser.peek().text == "_" and name == "log":
        parser.take()
        base = parser.argument()
    if parser.peek().text == "^":
        parser.take()
        exponent = parser.read(parser.group())
    if parser.peek().text in ("(", "[", "{", r"\{"):
        inner = parser.brackets()
        items = inner.items if isinstance(inner, Several) else (inner,)
    else:
        items = (_operand(parser),)
    return Function((start, parser.at), name, items, base, exponent)


def _operand(parser: "Parser") -> Node:
    r"""The argument of a function without brackets: ``\sin 2 \pi x``."""
    start = parser.at
    if parser.peek().text in ("-", "+"):
        raise parser.error("what is the argument of this function? write it in brackets")
    factors = [parser.factor()]
    stops = {r"\sum", r"\int", r"\prod", "(", "[", r"\{"}
    while parser.starts_factor() and not is_function(parser) and parser.peek().text not in stops:
        factors.append(parser.factor())
    if parser.peek().text == "/":
        raise parser.error("is this below the function or outside of it? write \\frac, or brackets")
    if len(factors) == 1:
        return factors[0]
    return Product((start, parser.at), ("",) * (len(factors) - 1), tuple(factors))


def symbol(parser: "Parser") -> str:
    """Take a letter with its styles and accents; return its name: ``hat_beta`` for both."""
    token = parser.take()
    if token.text in STYLES or token.text in ACCENTS:
        span = parser.group()
        with parser.within(*span):
            if span[0] == span[1]:
                raise parser.error(f"{token.text} stands over nothing")
            inner = symbol(parser)
            if parser.at < parser.stop:
                raise parser.error(f"{token.text} stands over more than a name; use \\overline")
        return inner if token.text in STYLES else f"{ACCENTS[token.text]}_{inner}"
    if token.kind == "word":
        return token.text
    if token.text == r"\nabla":
        return f"nabla_{symbol(parser)}"
    if re.fullmatch(r"[^\W\d_]|\\[A-Za-z]+|\\[#%]", token.text) and token.text not in _commands():
        return token.name
    raise parser.error(f"cannot read “{token.text}” here", parser.at - 1)


def _commands() -> set[str]:
    return {r"\dots", r"\quad", r"\qquad", r"\mid", r"\choose", r"\substack", r"\right", r"\left"}


def overline(parser: "Parser") -> Node:
    """Read a line over a name that is bound, or over an expression: its complex conjugate."""
    start = parser.at
    try:
        key = symbol(parser)
        bound = key in parser.names or any(name.startswith(f"{key}_") for name in parser.names)
    except ValueError:
        bound = False
    parser.at = start
    if bound:
        return name(parser)
    parser.take()
    operand = parser.read(parser.group())
    return Conjugate((start, parser.at), operand)


def name(parser: "Parser") -> Node:
    """Read a name with its indices, primes and arguments."""
    start = parser.at
    base = symbol(parser)
    subscript: Span | None = None
    bracketed: Span | None = None
    primes = ""
    while True:
        text = parser.peek().text
        if text == "_" and subscript is None:
            parser.take()
            subscript = parser.group()
        elif text == "'":
            primes += parser.take().text
        elif text == "^" and bracketed is None and _is_bracketed(parser):
            parser.take()
            first, last = parser.group()
            bracketed = (first + 1, last - 1)
        else:
            break
    below = f"_{parser.canonical(subscript)}" if subscript else ""
    above = f"^({parser.canonical(bracketed)})" if bracketed else ""
    whole = base + below + above + primes
    indices: tuple[Node, ...] = ()
    if whole in parser.names or (whole == base and whole in parser.bound):
        key = whole
    else:
        key = base + primes
        indices = (*_indices(parser, subscript), *_indices(parser, bracketed))
    return _called(parser, start, key, whole, indices)


def _is_bracketed(parser: "Parser") -> bool:
    return [parser.peek(k).text for k in (1, 2)] == ["{", "("]


def _indices(parser: "Parser", span: Span | None) -> tuple[Node, ...]:
    """Read ``i, j``, or ``ij`` for two indices of one letter each."""
    if span is None:
        return ()
    first, last = span
    tokens = parser.tokens[first:last]
    letters = [token.kind == "number" or re.fullmatch(r"[A-Za-z]", token.text) for token in tokens]
    if len(tokens) > 1 and all(letters) and any(token.kind != "number" for token in tokens):
        return tuple(parser.read((k, k + 1)) for k in range(first, last))
    with parser.within(first, last):
        found = [parser.expression()]
        while parser.peek().text == ",":
            parser.take()
            found.append(parser.expression())
        if parser.at < last:
            raise parser.error("cannot read this index")
    return tuple(found)


def _called(parser: "Parser", start: int, key: str, whole: str, indices: tuple[Node, ...]) -> Node:
    """Read brackets behind a name: arguments of a function, or indices of a table."""
    value = parser.names.get(key)
    power = None
    given = None
    if callable(value) and _is_power_of_call(parser):
        parser.take()
        power = parser.read(parser.group())
    brackets = parser.peek().text
    called = brackets in ("(", "[") and callable(value)
    picked = brackets == "[" or (brackets == "(" and _has_comma(parser))
    if called or (picked and _is_table(value)):
        given = arguments(parser)
    return Name((start, parser.at), key, whole, indices, given, power)


def _is_power_of_call(parser: "Parser") -> bool:
    return (
        parser.peek().text == "^"
        and parser.peek(1).kind == "number"
        and parser.peek(2).text in ("(", "[")
    )


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or hasattr(value, "__getitem__")


def _has_comma(parser: "Parser") -> bool:
    level, ahead = 0, 0
    while parser.peek(ahead).kind != "nothing":
        text = parser.peek(ahead).text
        level += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
        if level == 1 and text == ",":
            return True
        if level == 0:
            return False
        ahead += 1
    return False


def arguments(parser: "Parser") -> tuple[Node, ...]:
    r"""Read ``(a, b)``, ``[a, b]`` or ``(a \mid b)``: a condition is an argument too."""
    opening = parser.take().text
    closing = {"(": ")", "[": "]"}[opening]
    kept = parser.bars, parser.conditional, parser.differentials
    parser.bars, parser.differentials = 0, 0
    parser.conditional = _has_single_bar(parser, opening, closing)
    found = [parser.expression()]
    while parser.peek().text in (",", ";", r"\mid", "|", "="):
        parser.take()
        found.append(parser.expression())
    parser.take(closing)
    parser.bars, parser.conditional, parser.differentials = kept
    return tuple(found)


def _has_single_bar(parser: "Parser", opening: str, closing: str) -> bool:
    """Whether an odd number of bars stands between the brackets: one of them separates."""
    level, ahead, bars = 1, 0, 0
    while level and parser.peek(ahead).kind != "nothing":
        token = parser.peek(ahead)
        level += (token.text == opening) - (token.text == closing)
        bars += level == 1 and token.text == "|" and not token.side
        ahead += 1
    return bars % 2 == 1
