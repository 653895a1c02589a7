"""Several hundred equations, as pages of many fields print them, are read right or refused."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from tests.engine.mathematics.table import entries as table
from tests.engine.mathematics.table.entries import FIELDS, Entry, entries, outcome, outcomes

SHARE = 0.8  # of the equations must be read; the others may be refused


@cache
def found(name):
    return list(outcomes(name))


@pytest.mark.parametrize("name", FIELDS)
def test_the_table_is_sound(name):
    for entry in entries(name):
        assert entry.refused or len(entry.slips) >= 3, entry.tex
        for slip in entry.slips:
            assert entry.mistaken(slip) != entry.tex
            if len(slip) == 3:
                value, other = entry.computed(entry.value), entry.computed(slip[2])
                same = value.shape == other.shape and np.allclose(value, other, 3 * entry.rtol, 0)
                assert not same, slip


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_is_misread_and_no_slip_is_accepted(name):
    bad = [each for each in found(name) if each.kind in ("wrong", "raw")]
    assert not bad, "\n".join(f"{each.kind}: {each.tex}\n    {each.said}" for each in bad)


def test_most_equations_are_read():
    counts = Counter(each.kind for name in FIELDS for each in found(name))
    assert counts["right"] >= SHARE * counts.total(), counts


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (Entry("x + 1 = y", names={"x": 2, "y": "x_ + 1"}, slips=[["+", "-"]]), "right"),
        (Entry("x + 1", names={"x": 2}, value="3"), "right"),
        (Entry("x + 1", names={"x": 2}, value="4"), "wrong"),
        (Entry("x + 1 = y", names={"x": 2, "y": 4}), "wrong"),
        (Entry("x^2 = y", names={"x": 2, "y": 4}, slips=[["x^2", "2 x"]]), "wrong"),
        (Entry("x + 1 = y", names={"x": 2}), "refused clearly"),
        (Entry("x + 1 = y", names={"x": 2}, refused=True), "right"),
        (Entry("x + 1 = y", names={"x": 2, "y": 5}, refused=True), "wrong"),
    ],
)
def test_outcomes_have_the_right_names(entry, kind):
    assert outcome(entry).kind == kind


def test_an_error_of_another_kind_is_raw(monkeypatch):
    def broken(tex):
        raise OverflowError("too large")

    monkeypatch.setattr(table, "Equation", broken)
    assert outcome(Entry("x = 1", names={"x": 1})).kind == "raw"
    assert outcome(Entry("x = 1", names={"x": 1}, refused=True)).kind == "raw"
