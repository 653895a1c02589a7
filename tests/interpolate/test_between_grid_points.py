"""What the page interpolate/between-grid-points.md says about tables, checked."""

import itertools
import warnings

import numpy as np
import pytest
import scipy.interpolate
from matplotlib.cbook import get_sample_data
from pytest import approx
from recipes.testing import page, shows
from scipy.interpolate import RectBivariateSpline, RegularGridInterpolator
from scipy.ndimage import map_coordinates

from snippets.interpolate import between_grid_points as run

PAGE = page("interpolate/between-grid-points.md")


@pytest.fixture
def grid():
    """The numbers of rows and columns at uneven steps, more columns than rows."""
    rng = np.random.default_rng(0)
    return np.cumsum(rng.uniform(0.2, 1, 9)), np.cumsum(rng.uniform(0.2, 1, 14))


@pytest.mark.parametrize("place", [(2, 3), (0.77, 4.02), (5.11, 0.31)])
def test_weights(place):
    """A value is the mean of the entries around it, with the weights that the page prints."""
    PAGE.says("A value $z$ is a weighted mean of the entries $f$ around it")
    PAGE.says("The row position $u$ and the column position $v$ between them are fractions of a")
    row, column = np.divide(place, (run.south[1], run.east[1]))
    i, j = int(row), int(column)
    names = {"f": run.height[i : i + 2, j : j + 2], "u": row - i, "v": column - j}
    assert PAGE.equation("weights").holds(names, z=run.height_at(place))


def test_entries(grid):
    """The surface goes through the entries, at even and at uneven steps."""
    PAGE.says("reads a table between its entries", "The surface goes through the entries")
    PAGE.says("when each row and each column has a number of its own")
    PAGE.says("Look up values between grid points", "each with its own steps")
    entries = np.random.default_rng(1).normal(size=(9, 14))
    for axes, table in [(grid, entries), ((run.south, run.east), run.height)]:
        at = RegularGridInterpolator(axes, table)(list(itertools.product(*axes)))
        assert at == approx(table.ravel()) and run.height_at((0, 0)) == run.height[0, 0]


def test_plane(grid):
    """A plane is reproduced, also with three variables."""
    PAGE.says("a plane is reproduced exactly", "There may be more variables")
    axes = *grid, np.array([-1, 0, 4])
    x, y, t = np.meshgrid(*axes, indexing="ij")
    places = np.random.default_rng(2).uniform([1, 1, -1], 4, size=(20, 3))
    at = RegularGridInterpolator(axes, 2 * x - 3 * y + 5 * t + 1)
    assert at(places) == approx(places @ [2, -3, 5] + 1)
    flat = RegularGridInterpolator((run.south, run.east), run.south[:, None] - 4 * run.east)
    assert flat(run.path) == approx(run.path @ [1, -4])


def test_order():
    """With half the step, the error is a quarter of what it was."""

    def error(count):
        x, y = np.linspace(0, 1, count), np.linspace(0, 2, count)
        at = RegularGridInterpolator((x, y), np.exp(x[:, None] - y))
        places = np.random.default_rng(0).uniform(0, [1, 2], size=(2000, 2))
        return run.root_mean_square(at(places) - np.exp(places @ [1, -1]))

    assert error(41) / error(81) == approx(4, rel=0.1)


def test_other_methods():
    """Two other interpolators, by index and by a spline of degree one, give the same heights."""
    PAGE.says("looks up pixels by their indices")
    by_index = map_coordinates(1.0 * run.height, run.steps.T, order=1)
    spline = RectBivariateSpline(run.south, run.east, run.height, kx=1, ky=1)
    assert run.profile == approx(by_index) and run.profile == approx(spline.ev(*run.path.T))


def test_outside():
    """Outside the grid there is an error, and the old interp2d no longer works."""
    PAGE.says("Outside the grid there is an error")
    PAGE.says(
        "with scipy.interpolate.RegularGridInterpolator, which takes the place",
        section="description",
    )
    PAGE.says("The old `scipy.interpolate.interp2d` no longer works")
    with pytest.raises(ValueError, match="out of bounds"):
        run.height_at([5.6, 3])
    with pytest.raises((NotImplementedError, AttributeError)):
        scipy.interpolate.interp2d(run.east, run.south, run.height)


def test_data():
    """The steps in km follow from those in degrees and the latitude."""
    PAGE.says("Heights near Jacksboro, Tennessee, with a path", "The data come with Matplotlib")
    data = get_sample_data("jacksboro_fault_dem.npz")
    down, latitude = data["dy"] * 40_008 / 360, np.radians(data["ymin"] - 260 * data["dy"])
    across = data["dx"] * 40_008 / 360 * np.cos(latitude)
    assert (run.south[1], run.east[1]) == approx((down, across), rel=0.005)
    assert (data["ymin"], data["xmin"]) == approx((36.5, -84.2), abs=0.3)  # the town


def test_accuracy():
    """The error is that at the middles of the cells, which the methods have not seen."""
    PAGE.says("keep every second row and column, and look up what lies in the middle between them")
    PAGE.says("The error is", "m, as a root mean square, and", 'with `method="cubic"`')
    kept, truth = run.height[::2, ::2], run.height[1::2, 1::2]
    middles = (kept[:-1, :-1] + kept[1:, :-1] + kept[:-1, 1:] + kept[1:, 1:]) / 4
    assert run.linear == approx(np.linalg.norm(middles - truth) / np.sqrt(30 * 35))
    spline = RectBivariateSpline(*run.known, kept)(run.south[1::2], run.east[1::2])
    assert run.cubic == approx(run.root_mean_square(spline - truth), rel=1e-3)


def test_by_hand():
    """Whole indices lead to an entry of the cell, which misses more."""
    PAGE.says("turn the place into whole indices and take that entry", "Then the same error is")
    indices = int(run.south[31] / run.south[2]), int(run.east[17] / run.east[2])
    assert run.kept[:-1, :-1][15, 8] == run.kept[indices]
    assert run.by_hand > 3 * run.linear > 4 * run.cubic


def test_swapped():
    """With the numbers swapped, the height is that of another place, without a warning."""
    PAGE.says("A place has the order of the indices: the row first, then the column")
    PAGE.says("With the numbers swapped, as a point (x, y) would have them", "The camp is at")
    PAGE.says("the height is that of another place. There is no warning")
    PAGE.says('For the same reason `numpy.meshgrid` needs `indexing="ij"`')
    turned = RegularGridInterpolator((run.east, run.south), run.height.T)
    with warnings.catch_warnings(action="error"):
        assert turned([(2, 3), (3, 2)]) == approx(np.stack([run.swapped, run.camp]))
    assert run.height_at(tuple(np.meshgrid(run.south, run.east))) == approx(run.height.T)


def test_figure():
    PAGE.says("A picture of square grey cells, bright ridges and dark valleys", "A straight line")
    PAGE.says("runs across it from the upper left to the lower right", "The path reaches")
    PAGE.says("Below, the height along this line: a smooth curve, and a staircase of single")
    PAGE.says("entries that jumps around it", "as for the staircase in the figure")
    share = np.linspace(0, 1, 401)
    path = (0.5 + 4.3 * share) / 0.0743, (0.7 + 4.2 * share) / 0.0926
    shows(run.above, image=run.height, between=(423, 1300), labels=("column", "row"))
    shows(run.above, lines={"": path})
    assert run.image.cmap(0.0) < run.image.cmap(1.0)  # dark, bright
    assert run.image.colorbar.ax.get_ylabel() == "height (m)"
    assert np.abs(np.transpose(path[::-1]) - run.entry - 0.5).max() < 0.5 + 1e-9  # in its cell
    stairs = [run.height[i, j] for i, j in run.entry]
    lines = {
        "entry of the table": (run.walked, stairs),
        "between entries": (run.walked, run.profile),
    }
    labels = ("way along the path (km)", "height (m)")
    shows(run.below, lines=lines, legend=[*lines], labels=labels)
    assert np.ptp(np.diff(stairs)) > 4 * np.ptp(np.diff(run.profile))
    assert run.highest == max(run.profile) and run.walked == approx(np.hypot(4.2, 4.3) * share)
