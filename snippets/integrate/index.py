"""Which solver for which equation, and which integrator for which integral."""

# %% solvers
import numpy as np
from scipy.integrate import solve_ivp

end = 10


def solved(method, rate):
    """How often a method calls the right side, and its error."""
    calls = 0

    def slope(t, y):
        nonlocal calls
        calls += 1
        return rate * (np.cos(t) - y) - np.sin(t)

    run = solve_ivp(slope, (0, end), [0], method=method, rtol=1e-6, atol=1e-8)
    exact = np.cos(end) - np.exp(-rate * end)
    return {"calls": calls, "error": abs(run.y[0, -1] - exact)}


methods, slow, fast = ("RK45", "DOP853", "Radau", "BDF", "LSODA"), 1, 1000
smooth = {method: solved(method, slow) for method in methods}
stiff = {method: solved(method, fast) for method in methods}
worst = {m: max(smooth[m]["error"], stiff[m]["error"]) for m in methods}

# %% integrators
import numpy as np
from scipy import integrate

samples = np.linspace(0, 1, 101)
ways = {
    "trapezoid": lambda f: integrate.trapezoid(f(samples), samples),
    "simpson": lambda f: integrate.simpson(f(samples), x=samples),
    "fixed_quad": lambda f: integrate.fixed_quad(f, 0, 1, n=10)[0],
    "quad": lambda f: integrate.quad(f, 0, 1)[0],
    "quad_vec": lambda f: integrate.quad_vec(f, 0, 1)[0],
    "tanhsinh": lambda f: integrate.tanhsinh(f, 0, 1).integral,
    "cubature": lambda f: integrate.cubature(lambda x: f(x[:, 0]), [0], [1]).estimate,
}


def tried(way, f, exact):
    """At how many points a way evaluates an integrand, and its error."""
    points = 0

    def counted(x):
        nonlocal points
        points += np.size(x)
        return f(x)

    error = abs(way(counted) - exact)
    return {"points": points, "error": error}


easy = {name: tried(way, np.exp, np.e - 1) for name, way in ways.items()}
steep = {name: tried(way, np.sqrt, 2 / 3) for name, way in ways.items()}
