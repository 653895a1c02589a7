"""What the page signal/sobel.md says about kernels, borders and signs, checked."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal
from pytest import approx
from recipes.testing import centred, distinguishable, page
from scipy import ndimage
from scipy.signal import convolve2d, correlate2d

from snippets.signal import sobel as run

PAGE = page("signal/sobel.md")
RNG = np.random.default_rng(1)
WIDE = RNG.integers(0, 256, (7, 11)).astype(float)  # rows and columns differ
LOPSIDED = RNG.normal(size=(3, 3))  # a kernel without any symmetry
MIRRORED = {"mode": "same", "boundary": "symm"}
# Both operations, of a kernel counted from its middle, wherever the sums do not reach the border.
OPERATORS = {
    "*": lambda kernel, picture: convolve2d(picture, kernel.array, mode="same"),
    r"\star": lambda kernel, picture: correlate2d(picture, kernel.array, mode="same"),
}


def test_the_kernel_of_the_page_is_that_of_the_snippet():
    assert PAGE.equation("kernel").holds(K=run.kernel)


def test_both_sums_are_those_of_scipy():
    for label in ("convolution", "correlation"):
        for m, n in [(2, 3), (5, 8)]:
            assert PAGE.equation(label).holds(OPERATORS, K=centred(LOPSIDED), f=WIDE, m=m, n=n)


def test_the_magnitude_joins_the_kernel_and_its_transpose():
    magnitude = PAGE.equation("magnitude").defines("G")
    both = [convolve2d(WIDE, kernel, **MIRRORED) for kernel in (LOPSIDED, LOPSIDED.T)]
    for m, n in [(1, 9), (6, 2)]:
        at = {"*": lambda kernel, f, m=m, n=n: convolve2d(f, kernel, **MIRRORED)[m, n]}
        assert magnitude(at, K=run.kernel, f=run.picture) == approx(run.magnitude[m, n])
        assert magnitude(at, K=LOPSIDED, f=WIDE) == approx(np.hypot(*both)[m, n])


def test_a_ramp_shows_the_sign():
    ramp = 2.5 * np.tile(np.arange(6), (4, 1))
    named = {**OPERATORS, "K": centred(run.kernel), "f": ramp, "c": 2.5, "m": 2, "n": 4}
    assert PAGE.inline("f[m, n] = c n").holds(named)
    assert PAGE.inline("(K * f)[m, n] = -8 c").holds(named)
    assert PAGE.inline(r"(K \star f)[m, n] = 8 c").holds(named)
    assert set(run.convolved_ramp.flat) == {-24} and set(run.correlated_ramp.flat) == {24}
    assert run.convolved_ramp.shape == (4 - 2, 6 - 2)  # “valid” leaves out the border


def test_the_kernel_is_a_column_times_a_row():
    assert_array_equal(run.kernel, run.smoothing @ run.difference)
    assert_array_equal(run.passes, run.across)


def test_a_bright_pixel_prints_the_kernel():
    assert_array_equal(run.convolved_spot, run.kernel)
    assert_array_equal(run.correlated_spot, run.kernel[::-1, ::-1])
    assert_array_equal(correlate2d(run.spot, LOPSIDED, "same"), LOPSIDED[::-1, ::-1])


def test_only_an_antisymmetric_kernel_merely_changes_its_sign():
    assert_array_equal(run.across, -run.correlated)
    assert run.opposite and run.sobel_correlates
    turned = -correlate2d(WIDE, LOPSIDED, **MIRRORED)
    assert not np.allclose(convolve2d(WIDE, LOPSIDED, **MIRRORED), turned)


def test_ndimage_correlates_with_a_mirrored_border():
    for axis, kernel in [(1, run.kernel), (0, run.kernel.T)]:
        expected = correlate2d(WIDE, kernel, **MIRRORED)
        assert_array_equal(ndimage.sobel(WIDE, axis=axis), expected)


def test_a_ramp_answers_with_eight_times_its_slope():
    assert_array_equal(run.ramp[:, 1:] - run.ramp[:, :-1], run.slope)
    assert (run.convolved_ramp == -8 * run.slope).all()
    assert (run.correlated_ramp == 8 * run.slope).all()
    assert not convolve2d(run.ramp, run.kernel.T, mode="valid").any()


def test_only_changes_count_and_their_direction_does_not_matter():
    """The magnitude is the same on a brighter, an inverted and a rotated picture."""
    magnitude = np.hypot(*run.responses(WIDE, "symm"))
    for other in (WIDE + 40, 255 - WIDE):
        assert_allclose(np.hypot(*run.responses(other, "symm")), magnitude)
    turned = np.hypot(*run.responses(np.rot90(WIDE), "symm"))
    assert_allclose(turned, np.rot90(magnitude))  # a root of the same sum in another order
    assert_array_equal(run.responses(run.picture, "symm"), [run.across, run.down])
    assert (run.magnitude < run.magnitude.max() / 10).mean() == approx(run.flat)


def test_zero_padding_frames_a_picture_without_edges():
    grey = np.full_like(WIDE, 128)
    assert not np.any(run.responses(grey, "symm"))
    framed = np.hypot(*run.responses(grey, "fill"))
    assert not framed[1:-1, 1:-1].any()
    assert (framed > 0).sum() == grey.size - framed[1:-1, 1:-1].size
    assert run.grown.shape == tuple(np.add(run.picture.shape, run.kernel.shape) - 1)
    rims = [a.sum() - a[1:-1, 1:-1].sum() for a in (run.framed, run.magnitude)]
    assert run.frame == approx(rims[0] / rims[1])
    assert convolve2d(run.kernel, WIDE, mode="same").shape == run.kernel.shape


def test_bytes_wrap_modulo_256():
    assert run.wrapped.dtype == run.grey.dtype == np.uint8
    assert_array_equal(run.wrapped, run.correlated % 256)
    assert_array_equal(run.by_slices(run.grey), run.across % 256)
    assert not run.as_bytes.any()
    assert_array_equal(run.as_floats, [[0, 256, 256, 0]])  # four times the step of 64
    assert 0.4 < run.wrong < 0.6


def test_rescaling_moves_no_edge_to_the_middle_of_the_scale():
    low, high = run.across.min(), run.across.max()
    assert run.no_edge == approx(np.interp(0, [low, high], [0, 1]))
    assert 0.4 < run.no_edge < 0.6


def test_the_versions_by_hand_give_the_same_answer():
    assert_allclose(run.by_loops(WIDE, LOPSIDED), convolve2d(WIDE, LOPSIDED, **MIRRORED))
    assert_array_equal(run.by_slices(WIDE), convolve2d(WIDE, run.kernel, **MIRRORED))
    assert_array_equal(run.looped, run.across)
    assert_array_equal(run.sliced, run.across)


def test_both_components_are_negative_where_the_picture_brightens():
    for response, axis in [(run.across, 1), (run.down, 0)]:
        assert np.sum(response * np.gradient(run.picture, axis=axis)) < 0


def test_the_full_result_has_the_zero_padded_one_in_its_middle():
    assert_array_equal(run.grown[1:-1, 1:-1], convolve2d(run.picture, run.kernel, mode="same"))


def test_the_states_are_the_picture_and_its_magnitude_dark_where_it_is_large():
    before, after = (ax.images[0] for ax in run.views)
    assert_array_equal(before.get_array(), run.picture)
    assert_array_equal(after.get_array(), run.magnitude)
    assert (before.get_clim(), after.get_clim()) == ((0, 255), (0, run.limit))
    dark, bright = before.cmap(before.norm([0.0, 255.0]))[:, 0]
    none, strong = after.cmap(after.norm([0.0, 500.0]))[:, 0]
    assert dark == strong == 0 and bright == none == 1


def test_the_figure_shows_no_edge_as_the_middle_of_a_diverging_map():
    shown = [ax.images[0] for ax in run.axes.flat]
    values = (run.picture, run.magnitude, run.across, run.down)
    for image, expected in zip(shown, values, strict=True):
        assert_array_equal(image.get_array(), expected)
    assert [image.get_clim() for image in shown] == [(0, 255), (0, 500), (-500, 500), (-500, 500)]
    for image in shown[2:]:
        assert np.ptp(image.cmap(image.norm(0.0))[:3]) < 0.01  # neither red nor blue
        blue, _, red = image.cmap(image.norm(400.0))[2::-1]
        assert blue > red
    titles = [ax.get_title() for ax in run.axes.flat]
    assert titles == ["the picture", "magnitude $G$", "across, $K * f$", "down, $K^T * f$"]
    assert run.fig.axes[-1].get_xlabel() == "response (grey levels); no edge is white"


def test_the_second_figure_shows_a_frame_only_for_zeros_outside():
    zeros, mirrored = (ax.images[0] for ax in run.pair)
    assert zeros.get_clim() == mirrored.get_clim() == (0, 500)
    zeros, mirrored = zeros.get_array(), mirrored.get_array()
    assert_array_equal(mirrored, run.magnitude[:112, 112:])
    assert_array_equal(zeros[1:, :-1], mirrored[1:, :-1])
    assert zeros[0].min() > mirrored[0, -30:].max()
    assert [ax.get_title() for ax in run.pair] == ["zeros outside", "mirrored outside"]


def test_dark_and_bright_and_both_signs_differ_with_any_colour_vision():
    for ax in [*run.axes.flat, *run.pair]:
        assert distinguishable(map(ax.images[0].cmap, np.linspace(0, 1, 5)))
