"""Measure what a reader waits for: explanations, a report, a comparison of saved allocations."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from finmodel.allocation.compare.sides import open_sides
from finmodel.allocation.explain import Again
from finmodel.allocation.files import load, save
from finmodel.allocation.make import allocate
from finmodel.report.compare.facts import compare_facts
from finmodel.report.document.html.write import as_html
from finmodel.report.document.make import make_document
from finmodel.report.explain import place_facts, rule_facts
from finmodel.report.views import View
from finmodel.scenario.load import load_scenario
from finmodel.scenario.write import write_tree

Figures = dict[str, Any]
Tree = dict[str, Any]
MORE = 1.02
"""What the money of a changed source is multiplied by."""


def with_more(tree: Tree, count: int) -> Tree:
    """A scenario in which some sources have more money; each is one change of input."""
    changed = deepcopy(tree)
    left = count
    for source in changed["sources"].values():
        for key in ("ceiling", "amount"):
            yearly = source.get(key)
            if left and isinstance(yearly, dict):
                numbers = {at: one for at, one in yearly.items() if isinstance(one, int | float)}
                source[key] = yearly | {at: round(one * MORE, 3) for at, one in numbers.items()}
                left -= bool(numbers)
    assert left == 0, "too few sources have their money by year"
    return changed


def measure_reports(tree: Tree, changes: tuple[int, ...]) -> Figures:
    """Seconds of a comparison by the number of changed inputs, and of a report by phase.

    The comparison opens and proves both folders, and solves for the causes; the report is made and
    written from its folder, each once; then by the command, which loads everything first. All by
    the processor's time.
    """
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as made:
        base = _saved(tree, Path(made) / "base")
        figures |= _command(base, Path(made) / "report")
        figures |= _explained(base)
        for count in changes:
            other = _saved(with_more(tree, count), Path(made) / f"changed-{count}")
            start = processor()
            sides = open_sides([base, other])
            opened = processor()
            compare_facts(sides)
            ended = processor()
            figures |= {"both_proved": opened - start, f"compare_{count}": ended - start}
        start = processor()
        (side,) = open_sides([base])
        proved = processor()
        document = make_document(side)
        said = processor()
        page = as_html(document)
        written = processor()
    return figures | {
        "report_proved": proved - start,
        "report_document": said - proved,
        "report_html": written - said,
        "report_whole": written - start,
        "html_size": len(page.encode()) / 1000,
    }


def _explained(folder: Path) -> Figures:
    """Seconds of solving again, of the price of all rules, and of all that one region gets."""
    allocation = load(folder)
    view = View(allocation)
    start = processor()
    again = Again(allocation, load_scenario(folder / "scenario.yaml").where)
    solved = processor()
    prices = rule_facts(view, again)["rules"]
    priced = processor()
    place_facts(view, again, allocation.scenario.regions.leaves()[0], None)
    ended = processor()
    return {
        "explain_solved": solved - start,
        "rules": len(prices),
        "explain_rules": priced - solved,
        "explain_region": ended - priced,
        "ratio_rules": (priced - solved) / (solved - start),
    }


def processor() -> float:
    """Seconds that this process took of the processor, and others that it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(spent.ru_utime + spent.ru_stime for spent in both)


def _command(folder: Path, out: Path) -> Figures:
    """Seconds of `finmodel report` and the Pythons that it begins, and peak memory of one [MB]."""
    program = [sys.executable, "-c", "from finmodel.cli import main; main()"]
    start = processor()
    subprocess.run(
        [*program, "report", folder, "--to", "html", "--out", out],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    ended = processor()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"report_command": ended - start, "report_memory": memory}


def _saved(tree: Tree, place: Path) -> Path:
    """Folder of a scenario's saved allocation."""
    file = place.with_suffix(".yaml")
    write_tree(tree, file)
    save(allocate(load_scenario(file)), place)
    return place
