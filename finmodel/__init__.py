"""finmodel: a financing and resource-mobilisation scenario modeller for public programmes.

>>> import finmodel
>>> loaded = finmodel.load_scenario("scenarios/mongolia-lifelong-learning")  # doctest: +SKIP
>>> finmodel.save(finmodel.allocate(loaded), "my-allocation")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finmodel.allocation.files import load, save
    from finmodel.allocation.make import allocate
    from finmodel.scenario.load import load_scenario

__all__ = ["allocate", "load", "load_scenario", "save"]

# Imported when first asked for: importing all of it takes longer than `finmodel --help` may.
_HOMES = {
    "allocate": "finmodel.allocation.make",
    "load": "finmodel.allocation.files",
    "load_scenario": "finmodel.scenario.load",
    "save": "finmodel.allocation.files",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'finmodel' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
