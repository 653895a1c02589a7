"""The words that tests quote are read from their source, and nothing runs."""

import pytest
from recipes.problem import ProblemError
from recipes.reading import claims

LABEL = "tests/a/test_page.py"
SOURCE = '''
raise SystemExit


def test_order():
    """Halving the step halves the error.

    More for programmers."""
    PAGE.says("of first *order*", "never " "more", section="By hand")
    for one in ():
        PAGE.says("Euler")


def test_figure():
    PAGE.says("on the left")
    OTHER.says("elsewhere")
'''


def test_a_claim_has_its_words_its_section_and_the_sentence_of_its_test():
    sentence = "Halving the step halves the error."
    assert claims.read(SOURCE, LABEL) == (
        claims.Claim("of first *order*", "By hand", "test_order", sentence, 9),
        claims.Claim("never more", "By hand", "test_order", sentence, 9),
        claims.Claim("Euler", "", "test_order", sentence, 11),
        claims.Claim("on the left", "", "test_figure", "", 15),
    )


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("def test_a():\n    PAGE.says(words)\n", 2, "“words” is no quotation; write the words"),
        ('def test_a():\n    PAGE.says(f"{a}")\n', 2, "is no quotation"),
        ('def test_a():\n    PAGE.says(" ")\n', 2, "is no quotation"),
        ('def test_a():\n    PAGE.says("a", section=1)\n', 2, "“1” is no quotation"),
        ('def test_a():\n    PAGE.says("a", where="b")\n', 2, "expected PAGE.says("),
        ("def test_a():\n    PAGE.says()\n", 2, "expected PAGE.says("),
        ('PAGE.says("a")\n', 1, "stands in no test function; quote words in the test"),
        ('def helper():\n    PAGE.says("a")\n', 2, "stands in no test function"),
        ("def test_a(:\n", 1, "is not Python"),
    ],
)
def test_what_is_no_quotation_is_reported_with_its_line(source, line, expected):
    with pytest.raises(ProblemError) as error:
        claims.read(source, LABEL)
    assert str(error.value).startswith(f"{LABEL}:{line}: ")
    assert expected in str(error.value)


def test_a_module_binds_a_page_by_the_name_of_it():
    assert claims.binds_page('PAGE = page("a.md")\n', LABEL)
    assert not claims.binds_page('page("a.md")\n', LABEL)
