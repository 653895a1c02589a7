"""A page is read word for word as its readers see it, each word with its line and its section."""

from recipes.reading import page, passages

TEXT = """---
description: A page
---
# The *title*
A paragraph<!-- not this -->
of `some_code()`.

## A part

- with [a link](there.md), &lt; and {{ 2.5e-4 = value }}
- and $\\frac{a}{b}$

### A part of it

```snippet
cell
show: figure
caption: A caption.
alt: An alt text.
slider: Rank
states:
  "low": "It is low."
  "high": "It is high."
```

Another part
=====
"""


def read(text=TEXT):
    return passages.passages(page.parse("a/page.md", text))


def said(passage):
    return " ".join(word.text for word in passage.words)


def test_each_text_is_a_passage_of_its_kind_in_the_section_that_it_stands_in():
    first, second = "The title", ("A part", "A part of it")
    found = [(one.kind, said(one), one.sections) for one in read() if one.words]
    assert found == [
        ("heading", "the title", (first,)),
        ("paragraph", "a paragraph of some_code", (first,)),
        ("heading", "a part", second[:1]),
        ("paragraph", "with a link < and 2.5e-4 and a b", second[:1]),
        ("heading", "a part of it", second),
        ("figure", "a caption", second),
        ("figure", "an alt text", second),
        ("figure", "rank", second),
        ("figure", "low", second),
        ("figure", "it is low", second),
        ("figure", "high", second),
        ("figure", "it is high", second),
        ("heading", "another part", ("Another part",)),
        ("description", "a page", ("description",)),
    ]


def test_a_word_has_its_line():
    lines = {
        word.text: line + 4
        for one in read()
        for word, line in zip(one.words, one.lines, strict=True)
    }
    assert (lines["title"], lines["paragraph"], lines["some_code"]) == (4, 5, 6)
    assert (lines["link"], lines["caption"], lines["another"]) == (10, 18, 26)


def test_what_has_a_check_of_its_own_is_no_plain_word():
    marked = [word.text for one in read() for word in one.words if not word.plain]
    assert marked == ["some_code", "<", "2.5e-4", "a", "b"]


def test_apostrophes_signs_and_capitals_are_alike():
    (one,) = read("Heun’s −3 don't STOP")
    assert said(one) == "heun's -3 don't stop"
    assert [one.markdown[word.start : word.end] for word in one.words][:2] == ["Heun’s", "−3"]
