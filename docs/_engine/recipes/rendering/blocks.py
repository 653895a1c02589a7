"""The blocks of a page become Markdown that everyone knows, with HTML in a stash."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from recipes.checking import glossary, inline_code, page_checks, sentences
from recipes.checking.unfinished import unfinished
from recipes.mathematics.parsing.tokens import contains
from recipes.problem import Problem, ProblemError
from recipes.project import Project
from recipes.reading import examples, prose, snippet
from recipes.reading.document import (
    Block,
    Cards,
    CellView,
    Code,
    Comment,
    Equation,
    Examples,
    Faulty,
    Finder,
    Functions,
    Gallery,
    Prose,
    Rates,
    Tests,
)
from recipes.reading.numbers import FactError
from recipes.reading.page import CONDITIONS, Page
from recipes.reading.typed import typed
from recipes.running import figure_points, figure_tables, figures
from recipes.running.outcome import Picture

from . import figure_csv, finder, function_index, gallery, mutation_rates, needs, notebook, paths
from .claim_marks import Piece
from .conversion import Conversion, render_tex
from .katex.renderer import Katex
from .markup import block as html_of
from .markup import failure, pictures
from .proofs import CODE, Proofs, anchor

# The shortest call and what it draws stand beside each other, where there is room.
_SIGHT, _CALL = (f'<div class="{name}" markdown="block">' for name in ("first-sight", "call"))


class Expander:
    """Turns a page's blocks into Markdown that everyone knows, with HTML in a stash.

    Parameters
    ----------
    stash
        Keeps HTML and returns a word that stands for it.

    Attributes
    ----------
    formulas
        TeX by the word that stands for it.
    explained
        The symbols whose meaning stands at an equation.
    """

    def __init__(
        self, project: Project, katex: Katex, conversion: Conversion, stash: Callable[[str], str]
    ) -> None:
        self.project = project
        self.katex = katex
        self.conversion = conversion
        self.page = conversion.page
        self.href = conversion.href
        self.report = conversion.problems.append
        self.stash = stash
        self.facts = project.facts(self.page)
        self.proofs = Proofs(project, self.page, self.href(paths.script(self.page)))
        self.headings = {heading.line for heading in self.page.headings}
        self.formulas: dict[str, str] = {}
        equations = list(self.page.of_kind(Equation))
        self.explained = {
            symbol
            for symbol in glossary.symbols(self.page)
            if any(contains(equation.tex, symbol) for equation in equations)
        }
        self.controls = 0

    def expand(self) -> list[str]:
        """Return the lines of the expanded page; what is wrong with it is reported."""
        known = self.page.snippet not in self.project.faults  # a fault is reported once
        facts, sources = (self.facts, self._written()) if known else (None, None)
        tests = self.project.test_source(self.page)
        for problem in (
            *page_checks.check(self.page, facts, tests, sources, self.project.runner.store),
            *unfinished(self.project.root, self.page),
            *notebook.check(self.project, self.page),
            *gallery.unsorted(self.project, self.page),
            *finder.check(self.project, self.page),
        ):
            self.report(problem)
        lines: list[str] = []
        call, figure = self.page.first_sight or (None, None)
        for one in self.page.blocks:
            if one is call:
                lines += [_SIGHT, _CALL]
            own = isinstance(one, Prose | Code | Comment)
            lines += [one.indent + line if line and not own else line for line in self._lines(one)]
            if one in (call, figure):
                lines += ["</div>", ""]
        return [*lines, "", ""]

    def _written(self) -> inline_code.Sources | None:
        members = self.project.families.get(self.page.snippet, ())
        return inline_code.sources(self.project.root, self.page, [one.path for one in members])

    def _lines(self, one: Block) -> list[str]:
        try:
            match one:
                case Prose():
                    return self._shown(one.text, one.first).split("\n")
                case Comment():
                    return list(one.lines)
                case Code():
                    return self._code_block(one)
                case Faulty():
                    return self._failure(one.problem)
                case Equation():
                    return self._equation(one)
                case CellView():
                    return self._cell(one)
                case Tests():
                    return self._tests(one)
                case Examples():
                    return self._examples(one)
                case Cards():
                    return self._cards()
                case Gallery():
                    return self._html(html_of("gallery", *gallery.of(self.project, self.href)))
                case Functions():
                    return self._functions()
                case Finder():
                    return self._finder(one)
                case Rates():
                    return self._html(mutation_rates.html(self.project))
        except ProblemError as error:
            self.report(error.problem)
            return self._failure(error.problem)
        raise TypeError(type(one).__name__)

    def _failure(self, problem: Problem) -> list[str]:
        return self._html(failure(str(problem)))

    def _html(self, html: str) -> list[str]:
        return ["", self.stash(html), ""]

    def _stop(self, one: Block, message: str) -> ProblemError:
        return ProblemError(self.page.problem(one.first, message))

    def _code_block(self, one: Code) -> list[str]:
        """Another language's fence, its marks alike, so that all agree where it ends."""
        lines = self.page.body.split("\n")[one.first : one.last + 1]
        if one.fenced:
            indent, marks = len(lines[0]) - len(lines[0].lstrip()), lines[0].strip()[0]
            count = len(lines[0].strip()) - len(lines[0].strip().lstrip(marks))
            lines[-1] = " " * indent + marks * count
        return lines

    # Sentences

    def _shown(self, text: str, first: int, spread: bool = True) -> str:
        """A text with its facts and formulas as HTML, on as many lines.

        Parameters
        ----------
        first
            The line of the body that the text begins in.
        spread
            Whether its lines are lines of the page.
        """

        def line(place: int) -> int:
            return first + (text[:place].count("\n") if spread else 0)

        def fact(one: prose.Stated) -> str:
            breaks = "\n" * text[one.start : one.end].count("\n")
            if one.is_word:
                return self._comparison(one, text) + breaks
            try:
                value = sentences.value(one, self.facts)
            except FactError:
                return one.literal + breaks  # reported by the checks of the page
            return self.stash(self._fact(one, value)) + breaks

        def formula(one: prose.Formula) -> str:
            breaks = "\n" * one.tex.count("\n")
            return self._formula(one.tex, line(one.start)) + breaks

        claims = self.proofs.words(text, first if spread else None)
        return prose.replaced(text, fact, formula, [*self._marks(claims)])

    def _marks(self, claims: Iterable[Piece]) -> Iterator[tuple[int, str]]:
        """What stands around words that tests quote."""
        for one in claims:
            places = " ".join(one.places)
            begin, end = html_of("proved", "|", places, part=one.part).split("|")
            yield from ((one.start, self.stash(begin)), (one.end, self.stash(end)))

    def _fact(self, one: prose.Stated, value: float) -> str:
        source = (
            "measured by recipe bench" if one.is_measured else f"computed by {self.page.snippet}"
        )
        title = f"{one.key} = {value!r}, {source}"
        return html_of("fact", one.literal, title, self.proofs.number(one.key))

    def _comparison(self, word: prose.Stated, text: str) -> str:
        """A word that compares numbers, proved where the nearest of them is."""
        others = [one for one in prose.stated(text) if one.key]
        nearest = min(others, key=lambda one: abs(one.start - word.start), default=None)
        places = self.proofs.number(nearest.key) if nearest else ""
        if not places:
            return word.literal
        title = "compares the numbers of its sentence"
        return self.stash(html_of("proved", word.literal, places, title))

    def _formula(self, tex: str, number: int) -> str:
        try:
            html = render_tex(self.katex, self.page, number, tex, display=False)
        except ProblemError as error:
            self.report(error.problem)
            html = f"<code>{escape(tex)}</code>"
        kept = self.conversion.keep(html, tex)
        symbol = glossary.symbol(self.page, tex)
        if symbol is not None and number not in self.headings:
            met = self.conversion.symbols
            met.append(symbol)
            meaning = glossary.symbols(self.page)[symbol]
            first = met.count(symbol) == 1 and symbol not in self.explained
            kept = Markup(html_of("symbol", kept, meaning, len(met), first))
        elif places := self.proofs.formula(tex):
            kept = Markup(html_of("proved", kept, places))
        word = self.stash(kept)
        self.formulas[word] = tex
        return word

    # Cells

    def _cell(self, view: CellView) -> list[str]:
        try:
            result = self.project.result(view)
        except LookupError as error:
            if view.path in self.project.faults:  # reported already
                return self._failure(self.project.faults[view.path])
            raise self._stop(view, str(error)) from None
        lines: list[str] = []
        if view.first in self.proofs.cells:
            lines += self._html(html_of("anchor", self.proofs.cells[view.first]))
        if "code" in view.parts:
            lines += _python(snippet.single_spaced(self.project.source(view)))
        if "output" in view.parts and result.output:
            lines += self._html(html_of("output", result.output.rstrip()))
        if "markdown" in view.parts:
            lines += ["", *self._shown(result.output, view.first, spread=False).split("\n"), ""]
        if view.parts == ("output",) and not result.output:
            raise self._stop(view, f"the cell “{view.cell}” prints nothing; show its code instead")
        if "figure" in view.parts:
            lines += self._figure(view, result.pictures)
        if "sound" in view.parts:
            lines += self._sound(view, result.sounds)
        return lines

    def _figure(self, view: CellView, drawn: Sequence[Picture]) -> list[str]:
        """The pictures of a cell under one caption, with a control where they are states."""
        if not drawn:
            message = f"the cell “{view.cell}” draws no figure; draw one with pyplot "
            message += "(plt.figure(), not Figure()), or show code"
            raise self._stop(view, message)
        if view.states and len(view.states) != len(drawn):
            message = f"the cell “{view.cell}” draws {len(drawn)} figures, and “states:” has "
            message += f"{len(view.states)}; write one entry for each figure"
            raise self._stop(view, message)
        if view.states:
            lines = self._states(view, drawn)
        else:
            lines = ["", '<figure class="recipe-figure" markdown="block">']
            for number, picture in enumerate(drawn):
                sources = self._sources(view, number)
                lines += self._html(pictures(sources, prose.plain(view.alt), picture.svg))
        caption = self._caption(view, view.caption)
        lines += [f'<figcaption markdown="span">{caption}</figcaption>', *self._data(view, drawn)]
        return [*lines, "</figure>", ""]

    def _sound(self, view: CellView, written: Sequence[bytes]) -> list[str]:
        """A player for each sound that a cell wrote, under one caption, which is its name."""
        if not written:
            message = f"the cell “{view.cell}” writes no sound; write a file such as sound.wav"
            raise self._stop(view, f"{message} into the working directory, or show code")
        sources = [self.href(paths.sound(view, number)) for number, _ in enumerate(written)]
        caption = self._caption(view, view.caption)
        return [
            *("", '<figure class="recipe-figure recipe-sound" markdown="block">'),
            *self._html(html_of("players", sources, prose.plain(view.caption))),
            *(f'<figcaption markdown="span">{caption}</figcaption>', "</figure>", ""),
        ]

    def _caption(self, view: CellView, text: str) -> str:
        return self._shown(text, view.first, spread=False).replace("\n", " ")

    def _data(self, view: CellView, drawn: Sequence[Picture]) -> list[str]:
        """What the pictures show, as tables."""
        named = zip(figure_csv.states(view, drawn), drawn, strict=True)
        tables = [
            (f"{state}: " if view.states else "", table)
            for state, picture in named
            for table in picture.tables
        ]
        if not tables:
            return []
        file = self.href(paths.points(view)) if any(one.points for one in drawn) else ""
        columns, most = figure_tables.COLUMNS, figure_points.MOST
        return self._html(html_of("figure_data", columns, tables, file, most))

    def _states(self, view: CellView, drawn: Sequence[Picture]) -> list[str]:
        """A figure of which a reader chooses the state; without a script all stand side by side."""
        name = prose.plain(view.name)
        labels = [prose.plain(state.label) for state in view.states]
        self.controls += 1
        control = html_of("control", view.control, name, labels, view.first_state, self.controls)
        kind = f'class="recipe-figure states" data-control="{view.control}"'
        lines = ["", f'<figure {kind} markdown="block">', *self._html(control)]
        alt = escape(prose.plain(view.alt))
        lines += [f'<div class="state-list" role="group" aria-label="{alt}" markdown="block">']
        for number, (state, picture) in enumerate(zip(view.states, drawn, strict=True)):
            alt = f"{labels[number]}: {prose.plain(state.text)}"
            alt = alt if view.control == "wipe" else f"{name} {alt}"
            label = f"{view.name} {state.label}" if view.control == "slider" else state.label
            on = " data-on" if number == view.first_state else ""
            lines += [f'<div class="state"{on} markdown="block">']
            images = pictures(self._sources(view, number), alt, picture.svg)
            lines += self._html(f'<div class="state-picture">{images}</div>')
            said = self._caption(view, f"**{label}:** {state.text}")
            lines += [f'<p class="state-text" markdown="span">{said}</p>', "</div>"]
        return [*lines, "</div>"]

    def _sources(self, view: CellView, number: int) -> dict[str, str]:
        """The address of a picture in each theme."""
        return {theme: self.href(paths.picture(view, theme, number)) for theme in figures.themes()}

    # Other blocks

    def _equation(self, one: Equation) -> list[str]:
        keep = self.conversion.keep
        html = render_tex(self.katex, self.page, one.first + 1, one.tex, display=True)
        symbols = [
            (
                keep(render_tex(self.katex, self.page, one.first, tex, display=False), tex),
                typed(tex),
                meaning,
            )
            for tex, meaning in glossary.symbols(self.page).items()
            if contains(one.tex, tex)
        ]
        places = self.proofs.equation(one.label)
        return self._html(html_of("equation", keep(html, one.tex), one.label, symbols, places))

    def _tests(self, one: Tests) -> list[str]:
        said = {anchor(n): text for n, text in self.project.test_sentences(self.page).items()}
        name = f"tests/{self.page.test_module}"
        if not said:
            raise self._stop(one, f"there is no test in {name}; write one, or remove this block")
        link = escape(self.href(paths.test_file(self.page)))
        source = self.project.test_source(self.page) or ""
        depending = [
            (words, names)
            for condition, words in CONDITIONS.items()
            if (names := [name for name, of in self.page.depends.items() if condition in of])
        ]
        return [
            *self._html(html_of("tests", said, depending)),
            f'<details class="test-code" id="{CODE}" markdown="1" data-search-exclude="">',
            f'<summary markdown="span">The tests as they ran, `{name}`</summary>',
            *_python(source),
            *self._html(
                f'<p><a href="{link}" download>Download {name}</a> (needs the repository)</p>'
            ),
            "</details>",
            "",
        ]

    def _examples(self, one: Examples) -> list[str]:
        """A table below each heading: the sentences, the formulas and the code of the tests."""
        name = f"tests/{self.page.test_module}"
        file = self.project.root / name
        if not file.is_file():
            raise self._stop(one, f"there is no {name}; fix “tests:” in the front matter")
        found = examples.read(file.read_text(encoding="utf-8"), name)
        lines: list[str] = []
        for heading, of_heading in groupby(found, key=lambda example: example.heading):
            rows = [
                (example.sentence, self._rendered(example.tex, one.first), example.code)
                for example in of_heading
            ]
            lines += ["", f"## {heading}", *self._html(html_of("examples", heading, rows))]
        return lines

    def _rendered(self, tex: str, number: int) -> Markup:
        html = render_tex(self.katex, self.page, number, tex, display=False)
        return self.conversion.keep(html, tex)

    def _cards(self) -> list[str]:
        chapter = self.page.chapter
        cards = [
            {
                "title": page.title,
                "summary": page.description,
                "href": self.href(page.path),
                "images": self._thumbnail(page),
            }
            for page in sorted(self.project.recipes(chapter or None), key=self._thumbnail_size)
        ]
        taken = ""
        if chapter in paths.chapters(self.project):
            needed = needs.of(self.project, self.project.recipes(chapter))
            links = {
                "Notebook": self.href(f"downloads/{chapter}/notebook.ipynb"),
                needed.archive: self.href(paths.chapter_archive(chapter)),
            }
            taken = html_of("downloads", links, needed.sentence)
        return self._html(html_of("cards", Markup(taken), cards))

    def _functions(self) -> list[str]:
        """What is used, namespace by namespace, and what is not."""
        interface, parts = function_index.parts(self.project)
        lines = ["", function_index.summary(interface, parts), ""]
        for part in parts:
            if part.rows:
                rows = [
                    (row, [(self.href(page.path), page.title) for page in row.recipes])
                    for row in part.rows
                ]
                lines += ["", f"## {part.name}", *self._html(html_of("functions", part, rows))]
        lines += ["", "## What is not shown", "", function_index.without(parts), ""]
        rest = [part for part in parts if part.shown and part.missing]
        return [*lines, *self._html(html_of("not_shown", rest))]

    def _finder(self, one: Finder) -> list[str]:
        """A part of a page that finds the function for a task."""
        tables = finder.read(self.project, self.page)
        shown = finder.recipes(self.project, tables)
        if one.part == "ask":
            assets = [self.href(f"finder/{name}") for name in finder.ASSETS]
            return self._html(html_of("finder_ask", assets, sum(map(bool, shown.values()))))
        if one.part == "pairs":
            return self._html(html_of("finder_pairs", finder.by_pair(tables), finder.short))
        if one.part == "names":
            return self._html(
                html_of("finder_names", tables.names, finder.alone(tables), finder.address)
            )
        lines: list[str] = []
        for name, tasks in finder.by_subpackage(tables):
            rows = [
                (
                    task,
                    [(one.page.title, self.href(one.page.path), one.begins) for one in shown[task]],
                )
                for task in tasks
            ]
            table = html_of("finder_tasks", name, rows, finder.address)
            lines += ["", f"### {name}", *self._html(table)]
        return lines

    def _thumbnail_size(self, page: Page) -> int:
        """The weight of what a reader waits for: light cards come first."""
        view = self.project.figure_of(page)
        return len(self.project.result(view).pictures[view.first_state].svg) if view else 0

    def _thumbnail(self, page: Page) -> Markup:
        """The figure that stands for a page; its link says what the recipe is."""
        view = self.project.figure_of(page)
        if view is None:
            return Markup("")
        picture = self.project.result(view).pictures[view.first_state]
        return pictures(self._sources(view, view.first_state), "", picture.svg)


def _python(source: str) -> list[str]:
    """A Python fence, longer than any that the source may hold."""
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    marks = "`" * max(3, longest + 1)
    return ["", f"{marks}python", *source.rstrip("\n").split("\n"), marks, ""]
