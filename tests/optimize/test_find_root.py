"""What the page optimize/find-root.md says about roots, checked."""

from math import ceil, log2, pi, sin, sqrt

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.optimize import elementwise, root, root_scalar
from scipy.special import jv

from snippets.optimize import find_root as run

PAGE = page("optimize/find-root.md")


def test_kepler():
    """The root satisfies Kepler's equation."""
    PAGE.says("Find where a function is zero", "finds where a function of one variable is zero")
    PAGE.says("Solve one equation with scipy.optimize.root_scalar", section="description")
    PAGE.says(
        "At the time",
        "the place is",
        "are angles from where",
        "the eccentricity $e$ is",
        "Bring all terms to one side",
    )
    PAGE.says("Use it for an equation that you cannot solve on paper", "is that of the ellipse")
    PAGE.says("are angles from where it is nearest to the sun, and the eccentricity $e$ is that")
    equation = PAGE.equation("kepler")
    assert equation.holds(E=run.E, e=run.eccentricity, M=run.anomaly)
    assert equation.lhs(E=2.5, e=0.3) == approx(2.5 - 0.3 * sin(2.5))
    function = PAGE.inline(r"f(E) = E - e \sin E - M").defines("f(E)")
    assert function(E=1.1, e=0.9, M=0.4) == approx(run.kepler(1.1, 0.4))


@pytest.mark.parametrize("place", [0.01, 0.6, 1.7, 3.1])
def test_known_place(place):
    """For a place that is known, the time leads back to it."""
    PAGE.says("Kepler's equation tells where on its ellipse a planet or comet is at a given time")
    time = PAGE.equation("kepler").lhs(E=place, e=run.eccentricity)
    found = root_scalar(run.kepler, args=(time,), bracket=run.bracket)
    assert found.root == approx(place, abs=1e-10)


def test_bessel_series():
    """The series of Bessel functions, which needs no search, has the same sum."""
    n = np.arange(1, 401)
    terms = 2 / n * jv(n, n * 0.9) * np.sin(n * 0.8)
    assert run.E == approx(0.8 + terms.sum(), abs=1e-8)


def test_only_root():
    """The function has one sign at each end of the bracket, and grows between them."""
    PAGE.says("give a bracket, with different signs at its ends")
    PAGE.says(
        "The function has different signs at the ends of the bracket. Its root lies between them"
    )
    PAGE.says("That is the root of the function")
    low, high = run.bracket
    assert run.kepler(low, run.anomaly) < 0 < run.kepler(high, run.anomaly)
    assert low < run.E < high and (np.diff(run.kepler(np.linspace(low, high, 99), 0.8)) > 0).all()


def test_many():
    """All equations at once have the roots of the loop, and of Kepler's equation."""
    PAGE.says("many at once with elementwise.find_root", section="description")
    PAGE.says("takes arrays, and solves an equation for each of their elements")
    PAGE.says("A loop over `root_scalar` takes about", "It finds all", "Many equations at once")
    assert run.many.success.all() and run.many.x.shape == (10_000,) == (run.found,)
    assert list(run.anomalies[[0, -1]]) == [0, pi]
    assert run.many.x - 0.9 * np.sin(run.many.x) == approx(run.anomalies, abs=1e-12)
    for k in (1, 77, 5000, 9998):
        one = root_scalar(run.kepler, args=(run.anomalies[k],), bracket=run.bracket)
        assert run.many.x[k] == approx(one.root, abs=1e-10)


@pytest.mark.parametrize("width", [0.1, 1e-6, 1e-12])
def test_halving(width):
    """Each call of the function halves the bracket, whether the function rises or falls."""
    PAGE.says("People halve the bracket until it is short enough")
    PAGE.says("Each call of the function is worth one binary digit", "That takes")
    for sign in (1, -1):
        found, calls = run.bisect(lambda x, sign=sign: sign * (x * x - 2) / 9, 0, 2, width)
        assert found == approx(sqrt(2), abs=width / 2)
        assert calls == 1 + ceil(log2(2 / width))
    assert run.calls == 1 + ceil(log2(pi / 1e-12))


def test_fewer_calls():
    """root_scalar needs fewer calls than halving, because it puts curves through its points."""
    PAGE.says("needs for the same root", "SciPy puts curves through the latest points")
    PAGE.says("and halves the bracket only when they do not help")
    assert run.halved == approx(run.E, abs=1e-12) and run.solution.method == "brentq"
    assert run.ratio == run.calls / run.solution.function_calls
    line = root_scalar(lambda x: 3 * x - 1, bracket=(0, 2))  # a straight line helps at once
    assert line.function_calls < 6
    step = root_scalar(lambda x: 1.0 if x > 1 / 3 else -1.0, bracket=(0, 2))
    assert step.function_calls > 30


def test_pole():
    """The tangent changes its sign between one and two, and has no root there, but a pole."""
    PAGE.says("do not take a pole for a root", section="description")
    PAGE.says("A change of sign is all that `root_scalar` looks for", "it has no root")
    PAGE.says("The tangent changes its sign at a pole, too", "The answer", "is the pole, where")
    PAGE.says("the tangent is huge, and SciPy calls it converged")
    PAGE.says("So evaluate your function at the root that you were given")
    low, high = run.ends
    assert np.tan(low) > 0 > np.tan(high) and sin(low) > 0 < sin(high) and 0 < low < high < pi
    assert run.pole.converged and run.pole.root == approx(pi / 2, abs=1e-11)
    assert abs(np.tan(run.pole.root)) > 1e9 and abs(run.kepler(run.E, run.anomaly)) < 1e-12


def test_same_sign():
    """With the same sign at both ends there is an error, and bracket_root finds better ends."""
    PAGE.says("Where the signs at both ends are the same, SciPy raises a `ValueError`")
    PAGE.says("Plot the function, and choose other ends", "looks for a bracket, beginning anywhere")
    with pytest.raises(ValueError) as caught:
        root_scalar(run.kepler, args=(run.anomaly,), bracket=(2, 3))
    assert str(caught.value) == "f(a) and f(b) must have different signs"
    for start in (-50, 2, 80):
        ends = elementwise.bracket_root(run.kepler, start, args=(run.anomaly,)).bracket
        found = root_scalar(run.kepler, args=(run.anomaly,), bracket=[float(end) for end in ends])
        assert found.root == approx(run.E)


def test_several():
    """scipy.optimize.root solves Kepler's equation too, beside a second one."""
    PAGE.says("solves several equations with as many unknowns")
    both = root(lambda p: [run.kepler(p[0], run.anomaly), p[0] + p[1] - 1], [2, 0])
    assert both.x == approx([run.E, 1 - run.E])


def test_figure():
    PAGE.says("A curve that rises from a square below zero on the left to another one above zero")
    PAGE.says("on the right. A dot marks where it crosses the horizontal line at zero")
    angles = np.linspace(0, pi, 101)
    curve = angles - 0.9 * np.sin(angles) - 0.8
    lines = {
        "zero": ([0, 1], [0, 0]),  # from side to side
        "$f(E)$": (angles, curve),
        "bracket": ([0, pi], [-0.8, pi - 0.8]),
        "root": ([run.E], [0]),
    }
    assert curve[0] < 0 < curve[-1] and (np.diff(curve) > 0).all()
    styles = {"bracket": "s", "root": "o"}
    names = [name for name in lines if name != "zero"]
    shows(run.ax, lines=lines, styles=styles, labels=("$E$", "$f(E)$"), legend=names)
