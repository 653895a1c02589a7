"""What the page spatial/index.md says about neighbours, distances and old names, checked."""

import math
import warnings
from importlib import import_module

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import spatial
from scipy.spatial import distance

from snippets.spatial import index as run

PAGE = page("spatial/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))
WAYS = ("product", "cdist", "pdist", "tree", "delaunay")


def test_nearest():
    """Each way finds the distances that a loop over all pairs finds; the product loses digits."""
    PAGE.says("Each way computes distances and takes the smallest")
    PAGE.says("by hand, with a product of matrices", "How far is each of")
    places = run.draws[: run.few].tolist()
    loop = [min(math.dist(p, q) for q in places if q is not p) / 2**20 for p in places]
    for name in WAYS:
        allowed = 1e-4 if name == "product" else 1e-15
        assert getattr(run, name)(run.points[: run.few])[1] == approx(loop, abs=allowed)
    exact = [run.found[name]["error"] for name in WAYS[1:]]
    assert run.found["product"]["error"] > 1e6 * max(exact)


def test_how_numbers_grow():
    """A tree is asked for a number per point; a full table has their square, a half one half."""
    PAGE.says("its numbers grow like those of the points, and a full table grows like their square")
    assert run.points.shape == (run.many, 2)
    for count, sizes in [(run.few, "few"), (run.many, "many")]:
        assert run.found["product"][sizes] == run.found["cdist"][sizes] == count**2
        assert run.found["pdist"][sizes] == count * (count - 1) / 2
        assert run.found["tree"][sizes] == 2 * count  # one of them is the point itself
        assert run.found["delaunay"][sizes] <= 2 * (3 * count - 6)  # Euler's formula, both ways


def test_other_points():
    """In space, in clusters, the tree and the triangulation agree with all distances again."""
    PAGE.says("Use `KDTree` for the nearest points", "neighbours on all sides")
    PAGE.says("Compute all distances, with `cdist` or `pdist`, if you need all of them")
    random = np.random.default_rng(1)
    points = random.normal(size=(20, 1, 3)) + 0.01 * random.normal(size=(20, 15, 3))
    points = points.reshape(-1, 3)
    table = run.cdist(points)[1]
    for name in ("pdist", "tree", "delaunay"):
        assert getattr(run, name)(points)[1] == approx(table, rel=1e-12)
    net = spatial.Delaunay(run.points[: run.few])
    starts, ends = net.vertex_neighbor_vertices
    for index in set(range(run.few)) - set(net.convex_hull.ravel().tolist()):
        x, y = (net.points[ends[starts[index] : starts[index + 1]]] - net.points[index]).T
        angles = np.sort(np.arctan2(y, x))
        assert np.diff(angles, append=angles[0] + 2 * np.pi).max() < np.pi


def test_distances():
    """The distances are those of the closed forms, for any curve of as many values."""
    PAGE.says("the sum of the changes", "the sum of their squares", "one change alone")
    PAGE.says("In one case each value is raised", "in another all are doubled")
    a, size = run.profile, run.profile.size
    for found, other in [(run.raised, a + 1), (run.outlier, run.single), (run.doubled, 2 * a)]:
        change = abs(other - a)
        assert found["cityblock"] == approx(change.sum())
        assert found["euclidean"] == approx(np.sqrt((change**2).sum()))
        assert found["chebyshev"] == approx(change.max())
        assert found["cosine"] == approx(1 - a @ other / np.sqrt(a @ a * (other @ other)))
        assert found["correlation"] == approx(1 - np.corrcoef(a, other)[0, 1], abs=1e-12)
    assert run.raised["cityblock"] == approx(size)
    assert np.count_nonzero(run.single - a) == 1


def test_advice_on_distances():
    """Another curve, raised and stretched, has no distance by correlation, but by all others."""
    PAGE.says('`"correlation"` ignores the level and the size of a curve', "the shape alone")
    PAGE.says('`"cityblock"` weighs an outlier least', "Choose the distance that does not see")
    curve = np.random.default_rng(2).normal(size=run.profile.size)
    stretched = 3 * curve + 5
    found = {kind: distance.cdist([curve], [stretched], kind).item() for kind in run.kinds}
    assert min(found, key=found.get) == "correlation" and found["correlation"] < 1e-12
    assert min(found[kind] for kind in run.kinds[:4]) > 0.1
    weights = {kind: run.outlier[kind] / run.raised[kind] for kind in run.kinds[:4]}
    assert min(weights, key=weights.get) == "cityblock"


def test_old_names():
    """What the page calls removed is gone, what still works agrees with what replaces it."""
    PAGE.says("the older class, still works", "which has all of it", "removed in 1.6")
    PAGE.says(
        "`sokalmichener` of `distance` | removed in 1.17", "for the latter, which is the same"
    )
    PAGE.says("work, deprecated in 1.18")
    few = run.points[: run.few]
    assert issubclass(spatial.KDTree, spatial.cKDTree)
    assert (spatial.cKDTree(few).query(few, k=2)[0][:, 1] == run.tree(few)[1]).all()
    module = import_module("scipy.spatial.distance")
    gone = ("kulczynski1", "sokalmichener")
    assert [hasattr(module, name) for name in gone] == [VERSION < (1, 17)] * 2
    if VERSION < (1, 17):
        with warnings.catch_warnings(action="ignore"):
            sides = np.array([1, 0, 1, 1, 0, 1], bool), np.array([1, 1, 0, 1, 0, 0], bool)
            assert module.sokalmichener(*sides) == module.rogerstanimoto(*sides)
    for name in ("distance_matrix", "minkowski_distance"):
        if VERSION < (1, 18):
            with warnings.catch_warnings(action="error"):
                assert getattr(spatial, name)(few[:1], few[1:2]) == approx(
                    distance.cdist(few[:1], few[1:2]).item()
                )
        else:
            with pytest.deprecated_call():
                getattr(spatial, name)(few[:1], few[1:2])
    turn = spatial.transform.Rotation
    for old, new in [("from_dcm", "from_matrix"), ("as_dcm", "as_matrix")]:
        assert not hasattr(turn, old) and hasattr(turn, new)
