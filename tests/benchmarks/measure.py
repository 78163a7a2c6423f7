"""Measure one case in a process of its own, so that peak memory is the case's and no other's."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import highspy
import numpy as np

from finmodel.allocation.allocation import Allocation
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.allocation.proof.verify import verify
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Panel
from finmodel.program.build import build_program
from finmodel.program.delivery import step_widths
from finmodel.program.objectives import IN_TURN
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded, load_scenario
from finmodel.solve.highs import REPEATABLE, Highs, hand_over
from finmodel.solve.run import Solution, solve_program
from tests.naive.model import NaiveModel
from tests.synthetic.sized import sized, sized_tree

T = TypeVar("T")
Figures = dict[str, Any]

MONGOLIA = "Mongolia"
FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "mongolia-lifelong-learning"
LONG_TO_PROVE = ("XXL",)
"""Sizes whose saved folder is not verified again: the exact sums take many minutes."""
LONG_TO_COMPARE = (("XL", True),)
"""Cases of which five changes, 32 mixtures to solve, would take many minutes."""
REPEATS = {"S": 15, "M": 15, "L": 7, "XL": 5, "XXL": 1, IN_TURN: 5}


TOLD = {
    "choosing": "choosing among",
    "rounding": "rounding",
    "tables": "writing the tables",
    "one_more": "more money",
    "undecided": "what the objective left",
}
"""How the progress that `allocate` tells begins, for each phase that is measured by it."""


CERTIFIED = {
    "certificate_bounds": "writing the certificate: what can",
    "certificate_choice": "writing the certificate: the choice",
    "certificate_near": "writing the certificate: how near",
}
"""The same for the certificate, which is written at the latest when the allocation is saved."""


PROVED = {
    "proof_read": "reading the folder",
    "proof_rules": "building the rules",
    "proof_bounds": "proving rules",
    "proof_tables": "comparing",
    "proof_choice": "proving the choice",
}
"""The same for what `verify` tells."""


clock = time.process_time
"""Seconds that the processor worked for this process, all of it in one thread: other work on the
machine counts for less than on a clock."""


def timed(work: Callable[..., T], *given: Any, by: Callable[[], float] = clock) -> tuple[float, T]:
    """Seconds that some work takes, and what it gives."""
    start = by()
    result = work(*given)
    return by() - start, result


def peak_memory() -> float:
    """Most memory that this process has held so far [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def naive_columns(panel: Panel) -> int:
    """Columns of the naive model: a flow for each source and cell, an output for each step."""
    cells = (panel.unit_cost * panel.reachable[:, :, None, :]) > 0
    flows = sum(int((panel.eligible(source) & cells).sum()) for source in panel.sources)
    return flows + int((step_widths(panel) > 0).sum())


def measure(name: str, local_budgets: bool) -> Figures:
    """Measure the package on one case: size, phases, peak memory, and the bare solver."""
    figures, loaded = _pipeline(name, local_budgets)
    figures |= _against_bare(loaded, REPEATS[name])
    proved = figures["allocate"] + figures["certificate"]
    return figures | {
        "ratio_allocate": figures["allocate"] / figures["bare"],
        "ratio_proved": proved / figures["bare"],
    }


def _pipeline(name: str, local_budgets: bool) -> tuple[Figures, Loaded]:
    """Phases from the scenario's file to the saved folder, each once, as a planner meets them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(json.dumps(sized_tree(name, local_budgets), indent=1), encoding="utf-8")
        load, loaded = timed(load_scenario, file, by=time.perf_counter)
        hears: list[Callable[[str], None]] = []

        def solved(tell: Callable[[str], None]) -> Allocation:
            hears.append(tell)
            return allocate(loaded, lambda said: hears[-1](said))

        def certified(tell: Callable[[str], None]) -> object:
            hears.append(tell)
            return allocation.certificate

        whole, phases, allocation = _by_phase(TOLD, solved)
        certifying, parts, _ = _by_phase(CERTIFIED, certified)
        phases |= parts | {"certificate": certifying}
        place = Path(folder) / "allocation"
        saving, _ = timed(save, allocation, place, by=time.perf_counter)
        phases["peak_memory"] = peak_memory()
        phases["certificate_size"] = (place / "certificate.json").stat().st_size / 1000
        if name not in LONG_TO_PROVE:
            verified, proved, _ = _by_phase(PROVED, lambda tell: verify(place, progress=tell))
            phases |= proved | {"verify": verified}
    whole_way = load + whole + certifying + saving
    told = {"load": load, "allocate": whole, "save": saving, "whole": whole_way}
    return told | phases, loaded


def _by_phase(
    told: dict[str, str], work: Callable[[Callable[[str], None]], T]
) -> tuple[float, Figures, T]:
    """Seconds of some work and of its phases as they are told, and what it gives."""
    marks: list[tuple[str, float]] = []
    start = clock()
    found = work(lambda said: marks.append((said, clock())))
    end = clock()
    phases = dict.fromkeys(told, 0.0)
    for (said, began), (_, ended) in pairwise([*marks, ("", end)]):
        for phase, beginning in told.items():
            if said.startswith(beginning):
                phases[phase] += ended - began
    return end - start, phases, found


def _against_bare(loaded: Loaded, repeats: int) -> Figures:
    """Medians, in turns, of HiGHS alone and of the phases to the optimum on the same arrays.

    Where there is more than one turn, of the whole way to the allocation too.
    """
    panel = build_panel(loaded.scenario)
    found: dict[str, list[float]] = {}

    def note(**seconds: float) -> None:
        for phase, value in seconds.items():
            found.setdefault(phase, []).append(value)

    for _ in range(repeats):
        laid_out, _ = timed(build_panel, panel.scenario)
        built, program = timed(build_program, panel)
        solved, (parts, solution) = timed(_solve, program)
        alone, value = timed(_bare, program)
        assert abs(value - solution.stages[0].value) <= 1e-7 * abs(value)
        again, _ = timed(_solve_again, program, solution)
        note(panel=laid_out, program=built, highs_load=parts[0], solve=parts[1])
        note(optimum=solved, from_panel=built + solved, bare=alone, again=again)
        if repeats > 1:
            note(allocate=timed(allocate, loaded)[0])
    rows, columns = program.matrix.shape
    figures: Figures = {phase: median(values) for phase, values in found.items()}
    return figures | {
        "naive_columns": naive_columns(panel),
        "columns": columns,
        "rows": rows,
        "entries": program.matrix.nnz,
        "iterations": solution.stages[-1].iterations,
        "value": solution.stages[-1].value,
        "ratio": figures["optimum"] / figures["bare"],
        "ratio_from_panel": figures["from_panel"] / figures["bare"],
    }


def _solve(program: Program) -> tuple[list[float], Solution]:
    """Seconds of passing the arrays and of each stage, and the solution."""
    marks = [clock()]
    solution = solve_program(program, progress=lambda _: marks.append(clock()))
    marks.append(clock())
    return [after - before for before, after in pairwise(marks)], solution


def _bare(program: Program) -> float:
    """Optimum of the first stage by HiGHS alone, with the package's tolerances and its presolve."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    for option, value in REPEATABLE.items():
        solver.setOptionValue(option, value)
    hand_over(program, solver, whole=False)
    if program.objectives[0].maximise:
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    costs = program.objective(0)
    solver.changeColsCost(costs.size, np.arange(costs.size, dtype=np.int32), costs)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def _solve_again(program: Program, solution: Solution) -> Highs:
    """Solve with a hundredth more of the largest source in the first year, from the last basis."""
    available = program.panel.pots.available[:, 0]
    richest = int(np.argmax(available))
    key = program.panel.sources[int(program.panel.pots.source[richest])]
    family = next(f for f in program.rows if f.name == f"sources.{key}.available")
    inside = (family.labels["pot"] == richest) & (family.labels["year"] == 0)
    row = family.start + int(np.nonzero(inside)[0][0])
    solution.highs.row_bounds(row, -np.inf, 1.01 * float(available[richest]))
    solution.highs.run()
    return solution.highs


def measure_stages(name: str, local_budgets: bool) -> Figures:
    """Measure two stages in order, once: the lowest coverage, then the benefit."""
    goals = ("maximise lowest coverage", "maximise benefit")
    program = build_program(build_panel(sized(name, local_budgets, goals)))
    (_, lowest, benefit), _ = _solve(program)
    return {"lowest_first": lowest, "then_benefit": benefit}


def measure_in_turn(name: str, local_budgets: bool) -> Figures:
    """Measure the lowest coverage, then the next, beside the lowest alone; medians, in turns."""
    programs = [
        _with_goal(name, local_budgets, goal) for goal in ("maximise lowest coverage", IN_TURN)
    ]
    found: list[tuple[float, float]] = []
    levels = 0
    for _ in range(REPEATS[IN_TURN]):
        alone, _ = timed(_solve, programs[0])
        turned, (_, solution) = timed(_solve, programs[1])
        levels = len(solution.stages[0].levels)
        found.append((alone, turned))
    alone, turned = (median(each) for each in zip(*found, strict=True))
    rows, columns = programs[1].matrix.shape
    sizes = {"turn_columns": columns, "turn_rows": rows, "levels": levels}
    return {**sizes, "lowest": alone, "in_turn": turned, "ratio_in_turn": turned / alone}


def _with_goal(name: str, local_budgets: bool, goal: str) -> Program:
    """The program of a size, or of Mongolia's scenario, with one goal."""
    if name == MONGOLIA:
        loaded = load_scenario(FOLDER, [f'objective=["{goal}"]'])
        return build_program(build_panel(loaded.scenario))
    return build_program(build_panel(sized(name, local_budgets, (goal,))))


def measure_reader(name: str, local_budgets: bool) -> Figures:
    """Measure a comparison and a report; of Mongolia's scenario a comparison with one change."""
    # Reports load much that would count as memory of what is measured without them.
    from tests.benchmarks.reports import measure_reports

    if name == MONGOLIA:
        return measure_reports(load_scenario(FOLDER).tree, (1,))
    changes = (1,) if (name, local_budgets) in LONG_TO_COMPARE else (1, 5)
    return measure_reports(sized_tree(name, local_budgets), changes)


def measure_naive(name: str, local_budgets: bool) -> Figures:
    """Measure the naive PuLP model on one case, once."""
    panel = build_panel(sized(name, local_budgets))
    built, model = timed(NaiveModel, panel, by=time.perf_counter)
    solved, result = timed(model.solve, by=time.perf_counter)
    assert result.optimal
    return {
        "naive_objects": built,
        "naive_solve": solved,
        "naive": built + solved,
        "naive_value": result.values[-1],
        "naive_peak_memory": peak_memory(),
    }


WORK = {
    "package": measure,
    "stages": measure_stages,
    "in-turn": measure_in_turn,
    "reports": measure_reader,
    "naive-pulp": measure_naive,
}


def main() -> None:
    """Measure what the arguments say and print the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=list(WORK))
    parser.add_argument("size")
    parser.add_argument("--local-budgets", action="store_true")
    parser.add_argument("--once", action="store_true", help="repeat nothing")
    given = parser.parse_args()
    if given.once:
        REPEATS.update(dict.fromkeys(REPEATS, 1))
    figures = WORK[given.what](given.size, given.local_budgets)
    # HiGHS greets on standard output, so the figures stand on the last line.
    sys.stdout.write("\n" + json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
