"""Amounts of several allocations as they are shown, so that every column and row adds up."""

from __future__ import annotations

import math
from collections.abc import Sequence

from finmodel.report.money import rounded_to_total


def shown_side_by_side(sides: Sequence[Sequence[float]], decimals: int) -> list[list[float]]:
    """Round the same rows of several allocations.

    Each column adds up to its rounded total. A row that is the same as in the first column is
    shown the same, so that a difference is never made by rounding alone.

    Parameters
    ----------
    sides : sequence of sequence of float
        One column for each allocation, the base first; zero or more.
    decimals : int
        Decimals shown.

    Examples
    --------
    >>> shown_side_by_side([[1.4, 1.4, 1.2], [1.4, 1.4, 2.4]], 0)
    [[2.0, 1.0, 1.0], [2.0, 1.0, 2.0]]
    """
    base = sides[0]
    same = [all(side[at] == base[at] for side in sides) for at in range(len(base))]
    kept = rounded_to_total([base[at] for at in range(len(base)) if same[at]], decimals)
    pinned = dict(zip([at for at in range(len(base)) if same[at]], kept, strict=True))
    first = _with_pinned(base, pinned, decimals)
    return [first, *(_beside(side, base, first, decimals) for side in sides[1:])]


def _beside(
    side: Sequence[float], base: Sequence[float], first: Sequence[float], decimals: int
) -> list[float]:
    """A column whose rows that equal the base's are shown as those are."""
    pinned = {at: first[at] for at in range(len(base)) if side[at] == base[at]}
    return _with_pinned(side, pinned, decimals)


def _with_pinned(parts: Sequence[float], pinned: dict[int, float], decimals: int) -> list[float]:
    """Parts rounded to their total while some are given; free ones take what is left."""
    grid = 10**decimals
    total = math.floor(round(math.fsum(parts) * grid, 6) + 0.5) / grid
    free = [at for at in range(len(parts)) if at not in pinned]
    left = round(total - math.fsum(pinned.values()), decimals)
    found = rounded_to_total([parts[at] for at in free], decimals, total=left)
    if round(math.fsum(found), decimals) != left:
        # Too many rows are given: only with three allocations or more.
        return rounded_to_total(parts, decimals)
    at_place = dict(zip(free, found, strict=True)) | pinned
    return [at_place[at] for at in range(len(parts))]
