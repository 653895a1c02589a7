"""A snippet compiled cell by cell, such that the cells mean what the file means."""

import __future__

import ast
import sys
import types
import warnings
from dataclasses import dataclass

from .outcome import Job
from .warned import WarnedError


@dataclass(frozen=True)
class Program:
    """The code of each cell, and what stands above the first."""

    docstring: str | None
    cells: dict[str, types.CodeType]
    tree: ast.Module

    def binding(self, name: str) -> int:
        """Return the line that last binds a name, or 0."""
        nodes = (node for node in ast.walk(self.tree) if isinstance(node, ast.Name))
        stored = (node for node in nodes if node.id == name and isinstance(node.ctx, ast.Store))
        return max((node.lineno for node in stored), default=0)


def compiled(job: Job) -> Program:
    """Compile the cells of a job.

    Raises
    ------
    SyntaxError
        If the file as a whole cannot be compiled.
    WarnedError
        If Python warns of it, for instance of an invalid escape.
    """
    source = job.files[job.main]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, job.label, "exec", dont_inherit=True, optimize=0)
    if caught:
        first = min(caught, key=lambda one: one.lineno)
        summary = f"{first.category.__name__}: {first.message}"
        raise WarnedError(summary, job.label, first.lineno)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source, filename=job.label)
        flags = _future(tree)
        cells = {
            name: compile(module, job.label, "exec", flags, dont_inherit=True, optimize=0)
            for name, module in _statements(job, tree).items()
        }
    return Program(ast.get_docstring(tree, clean=sys.version_info >= (3, 13)), cells, tree)


def _future(tree: ast.Module) -> int:
    """The flags of the file's ``from __future__`` imports, which hold for all of it."""
    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags


def _statements(job: Job, tree: ast.Module) -> dict[str, ast.Module]:
    """The statements of each cell, with their lines in the file."""
    cells: dict[str, ast.Module] = {}
    # The docstring does nothing; in front of a `__future__` import nothing else may stand.
    code = tree.body[1:] if tree.body and _is_string(tree.body[0]) else tree.body
    ends = [start for _, start in job.cells[1:]] + [sys.maxsize]
    for (name, start), end in zip(job.cells, ends, strict=True):
        body = [statement for statement in code if start <= _first_line(statement) < end]
        if body and _is_string(body[0]):  # which would be taken for the docstring
            body.insert(0, ast.copy_location(ast.Pass(), body[0]))
        cells[name] = ast.Module(body, [])
    return cells


def _is_string(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])
