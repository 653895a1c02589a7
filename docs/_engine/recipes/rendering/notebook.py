"""Results as executed Jupyter notebooks: a recipe, and a chapter of recipes.

A notebook is JSON, in the format 4.5 of nbformat, whose schema the tests hold against it.
"""

import base64
import json
import re
from typing import Any

from recipes.problem import Problem
from recipes.project import Library, shown_by
from recipes.reading import prose
from recipes.reading.bundle import without_imports
from recipes.reading.cell_order import Key, OrderError, arranged
from recipes.reading.page import Page
from recipes.reading.snippet import Snippet
from recipes.running.worker import CellResult

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


def check(library: Library, page: Page) -> list[Problem]:
    """Return why the code of a recipe cannot stand in its notebook in the order of its page."""
    if not page.is_recipe or page.snippet not in library.outcomes:
        return []  # without a notebook, or reported with the snippet
    try:
        arranged(_programs(library, page), _shown(page))
    except OrderError as error:
        shown = {(shown.path, shown.cell): line for shown, line in reversed(shown_by(page))}
        line = shown.get(error.cell) or next(iter(shown.values()))
        return [Problem(page.label, line, _reported(error))]
    return []


def _reported(error: OrderError) -> str:
    cell, name = error.cell[1], error.name
    if error.source and not error.instead:
        return (
            f"a notebook has the order of the page, and “{cell}” needs “{name}” of the cell "
            f"“{error.source[1]}”, which comes later; show that first, set the name earlier, "
            "or mark a figure that looks ahead with “preview: true”"
        )
    return (
        f"a notebook has the order of the page, and “{cell}” would read the “{name}” of "
        f"“{error.instead and error.instead[1]}”; show them in the snippet's order, "
        "or give one of them another name"
    )


def _shown(page: Page) -> list[Key]:
    return [(shown.path, shown.cell) for shown, _ in shown_by(page) if not shown.preview]


def _programs(library: Library, page: Page) -> list[dict[Key, str]]:
    """The code of a recipe, and of other snippets that it shows, each as it ran."""
    found: list[dict[Key, str]] = []
    for path in dict.fromkeys([page.snippet, *(path for path, _ in _shown(page))]):
        if path in library.outcomes and not any(path == key[0] for one in found for key in one):
            members = library.family(path)
            cells = [(member, name) for member in members for name in member.cells]
            found.append({(one.path, name): _source(one, name) for one, name in cells})
    return found


def _cells(library: Library, page: Page, level: int = 0) -> list[Cell]:
    """The page's prose, with each cell in the place that first shows it."""
    programs = _programs(library, page)
    try:
        pending = arranged(programs, _shown(page))
    except OrderError:  # reported by `check`
        pending = [key for program in programs for key in program]
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
            shown = page.shows(fence)
            key = shown and not shown.preview and (shown.path, shown.cell)
            if key in pending:
                flush()
                end = pending.index(key) + 1
                cells += [_code(library, page, *one) for one in pending[:end]]
                del pending[:end]
            if shown and shown.caption and not shown.preview:
                named = (f"- {shown.name} {state.label}: {state.text}" for state in shown.states)
                text += [*named, "", f"*{shown.caption}*", ""]
        elif fence.kind not in {"tests", "recipes"}:
            text += lines[fence.first : position]
    text += lines[position:]
    flush()
    cells += [_code(library, page, *one) for one in pending]
    return cells


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
    text = prose.unfolded(prose.without_facts("\n".join(kept)))
    return _LINK.sub(lambda match: match["text"], text).strip()


def _source(member: Snippet, name: str) -> str:
    return without_imports(member.cells[name], member.neighbours).rstrip("\n")


def _code(library: Library, page: Page, path: str, name: str) -> Cell:
    result = library.outcomes[path].cells[name]
    source = _source(library.family(path)[-1], name)
    outputs = _outputs(result, _alt(page, path, name))
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
