"""What a reader copies is the code as it is shown, on every page that shows some."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Each block whole, also in what is folded; then its buttons one by one, as Material makes them
# when it comes into view.
CLICK = """async () => {
  const after = (time) => new Promise((done) => setTimeout(done, time));
  for (const fold of document.querySelectorAll("article details")) fold.open = true;
  const found = [];
  for (const block of document.querySelectorAll("article pre > code")) {
    block.scrollIntoView({ block: "center" });
    const nav = () => block.parentElement.querySelector(".md-code__nav");
    for (let waited = 0; !nav() && waited < 100; waited++) await after(20);
    await navigator.clipboard.writeText("nothing was copied");
    nav()?.querySelector("[data-md-type='copy']")?.click();
    await after(0);
    found.push([block.textContent, await navigator.clipboard.readText()]);
  }
  return found;
}"""


def test_every_button_copies_the_code_that_it_stands_on(
    opened: Callable[..., Page], address: str
) -> None:
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    blocks = page.evaluate(CLICK)
    assert len(blocks) == page.locator("article pre > code").count()
    for shown, copied in blocks:
        assert copied.rstrip() == shown.rstrip()
