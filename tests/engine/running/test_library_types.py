"""After a cell it is known of which class of a library the names are, and nothing is made up."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from recipes.running.library_types import of_names
from scipy.optimize import OptimizeResult

FIGURE = Figure()
VIEWS = FIGURE.subplots(1, 2)


@pytest.mark.parametrize(
    ("value", "types"),
    [
        (np.zeros(3), {"x": "numpy.ndarray"}),
        (FIGURE, {"x": "matplotlib.figure.Figure"}),
        (np.random.default_rng(0), {"x": "numpy.random._generator.Generator"}),
        (OptimizeResult(x=1), {"x": "scipy.optimize._optimize.OptimizeResult"}),
        (VIEWS, {"x": "numpy.ndarray", "x[]": "matplotlib.axes._axes.Axes"}),
        ([*VIEWS], {"x[]": "matplotlib.axes._axes.Axes"}),
        ([*VIEWS, 1], {}),
        (np.float64(1), {}),
        (np, {}),
        (Figure, {}),
        ([1, 2], {}),
        ("text", {}),
    ],
)
def test_classes_of_libraries_are_named(value, types):
    assert of_names({"x": value, "__name__": FIGURE}) == types
