"""Words that say something become their siblings, wherever readers meet them."""

import pytest
from recipes.checking.inline_code import Sources
from recipes.reading import comparisons, written
from recipes.tools.mutation import words
from recipes.tools.mutation.sites import choose

SNIPPET = '''"""Areas."""
from scipy.integrate import dblquad
from scipy.linalg import svd

U, s, Vt = svd(A, full_matrices=False)
area, _ = dblquad(f, 0, 1, 0, 1)
'''
FRONT = """---
title: Larger areas
description: >-
  Always with scipy.integrate.dblquad,
  never without it.
symbols: {x: left side}
---
# Areas are never larger
"""


def changes(found):
    return {(site.old, new) for site in found for new in site.choices}


def of_sentence(text):
    sources = Sources("a.py", written.read(SNIPPET), written.Written())
    return changes(words.of_sentences(text, [(0, len(text))], sources))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It never falls.", {("never", "always"), ("never", "often"), ("falls", "rises")}),
        ("This\n  is not\n  Euler's.", {("is not", "is"), ("Euler", "Heun")}),
        ("The First of all", {("First", "Second"), ("First", "Last"), ("all", "some")}),
        ("A is\nnot B.", {("is\nnot", "is")}),
        ("Bright, vertical, with", {("Bright", "Dark"), ("vertical", "horizontal"),
                                    ("with", "without")}),
        ("`dblquad` calls `func(y, x)`", {("dblquad", "tplquad"), ("y, x", "x, y")}),
        ("`full_matrices=False`", {("False", "True"), ("full_matrices", "compute_uv")}),
        ('Mode `"same"`, `mode="valid"`', {("same", "full"), ("valid", "same")}),
        ("up to `255`", {("255", "256")}),
        ("as `scipy.linalg.eigh` does", {("scipy.linalg.eigh", "scipy.linalg.eig")}),
        ("{{ 3 times as long = ratio }}", {("long", "large"), ("times", "area")}),
        ("{{ 3 % more = ratio }}", {("%", "degrees"), ("more", "fewer")}),
    ],
)  # fmt: skip
def test_a_word_becomes_its_sibling(text, expected):
    assert expected <= of_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "A right\nangle.",
        "They add up to it.",
        "The withdrawal.",
        "A never-ending $all$ `is`",
        "{{ 3 = largest }}",
        "<b class='dark'>",
    ],
)
def test_parts_of_words_and_what_is_no_word_stay(text):
    assert of_sentence(text) == set()


def test_title_and_description_are_changed_and_the_rest_of_the_front_matter_is_not():
    found = list(words.of_front_matter(FRONT))
    assert all(FRONT[one.start : one.end] == one.old for one in found)
    assert [one.old for one in found] == [
        *("Larger", "Always", "with", "never", "without", "scipy.integrate.dblquad"),
    ]


def test_every_change_is_another_word_of_a_known_kind():
    text = "Never `svd` and without it, the first is {{ 3 times as large = ratio }}."
    found = list(words.of_sentences(text, [(0, len(text))], None))
    for mutant in choose("a.md", text.encode(), found, "words", 0):
        assert mutant.applied(text.encode()) != text.encode()
        assert words.kind(mutant.old) in words.kinds()
    assert words.kind("full_matrices") == words.OF_CODE


@pytest.mark.parametrize("word", sorted(comparisons.OPPOSITES))
def test_a_word_that_compares_is_changed_in_every_sentence(word):
    assert changes(words.of_sentences(word, [(0, len(word))], None))
