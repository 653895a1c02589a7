"""Results as executed Jupyter notebooks: a recipe, and a chapter of recipes.

A notebook is JSON, in the format 4.5 of nbformat, whose schema the tests hold against it.
"""

import base64
import json
import re
from typing import Any

from . import prose
from .merge import without_imports
from .page import Fence, Page
from .recipes import Library, shown_by
from .snippet import Snippet
from .worker import CellResult

Cell = dict[str, Any]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Parts of a page that make no sense away from the site.
LEFT_OUT = ("## How we know", "## See also")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?!https?:)[^)]*\)")


def recipe(library: Library, page: Page) -> bytes:
    """Return a recipe's page as a notebook, as it ran."""
    return _write(_cells(library, page), page.path)


def chapter(library: Library, name: str) -> bytes:
    """Return all recipes of a chapter as one notebook, as they ran."""
    index = library.pages.get(f"{name}/index.md")
    title = index.title if index else name
    cells = [_markdown(f"# {title} (notebook)")]
    for page in library.recipes(name):
        cells += _cells(library, page, level=1)
    return _write(cells, name)


def _write(cells: list[Cell], name: str) -> bytes:
    slug = re.sub(r"\W+", "-", name)
    executed = 0
    for number, cell in enumerate(cells):
        cell["id"] = f"{slug}-{number}"[-64:]
        if cell["cell_type"] == "code":
            executed += 1
            cell["execution_count"] = executed
    return encode({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def encode(book: dict[str, Any]) -> bytes:
    """Write a notebook: the same content gives the same bytes."""
    return (json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _cells(library: Library, page: Page, level: int = 0) -> list[Cell]:
    """The page's prose, with each cell of the snippet before the place that first shows it."""
    members = list(library.family(page.snippet))
    pending = [(member, name) for member in members for name in member.cells]
    cells: list[Cell] = []
    lines = page.body.splitlines()
    text: list[str] = []
    position = 0

    def flush() -> None:
        source = _prose("\n".join(text), level)
        if source:
            cells.append(_markdown(source))
        text.clear()

    for fence in page.all_fences:
        text += lines[position : fence.first]
        position = fence.last + 1
        if fence.kind == "math":
            text += ["$$", *fence.lines, "$$"]
        elif fence.kind == "snippet":
            flush()
            pending[:0] = _foreign(library, page, fence, members)
            for member, name in _until(pending, page, fence):
                cells.append(_code(library, page, member, name))
            shown = page.shows(fence)
            if shown and shown.caption:
                named = (f"- {shown.name} {state.label}: {state.text}" for state in shown.states)
                text += [*named, "", f"*{shown.caption}*", ""]
        elif fence.kind not in {"tests", "recipes"}:
            text += lines[fence.first : position]
    text += lines[position:]
    flush()
    cells += [_code(library, page, member, name) for member, name in pending]
    return cells


def _foreign(
    library: Library, page: Page, fence: Fence, members: list[Snippet]
) -> list[tuple[Snippet, str]]:
    """The cells of a snippet that a fence shows and that is not there yet."""
    shown = page.shows(fence)
    there = {member.path for member in members}
    if not shown or shown.path in there or shown.path not in library.outcomes:
        return []
    added = [member for member in library.family(shown.path) if member.path not in there]
    members += added
    return [(member, name) for member in added for name in member.cells]


def _until(
    pending: list[tuple[Snippet, str]], page: Page, fence: Fence
) -> list[tuple[Snippet, str]]:
    """Take from ``pending`` all up to the cell that a fence shows."""
    shown = page.shows(fence)
    for number, (member, name) in enumerate(pending):
        if shown and (member.path, name) == (shown.path, shown.cell):
            taken = pending[: number + 1]
            del pending[: number + 1]
            return taken
    return []


def _prose(text: str, level: int) -> str:
    """Markdown as a notebook shows it: facts as numbers, no links into the site."""
    kept = []
    leaving = False
    fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if line.startswith("## "):
            leaving = line.strip() in LEFT_OUT
        if not leaving:
            kept.append("#" * level + line if line.startswith("#") and not fenced else line)
    text = prose.without_facts("\n".join(kept))
    return _LINK.sub(lambda match: match["text"], text).strip()


def _code(library: Library, page: Page, member: Snippet, name: str) -> Cell:
    result = library.outcomes[member.path].cells[name]
    alt = _alt(page, member.path, name)
    source = without_imports(member.cells[name], member.neighbours).rstrip("\n")
    outputs = _outputs(result, alt)
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs}


def _alt(page: Page, path: str, cell: str) -> str:
    for shown, _ in shown_by(page):
        if (shown.path, shown.cell) == (path, cell) and shown.alt:
            return prose.without_facts(shown.alt)
    return ""


def _outputs(result: CellResult, alt: str) -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = []
    if result.output:
        outputs.append({"output_type": "stream", "name": "stdout", "text": result.output})
    for picture in result.pictures:
        data = {"image/png": base64.b64encode(picture.png).decode(), "text/plain": "<Figure>"}
        metadata = {"image/png": {"alt": alt}} if alt else {}
        outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})
    return outputs
