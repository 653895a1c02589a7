"""Call a function in a fresh process, within a time and a memory limit.

The process is forked from a server that has the scientific libraries imported already, where
the platform has such a server ("forkserver"); elsewhere it is started anew ("spawn").
"""

import faulthandler
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

MAXIMUM_FILE = 64 * 2**20  # bytes: no snippet may fill the disk
POSIX = hasattr(os, "fork")  # with groups of processes, signals and limits
# One thread, so that processes side by side do not fight for the cores, and nothing of the
# caller's session, so that a result is the same on every machine.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
_INHERITED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ENGINE_LINE = re.compile(
    r'File ".*[/\\](recipes[/\\]running|multiprocessing)[/\\]|File "<string>"'
    r"|^(Current thread|Extension modules|$)"
)
_starting = threading.Lock()


class DiedError(Exception):
    """The process ended without a result.

    Attributes
    ----------
    kind
        ``"time"``, ``"signal"`` or ``"exit"``.
    reason
        How it ended, in words.
    trace
        Where it was, innermost call first, as far as that is known.
    """

    def __init__(self, kind: str, reason: str, trace: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.trace = trace


def call(
    function: Callable[[Any], Any],
    argument: Any,
    *,
    files: dict[str, bytes],
    seconds: float,
    memory: int,
    preload: str,
) -> Any:
    """Return ``function(argument)`` from a fresh process whose folder holds ``files``.

    Parameters
    ----------
    seconds, memory
        Limits; memory in bytes that the process may take beyond what it starts with.
    preload
        The module that the server imports before it forks.

    Raises
    ------
    DiedError
        If there is no result: too slow, ended by itself or by a signal.
    """
    with tempfile.TemporaryDirectory(prefix="recipe-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        for file, content in files.items():
            (work / file).write_bytes(content)
        context = _context(preload)
        receiver, sender = context.Pipe(duplex=False)
        target = (sender, function, argument, str(folder), memory)
        process = context.Process(target=_child, args=target, daemon=False)  # type: ignore[attr-defined]
        with _starting, _environment(), _unnoticed():
            process.start()
            # The next start asks all that it knows of whether they have ended, and an ended one
            # says so once: its own call must be the one that hears it.
            multiprocessing.process._children.discard(process)  # type: ignore[attr-defined]
        sender.close()
        try:
            return _receive(process, receiver, seconds, folder)
        finally:
            _kill(process)
            receiver.close()


def _receive(process: Any, receiver: Connection, seconds: float, folder: Path) -> Any:
    kind, reason, trace = "", "", ""
    if not wait([receiver], timeout=seconds):
        kind, reason = "time", f"did not end within {seconds:g} s"
        if POSIX:  # the process writes down where it is
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGUSR1)
            process.join(0.3)
    else:
        with suppress(EOFError, OSError):
            return receiver.recv()
        process.join()
    with suppress(FileNotFoundError):  # no such system, or it died before it made the file
        trace = (folder / "trace").read_text("utf-8", "replace")
    if not kind:
        kind, reason = _ending(process.exitcode)
    raise DiedError(kind, reason, _clean(trace, folder / "work"))


def _ending(code: int | None) -> tuple[str, str]:
    if code is not None and code < 0:
        return "signal", f"was ended by the signal {signal.Signals(-code).name}"
    return "exit", f"ended the process with exit code {code}"


def _clean(trace: str, work: Path) -> str:
    lines = trace.replace(f"{work}{os.sep}", "").splitlines()
    return "\n".join(line for line in lines if not _ENGINE_LINE.search(line))


def _kill(process: Any) -> None:
    """End the process and all that it started."""
    if POSIX:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    process.close()


def _child(
    sender: Connection, function: Callable[[Any], Any], argument: Any, name: str, memory: int
) -> None:
    folder = Path(name)
    work = folder / "work"
    os.chdir(work)
    os.environ.clear()
    os.environ.update(ENVIRONMENT, **_kept, HOME=str(work), TMPDIR=str(work))
    tempfile.tempdir = str(work)
    binary = getattr(os, "O_BINARY", 0)  # where a line would get another end
    output = os.open(folder / "output", os.O_RDWR | os.O_CREAT | os.O_TRUNC | binary)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.close(output)
    if POSIX:
        os.setsid()
        _end_with_the_caller()
        trace = (folder / "trace").open("w")
        faulthandler.enable(trace)
        faulthandler.register(signal.SIGUSR1, trace)
        _limit(memory)
    sender.send(function(argument))
    sender.close()
    os._exit(0)  # nothing of the snippet's runs after its result is sent


def _end_with_the_caller() -> None:
    """Have the system end this process and its children when the caller dies, however it dies.

    The caller holds a pipe to us; its end is an event, and the event's signal ends the group.
    """
    import fcntl

    caller = multiprocessing.parent_process()
    if caller is not None and hasattr(fcntl, "FASYNC"):
        pipe = caller.sentinel
        fcntl.fcntl(pipe, fcntl.F_SETOWN, -os.getpgrp())
        flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, flags | fcntl.FASYNC)
        if wait([pipe], 0):  # it died before the system was asked to watch it
            os._exit(1)


def _limit(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAXIMUM_FILE, MAXIMUM_FILE))
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere the system does not honour this limit
        taken = re.search(r"VmData:\s+(\d+) kB", status.read_text())
        total = memory + int(taken[1]) * 1024 if taken else memory
        resource.setrlimit(resource.RLIMIT_DATA, (total, total))


_kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}


def _context(preload: str) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


def start(preload: str, environment: Mapping[str, str]) -> None:
    """Start the server, so that it imports while the caller goes on; one that runs is kept.

    Parameters
    ----------
    environment
        Variables for ``preload`` to read.
    """
    if _context(preload).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with _starting, _environment(environment), _unnoticed():
            forkserver.ensure_running()


@contextmanager
def _environment(more: Mapping[str, str] | None = None) -> Iterator[None]:
    """The environment that a new server or process inherits."""
    before = dict(os.environ)
    for name in before:
        if name == "MATPLOTLIBRC" or (name.startswith("PYTHON") and name != "PYTHONPATH"):
            del os.environ[name]
    os.environ.update(ENVIRONMENT, **(more or {}))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _unnoticed() -> Iterator[None]:
    """Hide two things of the caller from multiprocessing.

    Its main module, which would be imported into each child. And that it may be a daemon, as
    the workers of Dask are, to whom children are forbidden lest they stay behind: ours are
    killed by the call that started them.
    """
    main = sys.modules["__main__"]
    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    daemon = settings.pop("daemon", None)
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if daemon is not None:
            settings["daemon"] = daemon


def _forget_server() -> None:
    """After a fork: the server is the parent's, and this process starts one of its own."""
    global _starting
    from multiprocessing import forkserver

    _starting = threading.Lock()
    server: Any = forkserver._forkserver
    server._forkserver_pid = server._forkserver_address = server._forkserver_alive_fd = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_server)
