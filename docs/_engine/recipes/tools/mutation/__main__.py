"""Change single tokens and see whether the checks notice; started by ``recipe drift``."""

import ast
import contextlib
import importlib
import os
import random
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from recipes import project as project_module
from recipes.checking import inline_code, rates
from recipes.checking.rates import content
from recipes.problem import ProblemError
from recipes.project import Project, below
from recipes.reading import prose
from recipes.reading.configuration import FILE as CONFIGURATION
from recipes.reading.document import Block, CellView, Equation, Prose
from recipes.reading.page import Page

from . import report, sites, words
from . import rewordings as harmless
from .runs import BaselineError, Judged, Recipe, run
from .sites import Mutant, Site, choose, in_bytes


def recipes(project: Project, wanted: Collection[str] = ()) -> list[Recipe]:
    """Return the recipes of a project, or of some of its pages, that have tests."""
    return [
        Recipe(
            project.root.resolve(),
            page.path,
            tuple(one.path for one in project.family(page.snippet)),
            page.test_module,
            project.facts(page),
        )
        for page in project.recipes()
        if (not wanted or page.path in wanted) and (project.tests / page.test_module).is_file()
    ]


def mutants(project: Project, recipe: Recipe, seed: int) -> list[Mutant]:
    """Return one change for each token of a recipe that says something."""
    page = project.pages[recipe.page]
    written = content(project.docs / recipe.page).decode().expandtabs(4)
    offset = len(written) - len(page.body)
    shown = _shown(page)
    found = []
    for kind, of_kind in (
        ("mathematics", _formulas(page)),
        ("prose", list(sites.of_sentences(page.sentences, shown[Prose], recipe.facts))),
        ("captions", list(sites.of_sentences(page.sentences, shown[CellView], recipe.facts))),
    ):
        moved = [Site(s.start + offset, s.end + offset, s.old, s.choices) for s in of_kind]
        places = in_bytes(written, moved)
        found += choose(f"docs/{recipe.page}", written.encode(), places, kind, seed)
    met = {one.start for one in found}
    places = [
        one for one in in_bytes(written, _words(project, recipe, offset)) if one.start not in met
    ]
    found += choose(f"docs/{recipe.page}", written.encode(), places, rates.QUOTED, seed)
    for path in recipe.snippets:
        source = content(project.snippets / path)
        found += choose(f"snippets/{path}", source, sites.of_code(source.decode()), "code", seed)
    return found


def _preload(project: Project, chosen: Sequence[Recipe]) -> None:
    """Import what snippets and tests import, so that a forked process need not."""
    names = {"pytest", "recipes.mathematics.equation"}
    for recipe in chosen:
        files = [project.snippets / path for path in recipe.snippets]
        for file in [*files, project.tests / recipe.test]:
            with contextlib.suppress(SyntaxError, UnicodeDecodeError):  # reported when it is judged
                names |= _imported(ast.parse(file.read_text(encoding="utf-8")))
    for name in sorted(names):
        if not name.startswith(("snippets", "recipes.checking.pytest_plugin")):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _starts(page: Page) -> list[int]:
    starts = [0]
    for line in page.body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _shown(page: Page) -> dict[type[Block], list[tuple[int, int]]]:
    """Where the body has sentences, and where the captions and alt texts are."""
    starts = _starts(page)
    return {
        Prose: [(starts[one.first], starts[one.last + 1]) for one in page.of_kind(Prose)],
        CellView: [(starts[one.first + 2], starts[one.last]) for one in page.cells],
    }


def _words(project: Project, recipe: Recipe, offset: int) -> list[Site]:
    page = project.pages[recipe.page]
    sources = inline_code.sources(project.root, page, recipe.snippets)
    shown = [part for parts in _shown(page).values() for part in parts]
    written = content(project.docs / recipe.page).decode().expandtabs(4)
    inside = words.of_sentences(page.sentences, shown, sources)
    moved = [Site(s.start + offset, s.end + offset, s.old, s.choices) for s in inside]
    return [*words.of_front_matter(written), *moved]


def _formulas(page: Page) -> list[Site]:
    starts = _starts(page)
    pieces = [
        (page.body[starts[one.first + 1] : starts[one.last]], starts[one.first + 1])
        for one in page.of_kind(Equation)
    ]
    pieces += [(one.tex, one.start) for one in prose.formulas(page.sentences)]
    letters = sites.symbols([tex for tex, _ in pieces])
    return [site for tex, start in pieces for site in sites.of_formula(tex, start, letters)]


@click.command(name="recipe drift")
@click.option("--n", "count", default=60, show_default=True, help="How many changes to draw.")
@click.option("--all", "every", is_flag=True, help="Try every change.")
@click.option("--seed", default=0, show_default=True, help="Of the draw.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="Processes at a time.")
@click.option("--kind", "kinds", multiple=True, help="Only some classes of changes.")
@click.option("--record", "keep", is_flag=True, help="Record a complete run for the site.")
@click.option("--rewordings", is_flag=True, help="Try harmless ones; whatever notices is wrong.")
@click.argument("paths", nargs=-1, metavar="[PAGE]...")
def main(
    count: int,
    every: bool,
    seed: int,
    jobs: int,
    kinds: Sequence[str],
    keep: bool,
    rewordings: bool,
    paths: Sequence[str],
) -> None:
    """Change single tokens of pages and snippets, and list what no check notices."""
    if not hasattr(os, "fork"):
        raise click.ClickException("this needs fork, which this platform does not have")
    if keep and (not every or kinds):
        raise click.ClickException("only a complete run is recorded; add --all, without --kind")
    wanted = [below(path, "docs") for path in paths]
    project = _open(wanted)
    chosen = recipes(project, wanted)
    if missing := set(wanted) - {one.page for one in chosen}:
        raise click.ClickException(f"no recipe with tests is docs/{', docs/'.join(missing)}")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the checks need none of them
    os.environ.pop("PYTEST_ADDOPTS", None)  # options of such plugins
    _preload(project, chosen)
    try:
        if rewordings:
            sys.exit(_reword(project, chosen, jobs))
        equivalents = report.Equivalents(project.root)
        sys.exit(_try(project, chosen, equivalents, count, every, seed, jobs, set(kinds), keep))
    except (ProblemError, BaselineError) as error:
        raise click.ClickException(str(error)) from None


def _open(pages: Sequence[str]) -> Project:
    try:
        project = project_module.open(Path(CONFIGURATION), lambda line: None)
    except ProblemError as error:
        raise click.ClickException(str(error)) from None
    project.load(only=pages)
    if project.problems:
        raise click.ClickException("\n".join(map(str, sorted(set(project.problems)))))
    return project


def _reword(project: Project, chosen: Sequence[Recipe], jobs: int) -> int:
    """Try the rewordings, print what was noticed wrongly; return the exit code."""
    pages = {one.page for one in chosen}
    entries = [one for one in harmless.read(project.root) if one.page in pages]
    judged: list[Judged] = []
    touching = 0
    for recipe in chosen:
        there = harmless.mutants(project.root, recipe.page, entries)
        found = [one for one in there if not harmless.quoted(project.root, recipe.test, one)]
        touching += len(there) - len(found)
        judged += run(recipe, found, jobs) if found else []
    for line in report.alarms(judged, project.root):
        click.echo(line)
    gone = len(entries) - len(judged) - touching
    for line in harmless.table(judged, touching, gone):
        click.echo(line)
    return 1 if any(one.killed for one in judged) else 0


def _try(
    project: Project,
    chosen: Sequence[Recipe],
    equivalents: report.Equivalents,
    count: int,
    every: bool,
    seed: int,
    jobs: int,
    kinds: set[str],
    keep: bool,
) -> int:
    """Judge the changes, print what came of it; return the exit code."""
    drawn: dict[str, list[Mutant]] = {}
    recorded: dict[str, int] = {}
    for recipe in chosen:
        all_of_it = [m for m in mutants(project, recipe, seed) if not kinds or m.kind in kinds]
        contents = {path: content(project.root / path) for path in recipe.files}
        drawn[recipe.page] = [m for m in all_of_it if not equivalents.holds(m, contents[m.path])]
        recorded[recipe.page] = len(all_of_it) - len(drawn[recipe.page])
    if not every:
        everything = [m for of_page in drawn.values() for m in of_page]
        sample = set(random.Random(seed).sample(everything, min(count, len(everything))))
        drawn = {path: [m for m in of_page if m in sample] for path, of_page in drawn.items()}
    judged: list[Judged] = []
    for recipe in chosen:
        if drawn[recipe.page]:
            ended = run(recipe, drawn[recipe.page], jobs)
            click.echo(report.summary(recipe.page, ended), err=True)
            judged += ended
            if keep:
                of = rates.state(project.root, recipe.files)
                counted = report.counts(ended)
                rates.write(project.cache, recipe.page, of, counted, recorded[recipe.page])
    for line in report.survivors(judged, project.root):
        click.echo(line)
    for line in report.table(judged, sum(recorded.values())):
        click.echo(line)
    stale = []
    if seed == 0 and not kinds:
        stale = list(equivalents.stale([path for recipe in chosen for path in recipe.files]))
        for line in stale:
            click.echo(line, err=True)
    evaluated = [one for one in judged if one.mutant.kind != rates.QUOTED]
    return 1 if stale or not all(one.killed for one in evaluated) else 0


if __name__ == "__main__":
    main()
