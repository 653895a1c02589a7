"""What the tests of the engine share: scratch projects, and one KaTeX and one store for all."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import Markdown
from recipes.problem import Problem
from recipes.project import Project
from recipes.rendering.extension import Conversion, RecipeExtension
from recipes.rendering.katex.renderer import Katex
from recipes.running.runner import Runner, Settings
from recipes.running.store import Store
from recipes.tools.cli import main

ROOT = Path(__file__).resolve().parents[2]
SNIPPET = '''"""Count the corners of a square."""

# %% count
corners = 4
third = 1 / 3
print(corners)

# %% silent
quiet = 0.5

# %% picture
import matplotlib.pyplot as plt

plt.plot([0, 1], [0, 1])
'''


@dataclass(frozen=True)
class Converted:
    """A page as HTML, and what was found wrong with it."""

    html: str
    problems: list[Problem]

    @property
    def problem(self) -> str:
        """The only problem there is."""
        assert len(self.problems) == 1, self.problems
        return str(self.problems[0])


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write files, by path, into a scratch project; a second call changes the same project."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What ran in one test need not run again in the next."""
    return Store(tmp_path_factory.mktemp("results"), print)


@pytest.fixture
def inside(
    project: Callable[..., Path], results: Store, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """Make a scratch project the current folder; it shares the store of results."""

    def enter(files: Mapping[str, str | bytes]) -> Path:
        root = project(files)
        (root / ".cache").mkdir()
        (root / ".cache/results").symlink_to(results.folder)
        monkeypatch.chdir(root)
        return root

    return enter


@pytest.fixture(scope="session")
def recipe() -> Callable[..., str]:
    """Run the command ``recipe``, expect how it ends, and return what it says."""

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.output

    return run


@pytest.fixture
def library(project: Callable[..., Path], results: Store) -> Callable[..., Project]:
    """Write files into a scratch project and load it."""

    def load(files: Mapping[str, str | bytes], run: bool = True) -> Project:
        root = project(files)
        loaded = Project(root, Runner(root / "snippets", results, Settings(), print))
        loaded.load(run)
        return loaded

    return load


@pytest.fixture(scope="session")
def katex() -> Iterator[Katex]:
    """The KaTeX of this checkout, installed where it is missing."""
    shared = Katex(ROOT / ".cache", print)
    yield shared
    shared.close()


@pytest.fixture
def convert(library: Callable[..., Project], katex: Katex) -> Callable[..., Converted]:
    """Convert docs/a/page.md, with what it needs beside it, by plain Python-Markdown."""

    def render(
        text: str, snippet: str = SNIPPET, late: dict[str, str] | None = None, **others: str
    ) -> Converted:
        files = {"docs/a/page.md": text, "snippets/a/page.py": snippet}
        loaded = library({**files, **others})
        extension = RecipeExtension(loaded, katex)
        page = loaded.pages["a/page.md"]
        conversion = Conversion(page, lambda path: f"/site/{path}", late=late)
        extension.conversion = conversion
        html = Markdown(extensions=["extra", extension]).convert(conversion.page.body)
        return Converted(html, [*loaded.problems, *conversion.problems])

    return render


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
