"""The rules of WCAG 2.2 AA that a machine can check, and good practice, on every page."""

import re
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


Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str, scheme: str) -> Iterator[Visit]:
    """Open a page in a scheme, with all that can be unfolded unfolded."""
    # Nothing is half faded in, and no sticky title covers half of a link.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")

    def open_page(address: str, width: int = 1280, height: int = 5000) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(server + address)
        colours = {"light": "default", "dark": "slate"}[scheme]
        page.wait_for_selector(f"body[data-md-color-scheme={colours}]")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate("document.fonts.ready")
        if page.locator(".highlight").count():
            page.wait_for_selector(".md-code__button")
        return page

    yield open_page
    context.close()


@pytest.fixture(scope="module")
def visited(visit: Visit, address: str) -> Iterator[Page]:
    """Each page of the site in turn, opened once for what is asked of it."""
    page = visit(address)
    yield page
    page.close()


def _violations(page: Page, scheme: str) -> list[str]:
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    assert found["passes"], "no rule was applied"
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_a_page_breaks_no_rule(visited: Page, scheme: str) -> None:
    assert _violations(visited, scheme) == []


def test_a_page_breaks_no_rule_on_a_narrow_screen(visit: Visit, scheme: str) -> None:
    page = visit("integrate/double-integral/", width=360, height=740)
    assert _violations(page, scheme) == []


def test_the_menu_of_a_narrow_screen_breaks_no_rule(visit: Visit, scheme: str) -> None:
    page = visit("integrate/double-integral/", width=360, height=740)
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_selector(".md-nav--primary .md-nav__link >> visible=true")
    assert _violations(page, scheme) == []


# What has the focus, and how a reader sees that; asked when it arrives.
WATCH = """() => {
    window.reached = []
    addEventListener("focusin", ({target}) => {
        // Of the switch of colours a reader sees the label.
        const shown = target.matches(".md-option") ? target.nextElementSibling : target
        const {outlineStyle, outlineWidth} = getComputedStyle(shown)
        const {width, left, right, top, bottom} = shown.getBoundingClientRect()
        reached.push({
            html: target.outerHTML.slice(0, 100), number: stops.indexOf(target),
            seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
            there: shown.checkVisibility() && width > 0
                && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight,
        })
    })
    const all = document.querySelectorAll(
        "a[href], button, input, summary, textarea, [tabindex='0']")
    window.stops = [...all].filter(one => one.tabIndex >= 0 && !one.disabled
        && one.checkVisibility({visibilityProperty: true}))
    // Of the radio buttons of one name the keyboard reaches one; the arrows reach the others.
    const radios = stops.filter(one => one.type === "radio")
    window.stops = stops.filter(one => one.type !== "radio"
        || one === (radios.find(two => two.name === one.name && two.checked)
            ?? radios.find(two => two.name === one.name)))
    return stops.length
}"""


@pytest.mark.parametrize("scheme", ["light"], scope="module")
def test_the_keyboard_reaches_all_that_can_be_used_in_the_order_of_the_page(
    visited: Page, scheme: str
) -> None:
    page = visited
    count = page.evaluate(WATCH)
    assert count > 20
    for _ in range(count):
        page.keyboard.press("Tab")
    reached = page.evaluate("reached")
    assert [one["html"] for one in reached if one["number"] < 0] == []
    assert [one["html"] for one in reached if not (one["seen"] and one["there"])] == []
    missed = set(range(count)) - {one["number"] for one in reached}
    assert [page.evaluate(f"stops[{number}].outerHTML.slice(0, 100)") for number in missed] == []
    numbers = [one["number"] for one in reached]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("scheme", ["light"], scope="module")
def test_a_screen_reader_finds_one_of_each_landmark_and_clean_headings(
    visited: Page, scheme: str
) -> None:
    tree = visited.locator("body").aria_snapshot()
    for role in ("banner", "main", "contentinfo"):
        assert len(re.findall(rf"^ *- {role}\b", tree, re.M)) == 1
    named = re.findall(r"^ *- '?navigation(?: \"(.*?)\")?", tree, re.M)
    assert all(named) and len(set(named)) == len(named)
    headings = re.findall(r"^ *- '?heading \"(.*?)\"", tree, re.M)
    assert headings and not [one for one in headings if "¶" in one]
    assert not re.findall(r"^ *- '?(?:img|figure|slider|radio|group)$", tree, re.M)


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, server: str) -> None:
    moving = {}
    for wish in ("no-preference", "reduce"):
        context = browser.new_context(
            reduced_motion=wish, viewport={"width": 360, "height": 740}, has_touch=True
        )
        page = context.new_page()
        page.goto(server + "linalg/", wait_until="networkidle")
        moving[wish] = page.evaluate("""async () => {
            document.querySelector("label.md-header__button[for=__drawer]").click()
            await new Promise(requestAnimationFrame)
            const scrolls = getComputedStyle(document.documentElement).scrollBehavior
            return document.getAnimations().length + (scrolls === "smooth")
        }""")
        context.close()
    assert moving["no-preference"] > 0, "there is nothing to see here"
    assert moving["reduce"] == 0


def test_an_open_search_breaks_no_rule(visit: Visit, scheme: str) -> None:
    page = visit("", height=740)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("edges")
    page.locator(".md-search-result__link").first.wait_for()
    assert _violations(page, scheme) == []
