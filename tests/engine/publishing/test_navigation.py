"""A navigation whose parts are rendered once is the one that Material renders for each page."""

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from recipes.publishing import navigation

SETTINGS = """
site_name: Scratch
use_directory_urls: {addresses}
theme: {{name: material, font: false, features: [{features}]}}
plugins: [recipes]
{nav}
"""
PAGES = (
    *("index.md", "about.md", "a/index.md", "a/one.md", "a/two.md", "a/deep/three.md"),
    *("a/deep/er/four.md", "b/five.md", "b/six.md", "b/deep/seven.md", "ab/eight.md"),
)
# Pages in other folders than their part, of two parts, elsewhere, and under no part.
NAV = """
nav:
  - index.md
  - Mixed: [a/one.md, b/five.md, {Inner: [a/deep/three.md, about.md]}]
  - Elsewhere: https://site.example/a/one/
  - Folder: [a/index.md, a/two.md, {Inner: [a/deep/er/four.md]}, {Other: [b/deep/seven.md]}]
  - b/six.md
  - Rest: [ab/eight.md]
"""
FEATURES = (
    "",
    "navigation.tabs, navigation.sections, navigation.indexes",
    "navigation.sections, navigation.expand, toc.integrate",
    "navigation.prune, navigation.indexes",
)


def html_of(root: Path) -> dict[str, str]:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    files = sorted((root / "site").rglob("*.html"))
    return {str(file): file.read_text(encoding="utf-8") for file in files}


# Each kind of addresses with each navigation, and with each set of features: one of the two
# always, the other where time does not count.
KINDS = [
    pytest.param(features, addresses, nav, marks=[pytest.mark.long] * (number // 2 == turn))
    for number, features in enumerate(FEATURES)
    for turn, (addresses, nav) in enumerate(
        zip(("true", "false"), ("", NAV)[:: (-1) ** number], strict=True)
    )
]


@pytest.mark.parametrize(("features", "addresses", "nav"), KINDS)
def test_each_page_has_the_navigation_that_it_has_without(
    scratch, monkeypatch, features, addresses, nav
):
    text = SETTINGS.format(features=features, addresses=addresses, nav=nav)
    scratch.write("mkdocs.yml", text)
    for path in PAGES:
        scratch.write(f"docs/{path}", f"---\ntitle: On {path[:-3]}\n---\n# Page\n\n## Part\n")
    once = html_of(scratch.root)
    monkeypatch.setattr(navigation, "CALLS", {})
    assert html_of(scratch.root) == once
    assert len(once) == len(PAGES) + 1


def test_what_is_rendered_grows_like_the_pages_and_not_like_their_square(scratch, monkeypatch):
    used: list[navigation.Once] = []
    install = navigation.Once.install

    def noted(once, environment):
        used.append(once)
        install(once, environment)

    monkeypatch.setattr(navigation.Once, "install", noted)
    scratch.write("mkdocs.yml", SETTINGS.format(features="", addresses="true", nav=""))
    rendered = []
    for count in (6, 12):
        for folder in "ab":
            for number in range(count):
                scratch.write(f"docs/{folder}/{number}.md", "# Page\n")
        html_of(scratch.root)
        rendered.append(len(used[-1]._rendered))
    assert rendered[1] <= 2 * rendered[0]
