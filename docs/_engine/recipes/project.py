"""The pages and snippets of one project, brought together: parsed, run, and looked up."""

import ast
import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

import yaml

from recipes.reading.bundle import family
from recipes.reading.cell_view import Shown
from recipes.reading.page import Page
from recipes.reading.prose import TIMING
from recipes.reading.snippet import Snippet
from recipes.running.runner import Runner
from recipes.running.worker import CellResult, Outcome

from .problem import Problem, ProblemError
from .reading import page as page_module

TIMINGS = "timings.yml"  # below snippets/: what the versions by hand cost, as last measured
EXCLUDED = "_engine"  # below docs/: the engine itself


@dataclass
class Library:
    """All recipes of a project.

    Parameters
    ----------
    root
        The folder that holds ``docs``, ``snippets`` and ``tests``.

    Attributes
    ----------
    problems
        All that is wrong so far.
    faults
        Why a snippet, by path, has no result.
    timings
        What `bench` recorded, by page and name.
    """

    root: Path
    runner: Runner
    pages: dict[str, Page] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    faults: dict[str, Problem] = field(default_factory=dict)
    timings: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _families: dict[str, list[Snippet]] = field(default_factory=dict)

    @property
    def docs(self) -> Path:
        """Where the pages are."""
        return self.root / "docs"

    @property
    def snippets(self) -> Path:
        """Where the snippets are."""
        return self.root / "snippets"

    @property
    def tests(self) -> Path:
        """Where the tests are."""
        return self.root / "tests"

    def load(self, run: bool = True, only: Collection[str] = ()) -> None:
        """Read all pages, and run the snippets that they show.

        Parameters
        ----------
        only
            Pages that alone count, where there are any: what others show is neither run nor judged.
        """
        self.pages, self.problems, self.faults, self._families = {}, [], {}, {}
        self._read_timings()
        for file in sorted(self.docs.rglob("*.md")):
            path = file.relative_to(self.docs).as_posix()
            if not path.startswith(EXCLUDED):
                self._read(file, path)
        wanted = [page for path, page in self.pages.items() if not only or path in only]
        if only:
            labels = {f"docs/{path}" for path in only}
            if any(page.meta.get("timings") for page in wanted):
                labels.add(f"snippets/{TIMINGS}")
            self.problems = [problem for problem in self.problems if problem.path in labels]
        shown = {shown.path for page in wanted for shown, _ in shown_by(page)}
        shown |= {page.snippet for page in wanted if "{{" in page.body}
        for path in sorted(shown):
            self._parse(path)
        if run:
            self.run()

    @property
    def families(self) -> Mapping[str, Sequence[Snippet]]:
        """All snippets that pages show, by path, each after those that it builds on."""
        return self._families

    def run(self, paths: Sequence[str] | None = None) -> None:
        """Run snippets, by default all that pages show, or take their results from the store."""
        wanted = self._families if paths is None else {path: self.family(path) for path in paths}
        self.outcomes, faults = self.runner.run(wanted)
        named = {path: self._named(path, problem) for path, problem in faults.items()}
        self.faults |= named
        self.problems += (self.faults if paths is None else named).values()

    def _read(self, file: Path, path: str) -> None:
        try:
            self.pages[path] = page_module.parse(path, file.read_text(encoding="utf-8-sig"))
        except ProblemError as error:
            self.problems.append(error.problem)
        except UnicodeDecodeError as error:
            message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
            self.problems.append(Problem(f"docs/{path}", 1, message))

    def _parse(self, path: str) -> None:
        """Read a snippet that a page shows, and those that it builds on."""
        if not (self.snippets / path).is_file():
            return  # reported where the page shows it
        try:
            for member in family(self.snippets, path):
                self.family(member.path)
        except ProblemError as error:
            self.faults[path] = self._named(path, error.problem)

    def _read_timings(self) -> None:
        file = self.snippets / TIMINGS
        try:
            found = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
            self.timings = {
                str(page): {
                    str(name): {"ratio": one["ratio"], "of": one["of"]}
                    for name, one in names.items()
                }
                for page, names in (found or {}).items()
            }
        except (yaml.YAMLError, UnicodeDecodeError, AttributeError, LookupError, TypeError):
            self.timings = {}
            message = "is not what “recipe bench --timings” writes; run it again"
            self.problems.append(Problem(f"snippets/{TIMINGS}", 1, message))

    def _named(self, path: str, problem: Problem) -> Problem:
        """Add to what is wrong with a snippet the page that shows it."""
        pages = [
            f"{page.label}:{line}"
            for page in self.pages.values()
            for shown, line in shown_by(page)
            if shown.path == path
        ]
        where = f" (shown by {pages[0]})" if pages else ""
        return Problem(problem.path, problem.line, problem.message + where, problem.detail)

    def family(self, path: str) -> list[Snippet]:
        """Return a snippet after those that it builds on; each file is read once a build."""
        if path not in self._families:
            self._families[path] = family(self.snippets, path)
        return self._families[path]

    def recipes(self, chapter: str | None = None) -> list[Page]:
        """Return the pages that show a snippet of their own, in the order of their paths."""
        return [
            page
            for page in self.pages.values()
            if page.is_recipe and (chapter is None or page.chapter == chapter)
        ]

    def functions(self, page: Page) -> dict[str, str]:
        """Return the SciPy functions that a page's snippet uses, by the name it writes."""
        found: dict[str, str] = {}
        if page.snippet in self.outcomes:
            for member in self.family(page.snippet):
                found.update(member.functions)
        return found

    def result(self, shown: Shown) -> CellResult:
        """Return what a shown cell printed and drew.

        Raises
        ------
        LookupError
            If there is no such snippet or cell, or no result; the message says which.
        """
        if not (self.snippets / shown.path).is_file():
            raise LookupError(f"there is no snippets/{shown.path}; write it or fix the name")
        if shown.path not in self.outcomes:
            raise LookupError(f"snippets/{shown.path} has no result; see what is wrong with it")
        cells = self.outcomes[shown.path].cells
        if shown.cell not in cells:
            there = ", ".join(cells)
            raise LookupError(f"snippets/{shown.path} has no cell “{shown.cell}”; there is {there}")
        return cells[shown.cell]

    def facts(self, page: Page) -> Mapping[str, Any]:
        """Return what the page may state: its snippet's numbers, and measured timings."""
        outcome = self.outcomes.get(page.snippet)
        facts = dict(outcome.facts) if outcome else {}
        if page.meta.get("timings") and page.snippet in self._families:
            facts[TIMING] = self._page_timings(page)
        return facts

    def _page_timings(self, page: Page) -> dict[str, int]:
        recorded = self.timings.get(page.path, {})
        return {
            name: entry["ratio"]
            for name, entry in recorded.items()
            if name in page.meta["timings"] and entry["of"] == self.timing_key(page, name)
        }

    def timing_key(self, page: Page, name: str) -> str:
        """Name what was timed: both expressions, and what they name in the snippet."""
        expressions = [str(one) for one in page.meta["timings"][name]]
        wanted = set(re.findall(r"[A-Za-z_]\w*", " ".join(expressions)))
        definitions = []
        for statement in self.family(page.snippet)[-1].tree.body:
            names = {
                getattr(node, "name", None) or getattr(node, "id", None)
                for node in ast.walk(statement)
                if isinstance(node, ast.FunctionDef)
                or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
            }
            if names & wanted:
                definitions.append(ast.unparse(statement))
        content = json.dumps([expressions, definitions])
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def test_sentences(self, page: Page) -> list[str]:
        """Return what the tests of a page's recipe say; empty where it has no test module."""
        file = self.tests / page.test_module
        if not file.is_file():
            return []
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except SyntaxError as error:
            message = f"is not Python: {error.msg}; fix the line"
            problem = Problem(f"tests/{page.test_module}", error.lineno or 1, message)
            raise ProblemError(problem) from None
        return [
            _sentence(node.name)
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]


def shown_by(page: Page) -> list[tuple[Shown, int]]:
    """Return the cells that a page shows, with the lines of their fences; without the faulty."""
    return [
        (shown, page.line(fence.first)) for fence in page.fences if (shown := page.shows(fence))
    ]


def below(path: str, folder: str) -> str:
    """Return a path below a folder, as a person may write it: with the folder, or backslashes."""
    return PureWindowsPath(path).as_posix().removeprefix(f"{folder}/")


def _sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]
