"""Many snippets: from the store where it has them, else by an executor, all at once.

Each call of `run_family` puts the snippet in a process of its own, so any
`concurrent.futures.Executor` will do: threads that wait for those processes here, or the
workers of a cluster.
"""

import importlib
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from . import isolation, worker
from .problem import Problem
from .snippet import Snippet
from .store import Store, key

PRELOAD = "docs._engine.preload"
PROGRESS_SECONDS = 2.0
SLOW_SECONDS = 1.0
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMG]i?B)", re.I)
_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}


@dataclass(frozen=True)
class Limits:
    """What one snippet may take: seconds, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 2 * 2**30


@dataclass(frozen=True)
class Settings:
    """How snippets are run; ``overrides`` gives limits to single ones, by path."""

    limits: Limits = field(default_factory=Limits)
    overrides: Mapping[str, Limits] = field(default_factory=dict)
    executor: str = ""

    def limits_of(self, path: str) -> Limits:
        """Return the limits of a snippet."""
        return self.overrides.get(path, self.limits)


def size(text: str) -> int:
    """Return the bytes in a size such as ``2 GiB`` or ``500 MB``.

    Raises
    ------
    ValueError
        If it is not a number and a unit.
    """
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a size; write it as “2 GiB” or “500 MiB”")
    return round(float(match["number"]) * _UNITS[match["unit"][0].lower()])


def contents(root: Path, members: Sequence[Snippet]) -> dict[str, bytes]:
    """Return what a snippet needs beside it to run, by file name."""
    files: dict[str, bytes] = {}
    for snippet in members:
        files[Path(snippet.path).name] = snippet.source.encode()
        for name in snippet.data:
            files[name] = (root / snippet.path).with_name(name).read_bytes()
    return files


def run_family(
    members: Sequence[Snippet], files: dict[str, bytes], limits: Limits
) -> worker.Outcome:
    """Run the last of a family in a fresh process of its own."""
    snippet = members[-1]
    cells = tuple((cell.name, cell.start) for cell in snippet.cells.values())
    neighbours = tuple(Path(path).stem for path in snippet.neighbours)
    job = worker.Job(snippet.label, Path(snippet.path).name, files, cells, neighbours)
    try:
        outcome = isolation.call(
            worker.execute,
            job,
            files=files,
            seconds=limits.seconds,
            memory=limits.memory,
            preload=PRELOAD,
        )
        assert isinstance(outcome, worker.Outcome)
        return outcome
    except isolation.DiedError as error:
        lines = re.findall(rf'File "{re.escape(job.main)}", line (\d+)', error.trace) or re.findall(
            rf'File "{re.escape(job.label)}", line (\d+)', error.trace
        )
        line = int(lines[0]) if lines else cells[0][1]
        advice = {
            "did": "make it quicker, or raise time_limit in mkdocs.yml",
            "was": "see where below; it may also have run out of memory",
        }.get(error.reason.partition(" ")[0], "a snippet runs to its end, so remove what ends it")
        return worker.Outcome(
            failure=worker.Failure(line, f"{error.reason}; {advice}", error.trace)
        )


def _executor(setting: str) -> Executor:
    """Open the executor of a setting.

    Empty for this machine's cores, ``tcp://host:port`` for a Dask scheduler, else
    ``module:callable`` that returns one.
    """
    if not setting:
        return ThreadPoolExecutor(os.cpu_count() or 1)
    if "://" in setting:
        distributed = importlib.import_module("distributed")
        executor = distributed.Client(setting).get_executor()
    else:
        module, _, name = setting.partition(":")
        executor = getattr(importlib.import_module(module), name)()
    assert isinstance(executor, Executor)
    return executor


@dataclass
class Runner:
    """Brings the results of snippets.

    Parameters
    ----------
    root
        The folder of the snippets.
    tell
        Called with a line of progress.
    """

    root: Path
    store: Store
    settings: Settings
    tell: Callable[[str], None]

    def run(
        self, families: Mapping[str, Sequence[Snippet]]
    ) -> tuple[dict[str, worker.Outcome], list[Problem]]:
        """Return the outcome of each snippet that has one, and what is wrong with the others.

        Parameters
        ----------
        families
            By path, each snippet after those that it builds on.
        """
        outcomes: dict[str, worker.Outcome] = {}
        problems: list[Problem] = []
        missing: dict[str, tuple[str, Sequence[Snippet], dict[str, bytes]]] = {}
        for path, members in families.items():
            files = contents(self.root, members)
            name = key(members, files)
            stored = self.store.get(name)
            if stored is None:
                missing[path] = (name, members, files)
            else:
                outcomes[path] = stored
        if missing:
            outcomes.update(self._execute(missing, problems))
            self.store.prune()
        return outcomes, problems

    def _execute(
        self,
        missing: Mapping[str, tuple[str, Sequence[Snippet], dict[str, bytes]]],
        problems: list[Problem],
    ) -> dict[str, worker.Outcome]:
        done: dict[str, worker.Outcome] = {}
        begin = time.perf_counter()
        with _executor(self.settings.executor) as executor:
            futures = {
                executor.submit(run_family, members, files, self.settings.limits_of(path)): path
                for path, (_, members, files) in missing.items()
            }
            for future, path in self._finished(futures):
                name, members, _ = missing[path]
                outcome = future.result()
                if outcome.failure is None:
                    done[path] = outcome
                    self.store.put(name, outcome)
                else:
                    failure = outcome.failure
                    label = members[-1].label
                    problems.append(Problem(label, failure.line, failure.message, failure.detail))
        seconds = time.perf_counter() - begin
        self.tell(f"ran {_count(len(missing), 'snippet')} in {seconds:.1f} s{_slowest(done)}")
        return done

    def _finished(
        self, futures: Mapping["Future[worker.Outcome]", str]
    ) -> "list[tuple[Future[worker.Outcome], str]]":
        """Wait for all, with a line of progress now and then; return them in the order given."""
        pending = set(futures)
        while pending:
            ended, pending = wait(pending, timeout=PROGRESS_SECONDS)
            if pending and not ended:
                names = ", ".join(sorted(futures[one] for one in pending)[:3])
                more = " …" if len(pending) > 3 else ""
                self.tell(f"{len(futures) - len(pending)} of {len(futures)} ran; now {names}{more}")
        return list(futures.items())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _slowest(done: Mapping[str, worker.Outcome]) -> str:
    times = sorted(((one.seconds, path) for path, one in done.items()), reverse=True)
    if not times:
        return ""
    seconds, path = times[0]
    return f"; the slowest, {path}, took {seconds:.1f} s"
