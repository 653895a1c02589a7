"""A page is parsed without being rendered; each fault in it is reported with path and line."""

import pytest
from recipes.problem import ProblemError
from recipes.reading.document import CellView, Code
from recipes.reading.page import parse

SHOWN = "```snippet\n{}\n```\n"
FIGURE = "```snippet\npicture\nshow: figure\ncaption: A line.\nalt: A line that rises.\n```\n"


def page(text, path="a/some-page.md"):
    return parse(path, text)


def complaint(text):
    """What is said about the first fault of a page, or about its front matter."""
    try:
        return str(next(page(text).faults()))
    except ProblemError as error:
        return str(error)


def test_a_page_mirrors_its_snippet_and_its_test():
    parsed = page("")
    assert parsed.snippet == "a/some_page.py"
    assert parsed.test_module == "a/test_some_page.py"
    assert (parsed.chapter, parsed.label) == ("a", "docs/a/some-page.md")


def test_front_matter_can_name_another_snippet():
    parsed = page("---\nsnippet: b/other.py\n---\n")
    assert (parsed.snippet, parsed.test_module) == ("b/other.py", "b/test_other.py")


def test_a_fence_names_a_cell_of_the_pages_own_snippet():
    parsed = page(SHOWN.format("count"))
    shown = parsed.cells[0]
    assert (shown.path, shown.cell, shown.parts) == (
        "a/some_page.py",
        "count",
        ("code", "output"),
    )
    assert parsed.is_recipe


def test_a_fence_can_name_a_cell_of_another_snippet():
    parsed = page(SHOWN.format("b/other.py#count\nshow: code"))
    shown = parsed.cells[0]
    assert (shown.path, shown.cell, shown.parts) == ("b/other.py", "count", ("code",))
    assert not parsed.is_recipe and not parsed.shows_snippet


def test_a_page_that_names_its_snippet_by_path_shows_it_and_is_no_recipe():
    parsed = page(SHOWN.format("a/some_page.py#count"))
    assert parsed.shows_snippet and not parsed.is_recipe


def test_a_figure_has_a_caption_and_an_alt_text_that_may_be_folded():
    parsed = page(
        FIGURE.replace("alt: A line", "alt: >-\n  A line\n ").replace("A line.", '"a: b"')
    )
    shown = parsed.cells[0]
    assert (shown.caption, shown.alt) == ("a: b", "A line that rises.")


@pytest.mark.parametrize("marks", ["```", "````", "~~~"])
def test_a_fence_may_have_other_marks(marks):
    (view,) = page(f"{marks}snippet\ncount\n{marks}\n").cells
    assert (view.first, view.last, view.cell) == (0, 2, "count")


def test_a_fence_inside_another_is_not_ours():
    text = "````markdown\n```snippet\ncount\n```\n````\n\n```python\n# %% x\n```\n"
    assert page(text).cells == []
    assert [block.info for block in page(text).of_kind(Code)] == ["markdown", "python"]


def test_a_fence_in_a_list_loses_the_indent_of_the_list():
    (view,) = page("- item\n\n    ```snippet\n    count\n    show: code\n    ```\n").cells
    assert (view.cell, view.parts, view.indent) == ("count", ("code",), "    ")


def test_the_title_is_the_first_heading_that_stands_in_no_fence():
    assert page("```bash\n# no title\n```\n\n# Title\n\n# Another\n").title == "Title"
    assert page("no heading").title == "Some page"
    assert page("---\ntitle: A * b < c\n---\nno heading").title == "A * b < c"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Title #", "Title"),
        ("Title\n===", "Title"),
        ("#   Title {#id .c}", "Title"),
        ("# A `x < y` & *b* **c**", "A x < y & b c"),
        ("# [SciPy](https://x.org) and ![alt](y.png)s", "SciPy and s"),
        ("# Costs \\$5 &amp; {{ 4 = n }}", "Costs $5 & 4"),
        ("# With $\\frac{1}{2} x$ <em>or</em> <all>", "With 1/2 x or <all>"),
        ("# snake_case and 2*3*4", "snake_case and 234"),
    ],
)
def test_a_title_is_what_a_reader_sees(heading, title):
    assert page(f"text\n\n{heading}\n\n# Another\n").title == title


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (SHOWN.format("Two words"), 1, "“Two words”"),
        ("```snippet\n```\n", 1, "expected a cell"),
        (SHOWN.format("../a/b.py#count"), 1, "leads out of snippets/"),
        (SHOWN.format("/etc/b.py#count"), 1, "leads out of snippets/"),
        ("---\nsnippet: ../../b.py\n---\n" + SHOWN.format("count"), 4, "leads out of snippets/"),
        (SHOWN.format("count\nshow: codes"), 3, "not “codes”"),
        (SHOWN.format("count\nshow: ''"), 3, "show takes code, output, figure"),
        (SHOWN.format("count\nshow:"), 3, "show takes code, output, figure"),
        (SHOWN.format("count\nshown: code"), 3, "unknown option “shown”; there is show, cap"),
        (SHOWN.format("count\njust text"), 3, "“name: value”"),
        (SHOWN.format("count\nalt: A line."), 3, "“alt:” belongs to a figure"),
        (SHOWN.format("count\ncaption: A line."), 3, "“caption:” belongs to a figure"),
        (FIGURE.replace("alt: A line that rises.\n", ""), 1, "a figure needs “alt:”"),
        (FIGURE.replace("alt: A line that rises.", "alt: ''"), 5, "a figure needs “alt:”"),
        (FIGURE.replace("alt: A line that rises.", "alt:"), 5, "a figure needs “alt:”"),
        (FIGURE.replace("caption: A line.\n", ""), 1, "a figure needs “caption:”"),
        (SHOWN.format("count\nshow: code sound"), 1, "a sound needs “caption:”"),
        (SHOWN.format("count\nshow: sound\ncaption: ''"), 4, "a sound needs “caption:”"),
        (SHOWN.format("count\nshow: sound\ncaption: a\nalt: b"), 5, "“alt:” belongs to a figure"),
        (SHOWN.format("count\nshow: sound figure\ncaption: a"), 1, "in two blocks"),
        (FIGURE.replace("A line that", "A line: it"), 5, "quote the text"),
        (FIGURE.replace("A line that", "{{ 1 = n }} line"), 5, "quote the text"),
        ("text\n\n" + SHOWN.format("count\nshow: codes"), 5, "not “codes”"),
        ("---\nallow: [2-D]\n---\n" + SHOWN.format("count\nshow: codes"), 6, "not “codes”"),
        ("---\nallow: [2-D]\n---\ntext\n```math\nx\n```\n", 5, "“```math {#eq-name}”"),
        ("```math {#triangle}\nx\n```\n", 1, "“```math {#eq-name}”"),
        ("```math {#eq-Big}\nx\n```\n", 1, "lower-case"),
        ("---\ncolour: red\n---\n", 2, "unknown key “colour”; there is allow,"),
        ("---\nallow: [2-D\ntitle: x\n---\n", 3, "not YAML"),
        ("---\n- allow\n---\n", 2, "“name: value”"),
        ("---\nallow: 2-D\n---\n", 2, "“allow”"),
        ("---\nallow: 2\n---\n", 2, "“allow”"),
        ("---\ntimings: {grid: slow()}\n---\n", 2, "“timings”"),
        ("text\n```snippet\ncount\nshow: code\n", 2, "never closed"),
    ],
)
def test_a_fault_in_a_page_is_reported_with_its_line(text, line, expected):
    message = complaint(text)
    assert message.startswith(f"docs/a/some-page.md:{line}: ")
    assert expected in message


@pytest.mark.parametrize("info", ["math{#eq-triangle}", "snippets", "Snippet", "snippet{.wide}"])
def test_a_fence_that_is_almost_ours_is_not_shown_as_code(convert, info):
    assert f"```{info.split('{')[0]}" in convert(f"text\n\n```{info}\ncount\n```\n").problem


def test_lines_end_alike_on_every_system():
    parsed = page("---\r\nallow: [2-D]\r\n---\r\ntext\r\n\r\n```snippet\r\ncount\r\n```\r\n")
    assert parsed.offset == 3
    (view,) = parsed.of_kind(CellView)
    assert (parsed.line(view.first), view.cell) == (6, "count")


@pytest.mark.parametrize("blank", ["\x0c", "\x85", "\u2028"])
def test_lines_are_those_that_an_editor_counts(blank):
    parsed = page(f"a{blank}b\n" + SHOWN.format("count"))
    assert parsed.line(parsed.cells[0].first) == 2


def test_a_page_that_is_not_utf8_is_reported_and_the_others_are_read(library):
    loaded = library({"docs/a/page.md": b"# Caf\xe9\n", "docs/a/other.md": "# Tea\n"})
    (problem,) = loaded.problems
    assert str(problem).startswith("docs/a/page.md:1: ")
    assert "byte 5" in str(problem)
    assert list(loaded.pages) == ["a/other.md"]


def test_a_byte_order_mark_hides_no_front_matter(library):
    loaded = library({"docs/a/page.md": "\ufeff---\nallow: [2-D]\n---\n# Tea\n"})
    assert loaded.pages["a/page.md"].front.allow == ("2-D",)
