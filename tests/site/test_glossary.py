"""Readers see what a symbol means when they point at it or reach it with the keyboard."""

import pytest

pytestmark = pytest.mark.browser
RECIPE = "linalg/svd-compression/"


def visible(page, selector):
    return page.locator(selector).first.evaluate("node => getComputedStyle(node).visibility") == (
        "visible"
    )


def test_pointing_at_a_symbol_shows_its_meaning(open_page):
    page = open_page(RECIPE)
    symbol = page.locator(".symbol", has=page.locator("annotation", has_text="k")).first
    meaning = symbol.locator(".meaning")
    assert meaning.evaluate("node => getComputedStyle(node).visibility") == "hidden"
    symbol.hover()
    assert meaning.evaluate("node => getComputedStyle(node).visibility") == "visible"
    page.keyboard.press("Escape")
    assert meaning.evaluate("node => getComputedStyle(node).visibility") == "hidden"


def test_focus_on_an_equation_lists_its_symbols(open_page):
    page = open_page(RECIPE)
    equation = page.locator("#eq-rank-k")
    equation.focus()
    listed = page.locator("#symbols-rank-k")
    assert listed.evaluate("node => getComputedStyle(node).visibility") == "visible"
    assert "singular value" in listed.inner_text()
    assert equation.get_attribute("aria-describedby") == "symbols-rank-k"


def test_each_symbol_is_one_stop_of_the_keyboard(open_page):
    page = open_page(RECIPE)
    stops = page.locator(".symbol[tabindex]").evaluate_all(
        "nodes => nodes.map(node => node.querySelector('annotation').textContent)"
    )
    assert len(stops) == len(set(stops)) > 2


def test_a_meaning_stays_within_a_narrow_page(open_page):
    page = open_page(RECIPE, width=360)
    for symbol in page.locator(".symbol[tabindex]").all():
        symbol.focus()
        box = symbol.locator(".meaning").bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 360)
