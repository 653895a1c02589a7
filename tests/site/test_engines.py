"""Each kind of page in three browser engines: Chromium, Firefox and WebKit."""

import io
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pypdfium2
import pytest

from tests.tools.engines import (
    DEADLINE,
    Chromium,
    Engine,
    MissingEngineError,
    firefox,
    webkit,
)

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1280, 800
SLIDER = "linalg/svd-compression/"
KINDS = [
    *("", "404.html", "how-it-works/", "contributing/", "scipy-formulas/"),
    *("integrate/", "integrate/double-integral/", "integrate/notebook/", SLIDER),
]
WITH_CODE = [one for one in KINDS if one not in {"404.html", "integrate/", "scipy-formulas/"}]
# What has the focus now: whether it had it before, stands behind what had it last, is in the foot.
FOCUS = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.stops ??= [];
  const again = stops.includes(one);
  const behind = !stops.length || Boolean(stops.at(-1).compareDocumentPosition(one) & 4);
  stops.push(one);
  return { what: one.outerHTML.slice(0, 120), again, behind,
           last: Boolean(one.closest(".md-footer")) };
})()"""
# A page of contents has a link for each thing; the others have what a reader may want to do.
# With a menu of fifteen chapters, and a link for each name of a library at its first use.
STOPS = {"404.html": 100, "contributing/": 80, "integrate/notebook/": 80}
STOPS |= {"how-it-works/": 70, "linalg/svd-compression/": 90}
BUTTONS = "document.querySelectorAll('article .md-code__button[data-md-type=copy]')"


OTHERS = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(
    scope="module",
    params=["chromium", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)],
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn; where it may not be missing, a missing one fails the test."""
    with ExitStack() as running:
        if request.param == "chromium":
            found: Engine = running.enter_context(
                closing(Chromium(request.getfixturevalue("browser")))
            )
        else:
            try:
                found = running.enter_context(OTHERS[request.param]())
            except MissingEngineError as error:
                if os.environ.get("CI") or os.environ.get("RECIPE_REQUIRE_BROWSER"):
                    pytest.fail(str(error), pytrace=False)
                pytest.skip(str(error))
        found.resize(WIDTH, HEIGHT)
        yield found


@pytest.fixture
def see(engine: Engine, server: str) -> Callable[[str], Engine]:
    """Open a page at the size of a laptop, until its scripts have run."""

    def open_page(address: str) -> Engine:
        engine.open(f"{server}{address}?watched")
        engine.wait("document.readyState === 'complete'")
        engine.evaluate("document.fonts.ready.then(() => true)")
        return engine

    return open_page


def shown(engine: Engine, selector: str) -> None:
    """Bring an element into view, so that what is drawn on sight is there."""
    engine.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")


def pasted(engine: Engine) -> str:
    """What the clipboard holds, as a reader gets it: by pasting."""
    engine.evaluate("""(() => {
      const field = document.createElement("textarea");
      field.id = "pasted";
      document.body.append(field);
      field.focus();
    })()""")
    engine.press("Control", "v")
    text = ""
    with suppress(TimeoutError):
        text = str(engine.wait("document.querySelector('#pasted').value", seconds=2))
    engine.evaluate("document.querySelector('#pasted').remove()")
    return text


def copied(engine: Engine, button: str, expected: str) -> str:
    """Click a button and paste, until the text is there or the time is over.

    Where a browser is several processes, the clipboard has a text some time after the click, and
    the first click of all may come before the window takes any.
    """
    end = time.monotonic() + DEADLINE
    while True:
        engine.click(button)
        for _ in range(3):
            text = pasted(engine)
            if text.rstrip() == expected.rstrip() or time.monotonic() > end:
                return text


@pytest.mark.parametrize("address", KINDS)
def test_the_console_has_nothing_to_say(see, address: str) -> None:
    page = see(address)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("new Promise(done => setTimeout(() => done(true), 300))")
    assert page.evaluate("window.watched") == []
    assert page.errors == []


@pytest.mark.parametrize("address", WITH_CODE)
def test_every_copy_button_copies_its_code(see, address: str) -> None:
    page = see(address)
    blocks = page.evaluate("document.querySelectorAll('article pre > code').length")
    page.evaluate("""(async () => {
      for (const fold of document.querySelectorAll("article details")) fold.open = true;
      for (const code of document.querySelectorAll("article pre > code")) {
        code.scrollIntoView({ behavior: "instant" });
        await new Promise(requestAnimationFrame);
      }
    })()""")
    page.wait(f"{BUTTONS}.length >= {blocks}")
    for number in {0, blocks // 2, blocks - 1}:
        code = page.evaluate(f"""(() => {{
          const button = {BUTTONS}[{number}];
          button.id = "copy-{number}";
          const copy = button.closest("div, pre").querySelector("code") ??
            button.closest("pre").querySelector("code");
          return copy.innerText;
        }})()""")
        assert copied(page, f"#copy-{number}", code).rstrip() == code.rstrip()


def test_copy_script_copies_the_whole_script(see, site) -> None:
    page = see("integrate/double-integral/")
    script = (site / "downloads/integrate/double_integral.py").read_text(encoding="utf-8")
    assert copied(page, ".take-away [data-copy]", script) == script
    page.wait("document.querySelector('.take-away [role=status]').textContent === 'Copied'")


@pytest.mark.parametrize("address", KINDS)
def test_the_tab_key_goes_through_the_page_once_and_in_its_order(see, address: str) -> None:
    page = see(address)
    stops: list[dict[str, Any]] = []
    while True:
        page.press("Tab")
        stop = page.evaluate(FOCUS)
        if not stop or stop["again"]:
            break  # the browser's own buttons, or the beginning once more
        stops.append(stop)
    assert [stop for stop in stops if not stop["behind"]] == []
    assert stops[-1]["last"], "the page's end is reached"
    assert len(stops) <= STOPS.get(address, 60)


def test_the_theme_is_switched_by_its_button_and_stays(see, server: str) -> None:
    page = see("integrate/double-integral/")
    scheme = "document.body.dataset.mdColorScheme"
    before = page.evaluate(scheme)
    page.click("form[data-md-component=palette] label:not([hidden])")
    after = page.wait(f"{scheme} !== {json.dumps(before)} && {scheme}")
    assert {before, after} == {"default", "slate"}
    shown_pictures = """[...document.querySelectorAll(".first-sight .recipe-figure img")]
      .filter(one => one.getClientRects().length).map(one => one.className)"""
    assert page.evaluate(shown_pictures) == ["only-dark" if after == "slate" else "only-light"]
    page.open(f"{server}linalg/?watched")
    assert page.wait(scheme) == after
    page.click("form[data-md-component=palette] label:not([hidden])")
    page.wait(f"{scheme} === {json.dumps(before)}")


def test_a_slider_moves_by_keys_and_agrees_with_its_label_after_back(see, server: str) -> None:
    page = see(SLIDER)
    slider = ".states .control input"
    page.evaluate(f"(document.querySelector('{slider}').focus(), true)")
    page.press("Home")
    page.press("ArrowRight")
    state = f"""(() => {{
      const input = document.querySelector("{slider}");
      const shown = document.querySelectorAll(".states .state[data-on]");
      return [JSON.parse(input.dataset.labels)[input.value],
              document.querySelector(".states output").textContent, shown.length];
    }})()"""
    label, said, count = page.evaluate(state)
    assert (label, count) == (said, 1)
    page.open(f"{server}integrate/?watched")
    page.back()
    page.wait(f"location.pathname.endsWith('{SLIDER}') && document.readyState === 'complete'")
    page.wait("document.documentElement.classList.contains('scripted')")
    label, said, count = page.evaluate(state)
    assert (label, count) == (said, 1)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_paper_has_dark_text_on_white(see, scheme: str) -> None:
    page = see("integrate/double-integral/")
    if page.evaluate("document.body.dataset.mdColorScheme") != scheme:
        page.click("form[data-md-component=palette] label:not([hidden])")
        page.wait(f"document.body.dataset.mdColorScheme === '{scheme}'")
    printed = page.printed()
    if scheme == "slate":
        page.click("form[data-md-component=palette] label:not([hidden])")
    if printed is None:
        pytest.skip(f"{page.name} prints on no command")
    document = pypdfium2.PdfDocument(io.BytesIO(printed))
    assert 1 < len(document) < 8
    first = document[0].render(scale=1).to_pil().convert("L")
    grey = first.crop((0, 0, first.width, first.height // 4)).histogram()
    assert sum(grey[250:]) > 0.8 * sum(grey), "paper is white"
    assert sum(grey[:110]) > 0.002 * sum(grey), "text is dark"
    document.close()


def test_proved_numbers_links_and_folds_are_underlined(see) -> None:
    page = see("integrate/double-integral/")
    for selector in (".fact", "article p a", ".figure-data > summary", "a.scipy"):
        style = page.evaluate(
            f"getComputedStyle(document.querySelector('{selector}')).textDecorationLine"
        )
        assert style == "underline", selector
