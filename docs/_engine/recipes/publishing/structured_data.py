"""What a page says of itself to machines: Open Graph, and JSON-LD in the terms of schema.org."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from recipes.checking import documentation
from recipes.profile import PROFILE
from recipes.project import Project
from recipes.reading.document import Cards
from recipes.reading.page import Page
from recipes.rendering import paths
from recipes.rendering.citation import Work

from . import cards
from .digests import Content

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


def card_files(project: Project, site: Site) -> dict[str, Content]:
    """Return the pictures that stand for the pages, by path in the site."""
    return {card(page): card_file(project, site, page) for page in project.pages.values()}


def card_file(project: Project, site: Site, page: Page) -> Content:
    """Return the picture that stands for a page."""
    recipes = project.recipes(page.chapter or None) if _is_list(page) else []
    drawn = [figure(project, one) for one in recipes or [page]]
    pictures = [picture for picture in drawn if picture]
    return cards.card(project.runner.store, site.name, page.title, pictures)


def figure(project: Project, page: Page) -> bytes:
    """Return the figure that stands for a page as PNG; empty where it has none."""
    view = project.figure_of(page)
    return project.result(view).pictures[view.first_state].png if view else b""


def json_ld(project: Project, page: Page, site: Site) -> str:
    """Return what schema.org's readers ask for, safe inside a script element."""
    things = [_itself(project, page, site)]
    if page.chapter:
        things.append(_breadcrumbs(project, page, site))
    graph = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(graph, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _itself(project: Project, page: Page, site: Site) -> Thing:
    address = paths.address(site.address, page)
    known = {"url": address, "image": f"{site.address}{card(page)}"} if address else {}
    whole = {"@type": "WebSite", "name": site.name}
    whole |= {"url": site.address} if address else {}
    thing: Thing = {"name": page.title, "description": _description(page, site), **known}
    thing |= {"inLanguage": "en"}
    if page.path == "index.md":
        return thing | {"@type": "WebSite", "name": site.name}
    if _is_list(page):
        recipes = project.recipes(page.chapter)
        listed = _items([(one.title, paths.address(site.address, one)) for one in recipes])
        items = {"@type": "ItemList", "itemListElement": listed}
        return thing | {"@type": "CollectionPage", "isPartOf": whole, "mainEntity": items}
    return thing | _article(project, page, site) | {"isPartOf": whole}


def _article(project: Project, page: Page, site: Site) -> Thing:
    functions = sorted(set(project.functions(page).values()))
    article: Thing = {
        "@type": "TechArticle",
        "headline": page.title,
        "about": [
            {"@type": "Thing", "name": name, "sameAs": described.address}
            for name in functions
            if (described := documentation.named(name))
        ],
        "license": PROFILE.license,
    }
    if site.work:
        authors = [{"@type": "Organization", "name": name} for name in site.work.authors]
        article |= {"author": authors, "version": site.work.version}
    return article


def _breadcrumbs(project: Project, page: Page, site: Site) -> Thing:
    above = (project.pages.get(path) for path in ("index.md", f"{page.chapter}/index.md"))
    way = [one for one in above if one and one is not page]
    items = _items([(one.title, paths.address(site.address, one)) for one in [*way, page]])
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _items(named: Sequence[tuple[str, str]]) -> list[Mapping[str, Any]]:
    return [
        {"@type": "ListItem", "position": number, "name": name, **({"item": url} if url else {})}
        for number, (name, url) in enumerate(named, 1)
    ]


def _is_list(page: Page) -> bool:
    return bool(page.of_kind(Cards))


def _description(page: Page, site: Site) -> str:
    return page.description or " ".join(site.description.split())
