"""Two builds on one store folder, as of two machines that share it."""

import os
import subprocess
import sys
import time

import pytest
from recipes.running.store import Store

BUILD = """
import sys
from pathlib import Path
from recipes.reading.bundle import family
from recipes.running.runner import Limits, Runner, Settings
from recipes.running.store import Store

if __name__ == "__main__":
    root, results = Path(sys.argv[1]), Path(sys.argv[2])
    paths = sorted(one.relative_to(root).as_posix() for one in root.rglob("*.py"))
    store = Store(results, print)
    runner = Runner(root, store, Settings(Limits(60, 2**30)), print)
    outcomes, problems = runner.run({path: family(root, path) for path in paths})
    print(len(outcomes), "outcomes", len(problems), "problems")
"""
COUNT = 6
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is ended by a signal"),
]


@pytest.fixture
def build(desk, tmp_path):
    for number in range(COUNT):
        desk.write(
            f"a/n{number}.py", f"import time\ntime.sleep(0.5)\nprint('x' * 10_000)\nx = {number}"
        )
    program = tmp_path / "build.py"
    program.write_text(BUILD)
    started = []

    def start() -> subprocess.Popen:
        command = [sys.executable, str(program), str(desk.snippets), str(tmp_path / "results")]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def _all_sound(desk) -> int:
    """Each entry is read as it was written, and nothing warns."""

    def fail(message: str) -> None:
        raise AssertionError(message)

    store = Store(desk.folder / "results", fail)
    entries = desk.entries()
    assert all(store.get(entry.stem) is not None for entry in entries)
    return len(entries)


def test_two_at_once_both_have_all_and_keep_each_once(desk, build):
    builds = [build(), build()]
    said = [one.communicate(timeout=200)[0] for one in builds]
    assert all(f"{COUNT} outcomes 0 problems" in text for text in said), said
    assert not any("damaged" in text for text in said)
    assert _all_sound(desk) == COUNT


def test_one_that_is_killed_leaves_the_other_and_the_store_sound(desk, build):
    one, other = build(), build()
    while not desk.entries():
        time.sleep(0.01)
    one.kill()
    assert f"{COUNT} outcomes 0 problems" in other.communicate(timeout=200)[0]
    assert _all_sound(desk) == COUNT
    later = build().communicate(timeout=200)[0]
    assert f"{COUNT} outcomes 0 problems" in later
    assert "ran" not in later


def test_what_one_machine_ran_the_other_does_not_run(desk, build):
    assert f"ran {COUNT} snippets" in build().communicate(timeout=200)[0]
    assert "ran" not in build().communicate(timeout=200)[0]
