"""A number in a sentence holds, where the fact, rounded to the digits shown, is that number."""

import math
from decimal import Decimal

import numpy as np
import pytest
from recipes.reading.numbers import FactError, holds, rewritten
from recipes.reading.prose import bare_numbers, stated, value_of, without_facts

MINUS = "\N{MINUS SIGN}"
BLANKS = {"blank": " ", "no-break": "\u00a0", "thin": "\u2009", "narrow": "\u202f", "comma": ","}


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0.0104167", 1 / 96),
        ("0.0104", 1 / 96),
        ("4", 4),
        ("4", 4.4),
        ("4.0", 4),
        ("81 %", 0.8149),
        ("81%", 0.8149),
        ("81.5 %", 0.8149),
        ("100 %", 1),
        (f"{MINUS}3.2", -3.2),
        ("-3.2", -3.2),
        ("+3.2", 3.2),
        (f"{MINUS}5 %", -0.05),
        ("1.1e-3", 0.00114),
        (f"1.1e{MINUS}3", 0.00114),
        ("2e6", 2_000_000),
        ("1.5e+2", 150),
        ("1/96", 1 / 96),
        (f"{MINUS}1/3", -1 / 3),
        ("0/5", 0.0),
        ("two", 2),
        ("Twice", 2.0),
        ("half", 0.5),
        ("million", 1_000_000),
        ("0", 0.3),
        (f"{MINUS}0.0", -0.04),
        ("2.5", 2.45),
        ("2.4", 2.45),
        ("0.1", 0.15),
        ("0.2", 0.15),
        ("3", 2.5),
        ("2", 2.5),
    ],
)
def test_a_number_holds_at_the_digits_shown(literal, value):
    """Half-way both neighbours hold: the page need not know how a float is rounded."""
    assert holds(literal, value)


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0.0105", 1 / 96),
        ("4", 5),
        ("4", 4.51),
        ("1000", 1001),
        ("1e3", 1001),
        ("1.1e-3", 0.00116),
        ("81 %", 0.8151),
        ("81 per cent", 0.8151),
        ("81", 0.81),
        ("3.2", -3.2),
        (f"{MINUS}3.2", 3.2),
        ("1/3", 0.3333),
        ("0/5", 0.1),
        ("two", 3),
        ("half", 0.501),
        ("2.4", 2.4501),
        ("2.5", 2.4499),
    ],
)
def test_another_number_does_not_hold(literal, value):
    assert not holds(literal, value)


@pytest.mark.parametrize("separator", BLANKS.values(), ids=BLANKS)
def test_thousands_may_be_set_apart(separator):
    assert holds(f"50{separator}625", 50_625)
    assert holds(f"1{separator}050{separator}625.5", 1_050_625.5)
    assert not holds(f"50{separator}625", 50_626)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_never_holds(value):
    literals = ["0", "1", "0.5", "100 %", "half", "1e300", "1/3"]
    assert not any(holds(literal, value) for literal in literals)


@pytest.mark.parametrize("literal", ["1,5", "1 00", "1000 000", "abc", "1/0", "0x10", "1e", "5m"])
def test_what_is_no_number_is_reported(literal):
    with pytest.raises(FactError, match="no number that we read; write"):
        holds(literal, 1.0)


@pytest.mark.parametrize(
    ("literal", "advice"),
    [
        ("1.2 million", "write its size as in 1.2e6"),
        ("3 hundred", "write its size as in 1.2e6"),
        ("3.5×10⁻⁴", "write the exponent as in 3.5e-4"),
        ("10^6", "write the exponent as in 3.5e-4"),
        ("~0.33", "write its digits alone"),
        ("about 3", "write its digits alone"),
        ("≈ 3", "write its digits alone"),
        ("NaN", "write in words that it is not finite"),
        ("-inf", "write in words that it is not finite"),
        (".5", "write a zero before the point"),
        ("1.234.567", "write 1 234 567 or 1,234,567"),
        ("1_000", "write 1 234 567 or 1,234,567"),
        ("1st", "write the digits alone"),
        ("a half", "write the word without its article"),
        ("two thirds", "write a fraction as in 1/3"),
        ("12345 points", "put its unit or noun behind the braces"),
        ("5 m", "put its unit or noun behind the braces"),
    ],
)
def test_what_is_written_in_another_way_is_refused_with_the_way_to_write_it(literal, advice):
    with pytest.raises(FactError) as caught:
        holds(literal, 1.0)
    assert str(caught.value).startswith(f"“{literal}” ")
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("literal", "value"), [("½", 0.5), ("⅓", 1 / 3), ("one", 1), ("Zero", 0), ("6.02E23", 6.022e23)]
)
def test_a_number_may_be_a_sign_a_small_word_or_have_a_large_e(literal, value):
    assert holds(literal, value)
    assert not holds(literal, value + 1 + value)


def random_values(count=400):
    """Numbers of many sizes, of both signs, each with decimals to show that a float still has."""
    generator = np.random.default_rng(0)
    exponents = generator.uniform(-6, 6, count)
    signs = generator.choice([-1.0, 1.0], count)
    values = signs * 10.0**exponents
    return zip(values.tolist(), generator.integers(0, 8, count).tolist(), strict=True)


def test_the_shown_digits_hold_and_another_last_digit_does_not():
    for value, decimals in random_values():
        literal = f"{value:.{decimals}f}"
        assert holds(literal, value), (literal, value)
        for step in (-1, 1):
            changed = Decimal(literal) + step * Decimal(1).scaleb(-decimals)
            assert not holds(f"{changed:f}", value), (changed, value)


def test_the_shown_digits_hold_in_every_form():
    for value, decimals in random_values():
        scientific = f"{value:.{decimals}e}"
        assert holds(scientific, value)
        assert holds(scientific.replace("-", MINUS), value)
        assert holds(f"{100 * value:.{decimals}f} %", value)
        assert holds(f"{value:,.{decimals}f}", value)
        mantissa, _, exponent = scientific.partition("e")
        changed = Decimal(mantissa) + Decimal(1).scaleb(-decimals)
        assert not holds(f"{changed}e{exponent}", value), (changed, exponent, value)


FORMS = ["5", "0.25", "-1.50", f"{MINUS}1.5", "+2", "50 625", "1,000.0", "81 %", "8.1%"]
FORMS += ["1e6", "1.10e-3", f"2e{MINUS}5", "12e3", "1/3", f"{MINUS}2/7", "two", "Half", "Twice"]
VALUES = [0, 1, -7, 12, 1000, 50_625, 1_234_567, 10**30, True, False]
VALUES += [0.0, 0.5, -0.25, 1 / 3, math.pi, -1e-9, 0.00114, 99.5, 1e9, 1e30, -1e300, 5e-324]
VALUES += [value for value, _ in random_values(20)]


@pytest.mark.parametrize("literal", FORMS)
@pytest.mark.parametrize("kind", [int, float])
def test_a_rewritten_number_holds(literal, kind):
    values = [value for value in VALUES if isinstance(value, kind)]
    assert [value for value in values if not holds(rewritten(literal, value), value)] == []


@pytest.mark.parametrize(
    ("literal", "value", "expected"),
    [
        ("0.25", 1 / 3, "0.33"),
        ("50 625", 1_234_567, "1 234 567"),
        ("50\u202f625", 1_234_567, "1\u202f234\u202f567"),
        ("50,625", 99, "99"),
        ("81 %", 0.5, "50 %"),
        ("81%", 0.5, "50%"),
        ("1.1e-3", 0.00205, "2.0e-3"),
        (f"{MINUS}0.5", -0.75, f"{MINUS}0.8"),
        (f"{MINUS}0.5", 0.75, "0.8"),
        ("0.5", -0.75, "-0.8"),
        ("+0.5", 0.75, "+0.8"),
        ("1/3", 0.25, "1/4"),
        (f"{MINUS}1/3", -0.25, f"{MINUS}1/4"),
        ("two", 3, "three"),
        ("Two", 3, "Three"),
        ("two", 25, "25"),
    ],
)
def test_a_rewritten_number_keeps_its_form(literal, value, expected):
    assert rewritten(literal, value) == expected


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_cannot_be_written(value):
    for literal in FORMS:
        with pytest.raises(FactError, match="not finite"):
            rewritten(literal, value)


FACTS = {
    "value": 1 / 96,
    "errors": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]],
    "big": {"shape": [512, 512], "size": 262_144},
    "result": {"nit": 7, "x": [1.0, 2.0]},
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("value", 1 / 96),
        ("errors[-1][0]", 0.5),
        ("errors.shape[0]", 3),
        ("errors.shape[1]", 2),
        ("errors.size", 6),
        ("big.shape[0]", 512),
        ("big.size", 262_144),
        ("result.nit", 7),
        ("result.x[1]", 2.0),
    ],
)
def test_a_fact_may_lie_inside_of_a_value(key, value):
    assert value_of(key, FACTS) == value


@pytest.mark.parametrize(
    "key", ["valeu", "errors", "errors[9][0]", "value.x", "value[0]", "big[0]"]
)
def test_a_fact_that_is_no_number_is_reported_by_its_name(key):
    with pytest.raises(FactError) as caught:
        value_of(key, FACTS)
    assert f"“{key}”" in str(caught.value)


def test_a_misspelt_fact_is_reported_with_the_one_that_was_meant():
    with pytest.raises(FactError, match="do you mean value"):
        value_of("valeu", FACTS)
    with pytest.raises(FactError, match="it computes none"):
        value_of("value", {})
    with pytest.raises(FactError, match="recipe bench --timings"):
        value_of("timing.grid", FACTS)


def test_facts_are_found_with_their_literal_and_name():
    text = "a {{ 1 = one }} b {{1/96=value[0].x}} c {{ 0.5 =\n half }} `{{ 2 = code }}`"
    found = [(fact.literal, fact.key) for fact in stated(text)]
    assert found == [("1", "one"), ("1/96", "value[0].x"), ("0.5", "half")]
    assert without_facts(text) == "a 1 b 1/96 c 0.5 `{{ 2 = code }}`"


@pytest.mark.parametrize(
    "text", ["{{ value }}", "{{ = value }}", "{{ 1 = }}", "{{ 1 = 2x }}", "{{}}"]
)
def test_what_looks_like_a_fact_and_is_none_is_found(text):
    (fact,) = stated(text)
    assert (fact.literal, fact.key) == (text, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It has 3 corners.", ["3"]),
        ("It has 1 000.5.", ["1", "000.5"]),
        (f"At {MINUS}5 %, in 2-D.", [f"{MINUS}5", "2"]),
        ("# Two corners", ["Two"]),
        ("Twice the half of a dozen.", ["Twice", "half", "dozen"]),
        ("ninety, a billion", ["ninety", "billion"]),
        ("twenty-five", ["twenty", "five"]),
        ("on 2024-05-01 at 12:30", ["2024-05-01", "12:30"]),
        ("3.5e-4 s, 1e3 m, 0x1F", ["3.5e-4", "1e3", "0x1F"]),
        ("version 1.17.1, 10'000 and 10⁻³", ["1.17.1", "10'000", "10⁻³"]),
        ("UTF-8 and SHA-256, catch-22", ["22"]),
        ("10–20 or 3-4", ["10", "20", "3", "4"]),
        ("a ` b\n- 5 `", ["5"]),
        ("a `x\n## 5 `", ["5"]),
        ("thrice, a quarter", ["thrice", "quarter"]),
        ("½ of it", ["½"]),
        ("7. item 4", ["4"]),
        ("| 3 | a |", ["3"]),
        ("> quoted 6", ["6"]),
        ("[link 8](page-9.md)", ["8"]),
        ("![alt 8](page-9.png)", ["8"]),
        ("costs $5 or $6", ["5", "6"]),
        ("<b>7</b>", ["7"]),
        ("a ` b\n\n5\n\nc ` d", ["5"]),
        ("a $b\n\n5\n\nc$ d", ["5"]),
    ],
)
def test_a_number_without_a_fact_is_found(text, found):
    assert [spelling for _, spelling in bare_numbers(text)[0]] == found


@pytest.mark.parametrize(
    "text",
    [
        "{{ 3 = corners }} corners",
        "`x = 5` and ``a`5``",
        "$x_1 = 5$ and $a\n= 5$",
        "[text](page-5.md#part-6) and [text][ref5]",
        "[ref]: https://example.org/5",
        "<https://example.org/5> and <img width='5'> <!-- 5 -->",
        "# Heading {#part-5 .h5}",
        "&#8239; &frac12;",
        "12. item\n    3) item",
        "someone, tent, often, weights, sixths",
    ],
)
def test_what_is_no_prose_needs_no_fact(text):
    assert bare_numbers(text) == ([], set())


def test_allowed_words_need_no_fact_and_are_counted():
    found, used = bare_numbers("In 2-D, not 12-D or 2-Dx, of L2.", ["2-D", "L2", "3-D"])
    assert [spelling for _, spelling in found] == ["12", "2"]
    assert used == {"2-D", "L2"}


def test_a_number_is_found_at_its_place():
    text = "a `5` b {{ 5 = x }}\nc 6"
    assert bare_numbers(text)[0] == [(text.index("6"), "6")]
