"""A small report, built by hand."""

from __future__ import annotations

import altair as alt
import pandas as pd

from finmodel.report.document.parts import Chapter, Column, Document, Drawn, Figure, Table, Words

REGIONS = ("North", "Capital", "South Steppe")


def regions(
    names: tuple[str, ...] = REGIONS, money: tuple[float, ...] = (4e8, 4e8, 1.2e9)
) -> Table:
    """Money and coverage of regions."""
    rows = pd.DataFrame(
        {
            "region": names,
            "money": money,
            "coverage": [0.5, None, 0.125],
            "learners": [1200, 30000, 450],
            "since": [2026, 2027, 2028],
        }
    )
    columns = (
        Column("region", "Region"),
        Column("money", "Money", "money", total=True),
        Column("coverage", "Coverage", "share", decimals=1),
        Column("learners", "Output", "count", unit="learners", total=True),
        Column("since", "Since", "year"),
    )
    total = {"money": sum(money)}
    return Table("regions", "Money by region", columns, rows, adds_up_to=total)


def many_regions() -> Table:
    """Twelve regions of more and more money, enough for a filter."""
    rows = pd.DataFrame(
        {
            "region": [f"Place {at}" for at in range(12)],
            "money": [1e8 * at for at in range(12)],
        }
    )
    return Table("regions", "Money by region", regions().columns[:2], rows)


def bars(table: Table, finding: str = "South Steppe gets most") -> Figure:
    """Money of regions as bars, with a mark for each that can be chosen."""
    data = table.rows[["region", "money"]].assign(million=table.rows["money"] / 1e6)
    chart = (
        alt.Chart(data, title=alt.Title(finding, subtitle="million MNT"))
        .mark_bar()
        .encode(
            x="million:Q",
            y=alt.Y("region:N", axis=alt.Axis(labelLimit=600)),
            tooltip=["region:N", "million:Q"],
        )
    )
    drawn = [Drawn("million", "money", {"region": "region"})]
    return Figure("regions-drawn", finding, chart, table.id, "region", (), drawn, ("money",))


def document(language: str = "en", table: Table | None = None, title: str = "A plan") -> Document:
    """A report of one table and its chart."""
    table = table or regions()
    chapter = Chapter("who", "Who gets what?", [Words("Three regions."), bars(table), table])
    return Document(
        title=title,
        standing="proposed, not an appropriation",
        language=language,
        money_unit="million MNT",
        money_scale=1_000_000,
        digest="0123abcd",
        chapters=[chapter],
    )
