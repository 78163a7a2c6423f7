"""The program as text that a person can read, one rule a line, names in full."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from finmodel.program.program import Program


def lp_text(program: Program) -> str:
    """Write a program out.

    Parameters
    ----------
    program : Program
        A program; meant for small ones.

    Returns
    -------
    str
        Stages, then rules by family, then bounds of the columns, in the order of the program.

    Notes
    -----
    The form follows the LP format that solvers read, with brackets in names.
    """
    parts = (_stages, _rules, _bounds, _whole)
    return "\n".join([*(line for part in parts for line in part(program)), "end", ""])


def _stages(program: Program) -> Iterator[str]:
    names = program.column_names()
    for number, objective in enumerate(program.objectives):
        yield f"{objective.goal}  \\ stage {number + 1}, give up at most {objective.give_up:g}"
        yield f"  {_terms(program, objective.row, names)}"


def _rules(program: Program) -> Iterator[str]:
    names = program.column_names()
    stages = {objective.row for objective in program.objectives}
    yield "subject to"
    for family in program.rows:
        for name, row in zip(program.names(family), family.numbers(), strict=True):
            if int(row) in stages:
                continue
            terms = _terms(program, int(row), names)
            lower, upper = program.row_lower[row], program.row_upper[row]
            if lower == upper:
                yield f"  {name}: {terms} = {upper:.12g}"
            elif np.isfinite(lower):
                yield f"  {name}: {terms} >= {lower:.12g}"
            else:
                yield f"  {name}: {terms} <= {upper:.12g}"


def _terms(program: Program, row: int, names: list[str]) -> str:
    part = slice(program.matrix.indptr[row], program.matrix.indptr[row + 1])
    order = np.argsort(program.matrix.indices[part], kind="stable")
    words = []
    for column, value in zip(
        program.matrix.indices[part][order], program.matrix.data[part][order], strict=True
    ):
        sign = "-" if value < 0 else "+"
        size = "" if abs(value) == 1 else f"{abs(value):.12g} "
        words.append(f"{sign} {size}{names[column]}")
    return " ".join(words) if words else "0"


def _bounds(program: Program) -> Iterator[str]:
    yield "bounds"
    for name, lower, upper in zip(
        program.column_names(), program.lower, program.upper, strict=True
    ):
        yield f"  {lower:.12g} <= {name} <= {upper:.12g}"


def _whole(program: Program) -> Iterator[str]:
    if program.whole.any():
        yield "general"
        for name, whole in zip(program.column_names(), program.whole, strict=True):
            if whole:
                yield f"  {name}"
