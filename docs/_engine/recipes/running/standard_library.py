"""What the standard library does not offer by a public name, and why it is needed here."""

import atexit
import logging
import multiprocessing
import multiprocessing.process
import multiprocessing.util
import threading
from pathlib import Path
from typing import Any


def forget_server(folder: Path) -> None:
    """Let a forked process be as if it was started by itself, in ``folder``."""
    # What is registered is the server's; ``atexit.unregister`` asks for each function by name.
    atexit._clear()
    atexit.register(logging.shutdown)
    # It ends pools and queues. Importing the module registers it, which has happened long ago.
    atexit.register(multiprocessing.util._exit_function)  # type: ignore[attr-defined]
    multiprocessing.set_start_method(None, force=True)  # the platform's own
    multiprocessing.process.ORIGINAL_DIR = str(folder)  # type: ignore[attr-defined]
    # The server's temporary folder, which is kept for all that it forks, cannot be set.
    config: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    config.pop("tempdir", None)


def forget_caller() -> None:
    """Let a process not reach those that its own caller is joined to."""
    from multiprocessing import resource_tracker

    # Its pipe is closed here, and so it would write into another file; a new one is started.
    tracker: Any = resource_tracker._resource_tracker
    tracker._fd = tracker._pid = None
    # Else ``parent_process()`` tells a snippet that it is a child, and of whom.
    multiprocessing.process._parent_process = None  # type: ignore[attr-defined]


def finish() -> None:
    """Do what Python does before it ends, in a process that then goes on."""
    # Joining all threads is not enough: pools of threads register what wakes theirs.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()


def release(process: Any) -> None:
    """Let multiprocessing not ask whether a process has ended.

    The next start asks all that it knows of, and an ended one says so once: its own call must be
    the one that hears it.
    """
    multiprocessing.process._children.discard(process)  # type: ignore[attr-defined]


def server_folder() -> str:
    """Start the server of processes if need be; return where its socket is."""
    from multiprocessing import forkserver

    forkserver.ensure_running()
    server: Any = forkserver._forkserver  # has no public name for its address
    return str(Path(server._forkserver_address).parent)


def forget_own_server() -> None:
    """Let a process that was forked start a server of its own; the known one is its parent's.

    ``ensure_running`` would ask whether it still runs, of which only the parent may.
    """
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver
    server._forkserver_pid = server._forkserver_address = server._forkserver_alive_fd = None
