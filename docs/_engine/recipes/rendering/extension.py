"""The Python-Markdown extension: our blocks, facts and mathematics to Markdown and HTML.

It proves a page while it converts it. A builder that knows the project sets `conversion` before
each page and collects what is wrong there. Any other builder names the extension alone,
``recipes``: then it opens the project itself, finds out which page it is given by its text, and
raises `UnprovedPageError` where something is wrong, so that no unproved page is published.
"""

import re
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from markupsafe import Markup, escape

from recipes import project as project_module
from recipes.problem import Problem, ProblemError
from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading import configuration
from recipes.reading.document import KINDS
from recipes.reading.typed import typed

from . import citation, code_links, needs, paths, related
from .blocks import Expander
from .conversion import Conversion
from .katex.renderer import Katex
from .markup import anchored, block

_OURS = re.compile(rf"^[ >]*(?:`{{3,}}|~{{3,}})[ {{.]*(?:{'|'.join(KINDS)})\b|\{{\{{", re.M)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


class UnprovedPageError(Exception):
    """What is wrong with the page that is converted, or with its project."""

    def __init__(self, problems: list[Problem]) -> None:
        listed = "\n\n".join(map(str, sorted(set(problems))))
        super().__init__(f"{counted(problems)} to fix:\n\n{listed}")


def counted(problems: list[Problem]) -> str:
    """Say how many problems there are."""
    count = len(set(problems))
    return "1 problem" if count == 1 else f"{count} problems"


class RecipeExtension(Extension):
    """Set `conversion` before each page; find its problems there afterwards.

    Parameters
    ----------
    project, katex
        Without these the extension opens the project in the current folder.

    Attributes
    ----------
    site
        The address of the site, where it is known.
    work
        As what its pages are cited, where that is known.
    """

    def __init__(
        self, project: Project | None = None, katex: Katex | None = None, **options: Any
    ) -> None:
        self.config = {"configuration": ["mkdocs.yml", "The file that holds the settings"]}
        super().__init__(**options)
        self.conversion: Conversion | None = None
        self.site = ""
        self.work: citation.Work | None = None
        self.alone = project is None
        self.directories = True
        self._project, self._katex = project, katex
        self._pages: dict[str, str] = {}

    @property
    def project(self) -> Project:
        """The project that the pages belong to."""
        if self._project is None:
            self._open()
        assert self._project
        return self._project

    @property
    def katex(self) -> Katex:
        """What renders mathematics."""
        if self._katex is None:
            self._katex = Katex(self.project.cache, print)
        return self._katex

    def _open(self) -> None:
        file = Path(self.getConfig("configuration")).resolve()
        with _opening:
            self._project = _loaded(file, _state(file.parent))
        values = configuration.read(file).values
        self.site = str(values.get("site_url") or "")
        self.directories = bool(values.get("use_directory_urls", True))
        self.work = citation.read(self._project.root)
        self._pages = {_key(page.body): path for path, page in self._project.pages.items()}

    def alone_with(self, text: str) -> Conversion | None:
        """Return how a text is converted where no builder says which page it is.

        Raises
        ------
        UnprovedPageError
            If it has blocks or facts of ours and is no page of the project.
        """
        try:
            project = self.project
        except ProblemError as error:
            raise UnprovedPageError([error.problem]) from None
        path = self._pages.get(_key(text))
        if path is None:
            if _OURS.search(text):
                known = [
                    *project.problems,
                    Problem(
                        "docs",
                        1,
                        "a text with blocks or facts is no "
                        "page below docs/ that can be read; fix it, or build where it lies",
                    ),
                ]
                raise UnprovedPageError(known)
            return None
        href = partial(paths.relative, path, directories=self.directories)
        return Conversion(project.pages[path], href)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register our processors, around those that expand fences and raw HTML."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]  # “\$” is a dollar
        headings = _Headings(md)
        md.preprocessors.register(_Expand(md, self, headings), "recipe", 28)
        md.treeprocessors.register(headings, "recipe-headings", 6)  # before their ids are given
        md.treeprocessors.register(_Sections(md, self), "recipe-sections", 4)
        md.postprocessors.register(_Links(md, self), "recipe-links", 5)


_opening = Lock()


@lru_cache(maxsize=1)  # a builder may make an extension for each page, in several threads
def _loaded(configuration: Path, state: object) -> Project:
    """The project, run; another state of its files is another project."""
    project = project_module.open(configuration)
    project.load()
    return project


def _state(root: Path) -> object:
    files = (file for folder in ("docs", "snippets") for file in sorted((root / folder).rglob("*")))
    written = [(file, file.stat()) for file in [root / "mkdocs.yml", *files] if file.is_file()]
    return tuple((str(file), stat.st_mtime_ns, stat.st_size) for file, stat in written)


def _key(text: str) -> str:
    """A page's text, whatever a builder did to its blanks."""
    return "\n".join(line.rstrip() for line in text.strip().expandtabs(4).split("\n"))


class _Expand(Preprocessor):
    """Before fences and raw HTML are read, which come from here."""

    def __init__(self, md: Markdown, extension: RecipeExtension, headings: "_Headings") -> None:
        super().__init__(md)
        self.extension = extension
        self.headings = headings

    def run(self, lines: list[str]) -> list[str]:
        extension = self.extension
        if extension.alone:
            extension.conversion = extension.alone_with("\n".join(lines))
        conversion = extension.conversion
        self.headings.formulas = {}
        if conversion is None:
            return lines
        stash = self.md.htmlStash.store
        expander = Expander(extension.project, extension.katex, conversion, stash)
        expanded = expander.expand()
        self.headings.formulas = expander.formulas
        if extension.alone:
            extension.katex.close()
            problems = [*extension.project.problems, *conversion.problems]
            if problems:
                raise UnprovedPageError(problems)
        return expanded


class _Headings(Treeprocessor):
    """A heading with a formula has an id of its words and of what a person types for the TeX."""

    formulas: dict[str, str]

    def run(self, root: Element) -> None:
        known = "toc" in self.md.treeprocessors
        toc = self.md.treeprocessors["toc"] if known else None
        taken = {one.get("id", "") for one in root.iter()} - {""}
        slug = getattr(toc, "slugify", slugify)
        for heading in root.iter():
            text = "".join(heading.itertext()) if heading.tag in _HEADINGS else ""
            found = [word for word in self.formulas if word in text]
            if not found:
                continue
            for word in found:
                text = text.replace(word, typed(self.formulas[word]))
            text = " ".join(text.split())
            if toc:
                heading.set("data-toc-label", text)
            if "id" not in heading.attrib:
                heading.set("id", unique(slug(text, "-"), taken))


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
                target = self._section(root, child, conversion)
                root.remove(child)
            elif target is not root:
                root.remove(child)
                target.append(child)
        self._frame(root, conversion)

    def _section(self, root: Element, heading: Element, conversion: Conversion) -> Element:
        title = "".join([heading.text or "", *(child.tail or "" for child in heading)])
        title = HTML_PLACEHOLDER_RE.sub("", title).strip()
        kind = re.sub(r"\W+", "-", title.lower()).strip("-")
        section = Element("section", {"class": f"part {kind}"})
        root.insert(list(root).index(heading), section)
        section.append(heading)
        if title not in PROFILE.folded:
            return section
        details = SubElement(section, "details")
        tests = 0
        try:
            tests = len(self.extension.project.test_sentences(conversion.page))
        except ProblemError as error:
            conversion.problems.append(error.problem)
        SubElement(details, "summary").text = PROFILE.folded[title].format(tests=tests)
        return details

    def _frame(self, root: Element, conversion: Conversion) -> None:
        """Downloads below what is seen first, versions at the foot."""
        page = conversion.page
        if page.snippet not in self.extension.project.outcomes:
            return
        href, needed = conversion.href, needs.of(self.extension.project, [page])
        links = {
            "Script": href(paths.script(page)),
            "Notebook": href(paths.recipe_notebook(page)),
            needed.archive: href(paths.recipe_archive(page)),
        }
        first = [n for n, child in enumerate(root) if child.tag == "h1" or _is_first(child)]
        root.insert(
            max(first, default=-1) + 1,
            self._raw(block("downloads", links, needed.sentence, links["Script"])),
        )
        if alike := related.related(self.extension.project, page):
            last = root.find("section[@class='part see-also']")
            listed = [(href(one.path), one.title, _reason(one)) for one in alike]
            (root if last is None else last).append(self._raw(block("related", listed)))
        root.append(self._raw(block("versions", paths.versions())))
        if work := self.extension.work:
            where = paths.address(self.extension.site, page)
            forms = [
                citation.text(work, page.title, where),
                citation.bibtex(work, page.title, page.path, where),
            ]
            root.append(self._raw(block("citation", forms)))

    def _raw(self, html: str) -> Element:
        element = Element("p")
        element.text = self.md.htmlStash.store(html)
        return element


def _reason(one: related.Related) -> Markup:
    """Why a recipe is named, with its code as code."""
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(related.reason(one)))))


def _is_first(element: Element) -> bool:
    return element.get("class") == "first-sight"


class _Links(Postprocessor):
    """Names of functions link to their own documentation and may be broken; cells have ids."""

    def __init__(self, md: Markdown, extension: RecipeExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        conversion = self.extension.conversion
        if conversion is None:
            return text
        project, page = self.extension.project, conversion.page
        if page.shows_snippet and "<code" in text:  # the table of contents calls this for headings
            blocks = code_links.of_page(project, page) if "highlight" in text else {}
            text = code_links.linked(project, text, blocks, project.functions(page))
        return code_links.breakable(anchored(text) if page.shows_snippet else text)
