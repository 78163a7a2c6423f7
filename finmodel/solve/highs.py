"""HiGHS directly: the arrays passed once, then only changed bounds and costs."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import highspy
import numpy as np

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.status import SolverStopped, Status

REPEATABLE: dict[str, bool | int | float | str] = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
"""Options that make an answer repeatable, and exact to nine places."""
LARGEST_COST = 4
"""Objectives are scaled so that their largest coefficient has this many digits: a coverage between
0 and 1 would otherwise be optimal only to the solver's tolerance."""
DUAL, PRIMAL = 1, 4
"""HiGHS's strategies for the dual and the primal simplex."""
DEVEX = 1
"""HiGHS's weights of the dual simplex that need nothing worked out before the first step."""
PERTURBED = (
    "dual_simplex_cost_perturbation_multiplier",
    "primal_simplex_bound_perturbation_multiplier",
)
_POWERS = 10.0 ** np.arange(-30, 31)


class Highs:
    """One program inside HiGHS, kept between solves so that each starts from the last basis."""

    def __init__(
        self,
        program: Program,
        options: dict[str, bool | int | float | str] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Pass a program; its whole columns take whole numbers only where `whole` is true."""
        self.program = program
        # Whoever solved before in this process may have left a pool of other than one thread.
        highspy.Highs.resetGlobalScheduler(True)
        with _silence():
            self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        chosen: dict[str, bool | int | float | str] = {**REPEATABLE, **(options or {})}
        for name, value in chosen.items():
            self._highs.setOptionValue(name, value)
        if hand_over(program, self._highs, whole=whole) == highspy.HighsStatus.kError:
            raise SolverStopped("HiGHS refused the program")
        self._sent = np.zeros(program.lower.size)
        # Kept here too: HiGHS hands them out only with a copy of the whole program.
        self._lower, self._upper = program.lower.copy(), program.upper.copy()
        self._row_lower, self._row_upper = program.row_lower.copy(), program.row_upper.copy()

    def objective(self, costs: Floats, *, maximise: bool) -> None:
        """Replace the objective."""
        largest = float(np.abs(costs).max(initial=0.0))
        digits = int(np.searchsorted(_POWERS, largest, side="right")) - _POWERS.size // 2
        self._scale = 10.0 ** (LARGEST_COST - digits) if largest > 0 else 1.0
        self._costs = costs
        scaled = costs * self._scale
        columns = np.nonzero(scaled != self._sent)[0].astype(np.int32)
        self._highs.changeColsCost(columns.size, columns, scaled[columns])
        self._sent = scaled
        sense = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
        self._highs.changeObjectiveSense(sense)

    def row_bounds(self, row: int, lower: float, upper: float) -> None:
        """Replace the bounds of one row."""
        self._row_lower[row], self._row_upper[row] = lower, upper
        self._highs.changeRowBounds(int(row), float(lower), float(upper))

    def column_bounds(self, columns: Integers, values: Floats) -> None:
        """Hold some columns at values."""
        self._lower[columns] = self._upper[columns] = values
        chosen = columns.astype(np.int32)
        self._highs.changeColsBounds(chosen.size, chosen, values, values)

    def column_range(self, columns: Integers, lower: Floats, upper: Floats) -> None:
        """Replace the bounds of some columns."""
        self._lower[columns], self._upper[columns] = lower, upper
        self._highs.changeColsBounds(columns.size, columns.astype(np.int32), lower, upper)

    def row_ranges(self, lower: Floats, upper: Floats) -> None:
        """Replace the bounds of all rows."""
        self._row_lower, self._row_upper = lower.copy(), upper.copy()
        rows = np.arange(lower.size, dtype=np.int32)
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]
            rows.size, rows, lower, upper
        )

    def primal(self, chosen: bool) -> None:
        """Let the primal simplex solve from now on, or HiGHS choose again."""
        self._highs.setOptionValue("simplex_strategy", PRIMAL if chosen else DUAL)

    def perturb(self, chosen: bool) -> None:
        """Let HiGHS blur costs and bounds while it solves, as it does at first, or not.

        That keeps it from going in circles. From a basis a few steps from the best one it costs
        more than it saves.
        """
        for name in PERTURBED:
            self._highs.setOptionValue(name, float(chosen))

    def near(self) -> None:
        """Expect to start from a basis a few steps from the best one.

        The exact weights by which HiGHS chooses its steps then cost more than they save.
        """
        self._highs.setOptionValue("simplex_dual_edge_weight_strategy", DEVEX)

    def run(self) -> Status:
        """Solve from the last basis, or from nothing the first time."""
        ended = self._ended()
        if ended is Status.STOPPED:
            # Now and then HiGHS gives up on a small program, above all with the primal simplex;
            # the dual simplex from nothing then ends.
            chosen = self._highs.getOptionValue("simplex_strategy")[1]
            self._highs.setOptionValue("simplex_strategy", DUAL)
            self._highs.clearSolver()
            ended = self._ended()
            self._highs.setOptionValue("simplex_strategy", chosen)
        return ended

    def _ended(self) -> Status:
        self._highs.run()
        ended = self._highs.getModelStatus()
        if ended in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return Status.OPTIMAL
        if ended in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return Status.INFEASIBLE
        return Status.STOPPED

    def close(self) -> None:
        """Give the solver's memory back; nothing can be solved or read afterwards."""
        self._highs.clear()

    def limit_time(self, seconds: float) -> None:
        """Stop after some seconds, counted from the start of the model."""
        self._highs.setOptionValue("time_limit", float(seconds))

    @property
    def value(self) -> float:
        """Value of the objective."""
        return self.value_of(self.solution())

    def value_of(self, values: Floats) -> float:
        """Value of the objective where the columns have some values."""
        terms = self._costs * values
        return math.fsum(terms[terms != 0])

    @property
    def iterations(self) -> int:
        """Simplex iterations of the last run."""
        return int(self._highs.getInfo().simplex_iteration_count)

    def solution(self) -> Floats:
        """Value of every column, shape (n,)."""
        return np.asarray(self._highs.getSolution().col_value, dtype=np.float64)

    def marginal_values(self) -> Floats:
        """d(objective)/d(right-hand side) of every row, shape (m,)."""
        return np.asarray(self._highs.getSolution().row_dual, dtype=np.float64) / self._scale

    def contradiction(self) -> Floats | None:
        """Multipliers of the rows that show that no values satisfy them, if HiGHS has some."""
        _, known, ray = self._highs.getDualRay()  # type: ignore[attr-defined]
        return np.asarray(ray, dtype=np.float64) if known else None

    def start_afresh(self, *, simplify: bool) -> None:
        """Start the next solve from nothing, and let HiGHS simplify the program first or not."""
        self._highs.clearSolver()
        self._highs.setOptionValue("presolve", "on" if simplify else "off")

    def basis(self) -> highspy.HighsBasis:
        """The basis, to come back to."""
        return self._highs.getBasis()

    def start_from(self, basis: highspy.HighsBasis) -> None:
        """Start the next solve from a basis."""
        self._highs.setBasis(basis)

    def move_to(self, basis: highspy.HighsBasis) -> Status:
        """Go to an optimal basis: by the simplex, whatever came to the last one."""
        chosen = self._highs.getOptionValue("solver")[1]
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setBasis(basis)
        ended = self.run()
        self._highs.setOptionValue("solver", chosen)
        return ended

    def start_at(self, values: Floats) -> None:
        """Start the next solve from the corner nearest to a point, whoever found it."""
        lower, upper, row_lower, row_upper = self.bounds()
        basis = highspy.HighsBasis()
        basis.col_status = _stands(values, lower, upper)
        basis.row_status = _stands(self.program.matrix @ values, row_lower, row_upper)
        basis.valid = basis.alien = True
        self._highs.setBasis(basis)

    def write(self, path: Path) -> None:
        """Write the program with its objective as it is now; columns are called c0, c1, …."""
        with _silence():
            self._highs.writeModel(str(path))

    def basic(self) -> tuple[Integers, Integers]:
        """Columns, and rows by their slack, that are basic at the last basis."""
        basis, basic = self._highs.getBasis(), highspy.HighsBasisStatus.kBasic
        columns, rows = (
            np.array([status == basic for status in statuses], dtype=bool)
            for statuses in (basis.col_status, basis.row_status)
        )
        return np.nonzero(columns)[0].astype(np.int64), np.nonzero(rows)[0].astype(np.int64)

    def basic_in_order(self) -> Integers:
        """Columns, and rows as -(row + 1), in the order of the basis; it must be factored."""
        if self._highs.getNumNz() == 0:
            # HiGHS factors nothing where no coefficient is: every row is basic by its own slack.
            return -np.arange(1, self._highs.getNumRow() + 1, dtype=np.int64)
        _, basic = self._highs.getBasicVariables()  # type: ignore[attr-defined]
        return np.asarray(basic, dtype=np.int64)

    def through_basis(self, side: Floats) -> Floats:
        """Solve the equations of the basis with a right-hand side, shape (m,)."""
        if self._highs.getNumNz() == 0 or not side.any():
            return np.array(side, dtype=np.float64)
        _, found = self._highs.getBasisSolve(side)  # type: ignore[attr-defined]
        return np.array(found, dtype=np.float64)

    def activity(self) -> Floats:
        """Activity of every row, shape (m,)."""
        return np.asarray(self._highs.getSolution().row_value, dtype=np.float64)

    def bounds(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Bounds that hold now: of columns, shape (n,), then of rows, shape (m,)."""
        return (
            self._lower.copy(),
            self._upper.copy(),
            self._row_lower.copy(),
            self._row_upper.copy(),
        )


def _stands(values: Floats, lower: Floats, upper: Floats) -> list[highspy.HighsBasisStatus]:
    """At which bound values stand; between their bounds they are basic."""
    near = 1e-7 * np.maximum(1.0, np.abs(values))
    kinds = highspy.HighsBasisStatus
    return [
        kinds.kLower if low else kinds.kUpper if high else kinds.kBasic
        for low, high in zip(values - lower <= near, upper - values <= near, strict=True)
    ]


@contextmanager
def _silence() -> Iterator[None]:
    """Keep HiGHS from greeting on standard output, which it does before any option can be set."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def hand_over(program: Program, highs: highspy.Highs, *, whole: bool) -> highspy.HighsStatus:
    """Hand the program's arrays over as they are, in one piece, with no objective yet.

    As a `HighsLp` they would be copied number by number, which takes four times as long.
    """
    (rows, columns), matrix = program.matrix.shape, program.matrix
    kinds = highspy.HighsVarType
    taken = program.whole & whole
    status = highs.passModel(
        columns,
        rows,
        matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        np.zeros(columns),
        program.lower,
        program.upper,
        program.row_lower,
        program.row_upper,
        matrix.indptr[:-1].astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        np.where(taken, int(kinds.kInteger), int(kinds.kContinuous)).astype(np.int32),
    )
    return status
