"""Call a function in a fresh process, within a time and a memory limit.

The process is forked from a server that has the scientific libraries imported already, where
the platform has such a server ("forkserver"); elsewhere it is started anew ("spawn").
"""

import faulthandler
import json
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import IO, Any

from . import sandbox
from .standard_library import forget_own_server, release, server_folder
from .supervisor import supervise

MAXIMUM_FILE = 64 * 2**20  # bytes: no snippet may fill the disk
MAXIMUM_RESULT = 128 * 2**20  # bytes: nor the memory of the caller
GRACE = 8.0  # seconds in which a process that must end has ended all that it started
CLOSED, FAILED = 213, 214  # exit codes: the result could not be sent; there is none
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
# What the server needs besides: where Matplotlib keeps its list of fonts, and what is imported.
# Everything else may be a secret, and each process can read what its ancestors were given.
_SERVER = (
    *("HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "PYTHONPATH", "TMPDIR"),
    *("TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SYSTEMDRIVE", "PATHEXT"),
)
_ENGINE_LINE = re.compile(
    r'File ".*[/\\](recipes[/\\]running|multiprocessing)[/\\]|File "<string>"'
    r"|^(Current thread|Extension modules|$)"
)
_starting = threading.Lock()
_running: set[Any] = set()
missing_sandbox = ""  # why processes ran without one, as far as that is known


class DiedError(Exception):
    """The process ended without a result.

    Attributes
    ----------
    kind
        ``"time"``, ``"memory"``, ``"signal"``, ``"exit"``, ``"result"``,
        ``"failed"`` or ``"stop"``.
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
    read: Callable[[bytes], Any] = json.loads,
) -> Any:
    """Return ``function(argument)`` from a fresh process whose folder holds ``files``.

    Parameters
    ----------
    function
        Returns bytes, or what JSON can hold: what comes from the process is data and never code.
    seconds, memory
        Limits; memory in bytes that the process and its children may take together, beyond what
        it starts with.
    preload
        The module that the server imports before it forks.
    read
        What makes of the bytes what is returned; it raises a ValueError where they are wrong.

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
            (work / file).parent.mkdir(parents=True, exist_ok=True)
            (work / file).write_bytes(content)
        # Opened now: what a process puts in its place later is not read.
        with (folder / "trace").open("x+b") as trace:
            receiver, process = _started(function, argument, folder, seconds, memory, preload)
            try:
                # A supervisor keeps the time itself.
                end = time.monotonic() + seconds + (GRACE if POSIX else 0)
                content = _receive(process, receiver, end)
                late = time.monotonic() >= end
                return _result(content, process, seconds, late, trace, work, read)
            finally:
                receiver.close()  # first: its supervisor may wait to write into it
                _end(process)


def _started(
    function: Callable[[Any], Any],
    argument: Any,
    folder: Path,
    seconds: float,
    memory: int,
    preload: str,
) -> tuple[Connection, Any]:
    context = _context(preload)
    receiver, sender = context.Pipe(duplex=False)
    try:
        with _starting, _environment(), _unnoticed():
            hidden = _server_folder(context)
            target = (sender, function, argument, str(folder), seconds, memory, hidden)
            process = context.Process(target=_child, args=target, daemon=False)  # type: ignore[attr-defined]
            process.start()
            release(process)
        _running.add(process)
    except BaseException:
        receiver.close()
        raise
    finally:
        sender.close()
    return receiver, process


def _receive(process: Any, receiver: Connection, end: float) -> bytes:
    """All that comes until the process ends; it is ended when it takes too long or too much."""
    content = bytearray()
    while len(content) <= MAXIMUM_RESULT:
        ready = wait([receiver, process.sentinel], timeout=max(0.0, end - time.monotonic()))
        if receiver not in ready:  # nothing is left in the pipe, or the time is over
            break
        try:
            part = os.read(receiver.fileno(), 2**20) if POSIX else receiver.recv_bytes(2**28)
        except (EOFError, OSError):
            break
        if not part:
            break
        content += part
    return bytes(content)


def _result(
    content: bytes,
    process: Any,
    seconds: float,
    late: bool,
    trace: IO[bytes],
    work: Path,
    read: Callable[[bytes], Any],
) -> Any:
    global missing_sandbox
    if len(content) > MAXIMUM_RESULT:
        raise DiedError("result", f"sent more than the {MAXIMUM_RESULT} bytes of a result", "")
    content, _, last = content.rpartition(b"\n")
    try:
        ending = json.loads(last)
        kind, number = str(ending["kind"]), int(ending["number"])
        missing_sandbox = missing_sandbox or str(ending["sandbox"])
    except (ValueError, TypeError, KeyError, RecursionError):  # its supervisor did not say it
        _end(process)
        code = process.exitcode
        kind, number = ("signal", -code) if code and code < 0 else ("exit", code or 0)
        kind = "time" if late else kind
    reason = _REASONS.get(kind, "").format(seconds=seconds)
    if kind == "signal":
        reason = f"was ended by the signal {_signal_name(number)}"
    elif kind == "exit":
        reason = f"ended the process with exit code {number}"
        if number == CLOSED:
            kind, reason = "result", "closed what its result is sent through"
        elif number == 0 and content:
            try:
                return read(content)
            except (ValueError, RecursionError):
                kind, reason = "result", "wrote into what its result is sent through"
    trace.seek(0)
    told = trace.read(2**16).decode("utf-8", "replace")
    if (kind, number) == ("exit", FAILED) and told:
        raise DiedError("failed", f"has no result: {told.splitlines()[0]}", "")
    raise DiedError(kind, reason, _clean(told, work))


_REASONS = {
    "time": "did not end within {seconds:g} s",
    "memory": "took more memory than its limit, with the processes that it started",
    "stop": "was stopped",
}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # of those without a name
        return str(number)


def _clean(trace: str, work: Path) -> str:
    lines = trace.replace(f"{work}{os.sep}", "").splitlines()
    return "\n".join(line for line in lines if not _ENGINE_LINE.search(line))


def _end(process: Any) -> None:
    """End the process and all that it started."""
    _running.discard(process)
    process.terminate()  # its supervisor ends what is below it, then itself
    process.join(GRACE)
    process.kill()
    process.join(GRACE)


def end_all() -> None:
    """End the processes of all calls that go on in this process; the calls raise."""
    for process in list(_running):
        with suppress(OSError, ValueError):
            process.terminate()


def _child(
    sender: Connection,
    function: Callable[[Any], Any],
    argument: Any,
    name: str,
    seconds: float,
    memory: int,
    hidden: list[str],
) -> None:
    folder = Path(name)

    def work() -> None:
        try:
            _prepare(folder, memory)
            result = function(argument)
            content = result if isinstance(result, bytes) else json.dumps(result).encode()
        except BaseException as error:
            with suppress(OSError):
                (folder / "trace").write_text(_described(error), "utf-8", "replace")
            os._exit(FAILED)
        if POSIX:
            try:
                with os.fdopen(sender.fileno(), "wb", closefd=False) as pipe:
                    pipe.write(content)
            except OSError:
                os._exit(CLOSED)
        else:
            last = json.dumps({"kind": "exit", "number": 0, "sandbox": sandboxed})
            sender.send_bytes(content + f"\n{last}".encode())
        os._exit(0)  # nothing of the snippet's runs after its result is sent

    sandboxed = sandbox.enter(folder, hidden, memory)
    if POSIX:
        supervise(work, sender.fileno(), seconds=seconds, memory=memory, sandboxed=sandboxed)
        os._exit(0)
    work()


def _described(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # its text is the snippet's own
        return type(error).__name__


def _prepare(folder: Path, memory: int) -> None:
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
        trace = (folder / "trace").open("w")
        faulthandler.enable(trace)
        faulthandler.register(signal.SIGUSR1, trace)
        sandbox.confine(work)
        _limit(memory)


def _limit(memory: int) -> None:
    import resource

    def limit(kind: int, value: int) -> None:
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, MAXIMUM_FILE)
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere the system does not honour this limit
        taken = re.search(r"VmData:\s+(\d+) kB", status.read_text())
        limit(resource.RLIMIT_DATA, memory + int(taken[1]) * 1024 if taken else memory)


_kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}


def _context(preload: str) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


def _server_folder(context: BaseContext) -> list[str]:
    """Start the server if need be, and return where its socket is: it runs what it is sent."""
    if context.get_start_method() != "forkserver":
        return []
    return [server_folder()]


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
    needed = {name: before[name] for name in (*_INHERITED, *_SERVER) if name in before}
    os.environ.clear()
    os.environ.update(needed)
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
    own = multiprocessing.current_process()
    daemon, own.daemon = own.daemon, False
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        own.daemon = daemon


def _forget_server() -> None:
    """After a fork: the server is the parent's, and this process starts one of its own."""
    global _starting
    _starting = threading.Lock()
    _running.clear()
    forget_own_server()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_server)
