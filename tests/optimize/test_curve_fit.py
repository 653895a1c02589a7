"""What the page optimize/curve-fit.md says about fits and their errors, checked."""

import numpy as np
from pytest import approx, warns
from recipes.testing import one_based, page, shared, shows
from scipy.optimize import OptimizeWarning, curve_fit, least_squares, minimize_scalar
from scipy.stats import linregress

from snippets.optimize import curve_fit as run

PAGE = page("optimize/curve-fit.md")


def misfit(limit, rate):
    return np.sum((run.oxygen - run.model(run.time, limit, rate)) ** 2)


def test_certified():
    """The fit has the values and errors that NIST certifies for these data (named BoxBOD)."""
    PAGE.says("Fit a curve and get error bars", "Oxygen that bacteria used in bottles of water")
    PAGE.says("Fit a nonlinear model with scipy.optimize.curve_fit", section="description")
    PAGE.says("fits any function with unknown parameters to measured points")
    assert run.best == approx([213.80940889, 0.54723748542], rel=1e-4)
    assert [run.limit_error, run.rate_error] == approx([12.354515176, 0.10455993237], rel=1e-3)
    assert misfit(*run.best) == approx(1168.0088766, rel=1e-8)


def test_search():
    """A search for the rate alone, with the best limit for each rate, ends at the same fit."""
    PAGE.says("No other values of them have a smaller squared misfit $S$ between fit $f$ and")
    PAGE.says("finds limit and rate together: the rate is")
    PAGE.says("Read a rough limit and rate off a plot and start there")

    def limit(rate):
        shape = run.model(run.time, 1, rate)
        return shape @ run.oxygen / (shape @ shape)

    rate = minimize_scalar(lambda k: misfit(limit(k), k), bracket=(0.1, 1), tol=1e-9).x
    assert run.best == approx([limit(rate), rate], rel=1e-4)
    for start in ((150, 0.3), (250, 1)):
        assert curve_fit(run.model, run.time, run.oxygen, start)[0] == approx(run.best, rel=1e-4)
    for change in ([1.01, 1], [1, 0.99], [0.99, 1.01]):
        assert misfit(*(run.best * change)) > misfit(*run.best)


def test_covariance():
    """The covariance is that of the page, with slopes taken by differences."""
    PAGE.says("Each column of the matrix $J$ is the slope of the model by one parameter")
    PAGE.says("has the squares of the standard errors on its diagonal", "The model is")
    PAGE.says("read standard errors and intervals off its covariance", section="description")
    PAGE.says("with the limit $L$ and the rate $k$")
    model = PAGE.inline("f(t) = L (1 - e^{-k t})").defines("f(t)")
    steps = np.diag(run.best * 1e-6)
    J = np.array([run.model(run.time, *(run.best + h)) for h in steps])
    J = (J - run.model(run.time, *run.best)).T / np.diag(steps)
    fit = lambda t: model(t=t, L=run.limit, k=run.rate)  # noqa: E731
    names = shared(t=one_based(run.time), y=one_based(run.oxygen), n=6, S=misfit(*run.best))
    covariance, squares = PAGE.equation("covariance").parts
    assert covariance.holds(names, C=run.covariance, J=J, rtol=1e-3)
    assert squares.holds(names, f=fit)
    assert [run.limit_error**2, run.rate_error**2] == approx(np.diag(run.covariance))


def test_straight_line():
    """For a straight line the errors are those of `linregress`, from any start."""
    PAGE.says("Fit a straight line with error bars for a line, which needs no start")
    line = linregress(run.time, run.oxygen)
    for start in (None, (300, -20)):
        _, covariance = curve_fit(lambda x, a, b: a + b * x, run.time, run.oxygen, start)
        errors = np.sqrt(np.diag(covariance))
        assert list(errors) == approx([line.intercept_stderr, line.stderr], rel=1e-5)


def test_interval():
    """Student's distribution with four degrees of freedom has 95 % within the quantile."""
    PAGE.says("multiply each error by the quantile of Student's distribution")
    PAGE.says("points the parameters leave", "degrees of freedom, and the quantile is")
    t, root = run.factor, np.sqrt(1 + run.factor**2 / 4)
    inside = 3 / 4 * t / root * (1 - t * t / (12 * root**2))  # closed form for four
    assert inside == approx(run.level) and run.freedom == 6 - 2
    margins = run.limit_margin / run.limit_error, run.rate_margin / run.rate_error
    assert margins == approx((t, t))


def test_sigma():
    """Known errors double the error bars if they double; as weights they change nothing."""
    PAGE.says("The noise is estimated from the misfit", "If you know the errors of your points")
    PAGE.says("pass `curve_fit` these as `sigma`, with", "Otherwise `sigma` only sets weights")
    points, ten = (run.time, run.oxygen, run.start), np.full(6, 10)
    known = curve_fit(run.model, *points, sigma=ten, absolute_sigma=True)[1]
    doubled = curve_fit(run.model, *points, sigma=2 * ten, absolute_sigma=True)[1]
    weights = curve_fit(run.model, *points, sigma=2 * ten)[1]
    assert doubled == approx(4 * known, rel=1e-4)
    assert weights == approx(run.covariance, rel=1e-4)
    assert known == approx(run.covariance * 100 / (misfit(*run.best) / 4), rel=1e-4)


def test_by_hand(monkeypatch):
    """The line through the logarithms is right without noise, if the limit is known."""
    PAGE.says("People guess the limit and fit a straight line through the logarithms")
    PAGE.says("The guess decides the rate", "With this limit the rate is")
    PAGE.says("and with 225 mg/l it is", "The data end at", "Nothing tells you which is right")
    logarithm = PAGE.inline(r"\ln(1 - y / L)")
    exact = run.model(run.time, 230, 0.4)
    assert [logarithm(y=y, L=230) for y in exact] == approx(-0.4 * run.time)
    assert run.large == approx(-linregress(run.time, np.log(1 - run.oxygen / 225)).slope)
    assert run.guess == max(run.oxygen) and run.guess_above == run.guess + 1
    assert run.small == approx(-linregress(run.time[:5], np.log(1 - run.oxygen[:5] / 224)).slope)
    PAGE.says("the rate is 0.55, with an error of 0.1")
    assert run.large - run.small > run.rate_error
    monkeypatch.setattr(run, "oxygen", exact)
    assert run.rate_by_hand(230) == approx(0.4)


def test_no_start():
    """Without a start the fit begins at one, and ends level with infinite errors and a warning."""
    PAGE.says("If you pass no start, all parameters begin at one", "Here that is far too small")
    PAGE.says("The fit ends as a level line at the mean of the data", "The error bars are infinite")
    PAGE.says("gives an `OptimizeWarning`, which the cell silences")
    with warns(OptimizeWarning, match="could not be estimated"):
        ones, _ = curve_fit(run.model, run.time, run.oxygen, (1, 1))
    assert tuple(ones) == (run.lost, run.steep) and np.isinf(run.unknown).all()
    assert np.isinf(run.lost_error) and run.limit > 100
    assert run.model(run.time, run.lost, run.steep) == approx(np.full(6, np.mean(run.oxygen)))


def test_wild_point():
    """A reading ten times too small moves a robust fit less."""
    PAGE.says('with `loss="soft_l1"` keeps wild points from bending the curve')
    wild = run.oxygen / [1, 1, 1, 1, 10, 1]
    plain, _ = curve_fit(run.model, run.time, wild, run.start)
    robust = least_squares(
        lambda p: run.model(run.time, *p) - wild, run.start, loss="soft_l1", f_scale=10
    ).x
    assert abs(robust[0] - run.best[0]) < 0.5 * abs(plain[0] - run.best[0])


def test_figure():
    PAGE.says("Dots rise from the lower left, steeply at first and then hardly any more")
    PAGE.says("A curve begins at zero and ends flat among the last of them", "the fit, and its")
    PAGE.says("Some of the dots lie outside the shaded band around it", "standard error (shaded)")
    days = np.linspace(0, 12, 121)
    curve = run.model(days, run.limit, run.rate)
    lines = {"fit and its standard error": (days, curve), "measured": (run.time, run.oxygen)}
    C, by_limit, by_rate = run.covariance, curve / run.limit, days * (run.limit - curve)
    squares = C[0, 0] * by_limit**2 + C[1, 1] * by_rate**2 + 2 * C[0, 1] * by_limit * by_rate
    spread, corners = np.sqrt(squares), run.ax.collections[0].get_paths()[0].vertices
    for edge in (curve - spread, curve + spread):
        gaps = abs(corners[:, None] - np.column_stack([days, edge])).max(axis=2).min(axis=0)
        assert gaps == approx(0, abs=1e-6)
    outside = abs(run.oxygen - curve[10 * run.time]) > spread[10 * run.time]
    rise = np.diff(run.oxygen) / np.diff(run.time)
    assert 0 < outside.sum() < 6 and rise[0] == max(rise) > 3 * rise[-1] and curve[0] == 0
    assert curve[-1] - curve[-11] < 1 and run.oxygen[-2] < curve[-1] < run.oxygen[-1]
    labels, limits = ("time (days)", "oxygen used (mg/l)"), ((0, 12), (0, 250))
    shows(run.ax, lines=lines, labels=labels, limits=limits, legend=[*lines])
    shows(run.ax, lines=lines, styles={"measured": "o"})
