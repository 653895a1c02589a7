"""What the page special/log-likelihoods.md says about log-likelihoods, checked."""

import math
import warnings
from fractions import Fraction

import numpy as np
from pytest import approx, fixture, raises
from recipes.testing import page, shows
from scipy.special import logsumexp, ndtr, softmax, xlogy
from scipy.stats import beta, norm

from snippets.special import log_likelihoods as run

PAGE = page("special/log-likelihoods.md")
SOWN, SPROUTED = 3000, 2160


@fixture
def values():
    return np.random.default_rng(0).normal(size=7)


def log_of(fraction):
    """The logarithm of a fraction, also of one that is too small for a float."""
    return math.log(fraction.numerator) - math.log(fraction.denominator)


def test_equation(values):
    """The largest value can be taken out of the logarithm of the sum, which logsumexp is."""
    PAGE.says(
        "With a number $n$ of log-likelihoods $x$, the largest $m$ can be taken out of the sum"
    )
    PAGE.says("`logsumexp` gives its logarithm", "The logarithm of the sum")
    equation = PAGE.equation("sum")
    assert equation.holds(x=values, n=7, m=max(values))
    assert equation.lhs(x=values, n=7) == approx(logsumexp(values))
    highest = run.log_likelihood.max()
    shifted = np.log(np.sum(np.exp(run.log_likelihood - highest)))
    assert run.log_mean == approx(highest + shifted + np.log(0.001))


def test_ratios(values):
    """The probabilities have the ratios of the likelihoods, and their sum is one."""
    PAGE.says("turns the log-likelihoods of hypotheses into their probabilities")
    assert softmax(values)[2] / softmax(values)[5] == approx(np.exp(values[2] - values[5]))
    odds = (Fraction(700, 710) ** SPROUTED) * (Fraction(300, 290) ** (SOWN - SPROUTED))
    assert run.probability[700] / run.probability[710] == approx(float(odds))
    assert run.probability.sum() == approx(1) and run.probability.shape == run.chance.shape


def test_beta_distribution():
    """The probabilities are those of a beta distribution, and so are their mean and spread."""
    PAGE.says("Each value of the chance is a hypothesis")
    PAGE.says("Weighted by probability, their mean is")
    PAGE.says("If you have a prior, add its logarithm before `softmax`")
    known = beta(SPROUTED + 1, SOWN - SPROUTED + 1)
    assert run.probability == approx(known.pdf(run.chance) / 1000, rel=1e-9)
    assert run.mean == approx((SPROUTED + 1) / (SOWN + 2)) and run.spread == approx(known.std())
    inner = run.chance[1:-1]
    prior = beta(3, 2).logpdf(inner)
    both = beta(SPROUTED + 3, SOWN - SPROUTED + 2).pdf(inner) / 1000
    assert softmax(run.log_likelihood[1:-1] + prior) == approx(both, rel=1e-9)


def test_log_likelihood():
    """The log-likelihood is that of so many seeds, computed exactly with integers."""
    likelihood = Fraction(3, 4) ** SPROUTED * Fraction(1, 4) ** (SOWN - SPROUTED)
    assert run.log_likelihood[750] == approx(log_of(likelihood))


def test_zero():
    """A chance of zero has no warning, and none of the probability."""
    PAGE.says("`xlogy` is a product with a logarithm, and takes a chance of zero without a warning")
    with warnings.catch_warnings(action="error"):
        assert xlogy(3, 0) == -np.inf and xlogy(0, 0) == 0
    with raises(RuntimeWarning), warnings.catch_warnings(action="error"):
        3 * np.log(run.chance[0])
    assert run.chance[0] == 0 == run.probability[0] and xlogy(3, 0.3) == approx(3 * np.log(0.3))


def test_constant(values):
    """A constant that is added to all values changes no probability, however large."""
    PAGE.says("A constant that is missing in all log-likelihoods changes nothing")
    PAGE.says("and large ones do not overflow")
    assert softmax(run.log_likelihood + 5000) == approx(run.probability, rel=1e-9)
    assert softmax(values - 5000) == approx(softmax(values), rel=1e-9)
    with raises(RuntimeWarning, match="overflow"), warnings.catch_warnings(action="error"):
        np.exp(run.log_likelihood + 5000)
    assert logsumexp([1000, 1001]) == approx(1001 + np.log1p(np.exp(-1)))


def test_rows(values):
    """With axis=1 each row has the sum one, and without it the whole table."""
    PAGE.says("In a table with a row for each sample, pass `axis=1` to `softmax`")
    table = np.outer([1, 3, -2], values)
    assert softmax(table, axis=1).sum(axis=1) == approx(1) and softmax(table).sum() == approx(1)
    assert softmax(np.stack([run.log_likelihood] * 2), axis=1)[1] == approx(run.probability)


def test_mean_likelihood():
    """The mean likelihood over all chances is one over a binomial coefficient and n + 1."""
    PAGE.says("To compare whole models you need the mean likelihood of each")
    PAGE.says("The mean over all chances has a closed form here, `betaln`, and both are")
    mean = Fraction(1, (SOWN + 1) * math.comb(SOWN, SPROUTED))
    assert run.exact == approx(log_of(mean), rel=1e-12)
    assert run.log_mean == approx(log_of(mean), rel=1e-12)


def test_underflow():
    """The likelihoods lie below the smallest float, so that all of them are zero."""
    PAGE.says("against exponentials that underflow", section="description")
    PAGE.says(
        "there are so many measurements that each likelihood is too small for a float",
        "without a warning, and their ratios",
    )
    PAGE.says("People take the exponential and divide by the sum", "are not a number")
    PAGE.says("the exponential of -746 is already zero", "So all likelihoods underflow to zero")
    PAGE.says("The log-likelihood of the peak is", "into probabilities without underflow")
    assert not run.likelihood.any() and np.isnan(run.by_hand).all()
    assert np.exp(-745) > 0 == run.gone and run.vanished == -745 - 1
    best = Fraction(SPROUTED, SOWN) ** SPROUTED * Fraction(840, SOWN) ** 840
    assert run.highest == approx(log_of(best))


def test_too_late():
    """The logarithm is finite where its argument has vanished."""
    PAGE.says("with scipy.special.softmax and logsumexp", section="description")
    PAGE.says("and logarithms taken too late", section="description")
    PAGE.says("A logarithm that is taken too late does not help", "and not infinite")
    PAGE.says(
        "The chance of a normal variable to lie beyond -40 standard deviations has vanished",
        "The logarithm is -804.6",
    )
    PAGE.says("Use functions that compute the logarithm itself, such as `log_ndtr`")
    x = 40
    series = math.fsum((-1) ** k * math.prod(range(1, 2 * k, 2)) / x ** (2 * k) for k in range(8))
    tail = -(x**2) / 2 - np.log(x * np.sqrt(2 * np.pi)) + np.log(series)
    assert run.in_time == approx(tail, rel=1e-12) and run.too_late == -np.inf
    assert (
        ndtr(-x) == ndtr(run.limit) == 0
        and norm.logsf(x) == approx(tail)
        and np.isfinite(norm.logpdf(x))
    )


def test_figure():
    PAGE.says("What is known of the chance when 2160 of 3000", "seeds have sprouted")
    PAGE.says("A narrow, symmetric peak in the middle of the picture")
    PAGE.says("and a dashed line that stays at zero")
    chance = np.linspace(0, 1, 1001)
    peak = beta(2161, 841).pdf(chance) / 1000
    lines = {"softmax": (chance, peak), "exp": (chance, 0 * chance)}
    labels = ("chance to sprout", "probability")
    shows(run.ax, lines=lines, styles={"exp": "--"}, labels=labels, legend=[*lines])
    shows(run.ax, limits=((0.65, 0.8),))
