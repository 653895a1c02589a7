"""Which method for which groups."""

# %% methods
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2, whiten

size, few = 100, 5
count = 2 * size
noise = np.random.default_rng(0).normal(size=(count, 2))
second = np.repeat([0, 1], size)
last = np.repeat([0, 1], [count - few, few])
turn = np.linspace(0, 2 * np.pi, size, endpoint=False)
circle = np.column_stack([np.cos(turn), np.sin(turn)])
points = {  # with their true groups
    "clouds": (noise + np.outer(second, [5, 0]), second),
    "stripes": (noise * [6, 0.3] + np.outer(second, [0, 4]), second),
    "rings": (np.vstack([circle, 3 * circle]) + 0.1 * noise, second),
    "aside": (noise * np.where(last, 0.3, 1)[:, None] + np.outer(last, [4.5, 0]), last),
}


def tree(method):
    """Groups by a tree of distances."""
    return lambda x: fcluster(linkage(x, method), 2, "maxclust") - 1


methods = {
    "kmeans": lambda x: kmeans2(x, 2, iter=30, minit="++", rng=0)[1],
    "whitened": lambda x: kmeans2(whiten(x), 2, iter=30, minit="++", rng=0)[1],
    "ward": tree("ward"),
    "average": tree("average"),
    "complete": tree("complete"),
    "single": tree("single"),
}


def mistakes(labels, truth):
    """How many points are in the wrong group, whatever the groups are called."""
    differ = int(np.sum(labels != truth))
    return min(differ, len(truth) - differ)


wrong = {
    name: {kind: mistakes(group(x), truth) for kind, (x, truth) in points.items()}
    for name, group in methods.items()
}
distances = {"kmeans": count * 2, "tree": count * (count - 1) // 2}
