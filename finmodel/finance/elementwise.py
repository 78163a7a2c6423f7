"""Functions of scalars and arrays: numbers give numbers, and sizes that do not fit are named."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def elementwise(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Decorate a function of scalars and arrays: numbers give numbers, and misfits are named.

    Parameters
    ----------
    function : callable
        Works element by element, by numpy's rules of broadcasting.

    Raises
    ------
    ValueError
        By the decorated function, if its arguments do not fit each other.

    Examples
    --------
    >>> elementwise(lambda cost, available: cost - available)(np.ones(3), np.ones(2))
    Traceback (most recent call last):
    ValueError: cost, available must be single numbers or lists of the same length, not of 3 and 2
    """
    named = signature(function)

    @wraps(function)
    def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        given = named.bind(*args, **kwargs).arguments
        shapes = {name: _shape(value) for name, value in given.items()}
        sizes = {name: shape for name, shape in shapes.items() if shape}
        try:
            np.broadcast_shapes(*sizes.values())
        except ValueError:
            listed = " and ".join("x".join(map(str, shape)) for shape in sizes.values())
            raise ValueError(
                f"{', '.join(sizes)} must be single numbers or lists of the same length, "
                f"not of {listed}"
            ) from None
        return unboxed(function(*args, **kwargs))

    return checked


def unboxed(result: Result) -> Result:
    """Return a result with arrays of no dimension as the number that they hold.

    Raises
    ------
    ValueError
        Never.

    Examples
    --------
    >>> f"{unboxed(np.asarray(0.5)):.2f}"
    '0.50'
    """
    plain: Any = result
    if isinstance(plain, np.ndarray) and plain.ndim == 0:
        plain = plain[()]
    return cast(Result, plain)


def _shape(value: object) -> tuple[int, ...]:
    """Return the shape of an argument; what is no array is refused later, with its name."""
    try:
        return np.asarray(value).shape
    except ValueError:
        return ()
