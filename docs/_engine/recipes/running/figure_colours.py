"""Which colours of a Matplotlib figure belong to the theme, by what an artist is for.

Ink are spines, ticks, labels and titles, and black lines and words on paper; paper is what lies
behind them; the grid is the grid's, and the cycle that of plain lines and shapes. Fills, cells and
images are data, and so is what lies on them. A figure on a paper of the author's has no theme.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .figure_grounds import OPAQUE, Grounds, fills_of, middle
from .figure_themes import FAINT, MARKS, THEMES, blend, contrast_of, is_paper

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMOOTH = 0.05  # of an image may be translucent, as smooth edges are


def faint(found: Sequence[tuple[str, Any]]) -> list[str]:
    """Say which of some things, in a colour of the author's each, are hidden by dark paper."""
    from matplotlib.colors import to_hex

    paper = THEMES["dark"][1]
    said = [
        f"{what} in {to_hex(colour)} ({contrast:.1f}:1)"
        for what, colour in found
        if to_hex(colour) not in _CYCLE and colour[3] >= OPAQUE
        if (contrast := contrast_of(to_hex(colour), paper)) < FAINT
    ]
    return [*dict.fromkeys(said)]


_INK, _PAPER, _GRID = ([THEMES["drawn"][number]] for number in range(3))
_CYCLE = list(THEMES["drawn"][3:])
_BLACK = (0.0, 0.0, 0.0, 1.0)


@contextmanager
def marked(figure: "Figure", colours: Sequence[str] = MARKS) -> Iterator["_Marker"]:
    """Give the colours of the theme their marks, or those of another theme."""
    marker = _Marker(colours)
    try:
        if is_paper(figure.patch):
            try:
                marker.mark(figure)
            except Exception:  # whatever somebody's artist is: it keeps its colours, on light paper
                marker.restore()
                marker.strokes = [("what has no place", _BLACK)]
        yield marker
    finally:
        marker.restore()


class _Marker:
    """Exchanges colours of artists for marks until they are restored.

    Attributes
    ----------
    strokes, fills
        Lines and words, and shapes, that keep a colour of the author's on paper: what they are,
        and their colour.
    mixed
        Data through which the paper is seen, so that dark paper would change its colours.
    """

    def __init__(self, colours: Sequence[str] = MARKS) -> None:
        self._colours = colours
        self.strokes: list[tuple[str, Any]] = []
        self.fills: list[tuple[str, Any]] = []
        self.mixed: list[str] = []
        self._kept: list[tuple[Any, str, Any]] = []
        self._cycle = _CYCLE
        self._kept_ink: set[str] = set()  # labels of what stays black or white on data

    def restore(self) -> None:
        while self._kept:
            artist, name, value = self._kept.pop()
            setattr(artist, name, value)

    def mark(self, figure: Any) -> None:
        from matplotlib.legend import Legend

        parts = [*on_page(figure)]
        every = [axes for axes in with_insets(figure.axes) if axes.figure in parts]
        grounds = {axes: Grounds(axes) for axes in every}
        if any(one.carries_text_on(self._cycle) for one in grounds.values()):
            self._cycle = []  # fills with words on them stay, and so does what has their colour
        every_artist = [one for axes in every for one in axes.get_children()]
        if any(
            one.get_rasterized() and fills_of(one) & {*_CYCLE}
            for one in every_artist
            if hasattr(one, "get_facecolor") or hasattr(one, "get_color")
        ):
            self._cycle = []  # pixels have no marks
        legends = []
        for axes in every:
            self._frame(axes, grounds[axes])
            if axes.get_label() == "<colorbar>":
                continue
            for artist in axes.get_children():
                if isinstance(artist, Legend):
                    legends.append(artist)
                elif artist.get_visible():
                    self._data(artist, axes, grounds[axes])
        for part in parts:
            self._put(part.patch, "_facecolor", _PAPER)
            for text in part.texts:
                self._text(text, _first(one.below(text) for one in grounds.values()))
            for artist in (*part.artists, *part.lines, *part.patches):
                self._loose(artist, any(one.holds(artist) for one in grounds.values()))
            for picture in part.images:
                self._mix(picture)
            for legend in part.legends:
                self._legend(legend, on_data=False)
        for legend in legends:
            bare = not legend.get_frame_on()
            self._legend(legend, bare and any(one.holds(legend) for one in grounds.values()))

    def _put(self, artist: Any, name: str, allowed: Sequence[str]) -> bool:
        """Mark one colour, or a list of colours, of an artist; whether it had one to be marked."""
        import numpy as np
        from matplotlib.colors import to_hex, to_rgba, to_rgba_array

        old = getattr(artist, name, None)
        if old is None or (isinstance(old, str) and old in ("auto", "none", "face", "edge")):
            return False
        marks = {
            colour: mark
            for colour, mark in zip(THEMES["drawn"], self._colours, strict=True)
            if colour in allowed
        }
        if isinstance(old, np.ndarray) and old.ndim == 2:
            new: Any = old.copy()
            for number, colour in enumerate(to_rgba_array(old)):
                if (mark := marks.get(to_hex(colour))) is not None:
                    new[number] = to_rgba(mark, colour[3])
            found = not np.array_equal(new, old)
        else:
            mark = marks.get(to_hex(old))
            found = mark is not None
            new = to_rgba(mark, to_rgba(old)[3]) if mark is not None else old
        if found:
            self._kept.append((artist, name, old))
            setattr(artist, name, new)
        return found

    def _frame(self, axes: Any, ground: "Grounds") -> None:
        inside = is_paper(axes.patch)
        ink = [*_INK, *self._cycle]
        if inside:
            self._put(axes.patch, "_facecolor", _PAPER)
        for spine in axes.spines.values():
            self._put(spine, "_edgecolor", [*ink, *_GRID])
        for text in (axes.title, axes._left_title, axes._right_title):
            self._words(text)
        if axes.get_label() == "<colorbar>":
            self._put(axes._colorbar.dividers, "_edgecolors", _INK)
        for axis in axes._axis_map.values():
            self._words(axis.label)
            self._words(axis.offsetText)
            for tick in (*axis.majorTicks, *axis.minorTicks):
                for label in (tick.label1, tick.label2):
                    if not ground.lies_below(label):
                        self._words(label)
                for line in (tick.tick1line, tick.tick2line):
                    self._line(line, ink)
                if inside:
                    self._line(tick.gridline, [*_INK, *_GRID])
            if axes.name == "3d":
                self._line(axis.line, _INK)
                for name in ("_facecolor", "_edgecolor"):
                    self._put(axis.pane, name, [*_PAPER, *_GRID])
                lines = _Grid(axis._axinfo["grid"]["color"])
                if self._put(lines, "color", _GRID):
                    self._kept.append((axis, "_axinfo", axis._axinfo))
                    grid = {**axis._axinfo["grid"], "color": lines.color}
                    axis._axinfo = {**axis._axinfo, "grid": grid}

    def _words(self, text: Any) -> None:
        from matplotlib.colors import to_rgba

        allowed = [*_INK, *self._cycle]
        if not self._put(text, "_color", allowed) and text.get_visible() and text.get_text():
            self.strokes.append((f"the text “{text.get_text()}”", to_rgba(text.get_color())))

    def _text(self, text: Any, below: Any) -> None:
        """Words on a fill, or in a box of a colour, stay as drawn: if dark paper lets them."""
        from matplotlib import patches
        from matplotlib.colors import to_hex

        box = text.get_bbox_patch()
        ground = box if box is not None and not is_paper(box) else below
        if isinstance(ground, patches.Patch):
            face: Any = ground.get_facecolor()
            shown = blend(face, THEMES["dark"][1])
            if face[3] < 1 and contrast_of(to_hex(text.get_color()), shown) < FAINT:
                self.mixed.append(f"the ground of the text “{text.get_text()}”")
        if ground is not None:
            return
        if box is not None:
            self._put(box, "_facecolor", _PAPER)
            self._put(box, "_edgecolor", [*_INK, *_GRID])
        self._words(text)

    def _legend(self, legend: Any, on_data: bool) -> None:
        frame = legend.get_frame()
        if on_data or not is_paper(frame):
            return
        # A sample of what stays black on data is black too, and so needs the light paper.
        as_drawn = any(text.get_text() in self._kept_ink for text in legend.get_texts())
        if not as_drawn:
            self._put(frame, "_facecolor", _PAPER)
            self._put(frame, "_edgecolor", [*_INK, *_GRID])
            for text in (*legend.get_texts(), legend.get_title()):
                self._words(text)
        said = len(self.strokes), len(self.fills)
        for handle in legend.findobj():
            if handle is not frame and not hasattr(handle, "_text"):
                self._stroke(handle, as_drawn)
        del self.strokes[said[0] :], self.fills[said[1] :]  # it is said of what they stand for

    def _data(self, artist: Any, axes: Any, ground: "Grounds") -> None:
        from matplotlib import collections, lines, offsetbox, patches, quiver, text
        from matplotlib.spines import Spine

        if (
            artist is axes.patch
            or isinstance(artist, Spine)
            or artist in (axes.title, axes._left_title, axes._right_title)
        ):
            return
        on_paper = is_paper(axes.patch)
        if artist.get_rasterized():
            return
        match artist:
            case text.Text():
                outside = not on_paper and not axes.bbox.contains(*middle(artist))
                if on_paper or outside:
                    self._text(artist, ground.below(artist))
                arrow = getattr(artist, "arrow_patch", None)
                if arrow is not None and on_paper:
                    self._stroke(arrow, ground.holds(arrow))
            case quiver.QuiverKey() if on_paper and ground.below(artist.text) is None:
                self._words(artist.text)
                self._put(vars(artist)["vector"], "_facecolors", [*_INK, *self._cycle])
            case offsetbox.OffsetBox() | offsetbox.AnnotationBbox() if on_paper:
                self._loose(artist, ground.holds(artist))
            case lines.Line2D() | patches.Patch() | collections.Collection() if on_paper:
                on_data = ground.holds(artist)
                self._stroke(artist, on_data)
                if on_data and _strokes_of(artist) & {*_INK, *_PAPER}:
                    self._kept_ink.add(str(artist.get_label()))
        if on_paper:
            self._mix(artist)

    def _mix(self, artist: Any) -> None:
        if _lets_through(artist):
            self.mixed.append(f"the {type(artist).__name__}")

    def _loose(self, artist: Any, on_data: bool) -> None:
        """What stands in no coordinates of data, such as an arrow between axes, or a box."""
        from matplotlib import collections, lines, offsetbox, patches, text

        match artist:
            case offsetbox.AnnotationBbox():
                if artist.arrow_patch is not None:
                    self._stroke(artist.arrow_patch, on_data)
            case offsetbox.AnchoredOffsetbox() if not artist.patch.get_visible() and not on_data:
                for word in artist.findobj(text.Text):
                    self._words(word)
                for inner in artist.findobj(lambda one: isinstance(one, lines.Line2D)):
                    self._stroke(inner)
            case lines.Line2D() | patches.Patch() | collections.Collection():
                self._stroke(artist, on_data)

    def _stroke(self, artist: Any, on_data: bool = False) -> None:
        """Lines follow the ink where they lie on paper; fills have at most colours of the cycle."""
        from matplotlib import collections, contour, lines, patches, quiver

        label = str(artist.get_label())
        named = "" if label.startswith("_") or not label else f" “{label}”"
        lined = self._cycle if on_data else [*_INK, *_PAPER, *self._cycle]
        match artist:
            case lines.Line2D():
                if not self._line(artist, lined) and not on_data and _has_line(artist):
                    self._leave(f"the line{named}", artist.get_color())
            case patches.Patch():
                face: Any = artist.get_facecolor()
                open_ = not artist.get_fill() or not face[3]
                strokes = open_ or isinstance(artist, patches.FancyArrowPatch)
                allowed = lined if strokes else self._cycle
                if not self._put(artist, "_facecolor", allowed) and not open_ and not on_data:
                    self.fills.append((f"the shape{named}", face))
                if not strokes:
                    self._put(artist, "_edgecolor", self._cycle)
                    return
                self._put(artist, "_hatch_color", lined)
                if (
                    not self._put(artist, "_edgecolor", lined)
                    and not on_data
                    and artist.get_linewidth()
                ):
                    self._leave(f"the shape{named}", artist.get_edgecolor())
            case contour.ContourSet() if not artist.filled and artist.colors is not None:
                # Their colours are those of a map, which would be asked again at each drawing.
                self._kept.append((artist, "update_scalarmappable", artist.update_scalarmappable))
                vars(artist)["update_scalarmappable"] = lambda: None
                self._put(artist, "_edgecolors", lined)
                self._rest(artist, "the contours", on_data)
            case contour.ContourSet() if artist.filled and any(artist.hatches):
                levels: Any = artist.get_facecolor()
                if not levels[:, 3].any():
                    self._leave("the hatches", _BLACK)  # Matplotlib makes them as it draws
            case collections.Collection() if artist.get_array() is None:
                faces: Any = artist.get_facecolor()
                open_ = not len(faces) or not faces[:, 3].any()
                strokes = open_ or isinstance(artist, quiver.Quiver | quiver.Barbs)
                found = self._put(artist, "_facecolors", lined if strokes else self._cycle)
                if not found and not on_data and not hasattr(artist, "do_3d_projection"):
                    self.fills += [(f"the area{named}", one) for one in faces[:99]]
                self._put(artist, "_edgecolors", lined if strokes else self._cycle)
                if strokes:
                    self._put(artist, "_hatchcolors", lined)
                    self._rest(artist, f"the lines{named}", on_data)

    def _line(self, line: Any, allowed: Sequence[str]) -> bool:
        names = ("_color", "_markerfacecolor", "_markeredgecolor")
        found = [self._put(line, name, allowed) for name in names]
        return any(found)

    def _rest(self, artist: Any, what: str, on_data: bool) -> None:
        from matplotlib.colors import to_hex

        for colour in artist.get_edgecolor()[:99] if not on_data else ():
            if to_hex(colour) not in self._colours:
                self._leave(what, colour)

    def _leave(self, what: str, colour: Any) -> None:
        from matplotlib.colors import to_rgba

        self.strokes.append((what, to_rgba(colour)))


@dataclass
class _Grid:
    """The colour of the grid in space, which is drawn anew from what its axis knows."""

    color: Any


def _has_line(line: Any) -> bool:
    return bool(len(line.get_xydata())) and (
        line.get_linestyle() != "None" or line.get_marker() not in ("None", "", None)
    )


def _strokes_of(artist: Any) -> set[str]:
    """The plain colours that a line, or the lines of a collection, are drawn in."""
    from matplotlib.colors import to_hex, to_rgba_array

    if getattr(artist, "get_array", lambda: None)() is not None:
        return set()
    found = artist.get_color() if hasattr(artist, "get_color") else artist.get_edgecolor()
    return {to_hex(one) for one in to_rgba_array(found)[:99]}


def _lets_through(artist: Any) -> bool:
    """Whether the paper is seen through an image, cells or filled contours."""
    import numpy as np
    from matplotlib import collections, contour, image

    match artist:
        case image._ImageBase() | collections.QuadMesh():
            array: Any = artist.get_array()
            channels = np.ma.getdata(array)[..., 3] if np.shape(array)[2:] == (4,) else None
            opacity: Any = artist.get_alpha() if artist.get_alpha() is not None else channels
            if opacity is None:
                opacity = artist.get_cmap()(np.linspace(0, 1, 9))[:, 3]
            opacity = opacity / 255 if np.asarray(opacity).dtype == np.uint8 else opacity
        case contour.ContourSet() if artist.filled:
            faces: Any = artist.get_facecolor()
            opacity = faces[:, 3]
        case _:
            return False
    opacity = np.asarray(opacity)
    return bool(np.mean((opacity > 0.02) & (opacity < 0.98)) > SMOOTH)


def _first(found: Iterator[Any]) -> Any:
    return next((one for one in found if one is not None), None)


def on_page(figure: Any) -> Iterator[Any]:
    """Yield a figure and those in it that have no paper of their own."""
    yield figure
    for part in figure.subfigs:
        if is_paper(part.patch):
            yield from on_page(part)


def with_insets(every: Sequence[Any]) -> list[Any]:
    """Axes with those that lie in them, such as insets and second scales."""
    found: list[Any] = []
    for axes in every:
        found += [one for one in (axes, *with_insets(axes.child_axes)) if one not in found]
    return found
