"""Compute blackbody radiation."""

# %% planck
import numpy as np
from scipy.constants import Wien, c, h, k, nano, sigma


def planck(wavelength, T):
    x = h * c / (wavelength * k * T)
    return 2 * h * c**2 / wavelength**5 / np.expm1(x)


sun = 5772  # K
peak = Wien / sun / nano
radiance = planck(peak * nano, sun) * nano / 1000
power = sigma * sun**4 / 1e6
print(f"peak at {peak:.0f} nm: {radiance:.0f} kW / (m² sr nm)")
print(f"all wavelengths together: {power:.0f} MW per m²")

# %% figure
import matplotlib.pyplot as plt

wavelength = np.linspace(100, 2500, 481)
fig, ax = plt.subplots(figsize=(5, 4))
ax.axvspan(380, 750, color="0.5", alpha=0.25, label="visible")
for number, T in enumerate((sun, 5000, 4000)):
    curve = planck(wavelength * nano, T) * nano / 1000
    ax.plot(wavelength, curve, color=f"C{number}", label=f"{T} K")
tops = np.linspace(450, 1000, 56)
height = planck(tops * nano, Wien / (tops * nano)) * nano / 1000
ax.plot(tops, height, color="black", linestyle="--", label="peak")
ax.set(xlabel="wavelength (nm)", xlim=(0, 2500), ylim=(0, 30))
ax.set_ylabel("radiance (kW per m², sr and nm)")
ax.legend()
plt.show()

# %% visible
from scipy.integrate import quad

lamp, violet, red = 2700, 380, 750
shares = []
for T in (sun, lamp):
    light, _ = quad(planck, violet * nano, red * nano, args=(T,))
    shares.append(np.pi * light / (sigma * T**4))
    print(f"{T} K: {shares[-1]:.0%} is visible")

# %% by_hand
typed_h, typed_c, typed_k = 6.63e-34, 3e8, 1.38e-23
typed = 2 * np.pi**5 * typed_k**4 / (15 * typed_h**3 * typed_c**2)
short = typed / sigma - 1
print(f"typed constants: power off by {short:.1%}")

# %% pitfall
import warnings

with warnings.catch_warnings(action="ignore"):
    metres, _ = quad(planck, 0, np.inf, args=(sun,))
missed = np.pi * metres
nanometres = quad(lambda x: planck(x * nano, sun) * nano, 10, np.inf)[0]
right = np.pi * nanometres / 1e6
print(f"{missed:.0f} W in metres, {right:.0f} MW in nanometres")
