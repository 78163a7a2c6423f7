"""A convex quadratic objective over the columns of a program."""

from __future__ import annotations

from dataclasses import dataclass

from finmodel.solve.pairs import Pair, PairMatrix


@dataclass(frozen=True)
class Form:
    """½ x'Hx + q'x over all columns of the program, in pairs of doubles."""

    hessian: PairMatrix
    linear: Pair
