"""What all tests share: where the project is, and how a snippet finds its neighbours."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["recipes.checking.pytest_plugin"]

ROOT = Path(__file__).resolve().parent.parent
FEW = 3
# A file of tests; in the browser, also the page, which stands in brackets among schemes and sizes,
# or the test.
SCOPE = re.compile(
    r"(?P<file>[^:]+)"
    r"((?<=site/test_browser\.py)::[^\[]+\[(light-|dark-)?(?P<page>.+?)(-(light|dark|\d+))*\]"
    r"|(?<=site/test_behaviour\.py)::(?P<test>\w+))?"
)

# One thread, as in a build: two test processes must not fight for the cores.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ["MPLBACKEND"] = "agg"

# A script imports its neighbours from its own folder. Last on the path: none hides a library.
sys.path += [str(folder) for folder in sorted((ROOT / "snippets").iterdir()) if folder.is_dir()]


def pytest_configure() -> None:
    """Draw figures in the colours that they have on the site."""
    from recipes.running import figures

    figures.use_style()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A few files are done before further processes have started."""
    paths = [Path(argument.partition("::")[0]) for argument in config.args]
    files = {file for path in paths for file in [path, *path.rglob("test_*.py")] if file.is_file()}
    return 0 if len(files) <= FEW else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file in one process; in the browser, those of a page."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            found = SCOPE.match(nodeid)
            return f"{found['file']} {found['page'] or found['test'] or ''}"

    config.option.loadscopereorder = False  # see below
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process build the site while the others test what needs none.

    What takes no time stands at the end, so that no process waits for another one.
    """
    site = ROOT / "tests" / "site"
    of_site = {item.path for item in items if item.path.parent == site}
    of_browser = {item.path for item in items if item.get_closest_marker("browser")}
    first = next((item.path for item in items if item.path in of_site), None)

    def turn(item: pytest.Item) -> int:
        if item.path not in of_site:
            return 1
        return 0 if item.path == first else 2 if item.path in of_browser else 3

    items.sort(key=turn)
