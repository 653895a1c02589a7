"""Which solver for which matrix, and which format for which step."""

# %% solvers
import numpy as np
from scipy import sparse
from scipy.sparse import linalg

side = 50
line = {"offsets": [-1, 0, 1], "shape": (side, side)}
spread = sparse.diags_array([-1.0, 2.0, -1.0], **line)
carry = sparse.diags_array([-0.8, 0.0, 0.8], **line)
still = sparse.kronsum(spread, spread, format="csc")
windy = sparse.kronsum(spread + carry, spread, format="csc")

points = np.arange(side)
exact = np.outer(np.cos(points / 7), np.sin(points / 11)).ravel()


def tried(solver, matrix, factors=False):
    """How often a solver multiplies by a matrix, and its error."""
    products = 0

    def product(x):
        nonlocal products
        products += 1
        return matrix @ x

    counted = linalg.LinearOperator(matrix.shape, product, dtype=float)
    rough = linalg.spilu(matrix).solve if factors else np.copy
    guess = linalg.LinearOperator(matrix.shape, rough, dtype=float)
    x, _ = solver(counted, matrix @ exact, M=guess, rtol=1e-8, maxiter=1000)
    return {"products": products, "error": np.max(abs(x - exact))}


def compared(matrix):
    direct = linalg.spsolve(matrix, matrix @ exact)
    return {
        "spsolve": {"error": np.max(abs(direct - exact))},
        "cg": tried(linalg.cg, matrix),
        "minres": tried(linalg.minres, matrix),
        "bicgstab": tried(linalg.bicgstab, matrix),
        "gmres": tried(linalg.gmres, matrix),
        "helped": tried(linalg.bicgstab, matrix, factors=True),
    }


calm, wind = compared(still), compared(windy)
entries, factors = still.nnz, linalg.splu(still).nnz

# %% formats
size = 1000
dia = sparse.diags_array([1.0, -2.0, 1.0], offsets=[-1, 0, 1], shape=(size, size))
csr, csc, coo = dia.tocsr(), dia.tocsc(), dia.tocoo()
numbers = {
    "full": dia.toarray().size,
    "dia": dia.data.size + dia.offsets.size,
    "csr": csr.data.size + csr.indices.size + csr.indptr.size,
    "csc": csc.data.size + csc.indices.size + csc.indptr.size,
    "coo": coo.data.size + sum(axis.size for axis in coo.coords),
}
