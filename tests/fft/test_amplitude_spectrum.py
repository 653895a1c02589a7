"""What the page fft/amplitude-spectrum.md says about spectra, checked."""

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.fft import rfft
from scipy.signal.windows import flattop, hann

from snippets.fft import amplitude_spectrum as run

PAGE = page("fft/amplitude-spectrum.md")


def amplitudes(signal):
    return 2 / len(signal) * np.abs(rfft(signal))


def test_equation():
    """Amplitudes and frequencies are those of the formula."""
    PAGE.says("The amplitude spectrum of a signal with scipy.fft.rfft", section="description")
    PAGE.says("At place $k$ the transform $X$ gives the amplitude")
    equation = PAGE.equation("amplitude")
    X = rfft(run.signal)
    for k in (7, 10, 24, 99):
        names = {"A_k": run.amplitude[k], "f_k": run.frequency[k]}
        assert equation.holds(names, X=X, N=200, f_s=run.rate, k=k)


def test_definition():
    """The transform is the sum of the samples times a wave, which gives the same amplitudes."""
    for k in (3, 10, 24):
        wave = np.exp(-2j * np.pi * k * np.arange(200) / 200)
        assert 2 / 200 * abs(run.signal @ wave) == approx(run.amplitude[k], abs=1e-13)


def test_recovered():
    """The spectrum has the oscillations of which the signal was made, and is zero elsewhere."""
    PAGE.says("Hz with an amplitude of", "Hz with 0.7. Frequency `0` is its mean")
    PAGE.says("The signal oscillates at", "shows which oscillations a measured signal is made of")
    expected = np.zeros(101)
    expected[[0, 10, 24]] = 0.3, 1.5, 0.7
    assert list(run.found) == [50, 120, 0] and run.height == approx([1.5, 0.7, 0.3])
    assert run.amplitude == approx(expected, abs=1e-13)
    turns = 2 * np.pi * np.arange(200) / 1000
    assert run.signal == approx(0.3 + 1.5 * np.sin(50 * turns) + 0.7 * np.cos(120 * turns))


def test_phase():
    """The phase of an oscillation changes nothing, and a change of unit everything."""
    PAGE.says("have the unit of the signal and do not depend on the phase")
    for phase in (0.3, 1.9, 4.4):
        shifted = 0.7 * np.cos(2 * np.pi * 120 * run.time + phase)
        assert amplitudes(shifted) == approx(amplitudes(run.tone), abs=1e-13)
    assert amplitudes(1000 * run.signal)[10] == approx(1000 * run.amplitude[10])


def test_not_doubled():
    """The mean, and with an even number of samples the last frequency, must not be doubled."""
    PAGE.says("The mean is not doubled. Nor is the last frequency, if the number of")
    PAGE.says("samples $N$ is even")
    assert amplitudes(np.full(200, 0.4))[0] == approx(2 * 0.4)
    assert amplitudes(0.4 * (-1.0) ** np.arange(200))[-1] == approx(2 * 0.4)
    assert amplitudes(0.4 * np.cos(2 * np.pi * 100 * np.arange(201) / 201))[-1] == approx(0.4)
    assert run.amplitude[0] == approx(run.signal.mean())
    single = amplitudes(run.signal)[[0, 1, -1]] / [2, 1, 2]
    assert list(run.amplitude[[0, 1, -1]]) == list(single)


def test_energy():
    """The mean square of the signal is that of its oscillations (Parseval's theorem)."""
    for signal in (run.signal, np.random.default_rng(0).normal(size=200)):
        A = amplitudes(signal)
        A[[0, -1]] /= 2
        assert np.mean(signal**2) == approx(A[0] ** 2 + np.sum(A[1:-1] ** 2) / 2 + A[-1] ** 2)


def test_spacing():
    """The frequencies are one over the record's length apart and end at half the rate."""
    PAGE.says("Hz apart, that is one over the length of the record")
    PAGE.says("The spectrum ends at half the sampling rate")
    assert np.diff(run.frequency) == approx(1 / (200 / 1000))
    assert run.frequency[-1] == 1000 / 2


def test_alias():
    """An oscillation above half the rate has the samples of a slower one."""
    PAGE.says("A faster oscillation appears at a wrong frequency, so filter it out before")
    A = amplitudes(np.cos(2 * np.pi * 900 * run.time))
    assert run.frequency[A.argmax()] == 1000 - 900 < 900
    assert A == approx(amplitudes(np.cos(2 * np.pi * 100 * run.time)), abs=1e-12)


def test_by_hand():
    """The axis by hand grows by too large a step, and the mean is doubled."""
    PAGE.says("take half of `numpy.fft.fft`, double all of it", "So each frequency is")
    PAGE.says("The axis ends at half the sampling rate")
    PAGE.says("this half of the transform ends one step before", "The mean, too, is")
    places = np.fft.fftfreq(200, 1 / 1000)[:100]
    assert (run.axis[-1], places[-1]) == (500, approx(500 - 5))
    assert run.axis == approx(places * 100 / 99) and run.axis == approx(
        places * (1 + run.stretched)
    )
    assert run.half == approx(amplitudes(run.signal)[:100], abs=1e-13)
    assert run.read == approx(120 * 100 / 99)
    assert (run.excess, run.mean) == (approx(2), approx(2 * 0.3))


def test_between():
    """A tone halfway between two frequencies has the amplitudes of the geometric sum."""
    PAGE.says("why a tone can come out too weak", section="description")
    PAGE.says("spreads over all of them, and even its highest amplitude is too low")
    z = np.exp(2j * np.pi * (52.5 / 5 - np.arange(101)) / 200)
    opposite = np.exp(-2j * np.pi * (52.5 / 5 + np.arange(101)) / 200)
    sums = ((1 - z**200) / (1 - z) - (1 - opposite**200) / (1 - opposite)) / 2j
    A = amplitudes(run.between)
    assert A == approx(2 / 200 * abs(sums), abs=1e-12) and A.min() > 1e-3
    assert run.plain == approx(A.max()) and A.max() < run.true == 1


def test_flat_top(monkeypatch):
    """The window is a sum of cosines, which keeps the peak of a tone anywhere between."""
    PAGE.says("window, and divide by the sum of the window")
    PAGE.says("instead of the number of samples. Then it says")
    turns = 2 * np.pi * np.arange(200) / 200
    terms = [0.21557895, -0.41663158, 0.277263158, -0.083578947, 0.006947368]
    window = sum(term * np.cos(k * turns) for k, term in enumerate(terms))
    assert run.highest(window) == approx(run.flat, rel=1e-12)
    for place in (50, 51.2, 52.5, 54):
        monkeypatch.setattr(run, "between", np.sin(2 * np.pi * place * run.time + 1.1))
        assert run.highest(window) == approx(1, abs=0.0015)


def test_broad():
    """A tone has a peak beside a stronger one, unless the window's peak covers it."""
    PAGE.says("The price is a broad peak, in which a close second tone disappears")
    PAGE.says("`scipy.signal.windows.hann` has a narrower peak than `flattop`")
    two = run.hum + 0.7 * np.sin(2 * np.pi * 65 * run.time)
    peaks = []
    for window in (np.ones(200), hann(200, sym=False), flattop(200, sym=False)):
        A = 2 / window.sum() * abs(rfft(window * two))
        peaks.append(A[13] > 1.001 * max(A[12], A[14]))
    assert peaks == [True, True, False] and run.flat > run.plain


def test_figure():
    PAGE.says("A signal, and the amplitudes of the oscillations that it is made of")
    PAGE.says("Above, a curve that swings up and down unevenly. Below, bars over the frequency")
    PAGE.says("a short one at the left edge, the tallest close to it")
    PAGE.says("one half as tall further right, and nothing else")
    seconds, hertz = np.arange(200) / 1000, np.arange(101) * 5
    heights = np.zeros(101)
    heights[[0, 10, 24]] = 0.3, 1.5, 0.7
    bars = np.stack([hertz, hertz], 1), np.stack([0 * heights, heights], 1)
    shows(run.above, lines={"": (seconds, run.signal)}, labels=("time (s)", "signal"))
    shows(run.below, lines={"": bars}, labels=("frequency (Hz)", "amplitude"))
