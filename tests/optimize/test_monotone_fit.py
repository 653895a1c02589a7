"""What the page optimize/monotone-fit.md says about isotonic regression, checked."""

import warnings

import numpy as np
from pytest import approx, fixture
from recipes.testing import page, shows
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression, nnls

from snippets.optimize import monotone_fit as run

PAGE = page("optimize/monotone-fit.md")


@fixture
def noisy():
    return np.linspace(0, 3, 40) + np.random.default_rng(0).normal(size=40)


def test_misfit():
    """The misfit that the page prints is what the fit makes small."""
    PAGE.says("squared misfit $S$ between response $y$ and fit $f$")
    equation = PAGE.equation("misfit")
    assert equation.rhs(y=[2, 5, 2], f=[1, 3, 4], n=3) == 9
    assert equation.holds(y=run.response, f=run.fit, n=12, S=run.least)
    assert run.squares(run.fit) == run.least


def test_means():
    """Each level is the mean of its responses, and where none falls it is the response."""
    PAGE.says("the responses fall, the fit is level", "Where responses fall, the fit is their mean")
    PAGE.says("Elsewhere it goes through the data")
    result = isotonic_regression(run.response)
    level, falls = np.diff(run.fit) == 0, np.diff(run.response) < 0
    assert level[falls].all() and falls.sum() == 4
    for first, last in zip(result.blocks[:-1], result.blocks[1:], strict=True):
        assert run.fit[first:last] == approx(np.mean(run.response[first:last]))


def test_closed_form(noisy):
    """The fit is the largest, over all earlier rows, of the smallest mean up to any later row."""
    PAGE.says("fits a monotonic curve to noisy data")
    assert (np.diff(run.fit) >= 0).all() and (np.diff(isotonic_regression(noisy).x) >= 0).all()
    rows = range(len(noisy))
    for i in rows:
        closed = max(min(np.mean(noisy[j : k + 1]) for k in rows[i:]) for j in rows[: i + 1])
        assert isotonic_regression(noisy).x[i] == approx(closed)


def test_least_squares():
    """Least squares with steps that may not be negative finds the same curve."""
    PAGE.says("Of all curves that never fall it finds the one with the smallest squared misfit")
    steps, distance = nnls(np.tril(np.ones((12, 12))), run.response)
    assert run.fit == approx(np.cumsum(steps))
    assert run.least == approx(distance**2)


def test_repeated():
    """The fit never falls, and a fit of the fit changes nothing."""
    PAGE.says("Fit a curve that never falls", "through the fit that never falls either")
    smooth = PchipInterpolator(run.dose, run.fit)(np.linspace(0, 55, 551))
    assert isotonic_regression(run.fit).x == approx(run.fit)
    assert (np.diff(run.fit) >= 0).all() and (np.diff(smooth) > -1e-12).all()


def test_falling():
    """A curve that never rises is the mirror image of one that never falls."""
    PAGE.says("For a curve that never rises, pass `increasing=False`")
    falling = isotonic_regression(-run.response, increasing=False).x
    assert falling == approx(-run.fit) and (np.diff(falling) <= 0).all()


def test_weights():
    """A weight of three counts like three subjects with that response."""
    PAGE.says("Doses that were given to more subjects get larger `weights`")
    weights = np.resize([1, 3, 2], 12)
    weighted = isotonic_regression(run.response, weights=weights).x
    repeated = isotonic_regression(np.repeat(run.response, weights)).x
    assert np.repeat(weighted, weights) == approx(repeated)


def test_between():
    """Between two doses the curve divides the rise as the dose divides the step."""
    PAGE.says("Between the doses, `numpy.interp` joins the levels", "mg the response is")
    assert run.between == approx(run.fit[6] + (run.fit[7] - run.fit[6]) * (run.wanted - 30) / 5)


def test_running_maximum():
    """The running maximum never falls and lies too high; the fit has the mean of the data."""
    PAGE.says(
        "with scipy.optimize.isotonic_regression, against a running maximum", section="description"
    )
    PAGE.says("that came out too high and ignores those that came out too low")
    PAGE.says("follows each response that came out too high", "The fit has the mean of the data")
    PAGE.says("carry the largest response so far along", "of the fit, and on average it is")
    PAGE.says("This curve never falls either", "Its squared misfit is")
    assert list(run.running) == [max(run.response[: i + 1]) for i in range(12)]
    lower = np.where(run.response < run.running, 0, run.response)
    assert list(np.maximum.accumulate(lower)) == list(run.running)
    assert np.mean(run.fit) == approx(np.mean(run.response))
    assert run.excess == approx(np.mean(run.running) - np.mean(run.fit))
    assert run.by_hand == np.sum((run.running - run.response) ** 2)


def test_order():
    """Only the order of the rows counts, and a sort by number brings the fit back."""
    PAGE.says("the order of rows matters", section="description")
    PAGE.says("Sort by number first")
    PAGE.says("It takes the responses in the order of the rows", "never sees the doses")
    PAGE.says("as text gives a wrong fit, without a warning", "mg stands behind", "by number")
    with warnings.catch_warnings(action="error"):
        assert list(isotonic_regression(run.response[run.as_text]).x) == list(run.wrong)
    assert list(run.shuffled) == sorted(range(0, 60, 5), key=str) != sorted(range(0, 60, 5))
    response, dose = run.response[run.as_text], run.shuffled
    assert isotonic_regression(response[np.argsort(dose)]).x == approx(run.fit)
    assert run.wrong[9] == approx(np.mean([76, 68, 90, 8]))


def test_figure():
    PAGE.says("Made-up responses to growing doses, and the fit", "the response to a growing dose")
    PAGE.says("Dots that rise from the lower left to the upper right, steeply in the middle")
    PAGE.says("now and then drop a little", "A line rises with them")
    PAGE.says("At each drop it runs flat, between the dots above and below it")
    dose = np.arange(0, 60, 5)
    response = [3, 8, 6, 12, 41, 26, 29, 76, 68, 90, 84, 95]
    fit = [3, 7, 7, 12, 32, 32, 32, 72, 72, 87, 87, 95]
    lines = {"measured": (dose, response), "fit": (dose, fit)}
    steps = np.diff(fit)
    assert response[0] == min(response) and response[-1] == max(response) and steps[6] == max(steps)
    for level in (7, 32, 72, 87):  # where the steps are zero
        dots = [dot for dot, own in zip(response, fit, strict=True) if own == level]
        assert max(dots) > level > min(dots)
    styles = {"measured": "o", "fit": ".-"}
    shows(run.ax, lines=lines, styles=styles, labels=("dose (mg)", "response (%)"), legend=[*lines])
