"""What the page stats/gaussian-mixture.md says about the border of two clouds, checked."""

from fractions import Fraction
from math import log

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pytest import approx
from recipes.testing import distinguishable, one_based, page
from scipy.integrate import simpson
from scipy.stats import multivariate_normal, norm, pearsonr

from snippets.stats import gaussian_mixture as run

PAGE = page("stats/gaussian-mixture.md")
ANYWHERE = np.random.default_rng(1).uniform(-30, 30, (50, 2))
POINT = np.array([1.3, -2.6])


def cloud_posterior(k, point):
    first = run.posterior(point)
    return {1: first, 2: 1 - first}[k]


@pytest.fixture
def named():
    """What the page calls its vectors, matrices and functions."""
    return {
        "x": POINT,
        "w": one_based(run.weights),
        "mu": lambda k: run.means[k - 1],
        "Sigma": lambda k: run.covariances[k - 1],
        "cal_N": lambda x, mean, covariance: multivariate_normal(mean, covariance).pdf(x),
        "gamma": cloud_posterior,
        "g": run.log_odds,
        "A": run.A,
        "b": run.b,
        "c": run.c,
    }


@pytest.mark.parametrize("d", [2, 3])
def test_the_density_is_that_of_scipy_in_any_dimension(d):
    rng = np.random.default_rng(d)
    x, mu, root = rng.normal(size=d), rng.normal(size=d), rng.normal(size=(d, d))
    density = PAGE.equation("normal").defines(
        r"\mathcal{N}(\mathbf{x} \mid \boldsymbol{\mu}, \Sigma)"
    )
    cloud = multivariate_normal(mu, root @ root.T)
    assert density(x=x, mu=mu, Sigma=root @ root.T, d=d) == approx(cloud.pdf(x))


def test_the_mixture_and_the_posterior_follow_bayes(named):
    mixture = PAGE.equation("mixture").defines(r"p(\mathbf{x})")
    assert mixture(named) == approx(run.mixture(POINT))
    posterior = PAGE.equation("posterior").defines(r"\gamma_k(\mathbf{x})")
    first, second = posterior(named, k=1), posterior(named, k=2)
    assert first == approx(run.posterior(POINT)) and first + second == approx(1)


@pytest.mark.parametrize("label", ["log-odds", "matrix", "vector", "constant", "logistic"])
def test_the_border_is_computed_as_the_page_derives_it(label, named):
    assert PAGE.equation(label).holds(named)


def test_the_density_is_that_of_a_cloud_and_of_its_slice():
    """p(x, y) = p(x) p(y | x), with both factors one-dimensional."""
    x, y = 3.2, -7.1
    (xx, xy), (_, yy) = run.covariances[1]
    slope = xy / xx
    given_x = norm(5 + slope * (x - 5), np.sqrt(yy - slope * xy))
    assert run.clouds[1].pdf([x, y]) == approx(norm(5, np.sqrt(xx)).pdf(x) * given_x.pdf(y))


def test_the_share_inside_the_window_is_the_integral_of_the_density():
    x = np.linspace(-15, 15, 201)
    values = run.mixture(np.dstack(np.meshgrid(x, x)))
    assert run.inside == approx(simpson(simpson(values, x=x), x=x), abs=1e-6)


def test_the_log_odds_are_the_logarithm_of_the_ratio():
    first, second = (cloud.logpdf(ANYWHERE) for cloud in run.clouds)
    assert_allclose(run.log_odds(ANYWHERE), log(2 / 3) + first - second)
    assert_allclose(run.expit(run.log_odds(ANYWHERE)), run.posterior(ANYWHERE))


def test_the_matrix_has_an_exact_negative_determinant():
    """(20, -2; -2, 10) / 196 - (20, -3; -3, 15) / 291, in fractions."""
    a, b, d = (Fraction(p, 196) - Fraction(q, 291) for p, q in [(20, 20), (-2, -3), (10, 15)])
    assert a * d - b * b == Fraction(-1, 57036)
    assert_allclose(run.A, np.array([[a, b], [b, d]], float))
    assert run.below == approx(57036)


def test_the_border_is_symmetric_about_the_far_centre():
    """What only a conic does: through the centre lies the other branch."""
    assert_allclose(run.centre, [-25, 775])
    x = np.linspace(-60, 60, 13)
    branch = np.column_stack([x, run.border(x)])
    assert_allclose(run.log_odds(branch), 0, atol=1e-9)
    assert_allclose(run.log_odds(2 * run.centre - branch), 0, atol=1e-9)


def test_the_slopes_are_those_of_the_curve_where_it_crosses_the_window():
    for x, y, slope in zip([run.left, run.right], [15, -15], run.slopes, strict=True):
        assert run.border(x) == approx(y)
        secant = (run.border(x + 1e-4) - run.border(x - 1e-4)) / 2e-4
        assert slope == approx(secant, rel=1e-6)


def test_equal_covariances_make_the_border_straight():
    first, second = (multivariate_normal(mean, run.covariances[0]) for mean in run.means)
    a, b, c = ANYWHERE[:3]
    point = a + b - c  # an affine function adds up in the same way, a quadratic one does not

    def odds(x):
        return first.logpdf(x) - second.logpdf(x)

    assert odds(point) == approx(odds(a) + odds(b) - odds(c))
    bent = [run.log_odds(x) for x in (point, a, b, c)]
    assert bent[0] != approx(bent[1] + bent[2] - bent[3], rel=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_every_seed_finds_a_high_correlation_in_the_window(seed):
    points = np.random.default_rng(seed).uniform(-15, 15, (5000, 2))
    near = points[np.abs(run.log_odds(points)) < log(0.55 / 0.45)]
    assert 70 < len(near) < 135
    assert pearsonr(*near.T).statistic == approx(-0.993, abs=0.003)


def test_the_samples_lie_near_the_curve_and_not_near_the_line():
    for band in (run.near, run.wide):
        assert np.abs(run.log_odds(band)).max() <= log(0.55 / 0.45) + 1e-9
    x, y = run.wide.T
    assert np.abs(run.border(x) - y).max() < 2
    assert np.abs(run.line.intercept + run.line.slope * x - y).max() > 100


def test_the_wide_window_is_sampled_as_densely():
    densities = run.samples / run.window**2, run.wide_samples / run.wide_window**2
    assert densities[0] == densities[1]


def test_a_high_correlation_does_not_make_the_curve_straight():
    assert abs(run.r_curve) > 0.99 and np.all(np.diff(run.x) > 0)
    assert abs(run.r_wide) < 0.4
    assert run.slopes[1] / run.slopes[0] > 2.5


def test_far_away_only_the_log_odds_know_the_cloud():
    assert np.isnan(run.by_ratio).all()
    first, second = (cloud.logpdf(run.far) for cloud in run.clouds)
    assert [p > 0.5 for p in run.by_log_odds] == list(first > second) == [False, True]


def test_the_loop_by_hand_gives_the_same_values():
    assert_allclose(run.by_hand, run.density, rtol=1e-12)


def test_the_grid_covers_the_window():
    for table in (run.X, run.Y):
        assert (table.min(), table.max()) == (-15, 15)
    assert run.grid[0, 0].tolist() == [-15, -15] and run.grid[0, -1].tolist() == [15, -15]
    assert run.by_hand.max() == approx(run.density.max())


def test_the_surface_shows_a_thousand_times_the_density():
    assert run.ax_surface.collections[0].get_rasterized()
    assert run.ax_surface.zz_dataLim.intervalx[1] == approx(1000 * run.density.max())
    assert list(run.ax_surface.get_xticks()) == list(run.ax_surface.get_yticks()) == [-15, 0, 15]
    assert run.ax_surface.get_zlabel() == "1000 × density"


@pytest.mark.parametrize("panel", [0, 1])
def test_the_figure_shows_the_same_border_and_line_in_both_windows(panel):
    ax, edge, band = run.axes[panel], (15, 60)[panel], (run.near, run.wide)[panel]
    samples, exact, fitted = ax.get_lines()
    assert_allclose(samples.get_xydata(), band)
    x, y = exact.get_data()
    assert (x[0], x[-1]) == (-edge, edge) and np.isclose(x, 0).any()
    assert_allclose(run.log_odds(np.column_stack([x, y])), 0, atol=1e-9)
    assert_allclose(fitted.get_ydata(), run.line.slope * fitted.get_xdata() + run.line.intercept)
    assert_allclose(fitted.get_xdata(), x)
    assert ax.get_xlim() == ax.get_ylim() == (-edge, edge)
    assert list(ax.get_xticks()) == list(ax.get_yticks()) == [-edge, 0, edge]
    names = [line.get_label() for line in (samples, exact, fitted)]
    assert names == ["samples near the border", "exact border", "fitted line"]
    assert distinguishable([line.get_color() for line in (samples, exact, fitted)])


@pytest.mark.parametrize("number", [0, 1])
def test_the_rings_lie_one_two_and_three_deviations_from_the_centres(number):
    """A step along a column of the Cholesky factor is one standard deviation."""
    mean, cloud = run.means[number], run.clouds[number]
    step = np.linalg.cholesky(run.covariances[number])[:, 0]
    levels = [cloud.pdf(mean + count * step) for count in (3, 2, 1)]
    for ax in run.axes:
        assert_allclose(ax.collections[number].levels, levels)
        for ring, level in zip(ax.collections[number].get_paths(), levels, strict=True):
            assert_allclose(cloud.pdf(ring.vertices), level, rtol=0.1)
        label = ax.texts[number]
        assert label.get_text() == str(number + 1) and label.get_position() == approx(mean)
    assert run.axes[1].patches[0].get_bbox().extents == approx([-15, -15, 15, 15])
