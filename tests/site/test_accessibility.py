"""The rules of WCAG 2.2 AA that a machine can check, and good practice, where a page opens up.

Those of each page as it is are in `test_browser.py`.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Colours are all that differs.
RULES = {"light": "all", "dark": "colours"}
SCHEMES = ["light", pytest.param("dark", marks=pytest.mark.long)]
NARROW = {"width": 360, "height": 740}
Violations = Callable[..., list[str]]


@pytest.fixture
def still(opened: Callable[..., Page], scheme: str) -> Callable[..., Page]:
    """Open a page in a scheme, with all that can be unfolded unfolded."""

    def open_page(address: str, viewport: dict[str, int]) -> Page:
        # Nothing is half faded in.
        page = opened(address, color_scheme=scheme, reduced_motion="reduce", viewport=viewport)
        colours = {"light": "default", "dark": "slate"}[scheme]
        page.wait_for_selector(f"body[data-md-color-scheme={colours}]")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate("document.fonts.ready")
        return page

    return open_page


def test_a_page_breaks_no_rule_on_a_narrow_screen(
    still: Callable[..., Page], violations: Violations, scheme: str
) -> None:
    assert violations(still("integrate/double-integral/", NARROW), RULES[scheme]) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_menu_of_a_narrow_screen_breaks_no_rule(
    still: Callable[..., Page], violations: Violations, scheme: str
) -> None:
    page = still("integrate/double-integral/", NARROW)
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_selector(".md-nav--primary .md-nav__link >> visible=true")
    assert violations(page, RULES[scheme]) == []


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, server: str) -> None:
    moving = {}
    for wish in ("no-preference", "reduce"):
        context = browser.new_context(
            reduced_motion=wish, viewport={"width": 360, "height": 740}, has_touch=True
        )
        page = context.new_page()
        page.goto(server + "linalg/", wait_until="load")
        moving[wish] = page.evaluate("""async () => {
            document.querySelector("label.md-header__button[for=__drawer]").click()
            await new Promise(requestAnimationFrame)
            const scrolls = getComputedStyle(document.documentElement).scrollBehavior
            return document.getAnimations().length + (scrolls === "smooth")
        }""")
        context.close()
    assert moving["no-preference"] > 0, "there is nothing to see here"
    assert moving["reduce"] == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_open_search_breaks_no_rule(
    still: Callable[..., Page], violations: Violations, scheme: str
) -> None:
    page = still("", {"width": 1280, "height": 740})
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("edges")
    page.locator(".md-search-result__link").first.wait_for()
    assert violations(page, RULES[scheme]) == []
