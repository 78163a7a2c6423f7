"""What is said of contracts: signed or not and why, and that it adds up."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from finmodel.allocation.totals import total_by
from finmodel.report.contracts import contract_facts
from finmodel.report.contracts_terminal import print_contracts, told
from finmodel.report.picture import picture
from finmodel.report.views import View
from finmodel.scenario.contract_sentences import contract_sentences

from .test_order import courses, solved

LIMIT = {"tight": {"ppp_payments": {"at_most": 9}, "name": "Nine a year"}}


def said(contracts: dict[str, Any], **change: Any) -> list[str]:
    view = View(solved(contracts, [], **change))
    facts = picture(view.allocation)
    assert facts["contracts"] == contract_facts(view)
    return [told(row, facts) for row in facts["contracts"]]


def test_a_signed_contract_says_what_it_provides_and_costs() -> None:
    (words,) = said({"one": courses(fee=9)})
    assert words.startswith("operating contract; 40.0 learners of Literacy within the plan, ")
    assert (
        "Within the plan it costs 18.0 million MNT, and the same outputs 20.0 conventionally"
        in words
    )
    assert "Over its whole term it costs 10% less than the public sector comparator" in words


def test_a_dear_contract_says_that_it_costs_more() -> None:
    (words,) = said({"one": courses(fee=11)})
    assert words.startswith("operating contract, not signed. Within the plan it costs 22.0 million")
    assert "it pays where the partner takes risks worth" in words


def test_a_cap_that_leaves_no_room_is_named() -> None:
    (words,) = said({"one": courses(fee=9.5)}, policies=LIMIT)
    assert "The cap “Nine a year” leaves no room for it" in words


def test_the_picture_of_contracts_is_printed_and_coverage_counts_need_once() -> None:
    allocation = solved({"one": courses(fee=9)}, [])
    console = Console(record=True, width=100)
    print_contracts(console, picture(allocation))
    text = console.export_text()
    assert "Contracts with private partners" in text
    assert "Public to 2027" in text
    (row,) = [r for r in View(allocation).programme_coverage() if r.programme == "literacy"]
    made = total_by(allocation.delivery, ["programme", "year"], "output")["literacy", 2027]
    assert row.last == pytest.approx(made / 400)


def test_what_is_on_offer_is_said_in_a_sentence() -> None:
    scenario = solved({"one": courses()}, []).scenario
    assert contract_sentences(scenario) == {
        "one": "One: operating contract, may be signed in 2026 and then operates 2026-2027; "
        "20 a year of Literacy in East; paid by State."
    }
