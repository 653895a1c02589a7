"""Plot the Fourier spectrum of an image."""

# %% spectrum
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from scipy.fft import fft2, fftshift

with get_sample_data("grace_hopper.jpg") as file:
    grey = Image.open(file).convert("L")
picture = np.asarray(ImageOps.fit(grey, (225, 225))) / 255

F = fft2(picture)
unshifted = np.log1p(np.abs(F))
spectrum = fftshift(unshifted)

(corner,) = np.argwhere(unshifted == unshifted.max())
(centre,) = np.argwhere(spectrum == spectrum.max())
print(f"brightest pixel {corner}, after fftshift {centre}")

# %% figure
import matplotlib.pyplot as plt


def modulus(picture):
    return np.abs(fft2(picture))


cycles = "$v$ (cycles across)", "$u$ (cycles down)"
places = "column", "row"
views = []
for values, first, names in [
    (spectrum, -112, cycles),
    (unshifted, 0, places),
    (modulus(picture), 0, places),
]:
    _, view = plt.subplots(1, 2, figsize=(5.2, 3), layout="constrained")
    view[0].imshow(picture, cmap="gray")
    view[0].set_axis_off()
    low, high = first - 0.5, first + 224.5
    view[1].imshow(values, cmap="magma", extent=(low, high, high, low))
    ticks = first, first + 112, first + 224
    view[1].set(xlabel=names[0], ylabel=names[1], xticks=ticks, yticks=ticks)
    views.append(view)
plt.show()
faint = np.median(modulus(picture)) / modulus(picture).max()

# %% stripes
from scipy.fft import fftfreq

M, N, k = 81, 64, 8
stripes = np.tile(np.cos(2 * np.pi * k * np.arange(N) / N), (M, 1))
S = modulus(stripes)
peaks = np.argwhere(S.round())
height = S.max()
frequencies = fftfreq(N, 1 / N)[peaks[:, 1]]
print(f"peaks {peaks.tolist()}, height {height:.0f}")
print(f"cycles across: {frequencies.astype(int)}")

# %% checks
total_ratio = F[0, 0].real / np.sum(picture)
energy_ratio = np.mean(np.abs(F) ** 2) / np.sum(picture**2)
opposite = np.roll(F[::-1, ::-1], 1, axis=(0, 1))  # F[-u, -v]
conjugate = np.allclose(opposite, F.conj())
print(f"F[0, 0] / sum of the picture: {total_ratio:.6f}")
print(f"energy of the spectrum / of the picture: {energy_ratio:.6f}")
print(f"opposite frequencies are conjugate: {conjugate}")

# %% real
from scipy.fft import rfft2

F_half = rfft2(picture)
print(F_half.shape, np.allclose(F_half, F[:, : F_half.shape[1]]))


# %% by_hand
def waves(count):
    index = np.arange(count)
    return np.exp(-2j * np.pi * np.outer(index, index) / count)


def by_matrices(picture):
    return waves(picture.shape[0]) @ picture @ waves(picture.shape[1])


print(f"equal: {np.allclose(by_matrices(picture), F)}")


# %% pitfall
def stretch(values):
    return (values - values.min()) / (values.max() - values.min())


blank = modulus(np.ones((M, N)))
with np.errstate(divide="ignore", invalid="ignore"):
    logarithm = np.log(blank)
    lost = np.isnan(stretch(logarithm)).mean()
right = stretch(np.log1p(blank))
smallest, lowest, highest = logarithm.min(), right.min(), right.max()
print(f"log: smallest {smallest}, stretched {lost:.0%} nan")
print(f"log1p: stretched from {lowest:.0f} to {highest:.0f}")
