"""Smooth a picture."""

# %% smooth
import numpy as np
from scipy.signal import convolve2d

picture = np.arange(12.0).reshape(4, 3)
kernel = np.outer([1, 2, 1], [1, 2, 1]) / 16
size = len(kernel)


def smoothed(picture):
    padded = np.pad(picture, 1)
    smooth = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return (smooth[:, :-2] + 2 * smooth[:, 1:-1] + smooth[:, 2:]) / 16


across = smoothed(picture)
whole = convolve2d(picture, kernel)
total = np.sum(whole)
energy = np.sum(picture**2)
print(f"{total:.0f}")

# %% pitfall
small = picture.astype("uint8")
wrapped = int(np.sum(small * np.uint8(24), dtype="uint8") // 2)
print(wrapped)

# %% figure
import matplotlib.pyplot as plt


def slope(p):
    gradient = np.asarray(p) @ [[1, 2], [3, 4]]
    return -gradient[0] / gradient[1]


tilt = slope((1, 1))
values = np.log(1 + picture)
fig, ax = plt.subplots()
shown = ax.imshow(values, cmap="magma", aspect="auto")
fig.colorbar(
    shown,
    orientation="horizontal",
    extend="both",
    shrink=0.7,
)
plt.show()
