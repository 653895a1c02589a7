"""What the page cluster/index.md says about methods, shapes and old names, checked."""

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page
from scipy.cluster.vq import kmeans2
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist, pdist, squareform
from scipy.stats import norm

from snippets.cluster import index as run

PAGE = page("cluster/index.md")


def squares(points, labels):
    """The sum of squared distances from the mean of each group."""
    return sum(points[labels == k].var(axis=0).sum() * np.sum(labels == k) for k in (0, 1))


def test_clouds():
    """The line halfway between round clouds misplaces as many points as the normal tail says."""
    PAGE.says("round clouds", "Use `kmeans2` for many points in round groups of like size")
    points, truth = run.points["clouds"]
    gap = np.diff([points[truth == k].mean(axis=0) for k in (0, 1)], axis=0)[0]
    assert gap == approx([5, 0], abs=0.4)
    expected = run.count * norm.sf(np.hypot(*gap) / 2)
    for name in ("kmeans", "whitened", "ward", "average", "complete"):
        assert run.wrong[name]["clouds"] == approx(expected, abs=3)


@pytest.mark.parametrize("shape", ["stripes", "rings", "aside"])
def test_what_kmeans_prefers(shape):
    """Where k-means is wrong, its groups have a smaller sum of squares than the true ones."""
    PAGE.says("long stripes, rings about one centre, or a big cloud and a small one aside")
    points, truth = run.points[shape]
    assert squares(points, run.methods["kmeans"](points)) < squares(points, truth)
    assert run.wrong["kmeans"][shape] > run.count / 8


@pytest.mark.parametrize("shape", ["rings", "aside"])
def test_single_follows_what_is_connected(shape):
    """Points that short steps connect are one group of single linkage, and the true one."""
    PAGE.says('`"single"` follows any shape, as long as nothing lies between the groups')
    points, truth = run.points[shape]
    apart = cdist(points[truth == 0], points[truth == 1]).min()
    steps = squareform(pdist(points)) < apart
    count, parts = connected_components(steps)
    assert run.mistakes(run.methods["single"](points), truth) == 0
    for part in range(count):
        assert len(set(truth[parts == part])) == 1
    bridge = (
        np.linspace([1, 0], [3, 0], 41) if shape == "rings" else np.linspace([0, 0], [4.5, 0], 41)
    )
    labels = run.methods["single"](np.vstack([points, bridge]))[: run.count]
    assert run.mistakes(labels, truth) > 0


def test_advice_on_other_points():
    """In three dimensions too: round groups for k-means, a small one for average linkage."""
    PAGE.says('and `linkage` with `"average"` when sizes differ')
    rng = np.random.default_rng(1)
    truth = np.repeat([0, 1], 150)
    round_groups = rng.normal(size=(300, 3)) + np.outer(truth, [3, 3, 3])
    assert run.mistakes(run.methods["kmeans"](round_groups), truth) < 6
    few = np.repeat([0, 1], [292, 8])
    unequal = rng.normal(size=(300, 3)) * np.where(few, 0.3, 1)[:, None] + np.outer(
        few, [3.5, 3.5, 0]
    )
    assert run.mistakes(run.methods["average"](unequal), few) == 0


def test_scale():
    """A change of units changes the groups of k-means, and not those after whiten."""
    PAGE.says("`whiten` brings the columns to one scale, and here that saves the stripes")
    points, truth = run.points["stripes"]
    assert run.wrong["whitened"]["stripes"] == 0 < run.wrong["kmeans"]["stripes"]
    other = points * [0.01, 1]
    assert run.mistakes(run.methods["kmeans"](other), truth) == 0
    assert (run.methods["whitened"](other) == run.methods["whitened"](points)).all()


def test_effort():
    """A tree needs the distance of each pair, k-means those to its centres; chance misses half."""
    PAGE.says("how many distances does it compute at a time", "A coin would put 100 points")
    points, truth = run.points["clouds"]
    assert len(pdist(points)) == run.distances["tree"]
    assert cdist(points, kmeans2(points, 2, minit="++", rng=0)[0]).size == run.distances["kmeans"]
    coin = [
        run.mistakes(toss, truth) for toss in np.random.default_rng(0).integers(2, size=(50, 200))
    ]
    assert np.mean(coin) == approx(run.size, abs=10)


def test_seed():
    """The older name of the generator still works, and the new one draws other numbers."""
    PAGE.says("older name, still works", "`rng`, which draws other numbers")
    points, _ = run.points["clouds"]
    old, again, new = (
        kmeans2(points, 9, minit="points", iter=1, **{name: 1})[0]
        for name in ("seed", "seed", "rng")
    )
    assert (old == again).all() and (old != new).any()
