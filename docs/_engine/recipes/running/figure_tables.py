"""A Matplotlib figure in words and numbers: what its axes show, for readers who do not see it.

Only data is told, in the coordinates and in the terms of its axes: dates as dates, categories by
their names. What stands elsewhere, or cannot be told so, is left out, and its row says it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

POINTS = 9  # of a curve that are listed, evenly chosen, its ends among them
ROWS = 40  # of one table; of more things, the first
COLUMNS = ("Shown", "Across", "Up", "Values")
ELSEWHERE = "left out: not at a place in the data"
NOT_TOLD = "left out: cannot be told in numbers"
SCALES = {"log": ", logarithmic", "symlog": ", logarithmic on both sides", "logit": ", logit"}
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_FRACTION = re.compile(r"\\[dt]?frac *\{([^{}]*)\} *\{([^{}]*)\}")
_CURLY = re.compile(r"[${}]|\\[,;! ]")


@dataclass(frozen=True)
class Table:
    """What some axes show: a title, and a row of `COLUMNS` for each thing that is drawn there."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Thing:
    """What is drawn in some axes: what to call it, the artist, and what else is said of it."""

    name: str
    artist: "Artist"
    row: tuple[str, ...]


Listing = list[tuple[str, "Axes", list[Thing]]]


def listing(figure: "Figure") -> Listing:
    """Return the axes of a figure that are seen, each with its title and what is drawn in it."""
    return [(title, axes, [*_things(axes)]) for title, axes in _titled(figure)]


def tables(listed: Listing) -> tuple[Table, ...]:
    """Return a table for each of a figure's axes, in the order in which they were made."""
    found = []
    for title, axes, things in listed:
        rows = [_frame(axes), *((one.name, *one.row) for one in things)]
        rows = [row for row in rows if any(row[1:])]
        if (more := len(rows) - ROWS) > 0:
            said = f"left out here: {more} more; those in the data are among the points as CSV"
            rows = [*rows[:ROWS], ("others", "", "", said)]
        found.append(Table(title, tuple(rows)))
    return tuple(table for table in found if table.rows)


def _titled(figure: "Figure") -> Iterator[tuple[str, "Axes"]]:
    for number, axes in enumerate(_with_insets(figure.axes), 1):
        if axes.get_visible():
            title = "Colour scale" if _is_scale(axes) else f"Axes {number}"
            yield plain(axes.get_title()) or title, axes


def _with_insets(every: Sequence["Axes"]) -> list["Axes"]:
    from matplotlib.axes._secondary_axes import SecondaryAxis  # has no public name

    found: list[Axes] = []
    for axes in every:
        inner: Any = [one for one in axes.child_axes if not isinstance(one, SecondaryAxis)]
        found += [one for one in (axes, *_with_insets(inner)) if one not in found]
    return found


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

    label = _CURLY.sub("", _FRACTION.sub(r"(\1)/(\2)", label))
    return " ".join(_COMMAND.sub(word, label).split())


def number(value: float) -> str:
    """A number in four digits, with a true minus sign."""
    return f"{value:.4g}".replace("-", "−")


def teller(axis: "Axis", exact: bool = False) -> Callable[[Any], str]:
    """What writes a coordinate in the terms of its axis: as a date, a category, or a number.

    A place beside a category is told from the nearest one. Empty where the terms are not known.
    """
    terms = _terms(axis)
    if terms == "dates":
        return lambda value: _date(float(value), axis)
    if terms == "categories":
        names = {place: str(name) for name, place in axis.units._mapping.items()}
        return lambda value: _category(float(value), names)
    if terms == "numbers":
        write = repr if exact else number
        return lambda value: write(float(value))
    return lambda _: ""


def _category(value: float, names: Mapping[Any, str]) -> str:
    nearest = min(names, key=lambda place: abs(place - value))
    beside = round(value - nearest, 9)
    sign = "+" if beside > 0 else "−"
    return names[nearest] + (f"{sign}{abs(beside):.4g}" if beside else "")


def _terms(axis: "Axis") -> str:
    """Whether an axis counts numbers, dates or categories; empty for units that are not known."""
    from matplotlib import category, units

    formatter = type(axis.get_major_formatter()).__module__
    converter = axis.get_converter()
    if "matplotlib.dates" in (formatter, type(converter).__module__):
        return "dates"
    if isinstance(axis.units, category.UnitData) and axis.units._mapping:
        return "categories"
    known = (type(None), units.DecimalConverter, category.StrCategoryConverter)
    return "numbers" if isinstance(converter, known) else ""


def _date(value: float, axis: "Axis") -> str:
    """A date of Matplotlib as ISO 8601 has it, no finer than needed."""
    from datetime import tzinfo

    from matplotlib.dates import num2date

    zone: Any = axis.units if isinstance(axis.units, tzinfo) else None
    with suppress(ValueError, OverflowError):  # beyond the years that a date may have
        when: Any = num2date(value, tz=zone)  # type: ignore[no-untyped-call]
        day, _, time = str(when.isoformat(sep=" ")).partition(" ")
        time = time.removesuffix("+00:00")
        if time == "00:00:00":
            return day
        return f"{day} {time.rstrip('0') if '.' in time else time}".removesuffix(":00")
    return ""


def _frame(axes: "Axes") -> tuple[str, ...]:
    """The limits and the names of the axes; empty where they are switched off."""
    solid: Any = axes
    if not (solid._axis3don if axes.name == "3d" else axes.axison):
        return ("frame", "", "", "")
    every = [(axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())]
    if axes.name == "3d":
        every.append((solid.zaxis, solid.get_zlim()))
    angles = ("angle in radians", "radius") if axes.name == "polar" else ("", "")
    sides = []
    for (axis, ends), called in zip(every, (*angles, ""), strict=False):
        label = axis.get_label_text() or called
        said = f"{plain(label)}: " if label else ""
        limits = _range(ends, axis)
        seen = len(axis.get_majorticklocs()) and limits
        sides.append(f"{said}{limits}{SCALES.get(axis.get_scale(), '')}" if seen else "")
    return ("frame", *sides, *([""] if len(sides) == 2 else []))


def _things(axes: "Axes") -> Iterator[Thing]:
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
        yield Thing(f"{kind}{named}", artist, row[1:])


def _row(artist: "Artist", axes: "Axes") -> tuple[str, ...] | None:
    """What one artist shows; None for what belongs to the frame."""
    kind = type(artist).__name__.lower()
    try:
        kind = _kind(artist, axes)
        row = _numbers(artist, axes) if kind else None
    except Exception:  # whatever somebody's artist is: the picture itself is right
        row = ("", "", NOT_TOLD)
    return (kind, *row) if row else None


def _kind(artist: Any, axes: "Axes") -> str:
    """What to call an artist; empty for what is no data."""
    from matplotlib import collections, contour, image, lines, patches, quiver, text
    from matplotlib.spines import Spine

    match artist:
        case lines.Line2D():
            return "line"
        case collections.PathCollection():
            return "points"
        case image.AxesImage():
            pixels: Any = artist.get_array()
            height, width = pixels.shape[:2]
            return f"picture of {height} × {width} pixels"
        case text.Annotation() if artist.get_text():
            return f"note “{plain(artist.get_text())}”"
        case patches.Patch() if artist is not axes.patch and not isinstance(artist, Spine):
            return f"shape, {type(artist).__name__.removesuffix('3D').lower()}"
        case contour.ContourSet():
            return "contours or areas"
        case quiver.Quiver() | quiver.Barbs():
            return "arrows"
        case collections.QuadMesh() | collections.PolyQuadMesh():
            corners: Any = artist.get_coordinates()
            height, width = corners.shape[:2]
            return f"grid of {height - 1} × {width - 1} cells"
        case collections.PolyCollection() if axes.name == "3d":
            return "surface"
        case collections.LineCollection():
            return "lines"
        case collections.Collection():
            return "marks" if stands_at_places(artist) else "contours or areas"
    return ""


def stands_at_places(collection: Any) -> bool:
    """Whether the paths of a collection are drawn at places that it has beside them."""
    import numpy as np
    from matplotlib.collections import PathCollection

    if isinstance(collection, PathCollection):
        return True
    offsets = np.ma.getdata(collection.get_offsets())
    return len(offsets) > 1 or bool(np.any(offsets))


def _numbers(artist: Any, axes: "Axes") -> tuple[str, ...] | None:
    """Where an artist is, across and up, and what else is said of it."""
    from matplotlib import collections, contour, image, lines, text

    if isinstance(artist, text.Annotation):
        return _note(artist, axes)
    if axes.name == "3d":
        return _solid(artist, axes)
    if isinstance(artist, image.AxesImage):
        return _picture(artist, axes)
    if not all(map(_terms, (axes.xaxis, axes.yaxis))):
        return ("", "", NOT_TOLD)
    places = places_of(artist, axes)
    if places is None:
        return ("", "", ELSEWHERE)
    places = _finite(places)
    if isinstance(artist, lines.Line2D | collections.PathCollection):
        return _listed(places, axes)
    if not len(places):
        return None
    values = "" if isinstance(artist, contour.ContourSet) else _values(artist)
    return (*_ranges(places, axes), values)


def places_of(artist: Any, axes: "Axes") -> Any:
    """The places that an artist shows, in data coordinates; None where it shows none."""
    import numpy as np
    from matplotlib import collections, lines, patches

    if isinstance(artist, lines.AxLine):
        ends = artist.get_transform().transform(artist.get_xydata())
        return axes.transData.inverted().transform(ends)
    if isinstance(artist, lines.Line2D):
        return in_data(_filled(artist.get_xydata()), artist.get_transform(), axes)
    if isinstance(artist, patches.ConnectionPatch):
        return None
    if isinstance(artist, patches.Patch):
        path = artist.get_path().transformed(artist.get_patch_transform())
        return in_data(_corners(path), artist.get_data_transform(), axes)
    if stands_at_places(artist):
        return in_data(_filled(artist.get_offsets()), artist.get_offset_transform(), axes)
    if isinstance(artist, collections.QuadMesh | collections.PolyQuadMesh):
        return in_data(
            _filled(artist.get_coordinates()).reshape(-1, 2), artist.get_transform(), axes
        )
    corners = [_corners(path) for path in artist.get_paths()]
    found = np.concatenate(corners) if corners else np.empty((0, 2))
    return in_data(found, artist.get_transform(), axes)


def _corners(path: Any) -> Any:
    """The ends of straight lines; of what is curved, the corners of a box."""
    if path.codes is None:
        return _filled(path.vertices)
    if is_curved(path):
        return path.get_extents().get_points()
    return _filled(path.vertices)[(path.codes == path.MOVETO) | (path.codes == path.LINETO)]


def is_curved(path: Any) -> bool:
    """Whether a path has other parts than straight lines."""
    codes = path.codes
    return codes is not None and bool(((codes == path.CURVE3) | (codes == path.CURVE4)).any())


def in_data(places: Any, transform: Any, axes: "Axes") -> Any:
    """Places as the axes count them; None for what does not stand in the data at all.

    What spans the axes, such as a line at one height, ends at their edges. What is drawn with an
    offset in points stands where its data is.
    """
    import numpy as np

    if transform == axes.transData:
        return places
    counted = transform.contains_branch_seperately(axes.transData)  # Matplotlib's spelling
    if all(counted):
        return (transform - axes.transData).transform(places)
    if any(counted):
        return np.where(counted, places, (transform - axes.transData).transform(places))
    probes = axes.viewLim.corners()
    moved = transform.transform(probes) - axes.transData.transform(probes)
    return places if np.allclose(moved, moved[0], atol=1e-6) else None


def _note(artist: Any, axes: "Axes") -> tuple[str, ...]:
    """The place to which a note points, as far as it is one in the data."""
    coordinates = artist.xycoords
    pair = coordinates if isinstance(coordinates, tuple) else (coordinates, coordinates)
    sides = [
        teller(axis)(convert(value)) if system in ("data", axes.transData) else ""
        for value, convert, axis, system in zip(
            artist.xy,
            (artist.convert_xunits, artist.convert_yunits),
            (axes.xaxis, axes.yaxis),
            pair,
            strict=True,
        )
    ]
    if axes.name == "3d" or not any(sides):
        return ("", "", ELSEWHERE)
    return (*sides, "")


def _picture(artist: Any, axes: "Axes") -> tuple[str, ...]:
    values = _values(artist)
    if type(artist).__name__ == "PcolorImage" or artist.get_transform() == axes.transData:
        left, right, bottom, top = artist.get_extent()
        return (_range((left, right), axes.xaxis), _range((bottom, top), axes.yaxis), values)
    return ("", "", values or ELSEWHERE)


def _values(artist: Any) -> str:
    """The smallest and the largest number of what is coloured by numbers, if any is seen."""
    import numpy as np

    array = coloured(artist)
    if array is None:
        return ""
    seen = np.ma.masked_invalid(array).compressed()
    return _span((seen.min(), seen.max())) if seen.size else "nothing: all is masked"


def coloured(artist: Any) -> Any:
    """The numbers that colours stand for; None where there are none.

    Those without a colour are masked, such as zero on a logarithmic scale.
    """
    import numpy as np

    array = artist.get_array() if hasattr(artist, "get_array") else None
    if array is None or array.ndim == 3:  # pixels that are colours themselves
        return array
    return np.ma.array(array, mask=np.ma.getmaskarray(artist.norm(array)))


def _solid(artist: Any, axes: Any) -> tuple[str, ...] | None:
    places = in_space(artist)
    axis = (axes.xaxis, axes.yaxis, axes.zaxis)
    if places is None or not all(map(_terms, axis)):
        return ("", "", NOT_TOLD)
    places = _finite(places)
    if not len(places):
        return None
    *flat, height = (
        _range((side.min(), side.max()), one) for side, one in zip(places.T, axis, strict=True)
    )
    listed = f"; {_list(places, axis)}" if is_listed(artist) else ""
    return (*flat, f"height {height}{listed}")


def is_listed(artist: Any) -> bool:
    """Whether the points of what is drawn in space are told one by one."""
    from matplotlib import collections, lines

    return isinstance(artist, lines.Line2D | collections.PathCollection)


def in_space(artist: Any) -> Any:
    """The places of what is drawn in space, not as projected; None where they are not at hand."""
    import numpy as np
    from matplotlib.path import Path
    from mpl_toolkits.mplot3d import art3d

    match artist:
        case art3d.Line3D():
            return np.column_stack([*map(_filled, artist.get_data_3d())])
        case art3d.Path3DCollection() | art3d.Patch3DCollection():
            return np.column_stack([*map(_filled, artist._offsets3d)])
        case art3d.Line3DCollection():
            return np.concatenate([*map(_filled, artist._segments3d)])
        case art3d.Poly3DCollection():
            if hasattr(artist, "_faces"):
                return _filled(artist._faces).reshape(-1, 3)
            return _filled(artist._vec)[:3].T  # Matplotlib 3.10
        case art3d.Collection3D():  # contours
            corners = [
                _filled(places if codes is None else places[codes != Path.CLOSEPOLY])
                for places, codes in artist._3dverts_codes
            ]
            return np.concatenate([np.empty((0, 3)), *corners])
        case art3d.Patch3D():
            return _filled(artist._segment3d)
    return None


def _listed(places: Any, axes: "Axes") -> tuple[str, ...] | None:
    if not len(places):
        return None
    return (*_ranges(places, axes), _list(places, (axes.xaxis, axes.yaxis)))


def _list(places: Any, axis: Sequence["Axis"]) -> str:
    chosen = sorted({round(n * (len(places) - 1) / (POINTS - 1)) for n in range(POINTS)})
    tell = [*map(teller, axis)]
    words = (
        ", ".join(one(side) for one, side in zip(tell, place, strict=True))
        for place in places[chosen]
    )
    listed = "; ".join(f"({one})" for one in words)
    more = f" of {len(places)}" if len(chosen) < len(places) else ""
    return f"{len(chosen)}{more} points: {listed}" if len(places) > 1 else listed


def _filled(places: Any) -> Any:
    """Numbers without a mask: what is masked is not a number."""
    import numpy as np

    return np.ma.filled(np.ma.asarray(places, dtype=float), np.nan)


def _finite(places: Any) -> Any:
    import numpy as np

    found = _filled(places)
    return found[np.isfinite(found).all(axis=1)]


def _ranges(places: Any, axes: "Axes") -> tuple[str, str]:
    across, up = (
        _range((side.min(), side.max()), axis)
        for side, axis in zip(places.T, (axes.xaxis, axes.yaxis), strict=True)
    )
    return across, up


def _range(ends: Sequence[float], axis: "Axis") -> str:
    return _joined(*map(teller(axis), ends))


def _span(ends: Sequence[float]) -> str:
    return _joined(*(number(float(end)) for end in ends))


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
