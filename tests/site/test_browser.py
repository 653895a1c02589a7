"""Every page as a browser shows it, in light and dark: opened once for all that is asked of it.

The tests of a page stand in the order in which they run: each may leave the page as the next
ones can bear it, down to what is left of it for the rules of colours.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

pytestmark = pytest.mark.browser

SCHEMES = {"light": "default", "dark": "slate"}
RAW = re.compile(r"\\[(\[]|\$[^\s$][^$]*\$|\$\$|\{\{|\}\}|\\[a-z]{2,}|MATHSLOT")
FIRST_VIEW = 120_000  # bytes
PARTS = ("by-hand", "pitfall", "how-we-know", "see-also")


@dataclass
class Visit:
    """A page that was opened, and what went wrong while it was."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)
    scheme: str = "light"

    def __post_init__(self) -> None:
        self.heard = {
            "console": self._say,
            "pageerror": lambda error: self.errors.append(f"page error: {error}"),
            "requestfailed": self._lose,
            "request": lambda request: self.requests.append(request.url),
            "response": self._answer,
        }
        for event, hear in self.heard.items():
            self.page.on(event, hear)  # type: ignore[call-overload]
        self.browser = self.page.context.new_cdp_session(self.page)

    def leave(self) -> None:
        self.browser.detach()
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)

    def _say(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.errors.append(f"{message.type}: {message.text}")

    def _lose(self, request: Request) -> None:
        self.errors.append(f"lost: {request.url}: {request.failure}")

    def _answer(self, answer: Response) -> None:
        if answer.status >= 400:
            self.errors.append(f"{answer.status} {answer.url}")

    def resize(self, width: int, height: int, text: int = 16, *, telephone: bool = False) -> None:
        """Show the page on another screen, or in letters of another size."""
        scale = 2 if telephone else 1
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": telephone}
        self.browser.send("Emulation.setDeviceMetricsOverride", size)
        sizes = {"standard": text, "fixed": text * 13 // 16}
        self.browser.send("Page.setFontSizes", {"fontSizes": sizes})

    def turn(self, scheme: str) -> None:
        """Turn to a scheme with the switch in the header."""
        if scheme != self.scheme:
            self.page.locator(f"label[title='Switch to {scheme} colours']").click()
            self.page.wait_for_selector(f"body[data-md-color-scheme={SCHEMES[scheme]}]")
            self.scheme = scheme

    def look(self, scheme: str) -> dict[str, Any]:
        """What a reader sees in a scheme who scrolls through the page, with all unfolded."""
        if scheme not in self.looks:
            self.turn(scheme)
            self.looks[scheme] = self.page.evaluate("""async () => {
                document.querySelectorAll('details').forEach(part => part.open = true)
                const [pictures, text] = [await ask.pictures(), ask.text()]
                return {pictures, text, mathematics: await ask.mathematics()}
            }""")
        return self.looks[scheme]


@pytest.fixture(scope="module")
def tab(browser: Browser, root: Path) -> Iterator[Page]:
    """A tab in which one page after the other is opened."""
    context = browser.new_context(
        viewport=None, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(path=root / "tests" / "site" / "questions.js")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def visit(tab: Page, server: str, address: str) -> Iterator[Visit]:
    """Each page in turn, opened on a telephone and then seen on a wide screen."""
    visit = Visit(tab)
    visit.resize(412, 823, telephone=True)
    tab.goto(server + address)
    tab.evaluate("ask.settled()")
    visit.first = [*visit.requests], tab.evaluate("ask.first()")
    visit.resize(1280, 900)
    yield visit
    visit.leave()


@pytest.fixture(scope="module")
def recipe(address: str) -> str:
    """The page that is visited, where it is a recipe's."""
    return address


def test_the_first_view_of_a_recipe_is_light(
    visit: Visit, recipe: str, server: str, sent: Callable[[str], bytes]
) -> None:
    """Beside its figure, which readers come for and which the page does not wait for."""
    requests, _ = visit.first
    assert server + recipe in requests and len(requests) > 5
    first = [url for url in requests if "/figures/" not in url]
    sizes = {url: len(sent(urlsplit(url.removeprefix(server)).path)) for url in first}
    assert sum(sizes.values()) <= FIRST_VIEW, sorted(sizes.items(), key=lambda one: -one[1])


def test_an_address_leads_to_its_part(visit: Visit, recipe: str) -> None:
    """Pictures that are not loaded yet have their size, and what is laid out late does too."""
    found = visit.page.evaluate("parts => ask.follow(parts)", [*PARTS])
    assert [part for part, led in zip(PARTS, found, strict=True) if not led] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_figure_shows_the_picture_of_the_scheme(visit: Visit, scheme: str) -> None:
    themed = [one for one in visit.look(scheme)["pictures"] if "only-" in one["scheme"]]
    for one in themed:
        assert one["visible"] == (f"only-{scheme}" in one["scheme"]), one
    shown = [one for one in themed if one["visible"]]
    assert len(shown) == len(themed) / 2
    assert [one for one in shown if not one["pixels"] or not one["area"]] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_picture_of_a_figure_is_described(visit: Visit, scheme: str) -> None:
    for one in visit.look(scheme)["pictures"]:
        if one["inFigure"]:
            assert len(one["alt"]) > 20, one
            assert one["alt"].strip(" .") != one["caption"].strip(" ."), one


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mathematics_is_drawn(visit: Visit, scheme: str) -> None:
    drawn = visit.look(scheme)["mathematics"]
    assert drawn["empty"] == 0
    titles = {"KaTeX_Main"}  # are set in the face of the mathematics
    assert bool(set(drawn["fonts"]) - titles) <= bool(drawn["count"]) <= bool(drawn["fonts"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_source_is_left_in_the_text(visit: Visit, scheme: str) -> None:
    assert RAW.findall(visit.look(scheme)["text"]) == []


def test_a_button_copies_the_whole_script(
    visit: Visit, recipe: str, site: Path, recipes: dict[str, str]
) -> None:
    page = visit.page
    page.get_by_role("button", name="Copy script").click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (site / "downloads" / recipes[recipe]).read_text("utf-8")


def test_every_button_copies_the_code_that_it_stands_on(visit: Visit) -> None:
    blocks = visit.page.evaluate("ask.copied()")
    assert len(blocks) == visit.page.locator("article pre > code").count()
    for shown, copied in blocks:
        assert copied.rstrip() == shown.rstrip()


@pytest.mark.parametrize(("width", "text"), [(360, 16), (320, 16), (360, 32), (1280, 32)])
def test_text_is_neither_cut_nor_beside_the_screen(visit: Visit, width: int, text: int) -> None:
    """Also where a reader has set letters to twice their size (WCAG 1.4.4 and 1.4.10)."""
    visit.resize(width, 740, text)
    found = visit.page.evaluate("ask.beside()")
    size = visit.page.evaluate("getComputedStyle(document.documentElement).fontSize")
    visit.resize(1280, 900)
    assert found == []
    assert size == f"{text * 1.25:g}px", "the size of letters was not changed"


def test_nothing_goes_wrong_and_nothing_comes_from_elsewhere(visit: Visit, server: str) -> None:
    """Whatever was done with the page until now, in both schemes."""
    for scheme in SCHEMES:
        visit.look(scheme)
    assert visit.errors == []
    foreign = [url for url in visit.requests if not url.startswith((server, "data:", "blob:"))]
    assert foreign == []


@pytest.fixture(scope="module")
def quiet_tab(browser: Browser) -> Iterator[Page]:
    """A tab that runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def unscripted(quiet_tab: Page, visit: Visit, server: str, recipe: str) -> Page:
    """Each recipe in turn, opened at one of its parts by a browser that runs no scripts."""
    quiet_tab.goto(f"{server}{recipe}#by-hand")
    return quiet_tab


def test_an_address_leads_to_its_part_without_scripts(unscripted: Page) -> None:
    heading = unscripted.locator("h2#by-hand")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box and box["y"] < 200


def test_a_page_is_complete_without_scripts(unscripted: Page) -> None:
    """The version by hand is folded, and an aside; a reader can unfold them without a script."""
    for fold in unscripted.locator(".by-hand summary, .aside > summary").all():
        fold.click()
    parts = ("h1", ".equation .katex-html", ".highlight code", ".output pre", ".pitfall")
    for part in (*parts, ".by-hand .highlight"):
        assert unscripted.locator(f"article {part}").first.is_visible(), part


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_figure_shows_one_picture_without_scripts(unscripted: Page, scheme: str) -> None:
    unscripted.emulate_media(color_scheme=scheme)
    shown = unscripted.evaluate("""() => [...document.querySelectorAll("figure")].map(figure => {
        const pictures = [...figure.querySelectorAll("img")]
        return [pictures.filter(one => one.checkVisibility()).length, pictures.length / 2]
    })""")
    assert shown and [one for one in shown if one[0] != one[1]] == []


@pytest.fixture(scope="module")
def plain(visit: Visit) -> Page:
    """A page in light colours with few of the marks inside its code and its formulas."""
    visit.turn("light")
    if visit.page.locator(".highlight").count():
        visit.page.locator(".highlight").first.scroll_into_view_if_needed()
        visit.page.wait_for_selector(".md-code__button")
    visit.resize(1280, 5000)  # no sticky title covers half of a link
    visit.page.evaluate("ask.plain()")
    return visit.page


def test_a_screen_reader_finds_one_of_each_landmark_and_clean_headings(plain: Page) -> None:
    tree = plain.locator("body").aria_snapshot()
    for role in ("banner", "main", "contentinfo"):
        assert len(re.findall(rf"^ *- {role}\b", tree, re.M)) == 1
    named = re.findall(r"^ *- '?navigation(?: \"(.*?)\")?", tree, re.M)
    assert all(named) and len(set(named)) == len(named)
    headings = re.findall(r"^ *- '?heading \"(.*?)\"", tree, re.M)
    assert headings and not [one for one in headings if "¶" in one]
    assert not re.findall(r"^ *- '?(?:img|figure|slider|radio|group)$", tree, re.M)


def test_a_page_breaks_no_rule(plain: Page, violations: Callable[..., list[str]]) -> None:
    assert violations(plain, "all but colours") == []


def test_the_keyboard_reaches_all_that_can_be_used_in_the_order_of_the_page(
    plain: Page, address: str, recipes: dict[str, str]
) -> None:
    """What recipes and notebooks share with all other pages is skipped there, as readers do."""
    page = plain
    page.evaluate("ask.short()")
    page.evaluate("document.body.tabIndex = -1, document.body.focus(), scrollTo(0, 0)")
    page.evaluate("document.body.removeAttribute('tabindex')")
    start = "null"
    if address in recipes or address.endswith("/notebook/"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        start = "document.querySelector(':target')"
    # The way back to the top comes and goes as the page scrolls, so it has no place in an order.
    page.evaluate("document.querySelector('.md-top')?.remove()")
    count = page.evaluate(f"ask.watch({start})")
    assert count > 5
    for _ in range(count):
        page.keyboard.down("Tab")  # held down
    # A player is one stop of the page and several of the keyboard.
    for _ in range(5 * page.locator("audio").count()):
        if page.evaluate("reached.at(-1).number") == count - 1:
            break
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    reached = page.evaluate("reached")
    assert [one["html"] for one in reached if one["number"] < 0] == []
    assert [one["html"] for one in reached if not (one["seen"] and one["there"])] == []
    missed = set(range(count)) - {one["number"] for one in reached}
    assert [page.evaluate(f"stops[{number}].outerHTML.slice(0, 100)") for number in missed] == []
    numbers = [one["number"] for one in reached]
    assert numbers == sorted(numbers)


@pytest.fixture(scope="module")
def unlike(visit: Visit, plain: Page) -> Visit:
    """What is left of a page where of all parts that look alike only the first is kept."""
    visit.page.evaluate("ask.unlike()")
    return visit


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_colour_breaks_a_rule(
    unlike: Visit, violations: Callable[..., list[str]], scheme: str
) -> None:
    unlike.turn(scheme)
    assert violations(unlike.page, "colours") == []
