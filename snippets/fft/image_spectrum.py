"""Plot the Fourier spectrum of an image."""

# %% spectrum
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from scipy.fft import fft2, fftshift

side = 225
with get_sample_data("grace_hopper.jpg") as portrait:
    grey = ImageOps.fit(Image.open(portrait).convert("L"), (side, side))
picture = np.asarray(grey) / 255

F = fft2(picture)
unshifted = np.log1p(np.abs(F))
shifted = fftshift(unshifted)

middle = side // 2
corner = [int(k) for k in np.unravel_index(np.argmax(unshifted), F.shape)]
centre = [int(k) for k in np.unravel_index(np.argmax(shifted), F.shape)]
print(f"brightest pixel: {corner}, after fftshift {centre}")

# %% low
from scipy.fft import fftfreq

u = fftfreq(side, 1 / side)[:, np.newaxis]
v = fftfreq(side, 1 / side)
power = np.abs(F) ** 2
power[0, 0] = 0  # the mean is not a wave
finest = 10
low = np.hypot(u, v) <= finest
low_part = np.mean(low)
low_share = np.sum(power[low]) / np.sum(power)
print(f"{low_part:.1%} of the frequencies hold {low_share:.0%} of the power")

# %% mean
total = F[0, 0].real
total_ratio = total / np.sum(picture)
print(f"F[0, 0] / sum of the picture: {total_ratio:.6f}")

# %% parseval
energy = np.sum(picture**2)
spectral_energy = np.sum(np.abs(F) ** 2) / picture.size
energy_ratio = spectral_energy / energy
print(f"energy of the spectrum / energy of the picture: {energy_ratio:.6f}")

# %% hermitian
back = -np.arange(side)
opposite = F[np.ix_(back, back)]  # F[-u, -v]
conjugate = np.allclose(opposite, F.conj())
print("opposite frequencies are conjugate:", conjugate)


# %% stripes
def modulus(picture):
    return np.abs(fft2(picture))


M, N, k = 81, 64, 8
stripes = np.tile(np.cos(2 * np.pi * k * np.arange(N) / N), (M, 1))
S = modulus(stripes)
height = S.max()
peaks = np.argwhere(S.round())
print(f"peaks at {peaks.tolist()}, height {height:.0f}")

# %% real
from scipy.fft import rfft2

F_half = rfft2(picture)
left_out = side - F_half.shape[1]
print(F.shape, F_half.shape)
print("the same numbers:", np.allclose(F_half, F[:, : F_half.shape[1]]))


# %% by_hand
def waves(count):
    index = np.arange(count)
    return np.exp(-2j * np.pi * np.outer(index, index) / count)


def by_matrices(picture):
    return waves(picture.shape[0]) @ picture @ waves(picture.shape[1])


rows, columns = picture.shape
loop_products = rows**2 * columns**2
matrix_products = rows**2 * columns + rows * columns**2
print("equal:", np.allclose(by_matrices(picture), F))
print(f"products: {loop_products} in loops, {matrix_products} in matrices")


# %% pitfall
def stretch(values):
    return (values - values.min()) / (values.max() - values.min())


blank = modulus(np.ones((M, N)))
with np.errstate(divide="ignore", invalid="ignore"):
    wrong = np.log(blank)
    lost = np.isnan(stretch(wrong)).mean()
right = np.log1p(blank)
ends = [(values.min(), values.max()) for values in (wrong, right)]
for name, (low_end, high_end) in zip(["log", "log1p"], ends, strict=True):
    print(f"{name:5} from {low_end} to {high_end:.3f}")
print(f"stretched, {lost:.0%} of log is nan")

# %% pitfall_axis
column = int(peaks[1, 1])
misread = column - N // 2
frequency = int(fftfreq(N, 1 / N)[column])
print(f"column {column}: {misread:d} right of the middle, frequency {frequency}")

# %% border
from scipy.signal import get_window


def window_of(name):
    fade = get_window(name, side)
    return np.outer(fade, fade)


def faded_by(name):
    window = window_of(name)
    return window * (picture - np.average(picture, weights=window))


def line(picture):
    vertical, beside = np.median(modulus(picture), axis=0)[:2]
    return vertical / beside


windows = ["boxcar", "hann", "blackman"]
lines = [line(faded_by(name)) for name in windows]
kept = [float(np.mean(window_of(name) ** 2)) for name in windows]
for name, strength, share in zip(windows, lines, kept, strict=True):
    print(f"{name:8}  line {strength:.1f}, keeps {share:.0%} of white noise")

# %% figure
import matplotlib.pyplot as plt
from scipy.signal import get_window

fig, axes = plt.subplots(2, 2, figsize=(6.2, 5.8), layout="constrained")
axes[0, 0].imshow(picture, cmap="gray")
axes[0, 0].set_title("the picture")
axes[0, 0].set_axis_off()


def cycles(count):
    """Where the pixels of a shifted spectrum begin and end."""
    first = -(count // 2) - 0.5
    return first, first + count


extent = (*cycles(side), *cycles(side)[::-1])  # of v, then of u downwards
hann = np.outer(get_window("hann", side), get_window("hann", side))
faded = hann * (picture - np.average(picture, weights=hann))
windowed = fftshift(np.log1p(np.abs(fft2(faded))))
for ax, values, places, title in [
    (axes[0, 1], unshifted, None, "as fft2 returns it"),
    (axes[1, 0], shifted, extent, "after fftshift"),
    (axes[1, 1], windowed, extent, "borders faded out"),
]:
    image = ax.imshow(values, cmap="magma", extent=places, vmin=0, vmax=shifted.max())
    ax.set_title(title)
axes[0, 1].set(xlabel="column $v$", ylabel="row $u$")
axes[0, 1].set(xticks=[0, middle, side - 1], yticks=[0, middle, side - 1])
for ax in axes[1]:
    ax.set(xlabel="$v$ (cycles across)", ylabel="$u$ (cycles down)")
    ax.set(xticks=[-middle, 0, middle], yticks=[-middle, 0, middle])
fig.colorbar(image, ax=axes, shrink=0.6, label=r"$\log(1 + |F|)$")
plt.show()

# %% figure_windows
views = []
for name in windows:
    faded = faded_by(name)
    _, view = plt.subplots(1, 2, figsize=(5.8, 3.0), layout="constrained")
    view[0].imshow(faded, cmap="gray", vmin=-0.5, vmax=0.5)
    view[0].set_axis_off()
    values = fftshift(np.log1p(modulus(faded)))
    view[1].imshow(values, cmap="magma", extent=extent, vmin=0, vmax=shifted.max())
    view[1].set(xlabel="$v$ (cycles across)", ylabel="$u$ (cycles down)")
    view[1].set(xticks=[-middle, 0, middle], yticks=[-middle, 0, middle])
    views.append(view)
plt.show()

# %% figure_stripes
fig_stripes, pair = plt.subplots(1, 2, figsize=(5.8, 3.0), layout="constrained")
pair[0].imshow(stripes, cmap="gray")
pair[0].set(title="the stripes", xlabel="column $n$", ylabel="row $m$")
pair[0].set(xticks=[0, N - 1], yticks=[0, M - 1])
reach = (*cycles(N), *cycles(M)[::-1])
pair[1].imshow(fftshift(S), cmap="magma", extent=reach)
pair[1].set(title="their spectrum", xlim=(-2 * k, 2 * k), ylim=(2 * k, -2 * k))
pair[1].set(xlabel="$v$ (cycles across)", ylabel="$u$ (cycles down)")
pair[1].set(xticks=[-k, 0, k], yticks=[-k, 0, k])
plt.show()
