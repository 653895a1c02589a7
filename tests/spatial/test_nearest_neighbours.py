"""What the page spatial/nearest-neighbours.md says about neighbours, checked."""

import warnings

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from snippets.spatial import nearest_neighbours as run

PAGE = page("spatial/nearest-neighbours.md")


def test_smallest_distance():
    """The distance of the nearest station is the smallest of the distances to all of them."""
    PAGE.says("Nearest neighbours with scipy.spatial.KDTree", section="description")
    PAGE.says("Find the nearest neighbours of many points", "The distance from a town $q$ is")
    PAGE.says("`query` gives the distances $d$ and the rows of the stations $p_i$")
    PAGE.says("`KDTree` sorts points so that their neighbours are found fast")
    PAGE.says("the nearest weather station to each town, or all within a radius")
    nearest = PAGE.equation("nearest").defines("d")
    for town, distance, row in zip(run.towns, run.distance, run.nearest, strict=True):
        found = nearest(q=town, p=lambda i: run.stations[i], i=range(60))
        station = PAGE.inline("p_i")(p=lambda i: run.stations[i], i=row)
        assert found == approx(distance) == approx(np.hypot(*(town - station)))


@pytest.mark.parametrize("dimensions", [1, 3, 7])
def test_dimensions(dimensions):
    """In any dimension the tree finds what a matrix of all distances has."""
    PAGE.says("The points can be of any dimension")
    PAGE.says("`scipy.spatial.distance.cdist` gives all distances as a matrix")
    places = np.random.default_rng(1).normal(size=(200, dimensions))
    asked = np.random.default_rng(2).normal(size=(30, dimensions))
    distance, row = KDTree(places).query(asked)
    matrix = cdist(asked, places)
    assert distance == approx(matrix.min(axis=1)) and list(row) == list(matrix.argmin(axis=1))
    assert run.distance == approx(cdist(run.towns, run.stations).min(axis=1))


def test_radius():
    """The rows within the radius are those whose distance is at most as large, and no other."""
    PAGE.says("`query_ball_point` gives the rows of all stations in the circle")
    distances = np.hypot(*(run.stations - run.towns[0]).T)
    assert sorted(run.around) == list(np.flatnonzero(distances <= 0.18)) and len(run.around) == 4


def test_itself():
    """Each point is its own nearest, at no distance; the next is another one."""
    PAGE.says("The nearest of the points to one of them is that point itself")
    PAGE.says("So ask for two neighbours. Ignore the first one")
    assert not run.distances[:, 0].any() and run.itself == 4000
    matrix = cdist(run.points, run.points) + np.diag(np.full(run.n, np.inf))
    assert run.distances[:, 1] == approx(matrix.min(axis=1), abs=1e-7)


def test_mean_distance():
    """Random points are about as far apart as the closed form says, and in clusters far less."""
    PAGE.says("On a square of side one, random points have a mean distance of about")
    PAGE.says(
        "to the nearest other, with the number $n$ of points", "In clusters it is far smaller"
    )
    PAGE.says("The ratio of both is 1.0 here")
    expected = PAGE.inline(r"\frac{1}{2 \sqrt{n}}")
    assert run.mean == approx(expected(n=run.n), rel=0.05)
    assert run.ratio == approx(run.mean / expected(n=run.n))
    many = np.random.default_rng(3).random((100_000, 2))
    assert KDTree(many).query(many, 2)[0][:, 1].mean() == approx(expected(n=100_000), rel=0.01)
    clusters = np.repeat(many[:50], 70, axis=0) + 0.001 * many[:3500]
    assert KDTree(clusters).query(clusters, 2)[0][:, 1].mean() < expected(n=3500) / 5


def test_probability():
    """Another point is as near as the closed form of the Poisson process says."""
    near = np.mean(run.distances[:, 1] <= 0.01)
    assert near == approx(1 - np.exp(-np.pi * 0.01**2 * run.n), abs=0.05)


def test_loop():
    """The loop finds the same neighbours, and those that are plain to see."""
    PAGE.says("against a loop over the points", section="description")
    PAGE.says("People compute the distances from a point to all others, and take the smallest")
    PAGE.says(
        "The neighbours are the same. But for 4 000 points the loop takes about", "as the tree"
    )
    assert run.same == 4000
    assert list(run.loop(np.array([[0, 0], [5, 1], [1, 0], [5, 3.0]]))) == [2, 3, 0, 1]


def test_degrees():
    """In degrees the nearest city lies on the same side of the date line."""
    PAGE.says("Latitude and longitude are not coordinates of a plane")
    PAGE.says("East of Fiji, longitude jumps from its highest value to its lowest")
    PAGE.says("So the tree takes the wrong city, without a warning")
    with warnings.catch_warnings(action="error"):
        assert KDTree(run.cities).query(run.suva) == (run.degrees, run.wrong)
    assert run.names[run.wrong] == "Auckland" and run.names[run.right] == "Apia"
    assert run.degrees == approx(np.hypot(36.85 - 18.14, 178.44 - 174.76))
    assert run.cities[:, 1] + [0, 360] == approx(run.suva[1], abs=10)  # both lie near in truth


def great_circle(one, other):
    """Kilometres between two places, by the spherical law of cosines."""
    (a, b), (c, d) = np.radians(one), np.radians(other)
    return 6371 * np.arccos(np.sin(a) * np.sin(c) + np.cos(a) * np.cos(c) * np.cos(b - d))


def test_globe():
    """Chords sort places as great circles do, and give their lengths."""
    PAGE.says("how to search on the globe", section="description")
    PAGE.says("Give the tree points in space, on a sphere of radius one", "Apia is", "km away")
    PAGE.says("It then finds the chord $c$ through the sphere", "with the radius $R$ of the Earth")
    PAGE.says("The distance along the ground is $2 R")
    ground = PAGE.inline(r"2 R \arcsin \frac{c}{2}")
    assert ground(R=6371, c=run.chord) == approx(run.kilometres)
    assert run.kilometres == approx(great_circle(run.suva, run.cities[1]))
    rng = np.random.default_rng(4)
    places = np.column_stack([rng.uniform(-90, 90, 40), rng.uniform(-180, 180, 40)])
    chord, row = KDTree(run.unit(places[1:])).query(run.unit(places[0]))
    circles = [great_circle(places[0], place) for place in places[1:]]
    assert ground(R=6371, c=chord) == approx(min(circles)) and row == np.argmin(circles)


def test_sphere():
    """The points in space have the length one, and the poles and quarters lie on the axes."""
    places = np.array([[90, 17], [-90, 0], [0, 0], [0, 90], [0, -180]])
    axes = [[0, 0, 1], [0, 0, -1], [1, 0, 0], [0, 1, 0], [-1, 0, 0]]
    assert run.unit(places) == approx(np.array(axes), abs=1e-12)
    assert np.linalg.norm(run.unit(run.cities), axis=1) == approx([1, 1])


def test_figure():
    PAGE.says("Each town is joined to its nearest station")
    PAGE.says("The dashed circle holds the stations within the radius of one town")
    PAGE.says("Round dots are scattered over a square", "From each of three square marks")
    PAGE.says("a short line leads to the dot beside it. Around one of them is a dashed circle")
    PAGE.says("the dots inside have a colour of their own")
    t = np.linspace(0, 2 * np.pi, 101)
    stations = np.random.default_rng(0).random((60, 2))
    towns = np.array([[0.43, 0.65], [0.9, 0.7], [0.1, 0.2]])
    distances = cdist(towns, stations)
    ends = zip(towns, stations[distances.argmin(axis=1)], strict=True)
    lines = {str(row): np.transpose(both) for row, both in enumerate(ends)}
    lines |= {"radius": (0.43 + 0.18 * np.cos(t), 0.65 + 0.18 * np.sin(t))}
    within = stations[run.around]
    assert sorted(run.around) == list(np.flatnonzero(distances[0] < 0.18))
    lines |= {"stations": stations.T, "within the radius": within.T, "towns": towns.T}
    styles = {"radius": "--", "stations": "o", "within the radius": "o", "towns": "s"}
    shows(run.ax, lines=lines, styles=styles, labels=("$x$", "$y$"), legend=list(styles))
    assert run.ax.get_aspect() == 1
