"""Names of regions, programmes and sources, each told from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, Protocol

from finmodel.scenario.programmes import ONLY_LINE
from finmodel.scenario.scenario import Scenario, TargetGroup
from finmodel.scenario.sources import PooledFund
from finmodel.scenario.sources.base import SourceBase
from finmodel.scenario.sources.unfunded import UNFUNDED, Unfunded
from finmodel.scenario.values import Text


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
    """Name of every programme by id."""
    return _names_of(scenario, scenario.programmes, language)


def contract_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every contract by id."""
    return _names_of(scenario, scenario.contracts, language)


def source_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every source by id.

    Where the scenario asks for the gap, the part that is not funded comes last.
    """
    sources: dict[str, SourceBase] = dict(scenario.sources)
    if scenario.has_targets:
        sources[UNFUNDED] = Unfunded()
    return _names_of(scenario, sources, language)


def capacity_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every capacity by id."""
    return _names_of(scenario, scenario.capacities, language)


def policy_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every policy by id."""
    return _names_of(scenario, scenario.policies, language)


def group_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every group of regions by id."""
    return _names_of(scenario, scenario.regions.groups, language)


def partner_names(scenario: Scenario, fund: PooledFund, language: str = "en") -> dict[str, str]:
    """Name of everyone who pays into a fund, by id."""
    return _names_of(scenario, fund.partners, language)


def lever_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every lever by id; where it has none, that of what it raises or signs."""
    moved = source_names(scenario, language) | contract_names(scenario, language)
    return {
        key: (lever.name.read(language) if lever.name else "")
        or moved.get(lever.raises or lever.signs or "")
        or id_words(scenario, key, language)
        for key, lever in scenario.levers.items()
    }


def heading_names(
    scenario: Scenario, part: Literal["themes", "markers", "target_groups"], language: str = "en"
) -> dict[str, str]:
    """Name of every theme, marker or target group by id."""
    things: Mapping[str, Text | TargetGroup] = getattr(scenario, part)
    return {
        key: (thing if isinstance(thing, Text) else thing.name).read(language)
        or id_words(scenario, key, language)
        for key, thing in things.items()
    }


def attribute_names(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Name of every attribute of the regions that has one, by id."""
    return {
        key: column.title.read(language)
        for key, column in scenario.regions.columns.items()
        if column.title
    }


class Named(Protocol):
    """A thing that may have a name."""

    @property
    def name(self) -> Text | None:
        """Name for people."""


def _names_of(scenario: Scenario, things: Mapping[str, Named], language: str) -> dict[str, str]:
    """Name of every thing by id; the id in words where the scenario gives no name."""
    return {
        key: (thing.name.read(language) if thing.name else "") or id_words(scenario, key, language)
        for key, thing in things.items()
    }


def id_words(scenario: Scenario, key: str, language: str = "en") -> str:
    """An id in words: those that the glossary has for it, else its own."""
    known = scenario.word(key, language)
    return in_words(key) if known == key else known


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
    """Words that the language has no place for in several languages: what a glossary may hold.

    Units of output, budget headings, types of region, how firm a year is, and ids of things that
    have no name.
    """
    found: dict[str, None] = {}
    for programme in scenario.programmes.values():
        lines = programme.unit_cost.values()
        found[programme.output] = None
        for budget in (programme.budget, *(line.budget for line in lines)):
            if budget is not None:
                found |= {word: None for word in vars(budget).values() if isinstance(word, str)}
        found |= {line.item: None for line in lines if line.item}
    found |= {region.type: None for region in scenario.regions.list.values() if region.type}
    found |= dict.fromkeys((*scenario.years_status.values(), *unnamed_ids(scenario)))
    return list(found)


def unnamed_ids(scenario: Scenario) -> list[str]:
    """Ids of things without a name of their own, in the order of the scenario."""
    regions = scenario.regions
    named: tuple[Mapping[str, Named], ...] = (
        regions.groups,
        scenario.programmes,
        scenario.sources,
        *(fund.partners for fund in scenario.sources.values() if isinstance(fund, PooledFund)),
        scenario.contracts,
        scenario.capacities,
        scenario.policies,
    )
    return list(
        dict.fromkeys(
            [
                *scenario.categories,
                *(key for key, column in regions.columns.items() if not column.title),
                *scenario.prices.growth,
                *(key for things in named for key, thing in things.items() if not thing.name),
                *(
                    line
                    for each in scenario.programmes.values()
                    for line in each.unit_cost
                    if line != ONLY_LINE
                ),
                *(risk for each in scenario.contracts.values() for risk in each.risks),
            ]
        )
    )
