"""Colours as people see them: contrast, and what can be distinguished with any colour vision."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recipes.running.figures import THEMES, themes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
APART = 10.0  # in CIELAB: two lines that differ by so much are distinguished at a glance
# Dichromats' sight, in linear RGB: Machado, Oliveira, Fernandes 2009, table 1, severity 1.
# https://doi.org/10.1109/TVCG.2009.113
SIGHT: Mapping[str, Floats] = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# sRGB with white D65: IEC 61966-2-1.
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> Floats:
    """Linear RGB, shape (3,), of a colour such as ``#1f5fa8`` (IEC 61966-2-1)."""
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, two))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str = "usual") -> Floats:
    """CIELAB, shape (3,), of what a person with one of `SIGHT` sees of a colour (CIE 015)."""
    seen = np.clip(SIGHT[sight] @ linear(colour), 0, 1)
    share = _XYZ @ seen / _XYZ.sum(axis=1)
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def nearest(colours: Iterable[str]) -> float:
    """Return the smallest difference of two colours in CIELAB, over all kinds of sight."""
    return min(
        (
            float(np.linalg.norm(lab(one, sight) - lab(two, sight)))
            for one, two in combinations(colours, 2)
            for sight in SIGHT
        ),
        default=np.inf,
    )


def distinguishable(colours: Iterable[str]) -> bool:
    """Whether colours of a figure can be distinguished by everybody, in both themes.

    Parameters
    ----------
    colours
        As Matplotlib names them, such as those that `drawn` returns.
    """
    from matplotlib.colors import to_hex

    used = {to_hex(colour) for colour in colours}
    shown = (dict(zip(THEMES["drawn"], THEMES[theme], strict=True)) for theme in themes())
    return all(nearest([theme.get(one, one) for one in used]) >= APART for theme in shown)


def drawn(axes: "Axes") -> list[str]:
    """List the colours of the lines, the shapes and the points of some axes, each once."""
    from matplotlib.colors import to_hex

    found = [line.get_color() for line in axes.get_lines()]
    found += [
        shape.get_facecolor() if shape.get_fill() else shape.get_edgecolor()
        for shape in axes.patches
    ]
    for points in axes.collections:
        faces, edges = points.get_facecolor(), points.get_edgecolor()
        found += [*(faces if len(faces) else edges)]
    return list(dict.fromkeys(to_hex(colour) for colour in found))
