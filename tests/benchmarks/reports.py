"""Measure what a reviewer waits for: comparing saved allocations, and a report on one."""

from __future__ import annotations

import tempfile
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

from finmodel.allocation.compare.sides import open_sides
from finmodel.allocation.files import save
from finmodel.allocation.make import allocate
from finmodel.report.compare.facts import compare_facts
from finmodel.report.document.html.write import as_html
from finmodel.report.document.make import make_document
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
    written from its folder, each once. Both by the processor's time.
    """
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as made:
        base = _saved(tree, Path(made) / "base")
        for count in changes:
            other = _saved(with_more(tree, count), Path(made) / f"changed-{count}")
            start = time.process_time()
            sides = open_sides([base, other])
            opened = time.process_time()
            compare_facts(sides)
            ended = time.process_time()
            figures |= {"both_proved": opened - start, f"compare_{count}": ended - start}
        start = time.process_time()
        (side,) = open_sides([base])
        proved = time.process_time()
        document = make_document(side)
        said = time.process_time()
        page = as_html(document)
        written = time.process_time()
    return figures | {
        "report_proved": proved - start,
        "report_document": said - proved,
        "report_html": written - said,
        "report_whole": written - start,
        "html_size": len(page.encode()) / 1000,
    }


def _saved(tree: Tree, place: Path) -> Path:
    """Folder of a scenario's saved allocation."""
    file = place.with_suffix(".yaml")
    write_tree(tree, file)
    save(allocate(load_scenario(file)), place)
    return place
