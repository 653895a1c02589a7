"""Quoted words are cut such that each piece can stand between two tags."""

import pytest
from recipes.rendering.claim_marks import pieces


def cut(text, *quoted):
    """The pieces of quotations, each with who quotes it: ``cut("a b", ("a", "test"))``."""
    ranges = [(text.index(words), text.index(words) + len(words), test) for words, test in quoted]
    return [(text[one.start : one.end], *one.places) for one in pieces(text, ranges)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("comes without a warning", ["comes without a warning"]),
        ("an *inner* variable", ["an *inner* variable"]),
        ("an *inner", ["an", "inner"]),
        ("of `dblquad` grows", ["of", "grows"]),
        ("grows with $n^2$ steps", ["grows with", "steps"]),
        ("are {{ 4 = corners }} corners", ["are", "corners"]),
        ("see [the\nother page](a.md) for", ["see", "the\nother page", "for"]),
        ("first, \\* and second", ["first, \\* and second"]),
        ("one\n- two", ["one", "two"]),
        ("$n$", []),
    ],
)
def test_a_quotation_is_cut_where_marks_of_its_own_or_of_markdown_stand(words, expected):
    text = f"*Here* {words} ends."
    assert cut(text, (words, "test")) == [(one, "test") for one in expected]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the *inner* variable comes", "inner* variable", ["*inner* variable"]),
        ("the variable __comes first__.", "variable __comes first", ["variable __comes first__"]),
        ("the *inner variable* comes", "variable* comes", ["variable", "comes"]),
        ("snake_case names", "snake", ["snake"]),
    ],
)
def test_an_emphasis_that_begins_or_ends_with_a_quotation_belongs_to_it(text, words, expected):
    assert cut(text, (words, "test")) == [(one, "test") for one in expected]


def test_where_quotations_overlap_a_piece_belongs_to_both():
    assert cut("a b c d e", ("a b c", "one"), ("c d", "two"), ("b c d", "one")) == [
        ("a", "one"),
        ("b", "one"),
        ("c", "one", "two"),
        ("d", "two", "one"),
    ]


def test_what_lies_between_quotations_is_left_alone():
    assert cut("a b c d e", ("a", "one"), ("d e", "two")) == [("a", "one"), ("d e", "two")]


def test_of_words_in_several_pieces_the_first_is_known():
    text = "of `dblquad` grows with $n$"
    assert [one.part for one in pieces(text, [(0, 2, "one"), (13, len(text), "two")])] == [None] * 2
    assert [one.part for one in pieces(text, [(0, len(text), "one")])] == [0, 1]
