"""The facts that answer a scenario's question, and how they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from finmodel.report.views import View

if TYPE_CHECKING:
    from finmodel.allocation.allocation import Allocation


def answer_facts(allocation: Allocation) -> dict[str, Any]:
    """Facts that answer the question of an allocation's scenario, as plain data."""
    if allocation.scenario.question == "gap":
        from finmodel.report.gap import gap_picture

        return gap_picture(View(allocation))
    if allocation.scenario.question == "mobilise":
        from finmodel.report.mobilise import mobilise_picture

        return mobilise_picture(View(allocation))
    from finmodel.report.picture import picture

    return picture(allocation)


def print_answer(console: Console, facts: Mapping[str, Any], folder: Path | None = None) -> None:
    """Print the facts of an answer.

    Parameters
    ----------
    console : Console
        Where to print.
    facts : mapping
        From `answer_facts`.
    folder : Path, optional
        Where the allocation was saved.
    """
    if facts.get("question") == "gap":
        from finmodel.report.gap_terminal import print_gap as show
    elif facts.get("question") == "mobilise":
        from finmodel.report.mobilise_terminal import print_mobilise as show
    else:
        from finmodel.report.terminal import print_picture as show
    show(console, facts, folder)
