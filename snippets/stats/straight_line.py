"""Fit a straight line with error bars."""

# %% fit
import numpy as np
from scipy.stats import linregress

measured = """
    0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6
    777.0 558.2 0.4 0.6 775.5 666.9 338.0 447.5 11.6
    556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1
    887.2 999.0 779.0 11.1 118.3 229.2 669.1 448.9 0.5
    0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1
    778.9 559.2 0.3 0.1 778.1 668.8 339.3 448.9 10.8
    557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3
    888.0 998.5 778.9 10.2 117.6 228.9 668.4 449.2 0.2"""
x, y = np.reshape(measured.split(), (2, 36)).astype(float)
line = linregress(x, y)
print(f"slope = {line.slope:.5f} ± {line.stderr:.5f}")
offset, offset_error = line.intercept, line.intercept_stderr
print(f"intercept = {offset:.2f} ± {offset_error:.2f}")

# %% interval
from scipy.stats import t

level = 0.95
factor = t.ppf((1 + level) / 2, len(x) - 2)
low = line.slope - factor * line.stderr
high = line.slope + factor * line.stderr
excess = line.slope - 1
print(f"slope from {low:.4f} to {high:.4f}, {excess:.1%} above one")

# %% figure
import matplotlib.pyplot as plt

across = np.linspace(0, 1000, 101)
fitted = line.intercept + line.slope * across - across
distance = across - x.mean()
spread = np.hypot(line.stderr * distance, line.stderr * x.std())
low_edge, high_edge = fitted - factor * spread, fitted + factor * spread

fig, ax = plt.subplots(figsize=(5, 4))
ax.axhline(0, color="black", linestyle="--", linewidth=1)
ax.fill_between(across, low_edge, high_edge, color="C0", alpha=0.25)
ax.plot(across, fitted, color="C0", label="line")
ax.plot(x, y - x, "o", color="C1", markersize=4, label="readings")
ax.set(xlabel="$x$", ylabel="$y - x$", ylim=(-2, 4))
ax.legend(loc="upper left")
plt.show()


# %% by_hand
def slope_by_sums(x, y):
    n = sum_x = sum_y = sum_xx = sum_xy = 0.0
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        n, sum_x, sum_y = n + 1, sum_x + a, sum_y + b
        sum_xx, sum_xy = sum_xx + a * a, sum_xy + a * b
    return (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x**2)


stamps = x + 1.7e9  # seconds since 1970
by_hand = slope_by_sums(stamps, y)
shifted = linregress(stamps, y).slope
print(f"by hand {by_hand:.4f}, linregress {shifted:.4f}")

# %% pitfall
from scipy.stats import theilslopes

right, typo = 668.4, 6684  # a lost decimal point
typed = np.where(y == right, typo, y)
spoilt, robust = linregress(x, typed), theilslopes(typed, x)
print(f"linregress: {spoilt.slope:.2f} ± {spoilt.stderr:.2f}")
print(f"theilslopes: {robust.slope:.4f}")
