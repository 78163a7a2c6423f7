"""What each contract is worth: comparator, cost of the partnership, value for money, leverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finmodel.finance.discounting import present_value
from finmodel.finance.risk import expected_value
from finmodel.finance.value_for_money import (
    break_even_risk_transfer,
    leverage_both_ways,
    partnership_cost,
    public_sector_comparator,
    value_for_money,
    value_for_money_pct,
)
from finmodel.panel.contract_flows import index_of
from finmodel.panel.costs import lay_out_costs, through
from finmodel.panel.panel import Floats, Panel
from finmodel.scenario.contracts import ContractBase


@dataclass(frozen=True)
class ContractValue:
    """One contract signed in one year, at present values of that year [money unit]."""

    contract: str
    year: int
    raw: float
    """What the same outputs would cost without the contract."""
    competitive_neutrality: float
    transferable_risk: float
    """Mean of the risks that the partner bears."""
    retained_risk: float
    """Mean of the risks that stay public."""
    payments: float
    """All public payments, expected calls in them, less what comes in."""
    contract_management: float
    private_capital: float
    upfront_support: float
    later_support: float

    @property
    def comparator(self) -> float:
        """Public sector comparator."""
        parts = (self.competitive_neutrality, self.transferable_risk, self.retained_risk)
        return float(public_sector_comparator(self.raw, *parts))

    @property
    def partnership(self) -> float:
        """Cost of the partnership."""
        return float(partnership_cost(self.payments, self.retained_risk, self.contract_management))

    @property
    def value_for_money(self) -> float:
        """What the contract saves; negative if it costs more."""
        return float(value_for_money(self.comparator, self.partnership))

    @property
    def value_for_money_pct(self) -> float:
        """The same as a percentage of the comparator; NaN without a comparator."""
        if not self.comparator > 0:
            return float("nan")
        return float(value_for_money_pct(self.comparator, self.partnership))

    @property
    def break_even_risk_transfer(self) -> float:
        """Transferable risk at which contract and comparator cost the same."""
        return float(
            break_even_risk_transfer(
                self.partnership, self.raw, self.competitive_neutrality, self.retained_risk
            )
        )

    @property
    def leverage(self) -> tuple[float, float]:
        """Private capital over all public support, and over upfront support only."""
        support = max(0.0, self.upfront_support), max(0.0, self.later_support)
        over_all, over_upfront = leverage_both_ways(self.private_capital, *support)
        return float(over_all), float(over_upfront)


def contract_values(panel: Panel) -> list[ContractValue]:
    """Value each contract for each year in which it may be signed.

    Parameters
    ----------
    panel : Panel
        The panel of a scenario with a discount rate.

    Returns
    -------
    list of ContractValue
        In the order of the panel's signings.

    Notes
    -----
    The comparator's raw cost is as the scenario gives it, else the conventional unit cost of the
    outputs through the whole term, each cost line following its own price index. Formulas:
    `finmodel.finance.value_for_money`.
    """
    return [_value(panel, option) for option in range(panel.signings.year.size)]


def _value(panel: Panel, option: int) -> ContractValue:
    signings, scenario = panel.signings, panel.scenario
    key = signings.contracts[signings.contract[option]]
    contract = scenario.contracts[key]
    year = int(signings.year[option])
    rate = scenario.prices.discount_rate or 0.0
    start = year - signings.due[0]

    def present(flows: Floats) -> float:
        return float(present_value(flows[start:], rate, 0))

    managed = np.zeros(len(signings.due))
    shift = year - contract.sign.years[0]
    managed[start : contract.operates[-1] + shift - signings.due[0] + 1] = (
        contract.contract_management
    )
    risks = {
        side: sum(
            float(
                expected_value(
                    [outcome.cost for outcome in risk.outcomes],
                    [outcome.probability for outcome in risk.outcomes],
                )
            )
            for risk in contract.risks.values()
            if risk.borne_by == side
        )
        for side in ("private partner", "public")
    }
    return ContractValue(
        contract=key,
        year=year,
        raw=present(_raw(panel, contract, option, shift)),
        competitive_neutrality=contract.comparator.competitive_neutrality
        if contract.comparator
        else 0.0,
        transferable_risk=risks["private partner"],
        retained_risk=risks["public"],
        payments=present(signings.charged[option] - signings.income[option]),
        contract_management=present(managed),
        private_capital=present(signings.private[option]),
        upfront_support=present(signings.upfront[option]),
        later_support=present(signings.payments[option] + signings.calls[option]),
    )


def _raw(panel: Panel, contract: ContractBase, option: int, shift: int) -> Floats:
    """Cost of the same outputs without the contract, by year due, (D,) [money unit]."""
    due, given = panel.signings.due, contract.comparator
    operating = np.array([year - shift in contract.operates for year in due])
    if given is None or (given.capital is None and not given.operation):
        return _conventional(panel, contract, option, shift)
    capital = np.array(
        [(given.capital.at(year - shift) or 0.0) if given.capital else 0.0 for year in due]
    )
    index = index_of(panel.scenario, given.indexed, due)
    return np.asarray(capital + np.where(operating, given.operation, 0.0) * index)


def _conventional(panel: Panel, contract: ContractBase, option: int, shift: int) -> Floats:
    """Conventional unit cost × output through the whole term, (D,) [money unit]."""
    signings, scenario = panel.signings, panel.scenario
    due = signings.due
    longer = scenario.model_copy(update={"prices": through(scenario.prices, due[-1])})
    key = contract.delivers.programme
    costs = lay_out_costs(
        longer, (key,), panel.categories, due, panel.attributes, np.ones((1, len(due)))
    ).charged[0]
    share = signings.share[signings.contract[option]]
    each = np.einsum("rkt,r->t", costs, share)
    outputs = [
        (contract.delivers.outputs_a_year.at(year - shift) or 0.0)
        if year - shift in contract.operates
        else 0.0
        for year in due
    ]
    return np.asarray(each * np.array(outputs))
