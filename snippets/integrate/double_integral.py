"""Compute a double integral with variable limits."""

# %% integral
from scipy.integrate import dblquad


def integrand(y, x):
    return x * y


def upper(x):
    return 1 - 2 * x


triangle = 0, 0.5, 0, upper  # limits of x, then of y
value, error_estimate = dblquad(integrand, *triangle)
print(f"integral = {value:.10f}")

# %% figure
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 0.5, 201)
y = np.linspace(0, 1, 201)
X, Y = np.meshgrid(x, y)
shade = np.where(upper(X) >= Y, integrand(x=X, y=Y), np.nan)

fig, ax = plt.subplots(figsize=(5.2, 4.2))
image = ax.imshow(
    shade, origin="lower", extent=(0, 0.5, 0, 1), aspect="auto", cmap="viridis"
)
ax.plot(x, upper(x), color="C1", label="$y = 1 - 2x$")
strip = 0.2
ax.vlines(
    strip,
    0,
    upper(strip),
    color="black",
    linestyle="--",
    label=f"inner integral at $x = {strip}$",
)
ax.set(xlabel="$x$", ylabel="$y$")
ax.legend(loc="upper right")
fig.colorbar(image, label="integrand $x y$")
plt.show()

# %% area
area, _ = dblquad(lambda y, x: 1, *triangle)
print(f"area = {area:.4f}")

# %% by_hand
import numpy as np


def midpoint_grid(cells):
    x = (np.arange(cells) + 0.5) * 0.5 / cells
    y = (np.arange(cells) + 0.5) / cells
    X, Y = np.meshgrid(x, y)
    inside = Y < upper(X)
    return np.sum(integrand(Y, X)[inside]) * 0.5 / cells**2


cells = 1000
points = cells**2
grid_error = abs(midpoint_grid(cells) / value - 1)
print(f"{points} points, relative error {grid_error:.1e}")

# %% count
evaluations = 0


def counted(y, x):
    global evaluations
    evaluations += 1
    return integrand(y, x)


dblquad(counted, *triangle)
print(f"{evaluations} evaluations")

# %% pitfall
right, _ = dblquad(lambda y, x: x**2 * y, *triangle)
swapped, _ = dblquad(lambda x, y: x**2 * y, *triangle)
for name, result in [("y first", right), ("x first", swapped)]:
    below = 1 / result
    print(f"{name}: {result:.7f} = 1/{below:.0f}")
