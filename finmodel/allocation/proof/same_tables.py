"""Whether the tables of a saved allocation say what follows from its flows and the scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from finmodel.allocation.allocation import TABLES
from finmodel.allocation.proof.failed import Reason, first_of, reason

QUOTED = ("one_more", "one_less", "more_holds", "less_holds")
"""Columns that only a solver can tell; they are quoted, not proved."""
NOISE = 1e-12
"""Share by which sums of doubles may differ between machines, far below any allowance."""
KEYS = (
    "rule",
    "envelope",
    "region",
    "programme",
    "source",
    "contract",
    "year",
    "category",
    "block",
)
"""Columns that tell which row is meant."""


def compare_tables(
    saved: Mapping[str, pa.Table], follows: Mapping[str, pa.Table], sizes: Mapping[str, Any]
) -> list[Reason]:
    """Compare tables, but for what is quoted.

    Parameters
    ----------
    saved : mapping of str to Table
        Tables as they were saved.
    follows : mapping of str to Table
        Tables that follow from the flows.
    sizes : mapping of str to ndarray
        By table, size of the terms whose sum stands in the row, for sums of doubles.

    Returns
    -------
    list of Reason
        What differs.
    """
    return [
        differs
        for name, table in follows.items()
        for differs in _compare(TABLES[name], saved[name], table, sizes.get(name))
    ]


def _compare(file: str, saved: pa.Table, follows: pa.Table, size: Any) -> list[Reason]:
    if saved.column_names != follows.column_names:
        columns = ", ".join(saved.column_names)
        return [reason("{file}: its columns are {columns}", file=file, columns=columns)]
    if saved.num_rows != follows.num_rows:
        rows = {"rows": saved.num_rows, "others": follows.num_rows}
        return [reason("{file} has {rows} rows, where {others} follow", file=file, **rows)]
    reasons: list[Reason] = []
    for column in follows.column_names:
        if column in QUOTED:
            continue
        one, other = saved[column].to_pylist(), follows[column].to_pylist()
        if one == other:
            continue
        wrong = [
            at
            for at, (left, right) in enumerate(zip(one, other, strict=True))
            if left != right and not _close(left, right, size[at] if size is not None else None)
        ]
        reasons += first_of(wrong, _difference(file, column, saved, one, other))
    return reasons


def _close(left: Any, right: Any, size: float | None) -> bool:
    if not isinstance(left, float) or not isinstance(right, float):
        return False
    return abs(left - right) <= NOISE * max(abs(right), size or 0.0, 1.0)


def _difference(
    file: str, column: str, saved: pa.Table, one: Sequence[Any], other: Sequence[Any]
) -> Callable[[int], Reason]:
    keys = [key for key in KEYS if key in saved.column_names and key != column]

    def describe(at: int) -> Reason:
        place = ", ".join(str(saved[key][at].as_py()) for key in keys if saved[key][at].as_py())
        return reason(
            "{file} ({place}): {column} is {said}, where {value} follows",
            file=file,
            place=place,
            column=column,
            said=one[at],
            value=other[at],
        )

    return describe


def row_sizes(matrix: Any, values: Any, rows: Any) -> Any:
    """Size of the terms of some rows: sums of doubles are exact to a part of it."""
    return np.asarray(abs(matrix) @ np.abs(values))[rows]
