"""Snippets that are run alone, without pages."""

import contextlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from recipes.problem import Problem
from recipes.reading.bundle import family
from recipes.running.outcome import Outcome
from recipes.running.runner import Limits, Runner, Settings
from recipes.running.store import Store

HEAD = '"""Try one thing."""\n\n# %% only\n'  # what follows begins in line 4


def _snippet(source: str) -> str:
    source = dedent(source).lstrip("\n")
    return source if "# %% " in source else HEAD + source


@dataclass
class Desk:
    """A folder of snippets and what runs them, without pages."""

    folder: Path
    settings: Settings = field(default_factory=lambda: Settings(Limits(30, 2**30)))
    reported: list[str] = field(default_factory=list)

    @property
    def snippets(self) -> Path:
        return self.folder / "snippets"

    def report(self, line: str) -> None:
        self.reported.append(line)

    def entries(self) -> set[Path]:
        """The results in the store."""
        return set((self.folder / "results").glob("*/*.outcome"))

    def write(self, path: str, source: str) -> None:
        file = self.snippets / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_snippet(source), encoding="utf-8")

    def run(self, *paths: str) -> tuple[dict[str, Outcome], list[Problem]]:
        store = Store(self.folder / "results", self.report)
        runner = Runner(self.snippets, store, self.settings, self.report)
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


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def full_disk(tmp_path):
    """A disk that has no room."""
    folder = tmp_path / "results"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("a small file system can only be mounted as root")
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
