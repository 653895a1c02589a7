"""A recipe as a notebook: valid, in an order that runs, with what the snippets gave."""

import base64
import contextlib
import io
import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from recipes.publishing import notebook_page
from recipes.publishing.files import chapter_notebooks, download_files, figure_files
from recipes.rendering import notebook, plain_markdown

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


def page_of(cells):
    """A page that shows cells of its snippet in an order of its own."""
    return "# Page\n\n" + "\n\n".join(f"Now {one}:\n\n```snippet\n{one}\n```" for one in cells)


def snippet_of(**cells):
    return '"""Page."""\n\n' + "\n".join(f"# %% {name}\n{text}" for name, text in cells.items())


@pytest.fixture
def ordered(library):
    """The code of a notebook and the problems of its page, which shows some cells of a snippet."""

    def order(shown, **cells):
        files = {"docs/a/page.md": page_of(shown), "snippets/a/page.py": snippet_of(**cells)}
        loaded = library(files)
        assert loaded.problems == []
        page = loaded.pages["a/page.md"]
        code = sources(json.loads(notebook.recipe(loaded, page)), "code")
        names = {text.strip(): name for name, text in cells.items()}
        return [names[text] for text in code], [*map(str, notebook.check(loaded, page))]

    return order


THREE = {"one": "a = 1\nprint(a)\n", "two": "b = a\nprint(b)\n", "three": "c = a\nprint(c)\n"}


def test_cells_have_the_order_of_the_page_where_that_runs(ordered):
    assert ordered(["one", "three", "two"], **THREE) == (["one", "three", "two"], [])


def test_a_cell_that_is_shown_again_runs_once(ordered):
    assert ordered(["one", "two", "one", "three"], **THREE) == (["one", "two", "three"], [])


def test_an_unseen_cell_stands_before_the_first_that_needs_it_or_at_the_end(ordered):
    cells = {"last": "print('unseen')\n", "base": "a = 1\n", **THREE, "four": "d = 4\nprint(d)\n"}
    cells["one"] = "a1 = 1\nprint(a1)\n"
    assert ordered(["four", "one", "two"], **cells) == (
        ["four", "one", "base", "two", "last", "three"],
        [],
    )


def test_a_page_that_shows_a_cell_before_what_it_needs_is_refused(ordered):
    code, (problem,) = ordered(["two", "one"], **THREE)
    assert code == ["one", "two", "three"], "the notebook runs all the same"
    assert problem.startswith("docs/a/page.md:5: ")
    assert "“two” needs “a” of the cell “one”, which comes later" in problem


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        # What a function reads when it is called
        ({"f": "def f():\n    return k\n", "k": "k = 2\n", "use": "print(f())\n"}, "use k"),
        # also when it was handed on
        (
            {
                "f": "def f():\n    return k\n",
                "k": "k = 2\n",
                "g": "g = [f]\n",
                "h": "h = g[0]()\n",
            },
            "h k",
        ),
        # A name that another cell takes meanwhile
        ({"x": "x = 1\n", "use": "print(x)\n", "again": "x = 2\nprint(x)\n"}, "x again use"),
        # A value that another cell changes in place
        ({"x": "x = [1]\n", "change": "x[0] = 2\n", "use": "print(x)\n"}, "x use change"),
        ({"x": "x = 1\n", "more": "x += 1\nprint(x)\n", "use": "print(x)\n"}, "use more"),
        # A function that sets a name
        (
            {
                "n": "n = 0\n",
                "f": "def f():\n    global n\n    n = 1\n\n\nf()\n",
                "use": "print(n)\n",
            },
            "n use f",
        ),
        # A built-in name
        ({"a": "print(sum([1]))\n", "b": "sum = 3\nprint(sum)\n"}, "b a"),
    ],
)
def test_an_order_in_which_a_name_means_something_else_is_refused(ordered, cells, shown):
    code, problems = ordered(shown.split(), **cells)
    assert len(problems) == 1
    assert code == [*cells]
    kept = [name for name in cells if name in shown.split()]
    assert ordered(kept, **cells)[1] == []


@pytest.mark.parametrize(
    "cells",
    [
        {"a": "for i in [1]:\n    print(i)\n", "b": "for i in [2]:\n    print(i)\n"},
        {"a": "print([i for i in [1]])\n", "b": "i = 2\nprint(i)\n"},
        {"a": "def f(i):\n    return i\n\n\nprint(f(1))\n", "b": "i = 2\nprint(i)\n"},
        {"a": "import math\n\nprint(math.e)\n", "b": "import math\n\nprint(math.pi)\n"},
    ],
)
def test_a_name_that_each_cell_sets_for_itself_ties_none(ordered, cells):
    assert ordered(["b", "a"], **cells) == (["b", "a"], [])


def test_the_same_import_is_the_same_name(ordered):
    cells = {"a": "import math\n", "b": "print(math.e)\n", "c": "import math\n\nprint(math.pi)\n"}
    assert ordered(["a", "c", "b"], **cells) == (["a", "c", "b"], [])
    cells["c"] = "import cmath as math\n\nprint(math.pi)\n"
    assert len(ordered(["a", "c", "b"], **cells)[1]) == 1


def test_a_figure_in_advance_stands_where_its_cell_runs(library):
    written = PAGE.replace("show: figure", "show: figure\npreview: true")
    loaded = library(
        {
            "docs/a/page.md": written,
            "snippets/a/page.py": PAGE_SNIPPET,
            "snippets/a/skyline.py": SKYLINE,
        }
    )
    page = loaded.pages["a/page.md"]
    assert notebook.check(loaded, page) == []
    book = json.loads(notebook.recipe(loaded, page))
    assert [code.split("\n")[0] for code in sources(book, "code")] == [
        "height = 3",
        "corners = height + 1",
        "twice = 2 * corners",
        "import matplotlib.pyplot as plt",
    ]
    assert "A line up to" not in "".join(sources(book, "markdown"))


def test_a_page_says_that_its_order_does_not_run(convert):
    converted = convert(page_of(["silent", "count"]), snippet_of(count="a = 1\n", silent="b = a\n"))
    assert "docs/a/page.md:5: " in converted.problem


def test_a_fold_is_a_line_in_a_notebook_and_in_the_text_of_its_page(library):
    fold = '<details markdown="block">\n<summary>More</summary>\n\nText.\n\n</details>\n'
    files = {"docs/a/page.md": page_of(["one"]) + "\n\n" + fold}
    loaded = library(files | {"snippets/a/page.py": snippet_of(one="a = 1\n")})
    book = json.loads(notebook.recipe(loaded, loaded.pages["a/page.md"]))
    assert sources(book, "markdown")[-1] == "**More**\n\nText."
    assert "**More**\n\nText.\n" in plain_markdown.page_text(loaded, loaded.pages["a/page.md"])


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


@pytest.fixture
def two_recipes(library):
    """The notebook page of a chapter with two recipes, and its contents."""
    from mkdocs_jupyter.convert import nb2html  # takes a second in each process

    part = "## By hand\n\nA $\\frac{1}{2}$.\n\n## Of $x^2$\n\n## Of $x^2$\n"
    files = {}
    for name in ("first", "second"):
        files[f"docs/a/{name}.md"] = f"# The same title\n\n```snippet\none\n```\n\n{part}"
        files[f"snippets/a/{name}.py"] = '"""One."""\n\n# %% one\nprint(1)\n'
    loaded = library(files)
    assert loaded.problems == []
    prepared = notebook_page.prepare(notebook.chapter(loaded, "a"))
    file = loaded.root / "notebook.ipynb"
    file.write_bytes(prepared.book)
    html, tokens = notebook_page.contents(nb2html(str(file)), prepared, ["first", "second"])
    return notebook_page.finish(html, prepared, lambda tex, display: "formula"), tokens


def test_each_part_of_a_chapter_has_an_address_of_its_own(two_recipes):
    html, tokens = two_recipes
    soup = BeautifulSoup(html, "html.parser")
    ids = [one["id"] for one in soup.select("[id]")]
    assert len(ids) == len(set(ids)) == 9
    assert {"first", "first-by-hand", "second", "second-by-hand"} < set(ids)
    (chapter,) = tokens
    recipes = chapter["children"]
    listed = [part for recipe in recipes for part in (recipe, *recipe["children"])]
    assert [part["id"] for part in listed] == ids[1:]
    assert [part["name"] for part in recipes[1]["children"]] == ["By hand", "Of x^2", "Of x^2"]
    links = [link["href"] for link in soup.select("a.headerlink")]
    assert links == [f"#{one}" for one in ids]


def test_the_names_of_parts_are_names_for_scripts_as_well(two_recipes):
    """What copies code asks for it by the name of what is around it."""
    for one in BeautifulSoup(two_recipes[0], "html.parser").select("[id]"):
        assert re.fullmatch(r"[a-z][\w-]*", one["id"])


def test_a_notebook_page_has_no_foreign_style_and_says_what_pictures_show(project_library):
    book = notebook.recipe(project_library, project_library.pages["a/page.md"])
    prepared = notebook_page.prepare(book)
    html = "<style>a</style><script>b</script><img alt=\"No description\" src='x'>"
    shown = notebook_page.finish(html, prepared, lambda tex, display: tex)
    assert "<style" not in shown
    assert "<script" not in shown
    assert 'alt="A line from zero up to 8."' in shown


def test_a_reader_takes_away_script_notebook_and_tests(project_library):
    files = download_files(project_library)
    names = ("page.ipynb", "page.py", "page.zip", "test_page.py")
    assert sorted(files) == ["downloads/a.zip", *(f"downloads/a/{name}" for name in names)]
    assert b"skyline_wall" in files["downloads/a/page.py"].make()
    assert list(chapter_notebooks(project_library)) == ["a/notebook.ipynb"]
    pictures = [f"figures/a/page/picture-{theme}.svg" for theme in ("light", "dark")]
    assert list(figure_files(project_library)) == ["figures/a/page/picture.csv", *pictures]


def test_a_cell_that_would_not_be_python_is_refused(library, monkeypatch):
    text = "# T\n\n```snippet\ncount\nshow: code\n```\n"
    source = '"""Count."""\n\n# %% count\ncorners = 4\n'
    loaded = library({"docs/a/page.md": text, "snippets/a/page.py": source})
    page = loaded.pages["a/page.md"]
    assert notebook.check(loaded, page) == []
    monkeypatch.setattr(notebook, "_source", lambda member, name: f"def {name}(:")
    (problem,) = notebook.check(loaded, page)
    assert str(problem).startswith(
        "docs/a/page.md:3: in its notebook the cell “count” of a/page.py"
    )
    assert "would not be Python" in str(problem)
