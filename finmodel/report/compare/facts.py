"""The facts of a comparison of saved allocations, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from finmodel.allocation.answer import Progress
from finmodel.allocation.compare.causes import Causes, causes_of
from finmodel.allocation.compare.inputs import Change, changes
from finmodel.allocation.compare.measures import STEPS, Measures
from finmodel.allocation.compare.sides import Side, same_currency
from finmodel.allocation.sign_off import read_sign_off
from finmodel.report.compare.cautions import cautions
from finmodel.report.compare.tables import money_tables, programme_rows, region_rows, stayed
from finmodel.report.languages.fields import field_words
from finmodel.report.languages.language import ENGLISH, language_of, marked
from finmodel.report.places import Places
from finmodel.report.screen import upper_first
from finmodel.report.sign_off import sign_off_facts, standing_of
from finmodel.report.sourcing import provenance_facts
from finmodel.report.views import View
from finmodel.scenario.provenance import Said
from finmodel.scenario.scenario import Scenario

KINDS = {"added": marked("added"), "removed": marked("removed")}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def compare_facts(
    sides: Sequence[Side],
    with_causes: bool = True,
    progress: Progress | None = None,
    language: str = "en",
    known: Sequence[Causes | None] | None = None,
) -> dict[str, Any]:
    """Facts of a comparison.

    Parameters
    ----------
    sides : sequence of Side
        Allocations, the base first.
    with_causes : bool
        Whether to share out the differences among the changes of input, which solves again.
    progress : callable, optional
        Told in words what is being done.
    language : str
        Language of names.
    known : sequence of Causes, optional
        Causes of the difference of each other side, where they are known already.

    Returns
    -------
    dict
        `sides` with their trust; `tables` of money in whole currency; `regions` and `programmes`;
        `against_base`, for each other side, inputs, causes, and what stayed. Money is None where
        currencies differ.
    """
    views = [View(side.allocation, language) for side in sides]
    base = sides[0]
    money = all(same_currency(base, side) for side in sides)
    scenario = base.allocation.scenario
    return {
        "sides": [_trust(LETTERS[at], side, views[at]) for at, side in enumerate(sides)],
        "currency": scenario.money.currency,
        "money_unit": str(scenario.money),
        "money_scale": scenario.money.scale,
        "heads": views[0].heads_title,
        "tables": money_tables(sides, views) if money else None,
        "regions": region_rows(sides, views),
        "programmes": programme_rows(sides, views),
        "against_base": [
            _against(
                base,
                side,
                LETTERS[at + 1],
                known[at] if known is not None else found_causes(base, side, with_causes, progress),
                language,
            )
            for at, side in enumerate(sides[1:])
        ],
    }


def _trust(letter: str, side: Side, view: View) -> dict[str, Any]:
    allocation, scenario, measures = side.allocation, side.allocation.scenario, side.measures
    sign_off = read_sign_off(side.folder)
    rests_on = provenance_facts(side.loaded, allocation.panel)["money"]
    total = sum(rests_on.values())
    return {
        "letter": letter,
        "folder": str(side.folder),
        "title": scenario.title.read(view.language),
        "scenario": scenario.scenario,
        "years": list(scenario.years),
        "question": scenario.question,
        "stage": scenario.stage,
        "standing": standing_of(scenario, sign_off),
        "sign_off": sign_off_facts(sign_off),
        "digest": side.digest,
        "scenario_digest": allocation.manifest.get("scenario_digest"),
        "format": allocation.manifest["format"],
        "versions": allocation.manifest.get("versions", {}),
        "verified": side.verified,
        "reasons": list(side.reasons),
        "illustrative": rests_on["illustrative"] / total if total else None,
        "money": sum(measures.money.values()),
        "in_kind": sum(row.used for row in view.source_use() if not row.cash),
        "missing": sum(measures.missing.values()) if scenario.has_targets else None,
        "benefit": sum(measures.benefit.values()) / STEPS,
    }


def found_causes(
    base: Side, other: Side, with_causes: bool = True, progress: Progress | None = None
) -> Causes | None:
    """Causes of a difference; None where they are not wanted, or money cannot be compared."""
    if not with_causes or not same_currency(base, other):
        return None
    return causes_of(
        (base.loaded, base.measures),
        (other.loaded, other.measures),
        changes(base.loaded, other.loaded),
        progress,
    )


def _against(
    base: Side, other: Side, letter: str, found: Causes | None, language: str
) -> dict[str, Any]:
    changed = changes(base.loaded, other.loaded)
    money = same_currency(base, other)
    names = _thing_names(base, other, language)
    places = [
        Places(each.allocation.scenario, each.allocation.tree, language_of(language))
        for each in (base, other)
    ]
    causes = None if found is None else _causes(found, names, changed, language)
    return {
        "letter": letter,
        "not_comparable": cautions(base, other, language),
        "inputs": [_change(change, names, places) for change in changed],
        "stayed": stayed(base, other) if money else None,
        "causes": causes,
    }


def _change(
    change: Change, names: dict[tuple[str, ...], str], places: Sequence[Places]
) -> dict[str, Any]:
    first, last = places
    english = last.language.code == ENGLISH
    here = first if change.kind == "removed" else last
    return {
        "thing": named(change.group, names),
        "path": change.name,
        "inside": ".".join(str(part) for part in change.path[len(change.group) :]),
        "inside_words": here.inside(change.path, len(change.group)),
        "years": list(change.years),
        "kind": change.kind,
        # In English a value stands as the planner wrote it: that is the language of scenarios.
        "old": change.old if english or not change.old else first.value(change.path, change.was),
        "new": change.new if english or not change.new else last.value(change.path, change.now),
        "old_said": _said(change.old_said, first),
        "new_said": _said(change.new_said, last),
        "words": change.words,
    }


def _said(said: Said | None, places: Places) -> dict[str, Any] | None:
    """Where a value came from, in the words that the glossary has for it."""
    if said is None:
        return None
    words = {key: places.word(text) for key, text in asdict(said).items() if text is not None}
    return {**asdict(said), **words}


def _causes(
    found: Causes, names: dict[tuple[str, ...], str], changed: Sequence[Change], language: str
) -> dict[str, Any]:
    kinds = {change.group: change for change in changed if not change.words}
    return {
        "method": found.method,
        "blocked": [named(group, names) for group in found.blocked],
        "causes": [
            {
                "things": [_deed(kinds[group], names, language) for group in cause.groups],
                **_totals(cause.moved),
                "money_by_region": cause.moved.money,
                "outputs": {key: each / STEPS for key, each in cause.moved.output.items()},
            }
            for cause in found.causes
        ],
    }


def _totals(moved: Measures) -> dict[str, Any]:
    return {
        "money": sum(moved.money.values()),
        "benefit": sum(moved.benefit.values()) / STEPS,
        "missing": sum(moved.missing.values()),
    }


def _deed(change: Change, names: dict[tuple[str, ...], str], language: str) -> str:
    """What was done to a thing: `Levy` for a change, `Levy (added)` where it is new."""
    name = named(change.group, names)
    whole = change.path == change.group and change.kind != "changed"
    return f"{name} ({language_of(language).gettext(KINDS[change.kind])})" if whole else name


def named(group: tuple[str, ...], names: dict[tuple[str, ...], str]) -> str:
    """A thing in words: its name, with what it is."""
    return names[group]


def _thing_names(base: Side, other: Side, language: str) -> dict[tuple[str, ...], str]:
    """Names of things that may change, those of the other side first."""
    _ = language_of(language).gettext
    kinds = {
        "programmes": _("Programme"),
        "sources": _("Source"),
        "capacities": _("Capacity"),
        "levers": _("Lever"),
        "policies": _("Policy"),
        "contracts": _("Contract"),
    }
    said_in = language_of(language)
    names: dict[tuple[str, ...], str] = {
        (key,): upper_first(field_words(said_in, key)) for key in Scenario.model_fields
    }
    for side in (base, other):
        scenario, tree = side.allocation.scenario, side.allocation.tree
        places = Places(scenario, tree, said_in)
        for part, kind in kinds.items():
            for key in getattr(scenario, part):
                names[part, key] = f"{kind}: {places.said((part, key))[0]}"
    return names
