"""The data of a snippet: files below its folder, by the names that its strings give them.

Nothing is run, so a name that is put together in the code is known by the parts that are written
out: ``f"points_{n}.csv"`` may be any ``points_*.csv``, and a folder all that it holds.
"""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_ANY = "*"
# What is filled in later: {} and {name:.2f} of format, %d and %(name)s of %.
_FIELD = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]")
_GLOB = re.compile(r"\*+|\?|\[[^\]]+\]")


def patterns(nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    """Return the strings in some code, with a star for each part that is not written out."""
    nodes = list(nodes)
    inner = {id(part) for node in nodes for part in _parts(node)}
    whole = (_text(node) for node in nodes if id(node) not in inner)
    found = {_FIELD.sub(_ANY, text) for text in whole if text and "\n" not in text}
    return tuple(sorted(found - {_ANY}))


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    return []


def _text(node: ast.AST) -> str | None:
    """A string as far as it is written out; None where it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or _ANY for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None and right is None else (left or _ANY) + (right or _ANY)
    return None


def named(folder: Path, patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the files below ``folder`` that some strings name, snippets left out."""
    found: set[str] = set()
    for pattern in patterns:
        found |= _matching(folder, pattern)
    return tuple(sorted(found))


def _matching(folder: Path, pattern: str) -> set[str]:
    pattern = os.path.normpath(pattern) if pattern.strip() else ""
    parts = Path(pattern).parts
    if not parts or "\0" in pattern or Path(pattern).is_absolute() or ".." in parts:
        return set()
    written = next((n for n, part in enumerate(parts) if _GLOB.search(part)), len(parts))
    begin = Path(*parts[:written])
    try:
        if written == len(parts):
            file = folder / begin
            names = [begin.as_posix()] if file.is_file() else _below(folder, begin)
            return {name for name in names if _is_data(name)} if parts != (".",) else set()
        # Most strings with a gap are printed: only what could be a file is looked for.
        if not (written or re.search(r"\w\.\w+\Z|\*\.\w+\Z", pattern)):
            return set()
        shape = re.compile("(?s:.*)".join(map(re.escape, _GLOB.split(Path(pattern).as_posix()))))
        return {name for name in _below(folder, begin) if shape.fullmatch(name) and _is_data(name)}
    except (OSError, UnicodeEncodeError):  # too long for a name, or half of a character
        return set()


def _below(folder: Path, begin: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder / begin):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in files:
            yield Path(place, name).relative_to(folder).as_posix()


def _is_data(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and not name.endswith((".py", ".pyc"))
