"""What a reader takes away, of projects made for the purpose."""

import io
import json
import sys
from zipfile import ZipFile

import pytest
from recipes.problem import ProblemError
from recipes.publishing.files import download_files
from recipes.rendering import citation

PAGE = """# Add up a table

```snippet
total
```
"""
SNIPPET = '''"""Add up a table."""

# %% total
import numpy as np

total = np.loadtxt("table.txt").sum()
print(total)
'''
FILES = {
    "docs/a/page.md": PAGE,
    "snippets/a/page.py": SNIPPET,
    "snippets/a/table.txt": "1 2\n3 4\n",
}


def opened(content):
    return ZipFile(io.BytesIO(content.make()))


def test_a_zip_holds_the_data_that_a_script_reads(library):
    files = download_files(library({**FILES, "LICENSE": "Free."}))
    for name in ("downloads/a/page.zip", "downloads/a.zip"):
        folder = name.split("/")[-1].removesuffix(".zip")
        packed = opened(files[name])
        assert packed.read(f"{folder}/table.txt") == b"1 2\n3 4\n"
        assert packed.read(f"{folder}/LICENSE") == b"Free."
        assert packed.testzip() is None


def test_a_zip_keeps_the_folders_of_the_data(library):
    moved = {name: text for name, text in FILES.items() if not name.endswith("table.txt")}
    source = moved["snippets/a/page.py"].replace("table.txt", "tables/deep/table.txt")
    moved |= {"snippets/a/page.py": source, "snippets/a/tables/deep/table.txt": "1 2\n"}
    packed = opened(download_files(library(moved))["downloads/a/page.zip"])
    assert packed.read("page/tables/deep/table.txt") == b"1 2\n"


def test_what_reads_data_says_so_and_where_the_data_is(library):
    files = download_files(library(FILES))
    script = files["downloads/a/page.py"].make().decode()
    assert script.startswith("# Needs table.txt beside it, as in the zip.\n# /// script\n")
    (first, *_) = json.loads(files["downloads/a/page.ipynb"].make())["cells"]
    assert first["source"].startswith("# Add up a table\n\n*Ran with Python 3.")
    assert first["source"].endswith(", and table.txt from the zip.*")


def test_a_zip_asks_for_the_python_that_its_versions_ran_with(library):
    """The pinned versions need not exist for an older one."""
    packed = opened(download_files(library(FILES))["downloads/a/page.zip"])
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"with Python {python} or newer" in packed.read("page/README.txt").decode()


def test_the_same_project_gives_the_same_zip(library):
    first, second = (download_files(library(FILES)) for _ in range(2))
    for path, content in first.items():
        assert content.key == second[path].key
        assert content.make() == second[path].make()


def test_what_a_zip_holds_is_in_its_name(library):
    """A file that has the same name is left in the site."""
    before = download_files(library(FILES))
    source = FILES["snippets/a/page.py"] + "# more\n"
    for changed in ({"LICENSE": "Free."}, {"snippets/a/page.py": source}):
        after = download_files(library(FILES | changed))
        assert after["downloads/a/page.zip"].key != before["downloads/a/page.zip"].key
        assert after["downloads/a.zip"].key != before["downloads/a.zip"].key


def test_a_zip_says_where_it_comes_from_if_that_is_known(library):
    loaded = library(FILES)
    for site, said in [
        ("https://site.example/x/", ", https://site.example/x/a/page/\n"),
        (None, ""),
    ]:
        packed = opened(download_files(loaded, site)["downloads/a/page.zip"])
        text = packed.read("page/README.txt").decode()
        assert text.startswith(f"Add up a table\n\nFrom SciPy by Example{said}")


CFF = """title: A site
authors: [{name: The & Team}, {given-names: Ada, family-names: Lovelace}]
version: 1.2.0
date-released: 2026-11-24
"""


def test_a_page_is_cited_with_title_version_and_address(tmp_path):
    (tmp_path / citation.FILE).write_text(CFF, encoding="utf-8")
    work = citation.read(tmp_path)
    where = "https://site.example/a/"
    text = "The & Team, Ada Lovelace (2026). 100 % of it. A site, version 1.2.0, https://site.example/a/"
    assert citation.text(work, "100 % of it", where) == text
    entry = citation.bibtex(work, "100 % of it", "a/page.md", where)
    assert entry.splitlines() == [
        "@misc{scipy-by-example-a-page,",
        r"  author = {{The \& Team} and {Ada Lovelace}},",
        r"  title = {{100 \% of it}},",
        "  booktitle = {A site},",
        "  year = {2026},",
        "  version = {1.2.0},",
        "  url = {https://site.example/a/},",
        "}",
    ]
    assert "url" not in citation.bibtex(work, "x", "a.md", "")


@pytest.mark.parametrize("content", ["title: [", "title: x", "- a", "authors: [{name: A}]", ""])
def test_a_citation_file_that_lacks_something_is_named(tmp_path, content):
    (tmp_path / citation.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ProblemError, match=r"CITATION\.cff:1: the file (needs|is not)"):
        citation.read(tmp_path)


def test_a_project_without_a_citation_file_is_not_cited(tmp_path):
    assert citation.read(tmp_path) is None
