"""Files that stay in the site because they would be written again as they are.

MkDocs removes a site before it builds it. Folders that hold files of ours only are set aside
meanwhile, below a hidden name, which it leaves alone.
"""

import json
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from mkdocs.structure.files import File

FOLDERS = ("assets/cards", "downloads", "figures")
ASIDE = ".set-aside"
# Of a file as it was written: a name for its content, and what tells that nobody wrote it since.
Written = tuple[str, list[int]]


class KeptFile(File):
    """A file that is in the site."""

    def copy_file(self, dirty: bool = False) -> None:
        """Leave it."""


class KeptFiles:
    """The files of ours in a site.

    Parameters
    ----------
    record
        A file that says what was written last, and where.
    """

    def __init__(self, site: Path, record: Path) -> None:
        self.site = site
        self._record = record
        self._keys: dict[str, str] = {}  # of what is to be there
        self._before = self._read()

    def set_aside(self) -> None:
        """Take the folders out of the way of MkDocs; what cannot be moved is written again."""
        with suppress(OSError):
            shutil.rmtree(self.site / ASIDE, ignore_errors=True)  # of a build that died
            for number, folder in enumerate(FOLDERS):
                place = self.site / folder
                if self._before and place.is_dir() and not place.is_symlink():
                    (self.site / ASIDE).mkdir(exist_ok=True)
                    place.rename(self.site / ASIDE / str(number))

    def bring_back(self) -> None:
        """Put the folders back."""
        with suppress(OSError):
            for number, folder in enumerate(FOLDERS):
                if (self.site / ASIDE / str(number)).is_dir():
                    (self.site / folder).parent.mkdir(parents=True, exist_ok=True)
                    (self.site / ASIDE / str(number)).rename(self.site / folder)
        shutil.rmtree(self.site / ASIDE, ignore_errors=True)

    def holds(self, path: str, key: str) -> bool:
        """Whether a file has the content that it is to have, which a key names."""
        self._keys[path] = key
        return self._before.get(path) == (key, _state(self.site / path))

    def remove_others(self, kept: Collection[str]) -> None:
        """Remove what stands in the folders and is not to stay."""
        for folder in FOLDERS:
            for above, folders, names in os.walk(self.site / folder, topdown=False):
                place = Path(above)
                for name in names:
                    if (place / name).relative_to(self.site).as_posix() not in kept:
                        (place / name).unlink()
                for name in folders:
                    with suppress(OSError):  # it is not empty
                        (place / name).rmdir()

    def note(self) -> None:
        """Write down what is in the site."""
        found = {path: (one, _state(self.site / path)) for path, one in self._keys.items()}
        with suppress(OSError):  # the next build writes all files
            self._record.parent.mkdir(parents=True, exist_ok=True)
            content = json.dumps({"site": str(self.site), "files": found})
            self._record.write_text(content, encoding="utf-8")

    def _read(self) -> dict[str, Written]:
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
            if record["site"] != str(self.site):
                return {}
            return {path: (one, state) for path, (one, state) in record["files"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}


def _state(file: Path) -> list[int]:
    try:
        found = file.lstat()
    except OSError:
        return []
    return [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
