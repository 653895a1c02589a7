r"""What dots stand for: ``x_1 + \dots + x_n`` differs from term to term in one running number."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from .cursor import Cursor, Span
from .tokens import Token
from .tree import Between, Node, Number

SIGNS = {"+": "+", "-": "-", r"\pm": "±", r"\mp": "∓"}
RUNNING = "running number"  # stands for what differs from term to term, where there are dots
Reading = Callable[[Cursor, Span], Node]


def between(cursor: Cursor, first: Span, last: Span, operator: str, read: Reading) -> Between:
    """Find the running number that differs between the first and the last; make it a pattern.

    Behind ``a_1 x``, as the first of ``a_n x^n``, the exponent 1 is not written.

    Parameters
    ----------
    read
        Reads an expression.
    """
    tokens = list(cursor.tokens)
    found = _differences(tokens, first, last)
    if found is None and operator == "+":
        here = tokens[first[1] - 1].end
        power = [Token("^", "character", here, here), Token("1", "number", here, here)]
        longer = [*tokens[: first[1]], *power, *tokens[first[1] + 2 :]]
        found = _differences([*longer[: first[1] + 2]], (first[0], first[1] + 2), last, tokens)
        if found is not None:
            tokens, first = longer, (first[0], first[1] + 2)
    if found is None:
        message = (
            "what runs behind these dots? the first and the last differ in more; write an index"
        )
        raise cursor.error(message, first[0])
    places, high = found
    at = places[0]
    opened = [tokens[k].text for k in range(first[0], at)]
    running = tokens[at]
    if opened.count("{") > opened.count("}") and running.kind == "number" and len(running.text) > 1:
        raise cursor.error("write indices with a comma, as in a_{1,1}", at)
    low = Number((at, at + 1), running.text) if running.kind == "number" else None
    last_tokens = _in_its_place(cursor, tokens, at, first, high)
    for place in places:
        token = tokens[place]
        tokens[place] = Token(RUNNING, "word", token.start, token.end)
    inner = Cursor(cursor.tex, tokens, cursor.names, cursor.constructs, cursor.variables)
    inner.bound = [*cursor.bound, RUNNING]
    pattern = read(inner, first)
    low_node = low or read(cursor, (at, at + 1))
    final = Cursor(cursor.tex, last_tokens, cursor.names, cursor.constructs, cursor.variables)
    final.bound = [*cursor.bound]
    return Between((first[0], last[1]), operator, RUNNING, pattern, low_node, read(final, high))


def _in_its_place(
    cursor: Cursor, tokens: Sequence[Token], at: int, first: Span, high: Span
) -> list[Token]:
    """The tokens of the last number as its place reads them: ``x - n + 1`` takes n - 1 from x."""
    found = list(cursor.tokens)
    signs = [k for k in _outside(found, high) if found[k].text in SIGNS and k > high[0]]
    if not signs:
        return found
    before = tokens[at - 1].text if at > first[0] else "("
    behind = tokens[at + 1].text if at + 1 < first[1] else ")"
    if behind not in (")", "]", "}", ",", "+", "-", r"\}") or before not in (
        *("(", "[", "{", "_", ",", "+", "-"),
        *(r"\{", ";", "="),
    ):
        message = "does the sign in the last number belong to it? write brackets round it"
        raise cursor.error(message, high[0])
    if before == "-":
        flip = {"+": "-", "-": "+"}
        for k in signs:
            found[k] = replace(found[k], text=flip.get(found[k].text, found[k].text))
    return found


def _outside(tokens: Sequence[Token], span: Span) -> list[int]:
    """The places in a span that no bracket holds."""
    level, found = 0, []
    for k in range(*span):
        level += (tokens[k].text in ("(", "[", "{")) - (tokens[k].text in (")", "]", "}"))
        if level == 0:
            found.append(k)
    return found


def _differences(
    tokens: Sequence[Token], first: Span, last: Span, others: Sequence[Token] = ()
) -> tuple[list[int], Span] | None:
    """Where a number runs in the first, and what it is in the last; None if more differs."""
    one = [token.text for token in tokens[slice(*first)]]
    other = [token.text for token in (others or tokens)[slice(*last)]]
    places: list[int] = []
    high: list[str] | None = None
    found: Span | None = None
    at = to = 0
    while at < len(one):
        if to < len(other) and one[at] == other[to]:
            at, to = at + 1, to + 1
            continue
        length = _running_length(other[to:], one[at + 1 :])
        if not length or not re.fullmatch(r"\d+|[A-Za-z]", one[at]):
            return None
        braced = other[to : to + 1] == ["{"] and other[to + length - 1 : to + length] == ["}"]
        text = other[to + braced : to + length - braced]
        if high is not None and high != text:
            return None
        high, found = text, (last[0] + to + braced, last[0] + to + length - braced)
        places.append(first[0] + at)
        at, to = at + 1, to + length
    return (places, found) if found is not None and to == len(other) else None


def _running_length(rest: list[str], then: list[str]) -> int:
    """How many tokens of the last stand for one of the first: up to what follows in both."""
    level = 0
    for count, text in enumerate(rest):
        if level == 0 and count and then and text == then[0]:
            return count
        level += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
        if level < 0:
            return count
    return len(rest) if not then else 0
