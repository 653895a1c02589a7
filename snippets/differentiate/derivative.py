"""Compute a derivative, Jacobian or Hessian numerically."""

# %% derivative
import numpy as np
from scipy.differentiate import derivative


def f(x):
    return np.exp(np.sin(x))


result = derivative(f, 1)
slope, error = result.df, result.error
print(f"slope = {slope:.10f}, error about {error:.0e}")

# %% several
from scipy.differentiate import hessian, jacobian


def from_polar(point):
    radius, angle = point
    return np.array([radius * np.cos(angle), radius * np.sin(angle)])


def valley(point):
    x, y = point
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


turned = jacobian(from_polar, [2, 0.5]).df
stretch = np.linalg.det(turned)
gradient = jacobian(valley, [2, 3]).df
curvature = hessian(valley, [2, 3]).ddf
for matrix in turned, gradient, curvature:
    print(matrix.round(4))


# %% by_hand
def by_hand(x, h):
    return (f(x + h) - f(x)) / h


places = 601
x = np.linspace(0, 6, places)
exact = np.cos(x) * f(x)
steps = 10.0 ** np.arange(-14, 0)
errors = [np.abs(by_hand(x, h) - exact).mean() for h in steps]
best = min(errors)
scipy_error = np.abs(derivative(f, x).df - exact).mean()
print(f"{best:.0e} with the best step, {scipy_error:.0e} with derivative")

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 4))
ax.loglog(steps, errors, "o-", color="C1", label="by hand")
ax.axhline(scipy_error, color="C0", label="derivative")
ax.set(xlabel="step $h$", ylabel="mean error")
ax.legend(loc="upper center")
plt.show()


# %% pitfall
def wave(x):
    return np.sin(100 * x)


coarse = derivative(wave, 1)
fine = derivative(wave, 1, initial_step=0.01)
wrong, right = coarse.df, fine.df
print(f"{wrong:.1f}, {coarse.success}, then {right:.1f}, {fine.success}")
