"""The annex: what one per cent more or less of each programme would do."""

from __future__ import annotations

import numpy as np

from finmodel.allocation.totals import total_by
from finmodel.panel.panel import Floats
from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Chapter, Column
from finmodel.report.document.subject import Subject, make_table

PART = 0.01
"""One per cent."""


def marginal_lines(about: Subject) -> Chapter:
    """What one per cent more, or less, of each programme's output would cost and do."""
    _ = about.words
    panel, scale = about.side.allocation.panel, about.scenario.money.scale
    output = _output(about)
    cost = panel.unit_cost.sum(axis=2)
    more = np.minimum(output * PART, (panel.reachable - output).clip(min=0.0))
    less = np.minimum(output * PART, (output - panel.need * panel.floor).clip(min=0.0))
    up = _benefit(about, output + more) - _benefit(about, output)
    down = _benefit(about, output) - _benefit(about, output - less)
    rows = []
    for key, name in about.view.programmes.items():
        at = panel.positions["programme"][key]
        rows.append(
            {
                "programme": name,
                "output": about.view.outputs[key],
                "more": float(more[at].sum()),
                "more_money": float((cost[at] * more[at]).sum()) * scale,
                "more_benefit": float(up[at].sum()),
                "less": -float(less[at].sum()),
                "less_money": -float((cost[at] * less[at]).sum()) * scale,
                "less_benefit": -float(down[at].sum()),
                "of": {"programme": key},
            }
        )
    columns = [
        Column("programme", _("Programme")),
        Column("output", _("Counted in")),
        *_columns(about, "more", _("One per cent more: outputs")),
        *_columns(about, "less", _("One per cent less: outputs")),
    ]
    note = _(
        "Output of every region and year one per cent larger and smaller, as far as ceilings and "
        "floors of coverage allow, at its own unit cost and benefit; other rules are left aside."
    )
    table = make_table(
        "marginal-lines", _("One per cent more and less of each programme"), columns, rows, note
    )
    return Chapter("marginal", _("Lines at the margin"), [table], "annex")


def _columns(about: Subject, key: str, label: str) -> list[Column]:
    """Outputs, money and benefit of one per cent more, or less."""
    _ = about.words
    money, benefit = f"{key}_money", f"{key}_benefit"
    return [
        Column(key, label, "count", decimals=1, origin=Sum("margins", key)),
        Column(money, _("Money"), "money", origin=Sum("margins", money)),
        Column(benefit, _("Benefit"), "number", _("points"), 1, origin=Sum("margins", benefit)),
    ]


def _output(about: Subject) -> Floats:
    """Output of each programme, region and year, shape (P, R, T)."""
    panel = about.side.allocation.panel
    found = np.zeros(panel.need.shape)
    rows = total_by(about.side.allocation.delivery, ["programme", "region", "year"], "output")
    for (programme, region, year), amount in rows.items():
        place = panel.positions["programme"][programme], panel.positions["region"][region]
        found[(*place, panel.years.index(year))] = amount
    return found


def _benefit(about: Subject, output: Floats) -> Floats:
    """Benefit in steps: Σ_j weight_j · (what of the output falls into step j), shape (P, R, T)."""
    panel = about.side.allocation.panel
    total = np.zeros_like(output)
    below = np.zeros(output.shape)
    for step in range(panel.step_up_to.shape[1]):
        top = panel.need * panel.step_up_to[:, step][:, None, None]
        inside = np.minimum(output, top) - np.minimum(output, below)
        total += panel.step_weight[:, step][:, None, None] * inside
        below = np.maximum(below, top)
    return total
