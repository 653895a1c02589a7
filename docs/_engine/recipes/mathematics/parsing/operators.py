"""What binds a variable: sums, products, integrals, extrema, limits."""

from typing import TYPE_CHECKING

from . import names
from .tokens import RELATIONS
from .tree import Chain, DomainIntegral, Extremum, Integral, Limit, Node, Number, Series

if TYPE_CHECKING:
    from .parser import Parser

Span = tuple[int, int]
SEPARATORS = (",", "\\\\", ":", r"\mid", r"\quad")


def _limits(parser: "Parser") -> tuple[Span | None, Span | None]:
    """What stands below and above."""
    below = above = None
    while parser.peek().text in ("_", "^"):
        if parser.take().text == "_":
            below = parser.group()
        else:
            above = parser.group()
    return below, above


def series(parser: "Parser") -> Node:
    """Read a sum or a product with its indices."""
    start = parser.at
    operator = "+" if parser.take().text == r"\sum" else "*"
    below, above = _limits(parser)
    if below is None:
        raise parser.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
    texts = [token.text for token in parser.tokens[slice(*below)]]
    if "=" in texts and above is not None:
        with parser.within(*below):
            variable = names.symbol(parser)
            parser.take("=")
            low = parser.expression()
            conditions = _more(parser, (variable,))
        high = parser.read(above)
        body = _body(parser, variable)
        span = (start, parser.at)
        return Series(span, operator, (variable,), body, low, high, conditions=conditions)
    if above is not None:
        raise parser.error(
            "a sum with an upper limit needs a lower one, as in \\sum_{i=1}^{n}", start
        )
    return _over_sets(parser, start, operator, below)


def _body(parser: "Parser", *variables: str) -> Node:
    with parser.binding(*variables):
        return parser.term()


def _over_sets(parser: "Parser", start: int, operator: str, below: Span) -> Node:
    r"""Read ``\sum_{p \in T}``, ``\sum_{i, j}``, ``\sum_{i \ne j}``, ``\sum_{0 \le i < j}``."""
    with parser.within(*below):
        if parser.peek().text == r"\substack":
            parser.take()
            parser.stop = parser.group()[1]
            parser.at = below[0] + 2
        if parser.at >= parser.stop:
            raise parser.error("a sum needs its index below it, as in \\sum_{i=1}^{n}", start)
        variables, sets, conditions = _ranges(parser)
    body = _body(parser, *variables)
    return Series((start, parser.at), operator, variables, body, sets=sets, conditions=conditions)


def _ranges(parser: "Parser") -> tuple[tuple[str, ...], tuple[Node, ...], tuple[Chain, ...]]:
    begin = parser.at
    listed = _listed(parser)
    if listed and parser.peek().text == r"\in":
        parser.take()
        domain = parser.expression()
        return listed, (domain,) * len(listed), _more(parser, listed)
    if not listed:
        parser.at = begin
        listed = _running(parser)
    return listed, (), _more(parser, listed)


def _listed(parser: "Parser") -> tuple[str, ...]:
    """Read the indices ``i, j``; none if a condition comes instead."""
    found = []
    while parser.peek().name.isalpha() and parser.peek(1).text in ("", r"\in", *SEPARATORS):
        found.append(names.symbol(parser))
        if parser.peek().text != "," or parser.peek(2).text in RELATIONS:
            break
        parser.take()
    return tuple(found)


def _running(parser: "Parser") -> tuple[str, ...]:
    """The letters of a condition that are bound to no value, or to what they run through."""
    found: list[str] = []
    for token in parser.tokens[parser.at : parser.stop]:
        name = token.name
        letter = token.kind in ("character", "command") and name.isalpha()
        if not letter or token.text in RELATIONS or name in parser.bound or name in found:
            continue
        if isinstance(parser.names.get(name, ()), list | tuple | range | set | frozenset):
            found.append(name)
    if not found:
        raise parser.error("which index runs here? write \\sum_{i=1}^{n} or \\sum_{i \\in S}")
    return tuple(found)


def _more(parser: "Parser", variables: tuple[str, ...]) -> tuple[Chain, ...]:
    r"""Read the conditions behind an index: ``i \ne j``."""
    found = []
    with parser.binding(*variables):
        while parser.at < parser.stop:
            if parser.peek().text in SEPARATORS:
                parser.take()
            else:
                found.append(parser.chain())
    return tuple(found)


def integral(parser: "Parser") -> Node:
    """Read an integral with its limits, up to its differential."""
    start = parser.at
    signs = parser.take().name.count("i")
    below, above = _limits(parser)
    if signs > 1 or (below is not None and above is None):
        return _over_region(parser, start, signs, below)
    if below is None or above is None:
        raise parser.error("an integral needs its limits; write \\int_{a}^{b}", start)
    low, high = parser.read(below), parser.read(above)
    variable = _differential(parser, start)
    parser.differentials += 1
    with parser.binding(variable):
        body = _integrand(parser)
    parser.take("d")
    names.symbol(parser)
    parser.differentials -= 1
    return Integral((start, parser.at), variable, body, low, high)


def _integrand(parser: "Parser") -> Node:
    if parser.at_differential():
        return Number((parser.at, parser.at), "1")
    return parser.expression()


def _differential(parser: "Parser", start: int) -> str:
    """Look ahead for the variable of this integral; inner integrals have theirs before."""
    level, inner, ahead = 0, 0, 0
    while parser.peek(ahead).kind != "nothing" and level >= 0:
        text = parser.peek(ahead).text
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        if level == 0 and text == r"\int":
            inner += 1
        if level == 0 and parser.at_differential(ahead):
            if not inner:
                following = parser.peek(ahead + 2).text
                if following in ("_", "^"):
                    raise parser.error(
                        "the variable of an integral is a letter without index", start
                    )
                return parser.peek(ahead + 1).name
            inner -= 1
        ahead += 1
    raise parser.error(
        "where does this integral end? write its differential, such as dx, behind it", start
    )


def _over_region(parser: "Parser", start: int, signs: int, below: Span | None) -> Node:
    """Read an integral over a region that a name is bound to."""
    if below is None:
        raise parser.error("an integral needs its region; write \\iint_{D}", start)
    region = parser.read(below)
    variables = _differentials(parser, start)
    if len(variables) < signs:
        raise parser.error(f"{signs} signs of integration need as many differentials", start)
    parser.differentials += 1
    with parser.binding(*variables):
        body = _integrand(parser)
    parser.differentials -= 1
    while parser.at_differential():
        parser.take()
        names.symbol(parser)
    return DomainIntegral((start, parser.at), variables, body, region)


def _differentials(parser: "Parser", start: int) -> tuple[str, ...]:
    """Look ahead for all differentials in a row."""
    level, ahead = 0, 0
    while parser.peek(ahead).kind != "nothing":
        text = parser.peek(ahead).text
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        if level == 0 and parser.at_differential(ahead):
            found = []
            while parser.at_differential(ahead):
                found.append(parser.peek(ahead + 1).name)
                ahead += 2
            return tuple(found)
        ahead += 1
    raise parser.error("where does this integral end? write its differentials behind it", start)


def extremum(parser: "Parser") -> Node:
    r"""Read ``\max_{x \in S} f(x)``, ``\arg\min_x f(x)``, or ``\max(a, b)``."""
    start = parser.at
    where = parser.peek().text == r"\arg"
    if where and parser.peek(1).text not in (r"\min", r"\max"):
        return names.function(parser)
    if where:
        parser.take()
    text = parser.take().text
    if parser.peek().text != "_":
        if where or text in (r"\sup", r"\inf"):
            raise parser.error("over which set? write it below, as in \\max_{x \\in S}", start)
        parser.at = start
        return names.function(parser)
    parser.take()
    below = parser.group()
    domain = None
    with parser.within(*below):
        variable = names.symbol(parser)
        if parser.at < parser.stop:
            parser.take(r"\in")
            domain = parser.whole()
    largest = text in (r"\sup", r"\max")
    body = _body(parser, variable)
    return Extremum((start, parser.at), largest, where, variable, body, domain)


def limit(parser: "Parser") -> Node:
    r"""Read ``\lim_{x \to a} f(x)``."""
    start = parser.at
    parser.take()
    parser.take("_")
    with parser.within(*parser.group()):
        variable = names.symbol(parser)
        parser.take(r"\to")
        target = parser.whole()
    body = _body(parser, variable)
    return Limit((start, parser.at), variable, target, body)
