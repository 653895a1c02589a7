"""Which test for which two groups."""

# %% tests
import numpy as np
from scipy.stats import brunnermunzel, mannwhitneyu, ttest_ind

runs, many, few, level = 10_000, 40, 10, 0.05
wide, shift, share, far = 4, 1, 0.1, 10

rng = np.random.default_rng(0)
x = rng.normal(size=(runs, many))
y = rng.normal(size=(runs, few))
far_x = np.where(rng.random(x.shape) < share, far, 1)
far_y = np.where(rng.random(y.shape) < share, far, 1)
groups = {
    "same": (x, y),
    "wider": (x, wide * y),
    "shifted": (x, y + shift),
    "outliers": (far_x * x, far_y * y + shift),
}
tests = {
    "student": lambda x, y: ttest_ind(x, y, axis=1),
    "welch": lambda x, y: ttest_ind(x, y, axis=1, equal_var=False),
    "trimmed": lambda x, y: ttest_ind(x, y, axis=1, equal_var=False, trim=0.2),
    "ranks": lambda x, y: mannwhitneyu(x, y, axis=1),
    "brunner": lambda x, y: brunnermunzel(x, y, axis=1),
}
rates = {
    test: {
        kind: np.mean(compare(*pair).pvalue < level) for kind, pair in groups.items()
    }
    for test, compare in tests.items()
}
