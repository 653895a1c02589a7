"""The Python-Markdown extension: our fences, facts and mathematics to Markdown and HTML.

It knows a library of recipes and nothing of the builder: which page is being converted, and
what a path in the site is called from there, it is told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from . import assets, blocks, figures, prose
from .mathematics.katex import InstallError, Katex, TexError
from .page import Fence, Page
from .problem import Problem, ProblemError
from .recipes import Library, shown_by

INLINE_MATH = r"(?<![\\$])\$(?=\S)((?:\\.|[^$\\])+?)(?<=\S)\$(?!\d)"
COLLAPSED = ("By hand",)


@dataclass
class Conversion:
    """One page being converted: what it is, and what was found wrong with it.

    Parameters
    ----------
    href
        The address of a path in the site, as seen from the page.
    """

    page: Page
    href: Callable[[str], str]
    problems: list[Problem] = field(default_factory=list)


class RecipeExtension(Extension):
    """Set `conversion` before each page; find its problems there afterwards."""

    def __init__(self, library: Library, katex: Katex) -> None:
        super().__init__()
        self.library = library
        self.katex = katex
        self.conversion: Conversion | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register our processors, around those that expand fences and raw HTML."""
        md.preprocessors.register(_Expand(md, self), "recipe", 28)
        md.inlinePatterns.register(_Math(md, self), "recipe-math", 185)
        md.treeprocessors.register(_Sections(md, self), "recipe-sections", 4)
        md.postprocessors.register(_Links(md, self), "recipe-links", 5)


class _Expand(Preprocessor):
    """Our fences become fences that everyone knows, and HTML; facts become numbers."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.labels: set[str] = set()

    def run(self, lines: list[str]) -> list[str]:
        if self.extension.conversion is None:
            return lines
        self.page = self.extension.conversion.page
        self.href = self.extension.conversion.href
        self.report = self.extension.conversion.problems.append
        self.facts = self.extension.library.facts(self.page)
        self.allowed = [str(word) for word in self.page.meta.get("allow") or []]
        self.used: set[str] = set()
        self.labels = set()
        lines = self.page.body.splitlines()
        prose_lines = self._prose(lines).splitlines()
        for fence in reversed(self.page.all_fences):
            content = lines[fence.first : fence.last + 1]
            if fence in self.page.fences:
                content = [fence.indent + line for line in self._fence(fence)]
            prose_lines[fence.first : fence.last + 1] = content
        for word in self.allowed:
            if word not in self.used:
                self._fail(0, f"“{word}” is allowed in the front matter but not used; remove it")
        return prose_lines

    def _prose(self, lines: list[str]) -> str:
        """The text between the fences, its facts checked and shown."""
        lines = list(lines)
        for fence in self.page.all_fences:
            for number in range(fence.first, fence.last + 1):
                lines[number] = ""
        text = "\n".join([*lines, "."])  # keeps empty lines at the end
        if "$$" in prose.blanked(text):
            number = text[: text.index("$$")].count("\n")
            self._fail(number, "a displayed equation is “```math {#eq-name}”, not “$$”")
        return self._checked(text, 0, html=True).removesuffix(".")

    def _checked(self, text: str, first: int, html: bool = False) -> str:
        """A text whose numbers hold, or about which something was reported."""

        def number(start: int) -> int:
            return first + (text[:start].count("\n") if html else 0)

        def show(fact: prose.Stated) -> str:
            try:
                value = self._value(fact)
            except prose.FactError as error:
                self._fail(number(fact.start), str(error))
                return fact.literal
            if not html:
                return fact.literal
            return blocks.fact(fact.literal, fact.key, value, self.page.snippet)

        bare, used = prose.bare_numbers(text, self.allowed)
        self.used |= used
        for start, spelling in bare:
            message = f"“{spelling}” is a number that nothing proves; write "
            message += f"{{{{ {spelling} = name }}}} with a name of the snippet, or allow it"
            self._fail(number(start), message)
        return prose.apply(text, show)

    def _value(self, fact: prose.Stated) -> float:
        if not fact.key:
            message = f"expected {{{{ number = name }}}}, not “{fact.literal}”"
            raise prose.FactError(message)
        value = prose.value_of(fact.key, self.facts)
        if not prose.holds(fact.literal, value):
            message = f"the page says {fact.literal} but {fact.key} is {value!r}; look at the "
            message += "sentence, then mend it or run “recipe facts --fix”"
            raise prose.FactError(message)
        return value

    def _fail(self, number: int, message: str, detail: str = "") -> None:
        self.report(self.page.problem(number, message, detail))

    def _html(self, html: str) -> list[str]:
        return ["", self.md.htmlStash.store(html), ""]

    def _fence(self, fence: Fence) -> list[str]:
        try:
            expand = {
                "snippet": self._snippet,
                "math": self._equation,
                "tests": self._tests,
                "recipes": self._recipes,
            }[fence.kind]
            return expand(fence)
        except ProblemError as error:
            self.report(error.problem)
            return self._html(blocks.failure(str(error.problem)))

    def _snippet(self, fence: Fence) -> list[str]:
        library = self.extension.library
        shown = self.page.shown(fence)
        try:
            result = library.result(shown)
        except LookupError as error:
            self._missing(fence, shown.path, str(error))
        members = library.family(shown.path)
        lines: list[str] = []
        if "code" in shown.parts:
            lines += _code(members[-1].cells[shown.cell].source)
        if "output" in shown.parts and result.output:
            lines += self._html(blocks.output(result.output))
        if shown.parts == ("output",) and not result.output:
            self._stop(fence, f"the cell “{shown.cell}” prints nothing; show its code instead")
        if "figure" in shown.parts:
            if not result.pictures:
                self._stop(fence, f"the cell “{shown.cell}” draws no figure; draw one or show code")
            alt = " ".join(self._checked(shown.alt, fence.first).split())
            caption = self._checked(shown.caption, fence.first, html=True).replace("\n", " ")
            images = ""
            for number, picture in enumerate(result.pictures):
                sources = {
                    theme: self.href(assets.picture(shown, theme, number))
                    for theme in figures.themes()
                }
                images += blocks.pictures(sources, alt, picture.svg)
            lines += ["", '<figure class="recipe-figure" markdown="block">']
            lines += self._html(images)
            lines += [f'<figcaption markdown="span">{caption}</figcaption>', "</figure>", ""]
        return lines

    def _missing(self, fence: Fence, path: str, message: str) -> None:
        """Stop at a cell without a result, with what is known of the reason."""
        for problem in self.extension.library.problems:
            if problem.path == f"snippets/{path}":
                detail = f"{problem}"
                raise ProblemError(self.page.problem(fence.first, message, detail))
        self._stop(fence, message)

    def _stop(self, fence: Fence, message: str) -> None:
        raise ProblemError(self.page.problem(fence.first, message))

    def _equation(self, fence: Fence) -> list[str]:
        label = self.page.equation_label(fence)
        if label in self.labels:
            self._stop(fence, f"there are two equations “eq-{label}”; rename one")
        self.labels.add(label)
        tex = "\n".join(fence.lines)
        html = _render(self.extension.katex, self.page, fence.first + 1, tex, display=True)
        return self._html(blocks.equation(html, label))

    def _tests(self, fence: Fence) -> list[str]:
        library = self.extension.library
        tests = library.test_sentences(self.page)
        if not tests:
            path = f"tests/{self.page.test_module}"
            self._stop(fence, f"there is no test in {path}; write one, or remove this block")
        name = f"tests/{self.page.test_module}"
        link = self.href(assets.test_file(self.page))
        return [
            *self._html(blocks.test_list(tests)),
            '<details class="test-code" markdown="1">',
            f'<summary markdown="span">The tests as they ran, `{name}`</summary>',
            *_code(assets.source_of_test(library, self.page)),
            *self._html(f'<p><a href="{link}" download>Download {name}</a></p>'),
            "</details>",
            "",
        ]

    def _recipes(self, fence: Fence) -> list[str]:
        library = self.extension.library
        chapter = self.page.chapter
        cards = []
        for page in library.recipes(chapter or None):
            summary = str(page.meta.get("description", ""))
            images = self._thumbnail(page)
            cards.append(blocks.card(page.title, summary, self.href(page.path), images))
        return self._html(f'<ul class="cards">{"".join(cards)}</ul>')

    def _thumbnail(self, page: Page) -> str:
        """The figure that stands for a page: the one of the cell ``card``, or the first.

        Its link says what the recipe is, so the picture need not.
        """
        drawn = [shown for shown, _ in shown_by(page) if "figure" in shown.parts]
        named = [shown for shown in drawn if shown.cell == page.meta.get("card")]
        for shown in [*named, *drawn]:
            try:
                pictures = self.extension.library.result(shown).pictures
            except LookupError:
                continue
            if pictures:
                themes = figures.themes()
                sources = {theme: self.href(assets.picture(shown, theme)) for theme in themes}
                return blocks.pictures(sources, "", pictures[0].svg)
        return ""


class _Math(InlineProcessor):
    """``$...$`` in a sentence."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(INLINE_MATH, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        tex = m[1]
        conversion = self.extension.conversion
        assert conversion
        page = conversion.page
        place = page.body.find(f"${tex}$")
        number = page.body[: max(place, 0)].count("\n")
        try:
            html = _render(self.extension.katex, page, number, tex, display=False)
        except ProblemError as error:
            conversion.problems.append(error.problem)
            html = f"<code>{tex}</code>"
        return self.md.htmlStash.store(blocks.inline_math(html)), m.start(0), m.end(0)


class _Sections(Treeprocessor):
    """Each second-level heading with what follows it becomes a section of its own."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        conversion = self.extension.conversion
        if conversion is None or not conversion.page.is_recipe:
            return
        children = list(root)
        target = root
        for child in children:
            if child.tag == "h2":
                target = self._section(root, child)
                root.remove(child)
            elif target is not root:
                root.remove(child)
                target.append(child)
        self._frame(root, conversion)

    def _section(self, root: Element, heading: Element) -> Element:
        title = "".join([heading.text or "", *(child.tail or "" for child in heading)]).strip()
        kind = re.sub(r"\W+", "-", title.lower()).strip("-")
        collapsed = title in COLLAPSED
        section = Element("details" if collapsed else "section", {"class": f"part {kind}"})
        if collapsed:
            summary = Element("summary")
            summary.append(heading)
            section.append(summary)
        else:
            section.append(heading)
        root.insert(list(root).index(heading), section)
        return section

    def _frame(self, root: Element, conversion: Conversion) -> None:
        """Downloads below the title, versions at the foot."""
        page = conversion.page
        if page.snippet not in self.extension.library.outcomes:
            return
        files = (assets.script(page), assets.recipe_notebook(page))
        links = {file.rpartition("/")[2]: conversion.href(file) for file in files}
        title = next((n for n, child in enumerate(root) if child.tag == "h1"), -1)
        root.insert(title + 1, self._raw(blocks.downloads(links)))
        root.append(self._raw(blocks.versions(assets.versions())))

    def _raw(self, html: str) -> Element:
        element = Element("p")
        element.text = self.md.htmlStash.store(html)
        return element


class _Links(Postprocessor):
    """Names of SciPy functions link to SciPy's own documentation."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        conversion = self.extension.conversion
        if conversion is None or not conversion.page.is_recipe:
            return text
        if "<code" not in text:  # the table of contents calls this for each heading
            return text
        return blocks.link_functions(text, self.extension.library.functions(conversion.page))


def _render(katex: Katex, page: Page, number: int, tex: str, *, display: bool) -> str:
    """TeX to HTML, or a problem that shows the line and the place in it."""
    try:
        return katex.render(tex, display=display)
    except TexError as error:
        before = tex[: error.position]
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        detail = f"    {tex.splitlines()[line] if tex else ''}\n    {' ' * column}^"
        message = f"broken TeX: {error.message}; mend it at the caret"
        raise ProblemError(page.problem(number + line, message, detail)) from None
    except InstallError as error:
        raise ProblemError(page.problem(number, str(error))) from None


def _code(source: str) -> list[str]:
    """A Python fence, longer than any that the source may hold."""
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    marks = "`" * max(3, longest + 1)
    return ["", f"{marks}python", *source.rstrip("\n").split("\n"), marks, ""]
