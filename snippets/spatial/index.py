"""Which function for which neighbours, and which distance for which change."""

# %% neighbours
import numpy as np
from scipy.spatial import Delaunay, KDTree, distance

few, many = 200, 2000


def nearest(table):
    np.fill_diagonal(table, np.inf)
    return np.min(table, axis=1)


def product(points):
    squares = np.sum(points**2, axis=1)
    table = squares[:, None] + squares - 2 * points @ points.T
    return table.size, np.sqrt(abs(nearest(table)))


def cdist(points):
    table = distance.cdist(points, points)
    return table.size, nearest(table)


def pdist(points):
    half = distance.pdist(points)
    return half.size, nearest(distance.squareform(half))


def tree(points):
    found, _ = KDTree(points).query(points, k=2)
    return found.size, found[:, 1]


def delaunay(points):
    starts, ends = Delaunay(points).vertex_neighbor_vertices
    begins = np.repeat(points, np.diff(starts), axis=0)
    edges = np.linalg.norm(begins - points[ends], axis=1)
    return edges.size, np.minimum.reduceat(edges, starts[:-1])


draws = np.random.default_rng(0).integers(2**20, size=(many, 2))
points, (_, exact) = 1000 + draws / 2**20, tree(draws / 2**20)
found = {}
for way in (product, cdist, pdist, tree, delaunay):
    (short, _), (size, gaps) = way(points[:few]), way(points)
    found[way.__name__] = {"few": short, "many": size, "error": max(abs(gaps - exact))}

# %% distances
profile = 1 + np.sin(np.arange(100) / 10) ** 2
single = profile + 10 * (np.arange(100) == 30)
kinds = "cityblock", "euclidean", "chebyshev", "cosine", "correlation"


def to(other):
    return {kind: distance.cdist([profile], [other], kind).item() for kind in kinds}


raised, outlier, doubled = to(profile + 1), to(single), to(2 * profile)
