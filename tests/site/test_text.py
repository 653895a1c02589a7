"""The Markdown versions of the pages: whole, plain, and linked to each other."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from recipes.reading.snippet import single_spaced

HERE = "https://here/"
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
FENCE = re.compile(r"^(?P<marks>`{3,})(?P<kind>.*)\n(?P<text>(?:.*\n)*?)(?P=marks)$", re.M)
OURS = re.compile(r"\{\{|^```(snippet|math|tests|recipes|drift)\b|^</?div|\{ ?\.md-", re.M)


def texts(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*.md")):
        yield file.relative_to(site).as_posix(), file.read_text(encoding="utf-8")


def test_every_page_of_ours_has_a_text_and_names_it(
    site: Path, html: Callable[[str], BeautifulSoup], addresses: list[str]
) -> None:
    written = [one for one in addresses if one != "404.html" and not one.endswith("/notebook/")]
    assert len(written) > 10
    for address in written:
        link = html(address).find("link", rel="alternate", type="text/markdown")
        assert link is not None, address
        path = urljoin(HERE + address, str(link["href"])).removeprefix(HERE)
        text = (site / path).read_text(encoding="utf-8")
        assert text.startswith(f"# {html(address).h1.get_text().removesuffix('¶')}")


def test_a_text_has_nothing_that_only_our_pages_know(site: Path) -> None:
    for path, text in texts(site):
        plain = re.sub(r"````+.*?````+", "", text, flags=re.S)  # a page shown on a page
        plain = re.sub(r"^```py.*?^```$", "", plain, flags=re.S | re.M)  # code that writes one
        assert not OURS.findall(plain), path


@pytest.fixture(scope="module")
def listed(site: Path, site_url: str) -> str:
    """The list of texts, whose links are whole where the site knows its address."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert f"]({site_url}" in text
    return text.replace(f"]({site_url}", "](")


def test_every_link_of_a_text_leads_somewhere(site: Path, listed: str) -> None:
    followed = 0
    for path, text in [*texts(site), ("llms.txt", listed)]:
        for target in LINK.findall(FENCE.sub("", text)):
            found = urljoin(HERE + path, target).removeprefix(HERE).partition("#")[0]
            assert (site / found).is_file() or (site / found / "index.html").is_file(), path
            followed += 1
    assert followed > len([*texts(site)])


def test_a_text_shows_the_code_the_outputs_and_the_numbers_of_its_page(
    site: Path, recipe: str, html: Callable[[str], BeautifulSoup]
) -> None:
    page = html(recipe)
    text = (site / f"{recipe.rstrip('/')}.md").read_text(encoding="utf-8")
    printed = [match["text"] for match in FENCE.finditer(text) if match["kind"] == "text"]
    assert printed == [one.get_text() + "\n" for one in page.select(".output pre")]
    shown = [
        one.get_text()
        for one in page.select(".highlight code")
        if one.find_parent("details", class_="test-code") is None
        and one.find_parent("details", class_="cite") is None
    ]
    code = [match["text"] for match in FENCE.finditer(text) if match["kind"] == "python"]
    assert [single_spaced(one) for one in code] == shown
    for fact in page.select("article p:not(.legend) .fact"):
        assert fact.get_text() in " ".join(text.split())
    for picture in page.select("figure img.only-light"):
        assert str(picture["src"]).lstrip("./") in text


def test_the_list_of_texts_names_every_page_once(site: Path, listed: str) -> None:
    assert listed.startswith("# SciPy by Example\n\n> ")
    assert sorted(LINK.findall(listed)) == sorted(path for path, _ in texts(site))


def test_the_citation_file_says_what_its_form_requires(root: Path) -> None:
    """The keys that https://citation-file-format.github.io requires, and the project's version."""
    found = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert found["cff-version"] == "1.2.0"
    assert found["message"] and found["title"] and found["authors"]
    assert found["type"] in {"software", "dataset"}
    assert f'version = "{found["version"]}"' in (root / "pyproject.toml").read_text("utf-8")


def test_a_recipe_says_how_it_is_cited(html: Callable[[str], BeautifulSoup], recipe: str) -> None:
    text, bibtex = (form.get_text() for form in html(recipe).select("details.cite code"))
    title = html(recipe).h1.get_text().removesuffix("¶")
    assert title in text and title in bibtex
    assert bibtex.startswith("@misc{scipy-by-example-")
