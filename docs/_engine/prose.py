"""The numbers in sentences: each is a fact that a snippet computed, or is allowed by name.

``{{ 0.0104167 = value }}`` shows ``0.0104167``, and holds where the fact ``value``, rounded to
the digits shown, is that number. Whole facts must be equal. ``{{ 81 % = saved }}`` states a
share, ``{{ 1/96 = value }}`` a fraction, ``{{ two = maxima }}`` a number word.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

WORDS: Mapping[str, Fraction] = {
    **{
        word: Fraction(number)
        for number, word in enumerate(
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
            " sixteen seventeen eighteen nineteen twenty".split(),
            start=2,
        )
    },
    **{
        word: Fraction(10 * number)
        for number, word in enumerate(
            "thirty forty fifty sixty seventy eighty ninety".split(), start=3
        )
    },
    "thrice": Fraction(3),
    "quarter": Fraction(1, 4),
    "billion": Fraction(10**9),
    "twice": Fraction(2),
    "half": Fraction(1, 2),
    "dozen": Fraction(12),
    "hundred": Fraction(100),
    "thousand": Fraction(1000),
    "million": Fraction(1_000_000),
}
TIMING = "timing"  # the facts that a benchmark recorded
FRACTION_TOLERANCE = 1e-9  # relative: a fraction states an exact value

FACT = re.compile(r"\{\{(?P<content>[^{}\n]*(?:\n[^{}\n]*)?)\}\}")
_KEY = re.compile(r"[A-Za-z]\w*(?:\.\w+|\[-?\d+\])*")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>-?\d+)\]")
_BLANKS = "[ \u00a0\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?P<sign>[-−+]?)(?P<whole>\d{{1,3}}(?:(?:{_BLANKS}|,)\d{{3}})+|\d+)"
    rf"(?:\.(?P<decimals>\d+))?(?:e(?P<exponent>[-−+]?\d+))?(?P<percent>{_BLANKS}*%)?"
)
_RATIO = re.compile(r"(?P<sign>[-−+]?)(?P<top>\d+)/(?P<bottom>\d+)")
_BARE = re.compile(rf"[-−]?\d[\d.,/]*|[¼-¾⅐-⅞]|\b(?:{'|'.join(WORDS)})\b", re.I)
# What is no prose: code, math, link targets, HTML, attributes. Blanked before numbers are sought.
_CODE = re.compile(r"(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.S)
_NO_PROSE = (
    _CODE,
    re.compile(r"(?<![\\$])\$(?=\S)(?:\\.|(?!\n[ \t]*\n)[^$\\])+?(?<=\S)\$(?!\d)", re.S),
    re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|<https?:[^<>]*>", re.S),
    re.compile(r"(?<=\])\([^()\n]*\)|(?<=\])\[[^\]\n]*\]|^\[[^\]]+\]:.*$", re.M),
    re.compile(r"\{[:#.][^{}\n]*\}|&#?\w+;"),
)
_LIST_NUMBER = re.compile(r"^(?P<before>[ \t]*)(?P<number>\d+)(?=[.)] )", re.M)


@dataclass(frozen=True)
class Stated:
    """A fact as a page states it, at a place in its text; without a key if it is unreadable."""

    literal: str
    key: str
    start: int
    end: int


class FactError(ValueError):
    """A fact that does not hold or cannot be read; the message says what to do."""


def stated(text: str) -> Iterator[Stated]:
    """Find the facts in a text; what cannot be read as one has an empty key."""
    for match in FACT.finditer(_CODE.sub(_blank, text)):
        literal, equals, key = (part.strip() for part in match["content"].partition("="))
        if equals and literal and _KEY.fullmatch(key):
            yield Stated(literal, key, *match.span())
        else:
            yield Stated(match[0], "", *match.span())


def value_of(key: str, facts: Mapping[str, Any]) -> float | int | bool:
    """Look up a fact such as ``value``, ``exact.nit`` or ``errors[-1]``.

    Raises
    ------
    FactError
        If there is no such number.
    """
    name = re.match(r"\w+", key)
    assert name
    value: Any = facts.get(name[0])
    for step in _STEP.finditer(key, name.end()):
        try:
            if step["name"] == "shape" and isinstance(value, list):
                value = _shape(value)
            elif step["name"] == "size" and isinstance(value, list):
                value = math.prod(_shape(value))
            else:
                value = value[step["name"] if step["name"] else int(step["index"])]
        except (LookupError, TypeError):
            value = None
    if isinstance(value, int | float):
        return value
    if name[0] == TIMING:
        message = f"“{key}” was not measured for this code; run “recipe bench --timings”"
        raise FactError(message)
    near = get_close_matches(name[0], facts, 3) or sorted(facts)[:8]
    known = f"do you mean {' or '.join(near)}?" if near else "it computes none"
    raise FactError(f"the snippet computes no number “{key}”; {known}")


def holds(literal: str, value: float | int) -> bool:
    """Whether a value, rounded to the digits shown, is the number as written.

    Raises
    ------
    FactError
        If the literal is no number.
    """
    if not math.isfinite(value):
        return False
    if (exact := _exact(literal)) is not None:
        return abs(float(exact) - value) <= FRACTION_TOLERANCE * abs(float(exact))
    number, unit, percent = _decimal(literal)
    if isinstance(value, int) and not percent:
        return number == value
    scaled = Decimal(repr(float(value))) * (100 if percent else 1)
    # Half a unit of the last digit, and what binary rounding may add to it.
    return abs(number - scaled) <= unit / 2 * (1 + Decimal("1e-9"))


def rewritten(literal: str, value: float | int) -> str:
    """Write the value with as many digits, and in the form, of the literal; else in full.

    Raises
    ------
    FactError
        If the value is no finite number.
    """
    if not math.isfinite(value):
        raise FactError(f"is {value!r}, which is not finite; mend the snippet")
    value = int(value) if isinstance(value, bool) else value
    match = _NUMBER.fullmatch(literal)
    if _exact(literal) is not None:
        text = _as_exact(literal, value)
    elif match:
        text = _as_decimal(match, value)
    else:
        text = ""
    return text if text and holds(text, value) else repr(value)


def _as_exact(literal: str, value: float) -> str:
    ratio = Fraction(value).limit_denominator(10_000)
    word = next((word for word, number in WORDS.items() if number == ratio), "")
    text = str(ratio) if "/" in literal or not word else word
    text = text.replace("-", "−") if literal.startswith("−") else text
    return text.capitalize() if literal[0].isupper() else text


def _as_decimal(match: re.Match[str], value: float) -> str:
    digits = len(match["decimals"] or "")
    with localcontext(prec=700):  # all digits of any float
        shown = Decimal(repr(value)) * (100 if match["percent"] else 1)
        if match["exponent"]:
            mantissa, _, exponent = f"{shown:.{digits}e}".partition("e")
            text = f"{mantissa}e{int(exponent)}"
        elif isinstance(value, int):
            text = f"{shown:f}"
        else:
            text = f"{shown.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN):f}"
    separator = re.search(rf"(?<=\d)({_BLANKS}|,)(?=\d)", match["whole"])
    whole, point, decimals = text.partition(".")
    if separator and "e" not in text:
        whole = f"{int(whole):,}".replace(",", separator[0])
    text = whole + point + decimals
    if match["sign"] == "+" and not text.startswith("-"):
        text = f"+{text}"
    text = text.replace("-", "−") if match["sign"] == "−" else text
    return text + (match["percent"] or "")


def without_facts(text: str) -> str:
    """The text with each fact as the reader sees it."""
    return apply(text, lambda fact: fact.literal)


def bare_numbers(text: str, allowed: Sequence[str] = ()) -> tuple[list[tuple[int, str]], set[str]]:
    """Find the numbers that no fact proves.

    Returns
    -------
    found
        Place and spelling of each.
    used
        Which of ``allowed`` occur.
    """
    text = blanked(text)
    used = set()
    for word in sorted(allowed, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        if pattern.search(text):
            used.add(word)
            text = pattern.sub(_blank, text)
    return [(match.start(), match[0].rstrip(".,/")) for match in _BARE.finditer(text)], used


def without_code(text: str) -> str:
    """The text with blanks, of the same length, for its code."""
    return _CODE.sub(_blank, text)


def blanked(text: str) -> str:
    """The text with blanks, of the same length, for all that is no prose."""
    text = FACT.sub(_blank, text)
    for pattern in _NO_PROSE:
        text = pattern.sub(_blank, text)
    return _LIST_NUMBER.sub(_blank, text)


def apply(text: str, change: Callable[[Stated], str]) -> str:
    """Replace each fact in a text by what ``change`` makes of it."""
    for fact in reversed(list(stated(text))):
        text = text[: fact.start] + change(fact) + text[fact.end :]
    return text


def _shape(value: Any) -> list[int]:
    """The shape of an array that became nested lists."""
    return [len(value), *_shape(value[0])] if isinstance(value, list) and value else []


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _exact(literal: str) -> Fraction | None:
    """The value of a number word or a ratio of whole numbers."""
    if (word := WORDS.get(literal.lower())) is not None:
        return word
    match = _RATIO.fullmatch(literal)
    if match and int(match["bottom"]):
        sign = -1 if match["sign"] in {"-", "−"} else 1
        return sign * Fraction(int(match["top"]), int(match["bottom"]))
    return None


def _decimal(literal: str) -> tuple[Decimal, Decimal, bool]:
    """Value, unit of the last digit, and whether it is a share of a hundred."""
    match = _NUMBER.fullmatch(literal)
    if not match:
        raise FactError(f"“{literal}” is no number that we read; write 1234.5, 1.2e-3, 3 % or 1/3")
    whole = re.sub(r"\D", "", match["whole"])
    exponent = int((match["exponent"] or "0").replace("−", "-"))
    decimals = match["decimals"] or ""
    sign = "-" if match["sign"] in {"-", "−"} else ""
    number = Decimal(f"{sign}{whole}.{decimals or 0}").scaleb(exponent)
    return number, Decimal(1).scaleb(exponent - len(decimals)), bool(match["percent"])
