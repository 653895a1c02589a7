"""Remove noise from a signal without delaying it."""

# %% filter
import numpy as np
from scipy.signal import butter, sosfiltfilt

rate = 500  # samples per second
time = np.arange(1000) / rate  # s
pulse = np.exp(-(((time - 1) / 0.07) ** 2))
noise = np.random.default_rng(0).normal(scale=0.3, size=1000)
signal = pulse + noise

cutoff = 10  # Hz
sos = butter(4, cutoff, fs=rate, output="sos")
smooth = sosfiltfilt(sos, signal)

before = np.std(signal - pulse)
after = np.std(smooth - pulse)
print(f"noise {before:.2f}, filtered {after:.2f}")

# %% figure
import matplotlib.pyplot as plt
from scipy.signal import sosfilt

late = sosfilt(sos, signal)
fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(time, signal, color="C1", linewidth=1, alpha=0.5, label="measured")
ax.plot(time, pulse, "--", color="black", label="pulse")
ax.plot(time, smooth, color="C0", linewidth=3, label="sosfiltfilt")
ax.plot(time, late, color="C2", linewidth=2, label="sosfilt")
ax.set(xlabel="time (s)", ylabel="voltage (V)", xlim=(0.7, 1.3), ylim=(-1, 2.4))
ax.legend(loc="upper center", ncols=2)
plt.show()

# %% delay
from scipy.signal import sosfilt

once = sosfilt(sos, pulse)
delay = 1000 * (np.average(time, weights=once) - 1)
print(f"late by {delay:.0f} ms")

# %% by_hand
width = 27
average = np.convolve(pulse, np.ones(width) / width, mode="same")
both = sosfiltfilt(sos, pulse)
lost = 1 - both.max()
flattened = 1 - average.max()
print(f"lost of the peak: {lost:.1%} filtered, {flattened:.1%} averaged")

# %% pitfall
from scipy.signal import lfilter

order, band = 6, [0.5, 5]
b, a = butter(order, band, "bandpass", fs=rate)
sections = butter(order, band, "bandpass", fs=rate, output="sos")
limit = 1e6  # V
wild = lfilter(b, a, signal)
explodes = wild.max() > limit
tame = sosfilt(sections, signal).max()
print(f"explodes: {explodes}, as sections at most {tame:.1f} V")
