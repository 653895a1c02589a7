"""Which transform for which signal."""

# %% transforms
import numpy as np
from scipy import fft

count, budget = 1000, 22
x = (np.arange(count) + 0.5) / count

ways = {
    "fft": (fft.fft, fft.ifft),
    "rfft": (fft.rfft, fft.irfft),
    "dct": (fft.dct, fft.idct),
    "dst": (fft.dst, fft.idst),
}


def missing(way, signal):
    """The error of a signal of which the largest numbers are kept."""
    there, back = way
    waves = there(signal)
    kept = budget // 2 if np.iscomplexobj(waves) else budget
    waves[np.argsort(abs(waves))[:-kept]] = 0
    gap = np.linalg.norm(back(waves) - signal)
    return gap / np.linalg.norm(signal)


def errors(signal):
    return {name: missing(way, signal) for name, way in ways.items()}


numbers = {name: way[0](x).view(float).size for name, way in ways.items()}
periodic = errors(np.exp(np.sin(2 * np.pi * x)))
rising, arch = errors(np.exp(x)), errors(x * (1 - x))
