"""The versions that the README names are those that are declared, tried and published."""

import re
import tomllib
from itertools import product
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
SYSTEMS = {"Linux": "ubuntu-latest", "macOS": "macos-latest", "Windows": "windows-latest"}


def tables(file):
    """The rows below “Supported versions”: the cells of each table, without its head."""
    text = (ROOT / file).read_text(encoding="utf-8")
    part = re.split("^## ", text.split("\n## Supported versions\n")[1], flags=re.M)[0]
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in part.splitlines()
        if row.startswith("|")
    ]
    starts = [n for n, row in enumerate(rows) if set(row[0]) == {"-"}]
    ends = [start - 1 for start in starts[1:]] + [len(rows)]
    return [rows[start + 1 : end] for start, end in zip(starts, ends, strict=True)]


def pythons():
    return re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))


def test_readme_and_guide_name_the_same_versions_and_systems():
    versions, systems = tables("README.md")
    assert tables("docs/contributing.md") == [versions, systems]
    assert [name for name, _ in systems] == list(SYSTEMS)


def test_they_are_the_versions_that_are_declared():
    (_, python), *packages = tables("README.md")[0]
    assert re.findall(r"`(.*?)`", python) == pythons()
    assert PROJECT["requires-python"] == f">={pythons()[0]}"
    named = [requirement.strip("`") for _, requirement in packages]
    assert named == PROJECT["dependencies"][: len(named)]


def test_the_workflow_tries_each_python_on_each_system_with_both_resolutions():
    matrix = WORKFLOW["jobs"]["supported"]["strategy"]["matrix"]
    tried = {*product(matrix["os"], map(str, matrix["python"]), matrix["resolution"])}
    tried |= {(one["os"], str(one["python"]), one["resolution"]) for one in matrix["include"]}
    newest = {*product(SYSTEMS.values(), pythons(), ["highest"])}
    assert newest | {(SYSTEMS["Linux"], pythons()[0], "lowest-direct")} <= tried
