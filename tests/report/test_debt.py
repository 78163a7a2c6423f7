"""What loans and guarantees bring and cost, in the facts and in words."""

from __future__ import annotations

import pytest

from finmodel.allocation.allocation import Allocation
from finmodel.report.debt import debt_facts, debt_sentences
from finmodel.report.picture import picture
from finmodel.report.risks import fiscal_risks
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario
from tests.allocation.helpers import rows, solved
from tests.program.small import scenario

SOURCES = {
    "loan": {
        "kind": "concessional loan",
        "name": "Soft loan",
        "draw": {"2026": {"at_most": 30}},
        "terms": {"interest": "2%", "maturity": "4 years", "serviced_by": "state"},
    },
    "promise": {
        "kind": "guarantee",
        "exposure": 100,
        "default_probability": "5%",
        "loss_given_default": "60%",
        "called_on": "state",
    },
}


def answer(given: Scenario) -> Allocation:
    allocation = solved(given)
    assert allocation is not None
    return allocation


def test_debt_service_within_and_after_the_plan_is_the_whole_schedule() -> None:
    allocation = answer(scenario(sources=SOURCES))
    facts = debt_facts(View(allocation))
    loan = facts["loans"][0]
    assert loan["drawn"] == 30_000_000
    # A quarter of 30 and interest on what is owed: 8.1, then 7.95, 7.8 and 7.65.
    assert (loan["debt_service"], loan["debt_service_later"]) == (8_100_000, 23_400_000)
    assert (loan["last_year"], facts["expected_calls"]) == (2030, 6_000_000)
    state = [row for row in rows(allocation, "sources") if row["source"] == "state"]
    assert [row["debt_service"] for row in state] == [0, 8_100_000]
    assert [row["expected_calls"] for row in state] == [3_000_000, 3_000_000]
    assert [row["first_charges"] for row in state] == [3_000_000, 11_100_000]
    assert {row["grant_element"] for row in state} == {None}
    soft = [row for row in rows(allocation, "sources") if row["source"] == "loan"]
    # Interest of 2 for 5: 100 less the payments 27, 26.5, 26 and 25.5, discounted.
    worth = 27 / 1.05 + 26.5 / 1.05**2 + 26 / 1.05**3 + 25.5 / 1.05**4
    assert [row["grant_element"] for row in soft] == pytest.approx([100 - worth] * 2, abs=1e-6)


def test_risks_hold_loans_and_guarantees() -> None:
    backs = {**SOURCES["promise"], "backs": "loan"}
    del backs["exposure"]
    allocation = answer(scenario(sources={**SOURCES, "second": backs}))
    found = {row["id"]: row for row in fiscal_risks(View(allocation))}
    assert {key: row["kind"] for key, row in found.items()} == {
        "loan": "loan",
        "promise": "guarantee",
        "second": "guarantee",
    }
    assert (found["loan"]["within"], found["loan"]["beyond"]) == (8_100_000, 23_400_000)
    assert found["loan"]["stressed_calls"] == 0
    # 5% of 60% of 100 in each of two years; all of 60% of it in the worst.
    promise = found["promise"]
    assert (promise["expected_calls"], promise["stressed_calls"]) == (6_000_000, 60_000_000)
    # Of the loan 30 are owed when the second year begins.
    second = found["second"]
    assert (second["expected_calls"], second["stressed_calls"]) == (900_000, 18_000_000)
    state = [row["expected_calls"] for row in rows(allocation, "sources")]
    assert sum(state) == promise["expected_calls"] + second["expected_calls"]


def test_debt_in_words() -> None:
    said = list(debt_sentences(picture(answer(scenario(sources=SOURCES))), 1))
    assert said == [
        "Soft loan: 30.0 million MNT drawn; debt service 8.1 within the plan and 23.4 after it, "
        "to 2030; grant element 7%.",
        "Guarantees: calls of 6.0 million MNT are expected within the plan and paid first.",
    ]


def test_a_guarantee_is_no_money_in_any_total() -> None:
    with_it, without = (
        picture(answer(scenario(sources=sources)))
        for sources in (SOURCES, {"loan": SOURCES["loan"]})
    )
    assert [row["source"] for row in with_it["sources"]] == ["state", "loan"]
    assert with_it["available"] == without["available"]


def test_a_loan_that_is_not_drawn_says_so() -> None:
    nothing = {"literacy": {"need": {"share": 0}}, "workshops": {"need": {"each_region": 0}}}
    allocation = answer(scenario(sources={"loan": SOURCES["loan"]}, programmes=nothing))
    assert list(debt_sentences(picture(allocation), 0)) == ["Soft loan: nothing is drawn."]


@pytest.mark.parametrize("language", ["en", "mn"])
def test_facts_on_debt_are_plain_data(language: str) -> None:
    facts = debt_facts(View(answer(scenario(sources=SOURCES)), language))
    assert {type(value) for value in facts["loans"][0].values()} <= {str, int, float}
