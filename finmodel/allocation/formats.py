"""Versions of the saved format: folders of older ones keep opening."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from finmodel.allocation.allocation import FORMAT
from finmodel.allocation.columns import maybe, numbers

Tables = dict[str, pa.Table]


def _with_income_and_grant_element(tables: Tables) -> Tables:
    """Format 2: what contracts bring in stands apart, and loans have their grant element.

    Before it, what contracts brought in was taken off first charges. What an old table does not
    say is nothing here, so that its sums are what they were.
    """
    sources, count = tables["sources"], tables["sources"].num_rows
    after = {
        "drawn": ("contract_income", numbers(np.zeros(count, dtype=np.int64))),
        "expected_calls": ("grant_element", maybe(np.full(count, np.nan))),
    }
    columns: dict[str, pa.Array] = {}
    for name in sources.column_names:
        columns[name] = sources[name]
        if name in after and after[name][0] not in sources.column_names:
            added, values = after[name]
            columns[added] = values
    return {**tables, "sources": pa.table(columns)}


MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {1: _with_income_and_grant_element}
"""What turns the tables of a format into those of the next one, by the older of the two.

Whoever raises `FORMAT` adds the step here and a folder of the new format to
`tests/allocation/formats/`, where one of each version is kept as it was saved.
"""


def readable(version: object) -> bool:
    """Whether folders of a format can be opened."""
    return isinstance(version, int) and (version == FORMAT or version in MIGRATIONS)


def migrated(version: int, tables: Tables) -> Tables:
    """Tables of a readable format as those of today's.

    Parameters
    ----------
    version : int
        Format that the manifest names.
    tables : dict of str to Table
        Tables as they were saved.
    """
    for step in range(version, FORMAT):
        tables = MIGRATIONS[step](tables)
    return tables
