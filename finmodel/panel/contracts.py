"""Contracts with private partners as arrays: one row for each year in which one may be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from finmodel.panel.contract_flows import SERIES, Flows, flows_of
from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Signings
from finmodel.scenario.scenario import Scenario


@dataclass(frozen=True)
class _Option:
    """One contract, signed in one year."""

    contract: int
    year: int
    flows: Flows
    output: Floats
    """Shape (R, T)."""


def lay_out_signings(
    scenario: Scenario,
    programmes: tuple[str, ...],
    regions: tuple[str, ...],
    sources: tuple[str, ...],
    need: Floats,
) -> Signings:
    """Lay out what each contract brings and costs, for each year in which it may be signed.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    programmes, regions, sources : tuple of str
        Ids on their axes.
    need : ndarray, shape (P, R, T)
        Need, by which a contract's output is shared out to its regions [units of output].
    """
    contracts = tuple(sorted(scenario.contracts))
    place = {key: position for position, key in enumerate(programmes)}
    serves = [place[scenario.contracts[key].delivers.programme] for key in contracts]
    payers = {key: position for position, key in enumerate(sources)}
    options = []
    shares = np.zeros((len(contracts), len(regions)))
    for position, key in enumerate(contracts):
        contract = scenario.contracts[key]
        share = shares[position] = _shares(scenario, key, regions, need[serves[position]])
        for year in contract.sign.years:
            shift = year - contract.sign.years[0]
            flows = flows_of(contract, scenario, shift)
            options.append(
                _Option(position, year, flows, _output(scenario, key, shift)[None] * share[:, None])
            )
    due = _due(options, scenario.years)
    series = {
        name: np.array([_on(due, option.flows, name) for option in options]).reshape(-1, len(due))
        for name in SERIES
    }
    outputs = [option.output for option in options]
    shape = (len(options), len(regions), len(scenario.years))
    return Signings(
        contracts=contracts,
        programme=np.array(serves, dtype=np.int64),
        payer=np.array(
            [payers.get(scenario.contracts[c].paid_by or "", -1) for c in contracts], np.int64
        ),
        share=shares,
        contract=np.array([option.contract for option in options], dtype=np.int64),
        year=np.array([option.year for option in options], dtype=np.int64),
        whole=np.array(
            [
                scenario.contracts[contracts[option.contract]].sign.all_or_nothing
                for option in options
            ],
            dtype=bool,
        ),
        output=exact(np.array(outputs).reshape(shape)),
        due=due,
        **{name: exact(values) for name, values in series.items()},
    )


def _shares(scenario: Scenario, key: str, regions: tuple[str, ...], need: Floats) -> Floats:
    """Share of a contract's output that goes to each region: its share of the need, (R,)."""
    named = scenario.contracts[key].delivers.regions or ("all",)
    served = {leaf for name in named for leaf in scenario.regions.members(name)}
    weight = np.array(
        [need[row].sum() if leaf in served else 0.0 for row, leaf in enumerate(regions)]
    )
    total = weight.sum()
    return np.asarray(weight / total if total > 0 else weight)


def _output(scenario: Scenario, key: str, shift: int) -> Floats:
    """Output of each year of the plan in all regions together, (T,)."""
    contract = scenario.contracts[key]
    outputs = contract.delivers.outputs_a_year
    return np.array(
        [
            (outputs.at(year - shift) or 0.0) if year - shift in contract.operates else 0.0
            for year in scenario.years
        ]
    )


def _due(options: list[_Option], years: tuple[int, ...]) -> tuple[int, ...]:
    """Calendar years from the plan's first to the last in which something is paid or may be."""
    last = max((max(option.flows.years) for option in options), default=years[-1])
    return tuple(range(years[0], max(last, years[-1]) + 1))


def _on(due: tuple[int, ...], flows: Flows, name: str) -> Floats:
    """A series of flows on the years of all contracts, (D,)."""
    values: Mapping[int, float] = dict(zip(flows.years, getattr(flows, name).tolist(), strict=True))
    return np.array([values.get(year, 0.0) for year in due])
