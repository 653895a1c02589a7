"""LaTeX as tokens. Spacing, sizes of brackets and spelling variants of a symbol do not count."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from ..errors import MathError

MAXIMUM_LENGTH = 4000  # characters of one formula
_LEXEME = re.compile(
    r"(?P<number>\d+(?:\.\d+)?(?:(?:\\,|\{,\})\d{3}(?!\d)|(?:\\,|\{,\})\d{2}(?!\d))*|\.\d+)"
    r"|\\(?P<word>text|mathrm|operatorname\*?|textrm|mathsf|texttt|rm)\s*"
    r"\{(?P<content>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\(?P<side>begin|end)\s*\{(?P<environment>[a-zA-Z]+)\*?\}(?:\{[a-z|]*\})?"
    r"|(?P<drop>(?<!\\)%[^\n]*|\\label\{[^{}]*\}|\\tag\*?\{[^{}]*\}|\{\s*\}|\s+|~)"
    r"|(?P<command>\\[A-Za-z]+|\\.)|(?P<character>.)",
    re.S,
)
_VARIANTS = {
    r"\frac": r"\tfrac \dfrac",
    r"\binom": r"\dbinom \tbinom",
    r"\le": r"\leq \leqslant ≤",
    r"\ge": r"\geq \geqslant ≥",
    r"\ne": r"\neq ≠",
    "|": r"\lvert \rvert \vert",
    r"\|": r"\lVert \rVert \Vert",
    r"\dots": r"\ldots \cdots \vdots \ddots \dotsc \dotsb",
    "T": r"\top \intercal",
}
_SAME = {variant: text for text, variants in _VARIANTS.items() for variant in variants.split()}
_SINGLE = (
    r"\ast * \lbrack [ \rbrack ] \lbrace \{ \rbrace \} \prime ' \colon : \land \wedge π \pi − -"
)
_SAME |= dict(zip(_SINGLE.split()[::2], _SINGLE.split()[1::2], strict=True))
_OF_TWO = {r"\frac", r"\binom"}  # “\frac12” is a half
# What says in which order a formula is read, and not of what it is made.
_GROUPING = {"{", "}", "(", ")", "/", r"\frac", r"\cdot"}
_OPENING = {r"\lvert", r"\lVert"}
_CLOSING = {r"\rvert", r"\rVert"}
_SILENT = set(
    r"\, \; \: \! \> \displaystyle \textstyle \scriptstyle \limits \nolimits \nonumber \notag \bigl"
    r" \bigr \Bigl \Bigr \big \Big \bigg \Bigg \biggl \biggr \Biggl \Biggr \middle \mathstrut"
    r" \strut".split()
) | {"\\ ", "\\\n"}
RELATIONS = frozenset(
    r"= < > \le \ge \ne \approx \equiv \sim \in \to \propto \triangleq \simeq \mapsto \ll \gg"
    r" \subset \subseteq".split()
)
QUADS = {r"\quad", r"\qquad"}
# Words that a style turns into letters; accents and alphabets make another name.
STYLES = {r"\mathbf", r"\boldsymbol", r"\bm", r"\mathit", r"\vec", r"\pmb", r"\bf"}
ACCENTS = {rf"\{accent}": accent for accent in "bar hat tilde dot ddot".split()}
ACCENTS |= {rf"\math{alphabet}": alphabet for alphabet in "cal bb scr frak".split()}
ACCENTS |= {r"\overline": "bar", r"\widehat": "hat", r"\widetilde": "tilde"}


@dataclass(frozen=True)
class Token:
    r"""One symbol of a formula.

    Attributes
    ----------
    text
        In the spelling that all variants share.
    kind
        ``number``, ``word``, ``command``, ``character``, ``begin``, ``end``, or ``nothing``.
    side
        ``l`` after ``\left``, ``r`` after ``\right``.
    start, end
        Where it stands in the LaTeX.
    """

    text: str
    kind: str
    start: int
    end: int
    side: str = ""

    @property
    def name(self) -> str:
        """The text without a backslash."""
        return self.text.removeprefix("\\")


@lru_cache(maxsize=4096)
def tokenize(tex: str) -> tuple[Token, ...]:
    """Split LaTeX into tokens.

    Raises
    ------
    MathError
        If it is longer than `MAXIMUM_LENGTH`.
    """
    if len(tex) > MAXIMUM_LENGTH:
        raise MathError(f"the formula has more than {MAXIMUM_LENGTH} characters; split it")
    found: list[Token] = []
    side = ""
    for match in _LEXEME.finditer(tex):
        text = match["command"] or match["character"] or ""
        if match["drop"]:
            continue
        if text in (r"\left", r"\right"):
            side = text[1]
            continue
        if text in _SILENT or (text == "." and side):
            side = ""
            continue
        if match["word"] == "mathrm" and re.search(r"[\\^]", match["content"]):  # units
            found += _units(match["content"], match.start("content"))
        elif (token := _token(match, side)) is not None:
            above = found[-1].text if found else ""
            pair = above in _OF_TWO and len(token.text) == 2 and token.text.isdigit()
            found += _digits(token) if pair else [token]
        side = ""
    return tuple(found)


def _digits(token: Token) -> list[Token]:
    """The digits of a number one by one, as LaTeX takes them for arguments."""
    return [
        replace(token, text=digit, start=token.start + number, end=token.start + number + 1)
        for number, digit in enumerate(token.text)
    ]


def _units(content: str, begin: int) -> Iterator[Token]:
    """The tokens of an upright expression: letters in a row are one name, such as ``km``."""
    found: list[Token] = []
    for token in tokenize(content):
        last = found[-1] if found else None
        if last and last.end == token.start and last.text.isalpha() and token.text.isalpha():
            found[-1] = Token(last.text + token.text, "word", last.start, token.end)
        else:
            found.append(token)
    for token in found:
        yield replace(token, start=begin + token.start, end=begin + token.end)


def _token(match: re.Match[str], side: str) -> Token | None:
    start, end = match.span()
    if match["number"]:
        return Token(re.sub(r"\\,|\{,\}", "", match["number"]), "number", start, end)
    if match["word"]:
        content = " ".join(match["content"].replace("~", " ").split())
        content = re.sub(r"\\[,;:! ]", " ", content).strip()
        if match["word"].startswith("text") and not re.search(r"[A-Za-z]", content):
            return None
        kind = "character" if len(content) == 1 and match["word"] != "text" else "word"
        return Token(content, kind, start, end)
    if match["side"]:
        return Token(match["environment"], match["side"], start, end)
    text = match["command"] or match["character"]
    side = "l" if text in _OPENING else "r" if text in _CLOSING else side
    text = _SAME.get(text, text)
    kind = "command" if text.startswith("\\") else "character"
    return Token(text, kind, start, end, side)


def same_tokens(one: str, other: str) -> bool:
    """Whether two pieces of LaTeX have the same tokens, needless braces aside."""
    return _plain(one) == _plain(other)


def contains(whole: str, part: str) -> bool:
    """Whether the tokens of one piece of LaTeX occur, in a row, in another; styles aside."""
    outer, inner = _unstyled(whole), _unstyled(part)
    ends = range(len(outer) - len(inner) + 1)
    return bool(inner) and any(outer[at : at + len(inner)] == inner for at in ends)


def similarity(one: str, other: str) -> float:
    """Return the share of tokens that two pieces of LaTeX have in common, from 0 to 1.

    In order, or in any order without brackets and fraction bars: what is commuted is alike.
    """
    in_order = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()
    bags = [Counter(text for text in _plain(tex) if text not in _GROUPING) for tex in (one, other)]
    in_any_order = 2 * (bags[0] & bags[1]).total() / max(1, sum(bag.total() for bag in bags))
    return max(in_order, in_any_order)


def _unstyled(tex: str) -> list[str]:
    return [text for text in _plain(tex) if text not in STYLES]


@lru_cache(maxsize=4096)
def _plain(tex: str) -> tuple[str, ...]:
    return tuple(plain(tokenize(tex)))


def plain(tokens: Iterable[Token]) -> Iterator[str]:
    """The texts of tokens without braces round a single one, alignment marks and wide spaces."""
    matrices = 0
    kept: list[str] = []
    for token in tokens:
        if token.kind in ("begin", "end") and token.text.endswith(("matrix", "cases")):
            matrices += 1 if token.kind == "begin" else -1
        if token.text in QUADS or (token.text == "&" and not matrices):
            continue
        marked = token.kind in ("begin", "end", "word")
        kept.append(f"{token.kind}:{token.text}" if marked else token.text)
    place = 0
    while place < len(kept):
        single = kept[place] == "{" and kept[place + 2 : place + 3] == ["}"]
        yield kept[place + 1] if single else kept[place]
        place += 3 if single else 1
