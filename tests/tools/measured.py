"""A plugin of coverage.py that also measures the processes of snippets.

Such a process is killed once it has sent its result, and may write nowhere but in its own folder.
So what was measured is saved before something is sent, and the guard does not see that. A program
that gets an environment of its own is measured as well.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from coverage import Coverage, CoveragePlugin

VARIABLE = "COVERAGE_PROCESS_CONFIG"
_saving = False


def coverage_init(reg: Any, options: dict[str, Any]) -> None:
    """Be loaded by coverage.py in each process that it measures."""
    if not hasattr(Connection.send, "plain"):
        Connection.send = _saved_first(Connection.send)  # type: ignore[method-assign]
        sys.addaudithook = _blind_while_saving(sys.addaudithook)
        subprocess.Popen.__init__ = _measuring(subprocess.Popen.__init__)  # type: ignore[method-assign]
    reg.add_noop(CoveragePlugin())


def _saved_first(plain: Callable[..., None]) -> Callable[..., None]:
    def send(connection: Connection, message: object) -> None:
        global _saving
        measuring = Coverage.current()
        if measuring is not None:
            _saving = True
            measuring.save()
            _saving = False
        plain(connection, message)

    send.plain = plain  # type: ignore[attr-defined]
    return send


def _measuring(plain: Callable[..., None]) -> Callable[..., None]:
    def begin(popen: Any, *arguments: Any, env: dict[str, str] | None = None, **more: Any) -> None:
        if env is not None and VARIABLE in os.environ:
            env = {**env, VARIABLE: os.environ[VARIABLE]}
        plain(popen, *arguments, env=env, **more)

    return begin


def _blind_while_saving(add: Callable[..., None]) -> Callable[..., None]:
    def add_blind(hook: Callable[..., None]) -> None:
        def blind(*event: object) -> None:
            if not _saving:
                hook(*event)

        blind.__cantrace__ = True  # type: ignore[attr-defined]
        add(blind)

    return add_blind
