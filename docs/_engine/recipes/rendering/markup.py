"""The HTML of what our fences show. Every text is escaped: what a snippet prints is data."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

from recipes.reading.page import CONDITIONS
from recipes.running import figure_tables
from recipes.running.figure_tables import Table

SCIPY_DOCS = "https://docs.scipy.org/doc/scipy/reference/generated/{}.html"
_HIGHLIGHT = re.compile(r'(<div class="[^"]*highlight[^"]*">)(.*?)(</div>)', re.S)
_INLINE_CODE = re.compile(r"(<a [^>]*>\s*)?<code>(?P<name>[A-Za-z_][\w.]*)(?P<call>\(\))?</code>")
_NAME = '<span class="n[a-z]?">{}</span>'
_DOT = '<span class="o">.</span>'


def output(text: str) -> str:
    """What a cell printed, under its code."""
    return escaped_output(escape(text.rstrip()))


def escaped_output(html: str) -> str:
    """What a cell printed, as text that is escaped already."""
    return (
        '<div class="output"><span class="output-name" aria-hidden="true">Output</span>'
        '<pre tabindex="0" role="group" aria-label="Output">'
        f"<samp>{html.rstrip()}</samp></pre></div>"
    )


def pictures(sources: dict[str, str], alt: str, svg: str) -> str:
    """One picture a theme; the style sheet shows the one that fits."""
    width, height = pixel_size(svg)
    return "".join(
        f'<img class="only-{theme}" src="{escape(source)}" alt="{escape(alt)}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async">'
        for theme, source in sources.items()
    )


def control(kind: str, name: str, labels: Sequence[str], first: int, number: int) -> str:
    """What a reader changes a figure with; the style sheet hides it where no script runs.

    Parameters
    ----------
    kind
        ``slider``, ``choice`` or ``wipe``.
    first
        The state that is shown at first.
    number
        Of the control on its page.
    """
    if kind == "choice":
        choices = "".join(
            f'<label><input type="radio" name="state-{number}" value="{value}" autocomplete="off"'
            f"{' checked' if value == first else ''}>{escape(label)}</label>"
            for value, label in enumerate(labels)
        )
        return f'<fieldset class="control"><legend>{escape(name)}</legend>{choices}</fieldset>'
    shown, span = "", 'max="100" value="50"'
    if kind == "slider":
        shown = f": <output>{escape(labels[first])}</output>"
        span = f'max="{len(labels) - 1}" value="{first}" aria-valuetext="{escape(labels[first])}"'
        span += f' data-labels="{escape(json.dumps(labels))}"'
    return (
        f'<div class="control"><label for="state-{number}">{escape(name)}{shown}</label><div>'
        f"<span>{escape(labels[0])}</span>"
        f'<input type="range" id="state-{number}" {span} autocomplete="off">'
        f"<span>{escape(labels[-1])}</span></div></div>"
    )


def figure_data(tables: Sequence[tuple[str, Table]]) -> str:
    """What the pictures of a figure show, in words and numbers, unfolded on request.

    Parameters
    ----------
    tables
        With what to say before the title of each, such as the state of a picture.
    """
    head = "".join(f'<th scope="col">{column}</th>' for column in figure_tables.COLUMNS)
    shown = "".join(
        f'<table class="data"><caption>{escape(before + table.title)}</caption>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(_row, table.rows))}</tbody></table>"
        for before, table in tables
    )
    return (
        '<details class="figure-data" data-search-exclude><summary>Data of this figure</summary>'
        '<div class="scrolled" role="group" tabindex="0" aria-label="Data of this figure">'
        f"{shown}</div></details>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def pixel_size(svg: str) -> tuple[int, int]:
    """Width and height of an SVG in CSS pixels."""
    head = svg[: svg.index(">", svg.index("<svg")) + 1]
    width, height = (
        float(found[1]) if (found := re.search(rf'\b{side}="([\d.]+)pt"', head)) else 0.0
        for side in ("width", "height")
    )
    return round(width * 4 / 3), round(height * 4 / 3)


def equation(html: str, label: str, symbols: dict[str, str]) -> str:
    """A displayed equation with its anchor; it scrolls sideways where it is too wide.

    Parameters
    ----------
    symbols
        The rendered symbols that occur in it, with what they mean: shown on hover and focus.
    """
    name = label.replace("-", " ")
    terms = "".join(
        f"<div><dt>{symbol}</dt><dd>{escape(meaning)}</dd></div>"
        for symbol, meaning in symbols.items()
    )
    known = (
        f'<dl class="meaning" id="symbols-{label}" data-search-exclude>{terms}</dl>'
        if terms
        else ""
    )
    described = f' aria-describedby="symbols-{label}"' if terms else ""
    return (
        f'<div class="equation-frame"><div class="equation" id="eq-{label}" role="group" '
        f'tabindex="0" aria-label="Equation: {name}"{described} data-search-exclude>{html}</div>'
        f"{known}</div>"
    )


def symbol(html: str, meaning: str, number: int, first: bool) -> str:
    """A symbol in a sentence with its meaning, shown on hover; where it is the first, on focus."""
    reach = f' tabindex="0" aria-describedby="symbol-{number}"' if first else ""
    return (
        f'<span class="symbol"{reach}>{html}<span class="meaning" role="tooltip" '
        f'id="symbol-{number}" data-search-exclude>{escape(meaning)}</span></span>'
    )


def fact(literal: str, key: str, value: float, snippet: str) -> str:
    """A number that a snippet computed, with its value in full and its source."""
    source = "measured by recipe bench" if key.startswith("timing.") else f"computed by {snippet}"
    title = f"{key} = {value!r}, {source}"
    return f'<span class="fact" title="{escape(title)}">{escape(literal)}</span>'


def failure(text: str) -> str:
    """What is wrong, in the place where it is wrong; details below the first line."""
    message, _, detail = text.partition("\n")
    shown = f"<pre><code>{escape(detail.rstrip())}</code></pre>" if detail else ""
    return (
        '<div class="admonition failure" role="alert"><p class="admonition-title">'
        f"This part could not be built</p><p>{escape(message)}</p>{shown}</div>"
    )


def downloads(links: Mapping[str, str], copied: str = "") -> str:
    """Links to files to take away, by what they are.

    Parameters
    ----------
    copied
        The address of what a button copies; the style sheet hides it where no script runs.
    """
    items = "".join(
        f'<li><a href="{escape(href)}" download title="{escape(href.rpartition("/")[2])}">'
        f"{escape(name)}</a></li>"
        for name, href in links.items()
    )
    if copied:
        button = f'<button type="button" data-copy="{escape(copied)}">Copy script</button>'
        items = f'<li>{button}<span role="status"></span></li>{items}'
    return (
        f'<nav class="take-away" aria-label="Downloads" data-search-exclude><ul>{items}</ul></nav>'
    )


def citation(text: str, bibtex: str) -> str:
    """How to cite the page, unfolded on request."""
    forms = "".join(
        f'<div class="highlight"><pre><code>{escape(form)}</code></pre></div>'
        for form in (text, bibtex)
    )
    return (
        '<details class="cite" data-search-exclude><summary>Cite this page</summary>'
        f"{forms}</details>"
    )


def versions(packages: dict[str, str]) -> str:
    """With which versions the page's code ran."""
    names = ", ".join(f"{name} {number}" for name, number in packages.items())
    return f'<p class="versions" data-search-exclude>Ran with {escape(names)}.</p>'


def dependences(depends: Mapping[str, Sequence[str]]) -> str:
    """Which numbers of a page hold for one seed, one version or the like alone."""
    items = []
    for condition, words in CONDITIONS.items():
        names = [name for name, of in depends.items() if condition in of]
        if names == ["page"]:
            items.append(f"All numbers of this page are those of {words}.")
        elif names:
            code = ", ".join(f"<code>{escape(name)}</code>" for name in names)
            items.append(f"Of {words}, and not of every other, are {code}.")
    return f'<p class="depends">{" ".join(items)}</p>' if items else ""


def test_list(sentences: list[str]) -> str:
    """The sentences that the tests prove."""
    items = "".join(f"<li>{escape(sentence)}.</li>" for sentence in sentences)
    return f'<ul class="tests">{items}</ul>'


def card(title: str, summary: str, href: str, images: str) -> str:
    """A recipe among others: its picture, its task, what it is about."""
    return (
        f'<li><a class="card" href="{escape(href)}">'
        f'<span class="card-picture">{images}</span>'
        f'<span class="card-title">{escape(title)}</span>'
        f'<span class="card-summary">{escape(summary)}</span></a></li>'
    )


def rates(counts: Mapping[str, Mapping[str, int]]) -> str:
    """How many changes of each class were noticed, as a table."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(kind)}</th><td>{row['total']}</td><td>{row['killed']}</td>"
        f"<td>{row['killed'] / row['total']:.1%}</td></tr>".replace("%", " %")
        for kind, row in counts.items()
        if row["total"]
    )
    head = "<th scope='col'>Changed</th><th scope='col'>Changes</th>"
    head += "<th scope='col'>Noticed</th><th scope='col'>Share</th>"
    table = f'<table class="data"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="scrolled" role="group" tabindex="0" aria-label="Rates">{table}</div>'


def link_functions(html: str, functions: dict[str, str]) -> str:
    """Link the names of SciPy functions in highlighted and in inline code to SciPy's own pages."""

    def in_block(match: re.Match[str]) -> str:
        code = match[2]
        for written, name in functions.items():
            if written.rpartition(".")[2] not in code:
                continue
            parts = _DOT.join(_NAME.format(re.escape(part)) for part in written.split("."))
            code = re.sub(parts, partial(_linked, name), code)
        return match[1] + code + match[3]

    def inline(match: re.Match[str]) -> str:
        written = match["name"]
        name = written if written.startswith("scipy.") else functions.get(written, "")
        known = name.count(".") > 1 and not match[1]
        return _link(match[0], name) if known else match[0]

    return _INLINE_CODE.sub(inline, _HIGHLIGHT.sub(in_block, html))


def _linked(name: str, found: re.Match[str]) -> str:
    return _link(found[0], name)


def _link(html: str, name: str) -> str:
    return f'<a class="scipy" href="{SCIPY_DOCS.format(name)}">{html}</a>'
