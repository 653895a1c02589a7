"""Where code uses names of libraries, and which: read from its syntax tree, with its scopes.

A use is a path such as ``numpy.random.default_rng().normal``: a pair of parentheses stands for
what a call returns, and an object whose class is known begins as if the class were called.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .scipy_names import imported

CALL = "()"
EACH = "[]"  # what a container holds, as `running.library_types` has it
_ARRAY = "numpy.ndarray"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Names:
    """What names mean where some code stands.

    Attributes
    ----------
    bound
        Modules, functions and classes by the names that imports give them.
    types
        Classes of what names hold, by name, as `running.library_types` writes them.
    """

    bound: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """A name of a library in a line of code.

    Attributes
    ----------
    line
        From 1.
    begin, end
        The characters of the line that are the name, without the object whose method it is.
    imported
        Whether it is only imported there.
    """

    path: str
    line: int
    begin: int
    end: int
    imported: bool = False


def read(code: str, names: Names) -> list[Use]:
    """Find the uses in some code, in their order; none if it is not Python.

    Of a dotted name there is a use for each of its parts: ``np.random`` and what is in it.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return []
    lines = code.split("\n")
    reader = _Reader(names)
    reader.visit(tree)
    return sorted(
        (_placed(found, lines) for found in reader.found), key=lambda use: (use.line, use.end)
    )


def bound_names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Return what imports bind, without a name that means two things."""
    bound: dict[str, str] = {}
    doubtful = set()
    for node in nodes:
        for name, full in imported([node]).items():
            if bound.setdefault(name, full) != full:
                doubtful.add(name)
    return {name: full for name, full in bound.items() if name not in doubtful}


def certain_types(
    statements: Iterable[ast.stmt], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """Return the classes that hold for the whole of a cell, which the cell does not change.

    Parameters
    ----------
    before, after
        Those when the cell began and when it had ended.
    """
    times: dict[str, int] = {}
    for statement in statements:
        for name in _stored(statement):
            times[name] = times.get(name, 0) + 1
    certain = {}
    for name, kind in after.items():
        plain = name.removesuffix(EACH)
        there = any(one.removesuffix(EACH) == plain for one in before)
        if before.get(name) == kind or (not there and times.get(plain, 0) == 1):
            certain[name] = kind
    return certain


def _stored(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds where it stands, each as often as it does."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, (*_LOOPS, ast.Lambda)):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _stored(child)


@dataclass(frozen=True)
class _Found:
    path: str
    first: ast.AST
    last: ast.AST
    length: int  # of the part behind the last dot


class _Reader(ast.NodeVisitor):
    """Collects uses.

    `scopes` are the names that functions and loops have for themselves, each with the path of
    what it holds if that is known.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.scopes: list[dict[str, str | None]] = []
        self.found: list[_Found] = []

    def visit(self, node: ast.AST) -> None:
        own = _own_names(node)
        if own:
            self.scopes.append(dict.fromkeys(own))
            for name, value in _only_values(node, own):
                self.scopes[-1][name] = self._result(value)
        self._collect(node)
        self.generic_visit(node)
        if own:
            self.scopes.pop()

    def _result(self, value: ast.expr) -> str | None:
        path = self._path(value) or ""
        return path if path.endswith(CALL) else None

    def _collect(self, node: ast.AST) -> None:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for one in node.names:
                path = f"{node.module}.{one.name}"
                self.found.append(_Found(path, one, one, -len(one.name)))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            path = self._path(node) or ""
            if path and CALL not in path:
                self.found.append(_Found(path, node, node, len(node.id)))
        elif isinstance(node, ast.Attribute) and (path := self._path(node) or ""):
            first = node if CALL not in path else node.value
            self.found.append(_Found(path, first, node, len(node.attr)))

    def _path(self, node: ast.AST) -> str | None:
        match node:
            case ast.Name(id=name):
                return self._meant(name)
            case ast.Attribute(value=value, attr=attr):
                above = self._path(value)
                return above and f"{above}.{attr}"
            case ast.Call(func=func):
                above = self._path(func)
                return above and above + CALL
            case ast.Subscript(value=value, slice=index):
                return self._part(value, index)
        return None

    def _meant(self, name: str) -> str | None:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name in self.names.bound:
            return self.names.bound[name]
        kind = self.names.types.get(name)
        return kind and kind + CALL

    def _part(self, value: ast.AST, index: ast.AST) -> str | None:
        """What an index gives: an element, or of an array with a slice an array again."""
        if isinstance(value, ast.Name) and not any(value.id in scope for scope in self.scopes):
            each = self.names.types.get(value.id + EACH)
            if each and not isinstance(index, ast.Slice | ast.Tuple):
                return each + CALL
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        array = self._path(value) == _ARRAY + CALL
        sliced = any(isinstance(one, ast.Slice) for one in parts)
        return _ARRAY + CALL if array and sliced else None


def _only_values(node: ast.AST, own: frozenset[str]) -> Iterator[tuple[str, ast.expr]]:
    """The names of a function that are bound once, by a plain assignment, each with its value."""
    body = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    stored = [name for one in body for name in _stored(one)]
    parameters = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if stored.count(name) == 1 and name not in parameters:
                    yield name, value


def _own_names(node: ast.AST) -> frozenset[str]:
    """The names that a function, a class or a comprehension binds for itself."""
    if isinstance(node, _LOOPS):
        targets = [name for one in node.generators for name in _stored(one.target)]
        return frozenset(targets)
    if not isinstance(node, _SCOPES):
        return frozenset()
    inner = node.body if isinstance(node.body, list) else [node.body]
    found = {name for one in inner for name in _stored(one)}
    if not isinstance(node, ast.ClassDef):
        found |= {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
    return frozenset(found)


def _placed(found: _Found, lines: Sequence[str]) -> Use:
    """A use with its characters; Python counts the bytes of a line."""
    first, last = found.first, found.last
    assert isinstance(last, ast.alias | ast.expr)
    if found.length < 0:  # of an import
        line = last.lineno
        begin = _character(lines[line - 1], last.col_offset)
        return Use(found.path, line, begin, begin - found.length, imported=True)
    line = last.end_lineno or last.lineno
    end = _character(lines[line - 1], last.end_col_offset or 0)
    begin = end - found.length
    if first is last and isinstance(last, ast.expr) and last.lineno == line:
        begin = _character(lines[line - 1], last.col_offset)
    return Use(found.path, line, begin, end)


def _character(line: str, place: int) -> int:
    return len(line.encode()[:place].decode())
