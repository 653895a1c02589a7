"""Which SciPy functions the recipes use, and how much of its public interface they show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recipes.checking import documentation
from recipes.checking.public_interface import Interface, Kind, scipy_interface
from recipes.project import Project
from recipes.reading import library_uses
from recipes.reading.page import Page

from .code_links import cell_names

_KINDS: dict[Kind, str] = {
    "function": "functions",
    "class": "classes",
    "distribution": "distributions",
}


@dataclass(frozen=True)
class Row:
    """A function that recipes use, with its page in the documentation."""

    name: str
    address: str
    recipes: tuple[Page, ...]


@dataclass(frozen=True)
class Part:
    """A namespace: what recipes use of it, how much it has, and what nobody uses."""

    name: str
    rows: tuple[Row, ...]
    shown: int
    total: int
    missing: tuple[str, ...]


def used(project: Project) -> dict[str, dict[str, str]]:
    """Return the SciPy functions that each recipe uses, by its path: their pages by full name."""

    def look() -> dict[str, dict[str, str]]:
        paths = {page.path: _paths(project, page) for page in project.recipes()}
        every = {path for found in paths.values() for path in found}
        known = documentation.pages(every, project.runner.store)
        return {
            page: dict(sorted(known[path] for path in found if path in known))
            for page, found in paths.items()
        }

    return project.remembered("used functions", look)


def _paths(project: Project, page: Page) -> set[str]:
    """The paths into SciPy that the cells of a recipe use, its neighbours' among them."""
    found = set()
    for member in project.families.get(page.snippet, ()):
        for cell, names in cell_names(project, member).items():
            uses = library_uses.read(member.cells[cell].source, names)
            found |= {use.path for use in uses if not use.imported}
    return {path for path in found if path.startswith("scipy.")}


def parts(project: Project) -> tuple[Interface, list[Part]]:
    """Return the interface, and each of its namespaces that has functions."""
    interface = scipy_interface(project.runner.store)
    recipes: dict[tuple[str, str], list[Page]] = {}
    for page, functions in used(project).items():
        for function in functions.items():
            recipes.setdefault(function, []).append(project.pages[page])
    rows: dict[str, list[Row]] = {}
    shown: dict[str, set[str]] = {}
    for (name, address), pages in sorted(recipes.items()):
        if full := interface.counted(name):
            namespace, _, own = full.rpartition(".")
            shown.setdefault(namespace, set()).add(own)
            rows.setdefault(namespace, []).append(Row(name, address, tuple(pages)))
    return interface, [
        Part(
            namespace,
            tuple(rows.get(namespace, ())),
            len(shown.get(namespace, ())),
            len(names),
            tuple(one for one in names if one not in shown.get(namespace, ())),
        )
        for namespace, names in interface.namespaces.items()
        if names
    ]


def summary(interface: Interface, found: Sequence[Part]) -> str:
    """Say how much is shown."""
    *first, last = (f"{interface.count(kind)} {name}" for kind, name in _KINDS.items())
    spaces, total = len(interface.namespaces), sum(part.total for part in found)
    return (
        f"SciPy {interface.version} has {', '.join(first)} and {last} in {spaces} public "
        f"namespaces. The recipes use {sum(part.shown for part in found)} of these {total}."
    )


def without(found: Sequence[Part]) -> str:
    """Say of which namespaces nothing is shown."""
    names = [part.name for part in found if not part.shown]
    return f"Nothing is shown of {', '.join(names)}." if names else ""


def markdown(project: Project) -> Iterator[str]:
    """Return the same as lines of Markdown, for readers who want text."""
    interface, found = parts(project)
    yield from (summary(interface, found), "")
    for part in found:
        if part.rows:
            yield from (f"## {part.name}: {part.shown} of {part.total}", "")
        for row in part.rows:
            titles = "; ".join(page.title for page in row.recipes)
            yield f"- [`{row.name}`]({row.address}): {titles}"
        if part.rows:
            yield ""
    yield from ("## What is not shown", "", without(found), "")
    for part in found:
        if part.shown and part.missing:
            yield f"- {part.name}: {', '.join(part.missing)}"
