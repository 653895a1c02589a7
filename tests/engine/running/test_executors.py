"""Beyond one machine: a cluster whose workers and scheduler may be other, few, or gone."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from distributed import Client
from recipes.running import executors, runner
from recipes.running.runner import Limits, Settings
from recipes.running.store import surroundings

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are ended by a signal"),
]

DRAWING = """
import matplotlib.pyplot as plt
import numpy as np

x = float(np.sqrt({number} + 0.5))
print(x, end="")
plt.plot([0, x])
plt.show()
"""
SLOW = "import time\ntime.sleep(1)\nx = {number}\nprint(x, end='')"
OTHER = """
from importlib.metadata import version as own
from recipes.running import store

store.version = lambda name: "1.0" if name == "numpy" else own(name)
"""
START = "import sys; from distributed.cli.{} import main; sys.exit(main())"


@dataclass
class Cluster:
    """A scheduler and workers, each a process on this machine."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    def _start(self, program: str, *options: str) -> subprocess.Popen:
        command = [sys.executable, "-c", START.format(program), *options, "--no-dashboard"]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)

    def start(self) -> None:
        file = self.folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self.scheduler = self._start("dask_scheduler", *options)
        while not (file.exists() and file.read_text()):
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]

    def add(self, *options: str) -> subprocess.Popen:
        folder = ("--local-directory", str(self.folder), "--host", "127.0.0.1")
        few = ("--no-nanny", "--nthreads", "1")
        self.workers.append(self._start("dask_worker", self.address, *few, *folder, *options))
        return self.workers[-1]

    def end(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(desk, tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        made.start()
        desk.settings = Settings(Limits(30, 2**30), executor=made.address)
        yield made
    finally:
        made.end()


def _write(desk, source: str, count: int) -> list[str]:
    paths = [f"a/n{number}.py" for number in range(count)]
    for number, path in enumerate(paths):
        desk.write(path, source.format(number=number))
    return paths


def _once(desk, action) -> threading.Thread:
    """Do it as soon as the first result is in the store."""

    def wait() -> None:
        while not desk.entries():
            time.sleep(0.01)
        action()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def _without_time(outcomes):
    return {path: replace(one, seconds=0) for path, one in outcomes.items()}


def test_two_workers_give_the_same_bytes_as_this_machine(desk, cluster):
    cluster.add()
    cluster.add()
    paths = _write(desk, DRAWING, 4)
    there, problems = desk.run(*paths)
    assert not problems
    for entry in desk.entries():
        entry.unlink()
    desk.settings = Settings(Limits(30, 2**30))
    here, problems = desk.run(*paths)
    assert not problems
    assert "<svg" in here[paths[0]].cells["only"].pictures[0].svg
    assert _without_time(there) == _without_time(here)


def test_what_a_killed_worker_ran_runs_elsewhere_and_is_kept_once(desk, cluster):
    first = cluster.add()
    cluster.add()
    paths = _write(desk, SLOW, 6)
    _once(desk, first.kill)
    outcomes, problems = desk.run(*paths)
    assert not problems
    assert first.wait() == -signal.SIGKILL
    assert [outcomes[path].cells["only"].output for path in paths] == list("012345")
    assert len(desk.entries()) == len(paths)


def test_a_worker_with_other_versions_is_refused_in_words(desk, cluster, tmp_path):
    (tmp_path / "other.py").write_text(OTHER)
    cluster.add("--preload", str(tmp_path / "other.py"))
    outcomes, (problem,) = desk.run(*_write(desk, SLOW, 1))
    assert not outcomes
    assert not desk.entries()
    assert problem.path == "mkdocs.yml"
    expected = f"has numpy 1.0 instead of {surroundings()['numpy']}; give it the same versions"
    assert expected in problem.message
    assert cluster.address in problem.message


def test_what_ran_is_kept_when_the_scheduler_is_lost(desk, cluster, caplog):
    cluster.add()
    cluster.add()
    paths = _write(desk, SLOW, 6)
    _once(desk, cluster.scheduler.kill)
    outcomes, problems = desk.run(*paths)
    assert outcomes
    assert len(desk.entries()) == len(outcomes)
    assert len(problems) == len(paths) - len(outcomes) > 0
    (message,) = {problem.message for problem in problems}
    assert "was lost" in message
    assert "start it again and build again (what ran is kept" in message
    assert f"ran {len(outcomes)} snippet" in desk.reported[-1]
    desk.settings = Settings(Limits(30, 2**30))
    outcomes, _ = desk.run(*paths)
    assert len(outcomes) == len(paths)
    assert f"ran {len(problems)} snippet" in desk.reported[-1]
    assert not caplog.text


def test_a_scheduler_that_is_lost_while_it_passes_a_result_on_is_not_waited_for(
    desk, cluster, monkeypatch, caplog
):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.2)
    passing_on = Client._gather_remote

    async def passing_on_and_lost(*arguments):
        cluster.scheduler.kill()
        cluster.scheduler.wait()
        return await passing_on(*arguments)

    monkeypatch.setattr(Client, "_gather_remote", passing_on_and_lost)
    cluster.add()
    paths = _write(desk, SLOW, 3)
    outcomes, problems = desk.run(*paths)
    assert not outcomes
    assert len(problems) == len(paths)
    assert all("it was lost" in problem.message for problem in problems)
    assert not caplog.text


def test_the_last_worker_that_is_lost_is_not_waited_for_without_end(desk, cluster, monkeypatch):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.2)
    monkeypatch.setattr(runner, "UNMANNED_SECONDS", 1.0)
    only = cluster.add()
    paths = _write(desk, SLOW, 3)
    _once(desk, only.kill)
    outcomes, problems = desk.run(*paths)
    assert len(desk.entries()) == len(outcomes) > 0
    assert any("no worker is left" in line for line in desk.reported)
    assert problems
    assert all("all its workers were" in problem.message for problem in problems)


def test_a_cluster_without_a_worker_says_how_to_start_one(desk, cluster, monkeypatch):
    monkeypatch.setattr(executors, "CONNECTING", 1.0)
    _, (problem,) = desk.run(*_write(desk, SLOW, 1))
    assert f"start one with “dask worker {cluster.address}”" in problem.message


def test_ctrl_c_ends_a_build_on_a_cluster(desk, cluster, monkeypatch):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.5)
    cluster.add()

    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "report", interrupt)
    with pytest.raises(KeyboardInterrupt):
        desk.run(*_write(desk, SLOW, 3))
