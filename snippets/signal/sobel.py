"""Detect the edges of an image with a Sobel filter."""

# %% picture
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps

side = 225
with get_sample_data("grace_hopper.jpg") as portrait:
    grey = np.asarray(ImageOps.fit(Image.open(portrait).convert("L"), (side, side)))
picture = grey.astype(float)
print(grey.dtype, grey.shape)

# %% edges
from scipy.signal import convolve2d

kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

across = convolve2d(picture, kernel, mode="same", boundary="symm")
down = convolve2d(picture, kernel.T, mode="same", boundary="symm")
magnitude = np.hypot(across, down)

flat = np.mean(magnitude < 0.1 * magnitude.max())
print(f"{flat:.0%} of the pixels respond with less than a tenth of the maximum")

# %% spot
from scipy.signal import correlate2d

spot = np.zeros((3, 3), dtype=int)
spot[1, 1] = 1
convolved_spot = convolve2d(spot, kernel, mode="same")
correlated_spot = correlate2d(spot, kernel, mode="same")
print("convolve2d:", *convolved_spot, sep="\n")
print("correlate2d:", *correlated_spot, sep="\n")

# %% flip
from scipy import ndimage

correlated = correlate2d(picture, kernel, mode="same", boundary="symm")
opposite = np.array_equal(across, -correlated)
sobel_correlates = np.array_equal(ndimage.sobel(picture, axis=1), correlated)
print("opposite signs:", opposite)
print("ndimage.sobel correlates:", sobel_correlates)

# %% ramp
slope = 3
ramp = slope * np.tile(np.arange(6), (4, 1))
convolved_ramp = convolve2d(ramp, kernel, mode="valid")
correlated_ramp = correlate2d(ramp, kernel, mode="valid")
print(convolved_ramp)
print(correlated_ramp)

# %% separable
smoothing = np.array([[1], [2], [1]])
difference = np.array([[-1, 0, 1]])
passes = picture
for factor in (smoothing, difference):
    passes = convolve2d(passes, factor, mode="same", boundary="symm")
print("same answer:", np.array_equal(passes, across))

# %% border
grown = convolve2d(picture, kernel)  # mode="full", boundary="fill"
grown_side = len(grown)
print(grown.shape)


def responses(picture, boundary):
    """To changes across and down the picture."""
    both = kernel, kernel.T
    return [convolve2d(picture, K, mode="same", boundary=boundary) for K in both]


framed = np.hypot(*responses(picture, "fill"))
outermost = np.ones(picture.shape, dtype=bool)
outermost[1:-1, 1:-1] = False
frame = framed[outermost].mean() / magnitude[outermost].mean()
print(f"{frame:.0f} times as strong along the border")

# %% rescale
no_edge = (0 - across.min()) / (across.max() - across.min())
print(f"no edge becomes {no_edge:.2f} between black, 0, and white, 1")


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


looped = by_loops(picture, kernel)
print("loops:", np.array_equal(looped, across))


# %% slices
def by_slices(picture):
    padded = np.pad(picture, 1, mode="symmetric")
    smooth = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return smooth[:, :-2] - smooth[:, 2:]


sliced = by_slices(picture)
print("slices:", np.array_equal(sliced, across))

# %% pitfall
step = np.array([[0, 0, 64, 64]], dtype=np.uint8)
as_bytes = ndimage.sobel(step, axis=1)
as_floats = ndimage.sobel(step.astype(float), axis=1)
print("as it is: ", as_bytes)
print("as floats:", as_floats)

wrapped = ndimage.sobel(grey, axis=1)
wrong = np.mean(wrapped != correlated)
print(f"portrait: {wrong:.0%} of the pixels are wrong")

# %% figure_wipe
import matplotlib.pyplot as plt

limit = 500
views = []
for values, cmap, brightest in [(picture, "gray", 255), (magnitude, "gray_r", limit)]:
    _, ax = plt.subplots(figsize=(3.6, 3.6), layout="constrained")
    ax.imshow(values, cmap=cmap, vmin=0, vmax=brightest)
    ax.set_axis_off()
    views.append(ax)
plt.show()

# %% figure
fig, axes = plt.subplots(2, 2, figsize=(5.6, 6.2), layout="constrained")
panels = [
    ("the picture", picture, "gray", 0, 255),
    ("magnitude $G$", magnitude, "gray_r", 0, limit),
    ("across, $K * f$", across, "RdBu", -limit, limit),
    ("down, $K^T * f$", down, "RdBu", -limit, limit),
]
for ax, (title, values, cmap, low, high) in zip(axes.flat, panels, strict=True):
    image = ax.imshow(values, cmap=cmap, vmin=low, vmax=high)
    ax.set_title(title)
    ax.set_axis_off()
fig.colorbar(
    image,
    ax=axes[1],
    orientation="horizontal",
    extend="both",
    shrink=0.7,
    label="response (grey levels); no edge is white",
)
plt.show()

# %% figure_border
middle = side // 2
corner = np.s_[:middle, middle:]

fig_border, pair = plt.subplots(1, 2, figsize=(5.8, 3.1), layout="constrained")
for ax, values, title in [
    (pair[0], framed, "zeros outside"),
    (pair[1], magnitude, "mirrored outside"),
]:
    ax.imshow(values[corner], cmap="gray_r", vmin=0, vmax=limit)
    ax.set_title(title)
    ax.set_axis_off()
plt.show()
