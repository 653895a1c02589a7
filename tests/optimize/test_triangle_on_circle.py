"""What the page optimize/triangle-on-circle.md says about the largest triangle, checked."""

import numpy as np
import pytest
from pytest import approx
from recipes.testing import distinguishable, drawn, page
from scipy.optimize import NonlinearConstraint, check_grad, minimize

from snippets.optimize import triangle_on_circle as run

PAGE = page("optimize/triangle-on-circle.md")
TOP = np.array([-np.sqrt(2) / 2, np.sqrt(2) / 2])
LARGEST = (1 + np.sqrt(2)) / 2


def test_the_problem_is_the_one_that_the_solver_gets():
    problem = PAGE.equation("problem").problem()
    assert (problem.sense, problem.variables) == ("max", ["x", "y"])
    (circle,) = problem.constraints
    for x, y in np.random.default_rng(1).normal(size=(5, 2)):
        assert problem.objective(x=x, y=y) == approx(run.area((x, y)))
        assert circle.use("=").lhs(x=x, y=y) == approx(run.squared_radius((x, y)))
    assert circle.rhs() == run.circle.lb == run.circle.ub


def test_the_optimum_is_the_farthest_point_from_the_chord():
    place, size = PAGE.equation("optimum").parts
    assert place.defines("P")() == approx(TOP)
    assert size.defines("S")() == approx(LARGEST) == run.area(TOP)


def test_the_multiplier_balances_the_slopes():
    balance, price = PAGE.equation("multiplier").parts
    x, y = run.exact.x
    assert balance.holds({"x": x, "y": y, "lambda": run.multiplier})
    assert balance.lhs() == approx(run.slope)
    assert balance.rhs(x=0.3, y=-1.7, lambda_=5) == approx(
        5 * run.exact_circle.jac(np.array([0.3, -1.7]))
    )
    assert price.defines(r"\lambda")() == approx(run.multiplier)


def test_the_corners_are_where_the_page_says():
    assert PAGE.inline("A = (0, -1)").holds(A=run.A)
    assert PAGE.inline("B = (1, 0)").holds(B=run.B)
    x, y = run.found.x
    assert PAGE.inline("P = (x, y)").holds(P=run.found.x, x=x, y=y)


def test_the_area_is_half_the_cross_product_of_two_sides():
    for p in np.random.default_rng(1).normal(size=(10, 2)):
        (a, b), (c, d) = run.B - run.A, p - run.A
        assert run.area(p) == approx(abs(a * d - b * c) / 2)


def test_both_fixed_corners_lie_on_the_circle_and_the_box_holds_the_circle():
    assert run.squared_radius(run.A) == run.squared_radius(run.B) == 1
    assert run.squared_radius(run.start) == 1
    assert (run.circle.lb, run.circle.ub) == (1, 1)
    assert np.all(run.box.lb == -1) and np.all(run.box.ub == 1)


@pytest.mark.parametrize("name", ["found", "free", "exact", "quick"])
def test_every_solver_finds_the_top(name):
    result = getattr(run, name)
    assert result.success
    assert result.x == approx(TOP, abs=1e-6)
    assert run.area(result.x) == approx(LARGEST, abs=1e-9)
    assert run.found_area == run.area(run.found.x)


def test_no_point_of_the_circle_does_better():
    x, y = np.random.default_rng(2).normal(size=(2, 100_000))
    # Rounding takes a point off the circle by some 1e-16; the nearest of these comes to 1e-10.
    assert run.area((x, y) / np.hypot(x, y)).max() <= LARGEST * (1 + 1e-12)


def test_exact_derivatives_are_derivatives_and_pay():
    point = np.array([0.3, -1.7])
    jac, hess = run.exact_circle.jac, run.exact_circle.hess
    assert check_grad(run.signed_area, lambda p: run.slope, point) < 1e-7
    assert check_grad(run.squared_radius, jac, point) < 1e-6
    assert hess(point, [3.0]) == approx(
        3 * np.diff([jac(point), jac(point + 1)], axis=0) * np.eye(2)
    )
    assert run.error(run.exact) < 1e-12 < 1e-9 < run.error(run.free) < run.error(run.found)
    for result, decimals in [(run.found, run.found_decimals), (run.free, run.free_decimals)]:
        assert 10**-decimals > run.error(result) > 10 ** -(decimals + 1)
    assert run.exact.nit < run.found.nit / 2  # a fifth, so one iteration more or less is no matter


def test_the_multiplier_is_the_price_of_the_constraint():
    """A squared radius of 1 + t instead of 1 adds multiplier times t to the largest area."""
    t = 1e-4
    wider = NonlinearConstraint(run.squared_radius, 1 + t, 1 + t)
    larger = minimize(
        lambda p: -run.signed_area(p), TOP, constraints=wider, options={"ftol": 1e-14}
    )
    assert (-larger.fun - LARGEST) / t == approx(run.multiplier, rel=1e-4)
    assert run.multiplier == approx(np.sqrt(2) / 4, rel=1e-12)
    assert run.slope == approx(run.multiplier * run.exact_circle.jac(TOP))


def test_the_box_switches_the_method_and_holds_a_run_at_its_edge():
    assert run.found.method == "tr_interior_point"
    assert run.free.method == "equality_constrained_sqp"
    assert run.stuck.success and run.stuck.x == approx([0, 1], abs=1e-2)
    (on_circle,), (_, on_edge) = run.stuck.v
    assert abs(on_circle) > 100 and 2 * on_circle == approx(-on_edge, rel=1e-2)
    assert run.largest([0.5, 0.5]).x == approx(TOP, abs=1e-6)


def test_an_objective_linear_between_kinks_makes_BFGS_warn():
    """Its slope is given exactly, since differences of rounded areas may differ in the last bit."""
    with pytest.warns(UserWarning, match=r"delta_grad == 0\.0"):
        minimize(
            lambda p: -run.area(p),
            [0, 1],
            method="trust-constr",
            jac=lambda p: -run.slope,
            constraints=run.circle,
        )


def test_the_scan_by_hand_is_right_to_half_a_step():
    for points in (102, 1003, run.points):
        angle, area = run.scan(points)
        half = np.pi / (points - 1)
        assert abs(angle - 0.75 * np.pi) <= half * (1 + 1e-9)
        assert area == approx(LARGEST, abs=half**2)
    assert run.half_turns == approx(3 / 4, abs=1e-5)
    assert run.grid_points == 10**25  # five angles with 10^5 points each


def test_one_angle_between_the_kinks_needs_few_evaluations():
    corners = [(np.cos(angle), np.sin(angle)) for angle in run.long_arc]
    assert corners == approx(np.array([run.B, run.A]), abs=1e-12)
    assert run.polished.x == approx(0.75 * np.pi, abs=1e-6)
    assert run.polished.nfev < 50
    assert (run.polished_turns, run.polished_area) == approx((3 / 4, LARGEST), abs=1e-7)


def test_starts_on_the_short_arc_miss_the_largest_triangle():
    small = (np.sqrt(2) - 1) / 2
    assert run.areas[:3] == approx([LARGEST, small, small], abs=1e-9)
    for start, end in zip(run.starts[1:3], run.ends[1:3], strict=True):
        assert np.hypot(*start) == approx(1, abs=0.01) and end.x == approx(-TOP, abs=1e-6)


def test_a_start_on_a_kink_ends_where_the_area_can_still_grow():
    """Rounding decides whether its small steps or its limit of iterations end the solver there."""
    assert run.cornered.status in {0, 2} and run.cornered.optimality > 0.1
    x, y = run.cornered.x
    tangent = np.array([-y, x])
    before, after = (run.area(run.cornered.x + t * tangent) for t in (-0.01, 0.01))
    assert before < run.areas[3] < after
    assert run.forward == approx([0.5, 0.5], abs=1e-6)


def test_the_signed_areas_of_both_sides_have_no_trap():
    for sign, top in [(1, TOP), (-1, -TOP)]:
        for start in run.starts:
            end = minimize(
                lambda p, sign=sign: -sign * run.signed_area(p), start, constraints=run.circle
            )
            assert end.x == approx(top, abs=1e-4)


def test_the_errors_are_distances_and_the_scan_misses_an_angle():
    assert run.error(run.stuck) == approx(np.hypot(*(run.stuck.x - TOP)))
    assert run.scan_error == approx(abs(run.scan_angle - 3 * np.pi / 4))


def test_all_starts_are_on_the_circle():
    """They begin left of the chord, right of it, and on both kinks."""
    assert np.hypot(*np.transpose(run.starts)) == approx(1)
    assert [run.signed_area(start) for start in run.starts] == approx([1.2, -0.2, 0, 0])
    assert run.starts[2:] == [tuple(run.A), tuple(run.B)]


def test_the_first_figure_shows_the_circle_the_triangle_and_both_maxima():
    circle, triangle = run.ax.patches
    assert (circle.center, circle.radius) == ((0, 0), 1)
    assert triangle.get_xy()[:3] == approx(np.array([run.A, run.B, run.P]))
    assert np.hypot(*run.P) == approx(1) and run.area(run.P) < LARGEST
    assert run.P[0] < 0 < run.P[1] < TOP[1]
    assert run.chord.get_xydata() == approx(np.array([run.A, run.B]))
    assert run.sides.get_xydata() == approx(np.array([run.A, run.P, run.B]))
    assert run.corners.get_xydata() == approx(np.array([run.A, run.B, run.P]))
    assert run.tops.get_xydata() == approx(np.array([TOP, -TOP]))
    horizontal, vertical = run.ax.get_lines()[:2]
    assert (horizontal.get_ydata(), vertical.get_xdata()) == ([0, 0], [0, 0])
    assert list(run.ax.get_xticks()) == list(run.ax.get_yticks()) == [-1, 0, 1]
    assert run.ax.get_aspect() == 1
    assert distinguishable([run.chord.get_color(), run.tops.get_color(), "black"])


def test_the_labels_stand_outside_of_the_circle_beside_their_points():
    run.fig.draw_without_rendering()
    to_data = run.ax.transData.inverted()
    places = [run.A, run.B, run.P, TOP, -TOP]
    for label, place in zip(run.ax.texts, places, strict=True):
        assert label.xy == approx(place)
        corner = to_data.transform(label.get_window_extent().get_points()).mean(axis=0)
        assert np.hypot(*(corner - place)) < 0.45


def test_the_second_figure_shows_one_walk_round_the_circle():
    angles, areas = run.walk.get_data()
    assert np.ptp(angles) == 360 and np.all(np.diff(angles) == 0.5)
    radians = np.radians(angles)
    assert areas == approx(abs(np.cos(radians) - np.sin(radians) - 1) / 2)
    assert run.hills.get_xydata() == approx(np.array([[135, LARGEST], [-45, LARGEST - 1]]))
    assert run.dips.get_xydata() == approx(np.array([[-90, 0], [0, 0]]))
    assert list(run.ax_area.get_xticks()) == [-90, -45, 0, 135]
    assert run.ax_area.get_xlabel().endswith("[degrees]")
    assert distinguishable(drawn(run.ax_area))
