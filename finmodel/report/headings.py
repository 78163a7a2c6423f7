"""The same money under other headings: themes, budget headings, markers, target groups.

Money has the headings of its programme, and those of its cost line where the line names its own.
What stands under no heading is a row of its own, so that every partition adds up to the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from finmodel.allocation.totals import coded, memory_of
from finmodel.panel.costs import charged_lines
from finmodel.panel.panel import Floats, Panel
from finmodel.report.money import rounded_to_total
from finmodel.report.views import View
from finmodel.scenario.names import heading_names
from finmodel.scenario.programmes import CostLine, Programme
from finmodel.scenario.scenario import Scenario

Reading = Callable[[Programme, CostLine], str | None]


def _budget(field: str) -> Reading:
    def read(programme: Programme, line: CostLine) -> str | None:
        own: str | None = getattr(line.budget, field) if line.budget else None
        return own or getattr(programme.budget, field)

    return read


READINGS: dict[str, tuple[str, Reading]] = {
    "theme": ("Theme", lambda programme, _: programme.theme),
    "learning_city_area": ("Learning-city area", lambda programme, _: programme.learning_city_area),
    "function": ("Function (COFOG)", _budget("function")),
    "item": ("Economic item", lambda _, line: line.item),
    "category": ("Category", lambda _, line: line.category),
    "account": ("Account", _budget("account")),
    "decides": ("Decided by", _budget("decides")),
    "spends": ("Spent by", _budget("spends")),
    "delivers": ("Delivered by", _budget("delivers")),
    "policy": (
        "New or not",
        lambda programme, _: "new policy" if programme.new_policy else "already in place",
    ),
}
"""Headings that part the whole: title, and what a programme and its cost line stand under."""


def money_under_headings(view: View) -> dict[str, Any]:
    """Sum the money of an allocation up under every heading that the scenario gives.

    Returns
    -------
    dict
        `headings`: for each kind of heading that is used, its rows, which add up to all the money;
        `never_said`: titles of the kinds that no programme uses; `markers`: money times the
        programmes' weights; `target_groups`: money times the share of output that reaches each
        group. Amounts in whole currency units.
    """
    scenario, panel = view.allocation.scenario, view.allocation.panel
    money = spending(view)
    by_programme = dict(zip(panel.programmes, money.sum(axis=(1, 2, 3)).tolist(), strict=True))
    sums: dict[str, dict[str | None, float]] = {kind: {} for kind in READINGS}
    for key, programme in scenario.programmes.items():
        at = panel.positions["programme"][key]
        for line, part in charged_lines(panel, key):
            amount = float((money[at, :, panel.categories.index(line.category), :] * part).sum())
            for kind, (_, read) in READINGS.items():
                word = read(programme, line)
                sums[kind][word] = sums[kind].get(word, 0.0) + amount
    total = int(money.sum())
    themes = heading_names(scenario, "themes", view.language)
    return {
        "headings": [
            {
                "heading": kind,
                "title": READINGS[kind][0],
                "rows": _rows(found, themes if kind == "theme" else {}, total),
            }
            for kind, found in sums.items()
            if set(found) != {None}
        ],
        "never_said": [READINGS[kind][0] for kind, found in sums.items() if set(found) == {None}],
        "markers": [
            {
                "marker": key,
                "name": name,
                "amount": _weighted(by_programme, scenario, "markers", key),
            }
            for key, name in heading_names(scenario, "markers", view.language).items()
        ],
        "target_groups": [
            {
                "target_group": key,
                "name": name,
                "people": people(panel, key),
                "amount": _weighted(by_programme, scenario, "reaches", key),
            }
            for key, name in heading_names(scenario, "target_groups", view.language).items()
        ],
    }


def headings_given(panel: Panel, language: str = "en") -> dict[str, Any]:
    """List the headings that a scenario gives, and what stands under none, before it is solved.

    Returns
    -------
    dict
        `headings`: for each kind of heading that is used, the programmes under each of its words
        and those with a cost line under none; `never_said`: titles of the kinds that no programme
        uses; `markers` and `target_groups`: programmes with a weight on an aim or a share for a
        group; `people`: size of the group, None where the scenario does not say.
    """
    scenario = panel.scenario
    under: dict[str, dict[str | None, dict[str, None]]] = {kind: {} for kind in READINGS}
    for key, programme in scenario.programmes.items():
        for line in programme.unit_cost.values():
            for kind, (_, read) in READINGS.items():
                under[kind].setdefault(read(programme, line), {})[key] = None
    themes = heading_names(scenario, "themes", language)
    return {
        "headings": [
            {
                "heading": kind,
                "title": READINGS[kind][0],
                "rows": [
                    {
                        "key": word,
                        "name": themes.get(word or "", word) if kind == "theme" else word,
                        "programmes": list(members),
                    }
                    for word, members in sorted(
                        found.items(), key=lambda row: (row[0] is None, row[0] or "")
                    )
                ],
            }
            for kind, found in under.items()
            if set(found) != {None}
        ],
        "never_said": [READINGS[kind][0] for kind, found in under.items() if set(found) == {None}],
        "markers": [
            {
                "marker": key,
                "name": name,
                "programmes": [
                    programme
                    for programme, each in scenario.programmes.items()
                    if each.markers.get(key)
                ],
            }
            for key, name in heading_names(scenario, "markers", language).items()
        ],
        "target_groups": [
            {
                "target_group": key,
                "name": name,
                "people": people(panel, key),
                "programmes": [
                    programme
                    for programme, each in scenario.programmes.items()
                    if each.reaches.get(key)
                ],
            }
            for key, name in heading_names(scenario, "target_groups", language).items()
        ],
    }


def spending(view: View) -> Floats:
    """All money by programme, region, category and year, shape (P, R, K, T) [currency]."""
    panel, rows = view.allocation.panel, view.allocation.money
    found = np.zeros(panel.unit_cost.shape)
    axes = (panel.programmes, panel.regions, panel.categories, panel.years)
    places = []
    for name, ids in zip(("programme", "region", "category", "year"), axes, strict=True):
        codes, labels = coded(rows, name)
        positions = {label: place for place, label in enumerate(ids)}
        places.append(np.array([positions[label] for label in labels], dtype=np.int64)[codes])
    np.add.at(found, tuple(places), memory_of(rows["amount"].combine_chunks()))
    return found


def people(panel: Panel, group: str) -> float | None:
    """How many a target group counts in the whole country; None where the scenario does not say."""
    said = panel.scenario.target_groups[group]
    if said.of is None or said.share is None:
        return None
    return round(said.share * float(panel.attributes[said.of].sum()), 6)


def _rows(
    found: Mapping[str | None, float], names: Mapping[str, str], total: int
) -> list[dict[str, Any]]:
    """Rows in falling order, what is under no heading last, adding up to the total."""
    order = sorted(found, key=lambda key: (key is None, -found[key], key or ""))
    amounts = rounded_to_total([found[key] for key in order], total=total)
    return [
        {"key": key, "name": names.get(key or "", key), "amount": int(amount)}
        for key, amount in zip(order, amounts, strict=True)
    ]


def _weighted(
    money: Mapping[str, float], scenario: Scenario, field: Literal["markers", "reaches"], key: str
) -> int:
    """Money of all programmes, each times its weight on an aim or its share for a group."""
    total = 0.0
    for name, programme in scenario.programmes.items():
        weights: Mapping[str, float] = getattr(programme, field)
        total += money[name] * weights.get(key, 0.0)
    return round(total)
