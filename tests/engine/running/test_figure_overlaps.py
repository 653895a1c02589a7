"""A legend or a text that covers data is reported; one that stands beside it is not."""

from datetime import datetime

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from recipes.running.figure_overlaps import covered
from recipes.running.figures import settle, style

X = np.linspace(0, 1, 50)


def found(draw):
    with mpl.rc_context(style()):
        figure = Figure()
        draw(figure.add_subplot())
        settle(figure)
        return list(covered(figure))


def legend_on_a_line(axes):
    axes.plot(X, X, label="$x$")
    axes.legend(loc="upper right")


def legend_on_a_line_of_two_points(axes):
    axes.plot([0, 1], [0, 1], label="$x$")
    axes.legend(loc="lower left")


def legend_on_points(axes):
    axes.scatter(X, X, label="places")
    axes.legend(loc="upper right")


def legend_on_markers(axes):
    axes.plot(X, X, "o", label="places")
    axes.legend(loc="upper right")


def legend_of_the_figure_on_a_line(axes):
    axes.plot(X, X, label="$x$")
    axes.figure.legend(loc="center")


def legend_on_a_line_of_other_axes(axes):
    axes.plot(X, X)
    axes.twinx().plot([], label="nothing")
    axes.figure.axes[1].legend(loc="upper right")


def legend_where_no_place_is_free(axes):
    axes.scatter(*np.random.default_rng(0).uniform(size=(2, 3000)), label="$x$")
    axes.legend(title="many words that take much room here\nand more\nand more")


def text_on_a_line(axes):
    axes.plot(X, np.full(50, 0.5), label="half")
    axes.text(0.5, 0.5, "rather long words", va="center", ha="center")


def text_on_the_points_beside_that_which_it_names(axes):
    axes.scatter([0.5, 0.52, 0, 1], [0.5, 0.5, 0, 1])
    axes.annotate("a long name", (0.5, 0.5), va="center")


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (legend_on_a_line, "the legend covers .. of the line “x”"),
        (legend_on_a_line_of_two_points, "the legend covers .. of the line “x”"),
        (legend_on_points, "the legend covers .. of the points “places”"),
        (legend_on_markers, "the legend covers .. of the points “places”"),
        (legend_of_the_figure_on_a_line, "the legend covers .. of the line “x”"),
        (legend_on_a_line_of_other_axes, "the legend covers .. of the line"),
        (legend_where_no_place_is_free, "the legend covers .. of the points “x”"),
        (text_on_a_line, "the text “rather long words” covers .. of the line “half”"),
        (
            text_on_the_points_beside_that_which_it_names,
            "the text “a long name” covers .. of the points",
        ),
    ],
)
def test_what_covers_data_is_reported(draw, said):
    (one,) = found(draw)
    begin, end = said.split("..")
    assert one.startswith(begin) and one.endswith(f"%{end}")


def legend_that_found_a_free_place(axes):
    axes.plot(X, X**2, label="$x^2$")
    axes.plot(X, X**3, label="$x^3$")
    axes.legend(loc="best")


def legend_beside_the_axes(axes):
    axes.plot(X, X, label="$x$")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def legend_on_a_line_that_marks_a_place(axes):
    axes.plot(X, X)
    axes.axhline(0.98, color="black", label="limit")
    axes.legend(loc="upper left")


def legend_on_a_picture(axes):
    axes.imshow(np.eye(20), label="picture")
    axes.plot([], label="line")
    axes.legend(loc="center")


def legend_on_data_that_the_limits_cut_off(axes):
    axes.plot(X, np.full(50, 0.5), label="$x$")
    axes.set(xlim=(0, 0.5), ylim=(0, 1))
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def hidden_legend(axes):
    axes.plot(X, X, label="$x$")
    axes.legend(loc="upper right").set_visible(False)


def legend_in_the_gap_of_a_line(axes):
    axes.plot(X, np.where(abs(X - 0.5) < 0.3, np.nan, 0.5), label="$x$")
    axes.legend(loc="center")


def names_of_points(axes):
    axes.scatter([0.2, 0.5, 0.8], [0.2, 0.5, 0.8], s=900)
    for number, place in enumerate([0.2, 0.5, 0.8]):
        axes.text(place, place, str(number), ha="center", va="center")
        axes.annotate(f"the point {number}", (place, place), xytext=(12, 12),
                      textcoords="offset points")  # fmt: skip


def note_that_points_at_a_curve(axes):
    axes.plot(X, X**2)
    axes.annotate("here", (0.9, 0.81), xytext=(0.1, 0.2), arrowprops={"arrowstyle": "->"})


def notes_at_a_date_and_a_category(axes):
    axes.plot([datetime(2020, 1, day) for day in (1, 2, 3)], ["a", "b", "c"])
    axes.annotate("b", (datetime(2020, 1, 2), "b"))


def legend_of_hidden_axes(axes):
    axes.plot(X, X)
    other = axes.twinx()
    other.plot([], label="nothing")
    other.legend(loc="upper right")
    other.set_visible(False)


def name_on_a_curve(axes):
    axes.plot(X, X**2)
    axes.text(0.7, 0.49, "x²", bbox={"facecolor": "white"})


def text_along_a_line(axes):
    axes.plot(X, X)
    axes.text(0.5, 0.55, "as steep as the line", rotation=38, ha="center", va="center")


@pytest.mark.parametrize(
    "draw",
    [
        legend_that_found_a_free_place,
        legend_beside_the_axes,
        legend_on_a_line_that_marks_a_place,
        legend_on_a_picture,
        legend_on_data_that_the_limits_cut_off,
        hidden_legend,
        legend_in_the_gap_of_a_line,
        names_of_points,
        note_that_points_at_a_curve,
        notes_at_a_date_and_a_category,
        legend_of_hidden_axes,
        name_on_a_curve,
        text_along_a_line,
    ],
)
def test_what_stands_beside_data_or_names_it_is_not_reported(draw):
    assert found(draw) == []


def test_a_cell_that_draws_such_a_figure_fails_with_its_line(desk):
    problem = desk.problem("""
        import matplotlib.pyplot as plt
        fig, ax = plt.subplots()
        ax.plot([0, 1], label="line")
        ax.legend(loc="center")
    """)
    assert str(problem).startswith("snippets/a/one.py:4: draws a figure in which the legend ")
    assert problem.message.endswith("% of the line “line”; place it elsewhere")


def test_a_note_is_where_its_figure_has_it_at_any_resolution():
    def draw(axes):
        axes.figure.set_dpi(192)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.plot([0, 1], [0.39, 0.39])
        note = "a note far above of the line"
        axes.annotate(note, (0.4, 0.9), (0, 0), textcoords="offset points", ha="center")

    assert found(draw) == []


def test_an_artist_that_has_no_places_is_not_reported():
    class Odd(Line2D):
        def get_linestyle(self):
            raise RuntimeError("no data")

    assert found(lambda axes: axes.add_artist(Odd([0, 1], [0, 1]))) == []
