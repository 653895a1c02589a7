"""Several snippets as one script: what a reader takes away is whole.

The cells of the snippets that another one builds on stand in front of its own. That means the
same as long as no name that their functions read is taken by a later one.
"""

import ast
import symtable
import warnings
from pathlib import Path
from threading import Lock

from recipes.problem import Problem, ProblemError

from .snippet import Cell, Snippet, parse

# Before 3.11.8, Python fails when two threads make trees at once (python/cpython#106905). Cells
# are edited in threads, which make no other trees.
_PARSING = Lock()
_GONE = "\0"  # stands for a line that is left out: no line of Python holds it


def family(root: Path, path: str) -> list[Snippet]:
    """Return the snippets that ``path`` builds on, then itself; each after what it imports.

    Raises
    ------
    ProblemError
        If one of them is no snippet, if they import each other in a circle, or if they cannot
        be merged into one script.
    """
    done: dict[str, Snippet] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            circle = " → ".join([*above[above.index(path) :], path])
            label = f"{root.name}/{path}"
            raise ProblemError(Problem(label, 1, f"imports in a circle: {circle}; break it"))
        if path not in done:
            snippet = parse(root, path)
            for neighbour in snippet.neighbours:
                visit(neighbour, (*above, path))
            done[path] = snippet

    visit(path, ())
    members = list(done.values())
    for number, snippet in enumerate(members):
        for earlier in members[:number]:
            _check_names(earlier, snippet, members)
    if len(members) > 1:
        _check_script(members)
    return members


def without_imports(cell: Cell, neighbours: tuple[str, ...]) -> str:
    """The cell's source without its imports of neighbours, which then stand above it.

    A neighbour that is imported as a module is then the main module.
    """
    return _edited(cell, neighbours, future=True)


def _edited(cell: Cell, neighbours: tuple[str, ...], *, future: bool) -> str:
    modules = {Path(path).stem for path in neighbours}
    gone = modules if future else modules | {"__future__"}
    lines = cell.source.split("\n")
    with _PARSING:
        tree = ast.parse(cell.source)
    for node in tree.body:
        text = None
        if isinstance(node, ast.Import) and node.names[0].name in modules:
            alias = node.names[0]
            text = f"import __main__ as {alias.asname or alias.name}"
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module in gone:
            text = ""
        if text is not None:
            end = node.end_lineno or node.lineno
            lines[node.lineno - 1 : end] = [text or _GONE, *[_GONE] * (end - node.lineno)]
    return "\n".join(line for line in lines if line != _GONE).lstrip("\n")


def standalone(family: list[Snippet]) -> str:
    """One script that does what the last of a `family` does, with all it builds on inside.

    The cells of a neighbour keep their order and get its name in front of theirs.
    """
    target = family[-1]
    if len(family) == 1:
        return target.source
    parts = [f"{ast.get_source_segment(target.source, target.tree.body[0])}\n"]
    features = sorted({name for snippet in family for name in _features(snippet.tree)})
    head = f"from __future__ import {', '.join(features)}\n\n" if features else ""
    for snippet in family:
        for cell in snippet.cells.values():
            name = cell.name if snippet is target else f"{Path(snippet.path).stem}_{cell.name}"
            parts.append(f"# %% {name}\n{head}{_edited(cell, snippet.neighbours, future=False)}")
            head = ""
    return "\n".join(parts)


def _features(tree: ast.Module) -> set[str]:
    """What a file takes from ``__future__``."""
    return {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    }


def _check_script(family: list[Snippet]) -> None:
    """Refuse to offer a script that is not Python."""
    label = family[-1].label
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(standalone(family), label, "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"cannot be merged into one script with what it imports: {error.msg}; move that"
        raise ProblemError(Problem(label, 1, message)) from None


def _check_names(earlier: Snippet, later: Snippet, members: list[Snippet]) -> None:
    """Refuse a name that is still read of an earlier snippet: in one script it is the new one."""
    stem = Path(earlier.path).stem
    top = {one.get_name() for one in _symbols(earlier.source) if one.is_assigned()}
    if any(_is_module(snippet, stem) for snippet in members):
        read, reader = top, f"which {stem} has too"
    else:
        read = _read_in_functions(symtable.symtable(earlier.source, earlier.label, "exec")) & top
        reader = f"which functions of {stem} read"
    for statement in later.tree.body:
        for node in ast.walk(statement):
            for name in _bound(node):
                if name in read and _is_top(later, name):
                    message = f"takes the name “{name}”, {reader}; rename it"
                    raise ProblemError(Problem(later.label, node.lineno, message))  # type: ignore[attr-defined]


def _is_module(snippet: Snippet, stem: str) -> bool:
    """Whether a snippet imports another one as a module."""
    imports = (node for node in snippet.tree.body if isinstance(node, ast.Import))
    return any(alias.name == stem for node in imports for alias in node.names)


def _bound(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return (node.id,)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (node.name,)
    return ()


def _symbols(source: str) -> list[symtable.Symbol]:
    return symtable.symtable(source, "", "exec").get_symbols()


def _is_top(snippet: Snippet, name: str) -> bool:
    return any(one.get_name() == name and one.is_assigned() for one in _symbols(snippet.source))


def _read_in_functions(table: symtable.SymbolTable) -> set[str]:
    found: set[str] = set()
    for child in table.get_children():
        found |= {one.get_name() for one in child.get_symbols() if one.is_global()}
        found |= _read_in_functions(child)
    return found
