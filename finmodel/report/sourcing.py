"""How firm a scenario's figures are, and which of them were read from where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from finmodel.panel.panel import Panel
from finmodel.scenario.base import Status
from finmodel.scenario.load import Loaded
from finmodel.scenario.provenance import Figure, figures

STATUSES: tuple[Status, ...] = get_args(Status)
"""From the firmest to the weakest."""
AMOUNTS = (
    *("amount", "amounts", "ceiling", "commitments", "payroll", "rate", "compliance"),
    *("price", "at_most", "in_all_at_most", "fee", "users", "exempt", "collection"),
    *("quantity", "valued_at", "partners"),
    *("draw", "limit"),
)
"""Keys of a source that hold its money."""


def provenance_facts(loaded: Loaded, panel: Panel) -> dict[str, Any]:
    """Count figures and money by status, and list what was read from where.

    Returns
    -------
    dict
        `figures`: number by status, choices such as policies left out; `choices`: their number;
        `money`: money of the sources over the plan by status [money unit], a source counted at
        the weakest status of its amounts; `sourced`: what was read from where.
    """
    every = list(figures(loaded))
    data = [figure for figure in every if not figure.choice]
    return {
        "figures": {status: sum(figure.status == status for figure in data) for status in STATUSES},
        "choices": len(every) - len(data),
        "money": _money(data, panel),
        "sourced": _sourced(data),
    }


def _money(data: Sequence[Figure], panel: Panel) -> dict[str, float]:
    weakest: dict[str, Status] = {}
    for figure in data:
        if figure.path[0] == "sources" and figure.path[2] in AMOUNTS:
            key = str(figure.path[1])
            known = weakest.get(key, STATUSES[0])
            weakest[key] = max(known, figure.status, key=STATUSES.index)
    totals = dict.fromkeys(STATUSES, 0.0)
    for key in panel.sources:
        mine = panel.pots.source == panel.positions["source"][key]
        totals[weakest.get(key, panel.scenario.unless_stated)] += float(panel.pots.most[mine].sum())
    return {status: round(total, 6) for status, total in totals.items()}


def _sourced(data: Sequence[Figure]) -> list[dict[str, Any]]:
    """One row for each source, year and status, with the figures that it stands behind."""
    groups: dict[tuple[str, str | None, Status], list[Figure]] = {}
    for figure in data:
        if figure.source:
            groups.setdefault((figure.source, figure.year, figure.status), []).append(figure)
    return [
        {
            "source": source,
            "year": year,
            "status": status,
            "count": len(members),
            "figures": list(dict.fromkeys(_group(figure) for figure in members)),
        }
        for (source, year, status), members in groups.items()
    ]


def _group(figure: Figure) -> str:
    """Name a figure; the cells of a table's column share one name."""
    path = [str(part) for part in figure.path if part != "always"]
    if path[:2] == ["regions", "list"] and "attributes" in path:
        return f"regions: {path[-1]}"
    if path[:2] == ["regions", "columns"]:
        return f"regions: {'.'.join(path[2:])}"
    return ".".join(path)
