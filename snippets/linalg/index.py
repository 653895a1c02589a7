"""Which solver for which system, and which decomposition for which matrix."""

# %% systems
import numpy as np
from scipy import linalg

n = 500
i = np.arange(1, n + 1)
exact = i * (n + 1 - i) / 2

A = linalg.toeplitz(np.r_[2.0, -1, np.zeros(n - 2)])
bands = np.array([[-1.0], [2], [-1]]) * np.ones(n)
half = bands[:2]
b = np.ones(n)
lu, cholesky = linalg.lu_factor(A), linalg.cho_factor(A)

ways = {
    "inverse": lambda: linalg.inv(A) @ b,
    "least": lambda: linalg.lstsq(A, b)[0],
    "general": lambda: linalg.solve(A, b, assume_a="gen"),
    "detected": lambda: linalg.solve(A, b),
    "lu": lambda: linalg.lu_solve(lu, b),
    "cholesky": lambda: linalg.cho_solve(cholesky, b),
    "banded": lambda: linalg.solve_banded((1, 1), bands, b),
    "half": lambda: linalg.solveh_banded(half, b),
}
worst = max(np.max(np.abs(way() / exact - 1)) for way in ways.values())

# %% decompositions
ring = linalg.circulant(np.r_[0.0, 1, np.zeros(97), 1])
k = np.arange(len(ring))
eigenvalues = np.sort(2 * np.cos(2 * np.pi * k / len(ring)))


def tried(values, vectors):
    """How far values are from the eigenvalues, and vectors from orthogonal."""
    there = eigenvalues[-len(values) :]
    return {
        "values": np.max(np.abs(np.sort(values.real) - there)),
        "vectors": np.max(np.abs(vectors.T @ vectors - np.eye(len(values)))),
    }


largest = len(ring) - 3, len(ring) - 1
eigh = tried(*linalg.eigh(ring))
some = tried(*linalg.eigh(ring, subset_by_index=largest))
eig = tried(*linalg.eig(ring))
svd = tried(*reversed(linalg.svd(ring)[:2]))
