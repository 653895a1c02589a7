"""Which method of minimize, and which root finder, for which question."""

# %% minimizers
import numpy as np
from scipy.optimize import least_squares, minimize, rosen, rosen_der, rosen_hess

unknowns = 10
start, valley = np.zeros(unknowns), np.ones(unknowns)


def solved(search, *functions):
    """How often a search calls its functions, and how far it ends from the minimum."""
    calls = 0

    def counted(function):
        def call(x):
            nonlocal calls
            calls += 1
            return function(x)

        return call

    found = search(*map(counted, functions))
    return {"calls": calls, "error": np.linalg.norm(found.x - valley)}


def by(method, *more):
    return lambda f, *d: minimize(f, start, method=method, **dict(zip(more, d)))


def residuals(x):
    return np.append(10 * (x[1:] - x[:-1] ** 2), 1 - x[:-1])


slope, bend = rosen_der, rosen_hess
simplex = solved(by("Nelder-Mead"), rosen)
lines = solved(by("Powell"), rosen)
blind = solved(by("BFGS"), rosen)
bfgs = solved(by("BFGS", "jac"), rosen, slope)
limited = solved(by("L-BFGS-B", "jac"), rosen, slope)
newton = solved(by("trust-exact", "jac", "hess"), rosen, slope, bend)
squares = solved(lambda f: least_squares(f, start), residuals)
