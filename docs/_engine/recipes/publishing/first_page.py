"""While a site is built anew, the page that is looked at is there before the others.

MkDocs answers no request until all pages are built. A browser reloads the page that it shows when
it hears of a new epoch of the site; here that begins when this page and all files that are no
pages are written. Whoever asks for something else waits for it.
"""

import posixpath
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from mkdocs.structure.files import Files

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # which takes long to import

POLL = "/livereload/"  # below it a browser asks for the epoch


class FirstPage:
    """The page that was asked for last, and whether it may be seen yet."""

    def __init__(self, server: "LiveReloadServer") -> None:
        self._server = server
        self._path = ""  # of the page in the site
        self._seen = False  # while other pages are built
        self._built = threading.Event()
        self._built.set()

    def begin(self) -> None:
        """Note that a build begins."""
        self._seen = False
        self._built.clear()

    def end(self, failed: bool) -> None:
        """Note that it has ended; a browser that shows the first page learns of a failure."""
        if failed and self._seen:
            with self._server._epoch_cond:
                self._server._wanted_epoch += 1  # becomes the epoch
        self._seen = False
        self._built.set()

    def put_first(self, files: Files) -> None:
        """Let MkDocs build the page before the others."""
        pages = [file for file in files if file.is_documentation_page()]
        if any(file.dest_uri == self._path for file in pages) and not self._built.is_set():
            for file in sorted(pages, key=lambda file: file.dest_uri != self._path):
                files.remove(file)
                files.append(file)

    def show(self, built: str) -> None:
        """Let the page be seen, if it was written: ``built`` is the page that is built next."""
        if self._built.is_set() or self._seen or not self._path or built == self._path:
            return
        if self._file(self._path).is_file():
            self._seen = True
            with self._server._epoch_cond:
                self._server._visible_epoch = self._server._wanted_epoch
                self._server._epoch_cond.notify_all()

    def expect(self, environ: dict[str, Any]) -> None:
        """Note what a request says is looked at; wait for what is not there yet."""
        asked = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        polls = asked.startswith(POLL)
        if polls:
            asked = unquote(urlsplit(environ.get("HTTP_REFERER", "")).path)
        path = self._in_site(asked)
        is_page = path.endswith(".html")
        there = path == self._path if is_page else self._file(path).is_file()
        if self._seen and not there and not polls:
            self._built.wait()
        if is_page and self._built.is_set():  # while a build goes on, its order stands
            self._path = path

    def _in_site(self, asked: str) -> str:
        path = asked.removeprefix(self._server.mount_path.rstrip("/"))
        path = f"{path}index.html" if path.endswith("/") else path
        return posixpath.normpath(f"/{path}").lstrip("/")

    def _file(self, path: str) -> Path:
        return Path(self._server.root, path)
