"""A number as a page writes it: whether a value is that number, and how it would be written.

``0.0104`` is the value rounded to the digits shown, ``4`` equal to a whole value, ``81 %`` a
share, ``1/96`` a fraction, ``two`` a word. Words beside it mean something too: ``10 % more`` says
which way a difference goes, ``3 times as long`` is a ratio, and ``at most 3`` a bound. No other
word may stand beside a number, since nothing would prove it.
"""

import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from . import comparisons

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
# What a page may state, though it is no number where it stands without a fact.
_SMALL: Mapping[str, Fraction] = {"zero": Fraction(0), "one": Fraction(1), "once": Fraction(1)}
_FRACTION_TOLERANCE = 1e-9  # relative: a fraction states an exact value

_BLANKS = "[ \u00a0\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?P<sign>[-−+]?)(?P<whole>\d{{1,3}}(?:(?:{_BLANKS}|,)\d{{3}})+|\d+)"
    rf"(?:\.(?P<decimals>\d+))?(?:[eE](?P<exponent>[-−+]?\d+))?"
    rf"(?P<percent>{_BLANKS}*%|{_BLANKS}per ?cent)?"
)
_BOUNDS: Mapping[str, Callable[[float, float], bool]] = {
    "more than": operator.gt,
    "less than": operator.lt,
    "fewer than": operator.lt,
    "at least": operator.ge,
    "at most": operator.le,
}
_WITH_WORDS = re.compile(
    rf"(?:(?P<bound>{'|'.join(_BOUNDS)}){_BLANKS})?"
    rf"(?P<number>[^\sa-z].*?(?:{_BLANKS}per ?cent)?|[a-z]+)(?P<words>(?:{_BLANKS}[a-z]+)*)",
    re.I,
)
_TIMES = re.compile(r"(?P<times>times )?as (?P<way>[a-z]+)", re.I)
_DIFFERENCE = re.compile(r"(?:percentage points )?(?P<way>[a-z]+)", re.I)
_MULTIPLES = {"half", "twice", "thrice"}  # “twice as long”, without “times”
_RATIO = re.compile(r"(?P<sign>[-−+]?)(?P<top>\d+)/(?P<bottom>\d+)")


class FactError(ValueError):
    """A fact that does not hold or cannot be read; the message says what to do."""


@dataclass(frozen=True)
class _Parts:
    """A number, and the words around it.

    Attributes
    ----------
    words
        As they stand behind the number, with a blank in front.
    way
        The word of them that compares: “long”, “more”, “above”.
    times
        Whether the number is a ratio.
    """

    number: str
    bound: str = ""
    words: str = ""
    way: str = ""
    times: bool = False

    @property
    def sign(self) -> int:
        """Which way a difference goes."""
        return comparisons.sign(self.way) if self.way and not self.times else 1

    def written(self, number: str) -> str:
        """The same with another number."""
        return f"{self.bound} {number}{self.words}".strip()


def holds(literal: str, value: float | int) -> bool:
    """Whether a value, rounded to the digits shown, is the number as written.

    Raises
    ------
    FactError
        If the literal is no number, or has words that say nothing of it.
    """
    parts = _parted(literal)
    shown = parts.sign * value
    if parts.way and (shown <= 1 if parts.times and not _is_share(parts.number) else shown <= 0):
        return False
    if parts.bound:
        return math.isfinite(value) and _BOUNDS[parts.bound.lower()](shown, _value(parts.number))
    return _is(parts.number, shown)


def check_words(literal: str, measured: bool) -> None:
    """Refuse words that say another kind of thing than the fact is.

    Parameters
    ----------
    measured
        Whether the fact is a ratio of times that were measured.

    Raises
    ------
    FactError
        If only times can be “as long” or “as fast”, or a ratio of times is something else.
    """
    parts = _parted(literal)
    of_time = parts.way.lower() in comparisons.OF_TIME
    if parts.way and measured and not (of_time and parts.times):
        message = f"“{literal}” is a ratio of times; write “times as long” or “times as fast”"
        raise FactError(message)
    if of_time and not measured:
        message = f"“{literal}” says how long something takes, which “timings:” measures; write "
        raise FactError(message + "“as large” or “more” of another ratio")


def _parted(literal: str) -> _Parts:
    """A number and the words around it, each of which says something that is checked."""
    match = _WITH_WORDS.fullmatch(literal)
    if not match:
        return _Parts(literal)
    number, words = match["number"], " ".join(match["words"].split())
    bound = match["bound"] or ""
    if not words:
        return _Parts(number, bound)
    times, difference = _TIMES.fullmatch(words), _DIFFERENCE.fullmatch(words)
    if times and bool(times["times"]) != (number.lower() in _MULTIPLES):
        if comparisons.AS.get(times["way"].lower(), 0) > 0:
            return _Parts(number, bound, match["words"], times["way"], times=True)
    elif difference and comparisons.compares(difference["way"]):
        return _Parts(number, bound, match["words"], difference["way"])
    if any(re.fullmatch(form, literal, re.I | re.S) for form, _ in _ADVICE):
        raise _unreadable(literal)
    ways = ", ".join(word for word, sign in comparisons.AS.items() if sign > 0)
    message = f"“{literal}” has “{words}”, which nothing proves; put its unit or noun behind the "
    message += f"braces, or write “3 times as …” ({ways}), “10 % more”, “2 percentage points above”"
    raise FactError(f"{message}, or a bound: {', '.join(_BOUNDS)}")


def _is_share(number: str) -> bool:
    """Whether a multiple is less than one: “half as many”."""
    return number.lower() == "half"


# What people write in the place of a number, and what they should write.
_ADVICE = (
    (r".*[×^⁻⁰¹²³⁴-⁹].*|.*\\(?:cdot|times).*", "the exponent as in 3.5e-4"),
    (r"(?:[~≈<>]|about |some |over |around )\s*\S.*", "its digits alone: they say how exact it is"),
    (r"[-−+]?(?:nan|inf|infinity|∞)", "in words that it is not finite, and prove that by a test"),
    (r"[-−+]?\.\d+", "a zero before the point"),
    (r"\d{1,3}(?:[._'’]\d{3})+", "1 234 567 or 1,234,567"),
    (r"\d+(?:st|nd|rd|th)", "the digits alone in the braces"),
    (r"\S+ (?:million|billion|thousand|hundred|dozen)", "its size as in 1.2e6"),
    (r"an? [a-z]+", "the word without its article"),
    (r"[a-z]+ (?:half|third|quarter|fifth|sixth|tenth)s?", "a fraction as in 1/3"),
)


def _unreadable(literal: str) -> FactError:
    """What to do about something that is no number."""
    advice = (text for form, text in _ADVICE if re.fullmatch(form, literal, re.I | re.S))
    wanted = next(advice, "1234.5, 1.2e-3, 3 % or 1/3")
    return FactError(f"“{literal}” is no number that we read; write {wanted}")


def _is(literal: str, value: float | int) -> bool:
    if not math.isfinite(value):
        return False
    if (exact := _exact(literal)) is not None:
        return abs(float(exact) - value) <= _FRACTION_TOLERANCE * abs(float(exact))
    number, unit, percent = _decimal(literal)
    if isinstance(value, int) and not percent:
        return number == value
    scaled = Decimal(repr(float(value))) * (100 if percent else 1)
    # Half a unit of the last digit, and what binary rounding may add to it.
    return abs(number - scaled) <= unit / 2 * (1 + Decimal("1e-9"))


def _value(literal: str) -> float:
    if (exact := _exact(literal)) is not None:
        return float(exact)
    number, _, percent = _decimal(literal)
    return float(number) / (100 if percent else 1)


def rewritten(literal: str, value: float | int) -> str:
    """Write the value with as many digits, and in the form, of the literal; else in full.

    Raises
    ------
    FactError
        If the value is no finite number.
    """
    if not math.isfinite(value):
        raise FactError(f"is {value!r}, which is not finite; fix the snippet")
    value = int(value) if isinstance(value, bool) else value
    parts = _parted(literal)
    match = _NUMBER.fullmatch(parts.number)
    if _exact(parts.number) is not None:
        text = parts.written(_as_exact(parts.number, parts.sign * value))
    elif match:
        text = parts.written(_as_decimal(match, parts.sign * value))
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


def _exact(literal: str) -> Fraction | None:
    """The value of a number word or a ratio of integers."""
    if (word := {**_SMALL, **WORDS}.get(literal.lower())) is not None:
        return word
    if len(literal) == 1 and unicodedata.category(literal) == "No" and not literal.isdigit():
        return Fraction(unicodedata.numeric(literal)).limit_denominator(10)  # ½
    match = _RATIO.fullmatch(literal)
    if match and int(match["bottom"]):
        sign = -1 if match["sign"] in {"-", "−"} else 1
        return sign * Fraction(int(match["top"]), int(match["bottom"]))
    return None


def _decimal(literal: str) -> tuple[Decimal, Decimal, bool]:
    """Value, unit of the last digit, and whether it is a share of a hundred."""
    match = _NUMBER.fullmatch(literal)
    if not match:
        raise _unreadable(literal)
    whole = re.sub(r"\D", "", match["whole"])
    exponent = int((match["exponent"] or "0").replace("−", "-"))
    decimals = match["decimals"] or ""
    sign = "-" if match["sign"] in {"-", "−"} else ""
    number = Decimal(f"{sign}{whole}.{decimals or 0}").scaleb(exponent)
    return number, Decimal(1).scaleb(exponent - len(decimals)), bool(match["percent"])
