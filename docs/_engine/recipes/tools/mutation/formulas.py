"""What a mistake does to mathematics: another number, operator, relation, symbol, function."""

import re
from collections.abc import Iterator, Sequence

from recipes.mathematics.parsing.tokens import Token, tokenize

from .mutants import Site

_SWAPS = {
    "+": ("-",),
    "-": ("+",),
    "=": (r"\ne ", "<"),
    "<": (">",),
    ">": ("<",),
    r"\le": (r"\ge",),
    r"\ge": (r"\le",),
    r"\ne": ("=",),
    r"\in": (r"\notin",),
    r"\cdot": ("+",),
    r"\times": ("+",),
    "/": (r"\cdot ",),
    "*": (r"\star ",),
    r"\star": ("*",),
    r"\bmod": ("+",),
    "^": ("_",),
    "_": ("^",),
    r"\sum": (r"\prod",),
    r"\prod": (r"\sum",),
    r"\int": (r"\sum",),
    r"\iint": (r"\int",),
    r"\max": (r"\min",),
    r"\min": (r"\max",),
    r"\sin": (r"\cos",),
    r"\cos": (r"\sin",),
    r"\tan": (r"\sin",),
    r"\exp": (r"\log",),
    r"\log": (r"\exp",),
    r"\sqrt": (r"\log",),
    r"\overline": (r"\hat",),
    r"\bar": (r"\hat",),
    r"\mid": ("+",),
    r"\infty": (r"\pi",),
    r"\|": ("|",),
}
# What names nothing: structure, spacing, styles.
_SILENT = set(r"\frac \binom \left \right \quad \qquad \begin \end \mathbf \boldsymbol \bm".split())
_SILENT |= set(r"\mathcal \mathbb \text \dots \lvert \rvert \lVert \rVert".split())
_LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")


def symbols(pieces: Sequence[str]) -> list[str]:
    """Return the letters that formulas use, each once."""
    found: dict[str, None] = {}
    for tex in pieces:
        for token in tokenize(tex):
            if _is_symbol(token):
                found[token.text] = None
    return list(found)


def _is_symbol(token: Token) -> bool:
    named = _LETTER.fullmatch(token.text) and token.text not in _SILENT | set(_SWAPS)
    return bool(named and token.kind in ("character", "command"))


def sites(tex: str, offset: int, letters: Sequence[str]) -> Iterator[Site]:
    """Find the tokens of a formula that say something, with what they may become."""
    for token in tokenize(tex):
        written = tex[token.start : token.end]
        choices: tuple[str, ...] = ()
        if token.kind == "number" and written.replace(".", "").isdigit():
            choices = (_next(written),)
        elif token.text in _SWAPS:
            choices = _SWAPS[token.text]
        elif _is_symbol(token):
            others = [one for one in letters if one != token.text]
            apart = " " if tex[token.end : token.end + 1].isalpha() else ""
            choices = tuple(one + apart if one.startswith("\\") else one for one in others)
        start = offset + token.start
        yield Site(start, start + len(written), written, choices)


def _next(digits: str) -> str:
    """A number that differs in its last digit."""
    last = (int(digits[-1]) + 1) % 10 if "." in digits else None
    return digits[:-1] + str(last) if last is not None else str(int(digits) + 1)
