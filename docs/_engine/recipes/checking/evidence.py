"""Whether a test that quotes words of a page evaluates something of its recipe; nothing is run.

It does if an assertion, or another call that can fail, uses a name of the snippet or a formula of
the page: directly, by a variable, or by a function or a fixture of its module.
"""

import ast
from collections.abc import Collection, Iterator
from functools import lru_cache

from recipes.problem import Problem
from recipes.reading import claims

SNIPPETS = "snippets"
FORMULAS = frozenset({"equation", "inline"})  # what `BoundPage` finds on the page
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=256)  # a server asks at each save
def check(source: str, label: str) -> tuple[Problem, ...]:
    """Find the tests of a module that quote words and evaluate nothing.

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
    names = _Names(tree)
    found = []
    for test in claims.tests(tree):
        if next(claims.calls(test), None) and not names.prove(test):
            message = f"{test.name} quotes words and evaluates nothing of its recipe; let an "
            message += "assertion use what the snippet computes, or a formula of the page"
            found.append(Problem(label, test.lineno, message))
    return tuple(found)


class _Names:
    """The names of a test module that stand for something of the recipe."""

    def __init__(self, tree: ast.Module) -> None:
        self.snippets = set(_imported(tree))
        self.proving: set[str] = set()
        self.of_module = self._grown(tree.body, set())
        functions = [node for node in tree.body if isinstance(node, _Function)]
        while found := {
            one.name for one in functions if one.name not in self.proving and self.prove(one)
        }:
            self.proving |= found

    def prove(self, test: _Function) -> bool:
        """Whether a function has an assertion that uses something of the recipe."""
        known = self._grown(test.body, self.of_module)
        return any(self._proves(node, known) for node in ast.walk(test))

    def _proves(self, node: ast.AST, known: Collection[str]) -> bool:
        match node:
            case ast.Assert():
                return any(self._uses(part, known) for part in _claimed(node.test))
            case ast.Call(func=ast.Name(id=name)) if name in self.proving:
                return True
            case ast.Call():
                name = _last_name(node.func)
                given = [*node.args, *(one.value for one in node.keywords)]
                can_fail = name == "shows" or name.startswith("assert_")
                return can_fail and any(self._uses(one, known) for one in given)
            case ast.With() if any(_expects(item.context_expr) for item in node.items):
                return any(self._uses(one, known) for one in node.body)
        return False

    def _uses(self, node: ast.AST, known: Collection[str]) -> bool:
        """Whether something of the recipe has a part in an expression or a statement."""
        for one in ast.walk(node):
            match one:
                case ast.Attribute(value=ast.Name(id=name)):
                    if name in self.snippets or (name == claims.PAGE and one.attr in FORMULAS):
                        return True
                case ast.Name(id=name):
                    if name in known:
                        return True
        return False

    def _grown(self, body: list[ast.stmt], known: set[str]) -> set[str]:
        """Names with those that a block gives to something of the recipe, however far on."""
        known = set(known)
        nodes = [node for statement in body for node in _own(statement)]
        while found := {name for node in nodes for name in self._bound(node, known)} - known:
            known |= found
        return known

    def _bound(self, node: ast.AST, known: Collection[str]) -> Iterator[str]:
        match node:
            case ast.Assign(targets=targets, value=value) if self._uses(value, known):
                yield from (name for target in targets for name in _stored(target))
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
                | ast.AugAssign(target=target, value=value)
            ) if self._uses(value, known):
                yield from _stored(target)
            case (
                ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value)
            ) if self._uses(value, known):
                yield from _stored(target)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                if self._uses(value, known):
                    yield from _stored(target)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("test") and any(self._uses(n, known) for n in node.body):
                    yield name


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement; the names inside a function are its own."""
    if isinstance(statement, _Function):
        yield statement
    else:
        yield from ast.walk(statement)


def _imported(tree: ast.Module) -> Iterator[str]:
    """The names under which a module imports snippets."""
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                if module.split(".")[0] == SNIPPETS:
                    yield from (one.asname or one.name for one in names)
            case ast.Import(names=names):
                for one in names:
                    if one.asname and one.name.split(".")[0] == SNIPPETS:
                        yield one.asname


def _claimed(test: ast.expr) -> Iterator[ast.expr]:
    """The parts of an assertion that can be false; “x or True” and “x == x” cannot."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            for value in values:
                yield from _claimed(value)
        case ast.BoolOp(values=values) if any(_is_true(value) for value in values):
            return
        case ast.Compare(left=left, comparators=[right]) if ast.dump(left) == ast.dump(right):
            return
        case _:
            yield test


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and bool(value.value)


def _stored(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id


def _last_name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _expects(context: ast.expr) -> bool:
    """Whether a block is expected to raise or to warn."""
    called = isinstance(context, ast.Call) and _last_name(context.func)
    return called in {"raises", "warns", "deprecated_call"}
