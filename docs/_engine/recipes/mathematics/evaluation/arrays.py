"""Vectors, matrices and tables as formulas use them: columns, and indices that are checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import MathError


def as_column(value: Any) -> Any:
    """A vector, shape (n,), as a column, shape (n, 1); anything else as it is."""
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return value.reshape(-1, 1)
    return value


def squeeze(value: Any) -> Any:
    """A column as a vector, and a matrix of one element as a number."""
    if isinstance(value, np.ndarray) and value.ndim == 2:
        if value.shape == (1, 1):
            return value[0, 0]
        if value.shape[1] == 1:
            return value[:, 0]
    return value


def item_of(table: Any, indices: tuple[Any, ...]) -> Any:
    """An element of a table, counted from 0 or as it says; of a dictionary, the entry.

    Raises
    ------
    MathError
        If an index is negative, fractional, or beyond the table.
    """
    if isinstance(table, Counted):
        return table(*indices)
    if isinstance(table, dict):
        key = indices if len(indices) > 1 else indices[0]
        if key not in table:
            raise MathError(f"there is no entry {key!r} in the table")
        return table[key]
    array = np.asarray(table)
    if array.ndim < len(indices):
        message = f"{len(indices)} indices for something with {array.ndim}; bind a table with as "
        raise MathError(message + "many, or a function")
    for index, size in zip(indices, array.shape, strict=False):
        integer = np.isrealobj(index) and np.ndim(index) == 0 and float(index).is_integer()
        if not integer or not 0 <= index < size:
            message = f"the index {index} is outside of the {size} that there are, from 0; bind "
            raise MathError(message + "one_based(…) if they count from 1")
    return array[tuple(int(index) for index in indices)]


@dataclass(frozen=True)
class Counted:
    """A table whose indices do not begin at 0: called with them, it returns an entry.

    Attributes
    ----------
    array
        The whole table.
    first
        The index of its first entry, along each axis.
    """

    array: NDArray[Any]
    first: tuple[int, ...]

    @property
    def ndim(self) -> int:
        """The number of indices."""
        return self.array.ndim

    def __call__(self, *indices: Any) -> Any:
        """Return an entry; `MathError` before the first and beyond the last."""
        if len(indices) > len(self.first):
            message = f"{len(indices)} indices for something with {len(self.first)}; bind a table "
            raise MathError(message + "with as many, or a function")
        if any(index < first for index, first in zip(indices, self.first, strict=False)):
            message = f"the index {indices} is before the first, {self.first}; bind a longer table"
            raise MathError(message)
        from_zero = (index - first for index, first in zip(indices, self.first, strict=False))
        try:
            return item_of(self.array, tuple(from_zero))
        except MathError:
            message = f"the index {indices} is beyond the last, {self.array.shape}; bind a longer "
            raise MathError(message + "table, or another index") from None


def whole(value: Any) -> Any:
    """A table as the array that is computed with; anything else as it is."""
    return as_column(value.array) if isinstance(value, Counted) else value


def one_based(table: ArrayLike) -> Counted:
    """Count the entries of a table from 1, as most textbooks do."""
    array = np.asarray(table)
    return Counted(array, (1,) * array.ndim)


def centred(table: ArrayLike) -> Counted:
    """Count the entries of a table, of an odd number a side, from its middle."""
    array = np.asarray(table)
    return Counted(array, tuple(-(size // 2) for size in array.shape))


def counted_alike(array: NDArray[Any], tables: Sequence[Any]) -> Any:
    """An array that counts its entries as the tables do that it was computed from.

    Raises
    ------
    MathError
        If they begin at different indices.
    """
    first = {one.first[0] for one in tables if isinstance(one, Counted)}
    if not first:
        return array
    if len(first) > 1 or any(isinstance(one, np.ndarray | list) for one in tables):
        raise MathError("from which index are these entries counted? bind all tables alike")
    return Counted(array, (first.pop(),) * array.ndim)
