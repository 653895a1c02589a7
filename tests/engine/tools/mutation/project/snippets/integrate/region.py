"""Integrate over a triangle."""

# %% integral
import numpy as np
from scipy.integrate import dblquad


def upper(x):
    return 1 - 2 * x


def integrand(y, x):
    return x * y


value, error_estimate = dblquad(integrand, 0, 0.5, 0, upper)
print(f"{value:.6f}")


# %% by_hand
def midpoint_grid(cells):
    across = (np.arange(cells) + 0.5) / cells / 2
    X, Y = np.meshgrid(across, 2 * across)
    inside = Y < upper(X)
    return np.sum(integrand(Y, X)[inside]) / (2 * cells**2)


cells = 1000
points = cells**2
grid_error = abs(midpoint_grid(cells) / value - 1)
print(f"{grid_error:.1e}")

# %% figure
import matplotlib.pyplot as plt

x = np.linspace(0, 0.5, 51)
y = upper(x)
X, Y = np.meshgrid(x, 2 * x)
fig, ax = plt.subplots(figsize=(5, 3.4))
ax.pcolormesh(X, Y, np.where(Y < upper(X), X * Y, np.nan), cmap="viridis", rasterized=True)
ax.plot(x, y, "o", color="C1", linestyle="--", label="border")
names = [("edge", (0.25, 0.5), {"xytext": (0.3, 0.6)})]
for name, place, look in names:
    ax.annotate(name, place, **look)
ax.set(xlabel="$x$", ylabel="$y$")
plt.show()
