"""Every page by the keyboard alone, and for readers who see it otherwise than most."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# What has the focus: its place, and whether a reader sees it and that it has it.
FOCUSED = """() => {
    const one = document.activeElement
    if (one === document.body) return null
    const box = one.getBoundingClientRect()
    const look = (shown) => {
        const {outlineStyle, outlineWidth, boxShadow, backgroundColor} = getComputedStyle(shown)
        return [outlineStyle !== "none" && outlineWidth !== "0px", boxShadow, backgroundColor]
    }
    const name = (one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 40)
    const label = one.id && document.querySelector(`label[for="${one.id}"]`)
    return {
        what: `${one.tagName} ${one.className} ${name}`,
        tag: one.tagName, name: name || one.title || label?.textContent || one.placeholder || "",
        top: box.top + scrollY, width: box.width, height: box.height,
        outlined: look(one)[0],
        inArticle: one.closest("article") !== null,
        order: [...document.querySelectorAll("*")].indexOf(one),
        hidden: !one.checkVisibility({visibilityProperty: true, opacityProperty: true}),
    }
}"""
MOST = 400  # stops on a page; more would be a trap


def walk(page: Page) -> list[dict]:
    """All stops of the Tab key from the top of the page, until it begins anew."""
    stops: list[dict] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["order"] == stops[0]["order"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus does not leave: {[stop['what'] for stop in stops[-3:]]}")


def test_tab_goes_through_a_page_in_its_order_and_is_seen(
    opened: Callable[..., Page], address: str
) -> None:
    page = opened(address, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    stops = walk(page)
    assert len(stops) > 5
    unseen = [stop["what"] for stop in stops if stop["hidden"] or not stop["outlined"]]
    assert unseen == []
    small = [stop["what"] for stop in stops if min(stop["width"], stop["height"]) < 1]
    assert small == []
    orders = [stop["order"] for stop in stops]
    assert orders == sorted(orders), "the focus jumps back"


def test_tab_reaches_all_that_can_be_used(opened: Callable[..., Page]) -> None:
    page = opened("linalg/svd-compression/", viewport={"width": 1280, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    stops = walk(page)
    text = "\n".join(stop["what"] for stop in stops)
    for part in (
        "Copy script",
        "Script",
        "Notebook",
        "Zip with data",
        "SUMMARY",
        "Equation: rank k",
    ):
        assert part in text, part
    names = [stop["name"] for stop in stops if stop["tag"] in {"A", "BUTTON", "INPUT", "SUMMARY"}]
    assert all(names)


def test_the_first_stop_leads_past_the_menus(opened: Callable[..., Page]) -> None:
    page = opened("linalg/svd-compression/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["what"].startswith("A md-skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inArticle"]


def test_the_search_opens_and_closes_by_its_keys(opened: Callable[..., Page]) -> None:
    page = opened("linalg/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "query"
    page.keyboard.type("edges")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") != "query"


@pytest.mark.parametrize("width", [1280, 320])
def test_text_twice_as_large_is_neither_cut_nor_scrolled_across(
    opened: Callable[..., Page], recipe: str, width: int
) -> None:
    page = opened(recipe, viewport={"width": width, "height": 800})
    if width == 1280:
        page.add_style_tag(content="html { font-size: 250% !important }")  # Material's is 125 %
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""  # WCAG 1.4.12


def test_spaced_text_stays_within_its_boxes(opened: Callable[..., Page], recipe: str) -> None:
    page = opened(recipe, viewport={"width": 1280, "height": 800})
    page.add_style_tag(content=SPACED)
    cut = page.evaluate("""() => [...document.querySelectorAll("article :is(p, li, h1, h2, a, button, summary)")]
        .filter(one => getComputedStyle(one).overflow !== "visible" && one.scrollHeight > one.clientHeight + 2)
        .map(one => one.textContent.trim().slice(0, 40))""")
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_for_readers_who_want_less_motion(opened: Callable[..., Page]) -> None:
    page = opened("", reduced_motion="reduce")
    moving = page.evaluate("""() => [...document.querySelectorAll("article *")].filter(one => {
        const {transitionDuration, animationName} = getComputedStyle(one)
        return animationName !== "none" || !/^(0s,? ?)+$/.test(transitionDuration)
    }).length""")
    assert moving == 0


def test_forced_colours_leave_marks_and_controls(opened: Callable[..., Page]) -> None:
    page = opened("linalg/svd-compression/", forced_colors="active")
    for part in (".take-away a", ".control input", ".pitfall", ".output", "figure img"):
        assert page.locator(f"{part} >> visible=true").count(), part
    border = "one => getComputedStyle(one).borderInlineStartStyle"
    assert page.locator(".pitfall").evaluate(border) == "solid"


def test_print_unfolds_all_and_leaves_the_menus_out(opened: Callable[..., Page]) -> None:
    page = opened("linalg/svd-compression/")
    page.emulate_media(media="print")
    for part in (".md-header", ".md-sidebar", ".md-footer", ".take-away", ".control"):
        assert not page.locator(f"{part} >> visible=true").count(), part
    folded = page.locator("section.by-hand details .highlight").first
    assert folded.bounding_box()


def test_a_page_is_read_without_scripts(opened: Callable[..., Page], recipe: str) -> None:
    page = opened(recipe, java_script_enabled=False)
    assert page.locator("figure img.only-light >> visible=true").count()
    assert not page.locator("figure img.only-dark >> visible=true").count()
    assert not page.locator("article button >> visible=true").count()
    assert page.locator(".md-nav--primary a >> visible=true").count() > 5
    page.locator("section.by-hand summary").first.click()
    assert page.locator("section.by-hand .highlight").first.is_visible()


def test_a_screen_reader_hears_headings_mathematics_pictures_and_buttons(
    opened: Callable[..., Page],
) -> None:
    page = opened("linalg/svd-compression/")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    heard: dict[str, list[str]] = {}
    for node in nodes:
        if not node["ignored"]:
            name = node.get("name", {}).get("value", "")
            heard.setdefault(node["role"]["value"], []).append(name)
    assert heard["heading"][0].startswith("Compress a picture with the SVD")
    assert len(heard["MathMLMath"]) > 20
    for role in ("image", "button", "link", "slider", "searchbox"):
        assert all(name.strip() for name in heard.get(role, [])), role
    assert "Rank: 10" in heard["slider"][0]


def test_landmarks_and_headings_are_in_order(
    html: Callable[[str], BeautifulSoup], address: str
) -> None:
    soup = html(address)
    assert soup.html and soup.html["lang"] == "en"
    for landmark in ("main", "header", "footer", "h1"):
        found = soup.select(landmark)
        assert len(found) == 1 or landmark in {"header", "footer"}, landmark
    levels = [int(one.name[1]) for one in soup.select("article :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1 and all(below <= above + 1 for above, below in pairwise(levels))
    names = [nav.get("aria-label") for nav in soup.select("nav")]
    assert all(names)
    ids = [one["id"] for one in soup.select("[id]")]
    assert len(ids) == len(set(ids))
