"""Columns that take whole numbers: held where they are, for what is proved given these."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from finmodel.allocation.proof.failed import NotVerified, reason
from finmodel.panel.panel import Floats
from finmodel.program.program import Program
from finmodel.solve.held import held


def held_at(program: Program, values: Floats) -> Program:
    """A program whose whole columns are held at values.

    Raises
    ------
    NotVerified
        If some value is no whole number, or beyond what the column may be.
    """
    whole, near = program.whole, np.rint(values)
    off = whole & ((values != near) | (near < program.lower) | (near > program.upper))
    if off.any():
        family, place = program.find_column(int(np.nonzero(off)[0][0]))
        name = program.names(family)[place]
        raise NotVerified([reason("{name} must be a whole number", name=name)])
    return held(program, near)


def relaxed(program: Program) -> Program:
    """A program whose whole columns may take any number between their bounds.

    Which places stand low depends on the whole numbers, so that places are raised no further than
    the lowest of them.
    """
    goals = tuple(replace(objective, places=None) for objective in program.objectives)
    return replace(program, whole=np.zeros_like(program.whole), objectives=goals)
