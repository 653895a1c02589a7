"""Where a recipe proves what it states: the cell of a number, the tests of formulas and words.

Each is said by the `id` of the cell or the test on the page, so that a mark can lead there.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from recipes.checking.quotations import ClaimError, Place, Quoted
from recipes.checking.statements import most_alike, statements
from recipes.mathematics.errors import MathError
from recipes.mathematics.parsing.tokens import same_tokens
from recipes.problem import ProblemError
from recipes.project import Project
from recipes.reading import cell_order, claims, evaluated, prose
from recipes.reading.document import CellView, Tests
from recipes.reading.page import Page

from .claim_marks import Piece, pieces

CODE = "code-of-tests"  # where tests stand that say no sentence
_NAME = re.compile(r"[A-Za-z_]\w*")
_READABLE = {"code", "output", "markdown"}


def anchor(test: str) -> str:
    """Return the id of a test's sentence."""
    return test.replace("_", "-")


class Proofs:
    """Where what a recipe states is proved; of another page nothing is said.

    Parameters
    ----------
    script
        The address of the snippet, where cells stand that the page does not show.

    Attributes
    ----------
    cells
        The id of each cell that can be read on the page, by the line of its fence.
    """

    def __init__(self, project: Project, page: Page, script: str) -> None:
        self.page = page
        self.cells: dict[int, str] = {}
        self._sources: dict[str, str] = {}
        self._equations: dict[str, list[str]] = {}
        self._formulas: dict[str, list[str]] = {}
        self._claims: list[tuple[Place, str]] = []
        if page.is_recipe and page.snippet in project.outcomes:
            self._find_cells(project, script)
            if not page.of_kind(Tests):
                return
            with suppress(ProblemError, MathError):  # reported where they are shown and run
                self._find_tests(project)

    def _find_cells(self, project: Project, script: str) -> None:
        own = [view for view in self.page.cells if view.path == self.page.snippet]
        readable = [view for view in own if _READABLE & set(view.parts)]
        readable.sort(key=lambda view: "code" not in view.parts)
        shown: dict[str, CellView] = {}
        for view in readable:
            shown.setdefault(view.cell, view)
        self.cells = {view.first: f"cell-{anchor(name)}" for name, view in shown.items()}
        for cell in project.family(self.page.snippet)[-1].cells.values():
            place = self.cells[shown[cell.name].first] if cell.name in shown else script
            self._sources |= dict.fromkeys(cell_order.names(cell.source).sets, place)

    def _find_tests(self, project: Project) -> None:
        source, label = project.test_source(self.page) or "", f"tests/{self.page.test_module}"
        places = {name: anchor(name) for name in project.test_sentences(self.page)}
        formulas = [one.tex for one in statements(self.page)]
        for one in evaluated.read(source, label):
            for equation in one.equations:
                self._equations.setdefault(equation, []).append(places.get(one.test, CODE))
            for written in one.formulas:
                for tex in most_alike(written, formulas)[:1]:
                    self._formulas.setdefault(tex, []).append(places.get(one.test, CODE))
        quoted = Quoted.of(self.page)
        for claim in claims.read(source, label):
            with suppress(ClaimError):
                words = quoted.place(claim.words, claim.section)
                self._claims.append((words, places.get(claim.test, CODE)))

    def number(self, key: str) -> str:
        """Return where the snippet computes a fact."""
        name, *more = _NAME.findall(key)
        names = [name]
        if name == prose.TIMING:  # the cell of what was measured
            slow, _ = self.page.front.timings.get("".join(more), ("", ""))
            names = _NAME.findall(slow)
        return next((self._sources[name] for name in names if name in self._sources), "")

    def equation(self, label: str) -> str:
        """Return which tests evaluate a displayed equation."""
        return _listed(self._equations.get(label, ()))

    def formula(self, tex: str) -> str:
        """Return which tests evaluate a formula in a sentence."""
        found = (places for known, places in self._formulas.items() if same_tokens(known, tex))
        with suppress(MathError):  # it is too long to be a formula of a test
            return _listed(next(found, ()))
        return ""

    def words(self, text: str, first: int | None) -> Iterator[Piece]:
        """Find the words of a text that tests quote.

        Parameters
        ----------
        first
            The line of the page's body, from 0, that the text begins in; None for a figure's text.
        """
        quoted: list[tuple[int, int, str]] = []
        for place, test in self._claims:
            passage, of_figure = place.passage, place.passage.kind == "figure"
            if of_figure != (first is None):
                continue
            for found in re.finditer(re.escape(passage.markdown), text):
                start = found.start() + passage.words[place.first].start
                end = found.start() + passage.words[place.end - 1].end
                if first is None or first + text.count("\n", 0, start) == place.line:
                    quoted.append((start, end, test))
        return pieces(text, quoted)


def _listed(places: Iterable[str]) -> str:
    """Each place once; those first that say something in a sentence."""
    return " ".join(sorted(dict.fromkeys(places), key=lambda place: place == CODE))
