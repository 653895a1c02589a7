"""What complete runs recorded: how many changes of which state of a recipe were noticed, when."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from recipes.problem import Problem, ProblemError

RECORD = "drift.yml"  # in the folder of the cache: a changed word makes no commit wrong
CLASSES = ("mathematics", "prose", "captions", "words", "code")
QUOTED = "words"  # noticed where a test quotes them; the other classes are evaluated
_UNCOUNTED = {"killed": 0, "total": 0}  # a class that an earlier run did not have
_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution

Counts = Mapping[str, Mapping[str, int]]


def content(file: Path) -> bytes:
    """Read a file; its line ends are the same on every system."""
    return file.read_bytes().replace(b"\r\n", b"\n")


def wilson(killed: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); of nothing, all."""
    if not total:
        return 0.0, 1.0
    share, square = killed / total, _Z**2 / total
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def files(page: str, snippets: Sequence[str], test: str) -> tuple[str, ...]:
    """Return the files of a recipe, below the project's root."""
    return (f"docs/{page}", *(f"snippets/{one}" for one in snippets), f"tests/{test}")


def state(root: Path, paths: Sequence[str]) -> str:
    """Name the state of some files."""
    parts = b"\0".join(content(root / path) for path in paths)
    return hashlib.sha256(parts).hexdigest()[:16]


@dataclass(frozen=True)
class Rates:
    """The records of all recipes together.

    Attributes
    ----------
    counts
        How many changes of each class were noticed, of how many.
    first, last
        The dates of the runs.
    changed, missing
        How many recipes have changed since their run, and how many were in none.
    """

    counts: Counts
    first: date
    last: date
    changed: int
    missing: int


def read(cache: Path) -> dict[str, Any]:
    """Return what is recorded, by page.

    Raises
    ------
    ProblemError
        If the file is not what a run writes.
    """
    file = cache / RECORD
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
        together(found or {}, {})
        return dict(found or {})
    except (yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError):
        message = "is not what “recipe drift --all --record” writes; run it again, or delete it"
        raise ProblemError(Problem(f"{cache.name}/{RECORD}", 1, message)) from None


def write(cache: Path, page: str, of: str, counted: Counts, recorded: int) -> None:
    """Record the counts of a complete run of one recipe in the state ``of``."""
    found = read(cache)
    rows = {kind: dict(row) for kind, row in counted.items()}
    today = datetime.now(UTC).date()
    found[page] = {"of": of, "on": today, **rows, "recorded": recorded}
    text = "# Written by “recipe drift --all --record”: changes that were noticed, by page.\n"
    text += yaml.safe_dump(found, sort_keys=True)
    cache.mkdir(exist_ok=True)
    (cache / RECORD).write_text(text, encoding="utf-8")


def together(found: Mapping[str, Any], states: Mapping[str, str]) -> Rates | None:
    """Add up what is recorded; nothing where no run is.

    Parameters
    ----------
    states
        The state of each recipe now, by page.
    """
    dates = sorted(one["on"] for one in found.values())
    if not all(isinstance(one, date) for one in dates):
        raise TypeError
    if not dates:
        return None
    counts = {
        kind: {part: sum(row[part] for row in rows) for part in ("killed", "total")}
        for kind in CLASSES
        for rows in [[one.get(kind, _UNCOUNTED) for one in found.values()]]
    }
    changed = sum(page in found and found[page]["of"] != of for page, of in states.items())
    return Rates(counts, dates[0], dates[-1], changed, len(states.keys() - found.keys()))
