"""The tests of a page as examples: a new test is a new row, and nothing else has to be written."""

from bs4 import BeautifulSoup
from recipes.rendering import plain_markdown

MODULE = '''"""Forms."""

# Names


def test_one():
    """A letter is <b>bound</b>."""
    assert Equation(r"x < 2").holds(x=1)


# Sides


def test_two():
    """A side has a value."""
    assert Equation(r"y = 3 x").rhs(x=1) == 3
'''
PAGE = "---\ntests: engine/test_forms.py\n---\n# Forms\n\n```examples\n```\n"


def rows(html):
    soup = BeautifulSoup(html, "html.parser")
    assert [one.text.strip("¶") for one in soup.select("h2")] == ["Names", "Sides"]
    return [[cell.text for cell in row.select("th, td")] for row in soup.select("tbody tr")]


def test_each_test_is_a_row_with_its_sentence_its_formula_and_its_code(convert):
    converted = convert(PAGE, **{"tests/engine/test_forms.py": MODULE})
    assert converted.problems == []
    (sentence, formula, code), (_, _, other) = rows(converted.html)
    assert sentence == "A letter is <b>bound</b>." and "x < 2" in formula
    assert code == 'assert Equation(r"x < 2").holds(x=1)'
    assert other == 'assert Equation(r"y = 3 x").rhs(x=1) == 3'
    more = MODULE + '\n\ndef test_three():\n    """More."""\n    assert Equation(r"z").lhs(z=1)\n'
    assert len(rows(convert(PAGE, **{"tests/engine/test_forms.py": more}).html)) == 3


def test_programs_read_the_same_as_markdown(library):
    loaded = library({"docs/a/page.md": PAGE, "tests/engine/test_forms.py": MODULE}, run=False)
    text = plain_markdown.page_text(loaded, loaded.pages["a/page.md"])
    assert "## Names\n\nA letter is <b>bound</b>. $x < 2$\n\n```python\nassert Equation" in text
    assert "## Sides\n\nA side has a value. $y = 3 x$" in text


def test_what_cannot_be_shown_is_an_error(convert):
    (missing,) = convert(PAGE).problems
    assert str(missing).startswith("docs/a/page.md:6: there is no tests/engine/test_forms.py; fix")
    broken = MODULE.replace('r"x < 2"', r'r"\frac{x"')
    (problem,) = convert(PAGE, **{"tests/engine/test_forms.py": broken}).problems
    assert "broken TeX" in str(problem) and r"\frac{x" in str(problem)
    silent = MODULE.replace("A side has a value.", "")
    (problem,) = convert(PAGE, **{"tests/engine/test_forms.py": silent}).problems
    assert str(problem).startswith("tests/engine/test_forms.py:14: “test_two” is shown as")
