"""Whether a legend or a text of a figure covers the data that is drawn there.

Data is what lines and scattered points show in the coordinates of their axes. A line that marks a
place, such as that of ``axhline``, is no data, and neither are pictures, areas and contours. A text
may stand on the point that it names.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .figure_grounds import words_box
from .figure_tables import plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

SHARE = 0.05  # of a line, or of points that are drawn together, that may be covered
STEP = 3.0  # pixels from one place of a line to the next
LONGEST = 20_000  # pixels; of a longer line, such as noise, the corners will do


def covered(figure: "Figure", automatic: bool | None = None) -> Iterator[str]:
    """Say what covers which data of a figure that is laid out.

    Only legends that Matplotlib placed, where no place was free, are ``automatic``.
    """
    try:
        drawn = [one for axes in figure.axes for one in _data(axes)]
        covers = list(_covers(figure))
    except Exception:  # whatever somebody's artist is: nothing can be said of it
        return
    for cover, box, named, placed in covers:
        if automatic not in (None, placed):
            continue
        for what, places in drawn:
            hidden = box.count_contains(places[~_near(places, named)])
            if hidden > SHARE * len(places):
                yield f"{cover} covers {hidden / len(places):.0%} of {what}"


def _covers(figure: "Figure") -> Iterator[tuple[str, "Bbox", Any, bool]]:
    """What may cover data, its box in pixels, the place there that it names, and who placed it."""
    from matplotlib.legend import Legend
    from matplotlib.text import Text

    shown = [axes for axes in figure.axes if axes.get_visible()]
    children = [one for axes in shown for one in axes.get_children()]
    for legend in [*figure.legends, *(one for one in children if isinstance(one, Legend))]:
        if legend.get_visible():
            best = getattr(legend, "_loc", None) == 0
            yield "the legend", legend.get_window_extent(), None, best
    for text in [*figure.texts, *(one for one in children if isinstance(one, Text))]:
        content = text.get_text().strip()
        if content and text.get_visible() and text.get_rotation() % 90 == 0:
            yield f"the text “{plain(content)}”", words_box(text), _named(text), False


def _named(text: "Text") -> Any:
    """Where an annotation points, or where a text was put, if those are places in the data."""
    from matplotlib.text import Annotation

    if isinstance(text, Annotation):
        axes: Any = text.axes
        if axes is None or text.xycoords != "data":
            return None
        x, y = text.xy  # may be a date, or the name of a category
        return axes.transData.transform((axes.convert_xunits(x), axes.convert_yunits(y)))
    return text.get_transform().transform(text.get_unitless_position())


def _near(places: Any, named: Any) -> Any:
    import numpy as np

    if named is None:
        return np.zeros(len(places), dtype=bool)
    return np.hypot(*(places - named).T) <= STEP


def _data(axes: "Axes") -> Iterator[tuple[str, Any]]:
    """What lines and points of some axes are called, and where they are seen, in pixels."""
    if axes.name != "rectilinear" or not axes.get_visible():
        return
    for artist in axes.get_children():
        found = _places(artist, axes) if artist.get_visible() else None
        if found is not None:
            kind, places = found
            places = places[_inside(places, axes)]
            label = str(artist.get_label())
            if len(places):
                yield kind if label.startswith("_") else f"{kind} “{plain(label)}”", places


def _places(artist: "Artist", axes: "Axes") -> tuple[str, Any] | None:
    import numpy as np
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D

    pixels = axes.transData.transform
    if isinstance(artist, Line2D) and artist.get_transform() == axes.transData:
        places = pixels(np.ma.filled(artist.get_xydata(), np.nan))
        if artist.get_linestyle() == "None":
            return "the points", places
        return "the line", _followed(places)
    if isinstance(artist, PathCollection) and artist.get_offset_transform() == axes.transData:
        return "the points", pixels(np.ma.filled(artist.get_offsets(), np.nan))
    return None


def _followed(corners: Any) -> Any:
    """The places of a line, from corner to corner in small steps, but not across a gap."""
    import numpy as np

    (there,) = np.isfinite(corners).all(axis=1).nonzero()
    corners = corners[there]
    lengths = np.hypot(*np.diff(corners, axis=0).T) * (np.diff(there) == 1)
    gone = np.append(0, np.cumsum(lengths))
    if not STEP < gone[-1] < LONGEST:
        return corners
    at = np.arange(0, gone[-1], STEP)
    return np.column_stack([np.interp(at, gone, side) for side in corners.T])


def _inside(places: Any, axes: "Axes") -> Any:
    (left, bottom), (right, top) = axes.bbox.min, axes.bbox.max
    x, y = places.T
    return (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
