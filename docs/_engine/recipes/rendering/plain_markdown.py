"""Pages as Markdown that everyone knows, for readers who want text, and the list of them."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from posixpath import relpath

from recipes.checking import rates
from recipes.project import Library
from recipes.reading import prose
from recipes.reading.cell_view import Shown
from recipes.reading.page import Fence, Page

from . import paths

_FRAME = re.compile(r"^</?div\b[^>]*>\n?|\{ *\.[^{}\n]*\}", re.M)
_ALONE = re.compile(r"\n{3,}")
LIST = "llms.txt"


def files(library: Library, name: str, description: str, site: str) -> dict[str, str]:
    """Return the Markdown of all pages and the list of them, by path in the site.

    Parameters
    ----------
    name, description
        Of the site.
    site
        Its address with a slash at the end, or empty where that is not known.
    """
    written = {path: page_text(library, page) for path, page in library.pages.items()}
    return {**written, LIST: _list(library, name, description, site)}


def page_text(library: Library, page: Page) -> str:
    """Return a page with its numbers, its code and what that printed, and its pictures as links."""
    lines = page.body.split("\n")
    parts: list[str] = []
    position = 0
    for fence in page.all_fences:
        parts += [_prose("\n".join(lines[position : fence.first]))]
        position = fence.last + 1
        parts += _fence(library, page, fence) or lines[fence.first : position]
    parts += [_prose("\n".join(lines[position:]))]
    return "\n".join(parts).strip() + "\n"


def _prose(text: str) -> str:
    return _ALONE.sub("\n\n", _FRAME.sub("", prose.unfolded(prose.without_facts(text))))


def _fence(library: Library, page: Page, fence: Fence) -> list[str]:
    """What stands for a fence of ours; empty for another one."""
    match fence.kind:
        case "math":
            return ["$$", *fence.lines, "$$"]
        case "snippet":
            shown = page.shows(fence)
            return _snippet(library, page, shown) if shown else []
        case "tests":
            return [f"- {sentence}." for sentence in library.test_sentences(page)]
        case "recipes":
            return _links(library.recipes(page.chapter or None), page.chapter)
        case "drift":
            return _rates(library)
    return []


def _snippet(library: Library, page: Page, shown: Shown) -> list[str]:
    try:
        result = library.result(shown)
    except LookupError:
        return []  # reported by the page itself
    lines: list[str] = []
    if "code" in shown.parts:
        source = library.family(shown.path)[-1].cells[shown.cell].source
        lines += ["```python", source.rstrip(), "```", ""]
    if "output" in shown.parts and result.output:
        lines += ["```text", result.output.rstrip(), "```", ""]
    if "figure" in shown.parts:
        alt = " ".join(prose.without_facts(shown.alt).split()).replace("]", "\\]")
        for number, _ in enumerate(result.pictures):
            image = relpath(paths.picture(shown, "light", number), page.chapter or ".")
            if shown.states:
                state = shown.states[number]
                alt = prose.without_facts(f"{shown.name}: {state.label}")
                lines += [prose.without_facts(f"**{alt}.** {state.text}"), ""]
            lines += [f"![{alt}]({image})", ""]
        caption = " ".join(prose.without_facts(shown.caption).split())
        lines += [f"*{caption}*", ""]
    return lines


def _rates(library: Library) -> list[str]:
    lines = ["| Changed | Changes | Noticed |", "|---|---|---|"]
    for kind, row in rates.totals(rates.read(library.root) or {}).items():
        if row["total"]:
            lines.append(f"| {kind} | {row['total']} | {row['killed']} |")
    return lines


def _links(pages: Sequence[Page], folder: str, site: str = "") -> list[str]:
    lines = []
    for page in pages:
        path = site + page.path if site else relpath(page.path, folder or ".")
        summary = str(page.meta.get("description", ""))
        lines.append(f"- [{prose.without_facts(page.title)}]({path}): {summary}")
    return lines


def _list(library: Library, name: str, description: str, site: str) -> str:
    """The form of https://llmstxt.org."""
    lines = [f"# {name}", "", f"> {' '.join(description.split())}", ""]
    lines += ["Each page is here as Markdown, with its code, what that printed, and the tests"]
    lines += ["that prove it. The numbers in its sentences are those that the code computes.", ""]
    chapters = dict.fromkeys(page.chapter for page in library.recipes())
    for chapter in chapters:
        index = library.pages.get(f"{chapter}/index.md")
        title = index.title if index else PurePosixPath(chapter).name
        pages = [*([index] if index else []), *library.recipes(chapter)]
        lines += [f"## {title}", "", *_links(pages, "", site), ""]
    others = [page for page in library.pages.values() if page.chapter not in chapters]
    return "\n".join([*lines, "## About the site", "", *_links(others, "", site), ""])
