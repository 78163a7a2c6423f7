"""Numbers of a table that add up to the sums of its columns and of its rows, as they are shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from finmodel.report.compare.causes import adding_up


def add_up_both_ways(
    columns: Sequence[Sequence[float]], sums: Sequence[float], decimals: int
) -> list[list[float]]:
    """Move units of the last decimal so that rows add up too.

    Parameters
    ----------
    columns : sequence of sequence of float
        Columns, each rounded to its own sum already.
    sums : sequence of float
        Sum of each row, rounded; together the sums of the columns.
    decimals : int
        Decimals shown.

    Returns
    -------
    list of list of float
        Columns with the sums that they had, whose rows add up to the sums given. Where the sums
        contradict each other, the rows are kept.

    Examples
    --------
    >>> add_up_both_ways([[2.0, 1.0], [1.0, 2.0]], [4.0, 2.0], 0)
    [[2.0, 1.0], [2.0, 1.0]]
    """
    grid = 10.0**decimals
    rows = range(len(sums))
    found = [list(column) for column in columns]
    for row in rows:
        parts = adding_up([column[row] for column in columns], sums[row], decimals)
        for column, value in zip(found, parts, strict=True):
            column[row] = value
    places = range(len(columns))

    def over(place: int) -> int:
        return round((math.fsum(found[place]) - math.fsum(columns[place])) * grid)

    while places and max(map(over, places)) > 0 > min(map(over, places)):
        much, little = max(places, key=over), min(places, key=over)
        row = max(
            rows,
            key=lambda at: (
                (found[much][at] - columns[much][at]) - (found[little][at] - columns[little][at])
            ),
        )
        found[much][row] = round(found[much][row] - 1 / grid, decimals)
        found[little][row] = round(found[little][row] + 1 / grid, decimals)
    return found
