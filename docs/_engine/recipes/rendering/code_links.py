"""Names of libraries in shown code, in blocks and in sentences, linked to their official pages."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple

from recipes.checking import documentation
from recipes.project import Project
from recipes.reading import library_uses
from recipes.reading.library_uses import Names, Use
from recipes.reading.page import Page
from recipes.reading.snippet import Snippet, single_spaced

_HIGHLIGHT = re.compile(r'(<div class="[^"]*highlight[^"]*">)(.*?)(</div>)', re.S)
_INLINE = re.compile(r"(<a [^>]*>\s*)?<code>(?P<name>[A-Za-z_][\w.]*)(?P<call>\(\))?</code>")
_LONG = re.compile(r"<code>[\w./:-]{26,}</code>")  # characters that a phone cannot show in a list
_JOINT = re.compile(r"(?<=[\w:][./:_])(?=\w{3})")
_PIECE = re.compile(r"(?P<tag><[^>]+>)|(?P<text>[^<]+)")
_LINK = re.compile(r'<a class="(?:scipy|library)" href="[^"]*"')
_OPENED = '<a class="{}" href="{}">'


class Link(NamedTuple):
    """Characters of a line of code, from 0, and the page that they lead to."""

    line: int
    begin: int
    end: int
    page: documentation.Documented


Blocks = Mapping[str, Sequence[Link]]


def of_page(project: Project, page: Page) -> Blocks:
    """Return the links of each piece of code that a page shows, by its text."""
    return _links_of(project, [*_cells(project, page), *_tests(project, page)])


def of_notebook(project: Project, recipes: Iterable[Page]) -> Blocks:
    """Return the links of each cell of some recipes, by its text."""
    return _links_of(project, [one for page in recipes for one in _cells(project, page)])


def _links_of(project: Project, shown: Iterable[tuple[str, Names]]) -> Blocks:
    uses = {}
    for text, names in shown:
        for written in {text, single_spaced(text)}:
            uses[written.rstrip()] = library_uses.read(written, names)
    paths = {use.path for found in uses.values() for use in found}
    known = documentation.pages(paths, project.runner.store)
    return {text: [*_links(text, found, known)] for text, found in uses.items()}


def _cells(project: Project, page: Page) -> Iterator[tuple[str, Names]]:
    """The cells of a page and of what they build on, with what names mean in them."""
    for path in sorted({view.path for view in page.cells} | {page.snippet}):
        if path in project.outcomes:
            for member in project.family(path):
                for cell, names in cell_names(project, member).items():
                    yield member.cells[cell].source, names


def _tests(project: Project, page: Page) -> Iterator[tuple[str, Names]]:
    if source := project.test_source(page):
        try:
            nodes = [*ast.walk(ast.parse(source))]
        except (SyntaxError, ValueError):
            return  # reported by the page
        yield source, Names(library_uses.bound_names(nodes))


def cell_names(project: Project, snippet: Snippet) -> dict[str, Names]:
    """Return what names mean in each cell of a snippet, as far as that is certain."""
    bound = library_uses.bound_names(snippet.nodes)
    outcome = project.outcomes.get(snippet.path)
    ran = outcome.cells if outcome else {}
    types = [ran[name].types if name in ran else {} for name in snippet.cells]
    found = {}
    for number, (name, cell) in enumerate(snippet.cells.items()):
        before = types[number - 1] if number else {}
        statements = ast.parse(cell.source).body
        certain = library_uses.certain_types(statements, before, types[number])
        # A function may be called later, when a name of the module has changed.
        lasting = {
            one: kind
            for one, kind in certain.items()
            if all(later.get(one) == kind for later in types[number:])
        }
        found[name] = Names(bound, lasting)
    return found


def _links(
    text: str, found: Iterable[Use], known: Mapping[str, documentation.Documented]
) -> Iterator[Link]:
    """The links of some uses; of ``np.maximum.accumulate`` each part has a page."""
    lines = text.split("\n")
    reached: dict[int, int] = {}
    for use in found:
        begin = max(use.begin, reached.get(use.line, 0))
        written = lines[use.line - 1][begin : use.end] if use.line <= len(lines) else ""
        # Before Python 3.12, what stands in an f-string has another place.
        if use.path in known and re.fullmatch(r"\.?[A-Za-z_][\w.]*", written):
            begin += written.startswith(".")
            reached[use.line] = use.end
            yield Link(use.line, begin, use.end, known[use.path])


def linked(project: Project, html: str, blocks: Blocks, functions: Mapping[str, str]) -> str:
    """Link the names in highlighted and in inline code to their official pages.

    The keyboard stops at the first link to each.

    Parameters
    ----------
    functions
        Full names by what a snippet writes for them, for code in sentences.
    """
    full = {
        name: functions.get(name, name)
        for match in _INLINE.finditer(html)
        if not match[1]
        for name in [match["name"]]
    }
    known = documentation.pages(full.values(), project.runner.store)

    def inline(match: re.Match[str]) -> str:
        page = known.get(full.get(match["name"], "")) if not match[1] else None
        return _opened(page) + match[0] + "</a>" if page else match[0]

    def in_block(match: re.Match[str]) -> str:
        text = unescape(re.sub(r"<[^>]+>", "", match[2]))
        links = blocks.get(text.strip("\n").rstrip(), ())
        return match[1] + _with_links(match[2], text, links) + match[3] if links else match[0]

    met: set[str] = set()

    def reached(match: re.Match[str]) -> str:
        again = match[0] in met
        met.add(match[0])
        return f'{match[0]} tabindex="-1"' if again else match[0]

    return _LINK.sub(reached, _INLINE.sub(inline, _HIGHLIGHT.sub(in_block, html)))


def breakable(html: str) -> str:
    """Let a long name or path in a sentence end a line at its joints, and nowhere else."""
    return _LONG.sub(lambda match: _JOINT.sub("<wbr>", match[0]), html)


def _opened(page: documentation.Documented) -> str:
    kind = "scipy" if page.name.startswith("scipy.") else "library"
    return _OPENED.format(kind, escape(page.address))


def _with_links(html: str, text: str, links: Sequence[Link]) -> str:
    """Put links around the elements of highlighted code that hold their characters."""
    first = len(text) - len(text.lstrip("\n"))
    starts = [first]
    for line in text[first:].split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    opens = {starts[one.line - 1] + one.begin: one for one in links}
    ends = {starts[one.line - 1] + one.end for one in links}
    pieces: list[str] = []
    place, open_ = 0, False
    for match in _PIECE.finditer(html):
        opening = match["text"] or not match["tag"].startswith("</")
        if open_ and place in ends and opening:
            pieces.append("</a>")
            open_ = False
        if place in opens and opening and not open_:
            pieces.append(_opened(opens.pop(place).page))
            open_ = True
        pieces.append(match[0])
        if match["text"]:
            place += len(unescape(match["text"]))
    return "".join(pieces) + ("</a>" if open_ else "")
