"""Pictures of the built pages, on one sheet, for a person to look at."""

import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image
    from playwright.sync_api import Browser, FloatRect, ViewportSize

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (1280, 360)  # CSS pixels
HEIGHT = 900
LONGEST = 5000  # of a page on the sheet, in pixels; the pictures themselves are whole
COLUMNS = tuple((scheme, width) for width in WIDTHS for scheme in SCHEMES)
SCALE = 0.4
GAP = 16
README_RECIPE = "integrate/double-integral"
# Without windows it opens a page in half the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")


class ScreenshotError(RuntimeError):
    """No pictures can be taken; the message says what is missing."""


def photograph_pages(
    site: Path, addresses: Sequence[str], folder: Path, report: Callable[[str], None]
) -> Path:
    """Photograph pages in each scheme and width; return the sheet with all of them.

    Parameters
    ----------
    site
        The built site.
    addresses
        Of the pages, such as ``linalg/``.
    folder
        Where the pictures go, one a page and setting; made when needed.

    Raises
    ------
    ScreenshotError
        If there is no site, no such page, or no Chromium.
    """
    _require_pages(site, addresses)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    with _serve(site) as home, _chromium() as browser:
        for address in addresses:
            row = []
            for scheme, width in COLUMNS:
                name = address.strip("/").replace("/", "-") or "home"
                file = folder / f"{name}-{scheme}-{width}.png"
                file.write_bytes(_photograph(browser, home + address, scheme, width))
                row.append(file)
            report(f"{address or 'home'}: {', '.join(file.name for file in row)}")
            rows.append(row)
    return _compose_sheet(rows, folder / "sheet.png")


def _require_pages(site: Path, addresses: Sequence[str]) -> None:
    for address in addresses:
        if not (site / address / "index.html").is_file():
            raise ScreenshotError(
                f"there is no {site.name}/{address}index.html; run “mkdocs build”"
            )


def photograph_readme(site: Path, folder: Path) -> None:
    """Photograph a recipe from its title to its first figure, as the README shows it.

    The picture is ``readme.png`` in the folder.

    Raises
    ------
    ScreenshotError
        If the recipe is not in the site, or there is no Chromium.
    """
    from PIL import Image

    _require_pages(site, [f"{README_RECIPE}/"])
    with _serve(site) as home, _chromium() as browser:
        page = browser.new_page(viewport={"width": 800, "height": 3000}, color_scheme="light")
        page.goto(f"{home}{README_RECIPE}/", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        end = page.locator("article figure").first.bounding_box()
        begin = page.locator("article h1").bounding_box()
        assert begin and end
        height = end["y"] + end["height"] - begin["y"] + 2 * GAP
        clip: FloatRect = {"x": 0, "y": begin["y"] - GAP, "width": 800, "height": height}
        taken = page.screenshot(clip=clip)
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(256)
    picture.save(folder / "readme.png", optimize=True)


def _photograph(browser: "Browser", address: str, scheme: Scheme, width: int) -> bytes:
    size: ViewportSize = {"width": width, "height": HEIGHT}
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address, wait_until="networkidle")
    page.evaluate("""async () => {
        await document.fonts.ready
        for (const image of document.images) image.loading = "eager"
        await Promise.all([...document.images].map(image => image.decode().catch(() => null)))
    }""")
    taken = page.screenshot(full_page=True)
    page.close()
    return taken


def _compose_sheet(rows: Sequence[Sequence[Path]], file: Path) -> Path:
    from PIL import Image

    small = [[_shrink(Image.open(io.BytesIO(one.read_bytes()))) for one in row] for row in rows]
    widths = [int(width * SCALE) for _, width in COLUMNS]
    heights = [max(picture.height for picture in row) for row in small]
    size = sum(widths) + GAP * (len(widths) + 1), sum(heights) + GAP * (len(heights) + 1)
    sheet = Image.new("RGB", size, "#888")
    top = GAP
    for row, height in zip(small, heights, strict=True):
        left = GAP
        for picture, width in zip(row, widths, strict=True):
            sheet.paste(picture, (left, top))
            left += width + GAP
        top += height + GAP
    sheet.save(file)
    return file


def _shrink(picture: "Image.Image") -> "Image.Image":
    picture = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, LONGEST)))
    return picture.resize((int(picture.width * SCALE), int(picture.height * SCALE)))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
        pass


@contextmanager
def _serve(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}/"
        finally:
            serving.shutdown()
            thread.join()


@contextmanager
def _chromium() -> Iterator["Browser"]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise ScreenshotError("there is no Playwright; install the group “dev”") from None
    path = next(filter(None, [os.environ.get("CHROMIUM"), *map(shutil.which, CHROMIUM)]), None)
    if path is None:
        raise ScreenshotError("there is no Chromium; install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
