"""The formulas in the sentences of a page, and which of them a test means; nothing is evaluated."""

from collections.abc import Iterable

from recipes.mathematics.parsing.tokens import same_tokens, similarity
from recipes.reading.page import Page

from . import glossary
from .glossary import Inline

ALIKE = 0.5  # how similar a formula on the page is to the one that a test means


def statements(page: Page) -> list[Inline]:
    """Return the formulas in sentences, without symbols that stand alone; each once."""
    found: list[Inline] = []
    for one in glossary.inline_math(page):
        known = any(same_tokens(one.tex, other.tex) for other in found)
        if glossary.symbol(page, one.tex) is None and not known:
            found.append(one)
    return found


def most_alike(tex: str, formulas: Iterable[str]) -> list[str]:
    """Return the formulas that are most like one, in order; none where nothing is like it."""
    found = {one: similarity(tex, one) for one in formulas}
    best = max(found.values(), default=0)
    return [one for one in found if found[one] == best] if best >= ALIKE else []
