"""Sources and notes of a scenario's figures, as texts."""

from __future__ import annotations

from finmodel.scenario.base import Sourced
from finmodel.scenario.inside import inside
from finmodel.scenario.scenario import Scenario


def noted(scenario: Scenario) -> list[str]:
    """Sources and notes that a scenario gives, each once, in its order."""
    figures = (each for each in inside(scenario) if isinstance(each, Sourced))
    texts = (text for each in figures for text in (each.source, each.note) if text)
    return list(dict.fromkeys(texts))
