"""Our fences become fences that everyone knows, and HTML; facts become checked numbers."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from html import escape
from typing import NoReturn

from recipes.checking import glossary, rates, sentences
from recipes.mathematics.parsing.tokens import contains
from recipes.problem import ProblemError
from recipes.project import Library, shown_by
from recipes.reading import prose
from recipes.reading.cell_view import Shown
from recipes.reading.numbers import FactError
from recipes.reading.page import KINDS, Fence, Page
from recipes.rendering.katex.renderer import Katex
from recipes.running import figures
from recipes.running.worker import Picture

from . import markup, notebook, paths
from .conversion import Conversion, render_tex


class Expander:
    """Turns one page's body into Markdown that everyone knows, with HTML in a stash.

    Parameters
    ----------
    stash
        Keeps HTML and returns a word that stands for it.
    """

    def __init__(
        self,
        library: Library,
        katex: Katex,
        conversion: Conversion,
        stash: Callable[[str], str],
    ) -> None:
        self.library = library
        self.katex = katex
        self.keep = conversion.keep
        self.page = conversion.page
        self.href = conversion.href
        self.report = conversion.problems.append
        self.stash = stash
        self.facts = self.library.facts(self.page)
        self.labels: set[str] = set()
        self.controls = 0

    def expand(self) -> list[str]:
        """Return the lines of the expanded page."""
        known = self.page.snippet not in self.library.faults  # a fault is reported once
        for problem in sentences.check(self.page, self.facts if known else None):
            self.report(problem)
        for problem in [*glossary.check(self.page), *notebook.check(self.library, self.page)]:
            self.report(problem)
        lines = self.page.body.expandtabs(4).split("\n")
        prose_lines = self._prose().split("\n")
        contents = {
            fence: [fence.indent + line if line else "" for line in self._fence(fence)]
            if fence in self.page.fences
            else lines[fence.first : fence.last + 1]
            for fence in self.page.all_fences
        }
        for fence, content in reversed(contents.items()):
            prose_lines[fence.first : fence.last + 1] = content
        self._check_kinds()
        return [*prose_lines, "", ""]

    def _check_kinds(self) -> None:
        for fence in self.page.all_fences:
            kind = re.split(r"\W", fence.kind)[0]
            near = get_close_matches(kind.lower(), KINDS, 1, 0.9)
            if near and fence.kind not in KINDS:
                message = f"“```{kind}” is no block of ours; do you mean “```{near[0]}”? "
                self._fail(fence.first, message + "A label stands behind a blank")

    def _prose(self) -> str:
        """The text between the fences, its facts shown."""
        text = sentences.body(self.page).content
        if "$$" in (plain := prose.blanked(text)):
            number = plain[: plain.index("$$")].count("\n")
            self._fail(number, "a displayed equation is “```math {#eq-name}”, not “$$”")
        return self._shown(text)

    def _shown(self, text: str) -> str:
        """A text with its facts as HTML, on as many lines."""

        def show(fact: prose.Stated) -> str:
            breaks = "\n" * text[fact.start : fact.end].count("\n")
            if fact.is_word:
                return fact.literal + breaks
            try:
                value = sentences.value(fact, self.facts)
            except FactError:
                return fact.literal + breaks  # reported by the check of the page
            return markup.fact(fact.literal, fact.key, value, self.page.snippet) + breaks

        return prose.apply(text, show)

    def _fail(self, number: int, message: str, detail: str = "") -> None:
        self.report(self.page.problem(number, message, detail))

    def _html(self, html: str) -> list[str]:
        return ["", self.stash(html), ""]

    def _fence(self, fence: Fence) -> list[str]:
        try:
            expand = {
                "snippet": self._snippet,
                "math": self._equation,
                "tests": self._tests,
                "recipes": self._recipes,
                "drift": self._drift,
            }[fence.kind]
            return expand(fence)
        except ProblemError as error:
            self.report(error.problem)
            return self._html(markup.failure(str(error.problem)))

    def _snippet(self, fence: Fence) -> list[str]:
        shown = self.page.shown(fence)
        try:
            result = self.library.result(shown)
        except LookupError as error:
            if shown.path in self.library.faults:  # reported already
                return self._html(markup.failure(str(self.library.faults[shown.path])))
            self._stop(fence, str(error))
        members = self.library.family(shown.path)
        lines: list[str] = []
        if "code" in shown.parts:
            lines += _code(members[-1].cells[shown.cell].source)
        if "output" in shown.parts and result.output:
            lines += self._html(markup.output(result.output))
        if shown.parts == ("output",) and not result.output:
            self._stop(fence, f"the cell “{shown.cell}” prints nothing; show its code instead")
        if "figure" in shown.parts:
            lines += self._figure(fence, shown, result.pictures)
        return lines

    def _figure(self, fence: Fence, shown: Shown, pictures: Sequence[Picture]) -> list[str]:
        """The pictures of a cell under one caption, with a control where they are states."""
        if not pictures:
            self._stop(fence, f"the cell “{shown.cell}” draws no figure; draw one or show code")
        if shown.states and len(shown.states) != len(pictures):
            message = f"the cell “{shown.cell}” draws {len(pictures)} figures, and “states:” has "
            self._stop(fence, f"{message}{len(shown.states)}; write one entry for each figure")
        if shown.states:
            lines = self._states(shown, pictures)
        else:
            lines = ["", '<figure class="recipe-figure" markdown="block">']
            for number, picture in enumerate(pictures):
                sources = self._sources(shown, number)
                lines += self._html(markup.pictures(sources, _plain(shown.alt), picture.svg))
        caption = self._shown(shown.caption).replace("\n", " ")
        lines += [
            f'<figcaption markdown="span">{caption}</figcaption>',
            *self._data(shown, pictures),
        ]
        return [*lines, "</figure>", ""]

    def _data(self, shown: Shown, pictures: Sequence[Picture]) -> list[str]:
        """What the pictures show, as tables."""
        states = [f"{_plain(shown.name)} {_plain(state.label)}: " for state in shown.states]
        named = zip(states or [""] * len(pictures), pictures, strict=True)
        tables = [(before, table) for before, picture in named for table in picture.tables]
        return self._html(markup.figure_data(tables)) if tables else []

    def _states(self, shown: Shown, pictures: Sequence[Picture]) -> list[str]:
        """A figure of which a reader chooses the state; without a script all stand side by side."""
        name = _plain(shown.name)
        labels = [_plain(state.label) for state in shown.states]
        self.controls += 1
        control = markup.control(shown.control, name, labels, shown.first, self.controls)
        kind = f'class="recipe-figure states" data-control="{shown.control}"'
        lines = ["", f'<figure {kind} markdown="block">', *self._html(control)]
        lines += [f'<div class="state-list" role="group" aria-label="{escape(_plain(shown.alt))}" ']
        lines[-1] += 'markdown="block">'
        for number, (state, picture) in enumerate(zip(shown.states, pictures, strict=True)):
            alt = f"{labels[number]}: {_plain(state.text)}".replace("`", "")
            alt = alt if shown.control == "wipe" else f"{name} {alt}"
            label = f"{shown.name} {state.label}" if shown.control == "slider" else state.label
            on = " data-on" if number == shown.first else ""
            lines += [f'<div class="state"{on} markdown="block">']
            images = markup.pictures(self._sources(shown, number), alt, picture.svg)
            lines += self._html(f'<div class="state-picture">{images}</div>')
            said = self._shown(f"**{label}:** {state.text}").replace("\n", " ")
            lines += [f'<p class="state-text" markdown="span">{said}</p>', "</div>"]
        return [*lines, "</div>"]

    def _sources(self, shown: Shown, number: int) -> dict[str, str]:
        """The address of a picture in each theme."""
        return {theme: self.href(paths.picture(shown, theme, number)) for theme in figures.themes()}

    def _stop(self, fence: Fence, message: str) -> NoReturn:
        raise ProblemError(self.page.problem(fence.first, message))

    def _equation(self, fence: Fence) -> list[str]:
        label = self.page.equation_label(fence)
        if label in self.labels:
            self._stop(fence, f"there are two equations “eq-{label}”; rename one")
        self.labels.add(label)
        tex = "\n".join(fence.lines)
        if not tex.strip():
            self._stop(fence, "the equation is empty; write it")
        html = render_tex(self.katex, self.page, fence.first + 1, tex, display=True)
        symbols = {
            self.keep(
                render_tex(self.katex, self.page, fence.first, symbol, display=False), symbol
            ): meaning
            for symbol, meaning in glossary.symbols(self.page).items()
            if contains(tex, symbol)
        }
        return self._html(markup.equation(self.keep(html, tex), label, symbols))

    def _tests(self, fence: Fence) -> list[str]:
        tests = self.library.test_sentences(self.page)
        if not tests:
            path = f"tests/{self.page.test_module}"
            self._stop(fence, f"there is no test in {path}; write one, or remove this block")
        name = f"tests/{self.page.test_module}"
        link = self.href(paths.test_file(self.page))
        return [
            *self._html(markup.test_list(tests) + markup.dependences(self.page.depends)),
            '<details class="test-code" markdown="1" data-search-exclude="">',
            f'<summary markdown="span">The tests as they ran, `{name}`</summary>',
            *_code(paths.source_of_test(self.library, self.page)),
            *self._html(f'<p><a href="{link}" download>Download {name}</a></p>'),
            "</details>",
            "",
        ]

    def _recipes(self, fence: Fence) -> list[str]:
        chapter = self.page.chapter
        cards = []
        for page in self.library.recipes(chapter or None):
            summary = str(page.meta.get("description", ""))
            images = self._thumbnail(page)
            title = prose.without_facts(page.title)
            cards.append(markup.card(title, summary, self.href(page.path), images))
        # Search finds the recipes themselves.
        taken = ""
        if chapter in paths.chapters(self.library):
            links = {
                "Notebook": self.href(f"downloads/{chapter}/notebook.ipynb"),
                "Zip with data": self.href(paths.chapter_archive(chapter)),
            }
            taken = markup.downloads(links)
        html = f'{taken}<div data-search-exclude><ul class="cards">{"".join(cards)}</ul></div>'
        return self._html(html)

    def _drift(self, fence: Fence) -> list[str]:
        """How many changes of single tokens were noticed, in the last complete run."""
        found = rates.read(self.library.root)
        if not found:
            self._stop(fence, f"there is no {rates.RECORD}; run “recipe drift --all --record”")
        return self._html(markup.rates(rates.totals(found)))

    def _thumbnail(self, page: Page) -> str:
        """The figure that stands for a page: the one of the cell ``card``, or the first.

        Its link says what the recipe is, so the picture need not.
        """
        drawn = [shown for shown, _ in shown_by(page) if "figure" in shown.parts]
        named = [shown for shown in drawn if shown.cell == page.meta.get("card")]
        for shown in [*named, *drawn]:
            try:
                pictures = self.library.result(shown).pictures
            except LookupError:
                continue
            if pictures:
                sources = self._sources(shown, shown.first)
                return markup.pictures(sources, "", pictures[shown.first].svg)
        return ""


def _plain(text: str) -> str:
    """A text in one line, with facts as numbers."""
    return " ".join(prose.without_facts(text).split())


def _code(source: str) -> list[str]:
    """A Python fence, longer than any that the source may hold."""
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    marks = "`" * max(3, longest + 1)
    return ["", f"{marks}python", *source.rstrip("\n").split("\n"), marks, ""]
