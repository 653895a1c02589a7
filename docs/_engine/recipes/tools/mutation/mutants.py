"""One change of a single token."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mutant:
    """A token and what it becomes.

    Attributes
    ----------
    path
        Of the file, below the project's root.
    start, end
        Where the token stands in the file's bytes.
    kind
        One of `CLASSES`.
    """

    path: str
    start: int
    end: int
    old: str
    new: str
    kind: str

    def applied(self, content: bytes) -> bytes:
        """Return the file with the change."""
        return content[: self.start] + self.new.encode() + content[self.end :]

    def line(self, content: bytes) -> int:
        """The line of the token, from 1."""
        return content[: self.start].count(b"\n") + 1

    def line_text(self, content: bytes) -> str:
        """The text of that line, without blanks around it."""
        return content.split(b"\n")[self.line(content) - 1].decode().strip()


@dataclass(frozen=True)
class Site:
    """A token and all that it may become."""

    start: int
    end: int
    old: str
    choices: tuple[str, ...]


def choose(path: str, content: bytes, sites: Iterable[Site], kind: str, seed: int) -> list[Mutant]:
    """Draw one change for each site; the draw depends on the seed and on the token's place."""
    found = []
    for site in sites:
        choices = [new for new in dict.fromkeys(site.choices) if new != site.old]
        if choices:
            draw = random.Random(f"{seed} {path} {site.start} {site.old}")
            found.append(Mutant(path, site.start, site.end, site.old, draw.choice(choices), kind))
    assert all(content[one.start : one.end].decode() == one.old for one in found)
    return found


def in_bytes(text: str, sites: Sequence[Site]) -> list[Site]:
    """Turn places in a text into places in its bytes."""
    places = [0]
    for letter in text:
        places.append(places[-1] + len(letter.encode()))
    return [Site(places[one.start], places[one.end], one.old, one.choices) for one in sites]
