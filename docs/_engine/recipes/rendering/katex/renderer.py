"""TeX to HTML and MathML by KaTeX, at build time: no script runs when a page is viewed.

KaTeX is installed from npm once, into a cache folder, in the version and with the checksum of
``package-lock.json``; Node and npm are Python packages. What was rendered is kept.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from pathlib import Path

from . import npm

HERE = Path(__file__).parent
# A browser that shows our pages reads woff2; the older forms of each font stay out of the site.
_OLDER_FONTS = re.compile(r',\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("(?:woff|truetype)"\)')
_MATHML = re.compile(r"<math\b.*?</math>", re.S)
_TAG = re.compile(r"<[^>]*>")


class TexError(ValueError):
    """TeX that KaTeX cannot read; ``position`` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Katex:
    """Renders TeX.

    Parameters
    ----------
    cache
        A folder for KaTeX itself and for what it rendered; made when needed.
    report
        Called with a line when KaTeX is installed.

    Attributes
    ----------
    characters
        All that occur in what was rendered so far.
    """

    def __init__(self, cache: Path, report: Callable[[str], None]) -> None:
        self._folder = cache / f"katex-{npm.key(HERE, HERE / 'katex.cjs')}"
        self._memory_file = self._folder / "rendered.json"
        self._report = report
        self._node: subprocess.Popen[str] | None = None
        self._new = False
        self.characters: set[str] = set()
        self._memory: dict[str, str] = {}
        with suppress(OSError, ValueError):
            memory = json.loads(self._memory_file.read_text("utf-8"))
            if isinstance(memory, dict):
                self._memory = memory

    def render(self, tex: str, *, display: bool) -> str:
        """Return HTML that contains MathML for assistive technology.

        Raises
        ------
        TexError
            If KaTeX cannot read it.
        InstallError
            If KaTeX is not there and cannot be installed.
        """
        name = f"{int(display)}{tex}"
        if name not in self._memory:
            self._memory[name] = self._ask(tex, display)
            self._new = True
        self.characters.update(_drawn(self._memory[name]))
        return self._memory[name]

    def assets(self) -> dict[str, bytes]:
        """Return the style sheet and the fonts that the HTML needs, by path.

        Raises
        ------
        InstallError
            If KaTeX is not there and cannot be installed.
        """
        folder = self._installed() / "dist"
        css = _OLDER_FONTS.sub("", (folder / "katex.min.css").read_text("utf-8"))
        fonts = sorted((folder / "fonts").glob("*.woff2"))
        return {
            "katex.min.css": css.encode(),
            **{f"fonts/{font.name}": font.read_bytes() for font in fonts},
        }

    def close(self) -> None:
        """End Node, and keep what was rendered."""
        if self._node is not None:
            self._node.communicate()
            self._node = None
        if self._new:
            self._new = False
            with suppress(OSError):  # the next build renders again
                _write(self._memory_file, json.dumps(self._memory, ensure_ascii=False))

    def _ask(self, tex: str, display: bool) -> str:
        if self._node is None or self._node.poll() is not None:
            self._node = self._start()
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps([tex, display]) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        if "error" in answer:
            raise TexError(str(answer["error"]), int(answer["position"]))
        return str(answer["html"])

    def _start(self) -> "subprocess.Popen[str]":
        modules = self._installed().parent
        return subprocess.Popen(
            [npm.node(), str(HERE / "katex.cjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "NODE_PATH": str(modules)},
        )

    def _installed(self) -> Path:
        """The folder of the package, which is installed where it is missing."""
        return npm.installed("KaTeX", HERE, self._folder, self._report) / "katex"


def _drawn(html: str) -> str:
    """The characters of what is seen; MathML is for assistive technology."""
    return unescape(_TAG.sub("", _MATHML.sub("", html)))


def _write(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    Path(temporary).replace(path)
