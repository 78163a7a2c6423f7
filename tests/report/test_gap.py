"""The screen of the gap adds up as it is shown and says what the tables hold."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from rich.console import Console

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.report.charts import (
    benchmarks_chart,
    chances_chart,
    gap_chart,
    tile_map,
    who_pays_chart,
)
from finmodel.report.gap import SAID, gap_picture
from finmodel.report.gap_terminal import print_gap
from finmodel.report.indicators import indicators, small_percent
from finmodel.report.views import View
from finmodel.scenario.load import load_scenario

GAP = Path(__file__).parents[2] / "scenarios" / "mongolia-lifelong-learning" / "financing-gap.yaml"
SUMS = ("Total", "Public funds", "Private money")
AMOUNT = re.compile(r"(?<=\s)[\d,]+(?=\s|$)")


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    return allocate(load_scenario(GAP))


def screen(allocation: Allocation, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_gap(console, gap_picture(View(allocation)), Path("saved"))
    return console.file.getvalue()  # type: ignore[attr-defined]


def columns(text: str, heading: str, last: str) -> tuple[list[list[int]], list[int]]:
    """Amounts of a table's rows, and of its last row."""
    part = text[text.index(heading) :]
    lines = part[: part.index("\n", part.index(f"\n  {last} "))].splitlines()[2:]
    # Sums within the table stand beside their parts.
    lines = [line for line in lines if not line.strip().startswith(SUMS) or last in line]
    lines.append(part[part.index(f"\n  {last} ") :].splitlines()[1])
    rows = [[int(a.replace(",", "")) for a in AMOUNT.findall(line[8:])] for line in lines]
    amounts = [row for row in rows if len(row) >= 4]
    return amounts[:-1], amounts[-1]


@pytest.mark.parametrize(
    ("heading", "last"),
    [
        ("What the targets cost", "Total"),
        ("Who pays", "Cost"),
        ("What is missing by programme", "Total"),
    ],
)
def test_columns_add_up_as_they_are_shown(allocation: Allocation, heading: str, last: str) -> None:
    rows, total = columns(screen(allocation), heading, last)
    assert len(rows) >= 5
    assert [sum(column) for column in zip(*rows, strict=True)] == total


def test_public_and_private_money_stand_apart_and_help_in_kind_is_no_cash(
    allocation: Allocation,
) -> None:
    text = screen(allocation)
    part = text[text.index("Who pays") : text.index("What is missing by programme")]
    rows = {
        line.strip().split("  ")[0]: [int(one.replace(",", "")) for one in AMOUNT.findall(line)]
        for line in part.splitlines()
        if len(AMOUNT.findall(line)) == 4
    }
    facts = [row for row in gap_picture(View(allocation))["by_source"] if row["cash"]]
    private = [row["name"] for row in facts if not row["public"]]
    assert private == ["Employers' contributions", "Community contributions"]
    assert rows["Private money, apart"] == [
        sum(rows[name][e] for name in private) for e in range(4)
    ]
    both = zip(rows["Public funds"], rows["Private money, apart"], strict=True)
    assert rows["Total"] == [sum(pair) for pair in both]
    assert "Guarantee" not in part
    missing, kind = rows["Not funded"], rows["Community work (in kind, apart)"]
    assert kind[1] > 0
    assert rows["Cost"] == [sum(each) for each in zip(rows["Total"], kind, missing, strict=True)]


def test_each_envelope_is_missing_less(allocation: Allocation) -> None:
    facts = gap_picture(View(allocation))
    missing = [facts["missing"][envelope] for envelope in facts["envelopes"]]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > missing[-1]
    for kind in ("by_year", "by_region", "by_programme"):
        for envelope in facts["envelopes"]:
            parts = sum(row["missing"][envelope] for row in facts[kind])
            assert parts == facts["missing"][envelope]
        assert sum(row["cost"] for row in facts[kind]) == facts["cost"]


def test_the_chances_lie_between_the_envelopes(allocation: Allocation) -> None:
    facts = gap_picture(View(allocation))
    chances = facts["chances"]
    assert facts["missing"]["everything"] <= chances["mean"] <= facts["missing"]["committed"]
    assert chances["mean"] <= chances["not_more_than"]
    assert f"{round(chances['not_more_than'] / 1e6):,} million MNT" in screen(allocation)


def test_indicators_follow_from_the_money(allocation: Allocation) -> None:
    view = View(allocation)
    found = {row["id"]: row for row in indicators(view)}
    cash = {k for k, source in allocation.scenario.sources.items() if source.cash}
    paid = [row for row in allocation.money.to_pylist() if row["source"] in cash]
    total = sum(row["amount"] for row in paid)
    abroad = {k for k, source in allocation.scenario.sources.items() if not source.domestic}
    external = sum(row["amount"] for row in paid if row["source"] in abroad)
    assert found["aid_dependency"]["share"] == pytest.approx(external / total)
    assert found["domestic_share"]["share"] == pytest.approx(1 - external / total)
    assert found["recurrent_after_plan"]["amount"] == sum(
        row["amount"]
        for row in allocation.money.to_pylist()
        if row["category"] == "recurrent" and row["year"] == 2030
    )


def test_benchmarks_are_shown_beside_what_they_speak_of(allocation: Allocation) -> None:
    text = screen(allocation)
    part = text[text.index("How it is financed") : text.index("How the sources were spread")]
    for words in (
        "15-20% or more",
        "4-6% or more",
        "GDP of 2024",
        "revenue of 2025",
    ):
        assert words in part
    found = {row["id"]: row for row in indicators(View(allocation))}
    assert found["education_to_gdp"]["share"] == pytest.approx(3_800_000 / 80_663_050.96)
    assert small_percent(found["education_to_gdp"]["share"]) in part


def test_a_saved_allocation_without_indicators_is_shown(allocation: Allocation) -> None:
    tables = {name: table for name, table in allocation.tables.items() if name != "indicators"}
    assert "How it is financed" not in screen(replace(allocation, tables=tables))


def test_a_chart_of_benchmarks_needs_national_figures(allocation: Allocation) -> None:
    table = allocation.tables["indicators"]
    bare = table.slice(0, table["indicator"].to_pylist().index("recurrent_after_plan"))
    without = replace(allocation, tables={**allocation.tables, "indicators": bare})
    with pytest.raises(ValueError, match="write `national_figures`"):
        benchmarks_chart(without)


@pytest.mark.parametrize("width", [70, 100, 160])
def test_the_screen_fits(allocation: Allocation, width: int) -> None:
    assert max(len(line.rstrip()) for line in screen(allocation, width).splitlines()) <= width


def test_facts_are_json(allocation: Allocation) -> None:
    assert json.loads(json.dumps(gap_picture(View(allocation))))["question"] == "gap"


@pytest.mark.parametrize(
    "draw",
    [benchmarks_chart, gap_chart, who_pays_chart, chances_chart, lambda a: tile_map(a, "gap")],
)
def test_charts_can_be_drawn(allocation: Allocation, draw: Any) -> None:
    chart = draw(allocation)
    assert vl_convert.vegalite_to_svg(chart.to_json()).startswith("<svg")


def rows(chart: Any) -> list[dict[str, Any]]:
    return [row for data in chart.to_dict()["datasets"].values() for row in data]


def test_charts_hold_the_tables(allocation: Allocation) -> None:
    facts = gap_picture(View(allocation))
    bars = rows(gap_chart(allocation))
    for envelope, word in SAID.items():
        mine = [row for row in bars if row["envelope"] == word]
        assert sum(row["money"] for row in mine) == pytest.approx(facts["cost"] / 1e6)
        missing = sum(row["money"] for row in mine if row["part"] == "missing")
        assert missing == pytest.approx(facts["missing"][envelope] / 1e6)
        paid = [row for row in rows(who_pays_chart(allocation)) if row["envelope"] == word]
        shown = sum(int(row["shown"].replace(",", "")) for row in paid)
        assert shown == round(facts["cost"] / 1e6)
    steps = [row["probability"] for row in rows(chances_chart(allocation)) if len(row) == 2]
    assert max(steps) == pytest.approx(1)
