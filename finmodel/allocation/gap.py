"""The gap: what the targets cost and who pays, under each envelope of money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, numbers, texts
from finmodel.allocation.purses import rounded_down
from finmodel.allocation.rounded import Rounded
from finmodel.program.program import Program
from finmodel.scenario.sources.certainty import Envelope
from finmodel.scenario.sources.unfunded import UNFUNDED

Answers = Mapping[Envelope, tuple[Program, Rounded]]
"""Rounded answer under each envelope."""


def gap_tables(answers: Answers) -> dict[str, pa.Table]:
    """Tables of the gap.

    Parameters
    ----------
    answers : mapping
        Program and rounded answer under each envelope.

    Returns
    -------
    dict of str to Table
        `gap`: envelope, region, programme, year, cost, unfunded; `envelopes`: envelope, source,
        year, available, used, the unfunded part among the sources.
    """
    return {
        "gap": pa.concat_tables([by_place(name, *answer) for name, answer in answers.items()]),
        "envelopes": pa.concat_tables(
            [by_source(name, *answer) for name, answer in answers.items()]
        ),
    }


def by_place(envelope: str, program: Program, rounded: Rounded) -> pa.Table:
    """Cost and what is missing by region, programme and year under an envelope."""
    panel, cells, flows = program.panel, program.cells, rounded.flows
    shape = (len(panel.regions), len(panel.programmes), len(panel.years))
    cost, missing = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(cost, (cells.region, cells.programme), rounded.cost)
    unfunded = flows.source == panel.positions["source"][UNFUNDED]
    cell = flows.cell[unfunded]
    place = (cells.region[cell], cells.programme[cell], flows.year[unfunded])
    np.add.at(missing, place, flows.amount[unfunded])
    needed = panel.need.transpose(1, 0, 2) > 0
    region, programme, year = (axis.astype(np.int64) for axis in np.nonzero(needed))
    return pa.table(
        {
            "envelope": texts([envelope] * region.size),
            "region": ids(panel.regions, region),
            "programme": ids(panel.programmes, programme),
            "year": ids(panel.years, year),
            "cost": numbers(cost[region, programme, year]),
            "unfunded": numbers(missing[region, programme, year]),
        }
    )


def by_source(envelope: str, program: Program, rounded: Rounded) -> pa.Table:
    """What each source has and pays by year under an envelope."""
    panel, pots = program.panel, program.panel.pots
    shape = (len(panel.sources), len(panel.years))
    available, used = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    # What may be drawn of a loan is there, whether it is drawn or not.
    lent = np.isin(pots.source, [loan.source for loan in panel.loans.values()])[:, None]
    may = rounded_down(pots.addable * panel.scenario.money.scale / rounded.unit) * rounded.unit
    added = np.where(lent, np.maximum(may, rounded.added), rounded.added)
    np.add.at(available, pots.source, rounded.available + added)
    np.add.at(used, pots.source, rounded.used)
    # What is missing is not there before it is asked for.
    available[panel.positions["source"][UNFUNDED]] = 0
    source, year = (axis.reshape(-1).astype(np.int64) for axis in np.indices(shape))
    return pa.table(
        {
            "envelope": texts([envelope] * source.size),
            "source": ids(panel.sources, source),
            "year": ids(panel.years, year),
            "available": numbers(available.reshape(-1)),
            "used": numbers(used.reshape(-1)),
        }
    )
