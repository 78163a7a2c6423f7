"""Money as people read it: in the scenario's unit, with parts that add up to the total shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from finmodel.scenario.values import Money

SCALES = {1: "", 1_000: "thousand ", 1_000_000: "million ", 1_000_000_000: "billion "}


def rounded_to_total(
    parts: Sequence[float],
    decimals: int = 0,
    at_most: Sequence[float] | None = None,
    total: float | None = None,
) -> list[float]:
    """Round parts so that they add up to their rounded total.

    Largest remainder: every part is rounded down, then the parts that lost most are rounded up
    until the total is reached. Parts with equal remainders are taken in order.

    Parameters
    ----------
    parts : sequence of float
        Parts of a total, in any unit; zero or more.
    decimals : int
        Decimals shown.
    at_most : sequence of float, optional
        Limit on each rounded part, such as what a source has, itself rounded. Where the limits
        leave no room for the rounded total, the total is smaller.
    total : float, optional
        The total as it is shown elsewhere; the rounded sum of the parts where missing.

    Returns
    -------
    list of float
        Rounded parts; each within one unit of the last decimal of its part.

    Examples
    --------
    >>> rounded_to_total([1.4, 1.4, 1.2])
    [2.0, 1.0, 1.0]
    >>> rounded_to_total([0.25, 0.25], decimals=1)
    [0.3, 0.2]
    >>> rounded_to_total([1.5, 2.5], at_most=[1, 3])
    [1.0, 3.0]
    """
    grid = 10**decimals
    # Snapping first keeps 0.30000000000000004 from counting as more than 0.3.
    scaled = [round(part * grid, 6) for part in parts]
    whole = [math.floor(part) for part in scaled]
    limits = [math.inf if at_most is None else round(limit * grid) for limit in at_most or parts]
    wanted = sum(scaled) if total is None else total * grid
    missing = math.floor(round(wanted, 6) + 0.5) - sum(whole)
    order = sorted(range(len(parts)), key=lambda place: (whole[place] - scaled[place], place))
    for place in order:
        if missing <= 0:
            break
        if whole[place] + 1 <= limits[place]:
            whole[place] += 1
            missing -= 1
    return [min(value, limit) / grid for value, limit in zip(whole, limits, strict=True)]


def decimals_for(largest: float) -> int:
    """Decimals that show an amount with at least three digits, and none from 100 upwards.

    Examples
    --------
    >>> decimals_for(26000), decimals_for(42.5), decimals_for(0)
    (0, 1, 0)
    """
    size = abs(largest)
    if size == 0 or size >= 100:
        return 0
    return 1 if size >= 10 else 2


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands separators.

    Examples
    --------
    >>> number(1234567.8), number(-0.2)
    ('1,234,568', '0')
    """
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def fitting_unit(typical: float, currency: str) -> Money:
    """Find the unit in which an amount of whole currency reads with one to four digits.

    Examples
    --------
    >>> str(fitting_unit(41_000, "MNT")), str(fitting_unit(850, "USD"))
    ('thousand MNT', 'USD')
    """
    if abs(typical) >= 10_000_000_000:
        return Money(scale=1_000_000_000, currency=currency)
    if abs(typical) >= 10_000_000:
        return Money(scale=1_000_000, currency=currency)
    if abs(typical) >= 10_000:
        return Money(scale=1_000, currency=currency)
    return Money(scale=1, currency=currency)


def spoken(amount: float, currency: str) -> str:
    """Say an amount of whole currency in the largest unit that keeps it at one or more.

    Examples
    --------
    >>> spoken(1_000_000_000, "MNT"), spoken(2_500_000, "USD")
    ('1 billion MNT', '2.5 million USD')
    """
    scale = max((size for size in SCALES if size <= abs(amount)), default=1)
    return f"{amount / scale:,.10g} {SCALES[scale]}{currency}"


def cut(amount: float) -> float:
    """Cut an amount down to two digits: at least so much.

    Examples
    --------
    >>> cut(1_987), cut(0.456), cut(0)
    (1900.0, 0.45, 0.0)
    """
    if amount <= 0:
        return 0.0
    grid = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return math.floor(amount / grid + 1e-9) * grid
