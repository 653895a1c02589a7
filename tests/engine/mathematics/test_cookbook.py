"""The equations of a cookbook mean what their authors mean: each is evaluated independently."""

import math
from itertools import product

import numpy as np
import pytest
from recipes.mathematics.equation import Equation
from recipes.mathematics.evaluation.arrays import centred, one_based
from scipy import special, stats

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, 6))
TALL = RNG.normal(size=(5, 3))
TABLE = RNG.normal(size=(4, 7))
SQUARE = RNG.normal(size=(3, 3)) + 4 * np.eye(3)
U, S, VT = np.linalg.svd(TALL, full_matrices=False)

# Equations that hold with these names: LaTeX, and what a test binds.
TRUE = {
    "integral": (r"\int_0^1 x^2 \, dx = \frac{1}{3}", {}),
    "gauss": (r"\int_{-\infty}^{\infty} e^{-x^2} \, dx = \sqrt{\pi}", {}),
    "triangle": (r"\int_{0}^{1/2} \int_{0}^{1-2x} x y \, dy \, dx = \frac{1}{96}", {}),
    "with parameters": (
        r"I(a, b) = \int_0^1 \left( a x^2 + b \right) dx",
        {"I": lambda a, b: a / 3 + b, "a": 2.5, "b": -0.7},
    ),
    "expn": (
        r"I_n = \int_0^\infty \int_1^\infty \frac{e^{-xt}}{t^n} \, dt \, dx = \frac{1}{n}",
        {"I_n": 0.25, "n": 4},
    ),
    "logistic": (
        r"P(t) = \frac{K}{1 + \frac{K - P_0}{P_0} e^{-r t}}",
        {"P": lambda t: 5 / (1 + 1.5 * math.exp(-0.3 * t)), "K": 5, "P_0": 2, "r": 0.3, "t": 1.7},
    ),
    "hilbert": (
        r"H_{ij} = \frac{1}{i + j - 1}",
        {"H": lambda i, j: 1 / (i + j - 1), "i": 2, "j": 5},
    ),
    "rotation": (
        r"R(\theta) = \begin{pmatrix} \cos\theta & -\sin\theta"
        r" \\ \sin\theta & \cos\theta \end{pmatrix}",
        {
            "R": lambda t: np.array([[math.cos(t), -math.sin(t)], [math.sin(t), math.cos(t)]]),
            "theta": 0.4,
        },
    ),
    "system": (
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix}"
        r" = \begin{pmatrix} 5 \\ 6 \end{pmatrix}",
        {"x": -4, "y": 4.5},
    ),
    "eigen": (
        r"A \mathbf{v} = \lambda \mathbf{v}",
        {"A": np.diag([2.0, 3.0]), "v": np.array([0.0, 2.0]), "lambda": 3},
    ),
    "characteristic": (
        r"\det(A - \lambda I) = 0",
        {"A": np.diag([2.0, 3.0]), "lambda": 3, "I": np.eye(2)},
    ),
    "frobenius": (
        r"\left\| A \right\|_F = \sqrt{ \sum_{i=1}^{m} \sum_{j=1}^{n} a_{ij}^2 }",
        {"A": TALL, "a": one_based(TALL), "m": 5, "n": 3},
    ),
    "svd": (r"A = U \Sigma V^T", {"A": TALL, "U": U, "Sigma": np.diag(S), "V": VT.T}),
    "eckart-young": (
        r"\left\| A - A_k \right\|_F = \sqrt{ \sum_{i=k+1}^{r} \sigma_i^2 }",
        {"A": TALL, "A_k": U[:, :2] * S[:2] @ VT[:2], "k": 2, "r": 3, "sigma": one_based(S)},
    ),
    "dft": (
        r"X_k = \sum_{n=0}^{N-1} x_n e^{-2 \pi i k n / N}",
        {"X": np.fft.fft(X), "x": X, "N": 6, "k": 4, "i": 1j},
    ),
    "dft2": (
        r"F(u, v) = \sum_{x=0}^{M-1} \sum_{y=0}^{N-1} f(x, y) \,"
        r" e^{-2 \pi i \left( \frac{u x}{M} + \frac{v y}{N} \right)}",
        {"F": np.fft.fft2(TABLE), "f": TABLE, "M": 4, "N": 7, "u": 3, "v": 5, "i": 1j},
    ),
    "normal": (
        r"f(x) = \frac{1}{\sigma \sqrt{2 \pi}}"
        r" e^{-\frac{1}{2} \left( \frac{x - \mu}{\sigma} \right)^2}",
        {"f": stats.norm(1.2, 0.7).pdf, "x": 2.1, "mu": 1.2, "sigma": 0.7},
    ),
    "gamma": (
        r"\Gamma(z) = \int_0^\infty t^{z-1} e^{-t} \, dt",
        {"z": 3.3},
    ),
    "erf": (r"\operatorname{erf}(x) = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2} \, dt", {"x": 0.6}),
    "bessel series": (
        r"J_n(x) = \sum_{m=0}^{\infty} \frac{(-1)^m}{m! \, \Gamma(m + n + 1)}"
        r" \left( \frac{x}{2} \right)^{2m + n}",
        {"J": special.jv, "n": 2, "x": 1.7},
    ),
    "bessel equation": (
        r"x^2 \frac{d^2 y}{dx^2} + x \frac{dy}{dx} + (x^2 - \alpha^2) y = 0",
        {
            "x": 2.2,
            "alpha": 3,
            "y": special.jv(3, 2.2),
            "dy/dx": special.jvp(3, 2.2),
            "d2y/dx2": special.jvp(3, 2.2, 2),
        },
    ),
    "binomial": (
        r"P(X = k) = \binom{n}{k} p^k (1 - p)^{n - k}",
        {"P": lambda _, k: stats.binom(9, 0.3).pmf(k), "X": None, "n": 9, "k": 4, "p": 0.3},
    ),
    "bayes": (
        r"P(A \mid B) = \frac{P(B \mid A) \, P(A)}{P(B)}",
        {
            "P": lambda *of: {"AB": 0.25, "BA": 0.5, "A": 0.2, "B": 0.4}["".join(of)],
            "A": "A",
            "B": "B",
        },
    ),
    "euclid": (
        r"d(\mathbf{p}, \mathbf{q}) = \sqrt{ \sum_{i=1}^{n} (p_i - q_i)^2 }",
        {
            "d": lambda p, q: np.linalg.norm(p.array - q.array),
            "p": one_based(X),
            "q": one_based(Y),
            "n": 6,
        },
    ),
    "minkowski": (
        r"d_p(u, v) = \left( \sum_{i} |u_i - v_i|^p \right)^{1/p}",
        {"d": lambda p, u, v: np.linalg.norm(u - v, p), "p": 3, "u": X, "v": Y, "i": range(6)},
    ),
    "haversine": (
        r"d = 2 r \arcsin \sqrt{ \sin^2 \frac{\varphi_2 - \varphi_1}{2}"
        r" + \cos \varphi_1 \cos \varphi_2"
        r" \sin^2 \frac{\lambda_2 - \lambda_1}{2} }",
        {
            "d": math.pi / 2,
            "r": 1,
            "varphi": one_based([0, 0]),
            "lambda": one_based([0.3, 0.3 + math.pi / 2]),
        },
    ),
    "kepler": (r"M = E - e \sin E", {"M": 2 - 0.3 * math.sin(2), "E": 2, "e": 0.3}),
    "wallis": (r"\prod_{n=1}^{\infty} \frac{4 n^2}{4 n^2 - 1} = \frac{\pi}{2}", {}),
    "limit": (r"\lim_{x \to 0} \frac{\sin x}{x} = 1", {}),
    "light": (r"c = 299\,792\,458\ \mathrm{m\,s^{-1}}", {"c": 299792458, "m": 1, "s": 1}),
    "planck": (
        r"h = 6.626\,070\,15 \times 10^{-34}\ \mathrm{J\,s}",
        {"h": 6.62607015e-34, "J": 1, "s": 1},
    ),
    "convolution": (
        r"(f * g)[m, n] = \sum_{i=-1}^{1} \sum_{j=-1}^{1} g[i, j] \, f[m - i, n - j]",
        {
            "*": lambda f, g: (
                lambda m, n: sum(
                    g.array[1 + i, 1 + j] * f[m - i, n - j]
                    for i, j in product((-1, 0, 1), repeat=2)
                )
            ),
            "f": TABLE,
            "g": centred(SQUARE),
            "m": 2,
            "n": 4,
        },
    ),
    "pearson": (
        r"r = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i - \bar{y})}"
        r"{\sqrt{\sum_{i=1}^{n} (x_i - \bar{x})^2} \sqrt{\sum_{i=1}^{n} (y_i - \bar{y})^2}}",
        {
            "r": np.corrcoef(X, Y)[0, 1],
            "x": one_based(X),
            "y": one_based(Y),
            "n": 6,
            "bar_x": X.mean(),
            "bar_y": Y.mean(),
        },
    ),
    "kolmogorov": (
        r"D_n = \sup_x \left| F_n(x) - F(x) \right|",
        {"D_n": 0.5, "F_n": lambda x: x > 0, "F": lambda x: 0.5, "x": [-1, 1]},
    ),
    "least squares": (
        r"\hat{\beta} = \arg\min_{\beta} \left\| y - X \beta \right\|_2^2",
        {
            "hat_beta": 2.0,
            "beta": [0.0, 2.0, 5.0],
            "y": np.array([2.0, 4.0]),
            "X": np.array([1.0, 2.0]),
        },
    ),
    "lagrange": (
        r"\ell_j(x) = \prod_{\substack{0 \le m \le k \\ m \ne j}} \frac{x - x_m}{x_j - x_m}",
        {
            "ell": lambda j, x: (x - 1) * (x - 4) / ((2 - 1) * (2 - 4)),
            "j": 1,
            "k": 2,
            "x": 3.3,
            "x[]": [1, 2, 4],
        },
    ),
    "cubic": (r"x^3 - 2 x - 5 = 0", {"x": 2.0945514815423265}),
    "butterworth": (
        r"|H(j \omega)| = \frac{1}{\sqrt{1 + \left( \omega / \omega_c \right)^{2n}}}",
        {"H": lambda s: 1 / (1 + s / 3.0), "j": 1j, "omega": 1.4, "omega_c": 3.0, "n": 1},
    ),
    "circle": (
        r"(x, y) = \left( -\frac{\sqrt{2}}{2}, \frac{\sqrt{2}}{2} \right)",
        {"x": -(0.5**0.5), "y": 0.5**0.5},
    ),
    "mean over a set": (
        r"\bar{c}_T = \frac{1}{|T|} \sum_{p \in T} c_p",
        {"bar_c_T": 2.5, "T": [1, 3], "c": [9, 2, 9, 3]},
    ),
    "hermitian": (
        r"F[(M - u) \bmod M] = \overline{F[u]}",
        {"F": np.fft.fft(X), "M": 6, "u": 2},
    ),
    "spline": (
        r"S_i(x) = a_i + b_i (x - x_i) + c_i (x - x_i)^2 + d_i (x - x_i)^3",
        {
            "S": lambda i, x: [1, 2][i] + 3 * (x - 0.5) + 4 * (x - 0.5) ** 2 + 5 * (x - 0.5) ** 3,
            "i": 1,
            "x": 2.0,
        }
        | {"a": [1, 2], "b": [3, 3], "c": [4, 4], "d": [5, 5], "x_i": 0.5},
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_equation_holds_and_all_its_tokens_are_used(name):
    tex, names = TRUE[name]
    equation = Equation(tex)
    assert equation.holds(names)
    assert [token.text for token in equation.unused()] == []


def test_statements_beside_each_other_are_read_one_by_one():
    decay, start = Equation(r"\frac{dy}{dt} = -\frac{1}{2} y, \qquad y(0) = 2").parts
    assert decay.holds({"dy/dt": -1.5, "y": 3})
    assert start.holds(y=lambda t: 2 * math.exp(-t / 2))
    lorenz = Equation(
        r"\begin{aligned} \dot{x} &= \sigma (y - x) \\ \dot{y} &= x (\rho - z) - y \end{aligned}"
    )
    assert lorenz.holds(dot_x=3, dot_y=-18, sigma=3, x=2, y=3, z=4, rho=-3.5)
    lotka = Equation(r"\frac{dx}{dt} = a x - b x y, \quad \frac{dy}{dt} = -c y + d x y")
    first, second = lotka.parts
    assert first.rhs(a=2, b=3, x=5, y=7) == 10 - 105
    assert second.rhs(c=2, d=3, x=5, y=7) == -14 + 105
