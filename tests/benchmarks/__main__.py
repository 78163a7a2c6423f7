"""`python -m tests.benchmarks`: how long each phase takes, against HiGHS alone and naive PuLP."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from tests.benchmarks.table import Figures, case, for_readme, for_terminal
from tests.synthetic.sized import SIZES

PEERS = ("naive-pulp",)
WIDTH = 104
START, END = "<!-- figures -->", "<!-- end of figures -->"
MONGOLIA = "Mongolia"
"""The case that is no synthetic one; only the goal that is reached in many steps is measured."""
CASES = (*SIZES, MONGOLIA)
IN_TURN_SIZES = ("S", "M")
"""Sizes at which the lowest coverage, then the next, does not take many minutes."""
TOO_LONG = {("XL", True), ("XXL", False), ("XXL", True)}
"""Cases for which two stages and the naive model would take many minutes or much memory."""
NOT_REPORTED = "XXL"
"""The size whose comparison and report would."""


def measure_apart(more: Sequence[str], what: str, size: str, local_budgets: bool) -> Figures:
    """Measure one case in a process of its own, with more options."""
    command = [sys.executable, "-m", "tests.benchmarks.measure", what, size, *more]
    if local_budgets:
        command.append("--local-budgets")
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(ended.stdout.strip().splitlines()[-1])
    return figures


def run(sizes: Sequence[str], peers: Sequence[str], console: Console, *more: str) -> list[Figures]:
    """Measure every size with and without local budgets."""
    results = []
    apart = partial(measure_apart, more)
    for size in sizes:
        if size == MONGOLIA:
            console.print(f"{size}, in turn …", style="dim")
            figures = {"size": size, "local_budgets": False}
            figures |= apart("in-turn", size, False)
            console.print(f"{size}, reports …", style="dim")
            results.append(figures | apart("reports", size, False))
            continue
        for local_budgets in (False, True):
            figures: Figures = {"size": size, "local_budgets": local_budgets}
            console.print(f"{case(figures)} …", style="dim")
            figures |= apart("package", size, local_budgets)
            if size != NOT_REPORTED:
                console.print(f"{case(figures)}, reports …", style="dim")
                figures |= apart("reports", size, local_budgets)
            if (size, local_budgets) in TOO_LONG:
                results.append(figures)
                continue
            console.print(f"{case(figures)}, two stages …", style="dim")
            figures |= apart("stages", size, local_budgets)
            if size in IN_TURN_SIZES:
                console.print(f"{case(figures)}, in turn …", style="dim")
                figures |= apart("in-turn", size, local_budgets)
            if "naive-pulp" in peers:
                console.print(f"{case(figures)}, naive …", style="dim")
                figures |= apart("naive-pulp", size, local_budgets)
                figures["faster"] = figures["naive"] / figures["from_panel"]
                figures["difference"] = abs(figures["naive_value"] / figures["value"] - 1)
            results.append(figures)
    return results


def machine() -> str:
    """Describe what is measured on, in general words."""
    cores = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}
    number = os.cpu_count() or 1
    parts = [
        f"{name} {version(package)}" for name, package in (("HiGHS", "highspy"), ("PuLP", "pulp"))
    ]
    place = cores.get(number, f"{number} cores")
    busy = f"load {os.getloadavg()[0]:.1f} before the start"
    return f"{place}, Python {platform.python_version()}, {', '.join(parts)}, one thread; {busy}"


def write_readme(file: Path, tables: str) -> None:
    """Put the tables between the marks of a Markdown file."""
    text = file.read_text(encoding="utf-8")
    before, rest = text.split(START, 1)
    after = rest.split(END, 1)[1]
    file.write_text(f"{before}{START}\n{tables}\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> list[Figures]:
    """Run the benchmarks that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", default=f"S,M,L,XL,{MONGOLIA}", help=f"some of {','.join(CASES)}"
    )
    parser.add_argument("--peers", default="naive-pulp", help="naive-pulp, or none")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--readme", type=Path, help="put the tables into this Markdown file")
    parser.add_argument("--once", action="store_true", help="repeat nothing: does it run?")
    given = parser.parse_args(arguments)
    sizes = given.sizes.split(",")
    if unknown := [size for size in sizes if size not in CASES]:
        parser.error(f"no size {unknown[0]}; choose among {', '.join(CASES)}")
    peers = [] if given.peers == "none" else given.peers.split(",")
    if unknown := [peer for peer in peers if peer not in PEERS]:
        parser.error(f"no peer {unknown[0]}; choose among {', '.join(PEERS)}, none")
    console = Console(width=max(Console().width, WIDTH))
    described = machine()
    results = run(sizes, peers, console, *(["--once"] if given.once else []))
    for table in for_terminal(results):
        console.print(table)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if given.readme:
        write_readme(given.readme, for_readme(results, described))
    return results


if __name__ == "__main__":
    main()
