"""Guarantees: what is expected to be called, and how much may be guaranteed."""

from __future__ import annotations

import numpy as np

from finmodel.panel.costs import in_scenario_currency
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import Emitter
from finmodel.scenario.sources import Guarantee

CALLS = "expected calls of "
"""What a guarantee charges starts with this, followed by its id."""


def add_guarantees(emitter: Emitter) -> None:
    """Expected call PD · LGD · coverage · EAD[t] as a first charge; coverage · EAD[t] ≤ limit.

    EAD[t] is a fixed exposure, or what is owed at the start of the year of a loan's draws. A fixed
    exposure stands in a column held at one.
    """
    panel = emitter.panel
    for key, source in sorted(panel.scenario.sources.items()):
        if not isinstance(source, Guarantee):
            continue
        columns, year, exposed = exposure(emitter, key, source)
        caller = panel.positions["source"][source.called_on]
        emitter.charge(CALLS + key, caller, year, columns, source.expected_call * exposed)
        if source.limit is not None:
            limit = in_scenario_currency(
                panel.scenario, [source.limit] * len(panel.years), source.currency
            )
            years = np.arange(len(panel.years), dtype=np.int64)
            rows = emitter.add_rows(
                f"sources.{key}.limit", -np.inf, limit, ("sources", key, "limit"), year=years
            )
            emitter.enter(rows.start + year, columns, source.coverage * exposed)


def exposure(emitter: Emitter, key: str, source: Guarantee) -> tuple[Integers, Integers, Floats]:
    """Columns, years and exposure for each unit of the column, before coverage [money unit].

    A column held at one, for a fixed exposure, is made where it is not there yet.
    """
    panel = emitter.panel
    if source.exposure is not None:
        amounts = [source.exposure.at(year) for year in panel.years]
        money = in_scenario_currency(panel.scenario, amounts, source.currency)
        name = f"guaranteed.{key}"
        held = next((one for one in emitter.columns if one.name == name), None)
        held = held or emitter.add_columns(name, 1.0, 1.0)
        years = np.arange(money.size, dtype=np.int64)
        return np.full(money.size, held.start, dtype=np.int64), years, money
    nothing = np.empty(0, dtype=np.int64)
    draws = next((one for one in emitter.columns if one.name == f"draw.{source.backs}"), None)
    if draws is None:
        return nothing, nothing, np.empty(0)
    loan, drawn = panel.loans[str(source.backs)], draws.labels["year"]
    plan = len(panel.years)
    owed = np.zeros((drawn.size, plan))
    # What is owed at the end of a year is owed at the start of the next, at that year's rate.
    owed[:, 1:] = loan.owed[drawn, : plan - 1] * loan.rate[1:plan] / loan.rate[: plan - 1]
    place, year = (axis.astype(np.int64) for axis in np.nonzero(owed))
    return draws.start + place, year, owed[place, year]
