"""Indicators of how a plan is financed, as plain data: named, and beside published benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finmodel.finance.debt_limits import LIC_DSF_2018
from finmodel.finance.indicators import EDUCATION_2030
from finmodel.report.views import View
from finmodel.scenario.scenario import Scenario


@dataclass(frozen=True)
class Title:
    """What an indicator is called."""

    group: str
    """Indicators that are read together."""
    words: str
    """The amount, with its `{year}` or the `{last}` year of the plan."""
    against: str = ""
    """What it is a share of."""
    peak: bool = False
    """Whether single years are measured, of which the highest is shown."""
    always: bool = True
    """Whether it is shown where the amount is zero."""


SPENT, BROUGHT, MOBILISED = "the money spent", "all that is brought", "all resources mobilised"
TITLES = {
    "domestic_share": Title("spending", "Domestic money", SPENT),
    "aid_dependency": Title("spending", "External money (aid dependency)", SPENT),
    "external_recurrent": Title(
        "spending", "External money for recurrent cost", "recurrent spending"
    ),
    "public": Title("payers", "Public money", BROUGHT),
    "private": Title("payers", "Private money", BROUGHT),
    "in_kind": Title("payers", "Help in kind", BROUGHT, always=False),
    "funding": Title("mobilised", "Funding: taxes, levies, fees and grants", MOBILISED),
    "loans": Title("mobilised", "Financing: loans", MOBILISED, always=False),
    "private_capital": Title("mobilised", "Financing: private capital", MOBILISED, always=False),
    "due_after_plan": Title(
        "mobilised", "Still due after {last} on loans and contracts", always=False
    ),
    "debt_service": Title("burden", "Debt service of {year}, the highest", "revenue", peak=True),
    "contract_payments": Title(
        "burden", "Payments to contracts of {year}, the highest", "revenue", peak=True
    ),
    "recurrent_after_plan": Title("burden", "Recurrent cost of {year}, which goes on", "revenue"),
    "plan_in_education": Title(
        "country", "Public money of {year}, the highest", "education spending", peak=True
    ),
    "education_in_expenditure": Title(
        "country", "The country's education spending of {year}", "public expenditure"
    ),
    "education_to_gdp": Title("country", "The country's education spending of {year}", "GDP"),
}
"""Titles of the indicators, in the order of the screen."""
EDUCATION = {
    "education_in_expenditure": "education in public spending",
    "education_to_gdp": "public spending on education to GDP",
}


def indicators(view: View) -> list[dict[str, Any]]:
    """Indicators of an allocation.

    Parameters
    ----------
    view : View
        An allocation; one that was saved before there were indicators has none.

    Returns
    -------
    list of dict
        id, group, name, year, amount [currency], out_of [currency], what it is and of which year,
        share; low, high [shares] and words of a published benchmark where there is one. Of
        single years the one with the highest share is given, else the whole plan.
    """
    table = view.allocation.tables.get("indicators")
    rows: dict[str, list[dict[str, Any]]] = {key: [] for key in TITLES}
    for row in [] if table is None else table.to_pylist():
        rows[row["indicator"]].append(row)
    found = []
    for key, title in TITLES.items():
        if not rows[key]:
            continue
        row = max(rows[key], key=_height) if title.peak else rows[key][0]
        if row["amount"] or title.always:
            found.append(_told(view, row, title))
    return found


def _height(row: Mapping[str, Any]) -> tuple[float, int, int]:
    """The highest share comes first, then the highest amount, then the earliest year."""
    return row["percent"] or 0.0, row["amount"], -row["year"]


def _told(view: View, row: Mapping[str, Any], title: Title) -> dict[str, Any]:
    stated = row["out_of_year"]
    other = f" of {stated}" if stated not in (None, row["year"]) else ""
    return {
        "id": row["indicator"],
        "group": title.group,
        "name": title.words.format(year=row["year"], last=view.years[-1]),
        "year": row["year"],
        "amount": row["amount"],
        "out_of": row["out_of"],
        "against": "" if row["out_of"] is None else f"{title.against}{other}",
        "share": None if row["percent"] is None else row["percent"] / 100,
        **_benchmark(row["indicator"], view.allocation.scenario),
    }


def _benchmark(key: str, scenario: Scenario) -> dict[str, Any]:
    """Low and high end [share] of a published benchmark, and how to read it; empty if none."""
    if key in EDUCATION:
        mark = EDUCATION_2030[EDUCATION[key]]
        said = f"Education 2030: {mark.low_pct:g}-{mark.high_pct:g}% or more, one of two"
        return {"low": mark.low_pct / 100, "high": mark.high_pct / 100, "benchmark": said}
    if key == "debt_service":
        figures = scenario.national_figures
        capacity = None if figures is None else figures.debt_carrying_capacity
        classes = [capacity] if capacity else list(LIC_DSF_2018)
        limits = sorted({LIC_DSF_2018[each].service_to_revenue for each in classes})
        said = "-".join(f"{limit:g}" for limit in (limits[0], limits[-1])[: len(limits)])
        return {
            "low": limits[0] / 100,
            "high": limits[-1] / 100,
            "benchmark": f"LIC-DSF 2018: below {said}% for all external debt",
        }
    return {}


def small_percent(share: float | None) -> str:
    """A share as a percentage that shows two digits; only all reads as 100%.

    Examples
    --------
    >>> small_percent(0.356), small_percent(0.0415), small_percent(0.00031), small_percent(0.9967)
    ('36%', '4.2%', '0.031%', '99.7%')
    >>> small_percent(0), small_percent(1), small_percent(None)
    ('0%', '100%', '')
    """
    if share is None:
        return ""
    value = share * 100
    if value == 0 or 9.95 <= value < 99.5 or value >= 100:
        return f"{value:.0f}%"
    return f"{value:#.2g}%" if value < 0.995 else f"{min(value, 99.9):.1f}%"
