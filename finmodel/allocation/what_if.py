"""What another amount of money or another figure would change, by solving again from known bases.

Only values are wanted here, so that nothing is chosen among equally good allocations, nothing is
rounded and nothing is certified: amounts are those of the solver's own answer. Decisions that are
whole or not at all count as divisible, before and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from finmodel.allocation.flows import outputs, provided
from finmodel.allocation.purses import with_whole_availability
from finmodel.panel.build import build_panel
from finmodel.panel.panel import Floats, Panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario
from finmodel.solve.run import solve_program
from finmodel.solve.warm import Bases, stages_from

FINEST_CUT = 0.01
"""Cuts are tried in steps of one per cent where the one asked for leaves no allocation."""


@dataclass(frozen=True)
class Outcome:
    """What a scenario comes to."""

    values: tuple[float, ...]
    """Value of each stage of the objective."""
    output: Floats
    """Output by programme over the plan, shape (P,) [units of output]."""
    cost: Floats
    """Cost charged to the sources by programme and year, shape (P, T) [money unit]."""


@dataclass(frozen=True)
class Cut:
    """What less money from every source would lose."""

    share: float
    """Part of every source's money of every year that is taken away."""
    after: Outcome | None
    """None where no allocation keeps the rules."""
    possible: float
    """The largest cut in whole per cent below the one asked for that leaves one; the cut itself
    where it does."""


class WhatIf:
    """A scenario whose figures can be changed, solved again each time.

    Parameters
    ----------
    scenario : Scenario
        What was solved.
    bases : Bases, optional
        Those of its stages with whole decisions divisible, where they are known. From bases that
        hold these decisions each change takes several times as many steps.
    """

    def __init__(self, scenario: Scenario, bases: Bases | None = None) -> None:
        self._panel = build_panel(scenario)
        program = _program(self._panel)
        self.in_parts = bool(program.whole.any())
        if bases is None or not bases.fit(program):
            bases = Bases.of(solve_program(program).stages)
        self.bases = bases
        before = self._reached(program)
        assert before is not None, "a scenario that was solved has an allocation"
        self.before = before

    def cut(self, share: float) -> Cut:
        """Take a part of every source's money of every year away."""
        after = self._of(less(self._panel, share))
        possible = share
        while after is None and possible > FINEST_CUT:
            possible = np.ceil(round(possible / FINEST_CUT, 6)) * FINEST_CUT - FINEST_CUT
            if self._of(less(self._panel, possible)) is not None:
                break
        return Cut(share, after, float(possible))

    def changed(self, tree: Mapping[str, Any]) -> Outcome | None:
        """What a changed scenario comes to; None where there is no allocation.

        Raises
        ------
        ValidationError
            If the tree is no scenario.
        """
        return self._of(build_panel(Scenario.model_validate(tree)))

    def moved(self, after: Outcome) -> float:
        """Money that moves between programmes, or in or out of them, over the plan [money unit]."""
        before, now = self.before.cost.sum(axis=1), after.cost.sum(axis=1)
        up, down = (now - before).clip(min=0).sum(), (before - now).clip(min=0).sum()
        return float(max(up, down))

    def _of(self, panel: Panel) -> Outcome | None:
        return self._reached(_program(panel))

    def _reached(self, program: Program) -> Outcome | None:
        found = stages_from(program, self.bases)
        return None if found is None else _outcome(program, found[1], found[0])


def less(panel: Panel, share: float) -> Panel:
    """The panel with a part of every source's money taken away, and of what may be drawn."""
    left, pots = 1.0 - share, panel.pots
    loans = {
        key: replace(loan, most=loan.most * left, least=loan.least * left, limit=loan.limit * left)
        for key, loan in panel.loans.items()
    }
    fewer = replace(pots, available=pots.available * left, addable=pots.addable * left)
    return replace(panel, pots=fewer, loans=loans)


def _program(panel: Panel) -> Program:
    unit = panel.scenario.rounding_unit
    return build_program(with_whole_availability(panel, unit))


def _outcome(program: Program, columns: Floats, values: tuple[float, ...]) -> Outcome:
    panel = program.panel
    made = outputs(program, columns)
    charged = made.copy()
    # What contracts provide is paid for by their payments.
    np.subtract.at(charged, panel.signings.programme, provided(program, columns))
    cost = np.einsum("prt,prkt->pt", charged, panel.unit_cost)
    return Outcome(values, made.sum(axis=(1, 2)), cost)
