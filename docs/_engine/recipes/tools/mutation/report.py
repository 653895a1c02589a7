"""How many changes were noticed, which were not, and which nobody can observe."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from recipes.checking.rates import CLASSES, QUOTED, content, wilson
from recipes.reading import settings

from . import words
from .runs import Judged
from .sites import Mutant

EQUIVALENT = "tests/equivalent-mutants.yml"


class Equivalent(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A change of a token in a line, and why nobody can observe it."""

    file: str
    line: str
    old: str
    new: str
    reason: str


class Equivalents:
    """The recorded changes that nobody can observe.

    Raises
    ------
    ProblemError
        If the file is not a list of entries with all their parts.
    """

    def __init__(self, root: Path) -> None:
        file = root / EQUIVALENT
        text = file.read_text(encoding="utf-8") if file.is_file() else "[]"
        source = settings.Source(text, EQUIVALENT, advice="put a text with a colon into quotes")
        found = settings.load(source, list[Equivalent]).values
        self.entries = {(one.file, one.line, one.old, one.new): one.reason for one in found}
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
    yield from _of_words(judged)
    noticed = Counter(one.by for one in judged if one.killed)
    yield "noticed by " + ", ".join(f"{by}: {count}" for by, count in noticed.most_common())
    if recorded:
        share = recorded / (recorded + len(judged))
        yield f"{recorded} recorded as not observable ({share:.1%}), see {EQUIVALENT}"


def _of_words(judged: Sequence[Judged]) -> Iterator[str]:
    """Say how many changes of words of each kind were noticed."""
    changed = [one for one in judged if one.mutant.kind == QUOTED]
    for kind in words.kinds():
        of_kind = [one.killed for one in changed if words.kind(one.mutant.old) == kind]
        if of_kind:
            yield f"  {kind:20} {sum(of_kind):5} of {len(of_kind):5}"


def summary(page: str, judged: Sequence[Judged]) -> str:
    """Say in a line what came of the changes of one recipe."""
    evaluated = [one for one in judged if one.mutant.kind != QUOTED]
    quoted = [one for one in judged if one.mutant.kind == QUOTED]
    said = f"docs/{page}: {len(evaluated)} changes, {_left(evaluated)} not noticed"
    return said + (f"; {len(quoted)} of words, {_left(quoted)} not noticed" if quoted else "")


def _left(judged: Sequence[Judged]) -> int:
    return sum(not one.killed for one in judged)


def survivors(judged: Sequence[Judged], root: Path) -> Iterator[str]:
    """List what nothing noticed."""
    for one in sorted(each.mutant for each in judged if not each.killed):
        yield f"{_change(one, root)}    {one.line_text(content(root / one.path))}"


def alarms(judged: Sequence[Judged], root: Path) -> Iterator[str]:
    """List what was noticed, and by what."""
    for one in sorted((each for each in judged if each.killed), key=lambda each: each.mutant):
        yield f"{_change(one.mutant, root)}    noticed by {one.by}"


def _change(mutant: Mutant, root: Path) -> str:
    old, new = (" ".join(text.split()) for text in (mutant.old, mutant.new))
    return f"{mutant.path}:{mutant.line(content(root / mutant.path))}  {old} -> {new}"
