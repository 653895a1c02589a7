"""What a build costs, as a ratio to a bare build of the same pages."""

import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from recipes.project import TIMINGS, Project
from recipes.reading.document import CellView, Code, Equation, Prose, Tests
from recipes.reading.page import Page
from recipes.reading.prose import without_facts
from recipes.running import store

SERVE_SECONDS = 60.0  # what a server may take to show a change
SETTLE_SECONDS = 3.0  # after its first build
BARE = """
site_name: Bare
theme: {name: material, font: false}
plugins: [search]
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.highlight: {use_pygments: true}
  - pymdownx.superfences
"""


@dataclass(frozen=True)
class Builds:
    """Seconds of whole builds, each the median of its runs; ``saved`` is from save to page."""

    pages: int
    snippets: int
    bare: float
    cold: float
    unchanged: float
    edited: float
    bare_saved: float
    saved: float


def builds(project: Project, copies: int, repeats: int, report: Callable[[str], None]) -> Builds:
    """Time builds of the recipes, copied a few times, against a bare build of the same pages."""
    with tempfile.TemporaryDirectory(prefix="recipe-bench-") as name:
        bare, full = Path(name) / "bare", Path(name) / "full"
        _bare_project(project, bare, copies)
        _full_project(project, full, copies)
        snippets = sorted((full / "snippets").rglob("*.py"))
        edited = snippets[len(snippets) // 2]
        results = {}
        for step in ("bare", "cold", "unchanged", "edited"):
            seconds = []
            for number in range(repeats):
                if step == "cold":
                    shutil.rmtree(full / ".cache" / "results", ignore_errors=True)
                if step == "edited":
                    text = edited.read_text(encoding="utf-8")
                    edited.write_text(f"{text}# {number}\n", encoding="utf-8")
                seconds.append(_build(bare if step == "bare" else full))
            results[step] = statistics.median(seconds)
            report(f"{step}: {results[step]:.2f} s ({', '.join(f'{one:.2f}' for one in seconds)})")
        page = project.recipes()[0]
        url = page.path.replace("/", "0/", 1).removesuffix(".md") + "/"
        snippet = full / "snippets" / page.snippet.replace("/", "0/", 1)
        saves = {
            "bare_saved": (bare, bare / "docs" / page.path.replace("/", "0/", 1)),
            "saved": (full, snippet),
        }
        for step, (folder, file) in saves.items():
            seconds = _save_to_page(folder, file, url, repeats)
            results[step] = statistics.median(seconds)
            report(f"{step}: {results[step]:.2f} s ({', '.join(f'{one:.2f}' for one in seconds)})")
        pages = len(project.recipes()) * copies
        return Builds(pages, len(project.outcomes) * copies, **results)


def environment() -> dict[str, str]:
    """The environment of a build that is timed: MkDocs advertises nothing."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def _build(project: Path) -> float:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=project, env=environment(), check=True)
    return time.perf_counter() - begin


def _save_to_page(project: Path, file: Path, url: str, repeats: int) -> list[float]:
    """Seconds from saving a file to the page that shows its last line's new text."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    server = subprocess.Popen(command, cwd=project, env=environment(), stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://{address}/{url}", "</html>")
        time.sleep(SETTLE_SECONDS)
        seconds = []
        for number in range(repeats):
            text = file.read_text(encoding="utf-8")
            first_code = re.compile(r"(?<=\n)(?=(?:from|import|With|The|A) )")
            mark = f"# mark {number} of {file.stem}\n"
            begin = time.perf_counter()
            file.write_text(first_code.sub(mark, text, count=1), encoding="utf-8")
            _wait_for(f"http://{address}/{url}", f"mark {number} of")
            seconds.append(time.perf_counter() - begin)
        return seconds
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, text: str) -> None:
    deadline = time.monotonic() + SERVE_SECONDS
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(url, timeout=SERVE_SECONDS) as answer,
        ):
            if text in answer.read().decode():
                return
        time.sleep(0.02)
    raise TimeoutError(f"{url} does not show “{text}” within {SERVE_SECONDS:g} s")


def _full_project(project: Project, target: Path, copies: int) -> None:
    """The recipes in as many copies, each a chapter of its own, without chapter notebooks."""
    settings = yaml.safe_load(BARE)
    settings["plugins"] = ["search", "recipes"]
    settings["exclude_docs"] = "_engine/"
    recorded: dict[str, Any] = {}
    for number in range(copies):
        for page in project.recipes():
            name = page.path.replace("/", f"{number}/", 1)
            text = (project.docs / page.path).read_text(encoding="utf-8")
            text = re.sub(r"^(\w+)/(\w+\.py#)", rf"\g<1>{number}/\2", text, flags=re.M)
            write(target / "docs" / name, re.sub(r"\]\([^)]*\.md\)", "]", text))
            tests = project.tests / page.test_module
            test_name = page.test_module.replace("/", f"{number}/", 1)
            write(target / "tests" / test_name, tests.read_text(encoding="utf-8"))
            if page.path in project.timings:
                recorded[name] = {
                    key: msgspec.structs.asdict(one)
                    for key, one in project.timings[page.path].items()
                }
        for path in project.outcomes:
            snippet = (project.snippets / path).read_text(encoding="utf-8")
            write(target / "snippets" / path.replace("/", f"{number}/", 1), snippet)
    write(target / "docs" / "index.md", "# Bench\n")
    write(target / "snippets" / TIMINGS, yaml.safe_dump(recorded))
    write(target / "mkdocs.yml", yaml.safe_dump(settings))
    cache = project.cache
    for katex in cache.glob("katex-*"):  # installing it is no part of a build
        shutil.copytree(katex, target / ".cache" / katex.name)


def _bare_project(project: Project, target: Path, copies: int) -> None:
    """The same pages as plain Markdown, with ready-made outputs and pictures."""
    for number in range(copies):
        for page in project.recipes():
            name = page.path.replace("/", f"{number}/", 1)
            write(target / "docs" / name, _plain_markdown(project, page, target / "docs" / name))
    write(target / "docs" / "index.md", "# Bench\n")
    write(target / "mkdocs.yml", BARE)


def _plain_markdown(project: Project, page: Page, file: Path) -> str:
    lines: list[str] = []
    for block in page.blocks:
        match block:
            case CellView():
                result = project.result(block)
                lines += ["```python", *project.source(block).splitlines(), "```", ""]
                lines += ["```", *result.output.splitlines(), "```"]
                for picture in result.pictures:
                    write(file.with_name(f"{block.cell}.svg"), picture.svg)
                    lines += ["", f"![figure]({block.cell}.svg)"]
            case Tests():
                text = (project.tests / page.test_module).read_text(encoding="utf-8")
                lines += ["```python", *text.splitlines(), "```"]
            case Equation():
                lines += ["```", block.tex, "```"]
            case Prose() | Code():
                lines += page.body.split("\n")[block.first : block.last + 1]
    return re.sub(r"\]\([^)]*\.md\)", "]", without_facts("\n".join(lines)))


def write(path: Path, text: str) -> None:
    """Write a file, and the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def surroundings() -> str:
    """Say on what was measured."""
    versions = store.surroundings()
    packages = ", ".join(f"{name} {versions[name]}" for name in store.PACKAGES)
    return f"{os.cpu_count()} cores, {packages}"
