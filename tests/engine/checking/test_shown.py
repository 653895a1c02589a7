"""A figure is proved by what it shows: each kind of change is noticed, and said in words."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from recipes.testing import shows

X = np.linspace(0, 1, 5)


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


@pytest.fixture
def curve(axes):
    """A parabola, its chords, a strip, points, a text and a legend."""
    axes.plot(X, X**2, label="$y = x^2$")
    axes.plot(X[::2], X[::2] ** 2, "o--", label="chords")
    axes.plot(X, 0 * X, color="black")
    axes.vlines(0.5, 0, 0.25, color="black", label="strip")
    axes.scatter([0, 1], [0, 1], label="ends")
    axes.annotate("top", (1, 1), (-20, 5), textcoords="offset points")
    axes.set(xlabel="$x$", ylabel="$y$", title="A parabola", xlim=(0, 1), yticks=[0, 1])
    axes.legend()
    return axes


WHOLE = {
    "lines": {
        "$y = x^2$": (X, X**2),
        "chords": (X[::2], X[::2] ** 2),
        "axis": (X, 0 * X),
        "strip": ([0.5, 0.5], [0, 0.25]),
    },
    "styles": {"chords": "o--", "$y = x^2$": "-"},
    "points": {"ends": ([0, 1], [0, 1])},
    "texts": {"top": (1, 1)},
    "labels": ("$x$", "$y$"),
    "title": "A parabola",
    "limits": ((0, 1),),
    "ticks": ([0, 0.2, 0.4, 0.6, 0.8, 1], [0, 1]),
    "legend": ["$y = x^2$", "chords", "strip", "ends"],
}


def test_a_figure_that_shows_what_is_said_passes(curve):
    shows(curve, **WHOLE)


def test_what_is_not_asked_for_may_be_there(curve):
    shows(curve, labels=("$x$", "$y$"))


WRONG = {
    "a number": ("lines", "chords", (X[::2], X[::2] ** 2 + 1e-4), "“chords”, y: expected 0.0001"),
    "a length": ("lines", "chords", (X, X**2), "expected an array of the shape"),
    "the order of coordinates": ("lines", "$y = x^2$", (X**2, X), "“$y = x^2$”, x: expected"),
    "a missing line": ("lines", "tangent", (X, 2 * X - 1), "“tangent” is not drawn"),
    "a line without a label": ("lines", "axis", (X, X), "“axis”, y: expected 1.0 at [4]"),
    "a strip": ("lines", "strip", ([0.4, 0.4], [0, 0.25]), "“strip”, x: expected 0.4"),
    "a style": ("styles", "chords", "s--", "expected the style 's--', drawn 'o--'"),
    "a point": ("points", "ends", ([0, 2], [0, 1]), "scatter “ends”, x: expected 2"),
    "the place of a text": ("texts", "top", (0, 1), "text “top”, x: expected 0"),
    "a text": ("texts", "bottom", (0, 0), "text “bottom” is not drawn"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_each_other_drawing_is_noticed(curve, kind):
    name, key, value, message = WRONG[kind]
    with pytest.raises(AssertionError) as failure:
        shows(curve, **{**WHOLE, name: {**WHOLE[name], key: value}})
    assert message in str(failure.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("labels", ("$y$", "$x$"), "labels: expected ('$y$', '$x$')"),
        ("title", "A hyperbola", "title: expected 'A hyperbola', drawn 'A parabola'"),
        ("legend", ["chords"], "legend: expected ['chords']"),
        ("limits", ((0, 2),), "lims of x: expected (0, 2)"),
        ("ticks", ([0, 0.2, 0.4, 0.6, 0.8, 1], [0, 2]), "ticks of y: expected [0, 2]"),
    ],
)
def test_each_other_frame_is_noticed(curve, name, value, message):
    with pytest.raises(AssertionError, match="expected") as failure:
        shows(curve, **{**WHOLE, name: value})
    assert message in str(failure.value)


@pytest.mark.parametrize("kind", ["lines", "points", "texts"])
def test_nothing_that_is_drawn_can_be_forgotten(curve, kind):
    _, *rest = WHOLE[kind]
    with pytest.raises(AssertionError, match="is drawn and not named"):
        shows(curve, **{kind: {name: WHOLE[kind][name] for name in rest}})


def test_all_that_differs_is_said_at_once(curve):
    with pytest.raises(AssertionError) as failure:
        shows(curve, title="Another", labels=("", ""))
    assert len(str(failure.value).splitlines()) == 2


def test_lines_that_look_alike_are_refused(axes):
    axes.plot(X, X, label="one")
    axes.plot(X, X**2, color="C0", label="other")
    axes.legend()
    with pytest.raises(AssertionError, match="look alike"):
        shows(axes)


def test_colours_that_not_everybody_can_tell_apart_are_refused(axes):
    axes.plot(X, X, color="#d00000", label="one")
    axes.plot(X, X**2, color="#6b6b00", label="other")
    axes.legend()
    with pytest.raises(AssertionError, match="not everybody"):
        shows(axes)


@pytest.mark.parametrize(
    ("colours", "message"), [(["C0", "C0"], "look alike"), (["#d00000", "#6b6b00"], "not every")]
)
def test_points_that_cannot_be_told_apart_are_refused_too(axes, colours, message):
    for colour in colours:
        axes.scatter(X, X, color=colour, label=colour + str(len(axes.collections)))
    shows(axes)
    axes.legend()
    with pytest.raises(AssertionError, match=message):
        shows(axes)


def saddle(x, y):
    return x * (y + 1)


@pytest.fixture
def rings(axes):
    """Two levels of a saddle in a rectangle, and no other contours."""
    x, y = np.linspace(0, 2, 201), np.linspace(-1, 1, 101)[:, np.newaxis]
    axes.contour(x[0:], y[:, 0], saddle(x, y), [1, 2])
    return axes


def test_contours_lie_where_their_function_has_their_levels(rings):
    shows(rings, contours={"saddle": ([1, 2], saddle)})


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"saddle": ([1, 3], saddle)}, "levels: expected 3.0 at [1], drawn 2"),
        ({"other": ([1, 2], lambda x, y: x * (y + 1.05))}, "contour “other” at 1.0 is drawn thr"),
        ({"turned": ([1, 2], lambda x, y: y * (x + 1))}, "contour “turned” at 1.0 is drawn thr"),
        ({"nowhere": ([1, 2], lambda x, y: np.nan * x)}, "where the function is nan"),
        ({}, "is drawn and not named"),
        ({"one": ([1, 2], saddle), "two": ([1], saddle)}, "contour “two” is not drawn"),
    ],
)
def test_other_contours_are_noticed(rings, expected, message):
    with pytest.raises(AssertionError) as failure:
        shows(rings, contours=expected)
    assert message in str(failure.value)


def test_a_level_that_no_place_has_is_noticed(axes):
    axes.contour(X, X, np.outer(X, X), [0.5, 7])
    with pytest.raises(AssertionError, match=r"at 7\.0 is outside what is drawn"):
        shows(axes, contours={"": ([0.5, 7], lambda x, y: x * y)})


@pytest.fixture
def picture(axes):
    """Two rows and three columns, the upper right pixel missing."""
    axes.imshow([[1, 2, np.nan], [4, 5, 6]], cmap="viridis", vmin=0, vmax=6, extent=(0, 6, 1, 0))
    return axes


PIXELS = {
    "image": [[1, 2, np.nan], [4, 5, 6]],
    "centres": ([1, 3, 5], [0.25, 0.75]),
    "between": (0, 6),
}


def test_an_image_has_its_numbers_at_their_places_in_the_colours_of_their_range(picture):
    shows(picture, **PIXELS)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("image", [[1, 2, 3], [4, 5, 6]], "image: expected 3.0 at [0, 2], drawn nan"),
        ("image", [[4, 5, 6], [1, 2, np.nan]], "image: expected"),
        ("centres", ([1, 3, 5], [0.75, 0.25]), "image, y: expected 0.75"),
        ("between", (0, 5), "expected its colours between (0, 5)"),
    ],
)
def test_another_image_is_noticed(picture, name, value, message):
    with pytest.raises(AssertionError) as failure:
        shows(picture, **{**PIXELS, name: value})
    assert message in str(failure.value)


def test_a_colour_map_whose_grades_look_alike_is_refused(axes):
    axes.imshow([[0, 1]], cmap="flag")
    with pytest.raises(AssertionError, match="told apart by everybody"):
        shows(axes, image=[[0, 1]])


def test_axes_without_an_image_show_none(axes):
    with pytest.raises(AssertionError, match="expected one image, drawn are 0"):
        shows(axes, image=[[0, 1]])


def test_corners_of_shapes_are_compared(axes):
    axes.fill([0, 1, 1], [0, 0, 2], label="triangle")
    axes.bar([3], [4], width=1, label="bar")
    bar = [2.5, 3.5, 3.5, 2.5], [0, 0, 4, 4]
    shows(axes, shapes={"triangle": ([0, 1, 1], [0, 0, 2]), "bar": bar})
    with pytest.raises(AssertionError, match="“triangle”, y: expected 3"):
        shows(axes, shapes={"triangle": ([0, 1, 1], [0, 0, 3]), "bar": bar})


def test_lines_and_points_in_space_have_three_coordinates():
    figure, axes = plt.subplots(subplot_kw={"projection": "3d"})
    axes.plot(X, X**2, X**3)
    axes.scatter([0], [1], [2])
    axes.set(xlabel="a", ylabel="b", zlabel="c")
    shows(axes, lines={"": (X, X**2, X**3)}, points={"": ([0], [1], [2])}, labels=("a", "b", "c"))
    with pytest.raises(AssertionError, match="z: expected"):
        shows(axes, lines={"": (X, X**2, X**2)})
    with pytest.raises(AssertionError, match="expected 2 coordinates, drawn 3"):
        shows(axes, points={"": ([0], [1])})
    plt.close(figure)
