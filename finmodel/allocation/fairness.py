"""What a scenario gives up as its lowest coverage is raised."""

from __future__ import annotations

from finmodel.allocation.solvable import program_of
from finmodel.scenario.load import Loaded
from finmodel.scenario.objective import Stage
from finmodel.solve.fairness import Fairness, fairness

STEPS = 10
"""Steps of the curve where nobody says how many."""


def price_of_fairness(loaded: Loaded, steps: int = STEPS) -> Fairness:
    """Best benefit of a scenario at each level of its lowest coverage.

    All rules hold; the objective of the scenario does not count. The lowest coverage is that of
    the goal `maximise lowest coverage`: the share of what can be reached that is met, in the
    region and year where it is lowest. What comes whole or not at all may be taken in part here.

    Parameters
    ----------
    loaded : Loaded
        A scenario from `load_scenario`.
    steps : int
        Equal steps from the level that most benefit leaves to the highest there can be.

    Returns
    -------
    Fairness
        Levels [share] and benefit [points].
    """
    stages = (Stage(first="maximise lowest coverage"), Stage(then="maximise benefit"))
    return fairness(program_of(loaded.scenario.model_copy(update={"objective": stages})), steps)
