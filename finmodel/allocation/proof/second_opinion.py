"""Another solver's opinion of a saved allocation: solved again from its scenario, and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from finmodel.allocation.proof.failed import NotVerified, reason
from finmodel.allocation.proof.read_back import read_flows
from finmodel.allocation.proof.stages import stage_name
from finmodel.allocation.proof.verify import Proof
from finmodel.allocation.rounded import WholeFlows
from finmodel.allocation.rounding import round_allocation
from finmodel.allocation.solvable import program_of
from finmodel.program.program import Program
from finmodel.solve.equals import choose
from finmodel.solve.other import find_solver, solve_with, whole_with
from finmodel.solve.run import solve_program
from finmodel.solve.status import OWN
from finmodel.solve.whole import settle
from finmodel.solve.whole_solver import with_highs

SAME = 1e-6
"""Share by which stage values of two solvers may differ: most solvers write few digits."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Opinion:
    """What another solver found."""

    solver: str
    stages: list[tuple[str, float, float]]
    """Goal of each stage, its recorded value and the solver's own."""
    farthest: int
    """Largest difference of any payment [currency]."""
    whole: int
    """Columns that take whole numbers, which the solver settled by itself."""


def second_opinion(proof: Proof, solver: str, progress: Progress | None = None) -> Opinion:
    """Solve the scenario of a proved allocation again with another solver, and compare.

    The stages are solved one after the other by the other solver alone; among its equally good
    answers the allocation is chosen by the same rule.

    Parameters
    ----------
    proof : Proof
        What was proved without a solver.
    solver : str
        Name of a solver, as `find_solver` takes it.
    progress : callable, optional
        Told in words what is being solved.

    Raises
    ------
    NotVerified
        If a stage reaches another value, or payments differ by more than a rounding unit.
    UnknownSolver
        If the solver is not at hand.
    """
    name = find_solver(solver)
    scenario = proof.allocation.scenario
    program = program_of(scenario)
    count, thresholds = int(program.whole.sum()), None
    if count:
        settled = settle(program, with_highs if name == OWN else whole_with(name), progress)
        program, thresholds = settled.program, settled.thresholds
    if name == OWN:
        solution = solve_program(program, thresholds=thresholds, progress=progress)
        reported = [stage.value for stage in solution.stages]
    else:
        opinion = solve_with(program, name, progress, thresholds)
        solution, reported = opinion.solution, list(opinion.reported)
    stages = [
        (stage.goal, stage.value, value)
        for stage, value in zip(proof.checked.stages, reported, strict=True)
    ]
    choice = choose(program, solution)
    rounded = round_allocation(program, choice.values, scenario.rounding_unit)
    saved = read_flows(program, proof.allocation.tables["money"], scenario.rounding_unit)
    farthest = _farthest(program, saved, rounded.flows)
    reasons = [
        reason(
            "{solver}: {stage} reaches {found}, where {recorded} is recorded",
            solver=name,
            stage=stage_name(number, goal),
            found=repr(found),
            recorded=repr(recorded),
        )
        for number, (goal, recorded, found) in enumerate(stages)
        if abs(found - recorded) > SAME * max(1.0, abs(recorded))
    ]
    if farthest > scenario.rounding_unit:
        reasons.append(
            reason(
                "{solver} leads to another allocation: a payment differs by {amount}",
                solver=name,
                amount=farthest,
            )
        )
    if reasons:
        raise NotVerified(reasons)
    return Opinion(name, stages, farthest, count)


def _farthest(program: Program, one: WholeFlows, other: WholeFlows) -> int:
    """Largest difference of any payment between two allocations [currency]."""
    shape = (len(program.panel.sources), program.cells.count, len(program.panel.years))
    difference = np.zeros(shape, dtype=np.int64)
    for sign, flows in ((1, one), (-1, other)):
        np.add.at(difference, (flows.source, flows.cell, flows.year), sign * flows.amount)
    return int(np.abs(difference).max(initial=0))
