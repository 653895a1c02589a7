"""What is wrong with a page is reported with its path and line, all of it at once."""

import pytest

SNIPPET = "```snippet\n{}\n```\n"
FIGURE = "```snippet\npicture\nshow: figure\ncaption: {}\nalt: {}\n```\n"
FRONT = "---\nallow: [2-D]\n---\n"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("text\n\n" + SNIPPET.format("circle"), 3, "no cell “circle”; there is count, silent,"),
        ("text\n\n" + SNIPPET.format("b/no.py#count"), 3, "there is no snippets/b/no.py"),
        (SNIPPET.format("count\nshow: figure\ncaption: c\nalt: a"), 1, "draws no figure"),
        (SNIPPET.format("silent\nshow: output"), 1, "prints nothing"),
        ("a\n\n{{ 4 = corner }}\n", 3, "do you mean corners?"),
        ("a\n{{ 5 = corners }}\n", 2, "the page says 5 but corners is 4"),
        ("a\n{{ 0.34 = third }}\n", 2, "recipe facts --fix"),
        ("a\n{{ corners }}\n", 2, "expected {{ number = name }}, not “{{ corners }}”"),
        ("a\n{{ many = corners }}\n", 2, "“many” is no number"),
        ("a\n{{ 4 = timing.grid }}\n", 2, "recipe bench --timings"),
        (FRONT + "In 2-D.\n\n{{ 5 = corners }}\n", 6, "the page says 5"),
        ("a\n\nIt has 4 corners.\n", 3, "“4” is a number that nothing proves"),
        ("a\n\nIt has four corners.\n", 3, "write {{ four = name }}"),
        ("a\n\n## The 4 corners\n", 3, "“4”"),
        ("- a\n- b\n- 4 corners\n", 3, "“4”"),
        ("| a | b |\n|---|---|\n| c | 4 |\n", 3, "“4”"),
        ("a\n" + FIGURE.format("The 4 corners.", "A line."), 2, "“4”"),
        ("a\n" + FIGURE.format("A line.", "The 4 corners."), 2, "“4”"),
        ("a\n" + FIGURE.format("A line.", "The {{ 5 = corners }} corners."), 2, "the page says 5"),
        (FRONT.replace("2-D", "2-D, 3-D") + "In 2-D.\n", 2, "“3-D” is allowed"),
        ("a\n\n$$\nx\n$$\n", 3, "“```math {#eq-name}”, not “$$”"),
        ("a\n\n$$ x^2 + 5 $$ b\n", 3, "“```math {#eq-name}”, not “$$”"),
        ("a\n\n\\[ x^2 \\] b\n", 3, "“```math {#eq-name}”, not “\\[”"),
        ("a\n\n\\( x^2 \\) b\n", 3, "“$...$”, not “\\(”"),
        ("a\n\n{{ 4 = corners\n\nb\n", 3, "it ends with “}}”"),
        ("a\n\n{{ corners = 4 }}\n", 3, "the number stands first: “{{ 4 = corners }}”"),
        ("a\n\n{{ 2 = corners / 2 }}\n", 3, "give the expression a name"),
        ("a\n\n{{ 4 = _corners }}\n", 3, "begins with “_”"),
        ('a\n\n{{ 4 = sides["a b"] }}\n', 3, "an index is an integer"),
        ("a\n\n{{ 4 \\cdot 10^2 = corners }}\n", 3, "write the exponent"),
        ("a\n\n[b](c.md?{{ 4 = corners }})\n", 3, "cannot stand in a link's address"),
        ("a\n\n<b title='{{ 4 = corners }}'>c</b>\n", 3, "cannot stand in a link's address"),
        ("a\n\n![{{ 4 = corners }} corners](b.png)\n", 3, "in the description of a picture"),
        ("a\n\n![the $x$ axis](b.png)\n", 3, "in the description of a picture"),
        ("---\nallow: [1,001]\n---\nIt has 1.\n", 2, 'write “"1,001"” in quotes'),
        ("a `$$`\n\n$$\nx\n$$\n", 3, "not “$$”"),
        ("a\n```tests\n```\n", 2, "there is no test in tests/a/test_page.py"),
        ("a\n```math\nx\n```\n", 2, "expected “```math {#eq-name}”"),
    ],
)
def test_a_fault_is_reported_with_its_line(convert, text, line, expected):
    problem = convert(f"{text}\n{SNIPPET.format('count')}").problem
    assert problem.startswith(f"docs/a/page.md:{line}: ")
    assert expected in problem


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("a\n\n```math {#eq-a}\nx + y\n\\frac{1}{\\foo}\n```\n", 5, ("\\frac{1}{\\foo}", 9)),
        ("```math {#eq-a}\n\\frac{1}\n```\n", 2, ("\\frac{1}", 8)),
        ("```math {#eq-a}\n\\frac{1}{2\n\n```\n", 2, ("\\frac{1}{2", 10)),
        (FRONT + "In 2-D.\n\nand $x + \\foo$\n", 6, ("x + \\foo", 4)),
        ("`$\\foo$`\n\nand $\\foo$\n", 3, ("\\foo", 0)),
        ("- a\n\n    and $x\n    + \\foo$\n", 4, ("+ \\foo", 2)),
    ],
)
def test_broken_tex_is_shown_with_a_caret(convert, text, line, shown):
    problem = convert(text).problem
    source, column = shown
    head, *detail = problem.splitlines()
    assert head.startswith(f"docs/a/page.md:{line}: broken TeX: ")
    assert [row[4:] for row in detail] == [source, " " * column + "^"]


def test_broken_tex_in_a_folded_caption_is_reported_with_its_fence(convert):
    text = "a\n" + FIGURE.format(">-\n  A line $x\n  + \\foo$.", "A line.")
    line = int(convert(text).problem.split(":")[1])
    assert 2 <= line <= 8


def test_an_empty_equation_is_a_fault(convert):
    assert convert("a\n\n```math {#eq-a}\n```\n").problem.startswith("docs/a/page.md:3: ")


def test_two_equations_of_one_name_are_a_fault(convert):
    problem = convert("```math {#eq-a}\nx\n```\n\n```math {#eq-a}\ny\n```\n").problem
    assert problem.startswith(("docs/a/page.md:1: ", "docs/a/page.md:5: "))
    assert "two equations “eq-a”" in problem


def test_all_faults_of_a_page_are_reported(convert):
    text = "It has 4.\n\n{{ 5 = corners }} $1 + \\foo$\n\n" + SNIPPET.format("no")
    problems = convert(text).problems
    assert sorted(problem.line for problem in problems) == [1, 3, 3, 5]


def test_a_fault_is_shown_in_its_place_as_text(convert):
    html = convert("$\\foo <b>$\n\n" + SNIPPET.format("<script>")).html
    assert html.count('role="alert"') == 1
    assert "<b>" not in html
    assert "<script>" not in html


def test_a_snippet_that_fails_is_reported_where_the_page_shows_it(convert):
    page = "a\n\n" + SNIPPET.format("a")
    converted = convert(page, '"""Divide."""\n\n# %% a\nx = 1\n1 / 0\n')
    (failed,) = (str(problem) for problem in converted.problems)
    assert failed.startswith("snippets/a/page.py:5: raised ZeroDivisionError")
    assert "shown by docs/a/page.md:3" in failed
    assert "ZeroDivisionError" in converted.html


def test_a_snippet_that_is_not_utf8_is_reported_where_the_page_shows_it(library):
    files = {"docs/a/page.md": SNIPPET.format("a"), "snippets/a/page.py": b'"""\xe9"""\n'}
    (problem,) = library(files).problems
    assert str(problem).startswith("snippets/a/page.py:1: is not UTF-8")
    assert "shown by docs/a/page.md:1" in str(problem)


def test_a_page_may_state_what_it_does_not_show(convert):
    """A chapter's page names the snippet in its front matter, and shows none of it."""
    front = "---\nsnippet: a/page.py\n---\n"
    assert convert(front + "It has {{ 4 = corners }} corners.\n").problems == []


def test_a_test_that_is_not_python_is_a_fault(convert):
    problem = convert("a\n```tests\n```\n", **{"tests/a/test_page.py": "x = 1\ndef\n"}).problem
    assert problem.startswith("tests/a/test_page.py:2: ")


@pytest.mark.parametrize(
    "text",
    ["In 2-D.\n" + FIGURE.format("A line.", "A line."), FIGURE.format("In 2-D.", "It is 2-D.")],
)
def test_what_the_front_matter_allows_is_no_fault(convert, text):
    assert convert(FRONT + text).problems == []
