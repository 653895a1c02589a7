"""Which colours of a Matplotlib figure belong to the theme, by what an artist is for.

Ink are spines, ticks, labels and titles, and black lines and words on paper; paper is what lies
behind them; the grid is the grid's, and the cycle that of plain lines and shapes. Fills, cells and
images are data, and so is what lies on them. A figure on a paper of the author's has no theme.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

# Ink, paper, grid, then the colour cycle. Each colour of the cycle has at least 3:1 against its
# paper (WCAG 2.2, 1.4.11) and differs from its neighbours in lightness, so that order and line
# style can be distinguished with any colour vision.
_LIGHT_CYCLE = (
    "#2660ad",
    "#d53c12",
    "#057460",
    "#8d3587",
    "#807a1c",
    "#5a6476",
    "#c40be5",
    "#114422",
    "#108aba",
    "#8b2c0d",
)
_DARK_CYCLE = (
    "#5caaf6",
    "#ff9b5f",
    "#5fd7b7",
    "#da90d6",
    "#dac346",
    "#a8b2c1",
    "#ce54d1",
    "#467a57",
    "#9acbfe",
    "#c06339",
)
THEMES: Mapping[str, tuple[str, ...]] = {
    "drawn": ("#000000", "#ffffff", "#d9dde3", *_LIGHT_CYCLE),
    "light": ("#1b2330", "#fdfdfc", "#d9dde3", *_LIGHT_CYCLE),
    "dark": ("#e4e8ee", "#14181f", "#38404d", *_DARK_CYCLE),
}
# What stands in the SVG for the colours of the theme: no data has these.
MARKS = tuple(f"#07f1{number:02x}" for number in range(len(THEMES["drawn"])))
FAINT = 3.0  # the contrast that lines and words have at least (WCAG 2.2, 1.4.11)
OPAQUE = 0.5  # of what is fainter, the paper below remains the ground


def faint(figure: "Figure", fills: bool = False) -> Iterator[str]:
    """Say which lines and words, or which fills, in colours of the author's hide on dark paper."""
    from matplotlib.colors import to_hex

    paper = THEMES["dark"][1]
    with marked(figure) as marker:
        for what, colour in marker.fills if fills else marker.strokes:
            if to_hex(colour) in _CYCLE:
                continue
            if colour[3] >= OPAQUE and (found := _contrast(to_hex(colour), paper)) < FAINT:
                yield f"{what} in {to_hex(colour)} ({found:.1f}:1)"


def _contrast(one: str, two: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(luminance, (one, two)))
    return (high + 0.05) / (low + 0.05)


_INK, _PAPER, _GRID = ([THEMES["drawn"][number]] for number in range(3))
_CYCLE = list(THEMES["drawn"][3:])


@contextmanager
def marked(figure: "Figure") -> Iterator["_Marker"]:
    """Give the colours of the theme their marks."""
    marker = _Marker()
    try:
        if is_paper(figure.patch):
            try:
                marker.mark(figure)
            except Exception:  # whatever somebody's artist is: it keeps its colours, on light paper
                marker.restore()
                marker.strokes = [("what has no place", (0.0, 0.0, 0.0, 1.0))]
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
    """

    def __init__(self) -> None:
        self.strokes: list[tuple[str, Any]] = []
        self.fills: list[tuple[str, Any]] = []
        self._kept: list[tuple[Any, str, Any]] = []
        self._cycle = _CYCLE

    def restore(self) -> None:
        while self._kept:
            artist, name, value = self._kept.pop()
            setattr(artist, name, value)

    def mark(self, figure: Any) -> None:
        from matplotlib.legend import Legend

        every = [*with_insets(figure.axes)]
        grounds = {axes: _Grounds(axes) for axes in every}
        if any(one.carries_text_on(self._cycle) for one in grounds.values()):
            self._cycle = []  # fills with words on them stay, and so does what has their colour
        every_artist = [one for axes in every for one in axes.get_children()]
        if any(
            one.get_rasterized() and _fills_of(one) & {*_CYCLE}
            for one in every_artist
            if hasattr(one, "get_facecolor") or hasattr(one, "get_color")
        ):
            self._cycle = []  # pixels have no marks
        for part in (figure, *figure.subfigs):
            if is_paper(part.patch):
                self._put(part.patch, "_facecolor", _PAPER)
            for text in part.texts:
                self._text(text, any(one.holds(text) for one in grounds.values()))
            for legend in part.legends:
                self._legend(legend, on_data=False)
        for axes in every:
            ground = grounds[axes]
            self._frame(axes)
            if axes.get_label() == "<colorbar>":
                continue
            for artist in axes.get_children():
                if isinstance(artist, Legend):
                    bare = not artist.get_frame_on()
                    self._legend(
                        artist, bare and any(one.holds(artist) for one in grounds.values())
                    )
                elif artist.get_visible():
                    self._data(artist, axes, ground)

    def _put(self, artist: Any, name: str, allowed: Sequence[str]) -> bool:
        """Mark one colour, or a list of colours, of an artist; whether it had one to be marked."""
        import numpy as np
        from matplotlib.colors import to_hex, to_rgba, to_rgba_array

        old = getattr(artist, name, None)
        if old is None or (isinstance(old, str) and old in ("auto", "none", "face")):
            return False
        marks = {
            colour: mark
            for colour, mark in zip(THEMES["drawn"], MARKS, strict=True)
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

    def _frame(self, axes: Any) -> None:
        inside = is_paper(axes.patch)
        if inside:
            self._put(axes.patch, "_facecolor", _PAPER)
        for spine in axes.spines.values():
            self._put(spine, "_edgecolor", [*_INK, *_GRID])
        for text in (axes.title, axes._left_title, axes._right_title):
            self._words(text)
        if axes.get_label() == "<colorbar>":
            self._put(axes._colorbar.dividers, "_edgecolors", _INK)
        for axis in axes._axis_map.values():
            self._words(axis.label)
            self._words(axis.offsetText)
            for tick in (*axis.majorTicks, *axis.minorTicks):
                self._words(tick.label1)
                self._words(tick.label2)
                for line in (tick.tick1line, tick.tick2line):
                    self._line(line, _INK)
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

        if not self._put(text, "_color", _INK) and text.get_visible() and text.get_text():
            self.strokes.append((f"the text “{text.get_text()}”", to_rgba(text.get_color())))

    def _text(self, text: Any, on_data: bool) -> None:
        box = text.get_bbox_patch()
        if on_data or (box is not None and not is_paper(box)):
            return
        if box is not None:
            self._put(box, "_facecolor", _PAPER)
            self._put(box, "_edgecolor", [*_INK, *_GRID])
        self._words(text)

    def _legend(self, legend: Any, on_data: bool) -> None:
        frame = legend.get_frame()
        if on_data or not is_paper(frame):
            return
        self._put(frame, "_facecolor", _PAPER)
        self._put(frame, "_edgecolor", [*_INK, *_GRID])
        for text in (*legend.get_texts(), legend.get_title()):
            self._words(text)
        for handle in legend.findobj():
            if handle is not frame and not hasattr(handle, "_text"):
                self._stroke(handle)

    def _data(self, artist: Any, axes: Any, ground: "_Grounds") -> None:
        from matplotlib import collections, lines, patches, text
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
                outside = not on_paper and not axes.bbox.contains(*_middle(artist))
                if on_paper or outside:
                    self._text(artist, ground.holds(artist))
                arrow = getattr(artist, "arrow_patch", None)
                if arrow is not None and on_paper and not ground.holds_place(_target(artist)):
                    self._stroke(arrow)
            case lines.Line2D() | patches.Patch() | collections.Collection() if on_paper:
                self._stroke(artist, ground.holds(artist))

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
            case collections.Collection() if artist.get_array() is None:
                arrows = isinstance(artist, quiver.Quiver | quiver.Barbs)
                found = self._put(artist, "_facecolors", lined if arrows else self._cycle)
                if not found and not on_data and not hasattr(artist, "do_3d_projection"):
                    self.fills += [(f"the area{named}", one) for one in artist.get_facecolor()[:99]]
                if isinstance(artist, collections.LineCollection):
                    self._put(artist, "_edgecolors", lined)
                    self._rest(artist, f"the lines{named}", on_data)
                else:
                    self._put(artist, "_edgecolors", self._cycle)

    def _line(self, line: Any, allowed: Sequence[str]) -> bool:
        names = ("_color", "_markerfacecolor", "_markeredgecolor")
        found = [self._put(line, name, allowed) for name in names]
        return any(found)

    def _rest(self, artist: Any, what: str, on_data: bool) -> None:
        from matplotlib.colors import to_hex

        for colour in artist._edgecolors if not on_data else ():
            if to_hex(colour) not in MARKS:
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


class _Grounds:
    """What in some axes is filled with data, such as images: where black and white are data."""

    def __init__(self, axes: Any) -> None:
        self.axes = axes
        self.fills = [one for one in axes.get_children() if one.get_visible() and self._fills(one)]
        self._boxes: dict[Any, Any] = {}

    def _fills(self, artist: Any) -> bool:
        from matplotlib import collections, contour, image, patches
        from matplotlib.spines import Spine

        if isinstance(artist, image._ImageBase):
            return True
        if isinstance(artist, patches.Patch):
            face: Any = artist.get_facecolor()
            white = is_paper(artist)
            own = artist is not self.axes.patch and not isinstance(artist, Spine)
            return own and not white and bool(face[3] >= OPAQUE)
        if isinstance(artist, collections.LineCollection):
            return False
        if isinstance(artist, contour.ContourSet):
            return bool(artist.filled)
        if isinstance(artist, collections.Collection):
            faces: Any = artist.get_facecolor()
            return len(faces) > 0 and bool(faces[:, 3].max() >= OPAQUE)
        return False

    def carries_text_on(self, colours: Sequence[str]) -> bool:
        """Whether words stand on a fill of one of some colours."""
        filled = [one for one in self.fills if _fills_of(one) & {*colours}]
        texts = [one for one in self.axes.texts if one.get_visible() and one.get_text().strip()]
        return any(self._covers(one, _middle(text)) for text in texts for one in filled)

    def holds(self, artist: Any) -> bool:
        """Whether most of an artist lies on such a fill."""
        from matplotlib import lines, text
        from matplotlib.legend import Legend

        if not self.fills:
            return False
        if isinstance(artist, text.Text | Legend):
            return self.holds_place(_middle(artist), artist)
        places = _places(artist)
        if isinstance(artist, lines.Line2D) and not len(places):
            return False
        on = sum(self.holds_place(place, artist) for place in places)
        return on > len(places) / 2

    def holds_place(self, place: Any, above: Any = None) -> bool:
        return any(
            one is not above
            and (above is None or one.get_zorder() <= above.get_zorder())
            and self._covers(one, place)
            for one in self.fills
        )

    def _covers(self, fill: Any, place: Any) -> bool:
        import numpy as np
        from matplotlib import collections, image, patches

        x, y = place
        if isinstance(fill, patches.Patch):
            return bool(fill.contains_point((x, y)))
        if isinstance(fill, image._ImageBase):
            if fill not in self._boxes:
                self._boxes[fill] = fill.get_window_extent()
            return bool(self._boxes[fill].contains(x, y))
        if isinstance(fill, collections.PathCollection):
            offsets: Any = np.ma.filled(np.ma.asarray(fill.get_offsets(), dtype=float), np.nan)
            apart = np.hypot(*(fill.get_offset_transform().transform(offsets) - place).T)
            radius = np.sqrt(np.max(fill.get_sizes(), initial=0)) / 2 * fill.figure.dpi / 72
            return bool((apart < radius).any())
        if fill not in self._boxes:
            self._boxes[fill] = fill.get_datalim(self.axes.transData).transformed(
                self.axes.transData
            )
        if not self._boxes[fill].contains(x, y):
            return False
        if isinstance(fill, collections.QuadMesh):
            return True
        transform = fill.get_transform()
        return any(path.contains_point((x, y), transform) for path in fill.get_paths())


def _fills_of(artist: Any) -> set[str]:
    """The plain colours that an artist is filled with, or a line drawn in."""
    from matplotlib.colors import to_hex, to_rgba_array

    if hasattr(artist, "get_array") and artist.get_array() is not None:
        return set()
    found = artist.get_facecolor() if hasattr(artist, "get_facecolor") else artist.get_color()
    return {to_hex(one) for one in to_rgba_array(found)[:99]}


def _middle(artist: Any) -> Any:
    from matplotlib.text import Text

    box = Text.get_window_extent(artist) if isinstance(artist, Text) else artist.get_window_extent()
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _target(note: Any) -> Any:
    """The place to which the arrow of a note points, in pixels."""
    return note.arrow_patch.get_transform().transform(note.arrow_patch._posA_posB[1])


def _places(artist: Any) -> Any:
    """At most 20 places of lines, in pixels."""
    import numpy as np
    from matplotlib import lines, patches

    found = np.empty((0, 2))
    if isinstance(artist, lines.Line2D):
        found = artist.get_transform().transform(np.ma.filled(artist.get_xydata(), np.nan))
    elif isinstance(artist, patches.Patch):
        found = artist.get_transform().transform(artist.get_path().vertices)
    elif paths := artist.get_paths():
        vertices = np.concatenate([np.ma.filled(path.vertices, np.nan) for path in paths])
        found = artist.get_transform().transform(vertices)
    found = found[np.isfinite(found).all(axis=1)]
    if len(found) == 2:  # a straight line across
        found = found[0] + np.linspace(0.05, 0.95, 11)[:, None] * (found[1] - found[0])
    return found[:: max(1, len(found) // 20)]


def with_insets(every: Sequence[Any]) -> list[Any]:
    """Axes with those that lie in them, such as insets and second scales."""
    found: list[Any] = []
    for axes in every:
        found += [one for one in (axes, *with_insets(axes.child_axes)) if one not in found]
    return found


def is_paper(patch: "Patch") -> bool:
    """Whether a patch shows the paper of the page; one that is not seen does."""
    from matplotlib.colors import to_hex

    face: Any = patch.get_facecolor()
    seen = patch.get_visible() and patch.get_fill() and face[3] > 0
    return not seen or to_hex(face) in (THEMES["drawn"][1], MARKS[1])
