"""Versions of the saved format: folders of older ones keep opening."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from finmodel.allocation.allocation import FORMAT

Tables = dict[str, pa.Table]
MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {}
"""What turns the tables of a format into those of the next one, by the older of the two.

Whoever raises `FORMAT` adds the step here and a folder of the new format to
`tests/allocation/formats/`, where one of each version is kept. There is one format so far.
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
