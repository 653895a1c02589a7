"""What goes wrong around a build, in a sentence: in the terminal, and in the browser."""

import errno
import ipaddress
import logging
import socket
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import MkDocsException, PluginError

from . import configuration_errors
from .first_page import FirstPage

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # which takes long to import

FULL = {errno.ENOSPC, errno.EDQUOT}
# The browser asks each second, until what is wrong is fixed.
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>This site could not be built</title>
<style>body {{ font: 1rem/1.5 system-ui; margin: 4rem auto; max-width: 45rem; padding: 0 1rem }}
pre {{ white-space: pre-wrap }} :root {{ color-scheme: light dark }}</style>
<h1>This site could not be built</h1>
<pre>{}</pre>
<p>This page follows when it is fixed.</p>
</html>
"""
log = logging.getLogger("mkdocs.plugins.recipes")


def expect_free(host: str, port: int) -> None:
    """Look whether an address can be served, before the site is built for it.

    Raises
    ------
    PluginError
        If it cannot; the message says why.
    """
    try:
        is_6 = ipaddress.ip_address(host).version == 6
    except ValueError:
        is_6 = False  # a name
    with socket.socket(socket.AF_INET6 if is_6 else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port} cannot be served ({error.strerror}); end what uses it, or "
            message += "choose another address, such as “mkdocs serve -a 127.0.0.1:8001”"
            raise PluginError(message) from None


def sentence(error: OSError, folder: str) -> str:
    """Say what a system that cannot read or write wants, while a site goes to a folder."""
    if error.errno in FULL:
        return f"there is no room for the site in {folder} ({error.strerror}); make room"
    file = error.filename or folder
    return f"{file}: {error.strerror or error}; see that it can be read and written"


def follow(server: "LiveReloadServer", file: Path, first: FirstPage) -> None:
    """Let the browser say why a build failed, in place of waiting for the next one.

    Parameters
    ----------
    file
        The configuration.
    first
        The page that need not wait for the others.
    """
    builder, serve = server.builder, server.serve_request
    failure = ""

    def build() -> None:
        nonlocal failure
        first.begin()
        with configuration_errors.heard() as said:
            try:
                builder()
                failure = ""
            except (MkDocsException, OSError) as error:
                failure = configuration_errors.explained(error, said, file)
                log.error(failure)
            except Exception as error:  # a fault of a program: its traceback says where
                failure = f"{type(error).__name__}: {error}"
                log.exception("the site could not be built")
            finally:
                first.end(bool(failure))

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        first.expect(environ)
        if not failure or environ["PATH_INFO"].startswith("/livereload/"):
            return serve(environ, start_response)
        page = PAGE.format(escape(failure)).encode()
        length = ("Content-Length", str(len(page)))
        start_response(
            "503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8"), length]
        )
        return [page]

    server.builder = build
    server.set_app(answer)
