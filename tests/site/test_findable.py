"""What search engines, and people whom a link led astray, find."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

Pages = list[tuple[str, BeautifulSoup]]


@pytest.fixture(scope="module")
def pages(html: Callable[[str], BeautifulSoup], addresses: list[str]) -> Pages:
    """All pages by their addresses, but for the one that has none."""
    return [(address, html(address)) for address in addresses if address != "404.html"]


def content(soup: BeautifulSoup, **named: str) -> str:
    found = soup.find("meta", attrs=named)
    assert found is not None, named
    return str(found["content"])


def test_every_page_has_a_title_and_a_description_of_its_own(pages: Pages) -> None:
    titles, descriptions = set(), set()
    for address, soup in pages:
        assert soup.title is not None
        title, description = soup.title.get_text(), content(soup, name="description")
        assert 10 <= len(title) <= 100, address
        assert 50 <= len(description) <= 200, (address, description)
        assert title not in titles and description not in descriptions, address
        titles.add(title)
        descriptions.add(description)


def test_what_a_page_says_of_itself_exists(site: Path, site_url: str, pages: Pages) -> None:
    for path, soup in pages:
        canonical = soup.find("link", rel="canonical")
        assert canonical is not None and canonical["href"] == site_url + path
        assert content(soup, property="og:url") == site_url + path
        assert content(soup, property="og:description") == content(soup, name="description")
        if path.endswith("notebook/"):
            continue
        image = content(soup, property="og:image")
        assert (site / image.removeprefix(site_url)).is_file()
        script = soup.find("script", type="application/ld+json")
        assert script is not None and script.string is not None
        said = json.dumps(json.loads(script.string))
        found = re.findall(rf"{re.escape(site_url)}[^\"]*", said)
        assert found
        for one in found:
            file = site / one.removeprefix(site_url)
            assert file.is_file() or (file / "index.html").is_file(), one


def test_the_map_of_the_site_has_all_pages_and_no_dates(
    site: Path, site_url: str, pages: Pages
) -> None:
    text = (site / "sitemap.xml").read_bytes()
    spaced = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [one.text for one in ElementTree.fromstring(text).findall("s:url/s:loc", spaced)]
    assert sorted(map(str, found)) == sorted(site_url + path for path, _ in pages)
    assert b"lastmod" not in text
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text
    assert f"Sitemap: {site_url}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


@pytest.mark.browser
def test_the_path_above_a_page_leads_to_the_first_page(
    opened: Callable[..., Page], server: str
) -> None:
    page = opened("integrate/double-integral/")
    page.locator("nav.take-away a").first.click(modifiers=["Alt"], trial=True)
    page.locator(".md-path a").first.click()
    page.wait_for_url(server)


@pytest.fixture
def astray(server: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def go(path: str, **options: bool) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(server + path)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.browser
def test_a_wrong_address_leads_to_the_pages_near_to_it(astray: Callable[..., Page]) -> None:
    page = astray("linalg/svd-compresion/deeper")
    page.locator(".near a").first.click()
    page.wait_for_url("**/some/prefix/linalg/**")
    page.get_by_role("heading", name="This page is not here").wait_for(state="detached")


@pytest.mark.browser
def test_a_wrong_address_can_be_searched_from(astray: Callable[..., Page]) -> None:
    page = astray("nothing/at/all")
    page.get_by_role("button", name="Search the recipes").click()
    page.keyboard.type("edges")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/some/prefix/*/*/**")


@pytest.mark.browser
def test_a_wrong_address_lists_all_pages_without_a_script(
    astray: Callable[..., Page], server: str, recipes: dict[str, str]
) -> None:
    prefix = urlsplit(server).path
    page = astray("nothing/at/all", java_script_enabled=False)
    links = {str(one.get_attribute("href")) for one in page.locator(".all-pages a").all()}
    assert {f"{prefix}{address}" for address in recipes} <= links
    assert not page.get_by_role("button", name="Search the recipes").is_visible()
    page.locator(".all-pages a").first.click()
    assert page.locator("h1").inner_text() != "This page is not here"
