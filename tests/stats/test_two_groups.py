"""What the page stats/two-groups.md says about tests of two groups, checked."""

import warnings
from importlib.resources import files

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.integrate import dblquad
from scipy.stats import chi2, mannwhitneyu, norm, permutation_test, t, ttest_1samp, ttest_ind

from snippets.stats import two_groups as run

PAGE = page("stats/two-groups.md")


def test_certified():
    """The square of the statistic is the certified F of NIST's table of these measurements."""
    PAGE.says("The numbers are the last digits of the atomic weight, behind 107.868")
    path = "tests/data/nist_anova/AtmWtAg.dat"
    lines = files("scipy.stats").joinpath(path).read_text().splitlines()
    table = np.loadtxt(lines[60:108])
    weights = [table[table[:, 0] == group, 1] for group in (1, 2)]
    for group, certain in zip((run.first, run.second), weights, strict=True):
        assert 107.868 + group / 1e7 == approx(certain, abs=1e-9)
    certified = float(next(line for line in lines if "Between Instrument" in line).split()[-1])
    assert run.result.statistic**2 == approx(certified, rel=1e-9)  # as groups of one size have it


def test_equation():
    """The statistic is what the printed formula gives."""
    PAGE.says("Welch's t-test for two groups with scipy.stats.ttest_ind", section="description")
    PAGE.says(
        "`ttest_ind` with `equal_var=False` tells",
        "It divides the difference by its error",
        "This is Welch's test",
    )
    x, y = run.first[:9], run.second
    names = {"bar_x": np.mean(x), "bar_y": np.mean(y), "m": 9, "n": 24}
    names |= {"s_x": np.std(x, ddof=1), "s_y": np.std(y, ddof=1)}
    assert PAGE.equation("welch").holds(names, t=ttest_ind(x, y, equal_var=False).statistic)


def test_degrees_of_freedom():
    """The p-value is that of Student's distribution with the degrees of freedom of Welch."""
    error = [np.var(group, ddof=1) / 24 for group in (run.first, run.second)]
    freedom = sum(error) ** 2 / sum(e**2 / 23 for e in error)
    assert run.result.df == approx(freedom)
    assert run.p == approx(2 * t.sf(run.gap / np.sqrt(sum(error)), freedom))


def test_shuffled():
    """Hardly any way to deal the measurements to the instruments gives so large a difference."""
    PAGE.says("If both instruments had the same mean, chance would make so large a")
    PAGE.says("difference in 0.025 % of the cases", "So they differ")
    PAGE.says("tells whether the means of two groups differ by more than chance would have it")
    rng = np.random.default_rng(1)
    both = np.concatenate([run.first, run.second])
    dealt = rng.permuted(np.tile(both, (40_000, 1)), axis=1)
    gaps = dealt[:, :24].mean(axis=1) - dealt[:, 24:].mean(axis=1)
    assert 1e-5 < np.mean(abs(gaps) >= run.gap) < 10e-4 and 1e-4 < run.p < 4e-4


def test_interval():
    """Moved by an end of the interval, the groups differ just at the level of the test."""
    PAGE.says("So they differ: by 174, or, with a confidence of 95 %, by 86 to 262")
    PAGE.says("State this interval too. It shows whether the difference matters")
    for end in (run.low, run.high):
        moved = ttest_ind(run.first - end, run.second, equal_var=False)
        assert moved.pvalue == approx(1 - run.sure)
    assert run.gap == approx((run.low + run.high) / 2)


def test_pairs():
    """The test of pairs is the test of one group of differences."""
    PAGE.says("The same subjects twice", "patients took one drug and then another", "gained hours")
    PAGE.says("Patients differ from each other, and `ttest_rel` compares each with their own other")
    PAGE.says("In pairs `p` is 0.003, and 0.08 when they are taken apart", "make pairs")
    assert run.paired == approx(ttest_1samp(run.other - run.one, 0).pvalue)
    assert np.std(run.other - run.one) < np.std(run.one) < np.std(run.other)
    assert run.apart == approx(ttest_ind(run.one, run.other[::-1], equal_var=False).pvalue)
    gained = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]  # as published
    assert run.other - run.one == approx(gained) and run.patients == 10
    assert (np.mean(run.one), np.mean(run.other)) == (approx(0.75), approx(2.33))
    assert (run.one @ run.one, run.one @ run.other) == (approx(34.43), approx(43.11))


def test_signs():
    """Of all ways to swap drugs within pairs, only 4 in 1024 make as large a difference."""
    exact = permutation_test(
        (run.one, run.other), lambda a, b: np.mean(a - b), permutation_type="samples"
    )
    assert exact.pvalue == 4 / 1024 and exact.pvalue == approx(run.paired, rel=0.5)


def test_by_hand():
    """By hand the rate of false alarms is that of a smaller ratio in Student's distribution."""
    PAGE.says("divide the difference by its error too, and compare the ratio with 1.96")
    PAGE.says("With five values a group, that raises a false alarm in 12 % of the cases instead")
    PAGE.says("That number belongs to large groups, and `var` needs `ddof=1` for samples")
    assert norm.isf(run.level / 2) == approx(run.limit, abs=0.005)

    def rate(n):
        return 2 * t.sf(run.limit * np.sqrt((n - 1) / n), 2 * n - 2)

    assert run.by_hand == approx(rate(run.size), abs=0.005)
    ratio = ttest_ind(run.x, run.y).statistic * np.sqrt(5 / 4)  # of one size, `ddof=1` put back
    assert run.by_hand == np.mean(abs(ratio) > run.limit)
    assert rate(10_000) == approx(run.level, abs=1e-4)


def test_pitfall():
    """The rate of false alarms of the default is an integral over both variances."""
    PAGE.says("and why the default gives false alarms", section="description")
    PAGE.says("By default `ttest_ind` takes both groups to scatter equally")
    PAGE.says("If the smaller one scatters more, it raises false alarms", "without a warning")
    PAGE.says("Welch's test stays near the 5 % that were asked for")
    PAGE.says("All these groups have a mean of zero. Still the default finds a difference in")
    critical = t.isf(0.025, 46)

    def alarms(q, r):
        pooled = (q + 16 * r) / 46 * (1 / 40 + 1 / 8)
        rate = 2 * norm.sf(critical * np.sqrt(pooled / (1 / 40 + 16 / 8)))
        return rate * chi2.pdf(q, 39) * chi2.pdf(r, 7)

    expected, _ = dblquad(alarms, 0, 60, 1, 120, epsabs=1e-4)
    assert run.student == approx(expected, abs=0.015) and run.welch == approx(0.05, abs=0.007)
    with warnings.catch_warnings(action="error"):
        wrong = ttest_ind(run.many[:, :50], run.few[:, :50])
    assert wrong.df == approx(46) and abs(run.few.mean()) < 0.05 and abs(run.many.mean()) < 0.05


def test_calm():
    """If the larger group scatters more, the default misses differences instead."""
    rng = np.random.default_rng(2)
    many, few = rng.normal(scale=4, size=(40, 4000)), rng.normal(size=(8, 4000))
    assert np.mean(ttest_ind(many, few).pvalue < run.level) < 0.01


def test_ranks():
    """However far an outlier lies outside, its rank stays the same."""
    PAGE.says("`scipy.stats.mannwhitneyu` compares ranks, so that an outlier counts little")
    PAGE.says("`scipy.stats.permutation_test` takes any statistic and does not need the normal")
    far = np.where(run.first == max(run.first), 10 * run.first, run.first)
    assert mannwhitneyu(far, run.second) == mannwhitneyu(run.first, run.second)
    assert ttest_ind(far, run.second, equal_var=False).pvalue > 100 * run.p


def test_units():
    """A change of the unit or of the origin changes nothing."""
    changed = ttest_ind(3 - 0.7 * run.first, 3 - 0.7 * run.second, equal_var=False)
    assert changed.pvalue == approx(run.p, rel=1e-9)


def test_figure():
    PAGE.says("The atomic weight of silver, measured 24 times with each of two instruments")
    PAGE.says("The dots make two clouds side by side, each with a line at its mean")
    PAGE.says("The line on the left is higher, but the clouds overlap")
    assert max(run.second) > np.mean(run.first) > np.mean(run.second) > min(run.first)
    beside, means = np.linspace(-0.3, 0.3, 24), (np.mean(run.first), np.mean(run.second))
    lines = {"first": (beside, run.first), "second": (1 + beside, run.second)}
    lines |= {"left": ([-0.4, 0.4], 2 * [means[0]]), "right": ([0.6, 1.4], 2 * [means[1]])}
    labels = ("", "last digits of the atomic weight")
    styles = {"first": "o", "second": "o"}
    shows(run.ax, lines=lines, styles=styles, labels=labels)
    ticks = [text.get_text() for text in run.ax.get_xticklabels()]
    assert ticks == ["first instrument", "second instrument"] and list(run.ax.get_xticks()) == [
        0,
        1,
    ]
