"""Attributes of the leaf regions: unknown cells treated as stated, columns scaled to totals."""

from __future__ import annotations

import numpy as np

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats
from finmodel.scenario.regions import Regions, Unknown


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
    return {name: _column(regions, leaves, name) for name in names}


def _column(regions: Regions, leaves: tuple[str, ...], name: str) -> Floats:
    written = [regions.list[key].attributes.get(name) for key in leaves]
    values = np.array(
        [
            float(cell)
            if isinstance(cell, int | float)
            else (0.0 if cell == "none recorded" else np.nan)
            for cell in written
        ]
    )
    column = regions.columns.get(name)
    if column is None:
        return exact(values)
    if column.unknown is not None:
        mean = float(np.nanmean(values)) if np.isfinite(values).any() else np.nan
        for position, cell in enumerate(written):
            if cell == "unknown":
                values[position] = _stand_in(regions, leaves[position], name, column.unknown, mean)
    if column.scale_to is not None:
        values = values * (column.scale_to.total / np.nansum(values))
    return exact(values)


def _stand_in(regions: Regions, leaf: str, name: str, unknown: Unknown, mean: float) -> float:
    if unknown.use == "mean":
        return mean
    if unknown.use != "parent":
        return float(unknown.use)
    parent = regions.list[leaf].parent
    figure = regions.list[parent].attributes.get(name) if parent in regions.list else None
    return float(figure) if isinstance(figure, int | float) else np.nan
