"""What changes nothing that a recipe says fails no check: the table is `harmless.yml`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from docs._engine.drift.mutants import Mutant

ROOT = Path(__file__).resolve().parents[3]
TABLE = yaml.safe_load(Path(__file__).with_name("harmless.yml").read_text(encoding="utf-8"))
# In a process of its own, as `recipe drift` does it: it forks, and wants one thread.
JUDGE = """
import json, sys
from docs._engine.drift import __main__ as drift
from docs._engine.drift.mutants import Mutant
from docs._engine.drift.runs import run

library = drift._open()
edits = [Mutant(**edit) for edit in json.load(sys.stdin)]
chosen = drift.recipes(library)
drift._preload(library, chosen)
noticed = []
for recipe in chosen:
    own = [edit for edit in edits if edit.path in recipe.files]
    noticed += [(one.mutant.kind, one.by) for one in run(recipe, own, 2, id) if one.killed]
json.dump(noticed, sys.stdout)
"""
TELLING = {  # a page's path, and what it would notice
    "docs/integrate/double-integral.md": ("x y \\, dy", "x^2 y \\, dy"),
    "snippets/signal/sobel.py": ("[-2, 0, 2]", "[-2, 0, 1]"),
}


def edited(path, old, new, words=False):
    """An edit of a whole file, so that a name may change in many places."""
    content = (ROOT / path).read_text(encoding="utf-8")
    pattern = rf"\b{re.escape(old)}\b" if words else re.escape(old)
    changed, count = re.subn(pattern, lambda _: new, content)
    assert count == 1 or (words and count > 1), (
        f"{path} has “{old}” {count} times; mend harmless.yml"
    )
    return Mutant(path, 0, len(content.encode()), content, changed, f"{path}: {old} → {new}")


def judged(edits):
    done = subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=json.dumps([vars(edit) for edit in edits]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_harmless_edit_fails_a_check_and_a_telling_one_does():
    edits = []
    for path, rows in TABLE.items():
        for row in rows:
            old, new = row.removeprefix("every word ").split(" → ")
            edits.append(edited(path, old, new, words=row.startswith("every word ")))
    telling = [edited(path, *change) for path, change in TELLING.items()]
    assert len(edits) >= 40
    noticed = judged([*edits, *telling])
    wrongly = [one for one in noticed if one[0] not in {edit.kind for edit in telling}]
    assert not wrongly, "\n".join(" by ".join(one) for one in wrongly)
    assert len(noticed) == len(telling)
