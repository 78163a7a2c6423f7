"""Help in kind is shown, and kept out of totals of money."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from finmodel.lab.summary import summary
from finmodel.panel.build import build_panel
from finmodel.report.facts import scenario_facts
from finmodel.report.picture import picture
from finmodel.report.show import print_facts
from finmodel.report.terminal import print_picture
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import loaded, rows, solved
from tests.choice.small import programme, scenario


def with_help() -> Scenario:
    """Cost of 200 thousand; a budget of 60, and work worth 40, of which 30 covers half a cost."""
    costs = {"staff": {"amount": 700}, "works": {"amount": 300, "category": "capital"}}
    days: dict[str, Any] = {
        "kind": "community contribution in kind",
        "quantity": 40,
        "of": "days of work",
        "valued_at": 1000,
        "pays_at_most": 0.5,
        "only_for": {"categories": "capital"},
    }
    return scenario(
        programmes={"p": programme(unit_cost=costs)},
        sources={"work": days, "state": {"kind": "central budget", "ceiling": 102}},
    )


def printed(facts: dict[str, Any], show: Any) -> str:
    console = Console(file=io.StringIO(), width=100)
    show(console, facts)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_totals_of_money_leave_help_in_kind_out() -> None:
    allocation = solved(with_help())
    assert allocation is not None
    facts = picture(allocation)
    # 120 units cost 120, of which half of the works, 18, is done by the community.
    assert facts["used"] == 102_000
    assert facts["in_kind"] == 18_000
    assert facts["available"] == 102_000
    assert sum(row["amount"] for row in rows(allocation, "money")) == 120_000
    assert [row["source"] for row in facts["sources"]] == ["state", "work"]
    assert sum(row["spending"] for row in facts["programmes"]) == 120_000


def test_screens_show_it_below_the_total() -> None:
    allocation = solved(with_help())
    assert allocation is not None
    text = printed(picture(allocation), print_picture)
    assert "102 of 102 thousand MNT" in text
    assert "covers cost of another 18" in text
    part = text[text.index("Money by source") : text.index("Coverage of need")]
    assert part.index("Total") < part.index("Work (in kind, apart)")
    assert "**102 of 102 thousand MNT**" in summary(allocation)


def test_show_keeps_it_apart() -> None:
    given = with_help()
    facts = scenario_facts(loaded(given), build_panel(given))
    text = printed({**facts, "shared": []}, print_facts)
    total = next(line for line in text.splitlines() if line.startswith("  Total"))
    assert total.split()[1:] == ["102"]
    assert "Work (in kind, apart)" in text
