"""Views of an allocation, checked by hand on the small scenario."""

from __future__ import annotations

import pytest

from finmodel.report.behind import equally_far, furthest_behind, reasons
from finmodel.report.labels import short_labels
from finmodel.report.picture import bought, gain_unit, more_by_year, picture
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario
from tests.report.conftest import SMALL, FakeAllocation


@pytest.fixture
def view(allocation: FakeAllocation) -> View:
    return View(allocation)


def test_sources_add_up(view: View) -> None:
    use = {row.source: row for row in view.source_use()}
    assert use["fund"].available == 900_000_000
    assert use["fund"].used == 900_000_000
    assert use["state_budget"].unused == 8_400_000_000 - use["state_budget"].used
    assert sum(row.used for row in use.values()) == view.total


def test_absorption_limits_what_can_be_spent() -> None:
    tree = SMALL | {"sources": {**SMALL["sources"]}}
    tree["sources"]["fund"] = {**SMALL["sources"]["fund"], "absorption": {2026: "50%"}}
    scarce = FakeAllocation(Scenario.model_validate(tree))
    use = {row.source: row for row in View(scarce).source_use()}
    assert use["fund"].spendable == 600_000_000 // 2 + 300_000_000


def test_coverage_over_all_regions(view: View) -> None:
    literacy, centres = view.programme_coverage()
    assert literacy.programme == "literacy"
    assert literacy.today == pytest.approx(0.1)
    assert (literacy.floor, literacy.ceiling) == pytest.approx((0.1, 0.4))
    assert literacy.last == pytest.approx(0.25)
    assert literacy.outputs_last == pytest.approx(22_000 * 0.25)
    assert centres.today is None
    assert literacy.spending + centres.spending == view.total


def test_money_per_head_uses_scaled_adults(view: View) -> None:
    north = next(row for row in view.region_spending() if row.region == "north")
    assert north.heads == pytest.approx(55_000)
    assert north.per_head_a_year == pytest.approx(north.spending / 2 / 55_000)
    assert north.tile == (1, 1)


def test_reach_is_weighted_by_cost(view: View) -> None:
    # Literacy 0.25 of 0.40, centres 0.3 of 0.5, at 650,000 and 80 million in 2027.
    literacy, centres = 650_000 * 5_500, 80e6 * 10
    met = literacy * 0.25 + centres * 0.3
    assert view.reached(-1)[1] == pytest.approx(met / (literacy * 0.4 + centres * 0.5))


def test_flows_are_the_money(view: View) -> None:
    assert sum(view.flows().values()) == view.total
    assert ("fund", "literacy") not in view.flows()


def test_furthest_behind_has_the_lowest_share(view: View) -> None:
    lowest = min(row.reached_last for row in view.region_spending())
    assert furthest_behind(view, 1)[0].reached_last == pytest.approx(lowest, abs=1e-3)
    assert equally_far(view) >= 1


def test_reasons_name_money_and_binding_rules(view: View) -> None:
    said = "; ".join(reasons(view, "capital"))
    assert "used up: Fund" in said
    assert "left over, but not for all that is missing: State budget" in said
    assert "this rule binds: Spending per head (adults aged 15+) in each region is at least" in said
    assert "binds" not in "; ".join(reasons(view, "north"))


def test_dear_regions_say_so() -> None:
    tree = SMALL | {"prices": {**SMALL["prices"], "regional_cost_index": "dear"}}
    regions = {
        key: {
            **region,
            "attributes": {**region["attributes"], "dear": 1.2 if key == "north" else 1},
        }
        for key, region in SMALL["regions"]["list"].items()
    }
    tree["regions"] = {**SMALL["regions"], "list": regions}
    view = View(FakeAllocation(Scenario.model_validate(tree)))
    assert "more there than on average" in reasons(view, "north")[0]
    assert "more there than on average" not in reasons(view, "south")[0]


def test_one_more_is_shown_for_the_first_year(allocation: FakeAllocation) -> None:
    facts = picture(allocation)
    rows = {row["source"]: row for row in facts["one_more"]}
    assert (rows["state_budget"]["year"], rows["state_budget"]["gain"]) == (2026, 10000.0)
    assert (rows["fund"]["year"], rows["fund"]["gain"]) == (2026, 0.0)
    later = {(row["source"], row["year"]): row for row in more_by_year(View(allocation))}
    assert later["fund", 2027]["programme_name"] == "Learning centres"
    assert bought(rows["state_budget"]) == "Adult literacy: 1,500 learners"
    assert bought({"gain": None}) == "nothing: a rule cannot be satisfied with more"
    assert bought({"gain": 0.0}) == "nothing: other limits hold"
    assert bought({"gain": 1.0, "programme_name": ""}) == "a little of many programmes"


def test_gains_are_counted_as_the_last_goal_says() -> None:
    tree = SMALL | {"objective": [{"first": "maximise benefit"}, {"then": "minimise cost"}]}
    view = View(FakeAllocation(Scenario.model_validate(tree)))
    assert gain_unit(view) == "saving, million MNT"


def test_labels_differ_even_for_names_that_hardly_do() -> None:
    names = {str(place): f"Region {'x' * (place % 3)}" for place in range(40)}
    labels = short_labels(names)
    assert len(set(labels.values())) == 40
    assert all(2 <= len(label) <= 3 for label in labels.values())
