"""Gradients, divergences and Laplacians, from derivatives along each coordinate."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import as_column
from .numeric import Numeric


def nabla(
    algebra: Numeric,
    kind: str,
    function: Callable[..., Any],
    point: Sequence[Any],
    space: Sequence[int],
    vector: bool,
) -> Any:
    """Return a gradient, a divergence or a Laplacian at a point.

    Parameters
    ----------
    space
        The coordinates by which is differentiated.
    vector
        Whether the function takes one vector, and not a number for each coordinate.
    """

    def value(values: list[Any]) -> Any:
        return function(np.array(values)) if vector else function(*values)

    def derivative(k: int, order: int = 1, component: int | None = None) -> Any:
        def along(x: Any) -> Any:
            found = value([*point[:k], x, *point[k + 1 :]])
            return found if component is None else np.asarray(found)[component]

        return algebra.derivative(along, "", point[k], order)

    if kind == "gradient":
        return as_column(np.array([derivative(k) for k in space]))
    if kind == "Laplacian":
        return sum(derivative(k, order=2) for k in space)
    return sum(derivative(k, component=k) for k in space)


def component(
    algebra: Numeric, function: Callable[[Any], Any], vector: NDArray[Any], index: int
) -> Any:
    """Return the derivative of a function of a vector by one of its elements."""

    def moved(value: Any) -> Any:
        found = vector.astype(np.result_type(vector, type(value), float))
        found[index] = value
        return function(found)

    return algebra.derivative(moved, "", float(vector[index]))
