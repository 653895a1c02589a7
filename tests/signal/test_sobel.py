"""What the page signal/sobel.md says about kernels, borders and signs, checked."""

import numpy as np
from matplotlib.cbook import get_sample_data
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from pytest import approx
from recipes.testing import centred, page, shared, shows
from scipy import ndimage
from scipy.signal import convolve2d, correlate2d

from snippets.signal import sobel as run

PAGE = page("signal/sobel.md")
RNG = np.random.default_rng(1)
WIDE = RNG.integers(0, 256, (7, 11)).astype(float)  # rows and columns differ
LOPSIDED = RNG.normal(size=(3, 3))  # a kernel without any symmetry
STEP = 100.0 * np.tile(np.arange(8) > 3, (5, 1))  # from dark to bright, and nothing else
MIRRORED = {"mode": "same", "boundary": "symm"}
# Both operations, of a kernel counted from its middle, wherever the sums do not reach the border.
OPERATORS = {
    "*": lambda kernel, picture: convolve2d(picture, kernel.array, mode="same"),
    r"\star": lambda kernel, picture: correlate2d(picture, kernel.array, mode="same"),
}


def magnitude(picture, kernel, border="symm"):
    return np.hypot(*(convolve2d(picture, k, "same", border) for k in (kernel, kernel.T)))


def test_kernel():
    """The kernel is a column times a row, so it can pass over the picture in two steps."""
    PAGE.says(
        "Edge detection with the Sobel kernel, scipy.signal.convolve2d", section="description"
    )
    PAGE.says("takes a difference across and smooths along the edge, so that noise counts less")
    PAGE.says("over the columns and then the rows, as the kernel is a column times a row")
    assert np.linalg.norm(run.kernel) / 8 < np.linalg.norm([-1, 0, 1]) / 2  # of noise, by slope
    assert PAGE.equation("kernel").holds(K=run.kernel)
    steps = ndimage.correlate1d(ndimage.correlate1d(WIDE, [1, 2, 1], 0), [-1, 0, 1], 1)
    assert_allclose(steps, correlate2d(WIDE, run.kernel, **MIRRORED))


def test_sums():
    """Both sums are those that SciPy computes, with any kernel."""
    PAGE.says("convolution reads the picture backwards, which is the same as flipping the kernel")
    PAGE.says("Look at the minus signs in the sum: convolution reads the picture backwards")
    PAGE.says("The convolution of kernel and picture is, in row $m$ and column $n$")
    PAGE.says("the kernel's indices count from its middle", "upside down and left to right")
    PAGE.says("Correlation does not flip it", "The kernel is flipped")
    assert_allclose(convolve2d(WIDE, LOPSIDED), correlate2d(WIDE, LOPSIDED[::-1, ::-1]))
    named = shared(OPERATORS, K=centred(LOPSIDED), f=WIDE, m=2, n=3)
    assert all(PAGE.equation(sum_).holds(named) for sum_ in ("convolution", "correlation"))


def test_magnitude():
    """The magnitude joins the response of the kernel and that of its transpose."""
    PAGE.says("With Sobel's kernel $K$ and its transpose, the magnitude $G$ is large at the edges")
    PAGE.says("the magnitude $G$ is large at the edges of the picture")
    PAGE.says("Detect the edges of an image with a Sobel filter")
    assert magnitude(STEP, run.kernel)[2].tolist() == [0, 0, 0, 400, 400, 0, 0, 0]
    G = PAGE.equation("magnitude").defines("G")
    at = {"*": lambda kernel, f: convolve2d(f, kernel, **MIRRORED)[1, 9]}
    assert G(at, K=run.kernel, f=run.picture) == approx(run.magnitude[1, 9])
    assert G(at, K=LOPSIDED, f=WIDE) == approx(magnitude(WIDE, LOPSIDED)[1, 9])


def test_unmoved():
    """The magnitude is the same on a brighter and an inverted picture, and turns with it."""
    PAGE.says("A pixel is calm where the magnitude stays below a tenth of its maximum")
    PAGE.says("The share of calm pixels is")
    before = magnitude(WIDE, run.kernel)
    for other in (WIDE + 40, 255 - WIDE):
        assert_allclose(magnitude(other, run.kernel), before)
    assert_allclose(magnitude(np.rot90(WIDE), run.kernel), np.rot90(before))
    assert_array_equal(magnitude(run.picture, run.kernel), run.magnitude)
    assert run.calm == np.mean(run.magnitude / run.magnitude.max() < 0.1)


def test_ramp():
    """A ramp answers with eight times its slope, whose sign tells convolution from correlation."""
    PAGE.says("The kernel finds changes across the picture, its transpose changes down")
    PAGE.says("On a ramp of slope $c$", "With a slope of", "the sums are")
    assert not convolve2d(STEP, run.kernel.T, **MIRRORED).any()  # it does not change down
    for m, n in [(2, 4), (4, 2)]:  # each is at the border when the other is read in its place
        ramp = 2.5 * np.tile(np.arange(n + 2), (m + 2, 1))
        named = shared(OPERATORS, K=centred(run.kernel), f=ramp, c=2.5)
        for formula in ("f[m, n] = c n", "(K * f)[m, n] = -8 c", r"(K \star f)[m, n] = 8 c"):
            assert PAGE.inline(formula).holds(shared(named, m=m, n=n))
    assert (run.convolved, run.correlated) == (-8 * run.slope, 8 * run.slope)


def test_sign():
    """The flip changes only the sign with Sobel's kernel, but more with a kernel at random."""
    PAGE.says("So with `convolve2d` a step from dark to bright comes out negative")
    PAGE.says("Flipping this kernel only changes its sign", "Both components have signs")
    assert_array_equal(run.kernel[::-1, ::-1], -run.kernel)
    assert convolve2d(STEP, run.kernel, "valid").min() == -400
    assert run.opposite_signs and np.array_equal(run.opposite, -run.across)
    convolved, correlated = (f(WIDE, LOPSIDED, **MIRRORED) for f in (convolve2d, correlate2d))
    assert not np.allclose(convolved, -correlated)
    for response, axis in [(run.across, 1), (run.down, 0)]:
        assert np.sum(response * np.gradient(run.picture, axis=axis)) < 0


def test_ndimage():
    """The filter of ndimage correlates, with a mirrored border, along either axis."""
    PAGE.says("does the same as `correlate2d` with a mirrored border", "with a Sobel filter")
    for axis, kernel in [(1, run.kernel), (0, run.kernel.T)]:
        assert_array_equal(ndimage.sobel(WIDE, axis), correlate2d(WIDE, kernel, **MIRRORED))
    assert_array_equal(run.by_sobel, run.opposite)


def test_middle():
    """Rescaled to a range from 0 to 1, no edge is near the middle."""
    PAGE.says('Rescaled to a range from `0`, black, to `1`, white, "no edge" is a middle grey')
    PAGE.says('"no edge" is a middle grey', "and not black", section="Kernel and sum")
    assert run.across.min() < 0 < run.across.max()
    assert run.no_edge == approx(np.interp(0, [run.across.min(), run.across.max()], [0, 1]))


def test_border():
    """Zeros outside draw a frame around a picture without edges, and a mirror draws none."""
    PAGE.says("Without further arguments `convolve2d` pads with zeros and returns all places where")
    PAGE.says("pads with zeros and returns all places where kernel and picture touch")
    PAGE.says('as with `"symm"`, which mirrors the picture at its border', "so the picture")
    PAGE.says("To the kernel, the black outside is an edge", "in row `0` the response down is")
    PAGE.says('`"same"` keeps the size and this frame')
    assert_array_equal(run.grown, convolve2d(np.pad(run.picture, 2), run.kernel, "valid"))
    flat = np.full_like(WIDE, 128)
    assert not magnitude(flat, run.kernel).any()
    frame = magnitude(flat, run.kernel, "fill") > 0
    assert_array_equal(frame, np.pad(np.zeros((5, 9)), 1, constant_values=1))
    top = convolve2d(run.picture, run.kernel.T)[1, 1:-1]
    assert run.frame == approx(abs(top).sum() / abs(run.down[0]).sum())
    assert_array_equal(run.grown[2:-2, 2:-2], run.across[1:-1, 1:-1])
    assert_array_equal(run.zeros_outside[1:-1, 1:-1], run.down[1:-1, 1:-1])


def test_by_hand():
    """The loops and the slices give the same answer as convolve2d."""
    PAGE.says("write the sum as nested loops, or as shifted slices of the whole picture")
    PAGE.says("Both answers are equal to the last bit, as all sums are integers", "The slices are")
    PAGE.says("but know only this kernel and this border")
    assert not np.array_equal(run.by_slices(WIDE), convolve2d(WIDE, run.kernel, "same"))
    assert (run.across % 1 == 0).all()
    assert_allclose(run.by_loops(WIDE, LOPSIDED), convolve2d(WIDE, LOPSIDED, **MIRRORED))
    assert_array_equal(run.by_slices(WIDE), convolve2d(WIDE, run.kernel, **MIRRORED))
    assert_array_equal([run.looped, run.sliced], [run.across, run.across])


def test_wrapping():
    """Bytes wrap modulo 256, in ndimage, in slices and in a convolution of bytes."""
    PAGE.says("Shifted slices wrap in the same way, and so does `convolve2d` with a `uint8` kernel")
    PAGE.says("the response wraps modulo `256`, without a warning", "grey levels vanishes, and")
    PAGE.says("A photograph is `uint8`, from `0` to `255`, so", "Convert to floating point first")
    PAGE.says("of the portrait's pixels are wrong", "returns the dtype of its input")
    assert ndimage.sobel(run.grey).dtype == np.uint8
    assert_array_equal(ndimage.sobel(run.grey, axis=1), run.opposite % 256)
    assert run.wrong == np.mean((run.across > 0) | (run.across < -255))
    of_bytes = convolve2d(run.grey, run.kernel.astype(np.uint8), **MIRRORED)
    assert_array_equal([of_bytes, run.by_slices(run.grey)], [run.across % 256] * 2)
    assert_array_equal([*run.as_bytes, *run.as_floats], [[0, 0, 0, 0], [0, 256, 256, 0]])


def test_portrait():
    """The picture is the middle of the portrait in grey."""
    PAGE.says("comes with Matplotlib")
    with get_sample_data("grace_hopper.jpg") as file:
        grey = Image.open(file).convert("L")
    width, height = grey.size
    middle = (0, (height - width) / 2, width, (height + width) / 2)
    assert_array_equal(run.picture, grey.resize((225, 225), box=middle))


def test_figure():
    PAGE.says("A portrait, and the same as in a pencil drawing, with dark outlines of stars")
    PAGE.says("The picture and the magnitude $G$ of its edges", "cap, glasses and collar on white")
    PAGE.says("Strong edges are dark; black begins at", "From the picture to its edges")
    PAGE.says("from black to white")
    shows(run.views[0], image=run.picture, between=(0, 255))
    shows(run.views[1], image=run.magnitude, between=(0, 500))
    assert [ax.images[0].cmap(0.0)[0] for ax in run.views] == [0, 1]  # black, then white
    assert [ax.images[0].cmap(1.0)[0] for ax in run.views] == [1, 0]


def test_figure_components():
    PAGE.says("a diverging colour map and limits that are equal on both sides")
    PAGE.says("Both components. Blue is brighter on the left (across)", "beside horizontal ones")
    PAGE.says("In blue and red on white, vertical edges such as")
    PAGE.says("or at the top (down), red the other way round")
    PAGE.says("so show them with a diverging colour map")
    for response, axis in [(run.across, 1), (run.down, 0)]:  # positive where the picture falls
        assert np.sum(response * np.gradient(run.picture, axis=axis)) < 0
    panels = [(run.across, "across, $K * f$"), (run.down, "down, $K^T * f$")]
    for ax, (response, title) in zip(run.axes, panels, strict=True):
        shows(ax, image=response, between=(-500, 500), title=title)
        (red, _, blue, _), white = map(ax.images[0].cmap, (0.9, 0.5))
        assert blue > red and min(white) > 0.95
