"""Many changes, side by side: each is judged in a process that is forked for it."""

import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import judge
from .judge import Recipe
from .mutants import Mutant

PATIENCE = 5.0  # times as long as the unchanged recipe a changed one may take
LEAST = 10.0  # seconds that every change may take
MEMORY = 4 * 2**30  # bytes a process may have


@dataclass(frozen=True)
class Judged:
    """A mutant and what noticed it; nothing if it survived."""

    mutant: Mutant
    by: str

    @property
    def killed(self) -> bool:
        """Whether a check failed."""
        return bool(self.by)


class BaselineError(Exception):
    """The unchanged recipe fails its own checks."""


@dataclass
class _Child:
    process: int
    pipe: int
    mutant: Mutant
    until: float
    folder: Path


def run(
    recipe: Recipe, mutants: Sequence[Mutant], jobs: int, report: Callable[[Judged], None]
) -> list[Judged]:
    """Judge changes of one recipe, with as many processes at a time as ``jobs``.

    Raises
    ------
    BaselineError
        If the recipe fails unchanged.
    """
    with tempfile.TemporaryDirectory(prefix="drift-") as name:
        base = Path(name).resolve()
        judge.copy(recipe, base / "unchanged")
        begin = time.monotonic()
        reason = _alone(recipe, base / "unchanged")
        seconds = max(LEAST, PATIENCE * (time.monotonic() - begin))
        if reason:
            kind, _, reported = reason.partition("\n")
            message = f"docs/{recipe.page}: the unchanged recipe fails its checks ({kind}); "
            raise BaselineError(
                f"{message}fix it before its mutants are judged\n{reported}".strip()
            )
        of_page = [one for one in mutants if one.path.startswith("docs/")]
        of_code = [one for one in mutants if not one.path.startswith("docs/")]
        found = _pool(recipe, of_code, jobs, seconds, base, False, report)
        if of_page:
            found += _warm(recipe, of_page, jobs, seconds, base, report)
    return found


def _alone(recipe: Recipe, folder: Path) -> str:
    """Judge the unchanged recipe: the kind of what fails, and below it what that says."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        _child(recipe, folder, writer, whole=True)
    os.close(writer)
    answer = _read(reader)
    os.waitpid(process, 0)
    return answer.removeprefix("ok:") if answer.startswith("ok:") else answer or "it died"


def _warm(
    recipe: Recipe,
    mutants: Sequence[Mutant],
    jobs: int,
    seconds: float,
    base: Path,
    report: Callable[[Judged], None],
) -> list[Judged]:
    """Judge changes of the page in a process that has run the snippet already."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        with os.fdopen(writer, "w") as answers:
            _silence()
            judge.enter(base / "unchanged")
            judge.load(recipe, base / "unchanged")
            places = {mutant: number for number, mutant in enumerate(mutants)}

            def answer(judged: Judged) -> None:
                answers.write(f"{places[judged.mutant]} {judged.by}\n")
                answers.flush()

            _pool(recipe, mutants, jobs, seconds, base, True, answer)
        os._exit(0)
    os.close(writer)
    found = []
    with os.fdopen(reader) as answers:
        for line in answers:
            number, _, by = line.rstrip("\n").partition(" ")
            judged = Judged(mutants[int(number)], by)
            found.append(judged)
            report(judged)
    os.waitpid(process, 0)
    if len(found) != len(mutants):
        raise BaselineError(f"docs/{recipe.page}: the process that judges its mutants died")
    return found


def _pool(
    recipe: Recipe,
    mutants: Sequence[Mutant],
    jobs: int,
    seconds: float,
    base: Path,
    warm: bool,
    report: Callable[[Judged], None],
) -> list[Judged]:
    """Judge changes, each in a fork of this process."""
    waiting = list(reversed(mutants))
    running: dict[int, _Child] = {}
    found: list[Judged] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            child = _start(recipe, waiting.pop(), base, seconds, warm)
            running[child.pipe] = child
        for child, by in _ended(running):
            del running[child.pipe]
            found.append(Judged(child.mutant, by))
            report(found[-1])
    return found


def _start(recipe: Recipe, mutant: Mutant, base: Path, seconds: float, warm: bool) -> _Child:
    folder = Path(tempfile.mkdtemp(dir=base))
    judge.copy(recipe, folder)
    file = folder / mutant.path
    file.write_bytes(mutant.applied(file.read_bytes()))
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        _child(recipe, folder, writer, whole=not warm)
    os.close(writer)
    return _Child(process, reader, mutant, time.monotonic() + seconds, folder)


def _child(recipe: Recipe, folder: Path, writer: int, whole: bool) -> None:
    """Judge in this process and end it."""
    answer = "error"
    try:
        os.setsid()
        _silence()
        _limit()
        judge.enter(folder)
        kind, reported = judge.verdict(recipe, folder, whole)
        answer = f"ok:{kind}\n{reported}".strip()
    except BaseException as error:  # whatever a changed snippet does, it was noticed
        answer = f"ok:{type(error).__name__}"
    finally:
        os.write(writer, answer.encode())
        os._exit(0)


def _limit() -> None:
    import resource  # no platform without fork has it

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, hard))


def _silence() -> None:
    """Let nothing that a snippet or a test prints through."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _ended(running: dict[int, _Child]) -> Iterator[tuple[_Child, str]]:
    """Wait for what ends next, or runs out of time."""
    patience = max(0.0, min(child.until for child in running.values()) - time.monotonic())
    ready, _, _ = select.select(list(running), [], [], patience + 0.01)
    now = time.monotonic()
    for child in list(running.values()):
        if child.pipe not in ready and now < child.until:
            continue
        by = "timeout"
        if child.pipe in ready:
            answer = _read(child.pipe)
            answer = answer.partition("\n")[0]
            by = answer.removeprefix("ok:") if answer.startswith("ok:") else "died"
        else:
            os.close(child.pipe)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process, signal.SIGKILL)
        os.waitpid(child.process, 0)
        shutil.rmtree(child.folder, ignore_errors=True)
        yield child, by


def _read(pipe: int) -> str:
    with os.fdopen(pipe, "rb") as stream:
        return stream.read().decode()
