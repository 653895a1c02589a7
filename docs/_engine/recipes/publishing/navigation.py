"""Parts of the navigation that are the same on many pages, rendered once.

Material renders the whole navigation for each page, so that twice the pages take four times as
long. What does not lead to the page itself depends on it by relative links only, and these by how
deep the page lies and how far it lies in the same folders.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import takewhile
from typing import Any, NamedTuple

from jinja2 import BaseLoader, Environment, pass_context
from jinja2.runtime import Context

# Where Material renders a part, and the same through `Once`; elsewhere it stays as slow as it is.
CALLS = {
    "partials/nav.html": ("{{ item.render(", "{{ rendered_once(item.render, "),
    "partials/nav-item.html": ("{{ render(item, ", "{{ rendered_once(render, item, "),
}
Parts = list[str]  # of an address


class _Place(NamedTuple):
    """Where the pages of a part of the navigation lie: the folders that all of them share."""

    item: Any  # kept, so that nothing else gets its identity
    shared: Parts


class Once:
    """Renders each part of the navigation once for all pages on which it is the same."""

    def __init__(self) -> None:
        self._places: dict[int, _Place] = {}
        self._rendered: dict[tuple[object, ...], str] = {}

    def install(self, environment: Environment) -> None:
        """Let the templates of an environment render through this."""
        if environment.loader:
            environment.loader = _Loader(environment.loader)
            environment.globals["rendered_once"] = self.render

    @pass_context
    def render(
        self,
        context: Context,
        render: Callable[..., str],
        item: Any,
        path: str,
        level: int,
        parent: Any = None,
    ) -> str:
        """Render a part as the page of ``context`` shows it."""
        page = context.get("page")
        if page is None or item.active:
            return render(item, path, level, parent)
        shared = self._place(item).shared
        parts = folder(page.url)
        common = len(_common(shared, parts))
        if common == len(shared):
            return render(item, path, level, parent)
        key = (id(item), path, level, bool(parent and parent.active), len(parts), common)
        if key not in self._rendered:
            self._rendered[key] = render(item, path, level, parent)
        return self._rendered[key]

    def _place(self, item: Any) -> _Place:
        if id(item) not in self._places:
            addresses = [_parts(url) for url in _urls(item)]
            self._places[id(item)] = _Place(item, reduce(_common, addresses) if addresses else [])
        return self._places[id(item)]


class _Loader(BaseLoader):
    """Gives the templates of another loader, with the calls of `CALLS` replaced."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, current = self._loader.get_source(environment, template)
        return source.replace(*CALLS.get(template, ("", ""))), file, current

    def list_templates(self) -> list[str]:
        return self._loader.list_templates()


def _urls(item: Any) -> Iterator[str]:
    if getattr(item, "url", None) is not None:  # a section has none
        yield item.url
    for child in item.children or ():
        yield from _urls(child)


def _common(one: Parts, other: Parts) -> Parts:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return [part for part, _ in pairs]


def folder(url: str) -> Parts:
    """Return the folders that relative links of a page begin in."""
    above, _, name = url.rpartition("/")
    return _parts(above if "." in name else url)


def _parts(url: str) -> Parts:
    return [part for part in url.split("/") if part not in ("", ".")]
