"""What `finmodel verify` proved: facts for machines, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from finmodel.program.objectives import IN_TURN
from finmodel.report.screen import counted, heading, put, say, table
from finmodel.report.sign_off import sign_off_facts, sign_off_sentence, standing_of

if TYPE_CHECKING:
    from finmodel.allocation.proof.second_opinion import Opinion
    from finmodel.allocation.proof.stages import StageProof
    from finmodel.allocation.proof.verify import Proof
    from finmodel.allocation.sign_off import SignOff

QUOTED = (
    "what one more and one less would change, and for how much that holds",
    "the ranges that the objective left open",
)
QUOTED_OF_GAPS = (
    "the chances of the gap",
    "under the other envelopes, which region and programme lacks how much of the total",
)


def proof_facts(
    proof: Proof, opinion: Opinion | None = None, sign_off: SignOff | None = None
) -> dict[str, Any]:
    """Facts of a proof as plain data.

    Parameters
    ----------
    proof : Proof
        What was proved.
    opinion : Opinion, optional
        What another solver found.
    sign_off : SignOff, optional
        Who signed the allocation.

    Returns
    -------
    dict
        `digest` of the manifest; who signed (`sign_off`), or None; number of `files` and `rules`;
        rules that rounding leaves `beyond` their limits within their allowances; for each stage the
        `bound`, the `recorded` value, what was `reached`, the value it must be `kept_at` and the
        `gap`; for both parts of the choice among equals the `gap` and the `distance`, √(2 × gap),
        also as a `share` of the allocation's own size; what is `quoted`, and the `second_opinion`,
        if any.
    """
    scenario = proof.allocation.scenario
    return {
        "verified": True,
        "scenario": scenario.scenario,
        "title": scenario.title.read("en"),
        "standing": standing_of(scenario, sign_off),
        "digest": proof.digest,
        "sign_off": sign_off_facts(sign_off),
        "files": proof.files,
        "rules": proof.checked.rules,
        "beyond": proof.checked.beyond,
        "stages": [_stage(stage) for stage in proof.checked.stages],
        "envelopes": {
            name: [_stage(stage) for stage in stages] for name, stages in proof.envelopes.items()
        },
        "chosen": {
            each.part: {"gap": float(each.gap), "distance": each.distance, "share": each.share}
            for each in proof.closeness
        },
        "quoted": _quoted(proof),
        "second_opinion": None if opinion is None else asdict(opinion),
    }


def _quoted(proof: Proof) -> list[str]:
    """What a proof repeats without proving it."""
    stages = proof.checked.stages
    said = [*QUOTED]
    if proof.allocation.scenario.question == "gap":
        said += QUOTED_OF_GAPS
    if any(stage.goal == IN_TURN for stage in stages):
        said.append("that no place could be raised further than its level, beyond the first")
    if any(stage.relaxed is not None for stage in stages):
        said.append("that no other whole decisions are better")
    if "closing" in proof.allocation.tables:
        said.append("the price of closing the gap")
    return said


def _stage(stage: StageProof) -> dict[str, Any]:
    return {
        "goal": stage.goal,
        "bound": float(stage.bound),
        "recorded": stage.value,
        "reached": None if stage.reached is None else float(stage.reached),
        "kept_at": stage.kept_at,
        "gap": float(stage.gap),
        "without_rounding": float(stage.short),
        "relaxed": None if stage.relaxed is None else float(stage.relaxed),
    }


def print_proof(console: Console, facts: Mapping[str, Any], folder: Path) -> None:
    """Print what was proved.

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        Facts of `proof_facts`.
    folder : Path
        The saved allocation.
    """
    console.print(f"{facts['title']}: verified", style="bold", markup=False)
    say(console, f"{folder}")
    say(console, f"digest {facts['digest']}")
    say(console, sign_off_sentence(facts["sign_off"]))
    heading(console, "What is proved", "in exact arithmetic, without a solver")
    say(
        console,
        f"{counted(facts['files'], 'file').capitalize()} are as they were when the allocation was "
        "saved, and the scenario is the one that was solved.",
    )
    say(
        console,
        "Every total is the sum of its parts, and coverage, benefit, cost, what is carried over, "
        "what lapses and what is paid first follow from the payments.",
    )
    say(console, _rules(facts))
    heading(console, "How good it can be at most")
    _stages(console, facts["stages"])
    for name, stages in facts["envelopes"].items():
        say(console, f"If the money is {name}:")
        _stages(console, stages)
    say(console, _meaning(facts["stages"]))
    if whole := _whole(facts["stages"]):
        say(console, whole)
    heading(console, "Chosen among equally good ones")
    say(console, _chosen(facts["chosen"]))
    if facts["second_opinion"]:
        heading(console, "Another solver")
        say(console, _opinion(facts["second_opinion"]))
    heading(console, "Quoted, not proved")
    for words in facts["quoted"]:
        say(console, f"{words[:1].upper()}{words[1:]}.", hanging="  ")


def _chosen(parts: Mapping[str, Mapping[str, float]]) -> str:
    """How near the allocation is to the one that the rule chooses, in plain words."""
    delivery, flows = parts["delivery"], parts["flows"]
    return (
        "Before rounding, outputs lie within "
        f"{delivery['distance']:.1g} of those that the rule chooses (the root of the sum of need x "
        "squared differences of coverage), and with these outputs payments lie within "
        f"{flows['distance']:.1g} (the root of the sum of squared differences over each source's "
        f"share of the cost). That is {_part(delivery['share'])} and {_part(flows['share'])} of "
        "the allocation's own size. The saved amounts are its rounding."
    )


def _opinion(facts: Mapping[str, Any]) -> str:
    """What another solver found, in words."""
    largest = max(abs(own - told) / max(1.0, abs(told)) for _, told, own in facts["stages"])
    same = "are the same to the last unit"
    if facts["farthest"]:
        same = f"differ by {facts['farthest']} currency units at the most"
    whole = ""
    if facts["whole"]:
        decisions = counted(facts["whole"], "whole decision")
        whole = f" It settled {decisions} by itself and came to the same."
    return (
        f"{facts['solver']} solved all stages again, on its own: their values differ by a share of "
        f"{largest:.1g} at the most. Chosen among its equally good answers by the same rule, the "
        f"payments {same}.{whole}"
    )


def _part(share: float) -> str:
    """A small share, such as one part in a billion."""
    return "all" if share >= 1 else "nothing" if share <= 0 else f"one part in {1 / share:,.0f}"


def _whole(stages: Sequence[Mapping[str, Any]]) -> str:
    """What is proved where contracts or other things come whole or not at all."""
    bounds = [stage["relaxed"] for stage in stages]
    if None in bounds:
        return ""
    said = "; ".join(f"{stage['goal']}: {_long(stage['relaxed'])}" for stage in stages)
    return (
        "Some decisions are taken whole or not at all. The bounds above hold for those that the "
        "allocation takes. Whatever is decided, in parts too, nothing passes these: "
        f"{said}. That no other whole decisions are better is the solver's word."
    )


def _rules(facts: Mapping[str, Any]) -> str:
    rules = f"All {facts['rules']:,} rules hold"
    if not facts["beyond"]:
        return f"{rules} to the last unit."
    return (
        f"{rules}: {facts['beyond']:,} of them are left outside their limits by rounding, each "
        "within its allowance, which was computed again."
    )


def _stages(console: Console, stages: Sequence[Mapping[str, Any]]) -> None:
    titles = [
        "Stage",
        "Nothing passes",
        "Recorded",
        "The allocation has",
        "Must keep",
        "Difference",
    ]
    grid = table(titles, range(1, len(titles)))
    for stage in stages:
        grid.add_row(
            stage["goal"],
            _long(stage["bound"]),
            _long(stage["recorded"]),
            _long(stage["reached"]),
            _long(stage["kept_at"]),
            f"{stage['gap']:.2g}",
        )
    put(console, grid)


def _long(value: float | None) -> str:
    return "" if value is None else f"{value:,.9g}"


def _meaning(stages: Sequence[Mapping[str, Any]]) -> str:
    """What the bounds mean, in plain words."""
    earlier = " and keeps the earlier stages" if len(stages) > 1 else ""
    return (
        f"No allocation that keeps the rules{earlier} passes these values, even where each rule "
        "may give way by what rounding may move it. The difference is what is left to find at the "
        "most, and nearly all of it is that rounding: with the rules as they stand it is "
        f"{max(0.0, stages[-1]['without_rounding']):.1g} in the last stage."
    )
