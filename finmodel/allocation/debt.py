"""What a plan's loans cost: drawn, serviced and owed, year by year, to the last payment."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import numbers, texts
from finmodel.allocation.purses import rounded_up
from finmodel.allocation.rounded import Rounded
from finmodel.panel.panel import Integers, Panel
from finmodel.program.funding.loans import service_of


def debt_table(panel: Panel, rounded: Rounded) -> pa.Table:
    """Loans by year, beyond the plan too.

    Parameters
    ----------
    panel : Panel
        The panel, with at least one loan.
    rounded : Rounded
        The allocation in whole rounding units.

    Returns
    -------
    Table
        source, year, serviced_by, drawn, debt_service (fees among it) and owed at the end of the
        year [currency], grant_element of the loan [%]. Within the plan the debt service is what
        the source that pays it is charged.
    """
    return pa.concat_tables([_of_loan(panel, rounded, key) for key in panel.loans])


def _of_loan(panel: Panel, rounded: Rounded, key: str) -> pa.Table:
    loan = panel.loans[key]
    drawn, service, owed = loan_in_whole_units(panel, rounded, key)
    return pa.table(
        {
            "source": texts([key] * drawn.size),
            "year": numbers(panel.years[0] + np.arange(drawn.size)),
            "serviced_by": texts([panel.sources[loan.servicer]] * drawn.size),
            "drawn": numbers(drawn),
            "debt_service": numbers(service),
            "owed": numbers(owed),
            "grant_element": numbers(np.full(drawn.size, loan.grant_element)),
        }
    )


def loan_in_whole_units(
    panel: Panel, rounded: Rounded, key: str
) -> tuple[Integers, Integers, Integers]:
    """Drawn, debt service and principal owed of one loan, each of shape (H,) [currency]."""
    loan, unit = panel.loans[key], rounded.unit
    plan, years = len(panel.years), loan.rate.size
    pot = int(np.nonzero(panel.pots.source == loan.source)[0][0])
    payer = int(np.nonzero(panel.pots.source == loan.servicer)[0][0])
    drawn = np.zeros(years, dtype=np.int64)
    drawn[:plan] = rounded.added[pot]
    draws = drawn[:plan] / unit
    service = rounded_up(draws @ loan.service) * unit
    charged = rounded.charged.get(service_of(key))
    service[:plan] = 0 if charged is None else charged[payer]
    return drawn, service, np.rint(draws @ loan.owed).astype(np.int64) * unit
