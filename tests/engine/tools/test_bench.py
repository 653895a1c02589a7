"""Builds are timed beside a bare build of the same pages."""

import re
import subprocess
import sys

import pytest
from recipes.tools import benchmark, scale

pytestmark = pytest.mark.long

PAGE = """# Count

The page counts.

```snippet
count
```

```snippet
picture
show: figure
caption: A line.
alt: A line up to {{ 4 = corners }}.
```

```math {#eq-sum}
1 + 1 = 2
```

[Itself](page.md) is all.

```tests
```
"""
SNIPPET = '''"""Count."""

# %% count
import math

corners = math.isqrt(16)
print(corners)

# %% picture
import matplotlib.pyplot as plt

plt.plot([0, corners])
plt.show()
'''
FILES = {
    "mkdocs.yml": "site_name: Scratch\nplugins: [recipes]\n",
    "docs/a/page.md": PAGE,
    "snippets/a/page.py": SNIPPET,
    "tests/a/test_page.py": 'def test_sum():\n    """There are four."""\n    assert 2 + 2 == 4\n',
}


def test_each_way_to_build_is_timed_and_compared(inside, recipe, monkeypatch):
    monkeypatch.setattr(benchmark, "SETTLE_SECONDS", 0.5)
    inside(FILES)
    said = recipe("bench", "--copies", "2", "--repeats", "1")
    assert re.search(r"^\d+ cores, numpy \d.*, scipy \d", said, re.M)
    for step in ("bare", "cold", "unchanged", "edited", "bare_saved", "saved"):
        assert re.search(rf"^{step}: (\d+\.\d\d) s \(\1\)$", said, re.M), said
    assert "2 pages, 2 snippets; over the bare build:" in said
    for step in ("cold", "unchanged", "edited", "saved"):
        assert re.search(rf"^  {step} +\d+\.\d\d s +\d+\.\d\d ×$", said, re.M), said


def test_growth_is_measured_with_pages_that_hold(inside, recipe, monkeypatch):
    monkeypatch.setattr(scale, "DRAWS", 2)
    inside(FILES)
    said = recipe("bench", "--scale", "1", "3", "--repeats", "1")
    line = r"^ +{} pages: bare \d+\.\d\d s; cold \d+\.\d\d s, beyond bare -?\d+ ms a page .*; "
    line += r"unchanged \d+\.\d\d s \(\d+\.\d\d × bare\); peak \d+ MiB$"
    for pages in (1, 3):
        assert re.search(line.format(pages), said, re.M), said
    assert "COUNTS are numbers of pages" in recipe("bench", "3", code=2)


def test_generated_pages_show_what_their_snippets_compute(tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "DRAWS", 2)
    scale.generate(tmp_path, 4, bare=False)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=tmp_path,
        env=benchmark.environment(),
        check=True,
    )
    site = tmp_path / "site"
    assert "2.000000" in (site / "chapter0/page4/index.html").read_text(encoding="utf-8")
    drawn = sorted(file.parent.name for file in site.glob("figures/chapter0/*/*-dark.svg"))
    assert drawn == ["page2", "page4"]
