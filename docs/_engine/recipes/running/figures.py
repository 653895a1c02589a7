"""A Matplotlib figure as pictures: one SVG that becomes a light and a dark one, and a PNG.

A figure is drawn once, in the colours of the light theme. In line art black is the ink and
white the paper; both, and the colours of the cycle, are exchanged for the theme's. Pixels of
photographs and colour maps stay as they are. The same figure gives the same bytes.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.transforms import Bbox

# Ink, paper, grid, then the colour cycle. Each colour of the cycle has at least 3:1 against its
# paper (WCAG 2.2, 1.4.11) and differs from its neighbours in lightness, so that order and line
# style can be distinguished with any colour vision.
_LIGHT_CYCLE = ("#2660ad", "#d53c12", "#057460", "#8d3587", "#807a1c", "#5a6476")
_DARK_CYCLE = ("#5caaf6", "#ff9b5f", "#5fd7b7", "#da90d6", "#dac346", "#a8b2c1")
THEMES: Mapping[str, tuple[str, ...]] = {
    "drawn": ("#000000", "#ffffff", "#d9dde3", *_LIGHT_CYCLE),
    "light": ("#1b2330", "#fdfdfc", "#d9dde3", *_LIGHT_CYCLE),
    "dark": ("#e4e8ee", "#14181f", "#38404d", *_DARK_CYCLE),
}
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
PIXELS_PER_INCH = 144
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


def settle(figure: "Figure") -> "Bbox":
    """Lay a figure out once, for all its pictures; return what they show of it, in inches."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine

    figure.draw_without_rendering()
    if isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine | TightLayoutEngine):
        figure.set_layout_engine("none")
    return figure.get_tightbbox().padded(MARGIN)


def to_svg(figure: "Figure", box: "Bbox | None" = None) -> str:
    """The figure, or a box of it, as SVG in the colours that it was drawn with; without paper."""
    buffer = io.StringIO()
    metadata = {"Date": None, "Creator": None}
    box = box or settle(figure)
    with _without_paper(figure):
        figure.savefig(
            buffer, format="svg", dpi=PIXELS_PER_INCH, metadata=metadata, bbox_inches=box
        )
    return buffer.getvalue()


@contextmanager
def _without_paper(figure: "Figure") -> Iterator[None]:
    """Let what is behind the figure be seen: a page, a box. Axes that lie over others hide them."""
    places = [axes.get_position() for axes in figure.axes]
    papers: list[Patch] = [figure.patch]
    for number, axes in enumerate(figure.axes):
        if not any(places[number].overlaps(below) for below in places[:number]):
            papers.append(axes.patch)
    papers = [one for one in papers if one.get_visible() and _is_paper(one)]
    for one in papers:
        one.set_visible(False)
    yield
    for one in papers:
        one.set_visible(True)


def _is_paper(patch: "Patch") -> bool:
    from matplotlib.colors import to_hex

    return to_hex(patch.get_facecolor()) == THEMES["drawn"][1]


def to_png(figure: "Figure", box: "Bbox | None" = None) -> bytes:
    """The figure, or a box of it, as PNG in 256 colours, for notebooks: half of the bytes."""
    from PIL import Image

    buffer, small = io.BytesIO(), io.BytesIO()
    box = box or settle(figure)
    figure.savefig(buffer, format="png", dpi=96, metadata={"Software": None}, bbox_inches=box)
    colours = Image.open(buffer).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    colours.save(small, "PNG", optimize=True)
    return small.getvalue()


def themed(svg: str, theme: str) -> str:
    """The SVG in the colours of a theme, ``"light"`` or ``"dark"``."""
    colours = dict(zip(THEMES["drawn"], THEMES[theme], strict=True))
    svg = _COLOUR.sub(lambda match: colours.get(match[0], match[0]), svg)
    # Matplotlib writes no fill where it means black: such shapes take the root's.
    return svg.replace("<svg ", f'<svg fill="{colours["#000000"]}" ', 1)


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
        box = settle(figure)
        to_svg(figure, box)
        to_png(figure, box)
