"""A word that says which of two numbers is larger is compared with the numbers."""

import pytest
from recipes.reading import comparisons
from recipes.reading.comparisons import OPPOSITES, OPPOSITES_AFTER_AS, agrees, directions, sentences
from recipes.reading.numbers import FactError, check_words, holds, rewritten

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
    "It takes {{ 200 times as much = ratio }}.",
    "At {{ at most 201 = ratio }} and {{ more than 200 = ratio }} it ends.",
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
        ("It has {{ 3 apples = small }}.", "“apples”, which nothing proves; put its unit or noun"),
        ("It takes {{ 3 times as short = small }}.", "“times as short”, which nothing proves"),
        (
            "It takes {{ 3 area as large = small }}.",
            "write “3 times as …” (long, fast, large, high",
        ),
        ("It takes {{ 3 degrees = small }}.", "or a bound: more than, less than, fewer than, at"),
        ("It takes {{ 3 points above = small }}.", "“points above”, which nothing proves"),
        (
            "It takes {{ 3 times as long = small }}.",
            "says how long something takes, which “timings:",
        ),
        ("It takes {{ 3 % faster = small }}.", "write “as large” or “more” of another ratio"),
    ],
)
def test_what_nothing_proves_is_reported_with_its_line(problems, sentence, complaint):
    (problem,) = problems(sentence)
    assert problem.startswith("docs/a/page.md:3: ") and complaint in problem


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not {{ 3 = small }}.",
        "They are not about {{ 3 = small }}, and yet.",
        "The picture is\nnot off by {{ 3 = small }}.",
        "It cannot fail, and does not by {{ 3 = small }}.",
    ],
)
def test_a_sentence_that_denies_its_own_number_is_reported(problems, sentence):
    (problem,) = problems(sentence)
    assert "“not … 3” denies the number that it states" in problem
    assert problems(sentence.replace("not ", "")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not {{ 3 = small }} but {{ 8 = large }}.",
        "It is {{ 8 = large }}, not {{ 3 = small }}.",
        "It does not reach the {{ 8 = large }} corners.",
        "It is not so. There are {{ 3 = small }}.",
    ],
)
def test_a_sentence_may_say_what_another_number_is_not(problems, sentence):
    assert problems(sentence) == []


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
        ("0.5 times as many", 0.5, False),
        ("twice as many", 2.0, True),
        ("half as many", 0.5, True),
        ("half as many", 2.0, False),
        ("5 percentage points above", 5.0, True),
        ("5 percentage points below", 5.0, False),
        ("5 percentage points below", -5.0, True),
        ("5 per cent", 0.05, True),
        ("5 percent more", 0.05, True),
        ("more than 3", 3.01, True),
        ("more than 3", 3, False),
        ("at least 3", 3, True),
        ("less than 3", 3, False),
        ("fewer than 3", 2, True),
        ("At most three", 3, True),
        ("at most 1e-3", 2e-3, False),
        ("at most 50 %", 0.4, True),
        ("more than 3 times as many", 3.5, True),
        ("more than 3 times as many", 2.5, False),
        ("at least 5 % less", -0.06, True),
        ("at least 5 % less", 0.06, False),
        ("at most 3", float("nan"), False),
    ],
)
def test_the_words_after_a_number_say_which_way_it_goes(literal, value, true):
    assert holds(literal, value) is true


def test_a_number_with_words_is_rewritten_with_them():
    assert rewritten("10 % more", 0.2) == "20 % more"
    assert rewritten("3 times as long", 5) == "5 times as long"
    assert rewritten("at most 3", 4) == "at most 4"
    assert rewritten("more than 3 times as many", 4.4) == "more than 4 times as many"
    assert rewritten("10 per cent more", 0.2) == "20 per cent more"
    assert rewritten("10 % more", -0.2) == "-0.2"  # the author must look at the sentence


@pytest.mark.parametrize("words", ["times as few", "times", "times more", "times as", "as many"])
def test_a_number_with_other_words_is_refused(words):
    with pytest.raises(FactError, match="write “3 times as …”"):
        holds(f"5 {words}", 5)


@pytest.mark.parametrize("word", ["large", "many", "strong", "short", "slow"])
def test_a_ratio_of_times_is_long_or_fast_and_nothing_else(word):
    check_words("5 times as long", measured=True)
    check_words("5 times as fast", measured=True)
    check_words("5", measured=True)
    with pytest.raises(FactError):
        check_words(f"5 times as {word}", measured=True)
    with pytest.raises(FactError, match="write “times as long” or “times as fast”"):
        check_words("5 % more", measured=True)
