"""The notebooks run from top to bottom, and what they say is true."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.scenario.load import load_scenario

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MONGOLIA = ROOT / "scenarios" / "mongolia-lifelong-learning"

# Added at the end of the notebook as it runs: numbers that its charts hold.
PROBE = """
import json
def rows(chart):
    chart = chart.to_dict(format="vega-lite")
    return [row for data in chart["datasets"].values() for row in data]
flows = rows(charts.flows_chart(allocation))
tiles = rows(charts.tile_map(allocation))
more = rows(charts.one_more_chart(allocation))
print("PROBE" + json.dumps({
    "flows": sum(row["money"] for row in flows),
    "flows_shown": {row["column"]: row["shown"] for row in flows},
    "flows_rows": [[row["column"], row["shown"]] for row in flows],
    "tiles": sum(row["money"] for row in tiles),
    "labels": [row["label"] for row in tiles],
    "more": [row["gain"] for row in more],
    "moved": rule.words("70%"),
    "same": rule.words("as written"),
}))
"""


@pytest.fixture(scope="module")
def allocation() -> Allocation:
    """The allocation that the notebook speaks of, made without it."""
    return allocate(load_scenario(MONGOLIA))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The first notebook after a run in a folder that is not its own."""
    notebook = nbformat.read(ROOT / "notebooks" / "01-first-allocation.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE))
    away = tmp_path_factory.mktemp("elsewhere")
    return run(notebook, away)


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run all cells with this interpreter, warnings shown as outputs."""
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.create_kernel_manager()
    client.km.kernel_cmd = [
        *(sys.executable, "-m", "ipykernel_launcher"),
        *("-f", "{connection_file}"),
    ]
    return client.execute(env={"PYTHONPATH": str(ROOT), **environment()})


def environment() -> dict[str, str]:
    """This process's environment, without what names another notebook."""
    import os

    return {key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"}


def text_of(notebook: nbformat.NotebookNode) -> str:
    """All that the cells printed or showed as text."""
    words = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            words += [output.get("text", ""), data.get("text/markdown", "")]
    return "\n".join(words)


def probe_of(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Numbers that the probe found."""
    line = next(line for line in text_of(notebook).splitlines() if line.startswith("PROBE"))
    found: dict[str, Any] = json.loads(line.removeprefix("PROBE"))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_is_kept_without_outputs_and_small(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.stat().st_size < 500_000
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_warns_of_nothing(ran: nbformat.NotebookNode) -> None:
    errors = [
        output.text
        for cell in ran.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    assert errors == []


def test_total_is_the_allocations(ran: nbformat.NotebookNode, allocation: Allocation) -> None:
    rows, sources = allocation.money.to_pylist(), allocation.scenario.sources
    cash = sum(row["amount"] for row in rows if sources[row["source"]].cash) / 1e6
    assert f"**{cash:,.0f} of " in text_of(ran)
    total = sum(row["amount"] for row in rows) / 1e6
    probe = probe_of(ran)
    assert probe["flows"] == pytest.approx(total, rel=1e-12)
    assert probe["tiles"] == pytest.approx(total, rel=1e-12)


def test_columns_of_the_flows_add_up_as_shown(ran: nbformat.NotebookNode) -> None:
    sums: dict[str, int] = {}
    for column, shown in probe_of(ran)["flows_rows"]:
        sums[column] = sums.get(column, 0) + int(shown.replace(",", ""))
    assert len(sums) >= 8
    for column, total in sums.items():
        written = re.search(r": ([\d,]+)$", column)
        assert written is not None
        assert total == int(written[1].replace(",", ""))


def test_every_region_has_a_square_of_its_own(ran: nbformat.NotebookNode) -> None:
    labels = probe_of(ran)["labels"]
    assert len(labels) == 30
    assert len(set(labels)) == 30


def test_one_more_billion_is_the_tables(ran: nbformat.NotebookNode, allocation: Allocation) -> None:
    best: dict[str, float] = {}
    for row in allocation.one_more.to_pylist():
        best[row["source"]] = max(best.get(row["source"], 0.0), row["gain"])
    assert sorted(probe_of(ran)["more"]) == pytest.approx(sorted(best.values()), abs=1e-4)


def test_rows_of_a_heading_add_up_to_all_the_money(
    ran: nbformat.NotebookNode, allocation: Allocation
) -> None:
    sums: dict[str, int] = {}
    heading = ""
    for line in text_of(ran).splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and cells[3].endswith("%"):
            heading = cells[0].strip("*") or heading
            sums[heading] = sums.get(heading, 0) + int(cells[2].replace(",", ""))
    overlap = {"Counts towards", "For target groups"}
    assert overlap < set(sums)
    total = round(sum(allocation.money["amount"].to_pylist()) / 1e6)
    assert {sums[each] for each in set(sums) - overlap} == {total}


def test_moving_the_rule_says_what_it_costs(ran: nbformat.NotebookNode) -> None:
    probe = probe_of(ran)
    assert probe["same"].startswith("The plan as written")
    assert "Gain most" in probe["moved"] or "No allocation satisfies" in probe["moved"]
    assert probe["moved"] != probe["same"]


@pytest.fixture(scope="module")
def ran_gap(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The second notebook after a run in a folder that is not its own."""
    notebook = nbformat.read(ROOT / "notebooks" / "02-financing-gap.ipynb", as_version=4)
    return run(notebook, tmp_path_factory.mktemp("elsewhere"))


def test_the_gap_notebook_says_what_the_tables_hold(ran_gap: nbformat.NotebookNode) -> None:
    allocation = allocate(load_scenario(MONGOLIA / "financing-gap.yaml"))
    gap = allocation.tables["gap"].to_pylist()
    text = text_of(ran_gap)
    for envelope in ("committed", "secured"):
        missing = sum(row["unfunded"] for row in gap if row["envelope"] == envelope)
        assert f"{round(missing / 1e6):,} (" in text
    cost = sum(row["cost"] for row in gap if row["envelope"] == "secured")
    assert text.count(f"The targets cost {round(cost / 1e6):,} million MNT") == 2
    assert "| Domestic money |" in text
    assert "| GDP of 2024 | Education 2030: 4-6% or more, one of two |" in text


def test_the_gap_notebook_warns_of_nothing(ran_gap: nbformat.NotebookNode) -> None:
    outputs = [output for cell in ran_gap.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    charts = [output for output in outputs if output.get("output_type") == "display_data"]
    drawn = [*charts, *(o for o in outputs if o.get("output_type") == "execute_result")]
    assert len(drawn) >= 8
