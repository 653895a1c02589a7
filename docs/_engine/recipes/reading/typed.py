r"""A formula as a person types it in one line: ``1/(2 k) sigma_(n + 1)``.

Searches, alternative texts, titles and what is read aloud have no other way to show one.
"""

import re
from collections import deque

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|.", re.S)
_SIZES = frozenset("left right big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits".split())
_LOOKS = frozenset(
    "displaystyle textstyle mathbf boldsymbol mathcal mathrm mathbb mathit text textbf"
    " operatorname operatorname* quad qquad".split()
)
_OPENING = {"lvert": "|", "lVert": "||"}
_CLOSING = {"rvert": "|", "rVert": "||"}
_SIGNS = {"le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈"}
_SIGNS |= {"pm": "±", "times": "×", "cdot": "·", "to": "→", "mid": "|"}
_SIGNS |= dict.fromkeys(("dots", "ldots", "cdots"), "…")
_SPACES = frozenset(r",;:!/>\ ")
_FRACTIONS = frozenset(("frac", "dfrac", "tfrac"))
_FUNCTION = re.compile(r"\b(?:arc)?(?:sin|cos|tan|exp|log|ln)h?\s*$")
_SCRIPT = re.compile(r"[-−]?[\w.]+'*|\S")
_FACTOR = re.compile(r"[\w.^]+'*|\w*\([^()]*\)")
_APART = re.compile(r"[\w)\],;]$")  # a name behind it needs a space
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SUM = re.compile(r"(?<=[^\s^(])\s*[-−+±]")


def typed(tex: str) -> str:
    r"""A formula with its fractions, roots and scripts in one line, in brackets where needed.

    Parameters
    ----------
    tex
        What stands between the dollars; a name that is not known here stays as it is.
    """
    tokens = deque(_TOKEN.findall(tex))
    text = ""
    try:
        while tokens:  # a closing brace too many ends nothing
            text += _sequence(tokens)
    except RecursionError:
        return tex
    return re.sub(r"(?<=[(\[]) | (?=[)\],;])", "", " ".join(text.split()))


def _sequence(tokens: deque[str]) -> str:
    """What stands before the end, or before the brace that closes the group."""
    text = ""
    while tokens and (token := tokens.popleft()) != "}":
        text = _with(text, token, tokens)
    return text


def _with(text: str, token: str, tokens: deque[str]) -> str:
    """The text so far and one more thing, which begins with this token."""
    name = token[1:] if token.startswith("\\") else ""
    if token in ("^", "_"):
        return text.rstrip() + _script(token, _argument(tokens))
    if token == "{":
        return text + " " * text[-1:].isalpha() + _sequence(tokens)
    if token == "&" or token.isspace():
        return text + " "
    if not name:
        return text + token
    if name == "right" or name in _CLOSING:
        return text.rstrip() + _CLOSING.get(name, "") + _delimiter(name, tokens)
    if name in _SIZES or name in _OPENING:
        return text + _OPENING.get(name, "") + _delimiter(name, tokens)
    if name in _FRACTIONS:
        return text + _fraction(text, _argument(tokens), _argument(tokens))
    if name == "sqrt":
        return f"{text} {_root(tokens)} "
    if name in ("begin", "end"):
        _argument(tokens)
        return text + " "
    if not name[0].isalpha():
        return text + (" " if name in _SPACES else "||" if name == "|" else name)
    ahead = " " * bool(_APART.search(text))
    behind = " " * bool(tokens and tokens[0].isalnum())
    return f"{text}{ahead}{'' if name in _LOOKS else _SIGNS.get(name, name)}{behind}"


def _argument(tokens: deque[str]) -> str:
    _skip_space(tokens)
    return _with("", tokens.popleft(), tokens).strip() if tokens else ""


def _skip_space(tokens: deque[str]) -> None:
    while tokens and tokens[0].isspace():
        tokens.popleft()


def _delimiter(name: str, tokens: deque[str]) -> str:
    r"""What stands behind ``\left`` or ``\right``, if they ask for any."""
    shown = ""
    _skip_space(tokens)
    if name in ("left", "right") and tokens:
        token = tokens.popleft()
        shown = "" if token == "." else _with("", token, tokens).strip()
    if name in ("left", *_OPENING):
        _skip_space(tokens)
    return shown


def _script(mark: str, text: str) -> str:
    if (mark, text) == ("^", "prime"):
        return "'"
    return mark + (text if _SCRIPT.fullmatch(text) else f"({text})")


def _fraction(before: str, above: str, below: str) -> str:
    outside = _IN_BRACKETS.sub("", above)
    above = f"({above})" if _SUM.search(outside) or (before and above[:1] in "-−") else above
    text = f"{above}/{below if _FACTOR.fullmatch(below) else f'({below})'}"
    return f"({text}) " if _FUNCTION.search(before) else f" {text} "


def _root(tokens: deque[str]) -> str:
    _skip_space(tokens)
    index = ""
    if tokens and tokens[0] == "[":
        while tokens and (token := tokens.popleft()) != "]":
            index += token
    inside = _argument(tokens)
    return f"({inside})^(1/{index[1:]})" if index else f"sqrt({inside})"
