"""How much the objective left open: what each programme and region could get among equals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.equals import Choice
from finmodel.solve.highs import Highs
from finmodel.solve.pairs import Pair
from finmodel.solve.quadratic import less
from finmodel.solve.status import SolverStopped, Status

MOST = 100
"""Pairs of programme and region whose range is computed, the largest first."""
WORK = 1_000_000
"""Bound on pairs × movable columns, so that large scenarios do not wait for minutes."""
MOVING = 20_000
"""Movable columns beyond which ranges follow from the bounds alone."""
STEPS = 10_000
"""Steps of the simplex after which no further pairs are computed: a count, so that runs agree."""
PRIMAL = 4
"""Simplex strategy of HiGHS that starts well after a change of objective."""


@dataclass(frozen=True)
class Undecided:
    """Cost of each programme and region over all years in the equally good allocations."""

    low: Floats
    """Least, shape (P, R) [money unit]."""
    high: Floats
    """Most, shape (P, R) [money unit]."""
    exact: Bools
    """False where only an outer range is given, because too many were open, shape (P, R)."""
    share: float
    """Share of the chosen spending that is on programmes and regions with an open range."""


def undecided(program: Program, choice: Choice, most: int = MOST, steps: int = STEPS) -> Undecided:
    """Find the range that the objective left open for each programme and region.

    Where the face of the optimum fixes all outputs the range is a point, and costs nothing to
    know. Elsewhere two small linear programs a pair give it, each from the basis of the last.
    At most `most` pairs are computed, and fewer where many columns can move: the largest by the
    room that their bounds leave. For the others the range given is an outer one that follows from
    the bounds alone.

    Parameters
    ----------
    program : Program
        The program.
    choice : Choice
        The chosen allocation.
    most : int
        Number of pairs to compute at the most.
    steps : int
        Steps of the simplex after which no further pair is begun.

    Returns
    -------
    Undecided
        Ranges of cost; the chosen allocation lies within them.
    """
    panel, face = program.panel, choice.face
    family = program.column_family("deliver")
    place = tuple(family.labels[axis] for axis in ("programme", "region", "year"))
    pair = np.ravel_multi_index(place[:2], panel.need.shape[:2])
    count = panel.need.shape[0] * panel.need.shape[1]
    cost = panel.unit_cost.sum(axis=2)[place]

    def totals(values: Floats) -> Floats:
        return np.bincount(pair, weights=values, minlength=count).astype(np.float64)

    chosen = totals(cost * choice.values[family.range])
    moving = face.moving[family.range] & (cost > 0)
    lower, upper = face.lower.rounded()[family.range], face.upper.rounded()[family.range]
    low = totals(cost * np.where(moving, lower, choice.values[family.range]))
    high = totals(cost * np.where(moving, upper, choice.values[family.range]))
    open_pairs = np.nonzero(totals(moving.astype(np.float64)) > 0)[0]
    movable = int(face.moving.sum())
    most = min(most, WORK // max(1, movable)) if movable <= MOVING else 0
    order = open_pairs[np.argsort(low[open_pairs] - high[open_pairs], kind="stable")][:most]
    exact = np.ones(count, dtype=bool)
    exact[open_pairs] = False
    if order.size:
        costs = np.zeros(program.lower.size)
        costs[family.range] = cost
        owner = np.full(program.lower.size, -1, dtype=np.int64)
        owner[family.range] = pair
        least, greatest = _ranges(program, choice, costs, owner, order, steps)
        order = order[: least.size]
        low[order], high[order] = least, greatest
        exact[order] = True
    unit = 1.0 / float(panel.scenario.money.scale)
    concerned = chosen[high - low > unit].sum()
    shape = panel.need.shape[:2]
    return Undecided(
        low.reshape(shape),
        high.reshape(shape),
        exact.reshape(shape),
        float(concerned / chosen.sum()) if chosen.sum() > 0 else 0.0,
    )


def _ranges(
    program: Program,
    choice: Choice,
    costs: Floats,
    owner: Integers,
    pairs: Integers,
    most_steps: int,
) -> tuple[Floats, Floats]:
    """Least and most cost of pairs over the face, of the first ones that it has steps for."""
    columns = np.nonzero(choice.face.moving)[0]
    highs = Highs(_movements(program, choice, columns), {"simplex_strategy": PRIMAL})
    low: list[float] = []
    high: list[float] = []
    steps = 0
    for pair in pairs:
        if steps > most_steps:
            break
        mine = np.nonzero(owner == pair)[0]
        chosen = float(costs[mine] @ choice.values[mine])
        goal = np.where(owner[columns] == pair, costs[columns], 0.0)
        for side, maximise in ((low, False), (high, True)):
            highs.objective(goal, maximise=maximise)
            status = highs.run()
            if status is not Status.OPTIMAL:
                raise SolverStopped(f"the solver stopped while it sought a range: {status}")
            steps += highs.iterations
            side.append(chosen + highs.value)
            # All further ones start a few steps from their ends.
            highs.perturb(False)
    return np.array(low), np.array(high)


def _movements(program: Program, choice: Choice, columns: Integers) -> Program:
    """The program of movements from the chosen allocation to equally good ones."""
    face = choice.face
    matrix = csr_array(program.matrix[:, columns])
    rows = np.nonzero(np.diff(matrix.indptr) > 0)[0]
    point = Pair(choice.values, choice.tails)
    activity = face.matrix.part(rows) @ point
    return replace(
        program,
        matrix=csr_array(matrix[rows]),
        lower=np.minimum((face.lower[columns] - point[columns]).rounded(), 0.0),
        upper=np.maximum((face.upper[columns] - point[columns]).rounded(), 0.0),
        row_lower=np.minimum(less(face.row_lower[rows], activity).high, 0.0),
        row_upper=np.maximum(less(face.row_upper[rows], activity).high, 0.0),
    )
