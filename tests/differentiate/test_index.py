"""What the page differentiate/index.md says about slopes and old names, checked."""

import importlib
import sys
import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy.differentiate import derivative, hessian, jacobian
from scipy.interpolate import CubicSpline

from snippets.differentiate import index as run

PAGE = page("differentiate/index.md")
FUNCTIONS, POINTS = ("approx_fprime", "derivative"), ("gradient", "spline")
SMOOTH = ("savgol", "smoothing")


def test_slope():
    """The slope of a sine is the cosine, and each way finds it."""
    formula = PAGE.inline(r"\frac{d}{dx} \sin x = \cos x")
    assert formula.holds(x=0.7)
    cosine = [formula.rhs(x=place) for place in run.x]
    for way in run.ways.values():
        assert np.mean(np.abs(way(np.sin) - np.array(cosine))) < 1e-3


def test_function_that_can_be_called():
    """Of a function that can be called, derivative finds the slope to more digits than a step."""
    PAGE.says("Use `derivative` for a function that you can call", "the mean error without noise")
    assert run.exact["derivative"]["error"] < 1e-5 * run.exact["approx_fprime"]["error"]
    for f, slope in [(np.exp, np.exp), (lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2)]:
        forward = (f(1 + 1e-8) - f(1)) / 1e-8
        assert abs(derivative(f, 1.0).df - slope(1)) < abs(forward - slope(1)) / 100


def test_exact_points():
    """Of exact points a cubic spline finds the slope to more digits than differences."""
    PAGE.says("`CubicSpline` for exact points", "equally spaced points |")
    assert run.exact["spline"]["error"] < run.exact["gradient"]["error"] / 1000
    x = np.linspace(0, 1, 51)
    spline, quotients = CubicSpline(x, np.exp(x))(x, 1), np.gradient(np.exp(x), x)
    assert abs(spline - np.exp(x)).max() < abs(quotients - np.exp(x)).max() / 100


def test_noise():
    """With other noise too, the smoothing ways are at least five times as close as the others."""
    PAGE.says("and a smoothing one for noisy points")
    assert min(run.noisy[name]["error"] for name in FUNCTIONS + POINTS) > 5 * max(
        run.noisy[name]["error"] for name in SMOOTH
    )
    for noise in (0.0003, 0.01):
        error = {name: run.tried(run.ways[name], noise)["error"] for name in POINTS + SMOOTH}
        assert min(error[name] for name in POINTS) > 5 * max(error[name] for name in SMOOTH)


def test_differences():
    """The difference of neighbours multiplies noise by the inverse of the step."""
    PAGE.says("the difference of neighbours multiplies their noise")
    noise = run.rng.normal(size=100_000)
    for step in (run.step, 1e-3):
        slope = np.gradient(noise, step)[1:-1]
        assert np.std(slope) == approx(1 / (np.sqrt(2) * step), rel=0.05)
    assert run.step < 1


def test_several_variables():
    """The Jacobian of several results is a matrix; the Hessian is symmetric."""
    PAGE.says("the gradient, of several results the matrix", "the matrix of second derivatives")
    assert jacobian(run.rosen, run.place).df.shape == (3,)
    assert jacobian(run.rosen_der, run.place[:, None]).df[..., 0] == approx(
        run.rosen_hess(run.place), abs=1e-6
    )
    bends = hessian(run.rosen, run.place).ddf
    assert bends == approx(bends.T, abs=1e-6) and bends == approx(
        run.rosen_hess(run.place), abs=1e-6
    )


def test_old_names():
    """The functions of scipy.misc are gone, and importing it warns."""
    PAGE.says("`misc.derivative` | removed, at the latest", "empty, warns, to be removed in 2.0")
    sys.modules.pop("scipy.misc", None)
    with pytest.deprecated_call():
        misc = importlib.import_module("scipy.misc")
    with warnings.catch_warnings(action="ignore"):
        assert not {"derivative", "central_diff_weights"} & set(dir(misc))
    assert derivative(np.sin, 0.3, order=4).df == approx(np.cos(0.3))
    assert run.derivative is derivative
