"""Money from outside beside a country's own, and how fast spending may grow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from finmodel.allocation.flows import cell_costs, flows_to_cells, outputs
from finmodel.scenario.sentences import policy_sentences
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.program.small import program, scenario

AID: dict[str, Any] = {"aid": {"kind": "grant", "amount": 100}}


def paid(**change: Any) -> dict[str, list[float]]:
    """What each source pays in each year, by source [million]."""
    built = program(**change)
    values = solve_program(built).values
    flows = flows_to_cells(built, values, cell_costs(built, outputs(built, values)))
    table = np.zeros((len(built.panel.sources), len(built.panel.years)))
    np.add.at(table, (flows.source, flows.year), flows.amount)
    return {key: table[s].round(6).tolist() for s, key in enumerate(built.panel.sources)}


def test_domestic_money_falls_by_no_more_than_its_share_of_aid() -> None:
    rule = {"fungibility": {"share": "30%", "baseline": 100}}
    cheap = [{"first": "minimise cost"}]
    need = {"literacy": {"coverage": {"at_least": "25%"}}}
    # A quarter of 400 learners costs 50 million. With 30% of the aid, the least that reaches the
    # baseline of 100 is domestic money alone.
    found = paid(sources=AID, policies={"it": rule}, objective=cheap, programmes=need)
    for year in (0, 1):
        assert found["state"][year] + 0.3 * found["aid"][year] >= 100 - 1e-6
    # The state's 150 and 30% of 100 are 180.
    too_much = {"fungibility": {"share": "30%", "baseline": 181}}
    with pytest.raises(Infeasible):
        paid(sources=AID, policies={"it": too_much})


def test_spending_grows_by_its_share_and_the_amount_beside_it() -> None:
    first = {"fund": {"kind": "special fund", "amount": {"2026": 10, "2027": 100}}}
    rise = {"sources": "fund", "each": "programme", "rise": {"at_most": "50%", "plus": 4}}
    # With the state's money spent, the fund's 10 million of 2026 may become 15 and 2 · 4 million.
    found = paid(sources=first | {"state": {"ceiling": 0}}, policies={"it": rise})
    assert found["fund"] == [10, 23]


def test_the_rules_are_said() -> None:
    policies = {
        "on_top": {"programme": "literacy", "fungibility": {"share": "30%", "baseline": 100}},
        "named": {
            "fungibility": {"share": "0%", "baseline": 100},
            "domestic": "state",
            "external": "aid",
        },
        "absorb": {"sources": "aid", "rise": {"at_most": "20%", "plus": 5}},
    }
    assert policy_sentences(scenario(sources=AID, policies=policies)) == {
        "on_top": "Domestic public money on Literacy falls below its baseline by at most 30% of "
        "external money, in each year: the rest of that money must come on top.",
        "named": "State falls below its baseline by at most 0% of Aid, in each year: the rest of "
        "that money must come on top.",
        "absorb": "Spending from Aid in each region rises by at most 20% and 5 million MNT from "
        "one year to the next.",
    }
