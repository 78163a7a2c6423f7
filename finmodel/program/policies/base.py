"""The rows of policies: each kind registers the function that emits its own."""

from __future__ import annotations

from functools import singledispatch

from finmodel.program.emitter import Emitter
from finmodel.scenario.policies import PolicyBase


@singledispatch
def add_policy(policy: PolicyBase, key: str, emitter: Emitter) -> None:
    """Rows of one policy.

    Raises
    ------
    NotImplementedError
        If the kind of policy has no rows yet: each class registers its own function.
    """
    raise NotImplementedError(type(policy).__name__)
