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
    """A figure, as SVG in the colours it was drawn with, as PNG, as tables, and point by point."""

    svg: str
    png: bytes
    tables: tuple[Table, ...] = ()
    points: tuple[Row, ...] = ()


@dataclass(frozen=True)
class CellResult:
    """What a cell printed and drew."""

    output: str = ""
    pictures: tuple[Picture, ...] = ()


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


def to_json(outcome: Outcome) -> bytes:
    """Return an outcome as JSON, its facts as Python writes them: numbers that are none, too."""
    facts = msgspec.Raw(json.dumps(outcome.facts).encode())
    try:
        return msgspec.json.encode(
            {
                "cells": outcome.cells,
                "facts": facts,
                "seconds": outcome.seconds,
                "failure": outcome.failure,
            }
        )
    except UnicodeEncodeError:  # half of a character, which Python escapes
        return json.dumps(msgspec.to_builtins(outcome)).encode()


def from_json(content: bytes) -> Outcome:
    """Return the outcome that was made JSON, whoever made it.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        return msgspec.json.decode(content, type=Outcome)
    except msgspec.DecodeError:  # it may be what only Python reads
        data = json.loads(content)
    try:
        return msgspec.convert(data, Outcome)
    except msgspec.ValidationError as error:  # a ValueError only in later versions
        raise ValueError(str(error)) from None
