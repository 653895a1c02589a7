"""The HTML of pages whose source, results and surroundings are as in an earlier build.

An entry stands under all that a conversion reads; whatever cannot be named there, such as an
extension that may read files of its own, has the page converted again. So has anything that a
conversion says: a warning belongs to each build.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc

from recipes.profile import PROFILE
from recipes.reading import tasks
from recipes.reading.document import Cards, Finder, Functions, Gallery, Rates
from recipes.reading.page import Page
from recipes.rendering import paths, related
from recipes.rendering.conversion import Conversion
from recipes.rendering.extension import RecipeExtension

from .digests import Digests, made_with, source

CONVERTERS = ("Jinja2", "Markdown", "MarkupSafe", "mkdocs", "Pygments", "pymdown-extensions")
# They read nothing but the text and their settings.
PURE = frozenset(
    """
    abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html nl2br
    sane_lists smarty tables toc pymdownx.arithmatex pymdownx.betterem pymdownx.caret
    pymdownx.critic pymdownx.details pymdownx.highlight pymdownx.inlinehilite pymdownx.keys
    pymdownx.mark pymdownx.smartsymbols pymdownx.superfences pymdownx.tabbed pymdownx.tasklist
    pymdownx.tilde
    """.split()
)


class Converted(msgspec.Struct):
    """What MkDocs and the plugin need of a converted page.

    Attributes
    ----------
    contents
        As Python-Markdown writes them.
    links
        To anchors: the linked file, the anchor, and the link as it is written.
    late
        Mathematics by the number of its slot.
    characters
        Those that its mathematics shows, each with the class of an element that it stands in.
    """

    content: str
    contents: list[dict[str, Any]]
    title: str | None
    anchors: list[str]
    links: list[tuple[str, str, str]] | None
    late: dict[str, str]
    characters: list[tuple[str, str]]


class NotKeptError(Exception):
    """The page is converted, and not to be kept."""


class ConvertedPages:
    """Converts the pages of a build, or finds them converted.

    Parameters
    ----------
    files
        All of the site, to which pages may link.
    """

    def __init__(
        self, extension: RecipeExtension, digests: Digests, config: MkDocsConfig, files: Files
    ) -> None:
        self.extension = extension
        self.project = extension.project
        self.config = config
        self.files = files
        self._digests = digests
        self._surroundings = self._read_surroundings()

    def convert(self, page: MkDocsPage, conversion: Conversion) -> None:
        """Give a page its HTML and what MkDocs reads from it."""
        parts = self._parts(page, conversion.page)
        if parts is None:
            MkDocsPage.render(page, self.config, self.files)
            return
        key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        try:
            store = self.project.runner.store
            found = store.remember(key, lambda: self._converted(page, conversion))
        except NotKeptError:
            return
        self._fill(page, conversion, msgspec.json.decode(found, type=Converted))

    def _converted(self, page: MkDocsPage, conversion: Conversion) -> bytes:
        katex, before = self.extension.katex, len(conversion.problems)
        shown, katex.characters = katex.characters, set()
        with _heard() as said:
            MkDocsPage.render(page, self.config, self.files)
        characters, katex.characters = katex.characters, shown | katex.characters
        if said or len(conversion.problems) > before:
            raise NotKeptError
        assert page.content is not None
        return msgspec.json.encode(
            Converted(
                str(page.content),
                [_token(item) for item in page.toc],
                page._title_from_render,
                sorted(page.present_anchor_ids or ()),
                _links(page),
                dict(conversion.late or {}),
                sorted(characters),
            )
        )

    def _fill(self, page: MkDocsPage, conversion: Conversion, found: Converted) -> None:
        page.content = found.content
        page.toc = get_toc(found.contents)  # type: ignore[arg-type]
        page._title_from_render = found.title
        page.present_anchor_ids = set(found.anchors)
        page.links_to_anchors = None if found.links is None else {}
        for path, anchor, written in found.links or ():
            file = self.files.get_file_from_path(path)
            if file is not None and page.links_to_anchors is not None:
                page.links_to_anchors.setdefault(file, {})[anchor] = written
        if conversion.late is not None:
            conversion.late.update(found.late)
        self.extension.katex.characters.update(found.characters)

    def _read_surroundings(self) -> Sequence[object] | None:
        """What all pages depend on; None where that cannot be said."""
        config = self.config
        extensions: list[object] = [*config.markdown_extensions]
        named = [one for one in extensions if one is not self.extension]
        if not all(isinstance(one, str) and _short(one) in PURE for one in named):
            return None
        files = sorted((one.src_uri, one.url, one.inclusion.value) for one in self.files)
        written = repr(
            (
                named,
                sorted((name, value) for name, value in config.mdx_configs.items() if value),
                config.validation,
                config.use_directory_urls,
                logging.getLogger("mkdocs").getEffectiveLevel(),  # what is heard of a conversion
                self.extension.site,
                self.extension.work,
                PROFILE,
                files,
            )
        )
        if " at 0x" in written:  # of a function, which may be another one
            return None
        return [made_with(), [paths.version(one) for one in CONVERTERS], written]

    def _parts(self, page: MkDocsPage, own: Page) -> Sequence[object] | None:
        """All that the conversion of a page reads; None where that cannot be said."""
        project = self.project
        shown = {view.path for view in own.cells} | {own.snippet}
        faulty = any(path in project.faults for path in shown)
        if self._surroundings is None or faulty or own.of_kind(Rates):
            return None
        beside = []
        tables = tasks.files(own.snippet) if own.of_kind(Finder) else ()
        read = [own.snippet, *tables]
        for path in (*(f"snippets/{one}" for one in read), f"tests/{own.test_module}"):
            file = project.root / path
            beside.append(hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "")
        listed: list[object] = []
        if tables or any(
            own.of_kind(kind) for kind in (Cards, Gallery, Functions)
        ):  # of the others
            listed = [source(one) for one in project.pages.values()]
            shown = {*project.outcomes, *shown}
        return [
            self._surroundings,
            source(own),
            page.markdown,
            beside,
            repr(project.facts(own)),
            [(path, self._digests.result(path)) for path in sorted(shown)],
            listed,
            repr(related.related(project, own)) if own.is_recipe else "",
        ]


def _short(extension: str) -> str:
    return extension.removeprefix("markdown.extensions.")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Hear what is logged."""
    listener = _Listener()
    loggers = [logging.getLogger(), logging.getLogger("mkdocs")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener.said
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _token(link: AnchorLink) -> dict[str, Any]:
    children = [_token(one) for one in link.children]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}


def _links(page: MkDocsPage) -> list[tuple[str, str, str]] | None:
    linked = page.links_to_anchors
    if linked is None:
        return None
    return [(file.src_uri, *one) for file, named in linked.items() for one in named.items()]
