"""What the page sparse/heated-plate.md says about Poisson's equation on a grid, checked."""

import numpy as np
from pytest import approx
from recipes.testing import page, shows
from scipy.fft import dstn, idstn
from scipy.sparse import csc_matrix, kronsum
from scipy.sparse.linalg import LaplacianNd, cg, factorized, splu, spsolve

from snippets.sparse import heated_plate as run

PAGE = page("sparse/heated-plate.md")


def plate(rows, columns, h):
    """The matrix of a plate, the coordinates of its points, and the solution for a heating."""
    A = kronsum(run.second(columns), run.second(rows), format="csc") / h**2
    x, y = np.meshgrid(h * np.arange(1, columns + 1), h * np.arange(1, rows + 1))
    return A, x, y, lambda f: spsolve(A, f.ravel()).reshape(f.shape)


def wave(x, y):
    """A temperature that is zero on the border of a plate of 1.5 m by 1 m."""
    return np.sin(2 * np.pi * x / 1.5) * np.sin(3 * np.pi * y)


def test_equation():
    """A product of sines fulfils the equation, with a heating that is a multiple of it."""
    PAGE.says("Here it finds the final temperature $u$ of a plate under a heating $f$")
    PAGE.says("Poisson's equation on a plate as a sparse system, with", section="description")
    PAGE.says("Solve Poisson's equation for a heated plate")
    x, y, factor = 0.4, 0.3, np.pi**2 * (2**2 / 1.5**2 + 3**2)
    assert PAGE.equation("poisson").holds(u=wave, x=x, y=y, f=factor * wave(x, y), rtol=1e-5)
    A, x, y, solved = plate(run.rows, run.columns, run.h)
    assert abs(A - run.A).max() == 0 and solved(factor * wave(x, y)) == approx(wave(x, y), abs=1e-3)


def test_difference():
    """The difference is minus the second derivative, with an error of the second order."""
    PAGE.says("Each point of the grid has one equation. In it a second derivative is a difference")
    PAGE.says("a difference: with the spacing $h$")
    difference = PAGE.equation("difference")
    assert difference.holds(u=wave, x=0.4, y=0.3, h=0.01, rtol=1e-3)
    exact = (2 * np.pi / 1.5) ** 2 * wave(0.4, 0.3)
    coarse, fine = (difference.rhs(u=wave, x=0.4, y=0.3, h=h) - exact for h in (0.02, 0.01))
    assert coarse / fine == approx(4, rel=0.01)


def test_directions():
    """kronsum adds the differences along the rows and those along the columns."""
    PAGE.says("`second` is the matrix of such differences along one line")
    PAGE.says("`kronsum` adds the directions")
    PAGE.says("`scipy.sparse.linalg.LaplacianNd` is the matrix of the differences")
    PAGE.says("also with borders that let no heat through")
    PAGE.says("The one that `ravel` runs through first, along the rows, comes first")
    along, across = (run.second(run.columns) @ run.u.T).T, run.second(run.rows) @ run.u
    assert along + across == approx(run.h**2 * run.f, abs=1e-9)
    laplacian = LaplacianNd((run.rows, run.columns), boundary_conditions="dirichlet")
    assert abs(run.A * run.h**2 + laplacian.tosparse()).max() < 1e-9
    assert not LaplacianNd((4, 5), boundary_conditions="neumann").tosparse().sum(axis=0).any()


def test_series():
    """The Fourier series of the heater gives the same temperatures."""
    PAGE.says("The plate becomes", "K warmer than its border")
    a, b = np.arange(1, 200) * np.pi / 1.5, np.arange(1, 200) * np.pi
    part_x = (np.cos(0.305 * a) - np.cos(0.605 * a)) / a
    part_y = (np.cos(0.205 * b) - np.cos(0.505 * b)) / b
    weights = 1000 * 4 / 1.5 * np.outer(part_y, part_x) / np.add.outer(b**2, a**2)
    series = np.sin(np.outer(run.h * np.arange(1, 100), b)) @ weights
    series = series @ np.sin(np.outer(a, run.h * np.arange(1, 150)))
    assert run.u == approx(series, abs=0.02)
    assert run.hottest == approx(series.max(), rel=1e-3)


def test_flow():
    """What the heater gives flows out over the border."""
    out = sum(side.sum() for side in (run.u[0], run.u[-1], run.u[:, 0], run.u[:, -1]))
    assert out == approx(1000 * 0.3 * 0.3) and run.u.min() > 0


def test_order():
    """On finer grids the error in the middle of an evenly heated square falls with the square."""
    k = np.arange(1, 60, 2)
    middle = 1 / 8 - 4 / np.pi**3 * np.sum((-1) ** (k // 2) / k**3 / np.cosh(k * np.pi / 2))
    grids = {n: plate(n, n, 1 / (n + 1))[3](np.ones((n, n))) for n in (19, 39)}
    coarse, fine = (u[n // 2, n // 2] - middle for n, u in grids.items())
    assert coarse / fine == approx(4, rel=0.02)


def test_sparse():
    """At most five entries in each row are not zero; conjugate gradients find the same."""
    PAGE.says("`spsolve` solves a large system of equations whose matrix is mostly zeros")
    PAGE.says("Others fill a full matrix. That takes", "and a finer grid does not fit at all")
    inside, neighbours = 99 * 149, 2 * (99 * 148 + 149 * 98)
    assert run.A.nnz == neighbours + inside < inside**2 / 1000
    assert run.megabytes == run.A.data.nbytes / 1e6
    assert run.full_megabytes == inside**2 * np.dtype(float).itemsize / 1e6
    PAGE.says("`scipy.sparse.linalg.cg` needs less memory, for grids in space")
    PAGE.says("`scipy.sparse.linalg.factorized` keeps the factors for the next heater")
    found, _ = cg(run.A, run.f.ravel(), rtol=1e-9)
    assert found == approx(run.column, rel=1e-5) and splu(run.A).nnz > 5 * run.A.nnz
    assert factorized(run.A)(run.f.ravel()) == approx(run.column)


def test_sweeps():
    """Each sweep multiplies what is missing, sine by sine, by a factor that is almost one."""
    PAGE.says("against sweeps over the grid", section="description")
    PAGE.says(
        "People keep a grid of temperatures, and move each towards the mean of its neighbours"
    )
    PAGE.says("until it hardly changes", "sweeps miss", "of the temperature in the heated square")
    PAGE.says("Yet the next one adds", "so they seem to be done")
    assert run.sweep(run.whole) == approx(run.whole)
    m, n = np.pi * np.arange(1, 150) / 150, np.pi * np.arange(1, 100) / 100
    rates = np.add.outer(np.cos(n), np.cos(m)) / 2  # of each sine
    sines = dstn(run.u, type=1)
    now, then = (run.u - idstn(sines * rates**k, type=1) for k in (run.sweeps, run.sweeps + 1))
    assert run.t[1:-1, 1:-1] == approx(now, abs=1e-8)
    change = then.max() / now.max() - 1
    assert [run.missing, run.change] == approx([1 - now.max() / run.u.max(), change], rel=1e-4)


def test_star():
    """The star is the product for a matrix, and multiplies entry by entry for an array."""
    PAGE.says("For a sparse array such as `A`, the star multiplies entry by entry")
    PAGE.says("as it does for NumPy's arrays", "`scipy.sparse.csc_matrix` it is the product")
    PAGE.says("So old code that is given an array returns something else, without a warning")
    PAGE.says("which is the product for both")
    small, v = run.A[:50, :50], run.column[:50] + 1
    assert (small * v).toarray() == approx(small.toarray() * v)
    assert list(csc_matrix(small) * v) == list(csc_matrix(small) @ v) == list(small @ v)
    assert run.product == approx(run.f.ravel(), abs=1e-6)
    assert run.entries.shape == run.A.shape and run.product.shape == (14751,)
    assert run.entries.sum(axis=1) == approx(run.product, abs=1e-6)


def test_figure():
    PAGE.says("Its border is kept cold; the dashed square is heated")
    PAGE.says("A dark plate, wider than high, with a bright glow in its lower left part")
    PAGE.says("The glow is brightest in the middle of a dashed square")
    PAGE.says("It fades to black at all sides of the plate, slowly to the right")
    x, y = 0.01 * np.arange(151), 0.01 * np.arange(101)
    heated = np.pad(run.f, 1) > 0
    assert x[heated.any(axis=0)][[0, -1]] == approx([0.31, 0.6])
    assert y[heated.any(axis=1)][[0, -1]] == approx([0.21, 0.5])
    square = {"heater": ([0.305, 0.605, 0.605, 0.305, 0.305], [0.205, 0.205, 0.505, 0.505, 0.205])}
    styles, labels = {"heater": "--"}, ("$x$ (m)", "$y$ (m)")
    shows(run.ax, lines=square, styles=styles, labels=labels)
    shows(run.ax, image=np.pad(run.u, 1), centres=(x, y))
    assert run.image.colorbar.ax.get_ylabel() == "temperature $u$ (K)"
    assert sum(run.image.cmap(0.0)[:3]) < 0.1 < 1.5 < sum(run.image.cmap(1.0)[:3])
    row, column = np.unravel_index(run.whole.argmax(), run.whole.shape)
    assert (x[column], y[row]) == approx((0.455, 0.355), abs=0.03)
    assert run.whole[row, 81] > run.whole[row, 10]
    assert np.count_nonzero(run.whole) == run.u.size  # zero on the border
