"""How a solve can end, and the errors for the ends that give no allocation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OWN = "HiGHS"
"""The solver that is run without PuLP."""


class Status(StrEnum):
    """How the solver ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


class SolverStopped(RuntimeError):
    """The solver ended without an optimal answer."""


@dataclass(frozen=True)
class Conflict:
    """Rows and bounds that contradict each other; without any one the others can be kept."""

    rows: tuple[int, ...]
    """Rows of the program."""
    at_least: tuple[int, ...]
    """Columns whose lower bound takes part; without it they are still not negative."""
    at_most: tuple[int, ...]
    """Columns whose upper bound takes part."""


class Infeasible(RuntimeError):
    """No allocation satisfies the rules.

    Attributes
    ----------
    conflict : Conflict
        Rules that contradict each other.
    """

    def __init__(self, conflict: Conflict) -> None:
        super().__init__("no allocation satisfies the rules")
        self.conflict = conflict
