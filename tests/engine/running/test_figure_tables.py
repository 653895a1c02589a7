"""A figure in words and numbers says what was drawn."""

from datetime import datetime

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import transforms, units
from matplotlib.lines import Line2D
from recipes.running import figure_points, figure_tables


@pytest.fixture
def rows():
    """What is said of the only axes of a figure, by what it is."""

    def reported(axes):
        (table,) = figure_tables.tables(figure_tables.listing(axes.figure))
        return {row[0]: row[1:] for row in table.rows}

    yield reported
    plt.close("all")


@pytest.fixture
def axes():
    return plt.figure().add_subplot()


def test_a_line_has_its_label_its_ranges_and_its_ends(axes, rows):
    x = np.linspace(-2, 2, 101)
    axes.plot(x, x**2, label=r"$\alpha x^2$")
    across, up, values = rows(axes)["line “αx^2”"]
    assert (across, up) == ("−2 to 2", "0 to 4")
    assert values.startswith("9 of 101 points: (−2, 4); ") and values.endswith("; (2, 4)")


def test_a_line_across_the_axes_ends_at_their_edges(axes, rows):
    axes.set(ylim=(-3, 5))
    axes.axvline(0.25)
    assert rows(axes)["line"] == ("0.25", "−3 to 5", "2 points: (0.25, −3); (0.25, 5)")


def test_few_points_are_all_listed(axes, rows):
    axes.scatter([1, 2, 3], [1e-5, 2e5, 3])
    assert rows(axes)["points"][2] == "3 points: (1, 1e−05); (2, 2e+05); (3, 3)"


def test_what_is_not_finite_or_not_visible_is_left_out(axes, rows):
    axes.plot([0, 1, 2], [0, np.nan, 2])
    axes.plot([0, 1], [5, 5])[0].set_visible(False)
    axes.plot([], [])
    reported = rows(axes)
    assert [name for name in reported if name.startswith("line")] == ["line"]
    assert reported["line"][2] == "2 points: (0, 0); (2, 2)"


def test_a_picture_has_its_size_its_place_and_its_extremes(axes, rows):
    axes.imshow([[0, 7, 3], [1, np.nan, -2]], extent=(0, 3, 10, 20))
    assert rows(axes)["picture of 2 × 3 pixels"] == ("0 to 3", "10 to 20", "−2 to 7")


def test_the_frame_has_names_units_limits_and_scales(axes, rows):
    axes.set(xlabel="time [s]", ylabel="$x$", xlim=(1, 100), xscale="log", ylim=(5, -5))
    assert rows(axes)["frame"] == ("time [s]: 1 to 100, logarithmic", "x: 5 to −5", "")


def test_notes_shapes_and_areas_say_where_they_are(axes, rows):
    axes.annotate("$k = 5$", (2, 3))
    axes.add_patch(plt.Circle((1, 1), 2))
    axes.fill_between([0, 1], [0, 4])
    reported = rows(axes)
    assert reported["note “k = 5”"] == ("2", "3", "")
    assert reported["shape, circle"] == ("−1 to 3", "−1 to 3", "")
    assert reported["contours or areas"] == ("0 to 1", "0 to 4", "")


def test_a_colour_bar_is_a_scale(axes):
    axes.figure.colorbar(axes.imshow([[0, 8]]), label="height [m]")
    *_, scale = figure_tables.tables(figure_tables.listing(axes.figure))
    assert scale.title == "Colour scale"
    assert scale.rows == (("frame", "", "height [m]: 0 to 8", ""),)
    plt.close("all")


def test_a_surface_is_listed_and_an_empty_figure_is_not():
    axes = plt.figure().add_subplot(projection="3d")
    axes.plot_surface(*np.mgrid[:3.0, :3.0], np.ones((3, 3)))
    (table,) = figure_tables.tables(figure_tables.listing(axes.figure))
    assert ("surface", "0 to 2", "0 to 2", "height 1") in table.rows
    assert figure_tables.tables(figure_tables.listing(plt.figure())) == ()
    plt.close("all")


def at_a_note(system):
    def draw(axes):
        axes.plot([100, 200], [1000, 2000])
        axes.annotate("here", (0.05, 0.9), xycoords=system)

    return draw


@pytest.mark.parametrize(
    "system",
    ["axes fraction", "figure pixels", ("axes fraction", "axes fraction")],
)
def test_a_note_that_stands_in_the_frame_has_no_place_in_the_data(axes, rows, system):
    at_a_note(system)(axes)
    assert rows(axes)["note “here”"] == ("", "", figure_tables.ELSEWHERE)


def test_of_a_note_half_in_the_data_this_half_is_told(axes, rows):
    axes.annotate("here", (150, 0.9), xycoords=("data", "axes fraction"))
    assert rows(axes)["note “here”"] == ("150", "", "")


def test_dates_are_told_as_dates(axes, rows):
    days = [datetime(2024, 1, day) for day in (1, 2, 3)]
    axes.plot(days, [1, 3, 2])
    axes.annotate("highest", (days[1], 3))
    axes.axvspan(days[0], datetime(2024, 1, 1, 18, 30))
    axes.set_xlim(days[0], days[2])
    reported = rows(axes)
    assert reported["frame"][0] == "2024-01-01 to 2024-01-03"
    assert reported["line"][2].endswith("(2024-01-02, 3); (2024-01-03, 2)")
    assert reported["note “highest”"] == ("2024-01-02", "3", "")
    assert reported["shape, rectangle"][0] == "2024-01-01 to 2024-01-01 18:30"


def test_categories_are_told_by_their_names(axes, rows):
    axes.bar(["ash", "oak"], [1, 2], width=0.5)
    axes.plot(["ash", "oak"], [3, 4])
    reported = rows(axes)
    assert reported["shape, rectangle 2"] == ("oak−0.25 to oak+0.25", "0 to 2", "")
    assert reported["line"] == ("ash to oak", "3 to 4", "2 points: (ash, 3); (oak, 4)")


def test_units_that_are_not_known_are_left_out(axes, rows):
    axes.plot([1, 2], [3, 4])
    axes.xaxis.set_converter(units.ConversionInterface())
    assert rows(axes)["line"] == ("", "", figure_tables.NOT_TOLD)


def test_what_is_drawn_in_space_has_its_own_places_there(rows):
    axes = plt.figure().add_subplot(projection="3d", zlabel="height [m]")
    axes.scatter([1, 2, 3], [10, 20, 30], [100, 200, 300])
    axes.plot([1, 2], [10, 20], [-1, -2])
    axes.bar3d([5], [6], [0], 1, 1, 8)
    axes.annotate("flat", (0, 0))
    axes.set(xlim=(0, 9), ylim=(0, 40), zlim=(0, 400))
    axes.figure.draw_without_rendering()
    listed = "height 100 to 300; 3 points: (1, 10, 100); (2, 20, 200); (3, 30, 300)"
    reported = rows(axes)
    assert reported["frame"] == ("0 to 9", "0 to 40", "height [m]: 0 to 400")
    assert reported["points"] == ("1 to 3", "10 to 30", listed)
    assert reported["line"][:2] == ("1 to 2", "10 to 20")
    assert reported["surface"] == ("5 to 6", "6 to 7", "height 0 to 8")
    assert reported["note “flat”"] == ("", "", figure_tables.ELSEWHERE)


def test_contours_in_space_lie_where_they_were_put(rows):
    axes = plt.figure().add_subplot(projection="3d")
    x, y = np.mgrid[:5.0, :3.0]
    axes.contour(x, y, x + y, levels=[1, 3])
    axes.contour(x, y, x + y, levels=[1, 3], zdir="x", offset=-1)
    axes.contourf(x, y, x + y, levels=[1, 3, 6], offset=9)
    axes.figure.draw_without_rendering()
    reported = rows(axes)
    assert reported["contours or areas"] == ("0 to 3", "0 to 2", "height 1 to 3")
    assert reported["contours or areas 2"][0] == "−1"
    assert reported["contours or areas 3"] == ("0 to 4", "0 to 2", "height 9")
    plt.close("all")


def test_lines_that_are_drawn_together_are_called_lines(axes, rows):
    axes.vlines([1, 2], 0, [3, 4])
    assert rows(axes)["lines"] == ("1 to 2", "0 to 4", "")


def test_what_has_no_colour_on_a_logarithmic_scale_is_not_told(axes, rows):
    axes.hexbin([0, 0, 1], [0, 0, 1], gridsize=4, bins="log")
    axes.imshow([[0, 1], [-5, 3]], norm="log")
    axes.pcolormesh([[0, 10], [20, 30]], norm="log")
    reported = rows(axes)
    assert reported["marks"][2] == "1 to 2"
    assert reported["picture of 2 × 2 pixels"][2] == "1 to 3"
    assert reported["grid of 2 × 2 cells"][2] == "10 to 30"


def test_hexagons_without_a_point_count_none(axes, rows):
    axes.hexbin([0, 0, 1], [0, 0, 1], gridsize=4)
    assert rows(axes)["marks"][2] == "0 to 2"


def test_what_is_masked_is_not_told(axes, rows):
    axes.imshow(np.ma.masked_equal([[1, 2], [-9999, 3]], -9999))
    axes.pcolormesh(np.ma.masked_equal([[1, 2], [-9999, 4]], -9999))
    axes.scatter(np.ma.masked_equal([5, 6, -9999], -9999), [1, 2, 3])
    axes.imshow(np.ma.masked_all((3, 3)))
    reported = rows(axes)
    assert reported["picture of 2 × 2 pixels"][2] == "1 to 3"
    assert reported["grid of 2 × 2 cells"] == ("0 to 2", "0 to 2", "1 to 4")
    assert reported["points"][2] == "2 points: (5, 1); (6, 2)"
    assert reported["picture of 3 × 3 pixels"][2] == "nothing: all is masked"


def test_what_is_drawn_at_places_stands_there(axes, rows):
    axes.quiver([1, 2], [3, 4], [100, 0], [0, 100])
    axes.hexbin([10, 20], [30, 40], gridsize=(1, 2))
    reported = rows(axes)
    assert reported["arrows"][:2] == ("1 to 2", "3 to 4")
    assert reported["marks"][:2] == ("10 to 20", "30 to 40")


def test_shapes_that_span_the_axes_end_at_their_edges(axes, rows):
    axes.set(xlim=(95, 205), ylim=(0, 9))
    axes.axhspan(1, 4)
    axes.axline((95, 0), (205, 9))
    axes.add_patch(plt.Rectangle((0, 0), 0.1, 0.1, transform=axes.transAxes))
    reported = rows(axes)
    assert reported["shape, rectangle"] == ("95 to 205", "1 to 4", "")
    assert reported["line"][:2] == ("95 to 205", "0 to 9")
    assert reported["shape, rectangle 2"] == ("", "", figure_tables.ELSEWHERE)


def test_what_is_moved_in_points_keeps_its_data_and_what_is_scaled_has_the_scaled(axes, rows):
    offset = transforms.offset_copy(axes.transData, axes.figure, 5, 5, "points")
    axes.plot([1, 2], [3, 4], transform=offset)
    axes.plot([1, 2], [3, 4], transform=transforms.Affine2D().scale(10) + axes.transData)
    assert rows(axes)["line"][:2] == ("1 to 2", "3 to 4")
    assert rows(axes)["line 2"][:2] == ("10 to 20", "30 to 40")


def test_a_table_has_a_bound_and_says_what_it_leaves_out(axes):
    axes.hist(np.linspace(0, 1, 500), bins=500)
    (table,) = figure_tables.tables(figure_tables.listing(axes.figure))
    assert len(table.rows) == figure_tables.ROWS + 1
    assert table.rows[-1] == (
        "others", "", "", "left out here: 461 more; those in the data are among the points as CSV"
    )  # fmt: skip
    plt.close("all")


def test_an_inset_is_told_too(axes):
    axes.inset_axes([0.5, 0.5, 0.4, 0.4], title="closer").plot([7, 8])
    axes.secondary_xaxis("top")
    assert [table.title for table in figure_tables.tables(figure_tables.listing(axes.figure))] == [
        "Axes 1",
        "closer",
    ]
    plt.close("all")


def test_an_error_of_a_foreign_artist_leaves_it_out(axes, rows):
    class Odd(Line2D):
        def get_xydata(self):
            raise RuntimeError("no data")

    axes.add_artist(Odd([0, 1], [0, 1]))
    assert rows(axes)["line"] == ("", "", figure_tables.NOT_TOLD)
    assert figure_points.rows(figure_tables.listing(axes.figure)) == ()


def test_contours_and_bars_in_space_have_their_heights(rows):
    axes = plt.figure().add_subplot(projection="3d")
    x, y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))
    axes.contour(x, y, x, levels=[-0.5, 0.5])
    axes.contourf(x, y, x, levels=[-0.5, 0.5], zdir="z", offset=-2)
    axes.bar([1], [3], zs=5, zdir="y", width=1)
    said = rows(axes)
    assert said["contours or areas"] == ("−0.5 to 0.5", "−1 to 1", "height −0.5 to 0.5")
    assert said["contours or areas 2"] == ("−0.5 to 0.5", "−1 to 1", "height −2")
    assert said["shape, patch"] == ("0.5 to 1.5", "5", "height 0 to 3")


def test_a_fraction_is_told_as_one():
    assert figure_tables.plain(r"$\frac{1}{2}\pi$") == "(1)/(2)π"
