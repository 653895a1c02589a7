"""A notebook as a page of the site, around a converter that knows neither our math nor our looks.

nbconvert, through mkdocs-jupyter, cannot render mathematics without a script, describes no
picture and brings styles and scripts of its own. So it gets words in place of formulas, and
its HTML is brought into the form of our other pages.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any

from markdown.extensions.toc import nest_toc_tokens, slugify_unicode
from markupsafe import Markup

from recipes.project import Project
from recipes.reading.typed import typed
from recipes.rendering import code_links, markup
from recipes.rendering.notebook import encode

_MATH = re.compile(
    r"\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?=\S)(?P<span>(?:\\.|[^$\\])+?)(?<=\S)\$", re.S
)
_FOREIGN = re.compile(
    r"<(?P<tag>style|script)\b.*?</(?P=tag)>|<!--.*?-->"
    r'|<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>'
    r'|<div class="clipboard-copy-txt"[^>]*>.*?</div>'
    r'|<div class="jp-(?:Input|Output)Prompt [^>]*>[^<]*</div>'
    r'|<div class="jp-Collapser [^>]*>\s*</div>'
    r'| id="cell-id=[^"]*"',  # what copies code takes it for a selector, and it is none
    re.S,
)
_CODE = re.compile(r'<div class="highlight-ipynb[^"]*"><pre>(?P<code>.*?)</pre></div>', re.S)
_OUTPUT = re.compile(r'<div class="jp-RenderedText[^>]*>\s*<pre>(?P<text>.*?)</pre>\s*</div>', re.S)
_IMAGE = re.compile(r'<img alt="[^"]*"')
_HEADING = re.compile(
    r'<h(?P<level>[1-6])\b[^>]*>(?P<text>.*?)<a class="anchor-link"[^>]*>¶</a></h(?P=level)>', re.S
)
_TAG = re.compile(r"<[^>]*>")
_SLOT = re.compile(r"MATHSLOT\d+E")
_TAB_STOP = re.compile(r'(<div class="jp-[^>]*?) tabindex="0"')


@dataclass(frozen=True)
class Prepared:
    """A notebook for the converter, and what to put back into its HTML.

    Attributes
    ----------
    slots
        TeX, and whether it is displayed, by the word that stands in for it.
    alts
        What each picture shows, in order.
    """

    book: bytes
    slots: dict[str, tuple[str, bool]]
    alts: tuple[str, ...]


def _outside_code(slot: Callable[[re.Match[str]], str], text: str) -> str:
    pattern = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|" + _MATH.pattern, re.S)
    return pattern.sub(lambda match: match[0] if match["ticks"] else slot(match), text)


def prepare(book: bytes) -> Prepared:
    """Replace the mathematics of a notebook by words, and note what its pictures show."""
    slots: dict[str, tuple[str, bool]] = {}

    def slot(match: re.Match[str]) -> str:
        word = f"MATHSLOT{len(slots)}E"
        slots[word] = (match["block"] or match["span"]).strip(), bool(match["block"])
        return word

    content = json.loads(book)
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    alts = [
        output["metadata"].get("image/png", {}).get("alt", "")
        for output in outputs
        if "image/png" in output.get("data", {})
    ]
    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _outside_code(slot, cell["source"])
    return Prepared(encode(content), slots, tuple(alts))


def finish(html: str, prepared: Prepared, render: Callable[[str, bool], str]) -> str:
    """Bring the converter's HTML into the form of our pages.

    Parameters
    ----------
    render
        Makes HTML of TeX, displayed or not.
    """
    html = _TAB_STOP.sub(r"\1", _FOREIGN.sub("", html))
    html = _CODE.sub(
        r'<div class="language-python highlight"><pre><code>\g<code></code></pre></div>', html
    )
    html = _OUTPUT.sub(lambda match: markup.block("output", Markup(match["text"].rstrip())), html)
    alts = iter(prepared.alts)
    html = _IMAGE.sub(lambda _: f'<img alt="{escape(next(alts, ""))}"', html)
    for word, (tex, display) in prepared.slots.items():
        shown = render(tex, display)
        if display:
            shown = f'<span class="display-math">{shown}</span>'
        html = html.replace(word, shown)
    return f'<div class="notebook">{html}</div>'


def contents(
    html: str, prepared: Prepared, recipes: Sequence[str]
) -> tuple[str, list[dict[str, Any]]]:
    """Name the headings in the converter's HTML anew, since each recipe has the same ones.

    Parameters
    ----------
    recipes
        The name of each recipe of the notebook, in order.

    Returns
    -------
    html
        With headings such as ``double-integral`` and ``double-integral-by-hand``.
    tokens
        The table of contents, as Python-Markdown writes it.
    """
    names = iter(recipes)
    recipe = ""
    tokens: list[Any] = []

    def named(match: re.Match[str]) -> str:
        nonlocal recipe
        level = int(match["level"])
        text = _SLOT.sub(
            lambda slot: escape(typed(prepared.slots[slot[0]][0])),
            _TAG.sub("", match["text"]).strip(),
        )
        slug = slugify_unicode(unescape(text), "-")
        if level == 2:
            slug = recipe = next(names, slug)
        elif level > 2:
            slug = f"{recipe}-{slug}"
        taken = {token["id"] for token in tokens}
        numbered = (f"{slug}-{number}" for number in count(2))
        name = next(one for one in chain([slug], numbered) if one not in taken)
        tokens.append({"level": level, "id": name, "name": text})
        link = f'<a class="headerlink" href="#{name}">¶</a>'
        return f'<h{level} id="{name}">{match["text"]}{link}</h{level}>'

    html = _HEADING.sub(named, html)
    nested: list[Any] = nest_toc_tokens(tokens)
    return html, nested


def published(
    project: Project, path: str, html: str, prepared: Prepared, render: Callable[[str, bool], str]
) -> tuple[str, list[dict[str, Any]], str]:
    """Return the HTML of a chapter's notebook, its table of contents and the chapter's title.

    Parameters
    ----------
    path
        Of the notebook in the site.
    render
        Makes HTML of TeX, displayed or not.
    """
    chapter = path.rpartition("/")[0]
    index = project.pages.get(f"{chapter}/index.md")
    recipes = project.recipes(chapter)
    functions = {name: full for one in recipes for name, full in project.functions(one).items()}
    names = [PurePosixPath(recipe.path).stem for recipe in recipes]
    html, tokens = contents(html, prepared, names)
    blocks = code_links.of_notebook(project, recipes)
    html = code_links.linked(project, finish(html, prepared, render), blocks, functions)
    return code_links.breakable(html), tokens, index.title if index else chapter
