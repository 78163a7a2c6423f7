"""Checks of arguments shared by the finance functions.

Every function here returns its argument as an array of floats, or raises ``ValueError``
with a sentence that names the argument and says what it must be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SUM_TOLERANCE = 1e-9
"""How far shares and probabilities may stray from adding up to 1 [share]."""


def numbers(name: str, value: ArrayLike) -> Floats:
    """Return `value` as finite floats.

    Parameters
    ----------
    name : str
        What the argument is called, for the message.
    value : array_like
        The argument.

    Raises
    ------
    ValueError
        If something is not a number, or is infinite or NaN.

    Examples
    --------
    >>> numbers("rate", [1, 2.5]).tolist()
    [1.0, 2.5]
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers") from None
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite numbers, without NaN or infinity")
    return array


def series(name: str, value: ArrayLike) -> Floats:
    """Return `value` as finite floats along one dimension, with at least one of them.

    Raises
    ------
    ValueError
        If it has no dimension or more than one, or nothing in it.

    Examples
    --------
    >>> series("amounts", [1, 2]).tolist()
    [1.0, 2.0]
    """
    array = numbers(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name} must be a list of numbers, in one dimension")
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number")
    return array


def not_negative(name: str, value: ArrayLike) -> Floats:
    """Return `value` as finite floats, none of them below 0.

    Raises
    ------
    ValueError
        If any is below 0.

    Examples
    --------
    >>> not_negative("capital", 3).item()
    3.0
    """
    array = numbers(name, value)
    if np.any(array < 0):
        raise ValueError(f"{name} must not be negative")
    return array


def positive(name: str, value: ArrayLike) -> Floats:
    """Return `value` as finite floats, all of them above 0.

    Raises
    ------
    ValueError
        If any is 0 or below.

    Examples
    --------
    >>> positive("face", 3).item()
    3.0
    """
    array = numbers(name, value)
    if np.any(array <= 0):
        raise ValueError(f"{name} must be above 0")
    return array


def rates(name: str, value: ArrayLike) -> Floats:
    """Return `value` as rates a year or a period, all of them above -1 (-100 %).

    Raises
    ------
    ValueError
        If any is -1 or below: 1 + rate must stay above 0.

    Examples
    --------
    >>> rates("inflation", [-0.02, 0.05]).tolist()
    [-0.02, 0.05]
    """
    array = numbers(name, value)
    if np.any(array <= -1):
        raise ValueError(f"{name} must be above -1 (-100 %)")
    return array


def proportions(name: str, value: ArrayLike) -> Floats:
    """Return `value` as shares or probabilities, all of them from 0 to 1.

    Raises
    ------
    ValueError
        If any is below 0 or above 1.

    Examples
    --------
    >>> proportions("probability", 0.3).item()
    0.3
    """
    array = numbers(name, value)
    if np.any((array < 0) | (array > 1)):
        raise ValueError(f"{name} must lie from 0 to 1")
    return array


def one(check: Callable[[str, ArrayLike], Floats], name: str, value: ArrayLike) -> float:
    """Return `value` as a single number that passes a check.

    Parameters
    ----------
    check : callable
        One of the checks of this module.
    name : str
        What the argument is called, for the message.
    value : array_like
        The argument.

    Raises
    ------
    ValueError
        If it is a list, or as the check says.

    Examples
    --------
    >>> one(positive, "face", 3)
    3.0
    """
    array = check(name, value)
    if array.ndim != 0:
        raise ValueError(f"{name} must be one number, not a list")
    return float(array)


def shares_of_one(name: str, value: ArrayLike) -> Floats:
    """Return `value` as a list of shares or probabilities that add up to 1.

    Raises
    ------
    ValueError
        If any is outside 0 to 1, or their sum is not 1 (within `SUM_TOLERANCE`).

    Examples
    --------
    >>> shares_of_one("weights", [0.25, 0.75]).tolist()
    [0.25, 0.75]
    """
    array = proportions(name, series(name, value))
    total = float(array.sum())
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"{name} must add up to 1, not {total:.10g}")
    return array


def whole(name: str, value: float, at_least: int = 0) -> int:
    """Return `value` as a whole number that is not below `at_least`.

    Raises
    ------
    ValueError
        If it is not whole, or below `at_least`.

    Examples
    --------
    >>> whole("payments_per_year", 2.0, at_least=1)
    2
    """
    number = one(numbers, name, value)
    if abs(number - round(number)) > SUM_TOLERANCE:
        raise ValueError(f"{name} must be a whole number, not {number:.10g}")
    if round(number) < at_least:
        raise ValueError(f"{name} must be at least {at_least}, not {round(number)}")
    return round(number)


def same_length(**arrays: Floats) -> None:
    """Check that all the named arrays have the same shape.

    Raises
    ------
    ValueError
        If shapes differ; the message names them all.

    Examples
    --------
    >>> same_length(revenue=np.ones(3), forecast=np.ones(2))
    Traceback (most recent call last):
    ValueError: revenue, forecast must have the same length, not 3, 2
    """
    if len({array.shape for array in arrays.values()}) > 1:
        sizes = ", ".join("x".join(map(str, array.shape)) or "1" for array in arrays.values())
        raise ValueError(f"{', '.join(arrays)} must have the same length, not {sizes}")
