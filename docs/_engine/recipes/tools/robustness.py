"""Whether the numbers of a page hold where what they should not depend on is different.

That is: threads, the seed, tolerances ten times tighter, the oldest SciPy that we support, and the
processor. What depends on one of the first four is named in the front matter, as in ``depends:
{evaluations: tolerances}``, and readers see it; ``page`` stands for all numbers of a page. On the
processor nothing may depend. What moves there or with the version keeps a margin: its digits hold
when it moves ten times as far. A time was measured on one machine, so the page says “about”.
"""

import json
import math
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import threading
import tomllib
import venv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from recipes.checking import sentences
from recipes.problem import Problem
from recipes.project import Project
from recipes.reading import numbers, prose
from recipes.reading.bundle import without_imports
from recipes.reading.document import CellView
from recipes.reading.numbers import FactError
from recipes.reading.page import Page
from recipes.reading.snippet import Snippet
from recipes.running.process import ENVIRONMENT
from recipes.running.runner import contents
from recipes.running.store import PACKAGES

from . import digits

ENGINE_ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 5.0  # times the time limit of a snippet; threads may be in each other's way
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
WHOLE = "page"  # stands for all numbers of a page
GRACE = 30.0  # seconds that a program may take beside the job itself: to start, to import
MARGIN = 10  # times the spread over processors and versions
# The oldest processors for which OpenBLAS has kernels of its own, by architecture.
OLDEST_CORE = {"x86_64": "Prescott", "AMD64": "Prescott", "aarch64": "ARMV8", "arm64": "ARMV8"}
_ABOUT = re.compile(r"\babout\s+$", re.I)
_REQUIREMENT = re.compile(r"(?P<name>\w+)>=(?P<version>[\d.]+)")


@dataclass(frozen=True)
class Condition:
    """One thing that is different.

    Attributes
    ----------
    kind
        What a page calls it below ``depends``.
    words
        How a sentence calls it, after “with”.
    """

    kind: str
    words: str
    seed: int = 0
    threads: int = 1
    python: str = sys.executable
    oldest_processor: bool = False

    @property
    def interpreter(self) -> tuple[str, int, bool]:
        """What distinguishes the program that it needs from others."""
        return self.python, self.threads, self.oldest_processor


class OldestError(Exception):
    """The oldest versions cannot be installed; the message says why."""


@dataclass(frozen=True)
class _Run:
    """What a snippet computed and printed under a condition, or why it did not."""

    condition: Condition
    facts: dict[str, Any]
    outputs: dict[str, str]
    failure: str = ""


def conditions(oldest: Path | None) -> list[Condition]:
    """All that is tried; the last only where there is an interpreter with the oldest SciPy."""
    found = [Condition("threads", f"{count} threads", threads=count) for count in (2, 4)]
    found += [Condition("seed", f"the seed {seed}", seed=seed) for seed in (1, 2, 3)]
    found += [Condition("tolerances", "tolerances ten times tighter")]
    found += [Condition("processor", "the kernels of an older processor", oldest_processor=True)]
    if oldest:
        found += [Condition("version", "the oldest SciPy that we support", python=str(oldest))]
    return found


def older_processor() -> dict[str, str]:
    """Return the variables that make NumPy and OpenBLAS compute as on the oldest processors."""
    import numpy as np

    features = np.show_config(mode="dicts")["SIMD Extensions"]
    variables = {"NPY_DISABLE_CPU_FEATURES": ",".join(features.get("found", []))}
    core = OLDEST_CORE.get(platform.machine())
    return variables | ({"OPENBLAS_CORETYPE": core} if core else {})


class Interpreters:
    """Programs that run snippets under conditions, each started when it is first needed."""

    def __init__(self) -> None:
        self._processes: dict[tuple[str, int, bool], subprocess.Popen[str]] = {}
        self._locks: defaultdict[tuple[str, int, bool], threading.Lock] = defaultdict(
            threading.Lock
        )

    def answer(self, condition: Condition, job: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `conditions.answer` makes of a job, or its ``failure``."""
        interpreter = condition.interpreter
        with self._locks[interpreter]:
            process = self._processes.get(interpreter)
            if process is None or process.poll() is not None:
                process = self._processes[interpreter] = _start(condition)
            assert process.stdin and process.stdout
            late = threading.Timer(job["seconds"] + GRACE, _end, [process])
            late.start()
            try:
                process.stdin.write(json.dumps(job) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except OSError:
                answer = ""
            late.cancel()
            if not answer:
                return {"failure": f"Python ends with exit code {process.wait()}"}
            found: dict[str, Any] = json.loads(answer)
            return found

    def close(self) -> None:
        """End all programs."""
        for process in self._processes.values():
            _end(process)
            process.communicate()
        self._processes.clear()


def _end(process: "subprocess.Popen[str]") -> None:
    """End a program, and what it forked."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _start(condition: Condition) -> "subprocess.Popen[str]":
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ENGINE_ROOT)}
    environment |= dict.fromkeys(THREADS, str(condition.threads))
    environment |= {"HOME": tempfile.gettempdir(), "PYTHONIOENCODING": "utf-8"}
    if condition.oldest_processor:
        environment |= older_processor()
    return subprocess.Popen(
        [condition.python, "-m", "recipes.tools.conditions"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment,
        start_new_session=True,
    )


def install_oldest(root: Path, cache: Path) -> Path:
    """Return an interpreter with the oldest packages that ``pyproject.toml`` allows.

    It is made when first needed, which takes the network.

    Raises
    ------
    OldestError
        If it cannot be made.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = []
    for dependency in project["project"]["dependencies"]:
        match = _REQUIREMENT.match(dependency)
        if match and match["name"] in PACKAGES:
            parts = [*match["version"].split("."), "0"][:2]
            wanted.append(f"{match['name']}=={'.'.join(parts)}.*")
    folder = cache / f"oldest-{'-'.join(wanted)}".replace("=", "").replace(".*", "")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "complete"
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        answer = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
        if answer.returncode:
            reason = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
            message = f"{' '.join(wanted)} cannot be installed ({reason}); "
            raise OldestError(f"{message}see to the network and this Python, or use --no-oldest")
        done.touch()
    return python


def check(
    project: Project,
    pages: Sequence[Page],
    interpreters: Interpreters,
    oldest: Path | None,
    report: Callable[[str], None],
) -> list[Problem]:
    """Run the snippets of pages under all conditions; find the numbers that do not hold."""
    problems = []
    tried = conditions(oldest)
    count = len({condition.interpreter for condition in tried})  # each runs one job at a time
    with ThreadPoolExecutor(count) as executor:
        for page in pages:
            paths = [page.snippet, *(view.path for view in page.cells)]
            runs = {
                path: executor.map(
                    lambda one, path=path: _run(project, path, one, interpreters), tried
                )
                for path in dict.fromkeys(paths)
                if path in project.outcomes
            }
            done = {path: [run for run in each if run] for path, each in runs.items()}
            found = list(_Verdict(project, page, done, report).problems())
            problems += found
            count = sum(1 for _ in _facts(page))
            if done and count:
                state = f"{len(found)} to fix" if found else "hold"
                report(f"{page.label}: {count} facts, {state}")
    return problems


def _run(
    project: Project, path: str, condition: Condition, interpreters: Interpreters
) -> _Run | None:
    """Run a snippet; None where the condition has no meaning for it."""
    members = project.family(path)
    engine = any(name.startswith("recipes.") for one in members for name in one.modules)
    if engine and condition.kind == "version":
        return None  # the engine's own packages are not installed beside the oldest ones
    with tempfile.TemporaryDirectory(prefix="recipe-") as folder:
        for name, content in contents(project.snippets, members).items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        job = {
            "folder": folder,
            "condition": condition.kind,
            "seed": condition.seed,
            "seconds": project.runner.settings.limits_of(path).seconds * PATIENCE,
            "modules": sorted({name for one in members for name in one.modules}),
            "functions": sorted({name for one in members for name in one.functions.values()}),
            "cells": list(_cells(members)),
        }
        result = interpreters.answer(condition, job)
    if failure := result.get("failure"):
        return _Run(condition, {}, {}, failure)
    return _Run(condition, result["facts"], result["outputs"])


def _cells(members: Sequence[Snippet]) -> Iterator[tuple[str, str]]:
    for member in members:
        for cell in member.cells.values():
            own = member is members[-1]
            name = cell.name if own else f"{Path(member.path).stem}.{cell.name}"
            yield name, without_imports(cell, member.neighbours)


def _facts(page: Page) -> Iterator[tuple[int, prose.Stated]]:
    """The facts of a page that a snippet computes, with their lines in the body."""
    for text in sentences.texts(page):
        for fact in prose.stated(text.content):
            if fact.key and not _is_measured(fact):
                yield text.line(fact.start), fact


def _is_measured(fact: prose.Stated) -> bool:
    """Whether a benchmark recorded it, with one digit."""
    return fact.key.partition(".")[0] == prose.TIMING


def _bold_rates(page: Page) -> Iterator[Problem]:
    """Find ratios of times that are stated as if they were the same on each machine."""
    for text in sentences.texts(page):
        for fact in prose.stated(text.content):
            if _is_measured(fact) and not _ABOUT.search(text.content, 0, fact.start):
                message = f"“{fact.literal} = {fact.key}” was measured on one machine; "
                yield page.problem(text.line(fact.start), message + "write “about” before it")


@dataclass
class _Verdict:
    """The problems of one page; ``moved`` is what is said to depend on something, and does."""

    project: Project
    page: Page
    runs: dict[str, list[_Run]]
    report: Callable[[str], None]
    moved: set[tuple[str, str]] = field(default_factory=set)

    def problems(self) -> Iterator[Problem]:
        for path, runs in self.runs.items():
            for run in runs:
                if run.failure:
                    message = f"with {run.condition.words}, {run.failure}; fix the snippet"
                    yield Problem(f"snippets/{path}", 1, message)
        for line, fact in _facts(self.page):
            yield from self._of_fact(line, fact)
        yield from _bold_rates(self.page)
        for view in self.page.cells:
            if "output" in view.parts and view.path in self.runs:
                yield from self._of_output(view)
        tried = {run.condition.kind for runs in self.runs.values() for run in runs}
        for name, kinds in self.page.depends.items():
            for kind in sorted(set(kinds) & tried):
                if (name, kind) not in self.moved:
                    message = f"“{name}” is said to depend on {kind}, and does not; remove it"
                    yield Problem(self.page.label, 2, message)

    def _sound(self, path: str) -> list[_Run]:
        return [run for run in self.runs.get(path, []) if not run.failure]

    def _excused(self, names: set[str], kind: str) -> bool:
        """Whether the page says that one of the names depends on this."""
        depending = {name for name, kinds in self.page.depends.items() if kind in kinds}
        excused = depending & (names | {WHOLE})
        self.moved |= {(name, kind) for name in excused}
        return bool(excused)

    def _of_fact(self, line: int, fact: prose.Stated) -> Iterator[Problem]:
        try:
            here = sentences.value(fact, self.project.facts(self.page))
        except FactError as error:
            yield self.page.problem(line, str(error))
            return
        found: dict[Condition, float] = {}
        for run in self._sound(self.page.snippet):
            try:
                found[run.condition] = prose.value_of(fact.key, run.facts)
            except FactError as error:
                yield self.page.problem(line, f"with {run.condition.words}, {error}")
        name = re.split(r"[.\[]", fact.key)[0]
        wrong = {one: at for one, at in found.items() if not numbers.holds(fact.literal, at)}
        unsaid = {one: at for one, at in wrong.items() if not self._excused({name}, one.kind)}
        margins = self._margins(name, here, found)
        self._list(line, fact, [here, *found.values(), *margins], wrong)
        counted = [at for one, at in found.items() if one in unsaid or one not in wrong]
        safe = digits.safe(fact.literal, [here, *counted, *margins])
        if unsaid:
            message = f"“{fact.literal} = {fact.key}” is {_listed(fact, unsaid)}; "
            kinds = " ".join(dict.fromkeys(one.kind for one in unsaid))
            remedy = _remedy(name, kinds, safe, [here, *counted])
            yield self.page.problem(line, message + remedy)
        elif not all(numbers.holds(fact.literal, one) for one in margins):
            spread = max(abs(one - here) for one in margins) / MARGIN
            message = f"“{fact.literal} = {fact.key}” moves by {spread:.0e} with the processor or "
            message += f"the version, and holds no move of {MARGIN} times that; "
            remedy = _remedy(name, "processor", safe, margins)
            yield self.page.problem(line, message + remedy)

    def _list(
        self,
        line: int,
        fact: prose.Stated,
        values: Sequence[float],
        wrong: Mapping[Condition, float],
    ) -> None:
        """Report how many digits a page states, and how many of them are safe."""
        place = f"{self.page.label}:{self.page.line(line)}"
        text = f"{place}: {fact.literal} = {fact.key}  {digits.summary(fact.literal, values)}"
        self.report(f"{text}; {_listed(fact, wrong)}" if wrong else text)

    def _margins(self, name: str, here: float, found: Mapping[Condition, float]) -> list[float]:
        """Between which values a number may lie with other processors and versions.

        A number that has one sign everywhere keeps it.
        """
        said = any("version" in self.page.depends.get(one, ()) for one in (name, WHOLE))
        kinds = {"processor"} if said else {"processor", "version"}
        spread = max((abs(at - here) for one, at in found.items() if one.kind in kinds), default=0)
        if not spread:
            return []
        far = here + math.copysign(MARGIN * spread, here)
        if all(at * here > 0 for at in found.values()):
            return [here * here / far, far]  # nearer to zero by the same factor: a size stays one
        return [here - MARGIN * spread, here + MARGIN * spread]

    def _of_output(self, view: CellView) -> Iterator[Problem]:
        printed = self.project.result(view).output
        source = self.project.source(view)
        names = set(re.findall(r"\w+", source))
        reported: set[str] = set()
        for run in self._sound(view.path):
            condition, then = run.condition, run.outputs.get(view.cell, "")
            if (
                printed == then
                or self._excused(names, condition.kind)
                or condition.kind in reported
            ):
                continue
            reported.add(condition.kind)
            pairs = zip_longest(printed.splitlines(), then.splitlines(), fillvalue="")
            here, there = next(pair for pair in pairs if pair[0] != pair[1])
            message = f"“{view.cell}” prints “{there}” with {condition.words}, not “{here}”; "
            message += "print fewer digits, or "
            yield self.page.problem(view.first, message + _advice("NAME", condition.kind))


def _listed(fact: prose.Stated, found: Mapping[Condition, float]) -> str:
    """The values found, each with what gave it."""
    return digits.listed(fact.literal, {one.words: at for one, at in found.items()})


def _remedy(name: str, kinds: str, safe: str, values: Sequence[float]) -> str:
    """What to state of a number that moves."""
    if safe:
        first = f"write {safe}, which is safe"
        return first if "processor" in kinds else f"{first}, or {_advice(name, kinds)}"
    first = f"no digit of it is safe; state a bound, such as {digits.bounds(values)}"
    return first if "processor" in kinds else f"{first}, or {_advice(name, kinds)}"


def _advice(name: str, kinds: str) -> str:
    if "processor" in kinds:
        return "state something that holds on each"
    return f"say “depends: {{{name}: {kinds}}}” in the front matter"
