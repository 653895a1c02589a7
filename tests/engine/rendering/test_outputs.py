"""What a cell printed is the same text on the page, in the notebook and in plain Markdown."""

import json

from bs4 import BeautifulSoup
from recipes.rendering import notebook, plain_markdown

SNIPPET = '''"""Print."""

# %% bar
import sys

for percent in (0, 50, 100):
    sys.stderr.write(f"\\r{percent:3d}%")
print("\\n\\x1b[1;31mred\\x1b[0m \\x02klzzwxh:0\\x03 \\x02wzxhzdk:0\\x03 \\0 <b> \\x85")
'''
PAGE = "# Print\n\n```snippet\nbar\n```\n"
SEEN = "100%\nred ␂klzzwxh:0␃ ␂wzxhzdk:0␃ ␀ <b> \ufffd"


def test_page_notebook_and_plain_text_show_what_a_terminal_shows(convert, library):
    html = BeautifulSoup(convert(PAGE, SNIPPET).html, "html.parser")
    assert SEEN in html.get_text()
    loaded = library({"docs/a/page.md": PAGE, "snippets/a/page.py": SNIPPET})
    page = loaded.pages["a/page.md"]
    assert SEEN in plain_markdown.page_text(loaded, page)
    cells = json.loads(notebook.recipe(loaded, page))["cells"]
    texts = [one["text"] for cell in cells for one in cell.get("outputs", ())]
    assert texts == [f"{SEEN}\n"]


def test_a_printed_fence_does_not_end_the_fence_of_the_output(library):
    snippet = SNIPPET.partition("import")[0] + 'print("```\\nx\\n```")\n'
    loaded = library({"docs/a/page.md": PAGE, "snippets/a/page.py": snippet})
    text = plain_markdown.page_text(loaded, loaded.pages["a/page.md"])
    assert "````text\n```\nx\n```\n````\n" in text
