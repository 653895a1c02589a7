"""What the page sparse/index.md says about solvers, formats and old names, checked."""

import importlib
import inspect
import warnings

import numpy as np
import pytest
import scipy
from pytest import approx
from recipes.testing import page
from scipy import sparse
from scipy.sparse import linalg

from snippets.sparse import index as run

PAGE = page("sparse/index.md")
VERSION = tuple(map(int, scipy.__version__.split(".")[:2]))


def test_matrices():
    """Still air has the eigenvalues of the closed form; wind makes the matrix unsymmetric."""
    PAGE.says("the matrix is symmetric and its eigenvalues are positive")
    PAGE.says("wind makes it unsymmetric")
    assert abs(run.still - run.still.T).max() == 0 < abs(run.windy - run.windy.T).max()
    steps = np.pi * np.array([1, run.side]) / (2 * (run.side + 1))
    lowest, highest = 8 * np.sin(steps) ** 2
    smallest = linalg.eigsh(run.still, k=1, sigma=0, return_eigenvectors=False)
    largest = linalg.eigsh(run.still, k=1, return_eigenvectors=False)
    assert smallest == approx(lowest) and largest == approx(highest) and lowest > 0
    assert run.entries == 5 * run.side**2 - 4 * run.side


def test_number_of_products():
    """The bound of conjugate gradients, of the root of the ratio of eigenvalues, holds."""
    ratio = 1 / np.tan(np.pi / (2 * (run.side + 1)))  # the root of highest / lowest
    assert run.calm["cg"]["products"] < ratio / 2 * np.log(2 * ratio / 1e-8) + 1
    three = sparse.diags_array(np.repeat([1.0, 2, 5], [1000, 1000, 500])).tocsc()
    assert run.tried(linalg.cg, three)["products"] in (3, 4)  # one for each eigenvalue
    assert run.tried(linalg.cg, three)["error"] < 1e-12


def test_advice():
    """For another symmetric and another unsymmetric matrix the solvers do what the page says."""
    PAGE.says("`cg` is for symmetric matrices with positive eigenvalues, and `bicgstab` for others")
    PAGE.says("Use `spsolve` while its factors fit into memory", "save most of the products")
    network = sparse.random_array((2500, 2500), density=0.001, rng=np.random.default_rng(0))
    links = network + network.T
    laplacian = (sparse.diags_array(links.sum(axis=0) + 0.01) - links).tocsc()
    directed = (sparse.diags_array(network.sum(axis=1) + 0.1) - network).tocsc()
    good, right = run.compared(laplacian), run.compared(directed)
    assert good["cg"]["error"] < 1e-4 and good["cg"]["products"] < good["bicgstab"]["products"]
    assert right["bicgstab"]["error"] < 1e-4 < right["cg"]["error"]
    assert good["spsolve"]["error"] < 1e-10 > right["spsolve"]["error"]
    for found in (run.calm, run.wind):
        assert found["helped"]["products"] < found["bicgstab"]["products"] / 3


def test_formats():
    """The formats store the numbers that a matrix with three diagonals needs in each of them."""
    PAGE.says("A tridiagonal matrix has", "How many numbers does each format store")
    entries = 3 * run.size - 2
    assert run.numbers["coo"] == 3 * entries and run.numbers["dia"] == 3 * run.size + 3
    assert run.numbers["csr"] == run.numbers["csc"] == 2 * entries + run.size + 1
    assert run.csr.indptr[3:5] == approx([8, 11])  # where a row begins and ends
    for matrix in (run.csr, run.csc, run.coo):
        assert (matrix.toarray() == run.dia.toarray()).all()


def test_steps():
    """Each format does the step that it is made for, without a warning; others warn."""
    PAGE.says("collecting entries; those in the same place are added")
    PAGE.says("`splu`, and cutting out columns", "products, and cutting out rows")
    PAGE.says("lists or a dictionary | setting one entry after the other")
    PAGE.says("Collect entries in `coo_array`, turn them into `csr_array` or `csc_array` once")
    places = [0, 1, 1], [2, 0, 0]
    assert sparse.coo_array(([1, 2, 3], places)).tocsr().toarray().tolist() == [
        [0, 0, 1],
        [5, 0, 0],
    ]
    with warnings.catch_warnings(action="error"):
        assert linalg.splu(run.csc).solve(run.dia @ np.ones(run.size)) == approx(1)
        for kind in (sparse.lil_array, sparse.dok_array):
            changed = kind(run.csr)
            changed[5, 500] = 7
            assert changed[5, 500] == 7
        assert (run.csr[[4]].toarray() == run.csc[:, [4]].toarray().T).all()
    assert isinstance(sparse.lil_array(run.csr).rows[4], list)
    with pytest.warns(sparse.SparseEfficiencyWarning):
        linalg.splu(run.csr)
    with pytest.warns(sparse.SparseEfficiencyWarning):
        run.csr.copy()[5, 500] = 7


def test_old_names():
    """The older classes multiply by the star; what the page calls removed or warning is."""
    PAGE.says("older classes, still work; `*` is their product", "return the older classes")
    PAGE.says("`A.H` of matrices | removed in 1.14", "that of other solvers | removed in 1.14")
    PAGE.says("warns since 1.17", "warn, to be removed in 2.0")
    old, new = sparse.csr_matrix(run.csr), run.csr
    assert abs(old * old - new @ new).max() == 0 < abs(new * new - new @ new).max()
    for made in (sparse.eye(3), sparse.diags([1.0, 2.0]), sparse.rand(3, 3)):
        assert isinstance(made, sparse.spmatrix)
    for made in (sparse.eye_array(3), sparse.random_array((3, 3)), sparse.diags_array([1.0])):
        assert isinstance(made, sparse.sparray)
    assert not hasattr(old, "A") and not hasattr(old, "H")
    for solver in (linalg.cg, linalg.minres, linalg.bicgstab, linalg.gmres):
        parameters = inspect.signature(solver).parameters
        assert "tol" not in parameters and "rtol" in parameters
    if VERSION == (1, 17):
        with pytest.warns(FutureWarning):
            sparse.diags_array([1, 2, 3])
    for name in ("csr", "coo"):
        module = importlib.import_module(f"scipy.sparse.{name}")
        with pytest.deprecated_call(match="2.0"):
            getattr(module, f"{name}_matrix")
