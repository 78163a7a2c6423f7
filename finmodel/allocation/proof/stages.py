"""What is proved of each stage: a bound on what is possible, and what was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

import numpy as np

from finmodel.allocation.proof.bounds import (
    Loosened,
    Multipliers,
    best_possible,
    with_stages_kept,
)
from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.failed import Reason, reason
from finmodel.allocation.proof.whole_numbers import Whole, add_up
from finmodel.panel.panel import Floats

DIGITS = 15
"""Digits to which bounds and gaps are written."""
OPTIMAL = 1e-6
"""Share of a stage's value, and a thousandth of it of what everything would come to, by which the
recorded value may stay below the bound and still be called optimal."""


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a stage."""

    value: float
    """Best value when the stage was solved."""
    kept_at: float
    """Value that later stages had to keep."""
    held: tuple[float, ...] = ()
    """What the column of each place must keep, where places were raised in turn."""

    @property
    def numbers(self) -> tuple[float, ...]:
        """All that is recorded."""
        return (self.value, self.kept_at, *self.held)


@dataclass(frozen=True)
class StageProof:
    """What is proved of a stage."""

    goal: str
    value: float
    """Recorded best value."""
    kept_at: float | None
    """Value that the allocation must keep; None for the last stage."""
    bound: Fraction
    """No allocation does better, rules loosened by their allowances."""
    strict_bound: Fraction
    """No allocation does better, rules as they stand."""
    reached: Fraction | None
    """Value of the saved allocation; None where only totals were saved."""
    allowance: Fraction
    """How far rounding may move the value."""
    maximise: bool
    relaxed: Fraction | None = None
    """Where columns take whole numbers: no allocation does better whatever these are, parts of them
    included; the bound above then holds for the whole numbers that the allocation has."""

    @property
    def saved(self) -> Fraction:
        """Saved value: of the last stage what the allocation has, else the recorded one."""
        if self.kept_at is None and self.reached is not None:
            return self.reached
        return Fraction(Decimal(repr(self.value)))

    @property
    def gap(self) -> Fraction:
        """Bound less the saved value, or the saved value less the bound where less is better."""
        return (self.bound - self.saved) * (1 if self.maximise else -1)

    @property
    def short(self) -> Fraction:
        """By how much the recorded value is below what the rules as they stand may allow."""
        recorded = Fraction(Decimal(repr(self.value)))
        return (self.strict_bound - recorded) * (1 if self.maximise else -1)


def recorded_numbers(recorded: Sequence[Recorded]) -> Floats:
    """Recorded numbers that an exact program must be able to hold."""
    return np.array([number for each in recorded for number in each.numbers])


def prove_stages(
    exact: ExactProgram,
    recorded: Sequence[Recorded],
    multipliers: Sequence[Multipliers],
    loosened: Loosened,
    reached: Sequence[Fraction] | None,
) -> list[StageProof]:
    """Bound every stage.

    Parameters
    ----------
    exact : ExactProgram
        The program.
    recorded : sequence of Recorded
        Values and thresholds of all stages.
    multipliers : sequence of Multipliers
        Multipliers of all stages.
    loosened : Loosened
        Allowances.
    reached : sequence of Fraction, optional
        Value of each stage at the saved allocation.
    """
    objectives = exact.program.objectives
    kept = [(each.kept_at, each.held) for each in recorded]
    strict = Loosened.not_at_all(exact)
    proofs = []
    for number, (objective, said) in enumerate(zip(objectives, recorded, strict=True)):
        program = with_stages_kept(exact, kept[:number])
        last = number == len(objectives) - 1
        bound, tight = best_possible(program, number, multipliers[number], loosened, strict)
        proofs.append(
            StageProof(
                objective.goal,
                said.value,
                None if last else said.kept_at,
                bound,
                tight,
                reached[number] if reached is not None else None,
                Fraction(int(loosened.rows[objective.row]), 10**exact.places),
                objective.maximise,
            )
        )
    return proofs


def size_of(exact: ExactProgram, stage: int) -> Fraction:
    """What the objective would come to with every column at its farther bound."""
    farther = np.maximum(np.abs(exact.lower), np.abs(exact.upper))
    return Fraction(add_up(np.abs(exact.objective(stage)) * farther), 10 ** (2 * exact.places))


def tolerance(exact: ExactProgram, stage: int, value: float) -> Fraction:
    """By how much a recorded value may miss the bound and still be called optimal."""
    share = Fraction(OPTIMAL)
    return share * abs(Fraction(Decimal(repr(value)))) + share * size_of(exact, stage) / 1000


def values_at(exact: ExactProgram, columns: Whole, places: int) -> list[Fraction]:
    """Value of every stage at some values of the columns, in units of 10⁻ᵖ."""
    return [
        Fraction(add_up(exact.objective(stage) * columns), 10 ** (exact.places + places))
        for stage in range(len(exact.program.objectives))
    ]


def said(number: Fraction, *, up: bool = True) -> str:
    """A fraction as a decimal, rounded up or down."""
    context = Context(prec=DIGITS, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    found = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"{found:f}" if abs(found) >= Decimal("1e-6") or not found else f"{found:e}"


def stage_name(number: int, goal: str) -> Reason:
    """A stage in words, by its place from zero and its goal."""
    return reason("stage {number} ({goal})", number=number + 1, goal=goal)


def stage_entry(
    proof: StageProof, recorded: Recorded, written: Mapping[str, object]
) -> dict[str, object]:
    """What the certificate says of a stage."""
    return {
        "goal": proof.goal,
        "value": proof.value,
        "kept_at": recorded.kept_at,
        "bound": said(proof.bound, up=proof.maximise),
        "gap": said(proof.gap),
        **({"held": list(recorded.held)} if recorded.held else {}),
        "multipliers": written,
    }
