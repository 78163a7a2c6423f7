"""Names of regions, programmes and sources, each told from the others."""

from __future__ import annotations

from collections import Counter

from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.base import SourceBase
from finmodel.scenario.sources.unfunded import UNFUNDED, Unfunded


def region_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every region; regions of the same name are told apart by type, else by id.

    Returns
    -------
    dict of str to str
        Names by region id, each different from the others.
    """
    regions = scenario.regions.list
    plain = {key: region.name.read(language) or key for key, region in regions.items()}
    shared = Counter(plain.values())
    typed = {
        key: f"{name} ({scenario.word(regions[key].type or '', language)})"
        if shared[name] > 1 and regions[key].type
        else name
        for key, name in plain.items()
    }
    shared = Counter(typed.values())
    return {
        key: f"{plain[key]} ({key})" if shared[name] > 1 else name for key, name in typed.items()
    }


def programme_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every programme by id; the id in words where the scenario gives no name."""
    return {
        key: (programme.name.read(language) if programme.name else "") or in_words(key)
        for key, programme in scenario.programmes.items()
    }


def contract_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every contract by id; the id in words where the scenario gives no name."""
    return {
        key: (contract.name.read(language) if contract.name else "") or in_words(key)
        for key, contract in scenario.contracts.items()
    }


def source_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every source by id; the id in words where the scenario gives no name.

    Where the scenario asks for the gap, the part that is not funded comes last.
    """
    sources: dict[str, SourceBase] = dict(scenario.sources)
    if scenario.has_targets:
        sources[UNFUNDED] = Unfunded()
    return {
        key: (source.name.read(language) if source.name else "") or in_words(key)
        for key, source in sources.items()
    }


def capacity_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every capacity by id; the id in words where the scenario gives no name."""
    return {
        key: (capacity.name.read(language) if capacity.name else "") or in_words(key)
        for key, capacity in scenario.capacities.items()
    }


def spending_bodies(scenario: Scenario) -> list[str]:
    """Who spends money by what programmes and their cost lines say, in their order."""
    found: dict[str, None] = {}
    for programme in scenario.programmes.values():
        for line in programme.unit_cost.values():
            own = line.budget.spends if line.budget else None
            spends = own or programme.budget.spends
            if spends is not None:
                found[spends] = None
    return list(found)


def in_words(key: str) -> str:
    """An id as words.

    Examples
    --------
    >>> in_words("state_budget")
    'State budget'
    """
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def percent(share: float) -> str:
    """A share as a percentage; small shares keep one decimal.

    Examples
    --------
    >>> percent(0.356), percent(0.042), percent(0), percent(1)
    ('36%', '4.2%', '0%', '100%')
    """
    return f"{share * 100:.{1 if 0 < abs(share) < 0.0995 else 0}f}%"


def plain_words(scenario: Scenario) -> list[str]:
    """Words that the language has no place for in several languages: what a glossary may hold."""
    found: dict[str, None] = {}
    for programme in scenario.programmes.values():
        lines = programme.unit_cost.values()
        found[programme.output] = None
        for budget in (programme.budget, *(line.budget for line in lines)):
            if budget is not None:
                found |= {word: None for word in vars(budget).values() if isinstance(word, str)}
        found |= {line.item: None for line in lines if line.item}
    found |= {region.type: None for region in scenario.regions.list.values() if region.type}
    return list(found)
