"""What of a figure keeps its colours on dark paper, and what follows the theme."""

import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, TextArea
from matplotlib.patches import ConnectionPatch, FancyArrowPatch, Patch
from recipes.running.figure_colours import faint, marked
from recipes.running.figure_themes import MARKS
from recipes.running.figures import (
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
    assert THEMES["drawn"][3 + number] not in svg
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
