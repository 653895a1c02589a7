"""What the page differentiate/derivative.md says about derivatives, checked."""

import math
import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.differentiate import derivative, hessian, jacobian

from snippets.differentiate import derivative as run

PAGE = page("differentiate/derivative.md")


def on_paper(x):
    return np.cos(x) * np.exp(np.sin(x))


def test_closed_form():
    """The slope is the one on paper."""
    PAGE.says("Compute a derivative, Jacobian or Hessian numerically")
    PAGE.says("finds the slope of a function that you can evaluate but do not want to")
    PAGE.says("A slope that is known on paper shows it")
    equation = PAGE.equation("slope")
    assert equation.holds(x=0.7)
    assert run.slope == approx(equation.rhs(x=1), abs=1e-10)
    assert run.f(0.7) == approx(np.exp(np.sin(0.7)))


@pytest.mark.parametrize("x", [-2.3, 0.4, 1, 5.5])
def test_error_estimate(x):
    """The estimate of the error is larger than the true error."""
    PAGE.says("You need no step, and get an estimate of the error")
    PAGE.says("The estimate of its error, 5e-9, is cautious")
    result = derivative(run.f, x)
    assert abs(result.df - on_paper(x)) < result.error < 1e-8 and result.success
    assert run.error > 10 * abs(run.slope - on_paper(1))


def test_complex_step():
    """A step along the imaginary axis, which has no difference to round, gives the same slope."""
    step = 1e-30
    assert run.slope == approx(np.exp(np.sin(1 + 1j * step)).imag / step, abs=1e-10)


def test_polynomials():
    """Polynomials up to the eighth degree have the right slopes, up to rounding."""
    for power in range(9):
        result = derivative(lambda x, power=power: x**power, 1.3)
        assert result.df == approx(power * 1.3 ** max(power - 1, 0), rel=1e-11)


def test_jacobian():
    """The Jacobian of polar coordinates holds a rotation, and its determinant is the radius."""
    PAGE.says("`jacobian` takes a function of several variables with one or more results")
    PAGE.says("and returns all first derivatives")
    PAGE.says("The determinant of the Jacobian of polar coordinates is the radius, 2")
    cos, sin = np.cos(0.5), np.sin(0.5)
    assert run.turned == approx(np.array([[cos, -2 * sin], [sin, 2 * cos]]))
    for radius, angle in ((0.3, 2), (5, -1)):
        turned = jacobian(run.from_polar, [radius, angle]).df
        assert np.linalg.det(turned) == approx(radius)
        length = np.linalg.norm(turned[:, 1])
        assert turned.T @ turned == approx(np.diag([1, length**2]), abs=1e-9)


def test_gradient():
    """The gradient is the one on paper, and vanishes at the lowest point of the valley."""
    x, y = 2, 3
    slopes = [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)]
    assert run.gradient == approx(slopes) and slopes == [802, -200]
    assert jacobian(run.valley, [1, 1]).df == approx([0, 0], abs=1e-10)


def test_hessian():
    """The Hessian is the one on paper, and how the gradient changes."""
    PAGE.says("`hessian` returns the second derivatives of a function with one result")
    x, y = 2, 3
    across = 2 - 400 * (y - 3 * x**2)
    assert run.curvature == approx(np.array([[across, -400 * x], [-400 * x, 200]]))
    assert hessian(run.valley, [1, 1]).ddf == approx(np.array([[802, -400], [-400, 200]]))
    slopes = [jacobian(run.valley, [x, y + step]).df for step in (-0.1, 0.1)]
    assert run.curvature[1] == approx((slopes[1] - slopes[0]) / 0.2)


def test_many_points():
    """A function must take arrays: one of `math`, or with `if`, fails."""
    PAGE.says("All of these functions get many points at once")
    PAGE.says("So write `np.sin` instead of `math.sin`, and `numpy.where` instead of `if`")
    PAGE.says("The first axis of `point` counts the variables")
    with pytest.raises(TypeError):
        derivative(lambda x: math.sin(x), 1)
    with pytest.raises(ValueError, match="ambiguous"):
        derivative(lambda x: x if x > 0 else -x, 1)
    assert derivative(lambda x: np.where(x > 0, x, -x), 1).df == approx(1)
    shapes = []
    valley = lambda point: shapes.append(point.shape) or run.valley(point)  # noqa: E731
    assert hessian(valley, [2, 3]).ddf == approx(run.curvature)
    assert {shape[0] for shape in shapes} == {2} and np.prod(max(shapes)) > 10


def test_quotient():
    """The quotient by hand is the one that the page prints."""
    PAGE.says("People take the difference quotient", "with a small step $h$")
    quotient = PAGE.inline(r"\frac{f(x + h) - f(x)}{h}")
    assert run.by_hand(0.7, 0.25) == approx(quotient(f=run.f, x=0.7, h=0.25))


def test_two_errors():
    """A long step is wrong in proportion to it, a short one by the rounding of a difference."""
    PAGE.says("A long step cuts across the curve")
    PAGE.says("A short one leaves little but the rounding errors of both values")
    PAGE.says("In between, the mean error is still 1e-8, larger than the 9e-12 of `derivative`")
    PAGE.says("against a difference quotient whose step you must guess", section="description")
    errors = dict(zip(range(-14, 0), run.errors, strict=True))
    assert errors[-2] / errors[-5] == approx(1000, rel=0.05)
    for power in range(-14, -9):
        assert 0.03 < errors[power] * 10.0**power / np.finfo(float).eps < 3
    assert run.best == errors[-8] and run.exact == approx(on_paper(np.linspace(0, 6, 601)))
    assert run.scipy_error < run.best / 100


def test_first_step():
    """A first step of many waves gives a wrong slope and says so in success alone."""
    PAGE.says("how a first step can be too long", "with scipy.differentiate", section="description")
    PAGE.says("`derivative` does not know how fast the function changes")
    PAGE.says("When it changes a lot within the default `initial_step`, the result is wrong")
    PAGE.says("without a warning. Only `success` tells", "It returns 79.5 instead of 86.2")
    PAGE.says(
        "Look at `success`, and pass an `initial_step` within which the function hardly bends"
    )
    places = []
    with warnings.catch_warnings(action="error"):
        result = derivative(lambda x: places.append(np.max(x)) or run.wave(x), 1)
    assert max(places) == 1.5 and result.df == run.wrong
    assert not run.coarse.success and run.fine.success
    assert run.right == approx(100 * np.cos(100)) and abs(run.wrong - run.right) > 5
    assert 100 * 0.5 > 2 * np.pi > 100 * 0.01


def test_figure():
    PAGE.says("The mean error of the slope at 601 places, for each step by hand")
    PAGE.says("No step comes near `derivative`")
    PAGE.says("Dots in the shape of a V, over steps that grow from left to right")
    PAGE.says("The lowest dot is near the middle", "A horizontal line lies far below all dots")
    steps = np.array([float(f"1e{power}") for power in range(-14, 0)])
    x = np.linspace(0, 6, 601)
    off = np.exp(np.sin(np.add.outer(steps, x))) - np.exp(np.sin(x))
    errors = np.abs(off / steps[:, None] - on_paper(x)).mean(axis=1)
    level = np.abs(derivative(run.f, x).df - on_paper(x)).mean()
    assert np.argmin(errors) == 6 and level < errors.min() / 100
    assert (np.diff(errors[:7]) < 0).all() and (np.diff(errors[6:]) > 0).all()
    lines = {"by hand": (steps, errors), "derivative": ([0, 1], [level, level])}
    labels, styles = ("step $h$", "mean error"), {"by hand": "o-"}
    shows(run.ax, lines=lines, styles=styles, labels=labels, legend=[*lines])
    assert run.ax.get_xscale() == run.ax.get_yscale() == "log"
