"""Reduce an image to a few colours."""

# %% colours
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from scipy.cluster.vq import kmeans2

with get_sample_data("grace_hopper.jpg") as file:
    picture = ImageOps.fit(Image.open(file), (120, 140))
pixels = np.asarray(picture, float).reshape(140 * 120, 3)

k, rng = 8, np.random.default_rng(0)
colours, labels = kmeans2(pixels, k, 30, minit="++", rng=rng)
reduced = colours[labels].reshape(140, 120, 3)
print("red, green and blue of one:", colours[0].round())

# %% figure
import matplotlib.pyplot as plt

dark_to_bright = np.argsort(colours.sum(axis=1))
palette = colours[dark_to_bright][np.newaxis]

fig, axes = plt.subplot_mosaic(
    [["picture", "reduced"], ["palette", "palette"]],
    figsize=(5, 3.7),
    height_ratios=[5, 1],
    layout="constrained",
)
images = {"picture": picture, "reduced": reduced, "palette": palette}
for name, image in images.items():
    axes[name].imshow(np.asarray(image) / 255, aspect="auto")
    axes[name].set_title(name)
    axes[name].set_axis_off()
plt.show()


# %% spread
def squares(colours, labels):
    return np.sum((pixels - colours[labels]) ** 2)


def start():
    return kmeans2(pixels, k, iter=30, minit="++", rng=rng)


starts = 8
runs = [(colours, labels), *(start() for _ in range(starts - 1))]
distances = [np.sqrt(squares(*run) / len(pixels)) for run in runs]
best, worst = min(distances), max(distances)
print(f"distance {best:.0f} in the best run, {worst:.0f} in the worst")

# %% by_hand
cube = np.floor(pixels / 128) * 128 + 64
count = len(np.unique(cube, axis=0))
by_hand = np.sqrt(np.sum((pixels - cube) ** 2) / len(pixels))
print(f"{count} colours of a cube: distance {by_hand:.0f}")

# %% quantize
cut = np.reshape(picture.quantize(k).convert("RGB"), pixels.shape)
ratio = np.sqrt(np.sum((pixels - cut) ** 2) / len(pixels)) / best
print(f"quantize: {ratio:.1f} times as large")

# %% pitfall
import warnings

tries, wasted = 20, 0
for _ in range(tries):
    with warnings.catch_warnings(action="ignore"):
        _, found = kmeans2(pixels, k, rng=rng)
    wasted += len(np.unique(found)) < k
print(f"colours without a pixel in {wasted} of {tries} runs")
