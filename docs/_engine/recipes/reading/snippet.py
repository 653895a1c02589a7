"""Parse one snippet: its title, its cells, what it uses. Nothing is run.

A snippet is a Python file in the percent format: a docstring, then cells that begin
with ``# %% name``. One that begins with ``# %%`` alone is named by its order: ``cell_2``.
"""

import ast
import io
import re
import sys
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NoReturn

from recipes.problem import Problem, ProblemError

from . import data
from .scipy_names import scipy_names

MARKER = re.compile(r"# ?%%(?P<name>.*)")
NAME = re.compile(r"[a-z][a-z0-9_]*")
_COOKIE = re.compile(r"\A((?:.*\n)??[ \t\f]*#.*?coding[:=][ \t]*)[-\w.]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1b\x7f]")  # what no builder of pages expects
# Packages of which people import modules, as in ``from scipy import ndimage``.
PARENTS = frozenset({"PIL", "matplotlib", "scipy"})


@dataclass(frozen=True)
class Cell:
    """A part of a snippet; ``start`` is the line of its first statement or comment."""

    name: str
    start: int
    source: str


@dataclass(frozen=True)
class Snippet:
    """A parsed snippet.

    Attributes
    ----------
    path
        Below the folder of the snippets, such as ``integrate/double_integral.py``.
    label
        As a person finds it from the project's root.
    neighbours
        The snippets of the same folder that it imports, by path, in order.
    data
        The files below the same folder that its strings name, see `data.named`.
    """

    path: str
    label: str
    source: str
    title: str
    cells: dict[str, Cell]
    neighbours: tuple[str, ...]
    data: tuple[str, ...]
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @cached_property
    def functions(self) -> dict[str, str]:
        """SciPy functions and classes by the name that the code writes for them."""
        return scipy_names(self.nodes)

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The modules that it imports, as far as a parser sees."""
        return tuple(sorted(set(_modules(self.nodes))))


def parse(root: Path, path: str) -> Snippet:
    """Read the snippet ``path`` below the folder ``root``.

    Raises
    ------
    ProblemError
        If it is not UTF-8, not Python, or not in the form of a snippet.
    """
    file = root / path
    label = f"{root.name}/{path}"
    reader = _Reader(label)
    if file.stem in sys.stdlib_module_names:
        reader.fail(1, f"would hide Python's own module “{file.stem}”; rename the snippet")
    source = reader.read(file)
    found = _analyse(label, source)
    imported = [f"{name}.py" for name in found.imported if (file.parent / f"{name}.py").is_file()]
    if file.name in imported:
        reader.fail(1, "imports itself; remove that import")
    reader.check_imports(source, found, {Path(name).stem for name in imported})
    folder = path.rpartition("/")[0]
    return Snippet(
        path=path,
        label=label,
        source=source,
        title=found.title,
        cells=found.cells,
        neighbours=tuple(f"{folder}/{name}" if folder else name for name in imported),
        data=data.named(file.parent, found.names),
        tree=found.tree,
        nodes=found.nodes,
    )


def single_spaced(source: str) -> str:
    """Return a cell as a page shows it: of two blank lines between functions, one."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    blank = {
        token.start[0] - 1
        for token in tokens
        if token.type == tokenize.NL and not token.line.strip()
    }
    lines = source.split("\n")
    return "\n".join(one for n, one in enumerate(lines) if not {n - 1, n} <= blank)


@dataclass(frozen=True)
class _Found:
    """What a text says by itself, without the files beside it."""

    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    title: str
    cells: dict[str, Cell]
    imports: tuple[ast.Import | ast.ImportFrom, ...]
    imported: tuple[str, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=1024)  # a build asks for a snippet several times, a server at each save
def _analyse(label: str, source: str) -> _Found:
    reader = _Reader(label)
    tree = reader.tree(source)
    title = ast.get_docstring(tree)
    if not title:
        reader.fail(1, "has no docstring; begin with one line that names the task")
    nodes = tuple(ast.walk(tree))
    imports = tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return _Found(
        tree=tree,
        nodes=nodes,
        title=str(title).splitlines()[0],
        cells=reader.cells(source, tree),
        imports=imports,
        imported=tuple(_imported(imports)),
        names=data.patterns(nodes),
    )


@dataclass(frozen=True)
class _Reader:
    """The parts of `parse` that can fail, with the label that a message needs."""

    label: str

    def fail(self, line: int, message: str) -> NoReturn:
        raise ProblemError(Problem(self.label, line, message))

    def read(self, file: Path) -> str:
        """Return a file's text; one that declares another encoding, as if it were UTF-8."""
        content = file.read_bytes()
        encoding = "utf-8-sig"
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        except SyntaxError as error:
            if "unknown encoding" in str(error.msg):
                self.fail(1, f"is not Python: {error.msg}; save it as UTF-8")
        try:
            text = io.StringIO(content.decode(encoding), newline=None).read()
        except UnicodeDecodeError as error:
            name = "UTF-8" if encoding.startswith("utf-8") else encoding
            self.fail(1, f"is not {name} (byte {error.start}); save it as UTF-8")
        return text if encoding.startswith("utf-8") else _COOKIE.sub(r"\1utf-8", text, count=1)

    def tree(self, source: str) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they are reported when it is run
                compile(source, self.label, "exec", dont_inherit=True)
                tree = ast.parse(source, filename=self.label)
        except SyntaxError as error:
            self.fail(error.lineno or 1, f"is not Python: {error.msg}; fix the line")
        except ValueError as error:
            self.fail(1, f"is not Python: {error}; remove it")
        if control := _CONTROL.search(source):
            line = source.count("\n", 0, control.start()) + 1
            code = ord(control[0])
            self.fail(line, f"holds the control character U+{code:04X}; write it as \\x{code:02x}")
        return tree

    def cells(self, source: str, tree: ast.Module) -> dict[str, Cell]:
        lines = source.split("\n")
        markers = self._markers(source)
        first = markers[0][0] if markers else len(lines) + 1
        for statement in tree.body[1:]:
            if statement.lineno < first:
                message = "stands before the first cell; put “# %% name” above it"
                self.fail(statement.lineno, message)
        if not markers:
            self.fail(1, "has no cell; put “# %% name” above each part")
        found: dict[str, Cell] = {}
        ends = [line for line, _ in markers[1:]] + [len(lines) + 1]
        for number, ((line, written), end) in enumerate(zip(markers, ends, strict=True), 1):
            name = written or f"cell_{number}"
            if not NAME.fullmatch(name):
                message = f"a cell needs a name of lower-case letters, digits and _, not {name!r}"
                self.fail(line, message)
            if name in found:
                self.fail(line, f"the cell “{name}” exists already; give each a name of its own")
            start = next((n for n in range(line + 1, end) if lines[n - 1].strip()), line)
            found[name] = Cell(name, start, "\n".join(lines[start - 1 : end - 1]).rstrip() + "\n")
        self._check_statements(tree, [line for line, _ in markers])
        return found

    def _markers(self, source: str) -> list[tuple[int, str]]:
        """Line and name of each marker: a comment, so not what looks like one in a string."""
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        matches = (
            (token.start[0], MARKER.fullmatch(token.string))
            for token in tokens
            if token.type == tokenize.COMMENT and token.start[1] == 0
        )
        return [(line, match["name"].strip()) for line, match in matches if match]

    def check_imports(self, source: str, found: "_Found", neighbours: set[str]) -> None:
        """Refuse an import of a neighbour that `merge` could not take out."""
        lines = source.split("\n")
        for node in found.imports:
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
                written = lines[node.lineno - 1 : node.end_lineno]
                alone = written[0][: node.col_offset] + written[-1][node.end_col_offset :]
                plain = len(node.names) == 1 and node in found.tree.body
                plain = plain and not alone.partition("#")[0].strip()
            elif node.module and not node.level:
                names = {node.module.partition(".")[0]}
                written = lines[node.lineno - 1 : node.end_lineno]
                alone = written[0][: node.col_offset] + written[-1][node.end_col_offset :]
                renamed = any(alias.asname for alias in node.names)
                nested = node not in found.tree.body or "." in node.module
                plain = not (renamed or nested or alone.partition("#")[0].strip())
            else:  # of this package
                continue
            for name in sorted(names & neighbours):
                if not plain:
                    message = f"imports its neighbour “{name}” in a way that cannot be merged into "
                    message += f"one script; write “from {name} import …” or “import {name}” on a "
                    message += "line of its own"
                    self.fail(node.lineno, message)

    def _check_statements(self, tree: ast.Module, markers: list[int]) -> None:
        for statement in tree.body:
            for line in markers:
                if statement.lineno < line <= (statement.end_lineno or statement.lineno):
                    self.fail(line, "a cell cannot begin inside a statement; move the marker")


def _imported(imports: Iterable[ast.Import | ast.ImportFrom]) -> list[str]:
    """Top-level modules that a file imports, in order, each once."""
    names: dict[str, None] = {}
    for node in imports:
        if isinstance(node, ast.Import):
            names.update(dict.fromkeys(alias.name.partition(".")[0] for alias in node.names))
        elif node.module and not node.level:
            names[node.module.partition(".")[0]] = None
    return list(names)


def _modules(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module in PARENTS:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
