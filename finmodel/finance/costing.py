"""Cost of what is bought: ingredients, whole units, upkeep of what was built."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from finmodel.finance.checks import Floats, not_negative, one, positive, series
from finmodel.finance.elementwise import elementwise


@elementwise
def ingredients_cost(
    quantity: ArrayLike,
    price: ArrayLike,
    regional_index: ArrayLike = 1.0,
    price_index: ArrayLike = 1.0,
) -> Floats:
    r"""Return the cost of ingredients.

    .. math:: C = q \, p \, I_{region} \, P_t

    Parameters
    ----------
    quantity : array_like
        Quantity :math:`q` [units].
    price : array_like
        Price in the base year and the reference region :math:`p` [money per unit].
    regional_index : array_like
        Cost level of the region, 1 in the reference region [1].
    price_index : array_like
        Price index of the line, 1 in the base year [1].

    Returns
    -------
    ndarray
        Cost [money].

    Raises
    ------
    ValueError
        If quantity or price is negative, or an index is 0 or below.

    Notes
    -----
    Source: ingredients method (Levin and McEwan, Cost-Effectiveness Analysis).

    Examples
    --------
    >>> float(ingredients_cost(200, 1.5, regional_index=1.2, price_index=1.1).round(6))
    396.0
    """
    spent = not_negative("quantity", quantity) * not_negative("price", price)
    indices = positive("regional_index", regional_index) * positive("price_index", price_index)
    return np.multiply(spent, indices)


@elementwise
def whole_units(quantity: ArrayLike, capacity: ArrayLike) -> Floats:
    r"""Return how many whole units hold a quantity.

    .. math:: n = \lceil q / c \rceil

    Parameters
    ----------
    quantity : array_like
        What is to be held :math:`q`, learners for instance [units].
    capacity : array_like
        What one of them holds :math:`c`, a classroom for instance [units].

    Returns
    -------
    ndarray
        Least whole number with :math:`n c \ge q` [1].

    Raises
    ------
    ValueError
        If the quantity is negative or the capacity is 0 or below.

    Notes
    -----
    What exceeds a whole number by less than 1e-9 does not count, so that 0.3 over 0.1 gives 3.

    Source: definition.

    Examples
    --------
    >>> whole_units([0, 60, 61], 30).tolist()
    [0.0, 2.0, 3.0]
    """
    needed = not_negative("quantity", quantity) / positive("capacity", capacity)
    # Adding 0 turns the -0 of nothing needed into 0.
    return np.asarray(np.ceil(needed * (1 - 1e-12) - 1e-9) + 0.0, dtype=np.float64)


def upkeep_of_capital(capital: ArrayLike, coefficient: float) -> Floats:
    r"""Return the recurrent cost that earlier capital brings (the r coefficient).

    .. math:: R_t = r \sum_{v < t} K_v

    Parameters
    ----------
    capital : array_like
        Capital spent in each year :math:`K_v` [money].
    coefficient : float
        Recurrent cost a year for each unit of capital :math:`r` [1 a year].

    Returns
    -------
    ndarray
        Recurrent cost in each year, and in the year after the last [money a year].

    Raises
    ------
    ValueError
        If capital or the coefficient is negative.

    Notes
    -----
    Begins the year after the spending and goes on. Source: Heller, The underfinancing of
    recurrent development costs (Finance and Development, 1979).

    Examples
    --------
    >>> upkeep_of_capital([100, 50], 0.1).round(6).tolist()
    [0.0, 10.0, 15.0]
    """
    built = np.cumsum(not_negative("capital", series("capital", capital)))
    return np.multiply(
        one(not_negative, "coefficient", coefficient), np.concatenate(([0.0], built))
    )
