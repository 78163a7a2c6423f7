"""What holds of every gap: it is the cost that nobody pays, and money only makes it smaller."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.chances import gap_chances
from finmodel.allocation.solvable import program_of
from finmodel.panel.build import build_panel
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.certainty import ENVELOPES, Envelope
from finmodel.scenario.values import ByYear
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.synthetic.kinds import KINDS
from tests.synthetic.strategies import scenarios

from .helpers import answer, rows

steady = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
PLAIN = ["gap", "certainty"]
OTHERS = sorted({*KINDS, "local budgets", "co-financing each year", "carry-over", "absorption"})


def of(*kinds: str) -> st.SearchStrategy[Scenario]:
    """Scenarios that ask for the gap, of money that may not come, and of some kinds."""
    some = st.lists(st.sampled_from(OTHERS), max_size=3, unique=True)
    return some.flatmap(lambda more: scenarios([*more, *kinds, *PLAIN]))


def total(table: list[dict[str, Any]], measure: str, *keys: str) -> dict[tuple[Any, ...], int]:
    """Sum of a measure by keys."""
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in table:
        found[tuple(row[key] for key in keys)] += row[measure]
    return found


@steady
@given(of())
def test_gap_and_paid_are_the_cost_to_the_unit(scenario: Scenario) -> None:
    allocation = answer(scenario)
    gap, envelopes = rows(allocation, "gap"), rows(allocation, "envelopes")
    paid = [row for row in envelopes if row["source"] != "unfunded"]
    missing = [row for row in envelopes if row["source"] == "unfunded"]
    cost, short = (total(gap, name, "envelope", "year") for name in ("cost", "unfunded"))
    settled, unsettled = (total(part, "used", "envelope", "year") for part in (paid, missing))
    for place, amount in cost.items():
        assert short[place] == unsettled[place]
        assert short[place] + settled[place] == amount
    _is_the_allocation(allocation, gap)


def _is_the_allocation(allocation: Allocation, gap: list[dict[str, Any]]) -> None:
    """Cost and gap of the envelope that is counted on are those of the saved money."""
    place = ("region", "programme", "year")
    counted = [row for row in gap if row["envelope"] == allocation.scenario.count_on]
    money = rows(allocation, "money")
    cost, spent = total(counted, "cost", *place), total(money, "amount", *place)
    assert {key: amount for key, amount in cost.items() if amount} == dict(spent)
    nobody = total([row for row in money if row["source"] == "unfunded"], "amount", *place)
    short = total(counted, "unfunded", *place)
    assert {key: amount for key, amount in short.items() if amount} == dict(nobody)


@steady
@given(scenarios(PLAIN))
def test_expected_money_is_the_probability_weighted_one(scenario: Scenario) -> None:
    allocation = answer(scenario)
    available = total(rows(allocation, "envelopes"), "available", "envelope", "source", "year")
    for key, source in scenario.sources.items():
        for year in scenario.years:
            sure, mean, all_of_it = (available[envelope, key, year] for envelope in ENVELOPES[1:])
            said = None if source.certainty is None else source.certainty.at(year)
            chance = 1.0 if said is None or said.pipeline is None else said.pipeline
            # Amounts are rounded down to whole units.
            assert mean == pytest.approx(sure + chance * (all_of_it - sure), abs=1)


@steady
@given(of())
def test_each_envelope_lacks_no_more_than_the_one_before(scenario: Scenario) -> None:
    assume(not _must_be_used(scenario))
    gap = total(rows(answer(scenario), "gap"), "unfunded", "envelope")
    missing = [gap[(envelope,)] for envelope in ENVELOPES]
    # Rounding may cost each cell and source a unit.
    for before, after in pairwise(missing):
        assert after <= before + 100


@steady
@given(of())
def test_the_gap_with_a_probability_lies_within_what_may_come(scenario: Scenario) -> None:
    assume(not _must_be_used(scenario))
    try:
        chances = gap_chances(scenario)
    except Infeasible:
        assume(False)
        raise
    least, most = (_gap(scenario, envelope) for envelope in ("everything", "committed"))
    gaps = [way.gap for way in chances.ways]
    assert sum(way.probability for way in chances.ways) == pytest.approx(1)
    # What a source has is cut to whole units in every way: one a purse and year at the most.
    slack = float(build_panel(scenario).pots.most.size)
    assert least - slack <= gaps[0] <= chances.at() <= gaps[-1] <= most + slack
    assert gaps[0] - slack <= chances.mean <= gaps[-1] + slack
    # Not more than this with 80%, and with less than 80% not more than anything smaller.
    below = sum(way.probability for way in chances.ways if way.gap < chances.at())
    assert below < 0.8


@steady
@given(of(), st.data())
def test_more_secured_money_never_raises_the_gap(scenario: Scenario, data: st.DataObject) -> None:
    assume(not _must_be_used(scenario))
    before = _gap(scenario, "secured")
    state: Any = scenario.sources["state"]
    more = {
        str(year): (state.ceiling.at(year) or 0.0) + data.draw(st.integers(0, 3000)) / 10
        for year in scenario.years
    }
    richer = state.model_copy(update={"ceiling": ByYear[float](values=more)})
    sources = {**scenario.sources, "state": richer}
    after = _gap(scenario.model_copy(update={"sources": sources}), "secured")
    assert after <= before + build_panel(scenario).pots.most.size


def _must_be_used(scenario: Scenario) -> bool:
    """Money that must be used can crowd out other money, and be too much."""
    return any(source.use_at_least is not None for source in scenario.sources.values())


def _gap(scenario: Scenario, envelope: Envelope) -> float:
    """Smallest gap under an envelope, before rounding."""
    program = program_of(scenario.model_copy(update={"count_on": envelope}))
    try:
        return solve_program(program).stages[0].value
    except Infeasible:
        assume(False)
        raise
