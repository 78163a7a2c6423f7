"""What one more and one less is worth, as sentences with the range in which they hold at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from finmodel.report.money import cut, decimals_for, number, spoken
from finmodel.report.picture import more_by_year
from finmodel.report.views import View
from finmodel.scenario.names import capacity_names

NOTHING = 1e-6
"""Gains up to this size are the solver's tolerance."""
ALIKE = 1e-6
"""Relative distance within which one more and one less are worth the same."""
MOST = 8
"""Limits of rules that are said."""
SIDES = (("one_more", "more_holds"), ("one_less", "less_holds"))


def money_sentence(
    names: Sequence[str], row: Mapping[str, Any], unit: str, scale: int, currency: str
) -> str:
    """Say what a step more and a step less of a source's money changes.

    Parameters
    ----------
    names : sequence of str
        Sources of which each changes the same.
    row : mapping
        Of one of them: step, what it has, gain, loss, ranges, the programme that grows most and
        its output.
    unit : str
        What gains are counted in.
    scale, currency : int, str
        Currency units in the money unit, and the currency.
    """
    step = spoken(row["step"] * scale, currency).removeprefix("1 ")
    name = names[0] if len(names) == 1 else f"any one of these ({'; '.join(names)})"
    words = f"One more {step} of {name} in {row['year']} "
    if row["gain"] is None:
        words += "cannot be used as its rules say"
    elif row["gain"] <= NOTHING:
        words += "changes nothing"
    else:
        reached = ""
        if row["programme_name"] and row["outputs"] > 0:
            outputs = number(row["outputs"], decimals_for(row["outputs"]))
            reached = f"mostly reaches {outputs} more {row['output']} of {row['programme_name']}, "
        words += f"{reached}{'and ' if reached else ''}brings {points(row['gain'])} {unit}"
        words += _up_to(row["more_holds"], scale, currency)
    return f"{words}; {_less(row, scale, currency)}."


def _less(row: Mapping[str, Any], scale: int, currency: str) -> str:
    gain, loss = row["gain"], row["loss"]
    if loss is None and row["has"] < row["step"]:
        return "it has not as much to take away" if row["has"] > 0 else "there is none to take away"
    if loss is None:
        return "with as much less no allocation keeps all the rules"
    if loss <= NOTHING:
        return "as much less costs nothing"
    same = gain is not None and abs(gain - loss) <= ALIKE * loss
    words = "as much less costs the same" if same else f"as much less costs {points(loss)}"
    return words + _up_to(row["less_holds"], scale, currency)


def _up_to(holds: float | None, scale: int, currency: str) -> str:
    """For how much money each unit counts alike, at least."""
    if holds is None or holds <= 0:
        return ""
    return f", in proportion up to {spoken(cut(holds * scale), currency)} at least"


def points(value: float) -> str:
    """A gain, with two digits where it is small."""
    return number(value, decimals_for(value)) if abs(value) >= 0.1 else f"{value:.2g}"


def grouped(rows: Sequence[Mapping[str, Any]]) -> list[tuple[list[str], Mapping[str, Any]]]:
    """Rows that say the same of several sources, together: their names and one of them."""
    rows = [dict(row) | {"lacks": row["loss"] is None and row["has"] < row["step"]} for row in rows]
    keys = ("year", "lacks", "gain", "loss", "more_holds", "less_holds", "programme_name")
    found: dict[tuple[Any, ...], tuple[list[str], Mapping[str, Any]]] = {}
    for row in rows:
        same = tuple(
            float(f"{value:.5g}") if isinstance(value, float) else value
            for value in (row[key] for key in keys)
        )
        found.setdefault(same, ([], row))[0].append(row["name"])
    return list(found.values())


def later_money(view: View) -> list[dict[str, Any]]:
    """One more of the money unit of each source in each year after the first, as rows.

    Where the program is large, of sources with one purse whose value to both sides was worked out,
    with a range where it was worked out for the source's money alone.
    """
    sources, first = view.allocation.sources.to_pylist(), view.years[0]
    known = [row for row in more_by_year(view) if row["year"] > first]
    if known:
        return known
    ranges = {
        (row["rule"].split(".")[1], row["year"]): row
        for row in view.allocation.constraints.to_pylist()
        if row["rule"].endswith(".available") and not row["region"]
    }
    rows = []
    for row in sources:
        if row["region"] or row["year"] == first or row["one_more"] is None:
            continue
        own = ranges.get((row["source"], row["year"]))
        alone = own is not None and all(own[side] == row[side] for side, _ in SIDES)
        rows.append(
            {
                "name": view.sources[row["source"]],
                "year": row["year"],
                "step": 1.0,
                "has": view.most(row["source"], row["year"]),
                "gain": view.better * row["one_more"],
                "loss": view.better * row["one_less"] if row["one_less"] is not None else None,
                "more_holds": own["more_holds"] if own and alone else None,
                "less_holds": own["less_holds"] if own and alone else None,
                "programme_name": "",
            }
        )
    return sorted(rows, key=lambda row: row["year"])


def limit_sentences(view: View, unit: str, most: int = MOST) -> list[str]:
    """What one more and one less of the limits of rules is worth, the weightiest first.

    Of each rule the place where it weighs most is said, and the others are counted.
    """
    places: dict[str, list[tuple[float, dict[str, Any]]]] = {}
    for row in view.allocation.constraints.to_pylist():
        # What a source has is said of its money.
        if row["rule"].startswith("sources."):
            continue
        known = [(abs(row[value]), row[holds]) for value, holds in SIDES if row[value] is not None]
        weight = max((v * min(h or 0.0, abs(row["limit"]) or 1.0) for v, h in known), default=0.0)
        if weight > NOTHING:
            places.setdefault(row["rule"], []).append((weight, row))
    heaviest = [max(rows, key=lambda pair: pair[0]) for rows in places.values()]
    heaviest.sort(key=lambda pair: (-pair[0], pair[1]["rule"]))
    return [
        _limit_sentence(view, row, unit, len(places[row["rule"]])) for _, row in heaviest[:most]
    ]


def _limit_sentence(view: View, row: dict[str, Any], unit: str, count: int) -> str:
    capacities = capacity_names(view.allocation.scenario, view.language)
    kind, key = row["rule"].split(".")[:2]
    place = " ".join(_place(view, row))
    others = f", heaviest of {count} places" if count > 1 else ""
    where = f" ({place}{others})" if place else ""
    more, less = (_side(row[value], row[holds], view.better) for value, holds in SIDES)
    if kind == "capacities":
        opening = f"One more of {capacities[key]}{where}"
    else:
        opening = f"{row['sentence'].removesuffix('.')}{where}: one more of its limit"
    same = row["one_more"] is not None and row["one_more"] == row["one_less"]
    if same:
        words = f"{opening} changes {unit} by {more}; one less takes the same away"
        return f"{words}{_holds(row['less_holds'])}."
    return f"{opening} changes {unit} by {more}; one less by {less}."


def _side(value: float | None, holds: float | None, better: float) -> str:
    if value is None:
        return "what no allocation can do"
    return f"{points(better * value)}{_holds(holds)}" if value else "nothing"


def _holds(holds: float | None) -> str:
    if holds is None or holds <= 0:
        return ""
    return f" (each, up to {number(cut(holds), 0 if holds >= 10 else 2)} at least)"


def _place(view: View, row: dict[str, Any]) -> Iterator[str]:
    if row["region"] and len(view.labels) > 1:
        yield view.regions[row["region"]]
    if row["year"] is not None and len(view.years) > 1:
        yield str(row["year"])
