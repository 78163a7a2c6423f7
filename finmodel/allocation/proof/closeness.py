"""How near the chosen allocation is to the one that the rule chooses among equally good ones.

`finmodel.solve.nearness` says why the sum below bounds the distance. Here it is computed in whole
numbers. The weights of the norm are the ones that the rule uses, rounded to 30 digits; so rounded
they are the norm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from finmodel.allocation.allowances import SOLVED, most_change, with_totals
from finmodel.allocation.proof.bounds import Kept, Multipliers, with_stages_kept
from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.failed import Reason, Unreadable, first_of, reason
from finmodel.allocation.proof.stages import Recorded, tolerance, values_at
from finmodel.allocation.proof.whole_numbers import (
    Whole,
    add_up,
    as_pair,
    nearest,
    stretches,
    sums_of,
)
from finmodel.allocation.proof.written import places_for, read_numbers
from finmodel.allocation.rounded import Rounded
from finmodel.panel.panel import Bools, Floats
from finmodel.panel.reference import reference_coverage
from finmodel.program.program import Program
from finmodel.solve.form import Form
from finmodel.solve.pairs import Pair
from finmodel.solve.weights import block_costs, delivery_form, equal_coverage, flow_form

WEIGHT_DIGITS = 30
"""Digits of the largest weight of the norm."""
CURRENCY = 1e-9
"""Part of a currency unit up to which a block counts as free of cost."""
PARTS = ("delivery", "flows")
"""Parts of the choice: outputs first, then who pays, with outputs settled."""
NEAR = 1e-3
"""Share of the allocation's own size within which it may be called the chosen one."""


NO_SIZE = 1e-12
"""Size, in the norm of the choice, below which an allocation is the solver's last digits alone."""


@dataclass(frozen=True)
class Closeness:
    """What is proved of one part of the choice."""

    part: str
    gap: Fraction
    """The chosen allocation lies within √(2 × gap) of the one that the rule chooses."""
    size: float
    """The chosen allocation's own size in the same norm."""

    @property
    def distance(self) -> float:
        """√(2 × gap)."""
        return math.sqrt(float(2 * self.gap))

    @property
    def share(self) -> float:
        """Distance as a share of the allocation's own size, where it has one."""
        return self.distance / self.size if self.size > NO_SIZE else self.distance


@dataclass(frozen=True)
class Unrounded:
    """The chosen allocation before rounding: all columns, in units of 10⁻ᵖ."""

    values: Whole
    places: int
    pair: Pair
    """The same as pairs of doubles."""

    @classmethod
    def read(cls, program: Program, written: Any, places: int) -> Unrounded:
        """Read what the certificate holds, in at least as many places.

        Raises
        ------
        Unreadable
            If it is not a certificate of this program.
        """
        count = program.lower.size
        what = reason("the unrounded columns")
        values, own = read_numbers(written, program.columns, count, what)
        places = max(places, own)
        values = values * 10 ** (places - own)
        return cls(values, places, as_pair(values, places))


def forms(program: Program, point: Pair) -> dict[str, tuple[Form, Bools]]:
    """What each part of the choice minimises, and the columns that are settled before."""
    reference = reference_coverage(program.panel, equal_coverage(program.panel))
    settled = np.zeros(program.lower.size, dtype=bool)
    scale = float(program.panel.scenario.money.scale)
    flows = flow_form(program, block_costs(program, point), CURRENCY / scale)
    fixed = settled.copy()
    for family in program.outputs():
        fixed[family.range] = True
    fixed[flows.void] = True
    return {"delivery": (delivery_form(program, reference), settled), "flows": (flows.form, fixed)}


def prove_closeness(
    exact: ExactProgram,
    kept: list[Kept],
    point: Unrounded,
    multipliers: Mapping[str, Multipliers],
) -> list[Closeness]:
    """Bound the distance of both parts of the choice.

    Parameters
    ----------
    exact : ExactProgram
        The program.
    kept : list of Kept
        What the stages before the last keep.
    point : Unrounded
        The chosen allocation.
    multipliers : mapping of str to Multipliers
        Multipliers of the rows for both parts; any numbers.
    """
    there = _as_good(with_stages_kept(exact, kept), point)
    return [
        _closeness(there, point, part, form, settled, multipliers[part])
        for part, (form, settled) in forms(exact.program, point.pair).items()
    ]


@dataclass(frozen=True)
class _There:
    """The program of all allocations that are as good, and distances to its bounds."""

    exact: ExactProgram
    below: Whole
    """How far each row is above its lower side, at least nothing, in units of both."""
    above: Whole
    bounded_below: Bools
    bounded_above: Bools


def _as_good(exact: ExactProgram, point: Unrounded) -> _There:
    """Rules are loosened by what the allocation misses them by: it is among those compared."""
    activity, unit = exact.activity(point.values), 10**point.places
    bounded_below, bounded_above = exact.bounded_below.copy(), exact.bounded_above.copy()
    below = np.maximum(activity - exact.row_lower * unit, 0)
    above = np.maximum(exact.row_upper * unit - activity, 0)
    objective = exact.program.objectives[-1]
    side, distance = (bounded_below, below) if objective.maximise else (bounded_above, above)
    side[objective.row], distance[objective.row] = True, 0
    return _There(exact, below, above, bounded_below, bounded_above)


def _closeness(
    there: _There,
    point: Unrounded,
    part: str,
    form: Form,
    settled: Bools,
    multipliers: Multipliers,
) -> Closeness:
    exact, matrix = there.exact, form.hessian.matrix
    low = form.hessian.low if form.hessian.low is not None else np.zeros(matrix.data.size)
    digits = places_for(np.abs(matrix.data), WEIGHT_DIGITS)
    weights = Pair(np.asarray(matrix.data), low)
    curved = sums_of(
        matrix.indptr.astype(np.int64),
        lambda part: nearest(weights[part], digits) * point.values[matrix.indices[part]],
    )
    push = multipliers.values
    usable = np.where(push > 0, there.bounded_below, there.bounded_above)
    push = np.where(usable, push, 0)
    rows = 0
    for here in stretches(push.size):
        own = push[here]
        rows += add_up(np.where(own > 0, own * there.below[here], -own * there.above[here]))
    scale = 10 ** (exact.places + multipliers.places)
    pulled, unit = exact.pull(push), 10 ** (point.places - exact.places)
    columns = 0
    for here in stretches(curved.size):
        values = point.values[here]
        gradient = curved[here] + nearest(form.linear[here], digits) * 10**point.places
        rest = gradient * scale - pulled[here] * 10 ** (digits + point.places)
        under = np.maximum(values - exact.lower[here] * unit, 0)
        over = np.maximum(exact.upper[here] * unit - values, 0)
        lost = np.where(rest > 0, rest * under, -rest * over)
        columns += add_up(np.where(settled[here], 0, lost))
    gap = Fraction(rows, scale * 10**point.places) + Fraction(
        columns, scale * 10 ** (digits + 2 * point.places)
    )
    size = Fraction(add_up(curved * point.values), 10 ** (digits + 2 * point.places))
    return Closeness(part, gap, math.sqrt(float(max(size, Fraction(0)))))


def how_near(
    exact: ExactProgram, recorded: Sequence[Recorded], written: Any
) -> tuple[list[Closeness], Unrounded]:
    """Prove how near the chosen allocation is to the one that the rule chooses.

    Parameters
    ----------
    exact : ExactProgram
        The program in exact numbers, whole columns held.
    recorded : sequence of Recorded
        Values and thresholds of all stages.
    written : object
        What the certificate holds.

    Returns
    -------
    list of Closeness
        What is proved of both parts.
    Unrounded
        The chosen allocation.

    Raises
    ------
    Unreadable
        If the certificate does not hold what it must.
    """
    if not isinstance(written, Mapping) or not all(
        isinstance(written.get(part), Mapping) for part in PARTS
    ):
        why = reason("{file}: how one was chosen among equals is missing", file="certificate.json")
        raise Unreadable(why)
    program = exact.program
    kept = [(each.kept_at, each.held) for each in recorded[:-1]]
    point = Unrounded.read(program, written.get("unrounded"), exact.places)
    count, numbers = program.row_lower.size, reason("the multipliers")
    multipliers = {
        part: Multipliers(
            *read_numbers(written[part].get("multipliers"), program.rows, count, numbers)
        )
        for part in PARTS
    }
    return prove_closeness(exact, kept, point, multipliers), point


def check_chosen(
    exact: ExactProgram, recorded: Sequence[Recorded], rounded: Rounded, written: Any
) -> tuple[list[Closeness], list[Reason]]:
    """Check what the certificate says of the choice.

    Parameters and errors are those of `how_near`, and the rounded allocation.

    Returns
    -------
    list of Closeness
        What is proved of both parts.
    list of Reason
        What does not hold.
    """
    found, point = how_near(exact, recorded, written)
    program = exact.program
    kept = [(each.kept_at, each.held) for each in recorded[:-1]]
    wrong = not_chosen(exact, kept, point, rounded.values, rounded.unit, rounded.grid)
    last = len(recorded) - 1
    reached = values_at(exact, point.values, point.places)[last]
    missing = (Fraction(repr(recorded[last].value)) - reached) * (
        1 if program.objectives[last].maximise else -1
    )
    if missing > tolerance(exact, last, recorded[last].value):
        wrong.append(
            reason("before rounding, the allocation does not reach what the last stage records")
        )
    return found, wrong


def not_chosen(
    exact: ExactProgram, kept: list[Kept], point: Unrounded, rounded: Floats, unit: int, grid: float
) -> list[Reason]:
    """Rules that the unrounded allocation does not keep, and amounts that are not its rounding.

    Parameters
    ----------
    exact, kept, point
        As in `prove_closeness`.
    rounded : ndarray, shape (n,)
        Columns after rounding.
    unit : int
        Rounding unit [currency].
    grid : float
        Grid of output.
    """
    program = exact.program
    allowed = with_stages_kept(exact, kept)
    activity, scale = allowed.activity(point.values), 10**point.places
    most = int(SOLVED * 10**exact.places) * scale
    below = np.where(allowed.bounded_below, allowed.row_lower * scale - activity, 0)
    above = np.where(allowed.bounded_above, activity - allowed.row_upper * scale, 0)
    broken = np.nonzero(np.maximum(below, above) > most)[0].tolist()

    def rule(row: int) -> Reason:
        family, place = program.find_row(row)
        return reason("before rounding, {rule} is broken", rule=program.names(family)[place])

    money = unit / program.panel.scenario.money.scale
    change = with_totals(program, abs(program.matrix), most_change(program, money, grid))
    moved = np.abs(_by_output(program, rounded) - _by_output(program, point.pair.rounded()))
    far = np.nonzero(moved > _by_output(program, change) + SOLVED)[0].tolist()

    def amount(column: int) -> Reason:
        family, place = program.find_column(column)
        name = program.names(family)[place]
        return reason("{name} is not what rounding makes of the chosen allocation", name=name)

    return [*first_of(broken, rule), *first_of(far, amount)]


def _by_output(program: Program, values: Floats) -> Floats:
    """Values of columns, those of each output's steps added up in its first step."""
    family = program.column_family("deliver")
    labels = family.labels
    place = tuple(labels[axis] for axis in ("programme", "region", "year"))
    total = np.zeros(program.panel.need.shape)
    np.add.at(total, place, values[family.range])
    found = values.copy()
    found[family.range] = np.where(labels["step"] == 0, total[place], 0.0)
    return found
