"""The stated order that decides among equally good whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.panel.panel import Bools
from finmodel.program.program import Program
from finmodel.scenario.among_equals import CONVENTIONAL


@dataclass(frozen=True)
class Preference:
    """Whether one column is wanted, where that costs nothing."""

    column: int
    wanted: bool


def preferences(program: Program) -> list[Preference]:
    """Whole columns in the order in which they are decided, the most important first.

    Contracts that the scenario names before `conventional` are signed where that costs nothing,
    the first named first; all others only where something is better with them, the last named
    least of all. The earlier year comes first. Whole columns of other kinds stay low, the last ones
    first, so that of equal regions the first by id gets a lump, and gets it early.
    """
    found = [family for family in program.columns if family.name == "sign"]
    decided: list[tuple[tuple[int, int, int], int, bool]] = []
    if found:
        family, signings = found[0], program.panel.signings
        order = _order(program)
        ordinary = order.index(CONVENTIONAL)
        for place, (contract, year) in enumerate(
            zip(family.labels["contract"], family.labels["year"], strict=True)
        ):
            rank = order.index(signings.contracts[contract])
            wanted = rank < ordinary
            key = (0, rank, int(year)) if wanted else (1, -rank, -int(year))
            decided.append((key, family.start + place, wanted))
    known = {column for _, column, _ in decided}
    others = [int(c) for c in np.nonzero(program.whole)[0] if int(c) not in known]
    wanted_first = [Preference(column, wanted) for _, column, wanted in sorted(decided)]
    return [
        *(each for each in wanted_first if program.whole[each.column]),
        *(Preference(column, False) for column in reversed(others)),
    ]


def used_first(program: Program) -> Bools:
    """Contracts that are used before conventional delivery where both are as good, shape (J,).

    Those that the scenario names before `conventional`, and those that are signed whole already:
    what is paid for is used.
    """
    signings, order = program.panel.signings, _order(program)
    ordinary = order.index(CONVENTIONAL)
    first = np.array([order.index(key) < ordinary for key in signings.contracts], dtype=bool)
    for family in program.families("sign"):
        np.logical_or.at(first, signings.contract, program.lower[family.range] > 0)
    return first


def _order(program: Program) -> list[str]:
    """Contracts and conventional delivery in the stated order; what is not named by its id."""
    stated = list(program.panel.scenario.among_equals.order)
    if CONVENTIONAL not in stated:
        stated = [CONVENTIONAL, *stated]
    return [*stated, *(key for key in program.panel.signings.contracts if key not in stated)]
