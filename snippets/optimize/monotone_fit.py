"""Fit a curve that never falls."""

# %% fit
import numpy as np
from scipy.optimize import isotonic_regression

dose = 5 * np.arange(12)  # mg
response = np.array(  # per cent
    [3, 8, 6, 12, 41, 26, 29, 76, 68, 90, 84, 95]
)

fit = isotonic_regression(response).x
print(fit)

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(dose, response, "o", color="C1", label="measured")
ax.plot(dose, fit, ".-", color="C0", label="fit")
ax.set(xlabel="dose (mg)", ylabel="response (%)")
ax.legend(loc="upper left")
plt.show()

# %% between
wanted = 32
between = np.interp(wanted, dose, fit)
print(f"at {wanted} mg: {between:.1f} %")

# %% by_hand
running = np.maximum.accumulate(response)
excess = np.mean(running - response)


def squares(curve):
    return np.sum((response - curve) ** 2)


least = squares(fit)
by_hand = squares(running)
print(f"squares: {least:.0f} fitted, {by_hand:.0f} by hand")
print(f"by hand {excess:.1f} points too high on average")

# %% pitfall
as_text = np.argsort(dose.astype(str))
shuffled = dose[as_text]
print(shuffled)
wrong = isotonic_regression(response[as_text]).x
print(wrong.round(1))
