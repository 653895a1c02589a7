"""What a reader sees of a recipe without scrolling, and how short it is."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
SCREENS = 7
LINES = {"docs": 130, "snippets": 110, "tests": 160}  # medians of all recipes
TESTS = range(8, 15)
# From the top of the page to the top, the middle and the bottom of what is shown of a selector.
PLACES = """selector => {
  const shown = [...document.querySelectorAll(selector)].find(one => one.getClientRects().length)
  const { top, bottom } = shown.getBoundingClientRect()
  return [top, (top + bottom) / 2, bottom].map(one => one + scrollY)
}"""
FIGURE = ".first-sight .recipe-figure img"


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def shown(screen: Page, server: str, recipe: str) -> Page:
    """Each recipe in turn."""
    screen.goto(server + recipe)
    screen.evaluate("document.fonts.ready")
    return screen


@pytest.fixture
def wide(shown: Page) -> Page:
    """A recipe on the screen of a laptop."""
    shown.set_viewport_size(WIDE)
    return shown


@pytest.fixture
def narrow(shown: Page) -> Page:
    """A recipe on a telephone."""
    shown.set_viewport_size(NARROW)
    return shown


def test_task_function_call_and_figure_are_on_the_first_screen(wide: Page) -> None:
    height = WIDE["height"]
    assert wide.evaluate(PLACES, "h1")[2] < height
    assert wide.evaluate(PLACES, ".first-sight .call")[2] <= height
    assert wide.evaluate(PLACES, FIGURE)[1] <= height
    assert wide.locator("h1 ~ p code").first.is_visible()


def test_the_call_is_seen_in_its_full_width_beside_the_figure(wide: Page) -> None:
    code = wide.locator(".first-sight pre > code").first
    assert code.evaluate("code => code.scrollWidth <= code.clientWidth")
    call, figure = (wide.locator(f".first-sight > {one}") for one in (".call", "figure"))
    boxes = call.bounding_box(), figure.bounding_box()
    assert boxes[0] and boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_a_recipe_is_not_longer_than_its_screens(wide: Page) -> None:
    assert wide.evaluate("document.documentElement.scrollHeight") <= SCREENS * WIDE["height"]


def test_on_a_telephone_the_figure_stands_below_the_call_and_both_above_the_rest(
    narrow: Page,
) -> None:
    call, figure = narrow.evaluate(PLACES, ".first-sight .call"), narrow.evaluate(PLACES, FIGURE)
    rest = narrow.evaluate(PLACES, ".take-away")
    assert call[2] <= figure[0] < figure[2] <= rest[0]


def test_one_equation_at_most_stands_above_the_call(html, recipe: str) -> None:
    above = html(recipe).select_one(".first-sight").find_all_previous(class_="equation-frame")
    assert len(above) <= 1


def test_the_menu_calls_a_recipe_as_its_title_does(html, recipe: str) -> None:
    page: BeautifulSoup = html(recipe)
    (title,) = page.find_all("h1")
    title.select_one(".headerlink").extract()
    active = page.select_one("a.md-nav__link--active .md-ellipsis")
    assert active.get_text(" ", strip=True) == title.get_text().strip()


def test_the_proof_is_folded_and_counted(html, recipe: str) -> None:
    (fold,) = html(recipe).select(".how-we-know > details")
    listed = len(fold.select(".tests > li"))
    assert not fold.has_attr("open")
    assert fold.summary.get_text() == f"{listed} tests hold"


def test_a_page_says_once_what_its_dotted_marks_mean(html, recipe: str) -> None:
    (legend,) = html(recipe).select(".legend")
    assert "computed" in legend.get_text()


def test_the_code_on_the_first_page_is_seen_in_its_full_width(opened: Callable[..., Page]) -> None:
    widths = (
        opened("", viewport=WIDE)
        .locator("pre > code")
        .evaluate_all("all => all.map(code => [code.scrollWidth, code.clientWidth])")
    )
    assert widths and all(inner <= outer for inner, outer in widths)


def test_the_first_page_begins_with_what_can_be_done(opened: Callable[..., Page]) -> None:
    page = opened("", viewport=WIDE)
    assert page.evaluate(PLACES, ".card .card-title")[2] <= WIDE["height"]
    assert page.evaluate(PLACES, ".cards")[2] <= page.evaluate(PLACES, ".proof")[0]


def quoted_lines(source: str) -> int:
    """How many lines of a test module quote words of its page: they prove nothing on their own."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    says = [one for one in calls if getattr(one.func, "attr", "") == "says"]
    return sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in says)


@pytest.mark.parametrize("folder", LINES)
def test_recipes_are_short(folder: str, root: Path, recipes: dict[str, str]) -> None:
    lengths = []
    for address, snippet in recipes.items():
        path = Path(snippet)
        files = {
            "docs": f"{address.rstrip('/')}.md",
            "snippets": snippet,
            "tests": path.with_name(f"test_{path.name}"),
        }
        text = (root / folder / files[folder]).read_text(encoding="utf-8")
        quoted = quoted_lines(text) if folder == "tests" else 0
        lengths.append(len(text.splitlines()) - quoted)
    assert median(lengths) <= LINES[folder]


def test_a_recipe_has_a_handful_of_tests(root: Path, recipe: str, recipes: dict[str, str]) -> None:
    path = Path(recipes[recipe])
    module = (root / "tests" / path.with_name(f"test_{path.name}")).read_text(encoding="utf-8")
    assert len(re.findall(r"^def test_", module, re.M)) in TESTS
