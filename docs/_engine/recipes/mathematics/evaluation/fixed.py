"""Parts of a formula that stay as they are while a variable changes: their values are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..parsing import tree

VARIES, UNKNOWN = object(), object()


class Fixed:
    """What is fixed now.

    Attributes
    ----------
    values
        By the identity of nodes; `UNKNOWN` until they are first evaluated.
    """

    def __init__(self) -> None:
        self.values: dict[int, Any] = {}
        self._below: dict[int, list[int]] = {}

    @contextmanager
    def below(self, body: tree.Node, variable: str) -> Iterator[None]:
        """Keep what is below a body and does not change with its variable."""
        if id(body) not in self._below:
            self._below[id(body)] = [id(one) for one in _fixed(body, {variable})]
        added = [node for node in self._below[id(body)] if node not in self.values]
        self.values |= dict.fromkeys(added, UNKNOWN)
        try:
            yield
        finally:
            for node in added:
                del self.values[node]


def _fixed(node: tree.Node, variables: set[str]) -> Iterator[tree.Node]:
    """The largest parts of a node without variables, also without those that it binds itself."""
    own = {getattr(node, "variable", ""), *getattr(node, "variables", ())}
    for part in node.parts:
        if (variables | own) & _names(part):
            yield from _fixed(part, variables | own)
        elif part.parts:
            yield part


def _names(node: tree.Node) -> set[str]:
    own = {node.key} if isinstance(node, tree.Name) else set()
    return own.union(*(_names(part) for part in node.parts))
