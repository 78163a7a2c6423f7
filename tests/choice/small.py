"""Small scenarios to choose in, and the chosen amounts by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from finmodel.allocation.flows import (
    cell_costs,
    conventional,
    flows_to_cells,
    outputs,
    provided,
)
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.equals import Choice, choose
from finmodel.solve.run import Solution
from tests.synthetic.solved import solve_whole

Tree = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """A chosen allocation, its outputs and money by name."""

    program: Program
    solution: Solution
    choice: Choice

    @property
    def output(self) -> dict[tuple[str, str, int], float]:
        panel = self.program.panel
        values = outputs(self.program, self.choice.values)
        return {
            (programme, region, year): float(values[p, r, t])
            for p, programme in enumerate(panel.programmes)
            for r, region in enumerate(panel.regions)
            for t, year in enumerate(panel.years)
        }

    @property
    def coverage(self) -> Floats:
        need = self.program.panel.need
        return outputs(self.program, self.choice.values) / np.where(need > 0, need, 1.0)

    @property
    def money(self) -> dict[tuple[str, str, str, str, int], float]:
        """Amounts by source, programme, region, category and year [currency]."""
        panel, cells = self.program.panel, self.program.cells
        values = self.choice.values
        provides = provided(self.program, values)
        without = conventional(self.program, outputs(self.program, values), provides)
        cost = cell_costs(self.program, without)
        flows = flows_to_cells(self.program, self.choice.values, cost)
        scale = panel.scenario.money.scale
        return {
            (
                panel.sources[source],
                panel.programmes[cells.programme[cell]],
                panel.regions[cells.region[cell]],
                panel.categories[cells.category[cell]],
                panel.years[year],
            ): float(amount) * scale
            for source, cell, year, amount in zip(
                flows.source, flows.cell, flows.year, flows.amount, strict=True
            )
        }

    @property
    def by_source(self) -> dict[tuple[str, int], float]:
        """What each source pays in each year [currency]."""
        total: dict[tuple[str, int], float] = {}
        for (source, *_, year), amount in self.money.items():
            total[source, year] = total.get((source, year), 0.0) + amount
        return total


def chosen(
    scenario: Scenario, reference: Floats | None = None, **options: bool | int | float | str
) -> Chosen:
    """Solve and choose; the choice must be polished."""
    program, solution = solve_whole(build_program(build_panel(scenario)), options=options)
    choice = choose(program, solution, reference)
    assert choice.polished, choice.message
    assert choice.residual < 1e-9
    return Chosen(program, solution, choice)


def same(one: dict[Any, float], other: dict[Any, float], within: float = 1e-6) -> None:
    """Both name the same amounts; what one leaves out is zero."""
    everything = sorted({*one, *other})
    first = [one.get(key, 0.0) for key in everything]
    second = [other.get(key, 0.0) for key in everything]
    assert first == pytest.approx(second, rel=1e-12, abs=within)


def programme(cost: float = 1000.0, weight: float = 1.0, **more: Any) -> Tree:
    return {
        "name": "A programme",
        "output": "learners",
        "need": {"share": 1, "of": "adults"},
        "unit_cost": {"staff": {"amount": cost}},
        "benefit": [{"up_to": 1, "weight": weight}],
        **more,
    }


def region(adults: float) -> Tree:
    return {"name": "A region", "attributes": {"adults": adults}}


def scenario(**parts: Any) -> Scenario:
    """Two regions alike, one programme and one source, unless the parts say otherwise."""
    tree: Tree = {
        "scenario": "small",
        "title": "Small",
        "stage": "budget proposal",
        "years": [2026],
        "money": "thousand MNT",
        "regions": {"list": {"a": region(100), "b": region(100)}},
        "prices": {"base_year": 2026},
        "programmes": {"p": programme()},
        "sources": {"state": {"kind": "central budget", "ceiling": 60}},
        "policies": {},
        "objective": ["maximise benefit"],
    }
    tree.update(parts)
    return Scenario.model_validate(tree)
