"""Other words for the same thing: a check that notices one of them gives a false alarm.

They stand in ``tests/rewordings.yml`` and are tried where the old text still stands once, outside
of what tests quote: a test that quotes other words than the page has fails on purpose.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from recipes.checking.quotations import ClaimError, Quoted
from recipes.checking.rates import content
from recipes.reading import claims, settings
from recipes.reading.page import parse

from .runs import Judged
from .sites import Mutant

FILE = "tests/rewordings.yml"
KIND = "rewording"


class Rewording(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A text of a page, whatever its line ends, and what may stand there instead."""

    page: str
    old: str
    new: str


def read(root: Path) -> list[Rewording]:
    """Return the rewordings of a project; none where it has no such file.

    Raises
    ------
    ProblemError
        If the file is not a list of entries with all their parts.
    """
    file = root / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else "[]"
    source = settings.Source(text, FILE, advice="put a text with a colon into quotes")
    return settings.load(source, list[Rewording]).values


def mutants(root: Path, page: str, entries: Sequence[Rewording]) -> list[Mutant]:
    """Return the rewordings of a page whose old text stands there once."""
    path = f"docs/{page}"
    text = content(root / path).decode()
    found = []
    for one in entries:
        pattern = r"\s+".join(map(re.escape, one.old.split()))
        places = list(re.finditer(pattern, text)) if one.page == page else []
        if len(places) == 1:
            start, end = (len(text[:place].encode()) for place in places[0].span())
            found.append(Mutant(path, start, end, places[0][0], one.new, KIND))
    return found


def quoted(root: Path, test: str, mutant: Mutant) -> bool:
    """Whether a rewording of a page changes words that its test module quotes."""
    path = mutant.path.removeprefix("docs/")
    reworded = mutant.applied(content(root / mutant.path)).decode()
    there = Quoted.of(parse(path, reworded))
    label = f"tests/{test}"
    try:
        for claim in claims.read((root / label).read_text(encoding="utf-8"), label):
            there.place(claim.words, claim.section)
    except ClaimError:
        return True
    return False


def table(judged: Sequence[Judged], touching: int, gone: int) -> Iterator[str]:
    """Say how many false alarms there were.

    Parameters
    ----------
    touching, gone
        How many rewordings change quoted words, and how many have no place any more.
    """
    said = f"{len(judged)} rewordings, {sum(one.killed for one in judged)} false alarms"
    said += f"; {touching} more change words that a test quotes" if touching else ""
    yield said + (f"; the old text of {gone} in {FILE} stands nowhere" if gone else "")
