"""What it takes to run a snippet, and what comes of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from .facts import Fact
from .figure_points import Row
from .figure_tables import Table


@dataclass(frozen=True)
class Job:
    """All that it takes to run a snippet, anywhere.

    Attributes
    ----------
    label
        The snippet's name in messages and tracebacks.
    main
        Its file name in ``files``.
    files
        Contents by file name: the snippet, its neighbours, its data.
    cells
        Name and first line of each cell, in order.
    neighbours
        The modules among the files that the snippet imports. They run before the first cell:
        what they print and draw is theirs.
    """

    label: str
    main: str
    files: Mapping[str, bytes]
    cells: tuple[tuple[str, int], ...]
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A figure, as SVG in the colours it was drawn with, as PNG, as tables, and point by point.

    It is there as a small WebP, too, for each theme.
    """

    svg: str
    png: bytes
    tables: tuple[Table, ...] = ()
    points: tuple[Row, ...] = ()
    thumbnails: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class CellResult:
    """What a cell printed and drew, the WAV files that it wrote, and the types of names after it.

    The types are those of `library_types`.
    """

    output: str = ""
    pictures: tuple[Picture, ...] = ()
    sounds: tuple[bytes, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """Why a snippet has no result; ``line`` is the snippet's."""

    line: int
    message: str
    detail: str = ""


@dataclass(frozen=True)
class Outcome:
    """The result of a run; ``seconds`` is the snippet's own time, without the process's."""

    cells: Mapping[str, CellResult] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    seconds: float = 0.0
    failure: Failure | None = None


class _Packed(msgspec.Struct):
    """An outcome whose facts are JSON, which holds integers of any size."""

    cells: Mapping[str, CellResult]
    facts: bytes
    seconds: float
    failure: Failure | None


def to_bytes(outcome: Outcome) -> bytes:
    """Return an outcome as data."""
    facts = json.dumps(outcome.facts).encode()
    packed = _Packed(outcome.cells, facts, outcome.seconds, outcome.failure)
    return msgspec.msgpack.encode(packed)


def from_bytes(content: bytes) -> Outcome:
    """Return the outcome that was made data, whoever made it.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        packed = msgspec.msgpack.decode(content, type=_Packed)
        facts = msgspec.convert(json.loads(packed.facts), dict[str, Fact])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a ValueError in later versions
        raise ValueError(str(error)) from None
    return Outcome(packed.cells, facts, packed.seconds, packed.failure)
