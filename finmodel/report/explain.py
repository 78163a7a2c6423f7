"""Why an allocation is what it is, as plain data and sentences: one more, rules, places."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from finmodel.allocation.explain import GOALS, Again
from finmodel.allocation.totals import total_by
from finmodel.report.behind import reasons
from finmodel.report.choice import choice_facts
from finmodel.report.marginal import grouped, later_money, limit_sentences, money_sentence
from finmodel.report.picture import gain_unit, one_more
from finmodel.report.views import View
from finmodel.scenario.names import percent


def standing_facts(view: View) -> dict[str, Any]:
    """What an allocation rests on: how much the objective decided, and what one more is worth."""
    scenario = view.allocation.scenario
    return {
        "title": scenario.title.read(view.language),
        "money_unit": str(scenario.money),
        "money_scale": scenario.money.scale,
        "currency": scenario.money.currency,
        "gain_unit": gain_unit(view),
        "choice": choice_facts(view),
        "one_more": _one_more(view),
    }


def _one_more(view: View) -> list[str]:
    """A sentence for each source and year, those that say the same together, then the rules."""
    money, unit = view.allocation.scenario.money, gain_unit(view)
    rows = [*one_more(view), *later_money(view)]
    return [
        *(
            money_sentence(names, row, unit, money.scale, money.currency)
            for names, row in grouped(rows)
        ),
        *limit_sentences(view, unit),
    ]


def rule_facts(view: View, again: Again) -> dict[str, Any]:
    """What the last stage of the objective would gain without each rule."""
    return {"gain_unit": gain_unit(view), "rules": [asdict(price) for price in again.prices()]}


def place_facts(
    view: View, again: Again, region: str | None, programme: str | None
) -> dict[str, Any]:
    """What a region, a programme, or a programme in a region gets, and what stands in the way.

    Amounts in the scenario's money unit.
    """
    scale = view.allocation.scenario.money.scale
    leaves = (
        view.allocation.scenario.regions.members(region)
        if region is not None
        else view.allocation.panel.regions
    )
    chosen = set(leaves), {programme} if programme else set(view.programmes)
    found = again.obstacles(region, programme)
    gets = _cost(view, *chosen)
    names = [view.programmes[programme]] if programme else []
    if region is not None:
        names.append(view.regions.get(region, region))
    return {
        "name": " in ".join(names),
        "region": region,
        "programme": programme,
        "gets": gets,
        "by_source": _by_source(view, *chosen),
        "by_programme": _by_programme(view, *chosen),
        "reasons": list(reasons(view, leaves[0])) if len(leaves) == 1 and not programme else [],
        "equally_good": max(0.0, found.could - gets),
        "most": found.most,
        "step": found.step,
        "rules": [asdict(price) | {"goal": price.rule == GOALS} for price in found.rules],
        "sources": [
            {"source": way.source, "name": view.sources[way.source], "gain": way.gain}
            for way in found.sources
        ],
        "money_scale": scale,
    }


def _cost(view: View, leaves: set[str], programmes: set[str]) -> float:
    costs = total_by(view.allocation.delivery, ["region", "programme"], "cost")
    mine = [cost for (area, key), cost in costs.items() if area in leaves and key in programmes]
    return float(sum(mine)) / view.allocation.scenario.money.scale


def _by_source(view: View, leaves: set[str], programmes: set[str]) -> list[dict[str, Any]]:
    paid: dict[str, int] = {}
    money = total_by(view.allocation.money, ["region", "programme", "source"], "amount")
    for (area, key, source), amount in money.items():
        if area in leaves and key in programmes:
            paid[source] = paid.get(source, 0) + amount
    scale = view.allocation.scenario.money.scale
    return [
        {"source": key, "name": name, "amount": paid[key] / scale}
        for key, name in view.sources.items()
        if paid.get(key)
    ]


def _by_programme(view: View, leaves: set[str], programmes: set[str]) -> list[dict[str, Any]]:
    """Money of each programme over the plan, and its coverage in the last year."""
    keys = ["region", "programme", "year"]
    delivery, last = view.allocation.delivery, view.years[-1]
    sums = {column: total_by(delivery, keys, column) for column in ("cost", "output", "need")}
    rows = []
    for key, name in view.programmes.items():
        if key not in programmes:
            continue
        mine = [place for place in sums["cost"] if place[0] in leaves and place[1] == key]
        need = sum(sums["need"][place] for place in mine if place[2] == last)
        output = sum(sums["output"][place] for place in mine if place[2] == last)
        rows.append(
            {
                "programme": key,
                "name": name,
                "amount": sum(sums["cost"][place] for place in mine)
                / view.allocation.scenario.money.scale,
                "coverage": percent(output / need) if need > 0 else None,
            }
        )
    return rows
