"""All that a page says, checked; the same checks in a build, in a command and for mutants."""

from collections.abc import Iterator, Mapping
from typing import Any

from recipes.problem import Problem
from recipes.reading.page import Page
from recipes.running.store import Store

from . import glossary, inline_code, library_names, sentences
from .inline_code import Sources


def check(
    page: Page,
    facts: Mapping[str, Any] | None,
    sources: Sources | None = None,
    store: Store | None = None,
) -> Iterator[Problem]:
    """Find what a page says and nothing proves, and what cannot be read.

    Parameters
    ----------
    facts
        What its snippet computed; None if that is not known.
    sources
        What its snippet and its tests write; None if it is no recipe, or they cannot be read.
    store
        Remembers what was looked up in the installed libraries.
    """
    yield from page.faults()
    yield from sentences.check(page, facts)
    yield from glossary.check(page)
    yield from library_names.check(page, store)
    if sources:
        yield from inline_code.check(page, sources, store)
