"""Every page with mathematics is proved by a test module."""

import ast
from pathlib import Path

import pytest
from recipes.checking import glossary
from recipes.reading import page
from recipes.reading.document import Equation

ROOT = Path(__file__).resolve().parent.parent


PAGES = [
    page.parse(file.relative_to(ROOT / "docs").as_posix(), file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "docs").rglob("*.md"))
    if "_engine" not in file.parts
]
WITH_MATHEMATICS = [one for one in PAGES if one.of_kind(Equation) or any(glossary.inline_math(one))]


@pytest.mark.parametrize("one", WITH_MATHEMATICS, ids=lambda one: one.path)
def test_a_page_with_mathematics_is_bound_by_its_test_module(one):
    file = ROOT / "tests" / one.test_module
    assert file.is_file(), f"{one.label} has mathematics and no {file.relative_to(ROOT)}"
    bound = [
        ast.unparse(node.value)
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGE"
    ]
    assert bound == [f"page({one.path!r})"]
