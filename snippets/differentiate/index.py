"""Which function to take for the slope of a formula, of points, of noise."""

# %% slopes
import numpy as np
from scipy.differentiate import derivative
from scipy.interpolate import CubicSpline, make_smoothing_spline
from scipy.optimize import approx_fprime
from scipy.signal import savgol_filter

rng = np.random.default_rng(0)
x, step = np.linspace(0, 6, 601, retstep=True)
noise = 0.001


def one_by_one(f):
    return [approx_fprime([place], lambda p: f(p)[0])[0] for place in x]


ways = {
    "approx_fprime": one_by_one,
    "derivative": lambda f: derivative(f, x).df,
    "gradient": lambda f: np.gradient(f(x), x),
    "spline": lambda f: CubicSpline(x, f(x))(x, 1),
    "savgol": lambda f: savgol_filter(f(x), 31, 3, deriv=1, delta=step),
    "smoothing": lambda f: make_smoothing_spline(x, f(x))(x, 1),
}


def tried(way, noise):
    """How often a way evaluates the function at each place, and its mean error."""
    points = 0

    def f(x):
        nonlocal points
        points += np.size(x)
        return np.sin(x) + noise * rng.normal(size=np.shape(x))

    error = np.mean(np.abs(way(f) - np.cos(x)))
    return {"points": points / x.size, "error": error}


exact = {name: tried(way, 0) for name, way in ways.items()}
noisy = {name: tried(way, noise) for name, way in ways.items()}

# %% gradients
from scipy.differentiate import hessian, jacobian
from scipy.optimize import rosen, rosen_der, rosen_hess

place = np.array([0.5, -0.3, 1.2])
by_step = np.abs(approx_fprime(place, rosen) - rosen_der(place)).max()
gradient = np.abs(jacobian(rosen, place).df - rosen_der(place)).max()
second = np.abs(hessian(rosen, place).ddf - rosen_hess(place)).max()
