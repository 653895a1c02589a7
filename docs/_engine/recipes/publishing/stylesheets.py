"""A theme's style sheet without the rules for what the site never shows: half of the bytes."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
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
LAST = hashlib.sha256(b"the path of the last site's sheet").hexdigest()
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
_VALUE = r"""=("[^"]*"|'[^']*'|[^\s>"']+)"""
# What names classes and properties in a page. One expression for all of them is ten times slower.
_USED = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        f"class{_VALUE}",
        f"style{_VALUE}",
        r"<script\b(?![^>]*json)[^>]*>(.*?)</",
        r"<style\b[^>]*>(.*?)</",
    )
)
_WORD = re.compile(r"-?[A-Za-z_][\w-]*")


class SiteSheet:
    """One style sheet for a site, with what its pages use, as they are built.

    Each page is given the sheet of the last build; where another one comes out, all are read again.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.expected = (store.recall(LAST) or b"").decode()
        self._used: dict[str, set[str]] = {}  # by page, as it is written in its HTML
        self._linked: dict[str, None] = {}

    def of_page(self, path: str, html: str) -> str:
        """Return a page that stands at a path in the site, with the sheet that is expected."""
        self._used[path] = used_in(html)
        self._linked |= dict.fromkeys(linked(html))
        return relinked(html, self.expected) if self.expected else html

    def files(self, site: Path) -> dict[str, str]:
        """Return the sheet for what stands in a folder, and the pages that do not link it yet.

        The sheets that it takes the place of are removed; the name of the new one changes with it.
        Scripts beside it lose the comments that have lines of their own.
        """
        pages = [file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html"))]
        unread = {page for page in pages if page not in self._used}  # as the author wrote them
        for page in unread:
            self.of_page(page, (site / page).read_text(encoding="utf-8"))
        scripts = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.js"))}
        own = {one: _COMMENT.sub("", scripts[one]) for one in scripts if one.parent.name == ASSETS}
        sheets = {path: (site / path).read_text(encoding="utf-8") for path in self._linked}
        known = sorted(words(set().union(*self._used.values())))
        parts = (VERSION, *sheets, *sheets.values(), *(scripts | own).values(), *known)
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()

        def made() -> bytes:
            in_scripts = words((scripts | own).values())
            return pruned(self.store, merged(sheets, FOLDER), in_scripts.union(known)).encode()

        whole = self.store.remember(key, made).decode()
        path = f"{FOLDER}/site.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.css"
        for sheet in sheets:
            (site / sheet).unlink()
            (site / f"{sheet}.map").unlink(missing_ok=True)
        texts = {file.relative_to(site).as_posix(): text for file, text in own.items()}
        for page in pages if path != self.expected else unread:
            texts[page] = relinked((site / page).read_text(encoding="utf-8"), path)
        if path != self.expected:
            self.store.keep(LAST, path.encode())
        return {path: whole} | texts


def used_in(html: str) -> set[str]:
    """Return the classes, styles and scripts of a page, as it writes them."""
    return {part for pattern in _USED for part in pattern.findall(html)}


def words(texts: Iterable[str]) -> set[str]:
    """All that could be the name of a class in what a page uses, or in scripts."""
    return {word for text in texts for word in _WORD.findall(text)}


def pruned(store: Store, css: str, known: set[str]) -> str:
    """Return what `used` leaves of a sheet, from the store where it was made before."""
    classes = sorted(name for name in set(_CLASS.findall(css)) if _plain(name) in known)
    properties = sorted(name for name in set(_PROPERTY.findall(css)) if name[1:] in known)
    parts = (VERSION, css, " ".join(classes), " ".join(properties))
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return store.remember(key, lambda: used(css, set(classes), set(properties)).encode()).decode()


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


def used(css: str, classes: set[str], properties: Collection[str] = ()) -> str:
    """Return a sheet without the selectors that name another class than these.

    Parameters
    ----------
    properties
        The custom properties that are read elsewhere; others that the sheet does not read itself
        are not set.
    """
    import tinycss2

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    left = "".join(_rules(rules, classes, None))
    return "".join(_rules(rules, classes, {*properties, *_READ.findall(left)}))


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
