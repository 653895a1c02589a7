"""The index of the search: from code without its colours, and only fetched with a first query."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

WORKER = "assets/search.js"  # of our theme; it reads the documents
_BLOCK = re.compile(r"<pre\b.*?</pre>", re.S)
_INLINE = re.compile(r"</?(?:span|a)\b[^>]*>")


class PlainBlocks:
    """The HTML of a page with blocks of code as plain text, which the search reads in their stead.

    Their colours and links are most of a page's elements, and nothing that the search indexes.

    Attributes
    ----------
    html
        What the search is to read.
    """

    def __init__(self, html: str) -> None:
        self._blocks: dict[str, list[str]] = {}
        self.html = _BLOCK.sub(self._plain, html)

    def _plain(self, match: re.Match[str]) -> str:
        block = match[0]
        if "data-search" in block:  # says to the search what it is to read
            return block
        plain = _INLINE.sub("", block)
        self._blocks.setdefault(plain, []).append(block)
        return plain

    def restored(self, html: str) -> str:
        """Put the blocks back as they were."""

        def block(match: re.Match[str]) -> str:
            blocks = self._blocks.get(match[0])
            return blocks.pop(0) if blocks else match[0]

        return _BLOCK.sub(block, html)


def split(site: Path, more: Sequence[Mapping[str, str]] = ()) -> None:
    """Move the index to ``search/index.json``, and leave its settings where Material looks.

    Parameters
    ----------
    more
        Entries that are no headings of a page.
    """
    file = site / "search" / "search_index.json"
    if file.is_file() and (site / WORKER).is_file():
        whole = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**whole, "docs": []}), encoding="utf-8")
        whole["docs"] += more
        file.with_name("index.json").write_text(
            json.dumps(whole, separators=(",", ":")), encoding="utf-8"
        )
