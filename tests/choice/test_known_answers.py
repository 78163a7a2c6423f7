"""Choices that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from finmodel.panel.build import build_panel
from finmodel.solve.weights import equal_coverage, shares_of_money
from tests.choice.small import chosen, programme, region, scenario


def test_two_equal_regions_get_equal_amounts() -> None:
    found = chosen(scenario())
    assert found.output == pytest.approx({("p", "a", 2026): 30, ("p", "b", 2026): 30}, abs=1e-12)
    # The solver's corner gives everything to one of them.
    assert sorted(found.solution.values[:2]) == pytest.approx([0, 60])


def test_unequal_regions_get_equal_coverage() -> None:
    found = chosen(scenario(regions={"list": {"a": region(100), "b": region(300)}}))
    assert found.coverage.reshape(-1) == pytest.approx([0.15, 0.15], abs=1e-13)


def test_programmes_that_do_equal_good_get_equal_coverage() -> None:
    programmes = {"p": programme(1000, 1.0), "q": programme(2000, 2.0), "r": programme(500, 0.5)}
    found = chosen(scenario(programmes=programmes, sources=_state(350)))
    assert found.coverage.reshape(-1) == pytest.approx(np.full(6, 0.5), abs=1e-13)


def _state(amount: float) -> dict[str, object]:
    return {"state": {"kind": "central budget", "ceiling": amount}}


def test_ceiling_of_one_region_leaves_more_for_the_other() -> None:
    limited = programme(coverage={"at_most": 1, "by_region": {"a": {"at_most": 0.2}}})
    found = chosen(scenario(programmes={"p": limited}))
    assert found.coverage.reshape(-1) == pytest.approx([0.2, 0.4], abs=1e-13)


def test_each_cell_gets_the_mix_of_the_whole() -> None:
    sources = {
        "grant": {"kind": "grant", "amount": 30},
        "levy": {"kind": "special fund", "amount": 20},
        "state": {"kind": "central budget", "ceiling": 10},
    }
    found = chosen(scenario(sources=sources))
    for source, share in zip(("grant", "levy", "state"), (3 / 6, 2 / 6, 1 / 6), strict=True):
        for place in ("a", "b"):
            assert found.money[source, "p", place, "recurrent", 2026] == pytest.approx(
                30_000 * share, abs=1e-9
            )


def test_money_that_is_not_needed_is_left_in_proportion() -> None:
    sources = {
        "grant": {"kind": "grant", "amount": 300},
        "state": {"kind": "central budget", "ceiling": 100},
    }
    found = chosen(scenario(sources=sources))
    assert found.choice.kappa == 1.0
    assert found.by_source == pytest.approx(
        {("grant", 2026): 150_000, ("state", 2026): 50_000}, abs=1e-9
    )


def test_an_earmark_binds_and_the_rest_stays_even() -> None:
    sources = {
        "grant": {"kind": "grant", "amount": 30, "only_for": {"regions": "a"}},
        "state": {"kind": "central budget", "ceiling": 50},
    }
    found = chosen(scenario(sources=sources))
    assert found.coverage.reshape(-1) == pytest.approx([0.4, 0.4], abs=1e-13)
    assert found.money["grant", "p", "a", "recurrent", 2026] == pytest.approx(30_000, abs=1e-9)


def test_nothing_is_carried_over_without_need() -> None:
    sources = {"state": {"kind": "central budget", "ceiling": 300, "carry_over": 0.5}}
    found = chosen(scenario(years=[2026, 2027], sources=sources))
    carried = found.program.column_family("carry.state")
    assert found.choice.values[carried.range] == pytest.approx([0.0], abs=1e-12)


def test_years_are_alike_where_money_may_be_carried() -> None:
    ceiling = {"2026": 100, "2027": 20}
    sources = {"state": {"kind": "central budget", "ceiling": ceiling, "carry_over": 0.9}}
    found = chosen(scenario(years=[2026, 2027], sources=sources))
    assert found.coverage.reshape(-1) == pytest.approx(np.full(4, 0.3), abs=1e-13)


def test_a_reference_is_kept_where_the_objective_lets_it() -> None:
    reference = np.array([[[0.45], [0.15]]])
    found = chosen(scenario(), reference)
    assert found.coverage == pytest.approx(reference, abs=1e-13)
    shifted = chosen(scenario(sources=_state(80)), reference)
    assert shifted.coverage == pytest.approx(reference + 0.1, abs=1e-13)


def test_a_single_best_answer_is_left_alone() -> None:
    programmes = {"p": programme(1000, 1.0), "q": programme(1000, 2.0)}
    regions = {"list": {"a": region(100)}}
    found = chosen(scenario(programmes=programmes, regions=regions, sources=_state(150)))
    assert found.output == pytest.approx({("p", "a", 2026): 50, ("q", "a", 2026): 100})


def test_steps_are_filled_in_order() -> None:
    steps = [{"up_to": 0.25, "weight": 3}, {"up_to": 1, "weight": 3}]
    found = chosen(scenario(programmes={"p": programme(benefit=steps)}, sources=_state(80)))
    family = found.program.column_family("deliver")
    by_step = dict(zip(found.program.names(family), found.choice.values[family.range], strict=True))
    assert by_step == pytest.approx(
        {
            "deliver[p,a,2026,1]": 25,
            "deliver[p,a,2026,2]": 15,
            "deliver[p,b,2026,1]": 25,
            "deliver[p,b,2026,2]": 15,
        },
        abs=1e-12,
    )


def test_a_stage_that_gives_up_nothing_is_kept() -> None:
    # Benefit first: p only. The second stage may then only choose where.
    programmes = {"p": programme(1000, 2.0), "q": programme(1000, 1.0)}
    objective = [{"first": "maximise benefit", "give_up_at_most": 0}, {"then": "minimise cost"}]
    found = chosen(scenario(programmes=programmes, objective=objective))
    assert found.coverage.reshape(-1) == pytest.approx([0.3, 0.3, 0, 0], abs=1e-13)


def test_what_may_be_given_up_is_used() -> None:
    objective = [{"first": "maximise benefit", "give_up_at_most": 0.1}, {"then": "minimise cost"}]
    found = chosen(scenario(objective=objective))
    assert found.coverage.reshape(-1) == pytest.approx([0.27, 0.27], abs=1e-13)


def test_kappa_is_money_over_the_cost_of_full_need() -> None:
    assert equal_coverage(build_panel(scenario())) == 0.3
    assert equal_coverage(build_panel(scenario(sources=_state(500)))) == 1.0
    later = programme(starts={"year": 2027})
    two = scenario(years=[2026, 2027], programmes={"p": later})
    # Money of two years, need of the one in which the programme runs.
    assert equal_coverage(build_panel(two)) == 0.6


def test_shares_of_money_count_all_years_and_regions() -> None:
    sources = {
        "local": {"kind": "local own revenue", "amounts": {"a": 10, "b": 20}},
        "state": {"kind": "central budget", "ceiling": {"2026": 60, "2027": 0}},
    }
    panel = build_panel(scenario(years=[2026, 2027], sources=sources))
    assert shares_of_money(panel).tolist() == [0.5, 0.5]
