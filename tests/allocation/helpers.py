"""Allocations of scenarios that no file holds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import assume

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import NoAllocation, allocate
from finmodel.scenario.load import Loaded
from finmodel.scenario.scenario import Scenario


def loaded(scenario: Scenario) -> Loaded:
    """The scenario as if it had been loaded."""
    nowhere = SimpleNamespace(of=lambda path: "scenario.yaml")
    tree = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return cast(Loaded, SimpleNamespace(scenario=scenario, tree=tree, where=nowhere, files=()))


def solved(scenario: Scenario) -> Allocation | None:
    """Its allocation; None where the rules contradict each other."""
    try:
        return allocate(loaded(scenario))
    except NoAllocation:
        return None


def answer(scenario: Scenario) -> Allocation:
    """Its allocation; scenarios without one are left out of a property test."""
    allocation = solved(scenario)
    assume(allocation is not None)
    assert allocation is not None
    return allocation


def rows(allocation: Allocation, table: str) -> list[dict[str, Any]]:
    """Rows of a table."""
    found: list[dict[str, Any]] = allocation.tables[table].to_pylist()
    return found
