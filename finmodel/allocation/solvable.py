"""The program of a scenario as it is solved: no money that rounding would take away again."""

from __future__ import annotations

from finmodel.allocation.purses import with_whole_availability
from finmodel.panel.build import build_panel
from finmodel.program.build import build_program
from finmodel.program.program import Program
from finmodel.scenario.scenario import Scenario


def program_of(scenario: Scenario) -> Program:
    """Build the program of a scenario with whole availability."""
    return build_program(with_whole_availability(build_panel(scenario), scenario.rounding_unit))
