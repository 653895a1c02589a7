"""What stands behind a formula: for which values it holds, and what its letters are."""

from collections.abc import Iterator, Sequence

from .errors import MathError
from .parsing.tokens import QUADS, RELATIONS, Token

WORDS = frozenset("for where if when with provided unless and all every any each".split())
_SMALL = frozenset("for where if when with provided that all every any each and such is".split())
_EDGES = QUADS | {",", ".", ";", "&"}
_NUMBERS = frozenset("RCZNQ")


def is_condition(tokens: Sequence[Token], row: Sequence[int]) -> bool:
    r"""Whether a part of a formula is a condition: ``for x > 0``, ``k = 1, \dots, n``.

    A relation in brackets that stands on its own is one too.
    """
    texts = [tokens[k].text for k in row if tokens[k].text not in _EDGES]
    if not texts:
        return False
    first = tokens[next(k for k in row if tokens[k].text not in _EDGES)]
    if first.text == r"\forall":
        return True
    if first.kind == "word" and first.text.split()[0].strip(",.:").lower() in WORDS:
        return True
    if texts[0] == "(" and texts[-1] == ")" and _one_bracket(texts):
        return any(_top_relations(texts[1:-1]))
    return _runs([tokens[k].text for k in row])


def _one_bracket(texts: Sequence[str]) -> bool:
    level = 0
    for number, text in enumerate(texts):
        level += (text == "(") - (text == ")")
        if level == 0:
            return number == len(texts) - 1
    return False


def _top_relations(texts: Sequence[str]) -> Iterator[str]:
    """The relations that stand in no bracket."""
    level = 0
    for text in texts:
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        if level == 0 and text in RELATIONS:
            yield text


def _runs(texts: Sequence[str]) -> bool:
    r"""Whether an index runs: ``k = 1, \dots, n``, ``k = 0, 1``."""
    level = commas = 0
    for text in texts:
        level += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
        commas += level == 0 and text == ","
    return list(_top_relations(texts)) == ["="] and commas > 0 and "=" in texts[:3]


class Condition:
    r"""A condition, split into its words and the relations behind them.

    Attributes
    ----------
    words
        The places of tokens that only say that it is a condition.
    places
        Those of what must hold.
    is_range
        Whether it says what an index runs through.
    members, within
        The letters of ``(u, v) \in E``, and the places of the set.

    Raises
    ------
    MathError
        If a word is not understood.
    """

    def __init__(self, tokens: Sequence[Token], row: Sequence[int]) -> None:
        inner = [k for k in row if tokens[k].text not in QUADS]
        self._tokens = tokens
        self.words: list[int] = []
        while inner and (
            tokens[inner[0]].kind == "word" or tokens[inner[0]].text in (r"\forall", *_EDGES)
        ):
            self._understood(tokens[inner[0]])
            self.words.append(inner.pop(0))
        while inner and (tokens[inner[-1]].kind == "word" or tokens[inner[-1]].text in _EDGES):
            self._understood(tokens[inner[-1]])
            self.words.append(inner.pop())
        texts = [tokens[k].text for k in inner]
        if texts and texts[0] == "(" and texts[-1] == ")" and _one_bracket(texts):
            self.words += [inner[0], inner[-1]]
            inner = inner[1:-1]
        self.places = inner
        texts = [tokens[k].text for k in inner]
        self.is_range = _runs(texts)
        sign = texts.index(r"\in") if r"\in" in texts else 0
        names = [text for text in texts[:sign] if text not in ("(", ")", ",")]
        self.members = tuple(names) if texts.count(r"\in") == 1 and len(names) <= 3 else ()
        self.within = inner[sign + 1 :] if self.members else []
        self._names = {tokens[k].name for k in inner if tokens[k].name.isalpha()}
        self._related = bool(RELATIONS & set(texts))
        self._number_set = r"\mathbb" in texts or (texts[-1:] and texts[-1] in _NUMBERS)

    def _understood(self, token: Token) -> None:
        if token.kind == "word":
            words = {word.strip(",.:;").lower() for word in token.text.split()}
            if words - _SMALL - {""}:
                message = f"cannot read the condition “{token.text}”; write a relation"
                raise MathError(message)

    def of(self, tex: str) -> str:
        """The LaTeX of what must hold."""
        first, last = (self._tokens[self.places[k]] for k in (0, -1))
        return tex[first.start : last.end]

    def is_free(self, names: set[str]) -> bool:
        r"""Whether it says nothing of these names: ``\forall x`` without a relation."""
        return not self._related or not (self._names & names)
