"""Find the peaks in noisy data."""

# %% peaks
import numpy as np
from scipy.signal import find_peaks


def bell(centre, width):
    return np.exp(-(((time - centre) / width) ** 2) / 2)


time = np.arange(501) / 50  # minutes
clean = 0.12 * time + 0.5 * bell(2, 0.15) + bell(4, 0.2)
clean += 0.6 * bell(5.2, 0.12) + 0.8 * bell(7.5, 0.25)
noise = np.random.default_rng(0).normal(0, 0.03, time.size)
signal = clean + noise

enough = 0.3
peaks, found = find_peaks(signal, prominence=enough)
print(f"peaks at {time[peaks].round(1)} minutes")

# %% figure
import matplotlib.pyplot as plt

tops, _ = find_peaks(signal)
feet = signal[peaks] - found["prominences"]

fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(time, signal, color="C0", linewidth=1, label="signal")
ax.plot(time[tops], signal[tops], "C0.", label="local maximum")
ax.vlines(time[peaks], feet, signal[peaks], color="C1", linewidth=3, label="prominence")
ax.plot(time[peaks], signal[peaks], "C1o", label="peak")
ax.set(xlabel="time (minutes)", ylabel="voltage (V)", ylim=(-0.2, 2.4))
ax.legend(loc="upper right", ncols=2)
plt.show()

# %% count
count, matter = len(tops), len(peaks)
print(f"{count} local maxima, {matter} peaks")

# %% by_hand
rising = np.sign(np.diff(signal))
by_hand = np.flatnonzero(np.diff(rising) < 0) + 1
low = signal[peaks].min()
others = np.sum(signal[by_hand] > low)
print(f"{others} local maxima lie above the lowest peak")

# %% pitfall
broken = signal.copy()
broken[peaks[1] + 2] = np.nan  # one lost sample
beside_gap, _ = find_peaks(broken, prominence=enough)

good = np.isfinite(broken)
filled = np.interp(time, time[good], broken[good])
after, _ = find_peaks(filled, prominence=enough)
left, back = len(beside_gap), len(after)
print(f"{left} peaks with the gap, {back} when it is filled")
