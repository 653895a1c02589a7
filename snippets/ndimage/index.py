"""Which filter for which noise, and which order for which picture."""

# %% filters
import numpy as np
from scipy import ndimage

size, random = 128, np.random.default_rng(0)
rows, columns = np.mgrid[:size, :size]
smooth = np.sin(2 * np.pi * (3 * rows + 2 * columns) / size)
disc = np.where(np.hypot(rows - 64, columns - 64) < 32, 1.0, 0.0)
grainy = smooth + random.normal(scale=0.3, size=smooth.shape)
dice = random.random(smooth.shape)
peppered = np.where(dice < 0.05, -1, np.where(dice > 0.95, 1, smooth))

ways = {
    "nothing": np.copy,
    "uniform": lambda picture: ndimage.uniform_filter(picture, 3),
    "gaussian": lambda picture: ndimage.gaussian_filter(picture, 1),
    "median": lambda picture: ndimage.median_filter(picture, 3),
}


def errors(picture, truth):
    """The root of the mean square of what each way leaves of an error, or adds."""
    gaps = {name: way(picture) - truth for name, way in ways.items()}
    return {name: np.sqrt(np.mean(gap**2)) for name, gap in gaps.items()}


grain, pepper = errors(grainy, smooth), errors(peppered, smooth)
edge = errors(disc, disc)

# %% orders
step = 0.5


def waves(x, length):
    return np.sin(2 * np.pi * x / length)


def moved(picture, order):
    """A picture a step further to the right."""
    if order is not None:
        return ndimage.shift(picture, (0, step), order=order)
    spectrum = ndimage.fourier_shift(np.fft.fft2(picture), (0, step))
    return np.fft.ifft2(spectrum).real


def tried(order, length=16):
    gap = moved(waves(columns, length), order) - waves(columns - step, length)
    used = size**2 if order is None else (order + 1) ** 2
    error, overshoot = np.max(abs(gap[:, 32:-32])), np.max(moved(disc, order)) - 1
    return {"used": used, "error": error, "overshoot": overshoot}


nearest, linear, cubic, quintic, fourier = map(tried, (0, 1, 3, 5, None))
