"""The Python-Markdown extension: our fences, facts and mathematics to Markdown and HTML.

It knows a library of recipes and nothing of the builder: which page is being converted, and
what a path in the site is called from there, it is told.
"""

import re
from html import escape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from recipes.checking import glossary
from recipes.problem import ProblemError
from recipes.project import Library
from recipes.reading import prose
from recipes.rendering.katex.renderer import Katex

from . import citation, markup, paths
from .conversion import Conversion, render_tex
from .fences import Expander

# Parts that are unfolded on request, with what stands on the fold.
COLLAPSED = {"By hand": "What people write instead, and what it costs"}


class RecipeExtension(Extension):
    """Set `conversion` before each page; find its problems there afterwards.

    Attributes
    ----------
    site
        The address of the site, where it is known.
    work
        As what its pages are cited, where that is known.
    """

    def __init__(self, library: Library, katex: Katex) -> None:
        super().__init__()
        self.library = library
        self.katex = katex
        self.conversion: Conversion | None = None
        self.site = ""
        self.work: citation.Work | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register our processors, around those that expand fences and raw HTML."""
        md.preprocessors.register(_Expand(md, self), "recipe", 28)
        md.inlinePatterns.register(_Math(md, self), "recipe-math", 185)
        md.treeprocessors.register(_Sections(md, self), "recipe-sections", 4)
        md.postprocessors.register(_Links(md, self), "recipe-links", 5)


class _Expand(Preprocessor):
    """Before fences and raw HTML are read, which come from here."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        conversion = self.extension.conversion
        if conversion is None:
            return lines
        library, katex = self.extension.library, self.extension.katex
        return Expander(library, katex, conversion, self.md.htmlStash.store).expand()


class _Math(InlineProcessor):
    """``$...$`` in a sentence."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(prose.INLINE_MATH.pattern, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int] | tuple[None, None, None]:
        tex = m["tex"]
        conversion = self.extension.conversion
        if conversion is None:
            return None, None, None  # no match
        page = conversion.page
        written = prose.without_code(page.written)
        place = re.search(r"\s+".join(map(re.escape, f"${tex}$".split())), written)
        number = written[: place.start() if place else 0].count("\n")
        try:
            html = render_tex(self.extension.katex, page, number, tex, display=False)
        except ProblemError as error:
            conversion.problems.append(error.problem)
            html = f"<code>{escape(tex)}</code>"
        kept = conversion.keep(html, tex)
        if (symbol := glossary.symbol(page, tex)) is not None:
            met = conversion.symbols
            met.append(symbol)
            meaning = glossary.symbols(page)[symbol]
            kept = markup.symbol(kept, meaning, len(met), met.count(symbol) == 1)
        return self.md.htmlStash.store(kept), m.start(0), m.end(0)


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
        section = Element("section", {"class": f"part {kind}"})
        root.insert(list(root).index(heading), section)
        section.append(heading)
        if title not in COLLAPSED:
            return section
        details = SubElement(section, "details")
        SubElement(details, "summary").text = COLLAPSED[title]
        return details

    def _frame(self, root: Element, conversion: Conversion) -> None:
        """Downloads below the title, versions at the foot."""
        page = conversion.page
        if page.snippet not in self.extension.library.outcomes:
            return
        href = conversion.href
        links = {
            "Script": href(paths.script(page)),
            "Notebook": href(paths.recipe_notebook(page)),
            "Zip with data": href(paths.recipe_archive(page)),
        }
        title = next((n for n, child in enumerate(root) if child.tag == "h1"), -1)
        root.insert(title + 1, self._raw(markup.downloads(links, links["Script"])))
        root.append(self._raw(markup.versions(paths.versions())))
        if work := self.extension.work:
            where, name = paths.address(self.extension.site, page), prose.without_facts(page.title)
            forms = citation.text(work, name, where), citation.bibtex(work, name, page.path, where)
            root.append(self._raw(markup.citation(*forms)))

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
        return markup.link_functions(text, self.extension.library.functions(conversion.page))
