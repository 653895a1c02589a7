"""How the costs of a build grow with the number of pages, each with a snippet of its own."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from recipes.project import Project
from recipes.running.supervisor import descendants

from .benchmark import BARE, environment, write

SIZES = (100, 1000)  # pages; 5000 take long
CHAPTER = 50  # pages
DRAWS = 10  # one in as many draws
SAMPLE_SECONDS = 0.1
PAGE = """# Root {word}

A root is computed.

```snippet
compute
```
{figure}"""
FIGURE = """
```snippet
draw
show: figure
caption: A line.
alt: A line that rises.
```
"""
SNIPPET = '''"""Compute the root of {number}."""

# %% compute
import numpy as np

root = float(np.sqrt({number}))
print(f"{{root:.6f}}")
'''
DRAWING = """
# %% draw
import matplotlib.pyplot as plt

plt.plot([0, root])
plt.show()
"""

_LETTERS = str.maketrans("0123456789", "abcdefghij")


@dataclass(frozen=True)
class Growth:
    """Seconds of builds of as many pages, and the most MiB that the cold one took.

    That is of all its processes together, each with its part of what they share.
    """

    pages: int
    bare: float
    cold: float
    unchanged: float
    memory: float


def growth(
    project: Project, counts: Sequence[int], repeats: int, report: Callable[[str], None]
) -> list[Growth]:
    """Time builds of generated pages; the quickest of a few runs counts, but for the cold one."""
    found = []
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="recipe-scale-") as name:
            bare, full = Path(name) / "bare", Path(name) / "full"
            generate(bare, count, bare=True)
            generate(full, count, bare=False)
            for katex in project.cache.glob("katex-*"):  # installing it is no part of a build
                shutil.copytree(katex, full / ".cache" / katex.name)
            cold, memory = _build(full, watched=True)
            pairs = [(_build(bare)[0], _build(full)[0]) for _ in range(repeats)]
            quickest = [min(one) for one in zip(*pairs, strict=True)]
            found.append(Growth(count, quickest[0], cold, quickest[1], memory))
        report(_line(found[-1], found[0]))
    return found


def _line(one: Growth, first: Growth) -> str:
    def each(growth: Growth) -> float:
        return (growth.cold - growth.bare) / growth.pages

    return (
        f"{one.pages:6} pages: bare {one.bare:.2f} s; cold {one.cold:.2f} s, beyond bare "
        f"{1000 * each(one):.0f} ms a page ({each(one) / each(first):.2f} × the first); "
        f"unchanged {one.unchanged:.2f} s ({one.unchanged / one.bare:.2f} × bare); "
        f"peak {one.memory:.0f} MiB"
    )


def _build(folder: Path, watched: bool = False) -> tuple[float, float]:
    """Seconds of a build, and its MiB where it is watched, which takes time itself."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    process = subprocess.Popen(command, cwd=folder, env=environment())
    memory = 0.0
    while watched and process.poll() is None:
        memory = max(memory, sum(map(_memory, descendants())))
        time.sleep(SAMPLE_SECONDS)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begin, memory


def _memory(process: int) -> float:
    """MiB of a process, where the system tells."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(map(int, re.findall(r"^Pss:\s*(\d+)", text, re.M))) / 1024


def generate(target: Path, count: int, *, bare: bool) -> None:
    """Write a project with as many pages; a bare one shows the code and runs nothing."""
    settings = yaml.safe_load(BARE)
    if not bare:
        settings["plugins"] = ["search", "recipes"]
    for number in range(1, count + 1):
        place = f"chapter{number // CHAPTER}/page{number}"
        word = str(number).translate(_LETTERS)  # a number on a page wants a proof
        draws = number % DRAWS == 0
        snippet = SNIPPET.format(number=number) + DRAWING * draws
        page = PAGE.format(word=word, figure=FIGURE if draws else "")
        if bare:
            page = f"# Root {word}\n\nA root is computed.\n\n```python\n{snippet}```\n"
        else:
            write(target / "snippets" / f"{place}.py", snippet)
        write(target / "docs" / f"{place}.md", page)
    write(target / "docs" / "index.md", "# Scale\n")
    write(target / "mkdocs.yml", yaml.safe_dump(settings))
