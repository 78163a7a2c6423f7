"""Loans and guarantees as facts and sentences: what they bring and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from finmodel.allocation.totals import total_by
from finmodel.report.money import number
from finmodel.report.views import View


def debt_facts(view: View) -> dict[str, Any]:
    """Facts on debt.

    Returns
    -------
    dict
        `loans`: for each what is drawn, its debt service within the plan and after it, the last
        year in which something falls due, and its grant element; `expected_calls` of all
        guarantees within the plan. Amounts in whole currency units.
    """
    sources = view.allocation.sources
    calls = 0
    if "expected_calls" in sources.column_names:
        calls = sum(total_by(sources, ["source"], "expected_calls").values())
    return {"loans": list(_loans(view)), "expected_calls": int(calls)}


def _loans(view: View) -> Iterator[dict[str, Any]]:
    table = view.allocation.tables.get("loans")
    if table is None:
        return
    drawn = total_by(table, ["source"], "drawn")
    service = total_by(table, ["source", "year"], "debt_service")
    last = view.years[-1]
    for key, loan in view.allocation.panel.loans.items():
        due = {year: int(paid) for (source, year), paid in service.items() if source == key}
        yield {
            "source": key,
            "name": view.sources[key],
            "drawn": int(drawn.get((key,), 0)),
            "debt_service": sum(paid for year, paid in due.items() if year <= last),
            "debt_service_later": sum(paid for year, paid in due.items() if year > last),
            "last_year": max((year for year, paid in due.items() if paid), default=None),
            "grant_element": loan.grant_element / 100,
        }


def debt_sentences(facts: Mapping[str, Any], decimals: int) -> Iterator[str]:
    """Say of each loan what is drawn and paid for it, and what may be called of guarantees."""
    scale, unit = facts["money_scale"], facts["money_unit"]

    def amount(money: int) -> str:
        return number(money / scale, decimals)

    for loan in facts["debt"]["loans"]:
        if not loan["drawn"]:
            yield f"{loan['name']}: nothing is drawn."
            continue
        later = ""
        if loan["debt_service_later"]:
            later = f" and {amount(loan['debt_service_later'])} after it, to {loan['last_year']}"
        yield (
            f"{loan['name']}: {amount(loan['drawn'])} {unit} drawn; debt service "
            f"{amount(loan['debt_service'])} within the plan{later}; grant element "
            f"{loan['grant_element'] * 100:.0f}%."
        )
    if facts["debt"]["expected_calls"]:
        calls = amount(facts["debt"]["expected_calls"])
        yield f"Guarantees: calls of {calls} {unit} are expected within the plan and paid first."
