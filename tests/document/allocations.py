"""Documents of saved allocations, laid out plainly: the money by every column."""

from __future__ import annotations

import altair as alt

from finmodel.allocation.allocation import Allocation
from finmodel.report.document.parts import Chapter, Column, Document, Drawn, Figure, Table, Words

BY = ("region", "programme", "year", "category", "source")


def money_by(allocation: Allocation, key: str) -> Table:
    """All the money by one column."""
    rows = allocation.money.to_pandas().groupby(key, sort=True, as_index=False)["amount"].sum()
    total = float(allocation.money["amount"].to_numpy().sum())
    columns = (
        Column(key, key.capitalize(), "year" if key == "year" else "text"),
        Column("amount", "Money", "money", total=True),
    )
    return Table(f"by-{key}", f"Money by {key}", columns, rows, adds_up_to={"amount": total})


def document(allocation: Allocation) -> Document:
    """The money by every column, a chart of each, and every payment."""
    chapters = []
    for key in BY:
        table = money_by(allocation, key)
        drawn_rows = table.rows.assign(
            amount=table.rows["amount"] / allocation.scenario.money.scale
        )
        chart = alt.Chart(drawn_rows).mark_bar().encode(x="amount:Q", y=f"{key}:N")
        drawn = [Drawn("amount", "amount", {key: key})]
        finding = f"Money differs by {key}"
        figure = Figure(f"{key}-drawn", finding, chart, table.id, drawn=drawn)
        part = "findings" if key == "year" else "detail"
        chapters.append(Chapter(key, f"By {key}", [Words("All of it."), figure, table], part))
    columns = [Column(key, key.capitalize(), "year" if key == "year" else "text") for key in BY]
    columns.append(Column("amount", "Money", "money", total=True))
    rows = allocation.money.to_pandas()
    payments = Table("payments", "Every payment", columns, rows)
    chapters.append(Chapter("all", "Every payment", [payments], "annex"))
    money = allocation.scenario.money
    return Document(
        title=allocation.scenario.title.read("en"),
        standing="proposed, not an appropriation",
        language="en",
        money_unit=str(money),
        money_scale=money.scale,
        digest="0123abcd" * 8,
        chapters=chapters,
    )
