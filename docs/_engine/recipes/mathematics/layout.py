"""How the tokens of a formula lie: rows, brackets that are open, and what stands at the edges."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .conditions import is_condition
from .errors import MathError
from .parsing.tokens import QUADS, RELATIONS, Token

EDGES = QUADS | {",", ".", ";", "&"}
_FRAMES = {"aligned", "align", "gathered", "gather", "split", "equation", "alignat", "alignedat"}
_FRAMES |= {"multline", "eqnarray", "multlined", "subequations", "displaymath", "math"}
_OPEN, _CLOSED = {"(", "[", "{", r"\{", r"\left."}, {")", "]", "}", r"\}", r"\right."}
PIECES = "this row goes on with one that ends in a condition; write cases"
_CONTINUES = set("+-") | {r"\cdot", r"\times", r"\pm", r"\mp"}


def is_frame(token: Token) -> bool:
    """Whether a token begins or ends an environment that only lays rows out."""
    return token.kind in ("begin", "end") and token.text in _FRAMES


def levels(tokens: Sequence[Token], places: Iterable[int]) -> list[tuple[int, int]]:
    """Return places of tokens, each with the number of brackets that are open behind it."""
    level, found = 0, []
    unseen = 0  # brackets that “\\left.” opens and closed by a bar
    for k in places:
        token = tokens[k]
        level += token.text in _OPEN or token.kind == "begin"
        unseen += token.text == r"\left."
        level -= token.text in _CLOSED or token.kind == "end"
        if unseen and token.text == "|" and token.side == "r":
            level, unseen = level - 1, unseen - 1
        found.append((k, level))
    return found


def rows(
    tokens: Sequence[Token], places: Iterable[int], commas: bool = False
) -> Iterator[list[int]]:
    """Split at the ends of rows, and at commas: all, or those before a wide space.

    A row that begins with a sign goes on with the one before.
    """
    row: list[int] = []
    leveled = levels(tokens, (k for k in places if not is_frame(tokens[k])))
    found: list[list[int]] = []
    begun = 0  # how many there were when this line began
    for number, (k, level) in enumerate(leveled):
        behind = [tokens[j].text for j, _ in leveled[number + 1 : number + 4]]
        following = behind[0] if behind else ""
        apart = tokens[k].text in (",", ";") and (commas or following in QUADS | {"&"})
        ends = level == 0 and (tokens[k].text == "\\\\" or apart)
        word = tokens[k].kind == "word" or tokens[k].text == r"\forall"
        if level == 0 and row and (tokens[k].text in QUADS or word):
            ends = ends or _condition_follows(tokens, leveled[number:])
        if ends:
            found.append(row)
            row = [k] if word else []
            if tokens[k].text == "\\\\":
                if _goes_on(tokens, leveled[number + 1 :]):
                    row = _line(tokens, found, begun, k)
                begun = len(found)
        elif not (level == 0 and tokens[k].text == "&"):
            row.append(k)
    found.append(row)
    for one in found:
        if any(tokens[k].text not in EDGES for k in one):
            yield one


def _line(tokens: Sequence[Token], found: list[list[int]], begun: int, at: int) -> list[int]:
    """Take back the line before, which must be one part: a condition belongs to it alone."""
    full = [one for one in found[begun:] if any(tokens[k].text not in EDGES for k in one)]
    if len(full) != 1:
        raise MathError(PIECES)
    del found[begun:]
    return full[0]


def _condition_follows(tokens: Sequence[Token], levels: list[tuple[int, int]]) -> bool:
    """Whether words of a condition come behind wide spaces."""
    rest = [tokens[k] for k, _ in levels if tokens[k].text not in QUADS]
    return bool(rest) and is_condition(rest, [0])


def _goes_on(tokens: Sequence[Token], levels: list[tuple[int, int]]) -> bool:
    """Whether a row goes on with the one before: it begins with a relation or a sign."""
    row: list[str] = []
    for k, level in levels:
        text = tokens[k].text
        if level == 0 and text == "\\\\":
            break
        if text != "&" and text not in QUADS:
            row.append(text)
    if not row:
        return False
    return row[0] in RELATIONS or (row[0] in _CONTINUES and not RELATIONS & set(row))


def half_unit(tokens: Sequence[Token]) -> float | None:
    """Half a unit of the last digit, if a side is a number in digits; else None."""
    rest = list(tokens[1:] if tokens and tokens[0].text == "-" else tokens)
    if not rest or rest[0].kind != "number":
        return None
    decimals = len(rest[0].text.partition(".")[2])
    power = "".join(token.text for token in rest[1:])
    found = re.fullmatch(r"(?:(?:\\times|\\cdot)10\^\{?(-?\d+)\}?)?", power)
    return None if found is None else 0.5 * 10.0 ** (int(found[1] or 0) - decimals)


def nearer(pair: Any, signed: list[Any]) -> int:
    """Which of a pair belongs to the upper signs: the pair may be an interval, lower end first."""
    straight = abs(pair[0] - signed[0]) + abs(pair[1] - signed[1])
    crossed = abs(pair[1] - signed[0]) + abs(pair[0] - signed[1])
    return int(crossed < straight)
