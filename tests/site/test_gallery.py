"""The gallery and the list of functions: all is there, and can be chosen with the keyboard."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

GALLERY, FUNCTIONS = "gallery/", "functions/"
FIRST_VIEW = 120_000  # bytes
LIGHT = 6_000  # bytes of a thumbnail

Parse = Callable[[str], BeautifulSoup]


def test_each_recipe_is_in_the_gallery_with_small_pictures(
    html: Parse, site: Path, recipes: dict[str, str]
) -> None:
    links = html(GALLERY).select(".gallery a")
    assert {str(link["href"]).removeprefix("../") for link in links} == set(recipes)
    for link in links:
        assert link.select_one(".card-title").get_text()  # type: ignore[union-attr]
        images = link.select("img")
        assert [one["class"] for one in images] == [["only-light"], ["only-dark"]]
        for one in images:
            picture = site / GALLERY / str(one["src"])
            assert picture.stat().st_size <= LIGHT
            assert one["loading"] == "lazy" and one["alt"] == ""


def test_each_function_leads_to_its_page_and_its_recipes(
    html: Parse, recipes: dict[str, str]
) -> None:
    rows = html(FUNCTIONS).select("table.functions tbody tr")
    assert len(rows) > 20
    for row in rows:
        name = row.select_one("th code").get_text()  # type: ignore[union-attr]
        address = str(row.select_one("th a")["href"])  # type: ignore[index]
        assert name.startswith("scipy.") and f"/{name}.html" in address
        listed = {str(link["href"]).removeprefix("../") for link in row.select("td a")}
        assert listed and listed <= set(recipes)


def test_what_is_not_shown_is_said(html: Parse) -> None:
    soup = html(FUNCTIONS)
    said = re.search(r"The recipes use (\d+) of these (\d+)", soup.get_text())
    assert said
    missing = soup.select("details .names code")
    none_of = re.search(r"Nothing is shown of ([^.]*\.[^ ]*.*?)\.\s", soup.get_text(), re.S)
    assert none_of and len(missing) < int(said[2]) - int(said[1])


@pytest.mark.browser
def test_chapter_level_and_tag_choose_at_once(opened: Callable[..., Page]) -> None:
    page = opened(GALLERY)
    figures = page.locator(".gallery > li")
    total = figures.count()
    assert page.get_by_role("status").get_by_text(f"{total} figures").is_visible()
    page.get_by_label("Tag").focus()
    page.keyboard.type("images")
    seen = page.locator(".gallery > li >> visible=true")
    tagged = seen.count()
    assert 0 < tagged < total
    assert page.locator(".chosen").inner_text() == f"{tagged} of {total} figures"
    page.get_by_label("Chapter").select_option("signal")
    assert 0 < seen.count() < tagged
    for one in seen.all():
        assert one.get_attribute("data-chapter") == "signal"
        assert "images" in str(one.get_attribute("data-tag")).split("|")
    page.get_by_label("Level").select_option("in depth")
    assert page.locator(".chosen").inner_text() == f"{seen.count()} of {total} figures"
    assert urlsplit(page.url).query == "chapter=signal&level=in+depth&tag=images"
    page.reload()
    assert page.get_by_label("Chapter").input_value() == "signal"
    page.get_by_role("button", name="Show all").press("Enter")
    page.locator(".chosen").get_by_text(f"{total} figures", exact=True).wait_for()
    assert seen.count() == total and not urlsplit(page.url).query


@pytest.mark.browser
def test_without_a_script_all_figures_are_there(opened: Callable[..., Page]) -> None:
    page = opened(GALLERY, java_script_enabled=False)
    assert page.locator("form.choices").is_hidden()
    links = page.locator(".gallery a")
    assert links.count() == page.locator(".gallery a >> visible=true").count() > 10
    assert page.locator(".gallery img >> visible=true").count() == links.count()


@pytest.mark.browser
def test_a_picture_comes_when_it_is_near_and_follows_the_theme(opened: Callable[..., Page]) -> None:
    page = opened(GALLERY, viewport={"width": 360, "height": 640}, color_scheme="dark")
    figures = page.locator(".gallery > li")
    assert figures.last.locator("img").count() == 0
    figures.last.scroll_into_view_if_needed()
    image = figures.last.locator("img >> visible=true")
    image.wait_for()
    assert "-dark.webp" in str(image.get_attribute("src"))
    page.wait_for_load_state("networkidle")
    assert image.evaluate("one => one.complete && one.naturalWidth > 0")


@pytest.mark.browser
@pytest.mark.parametrize("width", [412, pytest.param(1280, marks=pytest.mark.long)])
@pytest.mark.parametrize("address", [GALLERY, FUNCTIONS])
def test_the_first_view_is_light(
    opened: Callable[..., Page],
    server: str,
    sent: Callable[[str], bytes],
    address: str,
    width: int,
) -> None:
    """With the thumbnails that it shows."""
    page = opened("404.html", alone=True, viewport={"width": width, "height": 900})
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(server + address)
    page.wait_for_load_state("networkidle")
    sizes = {url: len(sent(urlsplit(url.removeprefix(server)).path)) for url in asked}
    assert sum(sizes.values()) <= FIRST_VIEW, sorted(sizes.items(), key=lambda one: -one[1])
    assert any(url.endswith(".webp") for url in asked) == (address == GALLERY)
