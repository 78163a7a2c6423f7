"""Charts drawn from the rows of a table: what they hold, and that they can be drawn."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
import vl_convert

from finmodel.report.charts import by_year_chart, causes_chart, dumbbells_chart, ribbons_chart
from tests.report.test_charts import rows, title

FLOWS = pd.DataFrame(
    [
        ("State", "Literacy", "North", 300.0),
        ("State", "Literacy", "South", 100.0),
        ("State", "Skills", "North", 50.0),
        ("Fund", "Skills", "South", 150.0),
        ("Fund", "Skills", "North", 0.0),
    ],
    columns=["source", "programme", "region", "amount"],
)
HEADS = {"source": "Source", "programme": "Programme", "region": "Region"}


def drawn(chart: Any) -> str:
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def test_ribbons_hold_all_money_twice_and_nodes_three_times() -> None:
    chart = ribbons_chart(FLOWS, HEADS, "million MNT", "The state pays most", "2026-2030")
    found = rows(chart)
    links = [row for row in found if "path" in row]
    assert {(row["from"], row["to"]): row["amount"] for row in links} == {
        ("State", "Literacy"): 400.0,
        ("State", "Skills"): 50.0,
        ("Fund", "Skills"): 150.0,
        ("Literacy", "North"): 300.0,
        ("Literacy", "South"): 100.0,
        ("Skills", "North"): 50.0,
        ("Skills", "South"): 150.0,
    }
    nodes = {row["name"]: row for row in found if "stage" in row}
    assert {name: row["amount"] for name, row in nodes.items()} == {
        **{"State": 450.0, "Fund": 150.0, "Literacy": 400.0, "Skills": 200.0},
        **{"North": 350.0, "South": 250.0},
    }
    for row in nodes.values():
        assert row["bottom"] - row["top"] == pytest.approx(row["amount"] * 0.6)
    assert {row["region"] for row in links} == {None, "North", "South"}
    assert "State" in drawn(chart)


def test_a_ribbon_is_as_wide_as_its_money_at_both_ends() -> None:
    chart = ribbons_chart(FLOWS, HEADS, "million MNT", "F", "N")
    for row in rows(chart):
        if "path" in row:
            numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", row["path"])]
            upper, lower, beginning = numbers[7], numbers[9], numbers[-1]
            assert lower - upper == pytest.approx(row["amount"] * 0.6, abs=0.02)
            assert beginning == pytest.approx(row["amount"] * 0.6, abs=0.02)


def test_ribbons_of_no_money_are_an_empty_chart() -> None:
    empty = FLOWS.assign(amount=0.0)
    assert "No money" in drawn(ribbons_chart(empty, HEADS, "MNT", "No money is allocated", "N"))


def test_panels_hold_each_amount_on_the_same_axis() -> None:
    table = pd.DataFrame(
        [("Literacy", 2026, 1.0), ("Literacy", 2027, 2.0), ("Skills", 2026, 3.0)],
        columns=["name", "year", "amount"],
    )
    names = ["Skills", "Literacy"]
    chart = by_year_chart(table, names, ("Programme", "Year", "MNT"), "It grows", "note")
    assert sum(row["amount"] for row in rows(chart)) == 6.0
    assert title(chart) == "It grows"
    svg = drawn(chart)
    assert svg.index("Skills") < svg.index("Literacy")
    assert ">2026<" in svg
    assert ">2027<" in svg


def test_dumbbells_stand_at_both_shares() -> None:
    table = pd.DataFrame({"name": ["North", "South"], "first": [0.5, 0.6], "second": [0.7, 0.6]})
    chart = dumbbells_chart(table, ("May", "June"), ("Region", "share"), "North gains", "note")
    points = {(row["name"], row["side"]): row["share"] for row in rows(chart) if "side" in row}
    assert points == {
        ("North", "May"): 0.5,
        ("South", "May"): 0.6,
        ("North", "June"): 0.7,
        ("South", "June"): 0.6,
    }
    assert "June" in drawn(chart)


def test_causes_lead_from_the_first_total_to_the_second() -> None:
    chart = causes_chart(
        [("May", 41000.0, "41,000"), ("June", 41600.0, "41,600")],
        [("Levy", 1500.0, "+1,500"), ("Price", -900.0, "-900")],
        ("Step", "million MNT"),
        "The levy moves most",
        "note",
    )
    steps = [(row["from"], row["to"]) for row in rows(chart) if "from" in row]
    assert steps[:2] == [(41000.0, 42500.0), (42500.0, 41600.0)]
    svg = drawn(chart)
    for words in ("May", "June", "+1,500", "-900", "million MNT"):
        assert words in svg
