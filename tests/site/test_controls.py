"""Figures with states: what the controls do, with the keyboard alone, and without a script."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

SLIDER, CHOICE, WIPE = "linalg/svd-compression/", "fft/image-spectrum/", "signal/sobel/"


def control(page: Page) -> Locator:
    found = page.locator(".states .control input").first
    found.scroll_into_view_if_needed()
    found.focus()
    return found


def seen(page: Page) -> list[str]:
    """The sentences of the states that are on the page."""
    shown = page.locator(".states").first.locator(".state-text >> visible=true")
    return shown.all_inner_texts()


def pictures(page: Page) -> list[str]:
    shown = page.locator(".states").first.locator("img >> visible=true")
    return [str(one.get_attribute("src")) for one in shown.all()]


def test_arrows_move_a_slider_through_all_states(opened: Callable[..., Page]) -> None:
    page = opened(SLIDER)
    slider = control(page)
    page.keyboard.press("Home")
    said, drawn = [], []
    for _ in range(7):
        said += seen(page)
        drawn += pictures(page)
        label = slider.get_attribute("aria-valuetext")
        assert page.locator(".states output").first.inner_text() == label
        page.keyboard.press("ArrowRight")
    assert len(set(said)) == len(set(drawn)) == 7
    assert seen(page) == said[-1:], "beyond the last there is nothing"
    page.keyboard.press("ArrowLeft")
    assert seen(page) == said[-2:-1]


def test_a_picture_of_a_state_is_there_when_it_is_chosen(opened: Callable[..., Page]) -> None:
    page = opened(SLIDER)
    control(page)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("End")
    image = page.locator(".states").first.locator("img >> visible=true")
    assert image.evaluate("one => one.complete && one.naturalWidth > 0")


def test_arrows_choose_a_window(opened: Callable[..., Page]) -> None:
    page = opened(CHOICE)
    control(page)
    said = seen(page)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        said += seen(page)
    assert len(set(said)) == 3
    assert page.locator(".states input:checked").get_attribute("value") == "2"


def test_a_wipe_uncovers_the_first_picture(opened: Callable[..., Page]) -> None:
    page = opened(WIPE)
    control(page)
    assert len(pictures(page)) == len(seen(page)) == 2
    shapes = []
    for key in ("Home", "End"):
        page.keyboard.press(key)
        shape = "one => getComputedStyle(one).clipPath"
        shapes.append(page.locator(".state-picture").nth(1).evaluate(shape))
    assert shapes == ["inset(0px 0px 0px 0%)", "inset(0px 0px 0px 100%)"]
    first, second = (page.locator(".state-picture").nth(n).bounding_box() for n in (0, 1))
    assert first == second


def test_a_control_works_after_a_link_was_followed(opened: Callable[..., Page]) -> None:
    """And the first page that a reader sees need not be the one with the control."""
    page = opened("linalg/")
    page.locator(f".card[href$='{SLIDER.partition('/')[2]}']").click()
    page.wait_for_url(f"**/{SLIDER}")
    control(page)
    before = seen(page)
    page.keyboard.press("ArrowRight")
    assert seen(page) != before


@pytest.mark.parametrize(
    "address", [SLIDER, *(pytest.param(one, marks=pytest.mark.long) for one in (CHOICE, WIPE))]
)
@pytest.mark.parametrize("how", ["without a script", "in print"])
def test_all_states_stand_side_by_side(opened: Callable[..., Page], address: str, how: str) -> None:
    page = opened(address, java_script_enabled=how == "in print")
    if how == "in print":
        page.emulate_media(media="print")
    states = page.locator(".states").first.locator(".state")
    boxes = [states.nth(n).bounding_box() for n in range(states.count())]
    assert len(boxes) == len(seen(page)) > 1
    assert len({(box["x"], box["y"]) for box in boxes if box}) == len(boxes)
    assert not page.locator(".control >> visible=true").count()


def test_the_states_of_a_figure_state_different_facts(
    html: Callable[[str], BeautifulSoup], recipe: str
) -> None:
    for figure in html(recipe).select(".states"):
        sentences = [state.get_text() for state in figure.select(".state-text")]
        assert len(set(sentences)) == len(sentences)
        assert figure.select(".state-text .fact")
