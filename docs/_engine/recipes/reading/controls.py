"""Control characters as their symbols: they show nothing, and end builders of pages and SVG."""

import re

# The symbols that Unicode has for the first 32 characters; the later ones as Python writes them.
SYMBOLS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
SYMBOLS |= {0x7F: "␡"} | {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Return a text in which each control character but tab and line end is its symbol."""
    return text.translate(SYMBOLS) if _CONTROL.search(text) else text
