"""What the page signal/envelope.md says about envelopes, checked."""

import numpy as np
import scipy.signal
from pytest import approx, fixture
from recipes.testing import page, shows
from scipy.signal import hilbert

from snippets.signal import envelope as run

PAGE = page("signal/envelope.md")
TURN = 2 * np.pi * np.arange(400) / 400  # one turn in 400 samples


@fixture
def slow():
    """A loudness of waves up to the seventh, always positive."""
    phases = np.random.default_rng(0).uniform(0, 2 * np.pi, 7)
    return 8 + sum(np.cos(k * TURN + phase) for k, phase in enumerate(phases, 1))


def test_equation():
    """The envelope is the absolute value of the signal and its Hilbert transform."""
    PAGE.says("The envelope $a$ is the absolute value", "Find the envelope of a signal")
    PAGE.says("The real part of its result is the signal", "the imaginary part its Hilbert")
    root = PAGE.equation("envelope").defines("a")
    analytic = hilbert(run.centred)
    for sample in (7, 123):
        x, h = run.centred[sample], analytic[sample].imag
        assert analytic[sample].real == approx(x)
        assert root(x=x, h=h) == approx(run.envelope[sample])


def test_recovered():
    """The envelope is the loudness, up to rounding."""
    PAGE.says("is the loudness of which the signal was made, up to rounding")
    loudness = 1 + np.cos(6 * np.pi * np.arange(500) / 500) / 2
    assert run.loudness == approx(loudness, abs=1e-13)
    assert run.envelope == approx(loudness, abs=1e-13)


def test_any_loudness(slow):
    """Any loudness that changes more slowly than the tone is recovered."""
    PAGE.says("gives the envelope of an oscillation whose strength changes slowly")
    PAGE.says("That holds when the loudness changes more slowly than the tone")
    assert run.beat < run.tone and np.allclose(run.envelope, run.loudness)
    for phase in (0, 1, 2):
        assert np.abs(hilbert(slow * np.cos(8 * TURN + phase))) == approx(slow, abs=1e-12)


def test_phase():
    """The angle without its jumps is the phase, which grows by a turn in each period."""
    PAGE.says("`numpy.unwrap` of `numpy.angle` gives the phase, and its slope the frequency")
    phase = np.unwrap(np.angle(hilbert(run.centred)))
    assert np.gradient(phase, run.time) == approx(2 * np.pi * run.tone)


def test_too_fast(slow):
    """A loudness that changes faster than the tone is not recovered."""
    assert np.abs(np.abs(hilbert(slow * np.cos(3 * TURN))) - slow).max() > 0.1


def test_later():
    """The Hilbert transform is the signal with its tone a quarter of a period later."""
    PAGE.says("a quarter of a period later")
    later = run.loudness * np.cos(2 * np.pi * (run.tone * run.time - 1 / 4))
    assert hilbert(run.centred).imag == approx(later, abs=1e-12)


def test_mixed_down():
    """Multiplied by the tone and low-passed, the signal has the same envelope."""
    PAGE.says("gives the phase, and its slope the frequency")
    assert np.diff(np.unwrap(np.angle(hilbert(run.centred)))) * 500 == approx(80 * np.pi)
    waves = np.fft.fft(run.centred * np.exp(-2j * np.pi * 40 * run.time))
    waves[np.abs(np.fft.fftfreq(500, 1 / 500)) > 20] = 0
    assert 2 * np.abs(np.fft.ifft(waves)) == approx(run.envelope)


def test_never_above():
    """The signal never lies above its envelope, and touches it where the tone does."""
    assert (run.envelope - np.abs(run.centred)).min() > -1e-12
    assert run.envelope[::25] == approx(run.centred[::25])  # where each second period begins


def test_peaks():
    """From peak to peak the line has one point a period, and ends at the outermost peaks."""
    PAGE.says("with scipy.signal.hilbert, against a line from peak to peak", section="description")
    PAGE.says("Before the first peak and between samples it knows nothing")
    PAGE.says("find the peaks and draw a line from one to the next")
    PAGE.says("peaks only, and is off by up to", "The line knows the envelope at")
    assert np.ptp(run.joined[: run.peaks[0]]) == 0 and run.joined[0] < run.loudness[0]
    assert run.count == 40 - 1  # the first period begins with its peak, which has no left neighbour
    assert run.joined[run.peaks] == approx(run.centred[run.peaks])
    assert run.missed == approx(run.loudness[0] - run.centred[run.peaks[0]])


def test_offset():
    """An offset adds to the real part alone, so it is in the envelope."""
    PAGE.says("An offset is no oscillation and spoils the envelope")
    PAGE.says("Subtract the mean of the signal first", "The envelope now has a mean of")
    assert np.abs(hilbert(run.signal - run.signal.mean())) == approx(run.loudness)
    analytic = hilbert(run.signal)
    assert analytic == approx(2 + hilbert(run.centred))
    assert run.lifted == approx(np.sqrt(analytic.real**2 + analytic.imag**2).mean())
    assert (run.right, run.signal.mean()) == (approx(1), approx(2))


def test_band():
    """SciPy's envelope takes a band alone; the mean and a slower tone are left over."""
    PAGE.says("`scipy.signal.envelope` does the same within a band of frequencies")
    PAGE.says("and takes care of the mean")
    slow = np.cos(6 * np.pi * np.arange(500) / 500)
    found, rest = scipy.signal.envelope(run.signal + slow, (10, None))
    assert found == approx(run.loudness) and rest == approx(2 + slow)


def test_circle():
    """The record repeats for ever: shifted around, it has the envelope shifted around."""
    PAGE.says("to repeat for ever, and sees a jump where its end meets its beginning")
    shifted = np.abs(hilbert(np.roll(run.short, 100)))
    assert shifted == approx(np.roll(np.abs(hilbert(run.short)), 100))
    assert np.abs(run.short[0] - run.short[-1]) > 3 * np.abs(np.diff(run.short)).max()


def test_ends():
    """The error of a record that was cut short falls from its ends inwards."""
    PAGE.says("A record that ends in the middle of a period is another trap")
    PAGE.says("on either side, and the mean error falls from", "At the end the envelope is off")
    PAGE.says("and the record has whole periods of both")
    assert (len(run.centred), len(run.off)) == (500, 470) and 470 * run.tone % 500 == 300
    away = [run.off[n:-n].mean() for n in (1, 10, 25, 50, 100)]
    assert away == sorted(away, reverse=True)
    assert (run.end, run.inside) == (run.off.max(), away[3]) and run.everywhere > away[0]


def test_figure():
    PAGE.says("that is tall at both edges of the picture and grows and shrinks between them")
    PAGE.says("A thick, smooth line rests on its upper tips", "times a second, and its envelope")
    PAGE.says("A fast oscillation", "Hz that swells", "A tone of")
    seconds = np.arange(500) / 500
    envelope = 1 + 0.5 * np.cos(6 * np.pi * seconds)
    signal = envelope * np.cos(80 * np.pi * seconds)
    assert envelope[[0, -1]].min() > 1.49 and (signal <= envelope).all()
    assert np.diff(np.sign(np.diff(envelope))).nonzero()[0].size == 5  # three falls, two rises
    assert run.ax.lines[0].get_linewidth() < run.ax.lines[1].get_linewidth() / 2
    lines = {"signal": (seconds, signal), "envelope": (seconds, envelope)}
    labels, limits = ("time (s)", "pressure (Pa)"), ((0, 1), (-2, 2))
    shows(run.ax, lines=lines, labels=labels, limits=limits, legend=[*lines])
