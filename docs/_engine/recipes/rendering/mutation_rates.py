"""How many changes of single tokens were noticed, as the last complete runs recorded it."""

from recipes.checking import rates
from recipes.project import Project
from recipes.reading.page import Page

from .markup import block

UNMEASURED = "The weekly run measures the rates. This site was built without a record of it."


def html(project: Project) -> str:
    """Return the rates as a table, with a sentence on the runs; or that there are none."""
    found = _recorded(project)
    return block("rates", _labelled(found), _runs(found)) if found else f"<p>{UNMEASURED}</p>"


def markdown(project: Project) -> list[str]:
    """Return the same as lines of Markdown."""
    found = _recorded(project)
    if not found:
        return [UNMEASURED]
    lines = ["| Changed | Changes | Noticed |", "|---|---|---|"]
    for kind, row in _labelled(found).items():
        if row["total"]:
            lines.append(f"| {kind} | {row['total']} | {row['killed']} |")
    return [*lines, "", _runs(found)]


def _labelled(found: rates.Rates) -> rates.Counts:
    """The counts by what a reader sees: how words are noticed is said beside them."""
    return {
        f"{kind}, by quotation" if kind == rates.QUOTED else kind: row
        for kind, row in found.counts.items()
    }


def _recorded(project: Project) -> rates.Rates | None:
    recorded = rates.read(project.cache)
    states = {page.path: _state(project, page) for page in project.recipes()}
    return rates.together({path: recorded[path] for path in states if path in recorded}, states)


def _state(project: Project, page: Page) -> str:
    """The state of a recipe; none while one of its files is missing."""
    snippets = [one.path for one in project.families.get(page.snippet, ())]
    paths = rates.files(page.path, snippets, page.test_module)
    there = all((project.root / path).is_file() for path in paths)
    return rates.state(project.root, paths) if there else ""


def _runs(found: rates.Rates) -> str:
    """When the runs were, and for which recipes they do not count any more."""
    said = f"Measured on {found.first}."
    if found.first != found.last:
        said = f"Measured from {found.first} to {found.last}."
    if found.changed:
        verb = "recipe has" if found.changed == 1 else "recipes have"
        said += f" Since then {found.changed} {verb} changed."
    if found.missing:
        verb = "recipe is" if found.missing == 1 else "recipes are"
        said += f" {found.missing} {verb} not measured yet."
    return said
