"""Charts of contracts: payments against their cap, fiscal risk, value for money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from finmodel.report.charts.style import (
    DARK,
    GREY,
    INK,
    LIGHT,
    MID,
    finished,
    names_down,
    titled,
)
from finmodel.report.contracts import contract_facts
from finmodel.report.money import decimals_for, number
from finmodel.report.risks import fiscal_risks
from finmodel.report.screen import counted
from finmodel.report.views import View
from finmodel.scenario.names import contract_names
from finmodel.scenario.policies import PaymentsCap

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation

BAND = ["#0b3f78", "#4f97c9", "#8fbfe0", "#c4dcef", "#8a8a8a", "#bdbdbd"]
"""Colours of contracts and of parts of a bar, told apart by lightness."""
CAP = "#d9622b"
"""Colour of a cap: it also differs from the blues in lightness and with any vision."""


def payments_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw what is paid for contracts in every year of their terms, against the cap on it.

    Payments are as the cap counts them: expected calls in them, what comes in not taken off.
    """
    view = View(allocation, language)
    unit, scale = str(allocation.scenario.money), allocation.scenario.money.scale
    names = contract_names(allocation.scenario, language)
    gross = ("upfront_support", "service_payment", "expected_calls")
    rows = [
        {
            "year": row["year"],
            "contract": names[row["contract"]],
            "money": sum(row[part] for part in gross) / scale,
        }
        for row in allocation.tables["contracts"].to_pylist()
    ]
    bars = pd.DataFrame(rows, columns=["year", "contract", "money"])
    signed = list(dict.fromkeys(bars["contract"]))
    last = int(bars["year"].max()) if rows else view.years[-1]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("money:Q", title=unit)
    tips = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("contract:N", title="Contract"),
        alt.Tooltip("money:Q", title=unit, format=",.1f"),
    ]
    colour = alt.Color(
        "contract:N",
        sort=signed,
        scale=alt.Scale(domain=signed, range=BAND[: len(signed)] or [MID]),
        legend=alt.Legend(title=None, orient="top", labelLimit=260),
    )
    layers = [alt.Chart(bars).mark_bar().encode(x=x, y=y, color=colour, tooltip=tips)]
    limits = _limits(allocation, last)
    if limits:
        line = alt.Chart(pd.DataFrame(limits)).mark_line(
            interpolate="step", color=CAP, strokeWidth=2, point=alt.OverlayMarkDef(color=CAP)
        )
        layers.append(line.encode(x=x, y="money:Q", tooltip=[tips[0], tips[2]]))
    plan = alt.Chart(pd.DataFrame([{"year": view.years[-1]}]))
    layers.append(plan.mark_rule(color=GREY, strokeDash=[4, 3], xOffset=18).encode(x=x))
    note = f"{unit}, nominal; the broken line is the end of the plan"
    note += ", the orange line the cap" if limits else ""
    finding = _payments_finding(bars, limits, view.years[-1], unit)
    return finished(layers, finding, note, 36 * (last - view.years[0] + 1), 280)


def _limits(allocation: Allocation, last: int) -> list[dict[str, Any]]:
    """The lowest cap on all payments in each year, from the rules as they were kept."""
    found: dict[int, float] = {}
    policies = allocation.scenario.policies
    for row in allocation.constraints.to_pylist():
        policy = policies.get(row["rule"].removeprefix("policies."))
        if isinstance(policy, PaymentsCap) and policy.contracts is None and row["year"] <= last:
            year = row["year"]
            found[year] = min(found.get(year, row["limit"]), row["limit"])
    return [{"year": year, "money": limit} for year, limit in sorted(found.items())]


def _payments_finding(
    bars: pd.DataFrame, limits: list[dict[str, Any]], plan_ends: int, unit: str
) -> str:
    if bars.empty:
        return "No contract is signed"
    total = bars.groupby("year")["money"].sum()
    after = float(total[total.index > plan_ends].sum())
    share = after / float(total.sum()) if total.sum() else 0.0
    words = (
        f"{number(after, decimals_for(after))} {unit}, {share:.0%} of all, is due after the plan"
    )
    used = [float(total.get(row["year"], 0)) / row["money"] for row in limits if row["money"] > 0]
    return f"{words}; at most {max(used):.0%} of the cap is used" if used else words


def value_chart(allocation: Allocation, language: str = "en") -> alt.FacetChart:
    """Draw each contract's cost beside the public sector comparator, part by part.

    Present values of the year of signing; the bars of a contract add up to its two totals.
    """
    scale, unit = allocation.scenario.money.scale, str(allocation.scenario.money)
    facts = contract_facts(View(allocation, language))
    values = {(r["contract"], r["year"]): r for r in allocation.tables["values"].to_pylist()}
    rows = []
    for fact in facts:
        value = values[fact["contract"], fact["valued_in"]]
        for bar, parts in PARTS.items():
            for place, (name, called) in enumerate(parts.items()):
                amount = value[name] / scale
                if amount:
                    rows.append(
                        {
                            "contract": fact["name"],
                            "bar": bar,
                            "part": called,
                            "order": place,
                            "money": amount,
                        }
                    )
    words = list(dict.fromkeys(w for parts in PARTS.values() for w in parts.values()))
    bars = alt.Chart(pd.DataFrame(rows), height=52, width=430).mark_bar()
    encoded = bars.encode(
        y=alt.Y("bar:N", title=None, sort=list(PARTS), axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("money:Q", title=unit),
        color=alt.Color(
            "part:N",
            sort=words,
            scale=alt.Scale(domain=words, range=[MID, LIGHT, "#f2b48f", GREY, DARK, INK]),
            legend=alt.Legend(title=None, orient="bottom", columns=3, labelLimit=220),
        ),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("contract:N", title="Contract"),
            alt.Tooltip("bar:N", title="Bar"),
            alt.Tooltip("part:N", title="Part"),
            alt.Tooltip("money:Q", title=unit, format=",.1f"),
        ],
    )
    order = [fact["name"] for fact in facts]
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold", labelOrient="top")
    row = alt.Row("contract:N", sort=order, header=header)
    better = sum(fact["value_for_money"] > 0 for fact in facts)
    lines = [_break_even(fact, scale, unit) for fact in facts]
    title = titled(
        f"{better or 'None'} of {counted(len(facts), 'contract')} "
        f"{'costs' if better == 1 else 'cost'} less than the comparator",
        f"{unit}, present value of the year of signing",
    )
    title.subtitle = [title.subtitle, *lines]
    chart: alt.FacetChart = encoded.facet(row=row, title=title)
    return chart.properties(spacing=8)


PARTS = {
    "comparator": {
        "raw": "cost without the contract",
        "competitive_neutrality": "taxes only a partner pays",
        "transferable_risk": "risk passed on",
        "retained_risk": "risk that stays public",
    },
    "contract": {
        "payments": "public payments",
        "contract_management": "managing the contract",
        "retained_risk": "risk that stays public",
    },
}
"""The two bars of a contract: columns of value-for-money.csv, and what readers call them."""


def _break_even(fact: dict[str, Any], scale: int, unit: str) -> str:
    even, passed = fact["break_even_risk_transfer"] / scale, fact["transferable_risk"] / scale
    if even <= 0:
        return f"{fact['name']}: pays without any risk passed on"
    from_, passes = (number(amount, decimals_for(amount)) for amount in (even, passed))
    return f"{fact['name']}: pays from {from_} {unit} of risk passed on; it passes on {passes}"


RISKS = {
    "within": "paid within the plan",
    "beyond": "due after it",
    "expected_calls": "calls expected",
    "stressed_calls": "calls in the worst year",
}


def fiscal_risk_chart(allocation: Allocation, language: str = "en") -> alt.LayerChart:
    """Draw the table of what contracts and loans cost for certain, and what may be called."""
    scale, unit = allocation.scenario.money.scale, str(allocation.scenario.money)
    facts = fiscal_risks(View(allocation, language))
    lines = [(f["name"], {key: f[key] / scale for key in RISKS}) for f in facts]
    total = {key: sum(line[key] for _, line in lines) for key in RISKS}
    lines.append(("All of them", total))
    largest = decimals_for(max([*total.values(), 1.0]))
    rows = [
        {
            "contract": name,
            "what": words,
            "money": line[key],
            "shown": number(line[key], largest),
            "all": name == "All of them",
        }
        for name, line in lines
        for key, words in RISKS.items()
    ]
    axis = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=150)
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("what:N", sort=list(RISKS.values()), title=None, axis=axis),
        y=names_down("contract", [name for name, _ in lines]),
    )
    text = base.mark_text(fontSize=12, color=INK).encode(
        text="shown:N",
        tooltip=[alt.Tooltip("what:N", title=""), alt.Tooltip("money:Q", format=",.1f")],
    )
    back = base.mark_rect(stroke="white").encode(
        color=alt.condition("datum.all", alt.value(LIGHT), alt.value("#f5f8fb"))
    )
    worst = number(total["stressed_calls"], decimals_for(total["stressed_calls"]))
    finding = f"Up to {worst} {unit} may be called in one year"
    note = (
        f"{unit}, nominal; calls of contracts over their term, of guarantees within the plan; "
        "worst years are added up, as if they came together"
    )
    return finished([back, text], finding, note, 150 * len(RISKS), 34 * len(lines))
