"""A Matplotlib figure in words and numbers: what its axes show, for readers who do not see it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 9  # of a curve that are listed, evenly chosen, its ends among them
COLUMNS = ("Shown", "Across", "Up", "Values")
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_CURLY = re.compile(r"[${}]|\\[,;! ]")


@dataclass(frozen=True)
class Table:
    """What some axes show: a title, and a row of `COLUMNS` for each thing that is drawn there."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def tables(figure: "Figure") -> tuple[Table, ...]:
    """Return a table for each of a figure's axes, in the order in which they were made."""
    found = []
    for title, axes in titled(figure):
        rows = [_frame(axes), *((name, *row) for name, _, row in things(axes))]
        found.append(Table(title, tuple(row for row in rows if any(row[1:]))))
    return tuple(table for table in found if table.rows)


def titled(figure: "Figure") -> Iterator[tuple[str, "Axes"]]:
    """Yield the axes of a figure that are seen, each below its title."""
    for number, axes in enumerate(figure.axes, 1):
        if axes.get_visible():
            title = "Colour scale" if _is_scale(axes) else f"Axes {number}"
            yield plain(axes.get_title()) or title, axes


def _is_scale(axes: "Axes") -> bool:
    return bool(axes.get_label() == "<colorbar>")


def plain(label: str) -> str:
    """The text of a label without TeX: Greek letters as such, other commands as words."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        size = "CAPITAL" if name[0].isupper() else "SMALL"
        try:
            return unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}")
        except KeyError:
            return {"times": "×", "cdot": "·", "pi": "π"}.get(name, name)

    label = _CURLY.sub("", label)
    return " ".join(_COMMAND.sub(word, label).split())


def number(value: float) -> str:
    """A number in four digits, with a true minus sign."""
    return f"{value:.4g}".replace("-", "−")


def _frame(axes: "Axes") -> tuple[str, ...]:
    """The limits and the names of the axes; empty where they are switched off."""
    if not axes.axison:
        return ("frame", "", "", "")
    sides = []
    for label, limits, scale, ticks in (
        (axes.get_xlabel(), axes.get_xlim(), axes.get_xscale(), axes.get_xticks()),
        (axes.get_ylabel(), axes.get_ylim(), axes.get_yscale(), axes.get_yticks()),
    ):
        kind = ", logarithmic" if scale == "log" else ""
        said = f"{plain(label)}: " if label else ""
        sides.append(f"{said}{_range(limits)}{kind}" if len(ticks) else "")
    return ("frame", *sides, "")


def things(axes: "Axes") -> Iterator[tuple[str, "Artist", tuple[str, ...]]]:
    """Yield what is drawn in some axes: its name, the artist, and what else is said of it."""
    if _is_scale(axes):
        return
    counts: dict[str, int] = {}
    for artist in axes.get_children():
        row = _row(artist, axes) if artist.get_visible() else None
        if row is None:
            continue
        kind, label = row[0], str(artist.get_label())
        counts[kind] = counts.get(kind, 0) + 1
        count = f" {counts[kind]}" if counts[kind] > 1 else ""
        named = f" “{plain(label)}”" if label and not label.startswith("_") else count
        yield f"{kind}{named}", artist, row[1:]


def _row(artist: "Artist", axes: "Axes") -> tuple[str, ...] | None:
    """What one artist shows; None for what belongs to the frame or cannot be said in numbers."""
    from matplotlib import collections, image, lines, patches, text
    from matplotlib.spines import Spine

    match artist:
        case lines.Line2D():
            return _points(
                "line", _finite(in_data(artist.get_xydata(), artist.get_transform(), axes))
            )
        case collections.PathCollection():
            return _points("points", _finite(artist.get_offsets()))
        case image.AxesImage():
            return _picture(artist)
        case text.Annotation() if artist.get_text():
            across, up = (number(float(value)) for value in artist.xy)
            return (f"note “{plain(artist.get_text())}”", across, up, "")
        case patches.Patch() if artist is not axes.patch and not isinstance(artist, Spine):
            path = artist.get_path()
            drawn = path.transformed(artist.get_patch_transform()).vertices
            return (f"shape, {type(artist).__name__.lower()}", *_ranges(_finite(drawn)), "")
        case collections.Collection() if axes.name == "3d":
            bounds: Any = axes
            ranges = bounds.xy_dataLim.intervalx, bounds.xy_dataLim.intervaly
            return (
                "surface",
                *map(_range, ranges),
                f"height {_range(bounds.zz_dataLim.intervalx)}",
            )
        case collections.Collection():
            paths = [_finite(path.vertices) for path in artist.get_paths()]
            if paths:
                import numpy as np

                places = _finite(np.concatenate(paths))
                return ("contours or areas", *_ranges(places), "")
    return None


def _picture(artist: Any) -> tuple[str, ...]:
    import numpy as np

    values = np.ma.getdata(artist.get_array())
    left, right, bottom, top = artist.get_extent()
    size = f"picture of {values.shape[0]} × {values.shape[1]} pixels"
    inside = values[np.isfinite(values)]
    return (
        size,
        _range((left, right)),
        _range((bottom, top)),
        _range((inside.min(), inside.max())),
    )


def _points(kind: str, places: Any) -> tuple[str, ...] | None:
    if not len(places):
        return None
    chosen = sorted({round(n * (len(places) - 1) / (POINTS - 1)) for n in range(POINTS)})
    listed = "; ".join(f"({number(x)}, {number(y)})" for x, y in places[chosen])
    more = f" of {len(places)}" if len(chosen) < len(places) else ""
    count = f"{len(chosen)}{more} points: " if len(places) > 1 else ""
    return (kind, *_ranges(places), f"{count}{listed}")


def in_data(places: Any, transform: Any, axes: "Axes") -> Any:
    """Places as the axes count them, also of what spans them, such as a line at one height."""
    import numpy as np

    counted = transform.contains_branch_seperately(axes.transData)  # Matplotlib's spelling
    if all(counted) or axes.name == "3d":
        return places
    return np.where(counted, places, (transform - axes.transData).transform(places))


def _finite(places: Any) -> Any:
    import numpy as np

    found = np.ma.getdata(np.asarray(places, dtype=float))
    return found[np.isfinite(found).all(axis=1)]


def _ranges(places: Any) -> tuple[str, str]:
    if not len(places):
        return "", ""
    across, up = (_range((side.min(), side.max())) for side in places.T)
    return across, up


def _range(ends: Sequence[float]) -> str:
    first, last = (number(float(end)) for end in ends)
    return first if first == last else f"{first} to {last}"
