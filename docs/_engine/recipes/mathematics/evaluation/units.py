"""Units of the SI by their symbols, as factors: a page's numbers are in base units then.

The symbols and prefixes are those of the SI Brochure, 9th edition (2019), tables 2, 4, 7 and 8.
"""

from collections.abc import Sequence

from ..parsing.tokens import Token

_PREFIXES = {
    "": 1.0, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "c": 1e-2, "m": 1e-3,
    "µ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
}  # fmt: skip
_PREFIXED = "m s A K mol cd Hz N Pa J W C V F S Wb T H lm lx Bq Gy Sv kat rad sr eV L".split()
_VALUES = {"eV": 1.602176634e-19, "L": 1e-3}
_OTHERS = {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "t": 1e3, "min": 60.0, "h": 3600.0, "ha": 1e4}
_OTHERS |= {"Omega": 1.0, "bar": 1e5, "au": 149597870700.0}
UNITS = {
    prefix + unit: factor * _VALUES.get(unit, 1.0)
    for unit in _PREFIXED
    for prefix, factor in _PREFIXES.items()
} | _OTHERS


def is_unit(key: str, tokens: Sequence[Token], span: tuple[int, int]) -> bool:
    """Whether a name without a value is a unit: upright, behind a number or another unit."""
    at = span[0]
    if key not in UNITS or span[1] != at + 1 or not tokens[at].upright:
        return False
    for before in range(at - 1, -1, -1):
        token = tokens[before]
        if token.kind == "number" and not token.upright:
            return before < 2 or tokens[before - 1].text not in ("^", "{")
        script = token.text in ("^", "{", "}", "-", "/", r"\cdot", "(", ")", r"\times")
        if not (token.upright or script or token.kind == "number"):
            return False
    return False
