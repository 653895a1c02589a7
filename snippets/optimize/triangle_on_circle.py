"""Maximize a function under a constraint."""

# %% problem
import numpy as np

A, B = np.array([0.0, -1.0]), np.array([1.0, 0.0])
best = np.array([-1, 1]) / np.sqrt(2)


def area(p):
    x, y = p
    return abs(x - y - 1) / 2


def squared_radius(p):
    x, y = p
    return x**2 + y**2


# %% solve
import warnings

from scipy.optimize import BFGS, Bounds, NonlinearConstraint, minimize

circle = NonlinearConstraint(squared_radius, 1, 1)
box = Bounds([-1, -1], [1, 1])


def largest(start, bounds=None):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "delta_grad == 0.0")
        return minimize(
            lambda p: -area(p),
            start,
            method="trust-constr",
            jac="2-point",
            hess=BFGS(),
            constraints=circle,
            bounds=bounds,
        )


start = [0, 1]
found = largest(start, bounds=box)
x, y = found.x
found_area = -found.fun
print(f"P = ({x:.5f}, {y:.5f}), area {found_area:.5f}")


# %% box
def error(result):
    return float(np.linalg.norm(result.x - best))


free = largest(start)
found_decimals, free_decimals = (int(-np.log10(error(one))) for one in (found, free))
print(f"correct decimals with the box {found_decimals}, without {free_decimals}")

diagonal = [0.5, 0.5]
stuck = largest(diagonal, bounds=box)
stuck_area = area(stuck.x)
x, y = stuck.x
print(f"from (0.5, 0.5), with the box: success = {stuck.success}")
print(f"P = ({x:.3f}, {y:.3f}), area {stuck_area:.3f}")

# %% exact
slope = np.array([-0.5, 0.5])


def signed_area(p):
    x, y = p
    return (y - x + 1) / 2


exact_circle = NonlinearConstraint(
    squared_radius,
    1,
    1,
    jac=lambda p: 2 * p,
    hess=lambda p, v: 2 * v[0] * np.eye(2),
)
exact = minimize(
    lambda p: -signed_area(p),
    start,
    method="trust-constr",
    jac=lambda p: -slope,
    hess=lambda p: np.zeros((2, 2)),
    constraints=exact_circle,
    options={"gtol": 1e-12},
)
multiplier = float(exact.v[0][0])
x, y = exact.x
print(f"P = ({x:.8f}, {y:.8f})")
print(f"multiplier {multiplier:.6f}")

# %% slsqp
quick = minimize(lambda p: -signed_area(p), start, method="SLSQP", constraints=circle)
x, y = quick.x
print(f"P = ({x:.5f}, {y:.5f})")


# %% by_hand
def scan(points):
    angles = np.linspace(0, 2 * np.pi, points)
    areas = area((np.cos(angles), np.sin(angles)))
    return angles[areas.argmax()], areas.max()


points = 100_000
scan_angle, scan_area = scan(points)
scan_error = abs(float(scan_angle) - 0.75 * np.pi)
half_turns = scan_angle / np.pi
print(f"angle {half_turns:.5f} pi, area {scan_area:.5f}")

dimensions = 5
grid_points = points**dimensions
print(f"the same grid in {dimensions} dimensions: {grid_points:.0e} points")

# %% angle
from scipy.optimize import minimize_scalar

long_arc = (0, 3 * np.pi / 2)
polished = minimize_scalar(
    lambda t: -area((np.cos(t), np.sin(t))), bounds=long_arc, method="bounded"
)
polished_turns, polished_area = polished.x / np.pi, -polished.fun
print(f"angle {polished_turns:.7f} pi, area {polished_area:.7f}")

# %% pitfall
from scipy.optimize import approx_fprime

starts = [(-0.8, 0.6), (0.8, -0.6), (0, -1), (1, 0)]
ends = [largest(place) for place in starts]
areas = [-float(end.fun) for end in ends]
for place, end in zip(starts, ends, strict=True):
    x, y = end.x
    print(f"{place!s:>13} ends at ({x:6.3f}, {y:6.3f}) with area {area(end.x):.3f}")

cornered = ends[-1]
print(f"optimality of the last: {cornered.optimality:.1f}")
forward = approx_fprime(B, area)
print("slope at B by forward differences:", forward.round(1))

# %% figure
import matplotlib.pyplot as plt

P = np.array([-0.9, np.sqrt(1 - 0.9**2)])
names = [
    ("$A$", A, {"xytext": (-12, -14)}),
    ("$B$", B, {"xytext": (11, 9)}),
    ("$P$", P, {"xytext": (-13, -4)}),
    ("largest", best, {"xytext": (-28, 7)}),
    ("largest on\nthis side", -best, {"xytext": (36, -20)}),
]

fig, ax = plt.subplots(figsize=(5.4, 5.4))
ax.axhline(0, color="black", linewidth=0.6)
ax.axvline(0, color="black", linewidth=0.6)
ax.add_patch(plt.Circle((0, 0), 1, fill=False, color="black"))
ax.add_patch(plt.Polygon([A, B, P], color="C0", alpha=0.15, linewidth=0))
(chord,) = ax.plot(*np.transpose([A, B]), color="C0")
(sides,) = ax.plot(*np.transpose([A, P, B]), color="C0", linestyle="--")
(corners,) = ax.plot(*np.transpose([A, B, P]), "o", color="black")
(tops,) = ax.plot(*np.transpose([best, -best]), "D", color="C1")
for name, place, look in names:
    ax.annotate(name, place, **look, textcoords="offset points", ha="center")
ax.set(xlabel="$x$", ylabel="$y$", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
ax.set_aspect("equal")
plt.show()

# %% figure_area
degrees = np.linspace(-135, 225, 721)
curve = area((np.cos(np.radians(degrees)), np.sin(np.radians(degrees))))
kinks, maxima = [-90, 0], [135, -45]
heights = [(np.sqrt(2) + 1) / 2, (np.sqrt(2) - 1) / 2]

fig_area, ax_area = plt.subplots(figsize=(5.8, 3.4))
(walk,) = ax_area.plot(degrees, curve)
(hills,) = ax_area.plot(maxima, heights, "D", color="C1", label="maximum")
(dips,) = ax_area.plot(
    kinks, [0, 0], "o", color="black", label="kink, at $A$ and at $B$"
)
ax_area.set(xlabel="angle of $P$ [degrees]", ylabel="area of the triangle")
ax_area.set_xticks(sorted(kinks + maxima))
ax_area.legend(loc="upper left")
plt.show()
