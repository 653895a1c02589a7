"""What the page optimize/monotone-fit.md says about isotonic regression, checked."""

import numpy as np
from pytest import approx, fixture
from recipes.testing import page, shows
from scipy.optimize import isotonic_regression, nnls

from snippets.optimize import monotone_fit as run

PAGE = page("optimize/monotone-fit.md")


@fixture
def noisy():
    return np.linspace(0, 3, 40) + np.random.default_rng(0).normal(size=40)


def test_misfit():
    """The misfit that the page prints is what the fit makes small."""
    equation = PAGE.equation("misfit")
    assert equation.rhs(y=[2, 5, 2], f=[1, 3, 4], n=3) == 9
    values = {"y": run.response, "f": run.fit, "n": 12}
    assert equation.holds(**values, S=run.least)
    assert run.squares(run.fit) == run.least


def test_means():
    """Each level is the mean of its responses."""
    result = isotonic_regression(run.response)
    for first, last in zip(result.blocks[:-1], result.blocks[1:], strict=True):
        assert run.fit[first:last] == approx(np.mean(run.response[first:last]))


def test_closed_form(noisy):
    """The fit is the largest, over all earlier rows, of the smallest mean up to any later row."""
    rows = range(len(noisy))
    for i in rows:
        closed = max(min(np.mean(noisy[j : k + 1]) for k in rows[i:]) for j in rows[: i + 1])
        assert isotonic_regression(noisy).x[i] == approx(closed)


def test_least_squares():
    """Least squares with steps that may not be negative finds the same curve."""
    steps, distance = nnls(np.tril(np.ones((12, 12))), run.response)
    assert run.fit == approx(np.cumsum(steps))
    assert run.least == approx(distance**2)


def test_repeated():
    """A fit of the fit changes nothing."""
    assert isotonic_regression(run.fit).x == approx(run.fit)
    assert (np.diff(run.fit) >= 0).all()


def test_falling(noisy):
    """A curve that never rises is the mirror image of one that never falls."""
    falling = isotonic_regression(-noisy, increasing=False).x
    assert falling == approx(-isotonic_regression(noisy).x)


def test_weights(noisy):
    """A weight of three counts like three subjects with that response."""
    weights = np.resize([1, 3, 2], 40)
    weighted = isotonic_regression(noisy, weights=weights).x
    repeated = isotonic_regression(np.repeat(noisy, weights)).x
    assert np.repeat(weighted, weights) == approx(repeated)


def test_between():
    """Between two doses the curve divides the rise as the dose divides the step."""
    assert run.between == approx(run.fit[6] + (run.fit[7] - run.fit[6]) * (run.wanted - 30) / 5)


def test_running_maximum():
    """The running maximum never falls and lies too high; the fit has the mean of the data."""
    assert (np.diff(run.running) >= 0).all() and (run.running >= run.response).all()
    assert np.mean(run.fit) == approx(np.mean(run.response))
    assert run.excess == approx(np.mean(run.running) - np.mean(run.fit))
    assert run.by_hand == np.sum((run.running - run.response) ** 2)


def test_order():
    """Only the order of the rows counts, and a sort by number brings the fit back."""
    assert list(run.shuffled) == sorted(range(0, 60, 5), key=str)
    response, dose = run.response[run.as_text], run.shuffled
    assert isotonic_regression(response[np.argsort(dose)]).x == approx(run.fit)
    assert run.wrong[9] == approx(np.mean([76, 68, 90, 8]))


def test_figure():
    dose = np.arange(0, 60, 5)
    response = [3, 8, 6, 12, 41, 26, 29, 76, 68, 90, 84, 95]
    fit = [3, 7, 7, 12, 32, 32, 32, 72, 72, 87, 87, 95]
    lines = {"measured": (dose, response), "fit": (dose, fit)}
    styles = {"measured": "o", "fit": ".-"}
    shows(run.ax, lines=lines, styles=styles, labels=("dose (mg)", "response (%)"), legend=[*lines])
