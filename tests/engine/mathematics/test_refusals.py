"""What has no one meaning is refused, with the place and with what to do."""

import numpy as np
import pytest
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.mathematics.evaluation.arrays import centred, one_based
from recipes.mathematics.parsing.grammar import MAXIMUM_DEPTH
from recipes.mathematics.parsing.tokens import MAXIMUM_LENGTH

SQUARE = np.diag([2.0, 3.0])
# LaTeX, names, what the message says, and the text at the caret.
REFUSED = [
    (r"x + y", {"x": 1}, "no value is bound to “y”; bind it", "y"),
    (r"a/b c", {"a": 1, "b": 2, "c": 3}, "write \\frac, or brackets", "c"),
    (r"a/b\pi", {"a": 1, "b": 2}, "write \\frac, or brackets", r"\pi"),
    (r"x^23", {"x": 2}, "LaTeX takes one digit here; write “{23}”", "23"),
    (r"\frac{d^n}{dx^n} x^3", {"x": 1}, "the order of a derivative is a number", "n"),
    (r"\frac{d^0}{dx^0} x^3", {"x": 1}, "the order of a derivative is a number", "0"),
    (r"x \qquad x", {"x": 3}, "cannot read “\\qquad” here", r"\qquad"),
    (r"\sum_{k=2}^{\infty} 1/k^x", {"x": 1.3}, "converges too slowly", r"\sum"),
    (r"\frac123", {}, "LaTeX takes one digit here", "123"),
    (r"x^2^3", {"x": 2}, "two exponents", "^3"),
    (r"{x}^{(2)}^{3}", {"x": 2}, "two exponents", "^{3}"),
    (r"\int x \, dx", {}, "needs its limits; write \\int_{a}^{b}", r"\int"),
    (r"\int_0^1 x", {}, "write its differential", r"\int"),
    (r"\iint x \, dx \, dy", {}, "needs its region", r"\iint"),
    (r"\sum x_i", {"x": [1]}, "needs its index below", r"\sum"),
    (r"\sum_{i}^{n} i", {"n": 3}, "needs a lower one", r"\sum"),
    (r"\sum_i x_i", {"x": [1]}, "bind the index “i” to what it runs through", r"\sum"),
    (r"\sum_{i=1}^{2.5} i", {}, "not integers", r"\sum"),
    (r"\sum_{i=0, i \ne 1}^{2.5} i", {}, "not integers", r"\sum"),
    (r"\sum_{0 \le i < 2.5} i", {}, "not integers", r"\sum"),
    (r"\{1, \dots, x\}", {"x": 2.5}, "not integers", r"\{"),
    (r"\sum_{n=1}^{\infty} \frac{1}{n}", {}, "does not seem to converge", r"\sum"),
    (r"\sum_{i=1}^{n} i", {"n": 10**9}, "more than 1000000 terms", r"\sum"),
    (r"f * g", {"f": 1, "g": 2}, "the operator “*” has many meanings; bind it", "f"),
    (r"x_i", {"x": [1, 2], "i": -1}, "the index -1 is outside", "x"),
    (r"x_i", {"x": [1, 2], "i": 0.5}, "the index 0.5 is outside", "x"),
    (r"x_i", {"x": [1, 2], "i": 2}, "the index 2 is outside", "x"),
    (r"x_i", {"x": one_based([1, 2]), "i": 0}, "before the first", "x"),
    (r"x_i", {"x": centred([1, 2, 3]), "i": -2}, "before the first", "x"),
    (r"x_i", {"x": 3, "i": 1}, "is bound to a number and has an index", "x"),
    (r"A + 1", {"A": SQUARE}, "a matrix and a number are added", "A"),
    (r"1 / A", {"A": SQUARE}, "write the inverse", "1"),
    (r"A b", {"A": SQUARE, "b": np.ones(3)}, "are multiplied", "A"),
    (r"x^T", {"x": 3}, "no matrix; bind an array", "x"),
    (r"(-2)^{0.5}", {}, "a fractional power of a negative number", "(-2"),
    (r"(x + 1", {"x": 1}, "something is missing here", ""),
    (r"(x\}", {"x": 1}, "“(” is not closed by", r"\}"),
    (r"\{x", {"x": 1}, "something is missing here", ""),
    (r"x^{2", {"x": 1}, "a brace is not closed", ""),
    (r"|x", {"x": 1}, "“|” is not closed here", ""),
    (r"x +", {"x": 1}, "something is missing here", ""),
    (r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", {}, "different lengths", r"\begin"),
    (r"\begin{cases} 1 & x > 0 \end{cases}", {"x": -1}, "no case holds", r"\begin"),
    (
        r"\begin{cases} 1 & \text{if it rains} \end{cases}",
        {},
        "cannot read the condition",
        r"\text{if it",
    ),
    (r"\foo", {}, "no value is bound to “foo”", r"\foo"),
    (r"\max x", {"x": 3}, "the extremum of what?", r"\max"),
    (r"\sup f", {"f": 1}, "over which set?", r"\sup"),
    (r"x_1 + \dots + y_n", {"x": [1], "y": [1], "n": 3}, "what runs behind these dots?", "x_1"),
    (r"1 + 3 + \dots + n", {"n": 9}, "do not go up in steps of one", "3"),
    (r"a_{11} + \dots + a_{1n}", {"a": SQUARE, "n": 2}, "write a comma or \\cdot", "1n"),
    (r"\frac{d}{dt} t^2", {}, "at which to differentiate", r"\frac"),
    (r"\frac{d}{dt} |t|", {"t": 0.0}, "the derivative is not defined here", r"\frac"),
    (r"\int_0^1 \frac{1}{x} \, dx", {}, "split this integral, or bind", r"\int"),
    (r"\lim_{x \to 0} \sin \frac{1}{x}", {}, "there is no limit", r"\lim"),
]


@pytest.mark.parametrize(("tex", "names", "message", "at"), REFUSED)
def test_what_cannot_be_read_or_computed_is_shown_with_a_caret(tex, names, message, at):
    with pytest.raises(MathError) as caught:
        Equation(tex, place="page.md:7").lhs(names)
    said, shown, caret = str(caught.value).split("\n")
    assert said.startswith("page.md:7: ") and message in said
    assert shown == f"    {tex}"
    assert tex[caret.index("^") - 4 :].startswith(at)


def test_several_statements_have_no_one_side():
    with pytest.raises(MathError, match=r"2 statements; take one of \.parts"):
        _ = Equation(r"a = 1, \quad b = 2").lhs


def test_a_relation_has_no_value_and_an_expression_does_not_hold():
    with pytest.raises(MathError, match="a relation has no value"):
        Equation("a = 1")(a=1)
    with pytest.raises(MathError, match="an expression does not hold"):
        Equation("a + 1").holds(a=1)
    with pytest.raises(MathError, match="says nothing of single numbers"):
        Equation(r"a \propto b").holds(a=1, b=1)


def test_too_long_and_too_deep_formulas_are_refused():
    with pytest.raises(MathError, match="more than 4000 characters"):
        Equation("x" * (MAXIMUM_LENGTH + 1))
    with pytest.raises(MathError, match=f"more than {MAXIMUM_DEPTH} levels"):
        Equation("(" * 100 + "x" + ")" * 100).lhs(x=1)


def test_another_name_or_sign_is_reported_as_what_it_is():
    with pytest.raises(AssertionError, match="the left side is B, not A"):
        Equation("B = 1").defines("A")
    with pytest.raises(AssertionError, match=r"the page has \['<'\] here, not \['='\]"):
        Equation("A < 1").defines("A")


@pytest.mark.parametrize(
    ("tex", "names"),
    [
        (r"x \in y", {"x": 1, "y": 2.0}),
        ("f = g", {"f": abs, "g": abs}),
        ("x < f", {"x": 1, "f": abs}),
    ],
)
def test_what_cannot_be_compared_is_refused(tex, names):
    with pytest.raises(MathError, match=r"page\.md:7: cannot be compared: "):
        Equation(tex, place="page.md:7").holds(names)


def test_a_function_of_what_it_cannot_take_is_refused():
    with pytest.raises(MathError, match="cannot be computed: "):
        Equation(r"\arg f").lhs(f=abs)


def test_a_function_that_gives_up_is_refused():
    def give_up(_):
        raise NotImplementedError("not for this x")

    with pytest.raises(MathError, match="cannot be computed: not for this x"):
        Equation("f(x)").lhs(f=give_up, x=1)
