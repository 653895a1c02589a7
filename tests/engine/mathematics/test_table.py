"""Several hundred equations, as pages of many fields print them, are read right or refused."""

from collections import Counter

import numpy as np
import pytest

from tests.engine.mathematics.table.entries import FIELDS, entries, outcomes

SHARE = 0.8  # of the equations must be read; the others may be refused


@pytest.fixture(scope="module")
def found():
    return {name: list(outcomes(name)) for name in FIELDS}


@pytest.mark.parametrize("name", FIELDS)
def test_the_table_is_sound(name):
    for entry in entries(name):
        assert entry.refused or len(entry.slips) >= 3, entry.tex
        for slip in entry.slips:
            assert entry.mistaken(slip) != entry.tex
            if len(slip) == 3:
                value, other = entry.computed(entry.value), entry.computed(slip[2])
                assert value.shape != other.shape or not np.allclose(
                    value, other, rtol=1e-6, atol=0
                )


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_is_misread_and_no_slip_is_accepted(found, name):
    bad = [outcome for outcome in found[name] if outcome.kind in ("wrong", "raw")]
    assert not bad, "\n".join(f"{each.kind}: {each.tex}\n    {each.said}" for each in bad)


def test_most_equations_are_read(found):
    counts = Counter(outcome.kind for name in FIELDS for outcome in found[name])
    assert counts["right"] >= SHARE * counts.total(), counts
