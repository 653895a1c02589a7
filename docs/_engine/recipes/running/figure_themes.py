"""The colours of figures in each theme, what stands for them in a drawing, and their contrast."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.patches import Patch

# Ink, paper, grid, then the colour cycle. Each colour of the cycle has at least 3:1 against its
# paper (WCAG 2.2, 1.4.11) and differs from its neighbours in lightness, so that order and line
# style can be distinguished with any colour vision.
_LIGHT_CYCLE = (
    "#2660ad",
    "#d53c12",
    "#057460",
    "#8d3587",
    "#807a1c",
    "#5a6476",
    "#c40be5",
    "#114422",
    "#108aba",
    "#8b2c0d",
)
_DARK_CYCLE = (
    "#5caaf6",
    "#ff9b5f",
    "#5fd7b7",
    "#da90d6",
    "#dac346",
    "#a8b2c1",
    "#ce54d1",
    "#467a57",
    "#9acbfe",
    "#c06339",
)
THEMES: Mapping[str, tuple[str, ...]] = {
    "drawn": ("#000000", "#ffffff", "#d9dde3", *_LIGHT_CYCLE),
    "light": ("#1b2330", "#fdfdfc", "#d9dde3", *_LIGHT_CYCLE),
    "dark": ("#e4e8ee", "#14181f", "#38404d", *_DARK_CYCLE),
}
# What stands in the SVG for the colours of the theme: no data has these.
MARKS = tuple(f"#07f1{number:02x}" for number in range(len(THEMES["drawn"])))
_PAPERS = (THEMES["drawn"][1], MARKS[1], THEMES["dark"][1])  # also while a figure is marked
FAINT = 3.0  # the contrast that lines and words have at least (WCAG 2.2, 1.4.11)


def contrast_of(one: str, two: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(luminance, (one, two)))
    return (high + 0.05) / (low + 0.05)


def blend(colour: Any, paper: str) -> str:
    """What is seen of a translucent colour on paper."""
    from matplotlib.colors import to_hex, to_rgb

    opacity = colour[3]
    pairs = zip(colour[:3], to_rgb(paper), strict=True)
    mixed: Any = [opacity * one + (1 - opacity) * below for one, below in pairs]
    return str(to_hex(mixed))


def is_paper(patch: "Patch") -> bool:
    """Whether a patch shows the paper of the page; one that is not seen does."""
    from matplotlib.colors import to_hex

    face: Any = patch.get_facecolor()
    seen = patch.get_visible() and patch.get_fill() and face[3] > 0
    return not seen or to_hex(face) in _PAPERS
