"""Which curve for which points, and which surface for which table."""

# %% curves
import numpy as np
from scipy import interpolate

ways = {
    "straight": lambda x, y: interpolate.make_interp_spline(x, y, k=1),
    "pchip": interpolate.PchipInterpolator,
    "akima": interpolate.Akima1DInterpolator,
    "cubic": interpolate.CubicSpline,
    "quintic": lambda x, y: interpolate.make_interp_spline(x, y, k=5),
    "polynomial": interpolate.BarycentricInterpolator,
    "smoothing": interpolate.make_smoothing_spline,
}
few, many = np.linspace(0, 6, 21), np.linspace(0, 6, 101)
places = np.linspace(0, 6, 2001)
noise = 0.1
noisy = np.sin(many) + noise * np.random.default_rng(0).normal(size=many.size)
step = np.where(few < 3, 0, 1)


def missed(curve):
    return np.abs(curve(places) - np.sin(places))


wave = {name: missed(way(few, np.sin(few))).max() for name, way in ways.items()}
beyond = {name: way(few, step)(places).max() - 1 for name, way in ways.items()}
spoiled = {name: missed(way(many, noisy)).mean() for name, way in ways.items()}

# %% surfaces
rng = np.random.default_rng(0)
side = np.linspace(-1, 1, 21)
grid = np.meshgrid(side, side, indexing="ij")
points = rng.uniform(-1, 1, (side.size**2, 2))
points[:4] = [-1, -1], [-1, 1], [1, -1], [1, 1]
asked = rng.uniform(-0.9, 0.9, (2000, 2))


def hill(x, y):
    return np.exp(-3 * (x**2 + y**2)) + x * y


table, values = hill(*grid), hill(*points.T)
axes = side, side
surfaces = {
    "nearest": interpolate.NearestNDInterpolator(points, values),
    "triangles": interpolate.LinearNDInterpolator(points, values),
    "smooth": interpolate.CloughTocher2DInterpolator(points, values),
    "radial": interpolate.RBFInterpolator(points, values),
    "linear": interpolate.RegularGridInterpolator(axes, table),
    "cubic": interpolate.RegularGridInterpolator(axes, table, method="cubic"),
}
off = {name: np.abs(f(asked) - hill(*asked.T)).max() for name, f in surfaces.items()}
