"""Three browser engines behind one small interface: what a reader does, and what the page answers.

Chromium is driven by Playwright, Firefox by WebDriver BiDi and WebKitGTK by WebDriver, with the
browsers that the machine has.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from websockets.sync.client import ClientConnection, connect

DEADLINE = 30  # seconds for an answer
# As WebDriver names what no character stands for: https://www.w3.org/TR/webdriver2/#keyboard-actions
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
}
MINIBROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
# Firefox asks no host of its maker's, and takes the colours that it is told.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.server": "",
}


class MissingEngineError(Exception):
    """The machine has no such browser; the message says what to install."""


class Engine(ABC):
    """One tab of one browser.

    Attributes
    ----------
    errors
        Errors and warnings of the console since the page was opened, where it can be read.
    """

    name: str

    def __init__(self) -> None:
        self.errors: list[str] = []

    @abstractmethod
    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """Return what an expression of JavaScript is, as JSON; a promise is waited for."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys together, such as “Control” and “v”, and release them."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Click the middle of the first element of a selector, which comes into view."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page a size, in pixels."""

    @abstractmethod
    def back(self) -> None:
        """Go to the page before."""

    def printed(self) -> bytes | None:
        """Return the page as PDF; None where the engine cannot be asked for it."""
        return None

    def wait(self, expression: str, seconds: float = DEADLINE) -> Any:
        """Wait until an expression is true, and return it."""
        end = time.monotonic() + seconds
        while not (found := self.evaluate(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name}: {expression} is never true")
            time.sleep(0.02)
        return found


class Chromium(Engine):
    """Chromium, by Playwright."""

    name = "Chromium"

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        allowed = ["clipboard-read", "clipboard-write"]
        self._page = browser.new_context(permissions=allowed).new_page()
        self._page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._page.on("console", self._said)

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def open(self, address: str) -> None:
        self.errors.clear()
        self._page.goto(address)

    def evaluate(self, expression: str) -> Any:
        return self._page.evaluate(f"async () => await ({expression})")

    def press(self, *keys: str) -> None:
        self._page.keyboard.press("+".join(keys))

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def back(self) -> None:
        self._page.go_back()

    def printed(self) -> bytes | None:
        return self._page.pdf()

    def close(self) -> None:
        """Close the tab."""
        self._page.context.close()


class Firefox(Engine):
    """Firefox, by WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/."""

    name = "Firefox"

    def __init__(self, connection: ClientConnection) -> None:
        super().__init__()
        self._socket = connection
        self._numbers = count(1)
        self._command("session.new", capabilities={})
        self._command("session.subscribe", events=["log.entryAdded"])
        self._tab = self._command("browsingContext.getTree")["contexts"][0]["context"]

    def _command(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            said = json.loads(self._socket.recv(timeout=DEADLINE))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] != "info":
                self.errors.append(said["params"]["text"])
            if said.get("id") == number:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]

    def open(self, address: str) -> None:
        self.errors.clear()
        self._command("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        found = self._command(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=False,
        )
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        codes = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": code} for code in codes]
        actions += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self._perform({"type": "key", "id": "keyboard", "actions": actions})

    def click(self, selector: str) -> None:
        x, y = self.evaluate(_middle(selector))
        actions = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "mouse", "actions": actions})

    def _perform(self, source: dict[str, Any]) -> None:
        self._command("input.performActions", context=self._tab, actions=[source])

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._command("browsingContext.setViewport", context=self._tab, viewport=size)

    def back(self) -> None:
        self._command("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def printed(self) -> bytes | None:
        return base64.b64decode(self._command("browsingContext.print", context=self._tab)["data"])


class WebKit(Engine):
    """WebKitGTK, by WebDriver: https://www.w3.org/TR/webdriver2/."""

    name = "WebKit"

    def __init__(self, port: int, browser: str) -> None:
        super().__init__()
        self._root = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        session = self._command("", {"capabilities": {"alwaysMatch": options}})
        self._root += f"/{session['sessionId']}"

    def _command(self, path: str, body: object = None, method: str = "POST") -> Any:
        data = None if method != "POST" else json.dumps(body or {}).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._root + path, data, head, method=method)
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from None

    def open(self, address: str) -> None:
        self._command("/url", {"url": address})
        self.wait("document.hasFocus()")  # before that, keys reach no page

    def evaluate(self, expression: str) -> Any:
        script = f"return (async () => await ({expression}))()"
        return self._command("/execute/sync", {"script": script, "args": []})

    def press(self, *keys: str) -> None:
        codes = [KEYS.get(key, key) for key in keys]
        actions = [{"type": "keyDown", "value": code} for code in codes]
        actions += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._command("/actions", {"actions": [source]})

    def click(self, selector: str) -> None:
        self.evaluate(_middle(selector))
        found = self._command("/element", {"using": "css selector", "value": selector})
        (element,) = found.values()
        self._command(f"/element/{element}/click")

    def resize(self, width: int, height: int) -> None:
        # The window has a bar above the page.
        for _ in range(2):
            inner = self.evaluate("[innerWidth, innerHeight]")
            window = self._command("/window/rect", method="GET")
            size = {
                "width": window["width"] + width - inner[0],
                "height": window["height"] + height - inner[1],
            }
            self._command("/window/rect", size)

    def back(self) -> None:
        self._command("/back")

    def close(self) -> None:
        """End the browser."""
        with suppress(RuntimeError, OSError):
            self._command("", method="DELETE")


def _middle(selector: str) -> str:
    """JavaScript that brings an element into view, and returns where its middle is."""
    return f"""(() => {{
      const element = document.querySelector({json.dumps(selector)});
      element.scrollIntoView({{ block: "center", behavior: "instant" }});
      const {{ left, right, top, bottom }} = element.getBoundingClientRect();
      return [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
    }})()"""


def _found(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def firefox() -> Iterator[Engine]:
    """Start Firefox, with a profile of its own.

    Raises
    ------
    MissingEngineError
        If the machine has none.
    """
    path = _found("firefox-esr", "firefox")
    if path is None:
        raise MissingEngineError("no Firefox: install firefox-esr")
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        written = [
            f'user_pref("{key}", {json.dumps(value)});\n' for key, value in PREFERENCES.items()
        ]
        Path(profile, "user.js").write_text("".join(written), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", str(port)]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with _running(command, **quiet):
            _listening(port)
            address = f"ws://127.0.0.1:{port}/session"
            with connect(address, max_size=None, open_timeout=DEADLINE) as connection:
                yield Firefox(connection)


@contextmanager
def webkit() -> Iterator[Engine]:
    """Start WebKitGTK's small browser, on a screen that nobody sees.

    Raises
    ------
    MissingEngineError
        If the machine has none.
    """
    driver, screen = _found("WebKitWebDriver"), _found("Xvfb")
    browser = next(iter(sorted(Path("/").glob(MINIBROWSER[1:]))), None)
    if driver is None or screen is None or browser is None:
        raise MissingEngineError("no WebKitGTK: install webkit2gtk-driver and xvfb")
    port = _free_port()
    told, say = os.pipe()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [screen, "-displayfd", str(say), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with _running(command, pass_fds=[say], **quiet):
        os.close(say)
        with os.fdopen(told) as numbers:
            display = f":{numbers.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
        with _running([driver, f"--port={port}"], env=environment, **quiet):
            _listening(port)
            engine = WebKit(port, str(browser))
            try:
                yield engine
            finally:
                engine.close()


def _listening(port: int) -> None:
    end = time.monotonic() + DEADLINE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
