"""The HTML of what our blocks show, from templates that escape every text."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_ANCHOR = re.compile(r"<!--(cell-[\w-]+)-->\s*<(\w+)")


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


def anchored(html: str) -> str:
    """Give each cell the id that stands in a comment before it: a fence cannot take one along."""
    return _ANCHOR.sub(r'<\2 id="\1"', html)
