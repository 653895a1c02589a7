"""Scratch projects that are built or served."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from recipes.rendering.katex.renderer import Katex

ROOT = Path(__file__).resolve().parents[3]
HEAD = '"""Try one thing."""\n\n# %% only\n'  # what follows begins in line 4


def _snippet(source: str) -> str:
    source = dedent(source).lstrip("\n")
    return source if "# %% " in source else HEAD + source


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
        scratch = Project(root)
        scratch.write("mkdocs.yml", MKDOCS)
        scratch.write("docs/index.md", "# Scratch\n")
        (root / "tests").mkdir()
        cache = root / ".cache" / installed.parent.name
        cache.mkdir(parents=True)
        (cache / "node_modules").symlink_to(installed)
        return scratch

    return make


@pytest.fixture
def scratch(make_project: Callable[[Path], Project], tmp_path: Path) -> Project:
    return make_project(tmp_path)
