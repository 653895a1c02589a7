"""What all tests share: where the project is, and how a snippet finds its neighbours."""

import os
import sys
from pathlib import Path

pytest_plugins = ["docs._engine.pytest_plugin"]

ROOT = Path(__file__).resolve().parent.parent

# One thread, as in a build: two test processes must not fight for the cores.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ["MPLBACKEND"] = "agg"

# A script imports its neighbours from its own folder. Last on the path: none hides a library.
sys.path += [str(folder) for folder in sorted((ROOT / "snippets").iterdir()) if folder.is_dir()]


def pytest_configure() -> None:
    """Draw figures in the colours that they have on the site."""
    import matplotlib as mpl

    from docs._engine import figures

    mpl.rcParams.update(figures.style())
