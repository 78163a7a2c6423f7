"""Programs of random scenarios solved as the package solves them: whole columns first."""

from __future__ import annotations

from typing import Any

from finmodel.program.program import Program
from finmodel.solve.run import Solution, solve_program
from finmodel.solve.whole import settle


def solve_whole(program: Program, **options: Any) -> tuple[Program, Solution]:
    """Solve a program; the one that comes back holds its whole columns.

    Parameters
    ----------
    program : Program
        The program.
    **options
        As `solve_program` takes them.
    """
    if not program.whole.any():
        return program, solve_program(program, **options)
    settled = settle(program)
    return settled.program, solve_program(settled.program, thresholds=settled.thresholds, **options)
