"""What is printed: the picture of an allocation and the facts of a scenario."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from finmodel.panel.build import build_panel
from finmodel.report.facts import scenario_facts
from finmodel.report.picture import picture
from finmodel.report.show import print_facts
from finmodel.report.terminal import print_picture
from finmodel.report.tilemap import print_tile_map
from finmodel.scenario.load import Loaded, load_scenario
from finmodel.scenario.write import write_tree
from tests.report.conftest import FakeAllocation


def console(width: int = 100, **options: Any) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False, markup=False, **options)


def printed(screen: Console) -> str:
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


@pytest.fixture
def facts(allocation: FakeAllocation) -> dict[str, Any]:
    return picture(allocation)


@pytest.fixture
def loaded(tmp_path: Path, small_tree: dict[str, Any]) -> Loaded:
    write_tree(small_tree, tmp_path / "scenario.yaml")
    return load_scenario(tmp_path)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_picture_fits_every_width(facts: dict[str, Any], width: int) -> None:
    screen = console(width)
    print_picture(screen, facts, Path("allocations/small"))
    text = printed(screen)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text
    for words in ("Proposed, not an appropriation", "985", "Adult literacy", "allocations/small"):
        assert words in text


def test_picture_adds_up_as_shown(facts: dict[str, Any]) -> None:
    screen = console()
    print_picture(screen, facts)
    rows = {
        row[0]: [int(cell.replace(",", "")) for cell in re.findall(r"[\d,]*\d(?![\d%.,])", row[1])]
        for line in printed(screen).split("Coverage of need")[0].splitlines()
        if (row := re.split(r"\s{2,}", line.strip(), maxsplit=1))[0]
        in ("State budget", "Fund", "Total")
    }
    assert rows["Total"][0] == rows["State budget"][0] + rows["Fund"][0] == 9300
    assert rows["Total"][1] == rows["State budget"][1] + rows["Fund"][1] == 8315
    assert rows["Total"][-1] == rows["State budget"][-1] + rows["Fund"][-1] == 985


def test_map_is_read_without_colour_and_with(facts: dict[str, Any]) -> None:
    plain, colourful = console(), console(force_terminal=True, color_system="truecolor")
    print_picture(plain, facts)
    print_picture(colourful, facts)
    for words in ("Nor", "Cap", "20.0", "from 22.9"):
        assert words in printed(plain)
    assert "\x1b[" in printed(colourful)


def test_map_without_room_or_tiles_is_a_list(facts: dict[str, Any]) -> None:
    rows = [{**row, "tile": None} for row in facts["regions"]]
    screen = console(40)
    print_tile_map(screen, rows, {"north": 3.0, "south": 2.0, "capital": 1.0}, "MNT")
    names = [line.split(maxsplit=1)[1] for line in printed(screen).splitlines()[:3]]
    assert names == ["North Steppe", "South Steppe", "Capital"]


def test_map_of_equal_values_says_so(facts: dict[str, Any]) -> None:
    screen = console()
    values = dict.fromkeys(("north", "south", "capital"), 5.0)
    print_tile_map(screen, facts["regions"], values, "MNT")
    assert "about the same everywhere" in printed(screen)


def test_same_buys_are_put_together(facts: dict[str, Any]) -> None:
    first = facts["one_more"][0]
    facts["one_more"] = [first, {**first, "name": "Levy"}]
    screen = console()
    print_picture(screen, facts)
    assert "What one more billion MNT would buy" in printed(screen)
    assert "Any of: State budget; Levy" in printed(screen)
    same = [{**first, "name": name} for name in ("Levy", "Fund", "Fees", "Grant")]
    other = {**first, "name": "Loan", "gain": first["gain"] / 2}
    for rows, words in ((same, "Any source  "), ([*same, other], "Any source but: Loan")):
        facts["one_more"] = rows
        screen = console()
        print_picture(screen, facts)
        assert words in printed(screen)


def test_of_what_is_not_there_none_can_be_taken(facts: dict[str, Any]) -> None:
    first = facts["one_more"][0] | {"loss": None}
    step = first["step"]
    for has, short, words in (
        (0.0, "none to take", "there is none to take away"),
        (step / 2, "has less", "it has not as much to take away"),
        (2 * step, "breaks a rule", "with as much less no allocation keeps all the rules"),
    ):
        facts["one_more"] = [first | {"has": has}]
        screen = console()
        print_picture(screen, facts)
        assert short in printed(screen)
        assert words in " ".join(printed(screen).split())


def test_an_approved_budget_is_not_called_proposed(small_tree: dict[str, Any]) -> None:
    from finmodel.scenario.scenario import Scenario

    approved = FakeAllocation(Scenario.model_validate(small_tree | {"stage": "approved"}))
    screen = console()
    print_picture(screen, picture(approved))
    assert "not an appropriation" not in printed(screen)


def test_facts_are_json(facts: dict[str, Any], loaded: Loaded) -> None:
    json.dumps(facts, allow_nan=False)
    json.dumps(scenario_facts(loaded, build_panel(loaded.scenario)), allow_nan=False)


def test_facts_of_the_scenario(loaded: Loaded) -> None:
    facts = scenario_facts(loaded, build_panel(loaded.scenario))
    budget, fund = facts["envelopes"]
    assert (budget["total"], fund["by_year"]["2027"], fund["funding"]) == (8400, 300, True)
    literacy, centres = facts["programmes"]
    assert (literacy["unit_cost"], centres["unit_cost"]) == (600_000, 80_000_000)
    assert centres["unit_cost_already_paid"] == 60_000_000
    # 22,000 learners at 600,000 and 30 centres at 80 million, in the first year.
    assert facts["costs"]["full_need"]["2026"] == 13_200 + 2_400
    assert facts["costs"]["at_floor"]["2026"] == 1_560
    assert facts["costs"]["baseline_at_floor"]["2026"] == 180
    adults, herders, poverty = facts["attributes"]
    assert (adults["older_than_plan"], adults["scaled_to"]) == (True, 220_000)
    assert herders["none_recorded"] == 1
    assert (poverty["unknown"], poverty["unknown_treated_as"]) == (1, "mean")


def test_provenance_counts_figures_and_money(loaded: Loaded) -> None:
    provenance = scenario_facts(loaded, build_panel(loaded.scenario))["provenance"]
    assert provenance["money"] == {"official": 8400, "derived": 0, "illustrative": 900}
    assert provenance["choices"] > 0
    found = {(row["source"], row["status"]): row["figures"] for row in provenance["sourced"]}
    assert found["Budget law", "official"] == [
        "sources.state_budget.ceiling.2026",
        "sources.state_budget.ceiling.2027",
    ]
    assert found["Statistics Office", "official"] == ["regions: adults"]


@pytest.mark.parametrize("width", [60, 100])
def test_facts_are_printed(loaded: Loaded, width: int) -> None:
    screen = console(width)
    print_facts(screen, scenario_facts(loaded, build_panel(loaded.scenario)))
    text = printed(screen)
    assert max(len(line) for line in text.splitlines()) <= width
    flat = " ".join(text.split())
    for words in (
        "3 regions, 2 programmes, 2 sources, 2 years (2026-2027), 4 policies.",
        "proposed, not an appropriation",
        "Spending in aimags is at least 45% of all spending, in each year.",
        "scaled to add up to 220,000 (2025)",
        "Baseline is already paid from elsewhere",
        "Budget law",
    ):
        assert words in flat
