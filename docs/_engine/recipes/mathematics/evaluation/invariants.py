"""Loop invariants: parts of a formula that do not change with a variable are computed once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..parsing import tree

VARIES, UNKNOWN = object(), object()


class Invariants:
    """What stays the same now.

    Attributes
    ----------
    values
        By the identity of nodes; `UNKNOWN` until they are first evaluated.
    """

    def __init__(self) -> None:
        self.values: dict[int, Any] = {}
        self._below: dict[int, list[int]] = {}

    @contextmanager
    def of(self, body: tree.Node, variable: str) -> Iterator[None]:
        """Remember the values of what is below a body and does not change with its variable."""
        if id(body) not in self._below:
            self._below[id(body)] = [id(one) for one in _invariant(body, {variable})]
        added = [node for node in self._below[id(body)] if node not in self.values]
        self.values |= dict.fromkeys(added, UNKNOWN)
        try:
            yield
        finally:
            for node in added:
                del self.values[node]


def _invariant(node: tree.Node, variables: set[str]) -> Iterator[tree.Node]:
    """The largest parts of a node without variables, also without those that it binds itself."""
    inner = variables | {getattr(node, "variable", ""), *getattr(node, "variables", ())}
    for part in node.parts:
        if inner & _names(part):
            yield from _invariant(part, inner)
        elif part.parts:
            yield part


def _names(node: tree.Node) -> set[str]:
    key = {node.key} if isinstance(node, tree.Name) else set()
    return key.union(*(_names(part) for part in node.parts))
