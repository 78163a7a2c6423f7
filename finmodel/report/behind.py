"""Who is furthest behind, and what holds them there."""

from __future__ import annotations

from dataclasses import dataclass

from finmodel.allocation.rule_sentences import sentence_named
from finmodel.allocation.totals import total_by
from finmodel.report.languages.language import Language, language_of
from finmodel.report.views import View
from finmodel.scenario.sources.unfunded import UNFUNDED

NEAR = 1e-6
"""Shares closer than this count as equal."""
ALIKE = 5e-4
"""Regions whose shares are closer than this are said to stand equally low."""
FEW = 3
"""Sources that are named one by one in a reason."""
DEARER = 0.005
"""Costs that are higher by less are not a reason [share]."""


@dataclass(frozen=True)
class Behind:
    """A region, how far it has come, and reasons in sentences."""

    region: str
    name: str
    reached_first: float
    reached_last: float
    reasons: tuple[str, ...]


def furthest_behind(view: View, count: int = 3) -> list[Behind]:
    """Regions with the lowest share of the reachable need met in the last year, lowest first.

    Regions that stand equally low come in the order of the scenario.
    """
    regions = view.region_spending()
    lowest = min(row.reached_last for row in regions)
    rows = sorted(regions, key=lambda row: max(row.reached_last, lowest + ALIKE))
    return [
        Behind(row.region, row.name, row.reached_first, row.reached_last, reasons(view, row.region))
        for row in rows[:count]
    ]


def equally_far(view: View) -> int:
    """Count the regions that stand as low as the lowest one in the last year."""
    shares = [row.reached_last for row in view.region_spending()]
    return sum(share <= min(shares) + ALIKE for share in shares)


def reasons(view: View, region: str) -> tuple[str, ...]:
    """Say what holds a region back in the last year: prices, limits on programmes, money, rules."""
    found = [
        _prices(view, region),
        _limits(view, region),
        _money(view, region),
        *_rules(view, region),
    ]
    return tuple(reason for reason in found if reason)


def dearer(view: View, region: str) -> float:
    """How much more a basket of all that can be reached costs there than on average [share].

    In the last year; zero where it costs less.
    """
    panel = view.allocation.panel
    at = panel.positions["region"][region]
    weight = panel.reachable[:, :, -1]
    unit = panel.unit_cost.sum(axis=2)[:, :, -1]
    national = panel.national_cost[:, -1]
    basket = weight.sum(axis=1)
    usual = float((unit * weight).sum() / max((national[:, None] * weight).sum(), NEAR))
    here = float((unit[:, at] * basket).sum() / max((national * basket).sum(), NEAR))
    return max(here / usual - 1, 0.0) if usual > 0 else 0.0


def _prices(view: View, region: str) -> str | None:
    """Say how much more the same output costs there, where it does."""
    more = dearer(view, region)
    if more < DEARER:
        return None
    language = language_of(view.language)
    return language.gettext(
        "the same output costs {more} more there than on average", more=language.percent(more)
    )


def at_floor(view: View, region: str) -> tuple[list[str], int]:
    """Names of the programmes at their floor there in the last year, and how many could differ."""
    panel, delivery = view.allocation.panel, view.allocation.delivery
    coverage = {
        key: value
        for (key, area, year), value in total_by(
            delivery, ["programme", "region", "year"], "coverage"
        ).items()
        if area == region and year == view.years[-1]
    }
    at = panel.positions["region"][region]
    open_, floors = 0, []
    for place, key in enumerate(panel.programmes):
        low, high = panel.floor[place, at, -1], panel.ceiling[place, at, -1]
        if panel.need[place, at, -1] <= 0 or high - low <= NEAR:
            continue
        open_ += 1
        if coverage.get(key, 0.0) <= low + 1e-3 * (high - low):
            floors.append(view.programmes[key])
    return floors, open_


def _limits(view: View, region: str) -> str | None:
    """Say which programmes stand at their floor there."""
    floors, open_ = at_floor(view, region)
    if not floors:
        return None
    language = language_of(view.language)
    named = ", ".join(floors[:3])
    if len(floors) > 3:
        named = language.gettext("{named} and others", named=named)
    said = {"count": len(floors), "all": open_, "named": named}
    if _one_place(view):
        return language.gettext(
            "{count} of {all} programmes stand at their floor ({named})", **said
        )
    return language.gettext(
        "{count} of {all} programmes stand at their floor there ({named})", **said
    )


def _money(view: View, region: str) -> str | None:
    """Which money that may pay there is used up in the last year."""
    panel, sources = view.allocation.panel, view.allocation.sources
    purses = ["source", "region", "year"]
    available, drawn, brought, carried, used, first = (
        total_by(sources, purses, column)
        for column in (
            "available",
            "drawn",
            "contract_income",
            "carried_in",
            "used",
            "first_charges",
        )
    )
    spent: list[str] = []
    left: list[str] = []
    for key in view.sources:
        if key == UNFUNDED:
            continue
        pot = int(
            panel.pots.paying[panel.positions["source"][key], panel.positions["region"][region]]
        )
        if pot < 0 or not panel.eligible(key)[:, panel.positions["region"][region], :, -1].any():
            continue
        purse = (key, panel.pots.region[pot], view.years[-1])
        added = view.drawable(key, view.years[-1], drawn.get(purse, 0))
        added += brought.get(purse, 0)
        free = available.get(purse, 0) + added - first.get(purse, 0)
        has = free * view.absorbed(key, view.years[-1]) + carried.get(purse, 0)
        if has <= 0:
            continue
        (spent if used.get(purse, 0) >= has * (1 - 1e-4) else left).append(view.sources[key])
    return _said_of_money(language_of(view.language), spent, left, alone=_one_place(view))


def _said_of_money(
    language: Language, spent: list[str], left: list[str], *, alone: bool
) -> str | None:
    _ = language.gettext
    if not spent and not left:
        none = _("no money may pay in the last year")
        return none if alone else _("no money may pay there in the last year")
    if not left:
        used = _("all money is used up")
        return used if alone else _("all money that may pay there is used up")
    if not spent:
        return None
    if len(spent) > FEW and len(left) <= FEW:
        return _(
            "all money is used up but {left}, which may not pay for all that is missing",
            left=language.listed(left),
        )
    return _(
        "used up: {spent}; left over, but not for all that is missing: {left}",
        spent=", ".join(spent),
        left=", ".join(left),
    )


def _one_place(view: View) -> bool:
    return len(view.labels) <= 1


def _rules(view: View, region: str, most: int = 2) -> list[str]:
    """Sentences of the policies and limits on growth that bind for this region in the last year.

    Rules of sources are left out: what money is left says the same.
    """
    rows = view.allocation.constraints
    columns = ("region", "year", "slack", "one_less", "rule")
    found: dict[str, float] = {}
    for area, year, slack, value, rule in zip(
        *(rows[name].to_pylist() for name in columns), strict=True
    ):
        binds = (
            area == region and year == view.years[-1] and slack is not None and abs(slack) < NEAR
        )
        words = sentence_named(rule, view.rules).rstrip(".") if binds and value else ""
        if words and not rule.startswith("sources."):
            found[words] = max(found.get(words, 0.0), abs(value))
    ranked = sorted(found, key=lambda words: (-found[words], words))
    _ = language_of(view.language).gettext
    return [_("this rule binds: {rule}", rule=words) for words in ranked[:most]]
