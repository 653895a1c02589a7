"""What the page interpolate/curve-through-points.md says about curves through points, checked."""

import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.interpolate import Akima1DInterpolator, BPoly, CubicSpline, PchipInterpolator

from snippets.interpolate import curve_through_points as run

PAGE = page("interpolate/curve-through-points.md")
HOUR, LEVEL = [0, 2, 3, 4, 7, 9], [5, 5, 20, 80, 97, 100]


@pytest.fixture
def walk():
    """Points that rise and fall at uneven steps."""
    rng = np.random.default_rng(0)
    x = np.cumsum(rng.uniform(0.3, 2, 40))
    return x, rng.normal(size=40)


def sides(x, y, point):
    steps = np.diff(x)[point - 1 : point + 1]
    return steps, np.diff(y)[point - 1 : point + 1] / steps


@pytest.mark.parametrize("point", [2, 3, 4])
def test_slope(point):
    """At each inner point the curve has the slope that the page prints."""
    PAGE.says(
        "The slope $d$ of the curve at a point is a mean of the slopes of the straight pieces"
    )
    PAGE.says("that meet there, weighted with their widths $h$")
    (h_0, h_1), (s_0, s_1) = sides(run.hour, run.level, point)
    d = run.curve.derivative()(run.hour[point])
    assert PAGE.equation("slope").holds(d=d, h_0=h_0, h_1=h_1, s_0=s_0, s_1=s_1)
    assert min(s_0, s_1) < d < max(s_0, s_1)


def test_level(walk):
    """Where pieces turn, or one is level, the curve is level."""
    PAGE.says("a piece is level, or one rises and the next falls")
    PAGE.says("the slope at their common point is zero")
    slope = PchipInterpolator(*walk).derivative()
    assert run.curve.derivative()(2) == 0 and np.diff(run.level)[0] == 0
    turns = [k for k in range(1, 39) if np.prod(sides(*walk, k)[1]) < 0]
    assert len(turns) > 10 and slope(walk[0][turns]) == approx(0, abs=1e-12)


def test_between(walk):
    """Between two points the curve stays between them and never turns."""
    PAGE.says(
        "by a smooth curve that stays between them",
        "a smooth curve through points without overshoot",
    )
    PAGE.says("A curve that never overshoots", "The curve rises where the readings rise")
    PAGE.says("A smooth curve that stays between its points, with", section="description")
    PAGE.says("is nowhere higher than they are. It ends at")
    assert PchipInterpolator(*walk)(walk[0]) == approx(walk[1])
    assert run.highest == approx(max(run.level)) and run.curve(9) == approx(100)
    for x, y in (walk, (run.hour, run.level)):
        for low, high, sign in zip(x[:-1], x[1:], np.sign(np.diff(y)), strict=True):
            piece = PchipInterpolator(x, y)(np.linspace(low, high, 50)) * sign
            assert (np.diff(piece) > -1e-12).all()


def test_pieces():
    """The curve is made of the cubic pieces that have its values and slopes at both ends."""
    slopes = run.curve.derivative()(run.hour)
    pieces = BPoly.from_derivatives(run.hour, np.column_stack([run.level, slopes]))
    assert run.curve(run.time) == approx(pieces(run.time))


def test_solve():
    """Reading and solving undo each other, and the inflow is the slope."""
    PAGE.says("You can read the curve, differentiate it", "h the tank is", "It reached")
    PAGE.says("solve it for the time at which a level is reached")
    assert run.curve(run.reached) == approx(run.middle) and run.curve(run.asked) == run.then
    rise = (run.curve(6 + 1e-5) - run.curve(6 - 1e-5)) / 2e-5
    assert run.inflow == approx(rise, rel=1e-6) and run.asked == 6


def test_tops():
    """The curve stays below a top that no point shows, where the spline goes round it."""
    PAGE.says("cuts off tops that lie between the points", "misses the sine by up to")
    PAGE.says("If the points come from a smooth wave, take `CubicSpline`")
    PAGE.says("cuts off less of the tops, and may overshoot")
    assert (run.moments[-1], run.fine[0], run.fine[-1]) == (10, 0, 10)
    sampled = PchipInterpolator(run.moments, np.sin(run.moments))(run.fine)
    assert sampled.max() == approx(np.sin(8)) and np.sin(run.fine).max() > 0.999
    assert run.cut == np.abs(sampled - np.sin(run.fine)).max()
    assert run.rounded < run.missed(Akima1DInterpolator) < run.cut / 2
    rounder = Akima1DInterpolator(run.moments, np.sin(run.moments))
    assert rounder(run.fine).max() > np.sin(8) + 0.001


def test_kinks():
    """The slope of the spline has no kinks, and that of the curve has some."""
    PAGE.says("Its slope has no kinks")
    bends = [run.spline.derivative(2), run.curve.derivative(2)]
    smooth, kinked = (np.abs(bend(run.hour + 1e-9) - bend(run.hour - 1e-9)) for bend in bends)
    assert run.spline(run.hour) == approx(run.level)
    assert smooth.max() < 1e-6 and kinked[1:-1].min() > 0.1


def test_polynomial():
    """The polynomial goes through all readings, and swings farther with more points."""
    PAGE.says("against CubicSpline and one polynomial", section="description")
    PAGE.says("People fit one polynomial through all points")
    PAGE.says("More points can make it worse", "It fills the tank to")
    PAGE.says("between equal steps the polynomial may swing farther with each point")
    assert run.polynomial(run.hour) == approx(run.level)
    x, farthest = np.linspace(-5, 5, 2001), []
    for count in (5, 9, 13, 17):
        nodes = np.linspace(-5, 5, count)
        through = np.polynomial.Polynomial.fit(nodes, 1 / (1 + nodes**2), count - 1)
        farthest.append(np.abs(through(x)).max())
    assert farthest == sorted(farthest) and farthest[-1] > 5


def test_beyond():
    """Beyond the last point the last piece goes on, and without extrapolation there is nan."""
    PAGE.says("Beyond the last point the curve goes on with its last piece, without a warning")
    PAGE.says("The tank seems to run empty, with", "h. With `extrapolate=False` the curve returns")
    nodes = [7.5, 8, 8.5, 9]
    cubic = np.polynomial.Polynomial.fit(nodes, run.curve(nodes), 3)
    with warnings.catch_warnings(action="error"):
        assert run.curve(run.later) == approx(cubic(12)) and run.later > run.hour[-1]
    assert np.isnan(run.strict([-1, 12])).all()
    assert run.strict(run.time) == approx(run.curve(run.time))
    assert (np.diff(run.curve(np.linspace(9, 15))) < 0).all()


def test_figure():
    PAGE.says("Made-up readings of a tank that is being filled, and curves through them")
    PAGE.says("Dots that rise from the lower left to the upper right, first level, then steeply")
    PAGE.says("A solid line joins them and stays below a dotted line, the full tank", "then slowly")
    PAGE.says("A dashed line bulges far above the full tank before it comes back to the last dot")
    time = np.linspace(0, 9, 901)
    curve, spline = PchipInterpolator(HOUR, LEVEL)(time), CubicSpline(HOUR, LEVEL)(time)
    lines = {"full": ([0, 1], [100, 100]), "CubicSpline": (time, spline)}
    lines |= {"PchipInterpolator": (time, curve), "readings": (HOUR, LEVEL)}
    styles = dict(zip(lines, (":", "--", "-", "o"), strict=True))
    labels = ("time (h)", "level of the tank (%)")
    shows(run.ax, lines=lines, styles=styles, labels=labels, legend=[*lines])
    shows(run.ax, limits=((-0.45, 9.45), (-5, 125)))
    assert spline.max() > 110 and spline[-1] == approx(100) and curve.max() <= 100 + 1e-9
    steps = np.diff(LEVEL) / np.diff(HOUR)
    assert steps[0] == 0 and steps.argmax() == 2 and steps[-1] == min(steps[1:])
