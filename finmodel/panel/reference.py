"""Coverage that an allocation stays close to among equally good ones, and how strongly."""

from __future__ import annotations

import numpy as np

from finmodel.panel.panel import Floats, Panel


def reference_coverage(panel: Panel, equal: float) -> Floats:
    """Coverage to stay close to, shape (P, R, T) [share of need].

    Parameters
    ----------
    panel : Panel
        The panel.
    equal : float
        Coverage where the scenario names no reference, or the reference has none for a programme,
        a region or a year [share of need].
    """
    result = np.full(panel.need.shape, equal)
    coverage = panel.scenario.among_equals.coverage or {}
    for programme, regions in coverage.items():
        for region, yearly in regions.items():
            place = (
                panel.positions["programme"].get(programme),
                panel.positions["region"].get(region),
            )
            if None in place:
                continue
            for time, year in enumerate(panel.years):
                share = yearly.at(year)
                if share is not None:
                    result[(*place, time)] = share
    return result


def reference_weights(panel: Panel) -> Floats:
    """How strongly each programme is held close, shape (P,) [1]."""
    weights = panel.scenario.among_equals.weights
    return np.array([weights.get(key, 1.0) for key in panel.programmes])
