"""A figure in words and numbers says what was drawn."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from recipes.running import figure_tables


@pytest.fixture
def rows():
    """What is said of the only axes of a figure, by what it is."""

    def reported(axes):
        (table,) = figure_tables.tables(axes.figure)
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
    *_, scale = figure_tables.tables(axes.figure)
    assert scale.title == "Colour scale"
    assert scale.rows == (("frame", "", "height [m]: 0 to 8", ""),)
    plt.close("all")


def test_a_surface_is_listed_and_an_empty_figure_is_not():
    axes = plt.figure().add_subplot(projection="3d")
    axes.plot_surface(*np.mgrid[:3.0, :3.0], np.ones((3, 3)))
    (table,) = figure_tables.tables(axes.figure)
    assert ("surface", "0 to 2", "0 to 2", "height 1") in table.rows
    assert figure_tables.tables(plt.figure()) == ()
    plt.close("all")
