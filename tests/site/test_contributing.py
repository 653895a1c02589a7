"""The page for contributors, followed to the letter: its commands, its files, what they say."""

import os
import posixpath
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

BLOCK = re.compile(
    r'^(?P<marks>`{3,})(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^(?P=marks)$',
    re.M | re.S,
)
# In place of uv: what this test itself runs in, so that nothing is installed.
UV = '#!/bin/sh\n[ "$1" = run ] || exit 2\nshift\nexec "$@"\n'
AUTHOR = {"NAME": "Newcomer", "EMAIL": "newcomer@example.org"}


@dataclass(frozen=True)
class Step:
    """A file to write, or commands and the lines that they print."""

    commands: list[str]
    expected: list[str]
    file: str = ""
    text: str = ""

    @property
    def fails(self) -> bool:
        """A page shows a problem, in the form that all ours have, where a command fails."""
        return any(re.match(r"[\w./-]+:\d+: ", line) for line in self.expected)


def steps(page: str) -> Iterator[Step]:
    blocks = list(BLOCK.finditer(page))
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block["file"]:
            yield Step([], [], block["file"], block["text"])
        elif block["kind"] == "sh":
            reported = after["text"].splitlines() if after and after["kind"] == "text" else []
            yield Step(block["text"].splitlines(), reported)


@pytest.fixture
def newcomer(copied: Callable[..., Path], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A fresh clone, and the environment of somebody in it."""
    project = copied(tmp_path / "clone")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(UV, encoding="utf-8")
    uv.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        **{
            f"GIT_{role}_{what}": AUTHOR[what]
            for role in ("AUTHOR", "COMMITTER")
            for what in AUTHOR
        },
        "PATH": os.pathsep.join(
            [str(uv.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
        ),
        "PYTHONPATH": str(project),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    for command in ("init --quiet", "add --all", "commit --quiet --message clone"):
        subprocess.run(["git", *command.split()], cwd=project, env=environment, check=True)
    return project, environment


def faults(site: Path) -> Iterator[str]:
    """Ids that a page has twice, and links within the site that lead to no page or no id."""
    html = {
        file.relative_to(site).as_posix(): BeautifulSoup(file.read_text("utf-8"), "html.parser")
        for file in site.rglob("*.html")
    }
    ids = {name: Counter(str(one["id"]) for one in html[name].select("[id]")) for name in html}
    for name, soup in html.items():
        yield from (f"{name}: two are #{one}" for one, count in ids[name].items() if count > 1)
        for link in soup.select("a[href]"):
            path, _, fragment = str(link["href"]).partition("#")
            if ":" in path or path.startswith("/"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = name if not path else target
            if (site / target).is_dir():
                target = posixpath.normpath(f"{target}/index.html")
            if not (site / target).is_file():
                yield f"{name}: no {path}"
            elif fragment and target in ids and fragment not in ids[target]:
                yield f"{name}: no {path}#{fragment}"


def test_a_newcomer_who_does_what_the_page_says_has_a_recipe(
    root: Path, newcomer: tuple[Path, dict[str, str]]
) -> None:
    project, environment = newcomer
    done = []
    for step in steps((root / "docs" / "contributing.md").read_text(encoding="utf-8")):
        if step.file:
            assert (project / step.file).is_file(), f"“recipe new” did not write {step.file}"
            (project / step.file).write_text(step.text, encoding="utf-8")
        said = ""
        for command in step.commands:
            ran = subprocess.run(
                ["sh", "-c", command], cwd=project, env=environment, capture_output=True, text=True
            )
            said += ran.stdout + ran.stderr
            assert bool(ran.returncode) == step.fails, f"{command}\n{said}"
            done.append(command.split()[0])
        missing = [line for line in step.expected if line not in said]
        assert missing == [], f"{step.commands} said\n{said}"
    assert {"git", "uv"} == set(done) and len(done) > 10
    page = project / "site" / "integrate" / "curve-length" / "index.html"
    assert "1.4789428575" in page.read_text(encoding="utf-8")
    status = ["git", "status", "--porcelain"]
    left = subprocess.run(status, cwd=project, capture_output=True, text=True, check=True)
    assert left.stdout == "", "something was not handed in"
    # It is the third recipe of its chapter: all are in one notebook, and on one page.
    notebook = project / "site" / "integrate" / "notebook" / "index.html"
    headings = BeautifulSoup(notebook.read_text("utf-8"), "html.parser").select("h2")
    assert len(headings) == 3
    assert list(faults(project / "site")) == []
    another(project, environment)


def another(project: Path, environment: dict[str, str]) -> None:
    """Begin one more recipe in the same chapter: it is unfinished, and the others still hold."""

    def recipe(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["recipe", *arguments]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)

    assert recipe("new", "integrate/turning-body", "Measure a turning body").returncode == 0
    assert recipe("check", "docs/integrate/curve-length.md").stdout == "all pages hold\n"
    begun = recipe("check", "docs/integrate/turning-body.md")
    lines = [line for line in begun.stderr.splitlines() if line]
    assert begun.returncode == 1 and len(lines) > 10
    said = re.compile(r"turning.*(still to write|a recipe needs “(level|tags):”)")
    assert all(said.search(line) for line in lines), begun.stderr
    navigation = (project / "mkdocs.yml").read_text(encoding="utf-8")
    places = [
        navigation.index(f"integrate/{name}")
        for name in ("double-integral.md", "curve-length.md", "turning-body.md")
    ]
    assert places == sorted(places)
