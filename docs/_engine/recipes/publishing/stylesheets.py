"""A theme's style sheet without the rules for what the site never shows: half of the bytes."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import dirname, join, relpath
from typing import Any

from recipes.running.store import Store

# A change of this module makes all sheets again.
VERSION = Path(__file__).read_text(encoding="utf-8")
# Of everything on a page, below an attribute that Material sets and removes as a page begins: a
# browser computes all styles twice more. `site.css` says it of what does change slowly.
ASSETS = "assets"  # the folder of the site's own scripts; others come packed
FOLDER = "assets/stylesheets"
COSTLY = "[data-md-color-switching] "
_CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
_PROPERTY = re.compile(r"--[\w-]+")
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_ARGUMENTS = re.compile(r"\([^()]*\)")
_URL = re.compile(r"""url\(["']?(?P<target>[^"')]+)["']?\)""")
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
_LINK = re.compile(
    r'<link rel="stylesheet" href="(?P<base>(?:\.{1,2}/|/[^"]*?/|/)*)'
    r'(?P<path>assets/[^"]+\.css)">\s*'
)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.M)
_WORD = re.compile(r"-?[A-Za-z_][\w-]*")


def of_site(site: Path, store: Store) -> dict[str, str]:
    """Return one style sheet for a built site, with what its pages use, and the pages with it.

    The sheets that it takes the place of are removed; the name of the new one changes with it.
    Scripts beside it lose the comments that have lines of their own.
    """
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    scripts = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.js"))}
    own = {file: _COMMENT.sub("", scripts[file]) for file in scripts if file.parent.name == ASSETS}
    known = words([*pages.values(), *(scripts | own).values()])
    paths = dict.fromkeys(path for html in pages.values() for path in linked(html))
    sheets = {path: (site / path).read_text(encoding="utf-8") for path in paths}
    whole = pruned(store, merged(sheets, FOLDER), known)
    path = f"{FOLDER}/site.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.css"
    for sheet in paths:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    texts = own | {file: relinked(html, path) for file, html in pages.items()}
    return {path: whole} | {file.relative_to(site).as_posix(): text for file, text in texts.items()}


def words(texts: Iterable[str]) -> set[str]:
    """All that could be the name of a class in pages and scripts."""
    return {word for text in texts for word in _WORD.findall(text)}


def pruned(store: Store, css: str, known: set[str]) -> str:
    """Return what `used` leaves of a sheet, from the store where it was made before."""
    classes = sorted(name for name in set(_CLASS.findall(css)) if _plain(name) in known)
    properties = sorted(name for name in set(_PROPERTY.findall(css)) if name[1:] in known)
    parts = (VERSION, css, " ".join(classes), " ".join(properties))
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def made() -> bytes:
        left = used(css, set(classes))
        return used(left, set(classes), {*properties, *_READ.findall(left)}).encode()

    return store.remember(key, made).decode()


def merged(sheets: Mapping[str, str], folder: str) -> str:
    """Return sheets, by their path in the site, as one that stands in a folder."""

    def moved(match: re.Match[str], path: str) -> str:
        target = match["target"]
        if ":" in target or target.startswith(("/", "#")):
            return match[0]
        return f"url({relpath(join(dirname(path), target), folder)})"

    return "".join(
        _URL.sub(partial(moved, path=path), _MAP.sub("", css)) for path, css in sheets.items()
    )


def linked(html: str) -> list[str]:
    """Return the paths in the site of the sheets that a page links, in order."""
    return [match["path"] for match in _LINK.finditer(html)]


def relinked(html: str, path: str) -> str:
    """Return a page that links one sheet in the place of all."""
    first = _LINK.search(html)
    if first is None:
        return html
    link = f'<link rel="stylesheet" href="{first["base"]}{path}">'
    start = first.start()
    return html[:start] + link + _LINK.sub("", html[start:])


def used(css: str, classes: set[str], properties: set[str] | None = None) -> str:
    """Return a sheet without the selectors that name another class than these.

    Parameters
    ----------
    properties
        Where given, the custom properties that are read; others are not set.
    """
    import tinycss2

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_rules(rules, classes, properties))


def _rules(rules: Iterable[Any], classes: set[str], properties: set[str] | None) -> Iterator[str]:
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _selectors(rule.prelude)
            cheap = [one for one in selectors if not one.startswith(COSTLY)]
            left = [one for one in cheap if _matches(one, classes)]
            if left:
                yield f"{','.join(left)}{{{_declarations(rule.content, properties)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"}:
            if rule.content is None:
                yield rule.serialize()
                continue
            nested = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            inner = "".join(_rules(nested, classes, properties))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type != "error":
            yield rule.serialize()


def _declarations(content: list[Any], properties: set[str] | None) -> str:
    """The declarations of a rule, without custom properties that nothing reads."""
    import tinycss2

    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    unread = [
        part
        for part in parts
        if part.type == "declaration" and part.name.startswith("--")
        if properties is not None and part.name not in properties
    ]
    if not unread:
        return str(tinycss2.serialize(content))
    left = [part.serialize() for part in parts if part not in unread]
    return "".join(one if one.endswith("}") else f"{one};" for one in left)


def _selectors(prelude: list[Any]) -> list[str]:
    """The selectors of a list, which commas separate; those inside brackets do not."""
    import tinycss2

    groups: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            groups.append([])
        else:
            groups[-1].append(token)
    return [tinycss2.serialize(group).strip() for group in groups]


def _matches(selector: str, classes: set[str]) -> bool:
    """Whether all classes of a selector are there; those in ``:not(...)`` need not be."""
    while (outer := _ARGUMENTS.sub("", selector)) != selector:
        selector = outer
    return all(name in classes for name in _CLASS.findall(selector))


def _plain(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
