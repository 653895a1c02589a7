"""Look up values between grid points."""

# %% look_up
import numpy as np
from matplotlib.cbook import get_sample_data
from scipy.interpolate import RegularGridInterpolator

terrain = get_sample_data("jacksboro_fault_dem.npz")
height = terrain["elevation"][230:291, 155:226]  # m
south = 0.0926 * np.arange(61)  # km, one for each row
east = 0.0743 * np.arange(71)  # km, one for each column

height_at = RegularGridInterpolator((south, east), height)
camp = height_at((2, 3))
print(f"camp: {camp:.0f} m")

path = np.linspace([0.7, 0.5], [4.9, 4.8], 401)
profile = height_at(path)
highest = profile.max()
print(f"highest on the path: {highest:.0f} m")

# %% figure
import matplotlib.pyplot as plt

steps = path / [0.0926, 0.0743]
entry = steps.astype(int)
stairs = height[tuple(entry.T)]
walked = np.hypot(*(path - path[0]).T)

fig, (above, below) = plt.subplots(
    2, figsize=(5, 6), height_ratios=[3, 2], layout="constrained"
)
image = above.imshow(height, cmap="gray", vmax=1300)
above.plot(steps[:, 1], steps[:, 0], color="C1")
above.set(xlabel="column", ylabel="row")
fig.colorbar(image, label="height (m)")
below.plot(walked, stairs, color="C0", linewidth=1, label="entry of the table")
below.plot(walked, profile, color="C1", label="between entries")
below.set(xlabel="way along the path (km)", ylabel="height (m)")
below.legend(loc="lower right")
plt.show()

# %% accuracy
known = south[::2], east[::2]
kept, truth = height[::2, ::2], height[1::2, 1::2]
rows, columns = np.meshgrid(south[1::2], east[1::2], indexing="ij")


def root_mean_square(error):
    return np.sqrt(np.mean(error**2))


def missed(method):
    at = RegularGridInterpolator(known, kept, method=method)
    return root_mean_square(at((rows, columns)) - truth)


linear, cubic = missed(method="linear"), missed(method="cubic")
print(f"linear: {linear:.1f} m, cubic: {cubic:.1f} m")

# %% by_hand
by_hand = root_mean_square(kept[:-1, :-1] - truth)
print(f"entry of the table: {by_hand:.0f} m")

# %% pitfall
swapped = height_at((3, 2))
print(f"camp with its numbers swapped: {swapped:.0f} m")
