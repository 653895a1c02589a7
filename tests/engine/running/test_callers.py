"""A result is the same whoever asks for it: any environment, any folder, any main module."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import sys
from pathlib import Path
from recipes.running.runner import Limits, contents, job, run_job
from recipes.reading.bundle import family

root = Path(sys.argv[1])
members = family(root, "a/one.py")
outcome = run_job(job(members, contents(root, members)), Limits())
assert outcome.failure is None, outcome.failure
sys.stdout.buffer.write(outcome.cells["only"].output.encode())
"""
GUARDED = f"""
if __name__ != "__main__":
    raise SystemExit("the program was imported")
{ASK}"""
SNIPPET = '''"""Say what can be seen from here."""

# %% only
import datetime
import hashlib
import importlib.util
import io
import json
import os
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
start = datetime.datetime(2020, 1, 1)
ax.plot([start, start + datetime.timedelta(hours=5)], [1, 2])
picture = io.BytesIO()
fig.savefig(picture)
seen = {
    "picture": hashlib.sha256(picture.getvalue()).hexdigest(),
    "settings of Matplotlib": hashlib.sha256(repr(dict(mpl.rcParams)).encode()).hexdigest(),
    "environment": {name: text for name, text in os.environ.items() if "recipe-" not in text},
    "assertions": __debug__,
    "caller's modules": importlib.util.find_spec("of_the_caller") is not None,
    "local time": datetime.datetime.now().astimezone().tzname(),
    "hash of a text": hash("text"),
    "encoding": sys.stdout.encoding,
}
print(json.dumps(seen))
'''
SPOILED = {
    "PYTHONPATH": "{folder}",
    "PYTHONOPTIMIZE": "1",
    "PYTHONHASHSEED": "7",
    "PYTHONWARNINGS": "ignore",
    "MATPLOTLIBRC": "{folder}/matplotlibrc",
    "MPLBACKEND": "svg",
    "OMP_NUM_THREADS": "4",
    "TZ": "Asia/Tokyo",
    "LC_ALL": "C",
    "HOME": "{folder}",
}
KEYS = [
    "picture",
    "settings of Matplotlib",
    "environment",
    "assertions",
    "caller's modules",
    "local time",
    "hash of a text",
    "encoding",
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> dict[str, dict[str, object]]:
    """What the snippet sees, by caller; all of them ask at the same time."""
    folder = tmp_path_factory.mktemp("callers")
    snippets = folder / "snippets"
    (snippets / "a").mkdir(parents=True)
    (snippets / "a" / "one.py").write_text(SNIPPET, encoding="utf-8")
    spoiled = folder / "spoiled"
    spoiled.mkdir()
    (spoiled / "of_the_caller.py").write_text("")
    (spoiled / "matplotlibrc").write_text("lines.linewidth: 9\ntimezone: Asia/Tokyo\n")
    (folder / "program.py").write_text(GUARDED)
    environment = {name: value.format(folder=spoiled) for name, value in SPOILED.items()}
    asked = {
        "plain": _ask(snippets, folder, {}, "-c", ASK),
        "spoiled": _ask(snippets, spoiled, environment, "-c", ASK),
        "program": _ask(snippets, folder, {}, str(folder / "program.py")),
    }
    found = {}
    for name, process in asked.items():
        printed, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        found[name] = json.loads(printed)
    return found


def _ask(
    snippets: Path, folder: Path, environment: dict[str, str], *program: str
) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in SPOILED}
    return subprocess.Popen(
        [sys.executable, *program, str(snippets)],
        cwd=folder,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("key", KEYS)
def test_the_environment_and_the_folder_of_the_caller_do_not_change_the(seen, key):
    assert seen["spoiled"][key] == seen["plain"][key]


def test_the_caller_may_be_any_program(seen):
    assert seen["program"] == seen["plain"]


def test_a_snippet_gets_to_know_no_more_than_it_needs(seen):
    environment = seen["plain"]["environment"]
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"
    assert not {"USER", "LOGNAME", "PWD", "SHELL", "PYTHONPATH"} & set(environment)
