"""Pages as Markdown that everyone knows, for readers who want text, and the list of them."""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePosixPath
from posixpath import relpath

from recipes.problem import ProblemError
from recipes.project import Project
from recipes.reading import examples, prose
from recipes.reading.document import (
    Block,
    Cards,
    CellView,
    Code,
    Equation,
    Examples,
    Finder,
    Functions,
    Gallery,
    Prose,
    Rates,
    Tests,
)
from recipes.reading.page import Page

from . import finder, function_index, mutation_rates, needs, paths

_FRAME = re.compile(r"^</?div\b[^>]*>\n?|\{ *\.[^{}\n]*\}", re.M)
_ALONE = re.compile(r"\n{3,}")
LIST = "llms.txt"


def files(project: Project, name: str, description: str, site: str) -> dict[str, str]:
    """Return the Markdown of all pages and the list of them, by path in the site.

    Parameters
    ----------
    name, description
        Of the site.
    site
        Its address with a slash at the end, or empty where that is not known.
    """
    written = {path: page_text(project, page) for path, page in project.pages.items()}
    return {**written, LIST: _list(project, name, description, site)}


def page_text(project: Project, page: Page) -> str:
    """Return a page with its numbers, its code and what that printed, and its pictures as links."""
    parts = [part for block in page.blocks for part in _block(project, page, block)]
    if page.is_recipe and page.snippet in project.outcomes:
        parts.append(f"\n{needs.of(project, [page]).ran}")
    return "\n".join(parts).strip() + "\n"


def _block(project: Project, page: Page, block: Block) -> list[str]:
    match block:
        case Prose():
            text = prose.unfolded(prose.without_facts(block.text))
            return [_ALONE.sub("\n\n", _FRAME.sub("", text))]
        case Equation():
            return ["$$", block.tex, "$$"]
        case CellView():
            return _cell(project, page, block)
        case Tests():
            return [f"- {sentence}." for sentence in project.test_sentences(page).values()]
        case Examples():
            return _examples(project, page)
        case Finder(part=part):
            return finder.markdown(project, page, part)
        case Cards():
            return _links(project.recipes(page.chapter or None), page.chapter)
        case Gallery():
            return _links([one for one in project.recipes() if one.chapter], page.chapter)
        case Functions():
            return [*function_index.markdown(project)]
        case Rates():
            return mutation_rates.markdown(project)
        case Code():
            return page.body.split("\n")[block.first : block.last + 1]
    return []


def _examples(project: Project, page: Page) -> list[str]:
    name = f"tests/{page.test_module}"
    lines: list[str] = []
    try:
        found = examples.read((project.root / name).read_text(encoding="utf-8"), name)
    except (OSError, ProblemError):
        return []  # reported by the page itself
    for heading, of_heading in groupby(found, key=lambda example: example.heading):
        lines += [f"## {heading}", ""]
        for one in of_heading:
            lines += [f"{one.sentence} ${one.tex}$", "", *_fenced("python", one.code)]
    return lines


def _cell(project: Project, page: Page, view: CellView) -> list[str]:
    try:
        result = project.result(view)
    except LookupError:
        return []  # reported by the page itself
    lines: list[str] = []
    if "code" in view.parts:
        lines += _fenced("python", project.source(view).rstrip())
    if "output" in view.parts and result.output:
        lines += _fenced("text", result.output.rstrip())
    if "markdown" in view.parts:
        lines += [result.output.rstrip(), ""]
    if "figure" in view.parts:
        alt = prose.plain(view.alt)
        for number, _ in enumerate(result.pictures):
            image = relpath(paths.picture(view, "light", number), page.chapter or ".")
            if view.states:
                state = view.states[number]
                alt = prose.plain(f"{view.name}: {state.label}")
                lines += [prose.without_facts(f"**{alt}.** {state.text}"), ""]
            lines += [f"![{prose.as_markdown(alt)}]({image})", ""]
        lines += [f"*{_caption(view)}*", ""]
    if "sound" in view.parts:
        for number, _ in enumerate(result.sounds):
            file = relpath(paths.sound(view, number), page.chapter or ".")
            lines += [f"[Sound: {_caption(view)}]({file})", ""]
    return lines


def _caption(view: CellView) -> str:
    return " ".join(prose.without_facts(view.caption).split())


def _fenced(language: str, text: str) -> list[str]:
    """Put a text into a fence that is longer than those in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return [f"{fence}{language}", text, fence, ""]


def _links(pages: Sequence[Page], folder: str, site: str = "") -> list[str]:
    lines = []
    for page in pages:
        path = site + page.path if site else relpath(page.path, folder or ".")
        lines.append(f"- [{prose.as_markdown(page.title)}]({path}): {page.description}")
    return lines


def _list(project: Project, name: str, description: str, site: str) -> str:
    """The form of https://llmstxt.org."""
    lines = [f"# {name}", "", f"> {' '.join(description.split())}", ""]
    lines += ["Each page is here as Markdown, with its code, what that printed, and the tests"]
    lines += ["that prove it. The numbers in its sentences are those that the code computes.", ""]
    chapters = dict.fromkeys(page.chapter for page in project.recipes())
    for chapter in chapters:
        index = project.pages.get(f"{chapter}/index.md")
        title = index.title if index else PurePosixPath(chapter).name
        pages = [*([index] if index else []), *project.recipes(chapter)]
        lines += [f"## {title}", "", *_links(pages, "", site), ""]
    others = [page for page in project.pages.values() if page.chapter not in chapters]
    return "\n".join([*lines, "## About the site", "", *_links(others, "", site), ""])
