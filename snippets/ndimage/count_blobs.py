"""Count and measure blobs in a picture."""

# %% count
import numpy as np
from scipy import ndimage

rng = np.random.default_rng(0)
radii = np.linspace(8, 18, 15)
row, column = np.indices((150, 250))
picture = rng.normal(0, 0.4, row.shape)
for k, radius in enumerate(rng.permutation(radii)):
    y = 25 + 50 * (k // 5) + rng.uniform(-6, 6)
    x = 25 + 50 * (k % 5) + rng.uniform(-6, 6)
    picture += np.hypot(row - y, column - x) < radius

mask = ndimage.gaussian_filter(picture, 2) > 0.5
labels, count = ndimage.label(mask)
index = np.arange(1, count + 1)
area = ndimage.sum_labels(mask, labels, index)
centre = ndimage.center_of_mass(mask, labels, index)
diameter = 2 * np.sqrt(area / np.pi)
print(f"{count} blobs")

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 3.4))
ax.imshow(picture, cmap="gray", vmin=-1.5, vmax=1.5)
ax.contour(mask, [0.5], colors="C1")
for number, (y, x) in enumerate(centre, 1):
    ax.text(x, y, number, ha="center", va="center", color="black", weight="bold")
ax.set(xlabel="column", ylabel="row")
plt.show()

# %% sizes
off = np.abs(np.sort(diameter) / (2 * radii) - 1).max()
print(f"diameters off by up to {off:.0%}")

largest = area.argmax()
box = ndimage.find_objects(labels)[largest]
print(f"largest: number {index[largest]}, {picture[box].shape} pixels")

# %% noise
specks = ndimage.label(picture > 0.5)[1]
print(f"{specks} blobs without the blur")


# %% by_hand
def flood_fill(mask):
    labels, count = np.zeros(mask.shape, int), 0
    for seed in map(tuple, np.argwhere(mask)):
        if labels[seed] == 0:
            count += 1
            stack = [seed]
            while stack:
                r, c = stack.pop()
                inside = 0 <= r < mask.shape[0] and 0 <= c < mask.shape[1]
                if inside and mask[r, c] and labels[r, c] == 0:
                    labels[r, c] = count
                    stack += [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]
    return labels, count


filled, _ = flood_fill(mask)
agree = np.array_equal(filled, labels)
print(agree)

# %% pitfall
line = np.eye(5)
pieces = ndimage.label(line)[1]
joined = ndimage.label(line, structure=np.ones((3, 3)))[1]
print(f"a diagonal line: {pieces} blobs, with corners {joined}")
