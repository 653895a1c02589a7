"""Whole builds: the same bytes each time, whoever else builds, and however the last one ended."""

import filecmp
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

PAGE = """
# Try

```math {#eq-sum}
\\sum_{k=1}^{n} k
```

With $n + 1$ terms it is {{ 55 = total }}.

```snippet
only
show: code output
```

```snippet
figure
show: figure
caption: The sum.
alt: A rising line.
```
"""
SNIPPET = '''
"""Try."""

# %% only
import numpy as np
total = int(np.arange(11).sum())
print("<script>alert(1)</script> & <b>", total)

# %% figure
import matplotlib.pyplot as plt
plt.plot(np.cumsum(np.arange(11)), label="<script>x</script>")
plt.legend()
'''


# MkDocs writes the time of the build into the site map and its own theme's first page.
CLOCK = {"SOURCE_DATE_EPOCH": "1700000000"}


def _fill(scratch):
    for name in ("one", "two"):
        scratch.write(f"docs/a/{name}.md", PAGE)
        scratch.write(f"snippets/a/{name}.py", SNIPPET)
    return scratch


def _differences(left: Path, right: Path) -> set[str]:
    """The files of two trees that are not the same bytes."""
    files = [
        {file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file()}
        for tree in (left, right)
    ]
    _, different, unreadable = filecmp.cmpfiles(left, right, files[0] & files[1], shallow=False)
    return (files[0] ^ files[1]) | set(different) | set(unreadable)


@pytest.fixture(scope="module")
def built(make_project, tmp_path_factory):
    """Two cold builds in different folders."""
    projects = [_fill(make_project(tmp_path_factory.mktemp(name))) for name in ("left", "right")]
    builds = [scratch.start("build", environment=CLOCK) for scratch in projects]
    for build in builds:
        said, _ = build.communicate(timeout=120)
        assert build.returncode == 0, said
        assert "ran 2 snippets" in said
    return projects


def test_two_cold_builds_in_different_folders_give_the_same_bytes(built):
    left, right = (scratch.root / "site" for scratch in built)
    assert len(list(left.rglob("*"))) > 30
    assert not _differences(left, right)


def test_what_a_snippet_prints_is_shown_and_never_run(built):
    html = built[0].html("a/one")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt; 55" in html
    assert "<script>alert(1)" not in html
    for picture in (built[0].root / "site" / "figures").rglob("*.svg"):
        assert "<script" not in picture.read_text(encoding="utf-8")


def test_nothing_is_written_below_the_sources(built):
    for folder, suffixes in {"docs": {".md"}, "snippets": {".py"}, "tests": set()}.items():
        files = [file for file in (built[0].root / folder).rglob("*") if file.is_file()]
        assert {file.suffix for file in files} == suffixes


def test_an_unchanged_project_runs_nothing_and_gives_the_same_bytes(built):
    scratch = built[0]
    scratch.write("docs/a/two.md", PAGE + "\nA sentence more.\n")
    (scratch.root / "docs" / "a" / "one.md").touch()
    said = scratch.build("-d", "again", environment=CLOCK).said
    assert " ran " not in said
    changed = _differences(scratch.root / "site", scratch.root / "again")
    assert changed <= {
        "a/two/index.html",
        "a/two.md",
        "a/notebook.ipynb",
        "downloads/a.zip",
        "downloads/a/two.zip",
        "downloads/a/two.ipynb",
        "downloads/a/notebook.ipynb",
        "search/search_index.json",
    }
    assert "A sentence more" in scratch.html("a/two", "again")


@pytest.mark.long
def test_a_second_build_beside_a_converter_of_notebooks_gives_the_same_bytes(scratch):
    """What stays in the site is no page, though a notebook among it has a page's name."""
    _fill(scratch)
    mkdocs = (scratch.root / "mkdocs.yml").read_text(encoding="utf-8")
    converter = "  - mkdocs-jupyter: {include: [notebook.ipynb], execute: false}\n"
    scratch.write("mkdocs.yml", mkdocs + converter)
    assert scratch.build(environment=CLOCK).code == 0
    shutil.copytree(scratch.root / "site", scratch.root / "first")
    again = scratch.build(environment=CLOCK)
    assert again.code == 0, again.said
    assert not _differences(scratch.root / "first", scratch.root / "site")


def test_two_builds_at_once_share_a_store(scratch):
    _fill(scratch)
    sites = ("left", "right")
    builds = [scratch.start("build", "-d", site, environment=CLOCK) for site in sites]
    for build in builds:
        said, _ = build.communicate(timeout=120)
        assert build.returncode == 0, said
    assert not _differences(scratch.root / "left", scratch.root / "right")
    entries = list((scratch.root / ".cache" / "results").rglob("*"))
    assert len([file for file in entries if file.suffix == ".outcome"]) == 2
    assert not [file for file in entries if file.suffix == ".new"]


@pytest.fixture
def temporary():
    """A folder for temporary files with a short name, as the address of a socket needs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield folder


def test_a_build_may_be_killed_at_any_moment(scratch, temporary, working_in, wait_until):
    """The next build succeeds, and what the dead one ran does not run on."""
    _fill(scratch)
    scratch.write("snippets/a/one.py", "while True:\n    pass")
    build = scratch.start("build", environment={"TMPDIR": temporary})
    wait_until(lambda: working_in(temporary) or build.poll() is not None, 60)
    assert build.poll() is None, build.stdout.read()
    build.send_signal(signal.SIGKILL)
    build.wait(timeout=60)
    build.stdout.close()
    half_written = scratch.root / ".cache" / "results" / "00" / "half.new"
    half_written.parent.mkdir(parents=True, exist_ok=True)
    half_written.write_text("ha")
    scratch.write("snippets/a/one.py", SNIPPET)
    again = scratch.build()
    assert again.code == 0, again.said
    assert "damaged" not in again.said
    assert "55" in scratch.html("a/one")
    left = working_in(temporary)
    for process in left:
        os.kill(process, signal.SIGKILL)
    assert not left


def test_a_store_that_cannot_be_written_costs_nothing_but_time(scratch):
    _fill(scratch)
    (scratch.root / ".cache" / "results").write_text("a file in the place of the folder")
    build = scratch.build()
    assert build.code == 0, build.said
    assert build.said.count("results are not kept") == 1
    assert "55" in scratch.html("a/one")
    assert len(list((scratch.root / "site" / "figures").rglob("*.svg"))) == 4


TIMINGS = {
    "of a broken snippet": "a/one.md: {t: {ratio: 2, of: '000000000000'}}\n",
    "that cannot be read": "a/one.md: [\n",
    "of another form": "a/one.md: 7\n",
}


@pytest.mark.parametrize("recorded", TIMINGS.values(), ids=TIMINGS)
def test_measured_times_do_not_end_a_build_with_a_traceback(scratch, recorded):
    scratch.write("snippets/a/one.py", "x = = 1")
    scratch.write("snippets/timings.yml", recorded)
    scratch.write("docs/a/one.md", f"---\ntimings: {{t: [x, x]}}\n---\n{PAGE}")
    build = scratch.build()
    assert build.code != 0
    assert "mkdocs/" not in build.said
    assert "snippets/a/one.py:4: is not Python" in build.said
