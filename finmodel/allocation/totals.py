"""Sums of a table's column by what stands in other columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from finmodel.panel.panel import Integers


def total_by(rows: pa.Table, keys: list[str], column: str) -> dict[tuple[Any, ...], Any]:
    """Sum of a column for each combination of keys.

    With numpy, because the grouping of pyarrow loads pandas, which is slow to load.
    """
    values = memory_of(rows[column].combine_chunks())
    labels: list[list[Any]] = []
    places = np.zeros(rows.num_rows, dtype=np.int64)
    for key in keys:
        codes, found = coded(rows, key)
        places = places * max(len(found), 1) + codes
        labels.append(found)
    combined, inverse = np.unique(places, return_inverse=True)
    sums = np.zeros(combined.size, dtype=values.dtype)
    np.add.at(sums, inverse, values)
    totals = {}
    for place, total in zip(combined.tolist(), sums.tolist(), strict=True):
        parts = []
        for found in reversed(labels):
            place, code = divmod(place, max(len(found), 1))
            parts.append(found[code])
        totals[tuple(reversed(parts))] = total
    return totals


def side_by_side(
    tables: Sequence[pa.Table], keys: Sequence[str], column: str
) -> tuple[NDArray[Any], NDArray[np.bool_], dict[str, list[Any]]]:
    """Sums of a column in several tables for each combination of keys that any of them has.

    Returns
    -------
    sums : array, shape (T, K)
        Sum in each table; zero where it lacks the combination.
    there : array of bool, shape (T, K)
        Whether a table has the combination.
    labels : dict of str to list
        The combinations: K labels of each key.
    """
    together = pa.concat_tables([table.select([*keys, column]) for table in tables])
    places = np.zeros(together.num_rows, dtype=np.int64)
    found = {}
    for key in keys:
        codes, found[key] = coded(together, key)
        places = places * max(len(found[key]), 1) + codes
    combined, inverse = np.unique(places, return_inverse=True)
    values = memory_of(together[column].combine_chunks())
    table_of = np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])
    sums = np.zeros((len(tables), combined.size), dtype=values.dtype)
    np.add.at(sums, (table_of, inverse), values)
    there = np.zeros(sums.shape, dtype=bool)
    there[table_of, inverse] = True
    labels: dict[str, list[Any]] = {}
    for key in reversed(keys):
        combined, codes = np.divmod(combined, max(len(found[key]), 1))
        labels[key] = [found[key][code] for code in codes.tolist()]
    return sums, there, labels


def coded(rows: pa.Table, key: str) -> tuple[Integers, list[Any]]:
    """A column as positions in the list of its different values."""
    encoded = rows[key].combine_chunks().dictionary_encode()
    return memory_of(encoded.indices).astype(np.int64), encoded.dictionary.to_pylist()


def memory_of(column: pa.Array) -> NDArray[Any]:
    """A column of numbers without gaps, as it stands in memory."""
    if not len(column):
        return np.zeros(0)
    kind = {"int64": np.int64, "double": np.float64, "int32": np.int32}[str(column.type)]
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]
