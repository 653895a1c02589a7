r"""The levels of the grammar, and names: ``f(x + 1)`` is a call if ``f`` is a function.

Each function reads one kind of thing where the cursor stands and returns its node. What begins
with a word of its own (``\sum``, ``\frac``, ``\begin``) is read by the cursor's constructs.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..errors import MathError
from .cursor import NOTHING, Cursor, Span
from .dots import SIGNS, between
from .tokens import ACCENTS, QUADS, RELATIONS, STYLES, advice
from .tree import (
    Applied,
    Bars,
    Between,
    Braced,
    Chain,
    Difference,
    Function,
    Indexed,
    Marked,
    Name,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Several,
    Signed,
)

MAXIMUM_DEPTH = 40  # formulas within formulas
CLOSING = {")": "(", "]": "[", "}": "{", r"\}": r"\{", r"\rangle": r"\langle"}
CLOSED = {")", "]", r"\}", r"\rangle", r"\rfloor", r"\rceil", "|", r"\|"}
ENDS = {*CLOSING, r"\rfloor", r"\rceil", ",", ";", "&", "\\\\", r"\mid", r"\choose", ".", ":"}
ENDS |= RELATIONS | QUADS | {r"\right.", r"\pmod", r"\forall", r"\atop"} | set(SIGNS) | set("^_!")
MARKS = {"T", "H", "*", "dagger", "+", "-T"}
# What must be bound like a name before it joins two factors.
BOUND_OPERATORS = frozenset(
    r"* \star \otimes \odot \circ \wedge \vee \oplus \ominus \oslash \bullet \diamond".split()
)
SET_OPERATORS = frozenset(r"\cap \cup \setminus".split())
TIMES = frozenset(("", r"\cdot", r"\times"))  # nothing where factors stand side by side
JOINING = BOUND_OPERATORS | SET_OPERATORS | TIMES - {""} | {"/", r"\div", r"\bmod"}
CONDITION_WORDS = frozenset(
    "if for when otherwise else and or where with provided unless such that all every any".split()
)
FUNCTIONS = frozenset(
    "sin cos tan sec csc cot sinh cosh tanh sech csch coth"
    " arcsin arccos arctan arcsec arccsc arccot arsinh arcosh artanh arsech arcsch arcoth"
    " arcsinh arccosh arctanh arcsech arccsch arccoth exp log ln lg Gamma erf erfc sgn sign det tr"
    " trace diag arg rank gcd lcm max min Re Im Log Arg".split()
)


def read(cursor: Cursor, span: Span) -> Node:
    """Read all of an argument as one expression."""
    with cursor.within(*span):
        return whole(cursor)


def whole(cursor: Cursor) -> Node:
    """Read an expression that ends where the tokens do."""
    node = expression(cursor)
    if cursor.at < cursor.stop:
        text = cursor.peek().text
        if text in ("(", "["):
            raise cursor.error(
                "do these brackets belong to what is before them? write \\cdot there"
            )
        raise cursor.error(f"cannot read “{text}” here; write a sign or an operator before it")
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
    signs = [SIGNS[cursor.take().text] if cursor.peek().text in SIGNS else ""]
    at = cursor.at
    terms = [_signed_term(cursor, signs[-1])]
    while cursor.peek().text in SIGNS:
        last = (at, cursor.at)
        signs.append(SIGNS[cursor.take().text])
        at = cursor.at
        if cursor.peek().text == r"\dots":
            if set(signs) - {"", "+"}:
                raise cursor.error(
                    "dots in a sum with minus signs have no one meaning; write \\sum"
                )
            terms[-1] = _joined_by_dots(cursor, terms, last, "+")
            signs.pop()
        else:
            terms.append(_signed_term(cursor, signs[-1]))
    if signs == [""]:
        return terms[0]
    for one in terms:
        bar = isinstance(one, Difference) and one is not terms[0]
        if bar and cursor.tokens[one.span[0]].text not in (r"\left.", "[", "(", r"\frac"):
            message = "does this bar take the sum or one term? write \\left. before what it takes"
            raise cursor.error(message, one.span[0])
        if isinstance(one, Product) and r"\bmod" in one.operators:
            message = "does “\\bmod” take the sum or one term? write brackets"
            raise cursor.error(message, one.span[0])
    return Signed(cursor.span(start), "".join(sign or "+" for sign in signs), tuple(terms))


def _signed_term(cursor: Cursor, sign: str) -> Node:
    found = term(cursor)
    if isinstance(found, Braced) and sign not in ("", "+"):
        raise _not_printed(cursor, found)
    return found


def _not_printed(cursor: Cursor, node: Braced) -> Exception:
    message = "braces are not printed: this sum is read without them; write ( ) round it"
    return cursor.error(message, node.span[0])


def term(cursor: Cursor) -> Node:
    """Read factors; between two without an operator stands a multiplication."""
    start = cursor.at
    factors, operators = [factor(cursor)], list[str]()
    last = start
    while True:
        text = cursor.peek().text
        behind = (last, cursor.at)
        if text == r"\dots" and starts_factor(cursor, 1):
            factors[-1] = _joined_by_dots(cursor, factors, behind, "*")
        elif text == r"\bmod" and text not in cursor.names:
            return _modulo(cursor, start, product(cursor, start, operators, factors))
        elif text in JOINING:
            cursor.take()
            if cursor.peek().text == r"\dots":
                factors[-1] = _joined_by_dots(cursor, factors, behind, "*")
                continue
            operators.append(text)
            last = cursor.at
            factors.append(_signed_factor(cursor))
        elif starts_factor(cursor):
            if "/" in operators:
                raise cursor.error("is this below the “/” or not? write \\frac, or brackets")
            operators.append("")
            last = cursor.at
            factors.append(beside(cursor, factors[-1]))
        else:
            break
    node = product(cursor, start, operators, factors)
    if substitutes(cursor):
        if "/" in operators:
            raise cursor.error("what does this bar take? write \\left. before it")
        cursor.take()
        return substitution(cursor, start, node)
    return node


def product(cursor: Cursor, start: int, operators: Sequence[str], factors: Sequence[Node]) -> Node:
    """Make a product of factors, one of them as it is; no sum in braces is a factor."""
    if len(factors) == 1:
        return factors[0]
    for one in factors:
        if isinstance(one, Braced):
            raise _not_printed(cursor, one)
    return Product(cursor.span(start), tuple(operators), tuple(factors))


def beside(cursor: Cursor, before: Node) -> Node:
    """Read a factor without an operator before it; a number there needs one."""
    at, number = cursor.at, cursor.peek().kind == "number"
    found = factor(cursor)
    if number and isinstance(before, Number):
        message = "two numbers stand side by side; write \\cdot between them, or one number"
        raise cursor.error(message, at)
    if number and isinstance(found, Number) and not starts_factor(cursor):
        raise cursor.error("a number stands behind a factor; write it first, or \\cdot", at)
    halves = (found.top, found.bottom) if isinstance(found, Quotient) else (found,)
    mixed = len(halves) == 2 and all(isinstance(half, Number) for half in halves)
    if isinstance(before, Number) and mixed:
        message = "is this a mixed number or a product? write a sum, or \\cdot"
        raise cursor.error(message, at)
    return found


def _modulo(cursor: Cursor, start: int, left: Node) -> Node:
    cursor.take(r"\bmod")
    begin = cursor.at
    factors = [_signed_factor(cursor)]
    while starts_factor(cursor):
        factors.append(beside(cursor, factors[-1]))
    unclear = len(factors) > 1 and not isinstance(factors[0], Number)
    if unclear or cursor.peek().text in JOINING:
        raise cursor.error("what is the divisor of “\\bmod”? write brackets")
    right = product(cursor, begin, [""] * (len(factors) - 1), factors)
    return Product(cursor.span(start), (r"\bmod",), (left, right))


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
        free = not cursor.bars and not cursor.conditional and not substitutes(cursor, ahead)
        return token.side == "l" or (not token.side and free)
    if cursor.differentials and at_differential(cursor, ahead):
        return False
    return token.side != "r" and token.text != r"\dots"


def substitutes(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether a bar comes that puts values in, as in ``F(x) |_a^b``."""
    token = cursor.peek(ahead)
    scripts = cursor.peek(ahead + 1).text in ("_", "^")
    return token.text == "|" and token.side != "l" and scripts and not cursor.bars


def at_differential(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether ``dx`` comes."""
    following = cursor.peek(ahead + 1)
    letter = following.kind in ("character", "command") and following.name.isalpha()
    other = following.text in RELATIONS or following.name in FUNCTIONS
    return cursor.peek(ahead).text == "d" and letter and not other


def factor(cursor: Cursor) -> Node:
    """Read an atom with its exponents and factorials."""
    start = cursor.at
    node = atom(cursor)
    while True:
        text = cursor.peek().text
        if text in ("^", "_", "!", "'") and isinstance(node, Braced):
            raise _not_printed(cursor, node)
        if cursor.accept("!"):
            twice = cursor.accept("!")
            name = "double factorial" if twice else "factorial"
            node = Function(cursor.span(start), name, (node,))
        elif text == "^":
            node = _power(cursor, start, node)
        elif text == "_" and cursor.tokens[cursor.at - 1].text in (")", "]"):
            node = _indexed(cursor, start, node)
        elif text in ("(", "[") and start < cursor.at and _applies(cursor, node):
            given = arguments(cursor)
            node = Applied(cursor.span(start), node, given)
        elif text == r"\%" and "%" not in cursor.names and isinstance(node, Number):
            cursor.take()
            node = Function(cursor.span(start), "percent", (node,))
        else:
            return node


def _applies(cursor: Cursor, node: Node) -> bool:
    """Whether brackets behind this one hold an argument or an index: ``(f * g)[m, n]``."""
    joined = isinstance(node, Product) and BOUND_OPERATORS & set(node.operators)
    return bool(joined and cursor.tokens[cursor.at - 1].text in (")", "]"))


def _indexed(cursor: Cursor, start: int, base: Node) -> Node:
    """Read what stands below a bracket: an index, ``[x]_+``, or the ends of ``[F(x)]_a^b``."""
    square = cursor.tokens[cursor.at - 1].text == "]"
    behind = cursor.peek(cursor.following(1)).text
    if square and behind == "^":
        return substitution(cursor, start, base)
    cursor.take("_")
    span = cursor.group()
    if isinstance(base, Number) and cursor.canonical(span).isdigit():
        message = "is this a numeral in another base, or Pochhammer's symbol? write its value"
        raise cursor.error(message, start)
    if cursor.canonical(span) == "+":
        return Function(cursor.span(start), "positive part", (base,))
    with cursor.within(*span):
        texts = [token.text for token in cursor.tokens[slice(*span)]]
        if all(re.fullmatch(r"[A-Za-z]", text) for text in texts):
            found = [read(cursor, (k, k + 1)) for k in range(*span)]
        else:
            found = [expression(cursor)]
            while cursor.accept(",", ";"):
                found.append(expression(cursor))
            if cursor.at < cursor.stop:
                raise cursor.error("cannot read this index; write a name, or numbers with commas")
    return Indexed(cursor.span(start), base, tuple(found), square)


def substitution(cursor: Cursor, start: int, body: Node) -> Node:
    """Read the values that a variable takes: ``|_{x=0}``, ``|_a^b``."""
    low = high = None
    variable = ""
    while cursor.peek().text in ("_", "^"):
        text = cursor.take().text
        span = cursor.group()
        first, last = span
        if text == "_" and any(one.text == "=" for one in cursor.tokens[first:last]):
            sign = next(k for k in range(first, last) if cursor.tokens[k].text == "=")
            variable, span = cursor.canonical((first, sign)), (sign + 1, last)
        if text == "_":
            low = read(cursor, span)
        else:
            high = read(cursor, span)
    if low is None or (high is None and not variable):
        raise cursor.error("what is put in here? write |_{x=a}, or |_{a}^{b}", start)
    return Difference(cursor.span(start), body, variable, low, high)


def _power(cursor: Cursor, start: int, base: Node) -> Node:
    """Read an exponent, which may be a mark such as ``T``."""
    closed = cursor.last_printed(start) in CLOSED
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
    if mark == "circ" and r"\circ" not in cursor.names:
        if cursor.peek().text in ("C", "F", "K"):
            raise cursor.error("a temperature in degrees has an offset; write it in kelvins", at)
        return Function(cursor.span(start), "degrees", (base,))
    over = cursor.tokens[span[0]].text
    if over in (r"\overline", r"\underline"):
        with cursor.within(span[0] + 1, span[1]):
            inner = cursor.group()
            alone = cursor.at == cursor.stop
        if alone and (over == r"\underline" or not (isinstance(base, Name) and base.key == "e")):
            kind = "rising factorial" if over == r"\overline" else "falling factorial"
            return Function(cursor.span(start), kind, (base, read(cursor, inner)))
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
        raise cursor.error("something is missing here; write it")
    for texts, key in cursor.pieces:
        if all(cursor.peek(n).text == text for n, text in enumerate(texts)):
            cursor.at += len(texts)
            return Name(cursor.span(start), key, key)
    if token.kind == "unreadable":
        raise cursor.error(advice(token.text))
    if token.kind == "number":
        cursor.take()
        return Number(cursor.span(start), token.text)
    if token.text == "{":
        return braces(cursor)
    if token.text in CLOSING.values():
        return brackets(cursor)
    if cursor.accept(r"\lfloor", r"\lceil"):
        operand = expression(cursor)
        cursor.take(token.text.replace("l", "r", 1))
        return Function(cursor.span(start), token.name[1:], (operand,))
    if cursor.accept(r"\left."):
        with cursor.nested():
            cursor.bars += 1
            node = expression(cursor)
            cursor.bars -= 1
        if not cursor.accept("|"):
            raise cursor.error("“\\left.” is closed by “\\right|” with what is put in below it")
        return substitution(cursor, start, node)
    if token.text in ("|", r"\|"):
        return _bars(cursor)
    construct = r"\begin" if token.kind == "begin" else token.text
    if token.text in STYLES and _is_number_in_bold(cursor):
        cursor.take()
        first, _ = cursor.group()
        if cursor.tokens[first].text != "0":
            raise cursor.error("a bold number is a vector; bind a name to it", first)
        return Number(cursor.span(start), "0")
    if token.kind in ("begin", "command", "word") and construct in cursor.constructs:
        return cursor.constructs[construct](cursor)
    return cursor.constructs["function" if is_function(cursor) else "name"](cursor)


def _is_number_in_bold(cursor: Cursor) -> bool:
    ahead = 2 if cursor.peek(1).text == "{" else 1
    return cursor.peek(ahead).kind == "number" and cursor.following(1) in (2, 4)


def braces(cursor: Cursor) -> Node:
    """Read what stands in braces, which are not printed."""
    start = cursor.at
    cursor.take("{")
    with cursor.nested():
        node = expression(cursor)
        if cursor.accept(r"\choose"):
            bottom = expression(cursor)
            cursor.take("}")
            return Function(cursor.span(start), "binomial", (node, bottom))
        if cursor.peek().text == r"\atop":
            raise cursor.error("“\\atop” has many meanings; write \\binom{n}{k}")
        if cursor.peek().text != "}":
            message = f"“{{” is not closed by “{cursor.peek().text}”; fix the brackets"
            raise cursor.error(message if cursor.peek() is not NOTHING else "a brace is not closed")
        cursor.take()
    if cursor.in_brackets((start + 1, cursor.at - 1)) or isinstance(
        node, Name | Number | Root | Bars | Several
    ):
        return node
    scripts = cursor.peek().text in ("^", "_", "!", "'")
    return Braced(cursor.span(start), node) if scripts or isinstance(node, Signed) else node


def brackets(cursor: Cursor) -> Node:
    """Read ``(...)``, with one thing in it or several."""
    start = cursor.at
    if cursor.peek().text == r"\{" and cursor.peek(1).kind == "begin":
        return cursor.constructs["cases"](cursor)
    opening = cursor.take().text
    with cursor.nested():
        if opening in (r"\{", "(") and cursor.peek().text == CLOSE[opening]:
            cursor.take()
            return Several(cursor.span(start), (), opening, CLOSE[opening])
        things = items(cursor)
        if opening == r"\{" and cursor.peek().text in (":", r"\mid", "|", *RELATIONS):
            return cursor.constructs["set"](_back(cursor, start))
        closing = cursor.take().text
    half_open = {"[": "(", "(": "["}.get(opening, "")
    if CLOSING.get(closing) not in (opening, half_open):
        message = f"“{opening}” is not closed by “{closing}”; fix the brackets"
        raise cursor.error(message, cursor.at - 1)
    single = len(things) == 1 and not isinstance(things[0], Between)
    if single and opening in ("(", "["):
        return things[0]
    return Several(cursor.span(start), things, opening, closing)


CLOSE = {opening: closing for closing, opening in CLOSING.items()}


def _back(cursor: Cursor, start: int) -> Cursor:
    cursor.at = start
    return cursor


def _bars(cursor: Cursor) -> Node:
    r"""Read ``|...|`` or ``\|...\|``, the latter with the kind of norm."""
    start = cursor.at
    first, following = cursor.peek(), cursor.peek(1)
    adjacent = following.text == "|" and following.start == first.end
    if first.text == "|" and adjacent and not first.side + following.side:
        bars = cursor.bars, cursor.differentials
        try:  # “||x||” is a norm, “||x| - y|” is none
            return _between_bars(cursor, start, ("|", "|"))
        except MathError:
            cursor.at = start
            cursor.bars, cursor.differentials = bars
    return _between_bars(cursor, start, (first.text,))


def _between_bars(cursor: Cursor, start: int, bars: tuple[str, ...]) -> Node:
    for bar in bars:
        cursor.take(bar)
    outside, cursor.differentials = cursor.differentials, 0
    cursor.bars += 1
    operand = expression(cursor)
    cursor.bars -= 1
    for bar in bars:
        if not cursor.accept(bar):
            raise cursor.error(f"“{bar}” is not closed here; write another “{bar}”")
    cursor.differentials = outside
    double = len(bars) > 1 or bars == (r"\|",)
    order: str | Node = "2"
    if double and cursor.accept("_"):
        span = cursor.group()
        order = cursor.canonical(span)
        if order not in ("F", "infty", "*", "1", "2", "max"):
            order = read(cursor, span)
    return Bars(cursor.span(start), operand, double, order)


# Functions


def is_function(cursor: Cursor) -> bool:
    """Whether a function that everybody knows comes, and no test means something else by it."""
    token = cursor.peek()
    known = token.kind in ("word", "command") and token.name in FUNCTIONS
    return known and token.name not in cursor.names


# Arguments


def arguments(cursor: Cursor) -> tuple[Node, ...]:
    r"""Read ``(a, b)``, ``[a, b]`` or ``(a \mid b)``: a condition is an argument too."""
    opening = cursor.take().text
    closing = {"(": ")", "[": "]"}[opening]
    with cursor.nested(_has_single_bar(cursor, opening, closing)):
        found = list(items(cursor, (",", ";", r"\mid", "|", r"\|", "=", r"\le", "<", r"\ge", ">")))
        cursor.take(closing)
    return tuple(found)


def _has_single_bar(cursor: Cursor, opening: str, closing: str) -> bool:
    """Whether an odd number of bars stands between the brackets: one of them separates."""
    level, ahead, bars, double = 1, 0, 0, 0
    while level and (token := cursor.peek(ahead)) is not NOTHING:
        level += (token.text == opening) - (token.text == closing)
        bars += level == 1 and token.text == "|" and not token.side
        double += level == 1 and token.text == r"\|" and not token.side
        ahead += 1
    return bars % 2 == 1 or double % 2 == 1


# Dots: ``x_1 + \dots + x_n`` differs from term to term in one running number


def items(cursor: Cursor, separators: tuple[str, ...] = (",", ";")) -> tuple[Node, ...]:
    """Read things with commas between them, of which dots may stand for some."""
    at = cursor.at
    found = [expression(cursor)]
    last = (at, cursor.at)
    while cursor.accept(*separators):
        if not cursor.accept(r"\dots"):
            at = cursor.at
            found.append(expression(cursor))
            last = (at, cursor.at)
            continue
        if not cursor.accept(","):
            raise cursor.error("dots stand between two things; write the last one behind them")
        start = cursor.at
        expression(cursor)
        found[-1] = _behind(found[:-1], between(cursor, last, cursor.span(start), ",", read))
    return tuple(found)


def _joined_by_dots(cursor: Cursor, first: Sequence[Node], last: Span, operator: str) -> Node:
    r"""Read ``\dots + x_n`` behind the first terms, or the same of factors."""
    cursor.take(r"\dots")
    if operator == "+":
        if not cursor.accept("+"):
            raise cursor.error("these dots have no last term; write \\sum")
        start = cursor.at
        term(cursor)
    else:
        cursor.accept(r"\cdot", r"\times")
        start = cursor.at
        factor(cursor)
    node = between(cursor, last, cursor.span(start), operator, read)
    return _behind(first[:-1], node)


def _behind(before: Sequence[Node], node: Between) -> Between:
    """What precedes the first, if there is any, shows how the pattern runs."""
    return replace(node, previous=before[-1]) if before else node
