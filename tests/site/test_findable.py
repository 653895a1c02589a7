"""What search engines, and people whom a link led astray, find."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

PREFIX = "/some/prefix/"


class Handler(SimpleHTTPRequestHandler):
    """A host that shows the site below a prefix, and 404.html for all that is not there."""

    def log_message(self, *args: object) -> None:
        pass

    def send_error(self, code: int, *args: object, **named: object) -> None:
        page = Path(self.directory, PREFIX.strip("/"), "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[tuple[str, Path]]:
    """The site built for an address below a prefix, and served there."""
    folder = tmp_path_factory.mktemp("hosted")
    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        address = f"http://127.0.0.1:{serving.server_port}{PREFIX}"
        site = folder / PREFIX.strip("/")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(site)]
        quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        environment = {**os.environ, **quiet, "SITE_URL": address}
        subprocess.run(command, cwd=root, env=environment, check=True)
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield address, site
        serving.shutdown()
        thread.join()


def pages(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    for file in sorted(site.rglob("index.html")):
        address = file.parent.relative_to(site).as_posix()
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        yield "" if address == "." else f"{address}/", soup


def content(soup: BeautifulSoup, **named: str) -> str:
    found = soup.find("meta", attrs=named)
    assert found is not None, named
    return str(found["content"])


def test_every_page_has_a_title_and_a_description_of_its_own(site: Path) -> None:
    titles, descriptions = set(), set()
    for address, soup in pages(site):
        assert soup.title is not None
        title, description = soup.title.get_text(), content(soup, name="description")
        assert 10 <= len(title) <= 100, address
        assert 50 <= len(description) <= 200, (address, description)
        assert title not in titles and description not in descriptions, address
        titles.add(title)
        descriptions.add(description)


def test_what_a_page_tells_of_itself_exists(hosted: tuple[str, Path]) -> None:
    address, site = hosted
    for path, soup in pages(site):
        canonical = soup.find("link", rel="canonical")
        assert canonical is not None and canonical["href"] == address + path
        assert content(soup, property="og:url") == address + path
        assert content(soup, property="og:description") == content(soup, name="description")
        if path.endswith("notebook/"):
            continue
        image = content(soup, property="og:image")
        assert (site / image.removeprefix(address)).is_file()
        script = soup.find("script", type="application/ld+json")
        assert script is not None and script.string is not None
        said = json.dumps(json.loads(script.string))
        found = re.findall(rf"{re.escape(address)}[^\"]*", said)
        assert found
        for one in found:
            file = site / one.removeprefix(address)
            assert file.is_file() or (file / "index.html").is_file(), one


def test_the_map_of_the_site_has_all_pages_and_no_dates(hosted: tuple[str, Path]) -> None:
    address, site = hosted
    text = (site / "sitemap.xml").read_bytes()
    spaced = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [one.text for one in ElementTree.fromstring(text).findall("s:url/s:loc", spaced)]
    assert sorted(map(str, found)) == sorted(address + path for path, _ in pages(site))
    assert b"lastmod" not in text
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text
    assert f"Sitemap: {address}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_a_site_that_does_not_know_its_address_claims_none(site: Path) -> None:
    assert not (site / "robots.txt").exists()
    for address, soup in pages(site):
        assert soup.find("link", rel="canonical") is None, address
        assert soup.find("meta", property="og:image") is None


@pytest.mark.browser
def test_all_of_a_page_loads_below_a_prefix(
    hosted: tuple[str, Path], browser: Browser, recipe: str
) -> None:
    page = browser.new_page()
    lost: list[str] = []
    page.on("response", lambda answer: lost.append(answer.url) if answer.status >= 400 else None)
    page.goto(hosted[0] + recipe, wait_until="networkidle")
    page.locator("nav.take-away a").first.click(modifiers=["Alt"], trial=True)
    page.locator(".md-path a").first.click()
    page.wait_for_url(hosted[0])
    page.wait_for_load_state("networkidle")
    assert lost == []
    page.close()


@pytest.fixture
def astray(hosted: tuple[str, Path], browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def go(path: str, **options: bool) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(hosted[0] + path)
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
    astray: Callable[..., Page], recipes: dict[str, str]
) -> None:
    page = astray("nothing/at/all", java_script_enabled=False)
    links = {str(one.get_attribute("href")) for one in page.locator(".all-pages a").all()}
    assert {f"{PREFIX}{address}" for address in recipes} <= links
    assert not page.get_by_role("button", name="Search the recipes").is_visible()
    page.locator(".all-pages a").first.click()
    assert page.locator("h1").inner_text() != "This page is not here"
