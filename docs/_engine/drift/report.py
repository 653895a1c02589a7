"""How many changes were noticed, which were not, and what is recorded of a complete run."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from ..problem import Problem, ProblemError
from .judge import Recipe
from .mutants import CLASSES, Mutant
from .runs import Judged

EQUIVALENT = "tests/equivalent-mutants.yml"
RECORD = "tests/drift.yml"
_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def wilson(killed: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); of nothing, all."""
    if not total:
        return 0.0, 1.0
    share, square = killed / total, _Z**2 / total
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


class Equivalents:
    """The recorded changes that nobody can observe.

    Raises
    ------
    ProblemError
        If the file is not a list of entries with all their parts.
    """

    def __init__(self, root: Path) -> None:
        file = root / EQUIVALENT
        try:
            entries = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
            self.entries = {
                (one["file"], one["line"], str(one["old"]), str(one["new"])): str(one["reason"])
                for one in entries or []
            }
        except (yaml.YAMLError, TypeError, KeyError):
            message = "is not a list of file, line, old, new, reason; mend it"
            raise ProblemError(Problem(EQUIVALENT, 1, message)) from None
        self.met: set[tuple[str, str, str, str]] = set()

    def holds(self, mutant: Mutant, content: bytes) -> bool:
        """Whether a change is recorded as one that nobody can observe."""
        key = (mutant.path, mutant.line_text(content), mutant.old, mutant.new)
        if key in self.entries:
            self.met.add(key)
        return key in self.entries

    def stale(self, paths: Sequence[str]) -> Iterator[str]:
        """Name the entries of some files that belong to no change any more."""
        for key in self.entries:
            if key[0] in paths and key not in self.met:
                yield f"{EQUIVALENT}: no change of {key[0]} is “{key[2]}” to “{key[3]}” in "
                yield f"“{key[1]}” any more; remove the entry"


def counts(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Return how many changes of each class were killed, of how many."""
    return {
        kind: {
            "killed": sum(one.killed for one in judged if one.mutant.kind == kind),
            "total": sum(one.mutant.kind == kind for one in judged),
        }
        for kind in CLASSES
    }


def table(judged: Sequence[Judged], recorded: int) -> Iterator[str]:
    """Write the rates, with their intervals and with what noticed the changes."""
    rows = counts(judged)
    rows["all"] = {part: sum(row[part] for row in rows.values()) for part in ("killed", "total")}
    for kind, row in rows.items():
        if row["total"]:
            low, high = wilson(row["killed"], row["total"])
            share = row["killed"] / row["total"]
            yield (
                f"{kind:12} {row['killed']:5} of {row['total']:5}  {share:7.2%}  "
                f"(95 %: {low:.1%} to {high:.1%})"
            )
    noticed = Counter(one.by for one in judged if one.killed)
    yield "noticed by " + ", ".join(f"{by}: {count}" for by, count in noticed.most_common())
    if recorded:
        share = recorded / (recorded + len(judged))
        yield f"{recorded} recorded as not observable ({share:.1%}), see {EQUIVALENT}"


def survivors(judged: Sequence[Judged], root: Path) -> Iterator[str]:
    """List what nothing noticed."""
    for one in sorted(each.mutant for each in judged if not each.killed):
        content = (root / one.path).read_bytes()
        old, new = (" ".join(text.split()) for text in (one.old, one.new))
        yield f"{one.path}:{one.line(content)}  {old} -> {new}    {one.line_text(content)}"


def state(recipe: Recipe) -> str:
    """Name the state of a recipe's page, snippets and tests."""
    parts = b"\0".join((recipe.root / path).read_bytes() for path in recipe.files)
    return hashlib.sha256(parts).hexdigest()[:16]


def read(root: Path) -> dict[str, Any]:
    """Return what complete runs have recorded, by page."""
    file = root / RECORD
    found = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
    return dict(found or {})


def record(root: Path, recipe: Recipe, judged: Sequence[Judged], recorded: int) -> None:
    """Keep the rates of a complete run of one recipe."""
    found = read(root)
    found[recipe.page] = {"of": state(recipe), **counts(judged), "recorded": recorded}
    text = "# Written by “recipe drift --all --record”: changes that were noticed, by page.\n"
    text += yaml.safe_dump(found, sort_keys=True)
    (root / RECORD).write_text(text, encoding="utf-8")


def totals(found: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Add up the records of all pages, by class."""
    return {
        kind: {part: sum(one[kind][part] for one in found.values()) for part in ("killed", "total")}
        for kind in CLASSES
    }
