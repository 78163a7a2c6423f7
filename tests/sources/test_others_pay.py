"""Money beside other money: matching grants, help in kind, pooled funds."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rounding import round_allocation
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.source_sentences import source_sentences
from finmodel.scenario.sources import MatchingGrant
from finmodel.solve.run import solve_program
from finmodel.solve.status import Infeasible
from tests.program.small import program, scenario
from tests.rounding.test_rounding import holds
from tests.synthetic.strategies import scenarios

MATCH = {"kind": "matching grant", "amount": 100, "match": {"ratio": 3, "from": "state"}}
HELP = {
    "kind": "community contribution in kind",
    "quantity": 1000,
    "of": "days of work",
    "valued_at": 20000,
    "pays_at_most": "15%",
    "only_for": {"category": "capital"},
}
POOL = {
    "kind": "pooled fund",
    "partners": {"one": {"deposits": {"2026": 20, "2027": 30}}, "two": {"deposits": 10}},
}

steady = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def used(source: dict[str, Any], **change: Any) -> list[int]:
    """What a source pays in each year [currency]."""
    built = program(sources={"it": source}, **change)
    found = round_allocation(built, solve_program(built).values)
    amounts: list[int] = found.used[built.panel.pots.source == 0].sum(axis=0).tolist()
    return amounts


def test_one_is_released_for_three_that_others_pay() -> None:
    # The state's 150 a year release 50.
    assert used(MATCH) == [50_000_000, 50_000_000]


def test_a_match_for_each_programme_follows_the_programmes() -> None:
    # Workshops alone may be matched; the state spends all it has on literacy and what is matched.
    only = {"only_for": {"programme": "workshops"}}
    each = MATCH | only | {"match": {"ratio": 1, "from": "state", "each": "programme"}}
    built = program(sources={"it": each})
    found = round_allocation(built, solve_program(built).values)
    cells, flows = built.cells, found.flows
    workshops = cells.programme[flows.cell] == built.panel.positions["programme"]["workshops"]
    for year in (0, 1):
        mine, theirs = (
            flows.amount[workshops & (flows.source == s) & (flows.year == year)].sum()
            for s in (0, 1)
        )
        assert theirs >= mine


@steady
@given(scenarios(["matching grant each programme"]), st.sampled_from([1, 7]))
def test_nothing_is_paid_before_it_is_matched(drawn: Scenario, unit: int) -> None:
    found = rounded(drawn, unit)
    if found is None:
        return
    built, whole = found
    grant = drawn.sources["matching"]
    assert isinstance(grant, MatchingGrant)
    others = [built.panel.positions["source"][key] for key in grant.match.from_]
    mine = built.panel.positions["source"]["matching"]
    eligible = built.cells.pick(built.panel.eligible("matching"))
    flows, cells = whole.flows, built.cells
    inside = eligible[flows.cell, flows.year]
    allowed = {
        built.names(family)[place]: whole.allowances[family.start + place]
        for family in built.rows
        if family.name == "sources.matching.match"
        for place in range(family.count)
    }
    for at, programme in enumerate(built.panel.programmes):
        for time, year in enumerate(built.panel.years):
            here = (cells.programme[flows.cell] == at) & (flows.year == time) & inside
            own = flows.amount[here & (flows.source == mine)].sum()
            theirs = flows.amount[here & np.isin(flows.source, others)].sum()
            if own:
                slack = allowed[f"sources.matching.match[{programme},{year}]"]
                assert theirs >= grant.match.ratio * own - slack


def test_help_in_kind_is_quantity_times_its_value_and_no_cash() -> None:
    panel = build_panel(scenario(sources={"it": HELP}))
    assert panel.pots.available[0].tolist() == [20, 20]
    source = panel.scenario.sources["it"]
    assert not source.cash
    assert not source.public
    assert source.funding
    assert source.domestic


def test_help_in_kind_covers_no_more_than_its_share_of_the_cost() -> None:
    # Twenty workshops in each of two regions are 160 million of building a year.
    built = program(
        sources={"it": HELP | {"quantity": 5000}, "state": {"ceiling": 300}},
        objective=["maximise coverage"],
    )
    found = round_allocation(built, solve_program(built).values)
    capital = built.cells.category == built.panel.positions["category"]["capital"]
    covered = found.used[0]
    assert (covered > 0).all()
    assert (covered <= 0.15 * found.cost[capital].sum(axis=0) + 2).all()


def test_a_pooled_fund_pays_what_was_paid_in_and_its_balance() -> None:
    panel = build_panel(scenario(sources={"it": POOL}))
    assert panel.pots.available[0].tolist() == [30, 40]
    late = POOL | {"only_for": {"years": 2027}}
    assert used(late) == [0, 70_000_000]
    assert used(late | {"carry_over": "50%"}) == [0, 55_000_000]


def test_a_balance_grows_over_several_years() -> None:
    late = {**POOL, "partners": {"one": {"deposits": 10}}, "only_for": {"years": 2029}}
    assert used(late, years="2026-2029")[-1] == 40_000_000


def test_a_partner_s_earmark_holds_for_what_the_fund_pays() -> None:
    earmark = {"at_least": "40%", "for": {"programme": "workshops"}}
    partners = {"one": {"deposits": 50, "earmark": earmark}}
    built = program(sources={"it": POOL | {"partners": partners}})
    found = round_allocation(built, solve_program(built).values)
    workshops = built.cells.programme == built.panel.positions["programme"]["workshops"]
    flows = found.flows
    mine = flows.source == 0
    there = int(flows.amount[mine & workshops[flows.cell]].sum())
    assert there >= 0.4 * flows.amount[mine].sum() - 10


def rounded(drawn: Scenario, unit: int) -> tuple[Program, Rounded] | None:
    built = build_program(build_panel(drawn))
    try:
        values = solve_program(built).values
    except Infeasible:
        return None
    return built, round_allocation(built, values, unit)


@steady
@given(
    st.sampled_from(["pooled fund", "community contribution in kind"]).flatmap(
        lambda kind: scenarios([kind, "carry-over"])
    ),
    st.sampled_from([1, 7]),
)
def test_cash_in_equals_cash_out_to_the_unit(drawn: Scenario, unit: int) -> None:
    found = rounded(drawn, unit)
    if found is not None:
        holds(*found)


def test_the_terms_are_said() -> None:
    earmark = {"at_least": "40%", "for": {"programme": "literacy"}}
    partners = {"one": {"deposits": 1, "name": "Bank", "earmark": earmark}, "two": {"deposits": 1}}
    said = source_sentences(
        scenario(
            sources={
                "grant": {**MATCH, "match": {**MATCH["match"], "each": "programme"}},
                "help": HELP,
                "pool": POOL | {"partners": partners},
                "fund": POOL | {"carry_over": "10%"},
            }
        )
    )
    assert said == {
        "grant": "Released only beside State: 3 of theirs for 1, each year, for each programme.",
        "help": "Brings days of work, valued at a stated price: it covers cost and is no money. It "
        "covers at most 15% of the capital cost of each programme in each year.",
        "pool": "Pools deposits of Bank and Two. What is not paid stays in the fund. At least 40% "
        "of what it pays goes to Literacy, as Bank asks.",
        "fund": "Pools deposits of One and Two. At most 10% of a year's deposits stays for the "
        "next year.",
    }
