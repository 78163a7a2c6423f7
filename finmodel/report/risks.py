"""What may be called on the public side: by contracts, and by guarantees of what others owe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from finmodel.panel.costs import in_scenario_currency
from finmodel.panel.panel import Floats
from finmodel.report.contracts import contract_facts
from finmodel.report.debt import debt_facts
from finmodel.report.views import View
from finmodel.scenario.sources import Guarantee


def fiscal_risks(view: View) -> list[dict[str, Any]]:
    """What each signed contract, each drawn loan and each guarantee costs for certain or may cost.

    Returns
    -------
    list of dict
        `kind` (contract, loan or guarantee), `id`, `name`; `within` and `beyond`: payments that
        are due within the plan and after it, zero for a guarantee; `expected_calls`: of a contract
        over its whole term, of a guarantee within the plan; `stressed_calls`: in the worst year.
        Amounts in currency.
    """
    contracts = (
        {
            "kind": "contract",
            "id": each["contract"],
            **{key: each[key] for key in ("name", "within", "beyond")},
            **{key: each[key] for key in ("expected_calls", "stressed_calls")},
        }
        for each in contract_facts(view)
        if each["signed"] > 0
    )
    loans = (
        {
            "kind": "loan",
            "id": loan["source"],
            "name": loan["name"],
            "within": loan["debt_service"],
            "beyond": loan["debt_service_later"],
            "expected_calls": 0,
            "stressed_calls": 0,
        }
        for loan in debt_facts(view)["loans"]
        if loan["drawn"]
    )
    return [*contracts, *loans, *_guarantees(view)]


def _guarantees(view: View) -> Iterator[dict[str, Any]]:
    scale = view.allocation.scenario.money.scale
    for key, source in view.allocation.scenario.sources.items():
        if isinstance(source, Guarantee):
            exposed = _exposure(view, source) * scale
            # All debtors default at once: the call is the part of the loss that is covered.
            worst = exposed * source.coverage * source.loss_given_default
            yield {
                "kind": "guarantee",
                "id": key,
                "name": view.sources[key],
                "within": 0,
                "beyond": 0,
                "expected_calls": round(float((source.expected_call * exposed).sum())),
                "stressed_calls": round(float(worst.max(initial=0.0))),
            }


def _exposure(view: View, source: Guarantee) -> Floats:
    """What is guaranteed in each year, before coverage, shape (T,) [money unit]."""
    scenario, years = view.allocation.scenario, view.years
    if source.exposure is not None:
        amounts = [source.exposure.at(year) for year in years]
        return in_scenario_currency(scenario, amounts, source.currency)
    exposed = np.zeros(len(years))
    loan, table = view.allocation.panel.loans[str(source.backs)], view.allocation.tables["loans"]
    for row in table.to_pylist():
        at = row["year"] + 1 - years[0]
        if row["source"] == source.backs and 0 < at < len(years):
            # What is owed at the end of a year is owed at the start of the next, at its rate.
            exposed[at] += row["owed"] / scenario.money.scale * loan.rate[at] / loan.rate[at - 1]
    return exposed
