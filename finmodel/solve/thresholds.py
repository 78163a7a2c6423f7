"""What later stages must keep of the ones before."""

from __future__ import annotations

import numpy as np

from finmodel.program.objectives import Objective

ROUNDED = 1e-8
"""Share given up from which thresholds are rounded."""


def kept(value: float, objective: Objective, give_up: float | None = None) -> float:
    """Value that later stages must keep: the best value less what may be given up.

    It is rounded to ten digits, far finer than what may be given up, so that the last digits of
    a solver's answer decide nothing.

    Parameters
    ----------
    value : float
        Best value of the stage.
    objective : Objective
        The stage.
    give_up : float, optional
        Share of the value that may be given up; the stage's own where missing.
    """
    share = objective.give_up if give_up is None else give_up
    loss = share * abs(value)
    threshold = value - loss if objective.maximise else value + loss
    return float(f"{threshold:.9e}") if share >= ROUNDED else threshold


def side(objective: Objective, threshold: float) -> tuple[float, float]:
    """Bounds of a stage's row that keep it at a threshold."""
    return (threshold, np.inf) if objective.maximise else (-np.inf, threshold)
