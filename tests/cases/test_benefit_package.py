"""A benefit package: one country, one year, one budget, staff of eight kinds, 120 interventions.

The numbers are made up by a formula; the optimum is compared with the same program written from
its formula for another solver. The form is that of published packages of essential services
(Mohan and others, Health Economics 32 (6), 2023): the health that is gained, net of what its cost
would gain elsewhere, is as large as a budget for supplies and the minutes of each cadre allow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.make import allocate
from finmodel.report.answer import answer_facts
from finmodel.scenario.load import Loaded, load_scenario

COUNT = 120
CADRES = (
    "doctors",
    "nurses",
    "pharmacists",
    "laboratory",
    "dental",
    "mental",
    "nutrition",
    "imaging",
)
BUDGET = 900.0
"""In thousand USD."""


def interventions() -> dict[str, Any]:
    """Need, cost, net benefit and minutes of each intervention, as arrays."""
    draw = np.random.default_rng(20)
    minutes = draw.integers(0, 40, (COUNT, len(CADRES))) * (draw.random((COUNT, 8)) < 0.3)
    return {
        "need": draw.integers(50, 5000, COUNT).astype(float),
        "cost": draw.integers(1, 60, COUNT).astype(float),
        "benefit": draw.integers(-4, 30, COUNT).astype(float),
        "ceiling": draw.integers(40, 101, COUNT) / 100,
        "minutes": minutes.astype(float),
    }


def key(number: int) -> str:
    return f"intervention_{number + 1:03d}"


STAFF = np.array([4e5, 3e5, 1e5, 3e5, 9e5, 8e5, 1e5, 9e5])
COMPULSORY = (3, 40)
SUBSTITUTES = ((10, 11), (20, 21, 22))
COMPLEMENT = (50, 51)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The scenario as a planner would write it."""
    known = interventions()
    lines = [
        "scenario: essential-package",
        "title: A package of essential services",
        "years: 2026",
        "money: thousand USD",
        "programmes:",
    ]
    for number in range(COUNT):
        floor = "at_least: 30%, " if number in COMPULSORY else ""
        lines.append(
            f"  {key(number)}: {{output: cases, need: {known['need'][number]:.0f}, "
            f"coverage: {{{floor}at_most: {known['ceiling'][number] * 100:.0f}%}}, "
            f"unit_cost: {known['cost'][number]:.0f}, benefit: {known['benefit'][number]:.0f}}}"
        )
    lines += ["sources:", f"  supplies: {{kind: central budget, ceiling: {BUDGET:g}}}"]
    lines.append("capacities:")
    for place, cadre in enumerate(CADRES):
        use = {key(n): f"{m:.0f}" for n, m in enumerate(known["minutes"][:, place]) if m > 0}
        words = ", ".join(f"{name}: {minutes}" for name, minutes in use.items())
        help_ = ", stand_ins: {nurses: 1}" if cadre in ("pharmacists", "nutrition") else ""
        lines.append(f"  {cadre}: {{amount: {STAFF[place]:.0f}, use: {{{words}}}{help_}}}")
    lines.append("policies:")
    for number, group in enumerate(SUBSTITUTES):
        names = ", ".join(key(member) for member in group)
        lines.append(f"  same_{number}: {{programmes: [{names}], shared_need: {{at_most: 100%}}}}")
    one, other = COMPLEMENT
    pair = f"programme: {key(one)}, goes_with: {key(other)}"
    lines.append(f"  together: {{{pair}, per_unit: {{at_most: 0.5}}}}")
    lines.append("objective: [maximise benefit]")
    file = tmp_path_factory.mktemp("package") / "scenario.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_scenario(file)


@pytest.fixture(scope="module")
def allocation(loaded: Loaded) -> Allocation:
    return allocate(loaded)


def from_the_formula() -> float:
    """The optimum of the same program, cases and minutes of nurses for others as columns."""
    known = interventions()
    nurses, helped = 1, (2, 6)
    rows = [np.append(known["cost"] / 1000, [0, 0])]
    sides = [BUDGET]
    for place in range(len(CADRES)):
        lent = [-1.0 if place == who else float(place == nurses) for who in helped]
        rows.append(np.append(known["minutes"][:, place], lent))
        sides.append(STAFF[place])
    for group in SUBSTITUTES:
        row = np.zeros(COUNT + 2)
        row[list(group)] = 1.0 / known["need"][list(group)]
        rows.append(row)
        sides.append(1.0)
    row = np.zeros(COUNT + 2)
    row[list(COMPLEMENT)] = 1.0, -0.5
    rows.append(row)
    sides.append(0.0)
    floor = np.zeros(COUNT)
    floor[list(COMPULSORY)] = 0.3 * known["need"][list(COMPULSORY)]
    bounds = [*zip(floor, known["need"] * known["ceiling"], strict=True), (0, None), (0, None)]
    found = linprog(
        np.append(-known["benefit"], [0, 0]), A_ub=np.array(rows), b_ub=sides, bounds=bounds
    )
    assert found.status == 0
    return -float(found.fun)


def test_the_package_is_the_best_one(allocation: Allocation) -> None:
    (stage,) = allocation.manifest["stages"]
    assert stage["value"] == pytest.approx(from_the_formula(), rel=1e-9)


def test_what_does_more_harm_than_good_is_not_delivered_beyond_its_floor(
    allocation: Allocation,
) -> None:
    benefit = interventions()["benefit"]
    harmful = {key(number) for number in np.nonzero(benefit < 0)[0].tolist()}
    assert harmful
    coverage = dict(
        zip(
            *(allocation.delivery[name].to_pylist() for name in ("programme", "coverage")),
            strict=True,
        )
    )
    must = {key(number) for number in COMPULSORY}
    assert all(coverage.get(name, 0.0) == 0 for name in harmful - must)
    assert all(coverage[name] == pytest.approx(0.3, abs=0.01) for name in harmful & must)


def test_staff_is_shown_with_what_one_more_minute_is_worth(allocation: Allocation) -> None:
    rows = {row["capacity"]: row for row in answer_facts(allocation)["capacities"]}
    assert list(rows) == list(CADRES)
    for row in rows.values():
        assert row["used"] <= row["available"] * (1 + 1e-9)
        if row["used"] < row["available"] * 0.999:
            assert row["one_more"] == 0
    assert any(row["one_more"] > 0 for row in rows.values())
    # What nurses may do for others is worth no more to the others than to nurses.
    assert rows["nurses"]["one_more"] >= rows["pharmacists"]["one_more"] - 1e-9
