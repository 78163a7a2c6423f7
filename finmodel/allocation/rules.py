"""The table of rules: each row of the program that somebody set, with activity, limit and slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from finmodel.allocation.columns import ids, maybe, nothing, numbers, texts
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rule_sentences import rule_sentences, sentence_named
from finmodel.panel.panel import Floats, Integers
from finmodel.program.emitter import Family
from finmodel.program.policies.breaking import BROKEN
from finmodel.program.program import Program

if TYPE_CHECKING:
    from finmodel.allocation.marginal import Sides


def sentence_of(family: Family, sentences: dict[str, str]) -> str:
    """Sentence of a family of rows; empty for what follows from definitions."""
    return sentence_named(family.name, sentences) if family.path else ""


def ruled(program: Program) -> list[Family]:
    """Families of rows that somebody set."""
    return [
        family
        for family in program.rows
        if family.path and not family.name.startswith("objective.")
    ]


def ruled_rows(program: Program) -> Integers:
    """Rows of the program that somebody set."""
    none = np.empty(0, np.int64)
    return np.concatenate([none, *(family.numbers() for family in ruled(program))])


def valued_rows(program: Program) -> Integers:
    """Rows of which one asks what a little more would bring.

    What a contract provides and what a lump holds follow from their own terms: nobody sets them a
    little higher.
    """
    own = [
        family
        for family in ruled(program)
        if not family.name.startswith("contracts.") and not family.name.endswith(".lumps")
    ]
    return np.concatenate([np.empty(0, np.int64), *(family.numbers() for family in own)])


def rules_table(program: Program, rounded: Rounded, sides: Sides | None) -> pa.Table:
    """One row for each rule, region, programme and year, as the rounded allocation keeps it.

    Parameters
    ----------
    program : Program
        The program.
    rounded : Rounded
        The allocation in whole rounding units.
    sides : Sides or None
        What one more and one less of each row's limit would change; None where nobody asks.
    """
    sentences = rule_sentences(program.panel.scenario)
    activity = program.matrix @ rounded.values
    parts = [
        _part(program, family, sides, rounded, activity, sentence_of(family, sentences))
        for family in ruled(program)
    ]
    return pa.concat_tables(parts) if parts else _empty()


def _part(
    program: Program,
    family: Family,
    sides: Sides | None,
    rounded: Rounded,
    activity: Floats,
    sentence: str,
) -> pa.Table:
    part = family.range
    lower, upper = program.row_lower[part], program.row_upper[part]
    from_below = np.isfinite(lower)
    limit = np.where(from_below, lower, upper)
    kept = activity[part]
    broken = next((f for f in program.columns if f.name == BROKEN + family.name), None)
    if broken is not None:
        breach = rounded.values[broken.range]
        kept = np.where(from_below, kept - breach, kept + breach)
    slack = np.where(from_below, kept - lower, upper - kept)
    broken_by = np.full(family.count, np.nan)
    sentence_of_each = [sentence] * family.count
    if broken is not None:
        # What rounding or the solver's last digits do is no breach.
        broken_by = np.where(-slack > rounded.allowances[part], -slack, 0.0)
        sentence_of_each = [
            f"{sentence} Broken by {by:,.6g}." if by > 0 else sentence for by in broken_by.tolist()
        ]
    names = ("more", "less", "more_holds", "less_holds")
    unknown = np.full(family.count, np.nan)
    of = {name: unknown if sides is None else getattr(sides, name)[part] for name in names}
    return pa.table(
        {
            "rule": texts([family.name] * family.count),
            "region": _place(program, family, "region"),
            "programme": _place(program, family, "programme"),
            "year": _place(program, family, "year"),
            "activity": numbers(kept),
            "limit": numbers(limit),
            "slack": numbers(slack),
            "broken_by": maybe(broken_by),
            "allowance": numbers(rounded.allowances[part]),
            "one_more": maybe(of["more"]),
            "one_less": maybe(of["less"]),
            "more_holds": maybe(of["more_holds"]),
            "less_holds": maybe(of["less_holds"]),
            "sentence": texts(sentence_of_each),
        }
    )


def _place(program: Program, family: Family, axis: str) -> pa.Array:
    panel = program.panel
    if axis == "year" and "due" in family.labels:
        return numbers(np.array(panel.signings.due, dtype=np.int64)[family.labels["due"]])
    if axis == "region" and "pot" in family.labels:
        return texts([panel.pots.region[pot] for pot in family.labels["pot"]])
    if axis not in family.labels:
        if axis == "year":
            return nothing(family.count)
        return texts([""] * family.count)
    axes = {"region": panel.regions, "programme": panel.programmes, "year": panel.years}
    return ids(axes[axis], family.labels[axis])


def _empty() -> pa.Table:
    kinds = {"year": pa.int64(), "rule": pa.string(), "region": pa.string()}
    kinds |= {"programme": pa.string(), "sentence": pa.string()}
    titles = ("rule", "region", "programme", "year", "activity", "limit", "slack", "broken_by")
    columns = (*titles, "allowance", "one_more", "one_less", "more_holds", "less_holds", "sentence")
    made = {pa.string(): texts([]), pa.int64(): nothing(0), pa.float64(): numbers(np.empty(0))}
    return pa.table({title: made[kinds.get(title, pa.float64())] for title in columns})
