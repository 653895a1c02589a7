"""What the page fft/image-spectrum.md says about spectra of pictures, checked."""

from cmath import exp, pi

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from pytest import approx
from scipy.fft import fft2, fftfreq, fftshift, ifft2, rfft

from docs._engine.binding import page
from snippets.fft import image_spectrum as run

PAGE = page("fft/image-spectrum.md")
M, N = 6, 9  # rows and columns differ
SMALL = np.random.default_rng(2).normal(size=(M, N))
SPECTRUM = fft2(SMALL)
NAMED = {"f": SMALL, "F": SPECTRUM, "M": M, "N": N, "i": 1j}


def test_the_transform_of_the_page_is_that_of_scipy():
    coefficient = PAGE.equation("transform").defines("F[u, v]")
    for u, v in [(0, 0), (4, 7), (5, 2)]:
        assert coefficient(NAMED, u=u, v=v) == approx(SPECTRUM[u, v])
        assert coefficient(NAMED, u=u, v=v) == approx(run.by_matrices(SMALL)[u, v])
    assert PAGE.inline("F[u, v]")(F=run.F, u=3, v=8) == run.F[3, 8]


def test_what_must_hold_does():
    assert PAGE.equation("mean").holds(NAMED)
    assert PAGE.equation("parseval").holds(NAMED)
    for u, v in [(1, 4), (5, 2), (0, 3)]:
        assert PAGE.equation("hermitian").holds(NAMED, u=u, v=v)


def test_stripes_have_a_peak_and_its_opposite():
    stripes = PAGE.equation("stripes")
    assert all(
        stripes.holds(f=run.stripes, k=run.k, N=run.N, m=m, n=n) for m, n in [(0, 3), (60, 17)]
    )
    value = stripes.rhs
    table = np.array([[value(k=4, N=N, n=n) for n in range(N)]] * M)
    assert PAGE.equation("peaks").holds(F=fft2(table), M=M, N=N, k=4)
    assert PAGE.equation("peaks").rhs(M=run.M, N=run.N) == approx(run.height)


def test_the_formulas_in_the_sentences_are_those_of_the_code():
    assert PAGE.inline(r"\log(1 + \lvert F \rvert)")(F=run.F[3, 8]) == approx(run.unshifted[3, 8])
    assert PAGE.inline(r"-\infty")() == run.wrong.min()
    row = PAGE.inline("N^2")(N=run.columns)
    assert run.matrix_products == run.rows * row + run.columns * run.rows**2


@pytest.mark.parametrize(("u", "v"), [(0, 0), (1, 0), (0, 4), (5, 2), (3, 8)])
def test_a_coefficient_is_the_sum_over_all_pixels(u, v):
    total = sum(
        SMALL[m, n] * exp(-2j * pi * (u * m / M + v * n / N)) for m in range(M) for n in range(N)
    )
    assert SPECTRUM[u, v] == approx(total)


def test_frequency_zero_is_the_sum_of_the_picture():
    assert run.total == approx(run.picture.sum(), rel=1e-12)
    assert run.total * 255 == approx(np.sum(run.grey, dtype=float), rel=1e-12)


def test_the_energy_is_the_same_on_both_sides():
    assert run.spectral_energy == approx(run.energy, rel=1e-12)
    assert (abs(SPECTRUM) ** 2).sum() / (M * N) == approx((SMALL**2).sum())


def test_opposite_frequencies_are_conjugate_only_for_real_pictures():
    assert_allclose(run.opposite, run.F.conj(), atol=1e-9)
    for u, v in [(0, 4), (5, 2), (3, 0)]:
        assert SPECTRUM[(M - u) % M, (N - v) % N] == approx(SPECTRUM[u, v].conjugate())
    twisted = fft2(SMALL * 1j**SMALL)
    assert twisted[M - 5, N - 2] != approx(twisted[5, 2].conjugate())


def test_the_shift_moves_frequency_zero_to_the_centre():
    assert run.corner == [0, 0]
    assert run.centre == [run.side // 2, run.side // 2]
    rows, columns = (fftshift(fftfreq(count, 1 / count)) for count in (M, N))
    for u, v in [(-3, -4), (0, 0), (2, 4)]:
        shifted = fftshift(SPECTRUM)[list(rows).index(u), list(columns).index(v)]
        assert shifted == SPECTRUM[u, v]


def test_broad_waves_carry_most_of_the_power():
    fine = run.picture - ifft2(np.where(run.low, run.F, 0)).real
    cycles = np.fft.fftfreq(run.side) * run.side
    assert_array_equal(run.low, cycles**2 + cycles[:, None] ** 2 <= run.finest**2)
    assert fine.var() / run.picture.var() == approx(1 - run.low_share)
    assert run.low.mean() == run.low_part < 0.01 < 0.6 < run.low_share


@pytest.mark.parametrize(("rows", "columns", "k"), [(64, 64, 8), (10, 24, 5)])
def test_stripes_have_a_pair_of_peaks_and_nothing_else(rows, columns, k):
    stripes = np.cos(2 * np.pi * k * np.arange(columns) / columns) * np.ones((rows, 1))
    expected = np.zeros((rows, columns))
    expected[0, [k, columns - k]] = rows * columns / 2
    assert_allclose(fft2(stripes), expected, atol=1e-10)


def test_the_stripes_of_the_page_are_upright_and_peak_where_it_says():
    assert_allclose(run.stripes, run.stripes[[0]] + np.zeros((run.M, 1)))
    assert run.peaks.tolist() == [[0, run.k], [0, run.N - run.k]]
    assert run.height == approx(run.M * run.N / 2)
    assert run.frequency == run.column - run.N == -run.k != run.misread


def test_rfft2_keeps_every_column_that_is_not_a_mirror_image():
    assert run.F_half.shape == (run.side, run.side // 2 + 1)
    assert_allclose(run.F_half, run.F[:, : run.side // 2 + 1], atol=1e-9)
    assert run.left_out == np.sum(fftfreq(run.side) < 0)


def test_the_matrix_product_by_hand_gives_the_same_transform():
    assert_allclose(run.by_matrices(SMALL), SPECTRUM, atol=1e-12)
    assert run.waves(N).size == N**2
    assert run.loop_products == run.picture.size**2
    assert run.matrix_products == run.picture.size * sum(run.picture.shape)


def test_log_loses_a_blank_picture_and_log1p_keeps_it():
    assert run.wrong.min() == -np.inf
    assert run.lost == 1
    assert run.right.max() == run.right[0, 0] > 0 == run.right.min()


def test_the_upright_line_comes_from_borders_that_do_not_match():
    """A ramp down has nothing but that line; mirrored, it fits itself at the border."""
    ramp = np.arange(50.0)
    assert_allclose(fft2(np.outer(ramp, np.ones(40)))[:, 1:], 0, atol=1e-9)
    finest = {len(x): abs(rfft(x))[-2] for x in (ramp, np.append(ramp, ramp[::-1]))}
    assert finest[100] < 0.1 * finest[50]
    assert run.line_faded == approx(1, abs=0.2)
    assert run.line_plain > 2


def test_a_blank_picture_has_only_its_sum():
    assert run.modulus[0, 0] == run.M * run.N and run.modulus.sum() == run.M * run.N
    assert run.wrong[0, 0] == approx(np.log(run.M * run.N)) == run.wrong.max()
    assert_allclose(run.stretch(np.array([2.0, 3.0, 6.0])), [0, 0.25, 1])


def test_without_the_mean_the_power_is_the_spread_of_the_picture():
    spread = np.sum((run.picture - run.picture.mean()) ** 2)
    assert np.sum(run.power) == approx(spread * run.picture.size, rel=1e-10)
    assert np.all(run.S >= 0)


def test_the_window_is_a_sine_squared_and_leaves_no_mean():
    sine = np.sin(np.pi * np.arange(225) / 225) ** 2
    assert_allclose(run.window, np.outer(sine, sine), atol=1e-15)
    assert np.sum(run.faded) == approx(0, abs=1e-9)
    assert_allclose(run.faded[0], 0)
    assert run.faded[100, 90] / run.window[100, 90] == approx(
        run.picture[100, 90] - np.sum(run.picture * run.window) / run.window.sum()
    )


def test_columns_are_whole_numbers():
    assert isinstance(run.misread, int) and run.misread == 56 - 32


def centres(image):
    """Where the middles of the pixels of a picture stand, across and down."""
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    across = left + (right - left) * (np.arange(columns) + 0.5) / columns
    return across, top + (bottom - top) * (np.arange(rows) + 0.5) / rows


def test_the_first_figure_shows_logarithms_at_their_frequencies():
    picture, plain, shifted, faded = (ax.images[0] for ax in run.axes.flat)
    assert_array_equal(picture.get_array(), run.picture)
    assert_allclose(plain.get_array(), np.log(1 + abs(run.F)))
    assert_array_equal(shifted.get_array(), fftshift(plain.get_array()))
    assert_allclose(faded.get_array(), fftshift(np.log(1 + abs(fft2(run.faded)))))
    frequencies = fftshift(fftfreq(225, 1 / 225))
    for image, places in [(plain, np.arange(225)), (shifted, frequencies), (faded, frequencies)]:
        assert_allclose(centres(image), [places, places], atol=1e-9)
        assert image.get_clim() == (0, plain.get_array().max())
        ax = image.axes
        for ticks in (ax.get_xticks(), ax.get_yticks()):
            assert list(ticks) == [places[0], places[112], places[224]]
    assert run.axes[1, 0].get_xlabel() == "$v$ (cycles across)"
    assert run.axes[0, 1].get_ylabel() == "row $u$"


def test_the_second_figure_shows_the_stripes_and_their_peaks():
    stripes, spectrum = (ax.images[0] for ax in run.pair)
    assert_array_equal(stripes.get_array(), run.stripes)
    across, down = centres(spectrum)
    assert_allclose(across, fftshift(fftfreq(64, 1 / 64)))
    assert_allclose(down, fftshift(fftfreq(64, 1 / 64)))
    rows, columns = np.nonzero(spectrum.get_array() > 1)
    assert across[columns].tolist() == [-8, 8] and down[rows].tolist() == [0, 0]
    assert run.pair[1].get_xlim() == (-16, 16) and run.pair[1].get_ylim() == (16, -16)
    assert list(run.pair[1].get_xticks()) == list(run.pair[1].get_yticks()) == [-8, 0, 8]
    assert list(run.pair[0].get_xticks()) == list(run.pair[0].get_yticks()) == [0, 63]
    assert run.pair[0].get_xlabel() == "column $n$"
