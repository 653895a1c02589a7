"""A Matplotlib figure as pictures: one SVG that becomes a light and a dark one, and a PNG.

A figure is drawn once as SVG. What belongs to its frame (spines, ticks, labels, titles, legend,
grid, paper), strokes and words in black on paper, and the colours of the cycle are drawn in marks,
which each theme replaces by its own colours. All else is data, or the author's choice, and stays:
fills, cells, images, and what lies on them; a figure on a paper of its own is left as it is. The
same figure gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from .figure_colours import faint, marked, on_page, with_insets
from .figure_themes import FAINT, MARKS, is_paper
from .figure_themes import THEMES as THEMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.transforms import Bbox
    from PIL import Image

_MARK = re.compile(r"#07f1[0-9a-f]{2}\b")
_PICTURE = re.compile(r"<svg [^>]*>")
_NOTES = re.compile(r"<dc:description>(.*?)</dc:description>", re.S)
FARTHEST = 2.0  # times the size of the figure that a picture of it may have
LARGEST = 600_000  # bytes of SVG; what is larger loads slowly and says no more
PIXELS_PER_INCH = 144
COARSE = 96  # pixels per inch of a PNG
SMALL = (192, 128)  # pixels that a thumbnail has at most
MARGIN = 0.06  # inches round what is drawn


def use_style() -> None:
    """Draw in this process as on the site; nothing of the machine's own settings remains."""
    import matplotlib as mpl

    mpl.rcParams.update({k: v for k, v in mpl.rcParamsDefault.items() if k != "backend"})
    mpl.rcParams.update(style())


def style() -> dict[Any, Any]:
    """The rcParams of every figure."""
    ink, paper, grid, *cycle = THEMES["drawn"]
    from cycler import cycler

    return {
        "figure.figsize": (5.6, 3.6),
        "figure.facecolor": paper,
        "axes.facecolor": paper,
        "axes.edgecolor": ink,
        "axes.prop_cycle": cycler(color=cycle),
        "axes.grid": False,
        "axes.axisbelow": True,
        "axes3d.xaxis.panecolor": (grid, 0.2),
        "axes3d.yaxis.panecolor": (grid, 0.3),
        "axes3d.zaxis.panecolor": (grid, 0.4),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 11,
        "axes.labelsize": 11,
        "grid.color": grid,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "legend.frameon": True,
        "legend.framealpha": 0.9,
        "legend.edgecolor": grid,
        "legend.fontsize": 10,
        "lines.linewidth": 1.8,
        "font.size": 10.5,
        "image.interpolation": "none",
        "svg.fonttype": "path",
        "svg.hashsalt": "scipy-by-example",
    }


class Settled(NamedTuple):
    """A figure that is laid out.

    Attributes
    ----------
    box
        What its pictures show of it, in inches.
    pixels
        This box, drawn.
    is_cut
        Whether something stands too far outside of the figure to be shown.
    """

    box: "Bbox"
    pixels: "Image.Image"
    is_cut: bool


def settle(figure: "Figure") -> Settled:
    """Lay a figure out once, for all its pictures, by drawing it."""
    import matplotlib as mpl

    with _resolution(figure, COARSE):
        canvas = _canvas(figure)
        canvas.draw()
        # Without an engine there is no second pass when the figure is saved.
        with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
            figure.set_layout_engine(None)
        box = _tight(figure, canvas.get_renderer()).padded(MARGIN)
        near = _is_near(figure, box)
        box = _with_all_drawn(box, figure, canvas) if near else figure.bbox_inches
        pixels = _cut(figure, canvas, box)
    return Settled(box, pixels or _saved(figure, box), is_cut=not near)


@contextmanager
def _resolution(figure: "Figure", dots_per_inch: float) -> Iterator[None]:
    before = figure.dpi
    figure.dpi = dots_per_inch
    try:
        yield
    finally:
        figure.dpi = before


def _canvas(figure: "Figure") -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    own = figure.canvas
    return own if isinstance(own, FigureCanvasAgg) else FigureCanvasAgg(figure)


def _tight(figure: "Figure", renderer: Any) -> "Bbox":
    """Matplotlib's tight box with the labels of keys of arrows, which it leaves out."""
    from matplotlib.quiver import QuiverKey
    from matplotlib.transforms import Bbox

    artists = [one for axes in figure.axes if axes.get_visible() for one in axes.artists]
    texts = [one.text for one in artists if isinstance(one, QuiverKey) and one.get_visible()]
    to_inches = figure.dpi_scale_trans.inverted()
    boxes = [one.get_window_extent(renderer) for one in texts if one.get_text()]
    tight = figure.get_tightbbox(renderer)
    return Bbox.union([tight, *(one.transformed(to_inches) for one in boxes)])


def _with_all_drawn(box: "Bbox", figure: "Figure", canvas: Any) -> "Bbox":
    """A box that also holds what was drawn by artists that do not tell how far they reach."""
    import numpy as np
    from matplotlib.transforms import Bbox

    inked = _packed(canvas) != _packed(_bare(figure))
    if not inked.any():
        return box
    rows, columns = (np.flatnonzero(inked.any(axis=side)) for side in (1, 0))
    top, bottom = (len(inked) - np.array([rows[0], rows[-1] + 1])) / COARSE
    drawn = Bbox([[columns[0] / COARSE, bottom], [(columns[-1] + 1) / COARSE, top]])
    if all(map(box.contains, *drawn.get_points().T)):
        return box
    seen = Bbox.intersection(drawn.padded(MARGIN), figure.bbox_inches)
    return Bbox.union([box, seen]) if seen else box


def _packed(canvas: Any) -> Any:
    """The pixels of a drawing, each as one number."""
    import numpy as np

    return np.asarray(canvas.buffer_rgba()).view(np.uint32)[..., 0]


def _bare(figure: "Figure") -> Any:
    """One pixel of the paper of a figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bare = Figure((1, 1), dpi=1, facecolor=figure.get_facecolor())
    bare.patch.set_visible(figure.patch.get_visible())
    canvas: Any = FigureCanvasAgg(bare)
    canvas.draw()
    return canvas


def _cut(figure: "Figure", canvas: Any, box: "Bbox") -> "Image.Image | None":
    """A box of a drawing, or None where what is saved shows more, or on another paper."""
    import matplotlib as mpl
    import numpy as np
    from PIL import Image

    whole = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    left, right = round(box.x0 * COARSE), round(box.x1 * COARSE)
    top, bottom = whole.height - round(box.y1 * COARSE), whole.height - round(box.y0 * COARSE)
    drawn = np.array([left, top, whole.width - right, whole.height - bottom]) + MARGIN * COARSE
    as_saved = (
        mpl.rcParams["savefig.facecolor"] == "auto" and not mpl.rcParams["savefig.transparent"]
    )
    if (drawn < -1).any() or not as_saved:
        return None
    pixels = Image.new("RGBA", (right - left, bottom - top), "#ffffff00")
    pixels.paste(whole, (-left, -top))
    return pixels


def _saved(figure: "Figure", box: "Bbox") -> "Image.Image":
    from PIL import Image

    buffer = io.BytesIO()
    quick = {"compress_level": 0}
    figure.savefig(buffer, format="png", dpi=COARSE, bbox_inches=box, pil_kwargs=quick)
    return Image.open(buffer)


def _is_near(figure: "Figure", box: "Bbox") -> bool:
    """Whether what is drawn stays about the figure; a text may stand anywhere."""
    return bool(box.width <= FARTHEST * figure.get_figwidth()) and bool(
        box.height <= FARTHEST * figure.get_figheight()
    )


def hint(warning: str) -> str:
    """What to add to a warning of Matplotlib that comes of the size of our figures."""
    if "layout not applied" not in warning:
        return ""
    width, height = style()["figure.figsize"]
    return f" (a figure is {width} × {height} inches here, so give it a figsize)"


class Drawn(NamedTuple):
    """The pictures of a figure; the SVG holds what is to be said of it."""

    svg: str
    png: bytes
    thumbnails: dict[str, bytes]


def pictures(figure: "Figure", settled: Settled, said: Iterable[str] = ()) -> Drawn:
    """Return a figure that is laid out as SVG, as PNG, and small in each theme."""
    box = settled.box
    said = [*said, *lighten(figure)]
    if _is_animated(figure):
        said.append("an animation does not move here; show its frames as states")
    if settled.is_cut:
        said.append("what stands far outside of the figure is cut off")
    with marked(figure) as marker:
        kept = _some(faint(marker.strokes))
        if not kept and marker.mixed:
            kept = f"the paper is seen through {marker.mixed[0]}"
        if kept:
            said.append(f"{kept}, so the figure keeps its light paper in the dark theme")
        elif unseen := _some(faint(marker.fills)):
            said.append(f"{unseen}; a lighter colour is seen in both themes")
        svg = _svg(figure, box, bool(kept), said)
    return Drawn(svg, to_png(settled), thumbnails(figure, settled, own_paper=bool(kept)))


def _is_animated(figure: "Figure") -> bool:
    from matplotlib.animation import Animation

    waiting: Any = figure.canvas.callbacks.callbacks
    ends = [reference() for reference in waiting.get("close_event", {}).values()]
    return any(isinstance(getattr(end, "__self__", None), Animation) for end in ends)


def _some(unseen: Sequence[str]) -> str:
    if not unseen:
        return ""
    more = ", …" if unseen[3:] else ""
    return f"below {FAINT:.0f}:1 on dark paper: {', '.join(unseen[:3])}{more}"


def lighten(figure: "Figure") -> Iterator[str]:
    """Draw what would take too many bytes as pixels; say what that is."""
    found = [
        (_bytes(one), axes, one) for axes in with_insets(figure.axes) for one in axes.get_children()
    ]
    total = sum(size for size, *_ in found)
    if total <= LARGEST:
        return
    kinds: dict[tuple[Any, str], list[Any]] = {}
    sizes: dict[tuple[Any, str], int] = {}
    for size, axes, one in found:
        kind = (axes, type(one).__name__)
        kinds.setdefault(kind, []).append(one)
        sizes[kind] = sizes.get(kind, 0) + size
    for kind in sorted(kinds, key=lambda kind: -sizes[kind]):
        if total <= LARGEST:
            return
        for one in kinds[kind]:
            one.set_rasterized(True)
        total -= sizes[kind]
        much = f"{sizes[kind] / 1e6:.0f} MB" if sizes[kind] > 2e6 else f"{sizes[kind] / 1e3:.0f} kB"
        yield f"{kind[1]} is drawn as pixels, since it would take about {much} of SVG"


def _bytes(artist: Any) -> int:
    """About how many bytes an artist takes in an SVG."""
    import numpy as np
    from matplotlib import collections, lines, patches

    if not artist.get_visible() or artist.get_rasterized():
        return 0
    match artist:
        case lines.Line2D():
            path = artist.get_path()
            count = _length(path)
            if artist.get_marker() not in ("None", "", None):
                return 70 * count
            if count > 10_000:
                count = _length(path.cleaned(artist.get_transform(), simplify=True))
            return 22 * count
        case collections.QuadMesh():
            return 140 * int(np.prod(np.shape(artist.get_coordinates())[:2]))
        case collections.Collection():
            paths = artist.get_paths()
            offsets: Any = artist.get_offsets()
            repeated = 90 * max(len(offsets) - 1, 0)
            return repeated + sum(100 + 22 * _length(path) for path in paths)
        case patches.Patch():
            return 200 + 22 * _length(artist.get_path())
    return 0


def _length(path: Any) -> int:
    return len(path.vertices)


def notes(svg: str) -> list[str]:
    """What was said of a picture when it was drawn."""
    found = _NOTES.search(svg)
    return unescape(found[1]).splitlines() if found else []


def to_svg(figure: "Figure", box: "Bbox | None" = None) -> str:
    """The figure, or a box of it, as SVG with marks for the colours of a theme."""
    box = box or settle(figure).box
    with marked(figure):
        return _svg(figure, box, own_paper=False)


def _svg(figure: "Figure", box: "Bbox", own_paper: bool, notes: Sequence[str] = ()) -> str:
    """A figure that has its marks as SVG, with its notes.

    It has no paper and is seen on that of the page, or else is on light paper in both themes.
    """
    buffer = io.StringIO()
    said = {"Description": "\n".join(notes)} if notes else {}
    metadata = {"Date": None, "Creator": None, **said}
    with nullcontext() if own_paper else _without_paper(figure):
        figure.savefig(
            buffer,
            format="svg",
            backend=f"module://{__package__}.svg_backend",
            dpi=PIXELS_PER_INCH,
            metadata=metadata,
            bbox_inches=box,
        )
    svg = buffer.getvalue()
    if own_paper or not is_paper(figure.patch):
        svg = _PICTURE.sub(
            rf'\g<0>\n <rect width="100%" height="100%" fill="{_face(figure)}"/>', svg, 1
        )
    return themed(svg, "light") if own_paper else svg


def _face(figure: "Figure") -> str:
    """The colour of the paper, also of the margin that Matplotlib leaves bare around it."""
    import matplotlib as mpl
    from matplotlib.colors import to_hex

    chosen = mpl.rcParams["savefig.facecolor"]
    face = to_hex(figure.get_facecolor() if chosen == "auto" else chosen)
    return MARKS[1] if face == THEMES["drawn"][1] else face


@contextmanager
def _without_paper(figure: "Figure") -> Iterator[None]:
    """Let what is behind the figure be seen: a page, a box. Axes that lie over others hide them."""
    parts = [*on_page(figure)]
    places = [axes.get_position() for axes in figure.axes]
    papers: list[Patch] = [figure.patch]
    for number, axes in enumerate(figure.axes):
        if axes.figure in parts and not any(
            places[number].overlaps(below) for below in places[:number]
        ):
            papers.append(axes.patch)
    if not is_paper(figure.patch):
        papers = []
    papers = [one for one in papers if one.get_visible() and is_paper(one)]
    for one in papers:
        one.set_visible(False)
    try:
        yield
    finally:
        for one in papers:
            one.set_visible(True)


def to_png(settled: Settled) -> bytes:
    """The figure as PNG in 256 colours, for notebooks and cards: half of the bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    colours = settled.pixels.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    colours.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def thumbnails(figure: "Figure", settled: Settled, *, own_paper: bool) -> dict[str, bytes]:
    """The figure in few pixels, by theme: an overview has many, and its SVG may be large."""
    light = _small(settled.pixels)
    if own_paper:
        return dict.fromkeys(themes(), light)
    with marked(figure, THEMES["dark"]), _resolution(figure, COARSE):
        canvas = _canvas(figure)
        canvas.draw()
        dark = _cut(figure, canvas, settled.box) or _saved(figure, settled.box)
    return {"light": light, "dark": _small(dark, THEMES["dark"][1])}


def _small(pixels: "Image.Image", paper: str = "white") -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    shown = Image.new("RGBA", pixels.size, paper)
    shown.alpha_composite(pixels.convert("RGBA"))
    shown = shown.convert("RGB")
    shown.thumbnail(SMALL, Image.Resampling.LANCZOS)
    shown.save(buffer, "WEBP", quality=45, method=6)
    return buffer.getvalue()


def themed(svg: str, theme: str) -> str:
    """The SVG in the colours of a theme, ``"light"`` or ``"dark"``."""
    colours = dict(zip(MARKS, THEMES[theme], strict=True))
    return _MARK.sub(lambda match: colours.get(match[0], match[0]), svg)


def themes() -> tuple[str, ...]:
    """The themes that a figure has a picture for."""
    return tuple(name for name in THEMES if name != "drawn")


def warm_up() -> None:
    """Draw once, so that a process forked from this one has fonts and the math parser ready."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(xlabel="$x^2$ [m]", title="warm-up")
        axes.plot([0.0, 1.0], [1e-3, 1.0], label="$\\alpha$")
        axes.legend()
        pictures(figure, settle(figure))
