"""What counts as a warning of a snippet: what Python warns of, and what libraries log.

Python shows warnings by default unless they are meant for the authors of libraries; those that
a reader would see are errors here, and so is a file that is left open.
"""

import linecache
import logging
import os
import re
import sys
import threading
import types
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


def filter_warnings(modules: Iterable[str]) -> None:
    """Make errors of warnings, save those that are ignored outside of a snippet's ``modules``."""
    warnings.resetwarnings()
    warnings.simplefilter("error")
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning):
        warnings.simplefilter("ignore", category)
    names = "|".join(map(re.escape, ["__main__", *modules]))
    warnings.filterwarnings("error", category=DeprecationWarning, module=rf"(?:{names})\Z")


class WarnedError(Exception):
    """A warning for which no statement raises an exception; ``line`` is 0 where none is known."""

    def __init__(self, summary: str, label: str, line: int) -> None:
        super().__init__(summary)
        self.line = line
        text = linecache.getline(label, line).strip()
        self.detail = f'  File "{label}", line {line}\n    {text}\n' if text else ""


@dataclass
class Watch:
    """Knows in which line of a snippet something happened that is reported later.

    Parameters
    ----------
    label
        The name of the snippet's code.
    folder
        Where its neighbours stand.
    """

    label: str
    folder: str
    errors: list[BaseException] = field(default_factory=list)
    _opened: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Listen to what libraries log, and to the exceptions that Python would only print."""
        sys.unraisablehook = lambda one: self._ignored(one.exc_value, one.object)
        sys.excepthook = lambda _, error, __: self._ignored(error, None)  # of finalizers
        threading.excepthook = lambda one: self._ignored(one.exc_value, None)
        make = logging.getLogRecordFactory()

        def factory(*arguments: Any, **options: Any) -> logging.LogRecord:
            record = make(*arguments, **options)
            own = record.pathname.startswith((self.label, self.folder, "<"))
            # What Python's own warnings are logged as, a snippet has asked for.
            if record.levelno >= logging.WARNING and not own and record.name != "py.warnings":
                summary = f"{record.name} logged “{record.getMessage()}”"
                self.errors.append(WarnedError(summary, self.label, self._line()))
            return record

        logging.setLogRecordFactory(factory)

    def opens(self, path: object) -> None:
        """Note the line that opens a file."""
        if isinstance(path, str | bytes | os.PathLike) and (line := self._line()):
            self._opened[os.fsdecode(path)] = line

    def check(self) -> None:
        """Raise the first of what happened."""
        if self.errors:
            raise self.errors[0]

    def _ignored(self, error: BaseException | None, owner: object) -> None:
        if isinstance(error, ResourceWarning):
            name = getattr(owner, "name", None)
            line = self._opened.get(name, 0) if isinstance(name, str) else 0
            line = line or self._line()
            call = linecache.getline(self.label, line).strip()
            summary = f"{type(error).__name__}: {error}" + (f", by “{call}”" if call else "")
            self.errors.append(WarnedError(summary, self.label, line))
        else:
            self.errors.append(error or RuntimeError("failed"))

    def _line(self) -> int:
        """The line of the snippet that runs, or 0."""
        return next((f.f_lineno for f in _frames() if f.f_code.co_filename == self.label), 0)


def _frames() -> Iterator[types.FrameType]:
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back
