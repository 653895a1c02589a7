"""The index of the search in two parts: what each page fetches, and what a first query fetches."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

WORKER = "assets/search.js"  # of our theme; it reads the documents


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
