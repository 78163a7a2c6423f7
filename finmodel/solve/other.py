"""Any other solver through PuLP: a second opinion on each stage, from the same program as MPS."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pulp
from scipy.sparse import csr_array

from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.conflict import smallest_conflict
from finmodel.solve.face import hold_optimum
from finmodel.solve.highs import Highs
from finmodel.solve.run import (
    NOTHING_HELD,
    Solution,
    StageResult,
    distinct,
    in_turn,
    keep,
    threshold_of,
)
from finmodel.solve.status import OWN, Infeasible, SolverStopped, Status
from finmodel.solve.whole_solver import WholeSolver, with_highs

ALSO_CALLED = {
    "CBC": ("PULP_CBC_CMD", "COIN_CMD"),
    "GLPK": ("GLPK_CMD",),
    "SCIP": ("SCIP_PY", "SCIP_CMD"),
    "Gurobi": ("GUROBI", "GUROBI_CMD"),
    "CPLEX": ("CPLEX_PY", "CPLEX_CMD"),
    "Xpress": ("XPRESS_PY", "XPRESS"),
}
"""What people call a solver, and its names in PuLP 3 and 4."""
SOLVED = ("Optimal", "GapLimit")
"""How a solver ends that has the best answer; to its gap, where columns take whole numbers, which
PuLP 4 tells apart."""


class UnknownSolver(ValueError):
    """No solver of this name is at hand."""


@dataclass(frozen=True)
class SecondOpinion:
    """What another solver found."""

    solution: Solution
    """Its answer at the corner nearest to it, to choose from as after any solve."""
    reported: tuple[float, ...]
    """Value of each stage as the solver gave it, with the few digits that it writes."""


def find_solver(name: str) -> str:
    """Name of a solver that is installed, as PuLP knows it; capitals do not count.

    Parameters
    ----------
    name : str
        Name of a solver as PuLP knows it, or as people call it, such as CBC.

    Returns
    -------
    str
        The name in PuLP, or HiGHS.

    Raises
    ------
    UnknownSolver
        If no such solver is at hand; it names those that are.
    """
    if name.lower() == OWN.lower():
        return OWN
    with _as_before():
        found = [str(known) for known in pulp.listSolvers(onlyAvailable=True)]
    called = {key.lower(): names for key, names in ALSO_CALLED.items()}
    wanted = {name.lower(), *(known.lower() for known in called.get(name.lower(), ()))}
    for known in found:
        if known.lower() in wanted:
            return known
    families = {known: key for key, names in ALSO_CALLED.items() for known in names}
    at_hand = {OWN, *(families.get(known, known) for known in found)}
    raise UnknownSolver(
        f"no solver called {name} is at hand; name one of these: {', '.join(sorted(at_hand))}"
    )


def solve_with(
    program: Program,
    solver: str,
    progress: Callable[[str], None] | None = None,
    thresholds: Sequence[float] | None = None,
) -> SecondOpinion:
    """Solve all stages with another solver.

    The stages and the rules are the same. Solvers write few digits, so each answer is moved to the
    corner nearest to it, from which the stage's threshold is taken and an allocation chosen.

    Parameters
    ----------
    program : Program
        The program.
    solver : str
        Name of a solver, as `find_solver` takes it.
    progress : callable, optional
        Told in words what is being solved.
    thresholds : sequence of float, optional
        Value of each stage that later ones must keep, where whole columns were settled before.

    Returns
    -------
    SecondOpinion
        The solver's own values of the stages, and the corner nearest to its answer.

    Raises
    ------
    UnknownSolver
        If the solver is not at hand.
    Infeasible
        If no allocation satisfies the rules.
    SolverStopped
        If the solver does not end with an optimal answer.
    """
    solver = find_solver(solver)
    highs = Highs(program)
    stages: list[StageResult] = []
    reported: list[float] = []
    for number, objective in enumerate(program.objectives):
        if progress is not None:
            stage = f"stage {number + 1} of {len(program.objectives)}"
            progress(f"{stage} with {solver}: {objective.goal}")
        costs = program.objective(number)
        try:
            values = _optimise(program, highs, costs, objective.maximise, solver)
        except SolverStopped:
            if number == 0 and highs.run() is Status.INFEASIBLE:
                conflict = smallest_conflict(program, highs.contradiction())
                raise Infeasible(conflict) from None
            raise
        reported.append(float(costs @ values))
        value = highs.value
        threshold = threshold_of(objective, value, stages, thresholds)
        multipliers = highs.marginal_values()
        levels: tuple[float, ...] = ()
        held = NOTHING_HELD
        if objective.places is not None:

            def again(costs: Floats) -> Floats:
                _optimise(program, highs, costs, True, solver)
                return highs.solution()

            levels = distinct(in_turn(program, highs, objective, again))
            held = highs.bounds()[0][objective.places.columns]
        stages.append(StageResult(objective, value, threshold, 0, multipliers, levels, held))
        if number < len(program.objectives) - 1:
            if objective.give_up > 0:
                keep(highs, objective, threshold)
            else:
                hold_optimum(program, highs, number)
    solution = Solution(
        values=np.clip(highs.solution(), program.lower, program.upper),
        marginal_values=stages[-1].multipliers,
        stages=tuple(stages),
        highs=highs,
        basis=highs.basis(),
    )
    return SecondOpinion(solution, tuple(reported))


def whole_with(solver: str) -> WholeSolver:
    """Solve stages whose columns take whole numbers only with another solver."""
    name = find_solver(solver)

    def solve(program: Program, costs: Floats, *, maximise: bool) -> Floats | None:
        binding = np.nonzero(np.isfinite(program.row_lower) | np.isfinite(program.row_upper))[0]
        now = replace(
            program,
            matrix=csr_array(program.matrix[binding]),
            row_lower=program.row_lower[binding],
            row_upper=program.row_upper[binding],
        )
        try:
            return _solve_mps(now, -costs if maximise else costs, name)
        except SolverStopped:
            if with_highs(program, costs, maximise=maximise) is None:
                return None
            raise

    return solve


@contextmanager
def _as_before() -> Iterator[None]:
    """Leave out PuLP 3's announcements of what version 4 renames; both are handled here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _optimise(program: Program, highs: Highs, costs: Floats, maximise: bool, solver: str) -> Floats:
    """Solve with another solver and move HiGHS to the corner nearest to its answer."""
    highs.objective(costs, maximise=maximise)
    now = _as_it_stands(program, highs)
    values = _solve_mps(now, -costs if maximise else costs, solver)
    highs.start_at(values)
    if highs.run() is not Status.OPTIMAL:
        raise SolverStopped(f"the answer of {solver} could not be moved to a corner")
    return values


def _as_it_stands(program: Program, highs: Highs) -> Program:
    """The program with the bounds that hold now, without rows that bound nothing."""
    lower, upper, row_lower, row_upper = highs.bounds()
    rows = np.nonzero(np.isfinite(row_lower) | np.isfinite(row_upper))[0]
    return replace(
        program,
        matrix=csr_array(program.matrix[rows]),
        lower=lower,
        upper=upper,
        row_lower=row_lower[rows],
        row_upper=row_upper[rows],
    )


def ended_as(found: Any) -> str:
    """How a solver ended: PuLP 3 gives back a number, PuLP 4 all it knows, the status by name."""
    status = getattr(found, "status", found)
    name = getattr(status, "name", None)
    return str(pulp.LpStatus[status] if name is None else name)


def _solve_mps(program: Program, costs: Floats, solver: str) -> Floats:
    """Minimise with a solver of PuLP; the file goes through a folder that is removed again."""
    writer = Highs(program)
    writer.objective(costs, maximise=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.mps"
        writer.write(path)
        with _as_before():
            variables, problem = pulp.LpProblem.fromMPS(str(path), sense=pulp.LpMinimize)
    # Said here and not in the file: PuLP does not read the bounds that HiGHS writes of integers.
    for column in np.nonzero(program.whole)[0].tolist():
        if f"c{column}" in variables:
            variables[f"c{column}"].cat = pulp.LpInteger
    try:
        with _as_before():
            ended = ended_as(problem.solve(pulp.getSolver(solver, msg=False)))
    except pulp.PulpSolverError as error:
        raise SolverStopped(f"{solver} ended with: {error}") from None
    if ended not in SOLVED:
        raise SolverStopped(f"{solver} ended with: {ended.lower()}")
    values = program.lower.copy()
    for name, variable in variables.items():
        # What stands in no row and has no cost may come back without a value.
        if variable.value() is not None:
            values[int(name.removeprefix("c"))] = variable.value()
    return values
