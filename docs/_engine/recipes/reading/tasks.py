"""What people want to do, and the names that they know, from two tables; each row has its line.

The tables are CSV beside a page's snippet, which counts their rows: ``finder_tasks.csv`` and
``finder_names.csv`` of the page ``finder.md``.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, TypeVar

from recipes.problem import Problem, ProblemError

TASKS = ("task", "function", "synonyms", "have_want", "since")
KEYS = ("task", "name", "origin")  # what a row has alone
NAMES = ("name", "origin", "fate", "version", "function", "note")
# What became of a name, as it is said behind it; the second is for where it is from alone.
FATES = {
    "removed": "was removed in {origin} {version}",
    "deprecated": "is deprecated since {origin} {version}",
    "legacy": "is legacy in {origin}",
    "superseded": "is an older interface of {origin}",
    "alias": "is in {origin} too",
    "": "comes from {origin}",
}
_FUNCTION = re.compile(r"scipy(\.[A-Za-z_]\w*){2,}")
_VERSION = re.compile(r"\d+\.\d+")
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Task:
    """Something that people want to do, and the function for it.

    Attributes
    ----------
    synonyms
        Other words for it.
    pairs
        What one has for it, and what one gets.
    since
        The version of the library that has the function first, where not all do.
    anchor
        Its place on a page: the function, with a number behind it where it is not the first task.
    """

    line: int
    task: str
    function: str
    synonyms: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    since: str
    anchor: str


@dataclass(frozen=True)
class Name:
    """A name that people know from elsewhere or from before.

    Attributes
    ----------
    functions
        Those that do it today, the best one first.
    said
        What became of it.
    """

    line: int
    name: str
    origin: str
    functions: tuple[str, ...]
    said: str

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return "name-" + re.sub(r"[^a-z0-9]+", "-", f"{self.origin}-{self.name}".lower()).strip("-")


@dataclass(frozen=True)
class Tables:
    """Both tables, by the labels of their files."""

    tasks: tuple[Task, ...]
    names: tuple[Name, ...]
    tasks_label: str
    names_label: str

    @property
    def functions(self) -> Iterator[tuple[str, str, int, str]]:
        """Each function with the file and line that names it, and the version that has it first."""
        since = {one.function: one.since for one in self.tasks}
        for one in self.tasks:
            yield one.function, self.tasks_label, one.line, one.since
        for name in self.names:
            for function in name.functions:
                yield function, self.names_label, name.line, since.get(function, "")


def files(snippet: str) -> tuple[str, str]:
    """Return the paths of both tables below the snippets, for a page with this snippet."""
    stem = snippet.removesuffix(".py")
    return f"{stem}_tasks.csv", f"{stem}_names.csv"


def read(snippets: Path, snippet: str) -> Tables:
    """Read both tables.

    Raises
    ------
    ProblemError
        If one is not there or not UTF-8, or a row is not what it should be.
    """
    paths = files(snippet)
    texts = [_text(snippets / path, f"{snippets.name}/{path}") for path in paths]
    return _parsed(*texts, *(f"{snippets.name}/{path}" for path in paths))


@lru_cache(maxsize=2)  # each part of a page asks, and a server at each save
def _parsed(tasks: str, names: str, tasks_label: str, names_label: str) -> Tables:
    of_tasks, of_names = _Reader(tasks_label), _Reader(names_label)
    return Tables(
        of_tasks.rows(tasks, TASKS, of_tasks.task),
        of_names.rows(names, NAMES, of_names.name),
        tasks_label,
        names_label,
    )


def _text(file: Path, label: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = "is not there; write it, with the columns " + ", ".join(
            TASKS if "tasks" in file.name else NAMES
        )
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
    raise ProblemError(Problem(label, 1, message))


class _Reader:
    """Rows of one file, with its label for messages."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.met: Counter[str] = Counter()

    def fail(self, line: int, message: str) -> NoReturn:
        raise ProblemError(Problem(self.label, line, message))

    def rows(
        self, text: str, columns: tuple[str, ...], read: Callable[[int, dict[str, str]], _Row]
    ) -> tuple[_Row, ...]:
        lines = csv.reader(io.StringIO(text), strict=True)
        found: dict[str, _Row] = {}
        try:
            if tuple(next(lines, ())) != columns:
                self.fail(1, f"the first line is not “{','.join(columns)}”; write it so")
            for cells in lines:
                if not cells:
                    continue
                if len(cells) != len(columns):
                    message = f"a row has {len(columns)} cells, not {len(cells)}; a cell with a "
                    self.fail(lines.line_num, message + "comma stands in quotation marks")
                row = dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=True))
                key = " ".join(row[column] for column in KEYS if column in row).lower()
                if key in found:
                    self.fail(lines.line_num, f"“{cells[0]}” is there already; remove one")
                found[key] = read(lines.line_num, row)
        except csv.Error as error:
            self.fail(lines.line_num, f"is not CSV: {error}; fix the line")
        return tuple(found.values())

    def task(self, line: int, row: dict[str, str]) -> Task:
        if not row["task"]:
            self.fail(line, "the row has no task; say what somebody wants to do")
        self._functions(line, [row["function"]])
        pairs = [tuple(map(str.strip, one.split(":"))) for one in _split(row["have_want"])]
        for pair in pairs:
            if len(pair) != 2 or not all(pair):
                message = f"“{': '.join(pair)}” is not “what one has: what one wants”; write it so"
                self.fail(line, message)
        if row["since"]:
            self._version(line, row["since"])
        anchor = row["function"].removeprefix("scipy.")
        self.met[anchor] += 1
        return Task(
            line,
            row["task"],
            row["function"],
            _split(row["synonyms"]),
            tuple((have, want) for have, want in pairs),
            row["since"],
            anchor if self.met[anchor] == 1 else f"{anchor}-{self.met[anchor]}",
        )

    def name(self, line: int, row: dict[str, str]) -> Name:
        if not row["name"] or not row["origin"]:
            self.fail(line, "the row has no name or does not say where it is from; write both")
        if row["fate"] not in FATES:
            known = ", ".join(filter(None, FATES))
            self.fail(line, f"“{row['fate']}” is no fate of a name; write {known}, or nothing")
        functions = _split(row["function"])
        if not functions and not row["note"]:
            self.fail(line, "the row leads nowhere; name a function, or write a note")
        self._functions(line, functions)
        said = FATES[row["fate"]]
        if "{version}" in said:
            self._version(line, row["version"])
        said = said.format(**row)
        return Name(
            line,
            row["name"],
            row["origin"],
            functions,
            f"{said}; {row['note']}" if row["note"] else said,
        )

    def _functions(self, line: int, names: tuple[str, ...] | list[str]) -> None:
        for name in names:
            if not _FUNCTION.fullmatch(name):
                message = f"“{name}” is no full name of a function, such as scipy.integrate.quad"
                self.fail(line, f"{message}; write it")

    def _version(self, line: int, version: str) -> None:
        if not _VERSION.fullmatch(version):
            self.fail(line, f"“{version}” is no version, such as 1.16; write it")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(";"))))
