"""What must hold of every contract, on random scenarios with one of each form."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.panel.contract_flows import flows_of
from finmodel.scenario.contracts import MinimumRevenueGuarantee, OperatingContract
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import answer, rows
from tests.naive.contracts import money_of
from tests.synthetic.contracts import CAPS, FORMS
from tests.synthetic.strategies import scenarios

steady = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("form", FORMS)
def test_every_contract_keeps_its_word(form: str) -> None:
    @steady
    @given(scenarios([f"contract: {form}", "contract: operating contract"]))
    def holds(scenario: Scenario) -> None:
        allocation = answer(scenario)
        assert allocation.manifest["among_equals"]["polished"]
        table = rows(allocation, "contracts")
        unit = scenario.money.scale
        for key, contract in scenario.contracts.items():
            mine = [row for row in table if row["contract"] == key]
            if not mine:
                continue
            # Divisible contracts may be signed in several years: their money is the sum of all.
            options = allocation.tables["values"].to_pylist()
            parts = {r["year"]: r["signed"] for r in options if r["contract"] == key}
            expected: dict[int, float] = defaultdict(float)
            capital = 0.0
            for year, part in parts.items():
                money = money_of(contract, scenario, year - contract.sign.years[0])
                for series, sign in ((money.paid, 1), (money.calls, 1), (money.income, -1)):
                    for one, amount in series.items():
                        expected[one] += sign * part * amount * unit
                capital += part * sum(contract.cost_of_capital.values()) * unit
            # Paid to the end of its term, and beyond the plan.
            paid = {row["year"]: row["public_payment"] for row in mine}
            for year, amount in expected.items():
                assert paid.get(year, 0) == pytest.approx(amount, abs=2.1)
            if not isinstance(contract, OperatingContract):
                brought = sum(row["private_capital"] + row["upfront_support"] for row in mine)
                assert brought == pytest.approx(capital, abs=len(mine))

    holds()


@steady
@given(scenarios(["contract: minimum revenue guarantee"]), st.integers(0, 2))
def test_expected_calls_are_the_mean_over_the_cases(scenario: Scenario, later: int) -> None:
    (contract,) = scenario.contracts.values()
    assert isinstance(contract, MinimumRevenueGuarantee)
    plain = contract.model_copy(update={"termination": None})
    expected = flows_of(plain, scenario, later).calls
    found = np.zeros_like(expected)
    for case in contract.cases.values():
        certain = case.model_copy(update={"probability": 1.0})
        alone = plain.model_copy(update={"cases": {"one": certain}})
        found += case.probability * flows_of(alone, scenario, later).calls
    assert found == pytest.approx(expected, abs=1e-9)


@steady
@given(scenarios(["contract: availability payment", "contract: joint venture", "carry-over"]))
def test_payments_are_part_of_the_first_charges_and_delivery_adds_up(scenario: Scenario) -> None:
    allocation = answer(scenario)
    charged: dict[tuple[str, int], int] = defaultdict(int)
    income: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows(allocation, "sources"):
        charged[row["source"], row["year"]] += row["first_charges"]
        income[row["source"], row["year"]] += row["contract_income"]
    brings: dict[tuple[str, int], int] = defaultdict(int)
    due: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows(allocation, "contracts"):
        due[row["paid_by"], row["year"]] += max(row["public_payment"], 0)
        brings[row["paid_by"], row["year"]] -= min(row["public_payment"], 0)
    for found, expected in ((charged, due), (income, brings)):
        assert {k: v for k, v in found.items() if v} == {
            k: v for k, v in expected.items() if v and k[1] in scenario.years
        }
    coverage: dict[tuple[str, str, int], float] = defaultdict(float)
    need: dict[tuple[str, str, int], float] = defaultdict(float)
    output: dict[tuple[str, str, int], float] = defaultdict(float)
    for row in rows(allocation, "delivery"):
        place = row["region"], row["programme"], row["year"]
        need[place] += row["need"]
        output[place] += row["output"]
        coverage[place] += row["coverage"]
    for place, amount in output.items():
        assert coverage[place] == pytest.approx(amount / need[place])


@pytest.mark.parametrize("cap", CAPS)
def test_caps_hold_in_every_year_of_every_term(cap: str) -> None:
    @steady
    @given(scenarios(["contract: availability payment", f"cap: {cap}"]))
    def holds(scenario: Scenario) -> None:
        allocation = answer(scenario)
        found = [r for r in rows(allocation, "constraints") if r["rule"].startswith("policies.")]
        for row in found:
            assert row["slack"] >= -row["allowance"] - 1e-9
        (policy,) = scenario.policies.values()
        if policy.measures[0] == "ppp_payments" and policy.contracts is None:
            paid: dict[int, int] = defaultdict(int)
            for row in rows(allocation, "contracts"):
                gross = ("upfront_support", "service_payment", "expected_calls")
                paid[row["year"]] += sum(row[name] for name in gross)
            limits = {row["year"]: row["limit"] for row in found}
            for year, amount in paid.items():
                if year in limits:
                    assert amount / scenario.money.scale <= limits[year] + 3

    holds()
