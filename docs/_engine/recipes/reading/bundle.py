"""Several snippets as one script: what a reader takes away is whole.

The cells of the snippets that another one builds on stand in front of its own. That means the
same as long as no name that their functions read is taken by a later one.
"""

import ast
import symtable
from pathlib import Path

from recipes.problem import Problem, ProblemError

from .snippet import Cell, Snippet, parse


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
            _check_names(earlier, snippet)
    return members


def without_imports(cell: Cell, neighbours: tuple[str, ...]) -> str:
    """The cell's source without its imports of neighbours, which then stand above it."""
    if not neighbours:
        return cell.source
    modules = {Path(path).stem for path in neighbours}
    lines = cell.source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.ImportFrom) and node.module in modules and not node.level:
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[number - 1] = ""
    return "".join(lines).lstrip("\n")


def standalone(family: list[Snippet]) -> str:
    """One script that does what the last of a `family` does, with all it builds on inside.

    The cells of a neighbour keep their order and get its name in front of theirs.
    """
    target = family[-1]
    if len(family) == 1:
        return target.source
    parts = [f'"""{target.title}"""\n']
    for snippet in family:
        for cell in snippet.cells.values():
            name = cell.name if snippet is target else f"{Path(snippet.path).stem}_{cell.name}"
            parts.append(f"# %% {name}\n{without_imports(cell, snippet.neighbours)}")
    return "\n".join(parts)


def _check_names(earlier: Snippet, later: Snippet) -> None:
    """Refuse a name that functions of an earlier snippet read: in one script they see the new."""
    top = {symbol.get_name() for symbol in _symbols(earlier.source) if symbol.is_assigned()}
    read = _read_in_functions(symtable.symtable(earlier.source, earlier.label, "exec")) & top
    for statement in later.tree.body:
        for node in ast.walk(statement):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Store):
                continue
            if node.id in read and _is_top(later, node.id):
                stem = Path(earlier.path).stem
                message = f"takes the name “{node.id}”, which functions of {stem} read; rename it"
                raise ProblemError(Problem(later.label, node.lineno, message))


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
