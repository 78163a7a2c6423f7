"""Whose heads money is counted by."""

from __future__ import annotations

from collections import Counter

from finmodel.scenario.policies import RelativeToMean
from finmodel.scenario.scenario import Scenario


def heads_attribute(scenario: Scenario) -> str | None:
    """Attribute of the regions that counts heads.

    Returns
    -------
    str or None
        The one that a policy compares regions by; else the one that most programmes take their
        need from; None where no programme does.
    """
    for policy in scenario.policies.values():
        if isinstance(policy, RelativeToMean):
            return policy.per
    used = Counter(
        programme.need.of for programme in scenario.programmes.values() if programme.need.of
    )
    return used.most_common(1)[0][0] if used else None
