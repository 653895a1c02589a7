"""A figure has one picture for each theme: the same bytes each time, in distinct colours."""

import io
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, TextArea
from matplotlib.patches import ConnectionPatch, FancyArrowPatch, Patch, Rectangle
from PIL import Image
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figure_colours import faint, marked
from recipes.running.figure_themes import MARKS
from recipes.running.figures import (
    COARSE,
    LARGEST,
    MARGIN,
    SMALL,
    THEMES,
    notes,
    pictures,
    settle,
    style,
    themed,
    themes,
    to_png,
    to_svg,
    use_style,
)

ROOT = Path(__file__).resolve().parents[3]
DRAWN = THEMES["drawn"]
DRAWING = """
import sys
import matplotlib as mpl
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figures import settle, style, to_png, to_svg
mpl.use("agg")
mpl.rcParams.update(style())
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1], label="$x^2$")
ax.fill_between([0, 1], [0, 1], hatch="/", alpha=0.5)
ax.scatter([0, 1], [1, 0], marker="^")
ax.imshow([[0, 1]], extent=(0, 1, 0, 1))
ax.legend()
sys.stdout.buffer.write(to_svg(fig).encode() + to_png(settle(fig)))
"""


@pytest.fixture(scope="module")
def svg():
    """Lines, shapes without a fill of their own, a legend, and a picture of two pixels."""
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(title="A title", xlabel="$x^2$")
        for slope in range(10):
            axes.plot([0, slope + 1], label=f"line {slope}")
        axes.plot([0, 1], color="black")
        axes.plot([0, 1], color="#123456")
        axes.imshow([[0, 1]], cmap="gray", extent=(0, 0.1, 0, 0.1))
        axes.legend()
        return to_svg(figure)


def test_the_measures_of_colour_are_those_of_their_standards():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab("#ff0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    for sight in SIGHT:  # grey is grey for everybody
        assert lab("#808080", sight) == pytest.approx([53.59, 0, 0], abs=0.1)


@pytest.mark.parametrize("theme", themes())
def test_each_colour_stands_out_from_its_paper(theme):
    ink, paper, _, *cycle = THEMES[theme]
    assert contrast(ink, paper) >= 7
    assert min(contrast(colour, paper) for colour in cycle) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", themes())
def test_the_colours_of_the_cycle_differ_with_any_colour_vision(theme, sight):
    """Two lines that differ by 10 in CIELAB are distinguished at a glance."""
    cycle = THEMES[theme][3:]
    pairs = itertools.combinations(cycle, 2)
    near = {pair: np.linalg.norm(lab(pair[0], sight) - lab(pair[1], sight)) for pair in pairs}
    assert {pair: round(d, 1) for pair, d in near.items() if d < 10} == {}


@pytest.mark.parametrize("theme", themes())
def test_neighbours_in_the_cycle_differ_in_lightness(theme):
    """So says the module, for those who see no colour and for print."""
    lightness = [lab(colour, "usual")[0] for colour in THEMES[theme][3:]]
    assert min(abs(np.diff(lightness))) >= 5


def test_colours_of_all_themes_pair_up():
    assert {len(colours) for colours in THEMES.values()} == {len(DRAWN)}
    for colours in THEMES.values():
        assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("theme", themes())
def test_a_themed_picture_has_no_other_ink_and_paper(svg, theme):
    used = set(re.findall(r"#[0-9a-f]{6}\b", themed(svg, theme)))
    assert used & (set(DRAWN) - set(THEMES[theme])) == set()
    assert set(THEMES[theme]) <= used


def papers(figure):
    """How many rectangles of white paper are in a picture."""
    return len(
        re.findall(rf'<g id="patch_\d+">\s*<path [^>]*style="fill: {MARKS[1]}', to_svg(figure))
    )


def test_a_figure_lets_the_paper_be_seen_on_which_it_stands():
    with mpl.rc_context(style()):
        figure = Figure()
        figure.subplots(1, 2)
        assert papers(figure) == 0
        assert figure.patch.get_visible(), "a notebook shows it on white"


def test_axes_that_lie_over_others_hide_them():
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot()
        axes.inset_axes([0.5, 0.5, 0.4, 0.4])
        figure.add_axes([0.2, 0.2, 0.2, 0.2])
        assert papers(figure) == 2


def test_a_paper_that_the_author_chose_stays():
    with mpl.rc_context(style()):
        figure = Figure(facecolor="#123456")
        figure.add_subplot(facecolor="#654321")
        assert {"#123456", "#654321"} <= set(re.findall(r"#[0-9a-f]{6}\b", to_svg(figure)))


def test_a_colour_that_the_author_chose_and_pixels_stay(svg):
    def pixels(text):
        return re.findall(r'"data:image/png;base64,[^"]+"', text)

    dark = themed(svg, "dark")
    assert "#123456" in dark
    assert len(pixels(svg)) == 1
    assert pixels(dark) == pixels(svg)


def test_a_picture_says_nothing_of_when_and_by_what_it_was_made(svg):
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg


def test_the_same_figure_gives_the_same_bytes_in_every_process():
    def draw(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", DRAWING]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)

    one, two = (draw(seed).stdout for seed in ("1", "2"))
    assert one == two
    assert b"</svg>" in one
    assert b"PNG" in one


def test_the_style_leaves_nothing_to_the_drawing_process():
    """A figure drawn under the style is the same whatever was set before."""
    drawn = []
    for size in (5, 50):
        own = {"lines.linewidth": size, "font.size": size, "figure.facecolor": "red"}
        with mpl.rc_context(own), mpl.rc_context(style()):
            figure = Figure()
            figure.add_subplot().plot([0, 1])
            drawn.append((to_svg(figure), to_png(settle(figure))))
    assert drawn[0] == drawn[1]


# What keeps its colours, and what follows the theme


def colours(draw, theme, axes="rectilinear"):
    """The colours of a picture of some axes."""
    with mpl.rc_context(style()):
        figure = Figure()
        draw(figure.add_subplot(projection=axes))
        return re.findall(r"#[0-9a-f]{6}\b", themed(pictures(figure, settle(figure))[0], theme))


def grey_cells(axes):
    axes.pcolormesh([[0, 1], [2, 3]], cmap="gray")


def grey_areas(axes):
    axes.contourf(np.add.outer(np.arange(5.0), np.arange(5.0)), levels=3, colors=["black", "white"])


def grey_bars(axes):
    axes.bar([0, 1, 2], [1, 2, 3], color=["black", "white", "0.5"])


def grey_points(axes):
    axes.scatter([0, 1], [0, 1], c=["black", "white"])


def words_on_a_picture(axes):
    axes.imshow([[0, 1]])
    axes.text(0, 0, "0", color="white")
    axes.text(1, 0, "1", color="black")


def lines_on_a_picture(axes):
    axes.imshow(np.eye(9))
    axes.plot([1, 7], [1, 7], color="white")
    axes.plot([1, 7], [7, 1], color="black")


def words_on_bars(axes):
    axes.bar([0, 1], [5, 5], color=["white", "black"])
    axes.text(0, 2, "white", color="black", ha="center")
    axes.text(1, 2, "black", color="white", ha="center")


@pytest.mark.parametrize(
    "draw",
    [
        grey_cells,
        grey_areas,
        grey_bars,
        grey_points,
        words_on_a_picture,
        lines_on_a_picture,
        words_on_bars,
    ],
)
def test_data_keeps_its_black_and_white_and_the_frame_follows_the_theme(draw):
    light, dark = (colours(draw, theme) for theme in ("light", "dark"))
    theme = {*THEMES["light"], *THEMES["dark"]}
    assert [one for one in dark if one not in theme] == [one for one in light if one not in theme]
    assert "#ffffff" in dark
    # Matplotlib writes no fill where it means black.
    assert THEMES["dark"][0] in dark and THEMES["light"][0] not in dark


def test_black_words_on_a_picture_have_no_other_colour():
    def draw(axes):
        axes.set_axis_off()
        axes.imshow([[1]])
        axes.text(0, 0, "1", color="black")

    assert THEMES["dark"][0] not in colours(draw, "dark")


def test_black_lines_and_words_on_paper_are_ink():
    def draw(axes):
        axes.plot([0, 1], color="black")
        axes.text(0.5, 0.2, "words")
        axes.annotate("a note", (0.5, 0.5), (0.2, 0.8), arrowprops={"arrowstyle": "->"})
        axes.contour([[0, 1], [1, 2]], levels=[1], colors="black")

    assert "#000000" not in colours(draw, "dark")


def test_a_line_that_the_cycle_colours_follows_the_theme_and_cells_of_that_colour_do_not():
    def draw(axes):
        axes.plot([0, 1])
        axes.pcolormesh([[0, 1]], cmap=mpl.colors.ListedColormap(THEMES["drawn"][3:5]))

    dark = colours(draw, "dark")
    assert THEMES["dark"][3] in dark and THEMES["drawn"][3] in dark


@pytest.mark.parametrize("sheet", ["dark_background", "Solarize_Light2", "fivethirtyeight"])
def test_a_paper_of_a_style_sheet_keeps_what_stands_on_it(sheet):
    pictures_of = []
    for _ in range(2):
        use_style()
        plt.style.use(sheet)
        fig, ax = plt.subplots()
        ax.plot([1, 2])
        ax.set_title("a title")
        pictures_of.append(pictures(fig, settle(fig)))
        plt.close("all")
    use_style()
    svg = pictures_of[0].svg
    assert pictures_of[0] == pictures_of[1]
    assert themed(svg, "light") == themed(svg, "dark")
    assert re.search(r'<g id="patch_1">\s*<path [^>]*style="fill: #', svg) or "patch_1" in svg


def test_lines_and_words_that_dark_paper_hides_keep_the_light_one():
    def draw(axes):
        axes.plot([0, 1], color="navy", label="one")
        axes.set_title("a title", color="midnightblue")

    assert colours(draw, "dark") == colours(draw, "light")
    with mpl.rc_context(style()):
        figure = Figure()
        draw(figure.add_subplot())
        (said,) = notes(pictures(figure, settle(figure))[0])
    assert said == (
        "below 3:1 on dark paper: the text “a title” in #191970 (1.2:1), the line “one” in "
        "#000080 (1.1:1), so the figure keeps its light paper in the dark theme"
    )


def test_fills_that_dark_paper_hides_are_told():
    with mpl.rc_context(style()):
        figure = Figure()
        figure.add_subplot().bar([0], [1], color="black")
        (said,) = notes(pictures(figure, settle(figure))[0])
    assert said.startswith("below 3:1 on dark paper: the shape in #000000 (1.2:1)")


def test_colours_that_are_seen_on_dark_paper_are_not_told():
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(title="a title")
        for _ in range(10):
            axes.plot([0, 1])
        axes.plot([0, 1], color="black")
        axes.grid()
        settle(figure)
        with marked(figure) as marker:
            assert faint(marker.strokes) == []


def test_drawing_changes_no_colour_of_the_figure():
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(projection="3d", title="a title")
        axes.plot([0, 1], [0, 1], [0, 1], label="line")
        axes.legend()
        before = settle(figure)
        to_svg(figure, before.box)
        assert to_png(settle(figure)) == to_png(before)


def test_panes_in_space_follow_the_theme():
    def draw(axes):
        axes.plot([0, 1], [0, 1], [0, 1])

    assert {*colours(draw, "dark", "3d")} <= {*THEMES["dark"], "#000000"}


def drawn(draw):
    """The picture of a figure, with its marks, and what is said of it."""
    with mpl.rc_context(style()):
        figure = Figure()
        draw(figure)
        svg = pictures(figure, settle(figure)).svg
    return svg, notes(svg)


INK = MARKS[0]
KEEPS = "so the figure keeps its light paper in the dark theme"


def a_note_beside_a_bar(figure):
    axes = figure.add_subplot(xlim=(0, 20))
    axes.set_axis_off()
    axes.bar_label(axes.barh([0], [10.4], color="orange"), ["1"], padding=1)


def a_leader_to_a_wedge(figure):
    axes = figure.add_subplot()
    axes.pie([1, 1], colors=["gold", "orange"])
    axes.annotate("", (0.9, 0.3), (1.8, 1), zorder=0, arrowprops={"arrowstyle": "-"})


def an_arrow_between_axes(figure):
    left, right = figure.subplots(1, 2)
    left.set_axis_off(), right.set_axis_off()
    arrow = ConnectionPatch((0, 0), (1, 1), "data", "data", axesA=left, axesB=right)
    figure.add_artist(arrow)


def an_arrow_of_a_box(figure):
    axes = figure.add_subplot()
    axes.set_axis_off()
    area = TextArea("")
    place = {"xybox": (0.7, 0.7), "boxcoords": "data", "frameon": False}
    axes.add_artist(AnnotationBbox(area, (0.2, 0.2), **place, arrowprops={"arrowstyle": "->"}))


def words_in_a_corner(figure):
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.add_artist(AnchoredText("corner", loc="upper left", frameon=False))


def open_points(figure):
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.scatter([0, 1], [0, 1], facecolors="none", edgecolors="black")


def the_key_of_arrows(figure):
    axes = figure.add_subplot()
    axes.set_axis_off()
    arrows = axes.quiver([0, 1], [0, 1], [1, 0], [0, 1], color="orange")
    axes.quiverkey(arrows, 0.5, 0.5, 1, "key")


@pytest.mark.parametrize(
    "draw",
    [
        a_note_beside_a_bar,
        a_leader_to_a_wedge,
        an_arrow_between_axes,
        an_arrow_of_a_box,
        words_in_a_corner,
        open_points,
        the_key_of_arrows,
    ],
)
def test_what_stands_on_paper_beside_data_is_ink(draw):
    svg, said = drawn(draw)
    assert INK in svg
    assert said == []


@pytest.mark.parametrize("number", range(3))
def test_the_frame_in_a_colour_of_the_cycle_follows_its_line(number):
    def draw(figure):
        axes = figure.add_subplot()
        axes.set_ylabel("y", color=f"C{number}")
        axes.spines["left"].set_color(f"C{number}")
        axes.tick_params("y", colors=f"C{number}")

    svg, _ = drawn(draw)
    assert DRAWN[3 + number] not in svg
    assert MARKS[3 + number] in svg


def test_labels_inside_of_axes_with_a_paper_of_their_own_stay():
    def draw(figure):
        axes = figure.add_subplot(projection="polar", facecolor="lightyellow")
        axes.set_thetagrids([])
        axes.set_rgrids([0.5])
        axes.spines[:].set_visible(False)

    svg, _ = drawn(draw)
    assert INK not in svg


def test_labels_inside_of_axes_stay_on_cells():
    def draw(figure):
        axes = figure.add_subplot(projection="polar")
        axes.set_thetagrids([])
        axes.set_rgrids([0.5])
        axes.spines[:].set_visible(False)
        axes.pcolormesh([0, 3, 6.3], [0, 1], [[1, 2]], cmap="summer")

    svg, _ = drawn(draw)
    assert INK not in svg


def test_what_stands_on_the_paper_of_a_figure_within_stays():
    def draw(figure):
        left, _ = figure.subfigures(1, 2)
        left.set_facecolor("0.8")
        left.add_subplot(title="left").plot([0, 1], label="line")
        left.legend()
        inner = left.subfigures(1, 2)[1]
        inner.suptitle("inner")

    svg, said = drawn(draw)
    assert said == []
    assert not {*MARKS[:1], *MARKS[3:]} & {*re.findall(r"#[0-9a-f]{6}\b", svg)}


def faded_cells(axes):
    axes.pcolormesh([[0, 1]], alpha=0.5)


def faded_areas(axes):
    axes.contourf([[0, 1], [1, 2]], alpha=0.5)


def faded_picture(axes):
    axes.imshow(np.dstack([np.ones((9, 9, 3)), np.linspace(0, 1, 81).reshape(9, 9)]))


def faded_picture_of_the_figure(axes):
    axes.figure.figimage([[0, 1], [2, 3]], alpha=0.5)


def faded_bars_with_words(axes):
    axes.bar_label(axes.bar([0], [1], color="C0", alpha=0.6), label_type="center")


def words_in_a_faded_box(axes):
    axes.text(0, 0, "words", bbox={"facecolor": "blue", "alpha": 0.1})


def hatches(axes):
    axes.contourf([[0, 1], [1, 2]], colors="none", hatches=["/", "."])


def barbs(axes):
    axes.barbs([0, 1], [0, 1], [9, 9], [20, 20], barbcolor="blue")


def open_shape(axes):
    axes.scatter([0, 1], [0, 1], facecolors="none", edgecolors="navy")


@pytest.mark.parametrize(
    "draw",
    [
        faded_cells,
        faded_areas,
        faded_picture,
        faded_picture_of_the_figure,
        faded_bars_with_words,
        words_in_a_faded_box,
        hatches,
        barbs,
        open_shape,
    ],
)
def test_what_dark_paper_would_change_keeps_the_light_one(draw):
    svg, said = drawn(lambda figure: draw(figure.add_subplot()))
    assert themed(svg, "dark") == themed(svg, "light")
    assert [one for one in said if one.endswith(KEEPS)]


def masked_cells(axes):
    axes.imshow(np.ma.masked_less([[0, 1], [2, 3]], 1))


def smooth_edges(axes):
    opaque = np.ones((20, 20, 4))
    opaque[0, 0, 3] = 0.5
    axes.imshow(opaque)


def faint_span(axes):
    axes.axhspan(0, 1, alpha=0.1)


@pytest.mark.parametrize("draw", [masked_cells, smooth_edges, faint_span])
def test_what_is_seen_on_dark_paper_gets_it(draw):
    svg, said = drawn(lambda figure: draw(figure.add_subplot()))
    assert themed(svg, "dark") != themed(svg, "light")
    assert said == []


def test_a_sample_of_what_is_black_on_data_stays_black_on_light_paper():
    def draw(figure):
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.imshow([[0, 1]], aspect="auto")
        axes.vlines(0.2, -0.4, 0.4, color="black", label="here")
        axes.legend()

    svg, _ = drawn(draw)
    assert INK not in svg and "#ffffff" in svg


def test_samples_in_a_legend_say_nothing_of_their_own():
    def draw(figure):
        axes = figure.add_subplot()
        points = axes.scatter([0, 1], [0, 1], c=[0, 1])
        axes.legend(*points.legend_elements())

    assert drawn(draw)[1] == []


# Bounds


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


HATCHED = {
    "a shape": lambda axes: axes.bar([0], [1], hatch="/", edgecolor="b", alpha=0.3),
    "a translucent colour": lambda axes: axes.bar(
        [0], [1], hatch="/", color=(1, 0, 0, 0.3), edgecolor=(0, 0, 1, 0.3)
    ),
    "an area": lambda axes: axes.fill_between(
        [0, 1], [1, 2], hatch="x", edgecolor="b", facecolor="r", alpha=0.3
    ),
    "many alike": lambda axes: axes.scatter(
        [*range(50)], [*range(50)], hatch="/", edgecolor="b", facecolor="r", alpha=0.3
    ),
    # Without a colour of its edges, older versions draw opaque hatches, as a PNG as well.
    "levels": lambda axes: axes.contourf(
        [[0, 1], [2, 3]], hatches=["/", "x"], alpha=0.3
    ).set_edgecolor("b"),
}


@pytest.mark.parametrize("draw", HATCHED.values(), ids=HATCHED)
def test_a_hatch_is_as_opaque_as_in_a_png(draw):
    with mpl.rc_context(style()):
        axes = Figure().add_subplot()
        draw(axes)
        svg = to_svg(axes.figure)
    hatched = re.findall(r'style="(fill: url[^"]*)"', svg)
    assert hatched and not any("opacity: 0.3" in re.sub("stroke-.*", "", one) for one in hatched)
    lines = re.findall(r'<pattern[^>]*>\s*<rect[^>]*fill="none"/>\s*<path[^>]*>', svg)
    assert len(lines) == svg.count("<pattern")
    assert all("stroke-opacity: 0.3" in one for one in lines)
    fills = re.findall(r'style="fill: #[^"]*; (?:fill-)?opacity: 0.3[^"]*"', svg)
    assert len(fills) == len(hatched)


def test_the_cycle_has_ten_colours():
    assert len({*style()["axes.prop_cycle"].by_key()["color"]}) == 10


def test_arrows_are_ink():
    def draw(axes):
        axes.quiver([0, 1], [0, 1], [1, 0], [0, 1])

    assert "#000000" not in colours(draw, "dark")
    assert THEMES["dark"][0] in colours(draw, "dark")


@pytest.mark.parametrize("theme", themes())
def test_a_paper_of_its_own_has_no_bare_margin(theme):
    with mpl.rc_context(style()):
        figure = Figure()
        figure.add_subplot().plot([0, 1], color="navy")
        own = themed(pictures(figure, settle(figure))[0], theme)
        assert f'<rect width="100%" height="100%" fill="{THEMES["light"][1]}"/>' in own
        figure = Figure(facecolor="#123456")
        assert '<rect width="100%" height="100%" fill="#123456"/>' in to_svg(figure)


def test_an_artist_that_cannot_be_judged_leaves_the_figure_as_it_is():
    class Odd(Line2D):
        def get_label(self):
            raise RuntimeError("not known")

    def draw(axes):
        axes.add_artist(Odd([0, 1], [0, 1], color="C0"))

    assert colours(draw, "dark") == colours(draw, "light")


def test_a_fill_is_asked_only_of_what_may_lie_on_it(monkeypatch):
    """Of an arrow the answer takes milliseconds, and a field of them has hundreds."""
    asked = []
    contains = Patch.contains_point
    monkeypatch.setattr(Patch, "contains_point", lambda *a: asked.append(a) or contains(*a))
    with mpl.rc_context(style()):
        axes = Figure().add_subplot(xlim=(0, 9), ylim=(0, 9))
        for place in range(9):
            axes.add_patch(FancyArrowPatch((place, 0), (place, 1), mutation_scale=9, color="red"))
        axes.plot([0, 9], [5, 5], color="black")
        settle(axes.figure)
        with marked(axes.figure):
            assert not asked


def test_a_thumbnail_is_small_and_has_the_colours_of_its_theme():
    with mpl.rc_context(style()):
        figure, ax = plt.subplots(figsize=(6, 4))
        ax.plot([0, 1, 2], [0, 1, 0], linewidth=20)
        ax.plot([0, 2], [0.5, 0.5], color="black", linewidth=20)
        small = pictures(figure, settle(figure)).thumbnails
        plt.close(figure)
    assert small.keys() == {"light", "dark"}
    for theme, content in small.items():
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        assert picture.size <= SMALL and len(content) < 8_000
        seen = np.asarray(picture).reshape(-1, 3).astype(int)
        drawn = THEMES["drawn" if theme == "light" else "dark"]
        for colour in (drawn[0], drawn[1], drawn[3]):  # ink, paper, the first of the cycle
            wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
            assert (abs(seen - wanted).max(axis=1) < 25).mean() > 0.005, (theme, colour)


def test_a_figure_that_keeps_light_paper_is_small_on_light_paper():
    with mpl.rc_context(style()):
        figure, ax = plt.subplots()
        ax.plot([0, 1], color="#333333")  # would be hidden by dark paper
        small = pictures(figure, settle(figure)).thumbnails
        plt.close(figure)
    assert small["dark"] == small["light"]
