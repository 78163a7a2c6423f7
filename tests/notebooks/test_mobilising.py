"""The notebook on new finance runs from top to bottom, and what it says is true."""

from __future__ import annotations

import json

import nbformat
import pytest

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.scenario.load import load_scenario
from finmodel.scenario.sources.unfunded import UNFUNDED
from tests.notebooks.test_notebooks import MONGOLIA, ROOT, probe_of, run, text_of

PROBE = """
import json
def rows(chart):
    chart = chart.to_dict(format="vega-lite")
    return [row for data in chart["datasets"].values() for row in data]
print("PROBE" + json.dumps({
    "waterfall": rows(charts.waterfall_chart(allocation)),
    "levers": rows(charts.levers_chart(allocation)),
    "closing": rows(charts.closing_chart(allocation)),
}))
"""


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    """The allocation that the notebook speaks of, made without it."""
    return allocate(load_scenario(MONGOLIA / "mobilising-resources.yaml"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook after a run in a folder that is not its own."""
    notebook = nbformat.read(ROOT / "notebooks" / "03-mobilising-resources.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE))
    return run(notebook, tmp_path_factory.mktemp("elsewhere"))


def test_the_waterfall_leads_from_the_need_to_what_is_missing(
    ran: nbformat.NotebookNode, allocation: Allocation
) -> None:
    rows = [row for row in probe_of(ran)["waterfall"] if "kind" in row]
    need = next(row["amount"] for row in rows if row["kind"] == "need")
    paid = sum(row["amount"] for row in rows if row["kind"] == "paid by")
    missing = sum(row["amount"] for row in rows if row["kind"] == "not funded")
    assert paid + missing == pytest.approx(need, abs=1e-3)
    money = allocation.money.to_pylist()
    unfunded = sum(row["amount"] for row in money if row["source"] == UNFUNDED)
    assert missing == pytest.approx(unfunded / 1e6, abs=1e-6)
    later = [row for row in rows if row["kind"] == "due after the plan"]
    assert all(row["low"] < 0 and row["high"] == 0 for row in later)


def test_levers_bring_what_is_saved(ran: nbformat.NotebookNode, allocation: Allocation) -> None:
    drawn = sum(row["raised"] for row in allocation.tables["levers"].to_pylist())
    shown = sum(row["money"] for row in probe_of(ran)["levers"])
    assert shown == pytest.approx(drawn / 1e6, abs=1e-6)


def test_the_price_is_that_of_the_saved_steps(
    ran: nbformat.NotebookNode, allocation: Allocation
) -> None:
    steps = allocation.tables["closing"].to_pylist()
    assert [row["cost"] for row in probe_of(ran)["closing"]] == [row["least_cost"] for row in steps]
    assert f"{steps[-1]['price']:.3g}" in text_of(ran)


def test_nothing_warns(ran: nbformat.NotebookNode) -> None:
    outputs = [output for cell in ran.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"], json.dumps(outputs)
