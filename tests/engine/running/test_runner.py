"""Many snippets: any executor, progress, limits."""

import errno
import os
import subprocess
import sys

import pytest
from recipes.running import executors, runner
from recipes.running.runner import Limits, Settings, size

SIZES = {
    "2 GiB": 2 * 2**30,
    "500 MB": 500 * 2**20,
    "1.5 GiB": 3 * 2**29,
    "64KiB": 64 * 2**10,
    " 1 gb ": 2**30,
}


@pytest.mark.parametrize(("text", "expected"), SIZES.items())
def test_a_size_is_a_number_and_a_unit(text, expected):
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "2", "GiB", "-1 GiB", "2 TiB", "two GiB", "1 GiB x"])
def test_what_is_no_size_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="2 GiB"):
        size(text)


EXECUTORS = [
    "",
    "concurrent.futures:ThreadPoolExecutor",
    "concurrent.futures:ProcessPoolExecutor",
]


@pytest.mark.parametrize("executor", EXECUTORS)
def test_any_executor_will_do(desk, executor):
    desk.settings = Settings(Limits(30, 2**30), executor=executor)
    for number in range(3):
        desk.write(f"a/n{number}.py", f"x = {number}\nprint(x)")
    desk.write("a/bad.py", "1 / 0")
    outcomes, problems = desk.run("a/n0.py", "a/n1.py", "a/n2.py", "a/bad.py")
    assert [outcomes[f"a/n{number}.py"].facts["x"] for number in range(3)] == [0, 1, 2]
    assert [(problem.path, problem.line) for problem in problems] == [("snippets/a/bad.py", 4)]


def test_long_work_says_how_far_it_is_and_what_is_running(desk, monkeypatch):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.2)
    monkeypatch.setattr(executors.os, "cpu_count", lambda: 1)
    desk.write("a/b_long.py", "import time\ntime.sleep(1.5)")
    desk.write("a/a_later.py", "x = 1")
    desk.run("a/b_long.py", "a/a_later.py")
    progress = [line for line in desk.reported if "0 of 2 " in line]
    assert progress
    assert all("b_long.py" in line for line in progress)
    assert not any("a_later.py" in line for line in progress)  # it waits for its turn


@pytest.mark.long
def test_a_steady_stream_of_short_snippets_is_reported_as_well(desk, monkeypatch):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.4)
    monkeypatch.setattr(executors.os, "cpu_count", lambda: 1)
    desk.outcome("x = 1")  # the server is up
    desk.reported.clear()
    for number in range(8):
        desk.write(f"a/n{number}.py", "import time\ntime.sleep(0.2)")
    desk.run(*(f"a/n{number}.py" for number in range(8)))
    assert any(" of 8 " in line for line in desk.reported)


def test_the_slowest_is_named(desk):
    desk.write("a/quick.py", "x = 1")
    desk.write("a/slow.py", "import time\ntime.sleep(0.5)")
    desk.run("a/quick.py", "a/slow.py")
    assert "ran 2 snippets" in desk.reported[-1]
    assert "the slowest, a/slow.py, took 0.5 s" in desk.reported[-1]


def test_what_ran_is_kept_though_the_build_is_interrupted(desk, monkeypatch):
    monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.5)
    desk.outcome("x = 0")  # the server is up
    before = desk.entries()
    desk.write("a/a_quick.py", "x = 1")
    desk.write("a/b_slow.py", "import time\ntime.sleep(2)")
    kept = []

    def interrupt(line: str) -> None:
        kept.extend(desk.entries() - before)
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "report", interrupt)
    with pytest.raises(KeyboardInterrupt):
        desk.run("a/a_quick.py", "a/b_slow.py")
    assert len(kept) == 1


UNKNOWN = [
    "nonsense",
    "no.such.module:Pool",
    "concurrent.futures:NoPool",
    "builtins:dict",
    "tcp://127.0.0.1:1",
]


@pytest.mark.parametrize("executor", UNKNOWN)
def test_an_unknown_executor_is_named_with_what_to_write(desk, executor, monkeypatch):
    monkeypatch.setattr(executors, "CONNECTING", 1.0)
    desk.settings = Settings(executor=executor)
    desk.write("a/one.py", "x = 1")
    outcomes, (problem,) = desk.run("a/one.py")
    assert not outcomes
    assert problem.path == "mkdocs.yml"
    assert f"not “{executor}”" in problem.message
    assert "module:callable" in problem.message


def test_a_server_that_cannot_be_started_is_left_to_the_first_snippet(monkeypatch):
    """Its socket has no room in a long TMPDIR, say; `mkdocs serve` must not end of that."""

    def fail(*_):
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(runner.process, "start", fail)
    runner.prepare([])


@pytest.fixture
def reason(desk, monkeypatch):
    """Return what is said of a snippet whose process cannot be started."""

    def said(error: OSError) -> str:
        def fail(*_args, **_kwargs):
            raise error

        monkeypatch.setattr(runner.process, "call", fail)
        return desk.problem("x = 1").message

    return said


REASONS = {
    errno.ENOSPC: ["No space left", "make room for temporary files in"],
    errno.EFBIG: ["File too large", "ulimit -f"],
    errno.EMFILE: ["Too many open files", "ulimit -n"],
    errno.EACCES: ["Permission denied", "allow writing in", "TMPDIR"],
    errno.EROFS: ["Read-only", "allow writing in", "TMPDIR"],
}


@pytest.mark.parametrize(("number", "words"), REASONS.items(), ids=map(os.strerror, REASONS))
def test_a_process_that_cannot_be_started_has_a_reason_and_a_cure(reason, number, words):
    message = reason(OSError(number, os.strerror(number)))
    assert "could not be started" in message
    assert all(word in message for word in words)


LIMITED = """
import resource, sys
from pathlib import Path
from recipes.reading.bundle import family
from recipes.running.runner import Limits, contents, job, run_job

root, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
members = family(root, "a/one.py")
outcome = run_job(job(members, contents(root, members)), Limits())
print(outcome.failure.message if outcome.failure else outcome.cells["only"].output)
"""
on_posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX has such limits")


FILLING = """
with open("large", "wb", buffering=0) as stream:
    for _ in range(1000):
        stream.write(bytes(4096))
"""


def _said(desk, limit: int = 0, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(desk.snippets), str(limit)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


@on_posix
def test_a_limit_on_the_size_of_files_is_kept_and_is_no_fault_of_the_snippet(desk):
    desk.write("a/one.py", "print('fine')")
    assert _said(desk, 4096) == "fine"


@on_posix
def test_a_file_beyond_the_limit_of_the_build_is_named_as_such(desk):
    desk.write("a/one.py", FILLING)
    assert "wrote more than a snippet may" in _said(desk, 4096)


@on_posix
def test_a_temporary_folder_with_a_long_name_is_the_reason_that_is_given(desk, tmp_path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    desk.write("a/one.py", "print('fine')")
    message = _said(desk, TMPDIR=str(folder))
    assert "set TMPDIR to a shorter folder" in message
    assert "None" not in message


@on_posix
def test_a_disk_that_gets_full_is_the_reason_that_is_given(desk, full_disk, monkeypatch):
    desk.outcome("x = 1")  # the server is up, with its socket elsewhere
    (full_disk / "filler").unlink()
    monkeypatch.setattr("tempfile.tempdir", str(full_disk))
    assert "make room for temporary files" in desk.problem(FILLING.replace("\n", "\n    ")).message
