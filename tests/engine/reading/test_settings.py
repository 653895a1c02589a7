"""YAML that people write is text, validated against a model; each fault has its line."""

import msgspec
import pytest
from recipes.problem import ProblemError
from recipes.reading.page import parse
from recipes.reading.settings import Source, load


class Model(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    words: tuple[str, ...] = ()
    count: int = 0
    share: float = 0.0
    shown: bool = False
    names: dict[str, str] = msgspec.field(default_factory=dict)
    inner: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)


def read(text):
    return load(Source(text, "f.yml", 3), Model)


def complaint(text):
    with pytest.raises(ProblemError) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "word", ["3.10", "3.5e-4", "12:30", "010", "2024-05-01", "1e3", "100 %", "no", "null", "0x1F"]
)
def test_an_entry_is_text_as_it_stands(word):
    assert read(f"words: [{word}, 'b']").values.words == (word, "b")


def test_values_are_what_the_model_says():
    loaded = read("count: 7\nshare: 0.5\nshown: true\nnames: {a: 1}\n\nwords:\n  - x\n")
    assert loaded.values == Model(("x",), 7, 0.5, True, {"a": "1"})
    assert (loaded.line("share"), loaded.line("words", "0")) == (4, 9)
    assert loaded.line("names", "b") == loaded.line("names") == 6


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("count: many", 3, "“count” is an integer"),
        ("\nshare: half", 4, "“share” is a number"),
        ("words: one", 3, "“words” is a list"),
        ("words:\n  a: b", 3, "“words” is a list"),
        ("names: [a]", 3, "“names” is “name: value”, one a line"),
        ("names:\n  a: b\n  c: [d]", 5, "“names” of c is text"),
        ("inner:\n  a: {x: 1}\n  b: {y: z}", 5, "“inner” of b is an integer"),
        ("colour: red", 3, "has an unknown key “colour”; there is words, count, share"),
        ("- a", 3, "is not “name: value”"),
        ("text", 3, "is not “name: value”"),
        ("count: 1\ncount: 2", 4, "has “count” twice"),
        ("words: [a", 3, "is not YAML"),
        ("words: a\x00", 3, "is not YAML"),
        ("words: &a [*a]", 3, "has an anchor or an alias"),
        ("a: &a [x]\nb: *a", 3, "has an anchor or an alias"),
        ("words: !!python/object/apply:os.system [ls]", 3, "has the tag"),
        ("words: !mine a", 3, "has the tag"),
        ("? [a, b]\n: c", 3, "has a list or a mapping as a name"),
        ("words: " + "[" * 5000, 3, "has more than 10 levels"),
        ("words: " + "{a: " * 20 + "}" * 20, 3, "has more than 10 levels"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(text, line, expected):
    said = complaint(text)
    assert said.startswith(f"f.yml:{line}: ")
    assert expected in said


def test_a_text_that_doubles_in_each_line_is_refused_at_once():
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    ]
    assert "anchor" in complaint("\n".join(lines))


FRONT = {
    "symbols: [x]": "“symbols” is “symbol: what it means”",
    "template: ../../x": "unknown key “template”",
    "hide: everything": "“hide” is a list of",
    "hide: [everything]": "“hide” of 0 is a list of",
    "search: {exclude: perhaps}": "“search” of exclude",
    "title: [a]": "“title” is text",
    "description: {a: b}": "“description” is text",
    "snippet: [a]": "“snippet” is text",
    "depends: {x: weather}": "“depends” is",
    "timings: {grid: [a, b, c]}": "“timings” of grid is",
    "allow: {a: b}": "“allow” is a list of words",
    "a: &a [*a]": "anchor or an alias",
}


@pytest.mark.parametrize(("front", "expected"), FRONT.items(), ids=FRONT)
def test_front_matter_of_a_wrong_kind_is_refused_with_its_line(front, expected):
    with pytest.raises(ProblemError) as caught:
        parse("a/page.md", f"---\ncard: picture\n{front}\n---\nText.\n")
    assert str(caught.value).startswith("docs/a/page.md:3: ")
    assert expected in str(caught.value)
