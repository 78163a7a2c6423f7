"""How little a figure of a rule must move so that all rules can be kept, in the figure's own unit.

A figure, such as the share in "at least 30% of spending", stands in the rows of its rule linearly:
(A + δ·D) x ≥ b + δ·d, with δ the distance from the figure as it is. With x given, each row says how
far the figure must move: a ratio of two linear functions of x. The largest of these ratios is made
small by Dinkelbach's method, in a few linear programs: J.-P. Crouzeix, J. A. Ferland and S.
Schaible, "An algorithm for generalized fractional programs", Journal of Optimization Theory and
Applications 47 (1985), pages 35-49.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.solve.highs import Highs
from finmodel.solve.status import Status

ROUNDS = 30
"""Programs after which the move found so far is taken: it is enough, if not the least."""
NEAR = 1e-9
"""Part of a figure by which a smaller move is none."""
SECONDS = 10.0
"""Time for one program."""


@dataclass(frozen=True)
class Turn:
    """How rows follow a figure: what they gain for each unit by which it moves."""

    rows: Integers
    """Rows in which the figure stands, each with one limit, shape (k,)."""
    matrix: csr_array
    """Change of their coefficients, shape (k, n)."""
    limit: Floats
    """Change of their limits, shape (k,)."""
    size: float
    """The figure as it is, to compare moves with."""


def turn_of(program: Program, other: Program, by: float, size: float) -> Turn | None:
    """See how rows follow a figure from a program in which it is another one.

    Parameters
    ----------
    program, other : Program
        The program, and the same where the figure has moved.
    by : float
        By how much.
    size : float
        The figure as it is.

    Returns
    -------
    Turn or None
        None where the programs differ in more than limits and coefficients of rows with one limit.
    """
    alike = program.matrix.shape == other.matrix.shape and (
        (program.lower == other.lower).all() and (program.upper == other.upper).all()
    )
    if not alike:
        return None
    low, high = (np.isfinite(side) for side in (program.row_lower, program.row_upper))
    if (low != np.isfinite(other.row_lower)).any() or (high != np.isfinite(other.row_upper)).any():
        return None
    change = csr_array(other.matrix - program.matrix)
    limit = _limits(other) - _limits(program)
    moved = np.zeros(low.size, dtype=bool)
    moved[np.repeat(np.arange(low.size), np.diff(change.indptr))[change.data != 0]] = True
    rows = np.nonzero(moved | (limit != 0))[0].astype(np.int64)
    if not rows.size or (low[rows] == high[rows]).any():
        return None
    return Turn(rows, csr_array(change[rows] / by), limit[rows] / by, size)


def _limits(program: Program) -> Floats:
    """The one limit of each row, zero for rows with none or two."""
    low, high = (np.isfinite(side) for side in (program.row_lower, program.row_upper))
    limit = np.where(low, program.row_lower, np.where(high, program.row_upper, 0.0))
    return np.asarray(np.where(low & high, 0.0, limit))


def moved(program: Program, turns: Sequence[Turn], by: Sequence[float]) -> Program:
    """A program in which figures have moved."""
    matrix, lower, upper = program.matrix, program.row_lower.copy(), program.row_upper.copy()
    for turn, distance in zip(turns, by, strict=True):
        spread = coo_array(
            (np.ones(turn.rows.size), (turn.rows, np.arange(turn.rows.size))),
            shape=(matrix.shape[0], turn.rows.size),
        )
        matrix = csr_array(matrix + distance * (csr_array(spread) @ turn.matrix))
        lower[turn.rows] += distance * turn.limit
        upper[turn.rows] += distance * turn.limit
    return replace(program, matrix=matrix, row_lower=lower, row_upper=upper)


def least_moves(program: Program, turns: Sequence[Turn], point: Floats) -> list[float] | None:
    """Find how little each figure must move, one after the other, from a point that breaks them.

    Parameters
    ----------
    program : Program
        A program that no values satisfy with its figures as they are.
    turns : sequence of Turn
        How rows follow each figure that moves.
    point : ndarray
        Values of the columns that keep all other rules, shape (n,).

    Returns
    -------
    list of float or None
        The move of each figure. None can be smaller while the others are as said. None where no
        move of the figures makes the point keep their rules.
    """
    moves = [_needed(program, turn, point) for turn in turns]
    if not np.isfinite(moves).all():
        return None
    for number, turn in enumerate(turns):
        others = [*turns[:number], *turns[number + 1 :]]
        base = moved(program, others, [*moves[:number], *moves[number + 1 :]])
        moves[number] = _least(base, turn, point, moves[number])
    return moves


def _gains(program: Program, turn: Turn, point: Floats) -> tuple[Floats, Floats]:
    """By how much rows are kept at a point, and what they gain for each unit of the figure."""
    side = np.where(np.isfinite(program.row_lower[turn.rows]), 1.0, -1.0)
    activity = program.matrix[turn.rows] @ point
    kept = side * (activity - _limits(program)[turn.rows])
    return kept, side * (turn.matrix @ point - turn.limit)


def _needed(program: Program, turn: Turn, point: Floats) -> float:
    """Move of a figure with which a point keeps its rows; infinite where no move does."""
    kept, gain = _gains(program, turn, point)
    broken = kept < -NEAR * np.maximum(1.0, np.abs(_limits(program)[turn.rows]))
    if not broken.any():
        return 0.0
    sign = np.sign(gain[broken].sum())
    if (sign * gain[broken] <= 0).any():
        return float("inf")
    return float(sign * (-kept[broken] / (sign * gain[broken])).max())


def _least(program: Program, turn: Turn, point: Floats, move: float) -> float:
    """Make one move as small as it can be."""
    sign = np.sign(move)
    for _ in range(ROUNDS):
        if move == 0.0:
            break
        _, gain = _gains(program, turn, point)
        found = _roomiest(moved(program, [turn], [move]), turn, np.maximum(sign * gain, 0.0))
        if found is None:
            break
        smaller = _needed(program, turn, found)
        if not abs(smaller) < abs(move) - NEAR * max(abs(turn.size), abs(move)):
            break
        point, move = found, smaller
    return move


def _roomiest(program: Program, turn: Turn, weight: Floats) -> Floats | None:
    """Values with which the rows of a figure leave the most room, each by its weight."""
    height, width = program.matrix.shape
    side = np.where(np.isfinite(program.row_lower[turn.rows]), -1.0, 1.0)
    room = coo_array((side * weight, (turn.rows, np.zeros_like(turn.rows))), shape=(height, 1))
    more = replace(
        program,
        matrix=csr_array(hstack([program.matrix, room])),
        lower=np.append(program.lower, 0.0),
        upper=np.append(program.upper, np.inf),
        whole=np.append(program.whole, False),
    )
    if not weight.any():
        return None
    highs = Highs(more, whole=bool(program.whole.any()))
    highs.limit_time(SECONDS)
    highs.objective(np.append(np.zeros(width), 1.0), maximise=True)
    return highs.solution()[:-1] if highs.run() is Status.OPTIMAL else None


def can_be_kept(program: Program) -> bool:
    """Whether some values satisfy a program."""
    highs = Highs(program, whole=bool(program.whole.any()))
    highs.limit_time(SECONDS)
    highs.objective(np.zeros(program.lower.size), maximise=False)
    return highs.run() is Status.OPTIMAL
