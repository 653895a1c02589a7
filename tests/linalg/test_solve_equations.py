"""What the page linalg/solve-equations.md says about linear equations, checked."""

from fractions import Fraction

import numpy as np
import pytest
from pytest import approx
from recipes.testing import page, shows
from scipy import linalg
from scipy.linalg import hilbert, solve

from snippets.linalg import solve_equations as run

PAGE = page("linalg/solve-equations.md")


def test_equations():
    """The unknowns fit the equations, also those of a full matrix with as many rows."""
    PAGE.says("Linear equations with scipy.linalg.solve", section="description")
    PAGE.says("finds the unknowns $x$ of linear equations, one for each", "system of linear")
    full = np.random.default_rng(0).normal(size=(7, 7))
    b = np.arange(7.0)
    assert PAGE.equation("system").holds(A=full, x=solve(full, b), b=b)
    PAGE.says("`scipy.linalg.lstsq` when there are more equations than unknowns")
    tall = full[:, :3]
    assert linalg.lstsq(tall, b)[0] == approx(solve(tall.T @ tall, tall.T @ b))
    assert PAGE.equation("system").holds(A=run.A, x=run.x, b=run.b)


def test_balance():
    """At each shirt the pull of the line is its weight."""
    PAGE.says("Each row of the matrix $A$ balances one shirt")
    PAGE.says("The left side is the pull of the line", "the right-hand side $b$ holds the weights")
    balance = PAGE.inline("k (2 x_i - x_{i-1} - x_{i+1}) = b_i")
    x = np.pad(run.x, 1)  # the ends do not sag
    assert all(balance.holds(k=run.k, x=x, i=i, b=[None, *run.b]) for i in range(1, 5))
    pull = run.k * (np.diff(x)[:-1] - np.diff(x)[1:])  # tension times the change of slope
    assert pull == approx(run.b)


def test_influence():
    """The sag adds up what each weight does alone, which has a closed form."""
    PAGE.says("The heaviest shirt, of", "N, hangs", "cm low")
    i = np.arange(1, 5)
    alone = np.minimum.outer(i, i) * (5 - np.maximum.outer(i, i)) / 5
    assert run.sag == approx(alone @ run.b * 100 / run.k) and max(run.b) == run.b[1]


def test_several_sides():
    """Columns are solved one by one, and factors of the matrix serve again."""
    PAGE.says("`scipy.linalg.cho_factor` for symmetric matrices that are positive definite")
    PAGE.says("Several right-hand sides can be the columns of one array")
    PAGE.says("When they come one after the other, factor the matrix once", "shirts are lighter")
    both = solve(run.A, np.column_stack([run.b, run.b / 2]))
    assert both == approx(np.column_stack([run.x, run.dry / 100]))
    assert linalg.cho_solve(linalg.cho_factor(run.A), run.b) == approx(run.x)
    assert linalg.lu_solve(run.factors, run.A @ [1, 2, 3, 4]) == approx([1, 2, 3, 4])


def test_cable():
    """The cable hangs as the closed form says, and as steep as any cable of its weight."""
    PAGE.says("In the middle it sags by", "At place $i$ it sags by")
    PAGE.says("with $n$ lamps of the weight $w$")
    PAGE.says("A cable carries")
    sag = PAGE.inline(r"\frac{w i (n + 1 - i)}{2 k}")
    for i in (1, 2, 550, 1099):
        assert run.cable[i - 1] == approx(sag(w=2, i=i, n=1099, k=100_000))
    spacing, tension, length = 0.2, 1e5 * 0.2, 1100 * 0.2
    assert run.lowest == run.cable[549] == approx(2 / spacing * length**2 / (8 * tension))


def test_diagonals():
    """Each row of the bands is a diagonal of the matrix, which is zero elsewhere."""
    PAGE.says("The matrix of a long chain is mostly zeros", "Long chains")
    PAGE.says("Keep its diagonals, each in one row of an array")
    matrix = run.stiff * run.full
    assert np.mean(matrix == 0) > 0.99
    for row, offset in zip(run.bands, (1, 0, -1), strict=True):
        matrix = matrix - np.diag(row[: run.lamps - abs(offset)], offset)
    assert not matrix.any()
    assert run.cable == approx(solve(run.stiff * run.full, run.weights), rel=1e-9)


def test_inverse():
    """The inverse has a closed form without zeros, and the result of the bands."""
    PAGE.says("and solve_banded, against an inverse matrix", section="description")
    PAGE.says("The result is the same up to rounding", "But the inverse has no zeros: it is")
    PAGE.says("people compute the inverse", "instead of 3 297, and takes about")
    assert PAGE.inline("x = A^{-1} b").holds(x=run.x, A=run.A, b=run.b)
    i = np.arange(1, 1100)
    closed = np.minimum.outer(i, i) * (1100 - np.maximum.outer(i, i)) / 1100
    assert (abs(run.stiff * run.inverse / closed - 1) < 1e-8).all() and (closed > 0).all()
    assert run.by_hand == approx(run.cable, rel=1e-9)
    assert run.filled == run.inverse.size == 1099**2


def test_almost_singular():
    """The inverse of an almost singular matrix misses equations that solve fulfils."""
    PAGE.says("if a matrix is almost singular, the inverse misses the equations by far")
    PAGE.says("and `solve` does not")
    H, b = hilbert(8), hilbert(8).sum(axis=1)
    by_solve, by_hand = (abs(H @ x - b).max() for x in (solve(H, b), run.inv(H) @ b))
    assert by_solve < 1e-14 and by_hand > 1000 * by_solve


def test_rounded():
    """In exact fractions, the rounded right-hand side has the same useless unknowns."""
    PAGE.says("and what a rounded right-hand side does", section="description")
    PAGE.says("Unknowns can fit the equations and still be useless", "It has 3 decimals")
    PAGE.says("Here each of them should be one. But the right-hand side was rounded")
    PAGE.says("One unknown became", "The function is not to blame, the matrix is. A")
    thousandths = [round(1000 * sum(Fraction(1, i + j) for j in range(1, 6))) for i in range(5)]
    exact = linalg.invhilbert(5, exact=True).astype(int) @ thousandths
    assert run.wrong == approx(exact / 1000) and list(run.rounded * 1000) == approx(thousandths)
    assert run.H @ run.wrong == approx(run.rounded, rel=1e-12)
    assert solve(run.H, run.exact) == approx(np.ones(5), abs=1e-8)


def test_bound():
    """The error stays within the bound, and in one direction it reaches it."""
    PAGE.says("A relative error of the data $\\Delta b$ can grow by as much as its condition")
    PAGE.says("That is 476 607 here")
    bound = PAGE.equation("bound")
    names = {"x": np.ones(5), "b": run.exact, "kappa": run.condition}
    errors = {r"\Delta x": run.wrong - 1, r"\Delta b": run.rounded - run.exact}
    assert bound.holds(names | errors)
    PAGE.says("Compress an image with the SVD", "computes singular values")
    PAGE.says("the condition number is their ratio")
    U, s, Vt = np.linalg.svd(run.H)
    assert run.condition == approx(s[0] / s[-1])
    worst = {"x": Vt[0], "b": s[0] * U[:, 0], r"\Delta x": Vt[-1], r"\Delta b": s[-1] * U[:, -1]}
    for size in (1 + 1e-6, 1 - 1e-6):
        assert bound.holds(worst, kappa=run.condition * size) == (size > 1)


def test_warning():
    """A matrix gives a warning when its condition number is beyond the digits, else none."""
    PAGE.says("`solve` warns when rounding alone could spoil every digit")
    PAGE.says("knows nothing of the errors in your data", "`np.linalg.cond` before you trust")
    assert run.condition < 1e15  # and the snippet ran with warnings as errors
    with pytest.warns(linalg.LinAlgWarning):
        solve(hilbert(14), np.ones(14))


def test_figure():
    PAGE.says("The line sags at each shirt, and all these lengths are the unknowns")
    PAGE.says("A long bar is a heavy shirt", "A dashed line is level")
    PAGE.says("A solid line hangs between its ends in a wide curve with 4 kinks")
    PAGE.says("From each kink hangs a bar")
    PAGE.says("the longest one is where the line is lowest, left of the middle")
    sag, weight = np.array([11.6, 21.2, 18.8, 13.4]), np.array([2, 12, 3, 8])
    assert np.argmax(sag) == np.argmax(weight) == 1
    lines = {"empty line": ([0, 1], [0, 0]), "with shirts": (range(6), [0, *-sag, 0])}
    names = ["empty line", "with shirts", "shirts, 1 cm for 1 N"]
    bars = {}
    for x, y, w in zip(range(1, 5), -sag, weight, strict=True):
        bars[str(x)] = [x - 0.15, x + 0.15, x + 0.15, x - 0.15], [y, y, y - w, y - w]
    shows(run.ax, lines=lines, shapes=bars, labels=("place along the line", "height (cm)"))
    styles, limits = {"empty line": "--", "with shirts": "o-"}, (run.ax.get_xlim(), (-36, 12))
    shows(run.ax, lines=lines, styles=styles, limits=limits, legend=names)
