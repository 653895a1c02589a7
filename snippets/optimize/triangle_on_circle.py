"""Maximize a function under a constraint."""

# %% problem
from scipy.optimize import NonlinearConstraint, minimize


def area(p):
    x, y = p
    return abs(x - y - 1) / 2


circle = NonlinearConstraint(lambda p: sum(p**2), 1, 1)
found = minimize(lambda p: -area(p), [0, 1], constraints=circle)
x, y = found.x
print(f"P = ({x:.5f}, {y:.5f}), area {area(found.x):.5f}")

# %% figure
import matplotlib.pyplot as plt
import numpy as np

A, B, P = (0, -1), (1, 0), (-0.9, np.sqrt(1 - 0.9**2))
angles = np.linspace(0, 2 * np.pi, 361)

fig, ax = plt.subplots(figsize=(4.6, 4.2))
ax.plot(np.cos(angles), np.sin(angles), color="black", label="circle")
ax.fill(*np.transpose([A, B, found.x]), color="C0", alpha=0.2, label="triangle")
ax.plot(*np.transpose([A, B]), "o-", color="C0", label="chord")
ax.plot(*np.transpose([A, P, B]), "o--", color="C0", label="sides")
ax.plot(*found.x, "D", color="C1", label="largest")
for name, place in [("$A$", A), ("$B$", B), ("$P$", P), ("largest", found.x)]:
    ax.text(*np.array(place) * 1.22, name, ha="center", va="center")
limits = (-1.45, 1.45)
ax.set(xlabel="$x$", ylabel="$y$", xlim=limits, ylim=limits, aspect="equal")
plt.show()

# %% differences
import warnings

from scipy.optimize import Bounds

start, method, box = [0, 1], "trust-constr", Bounds([-1, -1], [1, 1])
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "delta_grad == 0.0")
    free = minimize(lambda p: -area(p), start, method=method, constraints=circle)
    boxed = minimize(
        lambda p: -area(p), start, method=method, constraints=circle, bounds=box
    )


def correct_decimals(result):
    return int(-np.log10(np.linalg.norm(result.x - np.array([-1, 1]) / np.sqrt(2))))


free_decimals, boxed_decimals = correct_decimals(free), correct_decimals(boxed)
print(f"correct decimals: {free_decimals}, with the box {boxed_decimals}")

# %% exact
slope = np.array([-0.5, 0.5])
exact_circle = NonlinearConstraint(
    circle.fun, 1, 1, jac=lambda p: 2 * p, hess=lambda p, v: 2 * v[0] * np.eye(2)
)
exact = minimize(
    lambda p: -(p[1] - p[0] + 1) / 2,
    start,
    method=method,
    jac=lambda p: -slope,
    hess=lambda p: np.zeros((2, 2)),
    constraints=exact_circle,
)
exact_decimals, multiplier = correct_decimals(exact), float(exact.v[0][0])
print(f"correct decimals: {exact_decimals}, multiplier {multiplier:.6f}")


# %% by_hand
def scan(points):
    angles = np.linspace(0, 2 * np.pi, points)
    return float(angles[area((np.cos(angles), np.sin(angles))).argmax()])


points = 100_000
scan_error = abs(scan(points) - 3 * np.pi / 4)
print(f"the angle is off by {scan_error:.0e}")

# %% angle
from scipy.optimize import minimize_scalar

long_arc = (0, 3 * np.pi / 2)
polished = minimize_scalar(lambda t: -area((np.cos(t), np.sin(t))), bounds=long_arc)
half_turns = polished.x / np.pi
print(f"angle {half_turns:.6f} pi")

# %% figure_area
degrees = np.linspace(-135, 225, 721)
walk = area((np.cos(np.radians(degrees)), np.sin(np.radians(degrees))))
kinks, maxima = [-90, 0], [-45, 135]
heights = [(np.sqrt(2) - 1) / 2, (np.sqrt(2) + 1) / 2]

fig_area, ax_area = plt.subplots(figsize=(5.8, 2.8))
ax_area.plot(degrees, walk, label="area")
ax_area.plot(maxima, heights, "D", color="C1", label="maximum")
ax_area.plot(kinks, [0, 0], "o", color="black", label="kink, at $A$ and at $B$")
ax_area.set(xlabel="angle of $P$ [degrees]", ylabel="area", xticks=kinks + maxima)
ax_area.legend(loc="upper left")
plt.show()

# %% pitfall
starts = [(0.8, -0.6), (0, -1)]
for place in starts:
    end = minimize(lambda p: -area(p), place, constraints=circle)
    missed = area(end.x)
    print(f"start {place}: success {end.success}, area {missed:.3f}")
