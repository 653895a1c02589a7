"""The engine's rooms drawn as a tree, with a line for each module and the arrows between rooms."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1]
README = ENGINE.parent / "README.md"
# From the bottom up: each imports only from those before it, which import-linter holds.
ROOMS = (
    "problem profile mathematics reading running checking project testing rendering publishing"
    " tools"
).split()
HEAD = """# The engine

The Python package `recipes`: how pages are built and checked. Nothing here is published. Each room
imports only from those above it (`uv run lint-imports` holds it), and `tests/engine/` has a folder
for each. This page is written by `uv run recipe house`, from the first line of each module.

"""


def drawn() -> str:
    """Return the page ``docs/_engine/README.md``."""
    tree = ["```text", "recipes/"]
    for room in ROOMS:
        tree += _lines(ENGINE / room if (ENGINE / room).is_dir() else ENGINE / f"{room}.py", 1)
    arrows = [f"{room:12} <- {', '.join(_imported(room)) or '-'}" for room in ROOMS]
    parts = [*tree, "```", "", "Which room imports from which:", "", "```text", *arrows, "```", ""]
    return HEAD + "\n".join(parts)


def _lines(path: Path, depth: int) -> Iterator[str]:
    file = path / "__init__.py" if path.is_dir() else path
    name = f"{'    ' * depth}{path.name}{'/' if path.is_dir() else ''}"
    yield f"{name:34} {_first_line(file)}".rstrip()
    if path.is_dir():
        inner = sorted(
            one
            for one in path.iterdir()
            if (one.suffix == ".py" and one.stem != "__init__") or (one / "__init__.py").is_file()
        )
        for one in sorted(inner, key=lambda one: one.is_dir()):
            yield from _lines(one, depth + 1)


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].rstrip(".")


def _imported(room: str) -> list[str]:
    """The other rooms that a room imports from, in their order."""
    path = ENGINE / room
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    found: set[str] = set()
    for file in files:
        inside = file.relative_to(ENGINE.parent).with_suffix("")
        package = ".".join(inside.parts[:-1])
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                name = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                found |= {name, *(f"{name}.{alias.name}" for alias in node.names)}
    return [one for one in ROOMS if one != room and _names(found, one)]


def _names(found: set[str], room: str) -> bool:
    full = f"recipes.{room}"
    return any(name == full or name.startswith(f"{full}.") for name in found)
