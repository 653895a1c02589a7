"""What in some axes of a Matplotlib figure is filled, so that black and white there are data."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from .figure_themes import is_paper

OPAQUE = 0.5  # of what is fainter, the paper below remains the ground


class Grounds:
    """What in some axes is filled with data, such as images: where black and white are data."""

    def __init__(self, axes: Any) -> None:
        self.axes = axes
        found = [one for one in axes.get_children() if one.get_visible() and self._fills(one)]
        self.fills = sorted(found, key=lambda one: one.get_zorder())[::-1]  # the topmost first
        self._boxes: dict[Any, Any] = {}

    def _fills(self, artist: Any) -> bool:
        from matplotlib import collections, image, patches
        from matplotlib.spines import Spine

        if isinstance(artist, image._ImageBase):
            return True
        if isinstance(artist, patches.Patch):
            face: Any = artist.get_facecolor()
            white = is_paper(artist)
            own = artist is not self.axes.patch and not isinstance(artist, Spine)
            return own and not white and bool(face[3] >= OPAQUE)
        if isinstance(artist, collections.Collection):
            faces: Any = artist.get_facecolor()
            return len(faces) > 0 and bool(faces[:, 3].max() >= OPAQUE)
        return False

    def carries_text_on(self, colours: Sequence[str]) -> bool:
        """Whether words stand on a fill of one of some colours."""
        filled = [one for one in self.fills if fills_of(one) & {*colours}]
        texts = [one for one in self.axes.texts if one.get_visible() and one.get_text().strip()]
        return any(self._covers(one, middle(text)) for text in texts for one in filled)

    def holds(self, artist: Any) -> bool:
        """Whether most of an artist lies on such a fill."""
        from matplotlib import collections, lines, patches

        if not self.fills:
            return False
        if not isinstance(artist, lines.Line2D | patches.Patch | collections.Collection):
            return self.below(artist) is not None
        places = _places(artist)
        on = sum(self._top(place, artist) is not None for place in places)
        return on > len(places) / 2

    def below(self, artist: Any) -> Any:
        """The fill on which the middle of words, or of a box, lies, if it does."""
        return self._top(middle(artist), artist) if self.fills else None

    def _top(self, place: Any, above: Any) -> Any:
        import numpy as np

        near = (self._extents[:, :2] <= place) & (place <= self._extents[:, 2:])
        found = (self.fills[number] for number in np.flatnonzero(near.all(axis=1)))
        below = (
            one for one in found if one is not above and one.get_zorder() <= above.get_zorder()
        )
        return next((one for one in below if self._covers(one, place)), None)

    @cached_property
    def _extents(self) -> Any:
        """What a fill does not reach beyond: of many arrows or bars few are near a place."""
        import numpy as np
        from matplotlib import patches

        boxes = [
            one.get_path().get_extents(one.get_transform())
            if isinstance(one, patches.Patch)
            else one.figure.bbox
            for one in self.fills
        ]
        return np.array([box.extents for box in boxes]).reshape(-1, 4)

    def lies_below(self, label: Any) -> bool:
        """Whether a label of a tick stands inside of the axes, on their own paper or on cells."""
        from matplotlib import collections, contour, image

        filled = self.axes.patch
        cells = image._ImageBase, contour.ContourSet, collections.QuadMesh
        grounds = [one for one in self.fills if isinstance(one, cells)]
        own = not is_paper(filled)
        if not (own or grounds) or not label.get_visible() or not label.get_text():
            return False
        place = middle(label)
        if not filled.contains_point(place):
            return False
        return own or any(self._covers(one, place) for one in grounds)

    def _covers(self, fill: Any, place: Any) -> bool:
        import numpy as np
        from matplotlib import collections, image, patches
        from matplotlib.transforms import Bbox

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
        if isinstance(fill, collections.QuadMesh):
            if fill not in self._boxes:  # as its cells are counted, since axes may be round
                corners: Any = np.ma.masked_invalid(fill.get_coordinates()).reshape(-1, 2)
                self._boxes[fill] = Bbox([corners.min(axis=0), corners.max(axis=0)])
            return bool(
                self._boxes[fill].contains(*fill.get_transform().inverted().transform(place))
            )
        if fill not in self._boxes:
            self._boxes[fill] = fill.get_datalim(self.axes.transData).transformed(
                self.axes.transData
            )
        if not self._boxes[fill].contains(x, y):
            return False
        transform = fill.get_transform()
        return any(path.contains_point((x, y), transform) for path in fill.get_paths())


def fills_of(artist: Any) -> set[str]:
    """The plain colours that an artist is filled with, or a line drawn in."""
    from matplotlib.colors import to_hex, to_rgba_array

    if hasattr(artist, "get_array") and artist.get_array() is not None:
        return set()
    found = artist.get_facecolor() if hasattr(artist, "get_facecolor") else artist.get_color()
    return {to_hex(one) for one in to_rgba_array(found)[:99]}


def words_box(text: Any) -> Any:
    """The box of words, without the arrow of a note, in pixels."""
    from matplotlib.text import Annotation, Text

    if isinstance(text, Annotation):  # its place is that of the last drawing, of another size
        figure: Any = text.get_figure(root=True)
        text.update_positions(figure._get_renderer())
    return Text.get_window_extent(text)


def middle(artist: Any) -> Any:
    """Return where the middle of an artist is, in pixels."""
    from matplotlib.text import Text

    box = words_box(artist) if isinstance(artist, Text) else artist.get_window_extent()
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


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
