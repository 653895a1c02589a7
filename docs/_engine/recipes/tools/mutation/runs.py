"""Whether the checks of a recipe notice changes: many side by side, each on a copy of its files.

Each change is judged in a process that is forked for it.
"""

import contextlib
import importlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from recipes.checking import bound_page, page_checks, rates
from recipes.checking.rates import content
from recipes.mathematics.errors import MathError
from recipes.problem import Problem, ProblemError
from recipes.reading import page
from recipes.reading.numbers import FactError
from recipes.reading.prose import TIMING
from recipes.running import figures
from recipes.running.facts import facts_of

from .sites import Mutant

PATIENCE = 5.0  # times as long as the unchanged recipe a changed one may take
LEAST = 10.0  # seconds that every change may take
LONGEST = 600.0  # seconds that the unchanged recipe may take
MEMORY = 4 * 2**30  # bytes a process may have
SETTINGS = """[pytest]
addopts = --import-mode=importlib -p no:cacheprovider -p no:xdist -p no:randomly
filterwarnings = error
markers = browser
"""


@dataclass(frozen=True)
class Recipe:
    """The files that belong to one page.

    Attributes
    ----------
    root
        The project.
    page
        Below ``docs``.
    snippets
        Below ``snippets``: its own, after those that it builds on.
    test
        Below ``tests``.
    facts
        What the snippet computed, with recorded timings.
    """

    root: Path
    page: str
    snippets: tuple[str, ...]
    test: str
    facts: Mapping[str, Any]

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are its own, below the root."""
        return rates.files(self.page, self.snippets, self.test)

    @property
    def module(self) -> str:
        """The name under which its tests import the snippet."""
        return f"snippets.{self.snippets[-1].removesuffix('.py').replace('/', '.')}"


class Verdict(NamedTuple):
    """What kind of check fails, and what it says; nothing if all pass."""

    kind: str = ""
    message: str = ""


class _FirstFailure:
    """Notes the first failure of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.verdict = Verdict()

    def pytest_exception_interact(
        self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]
    ) -> None:
        if self.verdict.kind or not call.excinfo:
            return
        error = call.excinfo.value
        if type(error).__name__ == "UnprovedError":  # pytest must be the first to import its module
            self.verdict = Verdict("coverage", str(error))
            return
        kind = "assertion" if isinstance(error, AssertionError) else "error"
        if isinstance(error, MathError | FactError | ProblemError):
            kind = "refusal"
        name = node.name if isinstance(node, pytest.Item) else ""
        self.verdict = Verdict(kind, _describe(error, self.folder, node.path, name))


def _describe(
    error: BaseException, folder: Path, preferred: Path | None = None, name: str = ""
) -> str:
    """Say in a line where an exception came from, in the words of its first line.

    Parameters
    ----------
    preferred
        The file whose line is reported, if it has a part in it; else the innermost of the folder.
    """
    if isinstance(error, pytest.Collector.CollectError) and error.__cause__:
        error = error.__cause__
    frames = [(Path(one.filename), one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((Path(error.filename), error.lineno))
    own = [(path, line) for path, line in frames if folder in path.parents]
    best = [pair for pair in own if pair[0] == preferred] or own or [(preferred or folder, 1)]
    path, line = best[-1]
    said = "".join(traceback.format_exception_only(error)).strip()
    said = said.splitlines()[-1 if isinstance(error, SyntaxError) else 0]
    said = said.replace("AssertionError: assert ", "assert ")
    where = path.relative_to(folder).as_posix()
    return ": ".join(filter(None, (f"{where}:{line}", name, said)))


def copy(recipe: Recipe, folder: Path) -> None:
    """Copy a recipe's files, so that nothing touches the project itself."""
    for path in (*recipe.files, "tests/conftest.py"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content(recipe.root / path))
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")


def enter(folder: Path) -> None:
    """Make a copied recipe the project of this process."""
    os.chdir(folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    chapters = sorted(one for one in (folder / "snippets").iterdir() if one.is_dir())
    sys.path += [str(one) for one in chapters]
    bound_page.root = folder


def load(recipe: Recipe, folder: Path) -> types.ModuleType:
    """Run the copied snippet, as its tests do.

    Raises
    ------
    RuntimeError
        If another file than the copy was found.
    """
    figures.use_style()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        module = importlib.import_module(recipe.module)
    if not str(module.__file__).startswith(str(folder)):
        raise RuntimeError(f"{recipe.module} was read from {module.__file__}, not from the copy")
    return module


def verdict(recipe: Recipe, folder: Path, whole: bool) -> Verdict:
    """Say which check fails first on the copy in this process.

    Parameters
    ----------
    whole
        Whether the snippet must run anew because it was changed.
    """
    facts = recipe.facts
    if whole:
        try:
            module = load(recipe, folder)
        except Exception as error:
            if isinstance(error, RuntimeError) and "not from the copy" in str(error):
                raise
            return Verdict("error", _describe(error, folder))
        timings = {TIMING: facts[TIMING]} if TIMING in facts else {}
        facts = {**facts_of(vars(module)), **timings}
    if problem := page_problem(recipe, folder, facts):
        return Verdict("page", str(problem))
    return verdict_of_tests(recipe, folder)


def page_problem(recipe: Recipe, folder: Path, facts: Mapping[str, Any]) -> Problem | None:
    """Return the first thing that the page says and that does not hold, as a build finds it."""
    try:
        parsed = page.read(folder / "docs", recipe.page)
    except ProblemError as error:
        return error.problem
    tests = (folder / "tests" / recipe.test).read_text(encoding="utf-8")
    return next(page_checks.check(parsed, facts, tests), None)


def verdict_of_tests(recipe: Recipe, folder: Path) -> Verdict:
    """Run the tests of the recipe; say what the first failure is of."""
    first = _FirstFailure(folder)
    with Path(os.devnull).open("w") as silence, contextlib.redirect_stdout(silence):
        code = pytest.main(["-q", "-x", f"tests/{recipe.test}"], plugins=[first])
    if code == pytest.ExitCode.OK:
        return Verdict()
    if first.verdict.kind:
        return first.verdict
    ending = pytest.ExitCode(code).name.lower().replace("_", " ")
    return Verdict("error", f"tests/{recipe.test}:1: pytest ends with “{ending}”")


@dataclass(frozen=True)
class Judged:
    """A mutant and what noticed it; nothing if it survived."""

    mutant: Mutant
    by: str

    @property
    def killed(self) -> bool:
        """Whether a check failed."""
        return bool(self.by)


class BaselineError(Exception):
    """The unchanged recipe fails its own checks."""


@dataclass(frozen=True)
class _Child:
    number: int  # of its change
    process: int
    pipe: int
    until: float
    folder: Path


def run(recipe: Recipe, mutants: Sequence[Mutant], jobs: int) -> list[Judged]:
    """Judge changes of one recipe, with as many processes at a time as ``jobs``.

    Raises
    ------
    BaselineError
        If the recipe fails unchanged.
    """
    with tempfile.TemporaryDirectory(prefix="drift-") as name:
        pool = _Pool(recipe, Path(name).resolve(), jobs)
        begin = time.monotonic()
        (said,) = pool.judge([None])
        pool.seconds = max(LEAST, PATIENCE * (time.monotonic() - begin))
        if said:
            kind, _, reported = said.partition("\n")
            message = f"docs/{recipe.page}: the unchanged recipe fails its checks ({kind}); "
            message += f"fix it before its mutants are judged\n{reported}"
            raise BaselineError(message.strip())
        of_page = [one for one in mutants if one.path.startswith("docs/")]
        of_code = [one for one in mutants if not one.path.startswith("docs/")]
        answers = [*pool.judge(of_code), *(pool.judge_warm(of_page) if of_page else ())]
    judged = zip([*of_code, *of_page], answers, strict=True)
    return [Judged(one, said.partition("\n")[0]) for one, said in judged]


@dataclass
class _Pool:
    """Judges changes on copies of a recipe below a folder, each in a fork of this process."""

    recipe: Recipe
    base: Path
    jobs: int
    seconds: float = LONGEST

    def judge(self, mutants: Sequence[Mutant | None], warm: bool = False) -> list[str]:
        """Say what notices each change, in a line, and what that says; None changes nothing.

        Parameters
        ----------
        warm
            Whether this process has run the snippet, which none of the changes is of.
        """
        waiting = [*reversed(list(enumerate(mutants)))]
        running: dict[int, _Child] = {}
        answers = [""] * len(mutants)
        while waiting or running:
            while waiting and len(running) < self.jobs:
                child = self._start(*waiting.pop(), warm)
                running[child.pipe] = child
            for child, answer in _wait(running):
                del running[child.pipe]
                answers[child.number] = answer
        return answers

    def judge_warm(self, mutants: Sequence[Mutant]) -> list[str]:
        """Judge changes of the page in a process that has run the snippet already."""
        reader, writer = os.pipe()
        process = os.fork()
        if not process:
            os.close(reader)
            try:
                _silence()
                folder = self._copy(None)
                enter(folder)
                load(self.recipe, folder)
                os.write(writer, json.dumps(self.judge(mutants, warm=True)).encode())
            finally:
                os._exit(0)
        os.close(writer)
        answers = _read(reader)
        os.waitpid(process, 0)
        if not answers:
            message = "the process that judges its mutants died"
            raise BaselineError(f"docs/{self.recipe.page}: {message}")
        return list(json.loads(answers))

    def _copy(self, mutant: Mutant | None) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self.base))
        copy(self.recipe, folder)
        if mutant:
            file = folder / mutant.path
            file.write_bytes(mutant.applied(file.read_bytes()))
        return folder

    def _start(self, number: int, mutant: Mutant | None, warm: bool) -> _Child:
        folder = self._copy(mutant)
        reader, writer = os.pipe()
        process = os.fork()
        if not process:
            os.close(reader)
            self._answer(folder, writer, warm)
        os.close(writer)
        return _Child(number, process, reader, time.monotonic() + self.seconds, folder)

    def _answer(self, folder: Path, writer: int, warm: bool) -> None:
        answer = "error"
        try:
            os.setsid()
            _silence()
            _limit_memory()
            enter(folder)
            kind, reported = verdict(self.recipe, folder, whole=not warm)
            answer = f"ok:{kind}\n{reported}".strip()
        except BaseException as error:  # whatever a changed snippet does, it was noticed
            answer = f"ok:{type(error).__name__}"
        finally:
            os.write(writer, answer.encode())
            os._exit(0)


def _limit_memory() -> None:
    import resource  # no platform without fork has it

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, hard))


def _silence() -> None:
    """Let nothing that a snippet or a test prints through."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _wait(running: dict[int, _Child]) -> Iterator[tuple[_Child, str]]:
    """Wait for what ends next, or runs out of time."""
    patience = max(0.0, min(child.until for child in running.values()) - time.monotonic())
    ready, _, _ = select.select(list(running), [], [], patience + 0.01)
    now = time.monotonic()
    for child in list(running.values()):
        if child.pipe not in ready and now < child.until:
            continue
        answer = "ok:timeout"
        if child.pipe in ready:
            answer = _read(child.pipe)
        else:
            os.close(child.pipe)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process, signal.SIGKILL)
        os.waitpid(child.process, 0)
        shutil.rmtree(child.folder, ignore_errors=True)
        yield child, answer.removeprefix("ok:") if answer.startswith("ok:") else "died"


def _read(pipe: int) -> str:
    with os.fdopen(pipe, "rb") as stream:
        return stream.read().decode()
