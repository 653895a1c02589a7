"""What the page cluster/colours.md says about the colours of an image, checked."""

import numpy as np
import pytest
from matplotlib.cbook import get_sample_data
from PIL import Image
from pytest import approx
from recipes.testing import page, shows
from scipy.cluster.vq import ClusterError, kmeans2, vq, whiten
from scipy.spatial.distance import cdist

from snippets.cluster import colours as run

PAGE = page("cluster/colours.md")


def test_squares():
    """The sum of squares of the page is what a run has made small."""
    PAGE.says("each pixel $x$ it gives the label", "of a colour $c$")
    PAGE.says("`kmeans2` finds a few colours that stand for all")
    PAGE.says("so that the sum of squares $S$ is small", "Reduce an image to a few colours")
    equation = PAGE.equation("squares")
    few = {"x": run.pixels[:7], "c": run.colours, "ell": run.labels[:7], "n": 7}
    away = np.linalg.norm(run.pixels[:7] - run.colours[run.labels[:7]], axis=1)
    assert equation.holds(few, S=np.sum(away**2))
    whole = {"x": run.pixels, "c": run.colours, "ell": run.labels, "n": 120 * 140}
    assert equation.holds(whole, S=run.squares(run.colours, run.labels))
    assert run.distances[0] == approx(np.sqrt(equation.rhs(whole) / 16_800))
    assert run.best == min(run.distances) and run.worst == max(run.distances)


def test_means():
    """Each colour is the mean of its pixels."""
    PAGE.says("Each colour is the mean of its pixels")
    for number, colour in enumerate(run.colours):
        assert run.pixels[run.labels == number].mean(axis=0) == approx(colour)


def test_nearest():
    """Hardly a pixel is nearer to another colour."""
    PAGE.says("hardly a pixel is nearer to another colour")
    nearest = cdist(run.pixels, run.colours).argmin(axis=1)
    assert np.mean(nearest != run.labels) < 0.01


def test_scatter():
    """The scatter of the pixels is that around their colours and that of the colours."""
    mean = run.pixels.mean(axis=0)
    between = np.sum((run.colours[run.labels] - mean) ** 2)
    within = run.squares(run.colours, run.labels)
    assert within + between == approx(np.sum((run.pixels - mean) ** 2))


def test_two_greys():
    """Two greys can be found by trying every threshold, and k-means finds the same."""
    grey = np.sort(run.pixels[:, 1])
    cost = [np.var(grey[:n]) * n + np.var(grey[n:]) * (len(grey) - n) for n in range(1, 16_800, 7)]
    centres, labels = kmeans2(grey[:, np.newaxis], 2, iter=60, minit="++", rng=0)
    assert np.sum((grey - centres[labels, 0]) ** 2) == approx(min(cost), rel=1e-4)


def test_starts():
    """The runs end at different places, and further steps change little."""
    PAGE.says("A run ends where no small change helps, and that depends on the start")
    PAGE.says("So run it several times and take the best", "The root mean square of the distances")
    PAGE.says("their colours ranges from 25 to 27 levels")
    assert len({round(distance) for distance in run.distances}) > 1 and run.starts == len(run.runs)
    further, labels = kmeans2(run.pixels, run.colours, iter=30, minit="matrix")
    assert run.squares(further, labels) == approx(run.squares(run.colours, run.labels), rel=1e-3)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        moved = run.colours + rng.normal(scale=3, size=(8, 3))
        assert run.squares(moved, run.labels) > run.squares(run.colours, run.labels)


def test_more_colours():
    """With twice as many colours the distance is less."""
    distances = []
    for k in (4, 8, 16):
        found = [kmeans2(run.pixels, k, minit="++", rng=seed) for seed in range(3)]
        distances.append(min(run.squares(*one) for one in found))
    assert distances == sorted(distances, reverse=True)


def test_cube():
    """The eight colours of the cube lie at most half a side away along each axis."""
    PAGE.says("Few colours for an image by k-means with", section="description")
    PAGE.says("scipy.cluster.vq.kmeans2, against a fixed palette", section="description")
    PAGE.says("divide the cube of all colours evenly, in halves along each axis")
    PAGE.says("Of those seven are in the picture, at a distance of 70")
    assert (run.cube == np.where(run.pixels > 127.5, 192, 64)).all()
    assert run.by_hand == approx(np.sqrt(3 * np.mean((run.pixels - run.cube) ** 2)))
    assert run.count == len({tuple(colour) for colour in run.cube}) < run.k


def test_quantize():
    """The colours that Pillow chooses are fewer than nine and farther away."""
    PAGE.says("Pillow can do it too, in one line", "Their distance is")
    assert len(np.unique(run.cut, axis=0)) == 8
    far = np.linalg.norm(run.pixels - run.cut, axis=1)
    assert run.ratio * run.best == approx(np.sqrt(np.mean(far**2)))


def test_defaults():
    """The default starts near no pixel, warns, and leaves colours unused; a pixel never does."""
    PAGE.says("why its defaults waste colours", section="description")
    PAGE.says('starts from random colours around the mean, `minit="random"`')
    PAGE.says("Some of them are near no pixel and stay unused", "`kmeans2` only warns")
    PAGE.says("That was so in 13 of 20 runs")
    PAGE.says('With `minit="++"` each start is a pixel')
    with pytest.warns(UserWarning, match="empty"), pytest.raises(AssertionError):
        for seed in range(20):
            _, labels = kmeans2(run.pixels, 8, minit="random", rng=seed)
            assert len(np.unique(labels)) == 8
    with pytest.raises(ClusterError):
        for seed in range(20):
            kmeans2(run.pixels, 8, rng=seed, missing="raise")
    centres, _ = kmeans2(run.cube, run.count, iter=1, minit="++", rng=0)
    assert {*map(tuple, centres)} == {*map(tuple, run.cube)}  # starts of seven colours: those
    for seed in range(20):
        _, labels = kmeans2(run.pixels, 8, minit="++", rng=seed)
        assert len(np.unique(labels)) == 8


def test_units():
    """Without scaling, a column in a small unit decides alone; scaled, all columns count."""
    PAGE.says("`scipy.cluster.vq.whiten` scales columns that have different units")
    PAGE.says("different units, which colours do not need")
    PAGE.says("`scipy.cluster.vq.vq` gives the pixels of another picture the same colours")
    rng = np.random.default_rng(0)
    group = np.repeat([0, 1], 200)
    data = np.column_stack([group + rng.normal(scale=0.1, size=400), 100 * rng.normal(size=400)])

    def agreement(points):
        _, labels = kmeans2(points, 2, minit="++", rng=1)
        return max(np.mean(labels == group), np.mean(labels != group))

    again, _ = vq(run.pixels, run.colours)
    assert np.mean(again == run.labels) > 0.99
    assert agreement(data) < 0.7 and agreement(whiten(data)) > 0.95


def test_picture():
    """The picture is the middle of the portrait."""
    PAGE.says(
        "a public-domain portrait of Grace Hopper by the US Navy, which comes with Matplotlib"
    )
    with get_sample_data("grace_hopper.jpg") as file:
        whole = Image.open(file)
        width, height = whole.size
        small = whole.resize((120, 140), box=(0, (height - width * 7 / 6) / 2, width, height))
    assert abs(np.asarray(small, float).reshape(-1, 3) - run.pixels).mean() < 2


def test_figure():
    PAGE.says("The portrait, the same with eight colours, and these colours from dark to bright")
    PAGE.says("A portrait of a woman in uniform before a flag, and a copy to its right")
    PAGE.says("the face and the blue wall are made of patches", "Below stands a strip of squares")
    PAGE.says("from black over brown, blue and orange to white")
    order = np.argsort(run.colours.sum(axis=1))
    assert len(np.unique(run.reduced.reshape(-1, 3), axis=0)) == 8
    images = {"picture": run.pixels.reshape(140, 120, 3) / 255}
    images |= {"reduced": run.colours[run.labels].reshape(140, 120, 3) / 255}
    images |= {"palette": run.colours[order][np.newaxis] / 255}
    for name, image in images.items():
        shows(run.axes[name], image=image, title=name)
    left, right, below = (run.axes[name].get_position() for name in images)
    assert left.x1 < right.x0 and below.y1 < left.y0
    assert left.height == approx(5 * below.height, rel=0.01)
