"""What a test binds to the names of a formula: keys in several spellings, all of them used."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import MathError
from .parsing.parser import key_of
from .parsing.tokens import Token

_ACCENT = re.compile(r"^(?:bold|bar|hat|tilde|dot|ddot|cal|bb|scr|frak|nabla|check|breve|acute)_")
Names = Mapping[str, Any]


class Shared(dict[str, Any]):
    """Names that several formulas share: each formula uses those that it has."""


def shared(names: Names | None = None, /, **more: Any) -> Shared:
    """Return names that several formulas share; the names of a single formula are all used."""
    return Shared({**(names or {}), **more})


class Bound(dict[str, Any]):
    """Names of one evaluation.

    Attributes
    ----------
    shared
        Those that need not be used.
    """

    shared: frozenset[str] = frozenset()


def bindings(names: Names | None, more: Names) -> Bound:
    r"""Names of a call; ``lambda_`` stands for a name that Python keeps for itself.

    Keys may be TeX, such as ``\hat x`` or ``s_{i-1}``.

    Raises
    ------
    MathError
        If two keys are one name.
    """
    found = Bound()
    for name, value in {**(names or {}), **more}.items():
        key = key_of(name.removesuffix("_") if len(name) > 1 else name)
        if key in found and found[key] is not value:
            raise MathError(f"“{key}” is bound twice; “{name}” is another way to write it")
        found[key] = value
    if isinstance(names, Shared):
        found.shared = frozenset(found) - {key_of(name) for name in more}
    return found


def occurs(key: str, tokens: Iterable[Token]) -> bool:
    """Whether the letter of a key is among tokens."""
    if not re.match(r"\w", key):
        return any(token.text == key for token in tokens)
    letters = key
    while _ACCENT.match(letters):
        letters = _ACCENT.sub("", letters)
    if "/" in letters:
        letters = re.sub(r"^d\d*|/.*", "", letters)
    letters = re.split(r"[_^'\[( ]", letters)[0]
    return any(letters in (token.name, token.text) for token in tokens)


def check_used(names: Iterable[str], used: set[str]) -> None:
    """Refuse names that are bound and stand nowhere in the formula.

    Raises
    ------
    MathError
        With the names that the formula has.
    """
    unused = sorted(key for key in names if key not in used)
    if unused:
        there = ", ".join(sorted(key for key in used if re.match(r"\w", key) and "[" not in key))
        hint = "" if unused[0] not in ("rel", "abs") else "; the tolerance is rtol or atol"
        message = f"“{unused[0]}” is bound, and the formula does not use it{hint}; it has {there}"
        raise MathError(message if there else message.partition("; it has")[0])
