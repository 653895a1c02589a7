"""Whether the checks of a recipe notice a change: in a forked process, on a copy of its files."""

import contextlib
import importlib
import os
import sys
import traceback
import types
from collections.abc import Mapping
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


class _First:
    """Notes the first failure of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.verdict = Verdict()

    def pytest_exception_interact(
        self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[Any]
    ) -> None:
        """Name what a test died of."""
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
        self.verdict = Verdict(kind, _reported(error, self.folder, node.path, name))


def _reported(
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
    import warnings

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
            return Verdict("error", _reported(error, folder))
        timings = {TIMING: facts[TIMING]} if TIMING in facts else {}
        facts = {**facts_of(vars(module)), **timings}
    if problem := page_problem(recipe, folder, facts):
        return Verdict("page", str(problem))
    return of_tests(recipe, folder)


def page_problem(recipe: Recipe, folder: Path, facts: Mapping[str, Any]) -> Problem | None:
    """Return the first thing that the page says and that does not hold, as a build finds it."""
    try:
        parsed = page.read(folder / "docs", recipe.page)
    except ProblemError as error:
        return error.problem
    return next(page_checks.check(parsed, facts), None)


def of_tests(recipe: Recipe, folder: Path) -> Verdict:
    """Run the tests of the recipe; say what the first failure is of."""
    first = _First(folder)
    with Path(os.devnull).open("w") as silence, contextlib.redirect_stdout(silence):
        code = pytest.main(["-q", "-x", f"tests/{recipe.test}"], plugins=[first])
    if code == pytest.ExitCode.OK:
        return Verdict()
    if first.verdict.kind:
        return first.verdict
    ending = pytest.ExitCode(code).name.lower().replace("_", " ")
    return Verdict("error", f"tests/{recipe.test}:1: pytest ends with “{ending}”")
