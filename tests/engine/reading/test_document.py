"""A page is blocks that cover its lines; what would be lost or shown as text is a fault."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from recipes.checking import page_checks
from recipes.reading import prose
from recipes.reading.document import Code, Comment, Equation, Faulty, Prose
from recipes.reading.page import parse

ROOT = Path(__file__).resolve().parents[3]
PAGES = [file for file in (ROOT / "docs").rglob("*.md") if "_engine" not in file.parts]


def page(text):
    return parse("a/page.md", text)


def faults(text):
    return [str(problem) for problem in page(text).faults()]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_the_blocks_of_a_page_cover_its_lines_once(file):
    parsed = parse("page.md", file.read_text(encoding="utf-8"))
    covered = [n for block in parsed.blocks for n in range(block.first, block.last + 1)]
    assert covered == list(range(parsed.body.count("\n") + 1))


@pytest.mark.parametrize("marks", ["```", "~~~~"])
@pytest.mark.parametrize(
    "info", ["math {#eq-a}", "snippet", "tests", "recipes", "drift", "python", ""]
)
@pytest.mark.parametrize(
    "behind", ["x\n", "x\n\nIt has 5 corners.\n", "x\n\n```snippet\ncount\n```\n", ""]
)
def test_a_block_that_is_never_closed_is_a_fault(marks, info, behind):
    """Whatever stands below it: nothing of that is published as the block's content."""
    behind = behind.replace("```", marks)
    (fault, *_) = faults(f"text\n\n{marks}{info}\n{behind}")
    assert fault.startswith("docs/a/page.md:3: the block is never closed")


def test_a_block_ends_at_the_latest_with_the_list_that_it_stands_in():
    (fault,) = faults("- a\n\n    ```math {#eq-a}\n    x\n\nIt has 5.\n\n- b\n\n    ```\n    ```\n")
    assert fault.startswith("docs/a/page.md:3: the block is never closed")


@pytest.mark.parametrize("kind", ["snippet", "math {#eq-a}", "tests", "{.snippet}", "{math}"])
@pytest.mark.parametrize(
    "mark", ["> ", ">", "> > ", "- > ", "- ", "1. ", "* ", "    > ", ":   ", "[^1]: "]
)
def test_a_block_behind_a_mark_of_a_quote_or_a_list_is_a_fault(kind, mark):
    text = f"- a\n\n{mark}```{kind}\n{mark}count\n{mark}```\n"
    (fault, *_) = faults(text)
    assert fault.startswith("docs/a/page.md:3: “```")
    assert "in a quote; take it out" in fault or "put it below" in fault


@pytest.mark.parametrize(
    "info", ["{snippet}", "{math}", "{.snippet}", "{ .math #eq-a }", "Snippet", "snippets", "Math"]
)
def test_a_block_by_almost_its_name_is_a_fault_with_the_name_that_is_meant(info):
    (fault,) = faults(f"a\n\n```{info}\ncount\n```\n")
    assert fault.startswith(f"docs/a/page.md:3: “```{info}” is no block of ours; do you mean")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```snippet two\n```\n", "“two” stands behind “```snippet”"),
        ("```tests all\n```\n", "“all” stands behind"),
        ("```recipes\nmore\n```\n", "“```recipes” holds nothing"),
        ("```python a b\nx\n```\n", "is no language with options"),
        ("a <!-- never closed\n\n5\n", "this comment is never closed"),
        ("<!-- never closed\n\n5\n", "this comment is never closed"),
        ("<!--\na\n--> It has 5.\n", "text stands behind a comment"),
        ("---\nallow: [2-D]\n\nText.\n", "the front matter is never closed"),
    ],
)
def test_what_would_be_lost_or_shown_as_text_is_a_fault(text, complaint):
    try:
        (found,) = faults(text)
    except Exception as error:
        found = str(error)
    assert found.startswith("docs/a/page.md:1: ")
    assert complaint in found


@pytest.mark.parametrize(
    "text",
    [
        "text ```snippet\ncount\n```\n",
        "text ```{math}\nx\n``` more\n",
        "text ```tests\n",
        "| ```snippet\n",
    ],
)
def test_a_block_that_begins_within_a_line_is_a_fault(text):
    (fault,) = {fault for fault in faults(text) if fault.startswith("docs/a/page.md:1: ")}
    assert "begins a block, which stands on lines of its own" in fault


def test_words_about_blocks_are_words():
    assert faults("Write ```` ```snippet ````, or ``` ```math ``` and `` ```tests ``.\n") == []


def test_a_block_in_indented_code_is_a_fault():
    (fault,) = faults("text\n\n    ```snippet\n    count\n    ```\n")
    assert fault.startswith("docs/a/page.md:3: “```snippet” stands in indented code")


def test_what_is_in_a_comment_is_no_part_of_the_page():
    parsed = page("a\n\n<!--\n```snippet\ncount\n```\n-->\n\nb <!-- {{ 9 = x }} $y$ 5 -->\n")
    assert [type(block) for block in parsed.blocks] == [Prose, Comment, Prose]
    assert list(parsed.faults()) == []
    assert [*prose.stated(parsed.sentences), *prose.formulas(parsed.sentences)] == []
    assert prose.bare_numbers(parsed.sentences) == ([], set())


@pytest.mark.parametrize("indent", ["    ", "\t", "   ", ""])
def test_a_block_may_stand_in_a_list_by_blanks_or_by_a_tab(indent):
    (equation,) = page(f"- a\n\n{indent}```math {{#eq-a}}\n{indent}x\n{indent}```\n").of_kind(
        Equation
    )
    assert (equation.label, equation.tex) == ("a", "x")


LINES = st.lists(
    st.sampled_from(
        [
            "", "", "word 5", "    word 5", "        word 5", "- item 5", "    - item 5",
            "1. item 5", "# Title 5", "    # Title 5", "> quote 5", "!!! note", "      word 5",
            "  word 5", "* item", "            word 5", "***",
        ]
    ),
    max_size=12,
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=500, database=None)
@given(LINES)
@example(["word 5", "    # Title 5", "    word 5"])
@example(["- item 5", "", "            word 5", "# Title 5", "    word 5"])
@example(["- item 5", "", "        word 5", "- item 5", "", "        word 5"])
@example(["- item 5", "", "    - item 5", "- item 5", "", "        word 5"])
def test_what_counts_as_code_is_shown_as_code(lines):
    """By Python-Markdown itself: nothing that a reader sees as a sentence goes unchecked."""
    numbered = [line.replace("5", f"N{number}N") for number, line in enumerate(lines)]
    html = Markdown(extensions=["admonition"]).convert("\n".join(numbered))
    shown = " ".join(code.get_text() for code in BeautifulSoup(html, "html.parser").find_all("pre"))
    as_code = " ".join(
        line for block in page("\n".join(numbered)).of_kind(Code) for line in block.lines
    )
    assert set(re.findall(r"N\d+N", as_code)) <= set(re.findall(r"N\d+N", shown))


def test_indented_code_is_code_and_what_is_below_a_list_is_not():
    parsed = page("a\n\n    b 42 {{ x = y }}\n\n- c\n\n    d\n\n        e 43\n\nf\n\n    g 44\n")
    assert [block.lines[0].strip() for block in parsed.of_kind(Code)] == [
        "b 42 {{ x = y }}",
        "e 43",
        "g 44",
    ]


HOSTILE = {
    "formulas": "The row $m$ is one. " * 4_000,
    "facts": "It has {{ 4 = corners }}, {{ more }} than {{ 3 = sides }}. " * 1_500,
    "numbers": "5 " * 4_000,
    "words": "more larger " * 4_000,
    "accents grave": "`" * 150_000,
    "runs of accents grave": " ".join("`" * (n % 300 + 1) for n in range(2000)),
    "comments": "<!-- a -->" * 30_000,
    "open comments": "<!--" * 100_000,
    "dollars": "$a " * 50_000,
    "braces": "{{" * 100_000,
    "brackets": "[a](" * 50_000,
    "TeX brackets": "\\(" * 50_000,
    "tags": "<a " * 100_000,
    "fences": "```\n" * 30_001,
    "quotes": "> ```snippet\n" * 20_000,
    "headings": "# a\n" * 20_000,
    "indents": "".join(f"{' ' * (n % 400)}a\n\n" for n in range(10_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_time(text):
    """Fifty times as long as a page: what grows with the square of that has no end here."""
    parsed = page(text)
    assert parsed.title
    assert len(prose.blanked(parsed.sentences)) == len(parsed.body)
    assert all(problem.message for problem in page_checks.check(parsed, {"corners": 4}))


def test_faults_are_blocks_of_their_own_and_all_of_them_are_reported():
    text = "```math\nx\n```\n\n```snippet\n```\n\na $ b\n"
    assert [block.first for block in page(text).of_kind(Faulty)] == [0, 4]
    assert [fault.split(":")[1] for fault in faults(text)] == ["1", "5", "8"]
