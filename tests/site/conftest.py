"""The site as readers get it: built once, served, and opened in a browser."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, sync_playwright
from recipes.tools.screenshots import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
DOCS, SNIPPETS = ROOT / "docs", ROOT / "snippets"
# What Material and others advertise at each build.
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
# The site lies in a folder of its host, as it does on GitHub Pages, and knows its address.
PREFIX = "/some/prefix/"
SITE_URL = f"https://site.example{PREFIX}"
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync""".split()


def _sources() -> list[Path]:
    files = (file.relative_to(DOCS) for file in sorted(DOCS.rglob("*.md")))
    return [file for file in files if file.parts[0] != "_engine"]


def _address(source: Path) -> str:
    """Where a page of `docs` is in the site: `a/b.md` is `a/b/`, `a/index.md` is `a/`."""
    path = source.parent if source.stem == "index" else source.with_suffix("")
    return "" if path == Path() else f"{path.as_posix()}/"


def _snippet(source: Path) -> Path:
    return source.with_name(source.stem.replace("-", "_")).with_suffix(".py")


RECIPES = {
    _address(source): _snippet(source).as_posix()
    for source in _sources()
    if source.parent != Path()
    and source.stem != "index"
    and (SNIPPETS / _snippet(source)).is_file()
}
CHAPTERS = sorted({address.partition("/")[0] for address in RECIPES})
# Known before the site is built, so that each page is a test of its own.
ADDRESSES = [
    *map(_address, _sources()),
    *(f"{chapter}/notebook/" for chapter in CHAPTERS),
    "404.html",
]


# What static hosts pack before they send it.
TEXT = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".md", ".py", ".ipynb"}
# One page of each kind, and a recipe with a control. In the browser the others are asked where
# time does not count, since there is one more with each recipe.
SAMPLE = {
    *("", "404.html", "how-it-works/", "gallery/", "io/sound/"),
    *("integrate/", "integrate/double-integral/", "integrate/notebook/", "linalg/svd-compression/"),
}
OPENING = {"visit", "shown", "searched"}  # fixtures that open the page or search for it
# What is asked again of Chromium, where three engines are asked.
ONCE = {"", "integrate/double-integral/"}
# What a clone has not, or what is made anew.
LEFT_OUT = """site .git .venv .uv __pycache__ *.egg-info uv.lock .*_cache mkdocs-jupyter notebooks
shots tools-* oldest* environments""".split()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]


def _name(address: str) -> str:
    return address.rstrip("/") or "home"


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What takes a visit and a recipe is asked of the recipes only."""
    if {"visit", "recipe"} <= {*metafunc.fixturenames}:
        only = pytest.mark.parametrize("address", RECIPES, ids=_name, indirect=True, scope="module")
        metafunc.definition.add_marker(only)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = item.callspec.params if hasattr(item, "callspec") else {}
        address = asked.get("address", asked.get("recipe"))
        opens = OPENING & {*getattr(item, "fixturenames", ())}
        visits = opens and address is not None and address not in SAMPLE
        # In this engine, `test_browser.py` asks the same of each page.
        again = asked.get("engine") == "chromium" and address not in ONCE
        if visits or again:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="module", params=ADDRESSES, ids=_name)
def address(request: pytest.FixtureRequest) -> str:
    """Each page of the site in turn."""
    return request.param


@pytest.fixture(scope="module", params=RECIPES, ids=_name)
def recipe(request: pytest.FixtureRequest) -> str:
    """The address of each recipe in turn."""
    return request.param


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request: pytest.FixtureRequest) -> str:
    """The folder of each chapter in turn."""
    return request.param


@pytest.fixture(scope="session")
def addresses() -> list[str]:
    return ADDRESSES


@pytest.fixture(scope="session")
def sample() -> set[str]:
    """The addresses that are visited in each run of the tests."""
    return SAMPLE


@pytest.fixture(scope="session")
def recipes() -> dict[str, str]:
    """The path of its snippet by the address of each recipe."""
    return RECIPES


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def copied(root: Path) -> Callable[..., Path]:
    """Copy the project into another folder; without results, its snippets run anew there."""

    def copy(folder: Path, *, results: bool = True) -> Path:
        left_out = LEFT_OUT if results else [*LEFT_OUT, "results"]
        ignore = shutil.ignore_patterns(*left_out)
        return shutil.copytree(root, folder, ignore=ignore)

    return copy


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One process at a time; SQLite's lock works on every system and ends with its process."""
    with closing(sqlite3.connect(file, timeout=280, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built by the first test process that needs it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, failure = shared / "site", shared / "site-failed.txt"
    with _alone(shared / "site.lock"):
        if not folder.is_dir() and not failure.is_file():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
            environment = os.environ | QUIET | {"SITE_URL": SITE_URL}
            built = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True
            )
            if built.returncode:
                failure.write_text(built.stdout + built.stderr, encoding="utf-8")
    if failure.is_file():
        pytest.fail(f"the site does not build:\n{failure.read_text(encoding='utf-8')}", False)
    return folder


@pytest.fixture(scope="session")
def html(site: Path) -> Callable[[str], BeautifulSoup]:
    """Parse the page at an address, once."""

    @cache
    def parse(address: str) -> BeautifulSoup:
        file = site / address
        file = file if file.suffix == ".html" else file / "index.html"
        return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")

    return parse


# What goes wrong in a page, for engines whose console nobody can read.
WATCHED = b"""<script>window.watched = []; {
  const note = (...said) => void watched.push(said.map(String).join(" "));
  addEventListener("error", ({ message, target }) => note(message ?? target.outerHTML), true);
  addEventListener("unhandledrejection", ({ reason }) => note(reason));
  console.error = console.warn = note;
}</script>"""


class _Host(SimpleHTTPRequestHandler):
    """A static host: the site below a path, and 404.html for all that is not there.

    A page that is asked for with ``?watched`` lists what goes wrong in it.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        if query != "watched" or not file.is_file():
            super().do_GET()
            return
        page = file.read_bytes().replace(b"<head>", b"<head>" + WATCHED, 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: object) -> None:
        pass

    def translate_path(self, path: str) -> str:
        there = path.startswith(PREFIX)
        return super().translate_path(path.removeprefix(PREFIX[:-1]) if there else "/nothing")

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def send_error(self, code: int, *args: object, **named: object) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)


@contextmanager
def _hosted(site: Path) -> Iterator[str]:
    handler = partial(_Host, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}{PREFIX}"
        serving.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def sent(site: Path) -> Callable[[str], bytes]:
    """Return what a static host sends for a path of the site: text is packed."""

    @cache
    def pack(path: str) -> bytes:
        file = site / path
        file = file / "index.html" if not path or path.endswith("/") else file
        content = file.read_bytes()
        return gzip.compress(content, 9, mtime=0) if file.suffix in TEXT else content

    return pack


@pytest.fixture(scope="session")
def site_url() -> str:
    """Where the site says that it is."""
    return SITE_URL


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of a web server that has the site in a folder, with a slash at the end."""
    with _hosted(site) as address:
        yield address


@pytest.fixture(scope="session")
def hosted() -> Callable[[Path], AbstractContextManager[str]]:
    """Serve another site in the same way."""
    return _hosted


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; where it may not be missing, a missing one fails the test."""
    paths = [os.environ.get("CHROMIUM"), *map(shutil.which, CHROMIUM)]
    path = next(filter(None, paths), None)
    if path is None:
        reason = "no Chromium: install chromium, or name one in the variable CHROMIUM"
        if os.environ.get("CI") or os.environ.get("RECIPE_REQUIRE_BROWSER"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The tab in which one test after the other opens its page, see `opened`."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def searched(browser: Browser, server: str) -> Iterator[Page]:
    """The first page, where one search follows the other."""
    page = browser.new_page()
    page.goto(server)
    yield page
    page.close()


# What a tab can be told anew; for all else a page is opened in a context of its own.
TOLD = {"color_scheme", "reduced_motion", "viewport"}
NEUTRAL = {"color_scheme": "null", "reduced_motion": "null", "media": "null"}
SIZE = {"width": 1280, "height": 720}


def _as_if_new(tab: Page, server: str, options: dict[str, Any]) -> None:
    """Leave nothing of what an earlier test did in a tab, and tell it what this one wants."""
    tab.goto(f"{server}robots.txt")
    tab.evaluate("localStorage.clear(), sessionStorage.clear()")
    tab.mouse.move(0, 0)
    tab.set_viewport_size(options.get("viewport", SIZE))
    wanted = {name: value for name, value in options.items() if name != "viewport"}
    tab.emulate_media(**NEUTRAL | wanted)


@pytest.fixture
def opened(browser: Browser, server: str, tab: Page) -> Iterator[Callable[..., Page]]:
    """Open a page until its scripts have run and nothing is on its way.

    The first page of a test opens in the tab in which others did before, which is quick; a
    further one, one with other options, or one that is asked for as `alone` in a new context.
    """
    contexts = []
    left = [tab]

    def open_page(address: str, *, alone: bool = False, **options: Any) -> Page:
        if left and not alone and set(options) <= TOLD:
            page = left.pop()
            _as_if_new(page, server, options)
        else:
            contexts.append(browser.new_context(**options))
            page = contexts[-1].new_page()
        page.goto(server + address)
        if options.get("java_script_enabled", True):
            page.evaluate("document.fonts.ready.then(() => new Promise(requestIdleCallback))")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """Return where a page or a part breaks a rule, of all rules or of those of a kind."""

    def run(page: Page, rules: str = "all", part: str = "html") -> list[str]:
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}}
        if rules == "colours":
            options["runOnly"] = {"type": "rule", "values": COLOURS}
        if rules == "all but colours":
            options["rules"] = {name: {"enabled": False} for name in COLOURS}
        # No rule of these reads style sheets, which would be fetched again.
        options |= {"resultTypes": ["violations"], "preload": False}
        # No colour above a gradient is judged: leave out the shadows of what can be scrolled.
        page.add_style_tag(content="* { background-image: none !important }")
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        found = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])
        assert found["passes"], "no rule was applied"
        return [
            f"{rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return run
