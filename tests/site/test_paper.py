"""What a reader gets on paper, whatever the colours of the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The contrast of each visible text to white: browsers print no backgrounds, unless they are asked.
CONTRASTS = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const lightness = (colour) => {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const linear = [...pen.getImageData(0, 0, 1, 1).data].map((byte) =>
      byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const texts = [...document.querySelectorAll("article *")].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return texts.map((element) => [
    `${element.tagName.toLowerCase()}.${element.className}`,
    1.05 / (lightness(getComputedStyle(element).color) + 0.05),
  ]);
}"""
# What a page has beside its prose.
KINDS = {
    "integrate/double-integral/": "h1 samp figcaption a span",
    "integrate/notebook/": "h1 samp em code span",
    "how-it-works/": "h1 samp a span",
    "contributing/": "h1 code td a",
}


@pytest.mark.parametrize("address", KINDS)
def test_paper_gets_dark_text_from_a_dark_page(opened: Callable[..., Page], address: str) -> None:
    page = opened(address, color_scheme="dark")
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    page.emulate_media(media="print", color_scheme="dark")
    contrasts = page.evaluate(CONTRASTS)
    assert set(KINDS[address].split()) <= {kind.partition(".")[0] for kind, _ in contrasts}
    assert [f"{kind} {ratio:.1f}" for kind, ratio in contrasts if ratio < 4.5] == []
