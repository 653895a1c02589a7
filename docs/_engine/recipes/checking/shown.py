"""What a figure shows, held against what it should show: a test of a figure in one statement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from .colours import Floats, distinguishable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

Data = Sequence[ArrayLike]  # the coordinates of what is drawn, one array for each axis
Levels = tuple[ArrayLike, Callable[[Floats, Floats], ArrayLike]]
RELATIVE = 1e-6  # of the largest number that is compared
OFF_CONTOUR = 0.005  # of the axes: contours are drawn straight between the points of a grid


def shows(
    axes: "Axes",
    *,
    lines: Mapping[str, Data] | None = None,
    points: Mapping[str, Data] | None = None,
    shapes: Mapping[str, Data] | None = None,
    contours: Mapping[str, Levels] | None = None,
    styles: Mapping[str, str] | None = None,
    image: ArrayLike | None = None,
    centres: tuple[ArrayLike, ArrayLike] | None = None,
    between: tuple[float, float] | None = None,
    texts: Mapping[str, tuple[float, ...]] | None = None,
    labels: tuple[str, ...] | None = None,
    ticks: tuple[ArrayLike, ...] | None = None,
    limits: tuple[tuple[float, float], ...] | None = None,
    title: str | None = None,
    legend: Sequence[str] | None = None,
    relative: float = RELATIVE,
) -> None:
    """Fail unless some axes show what is said here, and nothing else of the kinds that are named.

    A name is the label of what is drawn. What has no label is taken in the order in which it was
    drawn, and its name is free. Lines and points that a reader must tell apart have colours that
    everybody can tell apart, in both themes; so have five grades of an image.

    Parameters
    ----------
    lines
        The coordinates of each line: x and y, and z in space. Lines of `vlines` and the like are
        among them: their coordinates have the shape (lines, 2) where they are more than one.
    points
        The coordinates of the points of each `scatter`.
    shapes
        The corners of each polygon or bar, without the first one again at the end.
    contours
        The levels of each `contour`, and the function of x and y that has them where it is drawn.
    styles
        The marker and the dashes of lines by name, such as ``"o--"``.
    image
        The numbers of the only image, shape (rows, columns) or (rows, columns, channels).
    centres
        Where the centres of its columns and of its rows lie.
    between
        The numbers that have the first and the last colour of the image.
    texts
        The place in the data of each text and annotation that stands in the axes.
    labels, ticks, limits
        The name, the places of the ticks, and both ends of each axis.
    title, legend
        What stands above the axes, and the lines of the legend.
    relative
        Numbers may differ by this share of the largest number that is expected.

    Raises
    ------
    AssertionError
        With all that differs.
    """
    close = _closeness(relative)
    found: list[str] = []
    if lines is not None:
        found += _compared("line", lines, _named(_lines(axes)), close)
    if points is not None:
        found += _compared("scatter", points, _named(_points(axes)), close)
    if shapes is not None:
        found += _compared("shape", shapes, _named(_shapes(axes)), close)
    if contours is not None:
        found += _contours(axes, contours, close)
    if styles is not None:
        found += _styles(axes, lines or {}, styles)
    if image is not None or centres is not None or between is not None:
        found += _image(axes, image, centres, between, close)
    if texts is not None:
        drawn = [(text.get_text(), _place(text)) for text in axes.texts if text.get_text()]
        found += _compared("text", texts, drawn, close)
    known = axes.get_legend()
    names = [text.get_text() for text in known.get_texts()] if known else []
    directions = _directions(axes)
    actual = [
        ("labels", labels, tuple(getattr(axes, f"get_{one}label")() for one in directions)),
        ("title", title, axes.get_title()),
        ("legend", None if legend is None else list(legend), names),
    ]
    found += [
        f"{kind}: expected {wanted!r}, drawn {drawn!r}"
        for kind, wanted, drawn in actual
        if wanted is not None and wanted != drawn
    ]
    for kind, expected in (("tick", ticks), ("lim", limits)):
        places = [getattr(axes, f"get_{one}{kind}{'s' * (kind == 'tick')}")() for one in directions]
        for one, own, drawn_places in zip(directions, expected or (), places, strict=False):
            if not close(own, drawn_places):
                found.append(f"{kind}s of {one}: expected {own}, drawn {list(drawn_places)}")
    found += _alike(axes)
    if found:
        raise AssertionError("\n".join(found))


Close = Callable[[ArrayLike, ArrayLike], bool]
Drawn = Sequence[tuple[str, Data]]


def _closeness(relative: float) -> Close:
    def close(expected: ArrayLike, drawn: ArrayLike) -> bool:
        one: Floats = np.squeeze(_numbers(expected))
        other: Floats = np.squeeze(_numbers(drawn))
        if one.shape != other.shape:
            return False
        finite = abs(one[np.isfinite(one)])
        largest = float(finite.max()) if finite.size else 0.0
        return bool(np.allclose(other, one, rtol=relative, atol=relative * largest, equal_nan=True))

    return close


def _numbers(data: Any) -> Floats:
    """Numbers; what is masked is not one."""
    return np.ma.filled(np.ma.asarray(data, float), np.nan)


def _directions(axes: "Axes") -> str:
    return "xyz" if hasattr(axes, "get_zlabel") else "xy"


def _place(text: Any) -> Data:
    """Where a text stands, or what an annotation points at."""
    return tuple(getattr(text, "xy", None) or text.get_position())


def _lines(axes: "Axes") -> Iterator[tuple[str, Data]]:
    from matplotlib.collections import LineCollection

    line: Any
    for line in axes.get_lines():
        inside = hasattr(line, "get_data_3d")
        yield str(line.get_label()), line.get_data_3d() if inside else line.get_data()
    for collection in axes.collections:
        if isinstance(collection, LineCollection):
            segments = np.array(collection.get_segments())
            yield str(collection.get_label()), tuple(np.moveaxis(segments, -1, 0))


def _points(axes: "Axes") -> Iterator[tuple[str, Data]]:
    from matplotlib.collections import PathCollection

    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            offsets: Any = getattr(collection, "_offsets3d", None)
            if offsets is None:
                offsets = _numbers(collection.get_offsets()).T
            yield str(collection.get_label()), tuple(offsets)


def _shapes(axes: "Axes") -> Iterator[tuple[str, Data]]:
    for patch in axes.patches:
        corners: Any = patch.get_patch_transform().transform(patch.get_path().vertices)
        yield str(patch.get_label()), tuple(corners[:-1].T)


def _named(drawn: Iterator[tuple[str, Data]]) -> Drawn:
    return [("" if label.startswith("_") else label, data) for label, data in drawn]


def _paired(expected: Mapping[str, Any], drawn: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """What is drawn, by the names that are expected: by label, and the rest in order."""
    labels = {label for label, _ in drawn} - {""}
    free = iter([name for name in expected if name not in labels])
    return {
        label or next(free, f"number {number + 1}, without a label"): data
        for number, (label, data) in enumerate(drawn)
    }


def _unpaired(kind: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name in [name for name in expected if name not in found]:
        yield f"{kind} “{name}” is not drawn; drawn are {', '.join(found) or 'none'}"
    for name in [name for name in found if name not in expected]:
        yield f"{kind} “{name}” is drawn and not named; say what it shows"


def _compared(kind: str, expected: Mapping[str, Data], drawn: Drawn, close: Close) -> Iterator[str]:
    found = _paired(expected, drawn)
    yield from _unpaired(kind, expected, found)
    for name, wanted in expected.items():
        data = found.get(name, wanted)
        if len(wanted) != len(data):
            yield f"{kind} “{name}”: expected {len(wanted)} coordinates, drawn {len(data)}"
        for axis, one, other in zip("xyz", wanted, data, strict=False):
            if not close(one, other):
                yield f"{kind} “{name}”, {axis}: {_difference(one, other)}"


def _contours(axes: "Axes", expected: Mapping[str, Levels], close: Close) -> Iterator[str]:
    from matplotlib.contour import ContourSet

    drawn = [("", one) for one in axes.collections if isinstance(one, ContourSet)]
    found = _paired(expected, drawn)
    yield from _unpaired("contour", expected, found)
    for name in [name for name in expected if name in found]:
        levels, function = expected[name]
        if not close(levels, found[name].levels):
            yield f"contour “{name}”, levels: {_difference(levels, found[name].levels)}"
        for level, path in zip(found[name].levels, found[name].get_paths(), strict=True):
            off = _off_contour(axes, function, level, path.vertices.T)
            if not off.size:
                yield f"contour “{name}” at {level} is outside what is drawn"
            elif not off.max() <= OFF_CONTOUR:
                x, y = path.vertices[np.argmax(off)]
                yield (
                    f"contour “{name}” at {level} is drawn through ({x:.4g}, {y:.4g}), "
                    f"where the function is {float(_numbers(function(x, y))):.4g}"
                )


def _off_contour(axes: "Axes", function: Any, level: float, place: Floats) -> Floats:
    """How far from where a function has a level some places are, as a share of the axes."""
    height = _numbers(function(*place)) - level
    steps = np.diag([1e-4 * np.ptp(axes.get_xlim()), 1e-4 * np.ptp(axes.get_ylim())])[..., None]
    slopes = [
        (_numbers(function(*(place + step))) - _numbers(function(*(place - step)))) / 2e-4
        for step in steps
    ]
    return np.nan_to_num(abs(height) / np.hypot(*slopes), nan=np.inf)


def _difference(expected: ArrayLike, drawn: ArrayLike) -> str:
    one, other = np.squeeze(_numbers(expected)), np.squeeze(_numbers(drawn))
    if one.shape != other.shape:
        return f"expected an array of the shape {one.shape}, drawn {other.shape}"
    if not one.ndim:
        return f"expected {one}, drawn {other}"
    apart = np.where(
        np.isnan(one) & np.isnan(other), 0, np.nan_to_num(abs(one - other), nan=np.inf)
    )
    place = np.unravel_index(np.argmax(apart), one.shape)
    where = ", ".join(map(str, place))
    return f"expected {one[place]} at [{where}], drawn {other[place]}"


def _styles(axes: "Axes", lines: Mapping[str, Data], styles: Mapping[str, str]) -> Iterator[str]:
    written = [
        (label, f"{line.get_marker()}{line.get_linestyle()}".replace("None", ""))
        for line in axes.get_lines()
        for label in [str(line.get_label())]
    ]
    labels = [("" if label.startswith("_") else label, style) for label, style in written]
    found = _paired(lines or styles, labels)
    for name, style in styles.items():
        if found.get(name) != style:
            yield f"line “{name}”: expected the style {style!r}, drawn {found.get(name)!r}"


def _image(
    axes: "Axes",
    expected: ArrayLike | None,
    centres: tuple[ArrayLike, ArrayLike] | None,
    between: tuple[float, float] | None,
    close: Close,
) -> Iterator[str]:
    if len(axes.images) != 1:
        yield f"expected one image, drawn are {len(axes.images)}"
        return
    (image,) = axes.images
    shown = _numbers(image.get_array())
    if expected is not None and not close(expected, shown):
        yield f"image: {_difference(expected, shown)}"
    if between is not None and not close(between, image.get_clim()):
        yield f"image: expected its colours between {between}, drawn {image.get_clim()}"
    if centres is not None:
        for axis, own, drawn in zip("xy", centres, _centres(image), strict=True):
            if not close(own, drawn):
                yield f"image, {axis}: {_difference(own, drawn)}"
    grades: Any = image.cmap(np.linspace(0, 1, 5))
    if shown.ndim == 2 and not distinguishable(grades):
        yield "image: its colours cannot be told apart by everybody; take another colour map"


def _centres(image: "AxesImage") -> tuple[Floats, Floats]:
    left, right, bottom, top = image.get_extent()
    rows, columns = _numbers(image.get_array()).shape[:2]
    if image.origin == "upper":
        bottom, top = top, bottom
    steps = (np.arange(count) + 0.5 for count in (columns, rows))
    across, up = steps
    return left + across * (right - left) / columns, bottom + up * (top - bottom) / rows


def _alike(axes: "Axes") -> Iterator[str]:
    """Whether what a legend names differs in a colour that everybody sees, or in its style."""
    from matplotlib.collections import PathCollection
    from matplotlib.colors import to_hex

    if axes.get_legend() is None:
        return
    looks: list[tuple[str, object]] = [
        (to_hex(line.get_color()), (line.get_linestyle(), line.get_marker()))
        for line in axes.get_lines()
        if not str(line.get_label()).startswith("_")
    ]
    points: Any
    for points in axes.collections:
        named = isinstance(points, PathCollection) and not str(points.get_label()).startswith("_")
        if named and len(points.get_facecolor()) == 1:
            marker = np.asarray(points.get_paths()[0].vertices)
            looks.append((to_hex(points.get_facecolor()[0]), marker.tobytes()))
    if len(set(looks)) < len(looks):
        yield "two entries of the legend look alike; give each a colour or a style of its own"
    colours = [colour for colour, _ in looks]
    if not distinguishable(colours):
        listed = ", ".join(colours)
        yield f"not everybody can tell apart the colours of the legend: {listed}"
