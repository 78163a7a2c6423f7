"""What one more step of money from each source would buy, by solving the last stage again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, numbers
from finmodel.allocation.flows import outputs
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.program import Program
from finmodel.solve.run import Solution
from finmodel.solve.status import Status

FIRST_YEAR = 0
LARGEST_STEP = 9
"""A step is at most ten to this power [currency]: one billion."""
RISING = ("available", "absorption", "use_at_least")
"""Rules of a source whose bounds are shares of its money."""
PART = 0.05
"""A step is at most this part of the first year's money."""


def step_size(panel: Panel) -> float:
    """A round step: the largest power of ten within both limits [money unit]."""
    scale = panel.scenario.money.scale
    most = PART * float(panel.pots.available[:, FIRST_YEAR].sum()) * scale
    sizes = [10.0**power for power in range(LARGEST_STEP + 1) if 10.0**power <= most]
    return max(sizes, default=1.0) / scale


def one_more(
    program: Program,
    solution: Solution,
    progress: Callable[[str], None] | None = None,
) -> pa.Table:
    """Solve again with a step more money from each source in the first year.

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
        source, year, step [money unit], gain (change of the last stage's value), programme whose
        output grows most in money, and how many more units of it. A local source's step is
        spread over its regions as its own money is.
    """
    step = step_size(program.panel)
    base = outputs(program, solution.values)
    last = solution.stages[-1]
    found: dict[str, list[object]] = {
        title: [] for title in ("source", "year", "gain", "programme", "outputs")
    }
    for position, key in enumerate(program.panel.sources):
        if progress is not None:
            progress(f"more money from {key}")
        after = _with_more(program, solution, position, FIRST_YEAR, step)
        if after is None:
            continue
        value, values = after
        programme, more = _grown_most(program, outputs(program, values) - base)
        found["source"].append(position)
        found["year"].append(FIRST_YEAR)
        found["gain"].append(value - last.value)
        found["programme"].append(programme)
        found["outputs"].append(more)
    panel = program.panel
    count = len(found["source"])
    return pa.table(
        {
            "source": ids(panel.sources, _positions(found["source"])),
            "year": ids(panel.years, _positions(found["year"])),
            "step": numbers(np.full(count, step)),
            "gain": numbers(np.array(found["gain"], dtype=np.float64)),
            "programme": ids(panel.programmes, _positions(found["programme"])),
            "outputs": numbers(np.array(found["outputs"], dtype=np.float64)),
        }
    )


def _positions(values: list[object]) -> Integers:
    return np.array(values, dtype=np.int64)


def _with_more(
    program: Program, solution: Solution, source: int, year: int, step: float
) -> tuple[float, Floats] | None:
    """Value and columns with a step more money, the earlier stages kept; None if it cannot be."""
    highs = solution.highs
    raised = _raised_rows(program, source, year, step)
    for row, more in raised:
        lower, upper = program.row_lower[row], program.row_upper[row]
        highs.row_bounds(row, float(lower + more), float(upper + more))
    status = highs.run()
    result = (highs.value, highs.solution()) if status is Status.OPTIMAL else None
    for row, _ in raised:
        highs.row_bounds(row, float(program.row_lower[row]), float(program.row_upper[row]))
    highs.start_from(solution.basis)
    return result


def _raised_rows(program: Program, source: int, year: int, step: float) -> list[tuple[int, float]]:
    """Rows of a source in a year whose bounds rise with its money, and by how much.

    What can be spent in practice, and what must be, are shares of what there is.
    """
    panel = program.panel
    key = panel.sources[source]
    own = panel.pots.source == source
    money = panel.pots.available[:, year]
    total = float(money[own].sum())
    free = panel.pots.free[:, year]
    raised = []
    for family in program.rows:
        if family.name not in {f"sources.{key}.{rule}" for rule in RISING}:
            continue
        places = zip(family.numbers(), family.labels["pot"], family.labels["year"], strict=True)
        for row, pot, when in places:
            if when != year:
                continue
            part = money[pot] / total if total > 0 else 1.0 / int(own.sum())
            if family.name.endswith(".available"):
                raised.append((int(row), step * float(part)))
            elif free[pot] > 0:
                # A share of what is left after first charges.
                limit = program.row_upper[row]
                bound = limit if np.isfinite(limit) else program.row_lower[row]
                raised.append((int(row), step * float(part * bound / free[pot])))
    return raised


def _grown_most(program: Program, change: Floats) -> tuple[int, float]:
    """Programme whose output grows most in money, and by how many units."""
    money = np.einsum("prt,pt->p", change, program.panel.national_cost)
    programme = int(np.argmax(money))
    return programme, float(change[programme].sum())
