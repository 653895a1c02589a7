"""The HTML of what our blocks show, from templates that escape every text."""

import json
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from recipes.profile import PROFILE

_HIGHLIGHT = re.compile(r'(<div class="[^"]*highlight[^"]*">)(.*?)(</div>)', re.S)
_INLINE_CODE = re.compile(r"(<a [^>]*>\s*)?<code>(?P<name>[A-Za-z_][\w.]*)(?P<call>\(\))?</code>")
_NAME = '<span class="n[a-z]?">{}</span>'
_LINK = re.compile(r'<a class="scipy" href="[^"]*"')
_ANCHOR = re.compile(r"<!--(cell-[\w-]+)-->\s*<(\w+)")
_DOT = '<span class="o">.</span>'


@cache
def _templates() -> Any:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters["json"] = json.dumps
    return environment.get_template("blocks.html").module


def block(name: str, *arguments: Any, **more: Any) -> str:
    """Return the HTML of a macro in ``templates/blocks.html``; what is HTML already is `Markup`."""
    return str(getattr(_templates(), name)(*arguments, **more))


def pictures(sources: dict[str, str], alt: str, svg: str) -> Markup:
    """One picture a theme, in its size."""
    return Markup(block("pictures", sources, alt, pixel_size(svg)))


def failure(text: str) -> str:
    """What is wrong, in the place where it is wrong; details below the first line."""
    message, _, detail = text.partition("\n")
    return block("failure", message, detail.rstrip())


def pixel_size(svg: str) -> tuple[int, int]:
    """Width and height of an SVG in CSS pixels."""
    head = svg[: svg.index(">", svg.index("<svg")) + 1]
    width, height = (
        float(found[1]) if (found := re.search(rf'\b{side}="([\d.]+)pt"', head)) else 0.0
        for side in ("width", "height")
    )
    return round(width * 4 / 3), round(height * 4 / 3)


def link_functions(html: str, functions: dict[str, str]) -> str:
    """Link the names of functions in highlighted and in inline code to their documentation.

    The keyboard stops at the first link to each.
    """

    def in_block(match: re.Match[str]) -> str:
        code = match[2]
        for written, name in functions.items():
            if written.rpartition(".")[2] not in code:
                continue
            parts = _DOT.join(_NAME.format(re.escape(part)) for part in written.split("."))
            code = re.sub(parts, partial(_linked, name), code)
        return match[1] + code + match[3]

    def inline(match: re.Match[str]) -> str:
        written = match["name"]
        name = written if written.startswith("scipy.") else functions.get(written, "")
        known = name.count(".") > 1 and not match[1]
        return _link(match[0], name) if known else match[0]

    met: set[str] = set()

    def reached(match: re.Match[str]) -> str:
        again = match[0] in met
        met.add(match[0])
        return f'{match[0]} tabindex="-1"' if again else match[0]

    return _LINK.sub(reached, _INLINE_CODE.sub(inline, _HIGHLIGHT.sub(in_block, html)))


def anchored(html: str) -> str:
    """Give each cell the id that stands in a comment before it: a fence cannot take one along."""
    return _ANCHOR.sub(r'<\2 id="\1"', html)


def _linked(name: str, found: re.Match[str]) -> str:
    return _link(found[0], name)


def _link(html: str, name: str) -> str:
    return f'<a class="scipy" href="{PROFILE.documentation.format(name)}">{html}</a>'
