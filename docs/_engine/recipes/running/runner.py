"""Many snippets: from the store where it has them, else by an executor, all at once.

Each call of `run_job` puts the snippet in a process of its own, so any
`concurrent.futures.Executor` will do: threads that wait for those processes here, or the
workers of a cluster.
"""

import errno
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from recipes.problem import Problem, ProblemError
from recipes.reading.snippet import Snippet

from . import executors, process, worker
from .outcome import Failure, Job, Outcome, from_bytes
from .store import Store, key, surroundings

PRELOAD = "recipes.running.preload"
# Named there too: this process must not import what it imports.
VARIABLE, WARM = "RECIPE_PRELOAD", "RECIPE_WARM_UP"
FEW = 2  # snippets, for which it takes longer to warm up than they gain
PROGRESS_SECONDS = 2.0
UNMANNED_SECONDS = 30.0  # a cluster whose workers are gone may get new ones within
# What is missing: its name in the store, the snippet's family, and the files it needs.
Request = tuple[str, Sequence[Snippet], dict[str, bytes]]
Ended = Outcome | executors.Refusal
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMG]i?B)", re.I)
_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}


_reported: set[str] = set()  # why there is no sandbox, said once


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
            files[name] = (root / snippet.path).parent.joinpath(name).read_bytes()
    return files


def prepare(families: Collection[Sequence[Snippet]], least: int = 2) -> None:
    """Start the server of processes with what ``least`` or more of the snippets import.

    By default what only one of them imports, it imports itself, beside the others. A server
    that cannot be started is reported by the first snippet that needs it.
    """
    counts = Counter(
        module
        for members in families
        for module in {name for snippet in members for name in snippet.modules}
    )
    shared = sorted(module for module, count in counts.items() if count >= least)
    warm = "1" if least == 1 or len(families) > FEW else ""
    with suppress(OSError):
        process.start(PRELOAD, {VARIABLE: " ".join(shared), WARM: warm})


ADVICE = {
    "time": "make it quicker, or raise time_limit in mkdocs.yml",
    "signal": "see where below; it may also have run out of memory",
    "exit": "a snippet runs to its end, so remove what ends it",
    "memory": "use less, or raise memory_limit in mkdocs.yml",
    "result": "let it close and write only what it opened itself",
    "failed": "fix that",
    "stop": "build again",
}


def job(members: Sequence[Snippet], files: dict[str, bytes]) -> Job:
    """Describe the run of the last of a family."""
    snippet = members[-1]
    cells = tuple((cell.name, cell.start) for cell in snippet.cells.values())
    neighbours = tuple(Path(path).stem for path in snippet.neighbours)
    return Job(snippet.label, Path(snippet.path).name, files, cells, neighbours)


def run_job(job: Job, limits: Limits) -> Outcome:
    """Run a snippet in a fresh process of its own; whatever happens there is an outcome."""
    line = job.cells[0][1]
    try:
        outcome: Outcome = process.call(
            worker.executed,
            job,
            files=dict(job.files),
            seconds=limits.seconds,
            memory=limits.memory,
            preload=PRELOAD,
            read=from_bytes,
        )
        if not outcome.failure and set(outcome.cells) != {name for name, _ in job.cells}:
            raise ValueError("cells are missing")
        return outcome
    except process.DiedError as error:
        own = rf'File "(?:{re.escape(job.label)}|{re.escape(job.main)})", line (\d+)'
        if match := re.search(own, error.trace):
            line = int(match[1])
        message = f"{error.reason}; {ADVICE[error.kind]}"
        return Outcome(failure=Failure(line, message, error.trace))
    except ValueError:
        message = f"wrote into what its result is sent through; {ADVICE['result']}"
        return Outcome(failure=Failure(line, message))
    except OSError as error:
        return Outcome(failure=Failure(line, _not_started(error)))


def _not_started(error: OSError) -> str:
    reason = error.strerror or str(error)
    folder = tempfile.gettempdir()
    cure = f"make room for temporary files in {folder}"
    if "AF_UNIX" in reason:  # Python's own words, without a number
        reason = f"a socket has no room for the {len(folder)} letters of {folder}"
        cure = "set TMPDIR to a shorter folder"
    elif error.errno == errno.EFBIG:
        cure = "raise the limit on the size of files (ulimit -f)"
    elif error.errno in (errno.EMFILE, errno.ENFILE):
        cure = "raise the limit on open files (ulimit -n)"
    elif error.errno in (errno.EACCES, errno.EROFS):
        cure = f"allow writing in {folder}, or set TMPDIR"
    return f"could not be started: {reason}; {cure}"


@dataclass
class Runner:
    """Brings the results of snippets.

    Parameters
    ----------
    root
        The folder of the snippets.
    report
        Called with a line of progress.
    """

    root: Path
    store: Store
    settings: Settings
    report: Callable[[str], None]

    def run(
        self,
        families: Mapping[str, Sequence[Snippet]],
        ended: Callable[[str, Outcome], None] = lambda path, outcome: None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> tuple[dict[str, Outcome], dict[str, Problem]]:
        """Return the outcome of each snippet that has one, and what is wrong with the others.

        Parameters
        ----------
        families
            By path, each snippet after those that it builds on.
        ended
            Called for each snippet that ran and has an outcome, while others still run.
        meanwhile
            Called once if there is something to run, while the server of processes starts.
        """
        outcomes: dict[str, Outcome] = {}
        problems: dict[str, Problem] = {}
        missing: dict[str, Request] = {}
        for path, members in families.items():
            files = contents(self.root, members)
            name = key(members, files)
            stored = self.store.get(name)
            if stored is None or stored.failure or set(stored.cells) != set(members[-1].cells):
                missing[path] = (name, members, files)
            else:
                outcomes[path] = stored
        if missing:
            outcomes.update(self._execute(missing, problems, ended, meanwhile))
            self.store.prune()
        return outcomes, problems

    def _execute(
        self,
        missing: Mapping[str, Request],
        problems: dict[str, Problem],
        ended: Callable[[str, Outcome], None],
        meanwhile: Callable[[], None],
    ) -> dict[str, Outcome]:
        done: dict[str, Outcome] = {}
        ran = 0
        begin = time.perf_counter()
        setting = self.settings.executor
        if not setting:
            prepare([members for _, members, _ in missing.values()])
        try:
            with executors.opened(setting) as place:
                futures: dict[Future[Ended], str] = {}
                try:
                    for path in missing:
                        futures[self._submit(place.executor, path, missing[path])] = path
                    meanwhile()
                    for future in self._finished(futures, place):
                        path = futures[future]
                        try:
                            outcome = future.result()
                        except Exception as error:
                            if not setting:  # a fault of our own
                                raise
                            problems[path] = executors.explained(error, setting, path)
                            continue
                        if isinstance(outcome, executors.Refusal):
                            problems[path] = executors.refused(outcome, setting)
                        else:
                            ran += 1
                            self._keep(path, missing[path], outcome, done, problems)
                            if path in done:
                                ended(path, done[path])
                    with suppress(Exception):  # there is nothing left to wait for
                        place.executor.shutdown(wait=False)
                except BaseException:
                    for future in futures:  # an executor of others may not do that itself
                        future.cancel()
                    with suppress(Exception):  # what ended the build is to be reported, not this
                        place.executor.shutdown(wait=False)
                    _end_calls(futures)
                    raise
        except ProblemError as error:
            problems |= dict.fromkeys(missing, error.problem)
            return done
        seconds = time.perf_counter() - begin
        if process.missing_sandbox and process.missing_sandbox not in _reported:
            _reported.add(process.missing_sandbox)
            self.report(
                f"snippets run without a sandbox here ({process.missing_sandbox}): "
                "build only what you trust, see .github/SECURITY.md"
            )
        self.report(f"ran {_count(ran, 'snippet')} in {seconds:.1f} s{_slowest(done)}")
        return done

    def _submit(self, executor: Executor, path: str, request: Request) -> "Future[Ended]":
        _, members, files = request
        work, limits = job(members, files), self.settings.limits_of(path)
        try:
            if not self.settings.executor:
                return executor.submit(run_job, work, limits)
            return executor.submit(executors.alike, surroundings(), run_job, work, limits)
        except Exception as error:  # it was lost meanwhile
            refused: Future[Ended] = Future()
            refused.set_exception(error)
            return refused

    def _keep(
        self,
        path: str,
        request: Request,
        outcome: Outcome,
        done: dict[str, Outcome],
        problems: dict[str, Problem],
    ) -> None:
        name, members, _ = request
        if outcome.failure is None:
            done[path] = outcome
            self.store.put(name, outcome)
        else:
            failure = outcome.failure
            label = members[-1].label
            problems[path] = Problem(label, failure.line, failure.message, failure.detail)

    def _finished(
        self, futures: Mapping["Future[Ended]", str], place: executors.Place
    ) -> "Iterator[Future[Ended]]":
        """Give each as it ends, with a line of progress now and then."""
        pending = set(futures)
        reported = seen = time.monotonic()
        while pending:
            left = max(0.0, reported + PROGRESS_SECONDS - time.monotonic())
            ended, pending = wait(pending, left, return_when=FIRST_COMPLETED)
            yield from ended
            if pending and time.monotonic() >= reported + PROGRESS_SECONDS:
                running = sorted(futures[one] for one in pending if one.running())
                names = ", ".join(running[:3]) + (" …" if running[3:] else "")
                now = f"; now {names}" if names else ""
                lost = place.lost()
                if lost or place.manned():
                    seen = time.monotonic()
                else:
                    now = "; no worker is left, waiting for one"
                self.report(f"{len(futures) - len(pending)} of {len(futures)} ran{now}")
                reported = time.monotonic()
                if lost or reported - seen > UNMANNED_SECONDS:
                    for one in pending:
                        one.cancel()
                    yield from pending  # at once: their executor may not hear of it
                    return


def _end_calls(futures: Iterable["Future[Ended]"]) -> None:
    """End what runs here, for which the threads would wait; also what is about to start."""
    for _ in range(20):
        process.end_all()
        if not wait(futures, 0.1).not_done:
            break


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _slowest(done: Mapping[str, Outcome]) -> str:
    times = sorted(((one.seconds, path) for path, one in done.items()), reverse=True)
    if not times:
        return ""
    seconds, path = times[0]
    return f"; the slowest, {path}, took {seconds:.1f} s"
