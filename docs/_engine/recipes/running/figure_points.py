"""The points that a Matplotlib figure shows, for programs: in full precision, and not too many."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from .figure_tables import (
    Listing,
    coloured,
    in_data,
    in_space,
    is_curved,
    is_listed,
    places_of,
    stands_at_places,
    teller,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.path import Path

COLUMNS = ("axes", "shown", "part", "x", "y", "value")
ALL = 65_536  # points of one figure; each of many things has fewer
FEWEST = 16
MOST = 1024  # points of one thing; of more, an even choice
Row = tuple[str, ...]


class _Points(NamedTuple):
    """Places, the part that each belongs to, its value if it has one, and what is said of all."""

    places: Any
    parts: Any
    values: Any
    said: str = ""


def rows(listed: Listing) -> tuple[Row, ...]:
    """Return a row of `COLUMNS` for each point of what a figure's axes show.

    What is not one curve has parts, counted from 1. A value is what a colour stands for, or the
    height in space; the channels of a pixel stand in one cell. Where points are left out, the name
    of the thing says so. What has no place in the data, in terms that are known, has no row.
    """
    most = min(MOST, max(FEWEST, ALL // max(1, sum(len(things) for *_, things in listed))))
    return tuple(
        (title, *row)
        for title, axes, things in listed
        for one in things
        for row in _rows(one.name, one.artist, axes, most)
    )


def _rows(name: str, artist: "Artist", axes: "Axes", most: int) -> list[Row]:
    import numpy as np

    try:
        places, parts, values, said = _points(artist, axes)
        kept = np.flatnonzero(np.isfinite(places).all(axis=1))
        if len(kept) > most:
            said += f", {most} of {len(kept)} points"
            kept = kept[np.round(np.linspace(0, len(kept) - 1, most)).astype(int)]
        across, up = (
            [*map(teller(axis, exact=True), side)]
            for side, axis in zip(np.asarray(places)[kept].T, (axes.xaxis, axes.yaxis), strict=True)
        )
        found = [
            (str(parts[one]), x, y, values[one]) for one, x, y in zip(kept, across, up, strict=True)
        ]
    except Exception:  # whatever somebody's artist is: the picture itself is right
        return []
    return [(name + said, *row) for row in found if row[1] and row[2]]


def _points(artist: Any, axes: Any) -> _Points:
    import numpy as np
    from matplotlib import collections, contour, image, lines, patches, text

    if axes.name == "3d":
        return _solid(artist)
    match artist:
        case text.Annotation():
            placed = artist.xycoords in ("data", axes.transData)
            x, y = (
                (axes.convert_xunits(artist.xy[0]), axes.convert_yunits(artist.xy[1]))
                if placed
                else (np.nan,) * 2
            )
            return _Points(np.array([[x, y]], dtype=float), [1], [""])
        case image.AxesImage():
            return _pixels(artist, axes)
        case collections.QuadMesh() | collections.PolyQuadMesh():
            return _cells(artist, axes)
    places = places_of(artist, axes)
    if places is None:
        return _NONE
    ones = np.ones(len(places), dtype=int)
    match artist:
        case lines.Line2D():
            seen = np.isfinite(places).all(axis=1)
            begins = seen & ~np.append(False, seen[:-1])  # a gap ends a part
            return _Points(places, np.cumsum(begins), _values(None, len(places)))
        case collections.Collection() if stands_at_places(artist):
            values = coloured(artist)
            if np.size(values) == len(places):
                places = np.where(np.ma.getmaskarray(values).reshape(-1, 1), np.nan, places)
            return _Points(places, ones, _values(values, len(places)))
        case patches.Patch():
            path = artist.get_path().transformed(artist.get_patch_transform())
            return _corners([path], [""], artist.get_data_transform(), axes)
        case contour.ContourSet() if artist.filled:
            paths = artist.get_paths()
            pairs = list(pairwise(map(_exact, artist.levels)))
            values = [f"{low} to {high}" for low, high in pairs]
            values = values if len(paths) == len(values) else [""] * len(paths)
            return _corners(paths, values, artist.get_transform(), axes)
        case _:
            paths = artist.get_paths()
            values = _values(coloured(artist), len(paths))
            return _corners(paths, values, artist.get_transform(), axes)


_NONE = _Points([[float("nan")] * 2], [1], [""])


def _solid(artist: Any) -> _Points:
    import numpy as np

    places = in_space(artist)
    if places is None:
        return _NONE
    places = places[np.isfinite(places).all(axis=1)]
    if is_listed(artist):
        ones = np.ones(len(places), dtype=int)
        heights = [*map(_exact, places[:, 2])]
        return _Points(places[:, :2], ones, heights, ", the value is the height")
    ends = np.array([places.min(axis=0), places.max(axis=0)])
    return _Points(ends[:, :2], [1, 1], [*map(_exact, ends[:, 2])], ", corners of its box")


def _cells(mesh: Any, axes: Any) -> _Points:
    """The centres of cells; of colours that flow from corner to corner, the corners."""
    import numpy as np

    corners: Any = np.ma.filled(np.ma.asarray(mesh.get_coordinates(), dtype=float), np.nan)
    array = coloured(mesh)
    if array is not None and array.ndim < 2:
        array = array.reshape(corners.shape[0] - 1, corners.shape[1] - 1)
    if array is not None and array.shape[:2] == corners.shape[:2]:
        centres = corners
    else:
        centres = (corners[:-1, :-1] + corners[1:, :-1] + corners[:-1, 1:] + corners[1:, 1:]) / 4
    height, width = centres.shape[:2]
    step = max(1, ceil(sqrt(height * width / MOST)))
    chosen = np.s_[step // 2 :: step, step // 2 :: step]
    places = in_data(centres[chosen].reshape(-1, 2), mesh.get_transform(), axes)
    if places is None:
        return _NONE
    said = f", each {step} across and down" if step > 1 else ""
    ones = np.ones(len(places), dtype=int)
    if array is None:
        return _Points(places, ones, [""] * len(places), said)
    values = array[chosen].reshape(len(places), -1)
    places[np.ma.getmaskarray(values).any(axis=1)] = np.nan
    return _Points(
        places, ones, [" ".join(map(_exact, one)) for one in np.ma.getdata(values)], said
    )


def _pixels(picture: Any, axes: Any) -> _Points:
    """The centres of pixels, of many those of a coarser grid."""
    import numpy as np
    from matplotlib.image import AxesImage

    if type(picture) is not AxesImage or picture.get_transform() != axes.transData:
        return _NONE  # its pixels have other sizes, or stand elsewhere
    pixels: Any = coloured(picture)
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

    if any(map(is_curved, paths)):
        box = Path.make_compound_path(*paths).get_extents().get_points()
        box = in_data(box, transform, axes)
        return _Points(box, [1, 1], ["", ""], ", corners of its box")
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


def _values(found: Any, count: int) -> list[str]:
    """What colours stand for, where each thing has a colour of its own."""
    import numpy as np

    if found is None or found.size != count:
        return [""] * count
    return ["" if one is np.ma.masked else _exact(one) for one in found.ravel()]


def _exact(number: Any) -> str:
    return repr(number.item() if hasattr(number, "item") else number)
