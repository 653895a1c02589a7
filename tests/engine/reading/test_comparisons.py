"""A word that says which of two numbers is larger is compared with the numbers."""

import pytest
from recipes.reading import comparisons
from recipes.reading.comparisons import OPPOSITES, OPPOSITES_AFTER_AS, agrees, directions, sentences
from recipes.reading.numbers import FactError, holds, rewritten

SNIPPET = '''"""Sizes."""

# %% sizes
small, large, share, loss, ratio = 3, 8, 0.25, -0.1, 200.4
'''
TRUE = [
    "One takes {{ 3 = small }} kB, {{ less }} than the {{ 8 = large }} kB of the other.",
    "It takes {{ 8 = large }} kB, {{ more }} than {{ 3 = small }} kB.",
    "The size {{ grows }} from {{ 3 = small }} to {{ 8 = large }}.",
    "Of {{ 8 = large }} cases the share {{ falls }} from {{ 8 = large }} to {{ 3 = small }}.",
    "The error {{ 3 = small }} {{ grows }} to {{ 8 = large }}.",
    "That is {{ 25 % more = share }} than hoped; {{ 10 % less = loss }} is lost.",
    "It takes {{ 200 times as long = ratio }}.",
    "Directions without numbers are free: more, less, above. Here is {{ 3 = small }}.",
    "It is {{ 3 = small }} wide.\n\nThe left one is larger.",
]


def opposite(word):
    return OPPOSITES.get(word, OPPOSITES_AFTER_AS.get(word))


@pytest.fixture
def problems(convert):
    return lambda sentence: [str(p) for p in convert(f"# Title\n\n{sentence}\n", SNIPPET).problems]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_is_true_is_accepted_and_its_opposite_is_not(problems, sentence):
    assert problems(sentence) == []
    for start, word in directions(sentence):
        before, after = sentence[:start], sentence[start + len(word) :]
        if before.rpartition("{{")[2].count("}}") == 0 and "{{" in before:  # within braces
            assert problems(before + opposite(word) + after) != []


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ("It is {{ 3 = small }} and more.", "“more” says a direction in a sentence with a fact"),
        ("The left one is {{ 3 = small }}.", "“left” says a direction"),
        ("It takes as long as {{ 3 = small }}.", "“long” says a direction"),
        ("{{ 3 = small }} is {{ more }} than {{ 8 = large }}.", "“more” is wrong of small = 3 and"),
        ("It {{ grows }} a lot.", "“grows” needs the two numbers"),
        ("{{ 3 = small }} is {{ first }} of {{ 8 = large }}.", "“first” does not compare two"),
        ("It has {{ 3 apples = small }}.", "does not say what is more"),
        ("It takes {{ 3 times as short = small }}.", "does not say what is more"),
    ],
)
def test_what_nothing_proves_is_reported_with_its_line(problems, sentence, complaint):
    (problem,) = problems(sentence)
    assert problem.startswith("docs/a/page.md:3: ") and complaint in problem


def test_a_direction_in_a_caption_or_an_alt_text_is_proved_too(convert):
    fence = "```snippet\npicture\nshow: figure\ncaption: {}\nalt: {}\n```\n"
    text = "# Title\n\n" + fence.format('"Above {{ 4 = corners }}."', '"Below {{ 4 = corners }}."')
    assert [str(p).split(" says")[0] for p in convert(text).problems] == [
        "docs/a/page.md:3: “Above”",
        "docs/a/page.md:3: “Below”",
    ]


def test_every_word_has_an_opposite_whose_meaning_is_opposite():
    for word, other in OPPOSITES.items():
        assert word != other
        if comparisons.compares(word):
            assert agrees(word, 1, 2) is not agrees(other, 1, 2)
            assert not agrees(word, 1, 1)


def test_sentences_end_at_points_and_paragraphs_and_not_in_numbers():
    text = "It is 0.5 wide. Is it? Yes\n\n- one item\n- another"
    assert [text[a:b].strip(" \n-") for a, b in sentences(text)] == [
        "It is 0.5 wide.",
        "Is it?",
        "Yes",
        "one item",
        "another",
    ]


@pytest.mark.parametrize(
    ("literal", "value", "true"),
    [
        ("10 % more", 0.1, True),
        ("10 % more", -0.1, False),
        ("10 % less", -0.1, True),
        ("10 % less", 0.1, False),
        ("three times as long", 3.0, True),
        ("three times as long", 1 / 3, False),
        ("0 % more", 0.0, False),
    ],
)
def test_the_words_after_a_number_say_which_way_it_goes(literal, value, true):
    assert holds(literal, value) is true


def test_a_number_with_words_is_rewritten_with_them():
    assert rewritten("10 % more", 0.2) == "20 % more"
    assert rewritten("3 times as long", 5) == "5 times as long"
    assert rewritten("10 % more", -0.2) == "-0.2"  # the author must look at the sentence


def test_a_number_with_other_words_is_refused():
    with pytest.raises(FactError, match="write “10 % more”"):
        holds("5 m", 5)
