"""From an approximate answer of a quadratic program to one that is exact to the last digits.

The guess says which bounds and rows are tight. With these held, the optimality conditions are
linear equations: they are factored once and solved with refinement, the residuals summed in pairs
of doubles. Then the signs are checked: what is violated is added, what pushes the wrong way is
dropped, and the equations are solved again, until nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from scipy.sparse import block_array, csc_array, csr_array, diags_array
from scipy.sparse.linalg import SuperLU, splu

from finmodel.panel.panel import Floats, Integers
from finmodel.solve.pairs import Pair, largest_terms
from finmodel.solve.quadratic import Guess, Quadratic

ROUNDS = 40
"""Times that the set of tight bounds and rows may change."""
ONE_BY_ONE = 200
"""Times that it may change one by one, where changes at once came round again."""
STEPS = 40
"""Steps of refinement."""
ENOUGH = 1e-12
"""Last step of refinement [currency]."""
STANDS = 1e-10
"""Last step of refinement below which the point stands still [currency]."""
LEFT = 1e-5
"""Residual of the scaled equations below which a point that does not stand still creeps towards
their answer; above, what is held contradicts itself."""
SHIFTS = (1e-9, 1e-13)
"""Regularisation of the scaled equations; refinement takes it out again. The smaller one is for
equations whose coefficients are themselves so small that the usual one hides them."""
FELT = 1e-3
"""Part of what is missing that a bound or row must be able to make good to be let go."""
DIGITS = 1e-12
"""Part of a row's terms by which rules may contradict each other: their coefficients have no more
digits."""
SIGN = 1e-12
"""Part of the terms of an optimality condition that counts as zero."""
NOTHING = 1e-200
"""Terms of an optimality condition below which it has none: their inverse would overflow."""


@dataclass(frozen=True)
class Polished:
    """An answer and how far it is from the optimality conditions."""

    values: Pair
    done: bool
    """True if the conditions hold, signs included; rows as far as they agree with each other."""
    agree: bool
    """True if all that is held can hold at once; if not, rows differ in the last digit of data."""
    violation: float
    """Largest violation of a bound or row [currency]."""
    wrong: int
    """Bounds and rows that are violated or push the wrong way."""
    rounds: int
    duals: Pair
    """Multipliers of the rows, positive where the lower side is tight."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The greater, the better."""
        return self.done, self.agree, -self.wrong


def polish(
    problem: Quadratic, first: Guess, worth: Floats, tolerance: float, *, patient: bool = False
) -> Polished:
    """Solve the optimality conditions exactly.

    Parameters
    ----------
    problem : Quadratic
        The quadratic program.
    first : Guess
        Which bounds and rows are tight.
    worth : ndarray, shape (k,)
        Currency units that one unit of each unknown stands for.
    tolerance : float
        Violation that is let pass [currency].
    patient : bool
        Whether to go on one by one where changes at once come round again.
    """
    scaling = Scaling(problem, worth)
    at_bound, tight = first.at_bound.copy(), first.tight.copy()
    point, duals = Pair.of(first.values), Pair.of(first.duals)
    seen: set[bytes] = set()
    best: Polished | None = None
    one_by_one = False
    for turn in range(ROUNDS + (ONE_BY_ONE if patient else 0)):
        point, duals, moved = hold(problem, scaling, at_bound, tight, point, duals)
        new_bound, new_tight, violation = check(
            problem, scaling, at_bound, tight, point, duals, tolerance
        )
        wrong = int((new_bound != at_bound).sum() + (new_tight != tight).sum())
        agree = violation <= tolerance
        settled = moved <= tolerance
        done = wrong == 0 and settled and (agree or agree_nearly(problem, tight, point))
        result = Polished(point, done, agree, violation, wrong, turn + 1, duals)
        if best is None or result.rank > best.rank:
            best = result
        if wrong == 0:
            released = _release(problem, scaling, at_bound, tight, point, duals)
            if agree or released is None:
                break
            new_bound, new_tight, duals = released
        if one_by_one:
            new_bound, new_tight = _one_of(at_bound, tight, new_bound, new_tight)
        key = new_bound.tobytes() + new_tight.tobytes()
        if key in seen and patient and not one_by_one:
            # All that is wrong changed at once and came round again: from here on one by one.
            one_by_one = True
            new_bound, new_tight = _one_of(at_bound, tight, new_bound, new_tight)
            key = new_bound.tobytes() + new_tight.tobytes()
        if key in seen:
            break
        seen.add(key)
        at_bound, tight = new_bound, new_tight
    assert best is not None
    return best


def _one_of(
    at_bound: Integers, tight: Integers, new_bound: Integers, new_tight: Integers
) -> tuple[Integers, Integers]:
    """One change of many: what is violated before what pushes the wrong way, rows before bounds.

    The first in the order of the program, so that the same few cannot take turns for ever.
    """
    rows, columns = np.nonzero(new_tight != tight)[0], np.nonzero(new_bound != at_bound)[0]
    bound, held = at_bound.copy(), tight.copy()
    added = [row for row in rows if new_tight[row] != 0]
    reached = [column for column in columns if new_bound[column] != 0]
    if added:
        held[added[0]] = new_tight[added[0]]
    elif reached:
        bound[reached[0]] = new_bound[reached[0]]
    elif rows.size:
        held[rows[0]] = 0
    elif columns.size:
        bound[columns[0]] = 0
    return bound, held


class Scaling:
    """Scales of unknowns, rows and objective, and what a violation is worth."""

    def __init__(self, problem: Quadratic, worth: Floats) -> None:
        self.size, self.row = problem.size, problem.row_size()
        self.objective = problem.objective_size()
        self.worth = worth
        self.row_worth = 1.0 / largest_terms(problem.matrix.matrix, 1.0 / worth)
        """Currency units of the least movement that repairs one unit of violation of a row."""


def hold(
    problem: Quadratic,
    scaling: Scaling,
    at_bound: Integers,
    tight: Integers,
    point: Pair,
    duals: Pair,
) -> tuple[Pair, Pair, float]:
    """Minimise with some bounds and rows held as equations; say the last step [currency]."""
    for end, bound in ((-1, problem.lower), (1, problem.upper)):
        there = np.nonzero(at_bound == end)[0]
        point = point.put(there, bound[there])
    free = np.nonzero(at_bound == 0)[0]
    held = np.nonzero(tight)[0]
    duals = Pair.of(np.zeros(tight.size)).put(held, duals[held])
    if not free.size:
        return point, duals, 0.0
    part = problem.matrix.part(held).part(columns=free).matrix
    usual, smaller = SHIFTS
    factor = _factor(problem, scaling, part, free, held, usual)
    found = _refine(problem, scaling, (free, held, tight), factor, point, duals)
    if found.moved > STANDS and found.left < LEFT:
        factor = _factor(problem, scaling, part, free, held, smaller)
        sets = free, held, tight
        other = _refine(problem, scaling, sets, factor, found.point, found.duals)
        found = min(found, other, key=attrgetter("moved"))
    return found.point, found.duals, found.moved


@dataclass(frozen=True)
class _Refined:
    """Where refinement ended."""

    point: Pair
    duals: Pair
    moved: float
    """Its last step [currency]."""
    left: float
    """What the scaled equations still missed before it."""


def _refine(
    problem: Quadratic,
    scaling: Scaling,
    sets: tuple[Integers, Integers, Integers],
    factor: SuperLU,
    point: Pair,
    duals: Pair,
) -> _Refined:
    """Solve the factored equations for free unknowns and held rows."""
    free, held, tight = sets
    exact = problem.matrix.part(held)
    across = exact.part(columns=free).transposed
    side = problem.row_lower.put(tight > 0, problem.row_upper[tight > 0])[held]
    curvature = problem.hessian.part(free)
    to_row = scaling.row[held]
    to_force = scaling.size[free] / scaling.objective
    moved = before = np.inf
    for turn in range(STEPS):
        force = across @ duals[held] - (curvature @ point + problem.linear[free])
        missing = side - exact @ point
        rest = np.concatenate([force.rounded() * to_force, missing.rounded() / to_row])
        step = factor.solve(rest)
        move = step[: free.size] * scaling.size[free]
        push = -step[free.size :] * scaling.objective / to_row
        point = point.put(free, point[free] + Pair.of(move))
        duals = duals.put(held, duals[held] + Pair.of(push))
        moved = float(np.max(np.abs(move) * scaling.worth[free], initial=0.0))
        if moved < ENOUGH or (turn > 2 and moved > before / 1.5):
            break
        before = moved
    return _Refined(point, duals, moved, float(np.abs(rest).max(initial=0.0)))


def _factor(
    problem: Quadratic,
    scaling: Scaling,
    part: csr_array,
    free: Integers,
    held: Integers,
    shift: float,
) -> SuperLU:
    """Factor the scaled equations, made definite by a small shift."""
    size = diags_array(scaling.size[free])
    curvature = size @ problem.hessian.matrix[free][:, free] @ size / scaling.objective
    curvature = curvature + diags_array(np.full(free.size, shift))
    if not held.size:
        whole = csc_array(curvature)
    else:
        rows = diags_array(1.0 / scaling.row[held]) @ part @ size
        below = diags_array(np.full(held.size, -shift))
        whole = csc_array(block_array([[curvature, rows.T], [rows, below]]))
    return splu(
        whole,
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=1e-3,
        options={"SymmetricMode": True, "Equil": False},
    )


def check(
    problem: Quadratic,
    scaling: Scaling,
    at_bound: Integers,
    tight: Integers,
    point: Pair,
    duals: Pair,
    tolerance: float,
) -> tuple[Integers, Integers, float]:
    """Bounds and rows that ought to be tight, and the largest violation [currency]."""
    matrix = problem.matrix.matrix
    upward, side_up = -matrix.T @ duals.rounded(), abs(matrix).T @ np.abs(duals.rounded())
    force = (problem.hessian @ point + problem.linear).rounded() + upward
    hessian = problem.hessian.matrix
    terms = abs(hessian) @ np.abs(point.high) + np.abs(problem.linear.high) + side_up
    new_bound = at_bound.copy()
    wrong = force * at_bound > SIGN * terms
    new_bound[wrong] = 0
    # A row's force counts where it makes up more than rounding in some column's condition.
    largest = largest_terms(matrix, 1.0 / np.where(terms > NOTHING, terms, np.inf))
    push = duals.rounded()
    new_tight = tight.copy()
    new_tight[(np.abs(tight) == 1) & (push * tight * largest > SIGN)] = 0
    below = (problem.lower - point).rounded() * scaling.worth
    above = (point - problem.upper).rounded() * scaling.worth
    free = at_bound == 0
    new_bound[free & (below > tolerance)] = -1
    new_bound[free & (above > tolerance)] = 1
    activity = problem.matrix @ point
    under = _over(problem.row_lower, activity, -1.0) * scaling.row_worth
    over = _over(problem.row_upper, activity, 1.0) * scaling.row_worth
    loose = tight == 0
    new_tight[loose & (under > tolerance)] = -1
    new_tight[loose & (over > tolerance)] = 1
    # What is held may still not hold, where too much is held at once.
    violation = max(float(np.max(part, initial=0.0)) for part in (below, above, under, over))
    return new_bound, new_tight, violation


def agree_nearly(problem: Quadratic, tight: Integers, point: Pair) -> bool:
    """Whether what is held holds to the digits that coefficients have."""
    held = np.nonzero(tight)[0]
    side = problem.row_lower.put(tight > 0, problem.row_upper[tight > 0])[held]
    rows = problem.matrix.part(held)
    gap = (side - rows @ point).rounded()
    terms = abs(rows.matrix) @ np.abs(point.high) + np.abs(side.high)
    return bool((np.abs(gap) <= DIGITS * terms).all())


def _release(
    problem: Quadratic,
    scaling: Scaling,
    at_bound: Integers,
    tight: Integers,
    point: Pair,
    duals: Pair,
) -> tuple[Integers, Integers, Pair] | None:
    """Let go of what stands first in the way, where more is held than can hold at once.

    What the equations still miss after refinement is a direction in which the duals can grow
    without any force on the free unknowns. They grow until the first held bound or row would push
    the wrong way: that one is let go. None if there is none: then the data contradict themselves.
    """
    side = problem.row_lower.put(tight > 0, problem.row_upper[tight > 0])
    held = np.nonzero(tight)[0]
    gap = (side[held] - problem.matrix.part(held) @ point).rounded() / scaling.row[held]
    along = np.zeros(tight.size)
    along[held] = gap * scaling.objective / scaling.row[held]
    matrix = problem.matrix.matrix
    pull = matrix.T @ along
    force = (problem.hessian @ point + problem.linear).rounded() - matrix.T @ duals.rounded()
    least = FELT * float(np.abs(gap).max(initial=0.0)) * scaling.objective
    gives = (at_bound * pull * scaling.size < -least) & (at_bound != 0)
    yields = (np.abs(tight) == 1) & (tight * along * scaling.row > least)
    columns = np.where(gives, force / np.where(gives, pull, 1.0), np.inf)
    rows = np.where(yields, -duals.rounded() / np.where(yields, along, 1.0), np.inf)
    first = min(float(columns.min(initial=np.inf)), float(rows.min(initial=np.inf)))
    if not np.isfinite(first):
        return None
    new_bound, new_tight = at_bound.copy(), tight.copy()
    new_bound[columns <= first] = 0
    new_tight[rows <= first] = 0
    return new_bound, new_tight, duals + Pair.of(along * first)


def _over(side: Pair, activity: Pair, sign: float) -> Floats:
    finite = np.isfinite(side.high)
    gap = activity - Pair(np.where(finite, side.high, 0.0), np.where(finite, side.low, 0.0))
    return np.where(finite, sign * gap.rounded(), -np.inf)
