"""What is said of contracts: signed or not and why, and that it adds up."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from finmodel.allocation.totals import total_by
from finmodel.report.contracts import contract_facts
from finmodel.report.contracts_terminal import print_contracts, told
from finmodel.report.gap import gap_picture
from finmodel.report.picture import picture
from finmodel.report.views import View
from finmodel.scenario.contract_sentences import contract_sentences
from tests.allocation.helpers import solved as allocated
from tests.program.contract_cases import CONTRACT_CASES
from tests.program.small import scenario

from .test_order import courses, solved

TWICE = {"outputs_a_year": 40}
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


def test_a_cap_that_lets_a_part_be_signed_leaves_no_room_for_more() -> None:
    partly = courses(fee=18, sign={"year": 2026, "all_or_nothing": False})
    (words,) = said({"one": partly | {"delivers": partly["delivers"] | TWICE}}, policies=LIMIT)
    assert "it leaves more for other things; the cap “Nine a year” leaves no room for more" in words
    nothing = {"tight": {"ppp_payments": {"at_most": 0}, "name": "None at all"}}
    (words,) = said({"one": partly | {"delivers": partly["delivers"] | TWICE}}, policies=nothing)
    assert "not signed. The cap “None at all” leaves no room for it" in words
    others = {"tight": {**nothing["tight"], "contracts": "two"}}
    two = {"one": courses(fee=11), "two": courses(fee=11)}
    one, other = said(two, policies=others)
    assert "leaves no room" not in one
    assert "leaves no room" in other


def test_the_gap_signs_none_and_says_so() -> None:
    targets = {key: {"coverage": {"target": "50%"}} for key in ("literacy", "workshops")}
    asked = {"question": "gap", "objective": ["minimise gap"], "programmes": targets}
    offer = {"prices": {"discount_rate": "5%"}, "contracts": {"one": courses(fee=9)}}
    allocation = allocated(scenario(**asked, **offer))
    assert allocation is not None
    facts = gap_picture(View(allocation))
    (words,) = [told(row, facts) for row in facts["contracts"]]
    assert "the gap is that of conventional delivery, so none is signed" in words


def test_leverage_both_ways() -> None:
    grant = {"kind": "availability payment", "capital": {"2026": 8}, "payment": 4}
    one = courses() | grant | {"capital_grant": 4, "operates": "2026-2027"}
    one.pop("fee")
    (words,) = said({"one": one})
    # 4 of capital over 4 at the start and 4 + 4 / 1.05 later.
    assert (
        "Private capital is 0.34 times all public support, 1 times what is paid at the start"
        in words
    )


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
        "20 a year of Literacy in East; a fee of 10 million MNT a year; paid by State."
    }


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            "contract_availability_payment",
            "yearly payments that return the capital at 8.0% and 2 million MNT a year for running "
            "it, 50% of it following fees, while it is available, and 10 million MNT when building "
            "ends, less 2.0% for times without service",
        ),
        (
            "contract_viability_gap",
            "users pay, and one public grant fills what users do not pay back, at most 40% of the "
            "capital",
        ),
        ("contract_user_fee_concession", "users pay, and 5.0% of what they pay comes in"),
        (
            "contract_minimum_revenue_guarantee",
            "users pay, and the public side makes up what is missing to a share of the forecast: "
            "80% in 2027-2028; what is above another share comes in: 120% in 2027",
        ),
        ("contract_joint_venture", "40% of capital and dividends are public"),
        ("contract_operating", "a fee of 8 million MNT a year"),
        (
            "contract_outcome",
            "400,000 MNT for each outcome above 5 a year, of 30 expected, at most 9 million MNT a "
            "year, paid 1 year later",
        ),
    ],
)
def test_each_form_says_its_terms(case: str, words: str) -> None:
    (sentence,) = contract_sentences(scenario(**CONTRACT_CASES[case])).values()
    assert f"; {words}; paid by State." in sentence


def test_other_terms_are_said_too() -> None:
    agreed = {"kind": "viability gap", "capital": {"2026": 30}, "revenue": 2, "rate": "8%"}
    low = {"low": {"probability": 1, "of_forecast": "60%"}}
    offers = {
        "grant": courses() | agreed | {"grant": 9, "at_most": "40%"},
        "fee": courses(performance_fee=2, performance="90%"),
        "floor": courses()
        | agreed
        | {
            "kind": "minimum revenue guarantee",
            "guaranteed": [{"years": "2026-2027", "share": "80%"}],
            "nothing_below": "50%",
            "cases": low,
        },
        "outcomes": courses()
        | {"kind": "outcome contract", "capital": {"2026": 3}}
        | {"outcomes_a_year": 9, "price": 1000, "paid_after": 0},
        "payment": courses()
        | {"kind": "availability payment", "capital": {"2026": 3}, "payment": 4},
    }
    for offer in offers.values():
        offer.pop("fee" if offer["kind"] != "operating contract" else "", None)
    offers["grant"]["grant"] = 9
    offers["floor"].pop("at_most", None)
    said = contract_sentences(scenario(prices={"discount_rate": "5%"}, contracts=offers))
    assert "one public grant fills 9 million MNT, at most 40% of the capital" in said["grant"]
    assert "a year and up to 2 for performance" in said["fee"]
    assert "80% in 2026-2027, nothing where it stays below 50%" in said["floor"]
    assert "1,000 MNT for each outcome, of 9 expected, paid in the same year" in said["outcomes"]
    assert "; 4 million MNT a year, while it is available;" in said["payment"]
