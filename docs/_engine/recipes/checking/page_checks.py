"""All that a page says, checked; the same checks in a build, in a command and for mutants."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from recipes.problem import Problem, ProblemError
from recipes.reading import claims
from recipes.reading.page import Page

from . import claimed_words, evidence, glossary, sentences
from .quotations import ClaimError, Quoted


def check(
    page: Page, facts: Mapping[str, Any] | None, tests: str | None = None
) -> Iterator[Problem]:
    """Find what a page says and nothing proves, and what cannot be read.

    Parameters
    ----------
    facts
        What its snippet computed; None if that is not known.
    tests
        The text of its test module; None if it has none.
    """
    yield from page.faults()
    yield from sentences.check(page, facts)
    yield from glossary.check(page)
    if tests is not None:
        yield from _claims(page, tests)


def _claims(page: Page, tests: str) -> Iterator[Problem]:
    """Find words that are quoted and not there, quoted in vain, or not quoted."""
    label = f"tests/{page.test_module}"
    quoted, places = Quoted.of(page), []
    try:
        claims.parse(tests, label)
    except ProblemError:
        return  # reported where the page lists them, and by pytest
    try:
        said = claims.read(tests, label)
    except ProblemError as error:
        yield error.problem
        return
    for claim in said:
        try:
            places.append(quoted.place(claim.words, claim.section))
        except ClaimError as error:
            where = f"    quoted in {label}:{claim.line}, {claim.test}"
            yield replace(error.problem, detail=where)
    yield from evidence.check(tests, label)
    if claims.binds_page(tests, label):
        yield from claimed_words.check(page, quoted, places)
