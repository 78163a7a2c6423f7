"""Payments parted by the budget headings of their cost lines, to the last unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from finmodel.panel.costs import charged_lines
from finmodel.panel.panel import Floats
from finmodel.report.headings import READINGS

if TYPE_CHECKING:
    import pandas as pd

    from finmodel.allocation.allocation import Allocation

Words = tuple[str | None, ...]
"""What a cost line stands under, one word for each kind of heading; None for none."""


def payments_under(allocation: Allocation, kinds: Sequence[str]) -> pd.DataFrame:
    """Part every payment by what its cost lines stand under.

    A payment for a category of a programme is for all its cost lines there, in proportion to what
    each costs.

    Parameters
    ----------
    allocation : Allocation
        The allocation.
    kinds : sequence of str
        Keys of `READINGS`, such as `spends` and `item`.

    Returns
    -------
    DataFrame
        Region, programme, year, category, source, one column for each kind (None where a line
        stands under none) and amount [whole currency units]. The parts of a payment add up to it.
    """
    import pandas as pd

    rows: pd.DataFrame = allocation.money.to_pandas()
    parts = []
    for (programme, category), paid in rows.groupby(["programme", "category"], sort=True):
        shares = _shares(allocation, str(programme), str(category), kinds)
        parts += _parted(allocation, paid, shares, kinds)
    if not parts:
        return rows.assign(**dict.fromkeys(kinds, None))
    return pd.concat(parts, ignore_index=True)


def _shares(
    allocation: Allocation, programme: str, category: str, kinds: Sequence[str]
) -> dict[Words, Floats]:
    """Share of a category's cost under each combination of words, shape (R, T) [1]."""
    panel = allocation.panel
    scenario = allocation.scenario
    found: dict[Words, Floats] = {}
    for line, share in charged_lines(panel, programme):
        if line.category == category:
            read = scenario.programmes[programme]
            words = tuple(READINGS[kind][1](read, line) for kind in kinds)
            found[words] = found[words] + share if words in found else share
    return found


def _parted(
    allocation: Allocation, paid: pd.DataFrame, shares: dict[Words, Floats], kinds: Sequence[str]
) -> list[pd.DataFrame]:
    """Split the payments of one category; rounding a running sum keeps the whole."""
    panel = allocation.panel
    region = paid["region"].map(panel.positions["region"]).to_numpy()
    year = paid["year"].map({year: at for at, year in enumerate(panel.years)}).to_numpy()
    amounts = paid["amount"].to_numpy()
    parts, before = [], np.zeros(len(paid), dtype=np.int64)
    running = np.zeros(len(paid))
    for number, (words, share) in enumerate(shares.items(), start=1):
        running = running + share[region, year]
        upto = np.floor(amounts * running + 0.5).astype(np.int64)
        if number == len(shares):
            upto = amounts
        part = paid.assign(**dict(zip(kinds, words, strict=True)), amount=upto - before)
        parts.append(part[part["amount"] != 0])
        before = upto
    return parts
