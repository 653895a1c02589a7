"""What a recipe states is marked with the place that proves it."""

import re

import pytest

TEXT = """# Count

{call}

```math {{#eq-sum}}
1 + 3 = 4
```

{said}

```tests
```
"""
CALL = "```snippet\ncount\n```"
SNIPPET = '''"""Count."""

# %% count
corners = 4
print(corners)

# %% twice
corners = 8
half = corners / 2
print(half)

# %% picture
import matplotlib.pyplot as plt

size = 3
plt.plot([0, size])
'''
TESTS = '''PAGE = page("a/page.md")


def test_sum():
    """The sum is four."""
    assert PAGE.equation("sum").holds()
    assert PAGE.inline("x + 1")(x=3) == 4


def test_again():
    """It is four in another way."""
    assert PAGE.equation("sum").rhs() == 4


def test_figure():
    assert PAGE.inline("2 x")(x=3) == 6
'''


@pytest.fixture
def marks(convert):
    """Convert a recipe; return it with the places that its marks name, in order."""

    def read(said, call=CALL, tests=TESTS):
        html = convert(
            TEXT.format(said=said, call=call), SNIPPET, **{"tests/a/test_page.py": tests}
        )
        assert html.problems == []
        return html.html, re.findall(r'data-proof="([^"]*)"', html.html)

    return read


def test_a_number_is_proved_by_the_cell_that_computes_it(marks):
    call = f"{CALL}\n\n```snippet\ntwice\nshow: output\n```"
    html, found = marks("They are {{ 8 = corners }}, and some of them {{ 4 = half }}.", call)
    assert found == ["test-sum test-again", "cell-twice", "cell-twice"]
    assert '<div id="cell-twice" class="output">' in html
    assert re.search(r'<pre id="cell-count"><code class="language-python">corners = 4', html)


def test_a_word_that_compares_is_proved_where_the_nearest_number_is(marks):
    html, found = marks("It has {{ 8 = corners }} corners, {{ more }} than {{ 4 = half }}.")
    said = "compares the numbers of its sentence"
    assert f'<span title="{said}" data-proof="/site/downloads/a/page.py">more</span>' in html
    assert len(found) == 4


@pytest.mark.parametrize("key", ["timing.nothing", "timing", "timing.a.b", "nothing[0]"])
def test_a_word_beside_a_number_that_is_not_there_is_no_more_than_that_error(convert, key):
    said = f"It has {{{{ 8 = corners }}}} corners, {{{{ more }}}} than {{{{ 4 = {key} }}}}."
    tests = {"tests/a/test_page.py": TESTS}
    html = convert(TEXT.format(said=said, call=CALL), SNIPPET, **tests)
    assert html.problems and all(f"“{key}”" in str(one) for one in html.problems)


def test_a_cell_has_one_id_where_its_code_is_shown(marks):
    call = f"```snippet\ncount\nshow: output\n```\n\n{CALL}\n\n```snippet\ncount\nshow: output\n```"
    html, _ = marks("Said.", call)
    assert html.count('id="cell-count"') == 1
    assert '<pre id="cell-count">' in html


def test_a_number_of_a_cell_that_is_not_shown_leads_to_the_script(marks):
    figure = "```snippet\npicture\nshow: figure\ncaption: Size {{ 3 = size }}.\nalt: A line.\n```"
    _, found = marks(figure)
    assert found[1:] == ["/site/downloads/a/page.py"]


def test_formulas_are_proved_by_the_tests_that_evaluate_them(marks):
    html, found = marks("This is $x + 1$, $2 x$, or $y - 9^z$.")
    assert 'id="eq-sum" data-proof="test-sum test-again"' in html
    for id_ in ("test-sum", "test-again"):
        assert f'<li id="{id_}">' in html
    assert re.search('<details class="test-code"[^>]* id="code-of-tests"', html)
    assert found == ["test-sum test-again", "test-sum", "code-of-tests"]


def test_words_are_proved_by_the_test_that_quotes_them(marks):
    quoted = TESTS.replace(
        '    """The sum is four."""\n',
        '    """The sum is four."""\n    PAGE.says("adds up to the corners", "of any square")\n',
    )
    said = "It *adds up* to the corners.\n\nSo does that of any\n**square**."
    html, _ = marks(said, tests=quoted)
    assert '<span data-proof="test-sum"><em>adds up</em> to the corners</span>.' in html
    assert 'that <span data-proof="test-sum">of any\n<strong>square</strong></span>.' in html


def test_quoted_words_of_a_caption_and_of_one_of_two_paragraphs_are_marked(marks):
    words = 'PAGE.says("the line", "quoted here", section="Here")'
    quoted = TESTS.replace("    assert PAGE.eq", f"    {words}\n    assert PAGE.eq", 1)
    figure = "```snippet\npicture\nshow: figure\ncaption: >-\n  This is\n  the line.\nalt: A.\n```"
    html, found = marks(
        f"Words quoted here.\n\n## Here\n\n{figure}\n\nWords quoted here.", tests=quoted
    )
    assert '<figcaption>This is <span data-proof="test-sum">the line</span>.</figcaption>' in html
    assert "<p>Words quoted here.</p>" in html
    assert '<p>Words <span data-proof="test-sum">quoted here</span>.</p>' in html
    assert found[1:] == ["test-sum", "test-sum"]


def test_quoted_words_of_a_heading_leave_its_address_and_its_section_alone(marks):
    quoted = TESTS.replace("    assert PAGE.eq", '    PAGE.says("by hand")\n    assert PAGE.eq', 1)
    html, _ = marks("## By hand\n\nSaid.", tests=quoted)
    assert '<section class="part by-hand"><h2' in html
    assert '<span data-proof="test-sum">By hand</span></h2>' in html
    assert "<summary>What people write instead" in html


def test_where_no_test_is_shown_only_numbers_are_marked(convert):
    text = TEXT.format(said="It is {{ 8 = corners }}, $x + 1$.", call=CALL).partition("```tests")[0]
    html = convert(text, SNIPPET, **{"tests/a/test_page.py": TESTS})
    assert html.problems == []
    assert re.findall(r'data-proof="([^"]*)"', html.html) == ["/site/downloads/a/page.py"]


def test_a_page_that_is_no_recipe_has_no_marks(convert):
    text = "# T\n\n```math {#eq-sum}\n1 + 3 = 4\n```\n\nIt is {{ 8 = corners }}.\n\n```tests\n```\n"
    html = convert(text, SNIPPET, **{"tests/a/test_page.py": TESTS})
    assert html.problems == []
    assert "data-proof" not in html.html and "cell-" not in html.html


def test_a_test_module_that_is_not_python_is_reported_once(convert):
    text = TEXT.format(said="It is {{ 8 = corners }}.", call=CALL)
    html = convert(text, SNIPPET, **{"tests/a/test_page.py": "def test(:\n"})
    assert {str(one) for one in html.problems} == {
        "tests/a/test_page.py:1: is not Python: invalid syntax; fix the line"
    }
