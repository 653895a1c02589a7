"""Snippets that become one script."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from recipes.reading.bundle import without_imports
from recipes.reading.snippet import Cell

CELL = Cell("only", 1, "".join(f"x{n} = [{n} + y * (z - {n}) for y in z]\n" for n in range(60)))


class Slow:
    """Garbage that gives way to another thread when it is collected."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        sys.stdout.flush()


@pytest.fixture
def hurry():
    """Threads and collections of garbage that come in turn as often as can be."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(20)
    yield
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hurry")
def test_cells_are_edited_in_several_threads():
    def edited(_):
        Slow()
        return without_imports(CELL, ())

    with ThreadPoolExecutor(8) as threads:
        assert {*threads.map(edited, range(100))} == {CELL.source}
