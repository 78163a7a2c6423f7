"""The certificate: what a proof of a saved allocation needs, in numbers that are exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from finmodel.allocation.digests import digest_of_manifest
from finmodel.allocation.proof.certificate_format import FORMAT
from finmodel.allocation.proof.check import bound_stages, prove_answer
from finmodel.allocation.proof.closeness import PARTS, how_near
from finmodel.allocation.proof.exact_program import ExactProgram
from finmodel.allocation.proof.multipliers import stage_multipliers, write_multipliers
from finmodel.allocation.proof.read_back import follows_from_tables
from finmodel.allocation.proof.stages import Recorded, StageProof, said, stage_entry
from finmodel.allocation.proof.whole_columns_held import relaxed
from finmodel.allocation.proof.written import places_for, write_numbers
from finmodel.panel.panel import Floats
from finmodel.program.emitter import Family
from finmodel.scenario.sources.certainty import Envelope
from finmodel.solve.nearness import complete
from finmodel.solve.pairs import Pair
from finmodel.solve.run import solve_program

if TYPE_CHECKING:
    from finmodel.allocation.answer import Answer

CHOICE_DIGITS = 25
"""Digits of the allocation before rounding, and of the multipliers of the choice."""
COLUMN_DIGITS = 17
"""Digits of columns that the tables do not hold: a double has no more."""


def certify(
    found: Answer,
    envelopes: Mapping[Envelope, Answer],
    manifest: Mapping[str, Any],
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Write the certificate of an answer.

    Parameters
    ----------
    found : Answer
        The answer.
    envelopes : mapping of str to Answer
        Of a gap scenario, the answers under all envelopes.
    manifest : mapping
        What the manifest says, but for the files.
    progress : callable, optional
        Told in words what is being done.

    Returns
    -------
    dict
        Plain data. Multipliers, bounds and gaps of every stage; the columns that the tables do
        not hold; how near the chosen allocation is to the one that the rule chooses.
    """
    tell = progress or (lambda _: None)
    tell("writing the certificate: what can be reached")
    proof, exact = _proof_of(found)
    relaxation = _relaxation_of(found)
    tell("writing the certificate: the choice among equals")
    chosen = _multipliers_of_choice(found)
    tell("writing the certificate: how near the choice is")
    _prove_choice(found, exact, chosen)
    return {
        "format": FORMAT,
        "scenario": manifest["scenario_digest"],
        "manifest": digest_of_manifest(manifest),
        "rounding": {"unit": found.rounded.unit, "grid": found.rounded.grid},
        **proof,
        **relaxation,
        "chosen": chosen,
        "envelopes": {
            name: _stages_of(answer) for name, answer in envelopes.items() if answer is not found
        },
    }


def _proof_of(found: Answer) -> tuple[dict[str, Any], ExactProgram]:
    """Stages, and columns that the tables do not hold; and the program in exact numbers."""
    program, rounded = found.program, found.rounded
    multipliers, recorded = _multipliers(found), _recorded(found)
    others = np.clip(rounded.values, _least(found), program.upper)
    families = [family for family in program.columns if not follows_from_tables(family.name)]
    places = {
        family.name: places_for(np.abs(others[family.range]), COLUMN_DIGITS) for family in families
    }
    # A number at its bound is the decimal that the bound is, not the double next to it.
    columns = write_numbers(Pair.decimal(others), families, places)
    proved = prove_answer(program, rounded, recorded, multipliers, columns)
    stages = _entries(proved.stages, recorded, multipliers)
    return {"stages": stages, "columns": columns}, proved.exact


def _relaxation_of(found: Answer) -> dict[str, Any]:
    """Where columns take whole numbers, multipliers of the program that lets them take parts."""
    return {"relaxation": _relaxed_multipliers(found)} if found.free.whole.any() else {}


def _relaxed_multipliers(found: Answer) -> list[dict[str, Any]]:
    program = relaxed(found.free)
    # Places that were raised in turn are not held here, and what gives nothing up has no threshold.
    usable = all(each.give_up > 0 for each in program.objectives[:-1]) and all(
        each.places is None for each in found.free.objectives
    )
    if found.relaxed and usable:
        values = list(found.relaxed)
        return [write_multipliers(program, number, each) for number, each in enumerate(values)]
    kept_at = [stage.threshold for stage in found.solution.stages]
    stages = solve_program(program, thresholds=kept_at).stages
    values = stage_multipliers(program, stages)
    return [write_multipliers(program, number, each) for number, each in enumerate(values)]


def _multipliers_of_choice(found: Answer) -> dict[str, Any]:
    """The chosen allocation before rounding, and multipliers that show that it is chosen."""
    program, choice = found.program, found.choice
    point = Pair(choice.values, choice.tails)
    written: dict[str, Any] = {"unrounded": _in_digits(point, program.columns)}
    for part, forces in zip(PARTS, (choice.delivery, choice.flows), strict=True):
        values = complete(program, found.solution, choice.face, point, forces)
        written[part] = {"multipliers": _in_digits(values, program.rows)}
    return written


def _prove_choice(found: Answer, exact: ExactProgram, written: dict[str, Any]) -> None:
    """Add how near the chosen allocation is to the one that the rule chooses."""
    proved, _ = how_near(exact, _recorded(found), written)
    for each in proved:
        written[each.part]["gap"] = said(each.gap)


def _in_digits(values: Pair, families: Sequence[Family]) -> dict[str, Any]:
    """Numbers in so many digits that the distance which they prove is far below a unit of money."""
    places = {
        family.name: places_for(np.abs(values.high[family.range]), CHOICE_DIGITS)
        for family in families
    }
    return write_numbers(values, families, places)


def _least(found: Answer) -> Floats:
    """Least value of each column, those included that a stage holds."""
    least = found.program.lower.copy()
    for stage in found.solution.stages:
        if stage.objective.places is not None:
            columns = stage.objective.places.columns
            least[columns] = np.maximum(least[columns], stage.held)
    return least


def _stages_of(found: Answer) -> dict[str, Any]:
    """Stages of an answer of which only totals are saved, not which whole numbers were chosen."""
    whole, recorded = found.free.whole.any(), _recorded(found)
    multipliers = _relaxed_multipliers(found) if whole else _multipliers(found)
    _, proofs = bound_stages(found.free, recorded, multipliers)
    return {"stages": _entries(proofs, recorded, multipliers)}


def _multipliers(found: Answer) -> list[dict[str, Any]]:
    values = stage_multipliers(found.program, found.solution.stages)
    return [write_multipliers(found.program, number, each) for number, each in enumerate(values)]


def _recorded(found: Answer) -> list[Recorded]:
    return [
        Recorded(stage.value, stage.threshold, tuple(stage.held.tolist()))
        for stage in found.solution.stages
    ]


def _entries(
    proofs: Sequence[StageProof], recorded: Sequence[Recorded], multipliers: Sequence[Any]
) -> list[dict[str, Any]]:
    return [stage_entry(*each) for each in zip(proofs, recorded, multipliers, strict=True)]
