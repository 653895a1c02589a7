"""Snippets that are run alone, and scratch projects that are built or served."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from docs._engine.mathematics.katex import Katex
from docs._engine.merge import family
from docs._engine.problem import Problem
from docs._engine.runner import Limits, Runner, Settings
from docs._engine.store import Store
from docs._engine.worker import Outcome

ROOT = Path(__file__).resolve().parents[3]
HEAD = '"""Try one thing."""\n\n# %% only\n'  # what follows begins in line 4


def _snippet(source: str) -> str:
    source = dedent(source).lstrip("\n")
    return source if "# %% " in source else HEAD + source


@dataclass
class Desk:
    """A folder of snippets and what runs them, without pages."""

    folder: Path
    settings: Settings = field(default_factory=lambda: Settings(Limits(30, 2**30)))
    told: list[str] = field(default_factory=list)

    @property
    def snippets(self) -> Path:
        return self.folder / "snippets"

    def tell(self, line: str) -> None:
        self.told.append(line)

    def entries(self) -> set[Path]:
        """The results in the store."""
        return set((self.folder / "results").glob("*/*.json"))

    def write(self, path: str, source: str) -> None:
        file = self.snippets / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_snippet(source), encoding="utf-8")

    def run(self, *paths: str) -> tuple[dict[str, Outcome], list[Problem]]:
        store = Store(self.folder / "results", self.tell)
        runner = Runner(self.snippets, store, self.settings, self.tell)
        outcomes, faults = runner.run({path: family(self.snippets, path) for path in paths})
        return outcomes, list(faults.values())

    def outcome(self, source: str) -> Outcome:
        self.write("a/one.py", source)
        outcomes, problems = self.run("a/one.py")
        assert not problems, problems[0]
        return outcomes["a/one.py"]

    def printed(self, source: str) -> str:
        """Return what a snippet of one cell prints."""
        return self.outcome(source).cells["only"].output.strip()

    def problem(self, source: str) -> Problem:
        """Return what is wrong with a snippet that must fail."""
        self.write("a/one.py", source)
        outcomes, problems = self.run("a/one.py")
        assert not outcomes
        assert len(problems) == 1
        return problems[0]


def _working_in(folder: str) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if folder in str((process / "cwd").readlink()):
                found.append(int(process.name))
    return found


@pytest.fixture(scope="session")
def working_in() -> Callable[[str], list[int]]:
    """Find the processes that work below a folder."""
    if not Path("/proc/self/cwd").exists():
        pytest.skip("this system does not list its processes in /proc")
    return _working_in


def _wait_until(holds: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def wait_until() -> Callable[[Callable[[], object], float], None]:
    """Wait until something holds, or fail after some seconds."""
    return _wait_until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@dataclass(frozen=True)
class Build:
    """How a build ended and what it said."""

    code: int
    said: str


@dataclass
class Project:
    """A scratch project in a folder of its own."""

    root: Path

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = _snippet(text) if file.suffix == ".py" else dedent(text).lstrip("\n")
        file.write_text(text, encoding="utf-8")

    def start(
        self, *arguments: str, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start ``mkdocs``; both its streams come as one."""
        quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        return subprocess.Popen(
            [sys.executable, "-m", "mkdocs", *arguments],
            cwd=self.root,
            env={**os.environ, **quiet, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def build(self, *arguments: str, environment: dict[str, str] | None = None) -> Build:
        process = self.start("build", *arguments, environment=environment)
        said, _ = process.communicate(timeout=120)
        return Build(process.returncode, said)

    def html(self, page: str, site: str = "site") -> str:
        return (self.root / site / page / "index.html").read_text(encoding="utf-8")


MKDOCS = """
site_name: Scratch
theme: {name: mkdocs, highlightjs: false}
plugins:
  - recipes: {time_limit: 20, memory_limit: 1 GiB}
"""


@pytest.fixture(scope="session")
def make_project() -> Callable[[Path], Project]:
    """Make an empty project that has KaTeX already; the first test of all may install it."""
    katex = Katex(ROOT / ".cache", print)
    katex.assets()
    installed = next((ROOT / ".cache").glob(f"{katex._folder.name}/node_modules"))

    def make(root: Path) -> Project:
        project = Project(root)
        project.write("mkdocs.yml", MKDOCS)
        project.write("docs/index.md", "# Scratch\n")
        (root / "tests").mkdir()
        cache = root / ".cache" / installed.parent.name
        cache.mkdir(parents=True)
        (cache / "node_modules").symlink_to(installed)
        return project

    return make


@pytest.fixture
def project(make_project: Callable[[Path], Project], tmp_path: Path) -> Project:
    return make_project(tmp_path)
