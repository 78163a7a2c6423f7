"""Indicators of how a plan is financed, as a table: for each year and for the whole plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import maybe, numbers, texts, whole_or_none
from finmodel.allocation.rounded import Rounded
from finmodel.finance.indicators import domestic_share_pct, share_pct
from finmodel.panel.panel import Bools, Integers
from finmodel.program.program import Program
from finmodel.scenario.national_figures import NationalFigure
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.unfunded import UNFUNDED

RECURRENT = "recurrent"

Indicator = Literal[
    "domestic_share",
    "aid_dependency",
    "external_recurrent",
    "public",
    "private",
    "in_kind",
    "funding",
    "loans",
    "private_capital",
    "due_after_plan",
    "debt_service",
    "contract_payments",
    "recurrent_after_plan",
    "plan_in_education",
    "education_in_expenditure",
    "education_to_gdp",
]
"""What is measured, in the order of the table."""


@dataclass(frozen=True)
class Measure:
    """One row: an amount, and what it is a share of."""

    indicator: Indicator
    year: int | None
    """None for the whole plan."""
    amount: int
    """[currency]."""
    out_of: int | None = None
    """[currency]; None where the amount stands for itself."""
    out_of_year: int | None = None
    """Year of a national figure; None for money of the plan."""

    @property
    def percent(self) -> float:
        """Share [%]; not a number where there is nothing to be a share of."""
        if not self.out_of or self.out_of < 0 or self.amount < 0:
            return float("nan")
        if self.indicator == "domestic_share":
            return float(domestic_share_pct(self.amount, self.out_of - self.amount))
        return float(share_pct(self.amount, self.out_of))


def indicators_table(
    program: Program, rounded: Rounded, tables: Mapping[str, pa.Table]
) -> pa.Table:
    """Indicators of a rounded allocation.

    Shares of spending are of cash that sources pay; what is missing and help in kind are apart.
    Resources mobilised are read both ways: funding pays in the end; loans and private capital
    move money in time, and are paid back out of `debt_service` and `contract_payments`. Those,
    the recurrent cost that goes on after the plan and the plan itself are set against the latest
    national figure that is not younger.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The allocation in whole rounding units.
    tables : mapping of str to Table
        Its tables, of which loans and contracts are read.

    Returns
    -------
    Table
        indicator, year (empty for the whole plan), amount, out_of [currency], out_of_year, percent.
    """
    money = Money.of(program, rounded)
    contracts, loans = tables["contracts"], tables.get("loans")
    service = {} if loans is None else _by_year(loans, "debt_service")
    payments = _by_year(contracts, "public_payment")
    rows = [
        *_of_spending(money),
        *_mobilised(money, _by_year(contracts, "private_capital"), service, payments),
        *_burdens(money, service, payments),
        *_of_the_country(money),
    ]
    return pa.table(
        {
            "indicator": texts([row.indicator for row in rows]),
            "year": whole_or_none([row.year for row in rows]),
            "amount": numbers(np.array([row.amount for row in rows], dtype=np.int64)),
            "out_of": whole_or_none([row.out_of for row in rows]),
            "out_of_year": whole_or_none([row.out_of_year for row in rows]),
            "percent": maybe([row.percent for row in rows]),
        }
    )


@dataclass(frozen=True)
class Money:
    """What each source pays, and which of them are meant."""

    scenario: Scenario
    paid: Integers
    """By source, category and year, (S, K, T) [currency]."""
    missing: Bools
    """What no source pays, (S,)."""
    cash: Bools
    external: Bools
    public: Bools
    funding: Bools
    recurrent: Bools
    """Categories that are recurrent, (K,)."""

    @classmethod
    def of(cls, program: Program, rounded: Rounded) -> Money:
        """Sum up the flows of a rounded allocation."""
        panel, flows = program.panel, rounded.flows
        paid = np.zeros(
            (len(panel.sources), len(panel.categories), len(panel.years)), dtype=np.int64
        )
        category = program.cells.category[flows.cell]
        np.add.at(paid, (flows.source, category, flows.year), flows.amount)
        missing = np.array([key == UNFUNDED for key in panel.sources])
        known = [panel.scenario.sources.get(key) for key in panel.sources]

        def those(name: str) -> Bools:
            return np.array([each is not None and bool(getattr(each, name)) for each in known])

        return cls(
            scenario=panel.scenario,
            paid=paid,
            missing=missing,
            cash=those("cash"),
            external=~those("domestic") & ~missing,
            public=those("public"),
            funding=those("funding"),
            recurrent=np.array([category == RECURRENT for category in panel.categories]),
        )

    def spent(self, *those: Bools, recurrent: bool = False) -> Integers:
        """Money of the sources that are all of those, by year, (T,) [currency]."""
        meant = np.all([~self.missing, *those], axis=0)
        kinds = self.recurrent if recurrent else np.ones_like(self.recurrent)
        return np.asarray(self.paid[meant][:, kinds].sum(axis=(0, 1)))

    def national(self, name: NationalFigure, year: int) -> tuple[int | None, int | None]:
        """Latest national figure that is not younger than a year, and its year [currency]."""
        figures = self.scenario.national_figures
        found = None if figures is None else figures.latest(name, year)
        if found is None:
            return None, None
        return round(found[1] * self.scenario.money.scale), found[0]


def _by_year(table: pa.Table, column: str) -> dict[int, int]:
    """Sum of a column by year."""
    found: dict[int, int] = {}
    for year, amount in zip(table["year"].to_pylist(), table[column].to_pylist(), strict=True):
        found[year] = found.get(year, 0) + amount
    return found


def _shares(
    money: Money, indicator: Indicator, part: Integers, whole: Integers
) -> Iterator[Measure]:
    """Share of each year and of the whole plan."""
    yield Measure(indicator, None, int(part.sum()), int(whole.sum()))
    for year, amount, out_of in zip(money.scenario.years, part, whole, strict=True):
        yield Measure(indicator, year, int(amount), int(out_of))


def _of_spending(money: Money) -> Iterator[Measure]:
    cash, abroad = money.spent(money.cash), money.spent(money.cash, money.external)
    yield from _shares(money, "domestic_share", cash - abroad, cash)
    yield from _shares(money, "aid_dependency", abroad, cash)
    if money.recurrent.any():
        lasting = money.spent(money.cash, recurrent=True)
        foreign = money.spent(money.cash, money.external, recurrent=True)
        yield from _shares(money, "external_recurrent", foreign, lasting)
    every = money.spent()
    yield from _shares(money, "public", money.spent(money.cash, money.public), every)
    yield from _shares(money, "private", money.spent(money.cash, ~money.public), every)
    yield from _shares(money, "in_kind", money.spent(~money.cash), every)


def _mobilised(
    money: Money,
    capital: Mapping[int, int],
    service: Mapping[int, int],
    payments: Mapping[int, int],
) -> Iterator[Measure]:
    """Financing beside funding, and what financing leaves to be paid after the plan."""
    years = money.scenario.years
    given = money.spent(money.cash, money.funding)
    lent = money.spent(money.cash, ~money.funding)
    built = np.array([capital.get(year, 0) for year in years], dtype=np.int64)
    every = given + lent + built
    yield from _shares(money, "funding", given, every)
    yield from _shares(money, "loans", lent, every)
    yield from _shares(money, "private_capital", built, every)
    later = [due[year] for due in (service, payments) for year in due if year > years[-1]]
    yield Measure("due_after_plan", None, sum(later))


def _burdens(
    money: Money, service: Mapping[int, int], payments: Mapping[int, int]
) -> Iterator[Measure]:
    """What the plan asks of revenue, in each year in which something is due."""
    duties: tuple[tuple[Indicator, Mapping[int, int]], ...] = (
        ("debt_service", service),
        ("contract_payments", payments),
    )
    for indicator, due in duties:
        for year in sorted(due):
            # In a year in which a contract brings more than it costs, nothing is asked.
            if due[year] > 0:
                yield Measure(indicator, year, due[year], *money.national("revenue", year))
    last = money.scenario.years[-1]
    if money.recurrent.any():
        goes_on = int(money.paid[:, money.recurrent, -1].sum())
        yield Measure("recurrent_after_plan", last, goes_on, *money.national("revenue", last))


def _of_the_country(money: Money) -> Iterator[Measure]:
    """How large the plan is, and how much the country spends on education."""
    public = money.spent(money.cash, money.public)
    for year, amount in zip(money.scenario.years, public, strict=True):
        education, stated = money.national("education_spending", year)
        if education is not None:
            yield Measure("plan_in_education", year, int(amount), education, stated)
    spent, stated = money.national("education_spending", money.scenario.years[-1])
    if spent is None or stated is None:
        return
    against: tuple[tuple[Indicator, NationalFigure], ...] = (
        ("education_in_expenditure", "public_expenditure"),
        ("education_to_gdp", "gdp"),
    )
    for indicator, name in against:
        out_of, of_year = money.national(name, stated)
        if out_of is not None:
            yield Measure(indicator, stated, spent, out_of, of_year)
