"""The pages and snippets of one project, brought together: parsed, run, and looked up."""

import ast
import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar

import msgspec

from recipes.problem import Problem, ProblemError
from recipes.reading import claims, settings
from recipes.reading import page as page_module
from recipes.reading.bundle import family
from recipes.reading.configuration import read as read_configuration
from recipes.reading.document import CellView
from recipes.reading.page import Page
from recipes.reading.prose import TIMING
from recipes.reading.snippet import Snippet
from recipes.running import figures, runner
from recipes.running.outcome import CellResult, Outcome
from recipes.running.runner import Limits, Runner
from recipes.running.store import Store

TIMINGS = "timings.yml"  # below snippets/: what the versions by hand cost, as last measured
Found = TypeVar("Found")
EXCLUDED = "_engine"  # below docs/: the engine itself


class SnippetLimits(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What one snippet may take; what is not given is as for all."""

    time_limit: float | None = None
    memory_limit: str = ""


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What stands below ``recipes`` in ``mkdocs.yml``.

    Attributes
    ----------
    time_limit, memory_limit
        What a snippet may take, in seconds and as in ``2 GiB``.
    snippets
        Limits of single ones, by path.
    executor
        Where they run; see `runner`.
    cache_dir
        Where results are kept.
    """

    time_limit: float = 60.0
    memory_limit: str = "2 GiB"
    snippets: dict[str, SnippetLimits] = msgspec.field(default_factory=dict)
    executor: str = ""
    cache_dir: str = ".cache"


class Timing(msgspec.Struct, frozen=True):
    """A measured ratio, and a name for the code that was measured."""

    ratio: int | float
    of: str


@dataclass
class Project:
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
        What was measured, by page and name.
    """

    root: Path
    runner: Runner
    pages: dict[str, Page] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    faults: dict[str, Problem] = field(default_factory=dict)
    timings: dict[str, dict[str, Timing]] = field(default_factory=dict)
    _families: dict[str, list[Snippet]] = field(default_factory=dict)
    _remembered: dict[str, Any] = field(default_factory=dict)

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

    @property
    def cache(self) -> Path:
        """Where results are kept."""
        return self.runner.store.folder.parent

    def load(self, run: bool = True, only: Collection[str] = ()) -> None:
        """Read all pages, and run the snippets that they show.

        Parameters
        ----------
        only
            Pages that alone count, where there are any: what others show is neither run nor judged.
        """
        self.pages, self.problems, self.faults, self._families = {}, [], {}, {}
        self._remembered = {}
        self._read_timings()
        for file in sorted(self.docs.rglob("*.md")):
            path = file.relative_to(self.docs).as_posix()
            if path.startswith(EXCLUDED):
                continue
            try:
                self.pages[path] = page_module.read(self.docs, path)
            except ProblemError as error:
                self.problems.append(error.problem)
        wanted = [page for path, page in self.pages.items() if not only or path in only]
        if only:
            labels = {f"docs/{path}" for path in only}
            if any(page.front.timings for page in wanted):
                labels.add(f"snippets/{TIMINGS}")
            self.problems = [problem for problem in self.problems if problem.path in labels]
        shown = {view.path for page in wanted for view in page.cells}
        shown |= {page.snippet for page in wanted if "{{" in page.body}
        for path in sorted(shown):
            self._parse(path)
        if run:
            self.run()

    @property
    def families(self) -> Mapping[str, Sequence[Snippet]]:
        """All snippets that pages show, by path, each after those that it builds on."""
        return self._families

    def run(
        self,
        paths: Sequence[str] | None = None,
        ended: Callable[[str], None] = lambda path: None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Run snippets, by default all that pages show, or take their results from the store.

        Parameters
        ----------
        ended
            Called for each that ran and has an outcome, while others still run.
        meanwhile
            Called once if there is something to run, as the first of them start.
        """
        wanted = self._families if paths is None else {path: self.family(path) for path in paths}
        self.outcomes = {}

        def keep(path: str, outcome: Outcome) -> None:
            self.outcomes[path] = outcome
            ended(path)

        self.outcomes, faults = self.runner.run(wanted, keep, meanwhile)
        self._remembered = {}
        for path, outcome in self.outcomes.items():
            for cell, drawn in outcome.cells.items():
                for note in (note for one in drawn.pictures for note in figures.notes(one.svg)):
                    self.runner.report(f"{self.family(path)[-1].label}, cell {cell}: {note}")
        named = {path: self._named(path, problem) for path, problem in faults.items()}
        self.faults |= named
        self.problems += (self.faults if paths is None else named).values()

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
        label, self.timings = f"snippets/{TIMINGS}", {}
        try:
            if file.is_file():
                source = settings.Source(file.read_text(encoding="utf-8"), label)
                self.timings = settings.load(source, dict[str, dict[str, Timing]]).values
        except (ProblemError, UnicodeDecodeError):
            message = "is not what “recipe bench --timings” writes; run it again"
            self.problems.append(Problem(label, 1, message))

    def _named(self, path: str, problem: Problem) -> Problem:
        """Add to what is wrong with a snippet the page that shows it."""
        pages = [
            f"{page.label}:{page.line(view.first)}"
            for page in self.pages.values()
            for view in page.cells
            if view.path == path
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

    def remembered(self, name: str, look: Callable[[], Found]) -> Found:
        """Return what was looked up once since the snippets ran, or is now."""
        if name not in self._remembered:
            self._remembered[name] = look()
        found: Found = self._remembered[name]
        return found

    def functions(self, page: Page) -> dict[str, str]:
        """Return the SciPy functions that a page's snippet uses, by the name it writes."""
        found: dict[str, str] = {}
        if page.snippet in self.outcomes:
            for member in self.family(page.snippet):
                found.update(member.functions)
        return found

    def answers(self, page: Page) -> list[str]:
        """Return the SciPy functions with which a recipe begins."""
        functions = self.functions(page)
        return [name for written, name in functions.items() if f"`{written}`" in page.lead]

    def result(self, view: CellView) -> CellResult:
        """Return what a shown cell printed and drew.

        Raises
        ------
        LookupError
            If there is no such snippet or cell, or no result; the message says which.
        """
        if not (self.snippets / view.path).is_file():
            raise LookupError(f"there is no snippets/{view.path}; write it or fix the name")
        if view.path not in self.outcomes:
            raise LookupError(f"snippets/{view.path} has no result; see what is wrong with it")
        cells = self.outcomes[view.path].cells
        if view.cell not in cells:
            there = ", ".join(cells)
            raise LookupError(f"snippets/{view.path} has no cell “{view.cell}”; there is {there}")
        return cells[view.cell]

    def source(self, view: CellView) -> str:
        """Return the code of a shown cell."""
        return self.family(view.path)[-1].cells[view.cell].source

    def figure_of(self, page: Page) -> CellView | None:
        """Return the figure that stands for a page: that of the cell ``card``, or the first."""
        drawn = [view for view in page.cells if "figure" in view.parts]
        named = [view for view in drawn if view.cell == page.front.card]
        for view in [*named, *drawn]:
            cells = self.outcomes[view.path].cells if view.path in self.outcomes else {}
            if view.cell in cells and cells[view.cell].pictures:
                return view
        return None

    def facts(self, page: Page) -> Mapping[str, Any]:
        """Return what the page may state: its snippet's numbers, and measured timings."""
        outcome = self.outcomes.get(page.snippet)
        facts = dict(outcome.facts) if outcome else {}
        if page.front.timings and page.snippet in self._families:
            facts[TIMING] = {
                name: timing.ratio
                for name, timing in self.timings.get(page.path, {}).items()
                if name in page.front.timings and timing.of == self.timing_key(page, name)
            }
        return facts

    def timing_key(self, page: Page, name: str) -> str:
        """Name what was timed: both expressions, and what they name in the snippet."""
        expressions = list(page.front.timings[name])
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

    def test_sentences(self, page: Page) -> dict[str, str]:
        """Return what the tests of a page's recipe say, by their names.

        That is the first line of each docstring. Tests of figures speak to nobody who sees them.

        Raises
        ------
        ProblemError
            If the module is not Python, or a test says nothing.
        """
        source, label = self.test_source(page), f"tests/{page.test_module}"
        return {
            test.name: _sentence(test, label)
            for test in claims.tests(claims.parse(source or "", label))
            if not test.name.startswith("test_figure")
        }

    def test_source(self, page: Page) -> str | None:
        """Return the text of a page's test module; None where it has none."""
        file = self.tests / page.test_module
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None


def open(  # noqa: A001 (a project is opened)
    configuration: Path, report: Callable[[str], None] = print
) -> Project:
    """Return a project with its settings, before its pages are read.

    Parameters
    ----------
    configuration
        Its ``mkdocs.yml``.
    report
        Called with a line of progress.

    Raises
    ------
    ProblemError
        If there is no project, or a setting is wrong.
    """
    source = read_configuration(configuration).plugin("recipes")
    if source is None:
        message = "has no “recipes” under plugins; add it"
        raise ProblemError(Problem(configuration.name, 1, message))
    loaded = settings.load(source, Settings)
    root = configuration.resolve().parent
    store = Store(root / loaded.values.cache_dir / "results", report)
    run_settings = _run_settings(source, loaded, root / "snippets")
    return Project(root, Runner(root / "snippets", store, run_settings, report))


def _run_settings(
    source: settings.Source, loaded: settings.Loaded[Settings], snippets: Path
) -> runner.Settings:
    own = loaded.values

    def memory(written: str, *keys: str) -> int:
        try:
            return runner.size(written)
        except ValueError as error:
            source.fail(f"“{'.'.join(keys)}”: {error}", loaded.line(*keys))

    limits = Limits(own.time_limit, memory(own.memory_limit, "memory_limit"))
    overrides = {}
    for path, one in own.snippets.items():
        if not (snippets / path).is_file():
            message = f"“snippets”: there is no snippets/{path}; fix the name"
            source.fail(message, loaded.line("snippets", path))
        seconds = limits.seconds if one.time_limit is None else one.time_limit
        place = ("snippets", path, "memory_limit")
        size = memory(one.memory_limit, *place) if one.memory_limit else limits.memory
        overrides[path] = Limits(seconds, size)
    return runner.Settings(limits, overrides, own.executor)


def below(path: str, folder: str) -> str:
    """Return a path below a folder, as a person may write it: with the folder, or backslashes."""
    return PureWindowsPath(path).as_posix().removeprefix(f"{folder}/")


def _sentence(test: ast.FunctionDef, label: str) -> str:
    said, *_ = (ast.get_docstring(test) or "").split("\n")
    if not said.endswith("."):
        message = (
            f"“{test.name}” begins with no sentence for readers; say in one line of a docstring, "
        )
        message += "which ends with a period, what is true of the world"
        raise ProblemError(Problem(label, test.lineno, message))
    return said.removesuffix(".")
