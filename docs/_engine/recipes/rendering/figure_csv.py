"""The points of a figure as a file for programs: CSV as RFC 4180 has it."""

import csv
import io
from collections.abc import Sequence

from recipes.reading import prose
from recipes.reading.document import CellView
from recipes.running import figure_points
from recipes.running.outcome import Picture


def written(view: CellView, drawn: Sequence[Picture]) -> bytes:
    """Return the file: a header, then the points of all pictures in their order."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(("state", *figure_points.COLUMNS))
    for state, picture in zip(states(view, drawn), drawn, strict=True):
        table.writerows((state, *row) for row in picture.points)
    return text.getvalue().encode()


def states(view: CellView, drawn: Sequence[Picture]) -> list[str]:
    """Name the pictures of a figure; one that is alone needs no name."""
    if view.states:
        return [prose.plain(f"{view.name} {state.label}") for state in view.states]
    return [str(number) for number in range(1, len(drawn) + 1)] if len(drawn) > 1 else [""]
