"""Columns of tables made straight from memory.

`pyarrow.array` and the grouping of tables load pandas, which takes longer than a whole solve of a
country; the buffers below do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from finmodel.panel.panel import Floats, Integers


def numbers(values: ArrayLike) -> pa.Array:
    """A column of whole numbers or floats, whichever the values are."""
    array = np.ascontiguousarray(values)
    whole = array.dtype.kind in "iu"
    array = np.ascontiguousarray(array, dtype=np.int64 if whole else np.float64)
    kind = pa.int64() if whole else pa.float64()
    return pa.Array.from_buffers(kind, array.size, [None, pa.py_buffer(array)])


def maybe(values: ArrayLike) -> pa.Array:
    """A column of floats, empty where a value is not a number or endless."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    known = np.packbits(np.isfinite(array), bitorder="little")
    return pa.Array.from_buffers(
        pa.float64(), array.size, [pa.py_buffer(known), pa.py_buffer(array)]
    )


def texts(values: Sequence[str]) -> pa.Array:
    """A column of texts."""
    encoded = [value.encode() for value in values]
    ends = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(part) for part in encoded], out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def ids(values: Sequence[object], positions: Integers) -> pa.Array:
    """A column of ids or years, by their positions on an axis."""
    named = any(isinstance(value, str) for value in values)
    whole = texts([str(value) for value in values]) if named else numbers(np.array(values))
    return whole.take(numbers(positions))


def nothing(count: int) -> pa.Array:
    """A column of years that are not given."""
    return pa.nulls(count, pa.int64())


def whole_or_none(values: Sequence[int | None]) -> pa.Array:
    """A column of whole numbers, empty where there is none."""
    known = np.packbits([value is not None for value in values], bitorder="little")
    array = np.array([value or 0 for value in values], dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), array.size, [pa.py_buffer(known), pa.py_buffer(array)])


def whole(table: pa.Table, column: str) -> Integers:
    """Whole numbers of a table's column; pyarrow's own way loads pandas."""
    return np.array(table[column].to_pylist(), dtype=np.int64)


def doubles(table: pa.Table, column: str) -> Floats:
    """Numbers of a table's column, NaN where it is empty."""
    return np.array(table[column].to_pylist(), dtype=np.float64)
