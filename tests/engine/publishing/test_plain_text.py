"""Titles, descriptions and headings are plain text wherever they go, and escaped there once."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from recipes import publishing

THEME = Path(publishing.__file__).parent / "theme"
MKDOCS = """
site_name: A <b>site</b> & "more"
site_description: About <things> & "quotes"
site_url: https://site.example/
theme: {name: material, custom_dir: THEME, font: false, features: [navigation.footer]}
plugins: [search, recipes]
markdown_extensions: [attr_list, admonition, md_in_html, tables, {toc: {permalink: true}}]
nav:
  - Home & "all": index.md
  - A <i>chapter</i>:
      - a/code.md
      - a/closed.md
      - a/underlined.md
      - a/no-title.md
      - a/equations.md
validation: {anchors: warn, links: {anchors: warn}}
"""
FRONT = '---\ndescription: "A < b & \\"c\\" by {{ 4 = corners }} $x$"\nsnippet: a/one.py\n---\n'
DOCS = {
    "index.md": "# Home\n\n[It](a/equations.md#eq-sum), "
    "[that](a/equations.md#with-alpha_1-and-code).\n",
    "a/code.md": FRONT
    + '# Use `a < b` & "quotes" in *titles* {#own-id}\n\nIt costs \\$5 or \\$10.\n',
    "a/closed.md": "# Closed title #\n\nText.\n\n# Another\n",
    "a/underlined.md": "An underlined *title*\n=====\n\nText.\n\nPart\n----\n\nMore.\n",
    "a/no-title.md": "Text without a heading.\n",
    "a/equations.md": "# Sums\n\n```math {#eq-sum}\n1 + 1 = 2\n```\n\nSee [it](#eq-sum).\n\n"
    "## With $\\alpha_1$ and `code`\n\nText.\n",
}
TITLES = {
    "a/code": 'Use a < b & "quotes" in titles',
    "a/closed": "Closed title",
    "a/underlined": "An underlined title",
    "a/no-title": "No title",
    "a/equations": "Sums",
}
FRONT_MATTER = {"a/code.md": ["5", "10"]}


@pytest.fixture(scope="module")
def built(make_project, tmp_path_factory):
    scratch = make_project(tmp_path_factory.mktemp("plain"))
    scratch.write("mkdocs.yml", MKDOCS.replace("THEME", str(THEME)))
    scratch.write("snippets/a/one.py", "corners = 4\nprint(corners)\n")
    for path, text in DOCS.items():
        allowed = "".join(f'"{word}", ' for word in FRONT_MATTER.get(path, []))
        text = text.replace("---\n", f"---\nallow: [{allowed}]\n", 1) if allowed else text
        (scratch.root / "docs" / path).parent.mkdir(exist_ok=True)
        (scratch.root / "docs" / path).write_text(text)
    build = scratch.build("--strict")
    assert build.code == 0, build.said
    return scratch


def soup(built, page):
    return BeautifulSoup(built.html(page), "html.parser")


@pytest.mark.parametrize("page", TITLES)
def test_a_title_is_the_same_text_in_the_head_the_navigation_and_the_lists(built, page):
    title = TITLES[page]
    html = soup(built, page)
    assert html.title.get_text() == f'{title} - A <b>site</b> & "more"'
    assert html.find("meta", property="og:title")["content"] == title
    links = [" ".join(a.get_text().split()) for a in html.select(".md-nav--primary .md-nav__link")]
    assert title in links
    things = json.loads(html.find("script", type="application/ld+json").string)["@graph"]
    assert things[0]["name"] == title
    (line,) = (
        one
        for one in (built.root / "site/llms.txt").read_text().split("\n")
        if f"/{page}.md" in one
    )
    assert line.startswith(f"- [{title}](")


def test_a_description_is_plain_text_in_every_attribute(built):
    html = soup(built, "a/code")
    said = 'A < b & "c" by 4 $x$'
    assert html.find("meta", attrs={"name": "description"})["content"] == said
    assert html.find("meta", property="og:description")["content"] == said
    assert said in (built.root / "site/llms.txt").read_text()


def test_names_in_the_configuration_are_plain_text_too(built):
    html = soup(built, "a/closed")
    links = [" ".join(one.get_text().split()) for one in html.select(".md-nav__link, label")]
    assert 'Home & "all"' in links
    assert "A <i>chapter</i>" in links
    assert html.find("meta", property="og:site_name")["content"] == 'A <b>site</b> & "more"'
    before = html.select_one(".md-footer__link--prev")
    assert before["aria-label"].endswith(TITLES["a/code"])


def test_an_escaped_dollar_is_a_dollar(built):
    assert "It costs $5 or $10." in soup(built, "a/code").get_text()


def test_a_link_to_an_equation_holds_also_from_another_page(built):
    """The strict build asks for each anchor."""
    assert soup(built, "a/equations").find(id="eq-sum")
    assert soup(built, ".").find("a", href="a/equations/#eq-sum")


def test_a_heading_is_called_by_its_words_and_by_what_a_person_types_for_tex(built):
    html = soup(built, "a/equations")
    heading = html.h2
    assert heading["id"] == "with-alpha_1-and-code"
    link, *_ = html.select('.md-nav--secondary a[href="#with-alpha_1-and-code"]')
    assert " ".join(link.get_text().split()) == "With alpha_1 and code"


def test_the_id_of_a_heading_counts_no_formulas(convert):
    """Nor does it depend on what stands above, or on the builder that puts formulas in later."""
    heading = "## With $\\alpha_1$ and `code` of $x$\n"
    for before in ("", "$a + b$ and $c$.\n\n"):
        for late in (None, {}):
            html = convert(f"# T\n\n{before}{heading}", late=late).html
            assert re.search(r'<h2 [^>]*id="([^"]*)"', html)[1] == "with-alpha_1-and-code-of-x"


def test_a_page_that_cannot_be_read_is_reported_with_the_others(scratch):
    """MkDocs itself never reads it."""
    (scratch.root / "docs/bad.md").write_bytes(b"# Tea\n\nCaf\xfc\n")
    scratch.write("docs/front.md", "---\na: &a [*a]\n---\n# F\n")
    build = scratch.build()
    assert build.code == 1 and "Traceback" not in build.said
    assert "docs/bad.md:3: is not UTF-8 (byte 10); save it as UTF-8" in build.said
    assert "docs/front.md:2: the front matter has an anchor or an alias" in build.said
