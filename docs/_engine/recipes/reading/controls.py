"""Control characters as their symbols: they show nothing, and end builders of pages and SVG."""

import re

# The symbols that Unicode has for the first 32 characters and for delete; the later ones have none.
# Terminals do not agree on those: xterm begins a line at U+0085 and a sequence at U+009B, others
# ignore both. The mark of what cannot be shown is right for each, and holds no digits, which
# would read as a number.
SYMBOLS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
# Halves of a character, which no file can hold, are shown like them.
SYMBOLS |= {0x7F: "␡"} | dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    """Return a text in which each control character but tab and line end is its symbol."""
    return text.translate(SYMBOLS) if _CONTROL.search(text) else text
