"""Columns that take whole numbers, held at values: what is left is a linear program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from finmodel.panel.panel import Floats
from finmodel.program.program import Program


def held(program: Program, values: Floats) -> Program:
    """A program with its whole columns held at values."""
    lower = np.where(program.whole, values, program.lower)
    upper = np.where(program.whole, values, program.upper)
    return replace(program, lower=lower, upper=upper, whole=np.zeros_like(program.whole))
