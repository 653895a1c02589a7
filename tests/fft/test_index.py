"""What the page fft/index.md says about transforms and old names, checked."""

import warnings

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import fft, fftpack

from snippets.fft import index as run

PAGE = page("fft/index.md")


def test_signals():
    """The signals are those of the formulas: one is periodic, one zero at its ends."""
    PAGE.says("is periodic", "the arch x (1 - x) ends at zero on both sides")
    for tex, errors in [
        (r"e^{\sin 2 \pi x}", run.periodic),
        ("e^x", run.rising),
        ("x (1 - x)", run.arch),
    ]:
        signal = PAGE.inline(tex)
        assert run.errors(np.array([signal(x=x) for x in run.x])) == approx(errors, rel=1e-3)
    wave, arch = PAGE.inline(r"e^{\sin 2 \pi x}"), PAGE.inline("x (1 - x)")
    assert wave(x=0.3) == approx(wave(x=1.3)) and arch(x=0) == arch(x=1) == 0
    assert PAGE.inline("e^x")(x=1) == approx(np.e)
    assert run.x == approx((np.arange(1000) + 0.5) / run.count)


def test_numbers():
    """Half of the numbers of fft are the conjugates of the others; rfft leaves them out."""
    PAGE.says("Of a real signal it stores each wave and its conjugate")
    signal = np.random.default_rng(0).normal(size=run.count)
    waves = fft.fft(signal)
    assert waves[:0:-1] == approx(waves[1:].conj())
    assert fft.rfft(signal) == approx(waves[: run.count // 2 + 1])
    assert run.numbers["rfft"] == run.numbers["fft"] / 2 + 2
    for name, (there, back) in run.ways.items():
        assert there(signal).view(float).size == run.numbers[name]
        assert back(there(signal)) == approx(signal)


def test_error():
    """What is lost are the numbers that are left out: Parseval's sum of their squares."""
    PAGE.says("They belong to the largest waves")
    for name, transform in [("dct", fft.dct), ("dst", fft.dst)]:
        sizes = np.sort(transform(run.x**3, norm="ortho") ** 2)
        lost = np.sqrt(sizes[: -run.budget].sum() / sizes.sum())
        assert run.missing(run.ways[name], run.x**3) == approx(lost)


def test_speed_of_decay():
    """Waves of a jump fall like 1/k, cosines of a corner like 1/k², sines of an arch like 1/k³."""
    PAGE.says("A signal between ends of any height is for `dct`", "one that is zero at its ends")

    def order(transform, signal, low, high):
        waves = abs(transform(signal))
        return np.log(waves[low] / waves[high]) / np.log(high / low)

    rising, arch = np.exp(run.x), run.x * (1 - run.x)
    assert order(fft.rfft, rising, 10, 40) == approx(1, abs=0.1)
    assert order(fft.dct, rising, 10, 40) == approx(2, abs=0.1)
    assert order(lambda x: np.append(0, fft.dst(x)), arch, 9, 37) == approx(3, abs=0.2)
    assert run.arch["dst"] < run.arch["dct"] / 10 < run.arch["rfft"] / 10


@pytest.mark.parametrize(
    ("best", "formula"),
    [
        ("rfft", lambda x: 1 / (2 + np.cos(2 * np.pi * x) + np.sin(4 * np.pi * x) / 2)),
        ("dct", lambda x: np.log(1 + x)),
        ("dst", lambda x: x * (1 - x) * np.exp(x)),
    ],
)
def test_advice(best, formula):
    """The transform that the page advises has the smallest error for other signals of that kind."""
    PAGE.says("If the end goes over into the beginning, use `rfft`")
    errors = run.errors(formula(run.x))
    assert min(errors, key=errors.get) == best
    assert min(run.periodic, key=run.periodic.get) == "rfft"


def test_old_names():
    """The old package agrees, its real transform is packed, and scipy.fft is a module."""
    PAGE.says("`scipy.fftpack` | legacy, still works", "once a function, a module now")
    PAGE.says("its real and imaginary parts take turns in one real array", "which is complex")
    with warnings.catch_warnings(action="error"):
        assert fftpack.fft(run.x) == approx(fft.fft(run.x))
        packed, waves = fftpack.rfft(run.x), fft.rfft(run.x)
    assert packed[1:-1:2] == approx(waves[1:-1].real) and packed[2::2] == approx(waves[1:-1].imag)
    assert packed.dtype == float and np.iscomplexobj(waves)
    assert not callable(scipy.fft) and callable(scipy.fft.fft)
