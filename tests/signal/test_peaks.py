"""What the page signal/peaks.md says about peaks and their prominence, checked."""

import warnings

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.signal import find_peaks, peak_prominences, peak_widths, savgol_filter
from scipy.stats import norm

from snippets.signal import peaks as run

PAGE = page("signal/peaks.md")
TIME = np.arange(501) / 50


def nearest_higher(x, k):
    """The nearest sample on either side that is higher, or the end of the data."""
    higher = np.flatnonzero(x > x[k])
    return max(higher[higher < k], default=0), min(higher[higher > k], default=len(x) - 1)


def test_definition():
    """The prominence of every local maximum is what the printed formula gives."""
    PAGE.says("is how far you must come down from it before you can climb higher")
    PAGE.says("Before the peak, $a$ is the nearest sample that is higher, and behind it $b$ is")
    PAGE.says("Where there is none, the end of the data takes its place")
    height = PAGE.equation("prominence").defines("p")
    assert len(run.tops) == run.count
    for k in run.tops:
        a, b = nearest_higher(run.signal, k)
        (found,), _, _ = peak_prominences(run.signal, [k])
        assert height(x=run.signal, k=int(k), a=int(a), b=int(b)) == approx(found)
    assert nearest_higher(run.signal, run.signal.argmax()) == (0, 500)


def test_other_noise():
    """With other noise the same four peaks are found, near their true places."""
    PAGE.says("Find the peaks in noisy data", "keeps the peaks of a spectrum or a chromatogram")
    PAGE.says("ignores the ripples of its noise", "It has four bumps")
    for seed in range(20):
        again = run.clean + np.random.default_rng(seed).normal(0, 0.03, 501)
        found, _ = find_peaks(again, prominence=run.enough)
        assert TIME[found] == approx([2, 4, 5.2, 7.5], abs=0.15)
    assert TIME[run.peaks] == approx([2, 4, 5.2, 7.5], abs=0.15) and run.matter == 4
    assert TIME[find_peaks(run.clean)[0]] == approx([2, 4, 5.2, 7.5], abs=0.02)


def test_choice():
    """Any prominence between the ripples and the smallest peak finds the same peaks."""
    PAGE.says("above that of the ripples and below that of the smallest peak that matters")
    every = np.sort(peak_prominences(run.signal, run.tops)[0])
    for prominence in np.linspace(every[-5], every[-4], 9)[1:]:
        assert (find_peaks(run.signal, prominence=prominence)[0] == run.peaks).all()
    assert len(find_peaks(run.signal, prominence=every[-5])[0]) == 5
    assert every[-5] < run.enough < every[-4]


def test_dips():
    """The dips of a signal are the peaks of its negative."""
    PAGE.says("For dips, pass `-signal`")
    signal = -run.signal
    dips, _ = find_peaks(signal, prominence=run.enough)
    assert list(find_peaks(-signal, prominence=run.enough)[0]) == list(run.peaks)
    for before, after in zip(run.peaks[:-1], run.peaks[1:], strict=True):
        (dip,) = dips[(dips > before) & (dips < after)]
        assert run.signal[dip] == run.signal[before:after].min()


def test_distance():
    """With a distance, the lower of two peaks that are closer is left out."""
    PAGE.says("With `distance=` peaks keep that many samples apart")
    PAGE.says("Of those that are closer, the highest stays")
    kept, _ = find_peaks(run.signal, distance=40)
    assert np.diff(kept).min() >= 40
    for k in set(run.tops) - set(kept):
        near = kept[np.abs(kept - k) < 40]
        assert run.signal[near].max() > run.signal[k]


def test_threshold():
    """No height lets the lowest peak through and keeps the ripples out."""
    PAGE.says("Peaks in noisy data with scipy.signal.find_peaks and its", section="description")
    PAGE.says("prominence, against a threshold on the height", section="description")
    PAGE.says("look where the differences change their sign, and keep what is high enough")
    PAGE.says(
        "The threshold is as high as the lowest peak that matters",
        "Still it lets",
        "Since the base line climbs, no other height does better",
    )
    assert (run.by_hand == run.tops).all() and run.signal[run.peaks].min() == run.low
    peaks = np.isin(run.by_hand, run.peaks)
    passed = run.signal[run.by_hand] >= run.low  # a lower height lets more ripples through
    assert peaks[passed].sum() == 4 and np.sum(~peaks & passed) == run.others - 3
    assert run.clean[-1] == approx(1.2) and run.low < 0.8


def test_relatives():
    """The width at half the prominence is that of a Gaussian, and a smoother keeps the heights."""
    PAGE.says("`scipy.signal.peak_widths` measures the width of peaks halfway down")
    PAGE.says("`scipy.signal.savgol_filter` smooths the ripples and keeps the height of the peaks")
    (width,), *_ = peak_widths(run.bell(4, 0.2), [200])
    assert width / 50 == approx(2 * np.sqrt(2 * np.log(2)) * 0.2, rel=1e-3)
    smooth = savgol_filter(run.signal, 9, 2)
    assert np.std(smooth - run.clean) < 0.7 * np.std(run.noise)
    assert smooth[run.peaks] == approx(run.clean[run.peaks], abs=0.06)


def test_level_top():
    """A level top is one peak in its middle, and by hand one at each of its ends."""
    PAGE.says(
        "a level top, as of a saturated detector, is counted at both of its ends",
        "gives its middle",
    )
    clipped = np.minimum(run.clean, 1.6)
    first, last = np.flatnonzero(clipped == 1.6)[[0, -1]]
    by_hand = np.flatnonzero(np.diff(np.sign(np.diff(clipped))) < 0) + 1
    found, _ = find_peaks(clipped)
    assert list(by_hand) == [*found[:3], first, last] and last > first + 9
    assert found[3] == (first + last) // 2


def test_gap():
    """At a missing sample the prominence ends as if the data did, and filling it brings it back."""
    PAGE.says("why NaN hides peaks", section="description")
    PAGE.says("A missing sample, stored as NaN, ends the way down", "With the gap there are")
    PAGE.says("peaks, and when it is filled")
    PAGE.says("A peak beside it loses its prominence and vanishes without a warning")
    k, gap = run.peaks[1], np.flatnonzero(np.isnan(run.broken)).item()
    with warnings.catch_warnings(action="error"):
        found, _ = find_peaks(run.broken, prominence=run.enough)
    assert gap == k + 2
    (beside,), _, _ = peak_prominences(run.broken, [k])
    assert beside == peak_prominences(run.signal[:gap], [k])[0].item() < run.enough
    assert list(found) == list(np.delete(run.peaks, 1)) and list(run.after) == list(run.peaks)
    assert abs(run.filled[gap] - np.mean(run.signal[[gap - 1, gap + 1]])) < 1e-12


def test_figure():
    PAGE.says("A made-up chromatogram. Thick lines hang from the peaks")
    PAGE.says("are as long as their prominence", "A noisy curve climbs slowly from left to right")
    PAGE.says(
        "Small dots sit all along it",
        "Each bump has a large dot on its top and a vertical line below that",
    )
    signal = 0.12 * TIME + np.random.default_rng(0).normal(scale=0.03, size=501)
    for height, centre, width in [(0.5, 2, 0.15), (1, 4, 0.2), (0.6, 5.2, 0.12), (0.8, 7.5, 0.25)]:
        signal += height * np.sqrt(2 * np.pi) * norm.pdf((TIME - centre) / width)
    assert np.diff(TIME[run.tops]).max() < 0.5
    top, feet = run.signal[run.peaks], run.signal[run.peaks] - run.found["prominences"]
    at = TIME[run.peaks]
    lines = {"signal": (TIME, signal), "local maximum": (TIME[run.tops], run.signal[run.tops])}
    lines |= {"prominence": (np.column_stack([at, at]), np.column_stack([feet, top]))}
    lines |= {"peak": (at, top)}
    assert run.ax.collections[0].get_linewidth() > 2 * run.ax.lines[0].get_linewidth()
    styles = {"signal": "-", "local maximum": ".", "peak": "o"}
    labels, limits = ("time (minutes)", "voltage (V)"), ((-0.5, 10.5), (-0.2, 2.4))
    legend = ["signal", "local maximum", "prominence", "peak"]
    shows(run.ax, lines=lines, styles=styles, labels=labels, limits=limits, legend=legend)
