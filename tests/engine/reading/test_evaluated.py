"""Which formulas a test evaluates is read from its module."""

import pytest
from recipes.problem import ProblemError
from recipes.reading.evaluated import read

HEAD = 'PAGE = page("a/page.md")\n\n\n'


def evaluated(source):
    """What each test evaluates: labels, and TeX."""
    return {one.test: (one.equations, one.formulas) for one in read(HEAD + source, "tests/a.py")}


def test_a_test_names_equations_and_formulas():
    source = """def test_sum():
    assert PAGE.equation("sum").holds(n=7)
    assert PAGE.inline("x + 1")(x=2) == PAGE.inline(r"\\frac{6}{2}")()


def test_nothing():
    assert other.equation("sum") and PAGE.says("x + 1")
"""
    assert evaluated(source) == {
        "test_sum": (("sum",), ("x + 1", r"\frac{6}{2}")),
        "test_nothing": ((), ()),
    }


@pytest.mark.parametrize(
    "source",
    [
        'def test_it():\n    for one in ("a", "b"):\n        assert PAGE.equation(one).holds()\n',
        'def test_it():\n    assert all(PAGE.equation(one).holds() for one in ["a", "b"])\n',
        '@cases("one", ["a", "b"])\ndef test_it(one):\n    assert PAGE.equation(one).holds()\n',
    ],
)
def test_names_in_a_list_count_where_a_variable_stands_for_them(source):
    assert evaluated(source) == {"test_it": (("a", "b"), ())}


@pytest.mark.parametrize(
    "source",
    [
        '@fixture\ndef area():\n    yield PAGE.inline("x y")\n\n\ndef test_it(area):\n    area()\n',
        'def area():\n    return PAGE.inline("x y")\n\n\ndef test_it():\n    assert area()\n',
        'AREA = PAGE.inline("x y")\n\n\ndef test_it():\n    assert AREA()\n',
        'AREA = PAGE.inline("x y")\n\n\ndef a():\n    AREA()\n\n\ndef test_it():\n    a()\n',
    ],
)
def test_what_a_test_uses_of_its_module_belongs_to_it(source):
    source += "\n\ndef test_other():\n    assert 1\n"
    assert evaluated(source) == {"test_it": ((), ("x y",)), "test_other": ((), ())}


def test_functions_that_call_each_other_are_read_once():
    source = "def a():\n    b()\n\n\ndef b():\n    a()\n    PAGE.equation('sum')\n\n\n"
    assert evaluated(source + "def test_it():\n    assert a()\n") == {"test_it": (("sum",), ())}


def test_a_module_that_is_not_python_is_an_error_with_its_line():
    with pytest.raises(ProblemError, match=r"tests/a\.py:4: is not Python"):
        evaluated("def test_it(:\n")
