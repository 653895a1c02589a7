"""What binds a variable: sums, products, integrals, extrema, limits."""

from .cursor import NOTHING, Cursor, Span
from .grammar import at_differential, chain, expression, function, read, symbol, term, whole
from .tokens import RELATIONS
from .tree import Chain, DomainIntegral, Extremum, Integral, Limit, Node, Number, Series

SEPARATORS = (",", "\\\\", ":", r"\mid", r"\quad")


def _limits(cursor: Cursor) -> tuple[Span | None, Span | None]:
    """What stands below and above."""
    below = above = None
    while cursor.peek().text in ("_", "^"):
        if cursor.take().text == "_":
            below = cursor.group()
        else:
            above = cursor.group()
    return below, above


def _body(cursor: Cursor, *variables: str) -> Node:
    with cursor.binding(*variables):
        return term(cursor)


def series(cursor: Cursor) -> Node:
    """Read a sum or a product with its indices."""
    start = cursor.at
    operator = "+" if cursor.take().text == r"\sum" else "*"
    below, above = _limits(cursor)
    if below is None:
        raise cursor.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
    texts = [token.text for token in cursor.tokens[slice(*below)]]
    if "=" in texts and above is not None:
        with cursor.within(*below):
            variable = symbol(cursor)
            cursor.take("=")
            low = expression(cursor)
            conditions = _more(cursor, (variable,))
        high = read(cursor, above)
        body = _body(cursor, variable)
        span = cursor.span(start)
        return Series(span, operator, (variable,), body, low, high, conditions=conditions)
    if above is not None:
        message = "a sum with an upper limit needs a lower one, as in \\sum_{i=1}^{n}"
        raise cursor.error(message, start)
    return _over_sets(cursor, start, operator, below)


def _over_sets(cursor: Cursor, start: int, operator: str, below: Span) -> Node:
    r"""Read ``\sum_{p \in T}``, ``\sum_{i, j}``, ``\sum_{i \ne j}``, ``\sum_{0 \le i < j}``."""
    with cursor.within(*below):
        if cursor.accept(r"\substack"):
            cursor.stop = cursor.group()[1]
            cursor.at = below[0] + 2
        if cursor.at >= cursor.stop:
            raise cursor.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
        variables, sets, conditions = _ranges(cursor)
    body = _body(cursor, *variables)
    span = cursor.span(start)
    return Series(span, operator, variables, body, sets=sets, conditions=conditions)


def _ranges(cursor: Cursor) -> tuple[tuple[str, ...], tuple[Node, ...], tuple[Chain, ...]]:
    begin = cursor.at
    listed = _listed(cursor)
    if listed and cursor.accept(r"\in"):
        domain = expression(cursor)
        return listed, (domain,) * len(listed), _more(cursor, listed)
    if not listed:
        cursor.at = begin
        listed = _running(cursor)
    return listed, (), _more(cursor, listed)


def _listed(cursor: Cursor) -> tuple[str, ...]:
    """Read the indices ``i, j``; none if a condition comes instead."""
    found = []
    while cursor.peek().name.isalpha() and cursor.peek(1).text in ("", r"\in", *SEPARATORS):
        found.append(symbol(cursor))
        if cursor.peek().text != "," or cursor.peek(2).text in RELATIONS:
            break
        cursor.take()
    return tuple(found)


def _running(cursor: Cursor) -> tuple[str, ...]:
    """The letters of a condition that are bound to no value, or to what they run through."""
    found: list[str] = []
    for token in cursor.tokens[cursor.at : cursor.stop]:
        name = token.name
        letter = token.kind in ("character", "command") and name.isalpha()
        if not letter or token.text in RELATIONS or name in cursor.bound or name in found:
            continue
        if isinstance(cursor.names.get(name, ()), list | tuple | range | set | frozenset):
            found.append(name)
    if not found:
        raise cursor.error("which index runs here? write \\sum_{i=1}^{n} or \\sum_{i \\in S}")
    return tuple(found)


def _more(cursor: Cursor, variables: tuple[str, ...]) -> tuple[Chain, ...]:
    r"""Read the conditions behind an index: ``i \ne j``."""
    found = []
    with cursor.binding(*variables):
        while cursor.at < cursor.stop:
            if not cursor.accept(*SEPARATORS):
                found.append(chain(cursor))
    return tuple(found)


def integral(cursor: Cursor) -> Node:
    """Read an integral with its limits, up to its differential."""
    start = cursor.at
    signs = cursor.take().name.count("i")
    below, above = _limits(cursor)
    if signs > 1 or (below is not None and above is None):
        return _over_region(cursor, start, signs, below)
    if below is None or above is None:
        raise cursor.error("an integral needs its limits; write \\int_{a}^{b}", start)
    low, high = read(cursor, below), read(cursor, above)
    (variable,) = _differentials(cursor, start, several=False)
    body = _integrand(cursor, (variable,))
    cursor.take("d")
    symbol(cursor)
    return Integral(cursor.span(start), variable, body, low, high)


def _over_region(cursor: Cursor, start: int, signs: int, below: Span | None) -> Node:
    """Read an integral over a region that a name is bound to."""
    if below is None:
        raise cursor.error("an integral needs its region; write \\iint_{D}", start)
    region = read(cursor, below)
    variables = _differentials(cursor, start, several=True)
    if len(variables) < signs:
        raise cursor.error(f"{signs} signs of integration need as many differentials", start)
    body = _integrand(cursor, variables)
    while at_differential(cursor):
        cursor.take()
        symbol(cursor)
    return DomainIntegral(cursor.span(start), variables, body, region)


def _integrand(cursor: Cursor, variables: tuple[str, ...]) -> Node:
    """Read up to the differential; without anything before it, 1 is integrated."""
    cursor.differentials += 1
    with cursor.binding(*variables):
        empty = at_differential(cursor)
        body = Number(cursor.span(cursor.at), "1") if empty else expression(cursor)
    cursor.differentials -= 1
    return body


def _differentials(cursor: Cursor, start: int, several: bool) -> tuple[str, ...]:
    """Look ahead for the variable of this integral, or for several in a row.

    Inner integrals have theirs before.
    """
    level, inner, ahead = 0, 0, 0
    while cursor.peek(ahead) is not NOTHING and level >= 0:
        text = cursor.peek(ahead).text
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        inner += level == 0 and text == r"\int"
        if level == 0 and at_differential(cursor, ahead):
            if not inner:
                variables = list[str]()
                while at_differential(cursor, ahead) and (several or not variables):
                    variables.append(cursor.peek(ahead + 1).name)
                    ahead += 2
                if cursor.peek(ahead).text in ("_", "^"):
                    message = "the variable of an integral is a letter without index"
                    raise cursor.error(message, start)
                return tuple(variables)
            inner -= 1
        ahead += 1
    differential = "differentials" if several else "differential, such as dx,"
    message = f"where does this integral end? write its {differential} behind it"
    raise cursor.error(message, start)


def extremum(cursor: Cursor) -> Node:
    r"""Read ``\max_{x \in S} f(x)``, ``\arg\min_x f(x)``, or ``\max(a, b)``."""
    start = cursor.at
    where = cursor.peek().text == r"\arg"
    if where and cursor.peek(1).text not in (r"\min", r"\max"):
        return function(cursor)
    if where:
        cursor.take()
    text = cursor.take().text
    if not cursor.accept("_"):
        if where or text in (r"\sup", r"\inf"):
            raise cursor.error("over which set? write it below, as in \\max_{x \\in S}", start)
        cursor.at = start
        return function(cursor)
    domain = None
    with cursor.within(*cursor.group()):
        variable = symbol(cursor)
        if cursor.at < cursor.stop:
            cursor.take(r"\in")
            domain = whole(cursor)
    body = _body(cursor, variable)
    largest = text in (r"\sup", r"\max")
    return Extremum(cursor.span(start), largest, where, variable, body, domain)


def limit(cursor: Cursor) -> Node:
    r"""Read ``\lim_{x \to a} f(x)``."""
    start = cursor.at
    cursor.take()
    cursor.take("_")
    with cursor.within(*cursor.group()):
        variable = symbol(cursor)
        cursor.take(r"\to")
        target = whole(cursor)
    body = _body(cursor, variable)
    return Limit(cursor.span(start), variable, target, body)
