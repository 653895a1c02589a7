"""The store on a disk that fails, that is full, and that fills up."""

import errno
import os
import time
from pathlib import Path

import pytest
from recipes.running import store as store_module
from recipes.running.outcome import CellResult, Outcome, Picture
from recipes.running.store import Store

OUTCOME = Outcome({"only": CellResult("text", (Picture("<svg/>", b"png"),))}, {"x": 1}, 0.5)


def _raise(number: int):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    return fail


def _file_in_its_place(folder, monkeypatch):
    folder.write_text("")


def _no_temporary_file(folder, monkeypatch):
    monkeypatch.setattr(store_module.tempfile, "mkstemp", _raise(errno.EACCES))


def _no_rename(folder, monkeypatch):
    monkeypatch.setattr(Path, "replace", _raise(errno.EROFS))


def _no_room(folder, monkeypatch):
    class Full:
        def __init__(self, handle, _mode):
            os.close(handle)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        write = staticmethod(_raise(errno.ENOSPC))

    monkeypatch.setattr(store_module.os, "fdopen", Full)


@pytest.mark.parametrize("fail", [_file_in_its_place, _no_temporary_file, _no_rename, _no_room])
def test_a_store_that_cannot_be_written_says_so_once_and_leaves_nothing(
    tmp_path, monkeypatch, fail
):
    reported: list[str] = []
    folder = tmp_path / "results"
    with monkeypatch.context() as patch:
        fail(folder, patch)
        store = Store(folder, reported.append)
        for number in range(3):
            key = str(number) * 64
            assert store.get(key) is None
            store.put(key, OUTCOME)
            assert store.get(key) is None
        store.prune()
    assert len(reported) == 1
    assert str(folder) in reported[0]
    assert "make room" in reported[0]
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and file != folder]


def test_on_a_full_disk_the_result_is_there_and_nothing_half_written(desk, full_disk):
    desk.write("a/one.py", "x = 1")
    desk.write("a/two.py", "x = 2")
    outcomes, problems = desk.run("a/one.py", "a/two.py")
    assert not problems
    assert [outcomes[path].facts["x"] for path in ("a/one.py", "a/two.py")] == [1, 2]
    assert sum("No space left" in line for line in desk.reported) == 1
    assert [file.name for file in full_disk.rglob("*") if file.is_file()] == ["filler"]


def _used(tmp_path, key: str, days: float) -> None:
    then = time.time() - days * 86400
    os.utime(tmp_path / key[:2] / f"{key}.outcome", (then, then))


def test_pruning_removes_the_entries_not_used_for_longest(tmp_path, monkeypatch):
    store = Store(tmp_path, pytest.fail)
    keys = [letter * 64 for letter in "abcd"]
    for age, key in enumerate(keys):
        store.put(key, OUTCOME)
        _used(tmp_path, key, 9 - age)
    size = (tmp_path / "aa" / f"{keys[0]}.outcome").stat().st_size
    monkeypatch.setattr(store_module, "MAXIMUM_BYTES", 2 * size)
    assert store.get(keys[0]) == OUTCOME  # used now: the youngest
    store.prune()
    assert [store.get(key) is not None for key in keys] == [True, False, False, True]


def test_pruning_removes_what_was_not_used_for_a_month(tmp_path):
    store = Store(tmp_path, pytest.fail)
    keys = [letter * 64 for letter in "ab"]
    for key, days in zip(keys, (31, 29), strict=True):
        store.put(key, OUTCOME)
        _used(tmp_path, key, days)
    store.prune()
    assert [store.get(key) is not None for key in keys] == [False, True]


def test_pruning_is_done_once_an_hour(tmp_path):
    store = Store(tmp_path, pytest.fail)
    left = []
    for letter, minutes in zip("abc", (0, 59, 61), strict=True):
        if (tmp_path / "pruned").exists():
            then = time.time() - 60 * minutes
            os.utime(tmp_path / "pruned", (then, then))
        store.put(letter * 64, OUTCOME)
        _used(tmp_path, letter * 64, 31)
        store.prune()
        left.append(sorted(file.stem[0] for file in tmp_path.rglob("*.outcome")))
    assert left == [[], ["b"], []]


def test_a_site_of_many_snippets_does_not_lose_what_it_just_used(tmp_path, monkeypatch):
    monkeypatch.setattr(store_module, "MAXIMUM_BYTES", 1)
    store = Store(tmp_path, pytest.fail)
    keys = [f"{number:064d}" for number in range(2100)]
    for key in keys:
        store.put(key, OUTCOME)
    store.prune()
    assert sum(1 for _ in tmp_path.rglob("*.outcome")) == len(keys)


def test_two_builds_that_prune_at_once_do_not_hinder_each_other(tmp_path, monkeypatch):
    store = Store(tmp_path, pytest.fail)
    keys = [letter * 64 for letter in "abc"]
    for key in keys:
        store.put(key, OUTCOME)
        _used(tmp_path, key, 31)
    real = Path.stat

    def gone(path, **options):
        if path.name.startswith("b"):
            raise FileNotFoundError
        return real(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", gone)
        store.prune()
    assert [store.get(key) is not None for key in keys] == [False, True, False]


def test_pruning_removes_what_a_dead_build_left_and_not_what_another_writes(tmp_path):
    store = Store(tmp_path, pytest.fail)
    store.put("a" * 64, OUTCOME)
    dead, living = tmp_path / "aa" / "dead.new", tmp_path / "aa" / "living.new"
    for file in (dead, living):
        file.write_text("half")
    two_hours_ago = time.time() - 7200
    os.utime(dead, (two_hours_ago, two_hours_ago))
    store.prune()
    assert not dead.exists()
    assert living.exists()
    assert store.get("a" * 64) == OUTCOME
