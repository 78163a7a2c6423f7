"""What screens show of the terms of sources."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from finmodel.panel.build import build_panel
from finmodel.report.facts import scenario_facts
from finmodel.report.picture import picture
from finmodel.report.show import print_facts
from finmodel.report.terminal import print_picture
from tests.allocation.helpers import loaded, solved
from tests.program.small import scenario

TRANSFER = {"kind": "earmarked transfer", "amount": 80, "formula": {"adults": 0.5, "equal": 0.5}}
FEES = {"kind": "household fee", "fee": 10000, "users": 2000, "exempt": 0, "collection": 1}


def printed(facts: dict[str, Any], show: Any) -> list[str]:
    console = Console(file=io.StringIO(), width=100)
    show(console, facts)
    assert isinstance(console.file, io.StringIO)
    return [line.strip() for line in console.file.getvalue().splitlines()]


def amounts(lines: list[str], start: str) -> list[str]:
    """Words after the start of the first line that begins with it."""
    line = next(line for line in lines if line.startswith(start))
    return line.removeprefix(start).split()


def test_what_regions_get_by_formula_is_shown_with_the_terms() -> None:
    given = scenario(sources={"transfer": TRANSFER})
    lines = printed(scenario_facts(loaded(given), build_panel(given)), print_facts)
    assert any(line.startswith("Transfer: One amount a year is shared") for line in lines)
    part = lines[lines.index("Transfer, by region  million MNT") :]
    assert amounts(part, "East") == ["38%", "30", "30", "60"]
    assert amounts(part, "West") == ["62%", "50", "50", "100"]


def test_public_funds_and_private_money_stand_apart() -> None:
    given = scenario(sources={"fees": FEES})
    lines = printed(scenario_facts(loaded(given), build_panel(given)), print_facts)
    assert amounts(lines, "Total") == ["170", "170", "340"]
    assert amounts(lines, "Public funds") == ["150", "150", "300"]
    assert amounts(lines, "Private money, apart") == ["20", "20", "40"]
    allocation = solved(given)
    assert allocation is not None
    lines = printed(picture(allocation), print_picture)
    assert amounts(lines, "Public funds")[:2] == ["300", "300"]
    assert amounts(lines, "Private money, apart")[:2] == ["40", "40"]


def test_public_funds_alone_are_not_said_twice() -> None:
    given = scenario()
    lines = printed(scenario_facts(loaded(given), build_panel(given)), print_facts)
    assert not any(line.startswith("Public funds") for line in lines)
