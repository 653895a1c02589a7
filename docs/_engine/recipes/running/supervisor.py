"""Run work in a child process, and end all that descends from it when it ends or must end.

The supervisor runs nothing of the snippet's. It alone knows how the snippet ended, and says
so, as the last line of what is sent to the caller.
"""

import json
import multiprocessing
import os
import re
import select
import signal
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from . import sandbox
from .standard_library import forget_caller

TICK = 0.25  # seconds between two looks at the memory of the processes
ENDING = 5.0  # seconds in which processes that are killed must have ended
TRACING = 0.3  # seconds to write down where the work is


def supervise(
    work: Callable[[], None], report: int, *, seconds: float, memory: int, sandboxed: str
) -> None:
    """Run ``work`` in a child within its limits, end its descendants, and report the ending.

    Parameters
    ----------
    work
        Ends the process.
    report
        The descriptor of a pipe.
    sandboxed
        Why there is no sandbox, to be passed on.
    """
    os.setsid()  # what a person types at the terminal is for the caller
    sandbox.adopt()
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopped.append(number))
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        sandbox.end_with_parent(signal.SIGKILL)
        if os.getppid() == parent:  # else it died before that was asked for
            _forget(report)
            work()
        os._exit(1)
    caller = multiprocessing.parent_process()
    watched = [woken] + ([caller.sentinel] if caller else [])
    deadline = time.monotonic() + seconds
    look = time.monotonic() + TICK
    kind, number = "", 0
    while not kind:
        code = _reap(child)
        left = deadline - time.monotonic()
        if code is not None:
            kind, number = ("signal", -code) if code < 0 else ("exit", code)
        elif left <= 0:
            kind = "time"
            with suppress(ProcessLookupError):  # it writes down where it is
                os.kill(child, signal.SIGUSR1)
            time.sleep(TRACING)
        else:
            ready = select.select(watched, [], [], min(left, TICK))[0]
            if stopped or set(ready) - {woken}:
                kind = "stop"
            elif ready:
                with suppress(BlockingIOError):
                    os.read(woken, 4096)
            if not kind and time.monotonic() >= look:  # also while many of them end
                look = time.monotonic() + TICK
                kind = "memory" if _taken(child) > memory else ""
    end_descendants(child)
    ending = json.dumps({"kind": kind, "number": number, "sandbox": sandboxed})
    with suppress(OSError):  # the caller is gone
        os.write(report, f"\n{ending}".encode())


def _forget(report: int) -> None:
    """Close what leads to others: one byte in a pipe of multiprocessing ends its server."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    for descriptor in [int(one.name) for one in Path("/dev/fd").iterdir()]:
        if descriptor > 2 and descriptor != report:
            with suppress(OSError):  # the list itself was one of them
                kind = os.fstat(descriptor).st_mode
                if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):  # and not the files of fonts
                    os.close(descriptor)
    forget_caller()


def _reap(child: int) -> int | None:
    """Take note of all that ended; return the exit code of the child if it is among them."""
    code = None
    with suppress(ChildProcessError):
        while True:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended == child:
                code = os.waitstatus_to_exitcode(status)
            if ended == 0:
                break
    return code


def descendants() -> list[int]:
    """Return the processes below this one, where the system lists them."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            # Behind its name, which may hold anything: its state, its parent.
            parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
            children.setdefault(int(parent), []).append(int(folder.name))
    found = list(children.get(os.getpid(), ()))
    for one in found:
        found += children.get(one, ())
    return found


def end_descendants(child: int) -> None:
    """Kill the child's group, and all descendants in whatever group they are."""
    end = time.monotonic() + ENDING
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    while time.monotonic() < end:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        for number in descendants():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.001)


def _taken(child: int) -> int:
    """The bytes of memory below this process; of one alone, what the system does not limit."""
    found = descendants()
    if len(found) > 1:
        return sum(map(_memory, found)) - _memory(os.getpid())
    with suppress(OSError):
        status = Path(f"/proc/{child}/status").read_text("utf-8", "replace")
        if shared := re.search(r"^RssShmem:\s*(\d+)", status, re.MULTILINE):
            return 1024 * int(shared[1])
    return 0


def _memory(process: int) -> int:
    """The bytes that are a process's own, and its part of those that it shares."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * sum(map(int, re.findall(r"^Pss_(?:Anon|Shmem):\s*(\d+)", text, re.MULTILINE)))
