"""Readers see what a symbol means when they point at it or reach it with the keyboard."""

import pytest

pytestmark = pytest.mark.browser
RECIPE = "linalg/svd-compression/"


def test_pointing_at_a_symbol_shows_its_meaning(opened):
    page = opened(RECIPE)
    symbol = page.locator(".symbol", has=page.locator("annotation", has_text="k")).first
    meaning = symbol.locator(".meaning")
    assert not meaning.is_visible()
    symbol.hover()
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()


def test_focus_on_an_equation_lists_its_symbols(opened):
    page = opened(RECIPE)
    equation = page.locator("#eq-rank-k")
    equation.focus()
    listed = page.locator("#symbols-rank-k")
    assert listed.is_visible()
    assert "singular value" in listed.inner_text()
    assert equation.get_attribute("aria-describedby") == "symbols-rank-k"


def test_each_symbol_is_one_stop_of_the_keyboard(opened):
    page = opened(RECIPE)
    stops = page.locator(".symbol[tabindex]").evaluate_all(
        "nodes => nodes.map(node => node.querySelector('annotation').textContent)"
    )
    assert len(stops) == len(set(stops)) > 2


def test_a_meaning_stays_within_a_narrow_page(opened):
    page = opened(RECIPE, viewport={"width": 360, "height": 800})
    for symbol in page.locator(".symbol[tabindex]").all():
        symbol.focus()
        box = symbol.locator(".meaning").bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 360)
