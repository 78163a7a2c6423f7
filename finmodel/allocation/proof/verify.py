"""`finmodel verify`: proves a saved allocation in exact arithmetic, without a solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from finmodel.allocation.allocation import CERTIFICATE, TABLES, Allocation
from finmodel.allocation.digests import digest, digest_of_manifest
from finmodel.allocation.files import NotAnAllocation, load
from finmodel.allocation.following import following_tables
from finmodel.allocation.proof.certificate_format import FORMAT, StageEntry, read_stages
from finmodel.allocation.proof.check import Checked, check_answer, with_relaxed
from finmodel.allocation.proof.closeness import NEAR, Closeness, check_chosen
from finmodel.allocation.proof.failed import NotVerified, Reason, Unreadable, reason
from finmodel.allocation.proof.gap_holds import chances_wrong, counted_envelope, other_envelope
from finmodel.allocation.proof.manifest_holds import manifest_wrong
from finmodel.allocation.proof.read_back import read_back
from finmodel.allocation.proof.same_tables import compare_tables, row_sizes
from finmodel.allocation.proof.saved_folder import open_folder
from finmodel.allocation.proof.stages import StageProof, stage_name
from finmodel.allocation.proof.whole_columns_held import held_at
from finmodel.allocation.proof.whole_numbers import as_doubles
from finmodel.allocation.proof.written import read_numbers
from finmodel.allocation.rounded import Rounded
from finmodel.allocation.rules import ruled_rows
from finmodel.allocation.solvable import program_of
from finmodel.program.program import Program
from finmodel.scenario.problems import ScenarioError
from finmodel.scenario.scenario import Scenario
from finmodel.scenario.sources.certainty import ENVELOPES

Progress = Callable[[str], None]
READ = ("money", "delivery", "sources", "one_more", "undecided")
"""Tables that are read before others are derived, and those that every allocation quotes."""
LASTING_DIGESTS = 2
"""Format from which a scenario keeps its digest when the language learns another key."""
OF_GAPS = ("gap", "envelopes", "chances")
"""Tables that only a gap scenario has."""


@dataclass(frozen=True)
class Proof:
    """What is proved of a saved allocation."""

    allocation: Allocation
    digest: str
    """SHA-256 of the manifest."""
    files: int
    """Files whose digests were checked."""
    checked: Checked
    closeness: list[Closeness]
    """How near it is to the one that the rule chooses among equally good ones."""
    envelopes: dict[str, list[StageProof]]
    """Of a gap scenario, what is proved of the stages under the other envelopes."""


def verify(
    folder: str | Path, digest: str | None = None, progress: Progress | None = None
) -> Proof:
    """Prove a saved allocation, without a solver.

    Parameters
    ----------
    folder : str or Path
        A saved allocation.
    digest : str, optional
        Digest of the manifest that is expected, or its first letters, at least eight.
    progress : callable, optional
        Told in words what is being proved.

    Returns
    -------
    Proof
        What was proved.

    Raises
    ------
    NotAnAllocation
        If there is no such folder.
    NotVerified
        If the allocation is not what it says; it gives the reasons.
    """
    tell = progress or (lambda _: None)
    tell("reading the folder")
    opened = open_folder(folder, digest)
    allocation = _load(opened.place)
    _refuse(_wrong_files(set(opened.manifest["files"]), allocation.scenario))
    return prove(allocation, opened.digest, len(opened.manifest["files"]), progress)


def prove(
    allocation: Allocation, digest: str, files: int, progress: Progress | None = None
) -> Proof:
    """Prove an allocation as it was loaded.

    Parameters
    ----------
    allocation : Allocation
        The allocation, with its certificate.
    digest : str
        Digest of its manifest.
    files : int
        Files that were checked.
    progress : callable, optional
        Told in words what is being proved.

    Raises
    ------
    NotVerified
        If the allocation is not what it says.
    """
    tell = progress or (lambda _: None)
    try:
        tell("building the rules again")
        certificate = _certificate(allocation)
        stages = read_stages(certificate.get("stages"))
        program = program_of(allocation.scenario)
        _refuse(manifest_wrong(allocation.manifest, certificate, stages, program))
        tell("proving rules and bounds")
        held, rounded, checked = _check(allocation, program, stages)
        broken = [*checked.broken, *_gaps_differ(stages, checked.stages)]
        tell("comparing the tables")
        broken += tables_wrong(allocation, held, rounded)
        tell("proving the choice among equals")
        recorded = [stage.recorded for stage in stages]
        chosen = certificate.get("chosen")
        closeness, wrong = check_chosen(checked.exact, recorded, rounded, chosen)
        broken += [*wrong, *_distances_differ(chosen, closeness, allocation.manifest)]
        envelopes: dict[str, list[StageProof]] = {}
        if allocation.scenario.question == "gap":
            tell("proving the gap under each envelope")
            envelopes, wrong = _gap(allocation, held, rounded)
            broken += wrong
    except Unreadable as error:
        raise NotVerified([error.reason]) from None
    _refuse(broken)
    return Proof(allocation, digest, files, checked, closeness, envelopes)


def _refuse(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise NotVerified(list(dict.fromkeys(reasons)))


def _load(place: Path) -> Allocation:
    try:
        return load(place)
    except NotAnAllocation as error:
        raise NotVerified([reason("{problem}", problem=error)]) from None
    except ScenarioError as error:
        # What is wrong with a scenario is said in the language of scenarios, which is English.
        raise NotVerified([reason("{problem}", problem=each) for each in error.problems]) from None


def _wrong_files(listed: set[str], scenario: Scenario) -> list[Reason]:
    """Files without which nothing can be proved, and files that are none of an allocation's."""
    needed = {TABLES[name] for name in (*READ, *(OF_GAPS if scenario.question == "gap" else ()))}
    needed.add(CERTIFICATE)
    known = {*TABLES.values(), "scenario.yaml", CERTIFICATE}
    return [
        *(reason("{file} is missing", file=name) for name in sorted(needed - listed)),
        *(
            reason("{file} does not belong to an allocation", file=name)
            for name in sorted(listed - known)
        ),
    ]


def _wrong_tables(saved: set[str], follows: set[str], scenario: Scenario) -> list[Reason]:
    """Tables that an allocation of the scenario must have and lacks, and the other way round."""
    quoted = {"one_more", "undecided"}
    quoted |= {"closing"} if scenario.levers else set()
    quoted |= {*OF_GAPS} if scenario.question == "gap" else set()
    wanted = follows | quoted
    return [
        *(reason("{file} is missing", file=TABLES[name]) for name in sorted(wanted - saved)),
        *(
            reason("{file} does not belong to this scenario", file=TABLES[name])
            for name in sorted(saved - wanted)
        ),
    ]


def _certificate(allocation: Allocation) -> dict[str, Any]:
    certificate = allocation.certificate or {}
    if certificate.get("format") != FORMAT:
        raise Unreadable(
            reason("{file}: this version does not read the format it names", file=CERTIFICATE)
        )
    if certificate.get("manifest") != digest_of_manifest(allocation.manifest):
        raise Unreadable(
            reason("{file} is not the one that certificate.json belongs to", file="manifest.json")
        )
    # Before format 2 the digest changed with every key that the language learned.
    lasting = allocation.manifest["format"] >= LASTING_DIGESTS
    if lasting and certificate.get("scenario") != digest(allocation.scenario):
        raise Unreadable(
            reason("{file} is not the one that certificate.json belongs to", file="scenario.yaml")
        )
    return certificate


def _check(
    allocation: Allocation, program: Program, stages: Sequence[StageEntry]
) -> tuple[Program, Rounded, Checked]:
    """Read the tables back, hold whole columns where they are, check the rules and the stages."""
    certificate = allocation.certificate or {}
    columns = certificate.get("columns")
    others, places = read_numbers(
        columns, program.columns, program.lower.size, reason("the columns")
    )
    values = as_doubles(others, places)
    held = held_at(program, values)
    rounded = read_back(held, allocation.tables, values)
    recorded = [stage.recorded for stage in stages]
    checked = check_answer(
        held, rounded, recorded, [stage.multipliers for stage in stages], columns
    )
    if program.whole.any():
        written = certificate.get("relaxation")
        if not isinstance(written, list) or len(written) != len(stages):
            raise Unreadable(
                reason("certificate.json: the bounds without whole numbers are missing")
            )
        checked = replace(checked, stages=with_relaxed(program, recorded, written, checked.stages))
    return held, rounded, checked


def _gaps_differ(said: Sequence[StageEntry], proved: Sequence[StageProof]) -> list[Reason]:
    """Stages whose bound or gap is stated otherwise than it follows from the multipliers."""
    reasons = []
    for number, (entry, proof) in enumerate(zip(said, proved, strict=True)):
        near = 1e-6 * abs(float(proof.gap)) + 1e-12 * abs(float(proof.bound))
        for what, stated, follows in (
            (reason("bound"), entry.bound, float(proof.bound)),
            (reason("gap"), entry.gap, float(proof.gap)),
        ):
            if not abs(stated - follows) <= near:
                reasons.append(
                    reason(
                        "{stage}: the stated {what} is {stated}, where {follows} follows",
                        stage=stage_name(number, proof.goal),
                        what=what,
                        stated=stated,
                        follows=follows,
                    )
                )
    return reasons


def _distances_differ(
    chosen: Any, proved: Sequence[Closeness], manifest: Mapping[str, Any]
) -> list[Reason]:
    """Parts of the choice whose gap is stated otherwise, or that are called exact and are not."""
    reasons = []
    for each in proved:
        stated, follows = chosen[each.part].get("gap"), float(each.gap)
        if not isinstance(stated, str) or not abs(_number(stated) - follows) <= 1e-6 * abs(follows):
            reasons.append(
                reason(
                    "the choice among equals ({part}): the stated gap is {stated}, where "
                    "{follows} follows",
                    part=each.part,
                    stated=stated,
                    follows=follows,
                )
            )
        if manifest["among_equals"].get("polished") is True and each.share > NEAR:
            reasons.append(
                reason(
                    "the choice among equals ({part}) is called exact, but the allocation is "
                    "proved only within a share of {share} of the chosen one",
                    part=each.part,
                    share=f"{each.share:.2g}",
                )
            )
    return reasons


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def tables_wrong(allocation: Allocation, program: Program, rounded: Rounded) -> list[Reason]:
    """What the tables say otherwise than it follows from the flows and the scenario."""
    follows = following_tables(program, rounded, None, None)
    _refuse(_wrong_tables({*allocation.tables}, {*follows}, allocation.scenario))
    rows = ruled_rows(program)
    sizes = {"constraints": row_sizes(program.matrix, rounded.values, rows)}
    negative = [
        reason(
            "sources.csv: {name} is negative somewhere: a source pays more than it has", name=name
        )
        for name, part in (("carried_in", rounded.carried_in), ("lapsed", rounded.lapsed))
        if part.min(initial=0) < 0
    ]
    wrong = compare_tables(allocation.tables, follows, sizes)
    return [*negative, *wrong, *_ranges_wrong(allocation.tables["undecided"], program, rounded)]


def _ranges_wrong(table: pa.Table, program: Program, rounded: Rounded) -> list[Reason]:
    """Ranges in undecided.csv that do not hold the cost that the flows add up to."""
    panel, cells = program.panel, program.cells
    cost = np.zeros((len(panel.regions), len(panel.programmes)), dtype=np.int64)
    np.add.at(cost, (cells.region, cells.programme), rounded.cost.sum(axis=1))
    region, programme = np.nonzero((panel.need > 0).any(axis=2).T)
    named = (
        [panel.regions[place] for place in region],
        [panel.programmes[place] for place in programme],
        cost[region, programme].tolist(),
    )
    said = [table[name].to_pylist() for name in ("region", "programme", "cost")]
    if said != list(named):
        return [reason("undecided.csv: the costs are not what the flows add up to")]
    bounds = zip(*(table[name].to_pylist() for name in ("least", "cost", "most")), strict=True)
    if any(not least <= here <= most for least, here, most in bounds):
        return [reason("undecided.csv: some cost is outside its own range")]
    return []


def _gap(
    allocation: Allocation, program: Program, rounded: Rounded
) -> tuple[dict[str, list[StageProof]], list[Reason]]:
    """Prove the gap under every envelope."""
    scenario, tables = allocation.scenario, allocation.tables
    written = (allocation.certificate or {}).get("envelopes")
    proofs: dict[str, list[StageProof]] = {}
    broken = counted_envelope(program, rounded, tables, scenario.count_on)
    places = np.count_nonzero(program.panel.need > 0)
    if tables["gap"].num_rows != len(ENVELOPES) * places:
        broken.append(reason("gap.csv does not hold every region, programme and year by envelope"))
    for envelope in ENVELOPES:
        if envelope == scenario.count_on:
            continue
        variant = program_of(scenario.model_copy(update={"count_on": envelope}))
        entry = written.get(envelope) if isinstance(written, dict) else None
        entries = read_stages((entry or {}).get("stages"))
        if len(entries) != len(variant.objectives):
            raise Unreadable(
                reason("{file}: the stages are not those of the scenario", file=CERTIFICATE)
            )
        found = other_envelope(variant, entries, tables, envelope)
        proofs[envelope] = found.stages
        broken += [*found.broken, *_gaps_differ(entries, found.stages)]
    broken += chances_wrong(tables["chances"], allocation.manifest.get("gap"))
    return proofs, broken
