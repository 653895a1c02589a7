"""The names that a tree asks for, so that what a test binds and nothing uses is found."""

from collections.abc import Iterator

from ..errors import MathError
from ..parsing import tree


def all_nodes(node: tree.Node) -> Iterator[tree.Node]:
    """A node and all below it."""
    yield node
    for part in node.parts:
        yield from all_nodes(part)


def names_in(node: tree.Node) -> Iterator[tree.Name]:
    """All names below a node."""
    return (one for one in all_nodes(node) if isinstance(one, tree.Name))


def keys_of(node: tree.Node, bound: frozenset[str] = frozenset()) -> Iterator[str]:
    """What the test's names are asked for: names that nothing in the formula gives a value.

    An index that runs through what it is bound to, and the variable of a derivative, are asked for
    too.
    """
    if isinstance(node, tree.Name) and node.key not in bound:
        yield node.key
        if node.indices:
            yield f"{node.key}[]"
    if isinstance(node, tree.Product):
        yield from node.operators
    if isinstance(node, tree.Power) and isinstance(node.base, tree.Name) and node.base.key == "e":
        yield "exp"
    inner = bound
    if isinstance(node, tree.Derivative) or (
        isinstance(node, tree.Series) and not node.sets and node.low is None
    ):
        yield from (one for one in node.variables if one not in bound)
        yield from getattr(node, "asked", ())
    elif isinstance(node, tree.Extremum) and node.domain is None:
        yield node.variable
    elif not isinstance(node, tree.Difference):
        own = {getattr(node, "variable", ""), *getattr(node, "variables", ())}
        inner = bound | own
    outside = {
        id(getattr(node, one, None)) for one in ("low", "high", "target", "domain", "region")
    }
    outside |= {id(one) for one in getattr(node, "sets", ())}
    for part in node.parts:
        yield from keys_of(part, bound if id(part) in outside else inner)


def only_free(body: tree.Node, known: set[str]) -> str:
    """The only name of a body that has no value: the one that values are put in for.

    Raises
    ------
    MathError
        If there is none, or more than one.
    """
    free = {name.key for name in names_in(body)} - known
    if len(free) != 1:
        listed = ", ".join(sorted(free)) or "none"
        message = f"in which variable are these values put in? free here: {listed}; write "
        raise MathError(message + "|_{x=a}^{x=b}, or leave one name unbound")
    return free.pop()
