"""What the page stats/gaussian-mixture.md says about the border of two clouds, checked."""

from fractions import Fraction
from math import log

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pytest import approx
from recipes.testing import one_based, page, shared, shows
from scipy.special import expit, log_expit
from scipy.stats import multivariate_normal, pearsonr

from snippets.stats import gaussian_mixture as run

PAGE = page("stats/gaussian-mixture.md")
ANYWHERE = np.random.default_rng(1).uniform(-30, 30, (50, 2))


@pytest.fixture
def named():
    """What the page calls its vectors, matrices and functions."""
    clouds = run.first, run.second
    names = {
        "x": ANYWHERE[0],
        "w": one_based([run.w1, run.w2]),
        "mu": one_based([cloud.mean for cloud in clouds]),
        "Sigma": one_based([cloud.cov for cloud in clouds]),
        "cal_N": lambda x, mean, covariance: multivariate_normal(mean, covariance).pdf(x),
    } | {"g": run.log_odds, "p": run.mixture, "A": run.A, "b": run.b, "c": run.halfway}
    return shared(names)


@pytest.mark.parametrize("d", [2, 3])
def test_density(d):
    """The density is that of SciPy, in any dimension."""
    PAGE.says("knows the density of a Gaussian cloud", "dimensions has the density")
    PAGE.says("A cloud with mean")
    rng = np.random.default_rng(d)
    x, mu, root = rng.normal(size=d), rng.normal(size=d), rng.normal(size=(d, d))
    name = r"\mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}, \Sigma)"
    density, cloud = PAGE.equation("normal").defines(name), multivariate_normal(mu, root @ root.T)
    assert density(x=x, mu=mu, Sigma=cloud.cov, d=d) == approx(cloud.pdf(x))


def test_bayes(named):
    """The logistic function of the log-odds is the posterior of Bayes' theorem."""
    PAGE.says("with scipy.stats.multivariate_normal", "by Bayes' theorem", section="description")
    PAGE.says("adds the densities up with their weights, and Bayes' theorem gives the posterior")
    PAGE.says("of the first cloud is `expit`, the logistic function, of the log-odds")
    PAGE.says("They are below zero, so the second cloud is the likelier one")
    PAGE.says("The mixture and its posterior", "Halfway between the centres")
    PAGE.says("The posterior halfway is")
    assert not (run.first.mean + run.second.mean).any() and run.halfway < 0
    assert run.posterior[0] == approx(expit(run.halfway)) and run.posterior[0] < 0.5
    mixture, posterior = PAGE.equation("mixture").parts
    between = shared(named, x=np.array([1.5, -2.0]))  # where both clouds count
    assert mixture.defines(r"p(\mathbf{x})")(between) == approx(run.mixture(between["x"]))
    gamma = posterior.defines(r"\gamma_k(\mathbf{x})")
    assert gamma(named, k=1) == approx(expit(run.log_odds(named["x"])))
    assert gamma(named, k=1) + gamma(named, k=2) == approx(1)
    assert PAGE.equation("log-odds").holds(named)


def test_quadratic(named):
    """The log-odds are the quadratic function of the page."""
    PAGE.says("The log-odds are a quadratic function of the point", "Its zeros are a conic section")
    PAGE.says("is their value at the origin, which lies halfway")
    PAGE.says("The constant $c$ is their value at the origin")
    assert run.log_odds([0, 0]) == run.halfway
    for part in PAGE.equation("quadratic").parts:
        assert part.holds(named)
    form = np.sum(ANYWHERE @ run.A * ANYWHERE, axis=-1)
    assert_allclose(run.log_odds(ANYWHERE), -form / 2 + ANYWHERE @ run.b + run.halfway)


def test_determinant():
    """The matrix has the determinant -1/57036, in fractions, so the border is a hyperbola."""
    PAGE.says("a hyperbola that looks like a straight line", section="description")
    PAGE.says("The determinant of the matrix $A$ is", "Below zero, it means a hyperbola")
    PAGE.says("The border is a hyperbola")
    smaller, larger = np.linalg.eigvalsh(run.A)
    assert smaller < 0 < larger
    a, b, d = (Fraction(p, 196) - Fraction(q, 291) for p, q in [(20, 20), (-2, -3), (10, 15)])
    assert a * d - b * b == Fraction(-1, 57036)
    assert_allclose(run.A, np.array([[a, b], [b, d]], float))
    assert run.reciprocal == approx(-57036)


def test_symmetry():
    """The border is symmetric about the far centre, where the other branch begins."""
    PAGE.says("border between the clouds is where their log-odds are zero", "far away from both")
    PAGE.says("Find the decision boundary of two Gaussians", "It belongs to the first cloud again")
    PAGE.says("lies beyond another branch of the border", "which no straight border could do")
    PAGE.says("The far point", "Its centre is")
    on_a_line = run.log_odds([[0, -20], [0, 0], run.far])
    assert np.sign(on_a_line).tolist() == [1, -1, 1] and run.posterior[1] > 0.5
    x = np.linspace(-60, 60, 13)
    branch = np.column_stack([x, run.border(x)])
    assert_allclose(run.log_odds(branch), 0, atol=1e-9)
    assert_allclose(run.log_odds(2 * np.array([-25, 775]) - branch), 0, atol=1e-9)
    assert_allclose(run.centre, [-25, 775])


def test_slopes():
    """Where the border crosses the window, its slopes are -0.86 and -2.31."""
    PAGE.says("In the window up to", "its slope falls from")
    assert (np.diff(run.slopes) < 1e-9).all()
    ends = np.array([run.x[[0, -1]], run.border(run.x[[0, -1]])])
    assert ends[1] == approx([15, -15], abs=0.05)
    across, up = run.b[:, None] - run.A @ ends
    assert [run.flattest, run.steepest] == approx(-across / up, rel=0.01)


def test_equal_covariances(monkeypatch):
    """With equal covariances the log-odds are linear, so the border is straight."""
    PAGE.says("Were the covariances equal, the matrix would be zero and the border a straight line")
    points = np.array([ANYWHERE[0], ANYWHERE[:2].mean(axis=0), ANYWHERE[1]])
    assert abs(np.diff(run.log_odds(points), 2)) > 1
    monkeypatch.setattr(run, "second", multivariate_normal(run.second.mean, run.first.cov))
    assert np.diff(run.log_odds(points), 2) == approx(0, abs=1e-9)


def test_far_away():
    """Far from both clouds only the log-odds know the cloud."""
    PAGE.says("Do not divide densities: far from both clouds they underflow")
    PAGE.says("zero divided by zero is `nan`, with a warning", "where even `expit` ends at zero")
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(run.first.pdf(run.far) / np.float64(run.mixture(run.far)))
    assert expit(-800) == 0 and log_expit(-800) == -800
    first, second = run.first.logpdf(run.far), run.second.logpdf(run.far)
    assert np.isnan(run.by_ratio) and first - second > 100 and run.posterior[1] == 1


def test_loop():
    """The loop by hand gives the same values, over the window."""
    PAGE.says("single call with all points in an array, as `np.dstack`", "points and each cloud")
    PAGE.says("It is a Python loop that calls `pdf` for each of the")
    PAGE.says("The values are the same. The loop takes about")
    calls: list[float] = []
    np.vectorize(lambda x, y: float(calls.append(x) is None))(run.X, run.Y)
    assert run.by_hand.size <= len(calls) and run.grid.shape == (40, 40, 2)
    assert_allclose(run.by_hand, run.density, rtol=1e-12)
    assert run.grid[0, 0].tolist() == [-15, -15] and run.grid[0, -1].tolist() == [15, -15]


@pytest.mark.parametrize("seed", range(5))
def test_correlation(seed):
    """Samples near the border are highly correlated with every seed, and so is the bent border."""
    PAGE.says("Without the formula, people spread samples over the window", "With this seed")
    PAGE.says("although it is bent and the line misses it by up to")
    PAGE.says("keep those whose posterior is close to even odds")
    PAGE.says("The exact border has the same without any noise")
    PAGE.says("take a correlation near one for a straight line")
    points = np.random.default_rng(seed).uniform(-15, 15, (5000, 2))
    near = points[np.abs(run.log_odds(points)) < log(0.55 / 0.45)]
    assert 70 < len(near) < 135
    assert pearsonr(*near.T).statistic == approx(run.r_border, abs=0.003)
    assert run.r_border == approx(-0.99326, abs=1e-4)


def test_line():
    """In a wide window the samples stay near the border, and leave the fitted line."""
    PAGE.says("with samples as dense, the correlation is", "Look at the residuals instead")
    PAGE.says("In a window up to")
    x, y = run.wide
    assert np.abs(run.border(x) - y).max() < 2 and np.abs(run.wide).max() == approx(60, abs=1)
    assert np.abs(run.line.intercept + run.line.slope * x - y).max() > 100


def test_figure_border():
    PAGE.says("At the upper left it turns down like an arch, and the dashed line goes straight on")
    PAGE.says("The border between the clouds, samples near it (dots), and the line fitted to the")
    PAGE.says("between them the border runs from the upper left to the lower right")
    PAGE.says("The rings of both clouds overlap, and between them the border runs")
    PAGE.says("The dots lie on it", "samples (dashed)")
    top = run.border(np.array([-29.0, -20, -10, 0, 10]))
    assert (np.diff(top, 2) < 0).all() and top[0] < top[1] > top[2] > top[3] > top[4]
    for cloud in (run.first, run.second):  # the third ring of each goes around the origin
        assert cloud.logpdf([0, 0]) > cloud.logpdf(cloud.mean) - 9 / 2
    across = np.linspace(-30, 30, 201)
    line = run.line.slope * across + run.line.intercept
    lines = {"samples": run.near, "line": (across, line)}
    styles, labels = {"samples": ".", "line": "--"}, ("$x$", "$y$")
    shows(run.ax, lines=lines, styles=styles, labels=labels, limits=((-30, 30), (-30, 30)))
    *rings, border = run.ax.collections
    for contours, cloud in zip(rings, (run.first, run.second), strict=True):
        step = np.linalg.cholesky(cloud.cov)[:, 0]  # one standard deviation
        assert_allclose(contours.levels, [cloud.pdf(cloud.mean + n * step) for n in (3, 2, 1)])
        inner = contours.get_paths()[2].vertices
        assert_allclose(cloud.pdf(inner), contours.levels[2], rtol=0.05)
    assert np.abs(run.log_odds(border.get_paths()[0].vertices)).max() < 0.01


def test_figure_surface():
    PAGE.says("The density of the mixture. The second cloud weighs more, so its peak is the higher")
    PAGE.says("A surface with a lower peak on the left and a higher one on the right, joined by a")
    PAGE.says("saddle. Away from them it is flat", "so its peak is the higher one")
    (left, _), (right, _) = run.first.mean, run.second.mean
    low, high = run.mixture(run.first.mean), run.mixture(run.second.mean)
    assert left < right and low < high and run.first.pdf(run.first.mean) > run.second.pdf([5, 5])
    saddle = run.mixture(np.linspace(run.first.mean, run.second.mean, 99)).min()
    assert run.density[0, -1] < 0.01 * low < saddle < low
    shows(run.ax_surface, labels=("$x$", "$y$", "1000 × density"))
    assert run.ax_surface.zz_dataLim.intervalx[1] == approx(1000 * run.density.max())
