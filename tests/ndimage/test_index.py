"""What the page ndimage/index.md says about filters, orders and old names, checked."""

import inspect
import warnings
from importlib import import_module

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import ndimage

from snippets.ndimage import index as run

PAGE = page("ndimage/index.md")


def test_grain():
    """Of grain the filters leave the root of the sum of their squared weights."""
    PAGE.says("What error does each filter leave", "by grain on each pixel", "Grain is for")
    dot = np.zeros((65, 65))
    dot[32, 32] = 1
    scale = run.grain["nothing"]
    assert scale == approx(0.3, rel=0.05)
    for name in ("uniform", "gaussian"):
        left = scale * np.linalg.norm(run.ways[name](dot))
        assert run.grain[name] == approx(left, rel=0.1)
    assert np.linalg.norm(run.ways["uniform"](dot)) == approx(1 / 3)
    assert np.linalg.norm(run.ways["gaussian"](dot)) == approx(1 / np.sqrt(4 * np.pi), rel=1e-3)
    assert min(run.grain, key=run.grain.get) == "gaussian"


def test_salt_and_pepper():
    """A single wrong pixel, or two of them, vanish by the median and are spread by the others."""
    PAGE.says("salt and pepper: some pixels are white or black", "Single wrong pixels are for")
    flat = np.zeros((9, 9))
    flat[4, 4:6] = 1
    assert not run.ways["median"](flat).any()
    assert run.ways["uniform"](flat).sum() == approx(2) == run.ways["gaussian"](flat).sum()
    assert set(np.unique(run.peppered[run.peppered != run.smooth])) == {-1, 1}
    assert min(run.pepper, key=run.pepper.get) == "median"


def test_edges():
    """A straight edge, in any direction, is kept by the median and blurred by the others."""
    PAGE.says("which also keeps edges", "a disc without any noise, for what a filter does to edges")
    assert run.edge["median"] < run.edge["gaussian"] / 5
    for slope in (0, 1, -2):
        half = np.where(run.rows - 64 > slope * (run.columns - 64), 1.0, 0.0)
        found = run.errors(half, half)
        assert found["median"] < found["gaussian"] / 5 and found["uniform"] > 0.01
    assert np.unique(run.disc).tolist() == [0, 1] and run.disc.sum() == approx(
        np.pi * 32**2, rel=0.01
    )


def test_orders():
    """The error of a spline falls with the power of the wavelength that is its order plus one."""
    PAGE.says("draw splines of some `order` through the pixels", "Use the default for smooth")
    for order in (1, 3, 5):
        fall = run.tried(order)["error"] / run.tried(order, 32)["error"]
        assert fall == approx(2 ** (order + 1), rel=0.1)
    turn = np.pi * run.step / 8
    assert run.nearest["error"] == approx(np.sin(turn))
    assert run.linear["error"] == approx((1 - np.cos(turn)) * np.cos(turn))
    for function in (ndimage.shift, ndimage.rotate, ndimage.zoom, ndimage.map_coordinates):
        assert inspect.signature(function).parameters["order"].default == 3


def test_pixels():
    """Without the filter before it, a spline of an order reads its order plus one pixels a side."""
    PAGE.says("pixels for each pixel", "`order=3`, the default", "`order=0`, the nearest pixel")
    dot = np.zeros((64, 64))
    dot[32, 32] = 1
    for order, found in [(0, run.nearest), (1, run.linear), (3, run.cubic), (5, run.quintic)]:
        spread = ndimage.shift(dot, (0.3, 0.3), order=order, prefilter=False)
        assert np.count_nonzero(spread) == found["used"]
    assert np.count_nonzero(abs(run.moved(np.eye(1, run.size, 64), None)) > 1e-12) == run.size


def test_overshoot():
    """Only the orders 0 and 1 stay between the values, and only order 0 makes no new ones."""
    PAGE.says("because it never overshoots", "Most ways make some of the disc brighter than white")
    PAGE.says("Labels and masks need `order=0`, or new values appear between them")
    PAGE.says("`fourier_shift` is exact if the picture is periodic")
    labels = 3.0 * (run.random.random((64, 64)) > 0.5)
    over = [run.tried(order)["overshoot"] > 0.01 for order in (0, 1, 2, 3, 4, 5, None)]
    assert over == [False, False, True, True, True, True, True]
    for order in range(6):
        moved = ndimage.rotate(labels, 30, order=order)
        assert (set(np.unique(moved)) == {0, 3}) == (order == 0)
        assert (moved.min() > -1e-9 and moved.max() < 3 + 1e-9) == (order < 2)
    row = np.linspace(0, 1, 128, endpoint=False)
    twice = run.moved(run.moved(np.exp(np.cos(2 * np.pi * row))[None], None), None)
    assert twice[0] == approx(np.exp(np.cos(2 * np.pi * (row - 1 / 128))))


def test_old_names():
    """The old modules warn, the sum has two names, and the names of scipy.misc are gone."""
    PAGE.says("warn, to be removed in 2.0", "another name for old code, still works")
    PAGE.says("removed; the module is empty since 1.15", "moved; they download what they return")
    for module, name in {
        "filters": "gaussian_filter",
        "measurements": "label",
        "morphology": "binary_erosion",
        "interpolation": "zoom",
        "fourier": "fourier_shift",
    }.items():
        old = import_module(f"scipy.ndimage.{module}")
        with pytest.deprecated_call(match="2.0"):
            assert getattr(old, name) is getattr(run.ndimage, name)
    assert ndimage.sum(run.disc) == ndimage.sum_labels(run.disc) == run.disc.sum()
    with warnings.catch_warnings(action="ignore"):
        misc = import_module("scipy.misc")
    for name in ("imread", "imresize", "imrotate", "face", "ascent"):
        assert not hasattr(misc, name)
    assert {"face", "ascent", "download_all"} <= set(scipy.datasets.__all__)
