"""How the site is hosted: workflows, any static host, a folder on a disk, and the same bytes."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from filecmp import cmp
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner
from playwright.sync_api import Browser
from recipes.tools.cli import main

TOOLS = Path(__file__).resolve().parents[1] / "tools"
WORKFLOWS = sorted((TOOLS.parents[1] / ".github" / "workflows").glob("*.yml"))
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
MARK = "A smooth curve through points"  # stands in the header of each page
# What a step runs that this very run of the tests is a part of, or that prepares a machine.
ELSEWHERE = (".ci/run", ".ci/supported", ".ci/coverage", "pip install uv")


def lint(*files: Path) -> str:
    """What actionlint says of workflows, as the hook of pre-commit asks it."""
    program = [sys.executable, TOOLS / "actionlint.py", *files]
    done = subprocess.run(program, capture_output=True, encoding="utf-8")
    assert done.returncode == bool(done.stdout), done.stderr
    return done.stdout


def steps() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for file in WORKFLOWS:
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            for step in job["steps"]:
                yield job, step


@pytest.mark.long  # installs what it asks
def test_the_workflows_have_no_fault_that_actionlint_knows(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    wrong.write_text(text.replace("[gate, supported]", "[gate, supportive]"), encoding="utf-8")
    said = lint(*WORKFLOWS, wrong)
    assert said.startswith(f"{wrong}:")
    assert not [file for file in WORKFLOWS if f"{file}:" in said]


def test_actions_are_pinned_by_commit_and_name_their_version() -> None:
    for file in WORKFLOWS:
        used = re.findall(r"uses: *(.*)", file.read_text(encoding="utf-8"))
        assert len(used) >= len([step for _, step in steps() if "uses" in step])
        for action in used:
            assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_dependabot_looks_where_dependencies_are_declared(root: Path) -> None:
    updates = yaml.safe_load((root / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    places = {
        (one["package-ecosystem"], folder)
        for one in updates["updates"]
        for folder in one.get("directories", [one.get("directory")])
    }
    npm = {
        f"/{file.parent.relative_to(root).as_posix()}"
        for folder in ("docs", "tests")
        for file in (root / folder).rglob("package.json")
    }
    assert npm and places == {("github-actions", "/"), ("pip", "/"), *(("npm", one) for one in npm)}


def test_each_hook_of_a_commit_is_a_tool_of_this_environment(root: Path) -> None:
    """So that nothing else is fetched, and a hook says what the gate says."""
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repository,) = hooks["repos"]
    assert repository["repo"] == "local"
    assert {hook["id"] for hook in repository["hooks"]} == {
        "ruff-check", "ruff-format", "mypy", "actionlint", "recipe-check"
    }  # fmt: skip
    for hook in repository["hooks"]:
        uv, run, tool, *_ = shlex.split(hook["entry"])
        assert (uv, run, hook["language"]) == ("uv", "run", "system")
        assert shutil.which(tool, path=Path(sys.executable).parent)


def test_only_the_job_that_publishes_main_may_write() -> None:
    for file in WORKFLOWS:
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}
        assert "pull_request_target" not in workflow[True]  # YAML reads “on” as true
        assert not re.search(r"\$\{\{\s*secrets", file.read_text(encoding="utf-8"))
        for name, job in workflow["jobs"].items():
            writes = [right for right, how in job.get("permissions", {}).items() if how == "write"]
            assert bool(writes) == (name == "publish")
            if writes:
                assert job["needs"] == ["gate", "supported"]
                assert "refs/heads/main" in job["if"]
            assert job["timeout-minutes"]
    for _, step in steps():
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"] == {"persist-credentials": False}


@pytest.fixture(scope="module")
def project(copied: Callable[..., Path]) -> Callable[..., Path]:
    """Make a project of a first page and one of our recipes, configured as ours is."""
    kept = {"signal": ["index", "sobel"]}
    pages = {f"{chapter}/{name}.md" for chapter, names in kept.items() for name in names}

    def make(folder: Path, results: bool) -> Path:
        made = copied(folder, results=results)
        docs = made / "docs"
        for file in [*docs.rglob("*.md"), *(made / "snippets").rglob("*.py")]:
            part = file.relative_to(made).parts[1]
            if part not in {*kept, "_engine", "mark.py"}:
                file.unlink()
        front = "---\ndescription: The first page of a small site.\n---\n# A small site\n\n"
        mark = f"mark.py#mark\nshow: figure\ncaption: {MARK}.\nalt: {MARK}"
        first = f"{front}```snippet\n{mark}\n```\n\n```recipes\n```\n"
        (docs / "index.md").write_text(first, encoding="utf-8")
        for path in pages:
            text = (docs / path).read_text(encoding="utf-8")
            (docs / path).write_text(without_links(text, docs / path), encoding="utf-8")
        settings = (made / "mkdocs.yml").read_text(encoding="utf-8")
        chapters = [
            {name: [f"{name}/{page}.md" for page in kept[name]] + [f"{name}/notebook.ipynb"]}
            for name in kept
        ]
        entries = f"nav: {json.dumps(['index.md', *chapters])}\n\n"
        settings = re.sub(r"^nav:\n.*?(?=^theme:)", entries, settings, flags=re.M | re.S)
        (made / "mkdocs.yml").write_text(settings, encoding="utf-8")
        return made

    return make


def without_links(text: str, file: Path) -> str:
    """A page without the links to pages that are not there."""

    def left(link: re.Match[str]) -> str:
        return link[0] if (file.parent / link["to"]).is_file() else link["text"]

    return re.sub(r"\[(?P<text>[^\]]*)\]\((?P<to>[^)#:]+\.md)[^)]*\)", left, text)


def build(project: Path, *options: str, **variables: str) -> Path:
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(project), "SITE_URL": "", **variables}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", *options]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture(scope="module")
def small(
    project: Callable[..., Path], site: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A small project, and its site, which does not know its address.

    Its results are those of the whole site, which therefore is built before.
    """
    made = project(tmp_path_factory.mktemp("small") / "project", results=True)
    return made, build(made)


@pytest.mark.long
def test_a_site_that_does_not_know_its_address_claims_none(small: tuple[Path, Path]) -> None:
    _, site = small
    assert not (site / "robots.txt").exists()
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 8, (
        pages
    )  # the first page, a chapter with its recipes and notebook, and 404
    for file in pages:
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        assert soup.find("link", rel="canonical") is None, file
        assert soup.find("meta", property="og:image") is None


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("missing", ["missing", "signal/of/old/missing.html"])
def test_an_address_that_leads_nowhere_finds_the_site_in_its_folder(
    small: tuple[Path, Path], hosted, browser: Browser, missing: str
) -> None:
    page = browser.new_page()
    with hosted(small[1]) as server:
        page.goto(server + missing)
        page.wait_for_function("window.component$ !== undefined")
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')")
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        assert links and all(one.startswith((server, "https://")) for one in links)
        page.locator("[data-search]").click()
        page.locator(".md-search__input").press_sequentially("signal")
        page.locator(".md-search-result__item").first.wait_for()
        page.close()


@pytest.mark.long
def test_the_commands_of_all_steps_are_known_here(small: tuple[Path, Path], tmp_path: Path) -> None:
    """The build is run as it stands, of a small project; of the long runs, the options are read."""
    ran = []
    for _, step in steps():
        command = step.get("run")
        if command is None or command.startswith(ELSEWHERE):
            continue
        uv, run, program, *arguments = shlex.split(command)
        assert (uv, run) == ("uv", "run")
        ran.append(program)
        if program == "recipe":
            arguments = [one for one in arguments if "$(" not in one and one != "--seed"]
            done = CliRunner().invoke(main, [*arguments, "--help"])
            assert done.exit_code == 0, done.output
            continue
        assert (program, *arguments) == ("mkdocs", "build", "--strict")
        target = str(tmp_path / "site")
        build(small[0], "--site-dir", target, SITE_URL="https://site.example/x/")
    assert set(ran) == {"mkdocs", "recipe"}
    page = (tmp_path / "site" / "signal" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://site.example/x/signal/">' in page


@pytest.mark.long
def test_another_folder_at_another_time_gives_the_same_bytes(
    small: tuple[Path, Path], project: Callable[..., Path], tmp_path: Path
) -> None:
    """What comes from the store is what runs anew."""
    elsewhere = project(tmp_path / "elsewhere" / "project", results=False)
    site, other = small[1], build(elsewhere)
    paths = {
        file.relative_to(folder)
        for folder in (site, other)
        for file in folder.rglob("*")
        if file.is_file()
    }
    differ = [
        str(path)
        for path in sorted(paths)
        if not ((site / path).is_file() and (other / path).is_file())
        or not cmp(site / path, other / path, shallow=False)
    ]
    assert len(paths) > 80 and differ == []


@pytest.mark.browser
@pytest.mark.long
def test_a_site_for_a_disk_is_read_and_walked_through(
    small: tuple[Path, Path], tmp_path: Path, browser: Browser
) -> None:
    """All but the search, for which browsers refuse to start a worker from a file."""
    folder = tmp_path / "disk"
    build(small[0], "--site-dir", str(folder), DIRECTORY_URLS="false")
    page = browser.new_page()
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.url))
    page.on("pageerror", lambda error: lost.append(f"error: {error}"))
    page.goto((folder / "index.html").as_uri())
    page.locator(".card", has_text="edges").click()
    page.wait_for_url("**/signal/sobel.html")
    assert page.locator("h1").inner_text().startswith("Detect the edges")
    picture = page.locator("figure img >> visible=true").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    loaded = "[...document.fonts].filter(one => one.status === 'loaded').length"
    assert page.evaluate(f"document.fonts.ready.then(() => {loaded})") > 2
    page.locator("label[for=__palette_1] >> visible=true").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator(".md-path a").first.click()
    page.wait_for_url("**/index.html")
    assert not page.locator(".md-search__input >> visible=true").count()
    # The hint to fetch a font early is refused to files; the font itself came, see above.
    assert [one for one in lost if "Main-Regular" not in one] == []
    page.close()
