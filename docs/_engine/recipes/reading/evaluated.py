"""The formulas of a page that its tests evaluate, read from the test module; nothing is run.

``PAGE.equation("triangle")`` in a test names a displayed equation, ``PAGE.inline("x y")`` a formula
in a sentence. Where a variable stands for the string, each string in the lists of that test counts.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import claims


@dataclass(frozen=True)
class Evaluated:
    """What a test evaluates, itself or in functions and fixtures of its module.

    Attributes
    ----------
    test
        Its name.
    equations
        Labels of displayed equations.
    formulas
        TeX of formulas in sentences, as the test writes it.
    """

    test: str
    equations: tuple[str, ...]
    formulas: tuple[str, ...]


def read(source: str, label: str) -> list[Evaluated]:
    """Return what each test of a module evaluates, in order.

    Parameters
    ----------
    label
        The module, for messages.

    Raises
    ------
    ProblemError
        If it is not Python.
    """
    tree = claims.parse(source, label)
    helpers = dict(_helpers(tree))
    return [
        Evaluated(test.name, _named(parts, "equation"), _named(parts, "inline"))
        for test in claims.tests(tree)
        for parts in [_parts(test, helpers)]
    ]


def _helpers(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The functions, fixtures and constants of a module, by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            yield from ((one.id, node) for one in node.targets if isinstance(one, ast.Name))


def _parts(test: ast.stmt, helpers: Mapping[str, ast.stmt]) -> list[ast.stmt]:
    """A test and the helpers that it uses, also by way of others."""
    found = [test]
    for part in found:
        for node in ast.walk(part):
            used = node.arg if isinstance(node, ast.arg) else getattr(node, "id", "")
            if used in helpers and helpers[used] not in found:
                found.append(helpers[used])
    return found


def _named(parts: list[ast.stmt], method: str) -> tuple[str, ...]:
    """The strings that calls of a method of the page are given."""
    found: dict[str, None] = {}
    for part in parts:
        for call in claims.calls(part, method):
            for argument in call.args:
                literal = _string(argument)
                found |= dict.fromkeys([literal] if literal else _listed(part))
    return tuple(found)


def _listed(part: ast.stmt) -> list[str]:
    lists = (node for node in ast.walk(part) if isinstance(node, ast.List | ast.Tuple))
    return [text for one in lists for item in one.elts if (text := _string(item))]


def _string(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
