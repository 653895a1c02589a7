"""The symbols of a page: what the front matter says they mean, held against its sentences.

``symbols: {m: row, n: column}`` gives ``$m$`` its meaning. A symbol that stands alone in a
sentence stands beside a word of its meaning, nearer than beside a word of another one; words
that two meanings share decide nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from recipes.mathematics.parsing.tokens import contains, same_tokens
from recipes.problem import Problem
from recipes.reading import comparisons, prose
from recipes.reading.document import Equation
from recipes.reading.page import Page

REACH = 3  # words between a symbol and its noun
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_IDLE = frozenset(
    "a an the of in on to at by as is are that which for with and or its from one each all".split()
)
_ALONE = re.compile(r"(?:\\[a-zA-Z]+\s*\{\s*)*\\?[A-Za-z]+[\s}]*")


@dataclass(frozen=True)
class Inline:
    """Mathematics in a sentence.

    Attributes
    ----------
    line
        In the page's body, from 0.
    near
        The words of its sentence within reach, the nearest first.
    """

    tex: str
    line: int
    near: tuple[str, ...]


def symbols(page: Page) -> Mapping[str, str]:
    """Return what each symbol of a page means."""
    return page.front.symbols


def symbol(page: Page, tex: str) -> str | None:
    """Return the declared symbol that a formula is, if it is one."""
    return next((one for one in symbols(page) if same_tokens(one, tex)), None)


def inline_math(page: Page) -> Iterator[Inline]:
    """Find the mathematics in the sentences and captions of a page."""
    text = page.sentences
    blanked = prose.blanked(text)
    spans = list(comparisons.sentences(blanked))
    ends = [end for _, end in spans]
    for formula in prose.formulas(text):
        start, end = spans[bisect_right(ends, formula.start)]
        before = reversed(_WORD.findall(blanked[start : formula.start]))
        after = _WORD.findall(blanked[formula.end : end])
        near = [word for pair in _alternately(list(before), after) for word in pair]
        yield Inline(formula.tex, text[: formula.start].count("\n"), tuple(near))


def _alternately(before: list[str], after: list[str]) -> Iterator[list[str]]:
    for number in range(REACH):
        yield [*before[number : number + 1], *after[number : number + 1]]


def check(page: Page) -> Iterator[Problem]:
    """Find symbols without a meaning, far from their noun, or declared and never shown."""
    meanings = {tex: _stems(meaning) for tex, meaning in symbols(page).items()}
    inline = list(inline_math(page))
    for one in inline:
        declared = symbol(page, one.tex)
        if declared is not None:
            yield from _beside_its_noun(page, one, declared, meanings)
        elif (page.is_recipe or meanings) and _ALONE.fullmatch(one.tex):
            message = f"“${one.tex}$” has no meaning; write it below “symbols:” in the front matter"
            yield page.problem(one.line, message)
    shown = [one.tex for one in inline]
    shown += [equation.tex for equation in page.of_kind(Equation)]
    for tex in meanings:
        if not any(contains(whole, tex) for whole in shown):
            message = (
                f"the symbol “{tex}” is declared in the front matter and never shown; remove it"
            )
            yield Problem(page.label, 2, message)


def _beside_its_noun(
    page: Page, one: Inline, declared: str, meanings: dict[str, set[str]]
) -> Iterator[Problem]:
    for word in one.near:
        owners = [tex for tex, nouns in meanings.items() if _stem(word) in nouns]
        if owners == [declared]:
            return
        if len(owners) == 1:
            message = f"“${one.tex}$” means “{symbols(page)[declared]}”, but beside it stands "
            message += f"“{word}”, which belongs to ${owners[0]}$; fix the sentence or the symbol"
            yield page.problem(one.line, message)
            return
    message = f"“${one.tex}$” means “{symbols(page)[declared]}”, and no word of that alone stands "
    message += f"within {REACH} words; write one beside it"
    yield page.problem(one.line, message)


def _stems(meaning: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(meaning)} - _IDLE


def _stem(word: str) -> str:
    return word.lower().removesuffix("’s").removesuffix("s")
