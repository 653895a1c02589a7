"""What is proved, shown on request: marks lead to tests and cells, and these lead back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

RECIPE = "integrate/double-integral/"
# Numbers in captions and in a list, formulas of several tests, and one that a figure's test has.
OTHERS = ["fft/image-spectrum/", "linalg/svd-compression/", "stats/gaussian-mixture/"]
RECIPES = [RECIPE, *(pytest.param(one, marks=pytest.mark.long) for one in OTHERS)]
NARROW = {"width": 360, "height": 740}
MARKS, BACKS = "article a.proved", "article .backs a"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def proved(opened: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page and show what is proved."""

    def open_page(address: str, **options: object) -> Page:
        page = opened(address, reduced_motion="reduce", **options)
        switch(page).click()
        return page

    return open_page


def switch(page: Page) -> Locator:
    return page.get_by_role("button", name="Show what is proved", exact=True)


def focused(page: Page, wanted: Locator) -> None:
    """Go on with Tab until a place has the focus."""
    here = wanted.element_handle()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("one => one === document.activeElement", here):
            return
    raise AssertionError("the keyboard does not reach it")


def test_marks_are_plain_text_until_a_reader_asks(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE)
    before = page.locator("article").inner_html()
    expect(page.locator(f"{MARKS}, {BACKS}")).to_have_count(0)
    switch(page).click()
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    assert page.locator(MARKS).count() > 5
    switch(page).click()
    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    assert page.locator("article").inner_html() == before


@pytest.mark.parametrize("address", RECIPES)
def test_each_mark_leads_to_a_place_that_leads_back_to_it(
    proved: Callable[..., Page], address: str
) -> None:
    page = proved(address)
    links = page.locator(f"{MARKS}[href^='#']:not([tabindex])").evaluate_all(
        "marks => marks.map(one => [one.id, one.hash.slice(1)])"
    )
    assert links and len({mark for mark, _ in links}) == len(links)
    backs = page.evaluate(
        """places => places.map(place =>
        [...document.getElementById(place).querySelectorAll(".backs a")].map(one => one.hash))
    """,
        [place for _, place in links],
    )
    assert [
        mark for (mark, _), there in zip(links, backs, strict=True) if f"#{mark}" not in there
    ] == []
    all_backs = page.locator(BACKS).evaluate_all("backs => backs.map(one => one.hash.slice(1))")
    assert {mark for mark, _ in links} == {*all_backs}


def test_a_number_a_formula_an_equation_and_words_lead_to_what_proves_them(
    proved: Callable[..., Page],
) -> None:
    page = proved(RECIPE)
    number = page.get_by_role("link", name="1/4", exact=True).first
    expect(number).to_have_attribute("href", "#cell-area")
    expect(number).to_have_accessible_description(
        "area = 0.25, computed by integrate/double_integral.py"
    )
    expect(page.locator("#cell-area code")).to_contain_text("area, _ = dblquad")
    formula = page.locator("figcaption a.proved:has(.katex)")
    expect(formula).to_have_attribute("href", "#test-formulas")
    said = "The border and the integrands in the sentences are those of the code."
    expect(formula).to_have_accessible_description(f"Proved by: {said}")
    expect(page.locator("#test-formulas")).to_contain_text(said)
    equation = page.locator("#eq-triangle > a.proved")
    expect(equation).to_have_attribute("href", "#test-closed-form")
    words = page.locator(".pitfall a.proved", has_text="without a warning")
    expect(words).to_have_attribute("href", "#test-wrong-order")


def test_the_keyboard_alone_shows_what_is_proved_and_goes_there_and_back(
    opened: Callable[..., Page],
) -> None:
    """By way of two folds, which open."""
    page = opened(RECIPE, reduced_motion="reduce")
    focused(page, switch(page))
    page.keyboard.press("Enter")
    mark = page.locator(".pitfall a.proved[href='#test-formulas']").first
    focused(page, mark)
    page.keyboard.press("Enter")
    sentence = page.locator("#test-formulas")
    expect(sentence).to_be_in_viewport()
    box = sentence.bounding_box()
    assert box and box["y"] > 48, "the title of the page lies on it"
    page.keyboard.press("Tab")
    back = page.locator(f"#test-formulas a[href='#{mark.get_attribute('id')}']")
    expect(page.locator("#test-formulas a").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(mark).to_be_in_viewport()
    far = page.locator("#cell-by-hand .backs a").first
    far.evaluate("one => one.click()")
    expect(page.locator(".by-hand a[href='#cell-by-hand']").first).to_be_in_viewport()


def test_the_keyboard_stops_once_at_words_with_a_formula_between(
    proved: Callable[..., Page],
) -> None:
    page = proved(RECIPE)
    first, rest = (page.locator(f"article [data-part='{n}'] > a").first for n in (0, 1))
    expect(rest).to_have_attribute("tabindex", "-1")
    target = first.get_attribute("href")
    assert target == rest.get_attribute("href")
    back = page.locator(f"{target} .backs a[href='#{first.get_attribute('id')}']")
    assert back.text_content() == f"{first.text_content()} …"
    expect(page.locator(f".backs a[href='#{rest.get_attribute('id')}']")).to_have_count(0)


def test_the_choice_holds_for_the_visit(proved: Callable[..., Page], server: str) -> None:
    page = proved(RECIPE)
    page.goto(f"{server}{OTHERS[0]}")
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    assert page.locator(MARKS).count()


def test_without_storage_the_switch_works(opened: Callable[..., Page]) -> None:
    page = opened("", alone=True)
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('refused') } })"
    )
    page.goto(f"{page.url}{RECIPE}")
    switch(page).click()
    assert page.locator(MARKS).count()


def test_a_page_without_scripts_shows_no_switch_and_no_link(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE, java_script_enabled=False)
    expect(page.locator("[data-proofs]")).to_be_hidden()
    expect(page.locator("[data-proof] a, a.proved")).to_have_count(0)
    looks = page.locator(".pitfall [data-proof]").first.evaluate(
        "one => { const own = getComputedStyle(one);"
        " return [own.textDecorationLine, own.backgroundColor, own.borderBottomWidth] }"
    )
    assert looks == ["none", "rgba(0, 0, 0, 0)", "0px"]


def test_paper_shows_no_marks(proved: Callable[..., Page]) -> None:
    page = proved(RECIPE)
    page.emulate_media(media="print")
    expect(page.locator("[data-proofs]")).to_be_hidden()
    expect(page.locator("article .backs >> visible=true")).to_have_count(0)
    looks = page.locator(MARKS).evaluate_all("""marks => marks.map(one => {
        const own = getComputedStyle(one)
        const plain = own.color === getComputedStyle(one.parentElement).color
        return own.backgroundColor + own.borderBottomStyle + plain
    })""")
    assert set(looks) == {"rgba(0, 0, 0, 0)nonetrue"}


@pytest.mark.parametrize("address", RECIPES)
def test_marks_fit_a_narrow_screen(proved: Callable[..., Page], address: str) -> None:
    page = proved(address, viewport=NARROW)
    page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    assert not page.evaluate(WIDER)


def test_marks_move_no_line_of_the_text(opened: Callable[..., Page]) -> None:
    page = opened(RECIPE)
    paragraph = page.locator("article p:has([data-proof])").first
    before = paragraph.bounding_box()
    switch(page).click()
    after = paragraph.bounding_box()
    assert before and after
    assert (before["width"], before["height"]) == (after["width"], after["height"])


def test_copied_code_is_that_of_the_page(proved: Callable[..., Page]) -> None:
    page = proved(RECIPE, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#cell-area").hover()
    page.locator("#cell-area .md-code__button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("area, _ = dblquad(") and "In the text" not in copied


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("address", RECIPES)
def test_marks_break_no_rule(
    proved: Callable[..., Page], violations: Callable[..., list[str]], scheme: str, address: str
) -> None:
    page = proved(address, color_scheme=scheme, viewport=NARROW)
    page.wait_for_selector(
        f"body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]"
    )
    page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    assert violations(page, "all" if scheme == "light" else "colours") == []
