"""A test is an example as soon as it is written, and one that shows nothing is an error."""

import pytest
from recipes.problem import ProblemError
from recipes.reading import examples

LABEL = "tests/a/test_page.py"
MODULE = '''"""Forms."""

from engine import Equation

# Names


def test_one():
    """A letter is bound.

    More for those who read on.
    """
    assert Equation(r"2 x").lhs(x=3) == 6


def helper():
    return 1


# What to ask


def test_two():
    """Two sides are compared."""
    # A comment within is no heading.
    equation = Equation(
        r"y = x"
    )
    assert equation.holds(x=1, y=1)
'''


def test_each_test_is_an_example_with_its_formula_and_its_code():
    one, two = examples.read(MODULE, LABEL)
    assert (one.heading, one.sentence, one.tex) == ("Names", "A letter is bound.", "2 x")
    assert one.code == 'assert Equation(r"2 x").lhs(x=3) == 6' and one.line == 8
    assert (two.heading, two.sentence, two.tex) == (
        "What to ask",
        "Two sides are compared.",
        "y = x",
    )
    assert two.code.startswith("# A comment within") and two.code.endswith("holds(x=1, y=1)")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("A letter is bound.\n", "A letter is bound\n", 8, "a sentence, with a period; write it"),
        ('Equation(r"2 x")', "Equation(tex)", 8, "lacks a formula, as Equation(r"),
        ("# Names\n", "\n", 8, "lacks a comment at the left margin above it, as its heading"),
        ("# Names\n", "    # Names\n", 8, "lacks a comment at the left margin"),
        ("def helper():", "def helper(:", 16, "is not Python"),
    ],
)
def test_what_is_no_example_is_an_error_with_its_line(old, new, line, message):
    with pytest.raises(ProblemError) as caught:
        examples.read(MODULE.replace(old, new), LABEL)
    assert (caught.value.problem.path, caught.value.problem.line) == (LABEL, line)
    assert message in caught.value.problem.message
