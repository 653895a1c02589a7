"""What the page signal/low-pass.md says about filters, checked."""

import warnings

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.signal import butter, freqz_sos, lfilter, savgol_filter, sosfilt, sosfiltfilt, tf2zpk

from snippets.signal import low_pass as run

PAGE = page("signal/low-pass.md")


def gain(f, f_c=10, n=4):
    return PAGE.equation("gain").defines("G")(f=f, f_s=500, f_c=f_c, n=n)


def test_gain():
    """The gain of both runs is the squared response of one."""
    PAGE.says("A wave of frequency $f$ is multiplied by the gain")
    frequencies = np.array([1.7, 7, 13, 60])
    _, response = freqz_sos(run.sos, frequencies, fs=500)
    assert [gain(f) for f in frequencies] == approx(abs(response) ** 2)
    assert PAGE.equation("gain").holds(G=gain(13), f=13, f_s=run.rate, f_c=run.cutoff, n=4)


def test_wave():
    """A long wave comes out with this gain, and nothing of it is shifted."""
    for f in (3, 9, 12):
        wave = np.cos(2 * np.pi * f * np.arange(4000) / 500 + 0.4)
        filtered = sosfiltfilt(run.sos, wave)
        assert filtered[1000:3000] == approx(gain(f) * wave[1000:3000], abs=1e-6)


def test_cutoff():
    """Slow waves pass, at the cutoff half is left, and a higher order falls more steeply."""
    PAGE.says("Waves well below the cutoff $f_c$ pass, at the cutoff half is left")
    PAGE.says("and above it the gain falls. The higher the order")
    PAGE.says("$n$ of the filter, the steeper it falls")
    falling = [gain(f) for f in (0, 2, 10, 15, 30, 100)]
    assert falling[:3] == approx([1, 1, 1 / 2], abs=1e-5)
    assert falling == sorted(falling, reverse=True)
    assert gain(15, n=2) > gain(15) > gain(15, n=6)


def test_units():
    """The cutoff is in hertz with the sampling rate, and else in units of half that rate."""
    PAGE.says("Without `fs`, which is the sampling rate $f_s$, `butter` takes")
    PAGE.says("the cutoff in units of half that rate")
    assert butter(4, 10 / 250, output="sos") == approx(run.sos)


def test_noise():
    """Filtered, white noise has the power of the impulse response."""
    PAGE.says("The error of the record falls from")
    PAGE.says(
        "with scipy.signal.butter and sosfiltfilt that leaves a pulse where it is",
        section="description",
    )
    PAGE.says("Use them for a record whose noise is faster than what you want to see")
    assert list(run.signal) == list(run.pulse + run.noise)
    assert run.after == approx(np.std(run.smooth - run.pulse))
    long = np.random.default_rng(1).normal(scale=0.3, size=100_000)
    left = 0.3 * np.sqrt(power(lambda signal: sosfiltfilt(run.sos, signal)))
    assert np.std(sosfiltfilt(run.sos, long)) == approx(left, rel=0.05) and left < 0.1
    assert run.before == approx(0.3, rel=0.1) and run.smooth.argmax() == approx(500, abs=10)


def power(filtered):
    """The share of the power of white noise that a filter lets through."""
    return np.sum(filtered(np.eye(1, 2001, 1000)[0]) ** 2)


def test_delay():
    """Slow signals are late by the closed form for the order four."""
    PAGE.says("Each filter that runs forwards is late", "The pulse comes 42 ms late")
    closed = 2 * (np.cos(np.pi / 8) + np.cos(3 * np.pi / 8)) / (1000 * np.tan(np.pi * 10 / 500))
    assert run.delay == approx(1000 * closed, rel=1e-6)
    for order in (1, 2, 3, 6):
        once = sosfilt(butter(order, 10, fs=500, output="sos"), run.pulse)
        assert np.average(run.time, weights=once) > 1.01


def test_no_delay():
    """The second run is the first with time reversed, and takes the delay back."""
    PAGE.says("The second run, backwards, is early by as much", "and in time out of `sosfiltfilt`")
    PAGE.says("applies it forwards and backwards", "without delaying it")
    backwards = sosfilt(run.sos, run.once[::-1])[::-1]
    assert run.both == approx(backwards, abs=1e-6)
    assert np.average(run.time, weights=run.both) == approx(1) and run.both.argmax() == 500


def test_whole_record():
    """What comes later changes what `sosfiltfilt` returns, and not what `sosfilt` has returned."""
    PAGE.says("The second run needs the whole record", "While you still measure, use `sosfilt`")
    first = run.signal[:500]
    assert list(sosfilt(run.sos, first)) == list(run.late[:500])
    assert np.abs(sosfiltfilt(run.sos, first) - run.smooth[:500]).max() > 0.01


def test_average():
    """The average lets more noise through, delays nothing, and flattens as its width says."""
    PAGE.says("average over neighbours, which does not delay the pulse either")
    PAGE.says("off the peak, and the filter", "the average lets a little more noise through")
    ours = power(lambda signal: sosfiltfilt(run.sos, signal))
    assert 1 < power(lambda signal: np.convolve(signal, np.ones(27) / 27, "same")) / ours < 1.05
    assert run.average[500] == run.average.max() and run.width == 27
    around = np.exp(-((np.arange(-13, 14) / 500 / 0.07) ** 2))
    assert run.flattened == approx(1 - np.mean(around))
    shape = np.fft.rfft(run.pulse) * [gain(f) for f in np.arange(501) / 2]
    assert run.lost == approx(1 - np.fft.irfft(shape).max(), abs=1e-5)


def test_explosion():
    """As one fraction the band-pass filter has poles that grow; its sections have not."""
    PAGE.says("and why a band-pass filter can explode", section="description")
    PAGE.says("For a narrow band, rounding them is enough to make the filter unstable")
    PAGE.says("`butter` returns one fraction, as `b, a`")
    PAGE.says("The result reaches", 'Without `output="sos"`')
    PAGE.says("nothing warns of it", 'Ask for second-order sections, `output="sos"`, always')
    with warnings.catch_warnings(action="error"):
        b, a = butter(6, [0.5, 5], "bandpass", fs=500)
        assert list(lfilter(b, a, run.signal)) == list(run.wild)
    assert run.wild.max() > 1e6 == run.limit and run.explodes
    assert abs(tf2zpk(run.b, run.a)[1]).max() > 1.01
    assert all(abs(np.roots(section[3:])).max() < 1 for section in run.sections)
    wide = lfilter(*butter(4, 10, fs=500), run.signal)
    assert wide == approx(run.late, abs=1e-6)
    assert run.tame == max(sosfilt(run.sections, run.signal)) < 2
    _, response = freqz_sos(run.sections, [0.1, 0.5, 1.6, 5, 20], fs=500)
    assert abs(response) ** 2 == approx([0, 1 / 2, 1, 1 / 2, 0], abs=1e-3)


def test_figure():
    PAGE.says("A noisy pulse, filtered in both directions and, with `sosfilt`, in one")
    PAGE.says("A dashed bell curve in the middle of jagged noise")
    PAGE.says("A thick line stays close to the bell", "A thinner line has the same shape and comes")
    PAGE.says("later, to the right", "fits polynomials, which keeps peaks as well")
    seconds = np.arange(1000) / 500
    bell = np.exp(-(((seconds - 1) / 0.07) ** 2))
    lines = {
        "measured": (seconds, run.signal),
        "pulse": (seconds, bell),
        "sosfiltfilt": (seconds, sosfiltfilt(run.sos, run.signal)),
        "sosfilt": (seconds, sosfilt(run.sos, run.signal)),
    }
    labels, limits = ("time (s)", "voltage (V)"), ((0.7, 1.3), (-1, 2.4))
    shows(
        run.ax, lines=lines, styles={"pulse": "--"}, labels=labels, legend=[*lines], limits=limits
    )
    widths = [line.get_linewidth() for line in run.ax.lines]
    assert widths[2] > widths[3] > widths[0]
    assert np.abs(run.smooth - bell).max() < 0.2 and run.late[335:520].argmax() > 165
    assert savgol_filter(bell, 51, 4).max() > 0.98
