"""`finmodel show` says what is scarce besides money, and what comes whole or not at all."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console

from finmodel.panel.build import build_panel
from finmodel.report.facts import scenario_facts
from finmodel.report.show import print_facts
from tests.scenario.conftest import Draft

CAPACITIES = """\
capacities:
  trainers:
    name: Trainers
    amount: {2026: 40, 2027-2028: 50}
    use: {literacy: 0.1}
    whole_in_each_region: yes
    stand_ins: {assistants: 2}
  assistants: {name: Assistants, amounts: {N: 4, S: 6}, use: {literacy: 0.05}}
policies:
"""
COUNT = "  slowly: {programme: workshops, new_regions: {at_most: {2026: 1, 2027: 2}}}\nobjective:\n"


def test_capacities_lumps_and_counts_are_said(tmp_path: Path) -> None:
    draft = Draft(tmp_path).change("policies:\n", CAPACITIES).change("objective:\n", COUNT)
    area = "    learning_city_area: quality in learning\n"
    loaded = draft.change(area, area + "    lumps: {size: 2.5, stay: yes}\n").load()
    console = Console(file=StringIO(), record=True, width=400)
    print_facts(console, scenario_facts(loaded, build_panel(loaded.scenario)))
    said = console.export_text()
    literacy = loaded.scenario.programmes["literacy"].name.read()
    workshops = loaded.scenario.programmes["workshops"].name.read()
    assert (
        "Trainers: There is: 40 (2026) and 50 (2027-2028) in the whole country. A unit of output "
        f"uses: {literacy} 0.1. Each region uses whole ones. 2 of Assistants do the work of one."
    ) in said
    elsewhere = "Assistants: There is: given by region, for 2 of them. A unit of output uses: "
    assert f"{elsewhere}{literacy} 0.05." in said
    assert f"In whole lumps only, with their size: {workshops} (2.5, and they stay)." in said
    begins = "begins in at most 1 (2026) and 2 (2027) new regions in each year."
    assert f"Output on {workshops} {begins}" in said
