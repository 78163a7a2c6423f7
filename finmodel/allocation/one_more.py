"""What one more step of money from each source would buy, by solving the last stage again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, numbers
from finmodel.allocation.flows import outputs
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import Family
from finmodel.program.program import Program
from finmodel.solve.run import Solution
from finmodel.solve.status import Status

STEP = 1e9
"""Size of the step [currency]: one billion."""
FIRST_YEAR = 0


def one_more(
    program: Program,
    solution: Solution,
    progress: Callable[[str], None] | None = None,
) -> pa.Table:
    """Solve again with one billion more from each source in the first year.

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
        output grows most in money, and how many more units of it. A local source's billion is
        spread over its regions as its own money is.
    """
    step = STEP / program.panel.scenario.money.scale
    base = outputs(program, solution.values)
    last = solution.stages[-1]
    found: dict[str, list[object]] = {
        title: [] for title in ("source", "year", "gain", "programme", "outputs")
    }
    for position, key in enumerate(program.panel.sources):
        if progress is not None:
            progress(f"one more billion from {key}")
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
    rows = _rows_with_more(program, source, year, step)
    if rows is None:
        return None
    highs = solution.highs
    family, numbers, extra = rows
    for number, more in zip(numbers, extra, strict=True):
        row = family.start + int(number)
        highs.row_bounds(row, -np.inf, float(program.row_upper[row] + more))
    status = highs.run()
    result = (highs.value, highs.solution()) if status is Status.OPTIMAL else None
    for number in numbers:
        row = family.start + int(number)
        highs.row_bounds(row, -np.inf, float(program.row_upper[row]))
    highs.start_from(solution.basis)
    return result


def _rows_with_more(
    program: Program, source: int, year: int, step: float
) -> tuple[Family, Integers, Floats] | None:
    """Availability rows of a source in a year, and how the step is spread over them."""
    key = program.panel.sources[source]
    family = next((f for f in program.rows if f.name == f"sources.{key}.available"), None)
    if family is None:
        return None
    numbers = np.nonzero(family.labels["year"] == year)[0].astype(np.int64)
    own = program.panel.pots.available[family.labels["pot"][numbers], year]
    total = float(own.sum())
    share = own / total if total > 0 else np.full(own.size, 1.0 / own.size)
    return family, numbers, share * step


def _grown_most(program: Program, change: Floats) -> tuple[int, float]:
    """Programme whose output grows most in money, and by how many units."""
    money = np.einsum("prt,pt->p", change, program.panel.national_cost)
    programme = int(np.argmax(money))
    return programme, float(change[programme].sum())
