"""The page that finds the function for a task, as readers use it."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

FINDER = "finder/"
MORE = 60_000  # bytes more than an ordinary page, at first view
NARROW = {"width": 360, "height": 740}
Open = Callable[..., Page]


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="I want to")


def answers(page: Page) -> Locator:
    return page.locator("#finder-answers > li")


def test_other_pages_fetch_nothing_of_the_finder(site: Path) -> None:
    fetching = re.compile(r'(?:src|href)="[^"]*(?:ranking|finder)\.(?:js|css)"')
    pages = {
        file.relative_to(site).as_posix()
        for file in site.rglob("*.html")
        if fetching.search(file.read_text(encoding="utf-8"))
    }
    assert pages == {"finder/index.html"}


def test_each_task_and_each_pair_leads_to_a_row_of_the_page(
    html: Callable[[str], BeautifulSoup],
) -> None:
    soup = html(FINDER)
    rows = {str(row["id"]) for row in soup.select(".finder-tasks tbody tr")}
    assert len(rows) >= 350
    led = {str(link["href"]).removeprefix("#") for link in soup.select(".finder-pairs a")}
    assert led <= rows and len(led) > 300


def test_each_recipe_is_found_by_the_functions_that_it_begins_with(
    html: Callable[[str], BeautifulSoup], recipes: dict[str, str]
) -> None:
    soup = html(FINDER)
    led = {str(link["href"]) for link in soup.select(".finder-tasks td:last-child a")}
    assert {f"../{address}" for address in recipes} <= led


@pytest.mark.browser
def test_the_first_view_is_little_heavier_than_that_of_another_page(
    opened: Open, sent: Callable[[str], bytes], server: str
) -> None:
    def weight(address: str) -> int:
        page = opened("404.html", alone=True)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server + address, wait_until="networkidle")
        sizes = [len(sent(urlsplit(url.removeprefix(server)).path)) for url in asked]
        assert len(sizes) > 3
        return sum(sizes)

    assert weight(FINDER) <= weight("how-it-works/") + MORE


@pytest.mark.browser
def test_answers_come_while_one_types(opened: Open) -> None:
    page = opened(FINDER)
    box(page).press_sequentially("solve a stiff od")
    first = answers(page).first
    expect(first).to_contain_text("solve a stiff system of ODEs")
    expect(first.locator("a.scipy")).to_have_text("scipy.integrate.solve_ivp")
    expect(page.get_by_role("search", name="Tasks").get_by_role("status")).to_have_text(
        re.compile(r"\d answers?")
    )
    box(page).fill("qwxz vbnmk")
    expect(answers(page)).to_have_count(0)
    expect(page.get_by_role("status").first).to_contain_text("No answers")


@pytest.mark.browser
def test_a_name_that_is_gone_says_what_became_of_it(opened: Open) -> None:
    page = opened(FINDER)
    box(page).press_sequentially("interp2d")
    first = answers(page).first
    expect(first).to_contain_text("scipy.interpolate.interp2d was removed in SciPy 1.14")
    expect(first.locator("a.scipy")).to_have_text("scipy.interpolate.RegularGridInterpolator")
    expect(page.locator("#finder-answers .said")).to_have_count(1)
    box(page).fill("odr")
    expect(answers(page).first).to_contain_text("use the package odrpack")


@pytest.mark.browser
def test_the_keyboard_does_it_all(opened: Open) -> None:
    page = opened(FINDER)
    box(page).focus()
    page.keyboard.type("sobel")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = answers(page).nth(1).locator("a").first
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    first = answers(page).first.locator("a").first
    expect(first).to_be_focused()
    described = first.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("edges of an image")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("sobel")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    expect(answers(page)).to_have_count(0)


@pytest.mark.browser
def test_enter_opens_the_recipe_of_the_first_answer(opened: Open, server: str) -> None:
    page = opened(FINDER)
    box(page).press_sequentially("dblquad")
    expect(answers(page).first).to_contain_text("Recipe: ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}integrate/double-integral/")
    page.go_back()
    expect(box(page)).to_have_value("dblquad")
    expect(answers(page).first).to_contain_text("scipy.integrate.dblquad")


@pytest.mark.browser
def test_an_address_may_hold_the_question(opened: Open) -> None:
    page = opened(f"{FINDER}?q=convex+hull")
    expect(box(page)).to_have_value("convex hull")
    expect(answers(page).first.locator("a.scipy")).to_have_text("scipy.spatial.ConvexHull")


@pytest.mark.browser
def test_what_one_has_narrows_what_one_may_want(opened: Open) -> None:
    page = opened(FINDER)
    have, want = page.locator("select[name=have]"), page.locator("select[name=want]")
    have.select_option("a sparse matrix")
    want.select_option("its eigenvalues")
    found = page.locator(".pairs .answers a.scipy")
    assert "scipy.sparse.linalg.eigsh" in found.all_inner_texts()
    assert all(name.startswith("scipy.sparse.") for name in found.all_inner_texts())
    offered = want.locator("option").all_inner_texts()
    assert "their hull" not in offered
    have.select_option("points")
    assert "their hull" in want.locator("option").all_inner_texts()
    expect(want).to_have_value("")


@pytest.mark.browser
def test_without_a_script_there_are_the_tables(opened: Open) -> None:
    page = opened(FINDER, java_script_enabled=False)
    expect(page.locator(".finder").first).to_be_hidden()
    row = page.locator("[id='spatial.ConvexHull']")
    expect(row).to_be_visible()
    expect(row).to_contain_text("gift wrapping")
    page.get_by_text("All of it in one table").click()
    page.locator(".finder-pairs a", has_text="ConvexHull").click()
    expect(page).to_have_url(re.compile(r"#spatial\.ConvexHull$"))
    expect(row).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [pytest.param("savgol", marks=pytest.mark.long), "radial basis functions in many dimensions"],
)
def test_answers_fit_on_a_telephone(
    opened: Open, violations: Callable[..., list[str]], query: str
) -> None:
    page = opened(FINDER, viewport=NARROW)
    box(page).fill(query)
    page.get_by_label("I have").select_option("a matrix")
    expect(answers(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, part=".finder") == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("ode45", "finder/"),
        ("interp2d", "interpolate/between-grid-points/"),
        ("wilcox.test", "finder/"),
        ("gift wrapping", "finder/#spatial.ConvexHull"),
        ("integral2", "integrate/double-integral/"),
        ("fmincon", "optimize/triangle-on-circle/"),
    ],
)
def test_the_search_of_the_site_knows_the_tasks_and_the_names(
    searched: Page, server: str, query: str, wanted: str
) -> None:
    page = searched
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially(query)
    path, _, part = wanted.partition("#")
    ending = f"[href$='#{part}']" if part else ""
    first = f".md-search-result__item:nth-child(-n+3) a[href^='{server}{path}']{ending}"
    expect(page.locator(first).first).to_be_visible(timeout=15_000)
