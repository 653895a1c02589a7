"""What the tests of the engine share: scratch projects, and one KaTeX and one store for all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import Markdown

from docs._engine.cli import main
from docs._engine.markdown import Conversion, RecipeExtension
from docs._engine.mathematics.katex import Katex
from docs._engine.problem import Problem
from docs._engine.recipes import Library
from docs._engine.runner import Runner, Settings
from docs._engine.store import Store

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
def library(project: Callable[..., Path], results: Store) -> Callable[..., Library]:
    """Write files into a scratch project and load it."""

    def load(files: Mapping[str, str | bytes], run: bool = True) -> Library:
        root = project(files)
        loaded = Library(root, Runner(root / "snippets", results, Settings(), print))
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
def convert(library: Callable[..., Library], katex: Katex) -> Callable[..., Converted]:
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
