"""What a build takes from an earlier one: a page follows each thing that it is made of."""

import os
import re
import shutil
from dataclasses import replace

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader
from recipes.publishing.compiled_templates import CompiledTemplates
from recipes.running.store import Store

PAGE = """
---
symbols: {n: terms}
---
# Sum up terms

Its $n$ terms give {{ 55 = total }}, as [the start](../index.md#begin) says.

```snippet
only
show: code output figure
caption: The sum.
alt: A rising line.
```

## How we know

```tests
```
"""
SNIPPET = """
import matplotlib.pyplot as plt
import numpy as np

total = int(np.arange(11).sum())
terms = 11
print("total", total)
plt.plot(np.cumsum(np.arange(11)))
"""
TEST = 'def test_sum():\n    """The sum is that of a small Gauss."""\n'
CARDS = """
# All

```recipes
```
"""
SETTINGS = """
site_name: Scratch
site_url: https://one.example/
theme: {name: mkdocs, highlightjs: false}
plugins: [recipes]
markdown_extensions:
  - toc: {permalink: true}
  - pymdownx.superfences
"""
CITATION = """
title: Scratch
authors: [{name: Someone}]
version: "1.0"
date-released: "2024-01-01"
"""
EXTENSION = """
from pathlib import Path
from markdown import Extension
from markdown.postprocessors import Postprocessor

class Reading(Postprocessor):
    def run(self, text):
        return text + Path("read.txt").read_text()

class Reads(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Reading(md), "reads", 1)

def makeExtension(**settings):
    return Reads(**settings)
"""


@pytest.fixture(scope="module")
def once(make_project, tmp_path_factory):
    """A project that was built."""
    made = make_project(tmp_path_factory.mktemp("once") / "project")
    made.write("mkdocs.yml", SETTINGS)
    made.write("docs/index.md", "# Scratch\n\n## Begin\n")
    made.write("docs/a/one.md", PAGE)
    made.write("docs/a/index.md", CARDS)
    made.write("snippets/a/one.py", SNIPPET)
    (made.root / "tests" / "a").mkdir()
    (made.root / "tests" / "a" / "test_one.py").write_text(TEST)
    made.write("CITATION.cff", CITATION)
    built = made.build()
    assert built.code == 0, built.said
    return made


@pytest.fixture
def project(once, tmp_path):
    """A copy of it, with all that the build left for the next one."""
    return replace(once, root=shutil.copytree(once.root, tmp_path / "project", symlinks=True))


def edit(project, path, old, new):
    file = project.root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "shown"),
    [
        ("docs/a/one.md", "Its", "All of its", "All of its"),
        ("docs/a/one.md", "n: terms", "n: all terms", "all terms"),
        ("snippets/a/one.py", '"total"', '"the total"', "the total 55"),
        ("snippets/a/one.py", "plt.plot", "plt.figure(figsize=(9, 2)); plt.plot", "figsize"),
        ("tests/a/test_one.py", "small", "young", "of a young Gauss"),
        ("mkdocs.yml", "permalink: true", "permalink: '§'", "§</a>"),
        ("mkdocs.yml", "one.example", "two.example", "https://two.example/a/one/"),
        ("CITATION.cff", "Someone", "Somebody", "Somebody"),
    ],
)
def test_a_page_follows_what_it_is_made_of(project, path, old, new, shown):
    before = project.html("a/one")
    assert shown not in before
    edit(project, path, old, new)
    built = project.build()
    assert built.code == 0, built.said
    assert shown in project.html("a/one")
    assert new.startswith("two.") == ("one.example" not in project.html("a/one"))


def test_a_list_follows_the_recipes_that_it_lists(project):
    edit(project, "docs/a/one.md", "# Sum up terms", "# Add up terms")
    assert project.build().code == 0
    assert "Add up terms" in project.html("a")


def test_a_link_follows_the_page_that_it_leads_to(project):
    """Also a wrong one, of which each build warns."""
    edit(project, "docs/a/one.md", "../index.md#begin", "../more.md")
    assert project.build("-q").code == 0  # its silence is not another's
    for _ in range(2):
        built = project.build("--strict")
        assert built.code == 1
        assert "more.md" in built.said
    project.write("docs/more.md", "# More\n")
    built = project.build("--strict")
    assert built.code == 0, built.said
    assert 'href="../../more/"' in project.html("a/one")


def test_a_link_to_an_anchor_that_went_is_reported(project):
    edit(project, "mkdocs.yml", "plugins:", "validation: {anchors: warn}\nplugins:")
    assert project.build("--strict").code == 0
    edit(project, "docs/index.md", "## Begin", "## Go on")
    built = project.build("--strict")
    assert built.code == 1
    assert "#begin" in built.said


def test_what_is_wrong_with_a_page_is_said_by_each_build(project):
    edit(project, "docs/a/one.md", "{{ 55 =", "{{ 56 =")
    for _ in range(2):
        assert "the page says 56" in project.build().said


def test_an_extension_that_may_read_files_has_its_pages_converted_by_each_build(project):
    (project.root / "reads.py").write_text(EXTENSION)
    edit(project, "mkdocs.yml", "  - pymdownx.superfences", "  - pymdownx.superfences\n  - reads")
    for word in ("early", "later"):
        (project.root / "read.txt").write_text(word)
        built = project.build(environment={"PYTHONPATH": str(project.root)})
        assert built.code == 0, built.said
        assert word in project.html("a/one")


def test_an_unchanged_page_is_looked_up(project):
    """What stands in the store is shown, so nothing was converted."""
    store = Store(project.root / ".cache" / "results", pytest.fail)
    names = [file.stem for file in store.folder.glob("*/*.bin")]
    (name,) = (name for name in names if b"<p>Its " in (store.recall(name) or b""))
    store.keep(name, (store.recall(name) or b"").replace(b"<p>Its ", b"<p>Found "))
    assert project.build().code == 0
    assert "<p>Found " in project.html("a/one")


def test_an_unchanged_build_adds_nothing_to_the_store(project):
    """What a process has just returned is named like what the store returns of it."""
    before = set(project.root.glob(".cache/results/*/*"))
    project.build()
    assert set(project.root.glob(".cache/results/*/*")) == before


def test_the_fonts_have_the_characters_of_a_page_that_is_looked_up(project):
    def fonts():
        return {file.name: file.read_bytes() for file in project.root.glob("site/**/*.woff2")}

    before = fonts()
    assert before
    assert project.build().code == 0
    assert fonts() == before


def test_a_template_is_compiled_again_when_it_changes(tmp_path):
    store = Store(tmp_path / "store", pytest.fail)
    for text in ("one", "two", "one"):
        (tmp_path / "page.html").write_text(f"{text} {{{{ 1 + 1 }}}}")
        environment = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
        environment.bytecode_cache = CompiledTemplates(environment, store)
        assert environment.get_template("page.html").render() == f"{text} 2"
    assert len(list(store.folder.rglob("*.bin"))) == 2


@pytest.mark.parametrize("shown", [str.upper, re.escape])
def test_a_template_is_compiled_again_for_another_filter_of_the_name(tmp_path, shown):
    """A filter is applied to constants when its template is compiled."""
    store = Store(tmp_path, pytest.fail)
    for one in (str.lower, shown):
        environment = Environment(
            loader=DictLoader({"page": "{{ 'A b' | shown }}"}), autoescape=True
        )
        environment.filters["shown"] = one
        environment.bytecode_cache = CompiledTemplates(environment, store)
        assert environment.get_template("page").render() == one("A b")


def test_an_unchanged_build_imports_no_library_of_the_snippets(project):
    said = project.build(environment={"PYTHONPROFILEIMPORTTIME": "1"}).said
    imported = set(re.findall(r"^import time:.*\| +([\w.]+)$", said, re.M))
    assert "recipes.publishing.digests" in imported
    assert not imported & {
        "numpy",
        "scipy",
        "matplotlib",
        "PIL",
        "requests",
        "fontTools",
        "tinycss2",
    }


def test_the_edit_of_a_picture_has_no_library_imported_but_the_one_that_draws_cards(project):
    """The others are imported where the snippet runs, beside the build."""
    edit(project, "snippets/a/one.py", "plt.plot", "plt.figure(figsize=(9, 2)); plt.plot")
    said = project.build(environment={"PYTHONPROFILEIMPORTTIME": "1"}).said
    imported = set(re.findall(r"^import time:.*\| +([\w.]+)$", said, re.M))
    assert "PIL.Image" in imported
    assert not imported & {"numpy", "scipy", "matplotlib", "requests"}


def site_of(project):
    site = project.root / "site"
    files = sorted(file for file in site.rglob("*") if file.is_file())
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}


def spoiled(project):
    """A picture gets other bytes, at the time of the first ones; a file is gone, one too many."""
    file = project.root / "site/figures/a/one/only-light.svg"
    time = file.stat().st_mtime_ns
    file.write_bytes(file.read_bytes().replace(b"<", b">"))
    os.utime(file, ns=(time, time))
    (project.root / "site/downloads/a/one.py").unlink()
    (project.root / "site/downloads/a/other.py").write_text("never")


@pytest.fixture
def again(project):
    """A project that was built where it is."""
    assert project.build().code == 0
    return project


@pytest.mark.parametrize(
    "change",
    [
        lambda project: None,
        spoiled,
        lambda project: (project.root / ".cache/site.json").write_text('{"site": 3}'),
        lambda project: shutil.rmtree(project.root / "site"),
    ],
    ids="nothing files record site".split(),
)
def test_a_site_is_again_what_it_was(once, again, change):
    change(again)
    assert again.build().code == 0
    assert site_of(again) == site_of(once)


def test_a_site_is_what_it_is_where_nothing_was_built_before(again):
    edit(again, "snippets/a/one.py", "arange(11)", "arange(11)[:11]")
    edit(again, "docs/a/one.md", "Sum up terms", "Add up terms")
    again.write("LICENSE", "Free.")
    assert again.build().code == 0
    built = site_of(again)
    for folder in ("site", ".cache/results"):
        shutil.rmtree(again.root / folder)
    assert again.build().code == 0
    assert site_of(again) == built


def test_a_file_that_would_be_the_same_is_left_where_it_is(again):
    file = again.root / "site/figures/a/one/only-dark.svg"
    before = file.stat()
    edit(again, "docs/a/one.md", "Its", "All of its")
    assert again.build().code == 0
    assert file.stat() == before
    assert not list((again.root / "site").glob(".*"))
