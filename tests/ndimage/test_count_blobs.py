"""What the page ndimage/count-blobs.md says about blobs, checked."""

import numpy as np
from numpy.testing import assert_array_equal
from pytest import approx, fixture
from recipes.testing import page, shows
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

from snippets.ndimage import count_blobs as run

PAGE = page("ndimage/count-blobs.md")


@fixture
def clutter():
    """Pixels at random, more columns than rows, in hundreds of parts."""
    return np.random.default_rng(1).random((40, 70)) < 0.4


def test_diameter():
    """The diameter is that of a disc of the same area."""
    PAGE.says("The diameter $d$ is that of a disc of the same area $A$")
    equation = PAGE.equation("diameter")
    for number, area, d in zip(run.index, run.area, run.diameter, strict=True):
        assert np.sum(run.labels == number) == area and equation.holds(d=d, A=area)


def test_graph():
    """The labels are the components of the graph that joins neighbours."""
    PAGE.says("Count and measure the blobs of a noisy picture", section="description")
    PAGE.says("`ndimage.label` numbers the connected parts of a picture")
    number = np.arange(run.mask.size).reshape(run.mask.shape)
    pairs = [(number[:, 1:], number[:, :-1]), (number[1:], number[:-1])]
    first, second = np.hstack([np.stack([one.ravel(), two.ravel()]) for one, two in pairs])
    joined = run.mask.ravel()[first] & run.mask.ravel()[second]
    edges = np.ones(joined.sum()), (first[joined], second[joined])
    graph = coo_array(edges, shape=2 * (run.mask.size,))
    _, component = connected_components(graph, directed=False)
    both = np.unique([component[run.mask.ravel()], run.labels[run.mask]], axis=1)
    assert both.shape[1] == run.count == len(set(both[0])) == len(set(both[1]))


def test_picture():
    """The picture is drawn by code: discs that do not touch, and noise."""
    rng = np.random.default_rng(0)
    drawn, places = rng.normal(scale=0.4, size=(150, 250)), np.indices((150, 250))
    radii = rng.permutation([8 + 10 * k / 14 for k in range(15)])
    middles = 50.0 * np.transpose(np.indices((3, 5)), (1, 2, 0)).reshape(15, 2) + 25
    middles += rng.uniform(-6, 6, size=(15, 2))
    for middle, radius in zip(middles, radii, strict=True):
        drawn += np.hypot(*(places - middle[:, None, None])) < radius
    assert run.picture == approx(drawn)
    assert (cdist(middles, middles) + 100 * np.eye(15) - radii - radii[:, None]).min() > 1


def test_discs():
    """There is one blob for each disc, with nearly its diameter."""
    PAGE.says("discs are found", "Count and measure blobs in a picture")
    PAGE.says("The diameters are off by up to")
    assert run.count == len(run.radii) and (np.diff(run.radii) > 0).all()
    errors = [d / r / 2 - 1 for d, r in zip(sorted(run.diameter), run.radii, strict=True)]
    assert run.off == approx(max(np.abs(errors)))


def test_centres():
    """The centre of a blob is the mean position of its pixels."""
    PAGE.says("`sum_labels` and `center_of_mass` measure all of them at once")
    means = [np.argwhere(run.labels == number).mean(axis=0) for number in run.index]
    assert np.array(run.centre) == approx(np.array(means))


def test_background():
    """Label 0 is outside of all blobs, and the others are numbered without a gap."""
    PAGE.says("Each pixel of `labels` has the number of its blob, and `0` is the background")
    assert_array_equal(run.labels == 0, ~run.mask)
    assert_array_equal(np.unique(run.labels), np.arange(16))


def test_box():
    """The box that is cut out is the smallest that holds the blob."""
    PAGE.says("gives the box of a blob, to cut it out")
    rows, columns = np.nonzero(run.labels == run.index[run.largest])
    assert run.box == (slice(min(rows), max(rows) + 1), slice(min(columns), max(columns) + 1))
    assert run.area[run.largest] == np.bincount(run.labels[run.mask]).max()


def test_noise():
    """Without the blur the noise is over the threshold in many places."""
    PAGE.says("Without the blur, each bright speck of the noise would count", "It counts")
    raw = run.picture > 0.5
    assert run.specks == run.flood_fill(raw)[1]
    assert raw[~run.mask].mean() > 0.05 and ndimage.label(raw & ~run.mask)[1] > run.specks / 2


def test_threshold():
    """Halfway between dark and bright, the border of a blurred edge stays where it is."""
    PAGE.says("Blur by less than the radius of the blobs, and put the threshold halfway between")
    PAGE.says("dark and bright")
    edge = np.zeros((9, 40))
    edge[:, 17:] = 1
    assert_array_equal(ndimage.gaussian_filter(edge, 2) > 0.5, edge == 1)
    blurred = np.fft.ifft2(ndimage.fourier_gaussian(np.fft.fft2(run.picture), 2)).real
    assert_array_equal((blurred > 0.5)[8:-8, 8:-8], run.mask[8:-8, 8:-8])
    inner = ndimage.binary_erosion(run.mask, iterations=2)
    outer = ndimage.binary_dilation(run.mask, iterations=2)
    assert (run.picture[inner].mean() + run.picture[~outer].mean()) / 2 == approx(0.5, abs=0.05)
    disc = 1.0 * (np.hypot(*np.indices((60, 60)) - 30) < 8)
    assert (ndimage.gaussian_filter(disc, 2) > 0.5).sum() == approx(disc.sum(), rel=0.1)
    assert not (ndimage.gaussian_filter(disc, 8) > 0.5).any()


def test_flood_fill(clutter):
    """The flood fill gives the same labels."""
    PAGE.says("People fill one blob after the other, from pixel to pixel")
    PAGE.says("The labels are the same, and it takes")
    PAGE.says("with scipy.ndimage.label, against a flood fill in Python", section="description")
    assert run.agree
    for picture in (run.mask, clutter):
        labels, count = run.flood_fill(picture)
        assert_array_equal(labels, ndimage.label(picture)[0])
        assert count == labels.max() > 10


def test_corners():
    """Pixels that touch at a corner are joined only on request."""
    PAGE.says("Pixels that touch only at a corner do not count as connected")
    PAGE.says("So a thin slanted line falls into pieces", "blobs of one pixel each")
    PAGE.says("With `structure=np.ones((3, 3))` corners connect, and it is one")
    assert cdist(*2 * [np.argwhere(run.line)], "chebyshev").max() == 4
    assert (run.pieces, run.joined) == (np.count_nonzero(run.line), 1)
    assert [ndimage.label([[0, 1], [1, 0]], s)[1] for s in (None, np.ones((3, 3)))] == [2, 1]


def test_figure():
    PAGE.says("A picture of discs in noise, drawn by code", "A grey picture full of grainy noise")
    PAGE.says("with the outline and the number of each blob that was found", "A line goes round")
    PAGE.says("Brighter discs of different sizes lie in it, in rows, and do not touch")
    PAGE.says("round each of them, and a number stands in its middle")
    texts = {str(k): (x, y) for k, (y, x) in zip(run.index, run.centre, strict=True)}
    shows(run.ax, image=run.picture, between=(-1.5, 1.5), texts=texts, labels=("column", "row"))
    mask = run.mask.astype(float)
    outline = lambda x, y: ndimage.map_coordinates(mask, [y, x], order=1)  # noqa: E731
    shows(run.ax, contours={"outline": ([0.5], outline)})
    assert [text.get_ha() + text.get_va() for text in run.ax.texts] == 15 * ["centercenter"]
