"""The command ``recipe``: the engine without a site."""

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click
from markdown import Markdown

from recipes import project as project_module
from recipes.checking import sentences
from recipes.problem import Problem, ProblemError
from recipes.project import Project, below
from recipes.reading import configuration, numbers, prose
from recipes.reading.configuration import FILE as CONFIGURATION
from recipes.reading.document import Equation
from recipes.reading.page import Page, rewrite
from recipes.rendering.conversion import Conversion
from recipes.rendering.extension import RecipeExtension
from recipes.rendering.katex.renderer import Katex
from recipes.running.process import ENVIRONMENT

from . import benchmark, house, robustness, scaffold, scale, screenshots, timings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run, check and measure the recipes of the project in this folder."""


@main.command()
@click.argument("path", metavar="CHAPTER/NAME")
@click.argument("title")
def new(path: str, title: str) -> None:
    """Begin a recipe: its page, snippet and test, with TODO: where something is to write."""
    project = _open(run=False)
    try:
        for file in scaffold.new(project.root, path, title):
            click.echo(f"wrote {file}")
    except ProblemError as error:
        _end([error.problem])


@main.command()
@click.argument("paths", nargs=-1, metavar="[SNIPPET]...")
@click.option("--figures", default=".cache/figures", help="The folder for the figures they draw.")
def run(paths: tuple[str, ...], figures: str) -> None:
    """Run snippets, print what they print and save what they draw; all without an argument."""
    project = _open(run=not paths)
    wanted = [below(path, "snippets") for path in paths]
    for path in wanted:
        if not (project.snippets / path).is_file():
            raise click.ClickException(f"there is no snippets/{path}; fix the name")
    if wanted:
        project.problems = []
        try:
            project.run(wanted)
        except ProblemError as error:
            _end([error.problem])
    for path, outcome in project.outcomes.items():
        click.secho(f"snippets/{path}  {outcome.seconds:.2f} s", bold=True)
        for name, cell in outcome.cells.items():
            click.secho(f"# %% {name}", dim=True)
            click.echo(cell.output, nl=False)
            for number, picture in enumerate(cell.pictures, 1):
                ending = f"-{number}" if len(cell.pictures) > 1 else ""
                file = Path(figures, Path(path).with_suffix(""), f"{name}{ending}.png")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(picture.png)
                click.echo(f"drew {file.as_posix()}")
            for number, sound in enumerate(cell.sounds, 1):
                ending = f"-{number}" if len(cell.sounds) > 1 else ""
                file = Path(figures, Path(path).with_suffix(""), f"{name}{ending}.wav")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(sound)
                click.echo(f"wrote {file.as_posix()}")
    _end(project.problems)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PAGE]...")
def check(paths: tuple[str, ...]) -> None:
    """Check pages as a build does, without building the site."""
    project = _open(paths)
    problems = list(project.problems)
    extension = RecipeExtension(project, Katex(project.cache, partial(click.echo, err=True)))
    names, settings = configuration.read(Path(CONFIGURATION)).extensions
    others = [name for name in names if name != "recipes"]
    for page in _pages(project, paths):
        conversion = Conversion(page, lambda target: f"/{target}")
        extension.conversion = conversion
        converter = Markdown(extensions=[*others, extension], extension_configs=settings)
        html = converter.convert(page.body)
        problems += [*conversion.problems, *_lost(project, page, html)]
    extension.katex.close()
    _end(problems)
    click.echo("all pages hold")


@main.command()
@click.option("--fix", is_flag=True, help="Rewrite the numbers that no longer hold.")
@click.option("--check", "digits_hold", is_flag=True, help="Run under other conditions as well.")
@click.option("--no-oldest", is_flag=True, help="Check without the oldest SciPy we support.")
@click.argument("paths", nargs=-1, metavar="[PAGE]...")
def facts(fix: bool, digits_hold: bool, no_oldest: bool, paths: tuple[str, ...]) -> None:
    """List the facts that pages state, with what the snippets compute."""
    project = _open(paths)
    if digits_hold:
        _digits(project, _pages(project, paths), no_oldest)
        return
    wrong = 0
    for page in _pages(project, paths):
        corrections = []
        for number, line, fact in _facts_of(page):
            state, correct = _state(project, page, fact)
            wrong += state != "holds" and not (fix and correct)
            click.echo(f"{page.label}:{line}: {fact.literal} = {fact.key}  {state}")
            if correct:
                corrections.append((number, f"{{{{ {correct} = {fact.key} }}}}"))
        if fix and corrections:
            _correct(project.docs / page.path, page, corrections)
            click.echo(f"{page.label}: rewritten; read its sentences again")
    _end(project.problems)
    if wrong:
        raise click.ClickException(f"{wrong} do not hold; look at them, then use --fix")


@main.command(name="bench")
@click.option("--timings", is_flag=True, help="Measure the versions by hand and record that.")
@click.option("--copies", default=3, show_default=True, help="How often each recipe is built.")
@click.option("--repeats", default=3, show_default=True, help="Runs of each build.")
@click.option("--scale", "grow", is_flag=True, help="Build generated pages, COUNTS of them.")
@click.argument("counts", nargs=-1, type=click.IntRange(1))
def bench_command(
    timings: bool, copies: int, repeats: int, grow: bool, counts: tuple[int, ...]
) -> None:
    """Measure builds against a bare build of the same pages, as ratios of one run."""
    if counts and not grow:
        raise click.UsageError("COUNTS are numbers of pages for --scale")
    project = _open()
    _end(project.problems)
    click.echo(benchmark.surroundings())
    if timings:
        _timings(project)
        return
    if grow:
        scale.growth(project, counts or scale.SIZES, repeats, click.echo)
        return
    found = benchmark.builds(project, copies, repeats, click.echo)
    click.echo(f"{found.pages} pages, {found.snippets} snippets; over the bare build:")
    for name in ("cold", "unchanged", "edited", "saved"):
        seconds, bare = getattr(found, name), found.bare_saved if name == "saved" else found.bare
        click.echo(f"  {name:10} {seconds:6.2f} s   {seconds / bare:5.2f} ×")


@main.command(name="shots")
@click.option("--to", "folder", help="Where they go; else to .cache/shots, or to docs/assets.")
@click.option("--readme", is_flag=True, help="Take the picture of the README instead.")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
def shots_command(folder: str | None, readme: bool, addresses: tuple[str, ...]) -> None:
    """Photograph the built pages, light and dark, wide and narrow, onto one sheet."""
    site = Path("site")
    wanted = [address.strip("/") + "/" if address.strip("/") else "" for address in addresses]
    built = sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    every = ["" if path == "." else f"{path}/" for path in built]
    if not every:
        raise click.ClickException("there is no site here; run “mkdocs build” first")
    try:
        if readme:
            screenshots.photograph_readme(site, Path(folder or "docs/assets"))
            return
        sheet = screenshots.photograph_pages(
            site, wanted or every, Path(folder or ".cache/shots"), click.echo
        )
    except screenshots.ScreenshotError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"all on one sheet: {sheet}")


@main.command(name="house")
def house_command() -> None:
    """Draw the engine's rooms anew, in docs/_engine/README.md."""
    house.README.write_text(house.drawn(), encoding="utf-8")


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


def _digits(project: Project, pages: Sequence[Page], no_oldest: bool) -> None:
    _end(project.problems)
    try:
        cache = project.cache
        python = None if no_oldest else robustness.install_oldest(project.root, cache)
    except robustness.OldestError as error:
        raise click.ClickException(str(error)) from None
    with closing(robustness.Interpreters()) as interpreters:
        problems = robustness.check(project, pages, interpreters, python, click.echo)
    _end(problems)


def _timings(project: Project) -> None:
    measured = []
    for page in project.recipes():
        if page.front.timings:
            try:
                measured += timings.measure(project, page)
            except ProblemError as error:
                _end([error.problem])
    for timing in measured:
        click.echo(f"docs/{timing.page}: {timing.name}  {timing.ratio:.2f} → {timing.rounded}")
    timings.record(project, measured)


def _open(pages: Sequence[str] = (), run: bool = True) -> Project:
    """Open the project in this folder and load it; all of it, or some pages."""
    try:
        project = project_module.open(Path(CONFIGURATION), lambda line: None)
    except ProblemError as error:
        raise click.ClickException(str(error)) from None
    project.load(run, [below(path, "docs") for path in pages])
    return project


def _pages(project: Project, paths: Sequence[str]) -> list[Page]:
    wanted = [below(path, "docs") for path in paths]
    for path in wanted:
        if path not in project.pages:
            _end(project.problems)  # such as that it cannot be read
            raise click.ClickException(f"there is no page docs/{path}; fix the name")
    return [project.pages[path] for path in wanted] or list(project.pages.values())


def _lost(project: Project, page: Page, html: str) -> Iterator[Problem]:
    """Find the links of a page that lead to no page, or to no part of it."""
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    for text in sentences.texts(page):
        for target, place in prose.links(text.content):
            path, _, part = target.partition("#")
            if re.match(r"[a-z]+:|/", path) or not (path.endswith(".md") or not path):
                continue  # of the web, or a file that the builder knows
            other = project.pages.get(posixpath.normpath(posixpath.join(page.chapter, path)))
            anchors = {f"eq-{one.label}" for one in other.of_kind(Equation)} if other else set()
            known = part in ids if not path else not part.startswith("eq-") or part in anchors
            if (path and not other) or (part and not known):
                yield page.problem(text.line(place), f"the link “{target}” leads nowhere; fix it")


def _facts_of(page: Page) -> Iterator[tuple[int, int, prose.Stated]]:
    """The readable facts of a page, with their number among all and their line in the file."""
    for number, fact in enumerate(prose.stated(page.sentences)):
        if fact.key:
            yield number, page.line(page.sentences[: fact.start].count("\n")), fact


def _correct(file: Path, page: Page, corrections: Sequence[tuple[int, str]]) -> None:
    """Write facts anew, and leave all else in the file as it stands, also its tabs."""
    text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    # Tabs are blanks on the page, so that a line there is as long or longer.
    lines, written = text.split("\n"), page.sentences
    facts = list(prose.stated(written))
    for number, new in reversed(corrections):
        fact = facts[number]
        line = page.line(written[: fact.start].count("\n")) - 1
        form = r"\s+".join(map(re.escape, written[fact.start : fact.end].split()))
        before = len(re.findall(form, written[: fact.start].rpartition("\n")[2]))
        span = "\n".join(lines[line : line + 2])
        found = list(re.finditer(form, span))[before]
        lines[line : line + 2] = (span[: found.start()] + new + span[found.end() :]).split("\n")
    rewrite(file, "\n".join(lines))


def _state(project: Project, page: Page, fact: prose.Stated) -> tuple[str, str]:
    """Whether a fact holds, and what to write where it does not."""
    try:
        value = prose.value_of(fact.key, project.facts(page))
        numbers.check_words(fact.literal, fact.is_measured)
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
