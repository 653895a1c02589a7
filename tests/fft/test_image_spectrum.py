"""What the page fft/image-spectrum.md says about spectra of pictures, checked."""

import numpy as np
from matplotlib.cbook import get_sample_data
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from pytest import approx
from recipes.testing import page, shared, shows
from scipy import fftpack
from scipy.fft import fft2, fftfreq, fftshift, ifft2
from scipy.signal.windows import hann

from snippets.fft import image_spectrum as run

PAGE = page("fft/image-spectrum.md")
M, N = 6, 9  # rows and columns differ
SMALL = np.random.default_rng(2).normal(size=(M, N))
NAMED = shared(f=SMALL, F=fft2(SMALL), M=M, N=N, i=1j)


def test_portrait():
    """The picture is the middle of the portrait in grey."""
    PAGE.says("The picture $f$ is the middle of a", "which comes with Matplotlib")
    with get_sample_data("grace_hopper.jpg") as file:
        grey = Image.open(file).convert("L")
    width, height = grey.size
    middle = grey.resize((225, 225), box=(0, (height - width) / 2, width, (height + width) / 2))
    levels = run.picture * 255
    assert abs(levels - np.asarray(middle)).max() <= 1
    assert_allclose(levels, np.rint(levels), atol=1e-9)


def test_definition():
    """The sum of waves on this page is what fft2 computes."""
    PAGE.says("It has $M$ rows and $N$ columns, and its transform $F$ as many")
    PAGE.says("Plot the Fourier spectrum of an image")
    assert run.F.shape == run.picture.shape
    coefficient = PAGE.equation("transform").defines("F[u, v]")
    for u, v in [(0, 0), (4, 7), (5, 2)]:
        assert coefficient(NAMED, u=u, v=v) == approx(NAMED["F"][u, v])


def test_one_wave():
    """A wave with 4 cycles down and 7 across is one pixel of the transform."""
    PAGE.says("belongs to the wave with cycles $u$ down and cycles $v$ across the picture")
    m, n = np.ogrid[:M, :N]
    F = fft2(np.exp(2j * np.pi * (4 * m / M + 7 * n / N)))
    assert PAGE.inline("F[u, v]")(F=F, u=4, v=7) == approx(M * N)
    assert np.count_nonzero(abs(F) > 1e-9) == 1


def test_identities():
    """Sum, energy and symmetry hold for any real picture, and for this one."""
    PAGE.says("are complex conjugates (Hermitian symmetry)")
    PAGE.says("pixels (Parseval's theorem). If one of them fails, a scale is wrong")
    PAGE.says("are real, so opposite frequencies are complex conjugates", "What must hold")
    PAGE.says("This is why the modulus looks the same when", "Frequency zero adds up the picture")
    PAGE.says("you turn it upside down and left to right")
    PAGE.says("The energy is kept, up to the number of")
    for label in ("mean", "parseval"):  # on another scale
        assert not PAGE.equation(label).use("=").equation.holds(NAMED, F=NAMED["F"] / 2)
    assert_allclose(abs(run.opposite), abs(run.F))
    for label in ("mean", "parseval"):
        assert PAGE.equation(label).use("=").equation.holds(NAMED)
    for u, v in [(1, 4), (5, 2), (0, 3)]:
        assert PAGE.equation("hermitian").holds(NAMED, u=u, v=v)
    assert run.total_ratio == approx(1, rel=1e-12) == run.energy_ratio
    assert_allclose(run.opposite[4, 7], run.F[-4, -7])
    assert run.conjugate


def test_complex_pictures():
    """Of a complex picture, opposite frequencies are not conjugate."""
    assert not PAGE.equation("hermitian").holds(NAMED, F=fft2(SMALL * 1j**SMALL), u=5, v=2)


def test_shift():
    """The shift moves frequency zero from the corner to the centre and sorts the others."""
    PAGE.says("The Fourier transform of a picture with scipy.fft, shifted", section="description")
    PAGE.says("Frequency zero is where `fft2` puts it, at row and column")
    PAGE.says("Frequency zero is in the centre, at row and column")
    assert (run.corner.tolist(), run.centre.tolist()) == ([0, 0], [112, 112])
    rows, columns = (fftshift(fftfreq(count, 1 / count)).tolist() for count in (M, N))
    assert (rows, columns) == ([*range(-3, 3)], [*range(-4, 5)])
    for u, v in [(-3, -4), (0, 0), (2, 4)]:
        assert fftshift(NAMED["F"])[rows.index(u), columns.index(v)] == NAMED["F"][u, v]


def test_stripes():
    """Stripes have a peak, its opposite, and nothing else."""
    PAGE.says("are a wave without a cycle down, and with one across for each stripe")
    PAGE.says("In their transform only this wave and its opposite are left", "vertical stripes")
    PAGE.says("is a wave in the opposite direction", "knows that its frequency is", "high. Column")
    PAGE.says("columns both peaks are")
    stripes = PAGE.inline(r"f[m, n] = \cos \left( \frac{2 \pi k n}{N} \right)")
    for m, n in [(0, 3), (60, 17)]:
        assert stripes.holds(f=run.stripes, k=run.k, N=run.N, m=m, n=n)
    assert stripes.lhs(f=SMALL, m=2, n=7) == SMALL[2, 7]  # in stripes all rows are alike
    drawn = np.array([[stripes.rhs(k=4, N=N, n=n) for n in range(N)]] * M)
    for picture, rows, columns, k in [(run.stripes, 81, 64, 8), (drawn, M, N, 4)]:
        F = fft2(picture)
        assert PAGE.equation("peaks").holds(F=F, M=rows, N=columns, k=k)
        assert np.argwhere(abs(F) > 1e-9).tolist() == [[0, k], [0, columns - k]]
    assert run.peaks.tolist() == [[0, 8], [0, 56]] and run.frequencies.tolist() == [8, -8]
    assert run.height == approx(PAGE.equation("peaks").rhs(M=81, N=64)) and run.S.min() >= 0


def test_half():
    """The columns that rfft2 leaves out are those of negative frequencies."""
    PAGE.says("`rfft2` leaves them out")
    PAGE.says("missing columns are those of negative frequencies", "shift the rows only")
    PAGE.says("of the same picture as complex numbers. The", "leaves them out", "It is about")
    PAGE.says("about every other column is superfluous")
    assert_allclose(fft2(run.picture.astype(complex)), run.F)
    assert fftshift(run.F_half, axes=0)[112, 0] == approx(run.F[0, 0])
    assert run.F_half.shape == (225, 113)
    assert_allclose(run.F_half, run.F[:, fftfreq(225) >= 0], atol=1e-9)
    shifted = fftshift(run.F_half, axes=0)
    assert_allclose(shifted, fftshift(run.F)[:, 112:], atol=1e-9)  # the half from the centre on


def test_matrices():
    """By hand the two matrix products give the same transform, also of a wide picture."""
    PAGE.says("The double sum is a matrix product from the left and another from the right")
    PAGE.says("The answer is the same up to rounding")
    assert_allclose(run.waves(M) @ SMALL @ run.waves(N), NAMED["F"], atol=1e-12)
    assert_allclose(run.by_matrices(SMALL), NAMED["F"], atol=1e-12)


def test_logarithm():
    """A wave that is missing is lost with log, and is zero with log1p."""
    PAGE.says("write `log` instead of `log1p`")
    PAGE.says("It works until a wave is missing, and in a blank picture all are, save the mean")
    PAGE.says("stretching the result to the range of a picture gives `nan`")
    PAGE.says("Then the logarithm is")
    assert np.isfinite(run.stretch(np.log(run.modulus(run.picture)))).all()
    assert np.count_nonzero(run.blank.round()) == 1
    assert run.logarithm[0, 0] == approx(np.log(81 * 64)) == run.logarithm.max()
    assert run.smallest == PAGE.inline(r"-\infty")() and run.lost == 1
    assert (run.right[0, 0], np.median(run.right)) == (1, 0) == (run.highest, run.lowest)
    assert_allclose(run.stretch(np.array([2.0, 3.0, 6.0])), [0, 0.25, 1])


def test_cross():
    """A window that fades the borders out takes away the vertical line of the cross."""
    PAGE.says("fades the borders out. They do not match where the picture repeats")
    PAGE.says("which makes the cross")
    window = np.outer(hann(225), hann(225))
    for fade, line in [(np.ones_like(window), 1.7), (window, 1.0)]:
        faded = fade * (run.picture - np.average(run.picture, weights=fade))
        columns = np.median(abs(fft2(faded)), axis=0)
        assert columns[0] / columns[1] == approx(line, abs=0.1)


def test_older_module():
    """The transform, its inverse, and that of the older scipy.fftpack agree."""
    PAGE.says("writes a picture as a sum of waves", "turns the transform back into the picture")
    PAGE.says("gets the same numbers from `scipy.fft`")
    assert_allclose(ifft2(run.F), run.picture, atol=1e-12)
    single = run.picture.astype(np.float32)
    assert fftpack.fft2(single).dtype == fft2(single).dtype == np.complex64
    assert_allclose(fftpack.fft2(single), fft2(single), rtol=1e-4, atol=1e-2)


def test_figure():
    PAGE.says("Shifted, it is bright in the middle and has a thin bright cross through it")
    PAGE.says(r"The picture and $\log(1 + \lvert F \rvert)$; without the logarithm", "no logarithm")
    PAGE.says("Unshifted, it is bright in the corners and dark in the middle", "The median is")
    PAGE.says("of that one pixel at frequency zero, and looks black")
    PAGE.says(r"without the logarithm $\lvert F \rvert$", "Without the logarithm it is black")
    assert run.spectrum[112].mean() > run.spectrum[115].mean() > run.spectrum.mean()
    assert run.spectrum[:, 112].mean() > run.spectrum[:, 115].mean() > run.spectrum.mean()
    middle = slice(102, 123)
    assert run.spectrum[middle, middle].mean() > 2 * run.unshifted[middle, middle].mean()
    modulus, logarithm = PAGE.inline(r"\lvert F \rvert"), PAGE.inline(r"\log(1 + \lvert F \rvert)")
    F, cycles = run.F, ("$v$ (cycles across)", "$u$ (cycles down)")
    assert logarithm(F=F[3, 8]) == approx(np.log1p(modulus(F=F[3, 8])))
    for (left, right), image, first, labels in [
        (run.views[0], fftshift(np.log(1 + abs(F))), -112, cycles),
        (run.views[1], np.log(1 + abs(F)), 0, ("column", "row")),
        (run.views[2], abs(F), 0, ("column", "row")),
    ]:
        places, ticks = np.arange(225) + first, (first, first + 112, first + 224)
        shows(left, image=run.picture, labels=("", ""))
        shows(right, image=image, centres=(places, places), ticks=(ticks, ticks), labels=labels)
    assert_array_equal(run.spectrum, fftshift(run.unshifted))
    assert run.faint == approx(np.median(abs(F)) / run.picture.sum())
