"""What each rule of a scenario says, by the start of its rows' name."""

from __future__ import annotations

from collections.abc import Mapping

from finmodel.scenario.names import (
    capacity_names,
    contract_names,
    partner_names,
    programme_names,
    source_names,
)
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sentences import Speaker
from finmodel.scenario.sources import PooledFund


def rule_sentences(scenario: Scenario, say: Speaker | None = None) -> dict[str, str]:
    """Sentence of each rule.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    say : Speaker, optional
        Puts rules into words; in English where missing.
    """
    say = say or Speaker(scenario)
    code = say.language
    found = {f"policies.{key}": say.policy(each) for key, each in scenario.policies.items()}
    for key, name in source_names(scenario, code).items():
        said = _of_source(say, name)
        found |= {f"sources.{key}.{rule}": words for rule, words in said.items()}
        source = scenario.sources.get(key)
        if isinstance(source, PooledFund):
            for partner, who in partner_names(scenario, source, code).items():
                found[f"sources.{key}.earmark.{partner}"] = say.phrase(
                    "A share of what {source} pays goes where {partner} wants it.",
                    source=name,
                    partner=who,
                )
    for key, name in capacity_names(scenario, code).items():
        found[f"capacities.{key}"] = say.phrase(
            "Programmes use no more of this than there is: {capacity}.", capacity=name
        )
    for key, name in contract_names(scenario, code).items():
        once = say.phrase("{contract} is signed once at most.", contract=name)
        agreed = say.phrase("{contract} provides no more than was agreed.", contract=name)
        found |= {f"contracts.{key}.once": once, f"contracts.{key}.capacity": agreed}
    for key, name in programme_names(scenario, code).items():
        found |= {
            f"programmes.{key}.{rule}": words
            for rule, words in _of_programme(scenario, key, name, say).items()
        }
    return found


def sentence_named(name: str, sentences: Mapping[str, str]) -> str:
    """Sentence of the rule that rows of a name belong to; empty where it has none."""
    return sentences.get(name) or sentences.get(".".join(name.split(".")[:2]), "")


def _of_source(say: Speaker, name: str) -> dict[str, str]:
    phrase = say.phrase
    return {
        "available": phrase(
            "{source} pays no more than it has in the year and carried in.", source=name
        ),
        "earned": phrase("{source} pays no more than was earned, and not before.", source=name),
        "at_most": phrase("{source} pays no more in a year than its cap.", source=name),
        "in_all_at_most": phrase("{source} pays no more over the plan than its cap.", source=name),
        "draw": phrase("{source} is drawn in a year up to what may be drawn.", source=name),
        "draw_at_least": phrase("{source} is drawn at least as far as is agreed.", source=name),
        "limit": phrase("{source} goes no further than its limit.", source=name),
        "carry_over": phrase(
            "{source} keeps no more for the next year than its share.", source=name
        ),
        "absorption": phrase("{source} pays no more than can be spent in practice.", source=name),
        "use_at_least": phrase("{source} is spent at least to the stated share.", source=name),
        "co_financing": phrase("Others pay their share beside {source}.", source=name),
        "match": phrase("{source} is released only against what others pay.", source=name),
        "pays_at_most": phrase(
            "{source} covers no more than its share of the cost of what it is for.", source=name
        ),
    }


def _of_programme(scenario: Scenario, key: str, name: str, say: Speaker) -> dict[str, str]:
    floor = (
        say.phrase("The coverage target of {programme} is kept.", programme=name)
        if scenario.has_targets
        else say.phrase("The coverage floor of {programme} is kept.", programme=name)
    )
    grows = say.phrase("{programme} grows no faster than can be staffed and run.", programme=name)
    found = {"ramp_up": grows, "coverage.at_least": floor}
    lumps = scenario.programmes[key].lumps
    if lumps is None:
        return found
    return found | {
        "lumps": say.phrase(
            "{programme} comes in whole lumps of {size} in each region and year.",
            programme=name,
            size=say.number(lumps.size),
        ),
        "lumps_stay": say.phrase(
            "A lump of {programme} that is there in one year is there in the next.", programme=name
        ),
    }
