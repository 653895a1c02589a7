"""What a page tells machines of itself: Open Graph, and JSON-LD in the terms of schema.org."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from recipes.project import Library, shown_by
from recipes.reading import prose
from recipes.reading.page import Page
from recipes.rendering import markup, paths
from recipes.rendering.citation import Work

from . import cards

Thing = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """The site as its pages name it; ``address`` ends in a slash, or is empty if not known."""

    name: str
    description: str
    address: str
    work: Work | None = None


def card(page: Page) -> str:
    """Where the picture is that stands for a page."""
    return f"assets/cards/{PurePosixPath(page.path).with_suffix('.png')}"


def card_files(library: Library, site: Site) -> dict[str, bytes]:
    """Return the pictures that stand for the pages, by path in the site."""
    store = library.runner.store
    files = {}
    for page in library.pages.values():
        recipes = library.recipes(page.chapter or None) if _is_list(page) else []
        drawn = [figure(library, one) for one in recipes or [page]]
        pictures = [picture for picture in drawn if picture]
        files[card(page)] = cards.card(store, site.name, _title(page), pictures)
    return files


def figure(library: Library, page: Page) -> bytes:
    """Return the figure that stands for a page as PNG; empty where it has none."""
    drawn = [shown for shown, _ in shown_by(page) if "figure" in shown.parts]
    named = [shown for shown in drawn if shown.cell == page.meta.get("card")]
    for shown in [*named, *drawn]:
        try:
            pictures = library.result(shown).pictures
        except LookupError:
            continue
        if pictures:
            return pictures[shown.first].png
    return b""


def json_ld(library: Library, page: Page, site: Site) -> str:
    """Return what schema.org's readers ask for, safe inside a script element."""
    things = [_itself(library, page, site)]
    if page.chapter:
        things.append(_breadcrumbs(library, page, site))
    graph = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(graph, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _itself(library: Library, page: Page, site: Site) -> Thing:
    address = paths.address(site.address, page)
    known = {"url": address, "image": f"{site.address}{card(page)}"} if address else {}
    whole = {"@type": "WebSite", "name": site.name}
    whole |= {"url": site.address} if address else {}
    thing: Thing = {"name": _title(page), "description": _description(page, site), **known}
    thing |= {"inLanguage": "en"}
    if page.path == "index.md":
        return thing | {"@type": "WebSite", "name": site.name}
    if _is_list(page):
        recipes = library.recipes(page.chapter)
        listed = _items([(_title(one), paths.address(site.address, one)) for one in recipes])
        items = {"@type": "ItemList", "itemListElement": listed}
        return thing | {"@type": "CollectionPage", "isPartOf": whole, "mainEntity": items}
    return thing | _article(library, page, site) | {"isPartOf": whole}


def _article(library: Library, page: Page, site: Site) -> Thing:
    functions = sorted(set(library.functions(page).values()))
    article: Thing = {
        "@type": "TechArticle",
        "headline": _title(page),
        "about": [
            {"@type": "Thing", "name": name, "sameAs": markup.SCIPY_DOCS.format(name)}
            for name in functions
        ],
        "license": "https://spdx.org/licenses/MIT.html",
    }
    if site.work:
        authors = [{"@type": "Organization", "name": name} for name in site.work.authors]
        article |= {"author": authors, "version": site.work.version}
    return article


def _breadcrumbs(library: Library, page: Page, site: Site) -> Thing:
    above = (library.pages.get(path) for path in ("index.md", f"{page.chapter}/index.md"))
    way = [one for one in above if one and one is not page]
    items = _items([(_title(one), paths.address(site.address, one)) for one in [*way, page]])
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _items(named: Sequence[tuple[str, str]]) -> list[Mapping[str, Any]]:
    return [
        {"@type": "ListItem", "position": number, "name": name, **({"item": url} if url else {})}
        for number, (name, url) in enumerate(named, 1)
    ]


def _is_list(page: Page) -> bool:
    return any(fence.kind == "recipes" for fence in page.fences)


def _title(page: Page) -> str:
    return prose.without_facts(page.title)


def _description(page: Page, site: Site) -> str:
    return " ".join(str(page.meta.get("description") or site.description).split())
