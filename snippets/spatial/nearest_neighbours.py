"""Find the nearest neighbours of many points."""

# %% query
import numpy as np
from scipy.spatial import KDTree

rng = np.random.default_rng(0)
stations = rng.random((60, 2))
towns = np.array([[0.43, 0.65], [0.9, 0.7], [0.1, 0.2]])

tree = KDTree(stations)
distance, nearest = tree.query(towns)
radius = 0.18
around = tree.query_ball_point(towns[0], radius)
print(nearest, around)

# %% figure
import matplotlib.pyplot as plt

turn = np.linspace(0, 2 * np.pi, 101)
circle = towns[0] + radius * np.column_stack([np.cos(turn), np.sin(turn)])

fig, ax = plt.subplots(figsize=(5, 5))
for town, station in zip(towns, stations[nearest], strict=True):
    ax.plot(*np.transpose([town, station]), color="C7")
ax.plot(*circle.T, "--", color="C2", label="radius")
ax.plot(*stations.T, "o", color="C0", label="stations")
ax.plot(*stations[around].T, "o", color="C2", label="within the radius")
ax.plot(*towns.T, "s", color="C1", label="towns")
ax.set(xlabel="$x$", ylabel="$y$", aspect="equal")
ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
plt.show()

# %% own
n = 4000
points = rng.random((n, 2))
k = 2
distances, found = KDTree(points).query(points, k)
itself = np.count_nonzero(found[:, 0] == np.arange(n))
mean = distances[:, 1].mean()
ratio = mean * 2 * np.sqrt(n)
print(f"{itself} of {n} found themselves; mean distance {mean:.4f}")


# %% by_hand
def loop(points):
    nearest = np.empty(len(points), int)
    for i, point in enumerate(points):
        distances = np.linalg.norm(points - point, axis=1)
        distances[i] = np.inf
        nearest[i] = np.argmin(distances)
    return nearest


same = np.count_nonzero(loop(points) == found[:, 1])
print(f"the same for {same} of {n}")

# %% pitfall
names = np.array(["Auckland", "Apia"])
cities = np.array([[-36.85, 174.76], [-13.83, -171.77]])
suva = np.array([-18.14, 178.44])  # latitude, longitude
degrees, wrong = KDTree(cities).query(suva)
print("nearest to Suva in degrees:", names[wrong])

# %% sphere
earth = 6371  # km


def unit(places):
    lat, lon = np.radians(places).T
    flat = np.cos(lat)
    return np.transpose([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])


chord, right = KDTree(unit(cities)).query(unit(suva))
kilometres = 2 * earth * np.arcsin(chord / 2)
print(f"in truth: {names[right]}, {kilometres:.0f} km")
