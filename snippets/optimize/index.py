"""Which method of minimize, and which root finder, for which question."""

# %% minimizers
import numpy as np
from scipy.optimize import least_squares, minimize, rosen, rosen_der, rosen_hess

start, valley = np.zeros(10), np.ones(10)


def tried(search, exact, function, *places, **derivatives):
    """How often a search calls its functions, and its error."""
    calls = []

    def counted(function):
        return lambda x: calls.append(x) or function(x)

    known = {name: counted(one) for name, one in derivatives.items()}
    found = search(counted(function), *places, **known)
    return {"calls": len(calls), "error": np.linalg.norm(found - exact)}


def by(method, **derivatives):
    def search(f, **known):
        return minimize(f, start, method=method, **known).x

    return tried(search, valley, rosen, **derivatives)


def residuals(x):
    return np.append(10 * (x[1:] - x[:-1] ** 2), 1 - x[:-1])


minima = {
    "simplex": by("Nelder-Mead"),
    "powell": by("Powell"),
    "blind": by("BFGS"),
    "bfgs": by("BFGS", jac=rosen_der),
    "limited": by("L-BFGS-B", jac=rosen_der),
    "exact": by("trust-exact", jac=rosen_der, hess=rosen_hess),
    "squares": tried(lambda f: least_squares(f, start).x, valley, residuals),
}

# %% roots
from scipy.optimize import bisect, brentq, elementwise, newton


def f(x):
    return np.exp(x) - 10


finders = {
    "bisect": bisect,
    "brentq": brentq,
    "find_root": lambda f, *ends: elementwise.find_root(f, ends).x,
    "newton": lambda f, start, end: newton(f, start),
}
root, close, wide = np.log(10), (2, 3), (-3, 10)
near = {name: tried(way, root, f, *close) for name, way in finders.items()}
far = {name: tried(way, root, f, *wide) for name, way in finders.items()}
steep = tried(newton, root, f, close[0], fprime=np.exp)
