"""Which digits of a stated number are safe: those that every value has that it was found to have.

A literal as the page writes it is tried with one digit less at a time. A whole number, a fraction
or a word is exact, and has no digits to spare.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from recipes.reading import numbers

_DIGITS = re.compile(  # a sign may part thousands, as in 1 234 567
    r"(?P<sign>[-−+]?)(?P<whole>\d{1,3}(?:[^\w./]\d{3})+|\d+)(?:\.(?P<decimals>\d+))?(?P<tail>.*)"
)
_BOUND = re.compile(r"(?:at|more|less|fewer) ")
_EXPONENT = re.compile(r"[eE][-−+]?\d+")
GUARD = 2  # digits shown of a value beyond those that a page states


def stated(literal: str, value: float) -> int:
    """How many digits a literal shows of a value; 0 where it is exact."""
    match = _DIGITS.fullmatch(literal)
    if isinstance(value, int) or not match or match["tail"].startswith("/"):
        return 0
    shown = re.sub(r"\D", "", match["whole"]) + (match["decimals"] or "")
    return len(shown.lstrip("0")) or 1


def safe(literal: str, values: Sequence[float]) -> str:
    """The literal with as many of its digits as all values have; empty where there are none.

    Parameters
    ----------
    values
        All that was found; the first is the value whose digits are written.
    """
    return _safe(literal, values)[0]


def summary(literal: str, values: Sequence[float]) -> str:
    """How many digits a literal shows, and how many of them all values have."""
    count = stated(literal, values[0])
    shorter, dropped = _safe(literal, values)
    if not count and _BOUND.match(literal):
        return "a bound"
    if not count:
        return "exact" if shorter else "exact, and not safe"
    digits = f"{count} digit{'s' if count > 1 else ''}"
    if not shorter:
        return f"{digits}, none safe"
    return f"{digits}, {count - dropped} safe" + (f": {shorter}" if dropped else "")


def bounds(values: Sequence[float]) -> str:
    """Between which numbers of one digit all values lie, for those that have no digit in common."""
    low, high = _one_digit(min(values), math.floor), _one_digit(max(values), math.ceil)
    return f"“at least {low}” or “at most {high}”"


def _one_digit(value: float, aside: Callable[[float], int]) -> str:
    """A value with one digit that is not zero, rounded to one side."""
    if not value or not math.isfinite(value):
        return f"{value:g}"
    size = math.floor(math.log10(abs(value)))
    first = aside(value / 10.0**size)
    return f"{first * 10**size}" if isinstance(value, int) else f"{float(f'{first}e{size}'):g}"


def _safe(literal: str, values: Sequence[float]) -> tuple[str, int]:
    """The safe literal, and how many digits of the other were dropped."""
    for dropped, candidate in enumerate(_shorter(literal, values[0])):
        significant = not dropped or any(digit in candidate for digit in "123456789")
        if significant and all(numbers.holds(candidate, value) for value in values):
            return candidate, dropped
    return "", 0


def _shorter(literal: str, value: float) -> Iterator[str]:
    """A literal, and the same with one digit less at a time."""
    yield literal
    count = stated(literal, value)
    match = _DIGITS.fullmatch(literal)
    if not count or not match:
        return
    decimals, tail = match["decimals"] or "", match["tail"]
    for digits in range(len(decimals) - 1, -1, -1):
        point = f".{decimals[:digits]}" if digits else ""
        yield numbers.rewritten(f"{match['sign']}{match['whole']}{point}{tail}", value)
    if "%" in tail or _EXPONENT.match(tail):
        return
    for digits in range(count - len(decimals) - 2, -1, -1):  # 1234 as 1.23e3, and so on
        point = f".{'0' * digits}" if digits else ""
        yield numbers.rewritten(f"{match['sign']}1{point}e0{tail}", value)


def listed(literal: str, found: Mapping[str, float]) -> str:
    """The values found, each with the conditions that gave it, in one phrase."""
    shown = max(stated(literal, next(iter(found.values()))), 1) + GUARD
    texts = {
        words: str(value) if isinstance(value, int) else f"{value:.{shown}g}"
        for words, value in found.items()
    }
    parts = [
        f"{text} with {_and(list(words))}" for text, words in groupby(texts, key=texts.__getitem__)
    ]
    return _and(parts)


def _and(parts: Sequence[str]) -> str:
    return " and ".join([*filter(None, [", ".join(parts[:-1])]), parts[-1]])
