"""What the page spatial/mosaic.md says about the skyline and its triangles, checked."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from pytest import approx
from recipes.testing import distinguishable, one_based, page
from scipy import ndimage
from scipy.spatial import ConvexHull, Delaunay
from scipy.stats import pearsonr

from snippets.spatial import mosaic as run
from snippets.spatial import skyline

PAGE = page("spatial/mosaic.md")


@pytest.fixture
def corners():
    """Of each triangle, in (row, column)."""
    return run.points[run.mesh.simplices]


def test_the_gradient_of_the_page_is_that_of_the_snippet():
    kernel = np.outer([1, 2, 1], [-1, 0, 1])
    gradient = PAGE.equation("gradient").defines("G")
    for place in [(0, 17), (211, 400)]:
        at = {"*": lambda k, f, place=place: ndimage.convolve(f, k)[place]}
        assert gradient(at, K=kernel, f=run.grey) == approx(run.magnitude[place])
    lopsided = np.random.default_rng(1).normal(size=(3, 3))
    patch = run.grey[:30, :20]
    at = {"*": lambda k, f: ndimage.convolve(f, k)[7, 9]}
    both = [ndimage.convolve(patch, k)[7, 9] for k in (lopsided, lopsided.T)]
    assert gradient(at, K=lopsided, f=patch) == approx(np.hypot(*both))


def test_the_number_of_triangles_and_the_mean_colour_are_those_of_the_page():
    assert PAGE.equation("euler").holds(t=run.triangles, v=run.vertices, h=run.hull)
    cloud = np.random.default_rng(2).normal(size=(50, 2))
    mesh, hull = Delaunay(cloud), ConvexHull(cloud)
    assert PAGE.equation("euler").holds(t=len(mesh.simplices), v=50, h=len(hull.vertices))
    colour = PAGE.equation("mean-colour").defines(r"\bar{c}_T")
    own = np.argwhere(run.mesh.find_simplex(run.pixels) == run.used[40])
    mean = colour(T=[tuple(place) for place in own], c=lambda p: run.template[p].astype(float))
    assert mean == approx(run.colours[40])


def test_the_correlation_of_the_page_is_that_of_pearson():
    correlation = PAGE.equation("correlation").defines("r")
    x, y = np.random.default_rng(1).normal(4, size=(2, 9))
    named = {"x": one_based(x), "y": one_based(y), "bar_x": x.mean(), "bar_y": y.mean(), "n": 9}
    assert correlation(named) == approx(pearsonr(x, y).statistic)
    # About points other than the means, where no part of the sum vanishes.
    x, y = x - 3, y - 7
    cosine = x @ y / np.linalg.norm(x) / np.linalg.norm(y)
    assert correlation({**named, "bar_x": 3, "bar_y": 7}) == approx(cosine)


def test_the_skyline_is_the_same_each_time_and_another_with_another_seed():
    assert_array_equal(run.template, skyline.draw_skyline())
    assert_array_equal(run.template, skyline.ax.get_images()[0].get_array())
    assert np.mean(run.template != skyline.draw_skyline(seed=1)) > 0.3
    assert skyline.draw_skyline(width=90, height=70).shape == (70, 90, 3)


def test_the_skyline_shows_what_its_description_says():
    ground = 308  # the first row of the water
    red, _, blue = np.moveaxis(skyline.draw_sky(640, ground).astype(float), -1, 0)
    assert np.all(blue[:20] > red[:20]) and np.all(red[-20:] > blue[-20:])
    assert run.template[74, 128].min() > 200  # the moon
    assert tuple(run.template[100, 422]) == (236, 98, 48)  # the lattice tower
    city, water = run.grey[:ground], run.grey[ground:]
    flipped = Image.fromarray(city[::-1].astype(np.uint8)).resize((640, len(water)))
    assert pearsonr(np.ravel(flipped), water.ravel()).statistic > 0.5
    assert water.mean() < run.average < city.mean()


def test_the_erosion_deletes_lines_that_are_thinner_than_three_pixels():
    lines = np.zeros((12, 30), bool)
    lines[2:10, 5:7] = lines[2:10, 15:18] = True
    rows, columns = np.nonzero(ndimage.binary_erosion(lines, np.ones((run.side,) * 2)))
    assert set(columns) == {16} and (rows.min(), rows.max()) == (3, 8)
    assert run.edge_share < run.strong_share / 2 < 0.5
    assert run.strong_share == approx(np.count_nonzero(run.strong) / run.strong.size)


def test_the_brush_visits_the_places_where_much_happens():
    stroke_at = run.magnitude.ravel()[run.places]
    assert stroke_at.mean() > 2 * run.magnitude.mean()
    assert len(run.places) == run.strokes


def test_every_part_has_its_centre_and_the_background_has_none():
    assert set(np.unique(run.labels)) == {0, *run.index}
    looped = [run.centroid_of(part) for part in run.index[::9]]
    assert_allclose(run.centroids[::9], looped)
    assert_allclose(run.first, looped[0])
    assert np.hypot(*(run.background - [199.5, 319.5])) < 5


def test_the_triangles_cover_the_picture_once(corners):
    assert run.hull == len(ConvexHull(run.points).vertices)
    (a, b), (c, d) = (corners[:, k].T - corners[:, 0].T for k in (1, 2))
    assert np.all(a * d - b * c > 0)  # each runs counterclockwise
    assert run.mesh.find_simplex(run.pixels).min() >= 0
    assert not len(run.mesh.coplanar)
    assert run.area == approx(run.last_row * run.last_column) == approx(399 * 639)
    assert (run.last_row, run.last_column) == tuple(run.pixels[-1, -1])
    assert run.without_pixels == len(
        set(range(run.triangles)) - set(run.mesh.find_simplex(run.pixels).flat)
    )


def test_every_circumcircle_is_empty(corners):
    """Solve |centre - corner| equal for all three corners, then look at all points."""
    first = corners[:, :1]
    sides = corners[:, 1:] - first
    half = np.sum(sides**2, axis=-1, keepdims=True) / 2
    offset = np.linalg.solve(sides, half)[..., 0]
    centre, radius = first[:, 0] + offset, np.linalg.norm(offset, axis=-1)
    for middle, r in zip(centre, radius, strict=True):
        distance = np.hypot(*(run.points - middle).T)
        assert distance.min() > r * (1 - 1e-6)


def test_a_triangle_has_the_mean_colour_of_its_pixels():
    for number in (3, 500, 1400):
        own = run.template[run.mesh.find_simplex(run.pixels) == run.used[number]]
        assert_allclose(run.colours[number], own.mean(axis=0))
    assert_allclose(run.mosaic.mean(axis=(0, 1)), run.template.mean(axis=(0, 1)))
    assert not np.isnan(run.mosaic).any()


def test_template_and_mosaic_are_alike_from_afar():
    for sigma, r in zip([0, 2, 4, 8, 16], run.likeness, strict=True):
        x, y = (
            ndimage.gaussian_filter(picture @ [0.299, 0.587, 0.114], sigma)
            for picture in (run.template, run.mosaic)
        )
        assert r == approx(pearsonr(x.ravel(), y.ravel()).statistic)
    assert run.sigmas == [0, 2, 4, 8, 16] and run.likeness == sorted(run.likeness)
    assert run.likeness[0] < 0.85 < 0.98 < run.likeness[3]


def test_each_state_shows_template_and_mosaic_under_its_blur():
    for sigma, view in zip(run.sigmas, run.views, strict=True):
        for ax, picture in zip(view, (run.template, run.mosaic), strict=True):
            channels = np.moveaxis(picture.astype(float), -1, 0)
            blurred = [ndimage.gaussian_filter(channel, sigma) for channel in channels]
            shown = np.moveaxis(ax.images[0].get_array().astype(float), -1, 0)
            assert_allclose(shown, np.array(blurred)[:, ::2, ::2], atol=0.5 + 1e-9)


def test_neighbouring_masks_share_the_pixels_on_their_side():
    some = run.used[5::40]
    owned = np.bincount(run.region.ravel())[5::40]
    masks = [len(run.pixels_under(run.mesh.simplices[number])) for number in some]
    assert np.all(masks >= owned)
    assert sum(masks) / owned.sum() - 1 == approx(run.surplus, abs=0.05)


def test_the_wrong_ways_go_wrong():
    assert run.wrong_parts < run.right_parts / 10
    assert run.uncovered == approx((640 - 400) / 640, abs=0.002)


def test_the_figures_show_the_stages_and_the_flat_triangles():
    stages = {
        "template": run.template,
        "edges": run.edges,
        "painted": run.painted,
        "mosaic": run.mosaic.round(),
    }
    for ax, (title, stage) in zip(run.axes.flat, stages.items(), strict=True):
        assert ax.get_title() == title
        assert_array_equal(ax.images[0].get_array(), stage)
    tiles = run.ax_mosaic.images[0].get_array()
    assert_array_equal(tiles, run.mosaic.round())
    for channel in np.moveaxis(tiles, -1, 0):
        low, high = (
            f(channel, run.region, range(len(run.used))) for f in (ndimage.minimum, ndimage.maximum)
        )
        assert_array_equal(low, high)  # each triangle is flat
    assert distinguishable(map(run.axes[0, 1].images[0].cmap, (0.0, 1.0)))
