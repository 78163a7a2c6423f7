"""What is measured of an allocation to compare it, in whole numbers, so that sums are exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from finmodel.allocation.rounding import OUTPUT_GRID
from finmodel.allocation.totals import total_by
from finmodel.scenario.sources.unfunded import UNFUNDED

STEPS = round(1 / OUTPUT_GRID)
"""Steps of the grid of outputs in one unit of output."""


@dataclass(frozen=True)
class Measures:
    """Measures of one allocation; what is zero may be left out."""

    money: dict[str, int]
    """What sources pay, help in kind too, by region [currency]."""
    output: dict[str, int]
    """Outputs over the plan by programme [millionths of a unit]."""
    benefit: dict[str, int]
    """Benefit over the plan by programme [millionths of a point]."""
    missing: dict[str, int]
    """Cost that nobody pays, by region [currency]."""


def measure(tables: Mapping[str, pa.Table]) -> Measures:
    """Measure an allocation by its tables of money and delivery."""
    paid = total_by(tables["money"], ["region", "source"], "amount")
    money: dict[str, int] = {}
    missing: dict[str, int] = {}
    for (region, source), amount in paid.items():
        of = missing if source == UNFUNDED else money
        of[region] = of.get(region, 0) + amount
    delivery = tables["delivery"]
    return Measures(
        money,
        {key: round(each * STEPS) for (key,), each in _sum(delivery, "output").items()},
        {key: round(each * STEPS) for (key,), each in _sum(delivery, "benefit").items()},
        missing,
    )


def _sum(table: pa.Table, column: str) -> dict[tuple[str], float]:
    return total_by(table, ["programme"], column)


def difference(new: Mapping[str, int], old: Mapping[str, int]) -> dict[str, int]:
    """New less old for every key of either."""
    return {key: new.get(key, 0) - old.get(key, 0) for key in dict.fromkeys((*old, *new))}
