"""The points that a Matplotlib figure shows, for programs: in full precision, and not too many."""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from .figure_tables import in_data, things, titled

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

COLUMNS = ("axes", "shown", "part", "x", "y", "value")
MOST = 1024  # points of one thing; of more, an even choice
Row = tuple[str, ...]


class _Points(NamedTuple):
    """Places, the part that each belongs to, its value if it has one, and what is said of all."""

    places: Any
    parts: Any
    values: Any
    said: str = ""


def rows(figure: "Figure") -> tuple[Row, ...]:
    """Return a row of `COLUMNS` for each point of what a figure's axes show.

    What is not one curve has parts, counted from 1. A value is what a colour stands for; the
    channels of a pixel stand in one cell. Where points are left out, the name of the thing says so.
    """
    return tuple(
        (title, *row)
        for title, axes in titled(figure)
        for name, artist, _ in things(axes)
        for row in _rows(name, artist, axes)
    )


def _rows(name: str, artist: "Artist", axes: "Axes") -> Iterator[Row]:
    import numpy as np

    places, parts, values, said = _points(artist, axes)
    kept = np.flatnonzero(np.isfinite(places).all(axis=1))
    if len(kept) > MOST:
        said += f", {MOST} of {len(kept)} points"
        kept = kept[np.round(np.linspace(0, len(kept) - 1, MOST)).astype(int)]
    for one in kept:
        yield name + said, str(parts[one]), *map(_exact, places[one]), values[one]


def _points(artist: Any, axes: Any) -> _Points:
    import numpy as np
    from matplotlib import collections, image, lines, patches, text

    match artist:
        case _ if axes.name == "3d":
            sides = axes.xy_dataLim, axes.zz_dataLim
            return _box(sides[0], map(_exact, sides[1].intervalx))
        case lines.Line2D():
            places = in_data(artist.get_xydata(), artist.get_transform(), axes)
            seen = np.isfinite(places).all(axis=1)
            begins = seen & ~np.append(False, seen[:-1])  # a gap ends a part
            return _Points(places, np.cumsum(begins), _values(None, len(places)))
        case collections.PathCollection():
            places = np.ma.filled(np.ma.asarray(artist.get_offsets(), dtype=float), np.nan)
            places = in_data(places, artist.get_offset_transform(), axes)
            ones = np.ones(len(places), dtype=int)
            return _Points(places, ones, _values(artist.get_array(), len(places)))
        case image.AxesImage():
            return _pixels(artist)
        case text.Annotation():
            return _Points(np.array([artist.xy], dtype=float), [1], [""])
        case patches.Patch():
            path = artist.get_path().transformed(artist.get_patch_transform())
            return _corners([path], [""], artist.get_data_transform(), axes)
        case _:
            paths = artist.get_paths()
            values = _values(artist.get_array(), len(paths))
            return _corners(paths, values, artist.get_transform(), axes)


def _pixels(picture: Any) -> _Points:
    """The centres of pixels, of many those of a coarser grid."""
    import numpy as np

    pixels = picture.get_array()
    height, width = pixels.shape[:2]
    step = ceil(sqrt(height * width / MOST))
    left, right, bottom, top = picture.get_extent()
    if picture.origin == "lower":
        bottom, top = top, bottom
    down, across = np.mgrid[step // 2 : height : step, step // 2 : width : step]
    x = left + (across + 0.5) * (right - left) / width
    y = top + (down + 0.5) * (bottom - top) / height
    chosen = pixels[down, across].reshape(down.size, -1)
    places = np.column_stack([x.ravel(), y.ravel()])
    hidden = np.ma.getmaskarray(chosen).any(axis=1) | ~np.isfinite(np.ma.getdata(chosen)).all(1)
    places[hidden] = np.nan
    values = [" ".join(map(_exact, one)) for one in np.ma.getdata(chosen)]
    said = f", each {step} across and down" if step > 1 else ""
    return _Points(places, np.ones(len(places), dtype=int), values, said)


def _corners(paths: Sequence["Path"], values: Any, transform: Any, axes: Any) -> _Points:
    """The ends of straight lines; what is curved has a box around it."""
    import numpy as np
    from matplotlib.path import Path

    curved = (Path.CURVE3, Path.CURVE4)
    if any(path.codes is not None and np.isin(path.codes, curved).any() for path in paths):
        return _box(Path.make_compound_path(*paths).get_extents(), ("", ""))
    places, parts, named, part = [], [], [], 0
    for path, value in zip(paths, values, strict=True):
        first = None
        for place, code in path.iter_segments(simplify=False, curves=False):
            if code == Path.MOVETO:
                part, first = part + 1, place
            places.append(first if code == Path.CLOSEPOLY else place)
            parts.append(part)
            named.append(value)
    found = np.array(places, dtype=float).reshape(-1, 2)
    return _Points(in_data(found, transform, axes), parts, named)


def _box(box: Any, values: Any) -> _Points:
    """Two corners, where the points themselves are not at hand."""
    return _Points(box.get_points(), [1, 1], [*values], ", corners of its box")


def _values(found: Any, count: int) -> list[str]:
    """What colours stand for, where each thing has a colour of its own."""
    if found is None or found.size != count:
        return [""] * count
    return [*map(_exact, found.ravel())]


def _exact(number: Any) -> str:
    return repr(number.item() if hasattr(number, "item") else number)
