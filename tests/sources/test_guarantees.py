"""Guarantees: expected calls come before programmes, and a guarantee pays for none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from finmodel.allocation.rounding import round_allocation
from finmodel.program.program import Program
from finmodel.solve.run import solve_program
from tests.program.small import program

RISK = {
    "kind": "guarantee",
    "default_probability": "5%",
    "loss_given_default": "60%",
    "coverage": "50%",
    "called_on": "state",
}
LOAN: dict[str, Any] = {
    "kind": "commercial loan",
    "draw": {"2026": {"at_most": 30}},
    "terms": {"interest": 0, "maturity": "5 years", "serviced_by": "state"},
}


def calls(built: Program) -> list[int]:
    """What is expected to be called on the state in each year [currency]."""
    rounded = round_allocation(built, solve_program(built).values)
    charged: list[int] = rounded.charged["expected calls of promise"][-1].tolist()
    return charged


def test_expected_calls_are_probability_times_loss_times_coverage_times_exposure() -> None:
    promise = {**RISK, "exposure": {"2026": 100, "2027": 40}}
    built = program(sources={"promise": promise})
    assert calls(built) == [1_500_000, 600_000]


def test_expected_calls_of_a_loan_follow_what_is_owed_of_its_draws() -> None:
    built = program(sources={"promise": {**RISK, "backs": "loan"}, "loan": LOAN})
    # 30 million are drawn by the end of 2026, so nothing is at risk before 2027.
    assert calls(built) == [0, 450_000]


def test_a_limit_on_a_guarantee_bounds_what_is_borrowed() -> None:
    promise = {**RISK, "backs": "loan", "limit": 10}
    built = program(sources={"promise": promise, "loan": LOAN})
    values = solve_program(built).values
    assert values[built.column_family("draw.loan").range] == pytest.approx([20])


def test_a_guarantee_has_no_purse_and_no_flow() -> None:
    built = program(sources={"promise": {**RISK, "exposure": 100}})
    position = built.panel.positions["source"]["promise"]
    assert position not in built.panel.pots.source
    flows = [family.labels["source"] for family in built.families("fund.")]
    assert position not in np.concatenate(flows)
