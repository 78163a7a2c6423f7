"""Charts: what they hold, what their titles claim, and that they can be drawn."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert

from finmodel.report.charts import (
    coverage_by_region,
    coverage_chart,
    flows_chart,
    one_more_chart,
    tile_map,
)
from tests.report.conftest import FakeAllocation

CHARTS = [coverage_chart, coverage_by_region, flows_chart, one_more_chart, tile_map]


def rows(chart: Any) -> list[dict[str, Any]]:
    return [row for data in chart.to_dict()["datasets"].values() for row in data]


def title(chart: Any) -> str:
    return str(chart.to_dict()["title"]["text"])


@pytest.mark.parametrize("draw", CHARTS)
def test_charts_can_be_drawn(allocation: FakeAllocation, draw: Any) -> None:
    chart = draw(allocation)
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    assert title(chart)[:20] in svg
    assert '"tooltip"' in chart.to_json()


def test_tile_map_holds_all_money(allocation: FakeAllocation) -> None:
    chart = tile_map(allocation)
    total = sum(allocation.money["amount"].to_pylist()) / 1e6
    assert sum(row["money"] for row in rows(chart)) == pytest.approx(total)
    assert title(chart) == "From 17.4 (Capital) to 22.9 (South Steppe) thousand MNT a year per head"


def test_tile_map_of_coverage_and_of_nothing_else(allocation: FakeAllocation) -> None:
    assert "of what can be reached" in title(tile_map(allocation, "coverage"))
    with pytest.raises(ValueError, match="money, coverage or gap, not 'height'"):
        tile_map(allocation, "height")


def test_regions_without_a_tile_stand_below(small_tree: dict[str, Any]) -> None:
    from finmodel.scenario.scenario import Scenario

    del small_tree["regions"]["list"]["capital"]["tile"]
    chart = tile_map(FakeAllocation(Scenario.model_validate(small_tree)))
    places = {row["region"]: (row["column"], row["row"]) for row in rows(chart)}
    assert places == {"north": (1, 1), "south": (1, 2), "capital": (1, 3)}


def test_money_without_heads_is_shown_as_it_is(small_tree: dict[str, Any]) -> None:
    from finmodel.scenario.scenario import Scenario

    del small_tree["policies"]["nobody_behind"]
    small_tree["programmes"]["literacy"]["need"] = 1000
    chart = tile_map(FakeAllocation(Scenario.model_validate(small_tree)))
    assert title(chart).endswith("million MNT in every region") or "million MNT" in title(chart)
    assert "per head" not in title(chart)


def test_flows_add_up_as_shown(allocation: FakeAllocation) -> None:
    chart = flows_chart(allocation)
    shown = {row["column"]: 0 for row in rows(chart)}
    for row in rows(chart):
        shown[row["column"]] += int(row["shown"].replace(",", ""))
    assert shown == {"State budget: 7,415": 7415, "Fund: 900": 900}
    assert title(chart) == "State budget pays 89% of the 8,315 million MNT"


def test_coverage_titles_are_counted(allocation: FakeAllocation) -> None:
    assert title(coverage_chart(allocation)) == (
        "None of 2 programmes at the ceiling in 2027; 1 of the 1 known today cover more than today"
    )
    chart = coverage_by_region(allocation, 2026)
    assert title(chart) == (
        "In 2026, coverage is at its ceiling in 0% of places and at its floor in 0%"
    )
    assert len(rows(chart)) == 6


def test_one_more_names_the_best_source(allocation: FakeAllocation) -> None:
    chart = one_more_chart(allocation)
    assert title(chart) == (
        "One more billion MNT buys most from State budget in 2026: 10,000 benefit points"
    )


def test_one_more_that_buys_nothing_or_the_same(allocation: FakeAllocation) -> None:
    import pyarrow as pa

    table = allocation.one_more
    for gain, words in ((0.0, "From no source would"), (5.0, "From 2 of 2 sources")):
        at = table.schema.get_field_index("gain")
        allocation.one_more = table.set_column(at, "gain", pa.array([gain] * table.num_rows))
        assert title(one_more_chart(allocation)).startswith(words)
