"""A figure has one picture for each theme: the same bytes each time, in distinct colours."""

import io
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figure_themes import MARKS
from recipes.running.figures import (
    SMALL,
    THEMES,
    pictures,
    settle,
    style,
    themed,
    themes,
    to_png,
    to_svg,
)

ROOT = Path(__file__).resolve().parents[3]
DRAWN = THEMES["drawn"]
DRAWING = """
import sys
import matplotlib as mpl
from recipes.checking.colours import SIGHT, contrast, lab
from recipes.running.figures import settle, style, to_png, to_svg
mpl.use("agg")
mpl.rcParams.update(style())
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1], label="$x^2$")
ax.fill_between([0, 1], [0, 1], hatch="/", alpha=0.5)
ax.scatter([0, 1], [1, 0], marker="^")
ax.imshow([[0, 1]], extent=(0, 1, 0, 1))
ax.legend()
sys.stdout.buffer.write(to_svg(fig).encode() + to_png(settle(fig)))
"""


@pytest.fixture(scope="module")
def svg():
    """Lines, shapes without a fill of their own, a legend, and a picture of two pixels."""
    with mpl.rc_context(style()):
        figure = Figure()
        axes = figure.add_subplot(title="A title", xlabel="$x^2$")
        for slope in range(10):
            axes.plot([0, slope + 1], label=f"line {slope}")
        axes.plot([0, 1], color="black")
        axes.plot([0, 1], color="#123456")
        axes.imshow([[0, 1]], cmap="gray", extent=(0, 0.1, 0, 0.1))
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
    return len(
        re.findall(rf'<g id="patch_\d+">\s*<path [^>]*style="fill: {MARKS[1]}', to_svg(figure))
    )


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
    drawn = []
    for size in (5, 50):
        own = {"lines.linewidth": size, "font.size": size, "figure.facecolor": "red"}
        with mpl.rc_context(own), mpl.rc_context(style()):
            figure = Figure()
            figure.add_subplot().plot([0, 1])
            drawn.append((to_svg(figure), to_png(settle(figure))))
    assert drawn[0] == drawn[1]


HATCHED = {
    "a shape": lambda axes: axes.bar([0], [1], hatch="/", edgecolor="b", alpha=0.3),
    "a translucent colour": lambda axes: axes.bar(
        [0], [1], hatch="/", color=(1, 0, 0, 0.3), edgecolor=(0, 0, 1, 0.3)
    ),
    "an area": lambda axes: axes.fill_between(
        [0, 1], [1, 2], hatch="x", edgecolor="b", facecolor="r", alpha=0.3
    ),
    "many alike": lambda axes: axes.scatter(
        [*range(50)], [*range(50)], hatch="/", edgecolor="b", facecolor="r", alpha=0.3
    ),
    # Without a colour of its edges, older versions draw opaque hatches, as a PNG as well.
    "levels": lambda axes: axes.contourf(
        [[0, 1], [2, 3]], hatches=["/", "x"], alpha=0.3
    ).set_edgecolor("b"),
}


@pytest.mark.parametrize("draw", HATCHED.values(), ids=HATCHED)
def test_a_hatch_is_as_opaque_as_in_a_png(draw):
    with mpl.rc_context(style()):
        axes = Figure().add_subplot()
        draw(axes)
        svg = to_svg(axes.figure)
    hatched = re.findall(r'style="(fill: url[^"]*)"', svg)
    assert hatched and not any("opacity: 0.3" in re.sub("stroke-.*", "", one) for one in hatched)
    lines = re.findall(r'<pattern[^>]*>\s*<rect[^>]*fill="none"/>\s*<path[^>]*>', svg)
    assert len(lines) == svg.count("<pattern")
    assert all("stroke-opacity: 0.3" in one for one in lines)
    fills = re.findall(r'style="fill: #[^"]*; (?:fill-)?opacity: 0.3[^"]*"', svg)
    assert len(fills) == len(hatched)


def test_the_cycle_has_ten_colours():
    assert len({*style()["axes.prop_cycle"].by_key()["color"]}) == 10


def test_a_thumbnail_is_small_and_has_the_colours_of_its_theme():
    with mpl.rc_context(style()):
        figure, ax = plt.subplots(figsize=(6, 4))
        ax.plot([0, 1, 2], [0, 1, 0], linewidth=20)
        ax.plot([0, 2], [0.5, 0.5], color="black", linewidth=20)
        small = pictures(figure, settle(figure)).thumbnails
        plt.close(figure)
    assert small.keys() == {"light", "dark"}
    for theme, content in small.items():
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        assert picture.size <= SMALL and len(content) < 8_000
        seen = np.asarray(picture).reshape(-1, 3).astype(int)
        drawn = THEMES["drawn" if theme == "light" else "dark"]
        for colour in (drawn[0], drawn[1], drawn[3]):  # ink, paper, the first of the cycle
            wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
            assert (abs(seen - wanted).max(axis=1) < 25).mean() > 0.005, (theme, colour)


def test_a_figure_that_keeps_light_paper_is_small_on_light_paper():
    with mpl.rc_context(style()):
        figure, ax = plt.subplots()
        ax.plot([0, 1], color="#333333")  # would be hidden by dark paper
        small = pictures(figure, settle(figure)).thumbnails
        plt.close(figure)
    assert small["dark"] == small["light"]
