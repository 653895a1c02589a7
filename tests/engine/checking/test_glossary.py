"""A symbol in a sentence has the meaning that its neighbours name."""

import pytest
from recipes.checking import glossary
from recipes.reading.page import parse

PAGE = """---
symbols:
  m: row
  n: column
  \\sigma: spread
  A_k: approximation
---
# Tables

{}

```math {{#eq-all}}
A_k[m, n] = \\sigma
```
"""


def problems(sentence):
    return [str(problem) for problem in glossary.check(parse("a/page.md", PAGE.format(sentence)))]


@pytest.mark.parametrize(
    "sentence",
    [
        "In row $m$ and column $n$ it is small.",
        "The $n$ columns are long.",
        "The approximation $A_k$ has the spread $\\sigma$.",
        "The approximation\n$A_{k}$ is good.",
        "Formulas such as $m + n = 3$ are for tests, `$m$` is code.",
    ],
)
def test_a_symbol_beside_its_noun_is_accepted(sentence):
    assert problems(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ("In row $n$ it is small.", "“$n$” means “column”, but beside it stands “row”, which"),
        ("In row $m$ and column $m$.", "“$m$” means “row”, but beside it stands “column”"),
        ("See row four words and then $m$.", "no word of that alone stands within 3 words"),
        ("It is in a row. $m$ is small.", "no word of that alone stands within 3 words"),
        ("The $q$ is new.", "“$q$” has no meaning; write it below “symbols:”"),
        ("The $\\mathbf{q}$ is new.", "has no meaning"),
    ],
)
def test_a_symbol_without_its_noun_is_reported_with_its_line(sentence, complaint):
    (problem,) = problems(sentence)
    assert problem.startswith("docs/a/page.md:10: ") and complaint in problem


def test_a_swapped_symbol_is_always_noticed():
    sentence = "In row $m$ and column $n$ the approximation $A_k$ has the spread $\\sigma$."
    names = ["m", "n", "A_k", "\\sigma"]
    for name in names:
        for other in set(names) - {name}:
            assert problems(sentence.replace(f"${name}$", f"${other}$")) != []


def test_a_symbol_that_is_never_shown_is_reported():
    text = PAGE.replace("  m: row", "  m: row\n  q: unused")
    (problem,) = map(str, glossary.check(parse("a/page.md", text.format("Nothing."))))
    assert "“q” is declared in the front matter and never shown" in problem


def test_readers_get_the_meaning_of_symbols_in_sentences_and_of_those_in_equations(convert):
    html = convert(PAGE.format("In row $m$ it is; the row $m$ again.")).html
    assert html.count('<span class="meaning" role="tooltip"') == 2
    assert 'class="symbol" role' not in html  # the equation is the stop for the keyboard
    assert "data-search-exclude>row</span></span>" in html
    equation = html[html.index('class="equation"') :]
    assert [equation.count(f"<dd>{meaning}</dd>") for meaning in ("row", "column", "spread")] == [
        1
    ] * 3
