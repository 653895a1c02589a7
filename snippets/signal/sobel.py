"""Detect the edges of an image with a Sobel filter."""

# %% edges
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from scipy.signal import convolve2d

side = 225
with get_sample_data("grace_hopper.jpg") as file:
    portrait = Image.open(file).convert("L")
    grey = np.asarray(ImageOps.fit(portrait, (side, side)))
picture = grey.astype(float)

kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
across = convolve2d(picture, kernel, "same", "symm")
down = convolve2d(picture, kernel.T, "same", "symm")
magnitude = np.hypot(across, down)
calm = np.mean(magnitude < 0.1 * magnitude.max())
print(f"{calm:.0%} of the pixels are calm")

# %% figure
import matplotlib.pyplot as plt

limit = 500
views = []
for values, cmap, brightest in [(picture, "gray", 255), (magnitude, "gray_r", limit)]:
    _, ax = plt.subplots(figsize=(3.6, 3.6), layout="constrained")
    ax.imshow(values, cmap=cmap, vmin=0, vmax=brightest)
    ax.set_axis_off()
    views.append(ax)
plt.show()

# %% components
fig, axes = plt.subplots(1, 2, figsize=(6.4, 4), layout="constrained")
panels = {"across, $K * f$": across, "down, $K^T * f$": down}
for ax, (title, response) in zip(axes, panels.items(), strict=True):
    image = ax.imshow(response, cmap="RdBu", vmin=-limit, vmax=limit)
    ax.set_title(title)
    ax.set_axis_off()
fig.colorbar(image, ax=axes, location="bottom", extend="both", label="grey levels")
plt.show()

# %% rescale
no_edge = (0 - across.min()) / (across.max() - across.min())
print(f"no edge: {no_edge:.2f}")

# %% flip
from scipy import ndimage
from scipy.signal import correlate2d

opposite = correlate2d(picture, kernel, "same", "symm")
by_sobel = ndimage.sobel(picture, axis=1)
opposite_signs = np.array_equal(opposite, -across)
print("opposite signs:", opposite_signs)
print("sobel correlates:", np.array_equal(opposite, by_sobel))

slope = 3
ramp = slope * np.tile(np.arange(3), (3, 1))
convolved = convolve2d(ramp, kernel, "valid").item()
correlated = correlate2d(ramp, kernel, "valid").item()
print("on a ramp:", convolved, correlated)

# %% border
grown = convolve2d(picture, kernel)  # mode "full", boundary "fill"
grown_side = len(grown)
zeros_outside = convolve2d(picture, kernel.T, "same")
frame = abs(zeros_outside[0]).mean() / abs(down[0]).mean()
print(grown.shape)
print(f"row 0: {frame:.0f} times as strong")


# %% by_hand
def by_loops(picture, kernel):
    padded = np.pad(picture, 1, mode="symmetric")
    response = np.zeros(picture.shape)
    for m in range(picture.shape[0]):
        for n in range(picture.shape[1]):
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    weight = kernel[1 + i, 1 + j]
                    response[m, n] += weight * padded[1 + m - i, 1 + n - j]
    return response


def by_slices(picture):
    padded = np.pad(picture, 1, mode="symmetric")
    smooth = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return smooth[:, :-2] - smooth[:, 2:]


looped, sliced = by_loops(picture, kernel), by_slices(picture)
print("loops:", np.array_equal(looped, across))
print("slices:", np.array_equal(sliced, across))

# %% pitfall
step = np.array([[0, 0, 64, 64]], dtype=np.uint8)
as_bytes = ndimage.sobel(step, axis=1)
as_floats = ndimage.sobel(step.astype(float), axis=1)
print("as bytes: ", as_bytes)
print("as floats:", as_floats)

wrong = np.mean(ndimage.sobel(grey, axis=1) != opposite)
print(f"portrait: {wrong:.0%} of the pixels are wrong")
