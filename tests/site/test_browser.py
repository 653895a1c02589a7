"""Every page as a browser shows it, in light and dark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

SCHEMES = {"light": "default", "dark": "slate"}
RAW = re.compile(r"\\[(\[]|\$[^\s$][^$]*\$|\$\$|\{\{|\}\}|\\[a-z]{2,}|MATHSLOT")
# The text between the tags of article, navigation and contents, without code and mathematics.
TEXT = """() => {
    const found = []
    for (const part of document.querySelectorAll("article, nav, title, header")) {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
        while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest(".katex, pre, code, script, style"))
                found.push(walker.currentNode.data)
        for (const image of part.querySelectorAll("img")) found.push(image.alt)
    }
    return found.join("\\n")
}"""
# All pictures of the article, loaded as they are when a reader scrolls by.
PICTURES = """async () => {
    const found = []
    // Of a figure with states, one is shown; the others wait for its control.
    const waiting = `.states:not([data-control="wipe"]) .state:not([data-on])`
    for (const image of document.querySelectorAll("article img")) {
        if (image.closest(waiting)) continue
        const visible = image.checkVisibility({visibilityProperty: true, opacityProperty: true})
        if (visible) {
            image.scrollIntoView()
            await image.decode().catch(() => null)
        }
        const box = image.getBoundingClientRect()
        found.push({
            visible, name: image.getAttribute("src").slice(0, 100), scheme: image.className,
            alt: image.alt, pixels: image.naturalWidth * image.naturalHeight,
            area: box.width * box.height, inFigure: image.closest("figure") !== null,
            caption: image.closest("figure")?.querySelector("figcaption")?.innerText ?? "",
        })
    }
    return found
}"""
MATHEMATICS = """async () => {
    await document.fonts.ready
    const loaded = [...document.fonts].filter(font => font.status === "loaded")
    const all = [...document.querySelectorAll(".katex-html")]
    const shown = all.filter(one => !one.closest(".meaning"))
    const boxes = shown.map(math => math.getBoundingClientRect())
    return {
        count: shown.length,
        empty: boxes.filter(box => box.width < 2 || box.height < 2).length,
        fonts: loaded.map(font => font.family).filter(name => name.includes("KaTeX")),
    }
}"""


@dataclass
class Visit:
    """A page that was opened, and what went wrong while it was."""

    page: Page
    scheme: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._say)
        self.page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        self.page.on("requestfailed", self._lose)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "response",
            lambda answer: (
                self.errors.append(f"{answer.status} {answer.url}")
                if answer.status >= 400
                else None
            ),
        )

    def _say(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.errors.append(f"{message.type}: {message.text}")

    def _lose(self, request: Request) -> None:
        self.errors.append(f"lost: {request.url}: {request.failure}")


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str, address: str, scheme: str) -> Iterator[Visit]:
    """A page opened in a scheme, with all that can be unfolded unfolded."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), scheme)
    visit.page.goto(server + address)
    visit.page.wait_for_selector(f"body[data-md-color-scheme={SCHEMES[scheme]}]")
    visit.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    yield visit
    context.close()


def test_nothing_goes_wrong_and_nothing_comes_from_elsewhere(visit: Visit, server: str) -> None:
    visit.page.evaluate(PICTURES)
    visit.page.wait_for_load_state("networkidle")
    assert visit.errors == []
    foreign = [url for url in visit.requests if not url.startswith((server, "data:", "blob:"))]
    assert foreign == []


def test_mathematics_is_drawn(visit: Visit) -> None:
    drawn = visit.page.evaluate(MATHEMATICS)
    assert drawn["empty"] == 0
    titles = {"KaTeX_Main"}  # are set in the face of the mathematics
    assert bool(set(drawn["fonts"]) - titles) <= bool(drawn["count"]) <= bool(drawn["fonts"])


def test_no_source_is_left_in_the_text(visit: Visit) -> None:
    assert RAW.findall(visit.page.evaluate(TEXT)) == []


def test_each_figure_shows_the_picture_of_the_scheme(visit: Visit) -> None:
    themed = [one for one in visit.page.evaluate(PICTURES) if "only-" in one["scheme"]]
    for one in themed:
        assert one["visible"] == (f"only-{visit.scheme}" in one["scheme"]), one
    shown = [one for one in themed if one["visible"]]
    assert len(shown) == len(themed) / 2
    assert [one for one in shown if not one["pixels"] or not one["area"]] == []


def test_each_picture_of_a_figure_is_described(visit: Visit) -> None:
    for one in visit.page.evaluate(PICTURES):
        if one["inFigure"]:
            assert len(one["alt"]) > 20, one
            assert one["alt"].strip(" .") != one["caption"].strip(" ."), one


@pytest.mark.parametrize("scheme", ["light"], scope="module")
@pytest.mark.parametrize(("width", "text"), [(360, 16), (320, 16), (360, 32), (1280, 32)])
def test_text_is_neither_cut_nor_beside_the_screen(visit: Visit, width: int, text: int) -> None:
    """Also where a reader has set letters to twice their size (WCAG 1.4.4 and 1.4.10)."""
    page = visit.page
    browser = page.context.new_cdp_session(page)
    page.set_viewport_size({"width": width, "height": 740})
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text * 13 // 16}})
    # The elements that stick out, where the page does. The title in the header is cut: it is
    # that of the page, which stands below.
    found = page.evaluate("""() => {
        const wide = document.documentElement.scrollWidth > innerWidth
        const parts = [...document.querySelectorAll("article *, footer *, nav.md-path *")]
        const all = parts.filter(part => !part.parentElement.closest("pre, .katex, .scrolled"))
        const out = all.filter(part => part.getBoundingClientRect().right > innerWidth + 1)
        const cut = all.filter(part => getComputedStyle(part).textOverflow === "ellipsis"
            && part.scrollWidth > part.clientWidth + 1)
        return [...(wide ? ["", ...out] : []), ...cut].map(part => part.outerHTML?.slice(0, 120))
    }""")
    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    page.set_viewport_size({"width": 1280, "height": 900})
    assert found == []
    assert size == f"{text * 1.25:g}px", "the size of letters was not changed"
