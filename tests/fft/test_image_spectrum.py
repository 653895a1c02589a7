"""What the page fft/image-spectrum.md says about spectra of pictures, checked."""

import numpy as np
from matplotlib.cbook import get_sample_data
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from pytest import approx
from recipes.testing import distinguishable, page
from scipy.fft import fft2, fftfreq, fftshift, ifft2, rfft

from snippets.fft import image_spectrum as run

PAGE = page("fft/image-spectrum.md")
RNG = np.random.default_rng(2)
M, N = 6, 9  # rows and columns differ
SMALL = RNG.normal(size=(M, N))
SPECTRUM = fft2(SMALL)
NAMED = {"f": SMALL, "F": SPECTRUM, "M": M, "N": N, "i": 1j}


def test_the_picture_is_the_middle_of_the_portrait():
    with get_sample_data("grace_hopper.jpg") as file:
        colours = np.asarray(Image.open(file), dtype=float) / 255
    above = (colours.shape[0] - colours.shape[1]) // 2
    whole = colours[above:-above] @ [0.299, 0.587, 0.114]
    tiles = [
        [tile.mean() for row in np.array_split(grey, 5) for tile in np.array_split(row, 5, axis=1)]
        for grey in (run.picture, whole)
    ]
    assert_allclose(*tiles, atol=0.01)


def test_the_transform_of_the_page_is_that_of_scipy():
    coefficient = PAGE.equation("transform").defines("F[u, v]")
    for u, v in [(0, 0), (4, 7), (5, 2)]:
        assert coefficient(NAMED, u=u, v=v) == approx(SPECTRUM[u, v])


def test_a_coefficient_belongs_to_one_wave():
    m, n = np.ogrid[:M, :N]
    F = fft2(np.exp(2j * np.pi * (4 * m / M + 7 * n / N)))
    assert PAGE.inline("F[u, v]")(F=F, u=4, v=7) == approx(M * N)
    assert np.count_nonzero(abs(F) > 1e-9) == 1


def test_what_must_hold_does():
    for label in ("mean", "parseval"):
        assert PAGE.equation(label).use("=").equation.holds(NAMED)
    for u, v in [(1, 4), (5, 2), (0, 3)]:
        assert PAGE.equation("hermitian").holds(NAMED, u=u, v=v)
    assert run.total == approx(run.picture.sum(), rel=1e-12)
    assert run.total * 255 == approx(np.sum(run.grey, dtype=float), rel=1e-12)
    assert run.spectral_energy == approx(run.energy, rel=1e-12)
    assert run.total_ratio == approx(1) and run.energy_ratio == approx(1)
    assert_allclose(run.opposite, run.F.conj(), atol=1e-9)
    assert run.conjugate


def test_opposite_frequencies_are_conjugate_only_for_real_pictures():
    complex_picture = fft2(SMALL * 1j**SMALL)
    assert not PAGE.equation("hermitian").holds(NAMED, F=complex_picture, u=5, v=2)


def test_the_shift_moves_frequency_zero_to_the_centre():
    assert run.corner == [0, 0]
    assert run.centre == [run.middle, run.middle]
    rows, columns = (fftshift(fftfreq(count, 1 / count)) for count in (M, N))
    for u, v in [(-3, -4), (0, 0), (2, 4)]:
        shifted = fftshift(SPECTRUM)[list(rows).index(u), list(columns).index(v)]
        assert shifted == SPECTRUM[u, v]


def test_the_logarithm_is_that_of_the_page():
    logarithm = PAGE.inline(r"\log(1 + \lvert F \rvert)")
    assert logarithm(F=run.F[3, 8]) == approx(run.unshifted[3, 8])
    assert_array_equal(run.shifted, fftshift(run.unshifted))


def test_broad_waves_carry_most_of_the_power():
    """What is left without them varies as little as they leave of the power."""
    cycles = np.fft.fftfreq(run.side) * run.side
    assert_array_equal(run.low, cycles**2 + cycles[:, None] ** 2 <= run.finest**2)
    fine = run.picture - ifft2(np.where(run.low, run.F, 0)).real
    assert fine.var() / run.picture.var() == approx(1 - run.low_share, rel=1e-10)
    assert run.low.mean() == run.low_part < 0.01 < 0.6 < run.low_share


def test_stripes_have_a_peak_and_its_opposite_and_nothing_else():
    stripes = PAGE.equation("stripes")
    for m, n in [(0, 3), (60, 17)]:
        assert stripes.holds(f=run.stripes, k=run.k, N=run.N, m=m, n=n)
    assert stripes.lhs(f=SMALL, m=2, n=7) == SMALL[2, 7]  # in stripes all rows are alike
    table = np.array([[stripes.rhs(k=4, N=N, n=n) for n in range(N)]] * M)
    for picture, rows, columns, k in [(run.stripes, run.M, run.N, run.k), (table, M, N, 4)]:
        F = fft2(picture)
        assert PAGE.equation("peaks").holds(F=F, M=rows, N=columns, k=k)
        assert np.argwhere(abs(F) > 1e-9).tolist() == [[0, k], [0, columns - k]]
    assert run.peaks.tolist() == [[0, run.k], [0, run.N - run.k]]
    assert run.height == approx(PAGE.equation("peaks").rhs(M=run.M, N=run.N))
    assert run.S.min() >= 0  # a modulus


def test_rfft2_keeps_every_column_that_is_not_a_mirror_image():
    assert run.F_half.shape == (run.side, run.side // 2 + 1)
    assert_allclose(run.F_half, run.F[:, : run.side // 2 + 1], atol=1e-9)
    assert run.left_out == np.sum(fftfreq(run.side) < 0)


def test_the_matrix_product_by_hand_gives_the_same_transform():
    assert_allclose(run.by_matrices(SMALL), SPECTRUM, atol=1e-12)
    each_row = PAGE.inline("N^2")
    assert run.waves(N).size == each_row(N=N)
    assert run.loop_products == run.picture.size**2
    assert run.matrix_products == sum(count * each_row(N=run.side) for count in run.F.shape)


def test_log_loses_a_blank_picture_and_log1p_keeps_it():
    assert run.wrong.min() == PAGE.inline(r"-\infty")()
    assert run.wrong[0, 0] == approx(np.log(run.M * run.N)) == run.wrong.max()
    assert run.right.max() == approx(np.log(run.M * run.N + 1)) == run.right[0, 0]
    assert run.right.min() == 0
    height = approx(np.log(run.M * run.N))
    assert run.ends == [(-np.inf, height), (0, approx(np.log(run.M * run.N + 1)))]
    assert_allclose(run.stretch(np.array([2.0, 3.0, 6.0])), [0, 0.25, 1])


def test_the_middle_of_the_unshifted_picture_is_not_frequency_zero():
    assert run.frequency == run.column - run.N == -run.k != run.misread
    assert abs(fftfreq(run.N)).argmax() == run.column - run.misread


def test_the_vertical_line_comes_from_borders_that_do_not_match():
    """A ramp down has nothing but that line; mirrored, it fits itself at the border."""
    ramp = np.arange(50.0)
    assert_allclose(fft2(np.outer(ramp, np.ones(40)))[:, 1:], 0, atol=1e-9)
    finest = {len(x): abs(rfft(x))[-2] for x in (ramp, np.append(ramp, ramp[::-1]))}
    assert finest[100] < 0.1 * finest[50]
    assert run.windows == ["boxcar", "hann", "blackman"]
    assert run.lines[0] > 1.5 > 1.1 > max(run.lines[1:])
    assert run.lines == [run.line(run.faded_by(name)) for name in run.windows]


def test_the_line_is_compared_with_the_column_beside_it():
    """In a spectrum whose columns differ by a factor, and whose rows have a few high peaks."""
    factors, rows = RNG.uniform(1, 5, size=N), RNG.lognormal(sigma=2, size=(M, 1))
    assert run.line(ifft2(factors * rows)) == approx(factors[0] / factors[1])


def test_the_window_is_zero_at_the_border_mixes_neighbours_only_and_leaves_no_mean():
    window, faded = run.window_of("hann"), run.faded_by("hann")
    assert_allclose(window[0], 0)
    assert_array_equal(window, window.T)
    rows, columns = np.nonzero(abs(fft2(window)) > 1e-6)
    assert set(rows) == set(columns) == {0, 1, run.side - 1}
    assert faded.sum() == approx(0, abs=1e-9)
    inner = np.s_[1:, 1:]
    removed = run.picture[inner] - faded[inner] / window[inner]
    assert np.ptp(removed) == approx(0, abs=1e-9)  # the same grey level everywhere


def test_a_window_keeps_the_share_of_white_noise_that_follows_from_its_cosines():
    """A sum of cosines has the mean square of its first weight and half of each other's."""
    weights = [1], [0.5, 0.5], [0.42, 0.5, 0.08]  # Harris 1978, doi:10.1109/PROC.1978.10837
    for (first, *others), share in zip(weights, run.kept, strict=True):
        assert share == approx((first**2 + sum(w**2 for w in others) / 2) ** 2)


def centres(image):
    """Where the middles of the pixels of a picture stand, across and down."""
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    across = left + (right - left) * (np.arange(columns) + 0.5) / columns
    return across, top + (bottom - top) * (np.arange(rows) + 0.5) / rows


def frequencies(count):
    """All of them in ascending order, in cycles."""
    return fftshift(fftfreq(count, 1 / count))


def labels(ax):
    """The title of an axes, and what it shows across and down."""
    return ax.get_title(), ax.get_xlabel(), ax.get_ylabel()


def test_the_first_figure_shows_logarithms_at_their_frequencies():
    picture, plain, shifted, faded = (ax.images[0] for ax in run.axes.flat)
    assert_array_equal(picture.get_array(), run.picture)
    assert_allclose(plain.get_array(), np.log(1 + abs(run.F)))
    assert_array_equal(shifted.get_array(), fftshift(plain.get_array()))
    assert_allclose(faded.get_array(), fftshift(np.log(1 + abs(fft2(run.faded_by("hann"))))))
    cycles = frequencies(run.side)
    for image, places in [(plain, np.arange(run.side)), (shifted, cycles), (faded, cycles)]:
        assert_allclose(centres(image), [places, places], atol=1e-9)
        assert image.get_clim() == (0, approx(np.log(1 + run.picture.sum())))
        for ticks in (image.axes.get_xticks(), image.axes.get_yticks()):
            assert list(ticks) == [places[0], places[112], places[-1]]
    cycles = "$v$ (cycles across)", "$u$ (cycles down)"
    assert [labels(ax) for ax in run.axes.flat] == [
        ("the picture", "", ""),
        ("as fft2 returns it", "column $v$", "row $u$"),
        ("after fftshift", *cycles),
        ("borders faded out", *cycles),
    ]
    assert run.fig.axes[-1].get_ylabel() == r"$\log(1 + |F|)$"


def test_each_state_shows_the_portrait_under_its_window_and_its_spectrum():
    for name, (left, right) in zip(run.windows, run.views, strict=True):
        picture, spectrum = left.images[0], right.images[0]
        faded = picture.get_array()
        assert_array_equal(faded, run.faded_by(name))
        assert_allclose(spectrum.get_array(), fftshift(np.log(1 + abs(fft2(faded)))))
        assert abs(faded).max() < picture.get_clim()[1] + 0.2 and sum(picture.get_clim()) == 0
        assert spectrum.get_clim() == (0, approx(np.log(1 + run.picture.sum())))
        assert_allclose(centres(spectrum), [frequencies(run.side)] * 2, atol=1e-9)
        assert labels(right) == ("", "$v$ (cycles across)", "$u$ (cycles down)")
        assert list(right.get_xticks()) == list(right.get_yticks()) == [-112, 0, 112]


def test_the_second_figure_shows_the_stripes_and_their_peaks():
    stripes, spectrum = (ax.images[0] for ax in run.pair)
    assert_array_equal(stripes.get_array(), run.stripes)
    across, down = centres(spectrum)
    assert_allclose(across, frequencies(64), atol=1e-9)
    assert_allclose(down, frequencies(81), atol=1e-9)
    shown = spectrum.get_array()
    rows, columns = np.nonzero(shown > shown.max() / 2)
    assert across[columns].tolist() == [-run.k, run.k] and down[rows].tolist() == [0, 0]
    assert_allclose(shown[rows, columns], run.height)
    left, right = run.pair
    assert labels(left) == ("the stripes", "column $n$", "row $m$")
    assert labels(right) == ("their spectrum", "$v$ (cycles across)", "$u$ (cycles down)")
    assert (list(left.get_xticks()), list(left.get_yticks())) == ([0, 63], [0, 80])
    assert list(right.get_xticks()) == list(right.get_yticks()) == [-8, 0, 8]
    assert (right.get_xlim(), right.get_ylim()) == ((-16, 16), (16, -16))


def test_dark_and_bright_differ_with_any_colour_vision():
    for ax in [*run.axes.flat, *run.pair, *run.views[0]]:
        assert distinguishable(map(ax.images[0].cmap, np.linspace(0, 1, 5)))
