"""Results as executed Jupyter notebooks: a recipe, and a chapter of recipes.

A notebook is JSON, in the format 4.5 of nbformat, whose schema the tests hold against it.
"""

import base64
import json
import re
import warnings
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from recipes.problem import Problem
from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading import prose
from recipes.reading.bundle import without_imports
from recipes.reading.cell_order import Key, OrderError, arranged
from recipes.reading.document import CellView, Code, Equation, Prose
from recipes.reading.page import Page
from recipes.reading.snippet import Snippet
from recipes.running.outcome import CellResult

from . import needs
from .markup import block as html_of

Cell = dict[str, Any]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_UNDERLINED = re.compile(r"^(?P<text>[^\s#>|*+-].*)\n(?P<line>=+|-+)[ \t]*$", re.M)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?!https?:)[^)]*\)")


def recipe(project: Project, page: Page) -> bytes:
    """Return a recipe's page as a notebook, as it ran."""
    cells = _cells(project, page)
    _say_needs(cells, needs.of(project, [page]))
    return _write(cells, page.path)


def chapter(project: Project, name: str) -> bytes:
    """Return all recipes of a chapter as one notebook, as they ran."""
    index = project.pages.get(f"{name}/index.md")
    title = index.title if index else name
    recipes = project.recipes(name)
    cells = [_markdown(f"# {prose.as_markdown(title)} (notebook)")]
    _say_needs(cells, needs.of(project, recipes))
    for page in recipes:
        cells += _cells(project, page, level=1)
    return _write(cells, name)


def _say_needs(cells: list[Cell], needed: needs.Needs) -> None:
    """Below the title, before anything is run."""
    title, _, text = cells[0]["source"].partition("\n") if cells else ("", "", "")
    if title.startswith("# ") and cells[0]["cell_type"] == "markdown":
        cells[0]["source"] = f"{title}\n\n*{needed.ran}*\n{text}".rstrip()
    else:
        cells.insert(0, _markdown(f"*{needed.ran}*"))


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


def check(project: Project, page: Page) -> list[Problem]:
    """Return why the code of a recipe cannot stand in its notebook in the order of its page."""
    if not page.is_recipe or page.snippet not in project.outcomes:
        return []  # without a notebook, or reported with the snippet
    shown = {(view.path, view.cell): view.first for view in reversed(page.cells)}
    programs = _programs(project, page)
    faults = [
        page.problem(shown.get(key, page.cells[0].first), f"in its notebook {fault}")
        for program in programs
        for key, source in program.items()
        if (fault := _fault(key, source))
    ]
    if faults:
        return faults
    try:
        arranged(programs, _shown(page))
    except OrderError as error:
        return [page.problem(shown.get(error.cell, page.cells[0].first), _reported(error))]
    return []


def _fault(key: Key, source: str) -> str:
    """Why a cell would not run by itself, as far as a compiler sees."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # reported when the snippet ran
            compile(source, key[0], "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"the cell “{key[1]}” of {key[0]} would not be Python: {error.msg}; rewrite it"
    return ""


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
    return [(view.path, view.cell) for view in page.cells if not view.preview]


def _programs(project: Project, page: Page) -> list[dict[Key, str]]:
    """The code of a recipe, and of other snippets that it shows, each as it ran."""
    found: list[dict[Key, str]] = []
    for path in dict.fromkeys([page.snippet, *(path for path, _ in _shown(page))]):
        if path in project.outcomes and not any(path == key[0] for one in found for key in one):
            members = project.family(path)
            cells = [(member, name) for member in members for name in member.cells]
            found.append({(one.path, name): _source(one, name) for one, name in cells})
    return found


def _cells(project: Project, page: Page, level: int = 0) -> list[Cell]:
    """The page's prose, with each cell in the place that first shows it."""
    programs = _programs(project, page)
    try:
        pending = arranged(programs, _shown(page))
    except OrderError:  # reported by `check`
        pending = [key for program in programs for key in program]
    cells: list[Cell] = []
    text: list[str] = []

    def flush() -> None:
        source = "\n".join(text).strip()
        if source:
            cells.append(_markdown(source))
        text.clear()

    online = False  # a part that makes no sense away from the site
    for block in page.blocks:
        if isinstance(block, Prose):
            prose_lines, online = _prose(block.text, level, online)
            text += prose_lines
        elif isinstance(block, CellView):
            key = (block.path, block.cell)
            if key in pending and not block.preview:
                flush()
                end = pending.index(key) + 1
                cells += [_code(project, page, *one) for one in pending[:end]]
                del pending[:end]
            if block.caption and not block.preview and not online:
                named = [f"- {block.name} {one.label}: {one.text}" for one in block.states]
                text += _prose("\n".join([*named, "", f"*{block.caption}*", ""]), 0, False)[0]
        elif isinstance(block, Equation) and not online:
            text += ["$$", *block.tex.split("\n"), "$$"]
        elif isinstance(block, Code) and not online:
            text += page.body.split("\n")[block.first : block.last + 1]
    flush()
    cells += [_code(project, page, *one) for one in pending]
    return cells


def _prose(text: str, level: int, online: bool) -> tuple[list[str], bool]:
    """Markdown as a notebook shows it, and whether it ends in a part that it leaves out.

    Facts are numbers, links into the site are words, and headings are of a deeper level.
    """
    text = _LINK.sub(lambda match: match["text"], prose.unfolded(prose.without_facts(text)))
    kept = []
    for line in _UNDERLINED.sub(_with_marks, text).split("\n"):
        if line.startswith("## "):
            online = line[3:].strip() in PROFILE.online
        if not online:
            kept.append("#" * level + line if line.startswith("#") else line)
    return kept, online


def _with_marks(match: re.Match[str]) -> str:
    return f"{'#' if match['line'][0] == '=' else '##'} {match['text']}"


def _source(member: Snippet, name: str) -> str:
    return without_imports(member.cells[name], member.neighbours).rstrip("\n")


def _code(project: Project, page: Page, path: str, name: str) -> Cell:
    result = project.outcomes[path].cells[name]
    source = _source(project.family(path)[-1], name)
    shown = [view for view in page.cells if (view.path, view.cell) == (path, name)]
    outputs = _outputs(result, _said([view.alt for view in shown]))
    if any("sound" in view.parts for view in shown):
        outputs += map(_player, result.sounds, repeat(_said([view.caption for view in shown])))
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs}


def _said(texts: Sequence[str]) -> str:
    return prose.plain(next(filter(None, texts), ""))


def _player(sound: bytes, name: str) -> dict[str, Any]:
    """A sound as Jupyter's own ``Audio`` shows it: it stands in the notebook whole."""
    address = f"data:audio/wav;base64,{base64.b64encode(sound).decode()}"
    data = {"text/html": html_of("players", [address], name), "text/plain": "<Audio>"}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _outputs(result: CellResult, alt: str) -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = []
    if result.output:
        outputs.append({"output_type": "stream", "name": "stdout", "text": result.output})
    for picture in result.pictures:
        data = {"image/png": base64.b64encode(picture.png).decode(), "text/plain": "<Figure>"}
        metadata = {"image/png": {"alt": alt}} if alt else {}
        outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})
    return outputs
