"""What no allocation can do better than: a bound from multipliers, whatever these are.

For a stage that is maximised, with rows ``b ≤ A x ≤ B`` and columns ``l ≤ x ≤ u``, any multipliers
y give

    c x = y (A x) + (c − A'y) x ≤ Σ max(y b, y B) + Σ max(d l, d u),   d = c − A'y,

because every column is bounded. A multiplier that would need a side that a row does not have is of
the wrong sign and counts as zero. So wrong or forged multipliers can only weaken the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.failed import Unreadable, reason
from finmodel.allocation.proof.whole_numbers import Whole, add_up, as_whole, none
from finmodel.panel.panel import Floats
from finmodel.program.program import Program


@dataclass(frozen=True)
class Loosened:
    """How far rules and bounds of columns are loosened, in the exact program's units."""

    rows: Whole
    columns: Whole

    @classmethod
    def not_at_all(cls, exact: ExactProgram) -> Loosened:
        """Every rule as it stands."""
        rows, columns = exact.program.matrix.shape
        return cls(none(rows), none(columns))


@dataclass(frozen=True)
class Multipliers:
    """Multipliers of the rows, in units of 10⁻ᵖ."""

    values: Whole
    places: int


Kept = tuple[float, tuple[float, ...]]
"""Value that a stage keeps, and what the columns of its places keep if they were raised in turn."""


def with_stages_kept(exact: ExactProgram, kept: Sequence[Kept]) -> ExactProgram:
    """The program with its first stages kept at what is recorded of them.

    Raises
    ------
    Unreadable
        If a stage keeps other than its own places.
    """
    lower, upper, columns = exact.row_lower.copy(), exact.row_upper.copy(), exact.lower.copy()
    below, above = exact.bounded_below.copy(), exact.bounded_above.copy()
    for objective, (value, held) in zip(exact.program.objectives, kept, strict=False):
        threshold = as_whole(np.array([value]), exact.places)[0]
        if objective.maximise:
            lower[objective.row], below[objective.row] = threshold, True
        else:
            upper[objective.row], above[objective.row] = threshold, True
        places = () if objective.places is None else objective.places.columns
        if len(held) != len(places):
            raise Unreadable(reason("certificate.json: a stage holds other places than its own"))
        if len(held):
            columns[places] = np.maximum(columns[places], as_whole(np.array(held), exact.places))
    return replace(
        exact,
        lower=columns,
        row_lower=lower,
        row_upper=upper,
        bounded_below=below,
        bounded_above=above,
    )


def best_possible(
    exact: ExactProgram, stage: int, multipliers: Multipliers, *loosened: Loosened
) -> tuple[Fraction, ...]:
    """Value of a stage that nothing within the loosened rules does better than.

    Parameters
    ----------
    exact : ExactProgram
        The program, earlier stages kept.
    stage : int
        Number of the stage.
    multipliers : Multipliers
        d(value)/d(limit) of each row; any numbers.
    *loosened : Loosened
        By how much rules and bounds are loosened; a bound is given for each.

    Returns
    -------
    tuple of Fraction
        At least the best value of a stage that is maximised, at most that of one minimised.
    """
    # Minimising is maximising the negative.
    sense = 1 if exact.program.objectives[stage].maximise else -1
    given = multipliers.values * sense
    usable = np.where(given > 0, exact.bounded_above, exact.bounded_below)
    push = np.where(usable, given, 0)
    costs = exact.objective(stage) * (10**multipliers.places * sense)
    rest = costs - exact.pull(push)
    side = np.where(push > 0, exact.row_upper, exact.row_lower)
    end = np.where(rest > 0, exact.upper, exact.lower)
    strict = add_up(push * side) * 10**exact.places + add_up(rest * end)
    pushes, rests = np.abs(push), np.abs(rest)
    scale = 10 ** (2 * exact.places + multipliers.places)
    found = []
    for each in loosened:
        more = add_up(pushes * each.rows) * 10**exact.places + add_up(rests * each.columns)
        found.append(Fraction(sense * (strict + more), scale))
    return tuple(found)


def nearly_best(
    program: Program, stage: int, multipliers: Floats, kept: Sequence[float], loose: Floats
) -> float:
    """The same bound in doubles, to choose among multipliers by; negative where minimised."""
    sense = 1.0 if program.objectives[stage].maximise else -1.0
    lower, upper = program.row_lower - loose, program.row_upper + loose
    for objective, threshold in zip(program.objectives, kept, strict=False):
        part = (lower, threshold - loose) if objective.maximise else (upper, threshold + loose)
        part[0][objective.row] = part[1][objective.row]
    push = sense * multipliers
    side = np.where(push > 0, upper, lower)
    push = np.where(np.isfinite(side), push, 0.0)
    rest = sense * program.objective(stage) - program.matrix.T @ push
    ends = rest * np.where(rest > 0, program.upper, program.lower)
    return float((push * np.where(push != 0, side, 0.0)).sum() + ends.sum())
