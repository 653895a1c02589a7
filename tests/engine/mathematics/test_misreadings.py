"""Notation that is easily misread: it has the value that is printed, or is refused.

The kinds are those in which an evaluator once guessed: grouped digits, scripts, brackets that are
not there, functions of time, conditions behind formulas, and numerics that look convergent.
"""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.mathematics.evaluation.arrays import one_based
from scipy import linalg, special, stats

A = np.array([[1.0, 2.0], [3.0, 4.0]])
S = np.array([[4.0, 1.0], [1.0, 3.0]])
# LaTeX, names, and the value of the expression.
VALUES = [
    (r"299\,792.458", {}, 299792.458),
    (r"9.109\,383\,7015 \times 10^{-31}", {}, 9.1093837015e-31),
    (r"12{,}500.75", {}, 12500.75),
    (r"0.000\,1", {}, 1e-4),
    (r"\sup_{x \in [0,1]} x (1-x)", {}, 0.25),
    (r"\frac{dx}{dt}(t)", {"x": lambda t: t**2, "t": 3}, 6),
    (r"\int_0^2 k_d y \, dx", {"k_d": 3, "y": 5}, 30),
    (r"\int_0^1 \! dx \, x^2", {}, 1 / 3),
    (r"\|A\|_{\max}", {"A": A}, 4),
    (r"||A||", {"A": A}, np.linalg.norm(A, 2)),
    (r"\Delta x^2", {"Delta x": 3}, 9),
    (r"\Delta x^2", {r"\Delta x": 3}, 9),
    ("7!!", {}, 105),
    (r"x^{\overline{n}}", {"x": 3, "n": 3}, 60),
    (r"x^{\underline{n}}", {"x": 5, "n": 3}, 60),
    (r"P_2^1(x)", {"P": lambda n, m, x: n * 100 + m * 10 + x, "x": 3}, 213),
    (r"u_j^{n+1}", {"u": lambda j, n: 10 * j + n, "j": 1, "n": 1}, 12),
    (r"a^{*} + 1", {"a^*": 5}, 6),
    (r"a^{*} + 1", {r"a^{*}": 5}, 6),
    (r"\bar{x} \pm 2 s", {"bar_x": 1, "s": 2}, (5, -3)),
    (r"a \div b", {"a": 6, "b": 3}, 2),
    (r"90^\circ", {}, math.pi / 2),
    (r"\sin 30^\circ", {}, 0.5),
    (r"2 (a, b)", {"a": 1, "b": 2}, (2, 4)),
    (
        r"\int_{-\infty}^{\infty} \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-\mu)^2}{2\sigma^2}} dx",
        {"mu": 100, "sigma": 0.5},
        1,
    ),
    (r"\sum_{k=0}^\infty \frac{\lambda^k}{k!}e^{-\lambda}", {"lambda": 100}, 1),
    (r"\sum_{k=0}^\infty \frac{\lambda^k}{k!}e^{-\lambda}", {"lambda": 100.5}, 1),
    (r"A_{k\ell}", {"A": np.array([[1, 2], [5, 7]]), "k": 1, "ell": 0}, 5),
    (r"x_{2n}", {"x": np.arange(10) ** 2, "n": 3}, 36),
    (r"B_{2n}", {"B": lambda n: n, "n": 3}, 6),
    (r"x \bmod 2\pi", {"x": 7}, 7 - 2 * math.pi),
    (r"f_{n}^{2}(x)", {"f": lambda n, x: n * x, "n": 2, "x": 3}, 36),
    (r"f^{2}(x)", {"f": lambda x: 3 * x, "x": 2}, 36),
    ("P_n^m(x)", {"P": lambda n, m, x: 100 * n + 10 * m + x, "n": 2, "m": 1, "x": 3}, 213),
    (
        r"\left\{ \begin{array}{ll} A & : r \le R \\ B & : r > R \end{array} \right.",
        {"A": 1, "B": 2, "r": 3, "R": 2},
        2,
    ),
    (r"\frac{x^3}{3}\Big|_0^2", {}, 8 / 3),
    (r"\left[ \frac{x^2}{2} \right]_a^b", {"a": 1, "b": 3}, 4),
    (r"\left.\frac{df}{dx}\right|_{x=0}", {"f": lambda x: np.sin(x)}, 1),
    (r"x'(t)", {"x": lambda t: t**3, "t": 2}, 12),
    (r"s''(x_0)", {"s": lambda t: t**3, "x_0": 2}, 12),
    (r"\mathbf{y}'(t)", {"y": lambda t: np.array([t**2, t**3]), "t": 2}, [4, 12]),
    (r"\frac{1}{T}\int_0^T x \, dt", {"x": lambda t: t, "T": 4}, 2),
    (r"\int_0^{\pi} \frac{d\theta}{2 + \cos\theta}", {}, math.pi / math.sqrt(3)),
    (
        r"\frac{\partial f}{\partial x_i}",
        {"f": lambda x: x[0] ** 2 * x[1], "x": np.array([2.0, 3]), "i": 0},
        12,
    ),
    (r"\nabla f(x)", {"f": lambda x: x[0] ** 2 * x[1], "x": np.array([2.0, 3])}, [12, 4]),
    (r"\nabla^2 u(x,y)", {"u": lambda x, y: x**3 + y**2, "x": 2, "y": 3}, 14),
    (
        r"\nabla \cdot F(x)",
        {"F": lambda x: np.array([x[0] ** 2, x[1]]), "x": np.array([2.0, 3])},
        5,
    ),
    (r"\chi^2_{0.95,3}", {"chi^2": lambda p, k: stats.chi2.ppf(p, k)}, stats.chi2.ppf(0.95, 3)),
    (r"(AB)_{ij}", {"A": A, "B": S, "i": 0, "j": 1}, (A @ S)[0, 1]),
    (r"[x]_+", {"x": -3}, 0),
    (r"x_{2m}", {"x": np.arange(10), "m": 3}, 6),
    (r"f^{-1}(p)", {r"f^{-1}": lambda p: 2 * p, "p": 3}, 6),
    (r"\sinh^{-1} x", {"x": 2}, math.asinh(2)),
    (r"S^{-1/2}", {"S": S}, np.linalg.inv(linalg.sqrtm(S))),
    (r"e^A", {"A": A, "exp": linalg.expm}, linalg.expm(A)),
    (
        r"\min\{d_u + w_{uv} : (u,v) \in E\}",
        {"d": [1, 2], "w": np.array([[5, 6], [7, 8]]), "E": [(0, 1), (1, 0)]},
        7,
    ),
    (r"\max_{1 \le i \le n} a_i", {"a": one_based([3, 9, 4]), "n": 3}, 9),
    (r"\operatorname*{arg\,min}_{x \in S} x^2", {"S": [3, -1, 2]}, -1),
    (r"\underset{x}{\arg\min} x^2", {"x": [3, -1, 2]}, -1),
    (r"s_{i-1}(x_i)", {"s": [np.sin, np.cos], "x": [0, 1, 2], "i": 2}, np.cos(2)),
    (r"\prod_{j \ne i} (x_i - x_j)", {"x": [1, 2, 4], "i": 1, "j": [0, 1, 2]}, -2),
    (r"f(x_1, \dots, x_n)", {"f": lambda *a: sum(a), "x": one_based([1, 2, 3]), "n": 3}, 6),
    (r"\operatorname{diag}(1,2,3)", {}, np.diag([1, 2, 3])),
    (r"\begin{pmatrix} A & 0 \\ 0 & B \end{pmatrix}", {"A": A, "B": S}, linalg.block_diag(A, S)),
    (r"a_0 + a_1 x + \cdots + a_n x^n", {"a": [1, 2, 3], "x": 2, "n": 2}, 17),
    (r"(x+1)(x+2)\cdots(x+n)", {"x": 1, "n": 3}, 24),
    (r"a_{1} + \dots + a_{n+1}", {"a": one_based([1, 2, 3]), "n": 2}, 6),
    (r"{}_2F_1(a,b;c;z)", {"a": 1, "b": 2, "c": 3, "z": 0.5}, special.hyp2f1(1, 2, 3, 0.5)),
    ("(x)_n", {"x": 3, "n": 3}, 60),
    (r"e^{(x-m)/s}", {"x": 3, "m": 1, "s": 2}, math.e),
    ("x^{(n+1)/2}", {"x": 2, "n": 3}, 4),
    (r"\operatorname{sinc}^{2}(x)", {"sinc": lambda x: 3 * x, "x": 1}, 9),
    (r"\sum_{k=-\infty}^{\infty} e^{-k^2}", {}, sum(math.exp(-k * k) for k in range(-9, 10))),
    (r"\sum_{d \mid n} d", {"n": 6}, 12),
    (r"\int_0^\infty \frac{x^3}{e^x-1} dx", {}, math.pi**4 / 15),
    (r"\Gamma'(z)", {"z": 2.0}, special.gamma(2) * special.psi(2)),
    (r"\lim_{x \to 0^{+}} x \ln x", {}, 0),
    (r"\lim_{x \to 0^+} x^x", {}, 1),
    (r"\log(-1)", {}, math.pi * 1j),
    (r"\sin^{(r)}(x)", {"r": 2, "x": 1}, -math.sin(1)),
    (r"\binom{z}{2}", {"z": 1j}, 1j * (1j - 1) / 2),
    (r"\lim_{n \to \infty} \left(1 + \frac1n\right)^n", {}, math.e),
    (r"\lim_{x\to0} \frac{\sin x}{x}", {}, 1),
    (r"\sum_{n=1}^\infty \frac{1}{n^2}", {}, math.pi**2 / 6),
    (r"\prod_{n=1}^{\infty} \frac{4 n^2}{4 n^2 - 1}", {}, math.pi / 2),
    (r"\sum_{k=0}^\infty \frac{(-1)^k}{2k+1}", {}, math.pi / 4),
]
# Relations, names, and whether they hold.
TRUTHS = [
    (r"\hbar = 1.054 \times 10^{-34}", {"hbar": 5e-12}, False),
    ("a = b", {"a": 1e-12, "b": 5e-12}, False),
    (r"p < 10^{-10}", {"p": 5e-11}, True),
    (r"\varepsilon \ne 0", {"varepsilon": 1e-16}, True),
    (r"x \in [0, 1]", {"x": 0.5}, True),
    (r"x \in [0, 1)", {"x": 1}, False),
    ("7!! = 105", {}, True),
    (r"\langle u, v \rangle = u^T v", {"u": np.array([1.0, 2]), "v": np.array([3.0, 4])}, True),
    (r"\{1, 2\} = \{2, 1\}", {}, True),
    ("A x = 0", {"A": np.array([[1.0, 2], [2, 4]]) / 3, "x": np.array([2.0, -1]) * 0.7}, True),
    (r"v = \| \mathbf{v} \|", {"v": 5, r"\mathbf{v}": np.array([3.0, 4])}, True),
    (r"200! = 200 \cdot 199!", {}, True),
    ("A = B", {"A": {1, 2}, "B": {2, 1}}, True),
    (r"A_{\mu\nu} = A_{\nu\mu}", {"A": np.array([[1, 2], [5, 7]]), "mu": 0, "nu": 1}, False),
    (r"\binom{-2}{3} = -4", {}, True),
    (r"1/\Gamma(-n) = 0", {"n": 3}, True),
    (r"a_k = k^2, \quad k = 1, \dots, n", {"a": one_based([1, 4, 9]), "n": 3}, True),
    (r"a_k = k^2, \quad k = 1, \dots, n", {"a": one_based([1, 4, 8]), "n": 3}, False),
    (r"|x| = x \quad \text{for } x \ge 0", {"x": 3}, True),
    (r"x^2 \ge 0 \quad \forall x", {"x": 3}, True),
    (r"y = q^2 \text{ where } q = x + 1", {"y": 9, "x": 2}, True),
    (r"\begin{aligned} a &= b + c \\ &= d \end{aligned}", {"a": 3, "b": 1, "c": 2, "d": 3}, True),
    (r"\begin{aligned} a &= b \\[4pt] &\quad + c \end{aligned}", {"a": 3, "b": 1, "c": 2}, True),
    (
        r"f(x) = \begin{cases} x & x > 0, \\ 0 & \text{otherwise} \end{cases}",
        {"f": lambda x: max(x, 0), "x": -1},
        True,
    ),
    (
        r"\frac{dx}{dt} = \alpha x - \beta x y",
        {"x": lambda t: np.exp(t), "y": lambda t: t, "t": 0.7, "alpha": 1.7, "beta": 1},
        True,
    ),
    (r"\dot x = -x", {"x": lambda t: np.exp(-t), "t": 0.3}, True),
    (r"\{x \in X : x > 1\} = \{2, 3\}", {"X": [1, 2, 3]}, True),
    (r"S \cap T = \{2\}", {"S": {1, 2}, "T": {2, 3}}, True),
    (r"\pi \approx 3.1416", {}, True),
    (r"\pi \approx 3.1417", {}, False),
    (r"7 \equiv 1 \pmod 3", {}, True),
    (r"8 \equiv 1 \pmod{3}", {}, False),
    (r"x > 2 \implies x^2 > 4", {"x": 3}, True),
    ("y := 2 x", {"y": 4, "x": 2}, True),
    (r"x \notin S", {"x": 1, "S": {2}}, True),
    (r"a \propto b", {"a": np.array([1.0, 2, 3]), "b": np.array([2.0, 4, 6])}, True),
    (r"g = 9.81\,\mathrm{m/s^2}", {"g": 9.81}, True),
]
# What has two readings or none, or no value.
REFUSED = [
    ("1e-3", {}),
    ("3.5.2", {}),
    (r"6.674\,30(15)", {}),
    ("2 3", {}),
    ("x 2", {"x": 3}),
    (r"2\tfrac12", {}),
    (r"\cos \omega (t - t_0)", {"omega": 1, "t": 2, "t_0": 1}),
    (r"\sin \pi \left( n + \tfrac12 \right)", {"n": 1}),
    (r"\sum_{k \in [1,n]} k", {"n": 5}),
    (r"\frac{dy}{dt}", {"y": 2, "t": 1}),
    (r"{2\sigma}^2", {"sigma": 3}),
    (r"{a + b}^2", {"a": 1, "b": 2}),
    (r"{a+b} c", {"a": 1, "b": 2, "c": 3}),
    (r"\sin{a+b}", {"a": 1, "b": 2}),
    (r"\exp(A)", {"A": A}),
    (r"\sqrt{A}", {"A": A}),
    (r"\Delta x^2", {"Delta": 2, "x": 3}),
    (r"u_j^{n+1}", {"u": np.arange(12.0).reshape(3, 4), "j": 1, "n": 1}),
    (r"a^{*} + 1", {"a": 2, "a^*": 5}),
    (r"\bar{x} \pm 2 s", {"bar_x": 1, "s": 2, "pm": 1}),
    (r"\underbrace{a+b}_{= 7}", {"a": 1, "b": 2}),
    (r"x^{a}^{b}", {"x": 2, "a": 1, "b": 2}),
    ("z < 1", {"z": 1j}),
    (r"\lim_{n\to\infty} (-1)^n", {}),
    (r"\lim_{x\to0} \frac{|x|}{x}", {}),
    (r"\sum_{k=0}^\infty x^k", {"x": -2}),
    ("a = b", {"a": "u", "b": "v"}),
    ("a < b", {"a": np.ones(2), "b": np.ones(3)}),
    (r"x \in S", {"x": 1, "S": 2}),
    (r"x_{2n}", {"x": np.ones((3, 3)), "n": 1}),
    (r"f_{n}^{2}(x)", {"f": lambda n, x, m=1: n * x, "n": 2, "x": 3}),
    (r"|x| = x \quad \text{for } x \ge 0", {"x": -3}),
    (r"a \approx b", {"a": 1, "b": 1.01}),
    (r"\Gamma(a,z)", {"a": 1, "z": 2}),
    (r"{n \atop k}", {"n": 1, "k": 2}),
]


@pytest.mark.parametrize(("tex", "names", "expected"), VALUES)
def test_a_formula_has_the_value_that_is_printed(tex, names, expected):
    assert_allclose(Equation(tex)(names), expected, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize(("tex", "names", "holds"), TRUTHS)
def test_a_relation_holds_or_not_as_it_is_printed(tex, names, holds):
    assert Equation(tex).holds(names) is holds


@pytest.mark.parametrize(("tex", "names"), REFUSED)
def test_what_has_two_readings_is_refused_with_a_caret(tex, names):
    with pytest.raises(MathError, match=r"(?s)\n.*\^$") as caught:
        equation = Equation(tex, place="page.md:7")
        _ = equation.holds(names) if equation.relations else equation(names)
    assert str(caught.value).startswith("page.md:7: ")


def test_a_name_that_the_formula_does_not_use_is_refused():
    with pytest.raises(MathError, match="“b” is bound, and the formula does not use it; it has a"):
        Equation("a + 1").lhs(a=1, b=2)
    with pytest.raises(MathError, match="the tolerance is rtol or atol"):
        Equation("a = 1").holds(a=1, rel=1e-9)
    with pytest.raises(MathError, match="“hat_x” is bound twice"):
        Equation(r"\hat{x} = 1").holds({"hat_x": 1, r"\hat x": 2})


def test_rounding_is_no_difference_and_a_small_difference_is_none_of_rounding():
    assert Equation(r"\sin \pi = 0").holds()
    assert not Equation(r"\sin \pi = 10^{-6}").holds()
    assert Equation(r"a + b - c = 0").holds(a=0.1, b=0.2, c=0.3)
    assert not Equation(r"a + b - c = 0").holds(a=0.1, b=0.2, c=0.3001)
    assert Equation(r"\det(A) = 0").holds(
        A=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    )
    x = special.roots_laguerre(3)[0][1]  # the Laguerre polynomial is 0 there
    names = {"L": special.eval_laguerre, "n": 3, "x": x, "w": 0.3}
    with pytest.raises(MathError, match="rounding leaves no digits"):
        Equation(r"w = \frac{x}{L(n, x)^2}").holds(names)


def test_a_tolerance_is_relative_unless_an_absolute_one_is_given():
    assert not Equation("a = b").holds(a=1e-12, b=2e-12)
    assert Equation("a = b").holds(a=1e-12, b=2e-12, atol=1e-11)
    assert Equation("a = b").holds(a=1.0, b=1.001, rtol=1e-2)
