"""Standard output and standard error, written to a file in the order of a terminal.

At a terminal each line leaves its program as it ends; into a file Python, C and the programs
that a snippet starts would hold back what they print, each for itself.
"""

import ctypes
import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

WRITTEN_LIMIT = 4 * 2**20  # bytes a snippet, with what a progress bar overwrites
_LINE_BUFFERED = 1  # C's _IOLBF
# Programs that are started do not hold back either, as far as they ask.
ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONIOENCODING": "utf-8",
    "GFORTRAN_UNBUFFERED_PRECONNECTED": "y",
}


class Streams:
    """The streams of this process, from now on; the descriptors 1 and 2 are one file."""

    def __init__(self) -> None:
        # Of our own, with the same place in the file: a snippet may close or redirect the others.
        self._file = os.dup(1)
        self._opened = [
            _opened(1, "<stdout>", "strict"),
            _opened(2, "<stderr>", "backslashreplace"),
        ]
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = self._opened  # type: ignore[misc]
        self._c = _c_library()
        os.environ.update(ENVIRONMENT)

    def flush(self) -> None:
        """Write what Python and C still hold, whatever the names of Python's streams mean now."""
        for stream in (*self._opened, sys.stdout, sys.stderr):
            if stream is not None and not getattr(stream, "closed", False):
                with suppress(AttributeError):  # what need only have a method “write”
                    stream.flush()
        if self._c is not None:
            self._c.fflush(None)  # all that C has open

    def place(self) -> int:
        """Return how many bytes were written, with what is still held."""
        self.flush()
        return os.lseek(self._file, 0, os.SEEK_CUR)

    def read(self, begin: int, end: int) -> bytes:
        """Return the bytes that were written between two places."""
        if hasattr(os, "pread"):  # does not move the place at which a thread may be writing
            return os.pread(self._file, end - begin, begin)
        os.lseek(self._file, begin, os.SEEK_SET)
        return os.read(self._file, end - begin)


class _File(io.FileIO):
    """A file that takes so much and no more: an endless loop of prints ends soon."""

    left = WRITTEN_LIMIT

    def write(self, content: Any) -> int:
        self.left -= len(content)
        if self.left < 0:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return super().write(content)


def _opened(descriptor: int, name: str, errors: str) -> io.TextIOWrapper:
    raw: Any = _File(descriptor, "w", closefd=False)
    raw.name = name
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors, "\n", line_buffering=True)


def _c_library() -> Any:
    """The C library with its streams line by line, or None where it is not found."""
    try:
        library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
        fflush = library.fflush
    except (OSError, AttributeError):
        return None
    fflush.argtypes = [ctypes.c_void_p]
    for symbol in ("stdout", "__stdoutp"):  # the latter on macOS; Windows has no such buffering
        with suppress(ValueError):
            stream = ctypes.c_void_p.in_dll(library, symbol)
            library.setvbuf(stream, None, ctypes.c_int(_LINE_BUFFERED), ctypes.c_size_t(0))
    return library
