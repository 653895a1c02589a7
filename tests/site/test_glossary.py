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
    listed = page.locator(".equation-frame", has=equation).locator("dl.meaning")
    assert listed.is_visible()
    assert "singular value" in listed.inner_text()


def test_an_equation_is_described_by_each_symbol_and_its_meaning_once(opened):
    page = opened(RECIPE)
    equation = page.locator("#eq-rank-k")
    assert equation.get_attribute("aria-describedby") == "symbols-rank-k"
    described = page.locator("#symbols-rank-k").evaluate("node => node.textContent")
    listed = page.locator(".equation-frame", has=equation).locator("dl.meaning > div")
    meanings = [one.locator("dd").text_content() for one in listed.all()]
    names = [one.locator("annotation").text_content() for one in listed.all()]
    assert [one.partition(": ")[2] for one in described.split("; ")] == meanings
    assert [
        len(one.partition(": ")[0]) <= len(name)
        for one, name in zip(described.split("; "), names, strict=True)
    ]


def test_a_symbol_of_no_equation_is_one_stop_of_the_keyboard(opened):
    page = opened(RECIPE)
    stops = page.locator(".symbol[tabindex]").evaluate_all(
        "nodes => nodes.map(node => node.querySelector('annotation').textContent)"
    )
    explained = page.locator("dl.meaning annotation").all_text_contents()
    assert len(stops) == len(set(stops)) > 0
    assert not {*stops} & {*explained}


def test_an_equation_does_not_hide_the_next_one_with_its_symbols(opened):
    page = opened("optimize/triangle-on-circle/", viewport={"width": 1280, "height": 800})
    for frame in page.locator(".md-content__inner > .equation-frame:has(.meaning)").all():
        frame.locator(".equation").focus()
        meaning = frame.locator(".meaning").bounding_box()
        for other in page.locator(".equation").all():
            box = other.bounding_box()
            assert box["x"] + box["width"] <= meaning["x"] or (
                box["y"] + box["height"] <= meaning["y"]
                or meaning["y"] + meaning["height"] <= box["y"]
            )


def test_a_meaning_stays_within_a_narrow_page(opened):
    page = opened(RECIPE, viewport={"width": 360, "height": 800})
    for symbol in page.locator(".symbol[tabindex]").all():
        symbol.focus()
        box = symbol.locator(".meaning").bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 360)
