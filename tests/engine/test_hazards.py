"""The guide for contributors names a test for each hazard."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")


def functions(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_each_hazard_names_a_test_that_exists():
    section = re.split("^## ", GUIDE.split("\n## Hazards\n")[1], flags=re.M)[0]
    hazards = re.split("^- ", section, flags=re.M)[1:]
    assert len(hazards) == 10
    for hazard in hazards:
        ((file, name),) = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", hazard)
        assert name in functions(file), f"{file} has no {name}"
