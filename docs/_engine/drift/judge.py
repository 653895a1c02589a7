"""Whether the checks of a recipe notice a change: in a forked process, on a copy of its files."""

import contextlib
import importlib
import os
import shutil
import sys
import types
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .. import binding, claims, glossary, page
from ..facts import facts_of
from ..literals import FactError
from ..mathematics.errors import MathError
from ..problem import ProblemError
from ..prose import TIMING
from . import record

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
        return record.files(self.page, self.snippets, self.test)

    @property
    def module(self) -> str:
        """The name under which its tests import the snippet."""
        return f"snippets.{self.snippets[-1].removesuffix('.py').replace('/', '.')}"


class _First:
    """Notes the kind of the first failure of a run."""

    def __init__(self) -> None:
        self.kind = ""

    def pytest_exception_interact(self, call: pytest.CallInfo[Any]) -> None:
        """Name what a test died of."""
        error = call.excinfo.value if call.excinfo else None
        if self.kind:
            return
        if type(error).__name__ == "UnprovedError":  # pytest must be the first to import its module
            self.kind = "coverage"
        elif isinstance(error, MathError | FactError | ProblemError):
            self.kind = "refusal"
        else:
            self.kind = "assertion" if isinstance(error, AssertionError) else "error"


def copy(recipe: Recipe, folder: Path) -> None:
    """Copy a recipe's files, so that nothing touches the project itself."""
    for path in (*recipe.files, "tests/conftest.py"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recipe.root / path, folder / path)
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")


def enter(folder: Path) -> None:
    """Make a copied recipe the project of this process."""
    os.chdir(folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    chapters = sorted(one for one in (folder / "snippets").iterdir() if one.is_dir())
    sys.path += [str(one) for one in chapters]
    binding.root = folder


def load(recipe: Recipe, folder: Path) -> types.ModuleType:
    """Run the copied snippet, as its tests do.

    Raises
    ------
    RuntimeError
        If another file than the copy was found.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        module = importlib.import_module(recipe.module)
    if not str(module.__file__).startswith(str(folder)):
        raise RuntimeError(f"{recipe.module} was read from {module.__file__}, not from the copy")
    return module


def verdict(recipe: Recipe, folder: Path, whole: bool) -> str:
    """Say which check fails on the copy in this process; nothing if all pass.

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
            return "error"
        timings = {TIMING: facts[TIMING]} if TIMING in facts else {}
        facts = {**facts_of(vars(module)), **timings}
    if page_fails(recipe, folder, facts):
        return "page"
    return tests_fail(recipe, folder)


def page_fails(recipe: Recipe, folder: Path, facts: Mapping[str, Any]) -> bool:
    """Whether the page says something that does not hold, as a build finds it."""
    text = (folder / "docs" / recipe.page).read_text(encoding="utf-8")
    try:
        parsed = page.parse(recipe.page, text)
        for fence in parsed.fences:
            if fence.kind == "snippet":
                parsed.shown(fence)
    except ProblemError:
        return True
    return any(claims.check(parsed, facts)) or any(glossary.check(parsed))


def tests_fail(recipe: Recipe, folder: Path) -> str:
    """Run the tests of the recipe; say what the first failure is of."""
    first = _First()
    with Path(os.devnull).open("w") as silence, contextlib.redirect_stdout(silence):
        code = pytest.main(["-q", "-x", f"tests/{recipe.test}"], plugins=[first])
    if code == pytest.ExitCode.OK:
        return ""
    return first.kind or "error"
