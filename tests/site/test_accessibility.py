"""The rules of WCAG 2.2 AA that a machine can check, and good practice, on every page."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"type": "tag", "values": TAGS},
    # Colours are all that differs.
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


@pytest.fixture
def visit(browser: Browser, server: str, scheme: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a scheme, with all that can be unfolded unfolded."""
    # Nothing is half faded in, and no sticky title covers half of a link.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()

    def open_page(address: str, width: int = 1280, height: int = 5000) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(server + address)
        colours = {"light": "default", "dark": "slate"}[scheme]
        page.wait_for_selector(f"body[data-md-color-scheme={colours}]")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    context.close()


def _violations(page: Page, scheme: str) -> list[str]:
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    assert found["passes"], "no rule was applied"
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_a_page_breaks_no_rule(visit: Callable[..., Page], address: str, scheme: str) -> None:
    page = visit(address)
    if page.locator(".highlight").count():
        page.wait_for_selector(".md-code__button")
    assert _violations(page, scheme) == []


def test_a_page_breaks_no_rule_on_a_narrow_screen(visit: Callable[..., Page], scheme: str) -> None:
    page = visit("integrate/double-integral/", width=360, height=740)
    assert _violations(page, scheme) == []


def test_the_menu_of_a_narrow_screen_breaks_no_rule(
    visit: Callable[..., Page], scheme: str
) -> None:
    page = visit("integrate/double-integral/", width=360, height=740)
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_selector(".md-nav--primary .md-nav__link >> visible=true")
    assert _violations(page, scheme) == []


def test_an_open_search_breaks_no_rule(visit: Callable[..., Page], scheme: str) -> None:
    page = visit("", height=740)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("edges")
    page.locator(".md-search-result__link").first.wait_for()
    assert _violations(page, scheme) == []
