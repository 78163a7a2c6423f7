"""A program as the decimals that it is: whole numbers of one small unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finmodel.allocation.proof.whole_numbers import Whole, as_whole, places_of, sums_of
from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.program.program import Program

LEAST_PLACES = 12
"""Places after the point that are kept at least, for allowances."""


@dataclass(frozen=True)
class ExactProgram:
    """Coefficients and bounds in units of 10⁻ᵖ, p the places."""

    program: Program
    places: int
    entries: Whole
    """Coefficients, row by row."""
    lower: Whole
    upper: Whole
    row_lower: Whole
    """Zero where a row has no lower side."""
    row_upper: Whole
    bounded_below: Bools
    """Rows with a lower side, shape (m,)."""
    bounded_above: Bools

    @classmethod
    def of(cls, program: Program, also: Floats) -> ExactProgram:
        """Read a program's doubles as the decimals of 12 digits that they stand for.

        Parameters
        ----------
        program : Program
            The program.
        also : ndarray of float
            Other numbers that the places must hold.
        """
        bounds = (program.lower, program.upper, program.row_lower, program.row_upper)
        data = np.asarray(program.matrix.data)
        places = max(LEAST_PLACES, places_of(data, *bounds, also))
        lower, upper, row_lower, row_upper = (as_whole(side, places) for side in bounds)
        return cls(
            program=program,
            places=places,
            entries=as_whole(data, places),
            lower=lower,
            upper=upper,
            row_lower=row_lower,
            row_upper=row_upper,
            bounded_below=np.isfinite(program.row_lower),
            bounded_above=np.isfinite(program.row_upper),
        )

    def activity(self, values: Whole) -> Whole:
        """Activity of every row at some values, in units of both."""
        matrix = self.program.matrix
        return sums_of(
            matrix.indptr.astype(np.int64),
            lambda part: self.entries[part] * values[matrix.indices[part]],
        )

    def pull(self, multipliers: Whole) -> Whole:
        """Σ multiplier × coefficient of every column, in units of both."""
        order, start, rows = self._by_column
        return sums_of(start, lambda part: self.entries[order[part]] * multipliers[rows[part]])

    @cached_property
    def _by_column(self) -> tuple[Integers, Integers, Integers]:
        """Places of the coefficients column by column, where each begins, and their rows."""
        matrix = self.program.matrix
        order = np.argsort(matrix.indices, kind="stable")
        start = np.searchsorted(matrix.indices[order], np.arange(matrix.shape[1] + 1))
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[order]
        return order, start.astype(np.int64), rows

    def objective(self, stage: int) -> Whole:
        """Coefficients of a stage's objective, shape (n,)."""
        matrix, row = self.program.matrix, self.program.objectives[stage].row
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        costs: Whole = np.zeros(matrix.shape[1], dtype=object)
        np.add.at(costs, matrix.indices[part], self.entries[part])
        return costs
