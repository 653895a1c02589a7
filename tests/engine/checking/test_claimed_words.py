"""A recipe may say “never” or “faster” only where a test quotes it."""

import re

import pytest
from recipes.checking import claimed_words, page_checks
from recipes.reading import page

CELL = "\n```snippet\nmean\n```\n"
FIGURE = "\n```snippet\nmean\nshow: figure\ncaption: {}\nalt: {}\n```\n"
TESTS = 'PAGE = page("a/page.md")\n\n\ndef test_mean():\n    assert run.mean\n'
QUOTING = TESTS + "    PAGE.says({})\n"
IMPORT = "from snippets.a import page as run\n"


def problems(text, tests=TESTS, figure="", front=""):
    text = f"{front}# Means\n\n{text}\n{figure or CELL}"
    return [str(one) for one in page_checks.check(page.parse("a/page.md", text), {}, tests)]


def words(found):
    return [re.search("“(.*?)”", one)[1] for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It never ends.", ["never"]),
        ("It grows, is growing and grew.", ["grows", "growing", "grew"]),
        ("It vanishes, it converged.", ["vanishes", "converged"]),
        ("The same, with Heun’s method.", ["The same", "Heun’s"]),
        ("At most of the places.", ["At most"]),
        ("It is of first\norder.", ["first order"]),
        ("It has a right angle, no matter where.", []),
        ("On the left it is dark.", []),  # not of a figure
        ("`always` is $never = 2$ \\{{ no }}.", ["no"]),
        ("A sample of numbers has a mean.", []),
    ],
)
def test_a_word_that_states_something_is_found(text, found):
    assert words(problems(text)) == found


def test_left_and_dark_are_quoted_where_they_are_said_of_a_figure():
    assert words(problems("", figure=FIGURE.format("On the left.", "A dark line."))) == [
        "left",
        "dark",
    ]


def test_a_word_is_reported_with_its_line_and_a_quotation_that_would_do():
    (problem,) = problems(
        "It never ends.\nIt ends\nbut it never returns to it",
        QUOTING.format('"never ends", "returns to"'),
    )[1:]
    assert problem.startswith("docs/a/page.md:5: “never” says how often, or of how many, and no ")
    assert problem.endswith(
        'in tests/a/test_page.py, where a test proves it: PAGE.says("it never returns")'
    )


def test_where_a_sentence_stands_twice_the_quotation_names_its_section():
    twice = problems("It never ends.", figure=f"{CELL}\n## A part\n\nIt never ends.\n")
    assert [one.partition("proves it: ")[2] for one in twice] == [
        'PAGE.says("never", section="Means")',
        'PAGE.says("never", section="A part")',
    ]


def test_a_quotation_proves_the_words_in_it_and_no_others():
    text = "It never ends, and it always returns."
    tests = IMPORT + QUOTING.format('"always returns"')
    assert words(problems(text, tests)) == ["never"]
    assert problems(text, IMPORT + QUOTING.format('"never ends", "always returns"')) == []


def test_a_stale_quotation_is_reported_with_the_test_that_it_stands_in():
    (stale,) = problems("It ends.", IMPORT + QUOTING.format('"It never ends"'))
    assert stale.startswith("docs/a/page.md:3: “It never ends” does not stand on the page; ")
    assert stale.endswith("quoted in tests/a/test_page.py:7, test_mean")


def test_links_for_further_reading_and_other_pages_need_no_quotation():
    assert problems("", figure=f"{CELL}\n## See also\n\n- It never ends.\n") == []
    assert problems("It never ends.", figure=" ") == []  # no recipe
    assert problems("It never ends.", tests="") == []  # no test binds it


def test_words_are_released_with_a_reason():
    front = '---\nunproved: {"never ends": a figure of speech}\n---\n'
    assert problems("It never ends.", front=front) == []
    assert words(problems("It never ends, it always returns.", front=front)) == [
        "always",
        "returns",
    ]


@pytest.mark.parametrize("text", ["It ends.", "It never ends."])
def test_a_release_that_nothing_needs_is_an_error(text):
    front = '---\nunproved: {"never ends": a figure of speech}\n---\n'
    tests = IMPORT + QUOTING.format('"It never"') if "never" in text else TESTS
    (problem,) = problems(text, tests, front=front)
    assert problem.startswith("docs/a/page.md:2: “never ends” is released in the front matter, and")


def test_a_release_on_a_page_that_is_no_recipe_is_an_error():
    front = '---\nunproved: {"never ends": a figure of speech}\n---\n'
    (problem,) = problems("It never ends.", figure=" ", front=front)
    assert "is released in the front matter" in problem


def test_a_release_has_a_reason():
    with pytest.raises(Exception, match=r"“unproved” is “words: why no test quotes them”.*say why"):
        page.parse("a/page.md", '---\nunproved: {"never ends": ""}\n---\nIt never ends.\n')


def test_the_list_says_of_each_kind_what_its_words_state():
    kinds = {kind.why for found in claimed_words.forms().values() for _, kind in found}
    assert len(kinds) == 7 and "" in kinds


def test_a_build_fails_on_a_word_that_no_test_quotes(convert):
    tests = {"tests/a/test_page.py": TESTS}
    converted = convert("It never ends.\n\n```snippet\ncount\n```\n", **tests)
    assert converted.problem.startswith("docs/a/page.md:1: “never” says how often")
