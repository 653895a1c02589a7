"""How large a figure is: as large as what is drawn on it, and its file not larger than it helps."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image
from recipes.running.figures import (
    COARSE,
    LARGEST,
    MARGIN,
    notes,
    pictures,
    settle,
    style,
)


def many_cells(axes):
    x = np.linspace(-3, 3, 200)
    axes.pcolormesh(x, x, np.add.outer(x, x))


def many_points(axes):
    axes.scatter(*np.random.default_rng(0).normal(size=(2, 20_000)), s=2)


def many_bars(axes):
    axes.bar(np.arange(3000), np.arange(3000) % 7)


@pytest.mark.parametrize("draw", [many_cells, many_points, many_bars])
def test_what_is_dense_becomes_pixels_and_this_is_told_once(draw):
    with mpl.rc_context(style()):
        figure = Figure()
        draw(figure.add_subplot())
        svg = pictures(figure, settle(figure)).svg
    assert len(svg) < LARGEST
    (said,) = notes(svg)
    assert "is drawn as pixels" in said


def test_what_stands_far_outside_is_cut_off_and_this_is_told():
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(xlim=(0, 2))
        axes.text(90, 0.5, "far")
        settled = settle(figure)
        assert settled.box.width == figure.get_figwidth()
        assert notes(pictures(figure, settled)[0]) == [
            "what stands far outside of the figure is cut off"
        ]


class Untold(Artist):
    """A mark at the edge of a figure that has no extent, as a key of arrows has none."""

    def draw(self, renderer):
        self.get_figure().add_artist(mark := Rectangle((0.97, 0.5), 0.02, 0.1, color="r"))
        mark.draw(renderer)
        mark.remove()


def key_of_arrows(axes):
    arrows = axes.quiver([0, 1], [0, 1], [1, 1], [1, 0])
    axes.quiverkey(arrows, 1.05, 0.5, 1, "")


def mark_without_an_extent(axes):
    axes.add_artist(Untold())


def image_of_the_whole_figure(axes):
    axes.figure.figimage(np.zeros((800, 1200)), cmap="gray")


@pytest.mark.parametrize("face", ["auto", "#eeeeff", "none", (1, 0.9, 0.9, 0.5)])
@pytest.mark.parametrize("draw", [key_of_arrows, mark_without_an_extent, image_of_the_whole_figure])
def test_what_is_drawn_on_a_figure_is_shown_to_its_end(draw, face):
    """Matplotlib's own tight box leaves it out."""
    with mpl.rc_context(style()):
        figure = Figure() if face == "auto" else Figure(facecolor=face)
        draw(figure.add_subplot())
        settled = settle(figure)
        whole = io.BytesIO()
        figure.savefig(whole, dpi=COARSE, facecolor="auto")
        paper = figure.get_facecolor()
        drawn = inked(Image.open(whole), paper)
        assert inked(settled.pixels, paper) == drawn > 1000
        assert not notes(pictures(figure, settled)[0])


def test_the_label_of_a_key_of_arrows_is_shown_beyond_the_figure():
    with mpl.rc_context(style()):
        figure = Figure(dpi=COARSE)
        axes = figure.add_subplot()
        arrows = axes.quiver([0, 1], [0, 1], [1, 1], [1, 0])
        key = axes.quiverkey(arrows, 1.05, 0.5, 1, "a metre per second", labelpos="E")
        box = settle(figure).box
        figure.canvas.draw()  # the key stands where it was drawn last
        label = key.text.get_window_extent(figure.canvas.get_renderer())
        assert box.x1 == pytest.approx(label.x1 / COARSE + MARGIN)


def inked(image, paper):
    """How many pixels are neither bare nor paper."""
    pixels = np.asarray(image.convert("RGBA")).astype(int)
    other = (np.abs(pixels - np.round(255 * np.array(paper))) > 2).any(axis=2)
    return int((other & (pixels[..., 3] > 0)).sum())


def test_a_box_that_holds_all_is_as_tight_as_before():
    with mpl.rc_context(style()):
        figure = Figure(dpi=COARSE)
        figure.add_subplot(xlabel="x", title="y").plot([0, 1])
        settled = settle(figure)
        tight = figure.get_tightbbox(figure.canvas.get_renderer())
        np.testing.assert_allclose(settled.box.get_points(), tight.padded(MARGIN).get_points())
