"""What the versions by hand cost: measured as ratios, and recorded."""

import sys
import time
import types
from dataclasses import dataclass
from typing import Any

import msgspec
import yaml

from recipes.problem import Problem, ProblemError
from recipes.project import TIMINGS, Project
from recipes.reading.bundle import standalone
from recipes.reading.page import Page
from recipes.running import process
from recipes.running.runner import PRELOAD, contents

REPEATS = 5
LEAST_SECONDS = 0.05  # a measurement lasts at least that long


@dataclass(frozen=True)
class Timing:
    """How many times as long the first of two expressions takes as the second."""

    page: str
    name: str
    ratio: float

    @property
    def rounded(self) -> int | float:
        """The ratio with one digit: more would not hold on the next machine."""
        value = float(f"{self.ratio:.0e}")
        return int(value) if value >= 1 else value


def measure(project: Project, page: Page) -> list[Timing]:
    """Measure what the front matter of a page asks for, in a fresh process.

    Raises
    ------
    ProblemError
        If the expressions cannot be evaluated in the snippet's namespace.
    """
    wanted = page.front.timings
    members = project.family(page.snippet)
    files = contents(project.snippets, members)
    argument = (standalone(members), {name: list(pair) for name, pair in wanted.items()})
    try:
        ratios = process.call(
            time_pairs, argument, files=files, seconds=600, memory=2**33, preload=PRELOAD
        )
    except process.DiedError as error:
        raise ProblemError(Problem(page.label, 1, f"timings: {error.reason}")) from None
    if isinstance(ratios, str):
        message = f"timings: {ratios}; fix the expressions in the front matter"
        raise ProblemError(Problem(page.label, 1, message))
    return [Timing(page.path, name, ratio) for name, ratio in ratios.items()]


def time_pairs(argument: tuple[str, dict[str, list[str]]]) -> dict[str, float] | str:
    """Run a script, then time pairs of expressions in its namespace, alternating."""
    import matplotlib.pyplot as plt

    source, pairs = argument
    plt.show = lambda *args, **kwargs: None
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    namespace = module.__dict__
    ratios = {}
    try:
        exec(compile(source, "snippet", "exec"), namespace)
        for name, expressions in pairs.items():
            slow, fast = (compile(text, name, "eval") for text in expressions)
            found = [(_seconds(slow, namespace), _seconds(fast, namespace)) for _ in range(REPEATS)]
            ratios[name] = min(one for one, _ in found) / min(two for _, two in found)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ratios


def _seconds(code: Any, namespace: dict[str, Any]) -> float:
    calls = 0
    begin = time.perf_counter()
    while True:
        eval(code, namespace)
        calls += 1
        elapsed = time.perf_counter() - begin
        if elapsed > LEAST_SECONDS:
            return elapsed / calls


def record(project: Project, measured: list[Timing]) -> None:
    """Write the ratios to ``snippets/timings.yml``, beside those of other pages."""
    entries = {
        page: {name: msgspec.structs.asdict(one) for name, one in names.items()}
        for page, names in project.timings.items()
    }
    for timing in measured:
        page = project.pages[timing.page]
        entries.setdefault(timing.page, {})[timing.name] = {
            "ratio": timing.rounded,
            "of": project.timing_key(page, timing.name),
        }
    for path in list(entries):
        wanted = project.pages[path].front.timings if path in project.pages else {}
        entries[path] = {name: entry for name, entry in entries[path].items() if name in wanted}
    head = "# Measured by `recipe bench --timings`: how many times as long, and of what code.\n"
    text = head + yaml.safe_dump({path: names for path, names in entries.items() if names})
    (project.snippets / TIMINGS).write_text(text, encoding="utf-8")
