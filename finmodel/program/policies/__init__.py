"""Policies: each emits its rows through the one selector, one module for each family."""

from importlib import import_module

from finmodel.program.emitter import Emitter
from finmodel.program.policies.base import add_policy
from finmodel.program.policies.breaking import let_break

FAMILIES = (
    "amounts",
    "between_programmes",
    "contracts",
    "counts",
    "coverage",
    "debt",
    "equity",
    "fungibility",
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
        policy, before = emitter.panel.scenario.policies[key], len(emitter.rows)
        add_policy(policy, key, emitter)
        if policy.may_break_at is not None:
            for family in emitter.rows[before:]:
                if family.path:
                    let_break(emitter, family, policy.may_break_at)
