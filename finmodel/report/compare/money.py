"""Money of a comparison in its unit, and its tables; every column adds up as shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finmodel.report.compare.blocks import Block, Grid, Heading, Paragraph, plain, signed
from finmodel.report.compare.shown import shown_side_by_side
from finmodel.report.money import decimals_for

TITLES = {
    "region": "Money by region",
    "programme": "Money by programme",
    "year": "Money by year",
    "category": "Money by category",
    "source": "Money by source",
    "contract": "Public payments of contracts over their whole term",
}
MOST_ROWS = 36
"""Rows of a table that a terminal shows."""


@dataclass(frozen=True)
class Money:
    """The unit and the decimals in which a comparison shows money."""

    facts: Mapping[str, Any]

    @property
    def compared(self) -> bool:
        """Whether amounts can be compared at all."""
        return self.facts["tables"] is not None

    @property
    def unit(self) -> str:
        """Unit in words."""
        return str(self.facts["money_unit"])

    @property
    def decimals(self) -> int:
        """Decimals that show the largest difference with three digits, at most two."""
        moved = [
            abs(amount)
            for table in self.facts["tables"] or ()
            for row in (*table["rows"], table["total"])
            for amount in row["differences"]
        ]
        return decimals_for(self.of(max(moved, default=0)))

    def of(self, amount: float) -> float:
        """Whole currency in the unit."""
        return amount / float(self.facts["money_scale"])

    def total(self, amount: float) -> float:
        """A total as every table shows it."""
        grid: int = 10**self.decimals
        return float(math.floor(round(self.of(amount) * grid, 6) + 0.5) / grid)

    def columns(self, rows: Sequence[Mapping[str, Any]]) -> list[list[float]]:
        """Rows of a table as shown, one column for each allocation."""
        count = len(self.facts["sides"])
        sides = [[self.of(row["amounts"][at] or 0) for row in rows] for at in range(count)]
        return shown_side_by_side(sides, self.decimals)


def money_blocks(facts: Mapping[str, Any], money: Money, full: bool) -> Iterator[Block]:
    """Tables of money in which anything differs, and a line for those in which nothing does."""
    letters = [side["letter"] for side in facts["sides"]]
    same = []
    for table in facts["tables"] or ():
        rows = table["rows"]
        if not any(any(row["differences"]) for row in rows):
            same.append(TITLES[table["by"]])
            continue
        yield Heading(TITLES[table["by"]], f"{money.unit}, nominal")
        columns = money.columns(rows)
        lines = [_line(row, columns, at, money.decimals) for at, row in enumerate(rows)]
        chosen = _chosen(rows, full)
        others = [at for at in range(len(rows)) if at not in chosen]
        shown = [lines[at] for at in chosen]
        if others:
            rest = [sum(column[at] for at in others) for column in columns]
            shown.append(_cells(f"{len(others)} others, which move less", rest, money.decimals))
        total = [round(math.fsum(column), money.decimals) for column in columns]
        heads = [letters[0], *(head for x in letters[1:] for head in (x, f"{x} less A"))]
        yield Grid(("", *heads), shown, total=_cells("Total", total, money.decimals))
    if same and any(facts["against_base"][at]["inputs"] for at in range(len(letters) - 1)):
        yield Paragraph(f"Nothing differs in: {', '.join(same)}.")


def _chosen(rows: Sequence[Mapping[str, Any]], full: bool) -> list[int]:
    """Rows to show: all, or those that move most, in their order."""
    if full or len(rows) <= MOST_ROWS:
        return list(range(len(rows)))
    by_size = sorted(range(len(rows)), key=lambda at: -max(map(abs, rows[at]["differences"])))
    return sorted(by_size[: MOST_ROWS - 1])


def _line(
    row: Mapping[str, Any], columns: Sequence[Sequence[float]], at: int, decimals: int
) -> list[str]:
    cells = _cells(row["name"], [column[at] for column in columns], decimals)
    for side, amount in enumerate(row["amounts"]):
        if amount is None:
            cells[1 if side == 0 else 2 * side] = "–"
    return cells


def _cells(name: str, amounts: Sequence[float], decimals: int) -> list[str]:
    cells = [name, plain(amounts[0], decimals)]
    for amount in amounts[1:]:
        cells += [plain(amount, decimals), signed(amount - amounts[0], decimals)]
    return cells
