"""Names for what the files of a site are made of, under which they are looked up."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from recipes.project import Project
from recipes.reading.page import Page
from recipes.running.outcome import Outcome
from recipes.running.store import surroundings

ENGINE = Path(__file__).parents[1]


class Digests:
    """Names the results of a project as they are in one build."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._results: dict[str, str] = {}

    def result(self, path: str) -> str:
        """Name what a snippet is and what it gave; empty where it gave nothing."""
        if path not in self._results:
            outcome = self.project.outcomes.get(path)
            members = self.project.families.get(path, ())
            sources = [(one.path, one.source, sorted(one.data)) for one in members]
            digest = hashlib.sha256(repr(sources).encode())
            for part in _given(outcome) if outcome else ():
                digest.update(hashlib.sha256(part).digest())
            if not outcome:  # perhaps not yet
                return ""
            self._results[path] = digest.hexdigest()
        return self._results[path]

    def recipe(self, page: Page) -> str:
        """Name a page with all that it shows and that its snippet reads."""
        shown = sorted({view.path for view in page.cells} | {page.snippet})
        results = [(path, self.result(path)) for path in shown]
        folder, members = self.project.snippets, self.project.families.get(page.snippet, ())
        data = [
            (
                name,
                hashlib.sha256((folder / one.path).parent.joinpath(name).read_bytes()).hexdigest(),
            )
            for one in members
            for name in one.data
        ]
        return digest(source(page), results, data, made_with())

    def chapter(self, name: str) -> str:
        """Name the recipes of a chapter, with the page that lists them."""
        index = self.project.pages.get(f"{name}/index.md")
        recipes = [self.recipe(page) for page in self.project.recipes(name)]
        return digest(source(index) if index else name, recipes)


class Content(NamedTuple):
    """What a file is to hold: a name for all that it is made of, and how to make it."""

    key: str
    make: Callable[[], bytes]


def fixed(content: bytes) -> Content:
    """Return bytes that are there as they are."""
    return Content(hashlib.sha256(content).hexdigest(), lambda: content)


def digest(*parts: object) -> str:
    """Name what JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def source(page: Page) -> list[object]:
    """Return all that a page's file says."""
    return [page.path, page.offset, page.body, msgspec.json.encode(page.front).decode()]


@cache
def made_with() -> str:
    """Name the state of the engine, with all that is not Python, and of what it runs with."""
    files = [file for file in sorted(ENGINE.rglob("*")) if file.suffix != ".pyc" and file.is_file()]
    engine = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
    return digest(engine, surroundings())


def _given(outcome: Outcome) -> Iterator[bytes]:
    yield repr(dict(outcome.facts)).encode()
    for name, cell in outcome.cells.items():
        counts = len(cell.pictures), len(cell.sounds)
        yield repr((name, cell.output, *counts, sorted(cell.types.items()))).encode()
        yield from cell.sounds
        for one in cell.pictures:
            yield one.svg.encode()
            yield one.png
            yield repr(sorted(one.thumbnails.items())).encode()
            yield msgspec.json.encode((one.tables, one.points))
