"""Find the decision boundary of two Gaussians."""

# %% log_odds
import numpy as np
from scipy.stats import multivariate_normal

w1, w2 = 0.4, 0.6
first = multivariate_normal([-5, -5], [[10, 2], [2, 20]])
second = multivariate_normal([5, 5], [[15, 3], [3, 20]])


def log_odds(points):
    ratio = first.logpdf(points) - second.logpdf(points)
    return np.log(w1 / w2) + ratio


halfway = log_odds([0, 0])
print(f"log-odds halfway: {halfway:.4f}")


# %% mixture
def mixture(points):
    return w1 * first.pdf(points) + w2 * second.pdf(points)


window = 15
ticks = np.linspace(-window, window, 40)
X, Y = np.meshgrid(ticks, ticks)
grid = np.dstack([X, Y])
density = mixture(grid)

# %% surface
import matplotlib.pyplot as plt

fig_surface, ax_surface = plt.subplots(
    figsize=(4.6, 3.4), subplot_kw={"projection": "3d"}, layout="constrained"
)
ax_surface.plot_surface(*grid.T, 1000 * density.T, cmap="viridis", rasterized=True)
for axis in (ax_surface.xaxis, ax_surface.yaxis, ax_surface.zaxis):
    axis.set_pane_color("white")
ax_surface.set(xlabel="$x$", ylabel="$y$", zlabel="1000 × density")
plt.show()

# %% posterior
from scipy.special import expit

far = [0, 2000]
with np.errstate(invalid="ignore"):
    by_ratio = w1 * first.pdf(far) / mixture(far)
posterior = expit(log_odds([[0, 0], far]))
print("halfway and far, from the log-odds:", posterior.round(4))
print("far, as a ratio of densities:", by_ratio)

# %% border
inverses = np.linalg.inv([first.cov, second.cov])
A = inverses[0] - inverses[1]
b = inverses[0] @ first.mean - inverses[1] @ second.mean
determinant, centre = np.linalg.det(A), np.linalg.solve(A, b)
reciprocal = 1 / determinant
print(f"1 / det A = {reciprocal:.0f}, centre", centre.round(6))


def border(x):
    """Where the log-odds are zero: of two roots the one near the clouds."""
    square, linear = -A[1, 1] / 2, b[1] - A[0, 1] * x
    constant = halfway + b[0] * x - A[0, 0] * x**2 / 2
    return (-linear - np.sqrt(linear**2 - 4 * square * constant)) / (2 * square)


x = np.linspace(-window, window, 3001)
x = x[abs(border(x)) <= window]
slopes = np.gradient(border(x), x)
flattest, steepest = slopes.max(), slopes.min()
print(f"slopes in the window: {flattest:.2f} to {steepest:.2f}")

# %% by_hand
by_hand = np.vectorize(lambda x, y: mixture([x, y]))(X, Y)
print(f"{by_hand.size} points, same: {np.allclose(by_hand, density)}")

# %% pitfall
from scipy.stats import linregress, pearsonr


def near_border(half_width, count):
    points = np.random.default_rng(0).uniform(-half_width, half_width, (count, 2))
    return points[abs(expit(log_odds(points)) - 0.5) < 0.05].T


wide_window = 4 * window
near, wide = near_border(window, 5000), near_border(wide_window, 80_000)
close, line = near.shape[1], linregress(*near)
miss = abs(line.intercept + line.slope * x - border(x)).max()
r_near, r_wide, r_border = (pearsonr(*xy)[0] for xy in (near, wide, (x, border(x))))
print(
    f"{close} samples near the border: r = {r_near:.2f}, in a wide window {r_wide:.2f}"
)
print(f"the exact border: r = {r_border:.4f}, {miss:.1f} away from the line")

# %% figure
edge = 30
across = np.linspace(-edge, edge, 201)
plane = np.dstack(np.meshgrid(across, across))

fig, ax = plt.subplots(figsize=(4.6, 4.2))
for cloud in (first, second):
    rings = cloud.pdf(cloud.mean) * np.exp([-9 / 2, -4 / 2, -1 / 2])
    ax.contour(across, across, cloud.pdf(plane), rings, colors="black", linewidths=0.6)
ax.plot(*near, ".", color="C0", label="samples")
ax.contour(across, across, log_odds(plane), [0], colors="C1", linewidths=2)
ax.plot(across, line.intercept + line.slope * across, "--", color="C2", label="line")
ax.set(xlabel="$x$", ylabel="$y$", ylim=(-edge, edge), aspect="equal")
plt.show()
