"""What complete runs have recorded: how many changes were noticed, of which state of a recipe."""

import hashlib
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from recipes.problem import Problem, ProblemError

RECORD = "tests/drift.yml"
CLASSES = ("mathematics", "prose", "captions", "code")
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


def read(root: Path) -> dict[str, Any]:
    """Return what is recorded, by page.

    Raises
    ------
    ProblemError
        If the file is not what a run writes.
    """
    file = root / RECORD
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
        totals(found or {})
        return dict(found or {})
    except (yaml.YAMLError, TypeError, KeyError, AttributeError, ValueError):
        message = "is not what “recipe drift --all --record” writes; run it again"
        raise ProblemError(Problem(RECORD, 1, message)) from None


def write(root: Path, page: str, paths: Sequence[str], counted: Counts, recorded: int) -> None:
    """Keep the counts of a complete run of one recipe."""
    found = read(root)
    rows = {kind: dict(row) for kind, row in counted.items()}
    found[page] = {"of": state(root, paths), **rows, "recorded": recorded}
    text = "# Written by “recipe drift --all --record”: changes that were noticed, by page.\n"
    text += yaml.safe_dump(found, sort_keys=True)
    (root / RECORD).write_text(text, encoding="utf-8")


def totals(found: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Add up the records of all pages, by class."""
    return {
        kind: {part: sum(one[kind][part] for one in found.values()) for part in ("killed", "total")}
        for kind in CLASSES
    }
