"""Fit a curve and get error bars."""

# %% fit
import numpy as np
from scipy.optimize import curve_fit

time = np.array([1, 2, 3, 5, 7, 10])  # days
oxygen = np.array([109, 149, 149, 191, 213, 224])  # mg/l


def model(t, limit, rate):
    return limit * (1 - np.exp(-rate * t))


start = 200, 0.5  # a rough guess
best, covariance = curve_fit(model, time, oxygen, start)
limit, rate = best
limit_error, rate_error = np.sqrt(np.diag(covariance))
print(f"limit = {limit:.0f} ± {limit_error:.0f} mg/l")
print(f"rate = {rate:.2f} ± {rate_error:.2f} per day")

# %% figure
import matplotlib.pyplot as plt

days = np.linspace(0, 12, 121)
curve = model(days, limit, rate)
decay = np.exp(-rate * days)
slopes = np.array([1 - decay, limit * days * decay])  # by limit and rate
spread = np.sqrt(np.sum(slopes * (covariance @ slopes), axis=0))

fig, ax = plt.subplots(figsize=(5, 4))
ax.fill_between(days, curve - spread, curve + spread, color="C0", alpha=0.25)
ax.plot(days, curve, color="C0", label="fit and its standard error")
ax.plot(time, oxygen, "o", color="C1", label="measured")
ax.set(xlabel="time (days)", ylabel="oxygen used (mg/l)", xlim=(0, 12), ylim=(0, 250))
ax.legend(loc="lower right")
plt.show()

# %% interval
from scipy.stats import t as student

level = 0.95
freedom = len(time) - len(best)
factor = student.ppf((1 + level) / 2, freedom)
limit_margin, rate_margin = factor * limit_error, factor * rate_error
print(f"limit = {limit:.0f} ± {limit_margin:.0f} mg/l")
print(f"rate = {rate:.2f} ± {rate_margin:.2f} per day")


# %% by_hand
def rate_by_hand(limit):
    used = oxygen < limit  # the logarithm of zero is no number
    left = np.log(1 - oxygen[used] / limit)
    return -np.polyfit(time[used], left, 1)[0]


guess = oxygen.max()
guess_above = guess + 1
small, large = rate_by_hand(guess), rate_by_hand(guess_above)
print(f"limit {guess}: rate {small:.2f}")
print(f"limit {guess_above}: rate {large:.2f}")

# %% pitfall
import warnings

from scipy.optimize import OptimizeWarning

with warnings.catch_warnings():
    warnings.simplefilter("ignore", OptimizeWarning)
    (lost, steep), unknown = curve_fit(model, time, oxygen)
lost_error, _ = np.sqrt(np.diag(unknown))
print(f"limit = {lost:.1f} ± {lost_error}")
