"""Charts of contracts add up to their tables."""

from __future__ import annotations

import pytest

from finmodel.report.charts import fiscal_risk_chart, payments_chart, value_chart

from .test_order import courses, solved

CAP = {"limit": {"ppp_payments": {"at_most": "50%", "of": "state"}}}
DEAR = courses(fee=11, risks={"late": {"outcomes": [{"probability": "100%", "cost": 4}]}})
LATE = courses(fee=9, operates="2026-2029")


def test_payments_reach_to_the_end_of_the_term_below_their_cap() -> None:
    chart = payments_chart(solved({"one": LATE, "two": DEAR}, [], policies=CAP))
    bars, line = chart.layer[0].data, chart.layer[1].data
    assert bars["money"].tolist() == [9, 9, 9, 9]
    assert bars["year"].tolist() == [2026, 2027, 2028, 2029]
    assert line["money"].tolist() == [75, 75, 75, 75]
    assert chart.title.text.startswith("18.0 million MNT, 50% of all, is due after the plan; at mo")


def test_bars_of_value_for_money_are_the_comparator_and_the_contract() -> None:
    chart = value_chart(solved({"one": courses(fee=9), "two": DEAR}, []))
    sums = chart.data.groupby(["contract", "bar"])["money"].sum()
    # Two payments of 9 and 11 a year apart, at 5%; the conventional cost is 10 a year.
    assert sums["One", "contract"] == pytest.approx(9 + 9 / 1.05)
    assert sums["One", "comparator"] == pytest.approx(10 + 10 / 1.05)
    assert sums["Two", "comparator"] == pytest.approx(10 + 10 / 1.05 + 4)
    assert chart.title.subtitle[2] == (
        "Two: pays from 1.95 million MNT of risk passed on; it passes on 4.00"
    )


def test_the_table_of_risks_adds_up() -> None:
    ends = {"exposure": 20, "probability": "2%"}
    chart = fiscal_risk_chart(solved({"one": courses(fee=8, termination=ends)}, []))
    table = chart.data
    of_all = table[table["all"]].set_index("what")["money"]
    assert of_all["calls in the worst year"] == 20
    assert of_all["calls expected"] == pytest.approx(0.8)
    assert of_all["paid within the plan"] == pytest.approx(16.8)
    for _, group in table.groupby("what"):
        assert group[~group["all"]]["money"].sum() == pytest.approx(
            group[group["all"]]["money"].sum()
        )


def test_without_a_signed_contract_nothing_is_due() -> None:
    chart = payments_chart(solved({"two": DEAR}, []))
    assert chart.title.text == "No contract is signed"
    assert chart.to_dict()
