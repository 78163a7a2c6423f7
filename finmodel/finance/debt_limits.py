"""Published thresholds of debt burden, dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

DebtCarryingCapacity = Literal["weak", "medium", "strong"]
"""How much debt a country can carry, in the framework's three classes."""


@dataclass(frozen=True, slots=True)
class DebtThresholds:
    """Debt burden from which the risk of distress is raised, all in per cent.

    Attributes
    ----------
    pv_external_to_gdp : float
        Present value of external debt [% of GDP].
    pv_external_to_exports : float
        Present value of external debt [% of exports].
    service_to_exports : float
        External debt service [% of exports].
    service_to_revenue : float
        External debt service [% of revenue].
    pv_public_to_gdp : float
        Present value of all public debt, a benchmark [% of GDP].
    """

    pv_external_to_gdp: float
    pv_external_to_exports: float
    service_to_exports: float
    service_to_revenue: float
    pv_public_to_gdp: float


LIC_DSF_2018: Mapping[str, DebtThresholds] = MappingProxyType(
    {
        "weak": DebtThresholds(30, 140, 10, 14, 35),
        "medium": DebtThresholds(40, 180, 15, 18, 55),
        "strong": DebtThresholds(55, 240, 21, 23, 70),
    }
)
"""Debt sustainability framework for low-income countries, in force since July 2018."""


def debt_thresholds(capacity: DebtCarryingCapacity) -> DebtThresholds:
    """Return the thresholds of the framework for low-income countries of 2018.

    Parameters
    ----------
    capacity : {"weak", "medium", "strong"}
        The country's capacity to carry debt.

    Returns
    -------
    DebtThresholds
        The five thresholds [%].

    Raises
    ------
    ValueError
        If the capacity is another word.

    Notes
    -----
    A dated table: pass a scenario's own limits where they differ. One stored copy of the
    factsheet prints 50 for external debt to GDP, strong capacity; 55 stands in the 2018 column
    of the framework's review.

    Source: IMF factsheet, IMF-World Bank Debt Sustainability Framework for Low-Income
    Countries (2023).

    Examples
    --------
    >>> debt_thresholds("medium").service_to_revenue
    18
    """
    if capacity not in LIC_DSF_2018:
        raise ValueError(f'capacity must be "weak", "medium" or "strong", not "{capacity}"')
    return LIC_DSF_2018[capacity]
