"""Synthetic scenarios of stated sizes, the same on every run, for benchmarks and large tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finmodel.panel.build import build_panel
from finmodel.panel.panel import Panel
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Slice

Tree = dict[str, Any]
Floats = NDArray[np.float64]

FIRST = 2026
THEMES = ("basic", "work", "digital", "health", "community", "educators")
GOALS = ("maximise benefit",)
KINDS_OF_REGION = ("rural", "rural", "urban", "remote")


@dataclass(frozen=True)
class Size:
    """How large a scenario is."""

    regions: int
    programmes: int
    sources: int
    years: int


SIZES = {
    "S": Size(8, 6, 6, 3),
    "M": Size(30, 20, 12, 5),
    "L": Size(100, 40, 20, 5),
    "XL": Size(330, 40, 20, 5),
    "XXL": Size(1000, 100, 50, 10),
}


def sized(name: str, local_budgets: bool = False, goals: tuple[str, ...] = GOALS) -> Scenario:
    """Make a scenario of one of the sizes S, M, L, XL, XXL; `sized_tree` says how."""
    return Scenario.model_validate(sized_tree(name, local_budgets, goals))


def sized_tree(
    name: str, local_budgets: bool = False, goals: tuple[str, ...] = GOALS, seed: int = 2026
) -> Tree:
    """Make the tree of a scenario, as a planner would write it.

    Parameters
    ----------
    name : str
        Key of `SIZES`.
    local_budgets : bool
        True for one more source, with a budget for each region that pays only there.
    goals : tuple of str
        Goals of the stages, in order.
    seed : int
        Seed of the figures.

    Returns
    -------
    dict
        A feasible scenario in which money meets about half of the reachable need.
    """
    size = SIZES[name]
    random = np.random.default_rng(seed)
    tree = _ground(size, random)
    tree["scenario"] = f"synthetic-{name.lower()}"
    tree["objective"] = [{"then" if i else "first": goal} for i, goal in enumerate(goals)]
    tree["sources"] = _sources(size, random)
    if local_budgets:
        purses = {key: 1.0 for key in tree["regions"]["list"] if key.startswith("r")}
        tree["sources"]["local_budgets"] = {"kind": "local own revenue", "amounts": purses}
    # Amounts and shares follow from what the full need would cost, which only the panel knows.
    panel = build_panel(Scenario.model_validate(tree))
    full = panel.unit_cost * panel.reachable[:, :, None, :]
    _set_amounts(tree, panel, full, random)
    tree["policies"] = _policies(panel, full)
    return tree


def _years(size: Size) -> list[int]:
    return list(range(FIRST, FIRST + size.years))


def _ground(size: Size, random: np.random.Generator) -> Tree:
    regions: Tree = {}
    for number in range(size.regions):
        parent = f"province_{number // 10:03d}"
        regions.setdefault(parent, {"name": parent})
        kind = KINDS_OF_REGION[number % len(KINDS_OF_REGION)]
        adults = float(np.round(random.lognormal(10.3, 0.6)))
        regions[f"r{number:04d}"] = {
            "name": f"Region {number}",
            "type": kind,
            "parent": parent,
            "attributes": {
                "adults": adults,
                "herders": float(np.round(adults * random.uniform(0.02, 0.25))),
                "cost_index": round(float(random.uniform(0.9, 1.4)), 3),
            },
        }
    provinces = sorted(key for key in regions if key.startswith("province"))
    return {
        "title": "Synthetic scenario",
        "stage": "budget proposal",
        "years": _years(size),
        "money": "million MNT",
        "regions": {
            "list": regions,
            "groups": {
                "rural": {"type": "rural"},
                "remote": {"type": "remote"},
                "north": {"regions": provinces[: (len(provinces) + 2) // 3]},
            },
        },
        "prices": {
            "base_year": FIRST,
            "regional_cost_index": "cost_index",
            "growth": {"pay": 0.08, "prices": 0.06, "construction": 0.09},
            "exchange_rate": {
                "USD": {str(year): 3600 + 60 * (year - FIRST) for year in _years(size)}
            },
        },
        "themes": {theme: theme.title() for theme in THEMES},
        "markers": {"gender": "Gender", "digital": "Digital"},
        "programmes": {
            f"p{number:03d}": _programme(number, size, random) for number in range(size.programmes)
        },
    }


def _programme(number: int, size: Size, random: np.random.Generator) -> Tree:
    pay, prices = (round(float(random.uniform(0.1, 1.2)) * 1e6, -3) for _ in range(2))
    lines: Tree = {
        "staff": {"amount": pay, "growth": "pay"},
        "materials": {"amount": prices / 3, "growth": "prices"},
    }
    if number % 10 < 7:
        works = round(float(random.uniform(0.05, 0.6)) * 1e6, -3)
        lines["works"] = {"amount": works, "growth": "construction", "category": "capital"}
    weight = round(float(random.uniform(1, 9)) * (pay + prices) / 1e6, 2)
    later = [{"up_to": 1, "weight": round(weight * 0.6, 2)}]
    programme: Tree = {
        "name": f"Programme {number}",
        "theme": THEMES[number % len(THEMES)],
        "output": "learners",
        "need": {
            "share": round(float(random.uniform(0.005, 0.05)), 4),
            "of": "herders" if number % 7 == 3 else "adults",
        },
        "coverage": {
            "now": 0.05,
            "at_least": round(float(random.uniform(0, 0.06)), 3),
            "at_most": round(float(random.uniform(0.3, 0.8)), 2),
        },
        "unit_cost": lines,
        # Every fourth programme does most good where little is covered.
        "benefit": [{"up_to": 0.2, "weight": weight}, *later]
        if number % 4 == 1
        else [{"up_to": 1, "weight": weight}],
        "markers": {"gender": (0.0, 0.5, 1.0)[number % 3], "digital": float(number % 6 == 2)},
    }
    if number % 5 == 2:
        programme["ramp_up"] = {"at_most": 1.0}
    if number % 8 == 5:
        programme["starts"] = {"year": FIRST + 1, "months_in_first_year": 4}
    return programme


def _sources(size: Size, random: np.random.Generator) -> Tree:
    """Name national sources with realistic earmarks; amounts come later."""
    years = _years(size)
    fixed: list[tuple[str, Tree]] = [
        ("state_budget", {"kind": "central budget", "absorption": 0.97}),
        ("state_investment", {"kind": "special fund", "only_for": {"categories": "capital"}}),
        (
            "sector_fund",
            {
                "kind": "special fund",
                "only_for": {"themes": ["basic", "work"], "categories": "recurrent"},
            },
        ),
        ("remote_areas_fund", {"kind": "special fund", "only_for": {"regions": "remote"}}),
        (
            "concessional_loan",
            {
                "kind": "concessional loan",
                "currency": "USD",
                "terms": {
                    "interest": 0.02,
                    "grace": 5,
                    "grace_means": "interest only",
                    "maturity": 25,
                    "payments_a_year": 2,
                    "commitment_fee": 0.0025,
                    "serviced_by": "state_budget",
                },
                "only_for": {
                    "themes": ["digital", "health", "educators"],
                    "categories": "capital",
                    "years": years[:-1],
                },
            },
        ),
    ]
    sources = dict(fixed[: size.sources])
    number = 0
    while len(sources) < size.sources:
        number += 1
        earmark: Tree = {"themes": THEMES[number % len(THEMES)]}
        if number % 5 == 4:
            chosen = random.choice(size.programmes, size=1 + size.programmes // 6, replace=False)
            earmark = {"programmes": [f"p{programme:03d}" for programme in sorted(chosen)]}
        if number % 5 == 2:
            earmark["categories"] = "recurrent"
        if number % 6 == 4:
            earmark["regions"] = ["rural", "remote"]
        if number % 7 == 5:
            earmark["years"] = years[1:]
        source: Tree = {"kind": ("grant", "special fund", "private contribution")[number % 3]}
        source["only_for"] = earmark
        if number % 3 == 0:
            source["currency"] = "USD"
            source["co_financing"] = {"at_least": 0.2, "from": ["state_budget", "sector_fund"]}
        if number % 4 == 1:
            source["carry_over"] = 0.3
        sources[f"source_{number:02d}"] = source
    for source in sources.values():
        _give(source, {str(year): 1.0 for year in years})
    return sources


def _give(source: Tree, amounts: dict[str, float]) -> None:
    """Write down what a national source has in each year, or what may be drawn of a loan."""
    if source["kind"] == "concessional loan":
        source["draw"] = {year: {"at_most": amount} for year, amount in amounts.items()}
    else:
        source["ceiling" if source["kind"] == "central budget" else "amount"] = amounts


def _set_amounts(tree: Tree, panel: Panel, full: Floats, random: np.random.Generator) -> None:
    """Give each source a part of its fair share of what the full need would cost.

    A cell's cost is shared out among the sources that may pay for it, three parts to those that
    are free for everything; what a source gets is 0.3 to 0.8 of its part.
    """
    weights = {}
    for key in panel.sources:
        free = 3.0 if key in ("state_budget", "sector_fund") else 1.0
        weights[key] = panel.eligible(key) * free
    together = sum(weights.values())
    for key, weight in weights.items():
        part = full * np.divide(weight, together, out=np.zeros_like(full), where=together > 0)
        source = tree["sources"][key]
        if key == "local_budgets":
            shares = random.uniform(0.3, 0.8, len(panel.regions))
            money = part.sum(axis=(0, 2)) * shares[:, None]
            source["amounts"] = {
                region: _series(panel.years, row)
                for region, row in zip(panel.regions, money, strict=True)
            }
            continue
        money = part.sum(axis=(0, 1, 2)) * random.uniform(0.3, 0.8)
        if "currency" in source:
            rates = tree["prices"]["exchange_rate"]["USD"]
            money = money / [rates[str(year)] for year in panel.years]
        _give(source, _series(panel.years, money))


def _series(years: tuple[int, ...], money: Floats) -> dict[str, float]:
    return {str(year): round(float(value), 3) for year, value in zip(years, money, strict=True)}


def _policies(panel: Panel, full: Floats) -> Tree:
    """Policies of each kind, at levels that bite without being out of reach."""

    def natural(selection: Tree) -> Floats:
        weighed = full * panel.choose(Slice.model_validate(selection)).cells()
        shares: Floats = weighed.sum(axis=(0, 1, 2)) / full.sum(axis=(0, 1, 2))
        return shares

    def at_least(selection: Tree, factor: float) -> Tree:
        level = round(float(natural(selection).min()) * factor, 3)
        return {**selection, "share_of_spending": {"at_least": level}}

    def at_most(selection: Tree, factor: float) -> Tree:
        level = round(float(natural(selection).max()) * factor, 3)
        return {**selection, "share_of_spending": {"at_most": level}}

    return {
        "rural_first": at_least({"regions": ["rural", "remote"]}, 1.04),
        "capital_cap": at_most({"categories": "capital"}, 0.95),
        "women_first": at_least({"marker": "gender"}, 1.02),
        "nobody_far_behind": {"per": "adults", "relative_to_mean": {"at_least": 0.5}},
        "herders_later": {
            "programmes": "p003",
            "each": "rural",
            "years": list(panel.years[2:]),
            "coverage": {"at_least": 0.08},
        },
        "basic_together": {"themes": "basic", "each": "together", "coverage": {"at_least": 0.07}},
        "no_sudden_cuts": {"each": "region", "fall": {"at_most": 0.3}},
        "loan_bounded": {
            "sources": "concessional_loan",
            "over": "whole plan",
            "share_of_spending": {"at_most": 0.25},
        },
    }
