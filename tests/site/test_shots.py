"""Pages are photographed onto one sheet, by a command that says what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from recipes.tools.screenshots import COLUMNS, GAP, README_RECIPE, SCALE

pytestmark = [pytest.mark.browser, pytest.mark.long]


def shots(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from recipes.tools.cli import main; main()", "shots"]
    return subprocess.run(
        [*program, *arguments],
        cwd=folder,
        env={**os.environ, **more},
        capture_output=True,
        encoding="utf-8",
    )


def width(file: Path) -> int:
    with Image.open(file) as picture:
        return picture.width


@pytest.fixture
def project(site: Path, tmp_path: Path) -> Path:
    """A project with a built site of two pages."""
    for folder in ("assets", "figures", "integrate"):
        shutil.copytree(site / folder, tmp_path / "site" / folder)
    shutil.copy(site / "index.html", tmp_path / "site")
    return tmp_path


def test_all_pages_that_are_named_are_on_one_sheet(project: Path) -> None:
    done = shots(project, f"/{README_RECIPE}/", "/", "--to", "taken")
    assert done.stdout.endswith(f"all on one sheet: {Path('taken') / 'sheet.png'}\n"), done.stderr
    pages = "home", README_RECIPE.replace("/", "-")
    expected = {f"{page}-{scheme}-{wide}.png": wide for page in pages for scheme, wide in COLUMNS}
    expected["sheet.png"] = sum(int(wide * SCALE) + GAP for _, wide in COLUMNS) + GAP
    assert {one.name: width(one) for one in (project / "taken").iterdir()} == expected


def test_the_picture_of_the_readme_shows_a_recipe(project: Path) -> None:
    (project / "docs" / "assets").mkdir(parents=True)
    done = shots(project, "--readme")
    assert done.returncode == 0, done.stderr
    assert width(project / "docs" / "assets" / "readme.png") == 800


def test_what_is_missing_is_said(project: Path, tmp_path: Path) -> None:
    assert "no site/nowhere/index.html; run “mkdocs build”" in shots(project, "nowhere").stderr
    without = shots(project, "/", CHROMIUM="", PATH="")
    assert "there is no Chromium; install chromium, or name one in CHROMIUM" in without.stderr
    shutil.rmtree(project / "site")
    assert "there is no site here; run “mkdocs build” first" in shots(project).stderr
