"""Policies: each emits its rows through the one selector, one module for each family."""

from importlib import import_module

from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy

FAMILIES = (
    "amounts",
    "between_programmes",
    "coverage",
    "equity",
    "people",
    "per_head",
    "reserves",
    "shares",
    "stability",
)
"""Modules that hold rows; each registers its own when it is imported."""

for _family in FAMILIES:
    import_module(f"{__name__}.{_family}")


def add_policies(emitter: Emitter) -> None:
    """Rows of all policies, in the order of their ids."""
    for key in sorted(emitter.panel.scenario.policies):
        add_policy(emitter.panel.scenario.policies[key], key, emitter)
