"""Find the frequencies and amplitudes of a signal."""

# %% spectrum
import numpy as np
from scipy.fft import rfft, rfftfreq

rate, N = 1000, 200  # samples per second, samples
time = np.arange(N) / rate
hum = 1.5 * np.sin(2 * np.pi * 50 * time)
tone = 0.7 * np.cos(2 * np.pi * 120 * time)
signal = 0.3 + hum + tone

frequency = rfftfreq(N, 1 / rate)
amplitude = 2 / N * np.abs(rfft(signal))
amplitude[[0, -1]] /= 2  # the last only when N is even

strongest = np.argsort(-amplitude)[:3]
found, height = frequency[strongest], amplitude[strongest]
print("frequencies (Hz):", found)
print("amplitudes:", height.round(2))

# %% figure
import matplotlib.pyplot as plt

fig, (above, below) = plt.subplots(2, figsize=(5, 4), layout="constrained")
above.plot(time, signal, color="C1")
above.set(xlabel="time (s)", ylabel="signal")
below.vlines(frequency, 0, amplitude, color="C0", linewidth=3)
below.set(xlabel="frequency (Hz)", ylabel="amplitude")
plt.show()

# %% by_hand
half = 2 / N * np.abs(np.fft.fft(signal)[: N // 2])
axis = np.linspace(0, rate / 2, N // 2)
read = axis[np.argsort(-half)[1]]
stretched = axis[1] / frequency[1] - 1
mean = half[0]
excess = mean / signal.mean()
print(f"tone at {read:.1f} Hz, mean {mean:.1f}")

# %% pitfall
from scipy.signal.windows import flattop

true = 1
between = true * np.sin(2 * np.pi * 52.5 * time)


def highest(window):
    X = rfft(window * between)
    return 2 / window.sum() * np.abs(X).max()


plain = highest(np.ones(N))
flat = highest(flattop(N, sym=False))
print(f"amplitude {plain:.2f}, with a window {flat:.3f}")
