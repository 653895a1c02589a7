"""What the page optimize/triangle-on-circle.md says about the largest triangle, checked."""

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.optimize import (
    BFGS,
    NonlinearConstraint,
    check_grad,
    differential_evolution,
    minimize,
    shgo,
)

from snippets.optimize import triangle_on_circle as run

PAGE = page("optimize/triangle-on-circle.md")
TOP = np.array([-np.sqrt(2) / 2, np.sqrt(2) / 2])
LARGEST = (1 + np.sqrt(2)) / 2
ANYWHERE = np.random.default_rng(1).normal(size=(10, 2))
ANGLES = np.radians(np.arange(-134.3, 225))  # once around the circle


def largest(start, **options):
    return minimize(lambda p: -run.area(p), start, constraints=run.circle, **options)


def test_problem():
    """The solver gets the objective and the constraint of the equation."""
    PAGE.says("such as the circle is a constraint whose lower and upper limits agree")
    PAGE.says("Maximize a function under a constraint")
    problem = PAGE.equation("problem").problem()
    assert (problem.sense, problem.variables) == ("max", ["x", "y"])
    (circle,) = problem.constraints
    for x, y in ANYWHERE:
        assert problem.objective(x=x, y=y) == approx(run.area((x, y)))
        assert circle.use("=").lhs(x=x, y=y) == approx(run.circle.fun(np.array((x, y))))
    assert circle.rhs() == run.circle.lb == run.circle.ub == 1


def test_area():
    """The objective is half the cross product of two sides of the triangle."""
    PAGE.says("The lowest corner $A = (0, -1)$ and the rightmost corner $B = (1, 0)$ of a triangle")
    PAGE.says("are fixed on the unit circle")
    PAGE.says("Away from the chord the area is *linear*, and its slope does not change")
    assert [run.circle.fun(np.array(one)) for one in (run.A, run.B)] == [1, 1]
    assert (run.A[1], run.B[0]) == approx((np.sin(ANGLES).min(), np.cos(ANGLES).max()), abs=1e-3)
    assert np.diff([run.area((x, 2 - 3 * x)) for x in (0.0, 0.2, 0.4)], 2) == approx(0)
    assert PAGE.inline("A = (0, -1)").holds(A=run.A)
    assert PAGE.inline("B = (1, 0)").holds(B=run.B)
    for p in ANYWHERE:
        (a, b), (c, d) = np.subtract(run.B, run.A), p - run.A
        assert run.area(p) == approx(abs(a * d - b * c) / 2)


def test_closed_form():
    """The solver finds the point farthest from the chord, with the area (1 + √2) / 2."""
    PAGE.says("A constrained maximum with scipy.optimize.minimize", section="description")
    PAGE.says("finds the largest value, too: give it the negative of your function")
    PAGE.says("give it the negative of your function, and the constraint as a")
    PAGE.says("so we can see how well a solver does. The free", "The answer is known")
    PAGE.says("corner must be as far from the chord as it can")
    PAGE.says("so that the triangle is as large as possible")
    PAGE.says("Where on the circle must the free corner")
    assert run.area((np.cos(ANGLES), np.sin(ANGLES))).max() <= run.area(run.found.x) + 1e-9
    place, size = PAGE.equation("optimum").parts
    (x, y), top = run.found.x, place.defines("P")()
    assert PAGE.inline("P = (x, y)").holds(P=run.found.x, x=x, y=y)
    assert (x, y) == approx(top, abs=1e-6) and top == approx(TOP)
    assert size.defines("S")() == approx(LARGEST) and run.area(top) == approx(LARGEST)


def test_decimals():
    """All methods find that point, and exact derivatives bring most decimals in least steps."""
    PAGE.says("More decimals are correct now, and the solver needs a fraction of the iterations")
    PAGE.says("Leave out bounds that a constraint implies", "interior-point method, and")
    PAGE.says("and fewer decimals are correct")
    for result in (run.free, run.boxed, run.exact):
        decimals = run.correct_decimals(result)
        assert 10 ** -(decimals + 1) < np.hypot(*(result.x - TOP)) < 10**-decimals < 1e-5
    assert run.boxed_decimals < run.free_decimals < run.exact_decimals - 2
    assert run.exact.nit < run.free.nit / 2  # a fifth, so one iteration more or less is no matter


def test_methods():
    """SLSQP is the default, and trust-constr takes differences and BFGS if told nothing else."""
    PAGE.says("`trust-constr` uses second derivatives as well")
    PAGE.says("With constraints, `minimize` takes the method `SLSQP` unless you name another one")
    PAGE.says("no coordinate leaves the interval from minus one to one.", "SciPy warns")
    PAGE.says("With it the solver becomes an interior-point method")
    PAGE.says("learns the curvature from changes of the slope", "uses second derivatives as well")
    PAGE.says("Exact derivatives do what the warning advises", "The warning does no harm here")
    PAGE.says("By default it takes slopes by differences")
    with pytest.warns(RuntimeWarning, match="does not use Hessian information"):
        largest([0.3, 0.8], hess=run.exact_circle.hess)
    assert largest([0.3, 0.8]).x == approx(largest([0.3, 0.8], method="SLSQP").x, rel=1e-15)
    with pytest.warns(UserWarning, match=r"delta_grad == 0\.0.*Hessian as zero"):
        written = largest([0, 1], method="trust-constr", jac="2-point", hess=BFGS())
    assert written.x == approx(run.free.x, rel=1e-15) and written.x == approx(TOP, abs=1e-6)
    assert run.boxed.method == "tr_interior_point"
    assert run.free.method == run.exact.method == "equality_constrained_sqp"
    assert [*run.box.lb, *run.box.ub] == [-1, -1, 1, 1]


def test_exact_derivatives():
    """The derivatives that the solver gets agree with finite differences."""
    PAGE.says("with exact derivatives", section="description")
    PAGE.says("On the long arc the *signed* area is the area, without the kinks")
    PAGE.says("Its slope is constant, and its Hessian is zero", "a gradient that you wrote with")
    PAGE.says("without the kinks of the absolute value", "Give it exact derivatives")
    for angle in np.linspace(*run.long_arc, 7):
        x, y = np.cos(angle), np.sin(angle)
        assert (y - x + 1) / 2 == approx(run.area((x, y))) == approx(0.5 + run.slope @ (x, y))
    point, step = np.array([0.3, -1.7]), np.array([1e-3, 0])
    jac, hess = run.exact_circle.jac, run.exact_circle.hess(np.array([0.3, -1.7]), [3.0])
    assert check_grad(lambda p: (p[1] - p[0] + 1) / 2, lambda p: run.slope, point) < 1e-7
    assert check_grad(run.exact_circle.fun, jac, point) < 1e-6
    assert hess == approx(np.eye(2) * 3 * (jac(point + step) - jac(point))[0] / 1e-3)


def test_multiplier():
    """The multiplier √2/4 balances the slopes, and is the price of the constraint."""
    PAGE.says("It also returns the Lagrange multiplier, which balances the slope of the area")
    PAGE.says(r"the largest area grows by the multiplier $\lambda$ times as much")
    PAGE.says("A multiplier is a price: let the squared radius")
    PAGE.says("grow a little, and the largest area grows", "against the gradient of the constraint")
    balance, price = PAGE.equation("multiplier").parts
    assert balance.holds({"x": TOP[0], "y": TOP[1], "lambda": run.multiplier})
    assert balance.lhs() == approx(run.slope)
    gradient = run.exact_circle.jac(np.array([0.3, -1.7]))
    assert balance.rhs(x=0.3, y=-1.7, lambda_=5) == approx(5 * gradient)
    assert run.exact.fun == approx(-LARGEST)
    assert price.defines(r"\lambda")() == approx(run.multiplier, rel=1e-9)
    wider = NonlinearConstraint(run.circle.fun, 1 + 1e-4, 1 + 1e-4)
    larger = minimize(lambda p: -run.area(p), TOP, constraints=wider, options={"ftol": 1e-14})
    assert (-larger.fun - LARGEST) / 1e-4 == approx(run.multiplier, rel=1e-4)


def test_scan():
    """The scan by hand is right to half a step, and one unknown needs few evaluations."""
    PAGE.says("The gain is the angle itself, since each angle satisfies the constraint")
    PAGE.says("Yet it needs no start, and it sees every maximum", "points the angle is off by")
    PAGE.says("finds it on the long arc in a few evaluations", "the highest of many hills")
    PAGE.says("each further unknown multiplies the points by", "One unknown is left, and")
    PAGE.says("go around the circle and keep the best point")
    walk = run.area((np.cos(ANGLES), np.sin(ANGLES)))
    assert np.sum((walk[1:-1] > walk[:-2]) & (walk[1:-1] > walk[2:])) == 2
    for search in (shgo, differential_evolution):
        best = search(lambda t: -run.area((np.cos(t[0]), np.sin(t[0]))), [(-2.3, 3.9)])
        assert best.x == approx(0.75 * np.pi, abs=1e-4)
    assert run.circle.fun(np.array([np.cos(ANGLES), np.sin(ANGLES)])) == approx(1)
    for points in (102, 1003, run.points):
        assert abs(run.scan(points) - 0.75 * np.pi) <= np.pi / (points - 1) * (1 + 1e-9)
    assert run.scan_error == approx(abs(run.scan(run.points) - 0.75 * np.pi))
    ends = [np.cos(run.long_arc), np.sin(run.long_arc)]
    assert np.transpose(ends) == approx(np.array([run.B, run.A]), abs=1e-12)
    assert run.half_turns == approx(0.75, abs=1e-6) and run.polished.nfev < 50


@pytest.mark.parametrize("degrees", [-90, -80, -50, -20])
def test_short_arc(degrees):
    """A start on the short arc, or in the corner A, ends at the other maximum, (√2 - 1) / 2."""
    PAGE.says("walks uphill from its start and knows nothing of the other hill")
    PAGE.says("The kink at the lowest corner $A$ is no better start", "and is called a success")
    PAGE.says("A start on the short arc ends at an area of")
    end = largest([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    assert end.success and end.x == approx(-TOP, abs=1e-3)
    assert [run.area(end.x), run.missed] == approx([LARGEST - 1] * 2, abs=1e-5)
    (x, y), corner = run.starts
    assert run.end.success and corner == run.A and x > 0 > y and np.hypot(x, y) == approx(1)


@pytest.mark.parametrize("sign", [1, -1])
def test_signed_areas(sign):
    """The signed area and its negative each have one maximum, from wherever one starts."""
    PAGE.says("Maximize the signed area and its negative")
    PAGE.says("the signed area and its negative, which are both smooth, and keep the larger")
    for start in [(-0.8, 0.6), (0.8, -0.6), run.A, run.B]:
        end = minimize(lambda p: sign * (p[0] - p[1] - 1) / 2, start, constraints=run.circle)
        assert end.x == approx(sign * TOP, abs=1e-3)
        assert -end.fun == approx(LARGEST if sign > 0 else LARGEST - 1, abs=1e-3)


def test_figure_triangles():
    PAGE.says("The chord joins the lowest corner $A$ and the rightmost $B$; the corner $P$ is free")
    PAGE.says("a solid chord joins them, and dashed lines join both to P on the upper left")
    PAGE.says("A diamond a little above P is the corner of the shaded triangle")
    PAGE.says("dashed lines join both to P on the upper left of the circle")
    PAGE.says("The unit circle. A is at the bottom and B at the right end")
    PAGE.says("The largest triangle is shaded")
    angles = np.linspace(0, 2 * np.pi, 361)
    names = {"$A$": (0, -1), "$B$": (1, 0), "$P$": (-0.9, 0.19**0.5), "largest": TOP}
    A, B, P, _ = names.values()
    lines = {"circle": (np.cos(angles), np.sin(angles)), "chord": np.transpose([A, B])}
    lines |= {"sides": np.transpose([A, P, B]), "largest": TOP}
    styles = {"chord": "o-", "sides": "o--", "largest": "D"}
    shapes = {"triangle": np.transpose([A, B, TOP])}
    texts = {name: tuple(np.multiply(1.22, place)) for name, place in names.items()}
    shows(run.ax, lines=lines, styles=styles, shapes=shapes, texts=texts)
    shows(run.ax, labels=("$x$", "$y$"), limits=[(-1.45, 1.45)] * 2)
    assert P[0] < 0 < P[1] < TOP[1] and run.area(TOP) > run.area(P)


def test_figure_area():
    PAGE.says("another maximum, and kinks where the free corner meets a fixed one")
    PAGE.says("The area as the free corner $P$ walks around the circle", "degrees, and the other")
    PAGE.says("Between them the area is zero in sharp corners")
    PAGE.says("with a hill for each side of the chord. One is")
    PAGE.says("A curve of the area against the angle of P,")
    angles = np.linspace(-135, 225, 721)
    walk = abs(np.cos(np.radians(angles)) - np.sin(np.radians(angles)) - 1) / 2
    hills, kinks = ([-45, 135], [LARGEST - 1, LARGEST]), ([-90, 0], [0, 0])
    corners = np.transpose([np.cos(np.radians(run.kinks)), np.sin(np.radians(run.kinks))])
    assert corners == approx(np.array([run.A, run.B]), abs=1e-12)
    lines = {"area": (angles, walk), "maximum": hills, "kink, at $A$ and at $B$": kinks}
    labels = ("angle of $P$ [degrees]", "area")
    shows(run.ax_area, lines=lines, labels=labels, legend=list(lines))
