"""What the page interpolate/index.md says about curves, surfaces and old names, checked."""

import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy import interpolate

from snippets.interpolate import index as run

PAGE = page("interpolate/index.md")
EXACT = ("straight", "pchip", "akima", "cubic", "quintic")


def test_interpolation():
    """Each curve but the smoothing one goes through its points, of other functions too."""
    PAGE.says("points of a sine and of a step from zero to one", "of a sine with noise of")
    y = np.cos(run.few) * run.few
    for name in (*EXACT, "polynomial"):
        assert run.ways[name](run.few, y)(run.few) == approx(y, abs=1e-8)
    assert np.abs(run.ways["smoothing"](run.many, run.noisy)(run.many) - run.noisy).max() > 0.01


def test_orders():
    """With half the step, straight pieces, cubic and quintic splines gain by powers of two."""
    x = np.linspace(0, 6, 41)
    error = {name: run.missed(run.ways[name](x, np.sin(x))).max() for name in EXACT}
    for name, order in [("straight", 2), ("cubic", 4), ("quintic", 6)]:
        assert np.log2(run.wave[name] / error[name]) == approx(order, abs=0.7)


def test_smooth_and_exact():
    """Of exact points of another wave, a cubic spline is closer than what never overshoots."""
    PAGE.says("Use `CubicSpline` when the points are exact and the curve is smooth")
    f = np.exp(-run.few) * np.cos(run.few)
    there = np.exp(-run.places) * np.cos(run.places)
    error = {n: np.abs(run.ways[n](run.few, f)(run.places) - there).max() for n in EXACT}
    assert error["cubic"] < min(error[name] for name in ("straight", "pchip", "akima"))


def test_overshoot():
    """A PCHIP curve stays between neighbouring points, a cubic spline does not."""
    PAGE.says("`PchipInterpolator` when it must not go beyond its points")
    y = np.random.default_rng(1).normal(size=run.few.size)
    piece = np.clip(np.searchsorted(run.few, run.places) - 1, 0, None)
    top = np.maximum(y[:-1], y[1:])[piece]
    assert (run.ways["pchip"](run.few, y)(run.places) <= top + 1e-12).all()
    assert (run.ways["cubic"](run.few, y)(run.places) > top + 0.1).any()


def test_noise():
    """Of noise the smoothing spline keeps the least, whatever the seed."""
    PAGE.says("and `make_smoothing_spline` when they are noisy")
    for seed in range(1, 4):
        noise = run.noise * np.random.default_rng(seed).normal(size=run.many.size)
        left = {
            n: run.missed(run.ways[n](run.many, np.sin(run.many) + noise)).mean()
            for n in (*EXACT, "smoothing")
        }
        assert left["smoothing"] < min(left[name] for name in EXACT) / 1.5


def test_polynomial():
    """One polynomial through equal steps swings the more, the more of them there are."""
    PAGE.says("One polynomial through equally spaced points is for none of that")
    places = np.linspace(-1, 1, 1001)

    def swing(count):
        x = np.linspace(-1, 1, count)
        return np.abs(run.ways["polynomial"](x, 1 / (1 + 25 * x**2))(places)).max()

    assert 1 < swing(11) < swing(21) / 10 < swing(41) / 100


def test_surfaces():
    """The hill is the printed one; of another surface radial functions are the closest too."""
    formula = PAGE.inline("e^{-3 (x^2 + y^2)} + x y")
    assert run.hill(0.3, -0.7) == approx(formula(x=0.3, y=-0.7))
    PAGE.says("A hill on a saddle", "For scattered points of a smooth surface use")
    PAGE.says("If you can choose the points, choose a grid")

    def wave(x, y):
        return np.sin(2 * x) * np.cos(y)

    values, there = wave(*run.points.T), wave(*run.asked.T)
    error = {}
    for name in ("nearest", "triangles", "smooth", "radial"):
        surface = type(run.surfaces[name])(run.points, values)
        error[name] = np.abs(surface(run.asked) - there).max()
    assert min(error, key=error.get) == "radial"
    assert run.off["cubic"] < run.off["radial"] < run.off["smooth"] < run.off["triangles"]


def test_old_names():
    """interp2d raises an error; the legacy names work, in silence, and agree with the new ones."""
    PAGE.says("removed in 1.14, raises an error", "`interp1d` | legacy, still works")
    PAGE.says("`splprep` | legacy, still work", "`Rbf` | legacy, still work")
    x, y = run.few, np.sin(run.few)
    with pytest.raises(NotImplementedError, match=r"removed in SciPy 1\.14"):
        interpolate.interp2d([0, 1], [0, 1], [[0, 1], [1, 2]])
    with warnings.catch_warnings(action="error"):
        assert interpolate.interp1d(x, y)(2.2) == approx(run.ways["straight"](x, y)(2.2))
        cubic = run.ways["cubic"](x, y)(2.2)
        assert interpolate.splev(2.2, interpolate.splrep(x, y)) == approx(cubic)
        assert interpolate.UnivariateSpline(x, y, s=0)(2.2) == approx(cubic)
        assert interpolate.make_splrep(x, y, s=0)(2.2) == approx(cubic)
        (_, u), curve = interpolate.splprep([x, y], s=0), interpolate.make_splprep([x, y], s=0)[0]
        assert curve(u[3]) == approx([x[3], y[3]])
        assert interpolate.Rbf(x, y)(x) == approx(y)
    legacy = ("interp1d", "UnivariateSpline", "splrep", "splprep", "splev", "Rbf")
    assert all("legacy" in getattr(interpolate, name).__doc__ for name in legacy)
