"""Published linear programs as the program's arrays, and what was published about them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats
from finmodel.program.build import build_program
from finmodel.program.emitter import Family
from finmodel.program.objectives import IN_TURN, Objective, Places
from finmodel.program.program import Program
from finmodel.scenario.objective import Goal
from finmodel.solve.corner import Direction
from finmodel.solve.run import Solution, solve_program
from finmodel.solve.two_sided import TwoSided, two_sided
from tests.choice.small import scenario

PUBLISHED = Path(__file__).parent / "published"
FAR = 1e6
"""A bound beyond every optimum of the published programs."""
Terms = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """A linear program by the names of its columns and rows."""

    sense: str
    offset: float
    columns: dict[str, tuple[float, float | None, float | None]]
    """Objective, lower and upper bound of each column."""
    rows: dict[str, tuple[Terms, str, float]]
    """Coefficients, sign and right-hand side of each row."""

    @property
    def goal(self) -> Goal:
        return "maximise benefit" if self.sense == "max" else "minimise cost"

    @cached_property
    def program(self) -> Program:
        """The program with its own objective as the only stage."""
        own = {name: terms[0] for name, terms in self.columns.items()}
        return self.with_objectives([(own, self.goal, 0.0)])

    def row(self, name: str) -> int:
        return list(self.rows).index(name)

    def column(self, name: str) -> int:
        return list(self.columns).index(name)

    def line(self, terms: Terms) -> Floats:
        """Coefficients of some terms, shape (n,)."""
        return np.array([float(terms.get(name, 0.0)) for name in self.columns])

    def with_objectives(self, stages: Sequence[tuple[Terms, Goal, float]]) -> Program:
        """The program with some stages: terms, goal, share that may be given up."""
        # Stages that give up nothing hold a face of finite bounds, as every program of ours has.
        far = np.inf if len(stages) == 1 else FAR
        bounds = np.array(
            [
                [-far if low is None else low, far if high is None else high]
                for _, low, high in self.columns.values()
            ],
            dtype=np.float64,
        )
        lines = [self.line(terms) for terms, _, _ in self.rows.values()]
        lines += [self.line(terms) for terms, _, _ in stages]
        low, high = (np.array([side(row) for row in self.rows.values()]) for side in (_low, _high))
        free = np.full(len(stages), np.inf)
        count = len(self.rows)
        return replace(
            _blank(),
            columns=_families(self.columns),
            rows=_families([*self.rows, *(f"objective.{n + 1}" for n in range(len(stages)))]),
            lower=bounds[:, 0],
            upper=bounds[:, 1],
            whole=np.zeros(len(bounds), dtype=bool),
            row_lower=np.concatenate([low, -free]),
            row_upper=np.concatenate([high, free]),
            matrix=csr_array(np.array(lines)),
            objectives=tuple(
                Objective(goal, count + number, give_up)
                for number, (_, goal, give_up) in enumerate(stages)
            ),
        )

    def in_turn(self, utilities: Sequence[Terms]) -> Program:
        """The program that raises the lowest of some sums, then the next."""
        plain = self.with_objectives([({}, IN_TURN, 0.0)])
        rows, columns = plain.matrix.shape
        count = len(utilities)
        # met = what each gets; met ≥ lowest, which is the last column.
        met = np.zeros((2 * count, columns + count + 1))
        for place, terms in enumerate(utilities):
            met[place, :columns] = -self.line(terms)
            met[[place, count + place], columns + place] = 1.0
            met[count + place, -1] = -1.0
        wide = np.zeros((rows, columns + count + 1))
        wide[:, :columns] = plain.matrix.toarray()
        wide[plain.objectives[0].row, -1] = 1.0
        most = 1e3
        number = np.arange(count)
        places = Places(columns + number, rows + count + number, np.ones(count))
        return replace(
            plain,
            columns=_families([f"c{number}" for number in range(columns + count + 1)]),
            rows=_families([f"r{number}" for number in range(rows + 2 * count)]),
            lower=np.append(plain.lower, np.zeros(count + 1)),
            upper=np.append(plain.upper, np.full(count + 1, most)),
            whole=np.zeros(columns + count + 1, dtype=bool),
            row_lower=np.append(plain.row_lower, np.zeros(2 * count)),
            row_upper=np.concatenate([plain.row_upper, np.zeros(count), np.full(count, np.inf)]),
            matrix=csr_array(vstack([csr_array(wide), csr_array(met)])),
            objectives=(replace(plain.objectives[0], places=places),),
        )

    def value(self, solution: Solution) -> float:
        return solution.stages[-1].value + self.offset

    def sides(self, row: str) -> TwoSided:
        """What one more and one less of a row's limit change."""
        program = self.program
        direction = Direction(np.array([self.row(row)]), np.ones(1))
        (found,) = two_sided(program, solve_program(program), [direction])
        return found


def _low(row: tuple[Terms, str, float]) -> float:
    return row[2] if row[1] in (">=", "=") else -np.inf


def _high(row: tuple[Terms, str, float]) -> float:
    return row[2] if row[1] in ("<=", "=") else np.inf


def _families(names: Sequence[str] | Mapping[str, Any]) -> tuple[Family, ...]:
    return tuple(Family(name, (name,), number, {}, 1) for number, name in enumerate(names))


def _blank() -> Program:
    return build_program(build_panel(scenario()))


def read_case(name: str) -> dict[str, Any]:
    """A published case as it stands in its file."""
    return dict(json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8")))


def case_of(data: Mapping[str, Any], lp: str) -> Case:
    """One linear program of a case."""
    given = data["lps"][lp]
    return Case(
        given["sense"],
        float(given.get("offset", 0.0)),
        {name: tuple(terms) for name, terms in given["columns"].items()},
        {name: tuple(row) for name, row in given["rows"].items()},
    )


def expected(*kinds: str) -> list[tuple[str, dict[str, Any]]]:
    """What was published of some kinds, with the case it belongs to."""
    return [
        (path.stem, one)
        for path in sorted(PUBLISHED.glob("*.json"))
        for one in json.loads(path.read_text(encoding="utf-8"))["expected"]
        if one["kind"] in kinds
    ]
