"""What must always hold, on random scenarios of every kind."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings

from finmodel.allocation.files import load, save
from finmodel.scenario.problems import ScenarioError
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources import Loan, LocalSource, PooledFund
from finmodel.scenario.sources.unfunded import UNFUNDED
from tests.synthetic.strategies import scenarios

from .helpers import answer, rows, solved

steady = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def totals(table: Iterable[dict[str, Any]], *keys: str) -> dict[tuple[Any, ...], int]:
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in table:
        found[tuple(row[key] for key in keys)] += row.get("amount", row.get("cost", 0))
    return found


@given(scenarios())
@steady
def test_no_source_is_overdrawn(scenario: Scenario) -> None:
    allocation = answer(scenario)
    for row in rows(allocation, "sources"):
        parts = [row[key] for key in ("used", "first_charges", "carried_out", "lapsed")]
        come = [row[key] for key in ("available", "drawn", "contract_income", "carried_in")]
        assert sum(come) == sum(parts)
        assert min(*come, *parts, row["debt_service"], row["expected_calls"]) >= 0
        assert row["first_charges"] >= row["debt_service"] + row["expected_calls"]


@given(scenarios())
@steady
def test_earmarks_are_kept(scenario: Scenario) -> None:
    allocation = answer(scenario)
    panel = allocation.panel
    year = {y: position for position, y in enumerate(panel.years)}
    allowed = {key: panel.eligible(key) for key in panel.sources}
    for row in rows(allocation, "money"):
        cell = (
            panel.positions["programme"][row["programme"]],
            panel.positions["region"][row["region"]],
            panel.positions["category"][row["category"]],
            year[row["year"]],
        )
        assert allowed[row["source"]][cell]


@given(scenarios())
@steady
def test_local_money_stays_at_home(scenario: Scenario) -> None:
    allocation = answer(scenario)
    for row in rows(allocation, "money"):
        source = scenario.sources.get(row["source"])
        if isinstance(source, LocalSource):
            regions = scenario.regions
            homes = {leaf for key in source.homes(regions) for leaf in regions.below(key)}
            assert row["region"] in homes


@given(scenarios())
@steady
def test_every_total_is_the_sum_of_its_parts(scenario: Scenario) -> None:
    allocation = answer(scenario)
    money = rows(allocation, "money")
    assert all(row["amount"] > 0 for row in money)
    by_cell = totals(money, "region", "programme", "year")
    delivered = totals(rows(allocation, "delivery"), "region", "programme", "year")
    assert by_cell == {key: cost for key, cost in delivered.items() if cost}
    # What is missing is no source, and has no line among the sources.
    paid = [row for row in money if row["source"] != UNFUNDED]
    by_source = totals(paid, "source", "year")
    used: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows(allocation, "sources"):
        used[row["source"], row["year"]] += row["used"]
    assert by_source == {key: amount for key, amount in used.items() if amount}
    funded = totals(rows(allocation, "funding"), "source", "year")
    assert totals(money, "source", "year") == {
        key: amount for key, amount in funded.items() if amount
    }


@given(scenarios())
@steady
def test_saved_and_loaded_are_the_same(scenario: Scenario) -> None:
    allocation = answer(scenario)
    with tempfile.TemporaryDirectory() as folder:
        save(allocation, Path(folder) / "saved")
        try:
            again = load(Path(folder) / "saved")
        except ScenarioError:  # drawn without regard to meaning: a planner could not write it
            reject()
    assert again.scenario == scenario
    for name, table in allocation.tables.items():
        assert again.tables[name].equals(table), name


@given(scenarios())
@steady
def test_the_order_of_the_file_changes_nothing(scenario: Scenario) -> None:
    allocation = answer(scenario)
    turned = {
        name: dict(reversed(list(getattr(scenario, name).items())))
        for name in ("programmes", "sources", "contracts", "policies", "themes", "markers")
    }
    regions = scenario.regions.model_copy(
        update={"list": dict(reversed(list(scenario.regions.list.items())))}
    )
    again = answer(scenario.model_copy(update={**turned, "regions": regions}))
    assert again.manifest["scenario_digest"] == allocation.manifest["scenario_digest"]
    for name, table in allocation.tables.items():
        assert again.tables[name].equals(table), name


@given(scenarios())
@steady
def test_more_money_is_never_worse(scenario: Scenario) -> None:
    allocation = answer(scenario)
    assume(all(source.use_at_least is None for source in scenario.sources.values()))
    richer = {key: _richer(source) for key, source in scenario.sources.items()}
    again = answer(scenario.model_copy(update={"sources": richer}))
    first, second = (a.manifest["stages"][0] for a in (allocation, again))
    better = 1 if first["goal"].startswith("maximise") else -1
    slack = 1e-7 * max(1.0, abs(first["value"]))
    assert better * (second["value"] - first["value"]) >= -slack


def _richer(source: Any) -> Any:
    """The same source with half as much again."""
    if isinstance(source, LocalSource) and source.amounts:
        more = {key: _more(series) for key, series in source.amounts.items()}
        return source.model_copy(update={"amounts": more})
    if isinstance(source, Loan):  # more that must be paid back is not more money
        return source
    names = ("ceiling", "amount", "commitments", "payroll", "price", "fee", "quantity")
    if isinstance(source, PooledFund):
        partners = {
            key: partner.model_copy(update={"deposits": _more(partner.deposits)})
            for key, partner in source.partners.items()
        }
        return source.model_copy(update={"partners": partners})
    given = next((name for name in names if getattr(source, name, None) is not None), None)
    if given is None:  # a guarantee brings no money
        return source
    return source.model_copy(update={given: _more(getattr(source, given))})


def _more(series: Any) -> Any:
    return series.model_copy(
        update={
            "always": None if series.always is None else series.always * 1.5,
            "values": {year: value * 1.5 for year, value in series.values.items()},
        }
    )


@pytest.mark.parametrize("name", ["money", "delivery", "sources"])
def test_tables_name_known_things_only(name: str) -> None:
    from tests.program.small import scenario

    allocation = solved(scenario())
    assert allocation is not None
    assert np.unique([row["year"] for row in rows(allocation, name)]).tolist() == [2026, 2027]
