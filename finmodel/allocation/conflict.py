"""Rules that contradict each other, in words with their places in the scenario."""

from __future__ import annotations

from collections.abc import Iterator

from finmodel.allocation.rule_sentences import rule_sentences
from finmodel.allocation.rules import sentence_of
from finmodel.program.emitter import Family
from finmodel.program.program import Program
from finmodel.scenario.load import Loaded
from finmodel.scenario.names import programme_names, region_names
from finmodel.scenario.problems import Problem
from finmodel.solve.status import Conflict

MOST_PLACES = 5
"""Places that are named for one rule; the others are counted."""

Path = tuple[str, ...]


def rules_in_conflict(loaded: Loaded, program: Program, conflict: Conflict) -> list[Problem]:
    """One problem for each rule in a conflict.

    Parameters
    ----------
    loaded : Loaded
        The scenario, to name file and line.
    program : Program
        The program.
    conflict : Conflict
        Rows and bounds that contradict each other.

    Returns
    -------
    list of Problem
        The rules with their sentences and the regions, programmes and years concerned.
    """
    found: dict[Path, tuple[str, list[str]]] = {}
    for path, sentence, place in [*_of_rows(program, conflict), *_of_bounds(program, conflict)]:
        places = found.setdefault(path, (sentence, []))[1]
        if place and place not in places:
            places.append(place)
    return [
        Problem(
            loaded.where.of(path),
            f"{'.'.join(path)}: {sentence.removesuffix('.')}{listed_places(places)}",
            "loosen this rule or one of the others named here",
        )
        for path, (sentence, places) in found.items()
    ]


def listed_places(places: list[str]) -> str:
    """The places of a rule in brackets, the first ones of many."""
    if not places:
        return ""
    more = len(places) - MOST_PLACES
    return f" ({', '.join(places[:MOST_PLACES])}{f' and {more} more' if more > 0 else ''})"


def _of_rows(program: Program, conflict: Conflict) -> Iterator[tuple[Path, str, str]]:
    sentences = rule_sentences(program.panel.scenario)
    for row in conflict.rows:
        family, place = program.find_row(row)
        if family.path:
            yield family.path, sentence_of(family, sentences), spoken_place(program, family, place)


def _of_bounds(program: Program, conflict: Conflict) -> Iterator[tuple[Path, str, str]]:
    """Bounds that somebody set: coverage floors and ceilings."""
    programmes = programme_names(program.panel.scenario)
    for side, columns in (("at_least", conflict.at_least), ("at_most", conflict.at_most)):
        for column in columns:
            family, place = program.find_column(column)
            if family.name == "deliver" and (side == "at_most" or program.lower[column] > 0):
                key = program.panel.programmes[family.labels["programme"][place]]
                word = "floor" if side == "at_least" else "ceiling"
                yield (
                    ("programmes", key, "coverage", side),
                    f"The coverage {word} of {programmes[key]} is kept.",
                    spoken_place(program, family, place, programme=False),
                )


def spoken_place(program: Program, family: Family, place: int, *, programme: bool = True) -> str:
    """Programme, region and year of a row or column; those of which there is but one go unsaid."""
    panel, scenario = program.panel, program.panel.scenario
    regions = region_names(scenario)
    several = len(panel.regions) > 1
    words = []
    if programme and "programme" in family.labels:
        key = panel.programmes[family.labels["programme"][place]]
        words.append(programme_names(scenario)[key])
    if several and "region" in family.labels:
        words.append(regions[panel.regions[family.labels["region"][place]]])
    if several and "pot" in family.labels and panel.pots.region[family.labels["pot"][place]]:
        words.append(regions[panel.pots.region[family.labels["pot"][place]]])
    if len(panel.years) > 1 and "year" in family.labels:
        words.append(str(panel.years[family.labels["year"][place]]))
    if "due" in family.labels:
        words.append(str(panel.signings.due[family.labels["due"][place]]))
    return " ".join(words)
