"""The notebook on rules and fairness runs from top to bottom, and what it says is true."""

from __future__ import annotations

import json

import nbformat
import numpy as np
import pytest

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.lab.summary import totals
from finmodel.scenario.load import load_scenario
from tests.notebooks.test_notebooks import MONGOLIA, ROOT, probe_of, run, text_of

IN_TURN = 'objective=["maximise lowest coverage, then the next", {then: maximise benefit}]'
PROBE = """
import json
def rows(chart):
    chart = chart.to_dict(format="vega-lite")
    return [row for data in chart["datasets"].values() for row in data]
print("PROBE" + json.dumps({
    "curve": rows(charts.fairness_chart(curve)),
    "rules": rows(charts.rules_chart(allocation)),
    "maps": rows(charts.goals_map({"benefit": benefit, "worst-off": worst_off})),
}))
"""


@pytest.fixture(scope="module")
def goals() -> dict[str, Allocation]:
    """The allocations that the notebook speaks of, made without it."""
    changes = {"benefit": ["objective=[maximise benefit]"], "written": [], "worst-off": [IN_TURN]}
    return {goal: allocate(load_scenario(MONGOLIA, change)) for goal, change in changes.items()}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook after a run in a folder that is not its own."""
    notebook = nbformat.read(ROOT / "notebooks" / "04-rules-and-fairness.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE))
    return run(notebook, tmp_path_factory.mktemp("elsewhere"))


def test_the_curve_leads_from_the_most_benefit_to_the_highest_lowest_coverage(
    ran: nbformat.NotebookNode, goals: dict[str, Allocation]
) -> None:
    curve = probe_of(ran)["curve"]
    first, last = curve[0], curve[-1]
    assert first["value"] == pytest.approx(totals(goals["benefit"]).benefit, rel=1e-5)
    assert first["given_up"] == 0
    assert last["level"] == pytest.approx(totals(goals["worst-off"]).lowest, rel=1e-5)
    assert last["value"] >= totals(goals["worst-off"]).benefit * (1 - 1e-5)
    lost = np.array([row["given_up"] for row in curve])
    level = np.array([row["level"] for row in curve])
    # More is given up for each further step: the best benefit is concave in the level.
    price = np.diff(lost) / np.diff(level)
    assert (np.diff(price) >= -1e-7).all()
    assert last["given_up"] > 0


def test_the_plan_as_written_lies_on_the_curve(
    ran: nbformat.NotebookNode, goals: dict[str, Allocation]
) -> None:
    curve, written = probe_of(ran)["curve"], totals(goals["written"])
    at = np.interp(written.lowest, [row["level"] for row in curve], [row["value"] for row in curve])
    # The line lies below the best benefit between two of its points.
    assert written.benefit >= at * (1 - 1e-5)
    assert f"| The plan as written | {written.benefit:,.0f} |" in text_of(ran)


def test_the_maps_show_the_coverage_of_both_goals(
    ran: nbformat.NotebookNode, goals: dict[str, Allocation]
) -> None:
    shown = sorted(row["value"] for row in probe_of(ran)["maps"])
    assert len(shown) == 60
    assert shown[0] < totals(goals["worst-off"]).lowest <= shown[-1]


def test_the_rules_are_those_of_the_saved_table(
    ran: nbformat.NotebookNode, goals: dict[str, Allocation]
) -> None:
    saved = goals["written"].constraints.to_pylist()
    for row in probe_of(ran)["rules"]:
        mine = [each for each in saved if each["sentence"] == row["sentence"]]
        sides = [side for each in mine for side in (each["one_more"], each["one_less"])]
        assert row["gain"] in [abs(side) for side in sides if side]
        assert 0 < row["binding"] <= len(mine)
    assert probe_of(ran)["rules"]


def test_nothing_warns(ran: nbformat.NotebookNode) -> None:
    outputs = [output for cell in ran.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"], json.dumps(outputs)
