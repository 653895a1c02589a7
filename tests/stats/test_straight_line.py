"""What the page stats/straight-line.md says about lines and their errors, checked."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy.stats
from pytest import approx
from recipes.testing import one_based, page, shared, shows
from scipy.integrate import quad
from scipy.stats import linregress, siegelslopes, theilslopes

from snippets.stats import straight_line as run

PAGE = page("stats/straight-line.md")
NORRIS = Path(scipy.stats.__file__).parent / "tests/data/nist_linregress/Norris.dat"


def outside(t):
    """How much of Student's density with 34 degrees of freedom lies beyond t, on both sides."""
    tail, whole = (quad(lambda t: (1 + t * t / 34) ** -17.5, low, np.inf)[0] for low in (t, 0))
    return tail / whole


def test_certified():
    """The line has the values and errors that NIST certifies for these data (named Norris)."""
    PAGE.says("Fit a straight line with error bars", "how sure its slope and intercept are")
    PAGE.says("Linear regression with scipy.stats.linregress, with standard", section="description")
    PAGE.says("A monitor of ozone has the reading", "with the standard error")
    lines = NORRIS.read_text().splitlines()
    assert [row.split() for row in lines[60:96]] == [
        [str(y), str(x)] for x, y in zip(run.x.tolist(), run.y.tolist(), strict=True)
    ]
    intercept, slope = (row.split()[1:] for row in lines if row.split()[:1] in (["B0"], ["B1"]))
    own = [run.line.slope, run.line.stderr, run.line.intercept, run.line.intercept_stderr]
    assert own == approx([float(one) for one in slope + intercept], rel=1e-9)
    assert "Ozone Monitors" in "".join(lines)


def test_formula():
    """Slope and error are those of the page, which reads its formulas as NumPy does."""
    PAGE.says("`linregress` fits a straight line")
    slope, error = PAGE.equation("slope").parts
    x, y = np.random.default_rng(0).normal(size=(2, 7))
    names, far = shared(x=one_based(x), y=one_based(y), n=7, bar_x=0.3), np.sum((x - 0.3) ** 2)
    assert slope.rhs(names, bar_y=2) == approx((x - 0.3) @ (y - 2) / far)
    assert error.rhs(names, a=1, b=0.7) == approx(np.sum((y - 1 - 0.7 * x) ** 2) / 5 / far)
    x, y, line = run.x, run.y, run.line
    names = shared(x=one_based(x), y=one_based(y), n=36, bar_x=x.mean(), b=line.slope)
    assert slope.holds(names, bar_y=y.mean())
    assert error.holds(names, a=line.intercept, s=line.stderr)


def test_quantile():
    """Of Student's density with 34 degrees of freedom, 95 % lie within the quantile."""
    PAGE.says("is that error times Student's quantile", "to either side", "An interval of")
    assert outside(run.factor) == approx(1 - run.level)
    assert (run.low + run.high) / 2 == approx(run.line.slope)
    assert (run.high - run.low) / 2 == approx(run.factor * run.line.stderr)


def test_coverage():
    """Of 2000 made-up data sets with a known slope, about 95 % have it in their interval."""
    PAGE.says("with standard errors, a confidence interval, and theilslopes", section="description")
    rng = np.random.default_rng(1)
    lines = [linregress(run.x, 5 + 3 * run.x + rng.normal(size=36)) for _ in range(2000)]
    inside = [abs(line.slope - 3) < run.factor * line.stderr for line in lines]
    assert np.mean(inside) == approx(0.95, abs=0.02)


def test_agreement():
    """The slope differs from one by more than its error allows, and pvalue is about zero."""
    PAGE.says("The interval leaves out a slope of one, so the monitor is wrong: it reads")
    PAGE.says("Do not ask `line.pvalue` about that. It tests whether the slope is zero")
    PAGE.says("for a calibration or a trend")
    assert run.low > 1
    line = linregress(run.x, run.y - run.x)  # a slope of one becomes zero
    assert line.pvalue == approx(outside(line.slope / line.stderr))
    assert run.line.pvalue < line.pvalue < 1e-4
    assert line.stderr == approx(run.line.stderr) and line.slope == approx(run.excess)


def test_sums():
    """The sums are right with small numbers, and with time stamps they lose most digits."""
    PAGE.says("People keep running sums of the squares and products", "The slope by hand is then")
    PAGE.says("The slope must not depend on where zero is. But time stamps have squares so large")
    PAGE.says("that rounding eats many digits of the differences between the sums")
    assert run.slope_by_sums(run.x, run.y) == approx(run.line.slope, rel=1e-12)
    lost = [run.slope_by_sums(run.x + shift, run.y) for shift in np.arange(1.5e9, 2e9, 1e7)]
    assert np.median(abs(np.array(lost) - run.line.slope)) > 1e-3
    assert run.by_hand == run.slope_by_sums(run.x + 1.7e9, run.y)


def test_means_first():
    """In exact fractions the moved points have the slope that linregress finds."""
    PAGE.says("`linregress` subtracts the means at the beginning, and keeps")
    x, y = ([Fraction(one) for one in values.tolist()] for values in (run.stamps, run.y))
    far = [one - sum(x) / 36 for one in x]
    slope = sum(d * one for d, one in zip(far, y, strict=True)) / sum(d * d for d in far)
    assert run.shifted == approx(float(slope), rel=1e-9)
    assert run.shifted == approx(run.line.slope, rel=1e-7) and (run.stamps > 1.6e9).all()


def test_median():
    """The slope of theilslopes is the median over all pairs, and y comes before x."""
    PAGE.says("`theilslopes` takes the median of the slopes between all pairs of points")
    PAGE.says("Mind the order: the readings $y$ come before the reference $x$", "It finds")
    pairs = combinations(zip(run.x, run.typed, strict=True), 2)
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in pairs if a != c]
    assert run.robust.slope == approx(np.median(slopes))
    assert theilslopes([0, 6, 12], [0, 2, 4]).slope == approx(3)


def test_one_wrong_number():
    """One wrong number moves linregress out of its interval, whichever it is; not theilslopes."""
    PAGE.says("A single wrong number can spoil the line", "Somebody typed", "in place of")
    PAGE.says("The slope is now")
    PAGE.says("theilslopes against outliers", section="description")
    assert list(np.flatnonzero(run.typed != run.y)) == [33]
    assert (run.typed[33], run.y[33]) == (run.typo, run.right)
    assert run.spoilt == linregress(run.x, run.typed)
    for k in np.flatnonzero(run.y > 700):
        wrong = np.where(np.arange(36) == k, 10 * run.y, run.y)
        assert run.low < theilslopes(wrong, run.x).slope < run.high < linregress(run.x, wrong).slope


def test_many_wrong_numbers():
    """With the highest third of the readings ten times as large, siegelslopes stays near one."""
    PAGE.says("`scipy.stats.siegelslopes` withstands even more wrong numbers")
    highest = np.argsort(np.argsort(run.y)) >= 24
    wrong = np.where(highest, 10 * run.y, run.y)
    assert siegelslopes(wrong, run.x).slope == approx(1, abs=0.01)
    assert theilslopes(wrong, run.x).slope > 9


def test_figure():
    PAGE.says("Reading minus reference, the line, and its interval (shaded)")
    PAGE.says("A monitor without error would stay at zero (dashed)", "A line through them rises")
    PAGE.says("Dots that lie close together on the left and spread widely on the right")
    PAGE.says("It begins a little below the dashed line at zero, crosses it soon, and the")
    PAGE.says("the shaded band around it ends far above")
    across = np.linspace(0, 1000, 101)
    fitted = run.line.intercept + (run.line.slope - 1) * across
    lines = {"zero": ([0, 1], [0, 0]), "line": (across, fitted), "readings": (run.x, run.y - run.x)}
    rest = run.y - run.line.intercept - run.line.slope * run.x
    variance = rest @ rest / 34 * (1 / 36 + (across - run.x.mean()) ** 2 / 36 / run.x.var())
    corners = run.ax.collections[0].get_paths()[0].vertices
    for sign in (-1, 1):
        edge = np.column_stack([across, fitted + sign * run.factor * np.sqrt(variance)])
        assert abs(corners[:, None] - edge).max(axis=2).min(axis=0) == approx(0, abs=1e-9)
    assert -0.5 < fitted[0] < 0 < fitted[20] and edge[-1, 1] > fitted[-1] > 1
    assert fitted[-1] - (edge[-1, 1] - fitted[-1]) > 1
    difference = run.y - run.x
    assert difference[run.x > 600].std() > 2 * difference[run.x < 200].std()
    styles, labels = {"zero": "--", "readings": "o"}, ("$x$", "$y - x$")
    limits = run.ax.get_xlim(), (-2, 4)
    legend = ["line", "readings"]
    shows(run.ax, lines=lines, styles=styles, labels=labels, limits=limits, legend=legend)
