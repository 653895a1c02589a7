"""Cells in another order than they ran in, such that they mean the same.

What counts are names: each one that a cell reads, itself or in functions that it may call, must
come from the same cell as before. Other changes, such as the next number of a random generator,
no parser sees; the tests run each notebook.
"""

import ast
import builtins
import dis
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

Key = tuple[str, str]  # the path of a snippet, and the name of a cell


@dataclass(frozen=True)
class OrderError(Exception):
    """In the wanted order a cell would read another value.

    Attributes
    ----------
    cell
        It reads ``name``,
    source
        which it has from this cell, or from none,
    instead
        and would have from this one, or from none.
    """

    cell: Key
    name: str
    source: Key | None
    instead: Key | None


@dataclass(frozen=True)
class Names:
    """The names of a cell.

    Attributes
    ----------
    reads
        Those that it reads before it sets them.
    later
        Those that its functions read, whenever they are called.
    imports
        What it imports, by the name that it sets.
    """

    reads: frozenset[str]
    sets: frozenset[str]
    later: frozenset[str]
    imports: Mapping[str, str]


@lru_cache(maxsize=1024)
def names(source: str) -> Names:
    """Return the names of a cell, as the compiler sees them."""
    code = compile(source, "cell", "exec", dont_inherit=True)
    reads: set[str] = set()
    sets: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_NAME" and step.argval not in sets:
            reads.add(step.argval)
        elif step.opname == "STORE_NAME":
            sets.add(step.argval)
    nested = [*_nested(code)]
    tree = ast.parse(source)
    return Names(
        reads=frozenset(reads),
        sets=frozenset(sets | {name for step, name in nested if step == "STORE_GLOBAL"})
        | (_changed(tree) & reads),
        later=frozenset(name for step, name in nested if step.startswith("LOAD_")),
        imports=dict(_imports(tree)),
    )


def _nested(code: CodeType) -> Iterator[tuple[str, str]]:
    """How the functions of a code use names of the module."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            for step in dis.get_instructions(inner):
                if step.opname.endswith(("_GLOBAL", "_NAME")):
                    yield step.opname, step.argval
            yield from _nested(inner)


def _changed(tree: ast.Module) -> set[str]:
    """The names whose items or attributes are set: who reads them reads the change."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            root: ast.expr = node
            while isinstance(root, ast.Subscript | ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name):
                found.add(root.id)
    return found


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{getattr(node, 'module', '') or ''}:"
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], module + alias.name


def arranged(programs: Sequence[Mapping[Key, str]], wanted: Sequence[Key]) -> list[Key]:
    """Return all cells, those that are ``wanted`` in this order.

    The others stand directly before the first that needs them, or at the end.

    Parameters
    ----------
    programs
        The sources of cells that ran together, in the order in which they ran.

    Raises
    ------
    OrderError
        If a cell would have a name from another cell than in its program.
    """
    sources = {key: source for program in programs for key, source in program.items()}
    origins = {key: own for program in programs for key, own in _origins(program).items()}
    order: list[Key] = []

    def place(key: Key) -> None:
        needed = {origin for origin in origins[key].values() if origin not in {None, key}}
        for origin in sources:
            if origin in needed and origin not in order and origin not in wanted:
                place(origin)
        if key not in order:
            order.append(key)

    for key in [*wanted, *sources]:
        if key in sources:
            place(key)
    _check(order, sources, origins)
    return order


def _origins(program: Mapping[Key, str]) -> dict[Key, dict[str, Key | None]]:
    """The cell from which each cell has each name; None for what is built in."""
    found: dict[Key, dict[str, Key | None]] = {}
    later: dict[Key | None, frozenset[str]] = {None: frozenset()}
    left: dict[str, Key] = {}
    for key, source in program.items():
        own = names(source)
        origins = {name: left.get(name) for name in own.reads}
        left |= dict.fromkeys(own.sets, key)
        # Whoever has a function may call it, and so reads what it reads.
        later[key] = own.later.union(*(later[origin] for origin in origins.values()))
        while new := later[key] - origins.keys():
            origins |= {name: left.get(name) for name in new}
            later[key] = later[key].union(*(later[origin] for origin in origins.values()))
        found[key] = origins
    return found


def _check(
    order: Sequence[Key],
    sources: Mapping[Key, str],
    origins: Mapping[Key, Mapping[str, Key | None]],
) -> None:
    left: dict[str, Key] = {}
    for key in order:
        for name, origin in sorted(origins[key].items()):
            if origin is None and not hasattr(builtins, name):
                continue  # read by a function that nobody called yet
            before = left.get(name)
            if origin not in {key, before} and not _same_import(name, origin, before, sources):
                raise OrderError(key, name, origin, before)
        left |= dict.fromkeys(names(sources[key]).sets, key)


def _same_import(name: str, one: Key | None, other: Key | None, sources: Mapping[Key, str]) -> bool:
    if one is None or other is None:
        return False
    first, second = (names(sources[key]).imports.get(name) for key in (one, other))
    return first is not None and first == second
