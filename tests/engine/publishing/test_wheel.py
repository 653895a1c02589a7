"""The engine as a wheel: all it needs is in it, so that it builds another project."""

import os
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """A folder that holds what an installer would put beside the other packages."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:  # a build in this process may have set it to 0
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "lib")
    return folder / "lib"


def test_the_wheel_holds_the_engine_and_nothing_of_the_site(unpacked):
    engine = {file for file in (ROOT / "docs/_engine/recipes").rglob("*") if file.is_file()}
    kept = {
        file.relative_to(ROOT / "docs/_engine")
        for file in engine
        if file.parent.name != "__pycache__"
    }
    held = {file.relative_to(unpacked) for file in (unpacked / "recipes").rglob("*")}
    assert {file for file in held if (unpacked / file).is_file()} == kept
    assert {one.suffix for one in unpacked.iterdir()} == {"", ".dist-info"}
    assert len(list(unpacked.iterdir())) == 2


def test_every_entry_point_of_the_wheel_is_in_it(unpacked):
    points = ConfigParser()
    assert points.read(next(unpacked.glob("*.dist-info/entry_points.txt")))
    named = [value for part in points.sections() for _, value in points.items(part)]
    assert len(named) == 3
    for value in named:
        module = unpacked / value.partition(":")[0].replace(".", "/")
        assert module.with_suffix(".py").is_file(), value


def test_the_wheel_builds_a_project_that_is_elsewhere(unpacked, scratch):
    scratch.write(
        "docs/a/one.md", "# One\n\n```snippet\nonly\n```\n\nIt is {{ 2 = two }}, $x + x$.\n"
    )
    scratch.write("snippets/a/one.py", "two = 1 + 1\nprint(two)\n")
    environment = {"PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    built = scratch.build("--strict", environment=environment)
    assert built.code == 0, built.said
    assert "It is" in scratch.html("a/one") and "katex" in scratch.html("a/one")
    code = "import recipes.tools.cli as cli; print(cli.__file__); cli.main(['check'])"
    checked = subprocess.run(
        [sys.executable, "-c", code],
        cwd=scratch.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    reported = checked.stdout.splitlines()
    assert reported == [str(unpacked / "recipes/tools/cli.py"), "all pages hold"], checked.stderr
