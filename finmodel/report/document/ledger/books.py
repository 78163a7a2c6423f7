"""Books that follow from the saved tables and the scenario of an allocation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from finmodel.allocation.compare.sides import Side
from finmodel.panel.costs import charged_lines, in_scenario_currency
from finmodel.panel.panel import Floats
from finmodel.report.classes import class_of
from finmodel.report.document.ledger import scenario_books, solved_books
from finmodel.report.headings import READINGS
from finmodel.report.heads import heads_attribute
from finmodel.scenario.sources import Guarantee
from finmodel.scenario.sources.unfunded import UNFUNDED

if TYPE_CHECKING:
    from finmodel.report.document.ledger.ledger import Ledger

Book = Callable[["Ledger", Side], pd.DataFrame]
NEAR = 1e-6
ALIKE = 5e-4
"""Regions whose shares differ by less are said to stand equally low."""


def saved(name: str) -> Book:
    """A saved table as it stands; empty where there is none."""

    def make(_: Ledger, side: Side) -> pd.DataFrame:
        table = side.allocation.tables.get(name)
        if table is None:
            return pd.DataFrame()
        rows: pd.DataFrame = table.to_pandas()
        return rows

    return make


def paid(_: Ledger, side: Side) -> pd.DataFrame:
    """Payments, with what their sources and programmes are."""
    scenario = side.allocation.scenario
    rows = side.allocation.money.to_pandas()
    sources, programmes = scenario.sources, scenario.programmes
    certain = {
        (key, year): each.certainty.at(year) if each.certainty is not None else None
        for key, each in sources.items()
        for year in scenario.years
    }
    words = {key: "secured" if c is None else c.word or "pipeline" for key, c in certain.items()}
    chance = {key: 1.0 if c is None else c.counted("expected") for key, c in certain.items()}
    pairs = list(zip(rows["source"], rows["year"], strict=True))
    kinds = {key: class_of(each) for key, each in sources.items()}
    areas = {key: each.learning_city_area or "" for key, each in programmes.items()}
    made: pd.DataFrame = rows.assign(
        funded=rows["source"] != UNFUNDED,
        cash=rows["source"].map({key: each.cash for key, each in sources.items()}),
        certainty=[words.get(pair, "") for pair in pairs],
        expected=rows["amount"] * [chance.get(pair, 0.0) for pair in pairs],
        kind=rows["source"].map({**kinds, UNFUNDED: UNFUNDED}),
        area=rows["programme"].map(areas),
    )
    return made


def has(ledger: Ledger, side: Side) -> pd.DataFrame:
    """What each source has for programmes in each year: first charges are taken off."""
    panel, scale = side.allocation.panel, side.allocation.scenario.money.scale
    rows = ledger.book("sources", ledger.sides.index(side))
    sums = rows.groupby(["source", "year"], as_index=False)[
        ["available", "drawn", "contract_income", "first_charges"]
    ].sum()
    added = []
    for source, year, drawn in zip(sums["source"], sums["year"], sums["drawn"], strict=True):
        if source in panel.loans:
            mine = panel.pots.source == panel.positions["source"][source]
            drawn = round(float(panel.pots.addable[mine, panel.years.index(year)].sum()) * scale)
        added.append(drawn)
    amount = sums["available"] + added + sums["contract_income"] - sums["first_charges"]
    cash = {key: each.cash for key, each in side.allocation.scenario.sources.items()}
    pays = {key for key, each in side.allocation.scenario.sources.items() if each.pays}
    made = sums.assign(amount=amount, cash=sums["source"].map(cash))
    return made[made["source"].isin(pays)]


def years(_: Ledger, side: Side) -> pd.DataFrame:
    """Years of the plan."""
    return pd.DataFrame({"year": list(side.allocation.scenario.years)})


def regions(_: Ledger, side: Side) -> pd.DataFrame:
    """Regions that receive money, with their heads."""
    panel, scenario = side.allocation.panel, side.allocation.scenario
    counted = heads_attribute(scenario)
    heads = panel.attributes[counted] if counted else np.zeros(len(panel.regions))
    return pd.DataFrame({"region": list(panel.regions), "heads": heads})


def needs(_: Ledger, side: Side) -> pd.DataFrame:
    """Need, what can be reached and output of every programme, region and year."""
    panel = side.allocation.panel
    places = [panel.programmes, panel.regions, panel.years]
    index = pd.MultiIndex.from_product(places, names=["programme", "region", "year"])
    rows = side.allocation.delivery.to_pandas()
    output = rows.groupby(["programme", "region", "year"])["output"].sum()
    unit, national = panel.unit_cost.sum(axis=2), panel.national_cost[:, None, :]
    made = pd.DataFrame(
        {
            "need": panel.need.ravel(),
            "reachable": (panel.need * panel.ceiling).ravel(),
            "floor": (panel.need * panel.floor).ravel(),
            "unit": unit.ravel(),
            "national": np.broadcast_to(national, panel.need.shape).ravel(),
            "output": output.reindex(index).fillna(0.0).to_numpy(),
        },
        index=index,
    ).reset_index()
    return made.assign(
        met_cost=made["national"] * made["output"],
        reach_cost=made["national"] * made["reachable"],
    )


def coverage(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Of each programme in the last year: output, need, ceiling, and whether they are reached."""
    panel = side.allocation.panel
    rows = ledger.book("needs", ledger.sides.index(side))
    first = rows[rows["year"] == panel.years[0]].groupby("programme")["need"].sum()
    last = (
        rows[rows["year"] == panel.years[-1]]
        .groupby("programme")[["need", "reachable", "output"]]
        .sum()
    )
    delivered = side.allocation.delivery.to_pandas()
    delivered = delivered[delivered["year"] == panel.years[-1]].groupby("programme")["need"].sum()
    today = pd.Series(panel.today.sum(axis=1), index=list(panel.programmes))
    share = pd.DataFrame(
        {
            "today": (today / first).where(first > 0, 0.0),
            "last": (last["output"] / delivered).where(delivered > 0, 0.0).fillna(0.0),
            "goal": (last["reachable"] / last["need"]).where(last["need"] > 0, 0.0),
        }
    )
    known = today.reindex(share.index).notna()
    return (
        share.assign(
            known=known.astype(float),
            grown=(known & (share["last"] > share["today"])).astype(float),
            full=(share["last"] >= share["goal"] - NEAR).astype(float),
        )
        .rename_axis("programme")
        .reset_index()
    )


def reach(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Share of what can be reached that is met in each region and year, weighed by cost."""
    rows = ledger.book("needs", ledger.sides.index(side))
    sums = rows.groupby(["region", "year"], as_index=False)[["met_cost", "reach_cost"]].sum()
    share = (sums["met_cost"] / sums["reach_cost"]).where(sums["reach_cost"] > 0, 1.0)
    last = share[sums["year"] == sums["year"].max()]
    low = (sums["year"] == sums["year"].max()) & (share <= last.min() + ALIKE)
    return sums.assign(share=share, low=low.astype(float))


def unfunded(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Cost of what nobody pays of the targets, or else of what could be reached and is not."""
    scenario = side.allocation.scenario
    if scenario.has_targets:
        rows = ledger.book("paid", ledger.sides.index(side))
        return rows[rows["source"] == UNFUNDED]
    rows = ledger.book("needs", ledger.sides.index(side))
    left = (rows["reachable"] - rows["output"]).clip(lower=0.0)
    return rows.assign(amount=np.rint(rows["unit"] * scenario.money.scale * left))


def lines(_: Ledger, side: Side) -> pd.DataFrame:
    """Payments parted by the headings of the cost lines that they are for."""
    panel, scenario = side.allocation.panel, side.allocation.scenario
    rows = side.allocation.money.to_pandas()
    at = rows["region"].map(panel.positions["region"]).to_numpy()
    year = rows["year"].map({each: n for n, each in enumerate(panel.years)}).to_numpy()
    amounts = rows["amount"].to_numpy()
    kinds = [kind for kind in READINGS if kind != "category"]
    paid_for = rows.groupby(["programme", "category"], sort=False).indices
    places, parts, words, counts = [], [], [], []
    for key, programme in scenario.programmes.items():
        for line, share in charged_lines(panel, key):
            chosen = paid_for.get((key, line.category))
            if chosen is not None:
                places.append(chosen)
                parts.append(amounts[chosen] * share[at[chosen], year[chosen]])
                words.append([READINGS[kind][1](programme, line) or "" for kind in kinds])
                counts.append(len(chosen))
    if not parts:
        return pd.DataFrame(columns=[*rows.columns, "funded", *kinds])
    made: pd.DataFrame = rows.iloc[np.concatenate(places)].reset_index(drop=True)
    made["amount"] = np.concatenate(parts)
    made["funded"] = made["source"] != UNFUNDED
    for column, kind in enumerate(kinds):
        made[kind] = np.repeat([word[column] for word in words], counts)
    return made


def aims(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Money of each programme that counts towards each aim and reaches each target group."""
    money = ledger.sums("paid", "amount", {}, ("programme",), ledger.sides.index(side))
    return pd.DataFrame(
        [
            {kind: key, "programme": name, "amount": money.get((name,), 0.0) * weight}
            for name, programme in side.allocation.scenario.programmes.items()
            for kind, weights in (("aim", programme.markers), ("group", programme.reaches))
            for key, weight in weights.items()
        ],
        columns=["aim", "group", "programme", "amount"],
    )


def due(ledger: Ledger, side: Side) -> pd.DataFrame:
    """What falls due each year on each loan and contract, within the plan and after it."""
    last, at = side.allocation.scenario.years[-1], ledger.sides.index(side)
    parts = []
    for book, kind, column in (
        ("loans", "source", "debt_service"),
        ("contracts", "contract", "public_payment"),
    ):
        rows = ledger.book(book, at)
        if len(rows):
            parts.append(rows[[kind, "year"]].assign(amount=rows[column], book=book))
    columns = ["source", "contract", "year", "amount", "book"]
    made = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return made.reindex(columns=columns).assign(later=made["year"] > last, due=made["amount"] != 0)


def calls(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Calls of contracts and guarantees: expected, and in the worst year [currency]."""
    at, scenario = ledger.sides.index(side), side.allocation.scenario
    keys = ["expected_calls", "stressed_calls"]
    rows: list[dict[str, Any]] = []
    contracts = ledger.book("contracts", at)
    for contract, mine in contracts.groupby("contract") if len(contracts) else ():
        expected, worst = mine[keys[0]].sum(), mine[keys[1]].max()
        rows.append({"contract": contract, "expected_calls": expected, "stressed_calls": worst})
    for key, source in scenario.sources.items():
        if isinstance(source, Guarantee):
            exposed = _exposed(ledger, side, source)
            rows.append(
                {
                    "source": key,
                    "expected_calls": np.rint(source.expected_call * exposed.sum()),
                    "stressed_calls": np.rint(
                        source.coverage * source.loss_given_default * exposed.max(initial=0.0)
                    ),
                }
            )
    return pd.DataFrame(rows, columns=["contract", "source", *keys])


def _exposed(ledger: Ledger, side: Side, source: Guarantee) -> Floats:
    """What is guaranteed in each year of the plan, before coverage [currency]."""
    scenario, panel = side.allocation.scenario, side.allocation.panel
    if source.exposure is not None:
        amounts = [source.exposure.at(year) for year in scenario.years]
        return in_scenario_currency(scenario, amounts, source.currency) * scenario.money.scale
    owed = ledger.sums("loans", "owed", {"source": source.backs}, ("year",))
    rate = panel.loans[str(source.backs)].rate
    return np.array(
        [
            owed.get((year - 1,), 0.0) * (rate[at] / rate[at - 1] if at else 0.0)
            for at, year in enumerate(scenario.years)
        ]
    )


def signed(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Of each contract the year of signing that counts: the one signed, else the best."""
    rows = ledger.book("values", ledger.sides.index(side))
    if not len(rows):
        return pd.DataFrame(columns=["contract", "signed", "year", "value_for_money", "worst"])
    order = rows.sort_values(
        ["signed", "value_for_money", "year"], ascending=[False, False, True], kind="stable"
    )
    best = order.groupby("contract", as_index=False).first()
    parts = rows.groupby("contract")["signed"].sum()
    worst = ledger.book("contracts", ledger.sides.index(side)).groupby("contract")
    calls = worst["stressed_calls"].max()
    return best.assign(
        signed=best["contract"].map(parts), worst=best["contract"].map(calls).fillna(0.0)
    )


def margins(ledger: Ledger, side: Side) -> pd.DataFrame:
    """One per cent more and less of each programme: outputs, money [currency] and benefit."""
    panel, scale = side.allocation.panel, side.allocation.scenario.money.scale
    rows = ledger.book("needs", ledger.sides.index(side)).copy()
    place = rows["programme"].map(panel.positions["programme"]).to_numpy()
    rows["more"] = np.minimum(rows["output"] * 0.01, (rows["reachable"] - rows["output"]).clip(0))
    rows["less"] = -np.minimum(rows["output"] * 0.01, (rows["output"] - rows["floor"]).clip(0))

    def benefit(output: Any) -> Any:
        total, done = np.zeros(len(rows)), np.zeros(len(rows))
        for step in range(panel.step_up_to.shape[1]):
            top = np.minimum(output, rows["need"] * panel.step_up_to[place, step])
            inside = np.maximum(top - done, 0.0)
            total += panel.step_weight[place, step] * inside
            done = done + inside
        return total

    now = benefit(rows["output"])
    for name in ("more", "less"):
        rows[f"{name}_money"] = rows["unit"] * rows[name] * scale
        rows[f"{name}_benefit"] = benefit(rows["output"] + rows[name]) - now
    return rows


def behind(ledger: Ledger, side: Side) -> pd.DataFrame:
    """Of each region in the last year: how much dearer it is, and its programmes at the floor."""
    panel, at = side.allocation.panel, ledger.sides.index(side)
    rows = ledger.book("needs", at)
    rows = rows[rows["year"] == panel.years[-1]]
    basket = rows.groupby("programme")["reachable"].transform("sum")
    usual = (rows["unit"] * rows["reachable"]).sum() / max(rows["reach_cost"].sum(), NEAR)
    costs = pd.DataFrame(
        {
            "region": rows["region"],
            "here": rows["unit"] * basket,
            "national": rows["national"] * basket,
        }
    )
    sums = costs.groupby("region").sum()
    here = sums["here"] / sums["national"].clip(lower=NEAR)
    delivery = ledger.book("delivery", at)
    delivery = delivery[delivery["year"] == panel.years[-1]]
    met = delivery.groupby(["programme", "region"])["coverage"].sum()
    share = met.reindex(pd.MultiIndex.from_frame(rows[["programme", "region"]])).fillna(0.0)
    low, high = (rows[each] / rows["need"] for each in ("floor", "reachable"))
    free = (rows["need"] > 0) & (high - low > NEAR)
    floor = free & (share.to_numpy() <= low + 1e-3 * (high - low))
    counts = pd.DataFrame({"region": rows["region"], "open": free, "at_floor": floor})
    return (
        counts.groupby("region")
        .sum()
        .astype(float)
        .assign(dearer=(here / usual - 1).clip(lower=0.0) if usual > 0 else 0.0)
        .reset_index()
    )


BOOKS: dict[str, Book] = {
    **{
        name: saved(name)
        for name in ("delivery", "sources", "loans", "contracts", "values", "one_more", "gap")
    },
    **{name: saved(name) for name in ("indicators", "constraints", "envelopes", "levers")},
    "paid": paid,
    "has": has,
    "years": years,
    "regions": regions,
    "needs": needs,
    "coverage": coverage,
    "reach": reach,
    "unfunded": unfunded,
    "lines": lines,
    "aims": aims,
    "due": due,
    "calls": calls,
    "signed": signed,
    "margins": margins,
    "behind": behind,
    **scenario_books.BOOKS,
    **solved_books.BOOKS,
}
"""Each book by its name."""
