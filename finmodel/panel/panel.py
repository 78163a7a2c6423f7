"""A scenario laid out as labelled arrays on the axes region, programme, year, category, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from finmodel.scenario.scenario import Scenario
from finmodel.scenario.selection import Selection

if TYPE_CHECKING:
    from finmodel.panel.earnings import Earnings
    from finmodel.panel.loans import LaidOutLoan

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """A selection as one array for each axis; the selected cells are their product."""

    programmes: Floats
    """Weight of each programme, shape (P,): 0 or 1, or a marker's weight [1]."""
    regions: Bools
    """Shape (R,)."""
    categories: Bools
    """Shape (K,)."""
    years: Bools
    """Shape (T,)."""

    def cells(self) -> Floats:
        """Weight of each cell, shape (P, R, K, T)."""
        return (
            self.programmes[:, None, None, None]
            * self.regions[None, :, None, None]
            * self.categories[None, None, :, None]
            * self.years[None, None, None, :]
        )


@dataclass(frozen=True)
class Pots:
    """The purses of all sources: one for a national source, one a region for a local one."""

    source: Integers
    """Source of each pot, shape (N,)."""
    region: tuple[str, ...]
    """Region that the pot belongs to; empty for a national source."""
    available: Floats
    """Money of each year, shape (N, T) [money unit]."""
    charges: Floats
    """Fixed payments of each year that come before programmes, shape (N, T) [money unit]."""
    addable: Floats
    """Most that decisions, such as a loan's draws, may add, shape (N, T) [money unit]."""
    paying: Integers
    """Pot that pays for a source in a leaf region, -1 for none, shape (S, R)."""

    @property
    def free(self) -> Floats:
        """Money of each year after fixed first charges, shape (N, T) [money unit]."""
        return self.available - self.charges

    @property
    def most(self) -> Floats:
        """Most money of each year, with what decisions may add, shape (N, T) [money unit]."""
        return self.available + self.addable


@dataclass(frozen=True)
class Signings:
    """Contracts with private partners: one row for each year in which one may be signed."""

    contracts: tuple[str, ...]
    """Ids, sorted; J of them."""
    programme: Integers
    """Programme that each contract delivers, shape (J,)."""
    payer: Integers
    """Source that pays for each contract, -1 for none, shape (J,)."""
    share: Floats
    """Share of each contract's output that goes to each region, shape (J, R)."""
    contract: Integers
    """Contract of each row, shape (N,)."""
    year: Integers
    """Calendar year of signing, shape (N,)."""
    whole: Bools
    """Whether it is signed whole or not at all, shape (N,)."""
    output: Floats
    """What it can deliver, shape (N, R, T) [units of output]."""
    due: tuple[int, ...]
    """Calendar years of the series below: from the first of the plan to the last payment; D."""
    upfront: Floats
    """Public grants and equity while it is built, shape (N, D), as are all below [money unit]."""
    payments: Floats
    """Public payments for service and outcomes."""
    calls: Floats
    """Contingent payments expected."""
    income: Floats
    """What comes to the public side."""
    private: Floats
    """Private capital."""
    stressed: Floats
    """Contingent payments in the worst case of each year."""

    @property
    def charged(self) -> Floats:
        """What the payer pays, expected calls in it, shape (N, D) [money unit]."""
        return self.upfront + self.payments + self.calls


@dataclass(frozen=True)
class Panel:
    """All numbers of a scenario, nominal, in the money unit, every coefficient 12 digits long.

    Axes: programme P, leaf region R, cost category K, year T, source S; each sorted by id.
    """

    scenario: Scenario
    programmes: tuple[str, ...]
    regions: tuple[str, ...]
    categories: tuple[str, ...]
    years: tuple[int, ...]
    sources: tuple[str, ...]
    attributes: Mapping[str, Floats]
    """Attributes of the leaf regions after scaling and treatment of unknowns, each (R,)."""
    need: Floats
    """Units of output that would meet the whole need, (P, R, T)."""
    floor: Floats
    """Least coverage, (P, R, T) [share of need]."""
    ceiling: Floats
    """Greatest coverage, (P, R, T) [share of need]; zero before a programme starts."""
    today: Floats
    """Output in the year before the plan, (P, R); NaN where the scenario does not say."""
    unit_cost: Floats
    """Cost of one unit of output charged to the sources, (P, R, K, T) [money unit]."""
    baseline_cost: Floats
    """Cost of one unit of output that is already paid from elsewhere, (P, R, K, T)."""
    national_cost: Floats
    """Charged cost of one unit at the national price level, (P, T) [money unit]."""
    months: Floats
    """Part of the year in which a programme runs, (P, T)."""
    step_up_to: Floats
    """Coverage up to which each benefit step reaches, (P, J) [share of need]."""
    step_weight: Floats
    """Benefit of one unit of output in each step, (P, J) [points]."""
    pots: Pots
    signings: Signings
    earnings: Mapping[str, Earnings] = field(default_factory=dict)
    """What outputs earn for sources, by source."""
    loans: Mapping[str, LaidOutLoan] = field(default_factory=dict)
    """Loans by id, in the order of the sources."""
    positions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Position of each id on its axis."""
    aimed: Floats | None = None
    """Output that coverage counts against where it is not all that is reachable, (P, R, T)."""

    @property
    def reachable(self) -> Floats:
        """Output at the coverage ceiling, (P, R, T)."""
        return self.need * self.ceiling

    def choose(self, selection: Selection | None) -> Chosen:
        """Lay a selection out on the axes; None selects everything.

        Returns
        -------
        Chosen
            Arrays of shape (P,), (R,), (K,), (T,).
        """
        if selection is None:
            selection = Selection()
        return Chosen(
            programmes=self._programme_weights(selection),
            regions=self._region_mask(selection),
            categories=np.array(
                [
                    selection.categories is None or key in selection.categories
                    for key in self.categories
                ],
                dtype=bool,
            ),
            years=np.array(
                [selection.years is None or year in selection.years for year in self.years],
                dtype=bool,
            ),
        )

    def eligible(self, source: str) -> Bools:
        """Cells that a source may pay for, shape (P, R, K, T)."""
        terms = self.scenario.sources[source]
        allowed = self.choose(terms.only_for).cells() > 0
        if terms.not_for is not None:
            allowed &= ~(self.choose(terms.not_for).cells() > 0)
        paying = self.pots.paying[self.positions["source"][source]] >= 0
        allowed &= paying[None, :, None, None]
        return allowed

    def region_members(self, name: str) -> Bools:
        """Leaf regions that a region, a group or `all` stands for, shape (R,)."""
        members = set(self.scenario.regions.members(name))
        return np.array([key in members for key in self.regions], dtype=bool)

    def _programme_weights(self, selection: Selection) -> Floats:
        weights = np.ones(len(self.programmes))
        for position, key in enumerate(self.programmes):
            programme = self.scenario.programmes[key]
            named = (
                (selection.programmes, key),
                (selection.themes, programme.theme),
                (selection.learning_city_areas, programme.learning_city_area),
            )
            if any(wanted is not None and value not in wanted for wanted, value in named):
                weights[position] = 0
            elif selection.marker is not None:
                weights[position] = programme.markers.get(selection.marker, 0.0)
        return weights

    def _region_mask(self, selection: Selection) -> Bools:
        if selection.regions is None:
            return np.ones(len(self.regions), dtype=bool)
        mask = np.zeros(len(self.regions), dtype=bool)
        for name in selection.regions:
            mask |= self.region_members(name)
        return mask
