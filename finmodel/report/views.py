"""Views of an allocation: its tables summed up as people ask for them.

Money is in whole currency units here; what prints or draws turns it into the scenario's unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from finmodel.allocation.rule_sentences import rule_sentences
from finmodel.allocation.totals import total_by
from finmodel.report.heads import heads_attribute
from finmodel.report.labels import short_labels
from finmodel.report.languages.language import language_of, marked
from finmodel.scenario.names import id_words, programme_names, region_names, source_names
from finmodel.scenario.sentences import Speaker
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation


CATEGORIES = {"recurrent": marked("Recurrent"), "capital": marked("Capital")}
"""Names of the cost categories that most scenarios have."""


@dataclass(frozen=True)
class SourceUse:
    """What a source had over the plan and what was made of it [currency]."""

    source: str
    name: str
    available: int
    """Of a loan what may be drawn."""
    spendable: int
    """What can be spent in practice: available after first charges, less what is not absorbed."""
    used: int
    first_charges: int
    """Paid before programmes."""
    cash: bool = True
    """False for help in kind, which is kept out of totals of money."""
    public: bool = True
    """False for money of households, communities and private bodies."""

    @property
    def unused(self) -> int:
        """Money that no programme got, first charges apart."""
        return self.available - self.first_charges - self.used


@dataclass(frozen=True)
class ProgrammeCoverage:
    """Coverage of one programme over all regions [share of need], and its money [currency]."""

    programme: str
    name: str
    output: str
    today: float | None
    first: float
    last: float
    floor: float
    ceiling: float
    outputs_last: float
    spending: int


@dataclass(frozen=True)
class RegionSpending:
    """Money of one region over the plan [currency] and how far it has come."""

    region: str
    name: str
    label: str
    tile: tuple[int, int] | None
    heads: float | None
    spending: int
    per_head_a_year: float | None
    reached_first: float
    reached_last: float


@dataclass(frozen=True)
class View:
    """An allocation with the names of its scenario in one language."""

    allocation: Allocation
    language: str = "en"

    @cached_property
    def regions(self) -> dict[str, str]:
        """Names of regions."""
        return region_names(self.allocation.scenario, self.language)

    @cached_property
    def programmes(self) -> dict[str, str]:
        """Names of programmes."""
        return programme_names(self.allocation.scenario, self.language)

    @cached_property
    def sources(self) -> dict[str, str]:
        """Names of sources."""
        return source_names(self.allocation.scenario, self.language)

    @cached_property
    def rules(self) -> dict[str, str]:
        """What each rule says, by the start of its rows' name."""
        scenario, said_in = self.allocation.scenario, language_of(self.language)
        say = Speaker(scenario, self.language, said_in.gettext, said_in.unit)
        return rule_sentences(scenario, say)

    @cached_property
    def categories(self) -> dict[str, str]:
        """Names of cost categories."""
        _ = language_of(self.language).gettext
        return {
            key: _(CATEGORIES[key])
            if key in CATEGORIES
            else id_words(self.allocation.scenario, key, self.language)
            for key in self.allocation.scenario.categories
        }

    @cached_property
    def outputs(self) -> dict[str, str]:
        """What the output of each programme is counted in."""
        scenario = self.allocation.scenario
        return {
            key: scenario.word(programme.output, self.language)
            for key, programme in scenario.programmes.items()
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """Short labels of the regions that receive money."""
        leaves = self.allocation.panel.regions
        return short_labels({key: self.regions[key] for key in leaves})

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.allocation.scenario.years

    @property
    def better(self) -> float:
        """One where more of the last goal is better, minus one where less is."""
        return 1.0 if self.allocation.scenario.objective[-1].goal.startswith("maximise") else -1.0

    def most(self, source: str, year: int) -> float:
        """What a source has, or may bring by decisions, in a year over all its purses."""
        panel = self.allocation.panel
        own = panel.pots.source == panel.positions["source"][source]
        return float(panel.pots.most[own, panel.years.index(year)].sum())

    @property
    def total(self) -> int:
        """All money allocated [currency]."""
        return sum(total_by(self.allocation.money, ["year"], "amount").values())

    @cached_property
    def heads(self) -> str | None:
        """Attribute that counts heads."""
        return heads_attribute(self.allocation.scenario)

    @property
    def heads_title(self) -> str:
        """What one head is, in words for people."""
        if self.heads is None:
            return "region"
        column = self.allocation.scenario.regions.columns.get(self.heads)
        titled = column.title.read(self.language) if column and column.title else ""
        return titled or id_words(self.allocation.scenario, self.heads, self.language).lower()

    def source_use(self) -> list[SourceUse]:
        """Return what each source had and gave over the plan, in the order of the scenario."""
        sources = self.allocation.sources
        available = total_by(sources, ["source", "year"], "available")
        drawn = total_by(sources, ["source", "year"], "drawn")
        brought = total_by(sources, ["source", "year"], "contract_income")
        used = total_by(sources, ["source"], "used")
        charged = total_by(sources, ["source", "year"], "first_charges")
        rows = []
        for key, name in self.sources.items():
            if key == UNFUNDED or not self.allocation.scenario.sources[key].pays:
                continue
            has = {
                year: available.get((key, year), 0)
                + self.drawable(key, year, drawn.get((key, year), 0))
                + brought.get((key, year), 0)
                for year in self.years
            }
            first = {year: charged.get((key, year), 0) for year in self.years}
            spendable = sum(
                int((money - first[year]) * self.absorbed(key, year)) for year, money in has.items()
            )
            spent = used.get((key,), 0)
            total = sum(has.values())
            source, charges = self.allocation.scenario.sources[key], sum(first.values())
            flags = (source.cash, source.public)
            rows.append(SourceUse(key, name, total, spendable, spent, charges, *flags))
        return rows

    def drawable(self, source: str, year: int, added: int) -> int:
        """What a source has beside its own: of a loan what may be drawn, else what was added.

        All in currency.
        """
        panel = self.allocation.panel
        if source not in panel.loans:
            return added
        mine = panel.pots.source == panel.positions["source"][source]
        money = panel.pots.addable[mine, self.years.index(year)].sum()
        return round(float(money) * self.allocation.scenario.money.scale)

    def absorbed(self, source: str, year: int) -> float:
        """Share of a source's money that can be spent in practice in a year."""
        absorption = self.allocation.scenario.sources[source].absorption
        share = absorption.at(year) if absorption is not None else None
        return 1.0 if share is None else share

    def programme_coverage(self) -> list[ProgrammeCoverage]:
        """Coverage of each programme over all regions, in the order of the scenario."""
        panel = self.allocation.panel
        output, need, spending = (
            total_by(self.allocation.delivery, ["programme", "year"], column)
            for column in ("output", "need", "cost")
        )
        rows = []
        for key, name in self.programmes.items():
            at = panel.positions["programme"][key]
            needs = panel.need[at]
            first, last = (
                _ratio(output.get((key, year), 0), need.get((key, year), 0))
                for year in (self.years[0], self.years[-1])
            )
            today = panel.today[at]
            rows.append(
                ProgrammeCoverage(
                    programme=key,
                    name=name,
                    output=self.outputs[key],
                    today=None
                    if np.isnan(today).any()
                    else _ratio(float(today.sum()), float(needs[:, 0].sum())),
                    first=first,
                    last=last,
                    floor=_ratio(
                        float((needs * panel.floor[at])[:, -1].sum()), float(needs[:, -1].sum())
                    ),
                    ceiling=_ratio(
                        float((needs * panel.ceiling[at])[:, -1].sum()), float(needs[:, -1].sum())
                    ),
                    outputs_last=output.get((key, self.years[-1]), 0),
                    spending=sum(spending.get((key, year), 0) for year in self.years),
                )
            )
        return rows

    def region_spending(self) -> list[RegionSpending]:
        """Money and reach of each region, in the order of the scenario."""
        return self._region_spending

    @cached_property
    def _region_spending(self) -> list[RegionSpending]:
        panel = self.allocation.panel
        spending = total_by(self.allocation.money, ["region"], "amount")
        first, last = self.reached(0), self.reached(-1)
        rows = []
        for key in self.allocation.scenario.regions.leaves():
            at = panel.positions["region"][key]
            heads = float(panel.attributes[self.heads][at]) if self.heads else None
            money = spending.get((key,), 0)
            rows.append(
                RegionSpending(
                    region=key,
                    name=self.regions[key],
                    label=self.labels[key],
                    tile=self.allocation.scenario.regions.list[key].tile,
                    heads=heads,
                    spending=money,
                    per_head_a_year=money / len(self.years) / heads if heads else None,
                    reached_first=float(first[at]),
                    reached_last=float(last[at]),
                )
            )
        return rows

    def reached(self, year: int) -> Any:
        """Share of the reachable need that is met in each region, weighted by cost, shape (R,).

        Σ_p cost·output / Σ_p cost·need·ceiling at the national price level, in the year at a
        position of the horizon; one where nothing can be reached.
        """
        panel = self.allocation.panel
        output = np.zeros(panel.need.shape[:2])
        wanted = self.years[year]
        outputs = total_by(self.allocation.delivery, ["programme", "region", "year"], "output")
        for (programme, region, at), amount in outputs.items():
            if at == wanted:
                place = panel.positions["programme"][programme], panel.positions["region"][region]
                output[place] += amount
        cost = panel.national_cost[:, year, None]
        reachable = (cost * panel.reachable[:, :, year]).sum(axis=0)
        met = (cost * output).sum(axis=0)
        return np.divide(met, reachable, out=np.ones_like(met), where=reachable > 0)

    def flows(self) -> dict[tuple[str, ...], int]:
        """Money over the plan by source and programme [currency]."""
        return total_by(self.allocation.money, ["source", "programme"], "amount")


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
