"""What the page integrate/index.md says about solvers, integrators and old names, checked."""

from importlib import import_module

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy import integrate
from scipy.integrate import solve_ivp

from snippets.integrate import index as run

PAGE = page("integrate/index.md")
EXPLICIT, IMPLICIT = ("RK45", "DOP853"), ("Radau", "BDF", "LSODA")


def test_solution():
    """The solution that the page prints starts at zero and solves the equation."""
    PAGE.says("starts at zero and is pulled to a cosine, slowly or fast")
    solution = PAGE.inline(r"y(t) = \cos t - e^{-r t}")

    def y(t):
        return solution.rhs(t=t, r=3)

    assert y(0) == 0 and solution.holds(t=0.7, r=3, y=lambda t: np.cos(t) - np.exp(-3 * t))
    assert PAGE.equation("pulled").holds(t=0.7, r=3, y=y)
    numeric = solve_ivp(lambda t, y: 3 * (np.cos(t) - y) - np.sin(t), (0, 0.7), [0], rtol=1e-10)
    assert numeric.y[0, -1] == approx(y(0.7), abs=1e-6)
    assert run.end > 0 and run.slow < run.fast


def test_stiffness():
    """At the high rate the explicit methods call the right side ten times as often, or more."""
    PAGE.says("the explicit methods still take tiny steps", "`RK45`, the default")
    PAGE.says("the equation is *stiff*: the solution is smooth")
    for method in EXPLICIT:
        assert run.stiff[method]["calls"] > 10 * run.smooth[method]["calls"]
        assert run.stiff[method]["calls"] > 10 * max(run.stiff[m]["calls"] for m in IMPLICIT)
    for method in IMPLICIT:
        assert run.stiff[method]["calls"] < 10 * run.smooth[method]["calls"]


def test_stiffness_of_another_equation():
    """Robertson's reaction is stiff too: LSODA and BDF need few calls for what RK45 cannot do."""
    PAGE.says("Use `LSODA`, which notices that by itself, or `Radau` and `BDF`")

    def reaction(t, y):
        slow, fast = 0.04 * y[0] - 1e4 * y[1] * y[2], 3e7 * y[1] ** 2
        return [-slow, slow - fast, fast]

    calls = {}
    for method in ("RK45", *IMPLICIT):
        end = 0.4 if method == "RK45" else 40  # a hundredth of the way
        found = solve_ivp(reaction, (0, end), [1, 0, 0], method=method, rtol=1e-6, atol=1e-10)
        calls[method] = found.nfev
        if method in IMPLICIT:
            assert found.y[:, -1] == approx([0.715827069, 9.18553476e-6, 0.284163746], rel=1e-4)
    assert calls["RK45"] > max(calls[method] for method in IMPLICIT)
    assert run.stiff["LSODA"]["calls"] < run.stiff["RK45"]["calls"]


def test_many_digits():
    """For many digits of an oscillation DOP853 is closer than RK45 with half as many calls."""
    PAGE.says("For many digits of an equation that is not stiff, `DOP853` needs fewer calls than")

    def found(method):
        ends = [0, 10], [0, 1]
        return solve_ivp(lambda t, y: [y[1], -y[0]], *ends, method=method, rtol=1e-10, atol=1e-10)

    many, few = found("RK45"), found("DOP853")
    assert few.nfev < many.nfev / 2
    assert abs(few.y[0, -1] - np.sin(10)) < abs(many.y[0, -1] - np.sin(10)) < 1e-7
    assert run.worst["DOP853"] < run.worst["RK45"]


def test_integrals():
    """Both integrals have the values that the page prints."""
    PAGE.says("The exponential function is smooth, and the square root is infinitely steep at zero")
    exponential = PAGE.inline(r"\int_{0}^{1} e^x \, dx = e - 1")
    root = PAGE.inline(r"\int_{0}^{1} \sqrt{x} \, dx = \frac{2}{3}")
    for formula, f in [(exponential, np.exp), (root, np.sqrt)]:
        assert formula.holds()
        assert formula.lhs.integrand(x=0.3)[0] == approx(f(0.3))
        for name, way in run.ways.items():
            allowed = 1e-3 if name in ("trapezoid", "simpson", "fixed_quad") else 1e-8
            assert way(f) == approx(formula.rhs(), abs=allowed)


def test_advice_on_integrators():
    """A pole of the slope and a pole of the function are no trouble for quad and tanhsinh."""
    PAGE.says("use `quad`, and `tanhsinh` when it is steep or infinite at an end")
    PAGE.says("Points that you cannot choose are for `simpson`")
    for f, exact in [(lambda x: x**-0.5, 2), (lambda x: -np.log(x), 1)]:
        assert run.ways["tanhsinh"](f) == approx(exact, rel=1e-8)
        assert run.ways["quad"](f) == approx(exact, rel=1e-8)
    assert run.tried(run.ways["simpson"], np.cos, np.sin(1))["error"] < 1e-9
    rows = run.ways["quad_vec"](lambda x: x ** np.arange(3))
    assert rows == approx([1, 1 / 2, 1 / 3])
    square = integrate.cubature(lambda x: x[:, 0] * x[:, 1] ** 2, [0, 0], [1, 1]).estimate
    assert square == approx(1 / 6)


def test_noise():
    """Noise moves the sum of trapezoids less than that of parabolas, whose weights vary."""
    PAGE.says("and for `trapezoid` when they are noisy")
    draws = np.random.default_rng(0).normal(size=(500, run.samples.size))
    by = {
        name: np.std([run.ways[name](lambda x, d=d: d) for d in draws])
        for name in ("trapezoid", "simpson")
    }
    assert by["trapezoid"] < by["simpson"]


@pytest.mark.parametrize("name", ["simps", "trapz", "cumtrapz", "quadrature", "romberg"])
def test_removed_names(name):
    """The names that the page calls removed are gone, and those in their place are there."""
    PAGE.says("removed in 1.14", "removed in 1.15", "older interfaces, still work")
    assert not hasattr(import_module("scipy.integrate"), name)
    for new in ("simpson", "trapezoid", "cumulative_trapezoid", "quad", "solve_ivp"):
        assert callable(getattr(run.integrate, new))
    assert integrate.odeint(lambda y, t: -y, 1, [0, 1])[-1] == approx(np.exp(-1), rel=1e-6)
    old = integrate.ode(lambda t, y: -y).set_integrator("dopri5").set_initial_value(1)
    assert old.integrate(1) == approx(np.exp(-1), rel=1e-5)
