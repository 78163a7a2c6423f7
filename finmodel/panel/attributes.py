"""Attributes of the leaf regions: unknown cells treated as stated, columns scaled to totals."""

from __future__ import annotations

import numpy as np

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.regions import Regions


def lay_out_attributes(regions: Regions, leaves: tuple[str, ...]) -> dict[str, Floats]:
    """Attributes of the leaf regions.

    Parameters
    ----------
    regions : Regions
        Regions with their attributes as written.
    leaves : tuple of str
        Leaf regions in the order of the axis.

    Returns
    -------
    dict of str to ndarray
        For each attribute an array of shape (R,), in the column's unit. A leaf without the
        attribute has NaN; the checks of the scenario refuse its use.
    """
    names = sorted({name for key in leaves for name in regions.list[key].attributes})
    figures = {name: regions.figures(name) for name in names}
    return {name: exact(np.array([one[leaf] for leaf in leaves])) for name, one in figures.items()}
