"""A smallest conflict contradicts itself, and nothing in it is too much."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.status import Conflict, Infeasible
from tests.synthetic.solved import solve_whole
from tests.synthetic.strategies import scenarios

INFEASIBLE = 2


def can_be_kept(program: Program, conflict: Conflict) -> bool:
    """Whether some values satisfy these rows and bounds, and are not negative where none may be."""
    rows = list(conflict.rows)
    sides = [
        (sign * csr_array(program.matrix[rows])[held], sign * bounds[rows][held])
        for sign, bounds in ((1, program.row_upper), (-1, program.row_lower))
        if (held := np.isfinite(bounds[rows])).any()
    ]
    natural = np.where(program.lower >= 0, 0.0, -np.inf)
    bounds = np.column_stack([natural, np.full(program.lower.size, np.inf)])
    bounds[list(conflict.at_least), 0] = program.lower[list(conflict.at_least)]
    bounds[list(conflict.at_most), 1] = program.upper[list(conflict.at_most)]
    if not sides:
        return bool((bounds[:, 0] <= bounds[:, 1]).all())
    found = linprog(
        np.zeros(program.lower.size),
        A_ub=vstack([matrix for matrix, _ in sides]),
        b_ub=np.concatenate([bound for _, bound in sides]),
        bounds=bounds,
    )
    return int(found.status) != INFEASIBLE


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_conflicts_are_smallest(scenario: Scenario) -> None:
    program = build_program(build_panel(scenario))
    try:
        solve_whole(program)
    except Infeasible as ended:
        conflict = ended.conflict
    else:
        assume(False)
    assert not can_be_kept(program, conflict)
    for part in ("rows", "at_least", "at_most"):
        places = getattr(conflict, part)
        for place in places:
            fewer = {**vars(conflict), part: tuple(other for other in places if other != place)}
            assert can_be_kept(program, Conflict(**fewer)), (part, place)
