"""Test whether two groups differ."""

# %% test
import numpy as np
from scipy.stats import ttest_ind

silver = [  # digits behind 107.868
    [1568, 1465, 1572, 1785, 1446, 1903, 1526, 1494],
    [1616, 1587, 1519, 1486, 1419, 1569, 1508, 1672],
    [1385, 1518, 1662, 1424, 1360, 1333, 1610, 1477],
    [1079, 1344, 1513, 1197, 1604, 1385, 1642, 1365],
    [1151, 1082, 1517, 1448, 1198, 1482, 1334, 1609],
    [1101, 1512, 1469, 1360, 1254, 1261, 1450, 1368],
]
first, second = np.reshape(silver, (2, 24))
result = ttest_ind(first, second, equal_var=False)
gap, p, sure = first.mean() - second.mean(), result.pvalue, 0.95
low, high = result.confidence_interval(sure)
print(f"p = {p:.5f}; {gap:.0f}, from {low:.0f} to {high:.0f}")

# %% figure
import matplotlib.pyplot as plt

count = len(first)
spread = np.linspace(-0.3, 0.3, count)

fig, ax = plt.subplots(figsize=(5, 4))
for place, group in enumerate((first, second)):
    ax.plot(place + spread, group, f"C{place}o")
    ends = place - 0.4, place + 0.4
    ax.hlines(group.mean(), *ends, color=f"C{place}", linewidth=3)
ax.set_xticks([0, 1], ["first instrument", "second instrument"])
ax.set_ylabel("last digits of the atomic weight")
plt.show()

# %% by_hand
rng = np.random.default_rng(0)
size, limit = 5, 1.96
x, y = rng.normal(size=(2, size, 100_000))  # many pairs of groups
error = np.sqrt(x.var(axis=0) / size + y.var(axis=0) / size)
by_hand = np.mean(abs(x.mean(axis=0) - y.mean(axis=0)) / error > limit)
print(f"{by_hand:.0%} false alarms by hand")

# %% pairs
from scipy.stats import ttest_rel

one = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2])
other = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
patients = len(one)
paired = ttest_rel(one, other).pvalue
apart = ttest_ind(one, other, equal_var=False).pvalue
print(f"p = {paired:.3f} in pairs, {apart:.3f} without")

# %% pitfall
level = 0.05
many = rng.normal(scale=1, size=(40, 20_000))
few = rng.normal(scale=4, size=(8, 20_000))
student = np.mean(ttest_ind(many, few).pvalue < level)
welch = np.mean(ttest_ind(many, few, equal_var=False).pvalue < level)
print(f"false alarms: {student:.0%} by default, {welch:.0%} with Welch")
