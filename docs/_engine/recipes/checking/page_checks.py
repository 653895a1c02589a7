"""All that a page says, checked; the same checks in a build, in a command and for mutants."""

from collections.abc import Iterator, Mapping
from typing import Any

from recipes.problem import Problem
from recipes.reading.page import Page

from . import glossary, sentences


def check(page: Page, facts: Mapping[str, Any] | None) -> Iterator[Problem]:
    """Find what a page says and nothing proves, and what cannot be read.

    Parameters
    ----------
    facts
        What its snippet computed; None if that is not known.
    """
    yield from page.faults()
    yield from sentences.check(page, facts)
    yield from glossary.check(page)
