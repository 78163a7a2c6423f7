"""What one more step of money from each source would buy, and what a step less would cost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, maybe, numbers
from finmodel.allocation.flows import outputs
from finmodel.allocation.marginal import raised
from finmodel.panel.panel import Floats, Panel
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED
from finmodel.solve.run import Solution
from finmodel.solve.status import Status
from finmodel.solve.two_sided import Direction, Side, TwoSided, two_sided

FIRST_YEAR = 0
LARGEST_STEP = 9
"""A step is at most ten to this power [currency]: one billion."""
QUICK = 20_000
"""Columns up to which ranges are extended by solving again."""
HALVINGS = 5
LINE = 1e-9
"""Relative distance from the line that counts as none."""
PART = 0.05
"""A step is at most this part of the first year's money."""


def step_size(panel: Panel) -> float:
    """A round step: the largest power of ten within both limits [money unit]."""
    scale = panel.scenario.money.scale
    most = PART * float(panel.pots.available[_real(panel), FIRST_YEAR].sum()) * scale
    sizes = [10.0**power for power in range(LARGEST_STEP + 1) if 10.0**power <= most]
    return max(sizes, default=1.0) / scale


def _real(panel: Panel) -> np.ndarray:
    """Pots that hold money: not the part that is missing."""
    return np.asarray(np.array(panel.sources)[panel.pots.source] != UNFUNDED)


def one_more(
    program: Program,
    solution: Solution,
    progress: Callable[[str], None] | None = None,
) -> pa.Table:
    """Find what a step more, and a step less, of each source would change in the first year.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its solution, with the solver at the last basis; it is left there.
    progress : callable, optional
        Told in words what is being solved.

    Returns
    -------
    Table
        source, year, step [money unit]; gain and loss of the last stage's value from a step more
        and a step less, loss empty where no allocation satisfies the rules with less; for how much
        more and less each further step brings and costs the same at least [money unit]; programme
        whose output grows most in money, and how many more units of it. A local source's step is
        spread over its regions as its own money is.
    """
    panel = program.panel
    step = step_size(panel)
    sources = [place for place, key in enumerate(panel.sources) if key != UNFUNDED]
    pots = [np.nonzero(panel.pots.source == place)[0].astype(np.int64) for place in sources]
    known = [place for place, own in enumerate(pots) if own.size]
    directions = [raised(program, pots[place], FIRST_YEAR) for place in known]
    if progress is not None:
        progress("more money from each source")
    sides = two_sided(program, solution, directions)
    rows = [_row(program, solution, directions[at], sides[at], step) for at in range(len(known))]
    gain, loss, programme, more = (
        np.array([row[part] for row in rows], dtype=np.float64) for part in range(4)
    )
    return pa.table(
        {
            "source": ids(panel.sources, np.array([sources[place] for place in known], np.int64)),
            "year": ids(panel.years, np.full(len(known), FIRST_YEAR, np.int64)),
            "step": numbers(np.full(len(known), step)),
            "gain": numbers(gain),
            "loss": maybe(loss),
            "more_holds": maybe(np.array([row[4] for row in rows])),
            "less_holds": maybe(np.array([row[5] for row in rows])),
            "programme": ids(panel.programmes, programme.astype(np.int64)),
            "outputs": numbers(more),
        }
    )


def _row(
    program: Program, solution: Solution, direction: Direction, sides: TwoSided, step: float
) -> tuple[float, float, int, float, float, float]:
    """Gain, loss, programme that grows most, its outputs, and for how much both sides hold."""
    gain, moves = _of_step(program, solution, direction, sides.more, step)
    less, _ = _of_step(program, solution, direction, sides.less, -step)
    holds = (
        _holds(program, solution, direction, sides.more, step),
        _holds(program, solution, direction, sides.less, -step),
    )
    if moves is None:
        return 0.0, -less, 0, 0.0, *holds
    return gain, -less, *_grown_most(program, outputs(program, moves)), *holds


def _holds(
    program: Program, solution: Solution, direction: Direction, side: Side, step: float
) -> float:
    """Extend the range of a side by solving again, up to a step, where that is quick.

    The value is concave in money (convex for a goal that is minimised): where it still is on the
    line at the end of a range, it is on the line all the way.
    """
    low, high = side.holds, abs(step)
    if side.moves is None or low >= high or program.lower.size > QUICK:
        return low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value, _ = _of_step(program, solution, direction, side, np.sign(step) * middle)
        on_the_line = abs(abs(value) - abs(side.value) * middle) <= LINE * abs(side.value) * middle
        low, high = (middle, high) if on_the_line else (low, middle)
    return low


def _of_step(
    program: Program, solution: Solution, direction: Direction, side: Side, step: float
) -> tuple[float, Floats | None]:
    """Change of the value and of all columns: at the basis where it holds, else solved again."""
    if side.moves is not None and side.holds >= abs(step):
        return side.value * step, side.moves * step
    highs = solution.highs
    for row, change in zip(direction.rows.tolist(), direction.change.tolist(), strict=True):
        by = step * change
        highs.row_bounds(row, program.row_lower[row] + by, program.row_upper[row] + by)
    optimal = highs.run() is Status.OPTIMAL
    found = (highs.value - solution.stages[-1].value, highs.solution() - solution.values)
    for row in direction.rows.tolist():
        highs.row_bounds(row, program.row_lower[row], program.row_upper[row])
    highs.start_from(solution.basis)
    return found if optimal else (float("nan"), None)


def _grown_most(program: Program, change: Floats) -> tuple[int, float]:
    """Programme whose output grows most in money, and by how many units."""
    money = np.einsum("prt,pt->p", change, program.panel.national_cost)
    programme = int(np.argmax(money))
    return programme, float(change[programme].sum())
