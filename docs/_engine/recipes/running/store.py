"""Results on disk, under a key that holds all that can change them.

Only successes are stored. An entry is written under a temporary name and renamed, so two
builds may share a store and a build may be killed at any moment. A damaged entry is noticed
by its checksum and made again. A store that cannot be written costs time, never a build.
"""

import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from recipes.profile import PROFILE
from recipes.reading.snippet import Snippet

from .outcome import Outcome, from_bytes, to_bytes

PACKAGES = tuple(PROFILE.packages)
# Beside this room, the modules that have a part in what a run gives: with them changes every key.
PARTS = (
    "profile reading/bundle reading/controls reading/data reading/scipy_names reading/snippet"
).split()
MAXIMUM_SECONDS = 30 * 86400.0  # an entry that was not used for as long is removed
MAXIMUM_BYTES = 2 * 2**30  # beyond it those go that were not used for longest, but for
RECENT_SECONDS = 86400.0  # what was used since: a large site needs all of that
PRUNE_SECONDS = 3600.0  # at least, between two looks at all entries
STALE_SECONDS = 3600.0  # a temporary file older than that belongs to a build that died


@cache
def surroundings() -> dict[str, str]:
    """What a result depends on besides the snippet: engine, style, versions, platform."""
    folder = Path(__file__).parents[1]
    parts = [*(folder / f"{name}.py" for name in PARTS), *sorted(folder.glob("running/*.py"))]
    engine = hashlib.sha256(b"\0".join(part.read_bytes() for part in parts))
    return {
        "engine": engine.hexdigest(),
        "python": sys.version,
        "platform": f"{sys.platform} {platform.machine()}",
        **{package: version(package) for package in PACKAGES},
    }


@cache
def whole_engine() -> str:
    """Name the state of all modules of the engine, for snippets that show the engine itself."""
    folder = Path(__file__).parents[1]
    files = sorted(folder.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def key(family: Sequence[Snippet], files: dict[str, bytes]) -> str:
    """Name the result of a snippet: the last of its `snippet.family`, with all its files."""
    parts = {
        "snippet": family[-1].path,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        **surroundings(),
    }
    if any(module.startswith("recipes.") for member in family for module in member.modules):
        parts["whole engine"] = whole_engine()
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Store:
    """A folder of results.

    Parameters
    ----------
    folder
        Made when first needed.
    warn
        Called with one sentence when the store cannot do its work.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        self.folder = folder
        self._warn = warn
        self._warned = False

    def get(self, key: str) -> Outcome | None:
        """Return the stored result, or None where there is no sound one."""
        path = self._path(key)
        content = self._read(path)
        if content is None:
            return None
        try:
            return from_bytes(content)
        except (ValueError, RecursionError):
            self._damaged(path)
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep a result; a failure is not kept."""
        if outcome.failure is None:
            self._keep(self._path(key), to_bytes(outcome))

    def remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` made when it was first needed under this key."""
        content = self.recall(key)
        if content is None:
            content = make()
            self.keep(key, content)
        return content

    def recall(self, key: str) -> bytes | None:
        """Return the bytes that are kept under a key, or None where there are no sound ones."""
        return self._read(self._path(key).with_suffix(".bin"))

    def keep(self, key: str, content: bytes) -> None:
        """Keep bytes under a key that holds all that can change them."""
        self._keep(self._path(key).with_suffix(".bin"), content)

    def _read(self, path: Path) -> bytes | None:
        try:
            checksum, _, content = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            self._complain("read", error)
            return None
        if _seal(path, content) != checksum:
            self._damaged(path)
            return None
        with suppress(OSError):
            os.utime(path)  # used now: the last to be removed
        return content

    def _keep(self, path: Path, content: bytes) -> None:
        self.write(path, _seal(path, content) + b"\n" + content)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all; a failure to do so is reported once."""
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".new")
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(temporary).replace(path)
        except OSError as error:
            self._complain("written", error)
            if temporary:
                with suppress(OSError):
                    Path(temporary).unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what died half-written, and the entries that were not used for longest.

        To look at all entries takes time, so that is done once in an hour at most.
        """
        now = time.time()
        with suppress(OSError):
            if 0 <= now - self._pruned.stat().st_mtime < PRUNE_SECONDS:
                return
        entries: list[tuple[float, int, Path]] = []
        with suppress(OSError):
            for path in self.folder.glob("*/*.*"):
                with suppress(OSError):  # another build was quicker
                    status = path.stat()
                    age = now - status.st_mtime
                    if age > (STALE_SECONDS if path.suffix == ".new" else MAXIMUM_SECONDS):
                        path.unlink()
                    elif path.suffix in (".outcome", ".bin"):
                        entries.append((age, status.st_size, path))
        left = sum(size for _, size, _ in entries)
        for age, size, path in sorted(entries, reverse=True):
            if left <= MAXIMUM_BYTES or age <= RECENT_SECONDS:
                break
            with suppress(OSError):
                path.unlink()
            left -= size
        if not self._warned:
            with suppress(OSError):
                self._pruned.touch()

    @property
    def _pruned(self) -> Path:
        return self.folder / "pruned"

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.outcome"

    def _damaged(self, path: Path) -> None:
        self._warn(f"{path.name[:12]} in the store is damaged; it is made again")

    def _complain(self, verb: str, error: OSError) -> None:
        if not self._warned:
            self._warned = True
            reason = error.strerror or type(error).__name__
            self._warn(
                f"the store {self.folder} cannot be {verb} ({reason}): results are not kept, so "
                "each build runs every snippet; make room, allow writing, or set cache_dir"
            )


def _seal(path: Path, content: bytes) -> bytes:
    """A checksum of the name as well: an entry under another's name is damaged."""
    return hashlib.sha256(path.name.encode() + b"\n" + content).hexdigest().encode()
