"""Everything that a scenario holds, models and plain values, in the order of the scenario."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import BaseModel


def inside(value: Any, leave_out: Collection[str] = ()) -> Iterator[Any]:
    """Yield a value and all that it holds, what holds before what is held.

    Parameters
    ----------
    value : object
        A model, a mapping, a list or a plain value.
    leave_out : collection of str
        Fields of models that are not looked into.
    """
    yield value
    if isinstance(value, BaseModel):
        fields = (name for name in type(value).model_fields if name not in leave_out)
        held: Iterator[Any] = (getattr(value, name) for name in fields)
    elif isinstance(value, dict):
        held = iter(value.values())
    elif isinstance(value, list | tuple):
        held = iter(value)
    else:
        return
    for each in held:
        yield from inside(each, leave_out)
