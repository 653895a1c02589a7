"""Whatever is built as a tree and written in some style is read as what it was built from."""

import contextlib
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError

from tests.tools.formulas import asked

NAMES = {"x": Fraction(3, 7), "y": Fraction(-5, 2), "alpha": Fraction(2), "n": 3}
QUICK = settings(derandomize=True, deadline=None, max_examples=120, database=None)
LETTERS = {"x": "x", "y": "y", "alpha": r"\alpha", "n": "n"}


def leaves():
    numbers = st.integers(0, 20).map(lambda n: ("number", n))
    return numbers | st.sampled_from([("name", name) for name in LETTERS])


def branches(children):
    pair = st.tuples(children, children)
    return st.one_of(
        pair.map(lambda ab: ("+", *ab)),
        pair.map(lambda ab: ("-", *ab)),
        pair.map(lambda ab: ("*", *ab)),
        pair.map(lambda ab: ("/", *ab)),
        children.map(lambda a: ("negative", a)),
        children.map(lambda a: ("square", a)),
        children.map(lambda a: ("modulus", a)),
        st.tuples(children, st.integers(0, 4)).map(lambda ak: ("sum", *ak)),
    )


TREES = st.recursive(leaves(), branches, max_leaves=12)
STYLES = st.fixed_dictionaries(
    {
        "fraction": st.sampled_from([r"\frac", r"\tfrac", r"\dfrac"]),
        "times": st.sampled_from([r" \cdot ", r" \times ", r"\cdot{}"]),
        "brackets": st.sampled_from(
            [("(", ")"), (r"\left(", r"\right)"), ("[", "]"), ("{(", ")}")]
        ),
        "bars": st.sampled_from([("|", "|"), (r"\lvert ", r"\rvert "), (r"\left|", r"\right|")]),
        "space": st.sampled_from(["", " ", r"\,", "\n  "]),
    }
)
PLAIN = {"fraction": r"\frac", "times": r" \cdot ", "space": " "}
PLAIN |= {"brackets": ("(", ")"), "bars": ("|", "|")}


def exact(tree, names=NAMES):
    """What a tree is, in fractions."""
    kind, *parts = tree
    if kind == "number":
        return Fraction(parts[0])
    if kind == "name":
        return Fraction(names[parts[0]])
    if kind == "sum":
        return sum((exact(parts[0], {**names, "n": k}) for k in range(1, parts[1] + 1)), Fraction())
    first, *rest = (exact(part, names) for part in parts)
    return {
        "+": lambda: first + rest[0],
        "-": lambda: first - rest[0],
        "*": lambda: first * rest[0],
        "/": lambda: first / rest[0],
        "negative": lambda: -first,
        "square": lambda: first**2,
        "modulus": lambda: abs(first),
    }[kind]()


def written(tree, style):
    """The LaTeX of a tree, in brackets wherever there is a doubt."""
    kind, *parts = tree
    if kind == "number":
        return str(parts[0])
    if kind == "name":
        return f"{LETTERS[parts[0]]}{style['space'] or ' '}"
    opened, closed = style["brackets"]
    if kind == "sum":
        body = written(parts[0], style)
        return rf"{opened}\sum_{{n=1}}^{{{parts[1]}}} {opened}{body}{closed}{closed}"
    first, *rest = (written(part, style) for part in parts)
    if kind == "/":
        return f"{style['fraction']}{{{first}}}{{{rest[0]}}}"
    if kind == "modulus":
        return f"{style['bars'][0]}{first}{style['bars'][1]}"
    inner = {
        "+": lambda: f"{first}{style['space']}+{rest[0]}",
        "-": lambda: f"{first} -{style['space']}{opened}{rest[0]}{closed}",
        "*": lambda: f"{opened}{first}{closed}{style['times']}{opened}{rest[0]}{closed}",
        "negative": lambda: f"-{opened}{first}{closed}",
        "square": lambda: f"{opened}{first}{closed}^{{2}}",
    }[kind]()
    return f"{opened}{inner}{closed}"


@QUICK
@given(TREES, STYLES)
@example(("square", ("square", ("name", "x"))), dict(PLAIN, brackets=("{(", ")}")))
def test_a_formula_in_any_style_has_the_value_of_its_tree(tree, style):
    try:
        expected = exact(tree)
    except ZeroDivisionError:
        return
    equation = Equation(written(tree, style))
    names = {name: float(value) for name, value in NAMES.items()} | {"n": 3}
    assert equation.lhs(asked(equation, names)) == (
        pytest.approx(float(expected), rel=1e-9, abs=1e-9)
    )


@QUICK
@given(TREES, STYLES, STYLES)
def test_two_styles_of_a_formula_are_exactly_the_same(tree, one, other):
    with contextlib.suppress(MathError, ZeroDivisionError):
        exact(tree)  # without a division by zero
        values = [Equation(written(tree, style)).lhs.sympy() for style in (one, other)]
        assert (values[0] - values[1]).doit().equals(0) is not False


@QUICK
@given(TREES, st.data())
def test_another_token_is_another_value_or_an_error_or_the_same_algebra(tree, data):
    """Exact arithmetic at the point decides whether the change could be seen at all."""
    changed = data.draw(st.sampled_from(list(_mutants(tree)) or [tree]))
    try:
        same = exact(tree) == exact(changed)
    except ZeroDivisionError:
        return
    names = {name: float(value) for name, value in NAMES.items()} | {"n": 3}
    pair = [Equation(written(each, PLAIN)) for each in (tree, changed)]
    values = [float(one.lhs(asked(one, names))) for one in pair]
    assert math.isclose(*values, rel_tol=1e-9, abs_tol=1e-9) == same or math.isclose(
        float(exact(tree)), float(exact(changed)), rel_tol=1e-8, abs_tol=1e-8
    )


def _mutants(tree):
    """Trees that differ from this one in a single place."""
    kind, *parts = tree
    swapped = {"+": "-", "-": "+", "*": "+", "/": "*"}
    if kind == "number":
        yield ("number", parts[0] + 1)
    elif kind == "name":
        yield ("name", "y" if parts[0] == "x" else "x")
    elif kind in swapped:
        yield (swapped[kind], *parts)
    for place, part in enumerate(parts):
        if isinstance(part, tuple):
            for changed in _mutants(part):
                yield (kind, *parts[:place], changed, *parts[place + 1 :])


PIECES = st.sampled_from(
    r"\frac \sqrt \sum \int \prod \left( \right) \left| | \| { } ( ) [ ] ^ _ + - = < , & \\ x 1 23"
    r" i d \begin{bmatrix} \end{bmatrix} \begin{cases} \end{cases} \dots \lim \max \arg \to \in"
    r" \overline \text{if} \mathrm{m\,s} \bar \mid ! ' * / \cdot \infty \substack \underbrace"
    r" \binom \log".split()
)


@settings(derandomize=True, deadline=5000, max_examples=300, database=None)
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=40))
def test_any_input_ends_in_a_value_or_in_an_error_of_ours(tex):
    names = {"x": 2.0, "i": [0, 1], "f": np.cos, "A": np.eye(2)}
    with contextlib.suppress(MathError):
        equation = Equation(tex)
        for part in equation.parts:
            for side in part.sides:
                with contextlib.suppress(MathError):
                    side(names)
    with contextlib.suppress(MathError):
        Equation(tex).problem()


@pytest.mark.parametrize("piece", ["(", "{", "-", r"\sqrt", "x^", "|", r"\frac", r"\sum_", "a_"])
def test_hostile_nesting_is_refused_at_once(piece):
    with pytest.raises(MathError):
        Equation(piece * (3000 // len(piece))).lhs(x=1.0)


def test_matrices_multiply_in_the_order_in_which_they_stand():
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
    for tex in (r"A B C", r"A \cdot (B C)", r"(C^T B^T A^T)^T", r"A\,B\,C"):
        np.testing.assert_allclose(Equation(tex).lhs(A=a, B=b, C=c), a @ b @ c)
