"""A recipe as a notebook: valid, in an order that runs, with what the snippets gave."""

import base64
import contextlib
import io
import json

import nbformat
import pytest

from docs._engine import assets, notebook, notebook_page

SKYLINE = '"""Build."""\n\n# %% wall\nheight = 3\nprint("built", height)\n'
PAGE_SNIPPET = '''"""Count the corners."""

# %% count
from skyline import height

corners = height + 1
print(corners, "corners")

# %% unshown
twice = 2 * corners
print(twice)

# %% picture
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.plot([0, twice])
'''
PAGE = """---
allow: [2-D]
---
# Count {{ 4 = corners }} corners

In 2-D, see [another page](other.md) and [SciPy](https://scipy.org).

```math {#eq-a}
x = {y}
```

```snippet
picture
show: figure
caption: A line up to {{ 8 = twice }}.
alt: A line from zero up to {{ 8 = twice }}.
```

It has {{ 4 = corners }} corners, written as `{{ 4 = corners }}`.

```snippet
count
show: code
```

```bash
# install
pip install scipy
```

## How we know

```tests
```

## Another part

The end.

## See also

- nothing
"""


@pytest.fixture
def project_library(library):
    files = {
        "docs/a/page.md": PAGE,
        "docs/a/index.md": "# The chapter\n\n```recipes\n```\n",
        "snippets/a/page.py": PAGE_SNIPPET,
        "snippets/a/skyline.py": SKYLINE,
        "tests/a/test_page.py": "def test_it():\n    pass\n",
    }
    loaded = library(files)
    assert loaded.problems == []
    return loaded


@pytest.fixture(params=["recipe", "chapter"])
def book(request, project_library):
    """The recipe as a notebook, alone and in its chapter."""
    if request.param == "recipe":
        content = notebook.recipe(project_library, project_library.pages["a/page.md"])
    else:
        content = notebook.chapter(project_library, "a")
    return json.loads(content)


def sources(book, kind):
    return [cell["source"] for cell in book["cells"] if cell["cell_type"] == kind]


def test_a_notebook_is_valid(book):
    nbformat.validate(nbformat.from_dict(book))
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)


def test_the_code_runs_in_the_order_of_the_notebook(book):
    """The page shows the figure first, yet what it needs stands above it."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec("\n".join(sources(book, "code")), {"__name__": "__main__"})
    assert printed.getvalue() == "built 3\n4 corners\n8\n"
    streams = [
        output["text"]
        for cell in book["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    ]
    assert "".join(streams) == printed.getvalue()


def test_code_is_counted_as_it_ran(book):
    counts = [c["execution_count"] for c in book["cells"] if c["cell_type"] == "code"]
    assert counts == [1, 2, 3, 4]


def test_a_figure_is_a_picture_with_alt_text(book):
    (shown,) = [
        output
        for cell in book["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "display_data"
    ]
    assert base64.b64decode(shown["data"]["image/png"]).startswith(b"\x89PNG")
    assert shown["metadata"]["image/png"]["alt"] == "A line from zero up to 8."


def test_prose_has_facts_as_numbers_and_links_only_out_of_the_site(book):
    text = "\n".join(sources(book, "markdown"))
    assert "{{" not in text.replace("`{{ 4 = corners }}`", "")
    assert "It has 4 corners, written as `{{ 4 = corners }}`." in text
    assert "*A line up to 8.*" in text
    assert "In 2-D, see another page and [SciPy](https://scipy.org)." in text
    assert "$$\nx = {y}\n$$" in text


def test_prose_has_no_front_matter_and_no_part_of_the_site(book):
    text = "\n".join(sources(book, "markdown"))
    assert "allow" not in text
    assert "See also" not in text
    assert "How we know" not in text
    assert "## Another part\n\nThe end." in text
    assert "```tests" not in text
    assert "```bash\n# install\npip install scipy\n```" in text


def test_headings_of_a_recipe_stand_below_that_of_its_chapter(project_library):
    book = json.loads(notebook.chapter(project_library, "a"))
    headings = [line for text in sources(book, "markdown") for line in text.split("\n")]
    headings = [line for line in headings if line.startswith("#") and "install" not in line]
    assert headings[0].startswith("# The chapter")
    assert headings[1:] == ["## Count 4 corners", "### Another part"]


def test_the_same_recipe_gives_the_same_bytes(project_library):
    page = project_library.pages["a/page.md"]
    assert notebook.recipe(project_library, page) == notebook.recipe(project_library, page)


def test_a_cell_of_another_snippet_that_is_shown_is_there(library):
    """What the prose speaks of must be in the notebook."""
    loaded = library(
        {
            "docs/a/page.md": "```snippet\none\n```\n\n```snippet\na/other.py#two\n```\n",
            "snippets/a/page.py": '"""One."""\n\n# %% one\nprint(1)\n',
            "snippets/a/other.py": '"""Two."""\n\n# %% two\nprint(2)\n',
        }
    )
    book = json.loads(notebook.recipe(loaded, loaded.pages["a/page.md"]))
    assert sources(book, "code") == ["print(1)", "print(2)"]


def test_mathematics_comes_back_where_a_converter_could_not_render_it():
    """Code is no mathematics, whatever it holds."""
    cells = [
        {"cell_type": "markdown", "source": "a $x$ b\n$$\ny\n$$\nand `$z$`\n\n```\n$w$\n```"},
        {"cell_type": "code", "source": "'$x$'", "outputs": []},
    ]
    prepared = notebook_page.prepare(json.dumps({"cells": cells}).encode())
    prose, code = (cell["source"] for cell in json.loads(prepared.book)["cells"])
    assert "$x$" not in prose
    assert "`$z$`\n\n```\n$w$\n```" in prose
    assert code == "'$x$'"
    html = notebook_page.finish(prose, prepared, lambda tex, display: f"<{tex} {display}>")
    assert html.index("<x False>") < html.index("<y True>")
    assert "MATHSLOT" not in html


def test_a_notebook_page_has_no_foreign_style_and_says_what_pictures_show(project_library):
    book = notebook.recipe(project_library, project_library.pages["a/page.md"])
    prepared = notebook_page.prepare(book)
    html = "<style>a</style><script>b</script><img alt=\"No description\" src='x'>"
    shown = notebook_page.finish(html, prepared, lambda tex, display: tex)
    assert "<style" not in shown
    assert "<script" not in shown
    assert 'alt="A line from zero up to 8."' in shown


def test_a_reader_takes_away_script_notebook_and_tests(project_library):
    files = assets.download_files(project_library)
    names = ("page.ipynb", "page.py", "page.zip", "test_page.py")
    assert sorted(files) == ["downloads/a.zip", *(f"downloads/a/{name}" for name in names)]
    assert b"skyline_wall" in files["downloads/a/page.py"]
    assert list(assets.chapter_notebooks(project_library)) == ["a/notebook.ipynb"]
    pictures = [f"figures/a/page/picture-{theme}.svg" for theme in ("light", "dark")]
    assert list(assets.figure_files(project_library)) == pictures
