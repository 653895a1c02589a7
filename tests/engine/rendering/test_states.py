"""A figure with states: what a page writes, and what a reader gets."""

import pytest
from bs4 import BeautifulSoup
from recipes.reading.page import parse

SNIPPET = '''"""Draw."""

# %% waves
import matplotlib.pyplot as plt

lengths = [1, 2, 4]
for length in lengths:
    plt.figure()
    plt.plot([0, length])
plt.show()
'''
FENCE = """# Task

```snippet
waves
show: figure
{control}: Length
states:
  "{{{{ 1 = lengths[0] }}}}": "A short line, {{{{ 1 = lengths[0] }}}} high."
  "{{{{ 2 = lengths[1] }}}}": "A longer line."
  "far": "The longest line."
caption: Lines.
alt: A line that becomes longer.
```
"""


@pytest.fixture
def figure(convert):
    """The figure of a page with this control."""

    def made(control):
        converted = convert(FENCE.format(control=control), SNIPPET)
        assert converted.problems == []
        return BeautifulSoup(converted.html, "html.parser").figure

    return made


def test_each_picture_is_a_state_with_its_label_and_sentence(figure):
    states = figure("slider").select(".state")
    assert [state.select_one(".state-text").get_text() for state in states] == [
        "Length 1: A short line, 1 high.",
        "Length 2: A longer line.",
        "Length far: The longest line.",
    ]
    pictures = [state.select_one("img.only-light")["src"] for state in states]
    assert len(set(pictures)) == 3


def test_a_picture_is_described_by_its_state(figure):
    (first, *_) = figure("slider").select("img")
    assert first["alt"] == "Length 1: A short line, 1 high."
    assert figure("slider").select_one(".state-list")["aria-label"].startswith("A line that")


def test_a_slider_begins_in_the_middle_and_names_its_states(figure):
    drawn = figure("slider")
    (slider,) = drawn.select("input[type=range]")
    assert (slider["max"], slider["value"], slider["aria-valuetext"]) == ("2", "1", "2")
    assert drawn.select_one(f"label[for={slider['id']}]").get_text() == "Length: 2"
    assert ["data-on" in state.attrs for state in drawn.select(".state")] == [False, True, False]


def test_a_choice_has_a_button_for_each_state_and_begins_with_the_first(figure):
    drawn = figure("choice")
    assert drawn.legend.get_text() == "Length"
    assert [label.get_text() for label in drawn.select("label")] == ["1", "2", "far"]
    assert ["checked" in one.attrs for one in drawn.select("input")] == [True, False, False]
    assert "data-on" in drawn.select_one(".state").attrs


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('  "far": "The longest line."\n', "", "draws 3 figures, and “states:” has 2"),
        ("1 = lengths[0] }} high", "3 = lengths[0] }} high", "says 3 but lengths[0] is 1"),
        ('"{{ 2 = lengths[1] }}"', '"2"', "“2” is a number that nothing proves"),
    ],
)
def test_what_a_state_says_is_checked(convert, old, new, message):
    text = FENCE.format(control="slider")
    assert old in text
    assert message in convert(text.replace(old, new), SNIPPET).problem


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("slider: Length", "“states:” go with one of"),
        ('states: {"a": "b", "c": "d"}', "“states:” go with one of"),
        ('slider: L\nwipe: L\nstates: {"a": "b", "c": "d"}', "“states:” go with one of"),
        ('slider: ""\nstates: {"a": "b", "c": "d"}', "“slider:” needs the name"),
        ('slider: L\nstates: {"a": "b"}', "a wipe has two states"),
        ('wipe: L\nstates: {"a": "b", "c": "d", "e": "f"}', "a wipe has two states"),
        ("slider: L\nstates: [a, b]", "in quotes"),
        ('slider: L\nstates: {"a": "", "c": "d"}', "each state has a label and a sentence"),
    ],
)
def test_states_that_cannot_be_shown_are_refused_with_the_line(options, message):
    text = f"# T\n\n```snippet\ncell\nshow: figure\ncaption: C\nalt: A\n{options}\n```\n"
    page = parse("a.md", text)
    (problem,) = page.faults()
    assert message in problem.message and 3 <= problem.line <= 9
