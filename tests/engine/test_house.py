"""The engine's folder explains itself, and stays as it is drawn."""

import subprocess
from pathlib import Path

from recipes.tools import house

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests" / "engine"
LONGEST = 600  # lines of a module: one idea


def test_the_drawing_is_of_the_engine_as_it_is():
    assert house.README.read_text(encoding="utf-8") == house.drawn(), "run “recipe house”"


def test_every_room_is_drawn_and_has_a_folder_of_tests():
    inside = {
        one.stem for one in house.ENGINE.iterdir() if one.name not in {"__init__.py", "__pycache__"}
    }
    assert inside == set(house.ROOMS)
    folders = {room for room in house.ROOMS if (house.ENGINE / room).is_dir()}
    assert {one.name for one in TESTS.iterdir() if any(one.glob("**/test_*.py"))} == folders


def test_no_arrow_runs_up():
    done = subprocess.run(["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_says_in_its_first_line_what_it_is_and_is_one_idea():
    for file in house.ENGINE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith(('"""', 'r"""')) and len(text.split("\n")[0]) > 12, file
        assert text.count("\n") <= LONGEST, file
