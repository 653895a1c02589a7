"""What a reader copies from a page: formulas as TeX, each once, and all else as it reads."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RECIPE = "stats/gaussian-mixture/"
SELECT = """([first, last]) => {
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def copied() -> Callable[..., str]:
    """Copy from one element to another with the keyboard, and return what was copied."""

    def copy(page: Page, first: str, last: str = "", number: int = 0) -> str:
        start = page.locator(first).nth(number)
        end = page.locator(last).first if last else start
        page.evaluate(SELECT, [start.element_handle(), end.element_handle()])
        page.evaluate("navigator.clipboard.writeText('')")
        page.keyboard.press("ControlOrMeta+c")
        text: str = page.evaluate("navigator.clipboard.readText()")
        return text

    return copy


def read(element: Tag) -> str:
    """The text of an element on one line, with the source of its formulas."""
    copy = BeautifulSoup(str(element), "html.parser")
    for hidden in copy.select(".meaning, .katex-html"):
        hidden.decompose()
    for formula in copy.select(".katex-mathml"):
        formula.replace_with(f"${formula.annotation.get_text()}$")
    return " ".join(copy.get_text().split())


@pytest.mark.parametrize(
    "address", [RECIPE, "linalg/notebook/", pytest.param("how-it-works/", marks=pytest.mark.long)]
)
def test_a_copied_sentence_has_each_formula_once_as_tex(
    opened: Callable[..., Page],
    copied: Callable[..., str],
    html: Callable[[str], BeautifulSoup],
    address: str,
) -> None:
    """Numbers, links and code in it are text; what its symbols mean is not in it."""
    page = opened(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    sentences = [
        read(one)
        for one in html(address).select("article p:has(.katex)")
        if not one.select(".katex-display")
    ]
    assert len(sentences) > 2
    shown = "article p:has(.katex):not(:has(.katex-display))"
    for number, sentence in enumerate(sentences):
        assert " ".join(copied(page, shown, number=number).split()) == sentence


@pytest.mark.parametrize("address", [RECIPE, "linalg/notebook/"])
def test_a_copied_display_has_two_dollars_on_each_side(
    opened: Callable[..., Page],
    copied: Callable[..., str],
    html: Callable[[str], BeautifulSoup],
    address: str,
) -> None:
    page = opened(address)
    source = html(address).select_one(".katex-display annotation")
    assert source
    assert copied(page, ".katex-display").strip() == f"$${source.get_text()}$$"


def test_a_selection_that_ends_within_a_formula_takes_all_of_it(
    opened: Callable[..., Page], copied: Callable[..., str], html: Callable[[str], BeautifulSoup]
) -> None:
    page = opened(RECIPE)
    display = html(RECIPE).select_one(".katex-display annotation")
    assert display
    letter = ".katex-display .katex-html .mathnormal"
    assert copied(page, letter).strip() == f"$${display.get_text()}$$"
    text = copied(page, "article h1", letter)
    assert text.strip().endswith(f"$${display.get_text()}$$")


def test_paragraphs_and_lines_of_code_stay_apart(
    opened: Callable[..., Page], copied: Callable[..., str], html: Callable[[str], BeautifulSoup]
) -> None:
    page = opened(RECIPE)
    lines = copied(page, "article h1", "article .versions").split("\n")
    assert html(RECIPE).select_one("article h1").get_text() == lines[0]
    assert html(RECIPE).select_one("article .highlight pre").get_text().split("\n")[-2] in lines


def test_copying_changes_no_control_of_the_page(
    opened: Callable[..., Page], copied: Callable[..., str]
) -> None:
    page = opened("fft/image-spectrum/")
    choices = page.locator("article [type=radio]")
    before = [one.is_checked() for one in choices.all()]
    assert "$" in copied(page, "article h1", "article .versions")
    assert [one.is_checked() for one in choices.all()] == before != []


def test_text_that_is_selected_without_a_formula_is_left_to_the_browser(
    opened: Callable[..., Page], copied: Callable[..., str]
) -> None:
    page = opened("contributing/")
    page.evaluate("addEventListener('copy', one => window.taken = one.defaultPrevented)")
    title = page.locator("article h1").inner_text().rstrip("¶")
    assert copied(page, "article h1").strip().rstrip("¶") == title
    assert page.evaluate("window.taken") is False
