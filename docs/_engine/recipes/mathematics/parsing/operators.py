"""What binds a variable: sums, products, integrals, extrema, limits."""

from collections.abc import Iterator

from .cursor import NOTHING, Cursor, Span
from .dots import SIGNS
from .functions import function
from .grammar import (
    FUNCTIONS,
    at_differential,
    atom,
    chain,
    expression,
    read,
    starts_factor,
    term,
    whole,
)
from .names import differential, symbol
from .tokens import RELATIONS
from .tree import (
    Chain,
    DomainIntegral,
    Extremum,
    Filtered,
    Function,
    Integral,
    Limit,
    Name,
    Node,
    Number,
    Series,
    Several,
    Signed,
)

SEPARATORS = (",", "\\\\", ":", r"\mid", r"\quad", ";")
_ENDLESS = (r"\ge", ">")
_EXTREMA = {r"\min", r"\max", r"\sup", r"\inf"}


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
    """Read the term that an operator takes; what is added behind it must not need its variable."""
    with cursor.binding(*variables):
        body = term(cursor)
    if cursor.peek().text in SIGNS:
        level, ahead = 0, 1
        while (token := cursor.peek(ahead)) is not NOTHING and level >= 0:
            level += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
            again = token.text in (r"\sum", r"\prod", r"\int", r"\lim", *_EXTREMA)
            if again or (level == 0 and token.text in {",", *RELATIONS}):
                break
            if token.name in variables and token.name not in cursor.bound:
                message = f"does the operator take what is added too? “{token.name}” stands there; "
                raise cursor.error(message + "write brackets", cursor.at + ahead)
            ahead += 1
    return body


def series(cursor: Cursor) -> Node:
    """Read a sum or a product with its indices."""
    start = cursor.at
    operator = "+" if cursor.take().text == r"\sum" else "*"
    below, above = _limits(cursor)
    if below is None:
        raise cursor.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
    if cursor.tokens[below[0]].text == r"\substack":
        with cursor.within(below[0] + 1, below[1]):
            below = cursor.group()
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
    if len(texts) > 2 and texts[1] in _ENDLESS and not RELATIONS & set(texts[2:]):
        return _endless(cursor, start, operator, below)
    if len(texts) > 2 and texts[1] in ("|", r"\mid") and not RELATIONS & set(texts):
        with cursor.within(*below):
            variable = symbol(cursor)
            cursor.take()
            at = cursor.at
            among = cursor.names.get(variable)
            known = (Name((at, at), variable, variable),) if hasattr(among, "__iter__") else ()
            divisors = Function((at, below[1]), "divisors", (whole(cursor), *known))
        body = _body(cursor, variable)
        return Series(cursor.span(start), operator, (variable,), body, sets=(divisors,))
    return _over_sets(cursor, start, operator, below)


def _endless(cursor: Cursor, start: int, operator: str, below: Span) -> Node:
    r"""Read ``\sum_{k \ge 0}``, which has no end."""
    with cursor.within(*below):
        variable = symbol(cursor)
        strict = cursor.take().text == ">"
        at = cursor.at
        low = whole(cursor)
    if strict:
        low = Signed((at, below[1]), "++", (low, Number((at, at), "1")))
    body = _body(cursor, variable)
    high = Name((at, at), "infty", "infty")
    return Series(cursor.span(start), operator, (variable,), body, low, high)


def _over_sets(cursor: Cursor, start: int, operator: str, below: Span) -> Node:
    r"""Read ``\sum_{p \in T}``, ``\sum_{i, j}``, ``\sum_{i \ne j}``, ``\sum_{0 \le i < j}``."""
    with cursor.within(*below):
        if cursor.at >= cursor.stop:
            raise cursor.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
        variables, sets, conditions = _ranges(cursor)
    body = _body(cursor, *variables)
    span = cursor.span(start)
    return Series(span, operator, variables, body, sets=sets, conditions=conditions)


def _ranges(cursor: Cursor) -> tuple[tuple[str, ...], tuple[Node, ...], tuple[Chain, ...]]:
    begin = cursor.at
    paired = cursor.accept("(")
    listed = _listed(cursor)
    if paired and not cursor.accept(")"):
        listed = ()
    if listed and cursor.accept(r"\in"):
        domain = expression(cursor)
        sets = (domain,) if paired else (domain,) * len(listed)
        return listed, sets, _more(cursor, listed)
    if not listed:
        cursor.at = begin
        listed = _running(cursor)
    return listed, (), _more(cursor, listed)


def _listed(cursor: Cursor) -> tuple[str, ...]:
    """Read the indices ``i, j``; none if a condition comes instead."""
    found = []
    while cursor.peek().name.isalpha() and cursor.peek(1).text in (
        "",
        ")",
        r"\in",
        *SEPARATORS,
    ):
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
        if (
            not letter
            or name in FUNCTIONS
            or token.text in RELATIONS
            or name in cursor.bound
            or name in found
        ):
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
    everywhere = below is not None and cursor.canonical(below) == "mathbbR"
    if signs > 1 or (below is not None and above is None and not everywhere):
        return _over_region(cursor, start, signs, below)
    if below is None or (above is None and not everywhere):
        raise cursor.error("an integral needs its limits; write \\int_{a}^{b}", start)
    if above is None:
        high: Node = Name(below, "infty", "infty")
        low: Node = Signed(below, "-", (high,))
    else:
        low, high = read(cursor, below), read(cursor, above)
    (variable,) = _differentials(cursor, start, several=False)
    if callable(cursor.names.get(variable)):
        message = f"“{variable}” is bound to a function, by which is integrated here; write its "
        raise cursor.error(message + "derivative times a differential", start)
    if at_differential(cursor):  # “\int_a^b dx f(x)”
        cursor.take("d")
        differential(cursor)
        body: Node = Number(cursor.span(cursor.at), "1")
        if starts_factor(cursor):
            body = _body(cursor, variable)
        elif cursor.peek().text in (r"\cdot", r"\times", "/"):
            raise cursor.error("is this in the integral or outside of it? write brackets")
        return Integral(cursor.span(start), variable, body, low, high)
    body = _integrand(cursor, (variable,))
    if cursor.pending:
        if cursor.pending.pop(0) != variable:
            raise cursor.error("which differential ends this integral? write one behind it", start)
    else:
        cursor.take("d")
        differential(cursor)
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
    if cursor.pending:
        raise cursor.error("write the differentials of this integral behind it", start)
    while at_differential(cursor):
        cursor.take()
        differential(cursor)
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
    inner = 0
    variables = list[str]()
    places = list(_places(cursor, cursor.at, cursor.stop))
    signs = sum(cursor.tokens[at].text != "d" for at in places)
    if "d" in {*cursor.names, *cursor.bound} and len(places) > 2 * signs + 1:
        raise cursor.error("is “d” a differential or what is bound? rename what is bound", start)
    for at in places:
        if cursor.tokens[at].text != "d":
            inner += 1
        elif inner:
            inner -= 1
        elif not variables or several:
            with cursor.within(at + 1, cursor.stop):
                variables.append(differential(cursor))
                if cursor.peek().text in ("_", "^"):
                    message = "the variable of an integral is a letter without index"
                    raise cursor.error(message, start)
        if variables and not several:
            break
    if variables:
        return tuple(variables)
    wanted = "differentials" if several else "differential, such as dx,"
    message = f"where does this integral end? write its {wanted} behind it"
    raise cursor.error(message, start)


def _places(cursor: Cursor, at: int, stop: int) -> Iterator[int]:
    """Where integrals and differentials stand: not in brackets, but in numerators."""
    while at < stop:
        text = cursor.tokens[at].text
        if text in ("_", "^"):
            at = _behind(cursor, at + 1)
        elif text == r"\frac":
            middle = _behind(cursor, at + 1)
            below = [token.text for token in cursor.tokens[middle : middle + 2]]
            if not {"d", r"\partial"} & set(below) and cursor.tokens[at + 1].text == "{":
                yield from _places(cursor, at + 2, middle - 1)
            at = _behind(cursor, middle)
        elif text in ("(", "[", "{", r"\{") or cursor.tokens[at].kind == "begin":
            at = _closed(cursor, at, stop)
        elif text in (")", "]", "}", r"\}"):
            return
        else:
            following = cursor.tokens[at + 1] if at + 1 < stop else NOTHING
            letter = following.kind in ("character", "command") and following.name.isalpha()
            if text == r"\int" or (text == "d" and letter):
                yield at
                at += text == "d"
            at += 1


def _behind(cursor: Cursor, at: int) -> int:
    """The token behind an argument."""
    with cursor.within(at, len(cursor.tokens)):
        return at + cursor.following()


def _closed(cursor: Cursor, at: int, stop: int) -> int:
    """The token behind the bracket that closes the one here."""
    level = 0
    while at < stop:
        token = cursor.tokens[at]
        level += token.text in ("(", "[", "{", r"\{") or token.kind == "begin"
        level -= token.text in (")", "]", "}", r"\}") or token.kind == "end"
        at += 1
        if not level:
            break
    return at


def underset(cursor: Cursor) -> Node:
    r"""Read ``\underset{x \in S}{\arg\min}``: what stands below an operator, written first."""
    start = cursor.at
    cursor.take()
    below = cursor.group()
    operator = cursor.group()
    texts = [cursor.tokens[k].text for k in range(*operator)]
    if not texts or texts[-1] not in {*_EXTREMA, r"\lim", *WHERE}:
        raise cursor.error("what stands below this? write it with _{ }", start)
    behind, cursor.at = cursor.at, operator[0]
    if texts[-1] == r"\lim":
        cursor.at = behind
        return _limit(cursor, start, below)
    where = texts[0] == r"\arg" or texts[-1] in WHERE
    largest = texts[-1] in (r"\sup", r"\max") or texts[-1].endswith("max")
    cursor.at = behind
    return _extremum(cursor, start, where, largest, below)


WHERE = {"arg min", "argmin", "arg max", "argmax", r"\argmin", r"\argmax"}


def extremum(cursor: Cursor) -> Node:
    r"""Read ``\max_{x \in S} f(x)``, ``\arg\min_x f(x)``, or ``\max(a, b)``."""
    start = cursor.at
    where = cursor.peek().text == r"\arg"
    if where and cursor.peek(1).text not in (r"\min", r"\max"):
        return function(cursor)
    if where:
        cursor.take()
    text = cursor.take().text
    where = where or text in WHERE
    if not cursor.accept("_"):
        if text in (r"\sup", r"\inf") and cursor.peek().text == r"\{":
            of = atom(cursor)
            name = "max" if text == r"\sup" else "min"
            return Function(cursor.span(start), name, (of,))
        if where or text in (r"\sup", r"\inf"):
            raise cursor.error("over which set? write it below, as in \\max_{x \\in S}", start)
        cursor.at = start
        return function(cursor)
    largest = text == r"\sup" or text.endswith("max")
    return _extremum(cursor, start, where, largest, cursor.group())


def _extremum(cursor: Cursor, start: int, where: bool, largest: bool, below: Span) -> Node:
    domain: Node | None = None
    conditions: tuple[Chain, ...] = ()
    others = list[str]()
    texts = [token.text for token in cursor.tokens[slice(*below)]]
    with cursor.within(*below):
        if r"\in" not in texts and RELATIONS & set(texts):
            (variable, *several) = _running(cursor)
            if several:
                raise cursor.error("which variable is searched here? bind the others", below[0])
            conditions = _more(cursor, (variable,))
        else:
            variable = symbol(cursor)
            if cursor.peek().text == "_":
                cursor.take()
                variable += f"_{cursor.canonical(cursor.group())}"
            while not where and cursor.accept(","):
                others.append(symbol(cursor))
            if cursor.at < cursor.stop:
                cursor.take(r"\in")
                domain = expression(cursor)
                conditions = _more(cursor, (variable,))
    with cursor.binding(*others):
        body = _body(cursor, variable)
    span = cursor.span(start)
    for other in reversed(others):
        body = Extremum(span, largest, where, other, body, domain, conditions)
    return Extremum(span, largest, where, variable, body, domain, conditions)


def set_builder(cursor: Cursor) -> Node:
    r"""Read ``\{x \in X : x > 0\}`` or ``\{x^2 : x \in X\}``."""
    start = cursor.at
    cursor.take(r"\{")
    level, at = 0, cursor.at
    while at < cursor.stop:
        text = cursor.tokens[at].text
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        if level < 0 or (level == 0 and text in (":", r"\mid", "|")):
            break
        at += 1
    head = [cursor.tokens[k].text for k in range(cursor.at, at)]
    if at >= cursor.stop or cursor.tokens[at].text == r"\}":
        raise cursor.error("which elements has this set? write \\{x \\in X : …\\}", start)
    close = _closed(cursor, start, cursor.stop) - 1
    if r"\in" in head:
        with cursor.within(cursor.at, at):
            variables, sets, _ = _ranges(cursor)
            value: Node = Name((start + 1, start + 2), variables[0], variables[0])
            if len(variables) > 1:
                names = tuple(Name((start + 1, at), one, one) for one in variables)
                value = Several((start + 1, at), names)
        with cursor.within(at + 1, close):
            conditions = _more(cursor, variables)
    else:
        with cursor.within(at + 1, close):
            variables, sets, conditions = _ranges(cursor)
        if not sets:
            message = "from which set are these elements? write \\{x \\in X : …\\}"
            raise cursor.error(message, start)
        with cursor.binding(*variables):
            value = read(cursor, (start + 1, at))
    cursor.at = close
    cursor.take(r"\}")
    if len(sets) > 1:
        raise cursor.error("one set at a time; write \\{… : (i, j) \\in S\\}", start)
    pairs = len(variables) > 1
    return Filtered(cursor.span(start), value, variables, sets[0], conditions, pairs)


def limit(cursor: Cursor) -> Node:
    r"""Read ``\lim_{x \to a} f(x)``, also from one side: ``x \to 0^{+}``."""
    start = cursor.at
    cursor.take()
    cursor.take("_")
    return _limit(cursor, start, cursor.group())


def _limit(cursor: Cursor, start: int, below: Span) -> Node:
    side = ""
    with cursor.within(*below):
        variable = symbol(cursor)
        arrow = cursor.take().text
        if arrow not in _ARROWS:
            raise cursor.error("where does this tend to? write \\lim_{x \\to a}", cursor.at - 1)
        side = _ARROWS[arrow]
        rest = [token.text for token in cursor.tokens[cursor.at : cursor.stop]]
        signs = "".join(rest).rstrip("}")
        if signs[-1:] in ("+", "-") and len(rest) > 1:
            side = signs[-1]
            while cursor.tokens[cursor.stop - 1].text in ("+", "-", "^", "{", "}"):
                cursor.stop -= 1
        target = whole(cursor)
    body = _body(cursor, variable)
    return Limit(cursor.span(start), variable, target, body, side)


_ARROWS = {r"\to": "", r"\rightarrow": "", r"\downarrow": "+", r"\searrow": "+"}
_ARROWS |= {r"\uparrow": "-", r"\nearrow": "-", r"\longrightarrow": ""}
