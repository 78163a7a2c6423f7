"""Whether a manifest says what follows from the scenario and the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from finmodel.allocation.proof.certificate_format import StageEntry
from finmodel.allocation.proof.failed import Reason, Unreadable, reason
from finmodel.allocation.proof.stages import stage_name
from finmodel.allocation.rounding import OUTPUT_GRID
from finmodel.program.objectives import Objective
from finmodel.program.program import Program
from finmodel.solve.thresholds import kept
from finmodel.solve.weights import equal_coverage

NEAR = 1e-9
"""Coverage by which a level may differ from what a place keeps."""


def manifest_wrong(
    manifest: Mapping[str, Any],
    certificate: Mapping[str, Any],
    stages: Sequence[StageEntry],
    program: Program,
) -> list[Reason]:
    """Fields of a manifest that say something else than follows.

    Raises
    ------
    Unreadable
        If the certificate's stages are not those of the scenario.
    """
    scenario = program.panel.scenario
    rows, columns = program.matrix.shape
    goals = [objective.goal for objective in program.objectives]
    if [stage.goal for stage in stages] != goals:
        raise Unreadable(
            reason("{file}: the stages are not those of the scenario", file="certificate.json")
        )
    follows = {
        "scenario": scenario.scenario,
        "scenario_digest": certificate.get("scenario"),
        "stage_of_budget": scenario.stage,
        "status": "optimal",
        "rounding_unit": scenario.rounding_unit,
        "size": {
            "rows": rows,
            "columns": columns,
            "blocks": program.blocks.count,
            "cells": program.cells.count,
        },
    }
    if certificate.get("rounding") != {"unit": scenario.rounding_unit, "grid": OUTPUT_GRID}:
        raise Unreadable(reason("certificate.json: it speaks of another rounding"))
    return [
        *_otherwise(manifest, follows),
        *_stages(manifest, stages, program),
        *_among_equals(manifest.get("among_equals"), program),
    ]


def _among_equals(said: Any, program: Program) -> list[Reason]:
    chosen = program.panel.scenario.among_equals
    follows = {
        "stay_close_to": chosen.stay_close_to,
        "digest": chosen.digest,
        "equal_coverage": equal_coverage(program.panel),
    }
    if not isinstance(said, Mapping):
        return [reason("{file}: how one was chosen among equals is missing", file="manifest.json")]
    return _otherwise(said, follows)


def _otherwise(said: Mapping[str, Any], follows: Mapping[str, Any]) -> list[Reason]:
    return [
        reason(
            "manifest.json: {key} is {said}, where {value} follows",
            key=key,
            said=repr(said.get(key)),
            value=repr(value),
        )
        for key, value in follows.items()
        if said.get(key) != value
    ]


def _stages(
    manifest: Mapping[str, Any], stages: Sequence[StageEntry], program: Program
) -> list[Reason]:
    said = manifest.get("stages")
    if not isinstance(said, list) or len(said) != len(stages):
        return [reason("{file}: the stages are not those of the scenario", file="manifest.json")]
    reasons = []
    best = _best(manifest, stages, program)
    for number, (entry, objective) in enumerate(zip(stages, program.objectives, strict=True)):
        name, recorded, told = stage_name(number, entry.goal), entry.recorded, said[number]
        follows = {"goal": entry.goal, "value": recorded.value, "kept_at": recorded.kept_at}
        if not isinstance(told, dict) or any(told.get(key) != follows[key] for key in follows):
            reasons.append(
                reason("manifest.json: {stage} is not what certificate.json says", stage=name)
            )
            continue
        threshold = kept(best[number], objective)
        if threshold != recorded.kept_at:
            reasons.append(
                reason(
                    "{stage} must keep {threshold}, not {kept}",
                    stage=name,
                    threshold=repr(threshold),
                    kept=repr(recorded.kept_at),
                )
            )
        reasons += _levels(told.get("levels", []), recorded.held, objective, name)
    return reasons


def _best(
    manifest: Mapping[str, Any], stages: Sequence[StageEntry], program: Program
) -> list[float]:
    """Best values from which the thresholds follow: over whole numbers, where there are some.

    After places were raised in turn, each stage keeps what it reached itself.
    """
    own = [stage.recorded.value for stage in stages]
    options = manifest.get("options")
    whole = options.get("whole") if isinstance(options, dict) else None
    best = whole.get("best") if isinstance(whole, dict) else None
    if not isinstance(best, list) or len(best) != len(own):
        return own
    raised = [objective.places is not None for objective in program.objectives]
    return [
        own[number] if any(raised[:number]) else float(value) for number, value in enumerate(best)
    ]


def _levels(said: Any, held: Sequence[float], objective: Objective, stage: Reason) -> list[Reason]:
    """Places that are held at other levels than those that are said."""
    if objective.places is None:
        return [reason("manifest.json: {stage} has no levels", stage=stage)] if said else []
    floors = [max(0.0, min(kept(level, objective), level)) for level in said]
    shares = np.array(held) / objective.places.reach
    near = np.min(np.abs(shares[:, None] - np.array(floors)[None, :]), axis=1, initial=np.inf)
    if len(floors) == 0 or bool((near > NEAR).any()):
        return [reason("manifest.json: {stage} holds places at other levels", stage=stage)]
    return []
