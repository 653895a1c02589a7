"""What the page io/sound.md says about sounds, checked."""

import io
import struct
import warnings
import wave

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.io import wavfile

from snippets.io import sound as run

PAGE = page("io/sound.md")


def written(rate, samples):
    file = io.BytesIO()
    wavfile.write(file, rate, samples)
    return file.getvalue()


def test_tone():
    """The sound is the formula, sample by sample."""
    PAGE.says("The sound $x$ is a tone that fades away, with frequency $f$ and decay $a$")
    PAGE.says("that this writes, a tone of 440 Hz")
    equation = PAGE.equation("tone")
    for n in (7, 1234, 30_001):
        x = equation.rhs(n=n, f=run.tone, a=5, f_s=run.rate)
        assert x == approx(run.sound[n]) and run.samples[n] == round(32767 * x)
        assert equation.holds(x=run.sound, n=n, f=440, a=5, f_s=44100)


def test_fades():
    """From one period to the next the tone loses the same share of its strength."""
    period = 44100 // 20  # samples in 22 periods
    assert run.sound[period:] == approx(run.sound[:-period] * np.exp(-5 / 20), abs=1e-9)


def test_unchanged():
    """Samples of any value come back unchanged, of one channel and of two."""
    PAGE.says(
        "turns an array into a sound file, and `wavfile.read` turns it back",
        "gives the samples back unchanged",
    )
    PAGE.says("An array with a second column is a sound in stereo")
    assert run.same and list(run.read) == list(run.samples) and run.rate_read == 44100
    noise = np.random.default_rng(0).integers(-32768, 32768, size=(1000, 2), dtype=np.int16)
    for samples in (noise, noise[:, 0]):
        rate, read = wavfile.read(io.BytesIO(written(8000, samples)))
        assert rate == 8000 and read.dtype == np.int16 and read.tolist() == samples.tolist()
    with wave.open(io.BytesIO(written(8000, noise))) as file:
        assert file.getnchannels() == 2


def test_range():
    """A sound as loud as can be uses the range of its integers up to the last one."""
    PAGE.says("Scale a sound to the range of `int16`, in which `32767` is the largest number")
    assert np.iinfo(np.int16).max == 32767 and run.samples.dtype == np.int16
    assert 0.98 < np.abs(run.samples).max() / 32767 < 1


def test_header():
    """The file is laid out as its format says: what follows, the format, the samples."""
    PAGE.says("bytes: 44 that describe it, then the samples", "The file has")
    file = written(44100, run.samples)
    first, follows, kind, name, size, code, channels, rate, per_second, block, bits = struct.unpack(
        "<4sI4s4sIHHIIHH", file[:36]
    )
    assert (first, kind, name, size, code) == (b"RIFF", b"WAVE", b"fmt ", 16, 1)
    assert (follows, channels, rate, per_second) == (len(file) - 8, 1, 44100, 2 * 44100)
    assert (block, bits, file[36:40]) == (2, 16, b"data")
    assert file[run.header :] == run.samples.astype("<i2").tobytes()
    assert (run.size, run.header) == (len(file), 44) and len(file) == 44 + 2 * 44100


def test_pitch():
    """The spectrum of the file has one peak, as wide as the decay is fast."""
    PAGE.says("Write a sound to a WAV file and read it back")
    assert run.pitch == 440
    peak = run.strength[430:451] / run.strength[440]
    away = 2 * np.pi * np.arange(-10, 11)
    assert peak == approx(5 / np.hypot(5, away), rel=0.05)


def test_by_hand():
    """The file by hand is the same, and is another one as soon as a setting is."""
    PAGE.says("use `wave` of the standard library and pack the numbers themselves")
    PAGE.says("That is the same file, byte for byte", "you must say what the array knows")
    PAGE.says("how many channels there are, how many bytes a sample has, and in which order")
    assert run.equal
    with wave.open(io.BytesIO(written(44100, run.samples))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
    assert struct.pack(">h", 440) != struct.pack("<h", 440) == written(1, np.int16([440]))[44:]


def test_wrapped():
    """A sum that is too large is wrong by the size of the range, and jumps while it is loud."""
    PAGE.says("and why a sum of two sounds crackles", section="description")
    PAGE.says("The sum of sounds of type `int16` has this type as well")
    PAGE.says("Where it is too large, it wraps around, without a warning")
    PAGE.says("The tone and a higher one, added. It begins with a crackle, and is loud")
    PAGE.says("Here 30 368 and 31 938 add up to")
    with warnings.catch_warnings(action="error"):
        assert (run.samples + run.second).dtype == np.int16
    true = run.samples.astype(int) + run.second
    assert list(run.wrapped) == list((true + 32768) % 65536 - 32768)
    assert run.total == int(run.first_part) + int(run.second_part) - 65536
    assert run.loudest == true.argmax()
    jumps = np.flatnonzero(np.abs(np.diff(run.wrapped.astype(int))) > 32768)
    assert len(jumps) > 10 and run.time[jumps].max() < 0.15
    assert np.abs(np.diff(true)).max() < 6000


def test_second_tone():
    """The second tone fades like the first and is a fifth above it, three halves as high."""
    turns = 2 * np.pi * 440 * 3 / 2 * np.arange(44100) / 44100
    assert run.fifth == approx(run.sound[0] + np.exp(-5 * run.time) * np.sin(turns), abs=1e-9)
    assert run.second == approx(32767 * run.fifth, abs=0.51)


def test_halved():
    """Halved first, the sum has the shape of the true one and stays in range."""
    PAGE.says("Divide each of them first", "The same tones, halved and then added")
    assert run.mixed.dtype == np.int16
    assert run.mixed == approx(32767 * (run.sound + run.fifth) / 2, abs=1.01)


def test_description():
    """What the cells wrote are sounds that can be read."""
    PAGE.says("Write samples to a WAV file with scipy.io.wavfile", section="description")
    for samples in (run.samples, run.wrapped, run.mixed):
        assert len(wavfile.read(io.BytesIO(written(run.rate, samples)))[1]) == 44100


def test_figure():
    PAGE.says("Above, a wave with rounded tops, each a little lower than the one before")
    PAGE.says("Below, a curve that is flat but for one narrow peak left of the middle")
    PAGE.says("The beginning of the file, 20 ms long, and its spectrum")
    n, hertz = np.arange(882), np.arange(1001)
    tops = run.samples[1:881][(np.diff(run.samples[:882], 2) < 0) & (run.samples[1:881] > 29_000)]
    assert (np.abs(np.fft.rfft(run.samples)) == approx(run.strength)) and len(tops)
    start = {"": (n * 1000 / 44100, run.samples[:882])}
    shows(run.above, lines=start, labels=("time (ms)", "sample"))
    spectrum = {"": (hertz, run.strength[:1001] / run.strength[440])}
    shows(run.below, lines=spectrum, labels=("frequency (Hz)", "relative strength"))
    high = np.flatnonzero(run.strength > run.strength.max() / 10)
    assert (high.min(), high.max()) == (approx(440, abs=10), approx(440, abs=10)) and 440 < 500
