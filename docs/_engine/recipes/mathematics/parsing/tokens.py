"""LaTeX as tokens. Spacing, sizes of brackets and spelling variants of a symbol do not count."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from ..errors import MathError

MAXIMUM_LENGTH = 4000  # characters of one formula
_THOUSANDS = r"(?:(?:\\,|\{,\})\d{3}(?!\d))*"
_DECIMALS = r"\.\d{3}(?:\\,\d{3}(?!\d))*(?:\\,\d{1,4})?(?!\d)"
_LEXEME = re.compile(
    r"(?P<unreadable>\d*\.?\d+[eE][-+−]?\d+|\d*\.\d+(?:\\,\d{1,4})*\(\d+\)|\d*\.\d+\.\d[\d.]*)"
    rf"|(?P<number>\d+{_THOUSANDS}(?:{_DECIMALS}|\.\d+)?|\.\d+)"
    r"|\\(?P<word>text|mathrm|operatorname\*?|textrm|mathsf|texttt|rm|mbox|textit|mathop)\s*"
    r"\{(?P<content>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\\mathrm\s*(?P<upright>[A-Za-z])(?![A-Za-z])"
    r"|\\(?P<side>begin|end)\s*\{(?P<environment>[a-zA-Z]+)\*?\}"
    r"(?:(?<=array\})\s*\{(?:[^{}]|\{[^{}]*\})*\}|(?<=[td]at\})\s*\{\d+\})?"
    r"|(?P<drop>(?<!\\)%[^\n]*|\\label\{[^{}]*\}|\\tag\*?\{[^{}]*\}|\{\s*\}(?!\s*_)|\s+)"
    r"|(?P<row>\\\\\s*\[[-\d. ]+[a-z]{2}\])"
    r"|(?P<before>\{\s*\})"
    r"|(?P<negated>\\not\s*(?:=|\\in(?![A-Za-z])))"
    r"|(?P<command>:=|\\[A-Za-z]+|\\.)|(?P<character>.)",
    re.S,
)
_VARIANTS = {
    r"\frac": r"\tfrac \dfrac \cfrac",
    r"\binom": r"\dbinom \tbinom",
    r"\le": r"\leq \leqslant ≤",
    r"\ge": r"\geq \geqslant ≥",
    r"\ne": r"\neq ≠",
    "|": r"\lvert \rvert \vert",
    r"\|": r"\lVert \rVert \Vert",
    r"\dots": r"\ldots \cdots \vdots \ddots \dotsc \dotsb",
    "T": r"\top \intercal",
    r"\implies": r"\Rightarrow \Longrightarrow",
    r"\iff": r"\Leftrightarrow \Longleftrightarrow",
    r"\subseteq": r"\subset",
    r"\supseteq": r"\supset",
    r"\emptyset": r"\varnothing",
    r"\setminus": r"\smallsetminus \backslash",
    r"\bmod": r"\mod",
}
_SAME = {variant: text for text, variants in _VARIANTS.items() for variant in variants.split()}
_SINGLE = (
    r"\ast * \lbrack [ \rbrack ] \lbrace \{ \rbrace \} \prime ' \colon : \land \wedge π \pi"
    r" − - \coloneqq :="
)
_SAME |= dict(zip(_SINGLE.split()[::2], _SINGLE.split()[1::2], strict=True))
_OF_TWO = {r"\frac", r"\binom"}  # “\frac12” is a half
# What says in which order a formula is read, and not of what it is made.
_GROUPING = {"{", "}", "(", ")", "/", r"\frac", r"\cdot"}
_OPENING = {r"\lvert", r"\lVert"}
_CLOSING = {r"\rvert", r"\rVert"}
_SPACES = set(r"\, \; \: \! \> ~".split()) | {"\\ ", "\\\n"}
_SILENT = set(
    r"\displaystyle \textstyle \scriptstyle \limits \nolimits \nonumber \notag \bigl"
    r" \bigr \Bigl \Bigr \big \Big \bigg \Bigg \biggl \biggr \Biggl \Biggr \middle \mathstrut"
    r" \strut \thinspace \hfill".split()
)
RELATIONS = frozenset(
    r"= < > \le \ge \ne \approx \equiv \sim \in \to \propto \triangleq \simeq \mapsto \ll \gg"
    r" \subseteq \supseteq := \notin \implies \iff \prec \succ \preceq \succeq \cong \asymp \doteq"
    r" \perp \parallel \lesssim \gtrsim \leftarrow \gets \longrightarrow \rightarrow".split()
)
QUADS = {r"\quad", r"\qquad"}
# Commands that are no name, wherever they stand: structure, and signs that are not read.
NO_NAMES = RELATIONS | frozenset(
    r"\dots \quad \qquad \mid \nmid \choose \atop \substack \right \left \left. \right. \pm"
    r" \mp \div \times \cdot \bmod \pmod \pod \over \cap \cup \setminus \oplus \ominus \otimes"
    r" \oslash \odot \star \bullet \diamond \circ \wedge \vee \neg \lnot \lor \forall \exists"
    r" \therefore \because \leftrightarrow \uparrow \downarrow \updownarrow \mapsto \models"
    r" \vdash \sqcap \sqcup \amalg \langle \rangle \lfloor \rfloor \lceil \rceil \frac \sqrt"
    r" \binom \sum \prod \int \iint \iiint \oint \coprod \bigcup \bigcap \bigoplus \lim"
    r" \limsup \liminf \sup \inf \argmin \argmax \overset \underset \stackrel \overbrace"
    r" \underbrace \underline \cancel \boxed \phantom \hspace \vspace \begin \end \mathop"
    r" \mathrel \mathbin \not \nabla \overrightarrow".split()
)
# Words that a style turns into letters; accents and alphabets make another name.
STYLES = {r"\mathbf", r"\boldsymbol", r"\bm", r"\mathit", r"\vec", r"\pmb", r"\bf"}
BOLD = STYLES - {r"\mathit"}
ACCENTS = {rf"\{accent}": accent for accent in "bar hat tilde dot ddot check breve acute".split()}
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
        ``number``, ``word``, ``command``, ``character``, ``begin``, ``end``, ``unreadable``, or
        ``nothing``.
    side
        ``l`` after ``\left``, ``r`` after ``\right``.
    spaced
        Whether a thin space such as ``\,`` stands before it.
    upright
        Whether it is set in ``\mathrm``, as units are.
    start, end
        Where it stands in the LaTeX.
    """

    text: str
    kind: str
    start: int
    end: int
    side: str = ""
    spaced: bool = False
    upright: bool = False

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
    side, spaced = "", False
    for match in _LEXEME.finditer(tex):
        text = match["command"] or match["character"] or ""
        if match["drop"]:
            continue
        if text in (r"\left", r"\right"):
            side = text[1]
            continue
        if text in _SILENT or text in _SPACES:
            spaced = spaced or text in _SPACES
            side = ""
            continue
        if match["word"] == "mathrm" and re.search(r"[\\^/]", match["content"]):  # units
            units = list(_units(match["content"], match.start("content")))
            found += [replace(token, spaced=spaced and not n) for n, token in enumerate(units)]
        elif (token := _token(match, side)) is not None:
            above = found[-1].text if found else ""
            pair = above in _OF_TWO and len(token.text) == 2 and token.text.isdigit()
            found += _digits(token) if pair else [replace(token, spaced=spaced)]
        side, spaced = "", False
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
        yield replace(token, start=begin + token.start, end=begin + token.end, upright=True)


def _token(match: re.Match[str], side: str) -> Token | None:
    start, end = match.span()
    if match["unreadable"]:
        return Token(match["unreadable"], "unreadable", start, end)
    if match["number"]:
        return Token(re.sub(r"\\,|\{,\}", "", match["number"]), "number", start, end)
    if match["word"]:
        return _word(match)
    if match["upright"]:
        return Token(match["upright"], "character", start, end, upright=True)
    if match["side"]:
        return Token(match["environment"], match["side"], start, end)
    if match["row"]:
        return Token("\\\\", "command", start, end)
    if match["before"]:
        return Token("{}", "command", start, end)
    if match["negated"]:
        text = r"\ne" if match["negated"].endswith("=") else r"\notin"
        return Token(text, "command", start, end)
    text = match["command"] or match["character"]
    if text == "." and side:
        return Token(r"\left." if side == "l" else r"\right.", "command", start, end, side)
    side = "l" if text in _OPENING else "r" if text in _CLOSING else side
    text = _SAME.get(text, text)
    kind = "command" if text.startswith("\\") else "character"
    return Token(text, kind, start, end, side)


def _word(match: re.Match[str]) -> Token | None:
    """Upright letters: a name, a unit, or words."""
    content = " ".join(match["content"].replace("~", " ").split())
    content = re.sub(r"\\[,;:! ]", " ", content).strip()
    text = match["word"] in ("text", "textrm", "textit", "texttt", "mbox")
    if text and not re.search(r"[A-Za-z]", content):
        return None
    kind = "character" if len(content) == 1 and match["word"] != "text" else "word"
    return Token(content, kind, *match.span(), upright=match["word"] in ("mathrm", "rm"))


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


def advice(text: str) -> str:
    """What to write in place of a number that cannot be read."""
    if "(" in text:
        value = text[: text.index("(")]
        return f"is “{text}” a product, or {value} with its uncertainty? write \\cdot, or \\pm"
    if "e" in text.lower():
        base, exponent = re.split("[eE]", text)
        exponent = exponent.lstrip("+")
        return f"“{text}” may be read as {base} times e; write {base} \\times 10^{{{exponent}}}"
    return f"“{text}” is no number; write one point only"
