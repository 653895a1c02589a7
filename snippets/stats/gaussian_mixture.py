"""Find the decision boundary of two Gaussians."""

# %% mixture
import numpy as np
from scipy.stats import multivariate_normal

weights = np.array([0.4, 0.6])
means = np.array([[-5, -5], [5, 5]])
covariances = np.array([[[10, 2], [2, 20]], [[15, 3], [3, 20]]])
clouds = [multivariate_normal(*cloud) for cloud in zip(means, covariances, strict=True)]


def mixture(points):
    return weights[0] * clouds[0].pdf(points) + weights[1] * clouds[1].pdf(points)


window = 15
X, Y = np.meshgrid(np.linspace(-window, window, 40), np.linspace(-window, window, 40))
grid = np.dstack([X, Y])
density = mixture(grid)

inside = sum(
    weight * cloud.cdf([window, window], lower_limit=[-window, -window])
    for weight, cloud in zip(weights, clouds, strict=True)
)
print(f"share of the mixture inside the window: {inside:.4f}")

# %% surface
import matplotlib.pyplot as plt

fig_surface, ax_surface = plt.subplots(
    figsize=(5.2, 4.2), subplot_kw={"projection": "3d"}, layout="constrained"
)
ax_surface.plot_surface(X=X, Y=Y, Z=1000 * density, cmap="viridis", rasterized=True)
ticks_surface = [-window, 0, window]
for axis in (ax_surface.xaxis, ax_surface.yaxis, ax_surface.zaxis):
    axis.set_pane_color("white")
ax_surface.set(xlabel="$x$", ylabel="$y$", zlabel="1000 × density")
ax_surface.set(xticks=ticks_surface, yticks=ticks_surface)
plt.show()


# %% posterior
def posterior(points):
    """How likely the first cloud is, given the point."""
    return weights[0] * clouds[0].pdf(points) / mixture(points)


halfway = posterior([0, 0])
print(f"halfway between the centres: {halfway:.4f}")

# %% samples
from scipy.stats import linregress, pearsonr


def near_border(half_width, count):
    rng = np.random.default_rng(0)
    points = rng.uniform(-half_width, half_width, (count, 2))
    return points[np.abs(posterior(points) - 0.5) < 0.05]


samples = 5000
near = near_border(window, samples)
close = len(near)
r_near = pearsonr(near[:, 0], near[:, 1]).statistic
line = linregress(near[:, 0], near[:, 1])
print(f"{close} of {samples} samples are near the border: r = {r_near:.2f}")
print(f"line: y = {line.slope:.3f} x {line.intercept:+.3f}")

# %% log_odds
from scipy.special import expit

inverses = np.linalg.inv(covariances)
A = inverses[0] - inverses[1]
b = inverses[0] @ means[0] - inverses[1] @ means[1]
c = (
    np.log(weights[0] / weights[1])
    - np.log(np.linalg.det(covariances[0]) / np.linalg.det(covariances[1])) / 2
    - (means[0] @ inverses[0] @ means[0] - means[1] @ inverses[1] @ means[1]) / 2
)


def log_odds(points):
    points = np.asarray(points)
    return -np.sum(points @ A * points, axis=-1) / 2 + points @ b + c


determinant = np.linalg.det(A)
centre = np.linalg.solve(A, b)
print(f"log-odds halfway: {c:.5f}, so the posterior is {expit(c):.4f}")
below = -1 / determinant
print(f"det A = -1/{below:.0f}, centre", centre.round(6))


# %% border
from scipy.optimize import brentq


def border(x):
    """The y at which the log-odds are zero: of two roots the one near the clouds."""
    square, linear = -A[1, 1] / 2, b[1] - A[0, 1] * x
    constant = c + b[0] * x - A[0, 0] * x**2 / 2
    return (-linear - np.sqrt(linear**2 - 4 * square * constant)) / (2 * square)


def slope(x):
    gradient = b - A @ [x, border(x)]
    return -gradient[0] / gradient[1]


left = brentq(lambda x: border(x) - window, -window, window)
right = brentq(lambda x: border(x) + window, -window, window)
slopes = [slope(left), slope(right)]
print("slopes at the upper left and the lower right:", np.round(slopes, 2))

# %% wide
wide_window = 60
wide_samples = 80_000
wide = near_border(wide_window, wide_samples)
close_wide = len(wide)
r_wide = pearsonr(wide[:, 0], wide[:, 1]).statistic
print(f"{close_wide} of {wide_samples} samples are near it: r = {r_wide:.2f}")

# %% figure
deviations = np.array([3, 2, 1])
fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.6), layout="constrained")
for ax, band, edge in zip(axes, [near, wide], [window, wide_window], strict=True):
    across = np.linspace(-edge, edge, 201)
    plane = np.dstack(np.meshgrid(across, across))
    for number, cloud in enumerate(clouds):
        rings = cloud.pdf(means[number]) * np.exp(-(deviations**2) / 2)
        ax.contour(
            across, across, cloud.pdf(plane), rings, colors="black", linewidths=0.5
        )
        ax.text(*means[number], number + 1, ha="center", va="center")
    ax.plot(band[:, 0], band[:, 1], ".", color="C0", label="samples near the border")
    ax.plot(across, border(across), color="C1", label="exact border")
    straight = line.intercept + line.slope * across
    ax.plot(across, straight, "--", color="C2", label="fitted line")
    ticks = [-edge, 0, edge]
    ax.set(xlim=(-edge, edge), ylim=(-edge, edge), xticks=ticks, yticks=ticks)
    ax.set(xlabel="$x$", ylabel="$y$", aspect="equal")
side = 2 * window
frame = plt.Rectangle((-window, -window), side, side, fill=False, color="black")
axes[1].add_patch(frame)
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
plt.show()

# %% far
far = [[0, 300], [0, 2000]]
with np.errstate(invalid="ignore"):
    by_ratio = posterior(far)
by_log_odds = expit(log_odds(far))
print("ratio of densities:", by_ratio)
print("from the log-odds: ", by_log_odds.round(6))

# %% by_hand
mixture_loop = np.vectorize(lambda x, y: mixture([x, y]))
by_hand = mixture_loop(X, Y)
grid_points = by_hand.size
print(f"{grid_points} points, same: {np.allclose(by_hand, density)}")

# %% pitfall
x = np.linspace(left, right, 1001)
r_curve = pearsonr(x, border(x)).statistic
miss = np.abs(line.intercept + line.slope * x - border(x)).max()
print(f"along the exact curve: r = {r_curve:.4f}")
print(f"the line misses the curve by up to {miss:.1f}")
