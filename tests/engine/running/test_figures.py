"""A figure has one picture for each theme: the same bytes each time, in distinct colours."""

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
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figures import THEMES, style, themed, themes, to_png, to_svg

ROOT = Path(__file__).resolve().parents[3]
DRAWN = THEMES["drawn"]
DRAWING = """
import sys
import matplotlib as mpl
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figures import style, to_png, to_svg
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
def test_the_colours_of_the_cycle_differ_with_any_colour_vision(theme, sight):
    """Two lines that differ by 10 in CIELAB are distinguished at a glance."""
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


def papers(figure):
    """How many rectangles of white paper are in a picture."""
    return len(re.findall(r'<g id="patch_\d+">\s*<path [^>]*style="fill: #ffffff', to_svg(figure)))


def test_a_figure_lets_the_paper_be_seen_on_which_it_stands():
    with mpl.rc_context(style()):
        figure = Figure()
        figure.subplots(1, 2)
        assert papers(figure) == 0
        assert figure.patch.get_visible(), "a notebook shows it on white"


def test_axes_that_lie_over_others_hide_them():
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot()
        axes.inset_axes([0.5, 0.5, 0.4, 0.4])
        figure.add_axes([0.2, 0.2, 0.2, 0.2])
        assert papers(figure) == 2


def test_a_paper_that_the_author_chose_stays():
    with mpl.rc_context(style()):
        figure = Figure(facecolor="#123456")
        figure.add_subplot(facecolor="#654321")
        assert {"#123456", "#654321"} <= set(re.findall(r"#[0-9a-f]{6}\b", to_svg(figure)))


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
