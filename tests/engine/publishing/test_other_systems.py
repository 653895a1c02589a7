"""As on Windows: no fork, no limits, other line ends, blanks and umlauts in the folder's name.

What such a system lacks is taken away when Python starts, also in the processes of snippets.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
WITHOUT = """
import multiprocessing, os, sys
sys.modules |= dict.fromkeys(("resource", "fcntl"))
for name in "fork forkpty register_at_fork setsid killpg getpgrp pread".split():
    delattr(os, name)
multiprocessing.get_all_start_methods = lambda: ["spawn"]
"""
PAGE = """---
allow: [2-D]
---
# Zwölf

In 2-D.

```snippet
only
```

It is {{ 12 = twelve }}.

```snippet
picture
show: figure
caption: A line.
alt: A line.
```

```tests
```
"""
SNIPPET = '''"""Zwölf."""

# %% only
twelve = 3 * 4
print("zwölf", twelve)

# %% picture
import matplotlib.pyplot as plt

plt.plot([0, twelve])
plt.show()
'''

TEST = 'def test_months():\n    """A year has as many months."""\n'


@pytest.fixture
def elsewhere(make_project, tmp_path, monkeypatch):
    """A project on such a system; all its files have carriage returns."""
    (tmp_path / "without").mkdir()
    (tmp_path / "without/sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    path = os.pathsep.join(map(str, (tmp_path / "without", ROOT)))
    monkeypatch.setenv("PYTHONPATH", path)
    scratch = make_project(tmp_path / "Rezepte für alle")
    scratch.write("docs/a/one.md", PAGE)
    scratch.write("snippets/a/one.py", SNIPPET)
    scratch.write("tests/a/test_one.py", TEST)
    for file in scratch.root.rglob("*.*"):
        if file.suffix in (".md", ".py", ".yml") and ".cache" not in file.parts:
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    return scratch


@pytest.fixture
def recipe(elsewhere) -> Callable[..., str]:
    """Run the command, expect how it ends, and return what it says."""

    def run(*arguments: str, code: int = 0) -> str:
        command = [sys.executable, "-c", "from recipes.tools.cli import main; main()", *arguments]
        done = subprocess.run(
            command, cwd=elsewhere.root, capture_output=True, encoding="utf-8", timeout=120
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    return run


def change(scratch, path: str, old: str, new: str) -> None:
    file = scratch.root / path
    content = file.read_bytes()
    assert old.encode() in content
    file.write_bytes(content.replace(old.encode(), new.encode()))


def test_a_project_is_built_without_fork_and_with_carriage_returns(elsewhere):
    built = elsewhere.build("--strict")
    assert built.code == 0, built.said
    html = elsewhere.html("a/one")
    assert "zwölf 12" in html and "A year has as many months" in html
    script = (elsewhere.root / "site/downloads/a/one.py").read_bytes().decode()
    assert script.replace("\r\n", "\n").endswith(f"# ///\n{SNIPPET}")
    assert "zwölf" in (elsewhere.root / "site/a/one.md").read_text(encoding="utf-8")


def test_faults_are_reported_with_their_lines_and_with_slashes(elsewhere, recipe):
    change(elsewhere, "docs/a/one.md", "12 =", "13 =")
    change(elsewhere, "mkdocs.yml", "{time", "{snippets: {b/slow.py: {time_limit: 1}}, time")
    for name, code in {
        "fails": "1 / 0",
        "ends": "import os\nos._exit(3)",
        "slow": "while 1: 1",
    }.items():
        elsewhere.write(f"docs/b/{name}.md", f"# {name}\r\n\r\n```snippet\r\nonly\r\n```\r\n")
        elsewhere.write(f"snippets/b/{name}.py", code)
    said = elsewhere.build().said
    assert "docs/a/one.md:12: the page says 13 but twelve is 12" in said
    assert "snippets/b/fails.py:4: raised ZeroDivisionError: division by zero" in said
    assert 'File "snippets/b/fails.py", line 4' in said
    assert "snippets/b/ends.py:4: ended the process with exit code 3" in said
    assert "snippets/b/slow.py:4: did not end within 1 s" in said
    reported = recipe("check", "docs\\a\\one.md", code=1)
    assert (
        reported == "docs/a/one.md:12: the page says 13 but twelve is 12; look at the sentence, "
        "then fix it or run “recipe facts --fix”\n"
    )


def test_a_number_is_rewritten_and_nothing_else_not_even_a_line_end(elsewhere, recipe):
    before = (elsewhere.root / "docs/a/one.md").read_bytes()
    change(elsewhere, "docs/a/one.md", "12 =", "13 =")
    assert "docs/a/one.md: rewritten" in recipe("facts", "--fix", "a\\one.md")
    assert (elsewhere.root / "docs/a/one.md").read_bytes() == before
    assert "docs/a/one.md: 1 facts, hold" in recipe("facts", "--check", "--no-oldest")


def test_a_new_recipe_leaves_the_line_ends_of_the_navigation(elsewhere, recipe):
    navigation = "nav:\r\n  - One: a/one.md\r\n  - fft/index.md\r\n"
    file = elsewhere.root / "mkdocs.yml"
    file.write_bytes(file.read_bytes() + navigation.encode())
    assert recipe("new", "fft/waves", "See waves").endswith("wrote mkdocs.yml\n")
    written = file.read_bytes()
    assert b"  - fft/waves.md\r\n" in written
    assert written.count(b"\n") == written.count(b"\r\n")


def test_what_needs_fork_says_so(recipe):
    assert recipe("drift", code=1) == "Error: this needs fork, which this platform does not have\n"
