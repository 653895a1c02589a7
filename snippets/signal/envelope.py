"""Find the envelope of a signal."""

# %% envelope
import numpy as np
from scipy.signal import hilbert

time = np.arange(500) / 500  # s
tone, beat = 40, 3  # Hz
loudness = 1 + 0.5 * np.cos(2 * np.pi * beat * time)
signal = 2 + loudness * np.cos(2 * np.pi * tone * time)

centred = signal - signal.mean()
envelope = np.abs(hilbert(centred))
print(np.allclose(envelope, loudness))

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(time, centred, color="C1", linewidth=1, label="signal")
ax.plot(time, envelope, color="C0", linewidth=3, label="envelope")
ax.set(xlabel="time (s)", ylabel="pressure (Pa)")
ax.set(xlim=(0, 1), ylim=(-2, 2))
ax.legend(loc="upper center", ncols=2)
plt.show()

# %% by_hand
from scipy.signal import find_peaks

peaks, _ = find_peaks(centred)
joined = np.interp(time, time[peaks], centred[peaks])
count = len(peaks)
missed = np.abs(joined - loudness).max()
print(f"{count} peaks, off by up to {missed:.1f} Pa")

# %% offset
lifted = np.abs(hilbert(signal)).mean()
right = loudness.mean()
print(f"{lifted:.1f} Pa on average instead of {right:.1f} Pa")

# %% ends
short = centred[:470]
off = np.abs(np.abs(hilbert(short)) - loudness[:470])
end, edge = off[-1], 50
everywhere, inside = off.mean(), off[edge:-edge].mean()
print(f"off by {end:.2f} Pa at the end")
print(f"mean error {everywhere:.3f} Pa, {inside:.3f} Pa without the ends")
