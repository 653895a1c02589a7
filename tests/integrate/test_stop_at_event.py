"""What the page integrate/stop-at-event.md says about events, checked."""

import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.integrate import solve_ivp

from snippets.integrate import stop_at_event as run

PAGE = page("integrate/stop-at-event.md")
G, C, U = 9.81, 30, 20  # gravity, terminal and starting speed
RISE = C / G * np.arctan(U / C)
TOP = C**2 / (2 * G) * np.log(1 + (U / C) ** 2)
FALL = C / G * np.arccosh(np.exp(G * TOP / C**2))
IMPACT = U * C / np.hypot(U, C)


def rising(t):
    return TOP + C**2 / G * np.log(np.cos(G * (RISE - t) / C))


def falling(t):
    return TOP - C**2 / G * np.log(np.cosh(G * (t - RISE) / C))


def slope(f, t, step=1e-5):
    return (f(t + step) - f(t - step)) / (2 * step)


def exact(t):
    return np.where(t < RISE, rising(np.minimum(t, RISE)), falling(np.maximum(t, RISE)))


def test_equation():
    """Logarithms of a cosine, on the way down a hyperbolic one, solve the equation of the page."""
    PAGE.says("the height $h$ follows from gravity $g$ and the terminal speed $c$")
    PAGE.says("For a ball that is thrown up against the drag of the air")
    equation = PAGE.equation("flight")
    assert equation.holds(h=rising, t=0.7, g=G, c=C) and equation.holds(h=falling, t=2.9, g=G, c=C)
    PAGE.says("The solver takes equations of first order")
    PAGE.says("So the state is height and speed, and `flight` returns how fast both change")
    for speed in (13, -7):
        names = {"dot_h": speed, "g": G, "c": C}
        assert run.flight(0, (5, speed)) == (speed, approx(equation.rhs(names)))


def test_top():
    """The ball rises as high, and as long, as on paper."""
    assert run.rise == approx(RISE, abs=2e-7) and run.highest == approx(TOP, abs=2e-7)
    PAGE.says("An event is a function that is zero when it happens")
    PAGE.says("Its times are in `t_events`, its states in `y_events`")
    for event, states in zip((run.top, run.ground), run.both.y_events, strict=True):
        assert event(0, states[0]) == approx(0, abs=1e-12)


def test_landing():
    """The ball lands when, and as fast as, the closed form says."""
    PAGE.says("with the starting speed $u$", "`solve_ivp` misses it by")
    PAGE.says(r"The exact speed is $\frac{u c}{\sqrt{u^2 + c^2}}$")
    speed = PAGE.inline(r"\frac{u c}{\sqrt{u^2 + c^2}}")
    assert run.exact == approx(-speed(u=U, c=C)) == approx(-IMPACT)
    assert run.landing == approx(RISE + FALL, abs=5e-7)
    assert run.impact == approx(-IMPACT, abs=1e-7)


def test_without_air(monkeypatch):
    """Without air the flight takes twice the time to the top, and ends as fast as it began."""
    monkeypatch.setattr(run, "terminal_speed", 1e9)
    ball = solve_ivp(run.flight, (0, 60), (0, U), events=[run.top, run.ground], **run.tight)
    assert [times[0] for times in ball.t_events] == approx([U / G, 2 * U / G])
    assert ball.y_events[1][0, 1] == approx(-U)


def test_tolerances():
    """The error shrinks with the tolerances, and the default ones are enough for a plot."""
    PAGE.says("thanks to the small `rtol` and `atol`")
    PAGE.says("The default tolerances are for plots")
    errors = []
    for tolerances in ({}, {"rtol": 1e-6, "atol": 1e-6}, run.tight):
        ball = solve_ivp(run.flight, (0, 60), run.start, events=run.ground, **tolerances)
        errors.append(abs(ball.t_events[0][0] / (RISE + FALL) - 1))
    assert 5e-3 > errors[0] > 10 * errors[1] > 100 * errors[2]
    assert run.tight == {"rtol": 1e-8, "atol": 1e-8}


def test_terminal():
    """A terminal event ends the solution, and its direction keeps it from ending at the start."""
    PAGE.says(
        "A `terminal` event stops the solver",
        "With `events` it stops when something happens, such as a landing",
    )
    PAGE.says("With a negative `direction` an event counts only while its function falls")
    PAGE.says("Without it, the ball would land at the start, which is on the ground too")
    assert run.ball.t[-1] == run.landing and run.ball.status == 1
    ends = []
    for terminal, direction in ((False, 0), (True, 0), (True, -1)):
        ground = lambda time, state: run.ground(time, state)  # noqa: E731
        ground.terminal, ground.direction = terminal, direction
        ends.append(solve_ivp(run.flight, (0, 5), run.start, events=ground).t[-1])
    assert ends == [5, 0, approx(run.landing, rel=1e-3)]


def test_euler():
    """The loop is a method of first order: a tenth of the step leaves a tenth of the errors."""
    PAGE.says("An ODE with scipy.integrate.solve_ivp and events", section="description")
    PAGE.says("against Euler steps in a loop", section="description")
    PAGE.says("People write a loop with Euler's method")
    PAGE.says("Shorter steps reduce both errors only in proportion")
    PAGE.says("With steps of 0.02 s the ball lands 0.03 s too late and 0.25 m/s too fast")
    (late, speed), (later, faster) = run.euler(0.001), run.euler(0.01)
    assert (faster + IMPACT) / (speed + IMPACT) == approx(10, rel=0.1)
    assert 0 < late - RISE - FALL < 0.002 < later - RISE - FALL < 0.02
    assert 0 < run.late - 0.02 < 0.02 and run.euler(0.02)[1] == approx(-IMPACT - run.too_fast)


@pytest.mark.parametrize(("longest", "seen"), [(0.2, 2), (0.05, 2), (2, 0)])
def test_missed(longest, seen):
    """Steps that are shorter than the time between two passages find both, longer ones neither."""
    PAGE.says("why an event between steps is missed", section="description")
    PAGE.says("An event is noticed when its function changes sign from one step to the next")
    PAGE.says("On its way up and down the ball passes a bar", "but the solver steps over both")
    PAGE.says("Choose a `max_step` that is shorter than the time between the events")
    PAGE.says("It finds 0, without a warning", "With `max_step=0.1` it finds 2")
    half = C / G * np.arccos(np.exp((run.bar - TOP) * G / C**2))
    fall = C / G * np.arccosh(np.exp((TOP - run.bar) * G / C**2))
    assert 0.2 < half + fall < 0.3 and run.at_bar(0, (20, 3)) == approx(20 - 16.8)
    with warnings.catch_warnings(action="error"):
        ball = solve_ivp(run.flight, (0, 3), run.start, events=run.at_bar, max_step=longest)
    assert len(ball.t_events[0]) == seen
    assert ball.t_events[0] == approx([RISE - half, RISE + fall][:seen], abs=1e-3)
    assert np.diff(run.fine.t).max() <= 0.1 + 1e-12 and run.fine.t[0] == 0
    signs = np.sign(exact(run.coarse.t) - run.bar)
    assert (signs == -1).all() and list(run.coarse.t[[0, -1]]) == [0, run.landing]


def test_figure():
    PAGE.says("A curve with dots that rises from the ground, ever less steeply, and falls back")
    PAGE.says("Larger dots mark its highest point and its end", "The flight ends at the ground")
    PAGE.says("where it meets the horizontal line of the ground")
    PAGE.says("The steps of the solver and both events")
    time = run.ball.t
    events = ([RISE, RISE + FALL], [TOP, 0])
    lines = {"ground": ([0, 1], [0, 0]), "ball": (time, exact(time)), "events": events}
    slopes = np.diff(exact(time)) / np.diff(time)
    assert (np.diff(slopes) < 0).all() and slopes[0] > 0 > slopes[-1]
    styles, labels = {"ball": ".-", "events": "o"}, ("time (s)", "height (m)")
    shows(run.ax, lines=lines, styles=styles, labels=labels, legend=[*lines], relative=1e-5)
