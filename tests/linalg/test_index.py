"""What the page linalg/index.md says about systems, eigenvalues and old names, checked."""

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import one_based, page
from scipy import linalg

from snippets.linalg import index as run

PAGE = page("linalg/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def test_solution():
    """The parabola that the page prints solves the system, and each way finds it."""
    PAGE.says("A symmetric matrix of few diagonals", "The solution is known, and each error is")
    assert run.A @ run.exact == approx(run.b, abs=1e-8) and (run.A == run.A.T).all()
    assert linalg.bandwidth(run.A) == (1, 1)
    system = PAGE.equation("system")
    assert system.holds(n=7, i=3, x=one_based([i * (8 - i) / 2 for i in range(1, 8)]))
    for way in run.ways.values():
        assert way() == approx(run.exact, rel=1e-8)


def test_structure():
    """What solve finds for a matrix that it can see through is what it finds without looking."""
    PAGE.says("it looks at the matrix, and takes the quick way if there is one")
    rng = np.random.default_rng(0)
    square = rng.normal(size=(9, 9))
    definite = square @ square.T + np.eye(9)
    b = rng.normal(size=9)
    for matrix, kind in [
        (np.triu(square), "upper triangular"),
        (np.diag(np.diag(definite)), "diagonal"),
        (definite, "pos"),
    ]:
        told = linalg.solve(matrix, b, assume_a=kind)
        assert linalg.solve(matrix, b) == approx(told) == linalg.solve(matrix, b, assume_a="gen")
    assert run.ways["detected"]() == approx(run.ways["general"](), rel=1e-8)


def test_factors():
    """One factorization serves many right sides, and half of the bands say all."""
    PAGE.says("a matrix that comes again", "Keep the factors when more right sides follow")
    PAGE.says(
        "how many numbers are stored",
        "store no zeros when there are few diagonals",
        "few diagonals, positive definite",
    )
    sides = np.random.default_rng(0).normal(size=(3, run.n))
    for side in sides:
        wanted = approx(linalg.solve(run.A, side), rel=1e-7, abs=1e-9)
        assert linalg.lu_solve(run.lu, side) == wanted
        assert linalg.cho_solve(run.cholesky, side) == wanted
        assert linalg.solveh_banded(run.half, side) == wanted
    assert run.bands.size == 3 * run.n < run.A.size / 100


def test_more_equations():
    """With more equations than unknowns lstsq leaves a residual orthogonal to the columns."""
    PAGE.says("too many equations", "An inverse is never needed for a system")
    tall, b = run.A[:, :20], np.arange(run.n) ** 2.0
    found, *_ = linalg.lstsq(tall, b)
    assert tall.T @ (tall @ found - b) == approx(0, abs=1e-6)
    with pytest.raises(linalg.LinAlgError):
        linalg.inv(np.ones((2, 2)))
    assert run.worst < 1e-8


def test_eigenvalues():
    """The eigenvalues of the ring have the printed form, most of them double."""
    PAGE.says("Neighbours on a ring make a symmetric matrix", "most of them double")
    size = len(run.ring)
    formula = PAGE.inline(r"\lambda_k = 2 \cos \frac{2 \pi k}{n}").defines(r"\lambda_k")
    values = np.sort([formula(k=k, n=size) for k in range(size)])
    assert run.eigenvalues == approx(values) and (run.ring == run.ring.T).all()
    assert linalg.eigvalsh(run.ring) == approx(values, abs=1e-12)
    assert np.sum(np.diff(values) < 1e-9) == size / 2 - 1


def test_advice_on_eigenvalues():
    """Of another symmetric matrix too eigh has ordered values and orthogonal vectors, not eig."""
    PAGE.says("the eigenvalues are real and in order, the vectors orthogonal")
    PAGE.says("`eig` returns complex eigenvalues in no order")
    cube = linalg.hadamard(8) @ np.diag([1, 1, 1, 2, 2, 3, 3, 3]) @ linalg.hadamard(8).T / 8
    for matrix in (run.ring, cube):
        values, vectors = linalg.eigh(matrix)
        assert np.isrealobj(values) and (np.diff(values) >= 0).all()
        assert vectors.T @ vectors == approx(np.eye(len(values)), abs=1e-10)
        assert vectors * values @ vectors.T == approx(matrix, abs=1e-10)
    values, _ = linalg.eig(run.ring)
    assert np.iscomplexobj(values) and not (np.diff(values.real) >= 0).all()


def test_singular_values():
    """The singular values of a symmetric matrix are the sizes of its eigenvalues."""
    PAGE.says("The singular values are the sizes of the eigenvalues, without their signs")
    assert np.sort(linalg.svdvals(run.ring)) == approx(np.sort(np.abs(run.eigenvalues)), abs=1e-10)
    assert run.eigenvalues[0] == approx(-2) and linalg.svdvals(run.ring)[-1] >= 0


def test_old_names():
    """What the page calls removed is gone, and what it names instead works."""
    PAGE.says("removed in 1.17", "removed in 1.13", "removed in 1.11", "removed in 1.14")
    gone = {"tri", "triu", "tril"} | ({"kron"} if VERSION >= (1, 17) else set())
    assert not gone & set(dir(linalg))
    small, b = run.A[:4, :4], np.ones(4)
    for call in (
        lambda: linalg.solve(small, b, sym_pos=True),
        lambda: linalg.eigh(small, eigvals=(0, 1)),
        lambda: linalg.eigh(small, turbo=True),
    ):
        with pytest.raises(TypeError, match="unexpected keyword"):
            call()
    assert linalg.solve(small, b, assume_a="pos") == approx([2, 3, 3, 2])
    assert len(linalg.eigh(small, subset_by_index=(0, 1), driver="evr")[0]) == 2
