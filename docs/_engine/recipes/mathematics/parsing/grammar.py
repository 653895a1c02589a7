r"""The levels of the grammar, and names: ``f(x + 1)`` is a call if ``f`` is a function.

Each function reads one kind of thing where the cursor stands and returns its node. What begins
with a word of its own (``\sum``, ``\frac``, ``\begin``) is read by the cursor's constructs.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .cursor import NOTHING, Cursor, Span
from .tokens import ACCENTS, QUADS, RELATIONS, STYLES, Token
from .tree import (
    Applied,
    Bars,
    Between,
    Chain,
    Function,
    Marked,
    Name,
    Node,
    Number,
    Power,
    Product,
    Several,
    Signed,
)

MAXIMUM_DEPTH = 40  # formulas within formulas
CLOSING = {")": "(", "]": "[", "}": "{", r"\}": r"\{", r"\rangle": r"\langle"}
ENDS = {*CLOSING, r"\rfloor", r"\rceil", ",", ";", "&", "\\\\", r"\mid", r"\choose", ".", ":"}
ENDS |= RELATIONS | QUADS | set("+-^_!")
MARKS = {"T", "H", "*", "dagger", "+", "-T"}
# What must be bound like a name before it joins two factors.
BOUND_OPERATORS = frozenset(r"* \star \otimes \odot \circ \wedge \ast".split())
JOINING = BOUND_OPERATORS | {r"\cdot", r"\times", "/", r"\bmod"}
CONDITION_WORDS = frozenset("if for when otherwise else and or where with".split())
FUNCTIONS = frozenset(
    "sin cos tan sec csc cot sinh cosh tanh sech csch coth"
    " arcsin arccos arctan arcsec arccsc arccot arsinh arcosh artanh arsech arcsch arcoth"
    " arcsinh arccosh arctanh arcsech arccsch arccoth exp log ln lg Gamma erf erfc sgn sign det tr"
    " trace diag arg rank gcd max min Re Im".split()
)
# Commands that are no name, wherever they stand.
RESERVED = frozenset(r"\dots \quad \qquad \mid \choose \substack \right \left".split())
RUNNING = "running number"  # stands for what differs from term to term, where there are dots


def read(cursor: Cursor, span: Span) -> Node:
    """Read all of an argument as one expression."""
    with cursor.within(*span):
        return whole(cursor)


def whole(cursor: Cursor) -> Node:
    """Read an expression that ends where the tokens do."""
    node = expression(cursor)
    if cursor.at < cursor.stop:
        raise cursor.error(
            f"cannot read “{cursor.peek().text}” here; write a sign or an operator before it"
        )
    return node


def argument(cursor: Cursor) -> Node:
    """Read an argument in braces, or of one token, or of one command with its own."""
    if cursor.peek().text in (r"\frac", r"\sqrt", *STYLES, *ACCENTS):
        return atom(cursor)
    return read(cursor, cursor.group())


# Levels


def chain(cursor: Cursor) -> Chain:
    """Read a relation, or several in a row."""
    start = cursor.at
    sides, relations = [expression(cursor)], []
    while cursor.peek().text in RELATIONS:
        relations.append(cursor.take().text)
        sides.append(expression(cursor))
    if not relations:
        raise cursor.error("a condition needs a relation such as “=” or “<”")
    return Chain(cursor.span(start), tuple(relations), tuple(sides))


def expression(cursor: Cursor) -> Node:
    """Read terms with their signs."""
    start = cursor.at
    signs = [cursor.take().text if cursor.peek().text in ("+", "-") else ""]
    terms = [term(cursor)]
    while cursor.peek().text in ("+", "-"):
        signs.append(cursor.take().text)
        if cursor.peek().text == r"\dots":
            if "-" in signs:
                raise cursor.error(
                    "dots in a sum with minus signs have no one meaning; write \\sum"
                )
            terms[-1] = _joined_by_dots(cursor, terms, "+")
            signs.pop()
        else:
            terms.append(term(cursor))
    if signs == [""]:
        return terms[0]
    return Signed(cursor.span(start), "".join(sign or "+" for sign in signs), tuple(terms))


def term(cursor: Cursor) -> Node:
    """Read factors; between two without an operator stands a multiplication."""
    start = cursor.at
    factors, operators = [factor(cursor)], list[str]()
    while True:
        text = cursor.peek().text
        if text == r"\dots" and starts_factor(cursor, 1):
            factors[-1] = _joined_by_dots(cursor, factors, "*")
        elif text in JOINING:
            cursor.take()
            if cursor.peek().text == r"\dots":
                factors[-1] = _joined_by_dots(cursor, factors, "*")
                continue
            operators.append(text)
            factors.append(_signed_factor(cursor))
        elif starts_factor(cursor):
            if "/" in operators:
                raise cursor.error("is this below the “/” or not? write \\frac, or brackets")
            operators.append("")
            factors.append(factor(cursor))
        else:
            break
    return _product(cursor.span(start), operators, factors)


def _product(span: Span, operators: Sequence[str], factors: Sequence[Node]) -> Node:
    return Product(span, tuple(operators), tuple(factors)) if len(factors) > 1 else factors[0]


def _signed_factor(cursor: Cursor) -> Node:
    r"""Read a factor that may have a minus sign, as behind ``\cdot``."""
    start = cursor.at
    if not cursor.accept("-"):
        return factor(cursor)
    operand = factor(cursor)
    return Signed(cursor.span(start), "-", (operand,))


def starts_factor(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether what comes is multiplied with what was, without an operator."""
    token = cursor.peek(ahead)
    if token is NOTHING or token.kind == "end" or token.text in ENDS or token.text in JOINING:
        return False
    if token.kind == "word":
        return token.text.split()[0].strip(",.") not in CONDITION_WORDS
    if token.text in ("|", r"\|"):
        free = not cursor.bars and not cursor.conditional
        return token.side == "l" or (not token.side and free)
    if cursor.differentials and at_differential(cursor, ahead):
        return False
    return token.side != "r" and token.text != r"\dots"


def at_differential(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether ``dx`` comes."""
    following = cursor.peek(ahead + 1)
    letter = following.kind in ("character", "command") and following.name.isalpha()
    return cursor.peek(ahead).text == "d" and letter


def factor(cursor: Cursor) -> Node:
    """Read an atom with its exponents and factorials."""
    start = cursor.at
    node = atom(cursor)
    while True:
        text = cursor.peek().text
        if cursor.accept("!"):
            node = Function(cursor.span(start), "factorial", (node,))
        elif text == "^":
            node = _power(cursor, start, node)
        elif text in ("(", "[") and start < cursor.at and _applies(cursor, node):
            given = _arguments(cursor)
            node = Applied(cursor.span(start), node, given)
        else:
            return node


def _applies(cursor: Cursor, node: Node) -> bool:
    """Whether brackets behind this one hold an argument or an index: ``(f * g)[m, n]``."""
    joined = isinstance(node, Product) and BOUND_OPERATORS & set(node.operators)
    closed = cursor.tokens[cursor.at - 1].text in (")", "]")
    return bool(closed and (joined or cursor.peek().text == "["))


def _power(cursor: Cursor, start: int, base: Node) -> Node:
    """Read an exponent, which may be a mark such as ``T``."""
    closed = cursor.tokens[cursor.at - 1].text in CLOSING
    if isinstance(base, Power | Marked) and not closed:
        raise cursor.error("two exponents; write brackets round the first power")
    cursor.take("^")
    at = cursor.at
    span = cursor.group()
    mark = cursor.canonical(span)
    if mark in MARKS and not (mark == "T" and isinstance(cursor.names.get("T"), int | float)):
        return Marked(cursor.span(start), base, mark)
    if span[0] == span[1]:
        raise cursor.error("an exponent is missing", at)
    return Power(cursor.span(start), base, read(cursor, span))


# Atoms


def atom(cursor: Cursor) -> Node:
    """Read what stands on its own."""
    cursor.depth += 1
    if cursor.depth > MAXIMUM_DEPTH:
        raise cursor.error(f"more than {MAXIMUM_DEPTH} levels of brackets; split the formula")
    try:
        return _atom(cursor)
    finally:
        cursor.depth -= 1


def _atom(cursor: Cursor) -> Node:
    token, start = cursor.peek(), cursor.at
    if token is NOTHING:
        raise cursor.error("something is missing here")
    if token.kind == "number":
        cursor.take()
        return Number(cursor.span(start), token.text)
    if token.text in CLOSING.values():
        return _brackets(cursor)
    if cursor.accept(r"\lfloor", r"\lceil"):
        operand = expression(cursor)
        cursor.take(token.text.replace("l", "r", 1))
        return Function(cursor.span(start), token.name[1:], (operand,))
    if token.text in ("|", r"\|"):
        return _bars(cursor)
    construct = r"\begin" if token.kind == "begin" else token.text
    if token.kind in ("begin", "command") and construct in cursor.constructs:
        return cursor.constructs[construct](cursor)
    return function(cursor) if is_function(cursor) else name(cursor)


def _brackets(cursor: Cursor) -> Node:
    """Read ``(...)``, with one thing in it or several."""
    start = cursor.at
    opening = cursor.take().text
    with cursor.nested():
        things = _items(cursor)
        if opening == "{" and cursor.accept(r"\choose"):
            bottom = expression(cursor)
            cursor.take("}")
            return Function(cursor.span(start), "binomial", (things[0], bottom))
        closing = cursor.take().text
    half_open = {"[": "(", "(": "["}.get(opening, "")
    if CLOSING.get(closing) not in (opening, half_open):
        message = f"“{opening}” is not closed by “{closing}”; fix the brackets"
        raise cursor.error(message, cursor.at - 1)
    single = len(things) == 1 and opening != r"\{" and not isinstance(things[0], Between)
    return things[0] if single else Several(cursor.span(start), things)


def _bars(cursor: Cursor) -> Node:
    r"""Read ``|...|`` or ``\|...\|``, the latter with the kind of norm."""
    start = cursor.at
    bar = cursor.take().text
    outside, cursor.differentials = cursor.differentials, 0
    cursor.bars += 1
    operand = expression(cursor)
    cursor.bars -= 1
    if not cursor.accept(bar):
        raise cursor.error(f"“{bar}” is not closed here")
    cursor.differentials = outside
    order: str | Node = "2"
    if bar == r"\|" and cursor.accept("_"):
        span = cursor.group()
        order = cursor.canonical(span)
        if order not in ("F", "infty", "*", "1", "2", "max"):
            order = read(cursor, span)
    return Bars(cursor.span(start), operand, bar == r"\|", order)


# Functions


def is_function(cursor: Cursor) -> bool:
    """Whether a function that everybody knows comes, and no test means something else by it."""
    token = cursor.peek()
    known = token.kind in ("word", "command") and token.name in FUNCTIONS
    return known and token.name not in cursor.names


def function(cursor: Cursor) -> Node:
    r"""Read ``\sin^2 x``: without brackets, its argument ends at the next function."""
    start = cursor.at
    known = cursor.take().name
    base = argument(cursor) if known == "log" and cursor.accept("_") else None
    exponent = read(cursor, cursor.group()) if cursor.accept("^") else None
    if cursor.peek().text in ("(", "[", "{", r"\{"):
        inner = _brackets(cursor)
        given = inner.items if isinstance(inner, Several) else (inner,)
    else:
        given = (_operand(cursor),)
    return Function(cursor.span(start), known, given, base, exponent)


def _operand(cursor: Cursor) -> Node:
    r"""The argument of a function without brackets: ``\sin 2 \pi x``."""
    start = cursor.at
    if cursor.peek().text in ("-", "+"):
        raise cursor.error("what is the argument of this function? write it in brackets")
    factors = [factor(cursor)]
    stops = {r"\sum", r"\int", r"\prod", "(", "[", r"\{"}
    while starts_factor(cursor) and not is_function(cursor) and cursor.peek().text not in stops:
        factors.append(factor(cursor))
    if cursor.peek().text == "/":
        raise cursor.error("is this below the function or outside of it? write \\frac, or brackets")
    return _product(cursor.span(start), [""] * (len(factors) - 1), factors)


# Names


def symbol(cursor: Cursor) -> str:
    """Take a letter with its styles and accents; return its name: ``hat_beta`` for both."""
    token = cursor.take()
    if token.text in STYLES or token.text in ACCENTS:
        span = cursor.group()
        with cursor.within(*span):
            if span[0] == span[1]:
                raise cursor.error(f"{token.text} stands over nothing")
            inner = symbol(cursor)
            if cursor.at < cursor.stop:
                raise cursor.error(f"{token.text} stands over more than a name; use \\overline")
        return inner if token.text in STYLES else f"{ACCENTS[token.text]}_{inner}"
    if token.kind == "word":
        return token.text
    if token.text == r"\nabla":
        return f"nabla_{symbol(cursor)}"
    if re.fullmatch(r"[^\W\d_]|\\[A-Za-z]+|\\[#%]", token.text) and token.text not in RESERVED:
        return token.name
    raise cursor.error(f"cannot read “{token.text}” here", cursor.at - 1)


def name(cursor: Cursor) -> Node:
    """Read a name with its indices, primes and arguments."""
    start = cursor.at
    base = symbol(cursor)
    subscript: Span | None = None
    bracketed: Span | None = None
    primes = ""
    while True:
        if subscript is None and cursor.accept("_"):
            subscript = cursor.group()
        elif cursor.accept("'"):
            primes += "'"
        elif bracketed is None and [cursor.peek(k).text for k in range(3)] == ["^", "{", "("]:
            cursor.take()
            first, last = cursor.group()
            bracketed = (first + 1, last - 1)
        else:
            break
    below = f"_{cursor.canonical(subscript)}" if subscript else ""
    above = f"^({cursor.canonical(bracketed)})" if bracketed else ""
    full = base + below + above + primes
    if full in cursor.names or (full == base and full in cursor.bound):
        return _called(cursor, start, full, full, ())
    indices = (*_indices(cursor, subscript), *_indices(cursor, bracketed))
    return _called(cursor, start, base + primes, full, indices)


def _indices(cursor: Cursor, span: Span | None) -> tuple[Node, ...]:
    """Read ``i, j``, or ``ij`` for two indices of one letter each."""
    if span is None:
        return ()
    first, last = span
    tokens = cursor.tokens[first:last]
    letters = [token.kind == "number" or re.fullmatch(r"[A-Za-z]", token.text) for token in tokens]
    if len(tokens) > 1 and all(letters) and any(token.kind != "number" for token in tokens):
        return tuple(read(cursor, (k, k + 1)) for k in range(first, last))
    with cursor.within(first, last):
        found = [expression(cursor)]
        while cursor.accept(","):
            found.append(expression(cursor))
        if cursor.at < last:
            raise cursor.error("cannot read this index")
    return tuple(found)


def _called(cursor: Cursor, start: int, key: str, full: str, indices: tuple[Node, ...]) -> Node:
    """Read brackets behind a name: arguments of a function, or indices of a table."""
    value = cursor.names.get(key)
    exponent = given = None
    power_of_call = cursor.peek(1).kind == "number" and cursor.peek(2).text in ("(", "[")
    if callable(value) and power_of_call and cursor.accept("^"):
        exponent = read(cursor, cursor.group())
    brackets = cursor.peek().text
    called = brackets in ("(", "[") and callable(value)
    indexed = brackets == "[" or (brackets == "(" and _has_comma(cursor))
    if called or (indexed and _is_table(value)):
        given = _arguments(cursor)
    return Name(cursor.span(start), key, full, indices, given, exponent)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or hasattr(value, "__getitem__")


def _has_comma(cursor: Cursor) -> bool:
    """Whether a comma stands between the brackets that come, at their own level."""
    level, ahead = 0, 0
    while (token := cursor.peek(ahead)) is not NOTHING:
        level += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if level == 1 and token.text == ",":
            return True
        if level == 0:
            return False
        ahead += 1
    return False


def _arguments(cursor: Cursor) -> tuple[Node, ...]:
    r"""Read ``(a, b)``, ``[a, b]`` or ``(a \mid b)``: a condition is an argument too."""
    opening = cursor.take().text
    closing = {"(": ")", "[": "]"}[opening]
    with cursor.nested(_has_single_bar(cursor, opening, closing)):
        found = [expression(cursor)]
        while cursor.accept(",", ";", r"\mid", "|", "="):
            found.append(expression(cursor))
        cursor.take(closing)
    return tuple(found)


def _has_single_bar(cursor: Cursor, opening: str, closing: str) -> bool:
    """Whether an odd number of bars stands between the brackets: one of them separates."""
    level, ahead, bars = 1, 0, 0
    while level and (token := cursor.peek(ahead)) is not NOTHING:
        level += (token.text == opening) - (token.text == closing)
        bars += level == 1 and token.text == "|" and not token.side
        ahead += 1
    return bars % 2 == 1


# Dots: ``x_1 + \dots + x_n`` differs from term to term in one running number


def _items(cursor: Cursor) -> tuple[Node, ...]:
    """Read things with commas between them, of which dots may stand for some."""
    found = [expression(cursor)]
    while cursor.accept(",", ";"):
        if not cursor.accept(r"\dots"):
            found.append(expression(cursor))
            continue
        if not cursor.accept(","):
            raise cursor.error("dots stand between two things; write the last one behind them")
        start = cursor.at
        expression(cursor)
        found[-1] = _behind(found[:-1], between(cursor, found[-1].span, cursor.span(start), ","))
    return tuple(found)


def _joined_by_dots(cursor: Cursor, first: Sequence[Node], operator: str) -> Node:
    r"""Read ``\dots + x_n`` behind the first terms, or the same of factors."""
    cursor.take(r"\dots")
    if operator == "+":
        cursor.take("+")
        start = cursor.at
        term(cursor)
    else:
        cursor.accept(r"\cdot", r"\times")
        start = cursor.at
        factor(cursor)
    node = between(cursor, first[-1].span, cursor.span(start), operator)
    return _behind(first[:-1], node)


def _behind(before: Sequence[Node], node: Between) -> Between:
    """What precedes the first, if there is any, shows how the pattern runs."""
    return replace(node, previous=before[-1]) if before else node


def between(cursor: Cursor, first: Span, last: Span, operator: str) -> Between:
    """Find what differs between the first and the last, and make a pattern of it."""
    one = [token.text for token in cursor.tokens[slice(*first)]]
    other = [token.text for token in cursor.tokens[slice(*last)]]
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    at, high = first[0] + head, (last[0] + head, last[1] - tail)
    if len(one) - head - tail != 1 or high[0] >= high[1]:
        message = "what runs behind these dots? the first and the last differ in more"
        raise cursor.error(message, first[0])
    running = cursor.tokens[at]
    inside = one[:head].count("{") > one[:head].count("}")
    if inside and running.kind == "number" and len(running.text) > 1:
        raise cursor.error("write indices with a comma, as in a_{1,1}", at)
    tokens = list(cursor.tokens)
    tokens[at] = Token(RUNNING, "word", running.start, running.end)
    inner = Cursor(cursor.tex, tokens, cursor.names, cursor.constructs)
    inner.bound = [*cursor.bound, RUNNING]
    pattern, low = read(inner, first), read(cursor, (at, at + 1))
    return Between((first[0], last[1]), operator, RUNNING, pattern, low, read(cursor, high))


def _common(one: list[str], other: list[str]) -> int:
    """How many texts are the same from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((count for count, (a, b) in pairs if a != b), min(len(one), len(other)))
