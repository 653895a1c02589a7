"""The words by which recipes are found, a level and tags: a closed list in ``vocabulary.toml``."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_suffix(".toml")


class Vocabulary(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """All levels and tags, each with what it means; the levels in the order of the file."""

    levels: Mapping[str, str]
    tags: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words that pages may use."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Vocabulary)


def fault(word: str, known: Mapping[str, str], kind: str) -> str | None:
    """Say why a word is no level or tag, and which there are."""
    if word in known:
        return None
    near = get_close_matches(word, known, 1)
    advice = f"do you mean “{near[0]}”?" if near else "choose one"
    return f"there is no {kind} “{word}”; {advice} There is {', '.join(known)}"
