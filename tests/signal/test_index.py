"""What the page signal/index.md says about filters and old names, checked."""

import inspect

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import interpolate, signal

from snippets.signal import index as run

PAGE = page("signal/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def turned(kernel, frequency):
    """By which angle a filter has turned a wave."""
    t = np.arange(4000) / run.rate
    wave = np.exp(2j * np.pi * frequency * t)
    if kernel.ndim == 2:
        out = signal.sosfilt(kernel, wave.real) + 1j * signal.sosfilt(kernel, wave.imag)
    else:
        out = signal.lfilter(kernel, 1, wave)
    return np.angle(out[-1] / wave[-1])


def test_orders():
    """The orders are those of the closed forms for Butterworth's and Chebyshev's filters."""
    PAGE.says("Every filter here does that", "are to be taken away")
    inside, outside = (np.tan(np.pi * f / run.rate) for f in (run.edge, run.stop))
    depth = np.sqrt((10 ** (run.gap / 10) - 1) / (10 ** (run.loss / 10) - 1))
    assert run.one["butter"]["order"] == np.ceil(np.log(depth) / np.log(outside / inside))
    chebyshev = np.ceil(np.arccosh(depth) / np.arccosh(outside / inside))
    assert run.one["cheby1"]["order"] == run.one["cheby2"]["order"] == chebyshev
    assert run.weakest > run.gap - 1e-6
    assert max(found["loss"] for found in run.one.values()) < run.loss + 1e-6


def test_delay():
    """The delay of a beat of two near waves, filtered, is the one of the table."""
    PAGE.says("`ellip` needs the least, but delays waves near the edge much longer")
    middle = np.arange(0.25, run.edge, 0.5)
    for name in ("butter", "cheby1", "cheby2", "ellip", "firwin", "remez"):
        kernel, step = getattr(run, name), 1e-3
        turns = [turned(kernel, f - step) - turned(kernel, f + step) for f in middle]
        delays = 1000 * np.angle(np.exp(1j * np.array(turns))) / (4 * np.pi * step)
        assert np.mean(delays) == approx(run.one[name]["delay"], rel=0.03)
        assert np.ptp(delays) <= run.one[name]["spread"] + 1e-3
        assert delays[-1] >= delays[0] - 1e-3
        if name == "ellip":
            assert delays[-1] > 3 * delays[0]
    orders = [found["order"] for found in run.one.values()]
    assert run.one["ellip"]["order"] == min(orders)


def test_shape():
    """A pulse leaves remez as it was, only later, and leaves ellip in another shape."""
    PAGE.says("so it changes the shape of a signal", "keep shapes")
    PAGE.says("`firwin` and `remez` delay all waves by the same time")
    t = np.arange(1000) / run.rate
    pulse = np.exp(-(((t - 0.3) / 0.04) ** 2)) * np.cos(2 * np.pi * 30 * (t - 0.3))
    shifted = {}
    for name in ("firwin", "remez", "ellip"):
        kernel = getattr(run, name)
        out = signal.sosfilt(kernel, pulse) if name == "ellip" else signal.lfilter(kernel, 1, pulse)
        shifts = [abs(np.roll(pulse, shift) - out).max() for shift in range(150)]
        shifted[name] = min(shifts)
    assert max(shifted["firwin"], shifted["remez"]) < 0.05 < 0.15 < shifted["ellip"]
    for name in ("firwin", "remez"):  # symmetric, so the delay is half of the order
        assert getattr(run, name) == approx(getattr(run, name)[::-1])
        assert run.one[name]["delay"] == approx(run.one[name]["order"] / 2)


def test_both_ways():
    """Run forwards and backwards the filter delays nothing, and half of the order is enough."""
    PAGE.says("`sosfiltfilt`, which delays nothing", "If the whole record is there")
    PAGE.says("`ellip`, for `sosfiltfilt`", "none | none")
    impulse = np.zeros(4001)
    impulse[2000] = 1
    answer = signal.sosfiltfilt(run.each_way, impulse)
    assert answer == approx(answer[::-1], abs=1e-9)
    h = np.abs(np.fft.fft(answer))
    f = abs(np.fft.fftfreq(4001, 1 / run.rate))
    assert -20 * np.log10(h[f >= run.stop].max()) > run.gap - 0.1
    assert -20 * np.log10(h[f <= run.edge].min()) < run.loss + 0.1
    assert run.both["order"] < run.one["ellip"]["order"]


def test_other_bands():
    """For another edge the order falls in the same sequence, and remez is shorter than firwin."""
    PAGE.says("The order is the work for each sample")
    bands = 100, 130, 0.5, 50
    ways = signal.buttord, signal.cheb1ord, signal.ellipord
    orders = [way(*bands, fs=run.rate)[0] for way in ways]
    assert orders == sorted(orders, reverse=True) and orders[-1] < orders[0] / 2
    assert run.one["remez"]["order"] < run.one["firwin"]["order"]
    for name in ("butter", "ellip"):  # one pair of numbers is kept for each section
        assert 2 * len(getattr(run, name)) - run.one[name]["order"] in (0, 1)


@pytest.mark.parametrize(
    "name",
    "hann hamming bspline cubic quadratic cwt ricker morlet morlet2 daub qmf cascade".split(),
)
def test_removed_names(name):
    """The names that the page calls removed are gone, and those in their place are there."""
    PAGE.says("and the other windows, directly in `scipy.signal` | removed in 1.13")
    PAGE.says("`quadratic` | removed in 1.13", "`cascade` | removed in 1.15")
    assert not hasattr(run.signal, name)
    assert signal.windows.hann(5) == approx([0, 0.5, 1, 0.5, 0])
    assert interpolate.BSpline.basis_element([0, 1, 2])(1) == 1


def test_legacy_names():
    """The legacy functions work without a warning, and their documentation says legacy."""
    PAGE.says("`spectrogram` | legacy, still work", "`sosfreqz` | legacy since 1.16")
    PAGE.says("`freqz_sos`, new in 1.15", "`check_COLA` | legacy since 1.16")
    for name in ("stft", "istft", "spectrogram", "check_COLA", "sosfreqz"):
        legacy = VERSION >= (1, 16) or name not in ("check_COLA", "sosfreqz")
        assert ("legacy" in inspect.getdoc(getattr(signal, name)).lower()) == legacy
    assert signal.sosfreqz(run.ellip)[1] == approx(signal.freqz_sos(run.ellip)[1])
    waves = signal.stft(run.remez, nperseg=16)[2]
    assert signal.istft(waves, nperseg=16)[1][: len(run.remez)] == approx(run.remez)
    assert signal.check_COLA("hann", 16, 8) and callable(signal.ShortTimeFFT)
