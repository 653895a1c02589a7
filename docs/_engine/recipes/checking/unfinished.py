"""What is still to write in a recipe: pages, snippets and tests with a mark fail a build."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from recipes.problem import Problem
from recipes.reading.page import Page

MARK = "TODO:"


def unfinished(root: Path, page: Page) -> Iterator[Problem]:
    """Find the marks that are left on a page, in its snippet and in its test."""
    for key, value in msgspec.structs.asdict(page.front).items():
        for mark in _marks(json.dumps(value, ensure_ascii=False)):
            yield Problem(page.label, 1, f"“{key}” is still to write: {mark}")
    for number, line in enumerate(page.sentences.split("\n")):
        for mark in _marks(line):
            yield page.problem(number, f"still to write: {mark}")
    for path in (f"snippets/{page.snippet}", f"tests/{page.test_module}"):
        if (root / path).is_file():
            lines = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()
            for number, line in enumerate(lines, 1):
                for mark in _marks(line):
                    yield Problem(path, number, f"still to write: {mark}")


def _marks(text: str) -> list[str]:
    return [part.strip(' "}]') for part in text.split(MARK)[1:]]
