"""The question gap: what the targets cost, who pays under each envelope, what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.chances import gap_chances
from finmodel.allocation.files import load, save
from finmodel.allocation.make import allocate
from finmodel.panel.targets import target_path
from finmodel.scenario.load import load_scenario
from finmodel.scenario.scenario import Scenario
from tests.choice.small import programme, region

Tree = dict[str, Any]
YEARS = [2026, 2027]


def tree(**parts: Any) -> Tree:
    """Targets of 40% and 60% of a need of 200, each at a thousand: 80 and 120 a year."""
    target = {"coverage": {"now": 0.2, "target": {"2027": 0.6}}}
    return {
        "scenario": "small",
        "title": "Small",
        "question": "gap",
        "stage": "budget proposal",
        "years": YEARS,
        "money": "thousand MNT",
        "regions": {"list": {"a": region(100), "b": region(100)}},
        "prices": {"base_year": 2026},
        "programmes": {"p": programme(**target)},
        "sources": {
            "state": {"kind": "central budget", "ceiling": 30},
            "promised": {
                "kind": "grant",
                "amount": {"2026": 10, "2027": 20},
                "certainty": {"2026-2027": "committed"},
            },
            "hoped": {
                "kind": "grant",
                "amount": 20,
                "certainty": {"2026": {"pipeline": 0.5}, "2027": {"pipeline": 0.25}},
            },
        },
        "objective": ["minimise gap"],
        **parts,
    }


def solved(folder: Path, given: Tree) -> Allocation:
    with (folder / "scenario.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(given, file)
    return allocate(load_scenario(folder))


def missing(found: Allocation) -> dict[tuple[str, int], int]:
    """Unfunded cost by envelope and year, in thousands."""
    total: dict[tuple[str, int], int] = {}
    for row in found.tables["gap"].to_pylist():
        place = (row["envelope"], row["year"])
        total[place] = total.get(place, 0) + row["unfunded"]
    return {place: amount // 1000 for place, amount in total.items()}


def test_the_gap_under_four_envelopes(tmp_path: Path) -> None:
    assert missing(solved(tmp_path, tree())) == {
        ("secured", 2026): 50,
        ("secured", 2027): 90,
        ("committed", 2026): 40,
        ("committed", 2027): 70,
        ("expected", 2026): 30,
        ("expected", 2027): 65,
        ("everything", 2026): 20,
        ("everything", 2027): 50,
    }


def test_chances_follow_from_the_ways_that_money_comes() -> None:
    chances = gap_chances(Scenario.model_validate(tree()))
    # One decision: both years (25%), the first only (25%), neither (50%).
    assert [way.probability for way in chances.ways] == pytest.approx([0.25, 0.25, 0.5])
    assert [way.gap for way in chances.ways] == pytest.approx([70, 90, 110])
    assert chances.mean == pytest.approx(95)
    assert chances.at(0.8) == pytest.approx(110)
    assert chances.at(0.5) == pytest.approx(90)


def test_many_ways_are_drawn_and_come_out_the_same_each_time() -> None:
    given = tree()
    given["years"] = [2027]
    for number in range(8):
        certain = {"2027": {"pipeline": 0.5}}
        given["sources"][f"g{number}"] = {"kind": "grant", "amount": 5, "certainty": certain}
    scenario = Scenario.model_validate(given)
    one, two = gap_chances(scenario), gap_chances(scenario)
    assert one.drawn
    assert one == two
    # 120 less 50, 5 from `hoped` and 20 from the others, on average.
    assert one.mean == pytest.approx(45, abs=4)


def test_everything_adds_up(tmp_path: Path) -> None:
    found = solved(tmp_path, tree(rounding_unit=7))
    gap, envelopes = (found.tables[name].to_pylist() for name in ("gap", "envelopes"))
    for envelope in ("secured", "committed", "expected", "everything"):
        for year in YEARS:
            mine = [r for r in gap if (r["envelope"], r["year"]) == (envelope, year)]
            paid = [r for r in envelopes if (r["envelope"], r["year"]) == (envelope, year)]
            assert sum(r["cost"] for r in mine) == sum(r["used"] for r in paid)
            (unfunded,) = (r["used"] for r in paid if r["source"] == "unfunded")
            assert sum(r["unfunded"] for r in mine) == unfunded
    whole = [row for row in gap if row["envelope"] == "everything"]
    amounts = found.money.to_pylist()
    for row in whole:
        place = {key: row[key] for key in ("region", "programme", "year")}
        here = [a for a in amounts if all(a[key] == value for key, value in place.items())]
        assert sum(a["amount"] for a in here) == row["cost"]
        without = sum(a["amount"] for a in here if a["source"] == "unfunded")
        assert without == row["unfunded"]


def test_the_saved_tables_come_back(tmp_path: Path) -> None:
    found = solved(tmp_path, tree())
    again = load(save(found, tmp_path / "saved"))
    for name in ("gap", "envelopes", "chances"):
        assert again.tables[name].equals(found.tables[name])
    assert again.manifest["gap"] == found.manifest["gap"]
    assert found.manifest["gap"]["not_more_than"] == 110_000


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=2),
    st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0]), min_size=2, max_size=2),
)
def test_expected_money_is_weighted_and_each_envelope_holds_the_one_before(
    amounts: list[int], chances: list[float]
) -> None:
    given = tree()
    given["sources"]["hoped"] |= {
        "amount": {str(year): amount for year, amount in zip(YEARS, amounts, strict=True)},
        "certainty": {str(year): {"pipeline": p} for year, p in zip(YEARS, chances, strict=True)},
    }
    scenario = Scenario.model_validate(given)
    hoped = scenario.sources["hoped"]
    for year, p in zip(YEARS, chances, strict=True):
        parts = [hoped.counted(year, e) for e in ("secured", "committed", "expected", "everything")]
        assert parts == [0, 0, p, 1]
    found = gap_chances(scenario)
    assert sum(way.probability for way in found.ways) == pytest.approx(1)
    assert found.at(1.0) == pytest.approx(found.ways[-1].gap)


@pytest.mark.parametrize(
    ("targets", "today", "expected"),
    [
        ({2030: 0.6}, 0.1, [0.2, 0.3, 0.4, 0.5, 0.6]),
        ({2030: 0.6}, None, [0.6] * 5),
        ({2026: 0.2, 2028: 0.4}, 0.0, [0.2, 0.3, 0.4, 0.4, 0.4]),
        ({2035: 1.0}, 0.0, [0.1, 0.2, 0.3, 0.4, 0.5]),
    ],
)
def test_targets_lie_on_straight_lines(
    targets: dict[int, float], today: float | None, expected: list[float]
) -> None:
    path = target_path(targets, today, (2026, 2027, 2028, 2029, 2030))
    assert path.tolist() == pytest.approx(expected)
