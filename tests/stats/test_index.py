"""What the page stats/index.md says about tests for two groups and old names, checked."""

from importlib import import_module

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import stats

from snippets.stats import index as run

PAGE = page("stats/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def test_power_of_student():
    """How often Student's test finds the difference follows from the noncentral t distribution."""
    PAGE.says("a difference", "standard deviation apart")
    freedom = run.many + run.few - 2
    limit = stats.t.isf(run.level / 2, freedom)
    center = run.shift / np.sqrt(1 / run.many + 1 / run.few)
    power = stats.nct.sf(limit, freedom, center) + stats.nct.cdf(-limit, freedom, center)
    assert run.rates["student"]["shifted"] == approx(power, abs=0.015)
    assert run.rates["student"]["same"] == approx(run.level, abs=0.01)


def test_false_alarms_of_student():
    """The pooled variance is too small where the few scatter widely, by a known ratio."""
    PAGE.says("and each answer is a false alarm", "the few scatter widely")
    m, n, variance = run.many, run.few, run.wide**2
    pooled = (m - 1 + (n - 1) * variance) / (m + n - 2) * (1 / m + 1 / n)
    ratio = np.sqrt((1 / m + variance / n) / pooled)
    about = 2 * stats.norm.sf(stats.t.isf(run.level / 2, m + n - 2) / ratio)
    assert run.rates["student"]["wider"] == approx(about, abs=0.04)


def test_what_is_drawn():
    """The groups have the means, spreads and outliers that the page says."""
    PAGE.says(
        "whose distance from the mean is 10 times as large", "The few scatter 4 times as much"
    )
    x, y = run.groups["outliers"]
    normal, _ = run.groups["same"]
    assert np.mean(x != normal) == approx(run.share, abs=0.005)
    assert x[x != normal] == approx(run.far * normal[x != normal])
    assert y.mean() == approx(run.shift, abs=0.05) and x.mean() == approx(0, abs=0.05)
    assert np.std(run.groups["wider"][1]) == approx(run.wide, rel=0.02)
    assert (x.shape, y.shape) == ((run.runs, run.many), (run.runs, run.few))


def test_advice():
    """Uniform values of other sizes, few of which scatter widely, mislead only the others."""
    PAGE.says("it raises hardly a false alarm too many, and misses little")
    PAGE.says("`mannwhitneyu` if both groups scatter alike")
    rates, tests = run.rates, run.tests
    assert rates["welch"]["shifted"] > rates["student"]["shifted"] - 0.05
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-1, 1, (2000, 60)), 3 * rng.uniform(-1, 1, (2000, 15))
    alarms = {name: np.mean(test(x, y).pvalue < run.level) for name, test in tests.items()}
    assert max(alarms["welch"], alarms["brunner"]) < 0.08
    assert alarms["student"] > 2 * alarms["welch"]
    assert alarms["ranks"] > 1.5 * alarms["brunner"]


def test_outliers():
    """With outliers a mean misses most differences that ranks find; so too in Student's t noise."""
    PAGE.says("With outliers it misses most differences, and ranks find them")
    assert run.rates["welch"]["outliers"] < 0.5 < run.rates["brunner"]["outliers"]
    noise = np.random.default_rng(1).standard_t(1.5, size=(2000, run.many + run.few))
    x, y = noise[:, : run.many], noise[:, run.many :] + 1.5
    found = {name: np.mean(test(x, y).pvalue < run.level) for name, test in run.tests.items()}
    assert min(found["ranks"], found["brunner"], found["trimmed"]) > 1.5 * found["welch"]
    x, y = noise[0, : run.many], noise[0, run.many :]
    assert stats.mannwhitneyu(x, y).pvalue == stats.mannwhitneyu(x**3, y**3).pvalue


@pytest.mark.parametrize(
    "old, new, removed",
    [
        ("binom_test", "binomtest", (1, 12)),
        ("median_absolute_deviation", "median_abs_deviation", (1, 15)),
        ("trapz", "trapezoid", (1, 16)),
        ("find_repeats", None, (1, 17)),
    ],
)
def test_removed_names(old, new, removed):
    """The names that the page calls removed are gone, and those in their place are there."""
    PAGE.says("removed in 1.12", "removed in 1.16", "removed in 1.17")
    module = import_module("scipy.stats")
    assert hasattr(module, old) == (VERSION < removed)
    assert new is None or hasattr(module, new)
    assert list(np.unique([3, 3, 1])) == [1, 3] and len(run.tests) == 5


def test_changed_arguments():
    """One table, permutations and a missing method are refused or warned of, as the page says."""
    PAGE.says("an error since 1.16", "an error since 1.17", "warns since 1.17")
    x, y = run.groups["shifted"][0][0, :8], run.groups["shifted"][1][0, :8]
    permutations = stats.PermutationMethod(n_resamples=99, rng=0)
    assert 0 < stats.ttest_ind(x, y, method=permutations).pvalue <= 1
    assert stats.linregress(x=[1, 2, 3], y=[2, 4, 6]).slope == approx(2)
    if VERSION >= (1, 17):
        with pytest.raises(TypeError):
            stats.ttest_ind(x, y, permutations=99)
        with pytest.raises(TypeError):
            stats.linregress([[1, 2, 3], [2, 4, 6]])
        with pytest.warns(FutureWarning):
            stats.anderson(x)
        assert 0 < stats.anderson(x, method="interpolate").pvalue <= 1


def test_seeds():
    """The older names of the generator still work, and the new one draws other numbers."""
    PAGE.says("older names, still work", "`rng`, which draws other numbers")
    points = [stats.qmc.Sobol(2, **{name: 1}).random(2) for name in ("seed", "seed", "rng")]
    means = [
        stats.bootstrap((run.groups["same"][0][0],), np.mean, n_resamples=99, **{name: 1})
        for name in ("random_state", "random_state", "rng")
    ]
    for one, again, new in (points, [each.bootstrap_distribution for each in means]):
        assert (one == again).all() and (one != new).any()
