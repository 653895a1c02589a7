"""The command ``recipe``: the engine without a site."""

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click
from markdown import Markdown
from mkdocs.exceptions import MkDocsException

from recipes.checking import unfinished
from recipes.problem import Problem, ProblemError
from recipes.project import Library, below
from recipes.publishing.mkdocs_plugin import RecipesPlugin, opened
from recipes.reading import numbers, prose
from recipes.reading.page import Page, rewrite
from recipes.rendering.conversion import Conversion
from recipes.running.process import ENVIRONMENT

from . import benchmark, robustness, scaffold, screenshots


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run, check and measure the recipes of the project in this folder."""


@main.command()
@click.argument("path", metavar="CHAPTER/NAME")
@click.argument("title")
def new(path: str, title: str) -> None:
    """Begin a recipe: its page, snippet and test, with TODO: where something is to write."""
    _, library = _open(run=False)
    try:
        for file in scaffold.new(library.root, path, title):
            click.echo(f"wrote {file}")
    except ProblemError as error:
        _end([error.problem])


@main.command()
@click.argument("paths", nargs=-1, metavar="[SNIPPET]...")
def run(paths: tuple[str, ...]) -> None:
    """Run snippets and print what they print; all of them without an argument."""
    _, library = _open(run=not paths)
    wanted = [below(path, "snippets") for path in paths]
    for path in wanted:
        if not (library.snippets / path).is_file():
            raise click.ClickException(f"there is no snippets/{path}; fix the name")
    if wanted:
        library.problems = []
        try:
            library.run(wanted)
        except ProblemError as error:
            _end([error.problem])
    for path, outcome in library.outcomes.items():
        click.secho(f"snippets/{path}  {outcome.seconds:.2f} s", bold=True)
        for name, cell in outcome.cells.items():
            drawn = f"  [{len(cell.pictures)} figure]" if cell.pictures else ""
            click.secho(f"# %% {name}{drawn}", dim=True)
            click.echo(cell.output, nl=False)
    _end(library.problems)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PAGE]...")
def check(paths: tuple[str, ...]) -> None:
    """Check pages as a build does, without building the site."""
    plugin, library = _open(paths)
    problems = list(library.problems)
    for page in _pages(library, paths):
        conversion = Conversion(page, lambda target: f"/{target}")
        plugin.extension.conversion = conversion
        config = plugin.mkdocs
        extensions, settings = config.markdown_extensions, config.mdx_configs
        html = Markdown(extensions=extensions, extension_configs=settings).convert(page.body)
        problems += [*unfinished.unfinished(library.root, page), *conversion.problems]
        problems += _lost(library, page, html)
    plugin.katex.close()
    _end(problems)
    click.echo("all pages hold")


@main.command()
@click.option("--fix", is_flag=True, help="Rewrite the numbers that no longer hold.")
@click.option("--check", "digits_hold", is_flag=True, help="Run under other conditions as well.")
@click.option("--no-oldest", is_flag=True, help="Check without the oldest SciPy we support.")
@click.argument("paths", nargs=-1, metavar="[PAGE]...")
def facts(fix: bool, digits_hold: bool, no_oldest: bool, paths: tuple[str, ...]) -> None:
    """List the facts that pages state, with what the snippets compute."""
    _, library = _open(paths)
    if digits_hold:
        _digits(library, _pages(library, paths), no_oldest)
        return
    wrong = 0
    for page in _pages(library, paths):
        body = page.body
        lines = []
        for fact in reversed(_facts_of(page)):
            state, fixed = _state(library, page, fact)
            wrong += state != "holds" and not (fix and fixed)
            line = page.line(page.body[: fact.start].count("\n"))
            lines.append(f"{page.label}:{line}: {fact.literal} = {fact.key}  {state}")
            if fixed:
                written = f"{{{{ {fixed} = {fact.key} }}}}"
                body = body[: fact.start] + written + body[fact.end :]
        click.echo("".join(f"{line}\n" for line in reversed(lines)), nl=False)
        if fix and body != page.body:
            file = library.docs / page.path
            lines = file.read_text(encoding="utf-8").split("\n")
            rewrite(file, "\n".join([*lines[: page.offset], body]))
            click.echo(f"{page.label}: rewritten; read its sentences again")
    _end(library.problems)
    if wrong:
        raise click.ClickException(f"{wrong} do not hold; look at them, then use --fix")


@main.command(name="bench")
@click.option("--timings", is_flag=True, help="Measure the versions by hand and record that.")
@click.option("--copies", default=3, show_default=True, help="How often each recipe is built.")
@click.option("--repeats", default=3, show_default=True, help="Runs of each build.")
def bench_command(timings: bool, copies: int, repeats: int) -> None:
    """Measure builds against a bare build of the same pages, as ratios of one run."""
    _, library = _open()
    _end(library.problems)
    click.echo(benchmark.surroundings())
    if timings:
        _timings(library)
        return
    found = benchmark.builds(library, copies, repeats, click.echo)
    click.echo(f"{found.pages} pages, {found.snippets} snippets; over the bare build:")
    for name in ("cold", "unchanged", "edited", "saved"):
        seconds, bare = getattr(found, name), found.bare_saved if name == "saved" else found.bare
        click.echo(f"  {name:10} {seconds:6.2f} s   {seconds / bare:5.2f} ×")


@main.command(name="shots")
@click.option("--to", "folder", default=".cache/shots", show_default=True, help="Where they go.")
@click.option("--readme", is_flag=True, help="Take the picture of the README instead.")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
def shots_command(folder: str, readme: bool, addresses: tuple[str, ...]) -> None:
    """Photograph the built pages, light and dark, wide and narrow, onto one sheet."""
    site = Path("site")
    wanted = [address.strip("/") + "/" if address.strip("/") else "" for address in addresses]
    built = sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    every = ["" if path == "." else f"{path}/" for path in built]
    if not every:
        raise click.ClickException("there is no site here; run “mkdocs build” first")
    try:
        if readme:
            screenshots.portrait(site, Path.cwd())
            return
        sheet = screenshots.take(site, wanted or every, Path(folder), click.echo)
    except screenshots.ShotsError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"all on one sheet: {sheet}")


@main.group()
def audit() -> None:
    """Hold other people's formulas against what their code computes."""


@audit.command(name="scipy")
def audit_scipy() -> None:
    """Compare the formulas that SciPy's docstrings display with what it computes."""
    from recipes.tools.audit.distributions import distributions
    from recipes.tools.audit.functions import functions

    for kind, findings in (("densities", distributions()), ("functions", functions())):
        for finding in sorted(findings, key=lambda one: (one.verdict, one.name)):
            click.echo(f"{finding.verdict:9} {finding.name:26} {finding.reason}".rstrip())
        for verdict in ("agrees", "differs", "not read"):
            click.echo(f"{kind}, {verdict}: {sum(one.verdict == verdict for one in findings)}")


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def drift(arguments: tuple[str, ...]) -> None:
    """Change single tokens of pages and snippets, and list what no check notices."""
    command = [sys.executable, "-m", "recipes.tools.mutation", *arguments]
    # One thread: processes are forked, and must not fight for the cores.
    environment = {**os.environ, **ENVIRONMENT}
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def _digits(library: Library, pages: Sequence[Page], no_oldest: bool) -> None:
    _end(library.problems)
    try:
        cache = library.runner.store.folder.parent
        python = None if no_oldest else robustness.oldest(library.root, cache)
    except robustness.OldestError as error:
        raise click.ClickException(str(error)) from None
    with closing(robustness.Interpreters()) as interpreters:
        problems = robustness.check(library, pages, interpreters, python, click.echo)
    _end(problems)


def _timings(library: Library) -> None:
    measured = []
    for page in library.recipes():
        if page.meta.get("timings"):
            try:
                measured += benchmark.timings(library, page)
            except ProblemError as error:
                _end([error.problem])
    for timing in measured:
        click.echo(f"docs/{timing.page}: {timing.name}  {timing.ratio:.2f} → {timing.rounded}")
    benchmark.record(library, measured)


def _open(pages: Sequence[str] = (), run: bool = True) -> tuple[RecipesPlugin, Library]:
    """Open the project with the settings of its ``mkdocs.yml``; all of it, or some pages."""
    try:
        plugin = opened([below(path, "docs") for path in pages], run)
    except (MkDocsException, KeyError) as error:
        raise click.ClickException(str(error)) from None
    return plugin, plugin.library


def _pages(library: Library, paths: Sequence[str]) -> list[Page]:
    wanted = [below(path, "docs") for path in paths]
    for path in wanted:
        if path not in library.pages:
            _end(library.problems)  # such as that it cannot be read
            raise click.ClickException(f"there is no page docs/{path}; fix the name")
    return [library.pages[path] for path in wanted] or list(library.pages.values())


def _lost(library: Library, page: Page, html: str) -> Iterator[Problem]:
    """Find the links of a page that lead to no page, or to no part of it."""
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    written = r'<a\b[^>]* href="((?!/)[^":#]*\.md|)(#[^"]+)?"'  # what is ours begins with “/”
    for path, part in re.findall(written, html):
        target = posixpath.normpath(posixpath.join(page.chapter, path))
        if target in library.pages if path else not part or part[1:] in ids:
            continue
        place = page.body.find(f"]({path or part}")
        message = f"the link “{path}{part}” leads nowhere; fix it"
        yield page.problem(page.body[: max(place, 0)].count("\n"), message)


def _facts_of(page: Page) -> list[prose.Stated]:
    """The readable facts of a page, without what merely looks like one in a block of code."""
    return [fact for fact in prose.stated(page.written) if fact.key]


def _state(library: Library, page: Page, fact: prose.Stated) -> tuple[str, str]:
    """Whether a fact holds, and what to write where it does not."""
    try:
        value = prose.value_of(fact.key, library.facts(page))
        if numbers.holds(fact.literal, value):
            return "holds", ""
        return f"is {value!r}", numbers.rewritten(fact.literal, value)
    except numbers.FactError as error:
        return str(error), ""


def _end(problems: Sequence[Problem]) -> None:
    """Print problems and leave with an error, if there are any."""
    if problems:
        click.echo("\n\n".join(str(problem) for problem in sorted(set(problems))), err=True)
        sys.exit(1)
