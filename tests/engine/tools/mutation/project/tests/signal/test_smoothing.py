"""What the page says about smoothing, checked."""

import numpy as np
from numpy.testing import assert_allclose
from pytest import approx
from recipes.testing import centred, one_based, page
from scipy.signal import convolve2d

from snippets.signal import smoothing as run

PAGE = page("signal/smoothing.md")
RNG = np.random.default_rng(1)
WIDE = RNG.normal(size=(7, 11))
LOPSIDED = RNG.normal(size=(3, 3))
SQUARE, OTHER = RNG.normal(size=(2, 3, 3)) + 3 * np.eye(3)


def test_the_sum_is_that_of_scipy():
    same = convolve2d(WIDE, LOPSIDED, mode="same")
    equation = PAGE.equation("convolution")
    for m, n in [(2, 3), (5, 8)]:
        assert equation.holds(g=same, K=centred(LOPSIDED), f=WIDE, m=m, n=n)
    assert run.kernel == approx(np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)
    PAGE.says("The sum of all cells")
    assert_allclose(run.across, convolve2d(run.picture, run.kernel, mode="same"))
    assert run.total == approx(run.picture.sum()) and run.energy == approx(
        np.arange(12) @ np.arange(12)
    )


def test_the_transform_is_inverted():
    M, N = WIDE.shape
    named = {"f": WIDE, "F": np.fft.fft2(WIDE), "M": M, "N": N, "m": 2, "n": 5, "i": 1j}
    assert PAGE.equation("inverse").holds(named)
    assert PAGE.equation("half").defines("H")(M=6, N=7) == approx(21)


def test_the_formulas_of_statistics_are_those_of_numpy():
    assert PAGE.equation("logistic").holds(P=lambda x: 1 / (1 + np.exp(-x)), x=0.7)
    density = PAGE.equation("density").defines("D")
    assert density(d=3, Sigma=SQUARE) == approx(np.sqrt(8 * np.pi**3 * np.linalg.det(SQUARE)))
    inverses = np.linalg.inv(SQUARE) - np.linalg.inv(OTHER)
    assert PAGE.equation("form").holds(A=inverses, B=SQUARE, C=OTHER)
    cells = {1: 0.3, 4: 0.9, 6: 0.1}
    mean = np.mean(list(cells.values()))
    assert PAGE.equation("mean").holds({"bar_c_T": mean, "T": set(cells), "c": cells})
    x, y = WIDE[:2]
    means = {"bar_x": x.mean(), "bar_y": y.mean()}
    points = {"x": one_based(x), "y": one_based(y), "n": len(x)}
    assert PAGE.equation("covariance").defines("s")(means, **points) == approx(
        np.cov(x, y, ddof=0)[0, 1]
    )


def test_the_sentences_count():
    assert PAGE.inline("t = 2 v - 2 - h").holds(t=7, v=7, h=5)
    assert PAGE.inline("k (m + n + 1)")(k=3, m=5, n=7) == 39
    assert PAGE.inline(r"\frac{m n}{m + n + 1}")(m=5, n=7) == approx(35 / 13)
    norm = PAGE.inline(r"\left\| A - A_k \right\|_F")
    assert norm({"A": SQUARE, "A_k": OTHER}) == approx(np.linalg.norm(SQUARE - OTHER))
    assert PAGE.inline(r"\kappa(A)^2")(kappa=np.linalg.cond, A=SQUARE) == approx(
        np.linalg.cond(SQUARE) ** 2
    )


def test_the_figure_shows_the_cells():
    drawn = PAGE.inline(r"\log(1 + \lvert F \rvert)")
    (image,) = run.ax.get_images()
    assert image.get_array()[2, 1] == approx(drawn(F=run.picture[2, 1]))
    PAGE.says("bright in the lower right", "dark in the upper left")
    assert image.get_array()[-1, -1] == image.get_array().max() > image.get_array()[0, 0]
    assert run.tilt == approx(-4 / 6)
    assert run.values.shape == (4, 3)


def test_small_integers_wrap():
    PAGE.says("Small integers wrap")
    assert run.wrapped == (66 * 24 % 256) // 2 and run.small.dtype == np.uint8
