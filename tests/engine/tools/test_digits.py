"""Whether the digits that are called safe are those that all values have, and no fewer."""

import pytest
from recipes.reading import numbers
from recipes.tools import digits


@pytest.mark.parametrize(
    ("literal", "values", "safe", "summary"),
    [
        ("5.03", [5.03, 5.031], "5.03", "3 digits, 3 safe"),
        ("5.03", [5.03, 5.04], "5.0", "3 digits, 2 safe: 5.0"),
        ("5.03", [5.03, 4.6], "5", "3 digits, 1 safe: 5"),
        ("5.03", [5.03, 5.6], "", "3 digits, none safe"),
        ("1.234e-5", [1.234e-5, 1.31e-5], "1e-5", "4 digits, 1 safe: 1e-5"),
        ("1.2e-5", [1.2e-5, 2.9e-5], "", "2 digits, none safe"),
        ("0.99", [0.988, 0.983], "1.0", "2 digits, 1 safe: 1.0"),
        ("0.004", [0.004, 0.0], "", "1 digit, none safe"),
        ("0.00", [0.0, 0.001], "0.00", "1 digit, 1 safe"),
        ("771", [771.0, 773.0], "7.7e2", "3 digits, 2 safe: 7.7e2"),
        ("1 234.5", [1234.5, 1234.4], "1 234", "5 digits, 4 safe: 1 234"),
        ("-2.31", [-2.31, -2.29], "-2.3", "3 digits, 2 safe: -2.3"),
        ("−2.31", [-2.31, -2.29], "−2.3", "3 digits, 2 safe: −2.3"),
        ("52.2 %", [0.522, 0.5221], "52.2 %", "3 digits, 3 safe"),
        ("52.2 %", [0.522, 0.519], "52 %", "3 digits, 2 safe: 52 %"),
        ("52 %", [0.522, 0.53], "", "2 digits, none safe"),
        (
            "1.4 times as large",
            [1.4, 1.2],
            "1 times as large",
            "2 digits, 1 safe: 1 times as large",
        ),
        ("3.58 % above", [0.0358, 0.0361], "3.6 % above", "3 digits, 2 safe: 3.6 % above"),
        ("441", [441, 441], "441", "exact"),
        ("441", [441, 443], "", "exact, and not safe"),
        ("1 000 000", [1_000_000, 1_000_000], "1 000 000", "exact"),
        ("four", [4, 6], "", "exact, and not safe"),
        ("1/96", [1 / 96, 1 / 96], "1/96", "exact"),
    ],
)
def test_the_safe_digits_are_those_that_all_values_have(literal, values, safe, summary):
    assert numbers.holds(literal, values[0])
    assert digits.safe(literal, values) == safe
    assert digits.summary(literal, values) == summary


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([91, 127, 96], "90", "200"),
        ([7, 6], "6", "7"),
        ([1.2e-5, 2.9e-5], "1e-05", "3e-05"),
        ([0.95, 0.98], "0.9", "1"),
        ([-0.29, -0.34], "-0.4", "-0.2"),
        ([0.0, 4.5], "0", "5"),
        ([-1.0e-7, 1300.0], "-1e-07", "2000"),
    ],
)
def test_where_no_digit_is_safe_values_lie_between_bounds_of_one_digit(values, low, high):
    assert digits.bounds(values) == f"“at least {low}” or “at most {high}”"
    assert float(low) <= min(values) and max(values) <= float(high)


def test_values_are_listed_with_two_more_digits_than_the_page_states():
    found = {"the seed 1": 1.3123456e-5, "the seed 2": 1.3123456e-5, "2 threads": 1.25e-5}
    listed = "1.312e-05 with the seed 1 and the seed 2 and 1.25e-05 with 2 threads"
    assert digits.listed("1.2e-5", found) == listed
    assert digits.listed("441", {"2 threads": 4430}) == "4430 with 2 threads"
    three = {"the seed 1": 1, "the seed 2": 2, "the seed 3": 3}
    listed = "1 with the seed 1, 2 with the seed 2 and 3 with the seed 3"
    assert digits.listed("7", three) == listed
