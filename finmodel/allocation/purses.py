"""Whole money of purses from year to year: what they may pay, and what they carry over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from finmodel.panel.decimals import exact
from finmodel.panel.panel import Floats, Integers, Panel
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED

NEAR = 0.7320508e-6
"""Part of a rounding unit, or of an output grid, within which a number counts as whole. Outputs on
their grid of a millionth cost a short decimal below a whole unit: a limit of few digits would meet
some of them exactly, and the last bit of a product would decide."""
NOISE = 1e-13
"""Relative error that arithmetic leaves in a large number."""
CLOSE = 1.0954451e-4
"""Part of a rounding unit by which a purse's payments may stand above a whole number and still be
rounded down to it."""


def rounded_down(amount: Floats) -> Integers:
    """Whole numbers below; a number just below a whole one counts as that one.

    Examples
    --------
    >>> rounded_down(np.array([2.9, 2.99999999])).tolist()
    [2, 3]
    """
    return np.floor(amount + np.maximum(NEAR, NOISE * np.abs(amount))).astype(np.int64)


def rounded_up(amount: Floats, close: float = NEAR) -> Integers:
    """Whole numbers above; a number just above a whole one counts as that one."""
    return np.ceil(amount - np.maximum(close, NOISE * np.abs(amount))).astype(np.int64)


def with_whole_availability(panel: Panel, unit: int) -> Panel:
    """Panel in which each pot's availability is rounded down to whole rounding units.

    A program built on it plans no money that rounding would take away again.

    Parameters
    ----------
    panel : Panel
        The panel.
    unit : int
        Rounding unit [currency unit].
    """
    units = panel.scenario.money.scale / unit
    available = exact(rounded_down(panel.pots.available * units) / units)
    # What is missing is no money that somebody has.
    missing = np.isin(panel.pots.source, np.nonzero(np.array(panel.sources) == UNFUNDED)[0])
    available[missing] = panel.pots.available[missing]
    charges = exact(whole_charges(panel, available, units) / units)
    return replace(panel, pots=replace(panel.pots, available=available, charges=charges))


def whole_charges(panel: Panel, available: Floats, units: float) -> Integers:
    """Fixed first charges in whole rounding units: rounded up, where there is money for it."""
    charges = rounded_up(panel.pots.charges * units)
    whole = rounded_down(available * units)
    # What rounding alone puts beyond the money is not charged.
    return np.where(charges == whole + 1, whole, charges)


@dataclass(frozen=True)
class Purses:
    """What each pot has in each year, in whole rounding units, shapes (N, T)."""

    available: Integers
    added: Integers
    """What decisions add, such as a loan's draws."""
    charges: Integers
    """What comes before programmes."""
    most_carried: Integers
    """Most that may be carried out of the year."""
    wanted: Floats
    """What the solution carries out of the year."""
    charged: Mapping[str, Integers] = field(default_factory=dict)
    """Part of the charges that follows from decisions, by what is paid."""

    @property
    def free(self) -> Integers:
        """Money of each year after first charges."""
        return self.available + self.added - self.charges

    def limits(self, payments: Integers) -> Integers:
        """Most that each purse may pay, given what it would pay in later years.

        Parameters
        ----------
        payments : ndarray of int, shape (N, T)
            What each purse would like to pay.

        Returns
        -------
        ndarray of int, shape (N, T)
            Payments within these limits can be made with what may be carried over.
        """
        free, carried = self.free, self._could_be_carried
        limit = np.zeros_like(free)
        needed = np.zeros_like(free[:, 0])
        for year in reversed(range(limit.shape[1])):
            brought = carried[:, year - 1] if year else np.zeros_like(needed)
            # Charges of a later year may need more than this year has.
            limit[:, year] = np.maximum(0, free[:, year] + brought - needed)
            paid = np.minimum(payments[:, year], limit[:, year])
            needed = np.maximum(0, paid + needed - free[:, year])
        return limit

    @property
    def _could_be_carried(self) -> Integers:
        """What could be carried out of each year if nothing were paid before, shape (N, T)."""
        most = np.zeros_like(self.most_carried)
        before = np.zeros_like(most[:, 0])
        for year in range(most.shape[1]):
            there = np.minimum(self.most_carried[:, year], self.free[:, year] + before)
            before = most[:, year] = np.maximum(there, 0)
        return most

    def carried(self, paid: Integers) -> Integers:
        """Money carried out of each year, as near to the solution as the payments let it be.

        A part of a unit that the solution carries is carried as a whole one, so that it does not
        lapse.

        Parameters
        ----------
        paid : ndarray of int, shape (N, T)
            Payments within `limits`.

        Returns
        -------
        ndarray of int, shape (N, T)
        """
        free = self.free
        least = np.zeros_like(paid)
        for year in reversed(range(paid.shape[1] - 1)):
            after = paid[:, year + 1] + least[:, year + 1] - free[:, year + 1]
            least[:, year] = np.maximum(0, after)
        carried = np.zeros_like(paid)
        brought = np.zeros_like(paid[:, 0])
        for year in range(paid.shape[1]):
            left = free[:, year] + brought - paid[:, year]
            most = np.minimum(self.most_carried[:, year], left)
            wanted = rounded_up(self.wanted[:, year])
            brought = np.minimum(np.maximum(wanted, least[:, year]), most)
            carried[:, year] = brought
        return carried


def lay_out_purses(program: Program, values: Floats, units: float) -> Purses:
    """Purses of a program.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray, shape (n,)
        Value of every column; what charges and added money follow from is rounded already.
    units : float
        Rounding units in one money unit.
    """
    panel, shape = program.panel, program.panel.pots.available.shape
    available = rounded_down(panel.pots.available * units)
    added = rounded_down(program.supply.total(values, shape) * units)
    most, wanted = np.zeros(shape), np.zeros(shape)
    for family in program.families("carry."):
        place = (family.labels["pot"], family.labels["year"])
        source = panel.scenario.sources[family.name.removeprefix("carry.")]
        most[place] = program.upper[family.range] * units
        if not source.keeps_balance:
            money = panel.pots.available[place] * units + added[place]
            most[place] = np.minimum(most[place], (source.carry_over or 0.0) * money)
        wanted[place] = values[family.range]
    most_carried = rounded_down(most)
    fixed = whole_charges(panel, panel.pots.available, units)
    charged = _payable(
        {
            what: rounded_up(terms.total(values, shape) * units)
            for what, terms in program.charges.items()
        },
        available + added - fixed,
        most_carried,
    )
    return Purses(
        available=available,
        added=added,
        charges=sum(charged.values(), fixed),
        most_carried=most_carried,
        wanted=wanted * units,
        charged=charged,
    )


def _payable(
    charged: dict[str, Integers], money: Integers, most_carried: Integers
) -> dict[str, Integers]:
    """Charges of decisions without the units that rounding alone puts beyond the money."""
    result = {what: amount.copy() for what, amount in charged.items()}
    brought = np.zeros_like(money[:, 0])
    for year in range(money.shape[1]):
        due = sum((amount[:, year] for amount in result.values()), np.zeros_like(brought))
        left = money[:, year] + brought - due
        for amount in result.values():
            cut = np.clip(-left, 0, np.maximum(amount[:, year], 0))
            amount[:, year] -= cut
            left += cut
        brought = np.minimum(most_carried[:, year], np.maximum(left, 0))
    return result
