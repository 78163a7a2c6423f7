"""One thing is shown with one number in all tables of a document, and each table adds up."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from finmodel.report.document.adds_up import sums_otherwise
from finmodel.report.document.parts import Chapter, Column, Document, Table
from tests.document.rounding import shown_otherwise
from tests.document.samples import document

PLACES, WHATS, YEARS = ("A", "B", "C"), ("x", "y"), ("2026", "2027")


def plan(amounts: list[int]) -> Document:
    """Tables of one money by region, by programme and year, and by region and programme."""
    cells = pd.DataFrame(
        [
            {"region": place, "programme": what, "year": year}
            for place in PLACES
            for what in WHATS
            for year in YEARS
        ]
    ).assign(money=[float(amount) for amount in amounts])
    region = Column("region", "Region", axis="region")
    programme = Column("programme", "Programme", axis="programme")
    money = Column("money", "Money", "money", total=True, flow="paid")
    years = [
        Column(year, year, "money", total=True, flow="paid", part=("year", year)) for year in YEARS
    ]
    whole = replace(money, sum_of=YEARS)

    def wide(axis: Column) -> Table:
        rows = cells.pivot_table("money", axis.key, "year", "sum").reset_index()
        rows["money"] = rows[list(YEARS)].sum(axis=1)
        return Table(f"{axis.key}-year", "T", [axis, *years, whole], rows)

    def long(*axes: Column) -> Table:
        rows = cells.groupby([axis.key for axis in axes], as_index=False)["money"].sum()
        return Table("-".join(axis.key for axis in axes), "T", [*axes, money], rows)

    tables = [wide(programme), wide(region), long(region), long(programme), long(region, programme)]
    chapters = [Chapter("all", "All", tables)]
    return replace(document(), chapters=chapters, money_decimals=0)


@given(st.lists(st.integers(0, 10**7), min_size=12, max_size=12))
def test_every_table_shows_one_number_of_one_thing(amounts: list[int]) -> None:
    made = plan(amounts)
    assert list(sums_otherwise(made)) == []
    # Where a unit has no place in a pair, regions come first and programmes may differ by it.
    otherwise = shown_otherwise(made)
    assert {kind for _, kind, _ in otherwise} <= {"programme"}
    for thing, tables in otherwise.items():
        del tables["region-programme"]
        assert len(set(tables.values())) == 1, thing
