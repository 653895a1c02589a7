"""What a page does: without scripts, with the keyboard, on paper, when it is asked."""

import io
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

RECIPE = "integrate/double-integral/"
# What somebody who does not know SciPy's names types, and the recipe that is meant.
QUERIES = {
    "double integral": RECIPE,
    "constrained maximum": "optimize/triangle-on-circle/",
    "compress": "linalg/svd-compression/",
    "frequencies": "fft/amplitude-spectrum/",
    "edges": "signal/sobel/",
    "mosaic": "spatial/mosaic/",
    "border between two clouds": "stats/gaussian-mixture/",
}
# What somebody types who knows a function, a method or a number, and the recipe that comes first.
NAMES = {
    "scipy.integrate.dblquad": RECIPE,
    "dblquad": RECIPE,
    "nquad": RECIPE,
    "scipy.linalg.svd": "linalg/svd-compression/",
    "svd": "linalg/svd-compression/",
    "trust-constr": "optimize/triangle-on-circle/",
    "convolve2d": "signal/sobel/",
    "find_simplex": "spatial/mosaic/",
    "fftshift": "fft/image-spectrum/",
    "multivariate_normal": "stats/gaussian-mixture/",
    "0.35355": "optimize/triangle-on-circle/",
}


def shown_pictures(page: Page) -> set[str]:
    """The schemes whose pictures are visible in the figures."""
    page.locator("figure").first.scroll_into_view_if_needed()
    images = page.locator("figure img").all()
    return {image.get_attribute("class") or "" for image in images if image.is_visible()}


def test_the_toggle_changes_colours_and_pictures_at_once(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE, color_scheme="light")
    assert shown_pictures(page) == {"only-light"}
    page.locator("label[title='Switch to dark colours']").click()
    assert shown_pictures(page) == {"only-dark"}
    picture = page.locator("figure img.only-dark").first
    page.wait_for_function("picture => picture.naturalWidth > 0", arg=picture.element_handle())
    page.reload()
    assert shown_pictures(page) == {"only-dark"}, "the choice is forgotten"


@pytest.mark.parametrize(("query", "wanted"), QUERIES.items(), ids=QUERIES)
def test_search_finds_a_recipe_by_its_task(
    searched: Page, server: str, query: str, wanted: str
) -> None:
    _search(searched, query, f"{server}{wanted}", among=3)


@pytest.mark.parametrize(("query", "wanted"), NAMES.items(), ids=NAMES)
def test_search_finds_a_recipe_first_by_the_name_of_its_function(
    searched: Page, server: str, query: str, wanted: str
) -> None:
    _search(searched, query, f"{server}{wanted}", among=1)


def test_search_finds_each_recipe_by_its_title(
    searched: Page, server: str, recipe: str, html: Callable[[str], BeautifulSoup]
) -> None:
    title = html(recipe).select_one("article h1")
    assert title
    _search(searched, title.get_text().rstrip("¶"), f"{server}{recipe}", among=1)


def _search(page: Page, query: str, wanted: str, among: int) -> None:
    """Expect an address among the first results; the list changes while one types."""
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("")
    page.keyboard.insert_text(query[:-1])  # each key searches anew
    page.keyboard.press(query[-1])
    first = f".md-search-result__item:nth-child(-n+{among}) > .md-search-result__link"
    result = page.locator(f"{first}[href^='{wanted}?']").first
    expect(result, f"“{query}” finds others first").to_be_visible(timeout=15_000)


def test_the_keyboard_reaches_the_version_by_hand_and_opens_it(
    opened: Callable[..., Page],
) -> None:
    page = opened(RECIPE)
    summary = page.locator(".by-hand summary")
    for _ in range(200):
        page.keyboard.press("Tab")
        if summary.evaluate("summary => summary === document.activeElement"):
            break
    expect(summary).to_be_focused()
    expect(page.locator(".by-hand .highlight").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".by-hand .highlight").first).to_be_visible()


def test_the_first_tab_offers_to_skip_to_the_content(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#compute-a-double-integral-with-variable-limits$"))


def test_an_address_leads_to_its_part(opened: Callable[..., Page]) -> None:
    """Also where scripts run while the page is laid out; each recipe is asked as it is visited."""
    page = opened(f"{RECIPE}#by-hand")
    heading = page.locator("h2#by-hand")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box and box["y"] < 200


def test_an_address_leads_to_an_open_fold(opened: Callable[..., Page]) -> None:
    """A reader can close it again, and follow the address again."""
    page = opened(f"{RECIPE}#by-hand")
    code = page.locator(".by-hand .highlight").first
    expect(code).to_be_visible()
    page.locator(".by-hand summary").click()
    expect(code).to_be_hidden()
    page.locator("h2#by-hand .headerlink").click(force=True)
    expect(code).to_be_visible()
    page.locator(".by-hand summary").click()
    page.evaluate("location.hash = 'pitfall', location.hash = 'by-hand'")
    expect(code).to_be_visible()


def test_an_address_leads_to_an_open_fold_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened(f"{RECIPE}#by-hand", java_script_enabled=False)
    expect(page.locator(".by-hand .highlight").first).to_be_visible()
    page = opened(f"{RECIPE}#pitfall", java_script_enabled=False)
    expect(page.locator(".by-hand .highlight").first).to_be_hidden()


def pixels(page: Page, place: Locator) -> Image.Image:
    place.scroll_into_view_if_needed()
    return Image.open(io.BytesIO(place.screenshot(animations="disabled"))).convert("RGB")


@pytest.mark.parametrize(
    "address",
    [
        "linalg/svd-compression/",
        pytest.param("optimize/triangle-on-circle/", marks=pytest.mark.long),
    ],
)
def test_a_figure_has_the_colour_of_the_box_in_which_it_stands(
    opened: Callable[..., Page], scheme: str, address: str
) -> None:
    page = opened(address, color_scheme=scheme)
    picture = page.locator(f".pitfall img.only-{scheme}")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.naturalWidth > 0", arg=picture.element_handle())
    corner = pixels(page, picture).getpixel((2, 2))
    whole = pixels(page, page.locator(".pitfall"))
    box = whole.getpixel((12, whole.height // 2))
    assert corner == box
    assert box != pixels(page, page.locator("h1")).getpixel((0, 0))


@pytest.mark.parametrize(
    "selector",
    [
        ".equation",
        *(pytest.param(one, marks=pytest.mark.long) for one in (".highlight code", ".output pre")),
    ],
)
def test_what_can_be_scrolled_has_a_shadow_on_that_side(
    opened: Callable[..., Page], scheme: str, selector: str
) -> None:
    page = opened(
        "stats/gaussian-mixture/", color_scheme=scheme, viewport={"width": 360, "height": 740}
    )
    wider = "one => one.scrollWidth > one.clientWidth + 1"
    place = next(one for one in page.locator(f"article {selector}").all() if one.evaluate(wider))

    def shaded() -> tuple[bool, bool]:
        """Whether the left and the right end, where no text stands, differ from the middle."""
        image = pixels(page, place)
        left, middle, right = (
            image.getpixel((x, image.height - 5)) for x in (3, image.width // 2, image.width - 4)
        )
        return left != middle, middle != right

    assert shaded() == (False, True)
    place.evaluate("one => one.scrollLeft = one.scrollWidth")
    assert shaded() == (True, False)
    page.emulate_media(media="print", color_scheme=scheme)
    assert place.evaluate("one => getComputedStyle(one).backgroundImage") == "none"
    page.emulate_media(media="screen", color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 740})
    assert not place.evaluate(wider)
    assert shaded() == (False, False)


def test_paper_gets_the_light_pictures_of_a_dark_page(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE, color_scheme="dark")
    assert shown_pictures(page) == {"only-dark"}
    page.emulate_media(media="print", color_scheme="dark")
    assert shown_pictures(page) == {"only-light"}


def test_paper_gets_the_version_by_hand(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE)
    page.emulate_media(media="print")
    expect(page.locator(".by-hand .highlight").first).to_be_visible()


def test_copying_takes_the_code_as_it_is_on_the_page(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE)
    page.locator("article .highlight").first.hover()
    page.locator("article .highlight").first.locator(".md-code__button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from scipy.integrate import dblquad\n\ndef integrand(y, x):\n")


def test_a_card_leads_to_its_recipe(opened: Callable[..., Page], server: str) -> None:
    page = opened("")
    page.locator(f"a.card[href$='{RECIPE}']").click()
    expect(page).to_have_url(server + RECIPE)
    expect(page.locator("h1")).to_contain_text("Compute a double integral")
    assert shown_pictures(page) == {"only-light"}


def test_the_index_of_the_search_is_fetched_when_a_reader_asks(
    opened: Callable[..., Page],
) -> None:
    page = opened("", alone=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    late = re.compile(r"/search/index\.json$|/workers/search\.\w+\.min\.js$")
    assert not [url for url in asked if late.search(url)]
    page.keyboard.press("/")
    page.keyboard.type("edges")
    page.locator(".md-search-result__link").first.wait_for()
    assert len([url for url in asked if late.search(url)]) == 2


def test_found_words_are_marked_on_the_page(opened: Callable[..., Page]) -> None:
    page = opened("signal/sobel/?h=kernel")
    page.locator("article mark").first.wait_for()


# The lines in which each piece of code in a sentence is shown, where there are several.
LINES = """() => [...document.querySelectorAll("article :not(pre) > code")].flatMap(code => {
  for (let fold = code; (fold = fold.closest("details:not([open])"));) fold.open = true;
  if (code.getClientRects().length < 2) return [];
  const walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), lines = [];
  for (let node, last = -1; (node = walk.nextNode());)
    [...node.data].forEach((letter, place) => {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const { top } = range.getBoundingClientRect();
      if (last >= 0 && top < last + 4) lines[lines.length - 1] += letter;
      else lines.push(letter);
      last = top;
    });
  return [lines];
})"""


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("optimize/monotone-fit/", "scipy.interpolate.PchipInterpolator"),
        ("signal/sobel/", "scipy.ndimage.gaussian_gradient_magnitude"),
        ("contributing/", "docs/_engine/recipes/checking/claimed_words.toml"),
    ],
)
def test_a_long_name_ends_a_line_of_a_telephone_at_a_joint(
    opened: Callable[..., Page], address: str, name: str
) -> None:
    page = opened(address, viewport={"width": 360, "height": 740})
    names = [lines for lines in page.evaluate(LINES) if " " not in "".join(lines)]
    assert name in map("".join, names)
    assert [lines for lines in names for line in lines[:-1] if line[-1].isalnum()] == []


def test_each_function_has_its_recipes_beside_it_on_a_telephone(
    opened: Callable[..., Page],
) -> None:
    page = opened("functions/", viewport={"width": 360, "height": 740})
    for cell in page.locator("table.functions td").all():
        box = cell.bounding_box()
        assert box and box["x"] + box["width"] <= 360 and box["width"] > 100
