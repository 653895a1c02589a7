"""The index of the search in two parts: what each page fetches, and what a first query fetches."""

import json
from pathlib import Path

WORKER = "assets/search.js"  # of our theme; it reads the documents


def split(site: Path) -> None:
    """Move the index to ``search/index.json``, and leave its settings where Material looks."""
    file = site / "search" / "search_index.json"
    if file.is_file() and (site / WORKER).is_file():
        whole = file.replace(file.with_name("index.json")).read_text(encoding="utf-8")
        file.write_text(json.dumps({**json.loads(whole), "docs": []}), encoding="utf-8")
