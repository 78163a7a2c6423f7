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
        levels = (told.get("levels", []), _best_levels(manifest))
        reasons += _levels(levels, recorded.held, objective, name)
    return reasons


def _best(
    manifest: Mapping[str, Any], stages: Sequence[StageEntry], program: Program
) -> list[float]:
    """Best values from which the thresholds follow: over whole numbers, where there are some.

    After places were raised in turn, each stage keeps what it reached itself.
    """
    own = [stage.recorded.value for stage in stages]
    best = _over_whole(manifest, "best")
    if not isinstance(best, list) or len(best) != len(own):
        return own
    raised = [objective.places is not None for objective in program.objectives]
    return [
        own[number] if any(raised[:number]) else float(value) for number, value in enumerate(best)
    ]


def _over_whole(manifest: Mapping[str, Any], key: str) -> Any:
    """What the manifest says of all whole numbers, if there are some."""
    options = manifest.get("options")
    whole = options.get("whole") if isinstance(options, dict) else None
    return whole.get(key) if isinstance(whole, dict) else None


def _best_levels(manifest: Mapping[str, Any]) -> list[float]:
    """Levels over all whole numbers, of which some may be given up."""
    levels = _over_whole(manifest, "levels")
    return [float(level) for level in levels] if isinstance(levels, list) else []


def _levels(
    said: tuple[Any, list[float]], held: Sequence[float], objective: Objective, stage: Reason
) -> list[Reason]:
    """Places that are held at other levels than those that are said.

    A place keeps its level less what may be given up, of it or of the best one over all whole
    numbers, and never more than its level.
    """
    own, best = said
    if objective.places is None:
        return [reason("manifest.json: {stage} has no levels", stage=stage)] if own else []
    given_up = [kept(level, objective) for level in best]
    floors = [
        max(0.0, min(most, level)) for level in own for most in (kept(level, objective), *given_up)
    ]
    shares = np.array(held) / objective.places.reach
    near = np.min(np.abs(shares[:, None] - np.array(floors)[None, :]), axis=1, initial=np.inf)
    if len(floors) == 0 or bool((near > NEAR).any()):
        return [reason("manifest.json: {stage} holds places at other levels", stage=stage)]
    return []
