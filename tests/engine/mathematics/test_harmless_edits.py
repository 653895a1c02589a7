"""Edits that keep the meaning: the formula keeps its value, and all of it stays in use."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from recipes.mathematics.equation import Equation
from recipes.mathematics.evaluation.arrays import one_based
from scipy.signal import convolve2d

from tests.tools.formulas import asked

RNG = np.random.default_rng(0)
TALL = RNG.normal(size=(5, 3))
U, S, VT = np.linalg.svd(TALL, full_matrices=False)
NAMES = {
    "x": 0.7, "y": -1.3, "n": 4, "k": 2, "m": 9, "N": 6, "M": 5, "u": 3, "v": 2, "i": 1j,
    "A": TALL, "B": TALL.T @ TALL, "A_k": 0.9 * TALL, "d": 3, "mu": RNG.normal(size=3),
    "p": RNG.normal(size=3), "a": one_based(RNG.normal(size=4)), "t": 0.4, "Sigma": TALL.T @ TALL,
    "*": lambda kernel, f: float(np.sum(kernel * f)), "K": RNG.normal(size=(3, 3)),
    "f": RNG.normal(size=(3, 3)),
}  # fmt: skip
LAYERS = {"sigma": one_based(S), "u": lambda i: U[:, i - 1], "v": lambda i: VT[i - 1], "k": 2}
# What stands on the page, and what a careful author may write instead.
EDITS = [
    (r"x y \, n", r"xy\,n", "spacing"),
    (r"x y n", r"n   x y", "order of factors"),
    (r"x y", r"x \cdot y", "a dot"),
    (r"x y", r"x \times y", "a cross"),
    (r"x + y - n", r"- n + y + x", "order of terms"),
    (r"x^{2}", r"x^2", "needless braces"),
    (r"x^2", r"{x}^{2}", "braces round a base"),
    (r"\frac{1}{2} x", r"\tfrac{1}{2} x", "a small fraction"),
    (r"\frac{1}{2} x", r"\dfrac{1}{2} x", "a large fraction"),
    (r"\frac{1}{2}", r"\frac12", "digits without braces"),
    (r"\frac{1}{2}", r"1/2", "a slash"),
    (r"\frac{x}{2}", r"\frac{1}{2} x", "half moved"),
    (r"-\frac{\sqrt{2}}{2}", r"-\frac{1}{\sqrt{2}}", "a root below"),
    (r"\left( x + y \right)^2", r"(x + y)^2", "plain brackets"),
    (r"(x + y)^2", r"\bigl( x + y \bigr)^2", "sized brackets"),
    (r"(x + y)^2", r"[x + y]^2", "square brackets"),
    (r"\left| x - n \right|", r"| x - n |", "plain bars"),
    (r"|x - n|", r"\lvert x - n \rvert", "named bars"),
    (r"|x - n|", r"|n - x|", "the other way round"),
    (r"\left\| A - A_k \right\|_F", r"\lVert A - A_k \rVert_F", "named double bars"),
    (r"\| A - A_k \|_F", r"\Vert A - A_k \Vert_{F}", "other double bars"),
    (r"e^{-x n}", r"\exp(-x n)", "a named function"),
    (r"e^{-x n}", r"\exp\left( -n x \right)", "named, with sized brackets"),
    (r"e^{-\frac{x}{n}}", r"e^{-x / n}", "a slash above"),
    (r"\sqrt{x}", r"x^{1/2}", "a power for a root"),
    (r"\sqrt{x}", r"x^{\frac{1}{2}}", "a fraction for a root"),
    (r"\frac{1}{x}", r"x^{-1}", "a power for a fraction"),
    (r"A^T A", r"A^\top A", "another transpose"),
    (r"A^T A", r"A^{\mathsf{T}} A", "an upright transpose"),
    (r"|B|", r"\det B", "a word for bars"),
    (r"|B|", r"\det(B)", "a call for bars"),
    (r"\sqrt{(2 \pi)^d |\Sigma|}", r"(2 \pi)^{d/2} |\Sigma|^{1/2}", "powers for a root"),
    (r"(\mathbf{p} - \boldsymbol{\mu})^T \Sigma^{-1} (\mathbf{p} - \boldsymbol{\mu})",
     r"(p - \mu)^T \Sigma^{-1} (p - \mu)", "no bold"),
    (r"\begin{bmatrix} 1 & x \\ y & 2 \end{bmatrix}",
     r"\begin{pmatrix} 1 & x \\ y & 2 \end{pmatrix}", "round brackets"),
    (r"\begin{bmatrix} 1 & x \\ y & 2 \end{bmatrix}",
     r"\begin{bmatrix} 1&x\\y&2\end{bmatrix}", "a dense matrix"),
    (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}",
     r"\begin{bmatrix} 1 & 2 \end{bmatrix}^T", "a column as a row"),
    (r"\sum_{j=1}^{n} a_j x^j", r"\sum_{q=1}^{n} a_q x^q", "another index"),
    (r"\sum_{j=1}^{n} a_j x^j", r"\sum_{j=1}^n a_j \, x^j", "fewer braces"),
    (r"\sum_{j=1}^{n} a_j x^j", r"\sum\limits_{j=1}^{n} x^j a_j", "limits above"),
    (r"\sum_{j=1}^{n} a_j", r"\sum_{j=0}^{n-1} a_{j+1}", "a shifted index"),
    (r"e^{-2 \pi i \left( \frac{u x}{M} + \frac{v y}{N} \right)}",
     r"\exp\left( -2 i \pi \left( \frac{u x}{M} + \frac{v y}{N} \right) \right)",
     "a wave as a call"),
    (r"\frac{1}{M N} \sum_{j=1}^{n} a_j", r"\frac{1}{M \cdot N} \sum_{j=1}^{n} a_j", "a dot below"),
    (r"\frac{1}{N} \sum_{j=1}^{n} a_j", r"\frac{\sum_{j=1}^{n} a_j}{N}", "one fraction"),
    (r"\int_{0}^{1/2} x y \, dy", r"\int_0^{\frac{1}{2}} yx\,dy", "an integral in another dress"),
    (r"\int_{0}^{1} x t^2 \, dt", r"\int_{0}^{1} x s^2 \, ds", "another variable of integration"),
    (r"k (m + n + 1)", r"k(1 + m + n)", "order in brackets"),
    (r"\sqrt{(K * f)^2 + (K^T * f)^2}", r"\sqrt{(K^T * f)^2 + (K * f)^2}", "order below a root"),
    (r"\cos \left( 2 \pi x \right)", r"\cos 2 \pi x", "a function without brackets"),
    (r"\operatorname{sgn} y", r"\mathrm{sgn}(y)", "an upright function"),
    (r"1000 x", r"1\,000 x", "thousands set apart"),
    (r"x, \quad", r"x", "a comma at the end"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind"), EDITS, ids=[kind for _, _, kind in EDITS])
def test_an_edit_that_keeps_the_meaning_keeps_the_value(old, new, kind):
    one, other = Equation(old), Equation(new)
    values = [each.lhs(asked(each, NAMES)) for each in (one, other)]
    assert_allclose(*values, rtol=1e-12)
    assert one.unused() == other.unused() == []


def test_an_edit_of_an_outer_product_keeps_the_matrix():
    for tex in (r"\sum_{i=1}^{k} \sigma_i u_i v_i^T", r"\sum_{j=1}^{k} u_j \sigma_j v_j^\top"):
        assert_allclose(Equation(tex).lhs(LAYERS), U[:, :2] * S[:2] @ VT[:2])


def test_an_edit_of_a_convolution_keeps_its_value():
    f, g = RNG.normal(size=(5, 6)), {(i, j): RNG.normal() for i in (-1, 0, 1) for j in (-1, 0, 1)}
    first = Equation(r"\sum_{i=-1}^{1} \sum_{j=-1}^{1} g[i, j] \, f[m - i, n - j]").lhs
    second = Equation(r"\sum_{i=-1}^1\sum_{j=-1}^1 f[m-i, n-j]\,g[i, j]").lhs
    kernel = np.array([[g[i, j] for j in (-1, 0, 1)] for i in (-1, 0, 1)])
    expected = convolve2d(f, kernel, mode="same")[2, 3]
    for rhs in (first, second):
        assert_allclose(rhs(f=f, g=g, m=2, n=3), expected)
