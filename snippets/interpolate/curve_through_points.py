"""Draw a smooth curve through points without overshoot."""

# %% curve
import numpy as np
from scipy.interpolate import PchipInterpolator

hour = np.array([0, 2, 3, 4, 7, 9])
level = np.array([5, 5, 20, 80, 97, 100])  # per cent

curve = PchipInterpolator(hour, level)
time = np.linspace(0, 9, 901)
highest = curve(time).max()
print(f"highest: {highest:.0f} %")

# %% figure
import matplotlib.pyplot as plt
from scipy.interpolate import CubicSpline

spline = CubicSpline(hour, level)

fig, ax = plt.subplots(figsize=(5, 4))
ax.axhline(100, color="black", linewidth=1, linestyle=":", label="full")
ax.plot(time, spline(time), "--", color="C1", label="CubicSpline")
ax.plot(time, curve(time), color="C0", label="PchipInterpolator")
ax.plot(hour, level, "o", color="black", label="readings")
ax.set(xlabel="time (h)", ylabel="level of the tank (%)", ylim=(-5, 125))
ax.legend(loc="lower right")
plt.show()

# %% use
asked, middle = 6, 50
then = curve(asked)
inflow = curve.derivative()(asked)
(reached,) = curve.solve(middle, extrapolate=False)
print(f"at {asked} h: {then:.1f} %, {inflow:.0f} % more per hour")
print(f"{middle} % at {reached:.2f} h")

# %% wave
moments = np.arange(11)
fine = np.linspace(0, 10, 1001)


def missed(method):
    return np.abs(method(moments, np.sin(moments))(fine) - np.sin(fine)).max()


cut = missed(PchipInterpolator)
rounded = missed(CubicSpline)
print(f"off by {cut:.2f} with PchipInterpolator")
print(f"off by {rounded:.2f} with CubicSpline")

# %% by_hand
polynomial = np.polynomial.Polynomial.fit(hour, level, len(hour) - 1)
too_high = polynomial(time).max()
print(f"polynomial: up to {too_high:.0f} %")

# %% pitfall
later = 12
beyond = curve(later)
print(f"at {later} h: {beyond:.0f} %")

strict = PchipInterpolator(hour, level, extrapolate=False)
print(strict(later))
