"""How an allocation was chosen among equally good ones, and what rounding may move."""

from __future__ import annotations

from typing import Any

from finmodel.report.money import decimals_for, number
from finmodel.report.screen import counted
from finmodel.report.views import View
from finmodel.scenario.among_equals import NEED
from finmodel.scenario.names import percent

WIDEST = 3
"""Open ranges that are named."""


def choice_facts(view: View) -> dict[str, Any]:
    """Say what the objective left open, how the choice ended, and what rounding may move.

    Returns
    -------
    dict
        Plain data: `stay_close_to`, `polished`, `message`; `share_undecided` of the money, `open`
        pairs of programme and region of all `pairs`, the `widest` of them [currency];
        `rounding_unit` [currency], `largest_allowance` of a rule [money unit or outputs].
    """
    allocation = view.allocation
    chosen = allocation.manifest["among_equals"]
    rows = allocation.tables["undecided"].to_pylist()
    still_open = [row for row in rows if row["range"] != "decided"]
    still_open.sort(key=lambda row: row["least"] - row["most"])
    allowances = allocation.constraints["allowance"].to_pylist()
    return {
        "stay_close_to": chosen["stay_close_to"],
        "polished": chosen["polished"],
        "message": chosen["message"],
        "share_undecided": chosen["share_undecided"],
        "pairs": len(rows),
        "open": len(still_open),
        "widest": [
            {
                **row,
                "region_name": view.regions[row["region"]],
                "programme_name": view.programmes[row["programme"]],
            }
            for row in still_open[:WIDEST]
        ],
        "rounding_unit": allocation.scenario.rounding_unit,
        "largest_allowance": max(allowances, default=0.0),
    }


def choice_sentences(facts: dict[str, Any], scale: int, unit: str, currency: str) -> list[str]:
    """Say the same in sentences for the screen and the notebook.

    Parameters
    ----------
    facts : dict
        From `choice_facts`.
    scale : int
        Currency units in the scenario's money unit.
    unit, currency : str
        The money unit, such as million MNT, and its currency.
    """
    share = facts["share_undecided"]
    sentences = []
    if not facts["open"]:
        sentences.append("The objective decides the whole allocation; nothing was left to choose.")
    else:
        sentences.append(
            f"The objective alone decides {percent(1 - share)} of the money. The other "
            f"{percent(share)} is spent on {counted(facts['open'], 'pair')} of programme and "
            f"region, of {facts['pairs']}, that an equally good allocation could fund differently; "
            f"among these the one that stays closest to {_reference(facts)} was chosen."
        )
        sentences.append(f"Left open most: {'; '.join(_ranges(facts, scale, unit))}.")
    if not facts["polished"] or facts["message"]:
        sentences.append(
            "Warning: the choice could not be worked out to its last digit, so another machine "
            f"may differ in the last units ({facts['message']})."
        )
    rounding = facts["rounding_unit"]
    whole = f"whole {currency}" if rounding == 1 else f"multiples of {rounding:,} {currency}"
    most = facts["largest_allowance"]
    sentences.append(
        f"Amounts are rounded to {whole}. That may move a rule by {_small(most)} {unit} at the "
        "most; constraints.csv says by how much for each."
    )
    return sentences


def _reference(facts: dict[str, Any]) -> str:
    reference = facts["stay_close_to"]
    return "equal coverage of need" if reference == NEED else f"the allocation in {reference}"


def _ranges(facts: dict[str, Any], scale: int, unit: str) -> list[str]:
    found = []
    for row in facts["widest"]:
        amounts = [row[key] / scale for key in ("cost", "least", "most")]
        places = max(decimals_for(amount) for amount in amounts if amount > 0)
        cost, least, most = (number(amount, places) for amount in amounts)
        could = "within " if row["range"] == "at most" else ""
        where = f"{row['programme_name']} in {row['region_name']}"
        found.append(f"{where} has {cost} {unit} and could have {could}{least} to {most}")
    return found


def _small(amount: float) -> str:
    return f"{amount:.2g}" if amount < 1 else number(amount, decimals_for(amount))
