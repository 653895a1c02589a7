"""What the page spatial/mosaic.md says about a picture in triangles, checked."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from pytest import approx
from recipes.testing import page, shows
from scipy import ndimage
from scipy.signal import convolve2d
from scipy.spatial import ConvexHull, Delaunay
from scipy.stats import pearsonr

from snippets.spatial import mosaic as run
from snippets.spatial import skyline

PAGE = page("spatial/mosaic.md")
GROUND = 308  # the first row of the water


@pytest.fixture
def owner():
    return run.mesh.find_simplex(np.dstack(np.indices((400, 640))))


@pytest.mark.parametrize("number", [3, 500, 1400])
def test_mean_colour(number, owner):
    """A triangle has the mean colour of its pixels, and no other colour."""
    PAGE.says("`find_simplex` finds the triangle of each pixel, and")
    PAGE.says("gives each triangle the mean colour of its pixels")
    PAGE.says("Turn an image into a triangle mosaic")
    own = [tuple(place) for place in np.argwhere(owner == number)]
    colour = PAGE.equation("mean-colour").defines(r"\bar{c}_T")
    mean = colour(T=own, c=lambda pixel: run.template[pixel].astype(float))
    assert_allclose(run.tiles[owner == number], np.tile(mean, (len(own), 1)))


def test_preserved():
    """The mean colour of the mosaic is that of the picture."""
    PAGE.says("`owner` holds the number of a triangle for each pixel, as `label` numbers parts")
    PAGE.says("over all triangles at once, and never over one that is too thin to own a pixel")
    PAGE.says("so the mean colour of the mosaic is that of the picture")
    PAGE.says("Each pixel belongs to exactly one triangle")
    for mosaic, picture in [(run.mosaic, run.picture), (run.tiles, run.template)]:
        assert_allclose(mosaic.mean(axis=(0, 1)), picture.mean(axis=(0, 1)))
    assert_array_equal(run.means, 2 * [np.round(run.picture.mean(axis=(0, 1)), 1)])
    owner = Delaunay(run.points).find_simplex(np.dstack(np.indices((600, 512))))
    assert owner.min() >= 0  # every pixel is in a triangle
    assert np.unique(owner).size < owner.max() and np.isfinite(run.mosaic).all()
    assert np.ptp(run.mosaic[owner == owner[300, 200]], axis=0) == approx(0)


def test_count():
    """The number of triangles follows from the vertices and the corners of the hull."""
    PAGE.says("corners of the hull there are")
    for points in (np.random.default_rng(2).normal(size=(50, 2)), run.vertices):
        triangles, hull = len(Delaunay(points).simplices), len(ConvexHull(points).vertices)
        assert PAGE.equation("euler").holds(t=triangles, v=len(points), h=hull)
    assert (run.triangles, run.hull) == (triangles, hull)


def test_cover(owner):
    """The triangles cover the picture once, from corner to corner."""
    PAGE.says("Their hull does not reach the border of the picture", "joins points to triangles")
    PAGE.says("corners are added")
    inner = run.vertices[: -run.hull]
    assert inner.min() > 0 and (inner.max(axis=0) < [399, 639]).all()
    first, second, third = run.vertices[run.mesh.simplices.T]
    (a, b), (c, d) = (second - first).T, (third - first).T
    assert np.min(a * d - b * c) > 0  # each runs counterclockwise
    assert np.sum(a * d - b * c) / 2 == approx(399 * 639)
    assert owner.min() == 0 and not len(run.mesh.coplanar)


def test_circumcircles():
    """No point is inside the circumcircle of any triangle."""
    PAGE.says("with edges, labels and means by scipy.ndimage and Delaunay", section="description")
    PAGE.says("Delaunay's triangulation has no point inside the circumcircle of any triangle")
    corners = run.vertices[run.mesh.simplices]
    sides = corners[:, 1:] - corners[:, :1]
    half = np.sum(sides**2, axis=-1, keepdims=True) / 2
    offset = np.linalg.solve(sides, half)[..., 0]  # from the first corner to the centre
    for middle, radius in zip(corners[:, 0] + offset, np.hypot(*offset.T), strict=True):
        assert np.hypot(*(run.vertices - middle).T).min() > radius * (1 - 1e-6)


def test_skyline():
    """The skyline is the same each time: blue above and red below, a moon, a tower and water."""
    PAGE.says("The template is a city at night with a moon, an orange")
    PAGE.says("The template is drawn by code; it is not a photograph")
    PAGE.says("lattice tower and lit windows, reflected in water")
    assert_array_equal(run.template, skyline.draw_skyline(640, 400, seed=0))
    red, _, blue = np.moveaxis(skyline.draw_sky(640, GROUND).astype(float), -1, 0)
    assert np.all(blue[:20] > red[:20]) and np.all(red[-20:] > blue[-20:])
    assert run.template[74, 128].min() > 200 and tuple(run.template[100, 422]) == (236, 98, 48)
    city, water = run.grey[:GROUND], run.grey[GROUND:]
    mirror = Image.fromarray(city[::-1].astype(np.uint8)).resize((640, len(water)))
    assert pearsonr(np.ravel(mirror), water.ravel()).statistic > 0.5
    assert water.mean() < run.grey.mean() < city.mean()


def test_gradient():
    """The magnitude joins the differences down the rows and across the columns."""
    PAGE.says("A pixel is strong if its magnitude exceeds a share of the largest one")
    PAGE.says("Sobel's filter gives the magnitude of the gradient", "differences down the rows and")
    PAGE.says("across the columns", "That threshold is")
    assert_array_equal(run.strong, run.magnitude / run.magnitude.max() > run.threshold)
    kernel = np.outer([1, 2, 1], [-1, 0, 1])
    across, down = (convolve2d(run.grey, k, "same", "symm") for k in (kernel, kernel.T))
    assert_allclose(run.magnitude, np.sqrt(across**2 + down**2), atol=1e-9)


def test_erosion():
    """The erosion deletes lines that are thinner than three pixels."""
    PAGE.says("keeps a pixel only if its whole neighbourhood")
    PAGE.says("and mostly rings around bright windows stay")
    PAGE.says("is strong. So it deletes all thinner lines")
    lines = np.zeros((12, 30), bool)
    lines[2:10, 5:7] = lines[2:10, 15:18] = True
    rows, columns = np.nonzero(ndimage.binary_erosion(lines, np.ones((run.side,) * 2)))
    assert set(columns) == {16} and (rows.min(), rows.max()) == (3, 8)
    assert_array_equal(run.edges, ndimage.minimum_filter(run.strong, 3, mode="constant", cval=0))
    assert ndimage.maximum_filter(run.grey, 7)[run.edges].mean() > 2 * run.grey.mean()


def test_brush():
    """The strokes crowd where the magnitude is large."""
    PAGE.says("has hundreds of short white strokes that crowd where the towers are")
    PAGE.says("has more of them where much happens in the picture", "Points where much happens")
    PAGE.says("dab at the picture with black and white brushes")
    PAGE.says("They crowd where the magnitude is large", "A seeded brush does so repeatably")
    chance = run.chance.ravel() / run.chance.sum()
    assert_array_equal(run.places, np.random.default_rng(0).choice(run.grey.size, 900, p=chance))
    there = tuple(np.array(run.centroids, int).T)
    assert ndimage.gaussian_filter(run.magnitude, 8)[there].mean() > 1.2 * run.magnitude.mean()
    assert run.magnitude.ravel()[run.places].mean() > 2 * run.magnitude.mean()
    assert run.painted.dtype == bool and len(run.places) == 900
    assert (run.painted & ~run.edges).any() and (run.edges & ~run.painted).any()  # white, black


def test_afar():
    """Template and mosaic become alike when both are blurred, as windows are lost."""
    PAGE.says("What is lost are the windows, which are smaller than the triangles")
    PAGE.says("To measure that, blur both and correlate their brightness")
    PAGE.says("From afar template and mosaic look alike", "when both are blurred by")
    assert 5 * 6 < run.grey.size / run.triangles / 5  # of the largest window, in pixels
    for sigma, r in zip([0, 8], run.likeness, strict=True):
        pair = (picture @ [0.299, 0.587, 0.114] for picture in (run.template, run.tiles))
        blurred = [ndimage.gaussian_filter(grey, sigma).ravel() for grey in pair]
        assert r == approx(pearsonr(*blurred).statistic)


def test_centres():
    """The centre of a part is the mean position of its pixels, by loop and by label."""
    PAGE.says("numbers the connected parts of the painted picture", "their centres in one call")
    PAGE.says("For each label they collect the positions", "The centres are the same", "finds all")
    for part in run.index[::60]:
        middle = [np.mean(places) for places in np.nonzero(run.labels == part)]
        assert_allclose(run.centroid_of(part), middle)
        assert_allclose(run.centroids[part - 1], middle)


def test_masks(owner):
    """A drawn triangle has the pixels of its outline as well, so neighbours share them."""
    PAGE.says("their colours differ a little: a drawn triangle includes its outline, so the pixels")
    PAGE.says("and for each triangle they draw a mask as large as the picture")
    PAGE.says("Pillow takes (x, y), where SciPy takes (row, column)")
    PAGE.says("on a shared side count for both neighbours")
    colours = [run.pixels_under(run.mesh.simplices[i]).mean(axis=0) for i in range(0, 1400, 40)]
    exact = [run.tiles[owner == i].mean(axis=0) for i in range(0, 1400, 40)]
    assert 0 < np.median(np.abs(np.subtract(colours, exact))) < 10
    drawn = [len(run.pixels_under(corners)) for corners in run.mesh.simplices[::40]]
    owned = np.bincount(owner.ravel(), minlength=run.triangles)[::40]
    assert np.all(drawn >= owned) and sum(drawn) > 1.1 * sum(owned)


def test_background():
    """Grey levels above zero are all foreground, and the background is centred in the middle."""
    PAGE.says("near the middle of the picture, and forgets the last part. Nothing raises an error")
    PAGE.says("takes every value that is not zero as foreground, and label `0` is the background")
    PAGE.says("of the boolean one. And count from", "Give `label` the boolean picture")
    PAGE.says("gives the background a centre", "The grey one has")
    assert run.labels.max() == run.parts not in range(run.parts)
    assert run.wrong_parts == ndimage.label(run.magnitude > 0)[1] < run.right_parts / 10
    assert np.hypot(*(run.middle - [199.5, 319.5])) < 5
    loop = range(run.parts)
    assert_allclose(run.centroid_of(loop[0]), run.middle)
    assert run.labels.max() == run.parts and run.parts not in loop


def test_figures(owner):
    PAGE.says("A skyline in flat triangles: large ones in the blue and pink sky, small ones among")
    PAGE.says("Of its edges small white rings around the windows remain on black")
    PAGE.says("the lattice tower an orange spike with a bright band", "The moon is a pale polygon")
    PAGE.says("a bright band, and single windows are bright specks", "flat triangles form")
    PAGE.says("white strokes that crowd where the towers are")
    size = np.bincount(owner.ravel())
    sky, city = (np.median(size[np.unique(rows)]) for rows in (owner[:60], owner[200:GROUND]))
    assert sky > 2 * city
    assert run.tiles[74, 128].min() > 150 and run.template[178, 422].min() > 150
    assert run.edges.mean() < 0.1 and run.painted[200:GROUND].mean() > 2 * run.painted[:60].mean()
    stages = run.template, run.edges, run.painted, run.tiles.round()
    titles = "template", "edges", "painted", "mosaic"
    for ax, stage, title in zip(run.axes.flat, stages, titles, strict=True):
        shows(ax, image=stage, title=title)
    shows(run.ax, image=run.tiles.round())
