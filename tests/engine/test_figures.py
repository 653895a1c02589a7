"""A figure has one picture for each theme: the same bytes each time, and colours to tell apart."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from docs._engine.figures import THEMES, style, themed, themes, to_png, to_svg

ROOT = Path(__file__).resolve().parents[2]
DRAWN = THEMES["drawn"]
# Dichromats' sight, in linear RGB: Machado, Oliveira, Fernandes 2009, table 1, severity 1.
# https://doi.org/10.1109/TVCG.2009.113
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# sRGB with white D65: IEC 61966-2-1.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
DRAWING = """
import sys
import matplotlib as mpl
from docs._engine.figures import style, to_png, to_svg
mpl.use("agg")
mpl.rcParams.update(style())
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1], label="$x^2$")
ax.fill_between([0, 1], [0, 1], hatch="/", alpha=0.5)
ax.scatter([0, 1], [1, 0], marker="^")
ax.imshow([[0, 1]], extent=(0, 1, 0, 1))
ax.legend()
sys.stdout.buffer.write(to_svg(fig).encode() + to_png(fig))
"""


@pytest.fixture(scope="module")
def svg():
    """Lines, shapes without a fill of their own, a legend, and a picture of two pixels."""
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(title="A title", xlabel="$x^2$")
        for slope in range(6):
            axes.plot([0, slope + 1], label=f"line {slope}")
        axes.plot([0, 1], color="black")
        axes.plot([0, 1], color="#123456")
        axes.imshow([[0, 1]], cmap="gray", extent=(0, 1, 0, 1))
        axes.legend()
        return to_svg(figure)


def linear(colour):
    """Linear RGB of a colour such as ``#1f5fa8`` (IEC 61966-2-1)."""
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one, two):
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, two))
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight):
    """CIELAB of what a person sees of a colour."""
    seen = np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)
    x, y, z = XYZ @ seen / XYZ.sum(axis=1)
    f = [c ** (1 / 3) if c > (6 / 29) ** 3 else c / (3 * (6 / 29) ** 2) + 4 / 29 for c in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_measures_of_colour_are_those_of_their_standards():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab("#ff0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    for sight in SIGHT:  # grey is grey for everybody
        assert lab("#808080", sight) == pytest.approx([53.59, 0, 0], abs=0.1)


@pytest.mark.parametrize("theme", themes())
def test_each_colour_stands_out_from_its_paper(theme):
    ink, paper, _, *cycle = THEMES[theme]
    assert contrast(ink, paper) >= 7
    assert min(contrast(colour, paper) for colour in cycle) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", themes())
def test_the_colours_of_the_cycle_can_be_told_apart(theme, sight):
    """Two lines that differ by 10 in CIELAB are told apart at a glance."""
    cycle = THEMES[theme][3:]
    pairs = itertools.combinations(cycle, 2)
    near = {pair: np.linalg.norm(lab(pair[0], sight) - lab(pair[1], sight)) for pair in pairs}
    assert {pair: round(d, 1) for pair, d in near.items() if d < 10} == {}


@pytest.mark.parametrize("theme", themes())
def test_neighbours_in_the_cycle_differ_in_lightness(theme):
    """So says the module, for those who see no colour and for print."""
    lightness = [lab(colour, "usual")[0] for colour in THEMES[theme][3:]]
    assert min(abs(np.diff(lightness))) >= 5


def test_colours_of_all_themes_pair_up():
    assert {len(colours) for colours in THEMES.values()} == {len(DRAWN)}
    for colours in THEMES.values():
        assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("theme", themes())
def test_a_themed_picture_has_no_other_ink_and_paper(svg, theme):
    used = set(re.findall(r"#[0-9a-f]{6}\b", themed(svg, theme)))
    assert used & (set(DRAWN) - set(THEMES[theme])) == set()
    assert set(THEMES[theme]) <= used


def test_a_colour_that_the_author_chose_and_pixels_stay(svg):
    def pixels(text):
        return re.findall(r'"data:image/png;base64,[^"]+"', text)

    dark = themed(svg, "dark")
    assert "#123456" in dark
    assert len(pixels(svg)) == 1
    assert pixels(dark) == pixels(svg)


@pytest.mark.parametrize("theme", themes())
def test_a_shape_without_a_colour_of_its_own_has_the_ink(svg, theme):
    """Matplotlib writes no fill where it means black, as in the glyphs of a title."""
    root = ET.fromstring(themed(svg, theme))
    assert root.get("fill") == THEMES[theme][0]
    assert ET.fromstring(svg).get("fill") is None


def test_a_picture_says_nothing_of_when_and_by_what_it_was_made(svg):
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg


def test_the_same_figure_gives_the_same_bytes_in_every_process():
    def draw(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", DRAWING]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)

    one, two = (draw(seed).stdout for seed in ("1", "2"))
    assert one == two
    assert b"</svg>" in one
    assert b"PNG" in one


def test_the_style_leaves_nothing_to_the_drawing_process():
    """A figure drawn under the style is the same whatever was set before."""
    pictures = []
    for size in (5, 50):
        own = {"lines.linewidth": size, "font.size": size, "figure.facecolor": "red"}
        with mpl.rc_context(own), mpl.rc_context(style()):
            figure = Figure()
            figure.add_subplot().plot([0, 1])
            pictures.append((to_svg(figure), to_png(figure)))
    assert pictures[0] == pictures[1]
