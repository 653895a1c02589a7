"""How a test binds the names of a formula: each form with an example.

The page docs/binding.md shows the sentence, the formula and the code of each test, below the
heading that a comment at the left margin gives.
"""

import numpy as np
import sympy
from recipes.mathematics.equation import Equation
from recipes.testing import centred, one_based, shared

# Names


def test_letter():
    """A letter is bound by keyword."""
    assert Equation(r"y = 2 x + 1").holds(x=3, y=7)


def test_dictionary():
    """Names can stand in a dictionary, also beside keywords."""
    names = {"x": 3, "y": 7}
    assert Equation(r"y = 2 x + c").holds(names, c=1)


def test_greek():
    """A Greek letter is bound by its name."""
    assert Equation(r"\omega = 2 \pi f").holds(omega=np.pi, f=0.5)


def test_keyword():
    """A name that Python keeps for itself gets an underscore behind it."""
    assert Equation(r"\lambda^2 = 9").holds(lambda_=-3)


def test_word():
    """A word in upright letters is one name."""
    assert Equation(r"\mathrm{gain} = \frac{a}{b}").holds(gain=2, a=6, b=3)


def test_style():
    """Bold letters and arrows are looks, and no part of the name."""
    assert Equation(r"\mathbf{y} = 2 \vec{x}").holds(x=np.array([1, 3]), y=np.array([2, 6]))


def test_accent():
    """A hat, a bar, a tilde or a dot over a name stands in words before it."""
    assert Equation(r"\hat{x} = \bar{x} + \dot{x}").holds(hat_x=5, bar_x=2, dot_x=3)


def test_alphabet():
    """A letter of another alphabet has the alphabet before it."""
    assert Equation(r"\mathcal{L} = \mathbb{E}").holds(cal_L=4, bb_E=4)


def test_prime():
    """A prime is part of the name, in a dictionary."""
    assert Equation(r"x' = x + 1").holds({"x": 3, "x'": 4})


def test_constant():
    """The constants π and e are known, unless a test binds them."""
    assert Equation(r"e^0 + \cos \pi").lhs() == 0
    assert Equation(r"\pi + 1").lhs(pi=3) == 4


# Indices


def test_subscript():
    """A name with its subscript can be one name."""
    assert Equation(r"x_{max} = x_0 + 2").holds({"x_max": 5, "x_0": 3})


def test_table():
    """A list or an array bound to the name alone is a table, whose indices count from 0."""
    assert Equation(r"x_i").lhs(x=[10, 20, 40], i=2) == 40


def test_one_based():
    """A table counts from one if it is bound so."""
    assert Equation(r"\sum_{i=1}^{n} x_i").lhs(x=one_based([10, 20, 40]), n=3) == 70


def test_centred():
    """A kernel can count from its middle."""
    kernel = centred([[0, 1, 0], [5, 2, 7], [0, 3, 0]])
    assert Equation(r"K_{i,j}").lhs(K=kernel, i=0, j=-1) == 5


def test_two_indices():
    """Two letters below a name are two indices, also in brackets behind it."""
    table = np.array([[1, 2, 3], [4, 5, 6]])
    assert Equation(r"A_{ij} = A[i, j]").holds(A=table, i=1, j=2)
    assert Equation(r"A_{ij}").lhs(A=table, i=1, j=2) == 6


def test_table_by_key():
    """A dictionary is a table whose indices are its keys."""
    assert Equation(r"p_k").lhs(p={-3: 0.2, 7: 0.8}, k=7) == 0.8


def test_function_of_an_index():
    """A function is a table whose entries it computes."""
    assert Equation(r"x^{(k)}_i").lhs(x=lambda i, k: 10 * k + i, k=3, i=4) == 34


def test_table_beside_a_name():
    """With brackets behind the name, a table is bound beside a plain name of one letter."""
    assert Equation(r"x - x_m").lhs({"x": 7, "x[]": [1, 2, 4], "m": 2}) == 3


def test_index_of_its_own():
    """A name with its subscript comes before the table of the name alone."""
    assert Equation(r"x_0 + x_1").lhs({"x": [1, 2], "x_0": 5}) == 7


# Functions


def test_function():
    """Behind a function, brackets hold its arguments; behind a number they make a product."""
    assert Equation(r"f(x + 1)").lhs(f=lambda t: t**2, x=2) == 9
    assert Equation(r"f(x + 1)").lhs(f=10, x=2) == 30


def test_function_with_index():
    """The index of a function is its first argument."""
    assert Equation(r"T_k(x)").lhs(T=lambda k, x: np.cos(k * np.arccos(x)), k=2, x=1) == 1


def test_function_of_a_condition():
    """What stands behind a bar is an argument too."""
    assert Equation(r"P(A \mid B)").lhs(P=lambda a, b: a / b, A=1, B=4) == 0.25


def test_functional():
    """A function can be called with square brackets."""
    assert Equation(r"\mathbb{E}[X]").lhs(bb_E=np.mean, X=[1, 3]) == 2


def test_derivative_of_a_bound_function():
    """A derivative is computed from the function, at the value of the variable."""
    assert Equation(r"\frac{d}{dt} f(t) = 12").holds(f=lambda t: t**3, t=2, rtol=1e-6)


# Vectors, sets and regions


def test_vector():
    """A vector is an array, and a column where that matters."""
    assert Equation(r"b^T b").lhs(b=np.array([1, 2, 3])) == 14


def test_matrix():
    """A matrix is an array with two axes."""
    assert Equation(r"\det A").lhs(A=np.array([[2, 1], [0, 3]])) == 6


def test_set():
    """A sum runs over the set that its name is bound to."""
    assert Equation(r"\sum_{p \in S} p^2").lhs(S={2, 3}) == 13


def test_range():
    """An index without limits is bound to what it runs through."""
    assert Equation(r"\sum_{i \ne j} c_i").lhs(c=[10, 20, 40], i=range(3), j=1) == 50


def test_search():
    """A maximum is searched among the values that its variable is bound to."""
    assert Equation(r"\arg\max_x (3 - x^2)").lhs(x=[-2, 1, 4]) == 1


def test_region():
    """A region is its limits by variable, the outer first; an inner one may depend on it."""
    triangle = {"x": (0, 0.5), "y": (0, lambda x: 1 - 2 * x)}
    assert Equation(r"\iint_D x y \, dx \, dy = \frac{1}{96}").holds(D=triangle)


# Operators


def test_operator():
    """A sign with many meanings is bound as it is written, to a function of both sides."""
    names = {"*": np.convolve, "f": [1, 2], "g": [1, 3]}
    assert Equation(r"f * g").lhs(names).tolist() == [1, 5, 6]


def test_operator_command():
    """So is a sign that is a command, with its backslash."""
    names = {r"\otimes": np.kron, "a": [1, 2], "b": [1, 3]}
    assert Equation(r"a \otimes b").lhs(names).tolist() == [1, 3, 2, 6]


def test_unit():
    """A unit is a name, bound to what it is in the unit of the others."""
    assert Equation(r"v = 36\ \mathrm{km\,h^{-1}}").holds(v=10, km=1000, h=3600)


# What to ask


def test_side():
    """A side has a value of its own."""
    equation = Equation(r"y = 2 x + 1")
    assert equation.rhs(x=3) == 7


def test_definition():
    """What defines a name gives the other side, and fails for another name."""
    assert Equation(r"A_k = x + 1").defines("A_k")(x=2) == 3


def test_relation():
    """A relation is named where its two sides are used apart."""
    circle = Equation(r"x^2 + y^2 = 1")
    assert circle.use("=").lhs(x=3, y=4) == 25


def test_parts():
    """Statements that a comma and a wide space part are asked one by one."""
    first, second = Equation(r"y = 2 x, \qquad z = y^2").parts
    assert first.holds(x=1, y=2) and second.holds(y=2, z=4)


def test_problem():
    """A problem of optimization has a sense, variables, an objective and constraints."""
    problem = Equation(r"\min_{x, y} \; x + 4 y \quad \text{s.t.} \quad x \ge 1").problem()
    assert (problem.sense, problem.variables) == ("min", ["x", "y"])
    assert problem.objective(x=2, y=3) == 14 and problem.constraints[0].holds(x=2)


def test_integrand():
    """An integral can be opened: its integrand at a point, and its limits there."""
    area = Equation(r"\int_0^1 \int_0^{x} x y \, dy \, dx")
    assert area.lhs.integrand(x=0.5, y=3) == (1.5, {"x": (0, 1), "y": (0, 0.5)})


def test_symbols():
    """With SymPy, names without a value stay symbols, and the value is exact."""
    assert Equation(r"\frac{x}{3} + \frac{x}{6}").sympy() == sympy.Symbol("x") / 2


# Keys in TeX


def test_tex_key():
    r"""A key may be the LaTeX that is printed."""
    names = {r"\hat x": 5, r"\bar{x}": 2, r"s_{i-1}": 3}
    assert Equation(r"\hat{x} = \bar{x} + s_{i-1}").holds(names)


def test_starred_key():
    """A superscript that is no power is part of the key."""
    assert Equation(r"x^* = \chi^2_{0.95, 3}").holds({"x^*": 7.8, r"\chi^2": lambda p, k: 7.8})


def test_increment_key():
    """An increment such as a step of time is one name."""
    assert Equation(r"\Delta t^2 = 0.01").holds({r"\Delta t": 0.1})


def test_bold_key():
    """A bold letter beside a plain one gets a key of its own."""
    assert Equation(r"v = \| \mathbf{v} \|").holds({"v": 5, r"\mathbf{v}": np.array([3, 4])})


def test_piece_key():
    """A whole piece of a formula may be bound, as it is printed."""
    assert Equation(r"\sigma^2 = E[X^2] - \mu^2").holds({"E[X^2]": 13, "mu": 2, "sigma": 3})


def test_shared():
    """Names that several formulas share are marked as such; of others, each must be used."""
    names = shared(x=3, y=7, z=5)
    assert Equation("y = 2 x + 1").holds(names)
    assert Equation("z = 2 x - 1").holds(names)


# Functions of time, and derivatives


def test_derivative_name():
    """A derivative may be bound by its quotient."""
    assert Equation(r"\frac{dy}{dt} = -2 y").holds({"dy/dt": -6, "y": 3})


def test_derivative_of_function():
    """A function of time is differentiated, and taken at the time that is bound."""
    assert Equation(r"\frac{dy}{dt} = -2 y").holds(y=lambda t: np.exp(-2 * t), t=0.3)
    assert Equation(r"\ddot y = 4 y").holds(y=lambda t: np.exp(-2 * t), t=0.3)


def test_partial_derivatives():
    """Functions of several variables take them by the names of their parameters."""
    wave = lambda x, t: np.sin(x - 3 * t)  # noqa: E731
    equation = Equation(r"\frac{\partial u}{\partial t} = -c \frac{\partial u}{\partial x}")
    assert equation.holds(u=wave, c=3, x=0.4, t=0.2)


def test_inverse_function():
    """The inverse of a function is a name of its own."""
    assert Equation("f^{-1}(p) = 2").holds({"f^{-1}": np.sqrt, "p": 4})


# Conditions and definitions


def test_running_condition():
    """An index that is not bound runs through the range behind the equation."""
    assert Equation(r"a_k = k^2, \quad k = 1, \dots, n").holds(a=one_based([1, 4, 9]), n=3)


def test_where():
    """A name that the formula defines behind it needs no value."""
    assert Equation(r"y = q^2, \quad \text{where } q = x + 1").holds(y=9, x=2)


def test_both_signs():
    """With both signs a side has two values, and so has what is bound."""
    assert Equation(r"x = a \pm b").holds(x=(5, 1), a=3, b=2)


def test_about():
    """A number in digits is near enough within half a unit of its last digit."""
    assert Equation(r"\pi \approx 3.1416").holds()
    assert Equation(r"a \approx b").holds(a=1.0, b=1.01, rtol=0.02)


def test_units():
    """Units behind a number are those of the SI."""
    assert Equation(r"v = 36\ \mathrm{km\,h^{-1}}").holds(v=10)
