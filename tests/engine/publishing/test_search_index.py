"""What the search reads of a page."""

from html import escape

import pytest
from material.plugins.search.plugin import Parser
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from recipes.publishing.search_index import PlainBlocks

CODE = '''
from scipy import optimize

if 1 < 2 and "a & b":
    """Two
      lines."""
'''
COLOURED = highlight(CODE, PythonLexer(), HtmlFormatter())
LINKED = COLOURED.replace("optimize", '<a class="scipy" href="https://example.org">optimize</a>')
TEXT = '<h1 id="t">Title</h1><p>Some <span>text</span> and <a href="#t">a link</a>.</p>'


def indexed(html: str) -> list[tuple[str | None, str, str]]:
    """What Material's search takes from HTML: anchor, title and text of each section."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [
        (section.id, "".join(section.title), "".join(section.text))
        for section in parser.data
        if not section.is_excluded()
    ]


@pytest.mark.parametrize(
    "block",
    [
        COLOURED,
        LINKED,
        f"<pre><samp>{escape(CODE)}</samp></pre>",
        f'<div data-search-exclude="">{LINKED}</div>',
        LINKED.replace("<pre", '<pre data-search-exclude=""'),
        LINKED.replace('<span class="kn"', '<span data-search-exclude=""', 1),
    ],
)
def test_the_search_finds_the_same_without_colours(block):
    page = f'{TEXT}{block}<h2 id="u">Other</h2>{LINKED}<p>End.</p>'
    plain = PlainBlocks(page).html
    assert indexed(plain) == indexed(page)
    assert len(plain) < len(page)


def test_blocks_come_back_as_they_were_and_nothing_else_changes():
    page = f"{TEXT}{COLOURED}{COLOURED}<p data-search-x='1'>End.</p>{LINKED}"
    blocks = PlainBlocks(page)
    assert blocks.html.count("<span") == TEXT.count("<span")
    changed = blocks.html.replace(" data-search-x='1'", "").replace("Some", "Any")
    expected = page.replace(" data-search-x='1'", "").replace("Some", "Any")
    assert blocks.restored(changed) == expected


def test_a_block_that_another_plugin_wrote_stays():
    blocks = PlainBlocks(COLOURED)
    assert blocks.restored("<pre>other</pre>") == "<pre>other</pre>"
