"""A token counts as used when an evaluation had a part for it, and not before."""

import numpy as np
import pytest
from recipes.mathematics.equation import Equation
from recipes.mathematics.parsing.tokens import contains, same_tokens, similarity


def left(equation):
    return [token.text for token in equation.unused()]


def test_nothing_is_used_before_an_evaluation():
    assert left(Equation("y = 2 x + 1")) == ["y", "=", "2", "x", "+", "1"]


def test_a_side_uses_its_own_tokens_and_not_the_sign():
    equation = Equation("y = 2 x + 1")
    assert equation.rhs(x=3) == 7
    assert left(equation) == ["y", "="]
    assert equation.holds(x=3, y=7)
    assert left(equation) == []


def test_a_definition_uses_the_left_side_by_equality_and_apart():
    equation = Equation(r"A_k = x")
    assert equation.defines("A_{k}")(x=2) == 2
    assert left(equation) == []
    assert {equation.tokens[k].text for k in equation.by_equality} == {"A", "_", "k"}


def test_a_row_of_cases_is_used_when_it_counts():
    equation = Equation(r"\begin{cases} x^2 & x \ge 0 \\ -y & x < 0 \end{cases}")
    assert equation.lhs(x=3, y=5) == 9
    assert left(equation) == ["-", "y", "x", "<", "0"]
    assert equation.lhs(x=-3, y=5) == -5
    assert left(equation) == []


def test_the_body_of_an_empty_sum_is_not_used():
    equation = Equation(r"\sum_{i=1}^{n} x^i")
    assert equation.lhs(n=0, x=2) == 0
    assert left(equation) == ["x", "^", "i"]


def test_a_failed_evaluation_uses_nothing():
    equation = Equation("2 x + y")
    with pytest.raises(ValueError):
        equation.lhs(x=1)
    assert left(equation) == ["2", "x", "+", "y"]


def test_a_problem_uses_its_words_and_leaves_its_parts():
    equation = Equation(
        r"\min_{x_0, x_1} \; -x_0 + 4 x_1 \quad \text{s.t.} \quad x_0 \le 6, \; x_1 \ge -3"
    )
    problem = equation.problem()
    assert (problem.sense, problem.variables) == ("min", ["x_0", "x_1"])
    assert problem.objective(x=[2, 3]) == 10
    first, second = problem.constraints
    assert first.holds(x=[6, 0]) and not first.holds(x=[7, 0])
    assert second.use(r"\ge").rhs() == -3 and second.lhs(x=[0, 1]) == 1
    assert left(equation) == []


def test_a_constraint_may_hold_a_matrix():
    problem = Equation(
        r"\min_x x^T x \quad \text{s.t.} \quad"
        r" \begin{bmatrix} 1 & 2 \end{bmatrix} x = 3, \; x_1 \ge 0"
    ).problem()
    row, sign = problem.constraints
    assert row.holds(x=np.array([1.0, 1.0])) and not row.holds(x=np.array([1.0, 2.0]))
    assert sign.holds(x_1=0.0)


def test_an_integral_can_be_opened():
    equation = Equation(r"\int_{0}^{1/2} \int_{0}^{1-2x} x y \, dy \, dx")
    value, limits = equation.lhs.integrand(x=0.25, y=8.0)
    assert value == 2 and limits == {"x": (0, 0.5), "y": (0, 0.5)}


@pytest.mark.parametrize(
    ("tex", "places", "value"),
    [
        (r"\int_0^1 x^2 f(a) \, dx", [2], 4 / 3),
        (r"\int_0^1 \int_0^{y} x f(y + a + 1) f(a) \, dx \, dy", [2], 9.4),
        (r"\int_0^1 \left( x f(a) + \int_0^1 f(x + x) \, dx \right) dx", [2], 10 / 3),
        (r"\int_0^1 x \sum_{k=1}^{2} f(k + a) \, dx", [3, 4], (9 + 16) / 2),
        (r"\sum_{k=1}^{2} \int_0^1 x f(k + a) \, dx", [3, 4], (9 + 16) / 2),
    ],
)
def test_what_does_not_change_with_the_variable_of_an_integral_is_computed_once(tex, places, value):
    called = []

    def f(x):
        called.append(x)
        return x * x

    assert Equation(tex).lhs(f=f, a=2) == pytest.approx(value, rel=1e-9)
    assert [called.count(place) for place in places] == [1] * len(places)


def test_spacing_and_spelling_do_not_make_another_formula():
    assert same_tokens(r"\tfrac{1}{2} \left| x \right|", r"\frac12|x|")
    assert not same_tokens(r"\tfrac{1}{2} \left| x \right|", r"\frac{12}|x|")
    assert same_tokens(r"\tfrac{1}{2} \left| x \right|", r"\dfrac{1}{2} \lvert x\rvert")
    assert same_tokens("A_{k}", "A_k") and not same_tokens("A_k", "A_n")
    assert contains(r"A_k = U \mathbf{x}", "A_k") and contains(r"\mathbf{x}^2", r"\mathbf{x}")
    assert not contains(r"\sigma_i", "i_j")
    assert similarity("a + b = c", "a - b = c") > similarity("a + b = c", "x^2") == 0


def test_arrays_go_in_as_they_are_and_come_out_as_vectors_and_matrices():
    a = np.arange(6.0).reshape(2, 3)
    assert Equation("A b").lhs(A=a, b=np.ones(3)).shape == (2,)
    assert Equation("b^T b").lhs(b=np.ones(3)) == 3
    assert Equation("b b^T").lhs(b=np.ones(3)).shape == (3, 3)
    assert Equation("A").lhs(A=a).shape == (2, 3)
