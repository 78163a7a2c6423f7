"""Contracts as sentences that a planner can read aloud."""

from __future__ import annotations

from functools import singledispatch

from finmodel.scenario.contracts import (
    AvailabilityPayment,
    ContractBase,
    Indexed,
    JointVenture,
    MinimumRevenueGuarantee,
    OperatingContract,
    OutcomeContract,
    UserFeeConcession,
    ViabilityGap,
)
from finmodel.scenario.contracts.kinds import Band
from finmodel.scenario.names import (
    contract_names,
    in_words,
    percent,
    programme_names,
    source_names,
)
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
    parts.append(_terms(contract, say))
    if payer:
        parts.append(f"paid by {payer}")
    return "; ".join(parts) + "."


@singledispatch
def _terms(contract: ContractBase, say: Speaker) -> str:
    """What the public side pays or gets.

    Raises
    ------
    NotImplementedError
        If the form has no words yet: each registers its own function here.
    """
    raise NotImplementedError(type(contract).__name__)


def _follows(indexed: Indexed | None) -> str:
    """How a payment follows prices."""
    if indexed is None:
        return ""
    share = "" if indexed.share == 1 else f"{percent(indexed.share)} of it "
    return f", {share}following {in_words(indexed.index).lower()}"


@_terms.register
def _availability(contract: AvailabilityPayment, say: Speaker) -> str:
    if contract.payment is not None:
        paid = f"{say.number(contract.payment)} {say.unit} a year"
    else:
        paid = f"yearly payments that return the capital at {say.percent(contract.rate or 0.0)}"
        if contract.operation:
            paid += f" and {say.number(contract.operation)} {say.unit} a year for running it"
    words = f"{paid}{_follows(contract.indexed)}, while it is available"
    if contract.capital_grant:
        words += f", and {say.number(contract.capital_grant)} {say.unit} when building ends"
    if contract.deductions:
        words += f", less {say.percent(contract.deductions)} for times without service"
    return words


@_terms.register
def _viability(contract: ViabilityGap, say: Speaker) -> str:
    what = "what users do not pay back"
    if contract.grant is not None:
        what = f"{say.number(contract.grant)} {say.unit}"
    most = say.percent(contract.at_most)
    return f"users pay, and one public grant fills {what}, at most {most} of the capital"


@_terms.register
def _user_fees(contract: UserFeeConcession, say: Speaker) -> str:
    return f"users pay, and {say.percent(contract.royalty)} of what they pay comes in"


@_terms.register
def _revenue_guarantee(contract: MinimumRevenueGuarantee, say: Speaker) -> str:
    def bands(given: tuple[Band, ...]) -> str:
        parts = [f"{say.percent(band.share)} in {spoken_years(band.years)}" for band in given]
        return ", ".join(parts)

    words = "users pay, and the public side makes up what is missing to a share of the forecast: "
    words += bands(contract.guaranteed)
    if contract.nothing_below:
        words += f", nothing where it stays below {say.percent(contract.nothing_below)}"
    if contract.clawed_back_above:
        words += f"; what is above another share comes in: {bands(contract.clawed_back_above)}"
    return words


@_terms.register
def _venture(contract: JointVenture, say: Speaker) -> str:
    return f"{say.percent(contract.public_share)} of capital and dividends are public"


@_terms.register
def _operating(contract: OperatingContract, say: Speaker) -> str:
    words = f"a fee of {say.number(contract.fee)} {say.unit} a year"
    if contract.performance_fee:
        words += f" and up to {say.number(contract.performance_fee)} for performance"
    return words + _follows(contract.indexed)


@_terms.register
def _outcomes(contract: OutcomeContract, say: Speaker) -> str:
    words = f"{say.number(contract.price)} {say.costs_unit} for each outcome"
    if contract.threshold:
        words += f" above {say.number(contract.threshold)} a year"
    words += f", of {say.number(contract.outcomes_a_year)} expected"
    if contract.at_most is not None:
        words += f", at most {say.number(contract.at_most)} {say.unit} a year"
    when = "in the same year"
    if contract.paid_after:
        when = f"{contract.paid_after} year{'s' if contract.paid_after > 1 else ''} later"
    return f"{words}, paid {when}"
