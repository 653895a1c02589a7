"""What the page moving.md says about old names, checked."""

import csv
import importlib
import inspect
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import fft, fftpack, integrate, interpolate, ndimage, optimize, signal, special, stats
from scipy.cluster.hierarchy import linkage
from scipy.linalg import svd
from scipy.sparse.linalg import svds
from scipy.spatial import KDTree, cKDTree

from snippets import moving as run

PAGE = page("moving.md")
ROOT = Path(__file__).resolve().parent.parent
SCIPY = tuple(map(int, scipy.__version__.split(".")[:2]))
NUMPY = tuple(map(int, np.__version__.split(".")[:2]))
ROUNDING = 1e-11
# Arguments, and names that were gone long ago.
NOT_IN_FINDER = {"seed", "random_state", "simplex", "tri", "median_absolute_deviation"}


def there(name):
    """Whether the installed SciPy has a name, with or without a warning."""
    module, _, last = name.rpartition(".")
    with warnings.catch_warnings(action="ignore"):
        try:
            return hasattr(importlib.import_module(f"scipy.{module}"), last)
        except ImportError:
            return False


def same(old, new):
    return np.allclose(new, old, rtol=ROUNDING, atol=ROUNDING)


def test_odeint():
    """odeint and solve_ivp follow the swing, the second less closely by default."""
    PAGE.says("`odeint` calls `f(y, t)` and returns a row for each time")
    PAGE.says("`solve_ivp` calls `f(t, y)` and returns a row for each variable")
    PAGE.says("Its default tolerances are looser: the error is", "in the old call")
    PAGE.says("With narrow tolerances it is")
    assert run.old.shape == (101, 2) and run.new.shape == run.same.shape == (2, 101)
    for path, error in ((run.old.T, run.old_error), (run.new, run.new_error)):
        assert abs(path[0] - np.cos(np.linspace(0, 10, 101))).max() == approx(error)
        assert path[1] == approx(-np.sin(run.times), abs=2 * run.new_error)
    assert run.old_error < 1e-6 < 1e-3 < run.new_error
    assert run.same == approx(run.old.T, abs=1e-6)
    tight = integrate.solve_ivp(
        run.swing, (0, 10), [1, 0], "LSODA", run.times, rtol=1e-8, atol=1e-8
    )
    assert same(tight.y, run.same)
    assert run.same_error == approx(abs(run.same[0] - np.cos(run.times)).max())
    assert run.swing(7, [2, 3]) == [3, -2]


def test_old_integrals():
    """What replaces simps and the others integrates polynomials as exactly as the rules promise."""
    PAGE.says("The arguments stay the same, but `derivative` chooses its own steps")
    PAGE.says("SciPy 1.14 removed `simps`, `trapz` and `cumtrapz`, and SciPy 1.15 the others")
    PAGE.says("`scipy.misc` is empty now")
    assert run.by_parabolas == approx(2**4 / 4)  # exact for cubes
    assert run.by_lines == approx(2**4 / 4 + 0.5**2 * 2**2 / 4)  # and this one's error is known
    assert run.running[-1] == run.by_lines and run.running[0] == 0
    assert run.area == approx(np.sin(1), abs=ROUNDING)
    assert run.slope == approx(np.cos(0.5), rel=1e-10)
    old = ("simps", "trapz", "cumtrapz", "quadrature", "romberg")
    assert not any(there(f"integrate.{name}") for name in old) and not there("misc.derivative")
    with warnings.catch_warnings(action="ignore"):
        misc = vars(importlib.import_module("scipy.misc"))
    assert not [name for name, found in misc.items() if name[0] != "_" and callable(found)]


def test_trapz_of_numpy():
    """np.trapz is there until NumPy 2.4."""
    PAGE.says("NumPy 2.4 removed `np.trapz`")
    assert hasattr(np, "trapz") == (NUMPY < (2, 4))
    assert np.trapezoid(run.bent[0]) == 0


def test_interp1d():
    """interp1d and make_interp_spline are the same curve, up to their defaults."""
    PAGE.says("The curves are the same, but the defaults are not: `interp1d` is linear")
    PAGE.says("and `make_interp_spline` cubic", "Outside of the data `interp1d` raises an error")
    PAGE.says("an error, and the spline goes on")
    x, between = np.linspace(0, 3, 10), np.linspace(0, 3, 50)
    assert same(run.old_curve, run.new_curve) and same(run.old_line, run.new_line)
    assert same(interpolate.CubicSpline(x, np.sin(x))(between), run.new_curve)
    assert same(np.interp(between, x, np.sin(x)), run.new_line)
    assert interpolate.make_interp_spline(x, x**3)(4) == approx(64)
    with pytest.raises(ValueError, match="above"):
        interpolate.interp1d(x, x)(4)


def test_smoothing_splines():
    """Old and new FITPACK splines are the same, and with a small s as close to the data."""
    PAGE.says("Each pair is the same", "`UnivariateSpline` smooths unless `s=0`")
    PAGE.says("the others go through every point unless you give `s`")
    PAGE.says("With a small `s` the new functions can choose other knots")
    PAGE.says("the squared residuals still add up to `s`")
    x = np.linspace(0, 10, 60)
    y = np.sin(x) + np.random.default_rng(0).normal(0, 0.2, 60)
    assert same(run.old_through, run.new_through) and same(run.old_smooth, run.new_smooth)
    assert same(interpolate.CubicSpline(x, y)(x + 0.1), run.new_through)
    assert sum((run.new_smooth - y) ** 2) == approx(2, rel=2e-3)
    assert same(run.old_point, run.new_point) and same(run.old_parameters, run.new_parameters)
    points = np.array([np.cos(x), y])
    assert same(points, run.new_loop(run.new_parameters))
    assert same(interpolate.splev(0.3, interpolate.splprep(points, s=0)[0]), run.new_point)
    smooth, parameters = interpolate.make_splprep(points, s=2)
    assert np.sum((smooth(parameters) - points) ** 2) == approx(2, rel=2e-3)
    assert interpolate.UnivariateSpline(x, y).get_residual() > 20
    assert interpolate.UnivariateSpline(x, y, s=0)(x) == approx(y)
    x = np.linspace(0, 3, 41)
    y = np.sin(x) + np.random.default_rng(0).normal(0, 0.1, 41)
    old, new = interpolate.UnivariateSpline(x, y, s=0.1), interpolate.make_splrep(x, y, s=0.1)
    assert abs(old(x) - new(x)).max() > 0.01
    assert [sum((f(x) - y) ** 2) for f in (old, new)] == approx([0.1, 0.1], rel=2e-3)


def test_rbf():
    """Rbf is RBFInterpolator with the inverse of epsilon and without a polynomial."""
    PAGE.says("The surfaces are the same with the inverse of `epsilon` and without a polynomial")
    PAGE.says("By default the new class takes thin plates and adds a linear polynomial")
    assert same(run.old_height, run.new_height)
    assert same(np.random.default_rng(0).random((30, 2)), run.points)
    assert same(run.points[:, 0] ** 2 - run.points[:, 1], run.new_surface(run.points))
    assert run.new_height == approx(0.4**2 - 0.7, abs=0.05)
    default = interpolate.RBFInterpolator(run.points, run.height)
    assert default.kernel == "thin_plate_spline"
    line = run.points @ [2, 3] + 4
    assert interpolate.RBFInterpolator(run.points, line)([[5, 7]]) == approx(35)


def test_interp2d():
    """What replaces interp2d takes the row first, and a cubic spline keeps cubes."""
    PAGE.says("For scattered points there are")
    PAGE.says("Since SciPy 1.14 `interp2d` only raises an error", "Today `y`, the row, comes first")
    assert run.bent == approx(0.7**3 + 2.2**3)
    assert run.straight == approx(0.5**3 + 0.4 * 0.875 + 2**3 + 0.4 * 7.625)
    with pytest.raises(NotImplementedError):
        interpolate.interp2d([0, 1], [0, 1], [[0, 1], [2, 3]])


def test_fftpack():
    """fftpack and fft are the same, but the real transform of the first is packed."""
    PAGE.says("`fft` and `dct` are the same", "Fourier transforms: `fftpack`")
    PAGE.says("`fftpack.rfft` packs real and imaginary parts one after the other")
    PAGE.says("`fft.rfft` returns complex numbers")
    x = [1, 2, 4, 8, 16]
    assert same(run.old_fft, run.new_fft) and same(run.old_dct, run.new_dct)
    assert same(np.fft.fft(x), run.new_fft) and run.new_dct[0] == approx(2 * sum(x))
    parts = run.new_rfft[1:].view(float)
    assert same([sum(x), *parts], run.old_rfft) and np.iscomplexobj(run.new_rfft)
    assert same(run.new_fft[:3], run.new_rfft) and fftpack.rfft(x) == approx(run.old_rfft)


def test_fmin():
    """fmin and fminbound find the same as the methods that replace them."""
    PAGE.says("Without `method=` it is BFGS, as in `fmin_bfgs`", section="Optimize")
    PAGE.says("The results are the same. Without")
    PAGE.says("What `fmin` calls `xtol` is `xatol` among the `options`")
    assert same(run.old_lowest, run.new_lowest) and same(run.old_dip, run.new_dip)
    assert run.new_lowest == approx([1, 1], abs=1e-4) and run.new_dip == approx(np.pi, abs=1e-5)
    assert same(optimize.fmin(optimize.rosen, [-1.2, 1], disp=False), run.new_lowest)
    assert run.valley([2, 3]) == optimize.rosen([2, 3])
    assert same(optimize.fminbound(np.cos, 2, 5), run.new_dip)
    assert optimize.fmin(run.valley, [-1.2, 1], xtol=1, ftol=1, disp=False) == approx(
        optimize.minimize(
            run.valley, [-1.2, 1], method="Nelder-Mead", options={"xatol": 1, "fatol": 1}
        ).x
    )
    default = optimize.minimize(run.valley, [-1.2, 1])
    assert same(optimize.fmin_bfgs(run.valley, [-1.2, 1], disp=False), default.x)


def test_fsolve():
    """fsolve and leastsq find the same as root and least_squares."""
    PAGE.says("The results are the same. When there is no root, `fsolve` warns")
    PAGE.says("and `root` says so in `success` without a warning")
    PAGE.says('The default of `least_squares`, `method="trf"`, takes bounds')
    assert same(run.old_root, run.new_root) and same(run.old_fit, run.new_fit)
    assert run.new_root == approx([3, 4]) and run.new_fit == approx([3, 2])
    assert run.circle_and_line([1, 3]) == [-15, 1]
    assert run.misfit([2, 0]) == approx(2 - 3 * np.exp([0, -2, -4]))
    assert run.misfit([2, 1]) == approx(2 * np.exp([0, -1, -2]) - 3 * np.exp([0, -2, -4]))
    with pytest.warns(RuntimeWarning):
        optimize.fsolve(lambda x: x**2 + 1, 1)
    assert not optimize.root(lambda x: x**2 + 1, 1).success
    default = inspect.signature(optimize.least_squares).parameters["method"].default
    assert default == "trf"
    assert optimize.least_squares(run.misfit, [1, 1], bounds=(0, 2.5)).x[0] == approx(2.5)
    with pytest.raises(ValueError, match="bounds"):
        optimize.least_squares(run.misfit, [1, 1], bounds=(0, 2.5), method="lm")


def test_spectrogram():
    """spectrogram is in the columns of ShortTimeFFT, which has more of them."""
    PAGE.says("further columns here, for windows that stick out of the signal")
    PAGE.says("The new spectrogram has")
    PAGE.says("The columns between them are the same, and so are all of `stft`")
    PAGE.says("By default `spectrogram` takes a Tukey window and subtracts the mean of each piece")
    inside = slice(1, 1 + len(run.old_times))
    peak = run.old_power.max()
    assert run.new_power[:, inside] / peak == approx(run.old_power / peak, abs=ROUNDING)
    assert same(run.old_times, run.new_times[inside])
    assert run.extra == 3 and run.new_times[-1] > 1.999 - 0.064
    assert run.old_power.sum(0) * 1000 / 128 == approx(0.5, rel=1e-6)  # Parseval: half of one
    assert np.argmax(run.new_power[:, 9]) == round(100 * 128 / 1000)
    _, _, defaults = signal.spectrogram(run.tone, 1000, nperseg=128)
    _, _, said = signal.spectrogram(
        run.tone, 1000, ("tukey", 0.25), nperseg=128, noverlap=16, detrend="constant"
    )
    assert same(defaults, said)


def test_stft():
    """stft and ShortTimeFFT are the same, both ways."""
    PAGE.says("`istft` also returns the zeros behind the signal with which `stft` filled it up")
    assert same(run.old_stft, run.new_stft) and same(run.tone, run.new_tone)
    assert same(run.tone, run.old_tone[:2000])
    assert len(run.old_tone) > 2000 and abs(run.old_tone[2000:]).max() < ROUNDING
    assert run.tone == approx(np.sin(0.2 * np.pi * np.arange(2000)), abs=1e-9)
    assert abs(run.new_stft[:, 9]).max() == approx(0.5, rel=0.05)


def test_windows():
    """A symmetric window ends as it begins; without its last value it is the periodic one."""
    PAGE.says("Windows are in `signal.windows` only, since SciPy 1.13")
    PAGE.says("`hann` is symmetric, for filters; `get_window` is periodic, for spectra")
    PAGE.says("`freqz_sos` returns the same as `sosfreqz`")
    PAGE.says("SciPy 1.15 removed `cwt`, `ricker` and `morlet`; take the package PyWavelets")
    PAGE.says("SciPy 1.13 removed `bspline`; take `scipy.interpolate.BSpline`")
    assert run.symmetric == approx([0, 0.5, 1, 0.5, 0])
    assert run.symmetric == approx([*run.periodic, 0])
    assert same(run.old_response, run.new_response)
    response = signal.freqz_sos(signal.butter(4, 0.2, output="sos"))[1]
    assert same(response, run.new_response)
    assert np.interp(0.2 * np.pi, signal.freqz_sos(run.low_pass)[0], abs(response)) == approx(
        0.5**0.5, rel=1e-3
    )
    old = ("hann", "hamming", "kaiser", "cwt", "ricker", "morlet", "daub", "bspline", "cubic")
    assert not any(there(f"signal.{name}") for name in old)


def test_linear_algebra_and_images():
    """NumPy has the matrices, and scipy.ndimage itself the filters and measurements."""
    PAGE.says("SciPy 1.13 removed `tri`, `triu` and `tril`, SciPy 1.17 `kron`; they are NumPy's")
    PAGE.says("Linear algebra, images")
    PAGE.says("All filters and measurements are in `scipy.ndimage` itself", "The old modules warn")
    PAGE.says("and end with SciPy 2.0", "`misc.face` and `misc.ascent` are in `scipy.datasets`")
    assert run.product.tolist() == [3, 4, 6, 8]
    assert run.corner.tolist() == [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    assert run.parts.tolist() == [[1, 0, 0], [0, 2, 0], [0, 0, 3]] and run.count == 3
    weight = np.exp(-2)  # of the neighbour; mirrored weights stay inside
    assert run.spot[1] == approx((1 + 2 * np.exp(-8)) / (1 + 2 * (weight + np.exp(-8))), rel=1e-3)
    assert there("linalg.kron") == (SCIPY < (1, 17))
    assert not any(there(f"linalg.{name}") for name in ("tri", "triu", "tril"))
    assert there("datasets.face") and there("datasets.ascent") and not there("misc.face")
    if SCIPY < (2, 0):
        names = "filters.sobel measurements.label morphology.white_tophat interpolation.zoom"
        for name in names.split():
            module, last = name.split(".")
            with pytest.warns(DeprecationWarning):
                getattr(importlib.import_module(f"scipy.ndimage.{module}"), last)
            assert hasattr(ndimage, last)


def test_sparse():
    """A star is the product of matrices, and of the entries of arrays."""
    PAGE.says("With `csr_array`, `lil_array` and their like `*` multiplies entry by entry")
    PAGE.says("and `@` is the product of matrices", "A row of an array has one dimension")
    PAGE.says("a row of a matrix is a matrix")
    dense = np.array([[1, 2], [3, 4]])
    assert (run.old_product.toarray() == dense @ dense).all()
    assert (run.new_product.toarray() == dense @ dense).all()
    assert (run.entry_by_entry.toarray() == dense * dense).all()
    assert run.old_row.tolist() == [[1, 2]] and run.new_row.tolist() == [1, 2]


def test_near_points():
    """KDTree and cKDTree find the nearest point, as a search through all does."""
    PAGE.says("`KDTree` inherits from `cKDTree` and finds the same")
    PAGE.says("SciPy 1.18 deprecates `distance_matrix`")
    apart = np.hypot(*(run.points - 0.5).T)
    assert run.old_near == run.new_near == (approx(apart.min()), apart.argmin())
    assert issubclass(KDTree, cKDTree) and run.apart.tolist() == [[5], [4]]


def test_spherical_harmonics():
    """The new functions have the closed forms, and are the old ones where these still run."""
    PAGE.says("SciPy 1.17 removed them. Today the degree comes before the order")
    PAGE.says("and the polar angle before the azimuth", "A row of `associated` belongs to a degree")
    PAGE.says("and a column to an order; with `lpmn` it was the other way round")
    polar, azimuth = 0.4, 0.9
    wave = np.exp(1j * azimuth) * np.sin(polar) * np.cos(polar)
    assert run.harmonic == approx(-np.sqrt(15 / 8 / np.pi) * wave)
    assert run.values == approx([1, 0.5, (3 * 0.25 - 1) / 2, (5 / 8 - 3 / 2) / 2])
    assert run.slopes == approx([0, 1, 1.5, (15 / 4 - 3) / 2])
    PAGE.says("For one degree there are")
    assert special.eval_legendre(3, 0.5) == approx(run.values[3])
    assert special.assoc_legendre_p(3, 2, 0.5) == approx(run.associated[3, 2])
    assert run.associated.shape == (4, 5)
    assert run.associated[2, 1] == approx(-3 * 0.5 * np.sqrt(0.75))
    assert run.associated[3, 2] == approx(15 * 0.5 * 0.75)
    old = [special.__dict__.get(name) for name in ("sph_harm", "lpn", "lpmn")]
    assert [one is None for one in old] == [SCIPY >= (1, 17)] * 3
    if SCIPY < (1, 17):
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            harmonic, legendre, associated = (
                old[0](1, 2, 0.9, 0.4),
                old[1](3, 0.5),
                old[2](2, 3, 0.5),
            )
        assert run.harmonic == approx(harmonic)
        assert np.array([run.values, run.slopes]) == approx(np.array(legendre))
        assert run.associated[:, :3].T == approx(associated[0])


def test_old_statistics():
    """The replacements have their closed forms."""
    PAGE.says("SciPy 1.12 removed `binom_test`, and SciPy 1.17 `find_repeats`")
    PAGE.says("which left out numbers that occur once", 'Without `scale="normal"` the deviation is')
    PAGE.says("not comparable to a standard deviation")
    chances = stats.binom.pmf(np.arange(11), 10, 0.4)
    assert run.p_value == approx(chances[chances <= chances[7] + 1e-12].sum())
    assert run.spread == approx(1.5 / stats.norm.ppf(0.75))
    assert stats.median_abs_deviation([1, 4]) == 1.5
    assert (run.numbers.tolist(), run.often.tolist()) == ([1, 2, 3], [2, 1, 3])
    assert not there("stats.binom_test") and not there("stats.median_absolute_deviation")
    assert there("stats.find_repeats") == (SCIPY < (1, 17))
    if SCIPY < (1, 17):
        with pytest.warns(DeprecationWarning):
            assert stats.find_repeats([3, 1, 3, 3, 1, 2]).values.tolist() == [1, 3]


def test_old_packages():
    """odr warns since SciPy 1.17, and linprog where it is told to take the simplex method."""
    PAGE.says("`odr` is deprecated since SciPy 1.17 and ends with SciPy 1.19")
    PAGE.says("`seed=` and `random_state=` become `rng=`, as in `kmeans2` below")
    PAGE.says('`linprog` warns when told `method="simplex"`. Leave `method` out')
    source = inspect.getsource(importlib.import_module("snippets.moving"))
    assert 'kmeans2(places, 2, minit="++", rng=0)' in source and len(run.middles) == 2
    if SCIPY < (1, 19):
        file = Path(scipy.__file__).with_name("odr") / "__init__.py"
        assert ("warnings.warn" in file.read_text(encoding="utf-8")) == (SCIPY >= (1, 17))
        with pytest.warns(DeprecationWarning):
            optimize.linprog([1], A_ub=[[1]], b_ub=[1], method="simplex")


def test_matlab_calculus():
    """What replaces ode45, fzero, fminsearch and integral finds the exact answers."""
    PAGE.says("The answer is in `root`", "Without `method=` it is BFGS", section="From MATLAB")
    PAGE.says("The method and its tolerances are the same. `decay.y` has a column for each time")
    PAGE.says("The function gets one number. An estimate of the error comes second")
    assert run.decay.y[0] == approx(2 * np.exp(-run.decay.t), rel=2e-3)
    assert run.decay.t[-1] == 1 and run.decay.y.shape == (1, len(run.decay.t))
    defaults = integrate.RK45(lambda t, y: -y, 0, [2], 1)
    assert (defaults.rtol, defaults.atol) == (1e-3, 1e-6)  # as ode45 has them
    assert inspect.signature(integrate.solve_ivp).parameters["method"].default == "RK45"
    assert run.zero == approx(np.pi / 2) and run.bottom == approx([1, 1], abs=1e-4)
    direct = optimize.minimize(run.valley, [0, 0], method="Nelder-Mead").x
    assert same(direct, run.bottom) and run.bell == approx(np.sqrt(np.pi))
    seen = []
    integrate.quad(lambda x: seen.append(np.ndim(x)) or 1.0, 0, 1)
    assert set(seen) == {0}


def test_matlab_data():
    """What replaces interp1, polyfit, pwelch, filtfilt, bwlabel and imfilter."""
    PAGE.says("Outside of the data the spline goes on, where MATLAB", "The row, y, comes first")
    PAGE.says("The highest power comes first, as in MATLAB, but last in `numpy.polynomial`")
    PAGE.says("By default it takes a Hann window and pieces of fixed length")
    PAGE.says("and subtracts the mean of each", section="From MATLAB")
    PAGE.says("By default `padlen` is longer. A matrix is filtered along its rows")
    PAGE.says("By default corners do not touch. Numbers go along the rows")
    PAGE.says("By default the picture is reflected at its border")
    assert run.on_line == approx(4) and run.make_interp_spline([0, 1], [0, 1], k=1)(3) == 3
    assert run.on_grid == approx((1 - 0.5) * 0.25 + 0.75 * (10 + 31) / 2 + (0.5 - 1) * 0.25 + 0.125)
    assert run.powers == approx([3, 2, 1])
    assert np.polynomial.Polynomial.fit([0, 1, 2], [1, 6, 17], 2).convert().coef == approx(
        [1, 2, 3]
    )
    noise = np.random.default_rng(0).normal(size=900)
    window = signal.get_window("hamming", 200)
    pieces = np.lib.stride_tricks.sliding_window_view(noise, 200)[::100]
    power = abs(np.fft.rfft(pieces * window)) ** 2 / (1000 * sum(window**2))
    power[:, 1:-1] *= 2
    assert len(pieces) == 8 and run.density == approx(power.mean(0))
    _, default = signal.welch(noise)
    _, said = signal.welch(noise, 1, "hann", nperseg=256, detrend="constant")
    assert same(said, default)
    b, a = signal.butter(2, 0.2)
    padded = signal.filtfilt(b, a, run.noise, padlen=6)
    assert same(padded, run.smooth) and not same(signal.filtfilt(b, a, noise), run.smooth)
    assert same(signal.filtfilt(b, a, noise, padlen=9), signal.filtfilt(b, a, noise))
    both = signal.filtfilt(b, a, [noise, noise], padlen=6)
    assert same([run.smooth, run.smooth], both)
    assert run.number == 1 and (run.touching == np.eye(3)).all()
    labels, number = ndimage.label([[0, 1, 0], [1, 0, 1]])
    assert number == 3 and labels.tolist() == [[0, 1, 0], [2, 0, 3]]
    padded = np.pad(np.eye(3), ((0, 0), (1, 1)))
    assert run.filtered == approx(padded[:, :3] + 2 * padded[:, 1:4] + 4 * padded[:, 2:])
    assert ndimage.correlate([[1.0, 0.0]], [[1, 2, 4]]).tolist() == [[3, 1]]


def test_matlab_matrices():
    """What replaces A(:), std, expm, eig and svds."""
    PAGE.says('arrays are stored row by row, hence `order="F"`', "Indices begin at zero in Python")
    PAGE.says("The comments are MATLAB")
    PAGE.says("`numpy.exp` takes the exponential of each entry")
    PAGE.says("The eigenvalues come first, as a vector of complex numbers")
    PAGE.says("The singular values need not be in order")
    PAGE.says("They divide by the number of samples unless `ddof=1`", section="From MATLAB")
    matrix = np.array([[1, 2, 0], [3, 4, 0]])
    assert run.column.tolist() == [1, 3, 2, 4, 0, 0] and matrix.ravel()[1] == 2
    assert run.deviation == approx(np.sqrt(sum((run.column - 10 / 6) ** 2) / 5))
    assert np.std(run.column) == approx(run.deviation * np.sqrt(5 / 6))
    angle = [[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]]
    assert run.rotation == approx(np.array(angle)) and np.exp([[0]]) == [[1]]
    assert sorted(run.eigenvalues.real) == approx([2, 3]) and np.iscomplexobj(run.eigenvalues)
    turned = np.array([[2, 1], [0, 3]]) @ run.vectors
    assert turned == approx(run.vectors * run.eigenvalues.real)
    assert run.singular == approx(svd(matrix)[1][:1])
    assert "values are returned is not guaranteed" in " ".join(svds.__doc__.split())


def test_r_functions():
    """What replaces optim, uniroot, integrate, approx, spline and fft finds the exact answers."""
    PAGE.says("The function comes first. Without `method=` it is BFGS", section="From R")
    PAGE.says("The tolerance is narrower", "Outside of the data the last value stays")
    PAGE.says("The function gets one number.", section="From R")
    PAGE.says("By default the ends are not-a-knot")
    PAGE.says("The inverse divides by the number of samples, unless told otherwise")
    assert run.best == approx([1, 1], abs=1e-4) and same(run.new_lowest, run.best)
    assert run.crossing == approx(np.pi / 2, abs=1e-9)  # R stops at 1e-4
    assert run.tail == approx(np.exp(-1)) and run.linear == approx(4)
    assert np.interp([-1, 9], [1, 3], [6, 2]).tolist() == [6, 2]
    assert run.bow([0, 1, 2]) == approx([0, 1, 0]) and run.bow([0, 2], 2) == approx([0, 0])
    default = inspect.signature(interpolate.CubicSpline).parameters["bc_type"].default
    assert default == "not-a-knot"
    assert run.wave[0] == approx(7) and run.wave[1] == approx(1 - 3 + 1j * np.sqrt(0.75) * 2)
    assert run.threefold == approx([3, 6, 12]) and same(3 * fft.ifft(run.wave), run.threefold)


def test_r_statistics():
    """On R's data set sleep the tests say what R's documentation prints."""
    PAGE.says("They divide by the number of samples unless `ddof=1`", section="From R")
    PAGE.says(
        "By default the variances are taken as equal", "For pairs call `scipy.stats.wilcoxon`"
    )
    PAGE.says("It is for one variable; with more call `scipy.linalg.lstsq`")
    PAGE.says("Start values are optional. The errors are the same")
    PAGE.says("roots of the diagonal of `covariance`")
    assert run.t_test.statistic == approx(-1.8608, abs=5e-5)
    assert run.t_test.pvalue == approx(0.07939, abs=5e-6)
    assert (run.ranks.statistic, run.ranks.pvalue) == (25.5, approx(0.06933, abs=5e-6))
    first, second = np.array(run.first), np.array(run.second)
    assert stats.ttest_rel(first, second).statistic == approx(-4.0621, abs=5e-5)
    assert stats.ttest_ind(first, second).df == 18
    assert run.line.slope == approx(np.polyfit(first, second, 1)[0])
    assert run.line.intercept == approx(np.polyfit(first, second, 1)[1])
    assert np.std(first, ddof=1) == approx(1.789, abs=5e-4)  # as R has it
    assert [sum(first), sum(second)] == approx([7.5, 23.3])
    (rate,) = run.found
    model, slope = np.exp([0, rate]), np.array([0, np.exp(rate)])
    misfit = np.array([1.1, 2.5]) - model
    assert misfit @ slope == approx(0, abs=1e-6)
    assert run.covariance == approx(misfit @ misfit / (slope @ slope), rel=1e-4)


def test_r_clusters():
    """Complete linkage joins at the longest distance, the default at the shortest."""
    PAGE.says("By default the linkage is single, not complete", "Clusters are numbered from zero")
    places = np.array([[0], [1], [3], [10]])
    assert run.tree[:, 2].tolist() == [1, 3, 10] and linkage(places)[:, 2].tolist() == [1, 2, 7]
    assert len(set(run.groups[:3])) == 1 and run.groups[0] != run.groups[3]
    assert set(run.nearest) == {0, 1}
    assert sorted(run.middles.ravel()) == approx([4 / 3, 10])


def test_legacy_functions_say_so():
    """What SciPy calls legacy is what the page calls so, and each old name stands in a heading."""
    PAGE.says("Does a script fail because a function is gone, or does it call what SciPy now calls")
    PAGE.says("Here is what to write instead", "Where the old function still runs, both ran")
    PAGE.says("*the same* means up to rounding", "Where it does not, a comment shows the old call")
    PAGE.says("and other old names of SciPy", section="description")
    legacy = "interpolate.interp1d interpolate.UnivariateSpline interpolate.splrep interpolate.Rbf"
    legacy += " interpolate.splprep signal.spectrogram signal.stft signal.istft signal.sosfreqz"
    headings = " ".join(one.text for one in PAGE.page.headings)
    assert run.extra and "`fftpack`" in headings
    for name in legacy.split():
        module, last = name.split(".")
        found = getattr(importlib.import_module(f"scipy.{module}"), last)
        assert re.search("legacy::|is an alias", inspect.getdoc(found)) and f"`{last}`" in headings


def test_the_finder_leads_there_too():
    """The finder knows the old names of the headings, and names functions that this page names."""
    file = ROOT / "snippets" / "finder_names.csv"
    if not file.is_file():
        pytest.skip("there is no finder")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {row["name"].rpartition(".")[2]: row["function"] for row in csv.DictReader(lines)}
    shown = PAGE.page.body + Path(run.__file__).read_text(encoding="utf-8")
    for heading in PAGE.page.headings[1:]:
        old, _, _ = heading.text.partition("→")
        for name in re.findall(r"`(?:\w+\.)?(\w+)`", old):
            if name not in NOT_IN_FINDER:
                led = [one.rpartition(".")[2] for one in rows[name].split("; ") if one]
                assert not led or any(re.search(rf"\b{one}", shown) for one in led), name
