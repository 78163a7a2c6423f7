"""Contracts as sentences that a planner can read aloud."""

from __future__ import annotations

from finmodel.scenario.contracts import ContractBase
from finmodel.scenario.names import contract_names, programme_names, source_names
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sentences import Speaker, spoken_years


def contract_sentences(scenario: Scenario, language: str = "en") -> dict[str, str]:
    """Each contract that a scenario offers as one sentence, by id."""
    say = Speaker(scenario, language)
    programmes, sources = programme_names(scenario, language), source_names(scenario, language)
    return {
        key: f"{name}: "
        + _sentence(
            scenario.contracts[key],
            say,
            programmes[scenario.contracts[key].delivers.programme],
            sources.get(scenario.contracts[key].paid_by or "", ""),
        )
        for key, name in contract_names(scenario, language).items()
    }


def _sentence(contract: ContractBase, say: Speaker, programme: str, payer: str) -> str:
    delivers = contract.delivers
    where = ""
    if delivers.regions:
        where = " in " + ", ".join(say.region(name) for name in delivers.regions)
    how = "" if contract.sign.all_or_nothing else ", whole or in part,"
    capital = sum(contract.cost_of_capital.values())
    parts = [
        f"{getattr(contract, 'kind', 'contract')}, may be signed{how} in "
        f"{spoken_years(contract.sign.years)} and then operates {spoken_years(contract.operates)}",
        f"{say.by_year(delivers.outputs_a_year, say.number)} a year of {programme}{where}",
    ]
    if capital:
        parts.append(f"capital {say.number(capital)} {say.unit}")
    if payer:
        parts.append(f"paid by {payer}")
    return "; ".join(parts) + "."
