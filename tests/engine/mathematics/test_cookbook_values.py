"""Formulas of a cookbook have the values that they must have, computed independently."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from recipes.mathematics.equation import Equation
from recipes.mathematics.evaluation.arrays import one_based
from scipy import integrate, special, stats

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, 6))
TALL = RNG.normal(size=(5, 3))
SQUARE = RNG.normal(size=(3, 3)) + 4 * np.eye(3)
U, S, VT = np.linalg.svd(TALL, full_matrices=False)

# Right sides with the value that they must have.
VALUES = {
    "cases": (
        r"\begin{cases} x^2 & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
        {"x": -3},
        3,
    ),
    "soft L1": (r"\begin{cases} z & z \le 1 \\ 2 \sqrt{z} - 1 & z > 1 \end{cases}", {"z": 9}, 5),
    "welch": (
        r"\frac{\bar{x}_1 - \bar{x}_2}{\sqrt{\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}}}",
        {"bar_x": one_based([5, 2]), "s": one_based([3, 4]), "n": one_based([9, 2])},
        1.0,
    ),
    "transfer": (
        r"\frac{\omega_0^2}{s^2 + 2 \zeta \omega_0 s + \omega_0^2}",
        {"omega_0": 2, "zeta": 0.5, "s": 1j},
        4 / (3 + 2j),
    ),
    "multivariate": (
        r"\frac{1}{\sqrt{(2 \pi)^d |\Sigma|}}"
        r" \exp \left( -\frac{1}{2} (\mathbf{x} - \boldsymbol{\mu})^T"
        r" \Sigma^{-1} (\mathbf{x} - \boldsymbol{\mu}) \right)",
        {"d": 3, "Sigma": SQUARE @ SQUARE.T, "x": X[:3], "mu": Y[:3]},
        stats.multivariate_normal(Y[:3], SQUARE @ SQUARE.T).pdf(X[:3]),
    ),
    "rosenbrock": (
        r"\sum_{i=1}^{N-1} \left[ 100 \left( x_{i+1} - x_i^2 \right)^2"
        r" + \left( 1 - x_i \right)^2 \right]",
        {"x": one_based([2, 3, 5]), "N": 3},
        100 * (3 - 4) ** 2 + 1 + 100 * (5 - 9) ** 2 + 4,
    ),
    "bessel": (
        r"\int_0^{4.5} J_{2.5}(x) \, dx",
        {"J": special.jv},
        integrate.quad(lambda x: special.jv(2.5, x), 0, 4.5)[0],
    ),
    "layers": (
        r"\sum_{i=1}^{k} \sigma_i u_i v_i^T",
        {"sigma": one_based(S), "u": lambda i: U[:, i - 1], "v": lambda i: VT[i - 1], "k": 3},
        TALL,
    ),
    "sobel": (
        r"\begin{bmatrix} 1 \\ 2 \end{bmatrix} \begin{bmatrix} 3 & -4 \end{bmatrix}",
        {},
        [[3, -4], [6, -8]],
    ),
    "covariance": (
        r"\begin{bmatrix} \sigma_x^2 & \rho \sigma_x \sigma_y"
        r" \\ \rho \sigma_x \sigma_y & \sigma_y^2 \end{bmatrix}",
        {"sigma_x": 2, "sigma_y": 3, "rho": 0.5},
        [[4, 3], [3, 9]],
    ),
    "kernel of two": (
        r"(f * g)(t)",
        {"*": lambda f, g: lambda t: f(t) + g(t), "f": abs, "g": abs, "t": -2},
        4,
    ),
    "quaternion": (
        r"\cos \frac{\theta}{2} + (u_x i + u_y j + u_z k) \sin \frac{\theta}{2}",
        {"theta": math.pi, "u_x": 1, "u_y": 2, "u_z": 3, "i": 10, "j": 100, "k": 1000},
        3210,
    ),
    "gradient": (r"\left( 2 x, \; 2 y \right)", {"x": 1, "y": 5}, (2, 10)),
    "big O": (r"n \log n", {"n": math.e}, math.e),
    "magnitude": (
        r"\sqrt{(S_x * f)^2 + (S_y * f)^2}",
        {"*": lambda kernel, f: kernel * f, "S_x": 3, "S_y": 4, "f": 2},
        10,
    ),
    "kepler's third": (r"\frac{4 \pi^2}{G M} a^3", {"G": 2, "M": 3, "a": 2}, 16 * math.pi**2 / 3),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_formula_has_its_value_and_all_its_tokens_are_used(name):
    tex, names, expected = VALUES[name]
    equation = Equation(tex)
    assert_allclose(equation.lhs(names), expected, rtol=1e-9)
    kept = ("cases", "soft L1")  # a row that does not count is not used
    assert name in kept or not equation.unused()
