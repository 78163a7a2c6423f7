"""Whether the tables of a gap scenario hold: cost, who pays and what is missing, by envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from finmodel.allocation.allocation import TABLES
from finmodel.allocation.allowances import cell_allowances
from finmodel.allocation.columns import doubles, numbers, whole
from finmodel.allocation.gap import by_place, by_source
from finmodel.allocation.proof.certificate_format import StageEntry
from finmodel.allocation.proof.check import bound_stages, broken_stages
from finmodel.allocation.proof.failed import Reason, reason
from finmodel.allocation.proof.read_back import positions
from finmodel.allocation.proof.same_tables import compare_tables
from finmodel.allocation.proof.stages import StageProof
from finmodel.allocation.purses import lay_out_purses, rounded_down, rounded_up
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rounding import OUTPUT_GRID
from finmodel.panel.panel import Floats, Integers
from finmodel.program.program import Program
from finmodel.scenario.sources.unfunded import UNFUNDED

GOAL = "minimise gap"
"""Goal of the stage whose value is what is missing."""
TABLES_OF_GAP = ("gap", "envelopes")


@dataclass(frozen=True)
class EnvelopeProof:
    """What is proved of an envelope: its stages, and what does not hold."""

    stages: list[StageProof]
    broken: list[Reason]


def of_envelope(table: pa.Table, envelope: str) -> pa.Table:
    """Rows of one envelope."""
    mine = np.array([name == envelope for name in table["envelope"].to_pylist()], dtype=bool)
    return table.take(numbers(np.nonzero(mine)[0]))


def counted_envelope(
    program: Program, rounded: Rounded, tables: Mapping[str, pa.Table], envelope: str
) -> list[Reason]:
    """Compare the envelope that the allocation counts on with what follows from its flows."""
    saved = {name: of_envelope(tables[name], envelope) for name in TABLES_OF_GAP}
    follows = {
        "gap": by_place(envelope, program, rounded),
        "envelopes": by_source(envelope, program, rounded),
    }
    return compare_tables(saved, follows, {})


def other_envelope(
    program: Program, entries: list[StageEntry], tables: Mapping[str, pa.Table], envelope: str
) -> EnvelopeProof:
    """Bound the gap of another envelope, and check its tables.

    Parameters
    ----------
    program : Program
        The program with the envelope's money.
    entries : list of StageEntry
        What the certificate says of its stages.
    tables : mapping of str to Table
        gap and envelopes.
    envelope : str
        Name of the envelope.
    """
    unit, grid = program.panel.scenario.rounding_unit, OUTPUT_GRID
    recorded = [entry.recorded for entry in entries]
    exact, stages = bound_stages(program, recorded, [entry.multipliers for entry in entries])
    saved = [of_envelope(tables[name], envelope) for name in TABLES_OF_GAP]
    broken = [
        *broken_stages(exact, stages, optimal=not program.whole.any()),
        *_places_wrong(program, saved[0], unit, grid),
        *_sources_wrong(program, saved[0], saved[1], unit),
    ]
    missing = sum(saved[0]["unfunded"].to_pylist())
    for stage in stages:
        told = Fraction(repr(stage.value)) * program.panel.scenario.money.scale
        allowance = stage.allowance * program.panel.scenario.money.scale
        if stage.goal == GOAL and abs(missing - told) > allowance:
            broken.append(
                reason(
                    "gap.csv: {missing} is missing, where {told} is recorded",
                    missing=missing,
                    told=f"{float(told):.0f}",
                )
            )
    named = [reason("{envelope} money: {why}", envelope=envelope, why=why) for why in broken]
    return EnvelopeProof(stages, named)


def _places_wrong(program: Program, table: pa.Table, unit: int, grid: float) -> list[Reason]:
    """Cost that is not the cost of the targets, or a gap beyond it."""
    panel, cells, scale = program.panel, program.cells, program.panel.scenario.money.scale
    file = TABLES["gap"]
    place = tuple(
        positions(table, name, axis, file)
        for name, axis in (
            ("region", panel.regions),
            ("programme", panel.programmes),
            ("year", panel.years),
        )
    )
    needed = np.nonzero(panel.need.transpose(1, 0, 2) > 0)
    if len(place[0]) != len(needed[0]) or any(
        (one != other).any() for one, other in zip(place, needed, strict=True)
    ):
        return [reason("gap.csv: its rows are not the regions, programmes and years with need")]
    full, least = (
        np.einsum("prkt,prt->rpt", panel.unit_cost, output)[place] * scale
        for output in (panel.reachable, _conventional_at_least(program))
    )
    short = np.zeros((len(panel.regions), len(panel.programmes), len(panel.years)))
    np.add.at(short, (cells.region, cells.programme), cell_allowances(program, unit, grid) * scale)
    cost, missing = (whole(table, name) for name in ("cost", "unfunded"))
    near = 1e-9 * full + unit
    reasons = []
    if ((cost > full + near) | (cost < least - short[place] - near)).any():
        reasons.append(reason("gap.csv: some cost is not the cost of its target"))
    if ((missing < 0) | (missing > cost)).any():
        reasons.append(
            reason("gap.csv: more is missing than something costs, or less than nothing")
        )
    return reasons


def _conventional_at_least(program: Program) -> Floats:
    """Targets less all that contracts may provide of them, (P, R, T)."""
    rest = program.panel.reachable.copy()
    for family in program.families("provide"):
        np.subtract.at(rest, program.provided_at(family), program.upper[family.range])
    return np.maximum(rest, 0.0)


def _sources_wrong(
    program: Program, places: pa.Table, sources: pa.Table, unit: int
) -> list[Reason]:
    """Sources that do not have what they use, or do not add up to the cost of a year."""
    panel, file = program.panel, TABLES["envelopes"]
    shape = (len(panel.sources), len(panel.years))
    if sources.num_rows != shape[0] * shape[1]:
        return [reason("envelopes.csv: its rows are not the sources and years")]
    at = (
        positions(sources, "source", panel.sources, file),
        positions(sources, "year", panel.years, file),
    )
    available, used = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    available[at] = whole(sources, "available")
    used[at] = whole(sources, "used")
    purses = lay_out_purses(
        program, np.zeros(program.lower.size), panel.scenario.money.scale / unit
    )
    least, most = _amounts_said(program, purses.available * unit, unit)
    unfunded = panel.positions["source"][UNFUNDED]
    least[unfunded] = most[unfunded] = 0
    reasons = []
    if ((available < least) | (available > most)).any():
        reasons.append(
            reason("envelopes.csv: some source has another amount than the scenario says")
        )
    if (used < 0).any():
        reasons.append(reason("envelopes.csv: some source pays less than nothing"))
    year = positions(places, "year", panel.years, TABLES["gap"])
    if (used.sum(axis=0) != _by_year(places, "cost", year, shape[1])).any():
        reasons.append(reason("envelopes.csv: what the sources pay is not the cost in gap.csv"))
    if (used[unfunded] != _by_year(places, "unfunded", year, shape[1])).any():
        reasons.append(reason("envelopes.csv: what is missing is not what is missing in gap.csv"))
    return reasons


def _amounts_said(program: Program, fixed: Integers, unit: int) -> tuple[Integers, Integers]:
    """Least and most that each source can have in each year, (S, T) [currency].

    What may be drawn of a loan is there; what outputs earn is between nothing and its most.
    """
    panel, pots = program.panel, program.panel.pots
    shape = (len(panel.sources), len(panel.years))
    units = pots.addable * panel.scenario.money.scale / unit
    lent = np.isin(pots.source, [loan.source for loan in panel.loans.values()])[:, None]
    least, most = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(least, pots.source, fixed + np.where(lent, rounded_down(units), 0) * unit)
    np.add.at(most, pots.source, fixed + rounded_up(units) * unit)
    return least, most


def _by_year(table: pa.Table, column: str, year: Integers, years: int) -> Integers:
    total = np.zeros(years, dtype=np.int64)
    np.add.at(total, year, whole(table, column))
    return total


def chances_wrong(table: pa.Table, said: Any) -> list[Reason]:
    """Chances whose probabilities do not add up, or that the manifest sums up otherwise."""
    probability = doubles(table, "probability")
    gaps = whole(table, "gap")
    reasons = []
    if abs(float(probability.sum()) - 1.0) > 1e-9 or (probability < 0).any():
        reasons.append(reason("chances.csv: the probabilities do not add up to one"))
    if (np.diff(gaps) < 0).any():
        reasons.append(reason("chances.csv: the smallest gap does not come first"))
    if not isinstance(said, dict) or reasons:
        return reasons or [reason("manifest.json: what is said of the gap is missing")]
    reached = np.nonzero(np.cumsum(probability) >= float(said["confidence"]) - 1e-12)[0]
    most = int(gaps[reached[0]]) if reached.size else int(gaps[-1])
    mean = float((probability * gaps).sum())
    if most != said["not_more_than"] or abs(mean - said["mean"]) > 1.0:
        reasons.append(
            reason("manifest.json: what is said of the gap does not follow from chances.csv")
        )
    return reasons
