"""The points of a figure are those that are drawn, to the last digit."""

from datetime import datetime

import matplotlib.pyplot as plt
import numpy as np
import pytest
from recipes.running import figure_points, figure_tables


@pytest.fixture
def axes():
    yield plt.figure().add_subplot()
    plt.close("all")


def points(axes, begin=""):
    """The names, parts, places and values of the things whose name begins so."""
    found = [
        row
        for row in figure_points.rows(figure_tables.listing(axes.figure))
        if row[1].startswith(begin)
    ]
    names, parts, x, y, values = list(zip(*found, strict=True))[1:]
    places = np.array([x, y], dtype=float).T
    return {*names}, [*map(int, parts)], places, [*values]


def test_a_line_keeps_every_digit_and_has_a_part_between_gaps(axes):
    x = np.array([0.1, 1 / 3, np.nan, 2e-300, np.inf, np.pi])
    axes.plot(x, np.sqrt(abs(x)), label=r"$\sqrt{x}$")
    names, parts, places, values = points(axes)
    seen = x[np.isfinite(x)]
    assert names == {"line “sqrtx”"} and parts == [1, 1, 2, 3] and {*values} == {""}
    assert np.array_equal(places, np.column_stack([seen, np.sqrt(seen)]))


def test_a_line_across_the_axes_ends_at_their_edges(axes):
    axes.set(xlim=(2, 10), ylim=(-3, 5), xscale="log")
    axes.axvline(0.3 * 10)
    axes.axhline(1)
    (_, _, down, _), (_, _, across, _) = (points(axes, name) for name in ("line", "line 2"))
    assert down[:2] == pytest.approx(np.array([[3, -3], [3, 5]]))
    assert across == pytest.approx(np.array([[2, 1], [10, 1]]))


def test_many_points_are_thinned_evenly_and_the_name_says_so(axes):
    x = np.arange(5001.0)
    axes.plot(x, x)
    names, _, places, _ = points(axes)
    assert names == {"line, 1024 of 5001 points"} and len(places) == 1024
    assert places[0, 0] == 0 and places[-1, 0] == 5000
    assert {*np.diff(places[:, 0])} == {4, 5}


def test_points_have_the_numbers_of_their_colours(axes):
    axes.scatter([1, 2, 3], [4, 5, 6], c=[0.1, np.nan, 7.0])
    _, _, places, values = points(axes)
    assert values == ["0.1", "7.0"] and places.tolist() == [[1, 4], [3, 6]]


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_a_pixel_is_where_the_picture_shows_it(axes, origin):
    pixels = np.ma.masked_equal(np.arange(12).reshape(3, 4), 5)
    axes.imshow(pixels, extent=(0, 8, 0, 6), origin=origin)
    _, _, places, values = points(axes)
    shown = {int(value): tuple(place) for place, value in zip(places, values, strict=True)}
    assert {*shown} == {*range(12)} - {5}
    first, last = ((1, 5), (7, 1)) if origin == "upper" else ((1, 1), (7, 5))
    assert (shown[0], shown[11]) == (first, last)


def test_a_large_picture_is_a_coarser_grid_of_its_own_pixels(axes):
    pixels = np.random.default_rng(0).integers(0, 255, (300, 200, 3), dtype=np.uint8)
    axes.imshow(pixels)
    names, _, places, values = points(axes)
    assert names == {"picture of 300 × 200 pixels, each 8 across and down"}
    assert 0 < len(places) <= figure_points.MOST
    for (x, y), value in zip(places, values, strict=True):
        assert [*map(int, value.split())] == pixels[round(y), round(x)].tolist()


def test_contours_have_their_level_and_a_part_for_each_curve(axes):
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-2, 2, 41))
    axes.contour(x, y, abs(x) + y**2, [0.5, 1])
    _, parts, places, values = points(axes, "contours")
    levels = np.array(values, dtype=float)
    assert {*levels} == {0.5, 1}
    assert abs(places[:, 0]) + places[:, 1] ** 2 == pytest.approx(levels, abs=0.01)
    axes.contour(x, y, x**2, [1])
    assert {*points(axes, "contours or areas 2")[1]} == {1, 2}
    assert parts == sorted(parts)


def test_shapes_have_their_corners_and_round_ones_a_box(axes):
    axes.bar([1], [3], width=0.5)
    axes.add_patch(plt.Circle((1, 1), 2))
    _, _, corners, _ = points(axes, "shape, rectangle")
    assert corners.tolist() == [[0.75, 0], [1.25, 0], [1.25, 3], [0.75, 3], [0.75, 0]]
    names, _, box, _ = points(axes, "shape, circle")
    assert names == {"shape, circle, corners of its box"}
    assert box == pytest.approx(np.array([[-1, -1], [3, 3]]))


def test_of_a_surface_there_is_the_box():
    axes = plt.figure().add_subplot(projection="3d")
    axes.plot_surface(*np.mgrid[:3.0, :3.0], np.array([[1.0, 2, 3]] * 3))
    names, _, places, values = points(axes)
    assert names == {"surface, corners of its box"} and values == ["1.0", "3.0"]
    assert places.tolist() == [[0, 0], [2, 2]]
    plt.close("all")


def test_dates_and_categories_are_told_in_their_own_terms(axes):
    axes.plot([datetime(2024, 1, 1), datetime(2024, 1, 2, 12)], ["ash", "oak"])
    axes.annotate("oak", (0.9, 0.9), xycoords="axes fraction")
    assert [row[3:] for row in figure_points.rows(figure_tables.listing(axes.figure))] == [
        ("2024-01-01", "ash", ""),
        ("2024-01-02 12:00", "oak", ""),
    ]


def test_points_in_space_have_their_height_as_value():
    axes = plt.figure().add_subplot(projection="3d")
    axes.scatter([1, 2], [10, 20], [100, 200])
    axes.figure.draw_without_rendering()
    names, _, places, values = points(axes)
    assert names == {"points, the value is the height"}
    assert places.tolist() == [[1, 10], [2, 20]] and values == ["100.0", "200.0"]
    plt.close("all")


def test_what_has_no_colour_on_a_logarithmic_scale_is_left_out(axes):
    axes.hexbin([0, 0, 1], [0, 0, 1], gridsize=4, bins="log")
    axes.scatter([1, 2, 3], [1, 2, 3], c=[0, 5, 6], norm="log")
    axes.imshow([[0, 1], [-5, 3]], norm="log")
    axes.pcolormesh([[0, 10], [20, 30]], norm="log")
    seen = [points(axes, name)[3] for name in ("marks", "points", "picture", "grid")]
    assert [[*map(float, one)] for one in seen] == [[2, 1], [5, 6], [1, 3], [10, 20, 30]]


def test_cells_have_their_centre_and_masked_ones_are_left_out(axes):
    axes.pcolormesh([0, 2, 4], [0, 1, 2], np.ma.masked_equal([[1.0, 2.0], [-9, 4.0]], -9))
    _, _, places, values = points(axes)
    assert places.tolist() == [[1, 0.5], [3, 0.5], [3, 1.5]] and values == ["1.0", "2.0", "4.0"]


def test_filled_contours_have_the_levels_between_which_they_lie(axes):
    axes.contourf([[0, 1], [1, 2]], levels=[0, 1, 2])
    assert {*points(axes)[3]} == {"0.0 to 1.0", "1.0 to 2.0"}


def test_the_points_of_many_things_have_a_bound_together(axes):
    for number in range(400):
        axes.plot(np.arange(1000.0) + number)
    assert len(figure_points.rows(figure_tables.listing(axes.figure))) <= figure_points.ALL
