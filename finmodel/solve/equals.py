"""One allocation among equally good ones, chosen by rule and polished to the last digits.

First delivery as close as it can be to a reference, then, with delivery settled, the mix of
sources as even as it can be. Each has exactly one answer, whatever corner the solver came to.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from finmodel.panel.panel import Bools, Floats, Integers
from finmodel.panel.reference import reference_coverage
from finmodel.program.program import Program
from finmodel.solve.face import Face, optimal_face
from finmodel.solve.form import Form
from finmodel.solve.nearness import Forces
from finmodel.solve.pairs import Pair, largest_terms
from finmodel.solve.polish import Polished, polish
from finmodel.solve.quadratic import at_start, guess, restrict
from finmodel.solve.run import Solution
from finmodel.solve.step_by_step import step_by_step
from finmodel.solve.weights import block_costs, delivery_form, equal_coverage, flow_form, worth

CURRENCY = 1e-9
"""Part of a currency unit to which bounds and rows are kept."""
GUESSES: tuple[tuple[float | None, bool], ...] = ((1e-7, False), (1e-10, True), (None, True))
"""Accuracy of the guess, and whether to be patient with it: the first is quick, the second for what
it leaves in doubt; None takes the corner instead."""
FIRST = 1e-10
"""The same for delivery, which comes first: what it misses the flows would have to make good."""
SMALL = 1e-6
"""Part of a column's range below which it is not scaled."""


@dataclass(frozen=True)
class Choice:
    """The chosen allocation."""

    values: Floats
    """Value of every column, shape (n,)."""
    tails: Floats
    """What the doubles in `values` are short of, so that amounts of trillions keep their digits."""
    kappa: float
    """Coverage that all needs would reach alike [share of need]."""
    residual: float
    """Largest violation of a bound or row [currency]."""
    polished: bool
    """True if the optimality conditions hold, signs included, and each rule to a billionth of a
    currency unit or, where rules contradict each other, to the 12 digits of their data."""
    message: str
    """What is missing, or that rules contradict each other; by how much says `residual`."""
    seconds: Mapping[str, float]
    """Time taken by phase."""
    face: Face
    """All allocations that are as good."""
    delivery: Forces
    """What the choice of outputs minimised, and its multipliers."""
    flows: Forces
    """What the choice of flows minimised, outputs settled, and its multipliers."""


def choose(program: Program, solution: Solution, reference: Floats | None = None) -> Choice:
    """Choose one allocation among those as good as the solution.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its stages solved; the solver still stands at the last basis.
    reference : ndarray, shape (P, R, T), optional
        Coverage to stay close to [share of need]; by default what the scenario names.

    Returns
    -------
    Choice
        Values of all columns. What could not be polished is said, not hidden.
    """
    clock = _Clock()
    kappa = equal_coverage(program.panel)
    if reference is None:
        reference = reference_coverage(program.panel, kappa)
    value = worth(program)
    face = optimal_face(program, solution.highs, len(program.objectives) - 1)
    clock.stop("face")
    moves = np.zeros(program.lower.size, dtype=bool)
    for family in program.outputs():
        moves[family.range] = face.moving[family.range]
    point = face.vertex
    reached: list[tuple[str, Polished | None]] = []
    form = delivery_form(program, reference)
    of_delivery = Pair.of(np.zeros(program.row_lower.size))
    if moves.any():
        size = _sizes(program, face.vertex, kappa)
        ended = _nearest(face, form, point, face.moving, size, value, FIRST)
        point, of_delivery = ended.point, ended.multipliers
        reached.append(("delivery", ended.polished))
    clock.stop("delivery")
    settled = _settle_flows(program, face, point, value)
    reached.append(("flows", settled.ended.polished))
    clock.stop("flows")
    point = refill(program, settled.ended.point)
    residual = _residual(program, face, point, value)
    clock.stop("check")
    nothing = np.zeros(program.lower.size, dtype=bool)
    return Choice(
        values=point.rounded(),
        tails=(point - Pair.of(point.rounded())).rounded(),
        kappa=kappa,
        residual=residual,
        polished=all(ended is None or ended.done for _, ended in reached),
        message="; ".join(_say(what, ended) for what, ended in reached if _unclean(ended)),
        seconds=clock.seconds,
        face=face,
        delivery=Forces(form, nothing, of_delivery),
        flows=Forces(settled.form, settled.fixed, settled.ended.multipliers),
    )


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = now - self._last
        self._last = now


@dataclass(frozen=True)
class _Ended:
    """The nearest point, and the multipliers of the rows that show it."""

    point: Pair
    polished: Polished | None
    multipliers: Pair


def _nearest(
    face: Face,
    form: Form,
    point: Pair,
    moving: Bools,
    size: Floats,
    value: Floats,
    tolerance: float,
) -> _Ended:
    columns = np.nonzero(moving)[0].astype(np.int64)
    multipliers = Pair.of(np.zeros(face.row_lower.size))
    if not columns.size:
        return _Ended(point, None, multipliers)
    problem = restrict(face, form, point, columns, size)
    for accuracy, patient in GUESSES:
        first = at_start(problem) if accuracy is None else guess(problem, accuracy)
        ended = polish(problem, first, value[columns], tolerance, patient=patient)
        if ended.done:
            break
    else:
        walked = step_by_step(problem, value[columns], tolerance)
        ended = max(ended, walked, key=attrgetter("rank"))
    multipliers = multipliers.put(problem.rows, ended.duals)
    return _Ended(point.put(columns, ended.values), ended, multipliers)


def _unclean(ended: Polished | None) -> bool:
    return ended is not None and not (ended.done and ended.agree)


def _say(what: str, ended: Polished | None) -> str:
    assert ended is not None
    if ended.done:
        return f"{what}: rules contradict each other in the last digits of their data"
    return (
        f"{what}: {ended.wrong} optimality conditions fail after {ended.rounds} rounds, "
        f"the largest violation is {ended.violation:.1e} currency units"
    )


def _sizes(program: Program, point: Pair, kappa: float) -> Floats:
    """Typical size of each column near equal coverage, shape (n,)."""
    family = program.column_family("deliver")
    place = tuple(family.labels[axis] for axis in ("programme", "region", "year"))
    ranges = np.maximum(program.upper - program.lower, 0.0)
    least, most = SMALL * ranges[family.range], ranges[family.range]
    near = np.clip((program.panel.need * kappa)[place], least, most)
    costs = block_costs(program, point.put(family.range, Pair.of(near)))
    size = flow_form(program, costs, 0.0).size
    size[family.range] = near
    return np.where(size > 0, np.maximum(size, SMALL * ranges), 1.0)


@dataclass(frozen=True)
class _Settled:
    """How the flows ended, what they minimised, and the columns that were settled before."""

    ended: _Ended
    form: Form
    fixed: Bools


def _settle_flows(program: Program, face: Face, point: Pair, value: Floats) -> _Settled:
    """With delivery settled, spread the sources as evenly as the rules let them."""
    costs = block_costs(program, point)
    scale = float(program.panel.scenario.money.scale)
    weighed = flow_form(program, costs, CURRENCY / scale)
    fixed = np.zeros(face.moving.size, dtype=bool)
    for family in program.outputs():
        fixed[family.range] = True
    fixed[weighed.void] = True
    moving = face.moving & ~fixed
    void: Integers = weighed.void
    point = point.put(void, Pair.of(np.zeros(void.size)))
    ended = _nearest(face, weighed.form, point, moving, weighed.size, value, CURRENCY)
    return _Settled(ended, weighed.form, fixed)


def refill(program: Program, point: Pair) -> Pair:
    """Fill the steps of each delivery in order: only their sum was chosen."""
    family = program.column_family("deliver")
    labels = family.labels
    place = tuple(labels[axis] for axis in ("programme", "region", "year"))
    code = np.ravel_multi_index(place, program.panel.need.shape)
    number, first = np.unique(code, return_inverse=True)
    size = np.bincount(first, minlength=number.size)
    several = np.nonzero(size[first] > 1)[0]
    if not several.size:
        return point
    order = several[np.lexsort((labels["step"][several], code[several]))]
    start = np.nonzero(np.diff(code[order], prepend=-1))[0]
    length = np.diff(np.append(start, order.size))
    columns = family.start + order
    width = Pair.decimal(program.upper[columns])
    values = point[columns]
    done = values
    left = _stretch_sums(values, start, length)
    # Steps are few, so one pass for each: the n-th step of every cell that has one.
    for step in range(int(length.max())):
        cells = np.nonzero(length > step)[0]
        at = start[cells] + step
        room = width[at]
        full = (left[cells] - room).rounded() >= 0
        fill = left[cells].put(np.nonzero(full)[0], room[full])
        last = length[cells] == step + 1
        fill = fill.put(np.nonzero(last)[0], left[cells][last])
        done = done.put(at, fill)
        left = left.put(cells, left[cells] - fill)
    return point.put(columns, done)


def _stretch_sums(values: Pair, start: Integers, length: Integers) -> Pair:
    total = Pair.of(np.zeros(start.size))
    for step in range(int(length.max())):
        cells = np.nonzero(length > step)[0]
        total = total.put(cells, total[cells] + values[start[cells] + step])
    return total


def _residual(program: Program, face: Face, point: Pair, value: Floats) -> float:
    """Largest violation of a bound or row, as the least movement that repairs it [currency]."""
    low = (Pair.decimal(program.lower) - point).rounded() * value
    high = (point - Pair.decimal(program.upper)).rounded() * value
    worst = max(float(low.max(initial=0.0)), float(high.max(initial=0.0)))
    per = 1.0 / largest_terms(face.matrix.matrix, 1.0 / value)
    activity = face.matrix @ point
    for side, sign in ((face.row_lower, -1.0), (face.row_upper, 1.0)):
        finite = np.nonzero(np.isfinite(side.high))[0]
        gap = sign * (activity[finite] - side[finite]).rounded() * per[finite]
        worst = max(worst, float(gap.max(initial=0.0)))
    return worst
