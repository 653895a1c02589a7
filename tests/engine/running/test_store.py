"""The store: what belongs to a key, and what is kept."""

import os
import platform
import shutil
import sys
from pathlib import Path

import msgspec
import pytest
from recipes.running import store as store_module
from recipes.running.outcome import Failure, Outcome, from_bytes
from recipes.running.runner import Limits, Settings
from recipes.running.store import PACKAGES, Store, surroundings

SOURCE = """
    from pathlib import Path
    from two import value

    x = 1
    print(value, Path("table.csv").read_text())
"""


@pytest.fixture
def family(desk):
    """A snippet with a neighbour and data, which ran."""
    surroundings.cache_clear()
    desk.write("a/two.py", "value = 5")
    desk.write("a/one.py", SOURCE)
    (desk.snippets / "a" / "table.csv").write_text("1,2")
    assert _ran(desk)
    assert not _ran(desk)
    yield desk
    surroundings.cache_clear()


def _ran(desk) -> bool:
    """Run the snippet; whether it was executed, not taken from the store."""
    desk.reported.clear()
    outcomes, problems = desk.run("a/one.py")
    assert not problems, problems[0]
    assert outcomes["a/one.py"].facts["x"] in (1, 2)
    return any("ran 1 snippet" in line for line in desk.reported)


def _edit_neighbour(desk):
    desk.write("a/two.py", "value = 5 # the same")


def _edit_data(desk):
    (desk.snippets / "a" / "table.csv").write_text("1,3")


def _edit_snippet(desk):
    desk.write("a/one.py", SOURCE.replace("x = 1", "x = 2"))


def _add_comment(desk):
    desk.write("a/one.py", SOURCE + "    # nothing")


@pytest.mark.parametrize("edit", [_edit_snippet, _add_comment, _edit_neighbour, _edit_data])
def test_a_snippet_runs_again_after(family, edit):
    edit(family)
    assert _ran(family)
    assert not _ran(family)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_snippet_runs_again_with_another_version_of(family, monkeypatch, package):
    real = store_module.version
    monkeypatch.setattr(
        store_module, "version", lambda name: "99" if name == package else real(name)
    )
    surroundings.cache_clear()
    assert _ran(family)


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (sys, "version", "3.99.0 (main)"),
        (sys, "platform", "plan9"),
        (platform, "machine", lambda: "vax"),
    ],
    ids=["Python", "system", "machine"],
)
def test_a_snippet_runs_again_on_another(family, monkeypatch, place, name, value):
    before = surroundings()
    surroundings.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(place, name, value)
        after = surroundings()
    assert after != before
    monkeypatch.setattr(store_module, "surroundings", lambda: after)
    assert _ran(family)


# Each module that has a part in what a run gives, from the source to the stored bytes.
PARTS = (
    "reading/bundle reading/snippet running/facts running/figures running/outcome running/preload"
    " running/process running/runner running/store running/worker"
).split()


@pytest.mark.parametrize("name", PARTS)
def test_a_snippet_runs_again_after_a_change_of_the_engines(family, monkeypatch, tmp_path, name):
    folder = Path(store_module.__file__).parents[1]
    for module in folder.rglob("*.py"):
        copied = tmp_path / module.relative_to(folder)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(module, copied)
    with (tmp_path / f"{name}.py").open("a") as stream:
        stream.write("# changed\n")
    monkeypatch.setattr(store_module, "__file__", str(tmp_path / "running/store.py"))
    surroundings.cache_clear()
    assert _ran(family)


def _touch(desk):
    for file in desk.snippets.rglob("*"):
        os.utime(file, (1, 1))


def _write_another_snippet(desk):
    desk.write("a/three.py", "x = 3")


def _write_an_unrelated_file(desk):
    (desk.snippets / "a" / "other.csv").write_text("7")


def _change_the_limits(desk):
    desk.settings = Settings(Limits(29, 2**31))


@pytest.mark.parametrize(
    "edit", [_touch, _write_another_snippet, _write_an_unrelated_file, _change_the_limits]
)
def test_a_snippet_does_not_run_again_after(family, edit):
    edit(family)
    assert not _ran(family)


def test_two_snippets_of_the_same_text_do_not_share_a_result(family):
    shutil.copy(family.snippets / "a" / "one.py", family.snippets / "a" / "same.py")
    family.reported.clear()
    family.run("a/same.py")
    assert any("ran 1 snippet" in line for line in family.reported)


def test_what_comes_from_the_store_is_what_was_put_in(desk):
    source = """
        import matplotlib.pyplot as plt
        import numpy as np
        print("∂ <b>")
        x = np.arange(3) / 7
        big = 10**30
        found = {"a": [1, 2.5], "b": True}
        infinite = float("inf")
        plt.plot(x)
    """
    first = desk.outcome(source)
    assert desk.outcome(source) == first
    assert first.facts["big"] == 10**30
    assert first.facts["infinite"] == float("inf")
    assert len(first.cells["only"].pictures) == 1


def test_a_failure_is_never_stored(desk, tmp_path):
    desk.problem("1 / 0")
    desk.problem("1 / 0")
    assert sum("ran 1 snippet" in line for line in desk.reported) == 2
    Store(tmp_path / "other", desk.reported.append).put("0" * 64, Outcome(failure=Failure(1, "no")))
    assert not list((tmp_path / "other").rglob("*"))


def _truncate(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    return content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]


def _flip_checksum(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


DAMAGE = [_truncate, _flip, _flip_checksum, lambda _: b"", lambda _: b"\0" * 4096]


@pytest.mark.parametrize("damage", DAMAGE, ids=["cut", "flip", "checksum", "empty", "zeros"])
def test_a_damaged_entry_is_noticed_and_made_again(family, damage):
    (entry,) = family.entries()
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))
    assert _ran(family)
    assert any("damaged" in line and "made again" in line for line in family.reported)
    _, _, content = entry.read_bytes().partition(b"\n")
    assert from_bytes(content).facts == from_bytes(sound.partition(b"\n")[2]).facts
    assert not _ran(family)


EMPTY: dict[str, object] = {"cells": {}, "facts": b"{}", "seconds": 0.0, "failure": None}
SHAPES = [
    {**EMPTY, "cells": {"only": {}}, "failure": {"line": 1, "message": "no"}},
    [],
    7,
    {},
    EMPTY,
    {**EMPTY, "cells": [1]},
    {**EMPTY, "cells": {"only": {"pictures": 3}}},
    {**EMPTY, "cells": {"only": {}}, "facts": b"["},
    {**EMPTY, "cells": {"only": {}}, "facts": b"[" * 100_000},
    {**EMPTY, "cells": {"only": {"output": b"\xff"}}},
]


@pytest.mark.parametrize("content", SHAPES, ids=range(len(SHAPES)))
def test_a_sound_entry_of_another_shape_is_made_again(family, content):
    (entry,) = family.entries()
    Store(family.folder / "results", print)._keep(entry, msgspec.msgpack.encode(content))
    assert _ran(family)
