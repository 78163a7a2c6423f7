"""How a solve can end, and the errors for the ends that give no allocation."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Status(StrEnum):
    """How the solver ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


class SolverStopped(RuntimeError):
    """The solver ended without an optimal answer."""


class Infeasible(RuntimeError):
    """No allocation satisfies the rules.

    Attributes
    ----------
    conflict : sequence of int
        Rows of the program that contradict each other; none of them can be left out.
    """

    def __init__(self, conflict: Sequence[int]) -> None:
        super().__init__("no allocation satisfies the rules")
        self.conflict = tuple(conflict)
