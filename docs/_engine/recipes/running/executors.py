"""Where snippets run: on the cores of this machine, on a cluster, or wherever a setting leads.

What happens there is told in words: workers that are not like this machine, none at all, or an
executor that is lost while snippets run.
"""

import importlib
import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from recipes.problem import Problem, ProblemError

from .store import surroundings

CONNECTING = 10.0  # seconds in which a scheduler must answer, and have a worker
T = TypeVar("T")


@dataclass(frozen=True)
class Refusal:
    """Why a worker did not run a snippet; a value, as an exception may not survive the way."""

    reason: str


@dataclass(frozen=True)
class Place:
    """An open executor, whether someone is there to do its work, and whether the way is lost."""

    executor: Executor
    manned: Callable[[], bool] = lambda: True
    lost: Callable[[], bool] = lambda: False


@contextmanager
def opened(setting: str) -> Iterator[Place]:
    """Open the executor of a setting, and close what was opened.

    Empty for this machine's cores, ``tcp://host:port`` for a Dask scheduler, else
    ``module:callable`` that returns one.

    Raises
    ------
    ProblemError
        If the setting leads to none, or to a cluster without workers.
    """
    with ExitStack() as stack:
        try:
            if not setting:
                place = Place(ThreadPoolExecutor(os.cpu_count() or 1))
            elif "://" in setting:
                place = _cluster(setting, stack)
            else:
                module, _, name = setting.partition(":")
                place = Place(getattr(importlib.import_module(module), name)())
            if not isinstance(place.executor, Executor):
                raise TypeError(f"it gives {type(place.executor).__name__}")
        except ProblemError:
            raise
        except Exception as error:
            message = "executor: expected “tcp://host:port” or “module:callable” that leads to "
            message += f"an Executor, not “{setting}” ({type(error).__name__}: {error}); fix it, "
            message += "or leave it out"
            raise ProblemError(Problem("mkdocs.yml", 1, message)) from None
        stack.enter_context(place.executor)
        yield place


def _cluster(address: str, stack: ExitStack) -> Place:
    distributed = importlib.import_module("distributed")
    stack.enter_context(_silent("distributed", "tornado", "asyncio"))
    client = stack.enter_context(distributed.Client(address, timeout=CONNECTING))
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError:
        message = f"executor: the scheduler “{address}” has no worker; start one with "
        message += f"“dask worker {address}” in an environment like this one, or leave it out"
        raise ProblemError(Problem("mkdocs.yml", 1, message)) from None

    def manned() -> bool:
        with suppress(Exception):  # a scheduler that is lost cancels what it was given
            return bool(client.scheduler_info()["workers"])
        return True

    way = client.scheduler_comm

    def lost() -> bool:  # a new one knows nothing of what the old one had been given
        return client.scheduler_comm is not way or bool(way.closed())

    return Place(client.get_executor(), manned, lost)


@contextmanager
def _silent(*libraries: str) -> Iterator[None]:
    """Keep libraries from logging, with tracebacks, what is told in words here."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in libraries]
    loggers = [logging.getLogger(name) for name in {*names, *libraries}]
    levels = [logger.level for logger in loggers]  # of each, as a library may set them one by one
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def alike(
    expected: Mapping[str, str], function: Callable[..., T], *arguments: Any
) -> "T | Refusal":
    """Call a function, wherever this is, if all that a result depends on is the same here.

    Elsewhere the result would be kept under the name of another.
    """
    place = f"the worker {os.getpid()} on {socket.gethostname()}"
    try:
        own = surroundings()
        different = [name for name in expected if own.get(name) != expected[name]]
        if not different:
            return function(*arguments)
    except Exception as error:
        return Refusal(f"{place} has no result ({type(error).__name__}: {error}); see its log")
    words = ", ".join(_difference(name, own, expected) for name in different)
    return Refusal(f"{place} has {words}; give it the same versions and start it again")


def _difference(name: str, own: Mapping[str, str], expected: Mapping[str, str]) -> str:
    if name == "engine":
        return "another version of the engine"
    have, want = (one.get(name, "none").replace("\n", "") for one in (own, expected))
    return f"{name} {have} instead of {want}"


def refused(refusal: Refusal, setting: str) -> Problem:
    """Pass on why a worker did not run a snippet."""
    return _problem(setting, refusal.reason)


def explained(error: Exception, setting: str, path: str) -> Problem:
    """Say why an executor has no outcome for a snippet, and what to do."""
    kept = "what ran is kept, so only the rest runs"
    if isinstance(error, CancelledError | BrokenExecutor | OSError | RuntimeError):
        message = "it was lost, or all its workers were, while snippets ran; start it again and "
        message += f"build again ({kept})"
    elif type(error).__name__ == "KilledWorker":  # of `distributed`, which may not be here
        message = f"the workers that ran {path} ended, one after the other; see their logs, give "
        message += f"them more memory, and build again ({kept})"
    else:
        message = f"{path} did not run there ({type(error).__name__}: {error}); see that its "
        message += "workers have the environment of this machine"
    return _problem(setting, message)


def _problem(setting: str, message: str) -> Problem:
    return Problem("mkdocs.yml", 1, f"executor “{setting}”: {message}, or leave executor out")
