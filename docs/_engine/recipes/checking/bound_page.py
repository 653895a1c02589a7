"""The mathematics and the words of a page, for the tests that prove them.

A test module says ``PAGE = page("integrate/double-integral.md")``, evaluates what it finds there
with names of its own, and quotes the words that it proves; `BoundPage.unproved` lists the rest.
"""

from collections.abc import Iterator
from pathlib import Path

from recipes.mathematics.equation import Equation
from recipes.mathematics.errors import MathError
from recipes.problem import Problem
from recipes.reading import document
from recipes.reading import page as page_module
from recipes.reading.page import Page

from . import claimed_words, glossary
from .quotations import Place, Quoted
from .statements import most_alike, statements

root = Path.cwd()  # the project; pytest sets it to its own


class BoundPage:
    """A page whose formulas are evaluated by tests, and whose words are quoted.

    Attributes
    ----------
    page
        As parsed.
    equations
        The displayed ones, by label.
    statements
        Those in sentences, without symbols that stand alone; each once, with its lines.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.quoted = Quoted.of(page)
        self.said: list[Place] = []
        self.equations: dict[str, Equation] = {}
        self.lines: dict[str, int] = {}
        for block in page.of_kind(document.Equation):
            line = page.line(block.first + 1)
            self.equations[block.label] = Equation(block.tex, block.label, f"{page.label}:{line}")
            self.lines[block.label] = line
        self.statements: list[tuple[Equation, int]] = []
        for one in statements(page):
            line = page.line(one.line)
            equation = Equation(one.tex, f"${one.tex}$", f"{page.label}:{line}")
            self.statements.append((equation, line))

    def equation(self, label: str) -> Equation:
        """Return a displayed equation, ``{#eq-label}``.

        Raises
        ------
        MathError
            If there is none.
        """
        if label not in self.equations:
            there = ", ".join(self.equations)
            raise MathError(f"{self.page.label} has no equation “{label}”; there is {there}")
        return self.equations[label]

    def inline(self, tex: str) -> Equation:
        """Return the formula in a sentence that is most like this one.

        It need not be the same to the letter, so that what is evaluated is what the page says.

        Raises
        ------
        MathError
            If there is none like it.
        """
        known = [one for one, _ in self.statements]
        alike = most_alike(tex, (one.tex for one in known))
        if not alike:
            there = ", ".join(one.label for one in known)
            raise MathError(f"{self.page.label} has nothing like ${tex}$; there is {there}")
        return max((one for one in known if one.tex in alike), key=lambda one: bool(one.unused()))

    def says(self, *words: str, section: str = "") -> None:
        """Bind words of the page to the test that says this, and that proves them.

        They stand there once, as readers see them: quote what carries the meaning, and a little
        more where it stands more than once.

        Parameters
        ----------
        section
            The heading below which they stand once.

        Raises
        ------
        ClaimError
            If they do not.
        """
        __tracebackhide__ = True
        for one in words:
            self.said.append(self.quoted.place(one, section))

    def unproved(self) -> Iterator[Problem]:
        """Find what no test has evaluated or quoted, and what the glossary lacks."""
        yield from self.page.faults()
        yield from claimed_words.check(self.page, self.quoted, self.said)
        yield from glossary.check(self.page)
        displayed = [(equation, self.lines[label]) for label, equation in self.equations.items()]
        for equation, first in [*displayed, *self.statements]:
            for token in equation.unused():
                line = first + equation.tex[: token.start].count("\n")
                message = f"“{token.text}” in {equation.label} is used by no test; evaluate it in "
                message += f"tests/{self.page.test_module}"
                yield Problem(self.page.label, line, message)


def page(path: str) -> BoundPage:
    """Open a page of ``docs`` for tests.

    Raises
    ------
    MathError
        If there is no such page.
    """
    if not (root / "docs" / path).is_file():
        raise MathError(f"there is no page docs/{path}; fix the name")
    return BoundPage(page_module.read(root / "docs", path))
