"""Control characters are shown as their symbols, wherever they come from."""

import pytest
from recipes.reading.controls import visible
from recipes.reading.page import parse


def test_tab_and_line_end_are_none_to_show():
    assert visible("a\tb\nc") == "a\tb\nc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("\x00\x02\x1b", "␀␂␛"), ("\x0b\x0c\r", "␋␌␍"), ("\x7f", "␡"), ("\x85\x9b", "\ufffd\ufffd")],
)
def test_each_has_its_symbol(text, expected):
    assert visible(f"a{text}b") == f"a{expected}b"


def test_a_page_holds_none():
    page = parse("a/b.md", '---\ndescription: "x \\x02 \x03"\n---\n# A \x02\n\n`\x1b`\n')
    assert (page.description, page.title) == ("x ␂ ␃", "A ␂")
    assert page.body == "# A ␂\n\n`␛`\n"
